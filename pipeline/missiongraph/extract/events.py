"""Events: a word that tells one, the arguments around it, and its status.

Arguments are found by type first (`slots`): every mention of a type that fits a slot and belongs to the word's
clause (`scope`) fills it. Then events of one happening merge over the release (`merge`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from missiongraph.extract import clauses, relocation, scope, slots, status
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.patterns import literal
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger, triggers
from missiongraph.model import Literal, Status

__all__ = ["by_clock", "find"]


def find(document: Document) -> Iterator[Event]:
    """The events of a document sentence by sentence, not yet merged."""
    for sentence in document.sentences:
        words = list(triggers(sentence))
        marks = frozenset(clauses.head_of(t.token).i if t.noun else t.token.i for t in words)
        for trigger in words:
            if event := _event(trigger, sentence, document, marks, words):
                moved = relocation.split(event, trigger, sentence) if event.type == "Relocation" else (event,)
                for told in moved:
                    yield from _rescheduled(told, trigger, sentence)


_NEW_DATE = re.compile(
    r"(?:(?:postponed|delayed|moved|put back|put off|pushed back|slipped|slid|rescheduled|shifted|deferred|retargeted|reset|back)\b[^;]{0,40}? (?:to|until|till|for)|"
    r"next (?:attempt|opportunity|try|chance|window)\b[^;]{0,50}|\b(?:now|instead)\b[^;]{0,50})(?: no earlier than| the morning of| at the earliest)? (?:the |on )?$"
)


_OLD_DATE = re.compile(
    r"\b(?:earlier|originally|previously|initially|first|formerly) (?:been )?(?:planned|scheduled|targeted|set|slated|due|expected|timed|pencilled in)"
    r"(?: to [\w ]{3,20}?)?(?: for| on| in)?(?: the)? $"
)


def _rescheduled(event: Event, trigger: Trigger, sentence: Sentence) -> Iterator[Event]:
    """A postponement tells two: the old date is cancelled, the new one planned."""
    text = sentence.whole
    dropped = any(_OLD_DATE.search(text[sentence.begin : i.begin]) for i in sentence.of("T"))
    new = next(
        (
            i
            for i in sentence.of("T")
            if (event.status is Status.CANCELLED or (dropped and event.status is Status.PLANNED))
            and i.time
            and _NEW_DATE.search(text[sentence.begin : i.begin])
        ),
        None,
    )
    if new is None or new.time is None:
        yield from _attempts(event, sentence)
        return
    value = literal(new.time.value)
    identity = tuple(f for f in event.fillers if f.slot != "time")
    old = [
        literal(_beside(i, new.time.value, text))
        for i in sentence.of("T")
        if i.time and i is not new and i.time.value != new.time.value
    ]
    given = [f for f in event.fillers if f.slot == "time" and f.value != value]
    given = [replace(f, value=old[0]) for f in given if len(old) == 1] or given
    rule = f"{trigger.kind.type.casefold()}-postponed"
    if given or old:
        given = [] if dropped else given
        yield replace(
            event,
            status=Status.CANCELLED,
            fillers=(*identity, *(given or [Filler("time", old[0], sentence.index, rule, 0.85)])),
        )
    yield replace(event, status=Status.PLANNED, fillers=(*identity, Filler("time", value, sentence.index, rule, 0.88)))


def _beside(item: Item, other: str, text: str) -> str:
    """A dropped date that names no year is the one nearest to the new date."""
    value = item.time.value if item.time else ""
    if len(value) < 10 or len(other) < 10 or re.search(r"\d{4}", text[item.begin : item.end]):
        return value
    years = [str(int(other[:4]) + step) + value[4:] for step in (0, -1, 1)]
    return min((y for y in years if y[5:10] != "02-29"), key=lambda y: _apart(y, other), default=value)


def _apart(x: str, y: str) -> int:
    return abs((date.fromisoformat(x[:10]) - date.fromisoformat(y[:10])).days)


def _attempts(event: Event, sentence: Sentence) -> Iterator[Event]:
    """ "Attempts on 6 and 7 December were called off": one for each date."""
    yield event
    times = [i for i in sentence.of("T") if i.time and i.time.value]
    taken = [f.value for f in event.fillers if f.slot == "time"]
    if event.status is not Status.CANCELLED or not taken:
        return
    for left, right in pairwise(times):
        gap = sentence.whole[left.end : right.begin]
        pair = [literal(i.time.value) for i in (left, right) if i.time]
        if re.fullmatch(r",? and (?:on |again on |then )?", gap) and any(t in taken for t in pair):
            rest = tuple(f for f in event.fillers if f.slot != "time")
            other = next((t for t in pair if t not in taken), None)
            if other:
                time = Filler("time", other, sentence.index, f"{event.type.casefold()}-attempts", 0.85)
                yield replace(event, fillers=(*rest, time))


_SKIPPED = re.compile(
    r"(?:\bbeg[iau]n(?:ning|s)?|\bstart(?:s|ed|ing)?|in advance of|ahead of|prior to|in preparation for|prepar\w+ for|ready for|during|practic\w+|simulat\w+) (?:the |his |her |their |its |a )?(?:\w+ )?$"
)


_TRIES = frozenset({"attempt", "attempts", "opening", "try"})
"""What may be an attempt at anything: of the launch only where it is said to have come to nothing."""


_ENTRY = re.compile(
    r"[\w-]+(?: (?:date|time|site|place|pad|vehicle|zone|area|complex|and|from|location|port))* ?(?::|–|—) "
)
"""The label of an entry in a list of data: "Launch date: …"; what is told there is done unless its time is ahead."""


def _event(
    trigger: Trigger, sentence: Sentence, document: Document, marks: frozenset[int], words: list[Trigger]
) -> Event | None:
    entry = bool(_ENTRY.match(sentence.whole[trigger.begin : sentence.end])) and trigger.noun
    state = Status.OCCURRED if entry else status.of(trigger.token)
    preposition = scope.governing(trigger)
    if state is None or _SKIPPED.search(sentence.whole[sentence.begin : trigger.begin]):
        return None
    if trigger.noun and trigger.token.lower_ in _TRIES and state is not Status.CANCELLED:
        return None
    region = clauses.region(trigger.token, marks, list(sentence.span))
    if preposition:
        region = frozenset(t.i for t in trigger.token.subtree)
    inside = [
        i
        for i in sentence.items
        if scope.head(i, sentence).i in region and not (i.code == "P" and scope.speaks(i, sentence))
    ]
    if preposition in scope.BEFORE and not any(i.time for i in inside):
        return None
    if trigger.noun and not preposition:
        inside = [i for i in inside if i.code != "P" or scope.takes_part(i, trigger, sentence)]
    if not trigger.noun or preposition or trigger.token.head.lemma_ in scope.LIGHT:
        inside += [i for i in scope.inherited(trigger, sentence) if i not in inside]
    if not preposition:
        inside += [i for i in scope.around(trigger, sentence, inside, marks) if i not in inside]
    carried = trigger.kind.type == "Spacewalk" and trigger.token.head.lemma_ in scope.LIGHT
    if not preposition and (carried or not trigger.noun) and not any(i.code in "PCX" for i in inside):
        inside += [i for i in scope.nearest_left(trigger, sentence) if i not in inside]
    if not trigger.noun:
        inside += list(scope.listed(inside, sentence))
    if entry:
        inside = list(sentence.items)
    fillers = tuple(slots.fill(trigger, inside, sentence, document, words))
    plural = trigger.noun and bool(
        re.match(
            r"(?:launches|(?:landing|docking|return|departure|splashdown|undocking)s)\b",
            sentence.whole[trigger.begin :],
        )
    )
    heads = trigger.noun and re.fullmatch(r"\W*(?:(?:The|Its|Their) )?", sentence.whole[sentence.begin : trigger.begin])
    told = Event(trigger.kind.type, by_clock(state, fillers, document), sentence.index, fillers, heads=bool(heads))
    return None if plural else told


def by_clock(state: Status, fillers: tuple[Filler, ...], document: Document) -> Status:
    """A time after the release's own date makes what reads as done a plan; a plan for a day long past came to nothing."""
    published = document.release.published
    times = [f.value.value for f in fillers if f.slot == "time" and isinstance(f.value, Literal)]
    if published is None or state is Status.CANCELLED:
        return state
    if state is Status.PLANNED:
        past = [t for t in times if len(t) >= 10 and t[:10] < (published - timedelta(days=1)).isoformat()]
        return Status.CANCELLED if past and len(past) == len(times) else state
    limits = {10: published.isoformat(), 17: (published + timedelta(days=1)).isoformat() + "T12:00Z"}
    return Status.PLANNED if any(t > limits.get(len(t), published.isoformat())[: len(t)] for t in times) else state
