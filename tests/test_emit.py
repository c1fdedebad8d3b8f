from __future__ import annotations

import random
from dataclasses import replace

import pyoxigraph as ox
import pytest

import factory
from missiongraph import emit
from missiongraph.model import Literal
from missiongraph.terms import BINARY, iri, node, release_iri


def triples(release, statements, key="") -> set[ox.Triple]:
    return {quad.triple for quad in emit.quads(release, statements, key)}


def lines(release, statements) -> list[str]:
    return sorted(map(str, emit.quads(release, statements)))


@pytest.fixture
def landing():
    return factory.landing()


@pytest.mark.parametrize("archive", factory.archive(), ids=lambda a: a[0].id)
def test_every_quad_is_in_the_graph_of_the_release_and_stands_once(archive) -> None:
    quads = list(emit.quads(*archive))
    assert {q.graph_name.value for q in quads} == {release_iri(archive[0].id)}
    assert len(quads) == len(set(quads))
    assert not any(isinstance(t, ox.BlankNode) for q in quads for t in (q.subject, q.object))


def test_the_order_of_the_statements_does_not_matter(landing) -> None:
    release, statements = landing
    mixed = list(statements)
    random.Random(1).shuffle(mixed)
    assert list(emit.quads(release, mixed)) == list(emit.quads(release, statements))


def test_every_statement_quotes_its_sentence(landing) -> None:
    release, statements = landing
    found = triples(release, statements)
    by_subject: dict[str, dict[str, set[str]]] = {}
    for t in found:
        by_subject.setdefault(t.subject.value, {}).setdefault(t.predicate.value, set()).add(t.object.value)
    for statement in statements:
        if statement.predicate == "mentions":
            continue
        claim = by_subject[f"{release_iri(release.id)}#s-{statement.id}"]
        (selector,) = claim[iri("oa:hasSelector")]
        parts = by_subject[selector]
        assert parts[iri("oa:exact")] == {release.text[statement.begin : statement.end]}
        assert parts[iri("oa:start")] == {str(statement.begin)}
        assert parts[iri("oa:end")] == {str(statement.end)}
        assert claim[iri("prov:wasDerivedFrom")] == {release_iri(release.id)}


def test_facts_that_occurred_are_plain_triples(landing) -> None:
    found = triples(*landing)
    for statement in landing[1]:
        if statement.predicate in BINARY and statement.subject.iri:
            plain = [t for t in found if t.subject.value == statement.subject.iri]
            assert node(f"mg:{statement.predicate}") in {t.predicate for t in plain}


def test_planned_and_cancelled_facts_are_no_plain_triples() -> None:
    release, statements = factory.launch()
    own = f"{release_iri(release.id)}"
    said = [t for t in triples(release, statements) if not t.subject.value.startswith(own)]
    kinds = {iri(k) for k in ("rdf:type", "skos:prefLabel", "skos:altLabel", "mg:linkReason")}
    plain = {t.predicate.value.rpartition("#")[2] for t in said if t.predicate.value not in kinds}
    assert plain == {"destination", "partOf", "backupFor", "selectedBy", "selectedAs", "selectionTime"}


def test_an_event_that_occurred_says_its_facts_of_each_bearer(landing) -> None:
    said = {(t.subject.value, t.predicate.value.rpartition("#")[2], t.object.value) for t in triples(*landing)}
    for who in (factory.TARN, factory.VALE, factory.HERON_4):
        assert (who.iri, "landingTime", "2031-05-06T09:12:00Z") in said
        assert (who.iri, "landingPlace", factory.STEPPE.iri) in said
    assert (factory.VALE.iri, "flewOn", factory.HERON_4.iri) in said
    assert (factory.TARN.iri, "workedOn", factory.ARM.iri) in said
    assert (factory.VALE.iri, "undockedFrom", factory.HALO.iri) not in said


def test_entities_keep_canonical_name_forms_and_the_reason_of_the_link(landing) -> None:
    brandt = [t for t in triples(*landing) if t.subject.value == factory.BRANDT.iri]
    said = {(t.predicate.value.rpartition("#")[2], t.object.value) for t in brandt}
    assert {("prefLabel", "Ilja Brandt"), ("altLabel", "Ilya Brandt"), ("linkReason", "fuzzy 0.95")} <= said


def test_the_words_of_the_release_stay_beside_the_canonical_object(landing) -> None:
    as_said = {t.object.value for t in triples(*landing) if t.predicate == node("mg:asSaid")}
    assert as_said == {"Ilya Brandt", "OSA", "Halo"}


def test_names_are_labels() -> None:
    release, statements = factory.landing()
    names = [s for s in statements if s.predicate in ("name", "alias")]
    said = {(t.predicate, t.object.value) for t in triples(release, names)}
    assert (node("rdf:predicate"), iri("skos:prefLabel")) in said
    assert (node("rdf:predicate"), iri("skos:altLabel")) in said
    assert (node("skos:altLabel"), "Captain Tarn") in said


def test_release_node_holds_text_and_build_key(landing) -> None:
    release, _ = landing
    about = {t.predicate.value: t.object.value for t in triples(release, [], "key-7")}
    assert about[iri("mg:fullText")] == release.text
    assert about[iri("mg:removedText")] == "Menu\nLike us"
    assert about[iri("mg:buildKey")] == "key-7"
    assert about[iri("mg:digest")] == release.digest
    assert about[iri("dcterms:issued")] == "2031-05-20"


def test_what_a_release_does_not_have_is_not_said() -> None:
    bare = factory.release("Nothing\n", published=None)
    predicates = {t.predicate.value for t in triples(bare, [])}
    assert not predicates & {iri(p) for p in ("dcterms:issued", "schema:url", "mg:removedText", "mg:buildKey")}


def test_the_surest_of_two_equal_statements_stays(landing) -> None:
    release, statements = landing
    first = statements[0]
    sure, unsure = replace(first, rule="z-sure", confidence=0.99), replace(first, rule="a-unsure", confidence=0.2)
    found = lines(release, [unsure, sure])
    assert found == lines(release, [sure, unsure, unsure])
    assert any('"z-sure"' in line for line in found)
    assert not any('"a-unsure"' in line for line in found)


@pytest.mark.parametrize(
    ("value", "datatype", "expected"),
    [
        ("2031-05-06T09:12Z", "dateTime", "2031-05-06T09:12:00Z"),
        ("2031-05-06T09:12:30Z", "dateTime", "2031-05-06T09:12:30Z"),
        ("2031-05-06", "date", "2031-05-06"),
        ("2031-05", "gYearMonth", "2031-05"),
        ("2031", "gYear", "2031"),
        ("P2W", "duration", "P14D"),
        ("PT6H42M", "duration", "PT6H42M"),
    ],
)
def test_times_and_durations_are_valid_xsd(value: str, datatype: str, expected: str) -> None:
    release = factory.release("Heron 4 landed.\n")
    event = factory.local("Landing")
    found = triples(release, [factory.say(release, "Heron", event, "time", Literal(value, datatype))])
    (literal,) = {t.object for t in found if t.predicate == node("mg:time")}
    assert literal == ox.Literal(expected, datatype=node(f"xsd:{datatype}"))


def test_labels_of_events_read_like_a_line(landing) -> None:
    labels = {t.object.value for t in triples(*landing) if t.predicate == node("rdfs:label")}
    assert "Command handover: Mira Tarn, Ilja Brandt, Halo Station" in labels
    planned = {t.object.value for t in triples(*factory.launch()) if t.predicate == node("rdfs:label")}
    assert "Launch (cancelled): Heron 5, 2031-06-01" in planned


@pytest.mark.parametrize(("subject", "predicate"), [(factory.TARN, "likes"), (factory.local("Landing"), "target")])
def test_what_the_vocabulary_lacks_is_an_error(subject, predicate) -> None:
    release = factory.release("Tarn likes Heron 4.\n")
    with pytest.raises(ValueError, match=predicate):
        list(emit.quads(release, [factory.say(release, "Tarn", subject, predicate, factory.HERON_4)]))


def test_an_entity_that_nobody_resolved_gets_a_readable_iri() -> None:
    release = factory.release("Kit Orr of OSA.\n")
    loose = replace(factory.entity("Person", "Kit Orr"), iri=None, label=None)
    found = triples(release, [factory.say(release, "Kit", loose, "memberOf", factory.OSA)])
    assert iri("person:kit-orr") in {t.subject.value for t in found}
