"""What "its" and "the same" take up: the flight of a crew, the body of a craft, the site of a launch."""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.extract.discourse import State, sentence
from missiongraph.extract.entities import Mention

__all__ = ["BODYS_OWN", "FLIGHTS_OWN", "belongs"]

BODYS_OWN = re.compile(
    r"\b[Ii]ts(?= (?:(?:own|new|first|second|third|next|latest|uncrewed|robotic|lunar|reusable|small|partly) ){0,2}(?:lander|rover|capsule|spacecraft|probe|orbiter|rocket|launcher|freighter|satellite|spaceplane|telescope) [A-Z])"
    r"|\b[Ii]ts(?= (?:new |own |first |latest )?[A-Z][\w-]+(?: [A-Z\d][\w-]*)? (?:lander|rover|capsule|spacecraft|probe|orbiter|rocket|launcher|freighter|satellite|spaceplane|telescope)\b)"
)
""" "Its lander Osprey", "its Osprey rocket": of the body that the sentence, or the one before, is about."""
FLIGHTS_OWN = re.compile(
    r"\b[Ii]ts(?= (?:(?:other|own|new|first|prime|remaining|two|three|four|five|six|seven) )*(?:members|crew(?: ?members|men)?|passengers)"
    r"(?::| (?:is|are|was|were|will be|includes?|included|comprises?|consists? of|consisted of)\b))"
)
""" "Its members are", "its crew:": of the flight named last."""


def belongs(
    kind: str, match: re.Match[str], state: State, names: Sequence[Mention]
) -> tuple[str, tuple[int, ...], str] | None:
    """ "Its crew are", "its lander Osprey", "from the same pad"."""
    if kind == "own":
        meant = _named_last(match.start(), state, names)
    elif kind == "body":
        meant = _owner(match.start(), state, names, match.string)
    else:
        meant = _set_out_from(match.start(), names, match.string)
    return (meant.type, meant.entities, "pronoun") if meant else None


def _named_last(position: int, state: State, names: Sequence[Mention]) -> Mention | None:
    """The mission or craft, an expedition too, named last in the running sentence or first in the one before; else none."""
    here = sentence(state.sentences, position)
    for begin, pick in ((state.sentences[here][0], -1), (state.sentences[max(0, here - 1)][0], 0)):
        near = [m for m in names if begin <= m.begin < position and m.type in ("Spacecraft", "Mission", "Station")]
        if near:
            return near[pick] if near[pick].type != "Station" else None
    return None


_OPENS = re.compile(
    r"(?:(?:The|On \w+|Today|In \d{4}),? )?(?:[A-Z][\w.-]+-based |[a-z]+ (?:company|firm|maker|agency|start-?up) )?"
)


def _owner(position: int, state: State, names: Sequence[Mention], text: str) -> Mention | None:
    """The agency or firm that opens the running sentence, else the one before."""
    here = sentence(state.sentences, position)
    for index in (here, here - 1):
        begin = state.sentences[index][0] if index >= 0 else position
        bodies = (m for m in names if m.type in ("Agency", "Organization") and begin <= m.begin < position)
        first = next(bodies, None)
        if first and _OPENS.fullmatch(text[begin : first.begin].lstrip('“"\n ')):
            return first
    return None


_FROM = re.compile(r"\b(?:from|left|(?:launch\w*|lift\w*|blast\w*|took) [^.;]{0,60}\bat) (?:[\w’'-]+ ){0,6}$")


def _set_out_from(position: int, names: Sequence[Mention], text: str) -> Mention | None:
    """ "From the same pad": the site from which something set out that is named last."""
    told = [m for m in names if m.type == "Facility" and m.begin < position]
    sites = [
        m for m in told if _FROM.search(text, max(0, m.begin - 110), m.begin) and "Control" not in text[m.begin : m.end]
    ]
    return sites[-1] if sites else None
