from __future__ import annotations

import io
import os
import subprocess
import sys

import networkx as nx
import pytest
from lxml import etree

import factory
from factory import crews
from gexf import faults
from missiongraph import analyse, emit, export
from missiongraph.analyse import derived, files, plot, views
from missiongraph.cli import run
from missiongraph.errors import Problem
from missiongraph.export.network import network
from missiongraph.model import Literal
from missiongraph.retract import retract
from missiongraph.store import DERIVED, Store
from missiongraph.terms import iri, release_iri, shrink


@pytest.fixture(scope="module")
def graph():
    return analyse.coflights(factory.store_of(*factory.archive()))


def test_people_of_one_leg_are_linked_by_their_craft(graph) -> None:
    tarn, vale = factory.TARN.iri, factory.VALE.iri
    assert graph.edges[tarn, vale]["shared"] == ("Heron 4",)


def test_people_of_different_legs_of_one_craft_are_not(graph) -> None:
    assert not graph.has_edge(factory.TARN.iri, factory.QUIST.iri)


def test_what_is_planned_links_nobody(graph) -> None:
    assert all("Heron 5" not in shared for _, _, shared in graph.edges(data="shared"))


def test_one_release_that_says_two_flew_on_a_craft_links_them() -> None:
    release = factory.release("Vale and Quist flew on Heron 5.\n")
    statements = [factory.say(release, "Vale", who, "flewOn", factory.HERON_5) for who in (factory.VALE, factory.QUIST)]
    linked = analyse.coflights(factory.store_of((release, statements)))
    assert linked.edges[factory.VALE.iri, factory.QUIST.iri]["shared"] == ("Heron 5",)


def test_crew_of_one_mission_is_linked_across_releases() -> None:
    one = factory.release("Vale is on Tide Two.\n")
    two = factory.release("Brandt is on Tide Two.\n", "demo/two")
    store = factory.store_of(
        (one, [factory.say(one, "Vale", factory.VALE, "crewMemberOf", factory.TIDE_2)]),
        (two, [factory.say(two, "Brandt", factory.BRANDT, "crewMemberOf", factory.TIDE_2)]),
    )
    linked = analyse.coflights(store)
    assert linked.edges[factory.VALE.iri, factory.BRANDT.iri]["shared"] == ("Tide Two",)


def test_the_one_in_the_middle_is_most_central() -> None:
    store = factory.store_of(*factory.archive())
    first, *others = views.VIEWS["people"](store, 20).rows
    assert (first["name"], first["degree"], first["betweenness"]) == ("Jon Vale", 2, 1.0)
    assert [row["name"] for row in others] == ["Ada Quist", "Mira Tarn"]
    assert len(views.VIEWS["people"](store, 1).rows) == 1


def test_what_takes_long_is_done_once(monkeypatch) -> None:
    done = []
    for name in ("coflights", "communities", "betweenness"):
        kept = getattr(views.network, name)
        monkeypatch.setattr(views.network, name, lambda *a, name=name, kept=kept: done.append(name) or kept(*a))
    store = factory.store_of(*factory.archive())
    views.VIEWS["communities"](store, 20)
    assert sorted(done) == ["betweenness", "coflights", "communities"]
    done.clear()
    release = factory.release("Vale is on Tide Two.\n")
    store = factory.store_of((release, [factory.say(release, "Vale", factory.VALE, "crewMemberOf", factory.TIDE_2)]))
    told = views.path(store, "Jon Vale", "Jon Vale")
    assert told.empty == "Jon Vale shares no flight with anyone in this graph"
    assert done == ["coflights"]


def test_components_are_sorted_names(graph) -> None:
    assert analyse.components(graph) == [["Ada Quist", "Jon Vale", "Mira Tarn"]]


def test_a_path_names_what_was_shared(graph) -> None:
    steps = analyse.path(graph, "mira tarn", "Ada Quist")
    assert all(step.statements for step in steps)
    assert [(step.first, step.second, step.shared) for step in steps] == [
        ("Mira Tarn", "Jon Vale", ("Heron 4",)),
        ("Jon Vale", "Ada Quist", ("Heron 4",)),
    ]
    assert analyse.path(graph, "person:mira-tarn", factory.TARN.iri) == []


def test_no_path_is_an_empty_one() -> None:
    release = factory.release("Vale is on Tide Two.\nBrandt is on Tide Three.\n")
    statements = [
        factory.say(release, "Vale", factory.VALE, "crewMemberOf", factory.TIDE_2),
        factory.say(release, "Brandt", factory.BRANDT, "crewMemberOf", factory.TIDE_3),
    ]
    graph = analyse.coflights(factory.store_of((release, statements)))
    assert analyse.path(graph, "Jon Vale", "Ilja Brandt") == []
    assert analyse.components(graph) == [["Ilja Brandt"], ["Jon Vale"]]


def test_a_stranger_is_a_clear_problem(graph) -> None:
    with pytest.raises(Problem, match=r"Kit Orr.*A001"):
        analyse.path(graph, "Mira Tarn", "Kit Orr")


def test_an_empty_store_has_an_empty_graph() -> None:
    graph = analyse.coflights(Store())
    assert (views.VIEWS["people"](Store(), 20).rows, analyse.components(graph)) == ((), [])
    assert len(network(Store())) == 0


def test_a_misspelt_name_is_told_what_there_is(graph) -> None:
    with pytest.raises(Problem, match=r"did you mean Mira Tarn"):
        analyse.path(graph, "Mira Tarm", "Ada Quist")


def test_who_shares_no_flight_is_known_all_the_same() -> None:
    release = factory.release("Vale belongs to Tide Two.\n")
    brandt = factory.release("Brandt was born in 1970.\n", "demo/two")
    statements = [factory.say(release, "Vale", factory.VALE, "crewMemberOf", factory.TIDE_2)]
    born = [factory.say(brandt, "Brandt", factory.BRANDT, "birthDate", Literal("1970", "gYear"))]
    graph = analyse.coflights(factory.store_of((release, statements), (brandt, born)))
    assert analyse.path(graph, "Jon Vale", "Ilja Brandt") == []
    assert analyse.without_flights(graph, "Jon Vale", "Ilja Brandt") == ["Jon Vale", "Ilja Brandt"]


def test_who_shares_a_flight_is_not_without(graph) -> None:
    assert analyse.without_flights(graph, "Mira Tarn", "Jon Vale") == []


# ── communities, agencies, years ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def store() -> Store:
    return factory.store_of(*crews())


def test_communities_hold_everybody_who_flew_with_others_once(store) -> None:
    graph = analyse.coflights(store)
    groups = analyse.communities(graph)
    assert sorted(who for group in groups for who in group) == sorted(who for who in graph if graph.degree(who))
    assert sorted(len(group) for group in groups) == [2, 3]
    assert analyse.communities(analyse.coflights(Store())) == []


def test_the_same_in_a_run_with_other_hashes() -> None:
    """networkx goes through sets: their order must not show in communities, files or pictures."""
    code = (
        "import hashlib, io, networkx as nx; from missiongraph.analyse import communities, files;"
        "g = nx.relabel_nodes(nx.gnm_random_graph(60, 150, seed=3), {n: f'person-{n:02}' for n in range(60)});"
        "nx.set_node_attributes(g, {n: n for n in g}, 'name'); nx.set_edge_attributes(g, 1, 'weight');"
        "out = io.BytesIO(); files.gexf(g, out);"
        "print(hashlib.sha1(repr(communities(g)).encode() + out.getvalue()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_who_links_two_agencies_and_by_which_sentence(store) -> None:
    norden = factory.entity_iri("Agency", "Nordenfly")
    view = views.between(store, norden, factory.OSA.iri)
    told = [(row["first"], row["second"], row["shared"], [said.evidence for said in row["said"]]) for row in view.rows]
    assert told == [
        ("Ilja Brandt", "Jon Vale", ["Heron 5"], ["Brandt, Vale and Orr flew."]),
        ("Kit Orr", "Jon Vale", ["Heron 5"], ["Brandt, Vale and Orr flew."]),
    ]
    assert [row["first"] for row in views.between(store, factory.OSA.iri, norden).rows] == ["Jon Vale", "Jon Vale"]
    assert views.between(store, norden, norden).rows == ()


def test_one_who_belongs_to_both_links_them() -> None:
    (one, said), two = crews()
    more = factory.say(one, "Vale belongs", factory.VALE, "memberOf", factory.entity("Agency", "Nordenfly"))
    store = factory.store_of((one, [*said, more]), two)
    first = views.between(store, factory.OSA.iri, factory.entity_iri("Agency", "Nordenfly")).rows[0]
    assert (first["first"], first["second"], first["shared"]) == ("Jon Vale", "Jon Vale", [])


def test_agencies_and_years(store) -> None:
    (row,) = views.VIEWS["agencies"](store, 20).rows
    assert row == {
        "first": "Nordenfly",
        "second": "Ostland Space Agency",
        "pairs": 2,
        "people": ["Ilja Brandt", "Jon Vale", "Kit Orr"],
    }
    years = [(row["year"], row["agency"], row["people"]) for row in views.VIEWS["years"](store, 1).rows]
    assert years == [
        (2030, "Ostland Space Agency", ["Jon Vale", "Mira Tarn"]),
        (2031, "Nordenfly", ["Ilja Brandt", "Kit Orr"]),
        (2031, "Ostland Space Agency", ["Jon Vale"]),
    ]


def test_a_programme_joins_nobody() -> None:
    release = factory.release("Tarn and Vale are of Tide.\nQuist flies Tide Two.\n")
    say = factory.say
    store = factory.store_of(
        (
            release,
            [
                say(release, "Tarn", factory.TARN, "crewMemberOf", factory.TIDE),
                say(release, "Tarn", factory.VALE, "crewMemberOf", factory.TIDE),
                say(release, "Quist", factory.QUIST, "crewMemberOf", factory.TIDE_2),
            ],
        )
    )
    assert analyse.coflights(store).number_of_edges() == 0


# ── files and pictures ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(views.VIEWS))
@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_files_open_in_networkx_with_plain_attributes(store, name, form, read) -> None:
    view = views.VIEWS[name](store, 20)
    out = io.BytesIO()
    files.FORMATS[form](view.graph, out)
    again = io.BytesIO()
    files.FORMATS[form](views.VIEWS[name](factory.store_of(*reversed(crews())), 20).graph, again)
    assert out.getvalue() == again.getvalue()
    found = read(io.BytesIO(out.getvalue()))
    assert sorted(found) == sorted(shrink(thing) for thing in view.graph)
    assert found.number_of_edges() == view.graph.number_of_edges() > 0
    values = [value for _, node in found.nodes(data=True) for value in node.values()]
    assert {type(value) for value in values} <= {str, int, float}
    assert {node["label"] for _, node in found.nodes(data=True)} == {n["name"] for _, n in view.graph.nodes(data=True)}


@pytest.mark.parametrize("name", sorted(views.VIEWS))
def test_gexf_is_as_its_schema_has_it(store, name) -> None:
    out = io.BytesIO()
    files.gexf(views.VIEWS[name](store, 20).graph, out)
    assert b"<edge " in out.getvalue()
    assert faults(out.getvalue()) == []


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ('mode="static">', 'mode="static" name="">', "graph/@name="),
        ('type="double"', 'type="decimal"', "attribute/@type=decimal"),
        ('title="degree" type="long"', 'title="degree" type="boolean"', "node: {'for'"),
        ('for="1"', 'for="7"', "node: {'for'"),
        ('source="person:ada-quist"', 'source="person:nobody"', "no node person:nobody"),
        ('source="person:ada-quist"', 'from="person:ada-quist"', "edge lacks source!"),
        ('<node id="person:cole-marsh"', '<node id="person:ada-quist"', "node person:ada-quist twice"),
        ('label="Ada Quist"', 'label="Ada Quist "', "node/@label=Ada Quist "),
        ("<nodes>", "<nodes><meta />", "element {http://www.gexf.net/1.2draft}meta"),
    ],
)
def test_what_is_not_as_the_schema_has_it_is_found(store, right, wrong, fault) -> None:
    out = io.BytesIO()
    files.gexf(views.VIEWS["people"](store, 20).graph, out)
    text = out.getvalue().decode()
    assert right in text
    assert any(found.startswith(fault) for found in faults(text.replace(right, wrong, 1).encode()))


@pytest.mark.parametrize("name", ["people", "years"])
def test_pictures_are_the_same_every_time(store, name, tmp_path) -> None:
    for number, archived in enumerate((crews(), tuple(reversed(crews())))):
        view = views.VIEWS[name](factory.store_of(*archived), 20)
        assert plot.plot(view, tmp_path / f"{number}.svg") == (1 if name == "people" else 0)  # Marsh flew with nobody
        plot.plot(view, tmp_path / f"{number}.png")
    assert (tmp_path / "0.svg").read_bytes() == (tmp_path / "1.svg").read_bytes()
    assert etree.parse(tmp_path / "0.svg").getroot().tag.endswith("svg")
    assert (tmp_path / "0.png").read_bytes() == (tmp_path / "1.png").read_bytes()
    assert (tmp_path / "0.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_of_nothing_is_a_picture(tmp_path) -> None:
    assert plot.plot(views.VIEWS["people"](Store(), 20), tmp_path / "none.svg") == 0


def test_a_picture_of_many_draws_the_best_joined(tmp_path) -> None:
    wheel = nx.relabel_nodes(nx.wheel_graph(plot.LARGEST + 30), lambda n: f"person-{n:03}")
    assert plot.plot(views.View("Many", (), wheel), tmp_path / "many.svg") == 30


def test_without_matplotlib_it_says_what_to_install(store, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(Problem, match=r"missiongraph\[plot\].*A002"):
        plot.plot(views.VIEWS["people"](store, 20), tmp_path / "people.svg")


# ── derived triples ───────────────────────────────────────────────────────────────────────────────────────────────


def selected(store: Store, sparql: str) -> list[tuple[str, ...]]:
    return sorted(tuple(shrink(term.value) for term in row) for row in store.select(sparql))


def test_derived_triples_say_how(store) -> None:
    assert derived.keep(store) == 12 + 6 + 2  # crewmates both ways, six who flew, two agencies both ways
    mates = selected(store, "SELECT ?b WHERE { GRAPH graph:derived { person:mira-tarn mg:crewmateOf ?b } }")
    assert mates == [("person:ada-quist",), ("person:jon-vale",)]
    why = """SELECT DISTINCT ?rule ?words WHERE {
      GRAPH graph:derived { ?d a mg:Derivation ; rdf:subject person:jon-vale ; rdf:predicate mg:totalFlights ;
        rdf:object 3 ; prov:wasGeneratedBy ?rule ; prov:wasDerivedFrom ?said }
      ?said oa:hasSelector/oa:exact ?words }"""
    rule = iri("graph:derived") + "#flights"
    assert selected(store, why) == [(rule, "Brandt, Vale and Orr flew.")]
    flights = "SELECT ?n WHERE { GRAPH graph:derived { person:mira-tarn mg:totalFlights ?n } }"
    assert selected(store, flights) == [("1",)]


def test_derived_triples_rest_on_what_there_is(store) -> None:
    derived.keep(store)
    dangling = """SELECT ?d ?ground WHERE {
      GRAPH graph:derived { ?d a mg:Derivation ; prov:wasDerivedFrom ?ground }
      FILTER NOT EXISTS { ?ground a mg:Statement }
      FILTER NOT EXISTS { GRAPH graph:derived { ?ground a mg:Derivation } } }"""
    assert selected(store, dangling) == []


def test_derived_triples_are_renewed_and_go_with_the_next_change() -> None:
    store = factory.store_of(*crews())
    before, plain = set(store.quads()), bytes_of(store)
    derived.keep(store)
    kept = set(store.quads())
    derived.keep(store)
    assert set(store.quads()) == kept
    assert kept - before == {quad for quad in kept if quad.graph_name.value == iri(DERIVED)}
    assert not store.query("ASK { ?a mg:crewmateOf ?b }")
    assert bytes_of(store) == plain
    store.replace({name: list(store.quads(name)) for name in map(release_iri, ("demo/one", "demo/two"))})
    assert set(store.quads()) == kept  # nothing had changed
    store.remove(release_iri("demo/two"))
    assert iri(DERIVED) not in store.graphs()
    assert set(store.quads()) == set(factory.store_of(crews()[0]).quads())


def bytes_of(store: Store) -> bytes:
    out = io.BytesIO()
    export.graph_turtle(store, out)
    return out.getvalue()


def test_retract_takes_what_was_derived(tmp_path) -> None:
    with Store(tmp_path / "store") as store:
        store.replace({release_iri(r.id): emit.quads(r, s, "key-1") for r, s in crews()})
        derived.keep(store)
        store.flush()
    assert retract(tmp_path, ["demo/one"]) == []
    with Store(tmp_path / "store", read_only=True) as store:
        assert iri(DERIVED) not in store.graphs()


def test_the_command_writes_draws_and_keeps(tmp_path, capsys) -> None:
    with Store(tmp_path / "store") as store:
        store.replace({release_iri(r.id): emit.quads(r, s, "key-1") for r, s in crews()})
    graph, picture, network = str(tmp_path), tmp_path / "crews.svg", tmp_path / "crews.gexf"
    assert run(["analyse", graph, "--write", "--plot", str(picture), "--format", "gexf", "--out", str(network)]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines() == [
        "20 triples derived, in graph:derived",
        f"wrote {picture}; 1 of 6 left out, who have fewest links",
        "6 rows",
    ]
    assert len(nx.read_gexf(network)) == 6
    assert run(["analyse", graph, "--path", "Cole Marsh", "Jon Vale"]) == 0
    assert capsys.readouterr().err == "Cole Marsh shares no flight with anyone in this graph\n"
    assert run(["analyse", graph, "--between", "OSA", "nordenfly"]) == 0
    assert "Kit Orr" in capsys.readouterr().out
