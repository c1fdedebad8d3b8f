"""Launches told by their date alone: "Crew-13 is set for October", "it was first planned for May 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler, Value
from missiongraph.extract.patterns import Found, confidence, literal, load, matches
from missiongraph.extract.planning import CALLED_OFF
from missiongraph.extract.prominence import no_flight
from missiongraph.extract.sentence import Item
from missiongraph.extract.triggers import triggers
from missiongraph.model import Status

__all__ = ["find"]

_DROPPED = re.compile(rf"\b(?:but|and|until|when|then|before)\b[^.;]{{0,40}}\b(?:{CALLED_OFF}|moved|pushed)\b")
_NEW_DATE = re.compile(
    r"\b(?:postponed|delayed|moved|pushed|put off|rescheduled|slipped)\b[^<;.]{0,20} (?:to|until|till|for) (?:the |no earlier than )?<T(\d+)>"
)
_ON_CRAFT = re.compile(
    r"<X\d+>,? (?:also |again |likewise )?(?:aboard|on|using|in) (?:the )?(?:<[AO]\d+>(?:'s)? )?<C(\d+)>"
)
_OTHERWISE = re.compile(
    r"\b(?:docking|landing|return\w*|arriv\w+|berthing|undock\w*|splashdown|departure|end|retire\w*|deorbit|relocation)\b"
)


def find(document: Document) -> Iterator[Event]:
    """The launches that scheduling verbs tell of a flight or craft."""
    yield from _following(document)
    told: set[tuple[int, int]] = set()
    for found in matches(load("flights")["scheduled"], document):
        sentence = found.sentence
        text = sentence.span.text
        if (sentence.index, found.match.start()) in told or _OTHERWISE.search(text) or any(triggers(sentence)):
            continue
        told.add((sentence.index, found.match.start()))
        yield from _launch(found, document)


def _following(document: Document) -> Iterator[Event]:
    """ "To be followed by Chang'e-8 in 2028": the next flight's launch, done or ahead as its time is."""
    published = document.release.published
    for found in matches(load("flights")["follows"], document):
        pairs = [(found.items("what"), found.items("when", "T")), (found.items("what2"), found.items("when2", "T"))]
        for flights, (when, *_) in ((a, b) for a, b in pairs if a and b):
            entity = document.entity(flights[0].entities[0])
            value = when.time.value if when.time else ""
            if not value or no_flight(entity):
                continue
            ahead = published is not None and value[:10] > published.isoformat()[: len(value[:10])]
            slot = "mission" if flights[0].code == "X" else "spacecraft"
            told: tuple[tuple[str, Value], ...] = ((slot, entity.index), ("time", literal(value)))
            sure = confidence(found.rule.confidence, flights[0])
            fillers = tuple(Filler(s, v, found.sentence.index, found.rule.name, sure) for s, v in told)
            yield Event("Launch", Status.PLANNED if ahead else Status.OCCURRED, found.sentence.index, fillers)


def _launch(found: Found, document: Document) -> Iterator[Event]:
    """The launch and its date: planned, or cancelled where the date was given up."""
    for what in found.items("what"):
        yield from _of(what, found, document)


def _of(what: Item, found: Found, document: Document) -> Iterator[Event]:
    sentence, rule, published = found.sentence, found.rule, document.release.published
    when = found.items("when", "T")[0]
    entity = document.entity(what.entities[0])
    if when.time is None or no_flight(entity):
        return
    slot = "mission" if what.code == "X" else "spacecraft"
    sure = confidence(rule.confidence, what)

    craft = _ON_CRAFT.search(found.match.group()) if what.code == "X" else None
    crafts = sentence.items[int(craft.group(1))].entities[:1] if craft else ()

    def launch(day: str, state: Status) -> Event:
        told: tuple[tuple[str, Value], ...] = (
            (slot, what.entities[0]),
            *(("spacecraft", c) for c in crafts),
            ("time", literal(day)),
        )
        return Event(
            "Launch", state, sentence.index, tuple(Filler(s, v, sentence.index, rule.name, sure) for s, v in told)
        )

    def ahead(day: str) -> bool:
        return published is None or day[:10] >= published.isoformat()[: len(day[:10])]

    rest = found.match.group("rest")
    gone = bool(found.match.groupdict().get("gone")) or bool(_DROPPED.search(rest))
    if gone or ahead(when.time.value):
        yield launch(when.time.value, Status.CANCELLED if gone else Status.PLANNED)
    new = _NEW_DATE.search(rest)
    later = sentence.items[int(new.group(1))].time if new else None
    if gone and later and ahead(later.value):
        yield launch(later.value, Status.PLANNED)
