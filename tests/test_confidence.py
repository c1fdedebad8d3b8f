"""Confidences: what moves them, that they are probabilities, and that the scale that ships keeps its promise."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missiongraph.confidence import Scale, calibrated, features, load, sure, told
from missiongraph.model import Literal, Node, Release, Statement, Status
from missiongraph.terms import BINARY, SLOTS

ROOT = Path(__file__).resolve().parents[1]
TEXT = "Two fly\nAda Ray launched from Esrange on 4 May. She is the commander.\n"
FIRST, SECOND = (8, 48), (49, 69)
ADA = Node("Person:ada ray", "Person", "Ada Ray", iri="https://example.org/ada", link="exact label")
ESRANGE = Node("Facility:esrange", "Facility", "Esrange", iri="https://example.org/esrange", link="exact label")
LAUNCH, ROLE = Node("launch-1", "Launch", "Launch"), Node("role-1", "RoleTenure", "Ada Ray, commander")
COMMANDER = Node("Role:commander", "Role", "commander")
RELEASE = Release("a", TEXT, "Two fly")


def said(subject: Node, predicate: str, value: Node | Literal, span=FIRST, confidence=0.9, status=Status.OCCURRED):
    return Statement("a", subject, predicate, value, *span, "rule", confidence, status)


LAUNCHED = [
    said(LAUNCH, "participant", ADA),
    said(LAUNCH, "place", ESRANGE),
    said(LAUNCH, "time", Literal("2031-05-04", "date")),
]


def of(statements: list[Statement], which: int) -> dict[str, float]:
    return dict(list(features(statements, RELEASE))[which] or {})


def test_what_is_plainly_said_has_nothing_against_it():
    plain = {"always", "rule's own", "long sentence", "Launch participant", "told beside it", "others of its kind"}
    assert set(of(LAUNCHED, 0)) == plain
    assert of(LAUNCHED, 0)["others of its kind"] == 0.0


def test_company_and_rivals_count_by_their_number():
    other = Node("launch-2", "Launch", "Launch")
    found = of([*LAUNCHED, said(other, "participant", ADA, SECOND)], 0)
    assert found["told beside it"] == pytest.approx(math.log(3))
    assert found["others of its kind"] == pytest.approx(math.log(2))


@pytest.mark.parametrize(
    ("statements", "feature"),
    [
        ([said(LAUNCH, "participant", ADA, SECOND), *LAUNCHED], "not named in the sentence"),
        ([said(LAUNCH, "participant", ADA, SECOND), *LAUNCHED], "away from the event"),
        ([said(LAUNCH, "place", replace(ESRANGE, link="minted: not in the authority"))], "unknown name"),
        ([said(LAUNCH, "time", Literal("2031-05-05", "date")), *LAUNCHED], "rival value"),
        ([said(ADA, "flightNumber", Literal("2", "integer"), status=Status.PLANNED)], "planned"),
        ([said(LAUNCH, "participant", ADA, status=Status.CANCELLED), *LAUNCHED], "other status"),
        ([said(ROLE, "role", COMMANDER, SECOND), said(ROLE, "holder", ADA, SECOND)], "role in nothing"),
    ],
)
def test_what_weakens_a_statement(statements, feature):
    assert of(statements, 0)[feature] == 1.0


def test_each_weakness_lowers_what_ships():
    scale = load()
    plain = {"always": 1.0, "rule's own": 0.2}
    assert scale.probability(plain) > scale.probability(plain | {"unknown name": 1.0})
    assert scale.probability(plain) > scale.probability(plain | {"rival value": 1.0})
    assert scale.probability(plain) < scale.probability(plain | {"rule's own": 1.0})
    assert scale.probability(plain) == scale.probability(plain | {"unheard of": 1.0})


def test_names_and_mentions_stay_as_they_are():
    mention = said(Node("release", "Release", "Two fly"), "mentions", ADA, confidence=1.0)
    assert next(calibrated([mention], RELEASE)) == mention


def test_only_the_confidence_changes_and_the_order_stays():
    out = list(calibrated(LAUNCHED, RELEASE, Scale({"always": 2.0})))
    assert [s.confidence for s in out] == [0.88] * 3
    assert [replace(s, confidence=0.9) for s in out] == LAUNCHED


@given(st.dictionaries(st.sampled_from(sorted(load().weights)), st.floats(-50, 50)))
def test_confidences_are_two_digits_between_the_bounds(found):
    value = told(load().probability(found))
    assert 0.05 <= value <= 0.99
    assert round(value, 2) == value


def test_a_fact_is_as_sure_as_its_least_sure_statement():
    assert sure([0.9, 0.7, 0.95]) == 0.7


@pytest.fixture(scope="module")
def calibrate():
    spec = importlib.util.spec_from_file_location("calibrate", ROOT / "benchmarks" / "calibrate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibrate"] = module
    spec.loader.exec_module(module)
    return module


def rows(calibrate, good: int, bad: int, feature: str, release: str):
    parts = ({"always": 1.0, feature: 1.0},)
    return [calibrate.Example(release, None, parts, n < good) for n in range(good + bad)]


def test_fit_tells_strong_evidence_from_weak_and_repeats_itself(calibrate):
    data = [row for r in "abcd" for row in (*rows(calibrate, 49, 1, "strong", r), *rows(calibrate, 25, 25, "weak", r))]
    scale = calibrate.fit(data)
    assert scale == calibrate.fit(data)
    assert scale.probability({"always": 1, "strong": 1}) > 0.9
    assert 0.4 < scale.probability({"always": 1, "weak": 1}) < 0.65
    judged = calibrate.left_out(data, 0.0)
    assert len(judged) == len(data)
    assert calibrate.share_right(judged, 0.9) == 0.98
    assert calibrate.caution(data) == 0.0


def test_caution_takes_off_what_is_promised_too_much(calibrate):
    data = [row for r in "abcd" for row in (*rows(calibrate, 47, 3, "strong", r), *rows(calibrate, 99, 1, "best", r))]
    margin = calibrate.caution(data)
    assert calibrate.share_right(calibrate.left_out(data, margin), 0.9) >= 0.97


def test_the_file_says_what_it_was_fitted_to():
    data = json.loads((ROOT / "ontology" / "confidence.json").read_text("utf-8"))
    assert set(data) == {"fitted to", "weights"}
    assert set(data["fitted to"]) == {"releases", "rows", "right", "margin"}
    page = (ROOT / "docs" / "confidence.md").read_text("utf-8")
    kinds = {f"{event} {slot}" for event, slots in SLOTS.items() for slot in slots} | set(BINARY)
    assert [name for name in data["weights"] if name not in page and name not in kinds and name != "always"] == []


def test_the_record_of_unread_rounds_is_what_ships_was_fitted_to(calibrate):
    known, told = (
        calibrate.rounds(),
        json.loads((ROOT / "ontology" / "confidence.json").read_text("utf-8"))["fitted to"],
    )
    assert sum(r.releases for r in known) == told["releases"]
    assert [sum(len(r.examples) for r in known), sum(e.right for r in known for e in r.examples)] == [
        told["rows"],
        told["right"],
    ]
    rows = [e for r in known for e in r.examples]
    scale, again = load(), calibrate.fit(rows, told["margin"])
    names = {*scale.weights, *again.weights}
    assert max(abs(scale.weights.get(n, 0.0) - again.weights.get(n, 0.0)) for n in names) <= 0.02
    high = [e.right for e in rows if calibrate.sureness(e, scale) >= calibrate.HIGH]
    assert sum(high) / len(high) >= calibrate.WANTED
