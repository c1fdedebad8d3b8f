"""Every construction of the table, through the real model and the whole line. See docs/constructions.md."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from constructions import Case, build, missing, table, wrong
from missiongraph.clean import clean
from missiongraph.facts import FactRow
from missiongraph.model import Release
from missiongraph.terms import BINARY, SHORTCUTS

Rows = dict[str, list[FactRow]]
CASES = table()
FLOOR = 0.6
"""The least share of the table that must come out right."""
DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def found() -> Rows:
    """The fact rows of every case."""
    return build(CASES)


def fails(case: Case, found: Rows) -> bool:
    return bool(missing(case, found[case.id]) or wrong(case, found[case.id]))


def marked(case: Case) -> object:
    marks = [pytest.mark.xfail(reason=case.xfail, strict=True)] if case.xfail else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_construction_gives_its_facts_and_no_false_ones(case: Case, found: Rows) -> None:
    rows = found[case.id]
    got = [(row.subject, row.predicate, row.object, row.status, row.of) for row in rows]
    assert (missing(case, rows), wrong(case, rows)) == ([], []), f"{case.text}\n{got}"


def test_most_constructions_are_understood(found: Rows) -> None:
    right = sum(not fails(case, found) for case in CASES)
    assert right >= FLOOR * len(CASES), f"{right} of {len(CASES)}"


def test_evidence_holds_what_the_row_cites(found: Rows) -> None:
    releases = (Release(id=c.id, text=c.text, title=c.title, published=c.published) for c in CASES)
    texts = {release.id: clean(release).text for release in releases}
    assert all(row.evidence in texts[case] for case, rows in found.items() for row in rows)


def test_table_is_large_unique_and_says_something_in_each_case() -> None:
    assert len(CASES) >= 220
    for key in ("id", "construction", "text"):
        repeated = [value for value, count in Counter(getattr(case, key) for case in CASES).items() if count > 1]
        assert not repeated, key
    assert all(case.wanted or case.unwanted for case in CASES)
    assert all(len(fact) in (4, 5) for case in CASES for fact in case.wanted)
    assert all(len(fact) in (3, 4) for case in CASES for fact in case.unwanted)


def test_table_covers_every_predicate_of_the_fact_view() -> None:
    known = set(BINARY) | {"role", "distinction"} | {predicate for *_, predicate in SHORTCUTS}
    used = {fact[1] for case in CASES for fact in (*case.wanted, *case.unwanted)}
    wanted = {fact[1] for case in CASES for fact in case.wanted}
    assert used <= known
    assert known - wanted == set()


def test_page_is_made_from_the_table(found: Rows) -> None:
    spec = importlib.util.spec_from_file_location("make_constructions", DOCS / "make_constructions.py")
    assert spec
    assert spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    page = (DOCS / "constructions.md").read_text("utf-8")
    assert page == maker.page(CASES, found), "stale: run docs/make_constructions.py"
    assert all(case.construction.replace("|", "\\|") in page for case in CASES)
