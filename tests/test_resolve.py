from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missiongraph.authority import Authority, Entry, load
from missiongraph.model import Literal, Node, Statement, Status
from missiongraph.resolve.linker import Linker
from missiongraph.terms import ENTITY_TYPES, LOCAL_TYPES, entity_iri, iri, release_iri


def node(type_: str, name: str, *aliases: str, **rest: str) -> Node:
    return Node(f"{type_}:{name.casefold()}", type_, name, aliases, **rest)


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(load())


@pytest.mark.parametrize(
    ("type_", "said", "linked", "reason"),
    [
        ("Person", "Luca Parmitano", "person:luca-parmitano", "exact label"),
        ("Person", "LUCA PARMITANO", "person:luca-parmitano", "exact label"),
        ("Person", "Leopold Eyharts", "person:leopold-eyharts", "exact label"),
        ("Person", "Sunita Williams", "person:suni-williams", "alias of Suni Williams"),
        ("Agency", "ESA", "agency:european-space-agency", "alias of European Space Agency"),
        ("Station", "ISS", "station:international-space-station", "alias of International Space Station"),
        ("Facility", "Kennedy Space Center", "facility:kennedy-space-center", "exact label"),
        ("Place", "Kazakhstan", "place:kazakhstan", "exact label"),
    ],
)
def test_a_known_name(linker: Linker, type_: str, said: str, linked: str, reason: str) -> None:
    found = linker.link(node(type_, said))
    assert (found.iri, found.link) == (iri(linked), reason)
    assert found.name == said
    assert found.label == load().entries[iri(linked)].label


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        ("Oleg Skripocha", "Oleg Skripochka"),
        ("Luca Parmittano", "Luca Parmitano"),
        ("Samantha Cristoforeti", "Samantha Cristoforetti"),
    ],
)
def test_a_close_spelling_gives_its_score(linker: Linker, said: str, linked: str) -> None:
    found = linker.link(node("Person", said))
    assert found.label == linked
    assert found.link is not None
    score = float(found.link.removeprefix("fuzzy ")[:4])
    assert 0.94 <= score < 1
    assert found.link == f"fuzzy {score:.2f}: {said} is {linked}"


@pytest.mark.parametrize(
    "said", ["Oleg Kravchuk", "Skripocha", "Lena Parmitano", "Michael Hopkinson Gray", "Neil Armbruster", "John Old"]
)
def test_another_person_is_minted(linker: Linker, said: str) -> None:
    found = linker.link(node("Person", said))
    assert found.iri == entity_iri("Person", said)
    assert found.iri not in load().entries
    assert (found.label, found.link) == (said, "minted: not in the authority")


@pytest.mark.parametrize(
    ("type_", "said", "local"),
    [
        ("Spacecraft", "Sparrowhawk", "craft/sparrowhawk"),
        ("Person", "Zoë O’Hara-Núñez", "person/zoe-ohara-nunez"),
        ("Facility", "Łódź Test Range", "facility/lodz-test-range"),
        ("Mission", "Tide & Ebb 2", "mission/tide-ebb-2"),
    ],
)
def test_a_minted_iri_is_readable(linker: Linker, type_: str, said: str, local: str) -> None:
    assert linker.link(node(type_, said)).iri == f"https://w3id.org/missiongraph/id/{local}"


def test_an_alias_said_in_the_release_links_too(linker: Linker) -> None:
    found = linker.link(node("Person", "Captain Tarn", "Luca Parmitano"))
    assert found.iri == iri("person:luca-parmitano")


def test_the_type_decides_between_things_of_one_name(linker: Linker) -> None:
    assert linker.link(node("Facility", "Kennedy Space Center")).iri == iri("facility:kennedy-space-center")
    assert linker.link(node("Person", "Kennedy Space Center")).iri == iri("person:kennedy-space-center")


def test_a_number_of_a_family_keeps_its_label(linker: Linker) -> None:
    found = linker.link(node("Spacecraft", "Soyuz MS 88", label="Soyuz MS-88"))
    assert (found.iri, found.label) == (iri("craft:soyuz-ms-88"), "Soyuz MS-88")


def test_what_names_decided_stands(linker: Linker) -> None:
    found = linker.link(node("Spacecraft", "Endeavour", iri=iri("craft:dragon-endeavour")))
    assert (found.iri, found.label) == (iri("craft:dragon-endeavour"), "Dragon Endeavour")
    assert found.link is not None
    assert found.link.startswith("alias of Dragon Endeavour")


def test_a_role_is_called_as_said(linker: Linker) -> None:
    for said in ("flight engineer", "Flight Engineer"):
        found = linker.link(node("Role", said))
        assert (found.iri, found.label) == (iri("role:flight-engineer"), said)


def test_an_undecided_namesake_is_nobody_known(linker: Linker) -> None:
    for type_, said in (("Person", "Gregory Johnson"), ("Person", "Alexander Alexandrov"), ("Place", "Georgia")):
        found = linker.link(node(type_, said))
        assert found.iri not in load().entries
        assert found.link is not None
        assert found.link.startswith("minted")


def person(name: str, *aliases: str, **facts: tuple[str, ...]) -> Entry:
    return Entry(entity_iri("Person", name), "Person", name, aliases, (), facts)


def test_two_as_close_are_nobody() -> None:
    linker = Linker(Authority([person("Ilya Brandtova"), person("Ilya Brandtove")], ()))
    assert linker.link(node("Person", "Ilya Brandtov")).link == "minted: not in the authority"
    alone = Linker(Authority([person("Ilya Brandtova")], ()))
    assert alone.link(node("Person", "Ilya Brandtov")).label == "Ilya Brandtova"


def test_first_names_must_agree_as_well() -> None:
    linker = Linker(Authority([person("Mark Kellerman")], ()))
    assert linker.link(node("Person", "Mia Kellerman")).iri == iri("person:mia-kellerman")


def test_a_bare_ambiguous_label_does_not_link_by_itself() -> None:
    heron = Entry(iri("craft:heron-orbiter"), "Spacecraft", "Heron Orbiter", ("Heron",), (), {"ambiguous": ("true",)})
    linker = Linker(Authority([heron], ()))
    assert linker.link(node("Spacecraft", "Heron")).iri == iri("craft:heron")
    assert linker.link(node("Spacecraft", "Heron Orbiter")).iri == iri("craft:heron-orbiter")


@pytest.mark.parametrize("type_", ["Release", *LOCAL_TYPES])
def test_nodes_of_a_release_are_left_alone(linker: Linker, type_: str) -> None:
    local = Node(f"{type_}-1", type_, type_)
    assert linker.link(local) is local


def statement(subject: Node, value: Node | Literal) -> Statement:
    return Statement("r-1", subject, "memberOf", value, 3, 9, "rule", 0.9, Status.PLANNED)


def test_both_ends_of_a_statement_are_linked(linker: Linker) -> None:
    said = statement(node("Person", "Luca Parmitano"), node("Agency", "ESA"))
    found = linker.apply(said)
    assert isinstance(found.object, Node)
    assert (found.subject.iri, found.object.iri) == (iri("person:luca-parmitano"), iri("agency:european-space-agency"))
    assert replace(found, subject=said.subject, object=said.object) == said


def test_a_value_stays_what_it_is(linker: Linker) -> None:
    value = Literal("1976", "gYear")
    assert linker.apply(statement(node("Person", "Luca Parmitano"), value)).object is value


@given(st.sampled_from([t for t in ENTITY_TYPES if t != "Role"]), st.text(min_size=1, max_size=30))
def test_any_name_gets_an_iri_of_its_class_and_linking_twice_changes_nothing(type_: str, name: str) -> None:
    linker = Linker(load())
    once = linker.link(node(type_, name))
    assert once.iri is not None
    assert once.iri.startswith(f"https://w3id.org/missiongraph/id/{ENTITY_TYPES[type_]}/")
    assert once.name == name
    again = linker.link(once)
    assert (again.iri, again.label) == (once.iri, once.label)
    assert not once.iri.startswith(release_iri(""))
