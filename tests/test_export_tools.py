"""Each format opened in the tools it is for: docs/exports.md has the table that these tests back."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import networkx as nx
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet
from pyld import jsonld
from rdflib.namespace import OWL, RDF

import factory
from gexf import faults
from missiongraph import export, facts
from missiongraph.export.jsonld import context
from missiongraph.export.network import network
from missiongraph.export.package import package
from missiongraph.export.rdf import BOOKKEEPING, TEXTS
from missiongraph.export.tables import moment
from missiongraph.resources import ontology
from missiongraph.store import Store
from missiongraph.terms import iri, node, prefixes, release_iri

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "exports.md").read_text("utf-8")
REIFIES = ox.NamedNode(iri("rdf:reifies"))
OLD = [node(f"rdf:{part}") for part in ("subject", "predicate", "object")]


def written(store, form: str, **options) -> bytes:
    out = io.BytesIO()
    export.export(store, form, out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def store():
    return factory.store_of(*factory.archive())


@pytest.fixture(scope="module")
def tables(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("package")
    package(store, folder)
    return folder


def quads(data: bytes, form: ox.RdfFormat) -> set[ox.Quad]:
    return set(ox.parse(data, format=form))


def triples(data: bytes, form: ox.RdfFormat) -> set[ox.Triple]:
    return {quad.triple for quad in quads(data, form)}


def shown(store) -> set[ox.Quad]:
    hidden = {node(name) for name in BOOKKEEPING + TEXTS}
    return {quad for quad in store.quads() if quad.predicate not in hidden}


# ── What opens where: the table of docs/exports.md ──────────────────────────────────────────────────────────────────


def in_rdflib(path: Path, form: str) -> int:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(
        data=path.read_text("utf-8"),
        format={"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld", "void": "turtle"}.get(form, form),
    )
    return len(set(dataset.triples((None, None, None))))


def in_oxigraph(path: Path, form: str) -> int:
    syntax = {"turtle": "TURTLE", "rdf12": "TURTLE", "void": "TURTLE", "ntriples": "N_TRIPLES", "rdfxml": "RDF_XML",
              "trig": "TRIG", "nquads": "N_QUADS", "jsonld": "JSON_LD"}[form]  # fmt: skip
    database = ox.Store()
    database.bulk_load(path=path, format=getattr(ox.RdfFormat, syntax))
    return len({quad.triple for quad in database})


def in_pyld(path: Path, form: str) -> int:
    rdf = jsonld.to_rdf(json.loads(path.read_text("utf-8")), {"format": "application/n-quads"})
    return len(triples(rdf.encode(), ox.RdfFormat.N_QUADS))


def in_pandas(path: Path, form: str) -> int:
    read = {
        "facts-jsonl": lambda p: pd.read_json(p, lines=True),
        "facts-csv": pd.read_csv,
        "facts-parquet": pd.read_parquet,
    }
    return len(read[form](path))


def in_duckdb(path: Path, form: str) -> int:
    file = path / "facts.csv" if form == "datapackage" else path
    reader = {"facts-jsonl": "read_json", "facts-parquet": "read_parquet"}.get(form, "read_csv")
    with duckdb.connect() as db:
        return db.execute(f"SELECT count(*) FROM {reader}('{file}')").fetchall()[0][0]


def in_networkx(path: Path, form: str) -> int:
    return len(nx.read_gexf(path) if form == "gexf" else nx.read_graphml(path, force_multigraph=True))


TOOLS = {
    "rdflib": in_rdflib, "Oxigraph": in_oxigraph, "pyld": in_pyld, "pandas": in_pandas, "DuckDB": in_duckdb,
    "pyarrow": lambda path, form: parquet.read_table(path).num_rows, "networkx": in_networkx,
}  # fmt: skip
ROWS = re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([^|]+) \|", PAGE, re.MULTILINE)
OPENED = [(form, tool) for form, tools in ROWS for tool in tools.split(", ")]


@pytest.mark.parametrize(("form", "tool"), OPENED)
def test_what_the_table_says_opens_there(store, tables, tmp_path, form, tool) -> None:
    path = tables if form == "datapackage" else tmp_path / form
    if form != "datapackage":
        path.write_bytes(written(store, form))
    whole = len({quad.triple for quad in shown(store)})
    rows = len(list(facts.rows(store)))
    expected = {
        **dict.fromkeys(
            ("turtle", "ntriples", "rdfxml"), len(triples(written(store, "ntriples"), ox.RdfFormat.N_TRIPLES))
        ),
        **dict.fromkeys(("trig", "nquads", "jsonld"), whole),
        **dict.fromkeys(("facts-jsonl", "facts-csv", "facts-parquet", "datapackage"), rows),
        **dict.fromkeys(("graphml", "gexf"), len(network(store))),
        "void": len(triples(written(store, "void"), ox.RdfFormat.TURTLE)),
        "rdf12": len(triples(written(store, "rdf12"), ox.RdfFormat.TURTLE)),
    }
    assert TOOLS[tool](path, form) == expected[form] > 10


def test_the_table_has_every_format() -> None:
    assert {form for form, _ in ROWS} == {*export.FORMATS, "datapackage"}


def test_things_that_only_the_authority_knows_are_in_no_network_and_no_package(tmp_path) -> None:
    store = factory.store_of(*factory.archive())
    authority, stranger = node("graph:authority"), node("person:stranger")
    facts_ = [(node("rdf:type"), node("mg:Person")), (node("skos:prefLabel"), ox.Literal("A Stranger", language="en"))]
    store.replace({authority.value: [
        ox.Quad(authority, node("mg:digest"), ox.Literal("x"), authority),
        *(ox.Quad(stranger, predicate, value, authority) for predicate, value in facts_),
    ]})  # fmt: skip
    assert "person:stranger" not in network(store)
    package(store, tmp_path)
    assert "Stranger" not in (tmp_path / "things.csv").read_text("utf-8")
    assert b"Stranger" in written(store, "trig")


# ── The syntaxes of RDF say the same ────────────────────────────────────────────────────────────────────────────────

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
printed = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1)


@given(identifier=words, text=words, form=words)
def test_all_dataset_formats_hold_the_same_quads(identifier, text, form) -> None:
    store = odd_store(identifier, text, form)
    held = quads(written(store, "nquads"), ox.RdfFormat.N_QUADS)
    assert held == shown(store)
    assert quads(written(store, "trig"), ox.RdfFormat.TRIG) == held
    assert quads(written(store, "jsonld"), ox.RdfFormat.JSON_LD) == held


@given(identifier=printed, text=printed, form=printed)
def test_all_graph_formats_hold_the_same_triples(identifier, text, form) -> None:
    store = odd_store(identifier, text, form)
    held = triples(written(store, "ntriples"), ox.RdfFormat.N_TRIPLES)
    assert triples(written(store, "turtle"), ox.RdfFormat.TURTLE) == held
    assert triples(written(store, "rdfxml"), ox.RdfFormat.RDF_XML) == held
    assert reified_as_of_old(written(store, "rdf12")) == held


def odd_store(identifier: str, text: str, form: str) -> Store:
    """One release whose id, title and sentence, and a thing whose name, are whatever."""
    release = factory.release(text, identifier, title=text, publisher=form)
    who = factory.Node("Person:x", "Person", form, (text,), iri("person:x"), form, "minted")
    said = [(who, "memberOf", factory.OSA), (who, "birthDate", factory.Literal("1990-03", "gYearMonth"))]
    return factory.store_of(
        (release, [factory.Statement(identifier, s, p, o, 0, len(text), "hand", 0.5) for s, p, o in said])
    )


def reified_as_of_old(data: bytes) -> set[ox.Triple]:
    """RDF 1.2 with each statement's own triple written as rdf:subject, rdf:predicate, rdf:object."""
    found = triples(data, ox.RdfFormat.TURTLE)
    plain = {t for t in found if t.predicate != REIFIES}
    for said in found - plain:
        assert isinstance(said.object, ox.Triple)
        about = zip(OLD, (said.object.subject, said.object.predicate, said.object.object), strict=True)
        plain |= {ox.Triple(said.subject, predicate, value) for predicate, value in about}
    return plain


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    store = odd_store("a\x0bb", "t\x00t", "f\uffff")
    graph = rdflib.Graph().parse(data=written(store, "rdfxml"), format="xml")
    assert str(graph.value(rdflib.URIRef(release_iri("a\x0bb")), rdflib.DCTERMS.identifier)) == "a\ufffdb"


def test_the_release_without_a_thing_is_there_in_every_syntax() -> None:
    store = factory.store_of((factory.release("Nothing happened"), []))
    for form, syntax in (("turtle", ox.RdfFormat.TURTLE), ("rdfxml", ox.RdfFormat.RDF_XML)):
        assert ox.Literal("Nothing happened") in {t.object for t in triples(written(store, form), syntax)}


# ── RDF 1.2 in Oxigraph ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def reified(store):
    database = ox.Store()
    database.load(written(store, "rdf12"), format=ox.RdfFormat.TURTLE)
    return database


def test_oxigraph_finds_the_sentence_of_a_plain_fact(reified) -> None:
    found = reified.query(
        """SELECT DISTINCT ?sentence ?confidence {
          ?who mg:landingTime ?when . << ?who mg:landingTime ?when ~ ?said >> mg:confidence ?confidence ;
            oa:hasSelector/oa:exact ?sentence . ?who skos:prefLabel "Heron 4"@en } ORDER BY ?confidence""",
        prefixes=dict(prefixes().map),
    )
    rows = [(row["sentence"].value, row["confidence"].value) for row in found]
    assert [confidence for _, confidence in rows] == ["0.9", "0.95"]
    assert all(sentence.startswith("Mira Tarn and Jon Vale landed") for sentence, _ in rows)


def test_the_query_of_the_page_finds_craft_with_their_sentences(reified) -> None:
    asked = re.search(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
    assert asked
    found = {(row["craft"], row["when"].value) for row in reified.query(asked[1], prefixes=dict(prefixes().map))}
    assert (node("craft:heron-4"), "2031-05-06T09:12:00Z") in found


def test_every_plain_fact_between_things_has_a_reifier(store, reified) -> None:
    """But for labels, which name, and facts of role tenures and distinctions, which are nodes."""
    plain = {
        quad.triple
        for quad in reified.quads_for_pattern(None, None, None)
        if "#" not in quad.subject.value and quad.predicate.value.startswith(iri("mg:"))
    }
    said = {q.object for q in reified.quads_for_pattern(None, REIFIES, None)}
    unsaid = {t.predicate for t in plain - said}
    assert unsaid == {node("mg:linkReason"), node("mg:digest"), node("mg:mentions")}


def test_what_is_planned_is_reified_and_not_asserted(reified) -> None:
    plan = ox.Triple(node("person:ada-quist"), node("mg:flewOn"), node("craft:heron-5"))
    assert list(reified.quads_for_pattern(None, REIFIES, plan))
    assert not list(reified.quads_for_pattern(plan.subject, plan.predicate, plan.object))


# ── JSON-LD in pyld and rdflib ──────────────────────────────────────────────────────────────────────────────────────


def test_context_names_our_properties_and_prefixes_as_the_ontology_does() -> None:
    graph = rdflib.Graph().parse(ontology() / "missiongraph.ttl")
    own = iri("mg:")
    kinds = {str(p)[len(own) :]: kind for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
             for p in graph.subjects(RDF.type, kind) if str(p).startswith(own)}  # fmt: skip
    terms = context()
    things = {name for name, kind in kinds.items() if kind == OWL.ObjectProperty}
    assert sorted(things - set(terms)) == [], "add these to ontology/context.jsonld"
    assert {name for name in things if terms[name]["@type"] in ("@id", "@vocab")} == things
    shadowed = {name for name in kinds if name in terms} - things
    assert all(terms[name]["@id"] == f"mg:{name}" for name in shadowed)
    assert shadowed == {"confidence"}
    spaces = {name: value for name, value in terms.items() if str(value).endswith(("#", "/")) and name[0] != "@"}
    assert spaces.items() <= prefixes().map.items()


def test_pyld_reads_the_quads_of_the_store(store) -> None:
    rdf = jsonld.to_rdf(json.loads(written(store, "jsonld")), {"format": "application/n-quads"})
    # pyld writes integers and text as it likes: the terms are compared, not the lines
    assert quads(rdf.encode(), ox.RdfFormat.N_QUADS) == shown(store)


def test_pyld_compacts_to_what_we_write(store) -> None:
    document = json.loads(written(store, "jsonld"))
    compacted = jsonld.compact(jsonld.expand(document), document["@context"])
    ours, theirs = ({n["id"]: n for graph in d["@graph"] for n in graph["@graph"]} for d in (document, compacted))
    for statement in theirs.values():  # of two names for a property, `altLabel` and `skos:altLabel`, it takes the other
        if "predicate" in statement:
            statement["predicate"] = statement["predicate"].removeprefix("skos:")
    assert ours == theirs


def test_pyld_frames_landings_with_their_crew(store) -> None:
    document = json.loads(written(store, "jsonld"))
    frame = re.search(r"<!-- frame: .*? -->\n```json\n(.*?)```", PAGE, re.DOTALL)
    assert frame
    landing = jsonld.frame(document, {"@context": document["@context"], **json.loads(frame[1])})
    assert landing["status"] == "occurred"
    assert landing["place"]["prefLabel"] == "Grey Steppe"
    crew = {who["prefLabel"]: who.get("memberOf") for who in landing["participant"]}
    assert set(crew) == {"Mira Tarn", "Jon Vale"}
    assert crew["Mira Tarn"]["prefLabel"] == "Ostland Space Agency"


def test_json_ld_is_json_that_people_can_read(store) -> None:
    document = json.loads(written(store, "jsonld"))
    graph = next(g for g in document["@graph"] if g["id"] == "release/demo%2Fone")
    tarn = next(thing for thing in graph["@graph"] if thing["id"] == "person/mira-tarn")
    assert tarn["type"] == "Person"
    assert (tarn["prefLabel"], tarn["memberOf"], tarn["flightNumber"]) == (
        "Mira Tarn",
        "agency/ostland-space-agency",
        2,
    )


# ── Networks ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_gexf_and_graphml_hold_the_same_network(store) -> None:
    gexf = nx.read_gexf(io.BytesIO(written(store, "gexf")))
    graphml = nx.read_graphml(io.BytesIO(written(store, "graphml")), force_multigraph=True)
    assert sorted(gexf.nodes) == sorted(graphml.nodes)
    for graph in (gexf, graphml):
        craft = graph.nodes["craft:heron-4"]
        assert (craft["label"], craft["type"]) == ("Heron 4", "Spacecraft")
        assert (craft["start"], craft["end"]) == ("2030-11-01", "2031-05-06")
    edges = [
        Counter((a, d["predicate"], b, int(d["weight"])) for a, b, d in g.edges(data=True)) for g in (gexf, graphml)
    ]
    assert edges[0] == edges[1]
    assert edges[0]["person:jon-vale", "crewMemberOf", "mission:tide-two", 2] == 1


def test_gexf_has_labels_where_gephi_looks_for_them_and_no_clock(store) -> None:
    text = written(store, "gexf").decode()
    assert '<node id="craft:heron-4" label="Heron 4" start="2030-11-01" end="2031-05-06">' in text
    assert 'label="crewMemberOf"' in text
    assert 'timeformat="date"' in text
    assert "lastmodified" not in text
    assert faults(text.encode()) == []


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pandas_reads_parquet_with_its_types(store) -> None:
    frame = pd.read_parquet(io.BytesIO(written(store, "facts-parquet")))
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert (kinds["confidence"], kinds["begin"], kinds["object_time"]) == ("float64", "int64", "datetime64[ms, UTC]")
    landed = frame[(frame.predicate == "landingTime") & (frame.subject == "Heron 4")].iloc[0]
    assert landed.object == "2031-05-06T09:12Z"
    assert landed.object_time == pd.Timestamp("2031-05-06T09:12", tz="UTC")
    assert landed.published == date(2031, 5, 20)
    assert frame[frame.predicate == "memberOf"].object_time.isna().all()


def test_pandas_reads_csv(store) -> None:
    frame = pd.read_csv(io.BytesIO(written(store, "facts-csv")), parse_dates=["published", "object_time"])
    assert str(frame.object_time.dt.tz) == "UTC"
    assert frame.published.dt.year.min() == 2030
    assert len(frame) == len(written(store, "facts-jsonl").splitlines())


@pytest.mark.parametrize("form", ["facts-csv", "facts-parquet"])
def test_duckdb_reads_tables(store, tmp_path, form) -> None:
    path = tmp_path / form.replace("-", ".")
    path.write_bytes(written(store, form))
    with duckdb.connect() as db:
        kinds = {row[0]: row[1] for row in db.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
        assert (kinds["confidence"], kinds["begin"], kinds["published"]) == ("DOUBLE", "BIGINT", "DATE")
        assert kinds["object_time"] in ("TIMESTAMP WITH TIME ZONE", "TIMESTAMP")
        landings = f"SELECT object FROM '{path}' WHERE predicate = 'landingTime' AND \"of\" IS NULL"
        assert db.execute(f"{landings} AND year(object_time) = 2031").fetchall() == [("2031-05-06T09:12Z",)] * 3


def test_csv_holds_whatever_a_sentence_holds(tmp_path) -> None:
    store = odd_store("a,b", 'He said "go",\n=1+1; she\'d\tgone', "-x")
    path = tmp_path / "facts.csv"
    path.write_bytes(written(store, "facts-csv"))
    frame = pd.read_csv(path)
    assert set(frame.evidence) == {'He said "go",\n=1+1; she\'d\tgone'}
    with duckdb.connect() as db:
        found = db.execute(f"SELECT DISTINCT release, evidence FROM read_csv('{path}', header = true)").fetchall()
    assert found == [("a,b", 'He said "go",\n=1+1; she\'d\tgone')]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2019-06-24T23:25Z", datetime(2019, 6, 24, 23, 25, tzinfo=UTC)),
        ("2019-06-24T23:25:30Z", datetime(2019, 6, 24, 23, 25, 30, tzinfo=UTC)),
        ("2019-06-24", datetime(2019, 6, 24, tzinfo=UTC)),
        ("2019-06", datetime(2019, 6, 1, tzinfo=UTC)),
        ("2019", datetime(2019, 1, 1, tzinfo=UTC)),
        ("2019-02-30", None),
        ("0000", None),
        ("P6M", None),
        ("Soyuz", None),
    ],
)
def test_first_instant_of_a_time(value, expected) -> None:
    assert moment(value) == expected


# ── The Data Package ────────────────────────────────────────────────────────────────────────────────────────────────

KINDS = {"string": "VARCHAR", "number": "DOUBLE", "integer": "BIGINT", "date": "DATE", "datetime": "TIMESTAMPTZ"}


def declaration(resource: dict) -> str:
    """A table of SQL that holds what the descriptor promises: types, required columns, keys."""
    schema = resource["schema"]
    columns = [
        f'"{f["name"]}" {KINDS[f["type"]]}{" NOT NULL" if f.get("constraints", {}).get("required") else ""}'
        for f in schema["fields"]
    ]
    keys = [f"PRIMARY KEY ({', '.join(schema['primaryKey'])})"] if "primaryKey" in schema else []
    for key in schema.get("foreignKeys", []):
        target = key["reference"]
        keys.append(f"FOREIGN KEY ({', '.join(key['fields'])}) REFERENCES {target['resource']} ({target['fields'][0]})")
    return f"CREATE TABLE {resource['name']} ({', '.join(columns + keys)})"


def test_package_keeps_its_promises_in_a_database(store, tables) -> None:
    described = json.loads((tables / "datapackage.json").read_text("utf-8"))
    resources = {resource["name"]: resource for resource in described["resources"]}
    with duckdb.connect() as db:
        for name in ("things", "releases", "facts"):  # what is referred to first
            path = tables / resources[name]["path"]
            assert resources[name]["bytes"] == path.stat().st_size
            db.execute(declaration(resources[name]))
            db.execute(f"COPY {name} FROM '{path}' (HEADER, DELIMITER ',')")
        joined = """SELECT DISTINCT t.type, r.title FROM facts f JOIN things t ON f.object_iri = t.iri
                    JOIN releases r ON f.release = r.id WHERE f.subject = 'Mira Tarn' AND f.predicate = 'memberOf'"""
        assert db.execute(joined).fetchall() == [("Agency", "Tarn crew lands in Ostland")]
        assert db.execute("SELECT count(*) FROM releases").fetchone() == (3,)


def test_package_is_the_same_bytes_and_tells_them(store, tables, tmp_path) -> None:
    package(store, tmp_path / "again")
    for path in tables.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_descriptor_describes_the_columns_there_are(tables) -> None:
    for resource in json.loads((tables / "datapackage.json").read_text("utf-8"))["resources"]:
        head = (tables / resource["path"]).read_text("utf-8").partition("\n")[0]
        assert head.split(",") == [field["name"] for field in resource["schema"]["fields"]]
        assert all(field["description"].endswith((".", "”", '".', '|".')) for field in resource["schema"]["fields"])


# ── VoID and DCAT ───────────────────────────────────────────────────────────────────────────────────────────────────

VOID, DCAT = rdflib.Namespace("http://rdfs.org/ns/void#"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
DATASET = rdflib.URIRef("https://w3id.org/missiongraph/dataset")


@pytest.fixture(scope="module")
def described(store):
    return rdflib.Graph().parse(data=written(store, "void"), format="turtle")


def test_counts_are_those_that_rdflib_counts(store, described) -> None:
    whole = rdflib.Dataset(default_union=True)
    whole.parse(data=written(store, "trig"), format="trig")
    triples_ = set(whole.triples((None, None, None)))
    assert described.value(DATASET, VOID.triples).value == len(triples_)
    assert described.value(DATASET, VOID.distinctSubjects).value == len({s for s, _, _ in triples_})
    assert described.value(DATASET, VOID.documents).value == 3
    properties = Counter(p for _, p, _ in triples_)
    parts = set(described.objects(DATASET, VOID.propertyPartition))
    assert {described.value(p, VOID.property): described.value(p, VOID.triples).value for p in parts} == properties
    persons = described.value(None, VOID["class"], rdflib.URIRef(iri("mg:Person")))
    assert described.value(persons, VOID.entities).value == len(
        set(whole.subjects(RDF.type, rdflib.URIRef(iri("mg:Person"))))
    )
    events = described.value(None, VOID["class"], rdflib.URIRef(iri("mg:Event")))
    assert described.value(events, VOID.entities).value == 10


def test_description_has_the_days_the_publishers_and_whose_rights_they_are(described) -> None:
    period = described.value(DATASET, rdflib.DCTERMS.temporal)
    assert [str(described.value(period, DCAT[name])) for name in ("startDate", "endDate")] == [
        "2030-11-02",
        "2031-05-30",
    ]
    assert str(described.value(DATASET, rdflib.SDO.sourceOrganization)) == "OSA"
    assert "publishers" in str(described.value(DATASET, rdflib.DCTERMS.rights))
    assert not any(isinstance(term, rdflib.BNode) for triple in described for term in triple)


def test_each_format_is_a_distribution(described) -> None:
    named = {str(d).partition("#")[2] for d in described.objects(DATASET, DCAT.distribution)}
    assert named == {*export.FORMATS, "datapackage"} - {"void"}
    for distribution in described.objects(DATASET, DCAT.distribution):
        assert described.value(distribution, DCAT.mediaType)
