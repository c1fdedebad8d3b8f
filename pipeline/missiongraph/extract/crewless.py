"""Crews that a release speaks of without naming them: "Expedition 9's crew trained for its flight"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.extract.discourse import State, sentence
from missiongraph.extract.entities import Mention

__all__ = ["of_another_flight"]

_ITS_CREW = re.compile(
    r"(?:[’']s)? (?:prime |flight )?(?:astronauts|cosmonauts|taikonauts|crew(?: ?members)?|crewmates)\b(?!,? (?:of )?(?:[A-Z][\w.]* ){1,2}[A-Z])(?!:)"
)
_PREPARES = re.compile(
    r"(?:The (?:[\w-]+ )?(?:astronauts|cosmonauts|crew(?: members)?)|They)\b[^.;,]{0,30}\b(?:train|prepar|rehears|practi[cs])(?:e?d|ing)\b"
)
""" "… for Apollo 12. The astronauts trained for the flight": that flight's."""
_PEOPLE_APART = 2


def of_another_flight(group: tuple[int, ...], position: int, state: State, names: Sequence[Mention], text: str) -> bool:
    """Whether "they" are the unnamed crew of a flight, where those named last are told of another: "Apollo 12 astronauts
    continued their training" after a story of Apollo 11."""
    flight = _crew_spoken_of(position, state, names, text)
    if flight is None or len(group) < _PEOPLE_APART:
        return False
    told = set[int]()
    for begin, end in state.sentences:
        if begin > position:
            break
        inside = [m for m in names if begin <= m.begin < end]
        if len({p for m in inside if m.type == "Person" for p in m.entities} & set(group)) >= _PEOPLE_APART:
            told |= {e for m in inside if m.type == "Mission" for e in m.entities}
    return bool(told) and flight not in told


def _crew_spoken_of(position: int, state: State, names: Sequence[Mention], text: str) -> int | None:
    """The flight whose crew is the last of which the running sentence, or the one before, tells; none where people are named since."""
    here = sentence(state.sentences, position)
    begin = state.sentences[max(0, here - 1)][0]
    for mention in sorted((m for m in names if begin <= m.begin < position), key=lambda m: -m.begin):
        if mention.type == "Person":
            return None
        if mention.type == "Mission" and len(mention.entities) == 1:
            own = _ITS_CREW.match(text, mention.end) or _PREPARES.match(text, state.sentences[here][0])
            return mention.entities[0] if own else None
    return None
