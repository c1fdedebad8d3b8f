"""missiongraph from Python: on small hand-made stores, and one build with the real model."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
import rdflib

import factory
import missiongraph as mg
from missiongraph.errors import StartProblem
from missiongraph.store import Store
from missiongraph.terms import iri

PACKAGE = Path(__file__).resolve().parents[1] / "pipeline"


@pytest.fixture(scope="module")
def graph():
    with mg.Graph(factory.store_of(*factory.archive())) as graph:
        yield graph


# ── The package ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_importing_the_package_loads_nothing_but_itself() -> None:
    code = "import sys; before = set(sys.modules); import missiongraph; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=PACKAGE)
    assert not [
        name for name in done.stdout.split() if name.split(".")[0] not in ("missiongraph", *sys.stdlib_module_names)
    ]


def test_opening_a_graph_does_not_load_spacy_or_rdflib() -> None:
    code = "import sys, missiongraph as mg; mg.open; print(*{'spacy', 'rdflib', 'networkx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=PACKAGE)
    assert done.stdout.split() == []


def test_the_package_offers_what_it_says_and_nothing_by_accident() -> None:
    assert set(mg.__all__) <= set(dir(mg))
    assert all(getattr(mg, name) is not None for name in mg.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        mg.nonsense  # noqa: B018


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_graph_tells_how_large_it_is(graph) -> None:
    assert repr(graph) == "<missiongraph.Graph, 3 releases>"
    assert graph.releases == ["demo/one", "demo/three", "demo/two"]
    assert (len(graph), graph.directory, graph.report, graph.failures) == (3, None, None, [])


def test_facts_by_subject_predicate_release_status_and_confidence(graph) -> None:
    assert {row.subject for row in graph.facts(subject="tarn")} == {"Mira Tarn"}
    assert {row.predicate for row in graph.facts(predicate="flewOn")} == {"flewOn"}
    assert {row.release for row in graph.facts(release="demo/two")} == {"demo/two"}
    assert {row.status for row in graph.facts(status="cancelled")} == {"cancelled"}
    assert 0 < len(graph.facts(min_confidence=0.9)) < len(graph.facts())
    assert all(graph.text(row.release)[row.begin : row.end] == row.evidence for row in graph.facts())
    assert graph.facts(subject="Nobody") == []


def test_what_was_known_on_a_day_and_what_releases_tell_differently() -> None:
    one, two = (
        factory.release(f"Heron 5 will launch on {day} June 2031.", f"demo/{day}", published=date(2031, 5, day))
        for day in (3, 9)
    )
    launch = factory.local("Launch")
    told = []
    for release, day in ((one, "2031-06-03"), (two, "2031-06-09")):
        slots = (("spacecraft", factory.HERON_5), ("time", factory.Literal(day, "date")))
        told.append((release, [factory.say(release, "Heron 5", launch, p, v, factory.PLANNED) for p, v in slots]))
    with mg.Graph(factory.store_of(*told)) as graph:
        assert [finding.kind for finding in graph.conflicts()] == ["slip"]
        assert graph.conflicts("conflict") == []
        early, late = (graph.facts(predicate="launchTime", as_of=date(2031, 5, day)) for day in (4, 20))
    assert ([row.object for row in early], [row.object for row in late]) == (["2031-06-03"], ["2031-06-09"])


def test_facts_make_a_data_frame(graph) -> None:
    frame = pd.DataFrame(graph.facts())
    assert list(frame.columns[:4]) == ["release", "subject", "predicate", "object"]
    assert frame.confidence.dtype == "float64"


def test_a_query_gives_values_of_python(graph) -> None:
    rows = graph.query("""SELECT ?who ?number ?day ?born ?chosen ?open WHERE {
        BIND (person:mira-tarn AS ?who) ?who mg:flightNumber ?number ; mg:birthDate ?born ; mg:landingTime ?day .
        person:ada-quist mg:selectionTime ?chosen . OPTIONAL { ?who mg:nothing ?open } }""")
    assert rows == [
        {
            "who": iri("person:mira-tarn"),
            "number": 2,
            "day": datetime(2031, 5, 6, 9, 12, tzinfo=UTC),
            "born": date(1990, 3, 3),
            "chosen": "2025",
            "open": None,
        }
    ]
    assert graph.query("SELECT (AVG(?c) AS ?sure) (true AS ?yes) { ?s mg:confidence ?c }")[0]["yes"] is True


def test_a_saved_question_takes_its_parameters_by_name(graph) -> None:
    rows = graph.question("crewmates", person="Mira Tarn")
    assert any("Jon Vale" in row.values() for row in rows)


def test_ask_and_construct(graph) -> None:
    assert graph.ask("ASK { person:mira-tarn a mg:Person }") is True
    assert graph.ask("ASK { person:mira-tarn a mg:Agency }") is False
    made = graph.construct("CONSTRUCT { ?who mg:flewOn ?craft } WHERE { ?who mg:flewOn ?craft }")
    assert (
        rdflib.URIRef(iri("person:jon-vale")),
        rdflib.URIRef(iri("mg:flewOn")),
        rdflib.URIRef(iri("craft:heron-4")),
    ) in made


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda g: g.query("SELECT nothing"), "Q001"),
        (lambda g: g.query("INSERT DATA { <a:b> <a:b> <a:b> }"), "Q001"),
        (lambda g: g.query("ASK {}"), "Q003"),
        (lambda g: g.ask("SELECT * {}"), "Q003"),
        (lambda g: g.construct("SELECT * {}"), "Q003"),
        (lambda g: g.question("nonsense"), "Q002"),
        (lambda g: g.question("crewmates", person="Nobody Atall"), "Q006"),
        (lambda g: g.facts(predicate="likes"), "Q008"),
        (lambda g: g.text("demo/nine"), "V001"),
        (lambda g: g.slice(planet="Mars"), "E004"),
        (lambda g: g.export("docx", io.BytesIO()), "E001"),
        (lambda g: g.export("datapackage", io.BytesIO()), "E003"),
    ],
)
def test_what_goes_wrong_is_a_problem_with_its_code(graph, ask, code) -> None:
    with pytest.raises(mg.Problem) as told:
        ask(graph)
    assert told.value.code == code


def test_opening_what_is_no_graph_is_told(tmp_path) -> None:
    with pytest.raises(StartProblem, match=r"S002"):
        mg.open(tmp_path)


# ── Taking away ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_to_networkx_walks(graph) -> None:
    network = graph.to_networkx()
    assert network.nodes["person:mira-tarn"]["label"] == "Mira Tarn"
    way = nx.shortest_path(network.to_undirected(), "person:mira-tarn", "person:ada-quist")
    assert len(way) == 3
    assert ("craft:heron-4", "agency:ostland-space-agency", "operatedBy") in network.edges


def test_to_rdflib_is_a_copy_with_every_graph(graph) -> None:
    dataset = graph.to_rdflib()
    found = dataset.query("SELECT ?who WHERE { ?who mg:flewOn craft:heron-4 }")
    assert {str(row.who) for row in found} == {iri("person:mira-tarn"), iri("person:jon-vale"), iri("person:ada-quist")}
    named = dataset.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert len(list(named)) == 3
    dataset.update("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert len(graph) == 3


def test_a_slice_is_a_graph(graph) -> None:
    part = graph.slice(person=["Jon Vale", "Ada Quist"], date="2030")
    assert part.releases == ["demo/three"]
    assert part.slice(person="Jon Vale").facts() == part.facts() == graph.facts(release="demo/three")


def test_export_to_a_file_a_stream_and_a_folder(graph, tmp_path) -> None:
    stream = io.BytesIO()
    graph.export("facts-csv", stream)
    graph.export("facts-csv", tmp_path / "facts.csv")
    assert (tmp_path / "facts.csv").read_bytes() == stream.getvalue()
    graph.export("datapackage", str(tmp_path / "tables"))
    assert (tmp_path / "tables" / "facts.csv").read_bytes() == stream.getvalue()


# ── Building ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    path = tmp_path_factory.mktemp("releases") / "three.txt"
    path.write_text("Koch selected\n\nNASA selected Christina Koch as an astronaut in 2013.\n", "utf-8")
    sources = [
        path,
        {"id": "one", "date": date(2019, 6, 25), "body": "NASA astronaut Anne McClain landed today in Soyuz MS-11."},
        mg.Release("two", "<p>ESA astronaut Luca Parmitano flew on Soyuz MS-13.</p>", "Beyond", html=True),
        {"id": "empty", "title": "Nothing"},
    ]
    with mg.build(iter(sources)) as graph:
        yield graph


def test_paths_records_and_releases_are_built_alike(built) -> None:
    assert built.releases == ["one", "three", "two"]
    found = {(row.release, row.subject, row.predicate, row.object) for row in built.facts()}
    assert {
        ("one", "Anne McClain", "landingTime", "2019-06-25"),
        ("two", "Luca Parmitano", "flewOn", "Soyuz MS-13"),
        ("three", "Christina Koch", "selectionTime", "2013"),
    } <= found


def test_a_record_that_fails_is_named_by_its_number(built) -> None:
    assert built.report is not None
    assert (built.report.new, built.report.failed) == (3, 1)
    assert [(failure["where"], failure["code"]) for failure in built.failures] == [("given:3", "R005")]


def test_a_graph_without_a_folder_goes_when_it_is_closed(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("missiongraph.run.build", lambda inputs, folder, *_, **__: made(folder))
    graph = mg.build({"text": "x"})
    folder = graph.directory
    assert folder is not None
    assert folder.is_dir()
    graph.close()
    assert not folder.exists()
    kept = mg.build("x", tmp_path / "kept")
    kept.close()
    assert (tmp_path / "kept").is_dir()


def made(folder: Path) -> None:
    """What a build leaves, as far as opening it goes."""
    with Store(folder / "store") as store:
        store.flush()
    (folder / "failures.jsonl").write_text("")


def test_inputs_that_are_not_there_are_told_and_leave_nothing(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("missiongraph.api.mkdtemp", lambda **_: str(tmp_path / "room"))
    (tmp_path / "room").mkdir()
    with pytest.raises(mg.Problem, match=r"R001"):
        mg.build("no/such/folder")
    assert not (tmp_path / "room").exists()
