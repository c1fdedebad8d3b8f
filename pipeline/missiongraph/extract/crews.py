"""Whose crew words for a group mean: the flight that is spoken of decides, and who is told with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from missiongraph.extract.discourse import Crews, State, named_in, sentence, told
from missiongraph.extract.entities import Entity, Mention
from missiongraph.extract.prominence import in_passing, no_flight

__all__ = ["crew_of", "crews", "whose"]

_FLIGHTS = ("Mission", "Spacecraft")
_CREWED = re.compile(
    r"(?i)\b(?:crew|crewed by|astronauts?|cosmonauts?|taikonauts?|aboard|commander|commanded|pilot|members?|made up of|carrying|with"
    r"|fl(?:y|ew|own|ying)|launch\w*|lift\w*|rode|landed|splashed|docked|undocked|return\w*)\b"
)
"""In a sentence that tells who flies."""
_MEETS = re.compile(r";|\b(?:welcom\w+|greet\w+|met|join(?:s|ed|ing)?|reliev\w+|replac\w+|succeed\w*|hand\w* over)\b")
"""In a sentence of two crews."""
_BOARDED = re.compile(r"\b(?:aboard|on board|in|inside|on|[Cc]rew of) (?:the |an? |their |its )?(?:[\w’'-]+ ){0,3}$")
"""Before a craft in which people fly."""
_RELIEF = re.compile(
    r"\b(?:(?:replacements?|successors?|predecessors?|relief|relie(?:f|ve)s?|reliev(?:ed|ing)|replac(?:e[ds]?|ing)|join(?:s|ed|ing)?|await\w*"
    r"|backups? (?:for|of|to)|(?:arrival|departure|return|launch|landing) of),?|their|until) (?:the )?(?:\w+ )?$"
)
"""Before a flight that is named for another's sake."""
_LIST = re.compile(r"(?:,|,? and|,? &|,? with| \([^()]*\),?)(?: [\w.’'-]+){0,6} $")


def crews(
    text: str, sentences: Sequence[tuple[int, int]], entities: Sequence[Entity], names: Sequence[Mention]
) -> Crews:
    """For each craft and mission the people whom a sentence tells with it, with the sentence's place."""
    out: Crews = {}
    for index, (begin, end) in enumerate(sentences):
        here = [m for m in names if begin <= m.begin < end]
        people = named_in(sentences, names, index)
        if len(people) < 2 or not _CREWED.search(text, begin, end):
            continue
        for flight in _flown_in(here, entities, text):
            own = _beside(flight, here, text) if _MEETS.search(text, begin, end) else people
            if len(own) > 1:
                out.setdefault(flight.entities[0], []).append((begin, own))
    return out


def _flown_in(here: Sequence[Mention], entities: Sequence[Entity], text: str) -> Iterator[Mention]:
    """The one craft and the one mission that a sentence names for its own sake."""
    for type_ in _FLIGHTS:
        flights = [m for m in here if m.type == type_ and not no_flight(entities[m.entities[0]])]
        if type_ == "Spacecraft":
            flights = [m for m in flights if _BOARDED.search(text, max(0, m.begin - 40), m.begin)]
        if len({m.entities for m in flights}) == 1 and not _aside(flights[0], text):
            yield flights[0]


def _aside(flight: Mention, text: str) -> bool:
    return bool(_RELIEF.search(text, max(0, flight.begin - 40), flight.begin)) or in_passing(text, flight)


def _beside(flight: Mention, here: Sequence[Mention], text: str) -> tuple[int, ...]:
    """The list of names that stands last before a flight, or first behind it."""
    people = [m for m in here if m.type == "Person"]
    before = [m for m in people if m.end <= flight.begin]
    run = before[-1:] or people[:1]
    for m in reversed(before[:-1]) if before else people[1:]:
        gap = text[m.end : run[0].begin] if before else text[run[-1].end : m.begin]
        if not _LIST.fullmatch(gap) or _MEETS.search(gap):
            break
        run = [m, *run] if before else [*run, m]
    return tuple(dict.fromkeys(p for m in run for p in m.entities))


_CREW_NAMED = re.compile(
    r"(?:[’']s)? (?:prime |flight )?(?:astronauts|cosmonauts|taikonauts|crew(?: ?members)?|crewmates)\b(?!,? (?:of )?(?:[A-Z][\w.]* ){1,2}[A-Z])(?!:)"
)
_PREPARES = re.compile(
    r"(?:The (?:[\w-]+ )?(?:astronauts|cosmonauts|crew(?: members)?)|They)\b[^.;,]{0,30}\b(?:train|prepar|rehears|practi[cs])(?:e?d|ing)\b"
)
""" "… for Apollo 12. The astronauts trained for the flight": that flight's."""


def whose(
    found: tuple[int, ...], position: int, state: State, names: Sequence[Mention], text: str, ahead: bool
) -> tuple[int, ...]:
    """Those told of last (`found`), unless the words before are of a flight that others fly; nobody where it is not said who.

    "The crew" may be named further on (`ahead`).
    """
    flight = _spoken_of(position, state, names, text)
    if flight is None:
        return found
    own = crew_of(flight, position, state, ahead)
    if own:
        return found if set(own) & set(found) else own
    here = state.sentences[sentence(state.sentences, position)][0]
    named = _CREW_NAMED.match(text, flight.end) or _PREPARES.match(text, here)
    return () if named and _flown_by(found, flight.type, state) else found


def crew_of(flight: Mention, position: int, state: State, ahead: bool = True) -> tuple[int, ...]:
    """Who is told with a flight: nearest before a place, else first behind."""
    places = state.crews.get(flight.entities[0], ())
    before = [people for begin, people in places if begin <= position]
    return before[-1] if before else next((people for _, people in places if ahead), ())


def _flown_by(found: tuple[int, ...], type_: str, state: State) -> bool:
    """Whether two of the people are told with some flight of the type."""
    flights = (e for e in state.crews if state.entities[e].type == type_)
    return any(len(set(people) & set(found)) > 1 for e in flights for _, people in state.crews[e])


_BACK = 4


def _spoken_of(position: int, state: State, names: Sequence[Mention], text: str) -> Mention | None:
    """The flight of which the running sentence tells before a place, or that before it; none where people are told of before."""
    here = sentence(state.sentences, position)
    for index in range(here, max(-1, here - _BACK), -1):
        begin, end = state.sentences[index]
        limit = min(end, position)
        flights = [m for m in names if m.type in _FLIGHTS and begin <= m.begin < limit and not _aside(m, text)]
        flights = [m for m in flights if not no_flight(state.entities[m.entities[0]]) or _CREW_NAMED.match(text, m.end)]
        first = next((pos for pos, _ in state.people if begin <= pos < limit), limit)
        if flights:
            return flights[0] if flights[0].begin < first else None
        if told(state, index, position):
            return None
    return None
