from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import SH

import factory
from missiongraph import validate
from missiongraph.errors import StartProblem
from missiongraph.model import Literal
from missiongraph.terms import iri, node, release_iri

TEXT = "First line\nTarn and Heron 4 did a thing.\nAnother sentence.\n"
RELEASE = factory.release(TEXT)


def say(subject, predicate, value, **options):
    return factory.say(RELEASE, "Tarn", subject, predicate, value, **options)


def found(*statements) -> list[validate.Finding]:
    return list(validate.findings(factory.store_of((RELEASE, list(statements)))))


@pytest.mark.parametrize("archive", factory.archive(), ids=lambda a: a[0].id)
def test_good_releases_conform(archive) -> None:
    assert list(validate.findings(factory.store_of(archive))) == []


LANDING, WALK, HANDOVER = factory.local("Landing"), factory.local("Spacewalk"), factory.local("CommandHandover")
TENURE, FIRST, CHOSEN = factory.local("RoleTenure"), factory.local("Distinction"), factory.local("Selection")
DAY, NOT_A_DAY = Literal("2031-05-06", "date"), Literal("2031-15-06", "date")
TARN, HERON, HALO = factory.TARN, factory.HERON_4, factory.HALO

BAD = {
    "an event of nobody": ("of nobody", [say(LANDING, "time", DAY)]),
    "a landing on a person": ("place or a facility", [say(LANDING, "spacecraft", HERON), say(LANDING, "place", TARN)]),
    "a landing at two times": (
        "one time",
        [say(LANDING, "spacecraft", HERON), say(LANDING, "time", DAY), say(LANDING, "time", Literal("2031", "gYear"))],
    ),
    "a date that is none": ("one time", [say(LANDING, "spacecraft", HERON), say(LANDING, "time", NOT_A_DAY)]),
    "a participant that is a craft": ("must be a person", [say(LANDING, "participant", HERON)]),
    "an event of mixed status": (
        "one status",
        [say(LANDING, "participant", TARN), say(LANDING, "spacecraft", HERON, status=factory.PLANNED)],
    ),
    "a docking to a city": (
        "must be a station",
        [say(factory.local("Docking"), "spacecraft", HERON), say(factory.local("Docking"), "station", factory.LUND)],
    ),
    "a spacewalk on a person": ("target", [say(WALK, "participant", TARN), say(WALK, "target", factory.VALE)]),
    "a spacewalk that is not counted": ("from 1", [say(WALK, "participant", TARN), say(WALK, "count", 0)]),
    "a handover of nobody": ("neither who gives", [say(HANDOVER, "station", HALO)]),
    "a selection of nobody": ("who is selected", [say(CHOSEN, "selectedBy", factory.OSA)]),
    "a role that nobody holds": ("who holds it", [say(TENURE, "role", factory.COMMANDER)]),
    "a tenure without a role": ("one role", [say(TENURE, "holder", TARN)]),
    "a distinction without words": ("its words", [say(FIRST, "holder", TARN)]),
    "a member of a city": ("agency or organization only", [say(TARN, "memberOf", factory.LUND)]),
    "a craft that is a member": ("Only a person", [say(HERON, "memberOf", factory.OSA)]),
    "a flight on a station": ("fly on spacecraft", [say(TARN, "flewOn", HALO)]),
    "a plan to fly on a station": ("fly on spacecraft", [say(TARN, "flewOn", HALO, status=factory.PLANNED)]),
    "crew of a craft": ("crews of missions", [say(TARN, "crewMemberOf", HERON)]),
    "two births": (
        "one date",
        [say(TARN, "birthDate", DAY), say(TARN, "birthDate", Literal("1990", "gYear"))],
    ),
    "a flight number of nothing": ("from 1", [say(TARN, "flightNumber", 0)]),
    "a duration in words": ("ISO 8601", [say(TARN, "duration", "six months")]),
    "a person who is operated": ("operated by someone", [say(TARN, "operatedBy", factory.OSA)]),
    "a builder that is a person": ("builder", [say(HERON, "builtBy", TARN)]),
    "a place in a person": ("must be a place", [say(factory.LUND, "locatedIn", TARN)]),
    "a mission part of a station": ("wrong kind", [say(factory.TIDE_2, "partOf", HALO)]),
    "a landing before its launch": (
        "before the launch",
        [
            say(LANDING, "spacecraft", HERON),
            say(LANDING, "time", Literal("2030-05-06", "date")),
            say(factory.local("Launch"), "spacecraft", HERON),
            say(factory.local("Launch"), "time", Literal("2030-11-01", "date")),
        ],
    ),
    "a spacewalk of a day": (
        "more than ten hours",
        [say(WALK, "participant", TARN), say(WALK, "duration", Literal("PT24H", "duration"))],
    ),
    "a plan of last year": (
        "before the release",
        [
            say(LANDING, "spacecraft", HERON, status=factory.PLANNED),
            say(LANDING, "time", Literal("2030-05-06", "date"), status=factory.PLANNED),
        ],
    ),
    "a person who is her own backup": ("own backup", [say(TARN, "backupFor", TARN)]),
    "a handover to herself": (
        "to themselves",
        [say(HANDOVER, "fromPerson", TARN), say(HANDOVER, "toPerson", TARN), say(HANDOVER, "station", HALO)],
    ),
    "more than sure": ("between 0 and 1", [say(TARN, "memberOf", factory.OSA, confidence=1.5)]),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_releases_are_found_with_their_sentence(case) -> None:
    words, statements = BAD[case]
    findings = found(*statements)
    (finding, *_) = [f for f in findings if words in f.message] or [None]
    assert finding is not None, findings
    assert finding.release == RELEASE.id
    assert finding.evidence == "Tarn and Heron 4 did a thing."
    assert RELEASE.text[finding.begin : finding.end] == finding.evidence


EXAMPLES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))
SHAPES = "https://w3id.org/missiongraph/shapes#"


def shape_of(path: Path) -> str:
    """`one-craft-a-day.violates.ttl` → `OneCraftADay`."""
    return "".join(word.capitalize() for word in path.name.partition(".")[0].split("-"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name)
def test_example_graphs_conform_or_violate_as_their_names_say(path) -> None:
    report = validate.check(rdflib.Graph().parse(path))
    found = list(report.objects(None, SH.result))
    if path.name.endswith(".conforms.ttl"):
        assert [str(report.value(result, SH.resultMessage)) for result in found] == []
        return
    shapes = rdflib.Graph().parse(validate.ontology() / "shapes.ttl")
    shape = rdflib.URIRef(SHAPES + shape_of(path))
    own = {shape, *shapes.objects(shape, SH.property)}
    messages = {str(m) for part in own for m in shapes.objects(part, SH.message)}
    messages |= {str(m) for part in shapes.objects(shape, SH.sparql) for m in shapes.objects(part, SH.message)}
    assert {str(report.value(result, SH.resultMessage)) for result in found} & messages


def test_each_shape_of_what_goes_wrong_in_practice_has_both_examples() -> None:
    shapes = rdflib.Graph().parse(validate.ontology() / "shapes.ttl")
    with_sparql = {str(s).removeprefix(SHAPES) for s in shapes.subjects(SH.sparql, None)}
    cases: dict[str, set[str]] = {}
    for path in EXAMPLES:
        cases.setdefault(shape_of(path), set()).add(path.suffixes[0])
    assert with_sparql <= set(cases)
    assert all(found == {".conforms", ".violates"} for found in cases.values())
    assert all(
        re.search(rf"^shape:{name} a sh:NodeShape", (validate.ontology() / "shapes.ttl").read_text(), re.M)
        for name in cases
    )


def test_warnings_are_told_from_violations() -> None:
    late = say(factory.local("Launch"), "time", Literal("2033", "gYear"))
    (finding,) = found(say(factory.local("Launch"), "spacecraft", HERON), late)
    assert (finding.severity, finding.path, finding.value) == ("warning", "mg:time", "2033")
    assert {f.severity for f in found(say(TARN, "memberOf", factory.LUND))} == {"violation"}


def test_what_the_authority_knows_of_places_and_people_counts(tmp_path) -> None:
    store = factory.store_of((RELEASE, [say(TARN, "nationality", factory.LUND), say(TARN, "birthDate", DAY)]))
    assert list(validate.findings(store)) == []
    (tmp_path / "known.ttl").write_text(
        f"""@prefix mg: <{iri("mg:")}> . @prefix xsd: <{iri("xsd:")}> .
        <{factory.LUND.iri}> mg:placeKind "city" . <{TARN.iri}> mg:birthYear "1976"^^xsd:gYear ."""
    )
    store.load_turtle(tmp_path / "known.ttl", iri("graph:authority"))
    messages = [(f.path, f.severity, f.evidence) for f in validate.findings(store)]
    sentence = "Tarn and Heron 4 did a thing."
    assert sorted(messages) == [("mg:birthDate", "warning", sentence), ("mg:nationality", "violation", sentence)]


def test_a_statement_without_its_sentence_is_found() -> None:
    store = factory.store_of((RELEASE, [say(TARN, "memberOf", factory.OSA)]))
    graph = release_iri(RELEASE.id)
    kept = [q for q in store.quads(graph) if q.predicate != node("oa:hasSelector")]
    store.replace({graph: kept})
    (finding,) = validate.findings(store)
    assert "needs the sentence" in finding.message
    assert (finding.begin, finding.evidence) == (None, "")


def test_a_status_of_our_own_making_is_found() -> None:
    store = factory.store_of((RELEASE, [say(TARN, "memberOf", factory.OSA)]))
    graph = release_iri(RELEASE.id)
    bad = [
        ox.Quad(
            q.subject, q.predicate, node("mg:perhaps") if q.predicate == node("mg:status") else q.object, q.graph_name
        )
        for q in store.quads(graph)
    ]
    store.replace({graph: bad})
    (finding,) = validate.findings(store)
    assert finding.value == "mg:perhaps"
    assert finding.evidence == "Tarn and Heron 4 did a thing."


def test_the_sentence_of_the_value_at_fault_is_given() -> None:
    good = say(TARN, "memberOf", factory.OSA)
    bad = factory.say(RELEASE, "Another", TARN, "memberOf", factory.LUND)
    (finding,) = found(good, bad)
    assert finding.evidence == "Another sentence."
    assert (finding.focus, finding.path, finding.value) == ("person:mira-tarn", "mg:memberOf", "place:lund")


def test_one_release_at_a_time() -> None:
    bad = [say(TARN, "memberOf", factory.LUND)]
    other = replace(RELEASE, id="demo/zwei")
    moved = [replace(s, release=other.id) for s in bad]
    store = factory.store_of((RELEASE, bad), (other, moved))
    assert [f.release for f in validate.findings(store)] == ["demo/one", "demo/zwei"]
    assert [f.release for f in validate.findings(store, "demo/zwei")] == ["demo/zwei"]


def test_blank_nodes_have_no_place_in_a_release() -> None:
    store = factory.store_of((RELEASE, []))
    graph = release_iri(RELEASE.id)
    odd = ox.Quad(ox.BlankNode(), node("rdfs:label"), ox.Literal("x"), ox.NamedNode(graph))
    store.replace({graph: [*store.quads(graph), odd]})
    with pytest.raises(TypeError):
        list(validate.findings(store))


def test_a_damaged_ontology_is_a_clear_problem(tmp_path, monkeypatch) -> None:
    (tmp_path / "shapes.ttl").write_text("broken")
    monkeypatch.setattr(validate, "ontology", lambda: tmp_path)
    with pytest.raises(StartProblem, match=r"shapes\.ttl.*O001"):
        validate._read("shapes.ttl")
    assert iri("mg:x")
