"""What the clock says of an event: nothing is ahead that is long past, and nothing done before its day."""

from __future__ import annotations

from datetime import timedelta

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Filler
from missiongraph.extract.parse import Token
from missiongraph.model import Literal, Status

__all__ = ["by_clock", "clocked"]


def clocked(state: Status, verb: Token, fillers: tuple[Filler, ...], document: Document) -> Status:
    """By the clock; what is planned of "the ferry, launched on Friday, will dock today" is the main clause's."""
    found = by_clock(state, fillers, document)
    done = verb.tag_ == "VBN" and verb.dep_ == "acl" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    return Status.OCCURRED if done and found is Status.CANCELLED and state is Status.PLANNED else found


_OLD = 366
"""So many days before a release nothing is told as a plan: what reads so ("it will be her third; on 22 March 2019 …") took place."""


def by_clock(state: Status, fillers: tuple[Filler, ...], document: Document) -> Status:
    """A time after the release's own date makes what reads as done a plan; a plan for a day long past came to nothing."""
    published = document.release.published
    times = [f.value.value for f in fillers if f.slot == "time" and isinstance(f.value, Literal)]
    if published is None or state is Status.CANCELLED:
        return state
    if state is Status.PLANNED:
        past = [t for t in times if len(t) >= 10 and t[:10] < (published - timedelta(days=1)).isoformat()]
        if not past or len(past) < len(times):
            return state
        old = all(t[:10] < (published - timedelta(days=_OLD)).isoformat() for t in past)
        return Status.OCCURRED if old else Status.CANCELLED
    noon = (published + timedelta(days=1)).isoformat() + "T12:00"  # evening in the west is tomorrow in UTC
    limits = {10: published.isoformat(), 17: noon + "Z", 20: noon + ":00Z"}
    return Status.PLANNED if any(t > limits.get(len(t), published.isoformat())[: len(t)] for t in times) else state
