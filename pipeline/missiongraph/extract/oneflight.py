"""A release that tells of one launch, one craft and one mission: what its sentences name apart belongs together.

"The crew lifted off at dawn. … Half a minute later Soyuz MS-44 was gone." A slot that a launch leaves open is filled
with the one thing of its kind that the sentences beside it name, where the release names no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.positions import told_aside
from missiongraph.extract.prominence import is_programme
from missiongraph.extract.slots import standing
from missiongraph.model import Literal, Status

__all__ = ["bearers", "filled"]

_KINDS = {"C": "spacecraft", "X": "mission", "V": "launchVehicle"}
_REACH = 3
_NEWS = 45
_SURE = 0.7
_SITE = re.compile(
    r"\b(?:Cosmodrome|Baikonur|Launch (?:Complex|Pad|Site|Cent\w+)|Pad|Site \d|S?LC-|Spaceport|Kourou|Jiuquan|Wenchang|Tanegashima|Satish Dhawan"
    r"|Vostochny|Plesetsk|Kennedy Space Cent\w+)\b"
)
_CARGO = re.compile(r"Progress|Cygnus|Cargo|HTV|Kounotori|Tianzhou|\bATV\b|Target")


def filled(told: Iterable[Event], document: Document, beside: bool = False) -> list[Event]:
    """The events, where one launch alone is told with what the release names of its flight.

    With `beside`, a short release gives a launch of a craft its mission, and one of a mission its craft.
    """
    events = list(told)
    launches = [e for e in events if e.type == "Launch" and e.status is not Status.CANCELLED]
    if len(launches) != 1 or not launches[0].values("time") or not _news(launches[0], document, beside):
        return events
    given = _flight(launches[0], document, beside)
    return [replace(e, fillers=(*e.fillers, *given)) if e is launches[0] else e for e in events] if given else events


def bearers(event: Event, told: Iterable[Event], document: Document) -> list[Filler]:
    """ "11:38 a.m.: liftoff, Pad 39B": of the one craft and mission that the release names, where it tells no other launch."""
    others = [e for e in told if e.type == "Launch" and e is not event and e.status is not Status.CANCELLED]
    if event.type != "Launch" or others or event.status is Status.CANCELLED or not event.values("time"):
        return []
    return (
        [f for f in _flight(event, document) if f.slot in ("spacecraft", "mission")] if _news(event, document) else []
    )


def _news(event: Event, document: Document, beside: bool = False) -> bool:
    """Whether a launch is of the days of its release, or the release tells of little else."""
    published = document.release.published
    days = [v.value[:10] for v in event.values("time") if isinstance(v, Literal) and len(v.value) >= 10]
    near = published is not None and all(abs((date.fromisoformat(d) - published).days) <= _NEWS for d in days)
    return bool(days) and (near or (not beside and len(document.sentences) <= _SHORT))


_SHORT = 8


def _flight(event: Event, document: Document, beside: bool = False) -> list[Filler]:
    """For each slot that a launch leaves open the one thing that the release names for it, if it stands close."""
    short = len(document.sentences) <= _SHORT
    flies = bool(event.values("spacecraft") or event.values("mission"))
    out = []
    for code, slot in _KINDS.items():
        open_ = not event.values(slot) and (short or code != "V") and (not flies or (short and beside))
        for entity, index in _only(code, event, document) if open_ else ():
            if abs(index - event.sentence) <= _REACH and _fits(event, entity, document):
                out.append(Filler(slot, entity, index, "one-flight-told", _SURE))
    sites = {} if event.values("place") else _sites(event, document)
    reach = _REACH if short else 1
    if len(sites) <= _PAD_AND_PORT and all(abs(n - event.sentence) <= reach for n in sites.values()):
        out += [Filler("place", entity, index, "one-flight-told", _SURE) for entity, index in sites.items()]
    return out


_PAD_AND_PORT = 2


def _only(code: str, event: Event, document: Document) -> Iterable[tuple[int, int]]:
    """The one thing of a kind that a release names, and the nearest sentence that does; none where one is told aside."""
    named: dict[int, int] = {}
    for sentence in document.sentences:
        for item in sentence.of(code):
            told = () if standing(item, document) else item.entities
            if any(entity in told_aside(sentence) for entity in told):
                return ()
            named |= {entity: _nearer(event, sentence.index, named.get(entity)) for entity in told}
    return named.items() if len(named) == 1 else ()


def _sites(event: Event, document: Document) -> dict[int, int]:
    """The launch sites that a release names, each with the nearest sentence that does."""
    named: dict[int, int] = {}
    for sentence in document.sentences:
        for entity in (e for item in sentence.of("F") for e in item.entities):
            if _SITE.search(document.entity(entity).label or document.entity(entity).name):
                named[entity] = _nearer(event, sentence.index, named.get(entity))
    return named


def _nearer(event: Event, index: int, before: int | None) -> int:
    return index if before is None else min(index, before, key=lambda n: abs(n - event.sentence))


def _fits(event: Event, entity: int, document: Document) -> bool:
    """Whether a thing can be of the launch: no programme, and no freighter of people."""
    thing = document.entity(entity)
    crafts = [document.entity(v) for v in event.values("spacecraft") if isinstance(v, int)]
    crafts += [thing] if thing.type == "Spacecraft" else []
    freight = any(_CARGO.search(c.label or c.name) for c in crafts)
    return not is_programme(thing) and not (freight and (event.values("participant") or thing.type == "Mission"))
