"""One happening is one event, however many sentences tell it.

Two tellings join when they are of one type and status, share a participant, a craft or a mission (or one
of them names nobody and stands near), and nothing speaks against it: another craft, mission or day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from missiongraph.extract import ahead, aloft, attempts, oneflight
from missiongraph.extract.agreeing import clash, days_near, times, times_meet
from missiongraph.extract.attempts import last, nearest
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler, Value
from missiongraph.extract.legs import SAME_LEG, share_craft
from missiongraph.extract.positions import told_aside
from missiongraph.extract.slots import standing
from missiongraph.model import Literal, Status

__all__ = ["merge"]

_IDENTITY = ("participant", "spacecraft", "mission")
_NEAR = 2


def merge(events: Iterable[Event], document: Document) -> list[Event]:
    """Merged events in order of first telling; those without a participant, craft or mission fall away."""
    merged: list[Event] = []
    waiting: list[Event] = []
    told = list(events)
    aboard = [e for e in told if e.type == "Aboard"]
    alone = _alone(told)
    for event in (e for e in told if e.type != "Aboard"):
        if event.type == "CommandHandover":
            if not any(
                e.type == event.type
                and e.values("fromPerson") == event.values("fromPerson")
                and e.values("toPerson") == event.values("toPerson")
                for e in merged
            ):
                merged.append(event)
            continue
        if not _named(event):
            waiting.append(event)
            continue
        _put(event, merged, document, alone)
    for event in sorted(waiting, key=lambda e: not e.values("time")):
        _adopt(event, merged, told, document)
    for event in aboard:
        _seat(event, merged)
    return share_craft([_single(aloft.called(e, document)) for e in merged if _named(e)])


def _named(event: Event) -> bool:
    return any(f.slot in _IDENTITY or f.slot == "fromPerson" for f in event.fillers)


_Sort = tuple[str, Status]


def _alone(told: Iterable[Event]) -> frozenset[_Sort]:
    """The sorts of event of which the release tells no two: one craft, one mission, one day at most."""
    seen: dict[tuple[_Sort, str], set[Value | str]] = {}
    for event in told:
        for slot in ("spacecraft", "mission", "time"):
            values = event.values(slot) if slot != "time" else {t[:10] for t in times(event)}
            seen.setdefault(((event.type, event.status), slot), set()).update(values)
    sorts = {sort for sort, _ in seen}
    return frozenset(s for s in sorts if all(len(v) <= 1 for (sort, _), v in seen.items() if sort == s))


def _put(event: Event, merged: list[Event], document: Document, alone: frozenset[_Sort]) -> None:
    for position in range(len(merged) - 1, -1, -1):
        if _joins(merged[position], event, document, (event.type, event.status) in alone):
            merged[position] = _join(merged[position], event)
            return
    merged.append(event)


def _join(a: Event, b: Event) -> Event:
    return replace(a, fillers=(*a.fillers, *b.fillers))


def _joins(a: Event, b: Event, document: Document, alone: bool) -> bool:
    if a.type != b.type or a.status != b.status or _conflict(a, b):
        return False
    shared = [s for s in _IDENTITY if set(a.values(s)) & set(b.values(s))]
    if not shared:
        return _same_crew(a, b, document, alone)
    if shared == ["participant"]:
        told_apart = bool(a.values("spacecraft") and b.values("mission") and not b.values("spacecraft"))
        return times_meet(a, b) or (
            not (a.values("time") and b.values("time")) and abs(last(a) - b.sentence) <= _NEAR and not told_apart
        )
    return True


def _same_crew(a: Event, b: Event, document: Document, alone: bool) -> bool:
    """One telling names the crew, the next the craft: neighbours whose slots complete each other."""
    near = abs(last(a) - b.sentence) <= _NEAR
    disjoint = not any(set(a.values(s)) and set(b.values(s)) for s in _IDENTITY)
    if not (near and disjoint) or any(_of_one(x, y, document) for x, y in ((a, b), (b, a))):
        return False
    next_ = b.sentence - last(a) == 1 and bool(a.values("mission")) != bool(b.values("mission"))
    same_paragraph = alone or next_ or document.sentences[last(a)].paragraph == document.sentences[b.sentence].paragraph
    if a.type == "Spacewalk":
        return False
    return (
        times_meet(a, b)
        if a.values("time") and b.values("time")
        else same_paragraph and (bool(a.values("time")) != bool(b.values("time")) or last(a) == b.sentence)
    )


_NUMBERED = re.compile(r"\d|\b[IVX]+$|\b(?:Crew|Flight|Test|Demo)\b")


def _of_one(a: Event, b: Event, document: Document) -> bool:
    """A mission named without a number is often one astronaut's own: no flight of a whole crew."""
    if a.type == "Launch" and any(
        "Target" in (document.entity(v).label or "") for v in a.values("spacecraft") if isinstance(v, int)
    ):
        return True  # what a crew is to meet goes up by itself
    own = [v for v in a.values("mission") if isinstance(v, int) and not _NUMBERED.search(document.entity(v).name)]
    return bool(own) and len(b.values("participant")) > 1


def _conflict(a: Event, b: Event) -> bool:
    if clash(times(a), times(b)):
        return True
    for slot in ("spacecraft", "mission", "launchVehicle"):
        x, y = set(a.values(slot)), set(b.values(slot))
        if x and y and not x & y:
            return True
    if a.type in ("Docking", "Undocking"):
        x, y = set(a.values("module")), set(b.values("module"))
        if x and y and not x & y:
            return True
    if a.type == "Spacewalk":
        x, y = set(a.values("participant")), set(b.values("participant"))
        return (
            bool(x and y and x != y and not (a.sentence == b.sentence and (x < y or y < x)))
            or bool(a.values("count")) != bool(b.values("count"))
            or bool(set(a.values("count")) ^ set(b.values("count")))
        )
    return False


def _adopt(event: Event, merged: list[Event], told: list[Event], document: Document) -> None:
    """An event that names nobody belongs to the nearest one of its type and status that it does not contradict."""
    if not event.fillers:
        return
    if event.status is Status.CANCELLED:
        attempts.of(event, merged)
        return
    if event.attempt and event.values("time") and attempts.again(event, merged):
        return
    entry = event.heads and bool(_ENTRY.match(document.sentences[event.sentence].span.text))
    tenseless = entry and not event.values("time")  # "Landing site: …" in a list of data
    options = [
        (abs(nearest(m, event.sentence) - event.sentence), nearest(m, event.sentence) > event.sentence, i)
        for i, m in enumerate(merged)
        if m.type == event.type
        and (m.status == event.status or tenseless)
        and not _conflict(m, event)
        and not _elsewhere(m, event)
        and (m.type != "Spacewalk" or not m.values("count"))
    ]
    close = [o for o in options if o[0] <= (6 if entry else 3)]
    if close:
        index = min(close)[2]
        merged[index] = _join(merged[index], event)
    elif len(options) == 1 and (event.status is Status.PLANNED or _gives_time(event, merged[options[0][2]])):
        merged[options[0][2]] = _join(merged[options[0][2]], event)
    elif not options:
        dated = event.heads and event.values("time")
        leg = _beside(event, merged) or (_of_other_leg(event, merged) if dated else [])
        given = leg or (_bearers(event, document) if dated else []) or _to_come(event, document)
        if bearers := given or aloft.load(event, merged, document) or oneflight.bearers(event, told, document):
            merged.append(replace(event, fillers=(*event.fillers, *bearers)))


def _beside(event: Event, merged: list[Event]) -> list[Filler]:
    """ "Their undocking is set for Friday, with landing a day later": of those whose other leg the sentence tells."""
    kin = SAME_LEG.get(event.type, ())
    legs = [m for m in merged if m.type in kin and m.status is event.status and m.sentence == event.sentence]
    given = (f for f in legs[0].fillers if f.slot in _IDENTITY) if len(legs) == 1 else ()
    return [replace(f, rule="other-leg", confidence=round(min(f.confidence, 0.72), 3)) for f in given]


def _of_other_leg(event: Event, merged: list[Event]) -> list[Filler]:
    """ "Return is set for Friday": of those and the craft whose undocking that day or days before the release tells."""
    legs = [
        m
        for m in merged
        if m.type in SAME_LEG.get(event.type, ())
        and m.status is event.status
        and m.values("spacecraft")
        and any(len(t) >= 10 for t in times(m))
        and any(len(t) >= 10 for t in times(event))
        and days_near(m, event)
    ]
    given = (f for f in legs[0].fillers if f.slot in _IDENTITY) if len(legs) == 1 else ()
    return [replace(f, rule="other-leg", confidence=round(min(f.confidence, 0.72), 3)) for f in given]


def _gives_time(event: Event, kin: Event) -> bool:
    """The clock of the one docking (or the like) that a release tells without its time, some sentences before."""
    return bool(event.values("time")) and not kin.values("time") and 0 < event.sentence - last(kin) <= 6


_ENTRY = re.compile(r"\W*[A-Z][\w -]{2,40} ?: ")
_FLIGHT = {"C": "spacecraft", "X": "mission"}


def _bearers(event: Event, document: Document) -> list[Filler]:
    """ "Docking is set for Friday": of the one craft and the one mission that the sentence before, or else the title, names."""
    entry = _ENTRY.match(document.sentences[event.sentence].span.text)
    back = 6 if entry else 1
    for index in dict.fromkeys((*range(event.sentence, event.sentence - back - 1, -1), 0)):
        found = {
            (_FLIGHT[i.code], i.entities[0])
            for i in (document.sentences[index].of("CX") if 0 <= index < len(document.sentences) else ())
            if len(i.entities) == 1 and not standing(i, document)
        }
        if found:
            one = len({slot for slot, _ in found}) == len(found)
            return [Filler(s, v, event.sentence, "bearer-named-before", 0.7) for s, v in sorted(found)] if one else []
    return []


_OF_A_THING = re.compile(r"<[CMXSY]\d+>|\b(?:module|satellite|telescope|probe|rover|lander|cargo|resupply|elements?)\b")


def _to_come(event: Event, document: Document) -> list[Filler]:
    """ "Liftoff on an Ariane 64 is planned from Kourou": of the one mission of which the release speaks as still to come."""
    begins = event.type == "Launch" or (event.type == "Landing" and event.heads and event.values("time"))
    thing = _OF_A_THING.search(document.sentences[event.sentence].typed)
    if not begins or event.status is not Status.PLANNED or thing:
        return []
    due = ahead.missions(document)
    flights = {e for s in document.sentences for i in s.of("X") if not standing(i, document) for e in i.entities}
    flights -= {e for s in document.sentences for e in told_aside(s)}
    if len(due) != 1 and len(flights) == 1 and event.heads:
        due = frozenset(flights)
    if len(due) != 1:
        return []
    return [
        Filler("mission", v, event.sentence, "mission-to-come", 0.72)
        for v in due
        if document.entity(v).type == "Mission"
    ]


def _elsewhere(a: Event, b: Event) -> bool:
    """Two tellings that name places, and none in common."""
    apart = a.values("place") and b.values("place") and not set(a.values("place")) & set(b.values("place"))
    days = all(len(t) >= 10 for t in (*times(a), *times(b)))
    return bool(apart) and not (days and times_meet(a, b))  # a pad and its cosmodrome, on one day


def _seat(event: Event, merged: list[Event]) -> None:
    """Those said to be aboard take part in what the craft did in the sentence or two before."""
    flown = {*event.values("spacecraft"), *event.values("mission")}
    close = [
        i
        for i, m in enumerate(merged)
        if flown & {*m.values("spacecraft"), *m.values("mission")}
        and m.type in ("Launch", "Landing", "Docking", "Undocking")
        and m.status == event.status
        and 0 <= event.sentence - nearest(m, event.sentence) <= 2
    ]
    for i in close if close and all(merged[i].sentence == merged[close[-1]].sentence for i in close) else close[-1:]:
        merged[i] = _join(merged[i], event)  # both legs of a move from port to port


_ONE = frozenset({"time", "duration", "count"})


def _single(event: Event) -> Event:
    """One time, duration and count: the finest, then the first; the same value once, with its best sentence."""
    best: dict[tuple[str, Value | str], Filler] = {}
    for filler in event.fillers:
        key = (filler.slot, "" if filler.slot in _ONE else filler.value)
        other = best.get(key)
        if other is None or _better(filler, other):
            best[key] = filler
    return replace(event, fillers=tuple(best.values()))


def _better(a: Filler, b: Filler) -> bool:
    if isinstance(a.value, Literal) and isinstance(b.value, Literal):
        return len(a.value.value) > len(b.value.value)
    return a.confidence > b.confidence
