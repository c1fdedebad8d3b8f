"""editions: what is a re-issue or a correction of what, whoever came first."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import factory
from factory import HERON_5, QUIST
from missiongraph import editions, query
from missiongraph.editions import settle, signature
from missiongraph.model import Release
from missiongraph.store import EDITIONS, Store
from missiongraph.terms import iri, node, release_id

TEXT = """Ada Quist lands in the Grey Steppe
Ada Quist of the Ostland Space Agency landed in the Grey Steppe on 6 December 2031 in Heron 5. She had left Halo Station
that day with samples of ice, seeds and crystals that laboratories in Lund will look at over the winter months. Doctors
met her beside the capsule, gave her tea and a coat, and flew her to the Quay centre, where her family waited for her.
"Halo was home to me, and I leave it in good hands," said Quist. The next crew is to fly in spring, says the agency.
"""
OTHER = TEXT.replace("Ada Quist", "Jon Vale").replace("Heron 5", "Heron 6").replace("Quist", "Vale")
MISTAKE = TEXT.replace("6 December", "5 December")
CORRECTION = "Correction: " + TEXT.replace("crystals that", "crystals (the date was wrong at first) that")
FAR = "\n".join(" ".join(f"word{number * 7 % 61}{line}" for number in range(30)) for line in range(6))


def release(name: str, text: str = TEXT, day: int = 7) -> Release:
    return factory.release(text, f"demo/{name}", published=date(2031, 12, day) if day else None)


def settled(*found: Release) -> Store:
    store = factory.store_of(*((each, []) for each in found))
    settle(store)
    return store


def links(store: Store) -> set[tuple[str, str, str]]:
    quads = [quad for quad in store.quads(iri(EDITIONS)) if quad.predicate != node("mg:buildKey")]
    return {
        (release_id(q.subject.value), q.predicate.value.rpartition("#")[2], release_id(q.object.value)) for q in quads
    }


def told(*found: Release) -> set[tuple[str, str, str]]:
    return links(settled(*found))


def again(later: str, earlier: str, kind: str = "reissueOf", first: str = "") -> set[tuple[str, str, str]]:
    return {
        (f"demo/{later}", kind, f"demo/{earlier}"),
        (f"demo/{later}", "firstIssue", f"demo/{first or earlier}"),
    }


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([release("a"), release("b", day=8)], again("b", "a")),
        ([release("b"), release("a", day=8)], again("a", "b")),
        ([release("a"), release("b")], again("b", "a")),
        ([release("a", day=0), release("b")], again("a", "b")),
        ([release("a"), release("b", TEXT.replace("gave her tea and a coat", "gave her tea"), 8)], again("b", "a")),
        ([release("a"), release("b", TEXT + "The agency will hold a briefing.\n", 8)], again("b", "a")),
        ([release("a"), release("b", OTHER, 8)], set()),
        ([release("a"), release("b", MISTAKE, 8)], set()),
        ([release("a"), release("b", FAR, 8)], set()),
        ([release("a", "Crew rests\nShort."), release("b", "Crew rests\nShort.", 8)], set()),
        ([release("a", MISTAKE), release("b", CORRECTION, 8)], again("b", "a", "wasRevisionOf")),
        ([release("a"), release("b", "Corrected copy: " + TEXT, 8)], again("b", "a", "wasRevisionOf")),
        ([release("z", MISTAKE), release("b", CORRECTION)], again("b", "z", "wasRevisionOf")),
        (
            [release("a", MISTAKE), release("b", CORRECTION, 8), release("c", CORRECTION, 9)],
            again("b", "a", "wasRevisionOf") | again("c", "b", first="a"),
        ),
        ([release("a"), release("b", OTHER.replace("Jon Vale lands", "Orbit correction: Vale lands"), 8)], set()),
    ],
)
def test_what_is_said_again(found: list[Release], expected: set[tuple[str, str, str]]) -> None:
    assert told(*found) == expected
    assert told(*reversed(found)) == expected


@given(st.permutations([release(name, text, day) for name, text, day in (
    ("a", MISTAKE, 7), ("b", CORRECTION, 8), ("c", MISTAKE, 9), ("d", TEXT, 6), ("e", OTHER, 7), ("f", TEXT, 0),
)]), st.integers(1, 5))  # fmt: skip
def test_neither_order_nor_steps_matter(found: list[Release], cut: int) -> None:
    whole = settled(*sorted(found, key=lambda each: each.id))
    steps = factory.store_of(*((each, []) for each in found[:cut]))
    settle(steps)
    for each in found[cut:]:
        steps.replace({factory.release_iri(each.id): factory.emit.quads(each, [], "key-1")})
    settle(steps)
    assert set(steps.quads()) == set(whole.quads())


def test_a_first_issue_that_is_taken_out_takes_its_links(tmp_path) -> None:
    store = settled(release("a"), release("b", day=8), release("c", day=9))
    store.remove(factory.release_iri("demo/a"))
    assert settle(store) == 1
    assert {earlier for _, _, earlier in links(store)} == {"demo/b"}


def test_links_are_sought_again_only_where_the_releases_differ(monkeypatch) -> None:
    store = settled(release("a"), release("b", day=8))
    monkeypatch.setattr(Store, "text", lambda *_: pytest.fail("read a text for nothing"))
    assert settle(store) == 1
    monkeypatch.undo()
    store.replace({factory.release_iri("demo/b"): factory.emit.quads(release("b", FAR, 8), [], "key-1")})
    assert settle(store) == 0


def test_the_signature_is_the_same_everywhere() -> None:
    assert signature(TEXT)[:25] == signature(TEXT.upper())[:25]
    assert signature(TEXT).startswith("-")
    assert signature(CORRECTION).startswith("c")
    assert signature("too short") == ""


def fact(of: Release, day: str):
    node = factory.local("Landing")
    value = factory.Literal(day, "date")
    said = [
        factory.say(of, "Ada Quist of", node, "participant", QUIST),
        factory.say(of, "Ada Quist of", node, "spacecraft", HERON_5),
    ]
    return of, [*said, factory.say(of, "Ada Quist of", node, "time", value)]


def answer(name: str, *archive, **given: str) -> int:
    store = factory.store_of(*archive)
    settle(store)
    return len(query.answer(store, query.saved(name).bound(store, given)).rows)


def test_a_reissue_confirms_nothing() -> None:
    first, second = fact(release("a"), "2031-12-06"), fact(release("b", day=8), "2031-12-06")
    third = fact(release("c", FAR + "\nAda Quist of it landed.", 9), "2031-12-06")
    for thing in ("Ada Quist", "Heron 5"):
        assert answer("confirmed", first, second, thing=thing) == 0
        assert answer("confirmed", first, second, third, thing=thing) == 1


def test_what_was_corrected_disagrees_with_nobody() -> None:
    wrong, right = fact(release("a", MISTAKE), "2031-12-05"), fact(release("b", CORRECTION, 8), "2031-12-06")
    assert answer("disagreements", wrong, right) == 0
    other = fact(release("c", FAR + "\nAda Quist of it landed.", 9), "2031-12-05")
    assert answer("disagreements", right, other) == 1
    assert answer("disagreements", wrong, right, other) == 1


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=30))
def test_equal_rows_are_found_in_order(rows) -> None:
    groups: dict[tuple[int, int], list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row, []).append(number)
    found = editions._equal(np.array(rows, "<u4"))
    assert sorted(found) == sorted(group for group in groups.values() if len(group) > 1)
