"""Known craft and missions take part only in what happened in their years."""

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

    A text on two flights is easily read as if one of them was launched on the other's day. Plans slip by years, so
    only what occurred is held against the record; and one that is told of nobody else is believed.
    """
    return [_without_others(event, document) for event in happenings]


def _without_others(event: Event, document: Document) -> Event:
    years = [int(t.value[:4]) for t in event.values("time") if isinstance(t, Literal)]
    if not years or event.status is not Status.OCCURRED:
        return event
    strangers = {
        value
        for slot in _FLOWN
        for value in event.values(slot)
        if isinstance(value, int)
        and (entry := entry_of(value, document, document.entity(value).type))
        and not any(_flying(entry, year) for year in years)
    }
    if not strangers:
        return event
    left = tuple(f for f in event.fillers if f.slot not in _FLOWN or f.value not in strangers)
    return replace(event, fillers=left) if any(f.slot in _BEARERS for f in left) else event


def _flying(entry: Entry, year: int) -> bool:
    since, until = entry.year("activeFrom"), entry.year("activeUntil")
    return (since is None or since - _SLACK <= year) and (until is None or year <= until + _SLACK)
