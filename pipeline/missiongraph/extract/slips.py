"""Dates that moved: the old one came to nothing, the new one is planned."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from missiongraph.extract import calledoff
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.patterns import literal
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger, triggers
from missiongraph.model import Status

__all__ = ["rescheduled"]

_NEW_DATE = re.compile(
    r"(?:(?:postponed|delayed|moved|put back|put off|pushed back|slipped|slid|rescheduled|shifted|deferred|retargeted|reset|back)\b[^;]{0,40}? (?:to|until|till|for)|"
    r"next (?:attempt|opportunity|try|chance|window)\b[^;]{0,50}|\b(?:now|instead)\b[^;]{0,50})(?: n(?:o|ot) (?:earlier|sooner) than| the morning of| at the earliest)? (?:the |on )?$"
)


_OLD_DATE = re.compile(
    r"\b(?:earlier|originally|previously|initially|first|formerly|once|at one time) (?:been )?(?:planned|scheduled|targeted|set|slated|due|expected|timed|pencilled in)"
    r"(?: to [\w ]{3,20}?)?(?: for| on| in)?(?: the)? $"
)


def rescheduled(event: Event, trigger: Trigger, sentence: Sentence, others: Sequence[Item]) -> Iterator[Event]:
    """A postponement tells two: the old date is cancelled, the new one planned. `others` are the times of the attempt."""
    text = sentence.whole
    if trigger.noun and (told := _came_later(event, sentence)):
        yield from told
        return
    if event.status is not Status.CANCELLED and (moved := _moved(sentence)):
        yield from _both(event, *moved)
        return
    dropped = any(_OLD_DATE.search(text[sentence.begin : i.begin]) for i in sentence.of("T")) or any(
        re.search(r"\b(?:[Ii]nstead of|[Rr]ather than) (?:on )?(?:the )?$", text[sentence.begin : i.begin])
        and i.end < trigger.begin
        and not any(i.end < t.begin < trigger.begin for t in triggers(sentence))
        for i in sentence.of("T")
    )
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
    yield from _slips(event, sentence, new)
    new = next((i for i in reversed(_steps(sentence)) if i.begin > new.begin and i.time), new)
    if new.time is None:
        return
    value = literal(new.time.value)
    identity = tuple(f for f in event.fillers if f.slot != "time")
    old = [
        literal(calledoff.beside(i, new.time.value, text))
        for i in others
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


_TOOK_PLACE = re.compile(
    r"[^;.]{0,30}?,? (?:finally |at last |in the end |eventually )?(?:took place|came|happened|occurred|went ahead|followed)(?: on| at| in)? (?:the )?"
)


def _came_later(event: Event, sentence: Sentence) -> list[Event]:
    """ "The launch, first planned for 14 May, took place on 16 May": one day came to nothing, on the other it was done."""
    text, days = sentence.whole, [i for i in sentence.of("T") if i.time and len(i.time.value) >= 10]
    for old, new in pairwise(days):
        if not (_OLD_DATE.search(text[sentence.begin : old.begin]) and _TOOK_PLACE.fullmatch(text, old.end, new.begin)):
            continue
        rest, rule = tuple(f for f in event.fillers if f.slot != "time"), f"{event.type.casefold()}-moved"
        told = ((Status.CANCELLED, old), (Status.OCCURRED, new))
        return [
            replace(event, status=s, fillers=(*rest, Filler("time", literal(i.time.value), event.sentence, rule, 0.86)))
            for s, i in told
            if i.time
        ]
    return []


_MOVED = re.compile(
    r"\b(?:mov(?:ed?|es|ing)|shift(?:s|ed|ing)?|push(?:es|ed|ing)?|bring(?:s|ing)?|brought|advanc(?:ed?|es|ing)|chang(?:ed?|es|ing))\b[^;.]{0,80}? from (?:the )?$"
)
"""What, said of a date, takes it from one day to another; "postponed" and its like are `status`'s."""


def _moved(sentence: Sentence) -> tuple[Item, Item | None] | None:
    """The day that a date was moved from, and where it is told the one that it was moved to."""
    text, days = sentence.whole, [i for i in sentence.of("T") if i.time and len(i.time.value) >= 10]
    old = next((n for n, i in enumerate(days) if _MOVED.search(text, sentence.begin, i.begin)), None)
    if old is None or re.match(r",? and <?", text[days[old].end :]):
        return None
    new = next(
        (
            i
            for i in days[old + 1 :]
            if re.fullmatch(r",? (?:back |forward )?(?:to|until|till) [\w ]{0,24}", text[days[old].end : i.begin])
        ),
        None,
    )
    return days[old], new


def _both(event: Event, old: Item, new: Item | None) -> Iterator[Event]:
    """What was to be on the old day, and what will be on the new one."""
    identity, rule = tuple(f for f in event.fillers if f.slot != "time"), f"{event.type.casefold()}-moved"
    for item, status in ((old, Status.CANCELLED), (new, Status.PLANNED)):
        if item and item.time:
            time = Filler("time", literal(item.time.value), event.sentence, rule, 0.86)
            yield replace(event, status=status, fillers=(*identity, time))


_FROM = re.compile(r"\b(?:from|instead of|rather than|again to|then to|first to|to) (?:the )?$", re.IGNORECASE)


_LEFT = re.compile(r"\b(?:from|of|than) (?:the )?$", re.IGNORECASE)


def _steps(sentence: Sentence) -> list[Item]:
    """The days that a date was moved from and to, in order."""
    days = [i for i in sentence.of("T") if i.time and len(i.time.value) >= 10]
    return [i for i in days if _FROM.search(sentence.whole[sentence.begin : i.begin])]


def _slips(event: Event, sentence: Sentence, new: Item | None) -> Iterator[Event]:
    """ "It slipped from the 18th to the 22nd, then to the 24th and again to the 25th": all but the last came to nothing."""
    text = sentence.whole
    steps = _steps(sentence)
    if event.status is not Status.CANCELLED or len(steps) < 2:
        return
    rest = tuple(f for f in event.fillers if f.slot != "time")
    taken = {f.value for f in event.fillers if f.slot == "time"}
    last = steps[-1]
    for item in steps:
        onward = not _LEFT.search(text[sentence.begin : item.begin])
        if (
            (item is new and item is last)
            or (item is last and onward)
            or not item.time
            or literal(item.time.value) in taken
        ):
            continue
        time = Filler("time", literal(item.time.value), sentence.index, f"{event.type.casefold()}-slipped", 0.85)
        yield replace(event, fillers=(*rest, time))


def _attempts(event: Event, sentence: Sentence) -> Iterator[Event]:
    """ "Attempts on 6 and 7 December were called off": one for each date."""
    yield event
    yield from _slips(event, sentence, None)
    times = [i for i in sentence.of("T") if i.time and i.time.value]
    taken = [f.value for f in event.fillers if f.slot == "time"]
    if event.status is not Status.CANCELLED or not taken:
        return
    for left, right in pairwise(times):
        gap = sentence.whole[left.end : right.begin]
        pair = [literal(i.time.value) for i in (left, right) if i.time]
        if re.fullmatch(
            r",? and (?:on |again on |then )?|,? (?:and )?then (?:for|on|again for) (?:the )?", gap
        ) and any(t in taken for t in pair):
            rest = tuple(f for f in event.fillers if f.slot != "time")
            other = next((t for t in pair if t not in taken), None)
            if other:
                time = Filler("time", other, sentence.index, f"{event.type.casefold()}-attempts", 0.85)
                yield replace(event, fillers=(*rest, time))
