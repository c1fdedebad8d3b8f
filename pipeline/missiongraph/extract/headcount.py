"""Groups of people by their number: "the three", "a crew of seven", and whom they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from missiongraph.extract.discourse import State, named_in, sentence, spoken_in
from missiongraph.extract.entities import Mention

__all__ = ["FRONTED", "WITH_ONE", "ahead", "completed", "gathered", "of_size"]


WITH_ONE = re.compile(
    r"\b(?:[Hh]e|[Ss]he) (?:and|(?:\w+ ){0,9}(?:with|alongside)) [A-Z]|\b[A-Z]\w+ (?:and (?:he|she)|with (?:him|her))\b"
)
"""One told of with another by a pronoun: two people."""


FRONTED = re.compile(
    r"(?:With|After|Following|Before|Upon|Since|Until) (?:their|the (?:trio|crew|three|four|pair|duo)[’']s) "
    r"(?:departure|return|arrival|landing|undocking|docking|launch|splashdown)\b"
)
"""Before what a sentence tells of others: "With their departure Expedition 39 began, of A, B and C. The three …"."""


def of_size(size: int, position: int, state: State, names: Sequence[Mention], text: str = "") -> tuple[int, ...]:
    """The people that are so many: a group spoken of as one, those of a sentence or of several, or all who fly."""
    here = sentence(state.sentences, position)
    told = [
        (pos, p) for pos, p in state.people if len(p) == size > 1 and pos < position and not _fronted(pos, state, text)
    ]
    last = named_in(state.sentences, names, here - 1) if here else ()
    if len(last) == size > 2 and not (told and told[-1][0] >= state.sentences[here - 1][0]):
        return last  # those just listed, whoever was one group before
    if told and position - told[-1][0] < 2500:
        leading = [p for pos, p in told if _leads(pos, state)]
        return leading[-1] if leading else told[-1][1]
    return (
        _together(size, position, state, names, text, range(here, max(-1, here - 8), -1))
        or gathered(state, names, range(here, max(-1, here - 6), -1), size, position)
        or (() if size < _CROWD and _told_of(position, state) else ahead(state, names, here, size))
        or _all(state, names, size, position)
    )


_CROWD = 4


def _told_of(position: int, state: State) -> bool:
    """Whether two of those who fly are told of before a place: so many more are not those named behind it."""
    return len({p for pos, ps in state.people if pos < position for p in ps} - state.apart) > 1


def _fronted(position: int, state: State, text: str) -> bool:
    """Whether a group stands in what its sentence is fronted with: the sentence tells of others."""
    lead = FRONTED.match(text, state.sentences[sentence(state.sentences, position)][0])
    return lead is not None and position < lead.end()


def _leads(position: int, state: State) -> bool:
    """Whether nobody is spoken of before in the sentence: a group that others are only told beside."""
    begin = state.sentences[sentence(state.sentences, position)][0]
    return not any(begin <= pos < position for pos, _ in state.people)


def _together(
    size: int, position: int, state: State, names: Sequence[Mention], text: str, order: Iterable[int]
) -> tuple[int, ...]:
    """The people of the nearest sentence that names or speaks of exactly so many."""
    here = sentence(state.sentences, position)
    for index in order:
        people = named_in(state.sentences, names, index, position if index == here else None)
        everyone = spoken_in(state, index, position)
        paired = size > 2 or WITH_ONE.search(text, *state.sentences[index])
        for found in (people, everyone if paired else ()):
            if len(found) == size:
                return found
    return ()


def gathered(
    state: State, names: Sequence[Mention], order: Iterable[int], size: int, limit: int | None = None
) -> tuple[int, ...]:
    """People named one after the other in neighbouring sentences, until there are exactly so many."""
    found: dict[int, None] = {}
    for place, index in enumerate(order):
        people = named_in(state.sentences, names, index, limit if limit and not place else None)
        found |= dict.fromkeys(p for p in people if p not in state.apart)
        if len(found) >= size:
            break
        if found and not people and size > 4:
            break  # a large crew is told in one go
    return tuple(found) if len(found) == size else ()


def ahead(state: State, names: Sequence[Mention], here: int, size: int | None) -> tuple[int, ...]:
    """A lead that counts the crew before naming it: the first sentence ahead that names exactly so many."""
    for index in range(here, min(len(state.sentences), here + 5)):
        people = named_in(state.sentences, names, index)
        if size is not None and len(people) == size:
            return people
    if not size:
        return ()
    near = gathered(state, names, range(here, min(len(state.sentences), here + 4)), size)
    return near or (_far_ahead(state, names, here, size) if size > 2 else ())


_FAR = 14


def _far_ahead(state: State, names: Sequence[Mention], here: int, size: int) -> tuple[int, ...]:
    """A crew counted in the lead and named paragraphs later, where nobody else who flies is named before."""
    order = range(here, min(len(state.sentences), here + _FAR))
    found = gathered(state, names, order, size)
    return found if {p for _, ps in state.people for p in ps} <= {*found, *state.apart} else ()


def _all(state: State, names: Sequence[Mention], size: int, position: int) -> tuple[int, ...]:
    """The crew whose names stand far apart: all who fly that are named before, else in the whole release."""
    if size < 3:
        return ()
    flying = [(m.begin, p) for m in names if m.type == "Person" for p in m.entities if p not in state.apart]
    before = tuple(dict.fromkeys(p for begin, p in flying if begin < position))
    if len(before) == size:
        return before
    everyone = tuple(dict.fromkeys(p for _, p in flying))
    return everyone if len(everyone) == size else ()


_ROUNDED = re.compile(r"\b(?:(?:round|fill)(?:s|ed|ing)? out|complet(?:es?|ed|ing)|mak(?:es?|ing) up the rest of) $")
_STANDING_BY = re.compile(r"\b(?:back-?ups?|reserves?|stand(?:ing)?[ -](?:in|by)s?)\b", re.IGNORECASE)


def completed(position: int, state: State, names: Sequence[Mention], text: str) -> tuple[int, ...]:
    """ "A will be commander. B and C round out the crew": all of them; none where "the crew" stands otherwise."""
    if not _ROUNDED.search(text, max(0, position - 30), position):
        return ()
    here = sentence(state.sentences, position)
    found = list(named_in(state.sentences, names, here, position))
    for index in range(here - 1, max(-1, here - 4), -1):
        begin, end = state.sentences[index]
        people = spoken_in(state, index, end)
        if not people or text[state.sentences[index + 1][0] - 1] == "\n" or _STANDING_BY.search(text, begin, end):
            break
        found = [*(p for p in people if p not in found), *found]
    return tuple(found) if len(found) > 2 else ()
