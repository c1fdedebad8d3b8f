"""The verb that holds releases against each other: conflicts."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import as_of, counted, directory, example, note, open_store, print_json, print_table

if TYPE_CHECKING:
    from ..conflicts import Finding, Side

KINDS = ("conflict", "slip", "rounding", "revision", "naming")
SIDE = ("value", "status", "support", "first", "last", "release", "publisher", "sentence")


@click.command(
    epilog=example(
        "missiongraph conflicts graph",
        "missiongraph conflicts graph --kind slip --as-of 2024-05-01 --format csv",
        "missiongraph conflicts graph --kind all --write",
    )
)
@directory
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice((*KINDS, "all")),
    default=("conflict", "slip"),
    show_default=True,
    help="Why they differ; may be given again.",
)
@click.option("--subject", metavar="NAME", help="Only about what has NAME in its name.")
@as_of
@click.option(
    "--format", "form", type=click.Choice(("table", "json", "csv", "turtle")), default="table", show_default=True
)
@click.option("--write", is_flag=True, help="Keep what is found in the graph as well, in graph:conflicts.")
def conflicts(
    directory: Path, kinds: tuple[str, ...], subject: str | None, day: str | None, form: str, write: bool
) -> None:
    """Show what releases tell differently.

    Conflicts cannot both be true. Plans that moved are slips; a day against a minute is rounding; what a release
    corrects is a revision; a part and its whole, or a name and a longer form of it, are naming.
    """
    from ..conflicts import find, rdf
    from ..folding import fold

    if write and day:
        raise click.UsageError("--write keeps what all releases say: leave out --as-of")
    with open_store(directory, write=write) as store:
        found = find(store, day)
        if write:
            rdf.keep(store, found)
            store.flush()
    about = [finding for finding in found if fold(subject or "") in fold(finding.subject)]
    wanted = KINDS if "all" in kinds else kinds
    _show([finding for finding in about if finding.kind in wanted], form)
    note(_counts(about, wanted))


def _show(found: list[Finding], form: str) -> None:
    if form == "json":
        print_json(*found)
    elif form == "csv":
        _csv(found)
    elif form == "turtle":
        from ..conflicts.rdf import as_turtle

        click.echo("".join(as_turtle(found)), nl=False)
    elif found:
        head = ("kind", "of", "what", "said", "status", "by", "on", "release", "sentence")
        print_table(head, [row for finding in found for row in _rows(finding)])


def _rows(finding: Finding) -> list[tuple[object, ...]]:
    """A row for each of the two values; the second says how they differ instead of what they are about."""
    about = (finding.kind, finding.subject, finding.predicate)
    return [(*about, *_cells(finding.one)), ("", f"  {finding.why}", "", *_cells(finding.other))]


def _cells(side: Side) -> tuple[object, ...]:
    first = side.said[0]
    by = f"{first.release} ({first.publisher})" if first.publisher else first.release
    return side.value, side.status, side.support, side.first, by, " ".join(first.evidence.split())


def _csv(found: list[Finding]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    head = ["kind", "subject", "subject_iri", "predicate", "why", "stands"]
    writer.writerow(head + [f"{side}_{name}" for side in ("one", "other") for name in SIDE])
    for f in found:
        row = [f.kind, f.subject, f.subject_iri, f.predicate, f.why, f.stands or ""]
        writer.writerow([*row, *_flat(f.one), *_flat(f.other)])


def _flat(side: Side) -> tuple[object, ...]:
    first = side.said[0]
    words = (first.release, first.publisher, " ".join(first.evidence.split()))
    return side.value, side.status, side.support, side.first, side.last, *words


def _counts(found: list[Finding], wanted: tuple[str, ...]) -> str:
    """What was shown and what was not, by kind."""
    count = Counter(finding.kind for finding in found)
    shown = [counted(count[kind], kind) for kind in KINDS if kind in wanted]
    other = [f"{count[kind]} {kind}" for kind in KINDS if kind not in wanted and count[kind]]
    return ", ".join(shown) + (f" (not shown: {', '.join(other)}; --kind all shows them)" if other else "")
