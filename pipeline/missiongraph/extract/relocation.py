"""A craft moved from one port to another: an undocking and a docking told by one verb, or by two of one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from missiongraph.extract import clauses, scope
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.sentence import Sentence
from missiongraph.extract.triggers import Trigger

__all__ = ["split"]

Told = tuple[Trigger, Event]

_LEFT = re.compile(r"\bfrom (?:(?!to\b)[\w'-]+ ){0,6}<M(\d+)>")
_REACHED = re.compile(r"\b(?:to|onto) (?:(?!from\b)[\w'-]+ ){0,6}<M(\d+)>")
_OTHER_PORT = re.compile(r"\bto (?:another|its|the other|an?|the [\w-]+) (?:[\w-]+ ){0,3}port\b")
_PORTS_OF = re.compile(r"\bfrom (?:[\w-]+ ){1,5}to (?:[\w-]+ ){1,4}ports? (?:of|on|at) (?:the )?<M(\d+)>")
_THERE = re.compile(r"[a-z]+ (?:over |across )?(?:there|here)\b")
_MOVED = re.compile(
    r"[\w-]+ (?:\w+ly )?(?:(?:<[AOP]\d+>(?:'s)?|the|its|their|a|his|her) )*(?:(?!from|to|of|in|on|into|with|aboard|and)[\w-]+ ){0,2}?<C(\d+)>"
)
_SEATED = re.compile(r"relocat|re-?park|re-?position", re.IGNORECASE)
"""Words that tell by themselves that it is a craft at a port that is moved."""


def split(found: Sequence[Told], sentence: Sentence, document: Document) -> list[Told]:
    """What a sentence tells, each relocation as its two events; nothing of one where no craft or no port is named."""
    moves = [(t, e) for t, e in found if e.type == "Relocation"]
    if not moves:
        return list(found)
    others = [(t, e) for t, e in found if e.type != "Relocation"]
    ships = [_ship(trigger, event, sentence) for trigger, event in moves]
    one = len({s.value for s in ships if s}) == 1  # "it was moved there when A and B flew it over from Rassvet"
    groups = [moves] if one else [[move] for move in moves]
    for group, ship in zip(groups, [next(filter(None, ships), None)] if one else ships, strict=True):
        if ship and (parts := list(_parts(group, ship, sentence, document))):
            others += [(group[0][0], part) for part in parts]
    return others


def _parts(moves: Sequence[Told], ship: Filler, sentence: Sentence, document: Document) -> Iterator[Event]:
    trigger, event = moves[0]
    text = sentence.typed[_start(trigger, sentence) :]
    left, reached = (_port(p.search(text), sentence) for p in (_LEFT, _REACHED))
    both = _port(_PORTS_OF.search(text), sentence) if left is None else None
    if reached is None and _OTHER_PORT.search(text):  # of the same module
        left = reached = left or _spoken_of(sentence, document)
    if reached is None and _THERE.match(text):
        reached = _spoken_of(sentence, document)
    left, reached = left or both, reached or both
    if not reached and not (left and _by_itself(trigger)):
        return
    told = (f for _, e in moves for f in e.fillers if f.slot in ("participant", "time"))
    shared = (*dict.fromkeys(told), ship)
    for kind, port in (("Undocking", left), ("Docking", reached)):
        yield replace(event, type=kind, fillers=(*shared, *([port] if port else [])))


def _by_itself(trigger: Trigger) -> bool:
    return trigger.noun or bool(_SEATED.match(trigger.word))


def _start(trigger: Trigger, sentence: Sentence) -> int:
    return sentence.stretch(trigger.begin, trigger.begin + len(trigger.word))[0]


def _port(match: re.Match[str] | None, sentence: Sentence) -> Filler | None:
    entities = sentence.items[int(match[1])].entities if match else ()
    return Filler("module", entities[0], sentence.index, "relocation", 0.88) if entities else None


def _spoken_of(sentence: Sentence, document: Document) -> Filler | None:
    """The one module that the sentence before names: "there"."""
    before = document.sentences[sentence.index - 1 : sentence.index]
    ports = {e for s in before for i in s.of("M") for e in i.entities}
    return Filler("module", ports.pop(), sentence.index, "relocation-there", 0.8) if len(ports) == 1 else None


def _ship(trigger: Trigger, event: Event, sentence: Sentence) -> Filler | None:
    """What is moved: a craft, never somebody who goes from a module into one."""
    if _by_itself(trigger):
        return next((f for f in event.fillers if f.slot == "spacecraft"), None)
    match = _MOVED.match(sentence.typed[_start(trigger, sentence) :])
    subject = clauses.subject(trigger.token)
    subjects = clauses.coordinated(subject) if subject is not None else frozenset()
    told = (
        [sentence.items[int(match[1])]]
        if match
        else [i for i in sentence.of("C") if scope.head(i, sentence).i in subjects]
    )
    ships = [e for i in told for e in i.entities]
    return Filler("spacecraft", ships[0], sentence.index, "relocation-verb", 0.85) if len(ships) == 1 else None
