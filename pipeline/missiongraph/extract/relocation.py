"""A craft moved from one port to another: an undocking and a docking told by one verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger

__all__ = ["split"]

_FROM = re.compile(r"\bfrom (?:(?!to\b)[\w’'-]+ ){0,6}$")
_TO = re.compile(r"\b(?:to|onto) (?:(?!from\b)[\w’'-]+ ){0,6}$")
_OTHER_PORT = re.compile(r"\bto (?:the |its |another )(?:[\w-]+ ){0,3}port\b")


def split(event: Event, trigger: Trigger, sentence: Sentence) -> Iterator[Event]:
    """The two events of a relocation; none where no craft or no port is named."""
    text = sentence.whole
    ports = [i for i in sentence.of("M") if i.begin > trigger.begin and i.entities]
    left = next((i for i in ports if _FROM.search(text[trigger.begin : i.begin])), None)
    reached = next((i for i in ports if i is not left and _TO.search(text[trigger.begin : i.begin])), None)
    if reached is None and left is not None and _OTHER_PORT.search(text[left.end : sentence.end]):
        reached = left
    if not event.values("spacecraft") or (left is None and reached is None):
        return
    shared = tuple(f for f in event.fillers if f.slot not in ("module", "station"))
    for kind, port in (("Undocking", left), ("Docking", reached)):
        yield replace(event, type=kind, fillers=(*shared, *_port(port, sentence)))


def _port(item: Item | None, sentence: Sentence) -> list[Filler]:
    return [Filler("module", item.entities[0], sentence.index, "relocation", 0.88)] if item else []
