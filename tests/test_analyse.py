from __future__ import annotations

import pytest

import factory
from missiongraph import analyse
from missiongraph.errors import Problem
from missiongraph.model import Literal
from missiongraph.store import Store


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


def test_the_one_in_the_middle_is_most_central(graph) -> None:
    first, *others = analyse.centrality(graph)
    assert first == analyse.Rank("Jon Vale", 2, 1.0)
    assert [rank.name for rank in others] == ["Ada Quist", "Mira Tarn"]
    assert len(analyse.centrality(graph, top=1)) == 1


def test_components_are_sorted_names(graph) -> None:
    assert analyse.components(graph) == [["Ada Quist", "Jon Vale", "Mira Tarn"]]


def test_a_path_names_what_was_shared(graph) -> None:
    assert analyse.path(graph, "mira tarn", "Ada Quist") == [
        analyse.Step("Mira Tarn", "Jon Vale", ("Heron 4",)),
        analyse.Step("Jon Vale", "Ada Quist", ("Heron 4",)),
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
    assert (analyse.centrality(graph), analyse.components(graph)) == ([], [])
    assert len(analyse.entities(Store())) == 0


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
