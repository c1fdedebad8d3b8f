from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import factory
from missiongraph import facts, query
from missiongraph.errors import Problem
from missiongraph.model import Literal, Status
from missiongraph.store import Store
from missiongraph.terms import SHORTCUTS, release_iri

KEYS = [
    "release", "subject", "predicate", "object", "status", "of",
    "subject_iri", "object_iri", "confidence", "begin", "end", "evidence", "rule",
]  # fmt: skip


@pytest.fixture(scope="module")
def store():
    return factory.store_of(*factory.archive())


@pytest.fixture(scope="module")
def rows(store):
    return list(facts.rows(store))


def view(found) -> set[tuple[str, str, str]]:
    return {(r.subject, r.predicate, r.object) for r in found}


def test_every_row_quotes_the_text(rows) -> None:
    texts = {release.id: release.text for release, _ in factory.archive()}
    assert rows
    for row in rows:
        assert texts[row.release][row.begin : row.end] == row.evidence


def test_one_row_per_fact(rows) -> None:
    keys = [(r.release, r.subject, r.predicate, r.object, r.status, r.of) for r in rows]
    assert len(keys) == len(set(keys))


LANDED = [
    ("Heron 4", "landingTime", "2031-05-06T09:12Z"),
    ("Mira Tarn", "landingTime", "2031-05-06T09:12Z"),
    ("Jon Vale", "landingPlace", "Grey Steppe"),
    ("Jon Vale", "flewOn", "Heron 4"),
    ("Mira Tarn", "undockedFrom", "Halo Station"),
    ("Mira Tarn", "undockedFrom", "Port One"),
    ("Heron 4", "undockingTime", "2031-05-06"),
    ("Mira Tarn", "stayedOn", "Halo Station"),
    ("Mira Tarn", "spacewalkCount", "2"),
    ("Mira Tarn", "spacewalkDuration", "PT6H42M"),
    ("Mira Tarn", "spacewalkTime", "2031"),
    ("Mira Tarn", "workedOn", "Sky Arm"),
    ("Mira Tarn", "handedCommandTo", "Ilja Brandt"),
    ("Ilja Brandt", "role", "commander"),
    ("Jon Vale", "role", "flight engineer"),
    ("Mira Tarn", "distinction", "first by an Ostlander"),
    ("Mira Tarn", "memberOf", "Ostland Space Agency"),
    ("Mira Tarn", "birthDate", "1990-03-03"),
    ("Mira Tarn", "flightNumber", "2"),
    ("Lund", "locatedIn", "Ostland"),
]


@pytest.mark.parametrize("fact", LANDED)
def test_a_landing_told_in_the_past(rows, fact) -> None:
    assert fact in view(r for r in rows if r.release == "demo/one" and r.status == "occurred")


PLANNED = [
    ("Heron 5", "launchVehicle", "Swift"),
    ("Tide Three", "launchVehicle", "Swift"),
    ("Ada Quist", "launchSite", "Pad 2"),
    ("Ada Quist", "launchTime", "2031-06"),
    ("Ada Quist", "flewOn", "Heron 5"),
    ("Ada Quist", "crewMemberOf", "Tide Three"),
    ("Heron 5", "dockedTo", "Halo Station"),
    ("Heron 5", "dockedTo", "Port One"),
    ("Heron 5", "dockingTime", "2031-06-12"),
]


@pytest.mark.parametrize("fact", PLANNED)
def test_a_launch_to_come_is_planned(rows, fact) -> None:
    assert fact in view(r for r in rows if r.release == "demo/two" and r.status == "planned")


def test_selections_flatten_onto_the_selected(rows) -> None:
    of_quist = view(r for r in rows if r.subject == "Ada Quist" and r.predicate.startswith("select"))
    assert of_quist == {
        ("Ada Quist", "selectedBy", "Ostland Space Agency"),
        ("Ada Quist", "selectedAs", "astronaut"),
        ("Ada Quist", "selectionTime", "2025"),
    }


def test_what_is_not_said_of_someone_is_no_row(rows) -> None:
    said = view(rows)
    assert ("Jon Vale", "undockedFrom", "Halo Station") not in said
    assert ("Ada Quist", "launchVehicle", "Swift") not in said
    assert ("Heron 4", "spacewalkTime", "2031") not in said
    assert not {p for _, p, _ in said} & {"name", "alias", "mentions", "participant", "holder"}


def test_a_called_off_launch_keeps_its_old_date(rows) -> None:
    cancelled = view(r for r in rows if r.status == "cancelled")
    assert cancelled == {("Heron 5", "launchTime", "2031-06-01")}


def test_of_is_what_a_role_or_handover_is_of(rows) -> None:
    of = {(r.subject, r.predicate, r.of) for r in rows if r.of}
    assert of == {
        ("Ilja Brandt", "role", "Halo Station"),
        ("Jon Vale", "role", "Tide Two"),
        ("Cole Marsh", "role", "Ostland Space Agency"),
        ("Mira Tarn", "handedCommandTo", "Halo Station"),
    }


def test_the_sentence_and_the_confidence_are_those_of_the_argument(rows) -> None:
    landing = {r.predicate: r for r in rows if r.subject == "Mira Tarn" and r.predicate.startswith("landing")}
    assert (landing["landingPlace"].confidence, landing["landingTime"].confidence) == (0.8, 0.9)
    assert landing["landingPlace"].evidence.startswith("Mira Tarn and Jon Vale landed")


def test_the_surest_of_two_sources_gives_the_row(rows) -> None:
    (flew,) = [r for r in rows if (r.subject, r.predicate, r.release) == ("Mira Tarn", "flewOn", "demo/one")]
    assert flew.confidence == 0.9


def test_iris_of_values_are_none(rows) -> None:
    for row in rows:
        literal = row.predicate.endswith(("Time", "Count", "Duration", "Date", "Number", "duration", "distinction"))
        assert (row.object_iri is None) == literal
        assert row.subject_iri.startswith("https://w3id.org/missiongraph/id/")


def test_lines_have_the_keys_of_the_contract_in_order(rows) -> None:
    for row in rows:
        assert list(json.loads(facts.line(row))) == KEYS
    assert "\\u" not in facts.line(rows[0])


def test_rows_come_by_release_and_by_text(rows) -> None:
    order = [(r.release, r.begin, r.end) for r in rows]
    assert order == sorted(order)


def test_one_release_by_its_id(store, rows) -> None:
    assert list(facts.rows(store, "demo/two")) == [r for r in rows if r.release == "demo/two"]
    assert not list(facts.rows(store, "demo/none"))


def test_the_order_of_insertion_does_not_matter(rows) -> None:
    assert list(facts.rows(factory.store_of(*reversed(factory.archive())))) == rows


def test_every_shortcut_comes_out() -> None:
    release = factory.release("It all happened here.\n")
    values = {"time": Literal("2031", "gYear"), "duration": Literal("PT1H", "duration"), "count": 3}
    for event, bearer, slot, predicate in SHORTCUTS:
        subject = factory.local(event)
        value = values.get(slot, factory.entity("Station", "Halo"))
        statements = [
            factory.say(release, "It", subject, bearer, factory.TARN),
            factory.say(release, "It", subject, slot, value),
        ]
        found = {(r.subject, r.predicate) for r in facts.rows(factory.store_of((release, statements)))}
        assert ("Mira Tarn", predicate) in found


@settings(max_examples=25, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=60),
    cuts=st.lists(st.tuples(st.integers(0, 7), st.integers(1, 8)), min_size=1, max_size=4),
    status=st.sampled_from(Status),
)
def test_evidence_is_the_text_between_the_offsets_for_any_text(text, cuts, status) -> None:
    release = factory.release(text, title="Any")
    statements = [
        factory.Statement(release.id, factory.TARN, "memberOf", factory.OSA, b, b + n, "hand", 0.5, status)
        for b, n in cuts
    ]
    store = factory.store_of((release, statements))
    (row,) = facts.rows(store)
    assert store.text(release_iri(release.id))[row.begin : row.end] == row.evidence
    assert row.begin == min(b for b, _ in cuts)
    assert row.status == status


def test_one_release_is_looked_up_not_looked_for(monkeypatch) -> None:
    told = factory.store_of(*factory.archive())
    expected = [row for row in facts.rows(told) if row.release == "demo/two"]
    monkeypatch.setattr(Store, "releases", lambda _: pytest.fail("all releases are listed"))
    assert expected
    assert list(facts.rows(told, "demo/two")) == expected
    assert list(facts.rows(told, "demo/none")) == []
    assert "<" in query.saved("only-in-release").bound(told, {"release": "demo/two"})
    with pytest.raises(Problem, match="V001"):
        query.saved("only-in-release").bound(told, {"release": "demo/none"})
