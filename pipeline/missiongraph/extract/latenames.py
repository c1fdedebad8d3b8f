"""Flights that get their name a sentence late: "… left on board Challenger. The flight, STS-61-A, was commanded by A"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Value
from missiongraph.extract.prominence import is_flight, of_many
from missiongraph.extract.sentence import Sentence

__all__ = ["find", "named_by"]

_TRIP = r"(?:flight|mission|trip|voyage|journey|sortie|expedition|launch)"
_CALLED = r"(?: (?:called|known as|designated|designation|named|numbered|flown as|mission|flight|that of))*"
_NAMED = re.compile(
    rf"(?:(?:The|This|That|It was the|His|Her|Their|<P\d+>'s) (?:[a-z-]+ |<D\d+> ){{0,2}}{_TRIP}"
    rf"(?:,|:| was| is|, which was| –| —)|It was){_CALLED} (?:the )?<X(?P<flight>\d+)>"
)
_BACK = 2


def find(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Those said to have flown on a craft right before belong to the mission, and it uses the craft."""
    flown = [c for c in claims if c.predicate == "flewOn"]
    for sentence in document.sentences:
        mission = named_by(sentence)
        if mission is None or of_many(document.entity(mission)):
            continue
        told = _just_told(sentence, flown, document)
        crafts = {c.object for c in told}
        for claim in told if len(crafts) == 1 else ():
            yield Claim(claim.subject, "crewMemberOf", mission, sentence.index, "flight-named-late", 0.82, claim.status)
        if len(crafts) == 1 and not is_flight(document.entity(_only(crafts))):
            craft, state = told[0].object, told[0].status
            yield Claim(mission, "usesSpacecraft", craft, sentence.index, "flight-named-late", 0.82, state)


def named_by(sentence: Sentence) -> int | None:
    """The mission that a sentence begins with as the name of a flight just told."""
    match = _NAMED.match(sentence.typed)
    return sentence.items[int(match.group("flight"))].entities[0] if match else None


def _only(crafts: set[Value]) -> int:
    return next(c for c in crafts if isinstance(c, int))


def _just_told(here: Sentence, flown: list[Claim], document: Document) -> list[Claim]:
    """The seats that the nearest sentence before gives, where none in between names a mission or starts a paragraph."""
    for index in range(here.index - 1, max(-1, here.index - _BACK - 1), -1):
        before = document.sentences[index]
        if "<X" in before.typed:
            break
        if told := [c for c in flown if c.sentence == index]:
            return told
    return []
