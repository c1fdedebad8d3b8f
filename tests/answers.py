"""Answers to the saved questions on the corpus, worked out by hand, and what its graph answers.

For the tests and `make answers`. A file of tests/answers is named by its question, and by a slice of it after a dot.
Its rows were written from the texts; `missing` and `unfounded` say where the graph differs today, and are all that a
program may write.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from missiongraph import query
from missiongraph.run import build
from missiongraph.settings import Settings
from missiongraph.store import Store

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "answers"

Row = tuple[str, ...]

ALSO = {"Orion Constance": "Constance"}
"""Other names that the graph may have for things that only a release knows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader of the releases answers, and how the graph deviates from it."""

    name: str
    params: dict[str, str]
    columns: tuple[str, ...]
    """Those that carry the answer, by the names that the question gives them."""
    rows: tuple[Row, ...]
    note: str
    """How it was worked out."""
    ordered: bool = False
    """Whether the order of the rows is part of the answer."""
    missing: tuple[Row, ...] = ()
    """Rows that the graph does not have."""
    unfounded: tuple[Row, ...] = ()
    """Rows of the graph that the texts do not support."""

    @property
    def question(self) -> str:
        """The saved question that it answers."""
        return self.name.partition(".")[0]

    @property
    def expected(self) -> list[Row]:
        """The rows that the graph has today, sorted."""
        return sorted(((Counter(self.rows) - Counter(self.missing)) + Counter(self.unfounded)).elements())

    def marked(self, found: list[Row]) -> Answer:
        """With what is missing from these rows of the graph, and what is unfounded among them."""
        hand, graph = Counter(self.rows), Counter(found)
        missing, unfounded = (tuple(sorted(rest.elements())) for rest in (hand - graph, graph - hand))
        return replace(self, missing=missing, unfounded=unfounded)

    def text(self) -> str:
        """The answer as its file has it: a row on a line."""
        head = {"params": self.params, "columns": self.columns, "ordered": self.ordered, "note": self.note}
        lines = [f' "{key}": {_json(value)}' for key, value in head.items()]
        lists = {"rows": self.rows, "missing": self.missing, "unfounded": self.unfounded}
        lines += [f' "{key}": [{_block(rows)}]' for key, rows in lists.items()]
        return "{\n" + ",\n".join(lines) + "\n}\n"


def answers() -> list[Answer]:
    """Every answer of the folder, by name."""
    return [_answer(path.stem, json.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.json"))]


def demo(out: Path) -> Path:
    """The store of the graph that `make demo` builds, made in this folder. Raises RuntimeError if a release fails."""
    report = build([str(ROOT / "corpus" / "releases")], out, Settings())
    if report.failed:
        raise RuntimeError((out / "failures.jsonl").read_text("utf-8"))
    return out / "store"


def found(store: Store, answer: Answer) -> list[Row]:
    """What the graph answers, in its order: the columns that carry the answer."""
    told = query.answer(store, query.saved(answer.question).bound(store, answer.params))
    places = [told.columns.index(column) for column in answer.columns]
    return [tuple(ALSO.get(row[place], row[place]) for place in places) for row in told.rows]


def _answer(name: str, data: dict[str, Any]) -> Answer:
    lists = {key: tuple(tuple(row) for row in data[key]) for key in ("rows", "missing", "unfounded")}
    return Answer(name, data["params"], tuple(data["columns"]), note=data["note"], ordered=data["ordered"], **lists)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _block(rows: tuple[Row, ...]) -> str:
    return "\n  " + ",\n  ".join(map(_json, rows)) + "\n " if rows else ""
