from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missiongraph import gate
from missiongraph.errors import Problem, StartProblem
from missiongraph.evaluate import Tally, evaluate, read_gold, read_rows
from missiongraph.folding import fold, fold_duration, fold_time

GOLD = {
    "release": "r1",
    "entities": {
        "ada": {"type": "Person", "names": ["Ada Ørsted", "Ada"]},
        "bo": {"type": "Person", "names": ["Bo Quist"]},
        "kite": {"type": "Spacecraft", "names": ["Kite-2"]},
        "hub": {"type": "Station", "names": ["Hub Station", "the Hub"]},
        "port": {"type": "Module", "names": ["North Port"]},
        "esa": {"type": "Agency", "names": ["Example Space Agency", "ExSA"]},
    },
    "facts": [
        {"s": "ada", "p": "memberOf", "o": "esa", "status": "occurred"},
        {"s": "bo", "p": "flightNumber", "o": 2, "status": "planned"},
        {"s": "bo", "p": "duration", "o": "P6M", "status": "planned"},
    ],
    "roles": [{"holder": "ada", "role": ["commander", "station commander"], "of": "hub", "status": "occurred"}],
    "distinctions": [{"holder": "ada", "text": "first Dane in command of the Hub Station"}],
    "events": [
        {
            "type": "Docking",
            "status": "occurred",
            "time": "2031-02-06T09:12Z",
            "participants": ["ada"],
            "spacecraft": "kite",
            "station": "hub",
            "module": "port",
        }
    ],
    "optional": [{"s": "bo", "p": "memberOf", "o": "esa"}],
}
"""Twelve rows: 3 facts, 1 role, and of the docking 4 places, 2 times, 1 flight and 1 stay."""


def row(subject, predicate, object_, status="occurred", of=None, release="r1"):
    return {
        "release": release,
        "subject": subject,
        "predicate": predicate,
        "object": object_,
        "status": status,
        "of": of,
    }


@pytest.fixture
def gold(tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "r1.json").write_text(json.dumps(GOLD))
    return read_gold(tmp_path / "gold")


def test_gold_is_flattened_as_the_contract_says(gold):
    facts = {(f.subject, f.predicate, f.object) for f in gold["r1"].facts}
    docking = {(who, "dockedTo", where) for who in ("ada", "kite") for where in ("hub", "port")}
    times = {(who, "dockingTime", "2031-02-06T09:12Z") for who in ("ada", "kite")}
    assert docking | times | {("ada", "flewOn", "kite"), ("ada", "stayedOn", "hub")} <= facts
    assert len(facts) == 12


def test_numbers_of_a_case_worked_out_by_hand(gold):
    rows = [
        row("Ada Orsted", "memberOf", "ExSA"),  # right: accents and alias
        row("ADA", "memberOf", "the Example Space Agency"),  # the same fact again: counts once
        row("Bo Quist", "flightNumber", "2"),  # wrong status
        row("Bo Quist", "duration", "P0Y6M", "planned"),  # right: same length
        row("Ada Ørsted", "role", "Commander", of="Hub"),  # right
        row("Ada Ørsted", "dockingTime", "2031-02-06T09:12:00+00:00"),  # right: same instant
        row("Kite 2", "dockingTime", "2031-02-06"),  # wrong: less precise
        row("Kite 2", "dockedTo", "Hub Station"),  # right
        row("Bo Quist", "memberOf", "ExSA"),  # optional: neither
        row("Cy Ray", "memberOf", "ExSA"),  # wrong
        row("Cy Ray", "memberOf", "ExSA", "planned"),  # the same error again: counts once
        row("Cy Ray", "memberOf", "ExSA", release="elsewhere"),  # has no gold
    ]
    found = evaluate(gold, rows)
    assert found.strict == Tally(right=5, wrong=3, gold=12)
    assert found.any_status == Tally(right=6, wrong=2, gold=12)
    assert found.strict.as_dict() == {
        "precision": 0.625, "recall": 0.4167, "f1": 0.5, "right": 5, "wrong": 3, "gold": 12,
    }  # fmt: skip
    assert found.predicates["memberOf"] == Tally(right=1, wrong=1, gold=1)
    assert found.predicates["dockedTo"] == Tally(right=1, wrong=0, gold=4)
    assert sum(t.gold for t in found.predicates.values()) == 12
    assert "wrong\tr1\tCy Ray\tmemberOf\tExSA\toccurred" in found.errors
    assert "missed\tr1\tKite-2\tdockingTime\t2031-02-06T09:12Z\toccurred" in found.errors
    assert len(found.errors) == 3 + 7


@pytest.mark.parametrize(("of", "right"), [("the Hub", 1), ("North Port", 0), (None, 0)])
def test_role_needs_what_it_is_of(gold, of, right):
    assert evaluate(gold, [row("Ada", "role", "station commander", of=of)]).strict.right == right


@pytest.mark.parametrize(
    ("subject", "text", "tally"),
    [
        ("Ada", "First Dane in command of Hub Station", Tally(1, 0, 1)),
        ("Ada", "first woman to walk on the Moon", Tally(0, 1, 1)),
        ("Bo Quist", "first Dane in command of the Hub Station", Tally(0, 1, 1)),
    ],
)
def test_distinctions_are_scored_apart(gold, subject, text, tally):
    found = evaluate(gold, [row(subject, "distinction", text)])
    assert found.distinctions == tally
    assert found.strict == Tally(0, 0, 12)


def test_nothing_predicted_scores_nothing(gold):
    found = evaluate(gold, [])
    assert (found.strict.precision, found.strict.recall, found.strict.f1) == (0, 0, 0)


@pytest.mark.parametrize(
    "content", ["", "{", '{"release": "r", "events": [{"type": "Party"}]}', '{"facts": []}', "[1]"]
)
def test_unreadable_gold_is_named(tmp_path, content):
    (tmp_path / "gold.jsonl").write_text(content)
    with pytest.raises(Problem, match=r"gold\.jsonl") as caught:
        read_gold(tmp_path / "gold.jsonl")
    assert caught.value.code == "G001"


def test_rows_name_the_broken_line(tmp_path):
    (tmp_path / "facts.jsonl").write_text('{"release": "a"}\n\n{"rel')
    with pytest.raises(Problem, match=r"facts\.jsonl:3"):
        read_rows(tmp_path / "facts.jsonl")
    with pytest.raises(StartProblem, match="S002"):
        read_rows(tmp_path / "none.jsonl")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alpha-Magnetic Spectrometer", "the alpha magnetic  spectrometer"),
        ("Łódź", "lodz"),
        ("St. John’s", "St Johns"),
        ("Soyuz-2.1a", "Soyuz 2.1A"),
        ("N.A.S.A", "n a s a"),
    ],
)
def test_names_that_are_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Soyuz 2.1a", "Soyuz 21a"), ("Crew-8", "Crew-9"), ("Thea", "a")])
def test_names_that_are_two(one, other):
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_is_folding_once_but_for_articles(text):
    assert fold("x " + fold("x " + text)) == "x " + fold("x " + text)


@pytest.mark.parametrize(
    ("value", "folded"),
    [
        ("2020-02-06T09:12:00+00:00", "2020-02-06T09:12Z"),
        ("2020-02-06 09:12:30Z", "2020-02-06T09:12:30Z"),
        ("2020-02", "2020-02"),
        ("soon", "soon"),
    ],
)
def test_fold_time(value, folded):
    assert fold_time(value) == folded


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("P2W", "P14D", True),
        ("P1Y", "P12M", True),
        ("PT390M", "PT6H30M", True),
        ("P1M", "P30D", False),
        ("x", "y", False),
    ],
)
def test_fold_duration(one, other, same):
    assert (fold_duration(one) == fold_duration(other)) is same


def test_gate_holds_floors_and_gold(gold, tmp_path):
    good = evaluate(gold, [row("Ada", "memberOf", "ExSA"), row("Kite-2", "dockedTo", "the Hub")])
    worse = evaluate(gold, [row("Ada", "memberOf", "ExSA")])
    key = gate.digest(tmp_path / "gold")
    baseline = gate.rise(good, key, gate.Baseline())
    assert gate.misses(good, key, baseline) == []
    assert any(line.startswith("strict: F1") for line in gate.misses(worse, key, baseline))
    assert any("gold has changed" in line for line in gate.misses(good, "sha256:0", baseline))
    assert gate.rise(worse, key, baseline) == baseline


def test_baseline_survives_its_file(gold, tmp_path):
    baseline = gate.rise(evaluate(gold, [row("Ada", "memberOf", "ExSA")]), "sha256:1", gate.Baseline())
    (tmp_path / "baseline.json").write_text(baseline.as_json())
    assert gate.read(tmp_path / "baseline.json") == baseline


@pytest.mark.parametrize("content", [None, "[]", "{", '{"gold": "x"}', '{"gold": "x", "floors": {"strict": "high"}}'])
def test_unreadable_baseline_is_named(tmp_path, content):
    if content is not None:
        (tmp_path / "baseline.json").write_text(content)
    with pytest.raises(Problem, match=r"baseline\.json") as caught:
        gate.read(tmp_path / "baseline.json")
    assert caught.value.code == "G002"


def test_digest_sees_every_change_but_line_ends(tmp_path):
    (tmp_path / "a.json").write_bytes(b"{\n}")
    first = gate.digest(tmp_path)
    (tmp_path / "a.json").write_bytes(b"{\r\n}")
    assert gate.digest(tmp_path) == first
    (tmp_path / "a.json").rename(tmp_path / "b.json")
    assert gate.digest(tmp_path) != first
