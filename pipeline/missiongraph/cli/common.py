"""What commands share: the arguments that look alike everywhere, the open store, the way out for data."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

    from ..store import Store

__all__ = [
    "as_of",
    "console",
    "counted",
    "directory",
    "example",
    "least_confidence",
    "note",
    "open_store",
    "print_json",
    "print_table",
]

F = TypeVar("F", bound=Callable[..., Any])
PIPE_WIDTH = 200
"""Columns of a table that goes into a file or a pipe, where nobody can widen the window."""


def directory(function: F) -> F:
    """The argument DIR: what `missiongraph build --out DIR` wrote."""
    return click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))(function)


def least_confidence(function: F) -> F:
    """The option --min-confidence: facts that are less sure are left out."""
    return click.option(
        "--min-confidence",
        "least",
        type=click.FloatRange(0, 1),
        default=0.0,
        metavar="C",
        help="Only facts with at least this confidence, from 0 to 1.",
    )(function)


def as_of(function: F) -> F:
    """The option --as-of: a day, as ISO 8601, or None."""
    return click.option(
        "--as-of",
        "day",
        metavar="DATE",
        callback=_day,
        help="As it was known at the end of that day: only from releases published until then.",
    )(function)


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    try:
        return None if value is None else date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter(f"`{value}` is not a day such as 2024-05-01") from error


def example(*lines: str) -> str:
    """An epilog that shows commands as they are typed."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def open_store(directory: Path, *, write: bool = False) -> Store:
    """The store of a build, to read, or with `write` to add what is worked out. Raises StartProblem S001 or S002."""
    from ..store import Store, exists

    path = directory / "store"
    return Store(path, read_only=not (write and exists(path)))


def console() -> Console:
    """Standard output for rich: as wide as the terminal or COLUMNS say, or wide enough where neither does."""
    from rich.console import Console

    known = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal()
    return Console(width=None if known else PIPE_WIDTH, highlight=False, emoji=False, markup=False)


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]], title: str | None = None) -> None:
    """A table on standard output; cells are text, never markup."""
    from rich.table import Table
    from rich.text import Text

    if title:
        click.echo(title)
    table = Table(*head)
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    console().print(table)


def print_json(*values: Any) -> None:
    """Each value as JSON on a line of its own; records become objects."""
    for value in values:
        click.echo(json.dumps(value if isinstance(value, dict) else _plain(value), ensure_ascii=False, default=_plain))


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def counted(number: int, thing: str) -> str:
    """The number with its noun: "1 fact", "2 facts"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def note(message: str) -> None:
    """A line for people, beside the data."""
    click.echo(message, err=True)
