from __future__ import annotations

import re
from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from missiongraph.authority import Authority, Entry, Family
from missiongraph.extract.finders import Name
from missiongraph.extract.names import find
from missiongraph.terms import ENTITY_TYPES, entity_iri

NLP = spacy.blank("en")


def known(type_: str, label: str, *aliases: str, **facts: tuple[str, ...]) -> Entry:
    return Entry(entity_iri(type_, label), type_, label, aliases, (), facts)


OSA = known("Agency", "Ostland Space Agency", "OSA")
TARN = known("Person", "Mira Tarn", nationality=(entity_iri("Place", "Ostland"),))
HALO = known("Station", "Halo Station", "Halo", ambiguous=("true",), contextWord=("outpost",))
OSTLAND = known("Place", "Ostland", adjective=("Ostlandic",), demonym=("Ostlander",))
MARSH_C, MARSH_D = known("Person", "Cole Marsh", "C. Marsh"), known("Person", "Cora Marsh", "C. Marsh")
QUAY = known("Facility", "Quay Space Centre", "Quay", ambiguous=("true",))
ENGINEER = known("Role", "flight engineer")
HERON = Family(
    "https://example.org/heron",
    "Spacecraft",
    re.compile(r"(?<![\w-])(?:Heron[- ](\d+))(?!\w)"),
    "Heron {1}",
    ("Heron-{1}",),
)
WORLD = Authority([OSA, TARN, HALO, OSTLAND, MARSH_C, MARSH_D, QUAY, ENGINEER], [HERON])


def doc(text: str, **ents: str) -> Doc:
    """A doc whose model entities are given as label="surface", or label="surface|surface"."""
    made = NLP.make_doc(text)
    spans = []
    for label, surfaces in ents.items():
        for surface in surfaces.split("|"):
            begin = text.index(surface)
            span = made.char_span(begin, begin + len(surface), label=label)
            assert span is not None, surface
            spans.append(Span(made, span.start, span.end, label=label))
    made.ents = spans
    return made


def names(text: str, **ents: str) -> list[Name]:
    return find(doc(text, **ents), text, WORLD, 2031)


def typed(text: str, **ents: str) -> list[tuple[str, str]]:
    return [(n.text, n.type) for n in names(text, **ents)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The capsule Sparrowhawk left at dawn.", ("Sparrowhawk", "Spacecraft")),
        ("The crew named the spacecraft “Corona”.", ("Corona", "Spacecraft")),
        ("Engineers fuelled the Sparrowhawk spacecraft.", ("Sparrowhawk", "Spacecraft")),
        ("A cargo ship called Petrel is ready.", ("Petrel", "Spacecraft")),
        ("They watched the S.S. Ada Quist depart.", ("S.S. Ada Quist", "Spacecraft")),
        ("It rode on the Kestrel rocket.", ("Kestrel", "LaunchVehicle")),
        ("It rose on a rocket named Kestrel.", ("Kestrel", "LaunchVehicle")),
        ("Her second mission, called Tide, begins.", ("Tide", "Mission")),
        ("She trained for the Tide mission.", ("Tide", "Mission")),
        ("He slept in the Willow module.", ("Willow", "Module")),
        ("They reached the Borealis space station.", ("Borealis", "Station")),
        ("The Pebble rover drove a metre.", ("Pebble", "Payload")),
        ("A talk at the Northwick Space Center was full.", ("Northwick Space Center", "Facility")),
        ("It stands at Northwick Cosmodrome.", ("Northwick Cosmodrome", "Facility")),
        ("They work for the Norden Space Agency.", ("Norden Space Agency", "Agency")),
        ("She studied at Northwick University.", ("Northwick University", "Organization")),
        ("He teaches at the Institute of Marine Biology.", ("Institute of Marine Biology", "Organization")),
        ("It flew from Launch Complex 7B.", ("Launch Complex 7B", "Facility")),
    ],
)
def test_an_unknown_name_is_typed_by_the_words_around_it(text: str, found: tuple[str, str]) -> None:
    assert found in typed(text)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("NASA astronaut Ilya Brandt waved.", ["Ilya Brandt"]),
        ("Cosmonauts Ilya Brandt and Ada Quist waved.", ["Ilya Brandt", "Ada Quist"]),
        ("Commander Ilya Brandt, Ada Quist and Jon Vale met.", ["Ilya Brandt"]),
        ("Flight Engineer Ada van der Quist waved.", ["Ada van der Quist"]),
        ("Pilot Jon P. Vale waved.", ["Jon P. Vale"]),
        ("Dr. Zoë O’Hara-Núñez spoke.", ["Zoë O’Hara-Núñez"]),
    ],
)
def test_an_unknown_person_is_found_by_the_title(text: str, people: list[str]) -> None:
    found = [n.text for n in names(text) if n.type == "Person"]
    assert set(people) <= set(found)


@pytest.mark.parametrize(
    ("text", "ent", "person"),
    [
        ("Then Ilya Brandt’s suit leaked.", "Ilya Brandt’s", "Ilya Brandt"),
        ("Then Captain Ilya Brandt left.", "Captain Ilya Brandt", "Ilya Brandt"),
        ("Then Jon Vale Jr. left.", "Jon Vale Jr.", "Jon Vale Jr."),
    ],
)
def test_what_is_no_part_of_a_persons_name_is_cut(text: str, ent: str, person: str) -> None:
    assert [n.text for n in names(text, PERSON=ent)] == [person]


@pytest.mark.parametrize("ent", ["lowercase", "R2D2", "a@b"])
def test_what_is_no_name_is_no_person(ent: str) -> None:
    text = f"then {ent} left"
    made = NLP.make_doc(text)
    span = made.char_span(5, 5 + len(ent), label="PERSON", alignment_mode="expand")
    made.ents = [span]
    assert find(made, made.text, WORLD, 2031) == []


def test_a_known_name_comes_with_its_iri_and_a_reason() -> None:
    (person, agency) = names("Mira Tarn works for OSA.")
    assert (person.iri, person.label, person.source) == (TARN.iri, "Mira Tarn", "authority")
    assert (agency.text, agency.iri, agency.label) == ("OSA", OSA.iri, "Ostland Space Agency")
    assert person.reason == "the name of nothing else"


def test_a_numbered_name_comes_with_its_label_and_aliases() -> None:
    (craft,) = names("On Monday Heron-12 left.")
    assert (craft.text, craft.type, craft.label, craft.source) == ("Heron-12", "Spacecraft", "Heron 12", "family")
    assert craft.aliases == ("Heron-12",)


def test_an_ambiguous_word_needs_a_cue() -> None:
    assert typed("A Halo of light stood over the bay.") == []
    assert typed("They reached the outpost Halo.") == [("Halo", "Station")]
    assert typed("They reached Halo Station.") == [("Halo Station", "Station")]


def test_undecided_namesakes_are_said_to_be_unsure() -> None:
    (found,) = names("On Monday C. Marsh left.")
    assert (found.type, found.iri) == ("Person", None)
    assert found.reason in ("unsure: Cole Marsh or Cora Marsh", "unsure: Cora Marsh or Cole Marsh")


def test_a_role_is_no_name() -> None:
    assert typed("She is flight engineer.") == []


def test_a_nationality_is_no_organization() -> None:
    assert typed("An Ostlandic crew is ready.", GPE="Ostlandic") == []


def test_the_model_is_believed_where_nothing_better_is_known() -> None:
    found = typed("Then Norden and the Vale Works of Lund agreed.", GPE="Norden|Lund", ORG="the Vale Works")
    assert found == [("Norden", "Place"), ("Vale Works", "Organization"), ("Lund", "Place")]


def test_the_authority_overrules_the_model() -> None:
    assert typed("In spring Mira Tarn left.", ORG="Mira Tarn") == [("Mira Tarn", "Person")]


def test_a_cue_types_every_later_mention() -> None:
    text = "The capsule Sparrowhawk is ready. On Monday Sparrowhawk leaves. In June Sparrowhawk returns."
    found = names(text)
    assert [(n.text, n.type) for n in found] == [("Sparrowhawk", "Spacecraft")] * 3
    assert [n.begin for n in found] == [m.start() for m in re.finditer("Sparrowhawk", text)]


def test_a_cue_outranks_what_the_model_says_elsewhere() -> None:
    text = "The capsule Sparrowhawk is ready. On Monday Sparrowhawk leaves."
    made = NLP.make_doc(text)
    begin = text.rindex("Sparrowhawk")
    made.ents = [made.char_span(begin, begin + len("Sparrowhawk"), label="ORG")]
    assert {n.type for n in find(made, made.text, WORLD, 2031)} == {"Spacecraft"}


def test_a_part_of_a_persons_name_is_no_place() -> None:
    found = typed("Astronaut Jon Quay spoke. Then Quay left.", PERSON="Jon Quay")
    assert ("Jon Quay", "Person") in found
    assert {kind for _, kind in found} == {"Person"}


def test_nothing_in_nothing() -> None:
    assert names("") == []
    assert names("no names at all in here, none.") == []


PIECES = [
    "Mira Tarn",
    "OSA",
    "Halo Station",
    "Halo",
    "Heron 4",
    "Heron-12",
    "C. Marsh",
    "the capsule Sparrowhawk",
    "Sparrowhawk",
    "Ostland",
    "Ostlandic",
    "astronauts Ilya Brandt and Ada Quist",
    "Northwick Space Center",
    "Launch Complex 7B",
    "Quay Space Centre",
    "the Tide mission",
    "rocket",
    "flight engineer",
    "Dr. Zoë O’Hara",
    "’s",
    ",",
    ".",
    "\n\n",
    "(",
    ")",
    "and",
    "of the",
    "12 June 2031",
    "🚀",
    "“Corona”",
    "S.S. Ada Quist",
    "É",
    "New Willow module",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14), st.data())
def test_names_do_not_overlap_and_their_offsets_give_their_text(pieces: list[str], data: st.DataObject) -> None:
    made = NLP.make_doc(" ".join(pieces))
    if len(made) > 1:
        start = data.draw(st.integers(0, len(made) - 1))
        label = data.draw(st.sampled_from(["PERSON", "ORG", "GPE", "LOC", "FAC", "DATE"]))
        made.ents = [Span(made, start, data.draw(st.integers(start + 1, min(len(made), start + 4))), label=label)]
    found = find(made, made.text, WORLD, 2031)
    assert all(a.end <= b.begin for a, b in pairwise(found))
    for name in found:
        assert made.text[name.begin : name.end] == name.text
        assert name.text == name.text.strip() != ""
        assert name.type in ENTITY_TYPES
        assert name.iri is None or name.iri in WORLD.entries
