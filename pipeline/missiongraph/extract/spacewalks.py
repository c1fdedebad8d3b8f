"""Spacewalks told in other ways than by an event word and its clause: tables, several in one sentence, durations told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from missiongraph.extract import scope, status, stints
from missiongraph.extract.byclock import by_clock
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.patterns import Found, confidence, literal, load, matches
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.slots import IN_ALL
from missiongraph.extract.triggers import triggers
from missiongraph.model import Literal, Status
from missiongraph.times import durations

__all__ = ["find"]

_WORD = re.compile(
    r"\b(?:space ?walk\w*|EVAs?|extravehicular|walk(?:ed)? in space|airlock|open space|excursions?|outings?|sorties?)\b",
    re.IGNORECASE,
)
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine".split())} | {"twice": 2}


def find(document: Document) -> Iterator[Event]:
    """The spacewalks of a document that its tables of constructions tell."""
    for event in (*_events(document), *stints.find(document)):
        yield replace(event, status=by_clock(event.status, event.fillers, document))


def _events(document: Document) -> Iterator[Event]:
    tables = load("spacewalks")
    for found in matches(tables["line"], document):
        yield from _line(found)
    for found in matches(tables["several"], document):
        yield from _several(found)
    for found in matches(tables["told"], document):
        yield from _told(found)
    for sentence in document.sentences:
        yield from _rows(sentence, document)
    for found in matches(tables["ended"], document):
        yield from _ended(found)
    for found in matches(tables["lasted"], document):
        above = document.sentences[max(0, found.sentence.index - 1)]
        if any(t.kind.type == "Spacewalk" for t in triggers(above)):
            yield _event(found, [], [], found.items("long", "D"), found.status)
    for found in matches(tables["near"], document):
        if _spoken_of(found.sentence, document):
            yield from _told(found)


def _line(found: Found) -> Iterator[Event]:
    """ "EVA-1: A and B, 6 hours 31 minutes": all that the line names."""
    sentence = found.sentence
    people = [i for i in sentence.of("P") if i.entities]
    times, spans = _times(sentence), _spans(sentence)
    if people and len(times) <= 1 and len(spans) <= 1 and (times or spans):
        yield _event(found, people, times[:1], spans[:1], found.status)


def _several(found: Found) -> Iterator[Event]:
    """ "two spacewalks, on T and T, lasting D and D": as many dates as spacewalks, each with its duration."""
    number = _number(found.match.group("n"))
    sentence, behind = found.sentence, found.sentence.at(found.view.place(found.match.end()))
    times = found.items("when", "T") or [i for i in _times(sentence) if i.begin >= behind]
    days = [i for i in times if i.time and len(i.time.value) > 4]
    times = days if len(days) == number else times  # "twice in 2031: on 22 March … and on 8 April"
    spans = [i for i in _spans(sentence) if i.begin >= behind]
    others = [i for i in sentence.of("PXC") if i.begin >= behind]
    state = status.of(found.view.token(found.match.end() - 1))
    if number != len(times) or state is None:
        return
    if others and times:
        yield from _shared_out(found, times, spans, state)
    if others or len(spans) not in (0, number):
        return
    for n, time in enumerate(times):
        yield _event(found, found.items("who", "P"), [time], spans[n : n + 1], state)
    if found.rule.name == "twice-out":
        alone = _event(found, found.items("who", "P"), [], [], state)
        count = Filler("count", Literal(str(number), "integer"), sentence.index, found.rule.name, 0.85)
        yield replace(alone, fillers=(*alone.fillers, count))


def _shared_out(found: Found, times: list[Item], spans: list[Item], state: Status) -> Iterator[Event]:
    """ "three spacewalks, the first with B on T and two with C, on T and T", "twice: on T with B, for D, and on T with C"."""
    whole = found.sentence.whole
    people = [i for i in found.sentence.of("P") if i.begin > times[0].begin - 60 and i not in found.items("who", "P")]
    partners = [i for i in people if _PARTNER.search(whole, found.sentence.begin, i.begin)]
    if not partners:
        return
    follows = partners[0].begin > times[0].begin
    for time, later in zip(times, [*times[1:], None], strict=True):
        end = later.begin if later else found.sentence.end
        own = (
            [i for i in partners if time.end <= i.begin < end][:1]
            if follows
            else [i for i in partners if i.end <= time.begin][-1:]
        )
        long = [i for i in spans if time.end <= i.begin < end][:1]
        if own:
            yield _event(found, [*found.items("who", "P"), *own], [time], long, state)


_PARTNER = re.compile(r"\b(?:with|alongside) (?:[\w’'-]+ ){0,3}$")


_HEADING = re.compile(
    r"<P\d+>.*\b(?P<n>two|three|four|five|six|seven|\d) (?:[\w-]+ ){0,2}(?:spacewalks|EVAs|excursions|outings|sorties)\b[^<;.]{0,40}:$"
)


def _rows(sentence: Sentence, document: Document) -> Iterator[Event]:
    """ "A and B made three spacewalks:" and as many lines with a date and a duration each."""
    head = _HEADING.search(sentence.typed.strip())
    number = _number(head.group("n")) if head else 0
    rows = [s for s in document.sentences[sentence.index + 1 :] if s.items][:number]
    lines = [(_times(s), _spans(s)) for s in rows]
    people = [i for i in sentence.of("P") if i.entities and not scope.speaks(i, sentence)]
    if not number or len(rows) < number or any(len(t) != 1 or len(d) != 1 for t, d in lines):
        return
    if any(i.code not in "TDMYS" for s in rows for i in s.items) or any(True for _ in sentence.of("XC")):
        return
    for row, (times, spans) in zip(rows, lines, strict=True):
        told = [("time", literal(t.time.value)) for t in times if t.time]
        told += [("duration", Literal(d.duration.value, "duration")) for d in spans if d.duration]
        yield Event(
            "Spacewalk",
            Status.OCCURRED,
            row.index,
            (
                *(Filler("participant", e, sentence.index, "spacewalk-rows", 0.85) for i in people for e in i.entities),
                *(Filler(slot, value, row.index, "spacewalk-rows", 0.86) for slot, value in told),
            ),
        )


def _told(found: Found) -> Iterator[Event]:
    people = [i for i in found.items("who", "P") if not scope.speaks(i, found.sentence)]
    times = [i for i in found.items("when", "T") if i.time and i.time.value]
    whole = found.sentence.whole
    spans = [i for i in found.items("long", "D") if i in _spans(found.sentence) and not IN_ALL.match(whole, i.end)]
    if found.rule.name == "spacewalks-for-somebody" and any(len(i.entities) > _PAIR for i in people):
        return  # some of a crew make them
    if people and (times or spans or "n" in found.match.groupdict()):
        event = _event(found, people, times, spans, found.status)
        count = _number(found.match.groupdict().get("n") or "")
        more = [Filler("count", Literal(str(count), "integer"), event.sentence, found.rule.name, 0.85)] if count else []
        yield replace(event, fillers=(*event.fillers, *more))


_PAIR = 2


def _ended(found: Found) -> Iterator[Event]:
    """ "The spacewalk began at T and ended six hours and 29 minutes later": how long it took."""
    sentence, rule = found.sentence, found.rule
    spans = durations(found.match.group("later"))
    times = _times(sentence)[:1]
    if len(spans) == 1 and not spans[0].approximate and spans[0].value.startswith("PT") and times and times[0].time:
        value = Literal(spans[0].value, "duration")
        time = Filler("time", literal(times[0].time.value), sentence.index, rule.name, rule.confidence)
        long = Filler("duration", value, sentence.index, rule.name, rule.confidence)
        yield Event("Spacewalk", found.status, sentence.index, (time, long))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word.casefold(), 0)


def _event(found: Found, people: list[Item], times: list[Item], spans: list[Item], state: Status) -> Event:
    sentence, rule = found.sentence, found.rule
    fillers = [
        Filler("participant", e, sentence.index, rule.name, confidence(rule.confidence, i))
        for i in people
        for e in i.entities
    ]
    for item in times[:1]:
        if item.time:
            told = item.time.value[:10] if rule.name.startswith("ending") else item.time.value
            fillers.append(Filler("time", literal(told), sentence.index, rule.name, rule.confidence))
    for item in spans[:1]:
        if item.duration:
            value = Literal(item.duration.value, "duration")
            fillers.append(Filler("duration", value, sentence.index, rule.name, rule.confidence))
    return Event("Spacewalk", state, sentence.index, tuple(fillers))


def _times(sentence: Sentence) -> list[Item]:
    return [i for i in sentence.of("T") if i.time and i.time.value]


def _spans(sentence: Sentence) -> list[Item]:
    """Durations in hours and minutes, as spacewalks have them."""
    return [
        i for i in sentence.of("D") if i.duration and not i.duration.approximate and i.duration.value.startswith("PT")
    ]


def _spoken_of(sentence: Sentence, document: Document) -> bool:
    """Whether the paragraph up to here, or the sentence before, is about a spacewalk."""
    near = document.sentences[max(0, sentence.index - 3) : sentence.index + 1]
    return any(
        _WORD.search(s.span.text) for s in near if s.paragraph == sentence.paragraph or s.index >= sentence.index - 1
    )
