"""conflicts: each kind by hand-made cases, and what must hold of any archive."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import conflicts as cases
import factory
from missiongraph import conflicts, facts
from missiongraph.cli import disagreeing, run
from missiongraph.conflicts import gather, rdf, support
from missiongraph.conflicts.values import durations, instants, seconds, span
from missiongraph.resources import ontology
from missiongraph.store import AUTHORITY, CONFLICTS, Store
from missiongraph.terms import iri, node, release_id


def prepared(case, order=None) -> Store:
    store = cases.store(case, order)
    known = [
        ox.Quad(
            ox.NamedNode(factory.entity_iri("Place", name)),
            node("mg:placeKind"),
            ox.Literal("country"),
            node(AUTHORITY),
        )
        for name in case.get("countries", [])
    ]
    if known:
        store.replace({iri(AUTHORITY): known})
    return store


@pytest.mark.parametrize("case", cases.CASES, ids=lambda case: case["case"])
def test_what_differs_and_why(case) -> None:
    found = conflicts.find(prepared(case), case.get("as_of"))
    told = [[f.kind, f.subject, f.predicate, f.one.value, f.other.value, f.stands] for f in found]
    assert told == [row[:6] for row in case["expected"]]
    assert all(row[6] in (None, f.why) for row, f in zip(case["expected"], found, strict=True))


@pytest.mark.parametrize("case", cases.CASES, ids=lambda case: case["case"])
def test_the_order_of_arrival_does_not_matter(case) -> None:
    order = list(range(len(case["releases"])))
    random.Random(case["case"]).shuffle(order)
    assert conflicts.find(prepared(case, order)) == conflicts.find(prepared(case))


def case(name: str) -> Store:
    return prepared(next(each for each in cases.CASES if each["case"] == name))


def test_every_kind_has_cases() -> None:
    kinds = {row[0] for each in cases.CASES for row in each["expected"]}
    assert kinds == set(conflicts.KINDS) == set(disagreeing.KINDS)
    assert len({each["case"] for each in cases.CASES}) == len(cases.CASES)


def test_each_value_has_its_sentences() -> None:
    store = case("two landing times")
    (found,) = conflicts.find(store)
    for side in (found.one, found.other):
        (said,) = side.said
        text = store.text(factory.release_iri(said.release))
        assert text[said.begin : said.end] == said.evidence
        assert said.evidence.startswith("Sentence")
        assert said.statement.startswith(factory.release_iri(said.release) + "#s-")


def test_support_counts_independent_releases() -> None:
    (found,) = conflicts.find(case("a correction of what was re-issued"))
    assert (found.one.support, found.one.first, found.one.last, len(found.one.said)) == (
        1,
        "2031-05-06",
        "2031-05-08",
        2,
    )


def test_nothing_disagrees_in_nothing() -> None:
    assert conflicts.find(Store()) == []


INSTANT = st.sampled_from(
    ["2031", "2031-05", "2031-05-06", "2031-05-07", "2031-05-06T00:10Z", "2031-05-06T23:50Z", "2031-05-06T09:12Z"]
)
LENGTH = st.sampled_from(["P6M", "P204D", "P200D", "P199D", "PT6H", "PT6H42M", "PT6H43M", "P1Y", "P2W"])


@given(INSTANT, INSTANT)
def test_times_compare_alike_both_ways(one, other) -> None:
    a, b = ox.Literal(one), ox.Literal(other)
    assert instants(a, b) == instants(b, a)
    assert (instants(a, b).kind == "same") == (one == other)


@given(LENGTH, LENGTH)
def test_lengths_compare_alike_both_ways(one, other) -> None:
    a, b = ox.Literal(one), ox.Literal(other)
    assert durations(a, b) == durations(b, a)
    assert (durations(a, b).kind == "same") == (seconds(one) == seconds(other))


@pytest.mark.parametrize("value", ["", "soon", "2031-13", "2031-02-30", "P", "2031-05-06T25:00Z", "0000"])
def test_what_is_no_time_has_no_span(value) -> None:
    assert span(value) is None


def test_a_zone_is_reckoned_in() -> None:
    assert span("2031-05-06T12:12:00+03:00") == span("2031-05-06T09:12Z")


@given(st.lists(st.sampled_from(range(len(cases.CASES))), min_size=2, max_size=3, unique=True), st.data())
def test_a_release_more_never_turns_a_conflict_into_nothing(numbers, data) -> None:
    """Cases about one craft put together: whatever comes out, both sides have sentences of different releases."""
    told = [
        {**release, "id": f"{release['id']}-{number}", "corrects": f"{release['corrects']}-{number}"}
        if "corrects" in release
        else {**release, "id": f"{release['id']}-{number}"}
        for number in numbers
        for release in cases.CASES[number]["releases"]
        if "reissueOf" not in release
    ]
    order = data.draw(st.permutations(range(len(told))))
    found = conflicts.find(prepared({"releases": told}, list(order)))
    assert found == conflicts.find(prepared({"releases": told}))
    for each in found:
        assert each.one.said
        assert each.other.said
        assert (each.stands == "other") <= (each.kind in ("slip", "revision"))
        if each.kind == "conflict":
            assert not {s.release for s in each.one.said} & {s.release for s in each.other.said}


def test_rules_name_what_there_is() -> None:
    defined = (ontology() / "missiongraph.ttl").read_text("utf-8")
    rules = gather.rules()
    slots = {slot: name for rule in rules.events.values() for slot, name in rule["slots"].items()}
    names = {*slots.values(), *(str(fact["predicate"]) for fact in rules.facts)}
    assert [name for name in names if f"\nmg:{name} a " not in defined] == []
    assert set(slots) == set(rules.compare)
    query = (ontology() / "queries" / "conflicts" / "events.rq").read_text("utf-8")
    assert [kind for kind in rules.events if f"mg:{kind}" not in query] == []


# ── as of a day ───────────────────────────────────────────────────────────────────────────────────────────────────


def times(store: Store, day: str | None) -> list[tuple[str, str]]:
    return [(row.object, row.status) for row in support.rows(store, day) if row.predicate == "launchTime"]


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2031-05-05", []),
        ("2031-05-06", [("2031-06-01", "planned")]),
        ("2031-05-20", [("2031-06-12", "planned")]),
        ("2031-06-13", [("2031-06-13", "occurred")]),
        (None, [("2031-06-01", "planned"), ("2031-06-12", "planned"), ("2031-06-13", "occurred")]),
    ],
)
def test_what_was_known_or_planned_on_a_day(day, known) -> None:
    assert times(case("as of a day between"), day) == known


def test_without_a_day_it_is_the_fact_view() -> None:
    store = factory.store_of(*factory.archive())
    assert list(support.rows(store)) == list(facts.rows(store))
    (one,) = {row.release for row in support.rows(store, release="demo/two")}
    assert one == "demo/two"


def test_what_was_corrected_was_known_until_then() -> None:
    store = case("a correction")
    landed = [
        [r.object for r in support.rows(store, day) if r.predicate == "landingTime"]
        for day in ("2031-05-06", "2031-05-07")
    ]
    assert landed == [["2031-05-06T09:12Z"], ["2031-05-06T13:12Z"]]


def test_support_of_facts() -> None:
    store = case("a correction of what was re-issued")
    found = support.support(store, facts.rows(store))
    told = {(f.predicate, f.object): (f.releases, f.first, f.last, f.release) for f in found}
    assert told == {
        ("landingTime", "2031-05-06T09:12Z"): (1, "2031-05-06", "2031-05-08", "demo/a"),
        ("landingTime", "2031-05-06T13:12Z"): (1, "2031-05-07", "2031-05-07", "demo/b"),
    }


# ── RDF ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_findings_as_rdf_lead_to_their_sentences() -> None:
    store = case("a plan that moved")
    rdf.keep(store, conflicts.find(store))
    rows = store.select("""
        SELECT ?old ?new ?sentence WHERE {
          GRAPH graph:conflicts {
            ?slip a mg:Slip ; mg:about craft:heron-4 ; mg:onPredicate mg:launchTime ; mg:version ?v, ?w .
            ?w prov:wasRevisionOf ?v . ?v rdf:value ?old . ?w rdf:value ?new ; prov:wasDerivedFrom ?said }
          ?said oa:hasSelector/oa:exact ?sentence }""")
    assert [[term.value for term in row] for row in rows] == [["2031-06-01", "2031-06-12", "Sentence 1 of it."]]


def test_findings_are_no_part_of_the_default_graph_nor_of_what_releases_say() -> None:
    from missiongraph.export import graph_turtle

    store = case("two nationalities")
    before, plain = io.BytesIO(), io.BytesIO()
    graph_turtle(store, before)
    assert rdf.keep(store, conflicts.find(store)) > 10
    graph_turtle(store, plain)
    assert plain.getvalue() == before.getvalue()
    assert not store.query("ASK { ?c a mg:Conflict }")


def test_turtle_is_read_by_others_and_is_the_same_every_time() -> None:
    found = [f for each in cases.CASES for f in conflicts.find(prepared(each))]
    text = "".join(rdf.as_turtle(found))
    assert text == "".join(rdf.as_turtle(reversed(found)))
    graph = rdflib.Graph().parse(data=text, format="turtle")
    kinds = {str(o).rpartition("#")[2] for o in graph.objects(None, rdflib.RDF.type)}
    assert {"Conflict", "Slip", "Rounding", "Revision", "Naming", "Version"} <= kinds


def test_findings_go_with_the_next_change() -> None:
    store = case("two landing times")
    rdf.keep(store, conflicts.find(store))
    for graph, quads in {g: list(store.quads(g)) for g in store.graphs() if release_id(g)}.items():
        store.replace({graph: quads})
    assert iri(CONFLICTS) in store.graphs()  # nothing had changed
    store.remove(factory.release_iri("demo/b"))
    assert iri(CONFLICTS) not in store.graphs()


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def graph(tmp_path) -> str:
    with Store(tmp_path / "store") as store:
        for quads in (
            {g: list(case("postponed: the old plan, and the release that calls it off").quads(g))}
            for g in case("postponed: the old plan, and the release that calls it off").graphs()
        ):
            store.replace(quads)
    return str(tmp_path)


def test_the_command_shows_what_moved(graph, capsys) -> None:
    assert run(["conflicts", graph]) == 0
    shown = capsys.readouterr()
    assert "2031-06-12" in shown.out
    assert "11 days later" in shown.out
    assert shown.err == "0 conflicts, 1 slip\n"
    assert run(["conflicts", graph, "--kind", "conflict"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "0 conflicts (not shown: 1 slip; --kind all shows them)\n"


def test_the_command_in_other_formats(graph, capsys) -> None:
    assert run(["conflicts", graph, "--format", "json", "--subject", "HERON"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["other"]["said"][0]["evidence"] == "Sentence 3 of it."
    assert run(["conflicts", graph, "--format", "csv", "--subject", "nobody"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    assert run(["conflicts", graph, "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["one_value"], row["other_value"], row["stands"]) == ("2031-06-01", "2031-06-12", "other")
    assert run(["conflicts", graph, "--format", "turtle", "--write"]) == 0
    assert "a mg:Slip" in capsys.readouterr().out
    assert run(["query", graph, "SELECT ?c WHERE { GRAPH graph:conflicts { ?c a mg:Slip } }", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_the_command_as_of_a_day(graph, capsys) -> None:
    assert run(["conflicts", graph, "--as-of", "2031-05-06"]) == 0
    assert capsys.readouterr().err == "0 conflicts, 0 slips\n"
    assert run(["conflicts", graph, "--as-of", "2031-05-06", "--write"]) == 2
    assert "--as-of" in capsys.readouterr().err
    assert run(["conflicts", graph, "--as-of", "May"]) == 2
    assert "is not a day" in capsys.readouterr().err
    assert run(["facts", graph, "--as-of", "2031-05-06", "--support", "--format", "jsonl"]) == 0
    assert [json.loads(line)["object"] for line in capsys.readouterr().out.splitlines()] == ["2031-06-01"]
    assert run(["facts", graph, "--support"]) == 0
    assert "2031-05-30" in capsys.readouterr().out


@pytest.mark.parametrize("more", [[], ["--write"]])
def test_there_must_be_a_graph(tmp_path, capsys, more) -> None:
    assert run(["conflicts", str(tmp_path / "none"), *more]) == 3
    assert not (tmp_path / "none").exists()
    assert "S002" in capsys.readouterr().err


def test_what_was_known_on_a_day_asks_for_no_sentences(graph, monkeypatch) -> None:
    with Store(Path(graph) / "store", read_only=True) as store:
        found = conflicts.find(store, kinds=("slip", "revision"))
        expected = {said.statement for finding in found if finding.stands for said in finding.one.said}
        monkeypatch.setattr(conflicts.gather, "sentence", lambda *_: pytest.fail("a sentence is asked for"))
        assert expected
        assert conflicts.outdated(store, conflicts.gather.sources(store)) == expected
