"""Known craft and missions take part only in what happens in their years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from missiongraph.authority import Entry
from missiongraph.extract.ahead import entry_of
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event
from missiongraph.model import Literal, Status

__all__ = ["in_their_years"]

_FLOWN = ("spacecraft", "mission")
_BEARERS = (*_FLOWN, "participant")
_SLACK = 1
"""Years by which a flight's record and a text may differ: crews wait on the ground, craft in orbit."""


def in_their_years(happenings: Iterable[Event], document: Document) -> list[Event]:
    """Events without the craft and missions that the authority knows not to have been flying then.

    A text on two flights is easily read as if one of them launched on the other's day. What was only planned may lie
    long before a first year, as plans slip, but not after the last. An event of nobody else is none.
    """
    kept = (_without_others(event, document) for event in happenings)
    return [event for event in kept if event is not None]


def _without_others(event: Event, document: Document) -> Event | None:
    years = [int(t.value[:4]) for t in event.values("time") if isinstance(t, Literal)]
    if not years:
        return event
    due = event.status is not Status.OCCURRED
    strangers = {
        value
        for slot in _FLOWN
        for value in event.values(slot)
        if isinstance(value, int)
        and (entry := entry_of(value, document, document.entity(value).type))
        and not any(_flying(entry, year, due) for year in years)
    }
    if not strangers:
        return event
    left = tuple(f for f in event.fillers if f.slot not in _FLOWN or f.value not in strangers)
    return replace(event, fillers=left) if any(f.slot in _BEARERS for f in left) else None


def _flying(entry: Entry, year: int, due: bool) -> bool:
    since, until = entry.year("activeFrom"), entry.year("activeUntil")
    return (due or since is None or since - _SLACK <= year) and (until is None or year <= until + _SLACK)
