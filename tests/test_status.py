"""The status of an event word in its sentence: as done, as planned, as called off, or not said at all."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from missiongraph import annotate
from missiongraph.extract import status

TABLE = [json.loads(line) for line in Path(__file__).with_name("statuses.jsonl").read_text("utf-8").splitlines()]
FLOOR = 0.97
"""The least share of the table that must be read rightly."""


@pytest.fixture(scope="module")
def readings() -> list[str]:
    """What is read of each row, in the order of the table; "none" where nothing is said."""
    docs = annotate.load().pipe(row["text"] for row in TABLE)
    triggers = [next(t for t in doc if t.text == row["trigger"]) for row, doc in zip(TABLE, docs, strict=True)]
    return [found.value if (found := status.of(trigger)) else "none" for trigger in triggers]


def test_status_is_read_from_the_verbs(readings: list[str]) -> None:
    wrong = [(row, found) for row, found in zip(TABLE, readings, strict=True) if found != row["status"]]
    report = "\n".join(f"want {row['status']}, got {found}: {row['text']} [{row['trigger']}]" for row, found in wrong)
    assert len(wrong) <= (1 - FLOOR) * len(TABLE), report


def test_what_is_denied_or_imagined_is_not_told_as_done(readings: list[str]) -> None:
    pairs = Counter((row["status"], found) for row, found in zip(TABLE, readings, strict=True))
    assert pairs["occurred", "occurred"] == sum(row["status"] == "occurred" for row in TABLE)
    assert pairs["none", "none"] > pairs["none", "occurred"] + pairs["none", "planned"] + pairs["none", "cancelled"]


def test_table_is_large_and_has_every_status() -> None:
    counts = Counter(row["status"] for row in TABLE)
    assert len(TABLE) >= 300
    assert set(counts) == {"occurred", "planned", "cancelled", "none"}
    assert min(counts.values()) >= 20
    assert len({row["text"] for row in TABLE}) == len(TABLE)
    assert all(row["text"].split().count(row["trigger"]) <= 1 for row in TABLE)
