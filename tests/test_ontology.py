from __future__ import annotations

import importlib.util
import re
from dataclasses import replace

import owlrl
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

import conflicts
import factory
from missiongraph import query
from missiongraph.analyse import derived
from missiongraph.conflicts import find, rdf
from missiongraph.editions import settle
from missiongraph.resources import ontology
from missiongraph.store import EDITIONS
from missiongraph.terms import BINARY, ENTITY_TYPES, LOCAL_TYPES, SHORTCUTS, SLOTS, STATUSES, iri, prefixes, shrink

MG = iri("mg:")


def short(terms) -> set[str]:
    return {
        str(t)[len(MG) :] for t in terms if isinstance(t, rdflib.URIRef | ox.NamedNode | str) and str(t).startswith(MG)
    }


@pytest.fixture(scope="module")
def vocabulary():
    return rdflib.Graph().parse(ontology() / "missiongraph.ttl")


@pytest.fixture(scope="module")
def shapes():
    return rdflib.Graph().parse(ontology() / "shapes.ttl")


@pytest.fixture(scope="module")
def defined(vocabulary) -> set[str]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, rdflib.URIRef(iri("mg:Status")))
    return short(s for kind in kinds for s in vocabulary.subjects(RDF.type, kind))


def worked_out() -> list[list[ox.Quad]]:
    """What `analyse --write` adds for two crews, and `conflicts --write` for each kind of disagreement."""
    kinds = {each["expected"][0][0]: each for each in reversed(conflicts.CASES) if each["expected"]}
    found = [list(rdf.quads(find(conflicts.store(kinds[kind])))) for kind in sorted(kinds)]
    return [list(derived.quads(factory.store_of(*factory.crews()))), *found]


@pytest.fixture(scope="module")
def emitted() -> set[str]:
    quads = [q for archive in factory.archive() for q in factory.emit.quads(*archive, "key-1")]
    text, _ = factory.archive()[0]
    again = factory.store_of((text, []), (replace(text, id="demo/again"), []))
    settle(again)
    quads += again.quads(iri(EDITIONS))
    quads += [quad for added in worked_out() for quad in added]
    return short(t.value for q in quads for t in (q.predicate, q.object) if isinstance(t, ox.NamedNode))


@pytest.fixture(scope="module")
def authority() -> set[str]:
    terms: set[str] = set()
    for path in sorted((ontology() / "authority").glob("*.ttl")):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            terms |= short(t.value for t in (quad.predicate, quad.object) if isinstance(t, ox.NamedNode))
    return terms


def test_what_is_emitted_is_defined(emitted, defined) -> None:
    assert emitted - defined == set()


def test_what_the_authority_says_is_defined(authority, defined) -> None:
    assert authority - defined == set()


def test_what_is_defined_is_emitted_or_said_by_the_authority(vocabulary, emitted, authority, defined) -> None:
    superclasses = short(vocabulary.objects(None, RDFS.subClassOf)) | short(vocabulary.objects(None, RDF.type))
    assert defined - emitted - authority - superclasses == set()


def test_what_the_code_names_is_defined(defined) -> None:
    slots = {slot for of in SLOTS.values() for slot in of}
    named = {*BINARY, *ENTITY_TYPES, *LOCAL_TYPES, *STATUSES, *slots, *(s.predicate for s in SHORTCUTS)}
    assert named - defined == set()


def test_every_term_has_a_label_and_a_definition_in_english(vocabulary, defined) -> None:
    for name in defined:
        term = rdflib.URIRef(MG + name)
        for property_ in (RDFS.label, SKOS.definition):
            (text,) = vocabulary.objects(term, property_)
            assert text.language == "en"
            assert text.strip()


def test_nothing_is_defined_twice() -> None:
    text = (ontology() / "missiongraph.ttl").read_text(encoding="utf-8")
    defined = re.findall(r"^(mg:\w+) a ", text, re.MULTILINE)
    assert len(defined) == len(set(defined))


def test_every_fact_and_event_is_mapped_or_is_ours_alone(vocabulary) -> None:
    mapped = {
        s
        for p in (RDFS.subPropertyOf, OWL.equivalentProperty, SKOS.closeMatch, RDFS.seeAlso)
        for s in vocabulary.subjects(p, None)
    }
    ours = {"flightNumber", "workedOn"}
    assert set(BINARY) - short(mapped) == ours


def test_domains_and_ranges_hold_on_what_is_emitted(vocabulary) -> None:
    graph = rdflib.Graph() + vocabulary
    for archive in factory.archive():
        for quad in factory.emit.quads(*archive):
            graph.parse(data=f"{quad.triple} .", format="nt")
    parents = {
        s: set(vocabulary.transitive_objects(s, RDFS.subClassOf)) for s in vocabulary.subjects(RDF.type, OWL.Class)
    }
    checked = 0
    for subject, predicate, value in graph - vocabulary:
        for rule, term in ((RDFS.domain, subject), (RDFS.range, value)):
            wanted = set(vocabulary.objects(predicate, rule))
            if isinstance(term, rdflib.Literal):
                assert wanted <= {term.datatype or rdflib.XSD.string}, (predicate, value)
            elif wanted:
                classes = {c for kind in graph.objects(term, RDF.type) for c in parents.get(kind, ())}
                assert wanted <= classes, (subject, predicate, value)
            checked += len(wanted)
    assert checked > 100


def closure(vocabulary, *lines: str) -> tuple[rdflib.Graph, list[str]]:
    """The OWL 2 RL closure of the vocabulary and these N-Triples, and the clashes in it."""
    graph = (rdflib.Graph() + vocabulary).parse(data="\n".join(lines), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    return graph, [str(o) for o in graph.objects(None, errors)]


def test_the_owl_rl_closure_has_no_clash(vocabulary) -> None:
    quads = [q for archive in factory.archive() for q in factory.emit.quads(*archive)]
    graph, clashes = closure(vocabulary, *(f"{q.triple} ." for q in quads if "#m=" not in q.subject.value))
    assert clashes == []
    assert (rdflib.URIRef(factory.TARN.iri), RDF.type, rdflib.URIRef(iri("mg:Agent"))) in graph


def test_owl_rl_sees_a_crew_that_is_a_craft(vocabulary) -> None:
    person, craft = factory.TARN.iri, factory.HERON_4.iri
    _, clashes = closure(
        vocabulary,
        f"<{craft}> <{RDF.type}> <{MG}Craft> .",
        f"<{person}> <{MG}backupFor> <{craft}> .",
        f"<{craft}> <{MG}nationality> <{factory.LUND.iri}> .",
    )
    assert clashes != []


def test_every_concrete_class_has_a_shape(vocabulary, shapes, emitted) -> None:
    classes = short(vocabulary.subjects(RDF.type, OWL.Class)) & emitted
    assert classes - short(shapes.objects(None, SH.targetClass)) == set()


def test_shapes_speak_of_defined_terms_only(shapes, defined) -> None:
    nodes = short(shapes.objects(None, SH.path)) | short(shapes.objects(None, SH["class"]))
    targets = short(shapes.objects(None, SH.targetClass)) | short(shapes.objects(None, SH.targetSubjectsOf))
    assert (nodes | targets) - defined == set()


def test_every_constraint_has_a_message(shapes) -> None:
    constraints = [*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)]
    constraints = [c for c in constraints if shapes.value(c, SH.minCount) is None or shapes.value(c, SH.message)]
    whole = set(shapes.subjects(SH.targetSubjectsOf, None))
    constraints += whole - set(shapes.subjects(SH.property, None)) - set(shapes.subjects(SH.sparql, None))
    assert len(constraints) > 80
    assert [c for c in constraints if not str(shapes.value(c, SH.message) or "").endswith((".", "?"))] == []


def test_shapes_in_sparql_use_defined_terms_and_the_map(shapes, defined) -> None:
    declared = {
        str(shapes.value(d, SH.prefix)): str(shapes.value(d, SH.namespace)) for d in shapes.objects(None, SH.declare)
    }
    assert declared.items() <= prefixes().map.items()
    selects = [str(select) for select in shapes.objects(None, SH.select)]
    assert len(selects) > 10
    assert {name for select in selects for name in re.findall(r"\bmg:(\w+)", select)} <= defined
    assert {prefix for select in selects for prefix in re.findall(r"\b([a-z]+):\w", select)} <= set(declared)


@pytest.mark.parametrize("path", sorted(ontology().rglob("*.ttl")), ids=lambda p: p.name)
def test_files_use_the_prefixes_as_the_map_has_them(path) -> None:
    parser = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    assert list(parser) is not None
    own = {
        "shape": "https://w3id.org/missiongraph/shapes#",
        "void": "http://rdfs.org/ns/void#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "formats": "http://www.w3.org/ns/formats/",
    }
    assert parser.prefixes.items() <= {**prefixes().map, **own}.items()


@pytest.mark.parametrize("name", query.questions())
def test_questions_use_defined_terms_and_the_map(name, defined) -> None:
    sparql = query.saved(name).sparql
    declared = dict(re.findall(r"PREFIX (\w+): <([^>]+)>", sparql))
    assert declared.items() <= prefixes().map.items()
    used = set(re.findall(r"\bmg:(\w+)", sparql))
    assert used
    assert used <= defined


def test_wikidata_mappings_are_properties_or_items(vocabulary) -> None:
    wikidata = {shrink(str(o)) for o in vocabulary.objects() if str(o).startswith(iri("wd:"))}
    assert all(re.fullmatch(r"wd:[PQ]\d+", term) for term in wikidata)


@pytest.fixture(scope="module")
def documentation():
    path = ontology().parent / "docs" / "make_ontology.py"
    spec = importlib.util.spec_from_file_location("make_ontology", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_diagram_is_what_the_file_says(documentation) -> None:
    page = documentation.page()
    assert documentation.DIAGRAM.read_text("utf-8") == page, "run `make docs`"
    assert "  Agent <|-- Person\n" in page
    assert "  Person --> Spacecraft : flewOn\n" in page
    assert "  Module --> Station : partOf\n" in page
    assert "  Facility --> Spacecraft" not in page


def test_the_readme_shows_the_classes_of_the_file(documentation) -> None:
    readme = documentation.README.read_text("utf-8")
    assert documentation.quoted(readme) == readme, "run `make docs`"
    assert "  Agent <|-- Person\n" in readme


def test_the_page_was_made_from_the_file_as_it_is(documentation) -> None:
    assert documentation.PAGE.read_text("utf-8").endswith(documentation.stamp()), "run `make docs`"


def test_the_dataset_is_described_in_defined_terms(vocabulary, defined) -> None:
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    graph = rdflib.Graph().parse(ontology() / "dataset.ttl")
    (dataset,) = graph.subjects(void.uriSpace, None)
    assert short(graph.objects(None, void["class"])) <= defined
    assert set(ENTITY_TYPES) <= short(graph.objects(None, void["class"]))
    pattern = re.compile(str(graph.value(dataset, void.uriRegexPattern)))
    assert all(pattern.match(iri(f"{prefix}:x")) for prefix in [*ENTITY_TYPES.values(), "release"])
    assert all(pattern.match(str(example)) for example in graph.objects(dataset, void.exampleResource))
    assert {str(o) for o in graph.objects(dataset, void.subset)} == {iri("graph:authority"), iri("graph:run")}


def test_what_is_worked_out_conforms(shapes) -> None:
    wanted = rdflib.Graph()
    for name in ("Disagreement", "Version", "Derivation", "status"):
        wanted += shapes.cbd(rdflib.URIRef(f"https://w3id.org/missiongraph/shapes#{name}"))
    for quads in worked_out():
        data = rdflib.Graph().parse(data="\n".join(f"{quad.triple} ." for quad in quads), format="nt")
        conforms, _, text = pyshacl.validate(data, shacl_graph=wanted)
        assert conforms, text
        needed = [rdflib.URIRef(iri(name)) for name in ("mg:version", "prov:wasGeneratedBy")]
        data -= [triple for predicate in needed for triple in data.triples((None, predicate, None))]
        conforms, _, text = pyshacl.validate(data, shacl_graph=wanted)
        assert not conforms, "a disagreement without versions, or a derivation without a rule, should not conform"
