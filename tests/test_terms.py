from __future__ import annotations

import doctest
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missiongraph import terms
from missiongraph.errors import StartProblem
from missiongraph.model import Status

LABELS = [
    ("Luca Parmitano", "luca-parmitano"),
    ("Soyuz MS-13", "soyuz-ms-13"),
    ("Soyuz-2.1a", "soyuz-2-1a"),
    ("Paternò", "paterno"),
    ("Loral O’Hara", "loral-ohara"),
    ("Sławosz Uznański-Wiśniewski", "slawosz-uznanski-wisniewski"),
    ("  Ax-4  ", "ax-4"),
]


@pytest.mark.parametrize(("label", "slug"), LABELS)
def test_slug(label: str, slug: str) -> None:
    assert terms.slug(label) == slug


def test_a_name_without_latin_letters_still_has_a_slug_of_its_own() -> None:
    assert terms.slug("Гагарин") != terms.slug("Терешкова")
    assert terms.slug("Гагарин").isalnum()


@given(st.text(min_size=1))
def test_slugs_are_safe_in_an_iri_and_stable(text: str) -> None:
    slug = terms.slug(text)
    assert slug
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
    assert terms.slug(slug) == slug


@given(st.text(min_size=1))
def test_a_release_id_comes_back_from_its_iri(identifier: str) -> None:
    iri = terms.release_iri(identifier)
    assert terms.release_id(iri) == identifier
    assert terms.release_id(f"{iri}#s-1") == identifier
    assert iri.isascii()


def test_release_iris_differ_from_path_steps() -> None:
    assert [terms.release_iri(i).rpartition("/")[2] for i in (".", "..", "a/b", "a b")] == [
        "%2E",
        "%2E%2E",
        "a%2Fb",
        "a%20b",
    ]
    assert terms.release_id("https://example.org/a") is None


@pytest.mark.parametrize("kind", terms.ENTITY_TYPES)
def test_entity_iris_shrink_to_their_prefix(kind: str) -> None:
    iri = terms.entity_iri(kind, "Heron 4")
    assert terms.shrink(iri) == f"{terms.ENTITY_TYPES[kind]}:heron-4"
    assert terms.iri(terms.shrink(iri)) == iri


@pytest.mark.parametrize("iri", ["https://example.org/x", terms.release_iri("a/b"), terms.iri("mg:") + "a,b", ""])
def test_what_has_no_short_form_stays_as_it_is(iri: str) -> None:
    assert terms.shrink(iri) == iri


def test_unknown_prefix() -> None:
    with pytest.raises(KeyError):
        terms.iri("nope:x")


def test_statuses_are_those_of_the_model() -> None:
    assert set(terms.STATUSES) == set(Status)


def test_shortcuts_speak_of_slots_that_their_event_has() -> None:
    for event, bearer, slot, _ in terms.SHORTCUTS:
        assert {bearer, slot} <= set(terms.SLOTS[event])


def test_a_damaged_prefix_file_is_a_clear_problem(tmp_path, monkeypatch) -> None:
    (tmp_path / "prefixes.ttl").write_text("@prefix broken")
    monkeypatch.setattr(terms, "ontology", lambda: tmp_path)
    terms.prefixes.cache_clear()
    try:
        with pytest.raises(StartProblem, match="O001"):
            terms.prefixes()
    finally:
        monkeypatch.undo()
        terms.prefixes.cache_clear()
    assert terms.iri("mg:x").endswith("#x")


def test_examples_in_the_docstrings_run() -> None:
    failed, tried = doctest.testmod(terms)
    assert (failed, tried > 0) == (0, True)
