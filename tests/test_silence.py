"""Texts about other things say nothing: a launch of a phone is no launch. Mentions are fine, facts are not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from missiongraph import annotate, authority
from missiongraph.clean import clean
from missiongraph.extract import statements
from missiongraph.language import foreign
from missiongraph.model import Node, Release, Statement

ROWS = [json.loads(line) for line in Path(__file__).with_name("silence.jsonl").read_text("utf-8").splitlines()]
NAMING = ("mentions", "name", "alias")


def told(statement: Statement) -> str:
    value = statement.object.name if isinstance(statement.object, Node) else statement.object.value
    return f"{statement.subject.name} {statement.predicate} {value} [{statement.rule}]"


@pytest.fixture(scope="module")
def facts() -> dict[str, list[str]]:
    """What is told of each English text, beyond names."""
    releases = [
        clean(Release(row["id"], row["text"], row["title"], date.fromisoformat(row["published"]))) for row in ROWS
    ]
    english = [release for release in releases if foreign(release.text) is None]
    return {
        release.id: [told(s) for s in statements(doc, release, authority.load()) if s.predicate not in NAMING]
        for doc, release in annotate.docs(annotate.load(), english)
    }


@pytest.mark.parametrize("name", [row["id"] for row in ROWS])
def test_a_text_about_something_else_gives_no_fact(facts, name):
    assert facts.get(name, []) == []


def test_what_is_not_read_is_what_is_not_english(facts):
    assert {row["id"] for row in ROWS} - set(facts) == {row["id"] for row in ROWS if "language" in row}


def test_texts_are_many_and_of_some_length():
    assert len(ROWS) >= 40
    assert all(80 <= len(row["text"].split()) <= 250 or row.get("language") in ("ja", "zh") for row in ROWS)
