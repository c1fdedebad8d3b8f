"""Mark in tests/answers what the graph of the corpus misses of the answers worked out by hand, and what it adds.

`make answers` runs it after every change of what comes out.
Hand rows stay as they are: a fault of theirs is mended by hand, with a note that says so.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from answers import FOLDER, Answer, answers, demo, found
from missiongraph.store import Store


def line(answer: Answer) -> str:
    """The counts of one answer, or of all, as a row of the table that is printed."""
    rows, missing, unfounded = len(answer.rows), len(answer.missing), len(answer.unfounded)
    share = (rows - missing) / rows if rows else 1.0
    return f"{answer.name:34}{rows:7}{rows - missing:7}{missing:9}{unfounded:11}{share:7.2f}"


def total(marked: list[Answer]) -> Answer:
    """All of them as one."""
    rows, missing, unfounded = (
        tuple(row for answer in marked for row in getattr(answer, key)) for key in ("rows", "missing", "unfounded")
    )
    return Answer("all", {}, (), rows, "", missing=missing, unfounded=unfounded)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as room, Store(demo(Path(room) / "graph"), read_only=True) as store:
        marked = [answer.marked(found(store, answer)) for answer in answers()]
    print(f"{'answer':34}{'rows':>7}{'right':>7}{'missing':>9}{'unfounded':>11}{'share':>7}")
    for answer in marked:
        (FOLDER / f"{answer.name}.json").write_text(answer.text(), "utf-8")
        print(line(answer))
    print(line(total(marked)))
