"""Who handed command of a station to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler, Tenure
from missiongraph.extract.patterns import Found, confidence, literal, load, matches
from missiongraph.extract.sentence import Item
from missiongraph.model import Status

__all__ = ["find", "tells"]


def find(document: Document) -> Iterator[Event | Tenure]:
    """Command handovers, and that both were commanders of the station where one is named."""
    for found in map(_to_be_held, matches(load("handover")["rules"], document)):
        giver, taker = found.items("from", "P"), found.items("to", "P")
        if not giver or not taker or len(giver[0].entities) > 1 or giver[0].entities == taker[0].entities:
            continue
        office = found.items("as", "R")
        if office and not office[0].role.endswith("commander"):
            continue
        station = _station(found, document)
        told = found.match.group()
        if station is None and (office or _TOKEN.search(told)) and not _OF_A_STATION.search(told):
            continue  # commander of what?
        yield _event(found, giver[0], taker[0], station)
        if station is not None or office:
            incumbent = found.status is Status.PLANNED and "<R" in found.match.group()  # "A, the present commander"
            for item in (taker[0],) if incumbent and not office else (giver[0], taker[0]):
                yield Tenure(
                    item.entities[0],
                    "commander",
                    station,
                    found.sentence.index,
                    found.rule.name,
                    confidence(0.9, item),
                    Status.OCCURRED if item is giver[0] and found.status is Status.PLANNED else found.status,
                )


def tells(rule: str) -> bool:
    """Whether a rule is one of a handover."""
    return any(rule == r.name for r in load("handover")["rules"])


_TOKEN = re.compile(r"\b(?:baton|reins|keys?|helm|role|leadership)\b")
"""What anybody may hand on: of a station's command only where the words say so."""
_OF_A_STATION = re.compile(r"\bstation\b|\bcommand|\bISS\b")
_CEREMONY = re.compile(r"\b(?:ceremony|event|handover|meeting)\b[^;.]{0,20}\b(?:which|where|when) $")
_SCHEDULED = re.compile(r"[^;.]{0,40}\b(?:is|are) (?:planned|scheduled|set|due|slated|expected)\b")


def _to_be_held(found: Found) -> Found:
    """ "A ceremony in which A passes the station to B is planned for May": what its own verb does not say."""
    typed = found.view.typed
    ceremony = _CEREMONY.search(typed[: found.match.start()]) and _SCHEDULED.match(typed, found.match.end())
    return replace(found, status=Status.PLANNED) if ceremony else found


def _event(found: Found, giver: Item, taker: Item, station: int | None) -> Event:
    index, name = found.sentence.index, found.rule.name
    fillers = [
        Filler("fromPerson", giver.entities[0], index, name, confidence(0.93, giver)),
        Filler("toPerson", taker.entities[0], index, name, confidence(0.93, taker)),
    ]
    if station is not None:
        fillers.append(Filler("station", station, index, name, 0.9))
    times = [i for i in found.sentence.of("T") if i.time and len(i.time.value) >= 7]
    if len(times) == 1 and times[0].time:
        fillers.append(Filler("time", literal(times[0].time.value), index, name, 0.85))
    return Event("CommandHandover", found.status, index, tuple(fillers))


def _station(found: Found, document: Document) -> int | None:
    """The station of the construction, else of its sentence, else the only one of the release."""
    items = found.items("at", "S") if found.match.groupdict().get("at") else list(found.sentence.of("S"))
    if items:
        return items[0].entities[0]
    stations = {m.entities[0] for m in document.mentions if m.type == "Station"}
    return next(iter(stations)) if len(stations) == 1 else None
