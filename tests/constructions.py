"""The table of constructions, and what the real line makes of each: for the tests and for docs/constructions.md."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from missiongraph import facts
from missiongraph.annotate import DEFAULT_MODEL
from missiongraph.facts import FactRow
from missiongraph.folding import fold, fold_duration, fold_time
from missiongraph.line import Line, Task
from missiongraph.model import Release
from missiongraph.store import Store

TABLE = Path(__file__).with_suffix(".jsonl")

Fact = tuple[str, ...]
"""Subject, predicate, object; in what is wanted also status, then `of`; in what is unwanted perhaps a status.

A name may list what else is right: "A|B".
"""


@dataclass(frozen=True, slots=True)
class Case:
    """An invented text, the facts that it states (all or some), and facts that a hasty reader would take from it."""

    id: str
    family: str
    construction: str
    published: date
    text: str
    wanted: tuple[Fact, ...]
    unwanted: tuple[Fact, ...]
    xfail: str | None
    """Why it is known to fail."""

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0]


def table() -> list[Case]:
    """Every case of the table, in its order."""
    return [_case(json.loads(line)) for line in TABLE.read_text("utf-8").splitlines()]


def _case(row: dict[str, Any]) -> Case:
    return Case(
        id=row["id"],
        family=row["family"],
        construction=row["construction"],
        published=date.fromisoformat(row["published"]),
        text=row["text"],
        wanted=tuple(map(tuple, row["facts"])),
        unwanted=tuple(map(tuple, row["not"])),
        xfail=row.get("xfail"),
    )


def build(cases: Iterable[Case], model: str = DEFAULT_MODEL) -> dict[str, list[FactRow]]:
    """The fact rows of each case by its id, through the line that `missiongraph build` runs."""
    tasks = [Task(Release(id=c.id, text=c.text, title=c.title, published=c.published), "table") for c in cases]
    store = Store()
    for outcome in Line(model, batch_size=16).run(tasks):
        if outcome.code:
            raise RuntimeError(f"{outcome.id}: {outcome.message}")
        store.replace({outcome.graph: list(ox.parse(outcome.quads, ox.RdfFormat.N_QUADS))})
    found: dict[str, list[FactRow]] = {task.release.id: [] for task in tasks}
    for row in facts.rows(store):
        found[row.release].append(row)
    return found


def missing(case: Case, rows: Iterable[FactRow]) -> list[Fact]:
    """The wanted facts that no row gives with the right status and, where one is wanted, the right `of`."""
    rows = list(rows)
    return [fact for fact in case.wanted if not any(matches(fact, row) for row in rows)]


def wrong(case: Case, rows: Iterable[FactRow]) -> list[Fact]:
    """The unwanted facts that a row gives: with any status, where none is named."""
    rows = list(rows)
    return [fact for fact in case.unwanted if any(matches(fact, row) for row in rows)]


def matches(fact: Fact, row: FactRow) -> bool:
    """Whether a row says this: names and values folded, status and `of` only where the fact has them."""
    subject, predicate, value, *rest = fact
    if row.predicate != predicate or not _same(subject, row.subject) or not _same(value, row.object):
        return False
    status, of = [*rest, "", ""][:2]
    return status in ("", row.status) and (not of or (row.of is not None and _same(of, row.of)))


def _same(wanted: str, found: str) -> bool:
    return any(_folded(name) == _folded(found) for name in wanted.split("|"))


def _folded(value: str) -> str:
    return fold(fold_duration(fold_time(value)))
