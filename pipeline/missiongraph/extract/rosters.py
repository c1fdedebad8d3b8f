"""Crew lists that do not repeat the flight: "Inside were A, the pilot; B; and two engineers, C and D".

The flight is that which one of the people listed is said to be on near the top of the release or of the list;
else the one mission spoken of right before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.authority import Authority, fold
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim
from missiongraph.extract.patterns import Found, confidence, load, matches
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.model import Status

__all__ = ["find"]

_NO_FLIGHT = re.compile(r"(?:ISS )?Expeditions? \d|Mir EO|[Pp]rogram(?:me)?\b|[Cc]ampaign|^(?:Artemis|Apollo|Gemini)$")
_NEAR = 2
_TOP = 2


def find(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Claims that those in a crew list belong to the mission of the list."""
    told = [c for c in claims if c.predicate == "crewMemberOf"]
    for sentence, found in sorted(_lists(document).items()):
        here = document.sentences[sentence]
        listed = [item for f in found for item in f.items("who", "P")]
        people = tuple(dict.fromkeys(p for item in listed for p in item.entities))
        opened = any(f.rule.name in _ENOUGH for f in found)
        if "<X" in here.typed or not (opened or _several_posts(found)):
            continue
        anchor = _anchor(people, here, told, document)
        mission = anchor.object if anchor else _spoken_of(here, document)
        if not isinstance(mission, int):
            continue
        seats: dict[int, Item] = {p: item for item in listed for p in item.entities}
        for person, item in seats.items():
            state = anchor.status if anchor else found[0].status
            said = Claim(person, "crewMemberOf", mission, sentence, "crew-list", 0.84, state)
            yield replace(said, confidence=confidence(said.confidence, item))


_ENOUGH = frozenset({"list-opens", "will-serve-as"})
"""Rules that tell a crew list by themselves."""


def _several_posts(found: list[Found]) -> bool:
    """Two posts of one flight; flight engineers are a station's too, and those crews mix."""
    posts = {item.role for f in found for item in f.items("post", "R")}
    return len(posts) > 1 and not any("engineer" in post for post in posts)


def _lists(document: Document) -> dict[int, list[Found]]:
    out: dict[int, list[Found]] = defaultdict(list)
    for found in matches(load("crew")["roster"], document):
        posts = found.items("post", "R")
        if all(_aboard(item.role, document.authority) for item in posts):
            out[found.sentence.index].append(found)
    return out


def _aboard(title: str, authority: Authority) -> bool:
    return any(
        "crew" in e.facts.get("roleKind", ()) for e in authority.by_label.get(fold(title), ()) if e.type == "Role"
    )


def _missions(document: Document, sentence: Sentence) -> list[int]:
    """The flights that a sentence names, in order."""
    found = (e for item in sentence.of("X") for e in item.entities)
    return list(dict.fromkeys(e for e in found if not _NO_FLIGHT.search(document.entity(e).name)))


def _anchor(people: tuple[int, ...], here: Sentence, told: list[Claim], document: Document) -> Claim | None:
    """What says of one of the people listed which flight this is; None where several fit."""
    near = {
        m
        for s in document.sentences
        if s.index <= _TOP or abs(s.index - here.index) <= _NEAR
        for m in _missions(document, s)
    }
    fits = [c for c in told if c.subject in people and c.object in near]
    return fits[0] if len({c.object for c in fits}) == 1 else None


def _spoken_of(here: Sentence, document: Document) -> int | None:
    """The one mission of the nearest sentence before that names any."""
    for index in range(here.index - 1, max(-1, here.index - _NEAR - 1), -1):
        if named := _missions(document, document.sentences[index]):
            return named[0] if len(named) == 1 else None
    return None
