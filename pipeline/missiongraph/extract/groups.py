"""Groups of people: "they", "the crew", "all four", and whom they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from missiongraph.extract.anaphors import NUMBER
from missiongraph.extract.crews import crew_of, whose
from missiongraph.extract.discourse import State, named_in, sentence, spoken_in, told
from missiongraph.extract.entities import Mention
from missiongraph.extract.headcount import FRONTED, WITH_ONE, ahead, completed, gathered, of_size

__all__ = ["apposed", "group", "plural", "size_of", "so_many"]


def plural(
    position: int, state: State, names: Sequence[Mention], text: str = "", crew: bool = False
) -> tuple[int, ...]:
    """The last people spoken of together: a group, or two or more names of one sentence, or the crew of the flight told of."""
    return whose(_last_together(position, state, names, text), position, state, names, text, crew)


def _last_together(position: int, state: State, names: Sequence[Mention], text: str) -> tuple[int, ...]:
    here = sentence(state.sentences, position)
    if own := _listed_before_who(position, state.sentences[here][0], names, text):
        return own
    last = here - 1 if _OTHERS.match(text, position) and _ARE.search(text, max(0, position - 24), position) else here
    for index in range(last, max(-1, here - 4), -1):
        if index < here and _ASIDE.match(text, state.sentences[index][0]):
            continue
        people = named_in(state.sentences, names, index, position if index == here else None)
        if found := _as_one(state, index, position, text, index < here):
            return found
        everyone = _without_speaker(state, spoken_in(state, index, position), names, index, text)
        if len(people) > 1:  # "he flew with A and B": all three
            front = _FOR_THEM if index == here else FRONTED
            if front.match(text, state.sentences[index][0], position):
                return people
            return _counted(state, names, index, _without_owner(everyone, state, names, index, position, text))
        begin, end = state.sentences[index]
        if len(people) == 1 and index < here and _AND_HIS.search(text, begin, end):
            return people
        if len(people) == 1 and len(everyone) == 2 and WITH_ONE.search(text[begin : min(end, position)]):
            return everyone
    return ()


_OF_THEM = re.compile(r"\b[Tt]he (two|three|four|five) of $")


def so_many(match: re.Match[str], state: State, names: Sequence[Mention]) -> tuple[int, ...]:
    """ "He agreed to stay on under A until the two of them came home": as many as that, those of the running sentence first."""
    lead = _OF_THEM.search(match.string, max(0, match.start() - 20), match.start())
    if not lead:
        return ()
    size = NUMBER[lead.group(1)]
    here = spoken_in(state, sentence(state.sentences, match.start()), match.start())
    return here if len(here) == size else of_size(size, match.start(), state, names, match.string)


def _as_one(state: State, index: int, position: int, text: str, above: bool) -> tuple[int, ...]:
    """Those whom a sentence tells of as one group: of one above its first, of the running one the last.

    Unless that only stands beside a list of names: "A and B came before them, and NASA made them part of …".
    """
    begin, end = state.sentences[index]
    fronted = FRONTED.match(text, begin, end) if above else None
    before = told(state, index, position)
    if fronted:
        before = [ps for pos, ps in state.people if fronted.end() <= pos < end]
    groups = [ps for ps in before if len(ps) > 1]
    if not groups:
        return ()
    if above:
        return _and_with(state, index, position, text, groups[-1]) or groups[0]
    listed = tuple(dict.fromkeys(ps[0] for ps in before[: before.index(groups[-1])] if len(ps) == 1))
    return listed if len(listed) > 1 and len(groups) == 1 else groups[-1]


_FOR_THEM = re.compile(r"(?:For|To|Among) [A-Z][^.;:]* and [^.;:]*$")
"""Before "their": the people that a sentence is fronted with, and nobody else of their crew."""

_AND_HIS = re.compile(
    r"[A-ZÀ-Þ][\w’'-]+ and (?:his|her) (?:[\w-]+ ){0,3}(?:crew ?mates|crew|colleagues|companions|crew ?members)\b"
)
"""One and a crew that nobody names: of "they" in the next sentence, who is known."""

_WHO = re.compile(r",? (?:all of )?(?:who|whom|whose)\b[^;:]*$")


def _listed_before_who(position: int, begin: int, names: Sequence[Mention], text: str) -> tuple[int, ...]:
    """ "A, B and C, who arrived the day after their launch": the list that the relative clause belongs to."""
    lead = _WHO.search(text, begin, position)
    if lead is None:
        return ()
    end, found = lead.start(), list[Mention]()
    for m in sorted((m for m in names if m.type == "Person" and begin <= m.begin < lead.start()), key=lambda m: -m.end):
        if not re.fullmatch(r"" if not found else r",? and |, |,? & ", text[m.end : end]):
            break
        found.append(m)
        end = m.begin
    people = tuple(dict.fromkeys(p for m in reversed(found) for p in m.entities))
    between = any(m.type == "Person" and lead.start() < m.begin < position for m in names)
    return people if len(people) > 1 and not between else ()


_OTHERS = re.compile(
    r"(?i:their) (?:own )?(?:back-?ups?|understud\w+|reserves?|stand-ins?|replacements?|successors?|predecessors?)\b"
)
_ARE = re.compile(r"\b(?:as|are|were|be|been|become|became) $")
"""Together: "A and B served as their backups" is of others than A and B."""

_WITH_OWNER = re.compile(r"[’']s (?:[\w-]+ ){0,4}(?:crewmates|colleagues|companions|backups?|understudies) ?$")


def _without_owner(
    people: tuple[int, ...], state: State, names: Sequence[Mention], index: int, position: int, text: str
) -> tuple[int, ...]:
    """ "A's crewmates B and C could not come because they …": B and C, of whom the sentence tells."""
    begin, end = state.sentences[index][0], min(state.sentences[index][1], position)
    told = [m for m in names if m.type == "Person" and begin <= m.begin < end]
    owners = {m.entities[0] for m, n in pairwise(told) if _WITH_OWNER.fullmatch(text, m.end, n.begin)}
    others = tuple(p for p in people if p not in owners)
    return others if len(others) > 1 else people


_SPEAKS = re.compile(r",? (?:has |had |also )?(?:said|says|told|announced|added|noted|reported|confirmed|explained)\b")


def _without_speaker(
    state: State, people: tuple[int, ...], names: Sequence[Mention], index: int, text: str
) -> tuple[int, ...]:
    """Those spoken of in a sentence but for an official who only speaks in it, where two or more are left."""
    begin, end = state.sentences[index]
    spoken = (m for m in names if m.type == "Person" and begin <= m.begin < end and _SPEAKS.match(text, m.end))
    speakers = {p for m in spoken for p in m.entities} & state.apart
    others = tuple(p for p in people if p not in speakers)
    return others if len(others) > 1 else people


def _and_with(state: State, index: int, position: int, text: str, group: tuple[int, ...]) -> tuple[int, ...]:
    """ "Both live there with A and B. They …": all of them, where the company follows the group."""
    begin, end = state.sentences[index]
    places = [pos for pos, ps in state.people if begin <= pos < min(end, position) and ps == group]
    later = [pos for pos, ps in state.people if places and places[0] < pos < min(end, position) and ps != group]
    beside = later and re.search(r"\b(?:with|alongside)\b[^,;.]*$", text[places[0] : later[0]])
    return spoken_in(state, index, position) if beside else ()


_ASIDE = re.compile(
    r"\(|(?:The|Their|Its|His|Her) (?:[a-z]+ )?(?:back-?ups?|reserves?|understud\w+)\b|(?:Back-?ups?|Backing up|Reserves?)\b"
)
"""A sentence in brackets, or of those who did not fly."""


def _counted(state: State, names: Sequence[Mention], index: int, people: tuple[int, ...]) -> tuple[int, ...]:
    """A crew whose number the release gives and whose names stand in two sentences is all of them."""
    for size in sorted(state.sizes, reverse=True):
        if any(len(p) == size and not set(people) <= set(p) for _, p in state.people):
            continue  # that many are another crew
        if size > len(people) and set(people) <= set(
            found := gathered(state, names, range(index, max(-1, index - 2), -1), size)
        ):
            return found
    return people


def size_of(match: re.Match[str]) -> int:
    """The number of people that a group's words give, 0 where they give none."""
    word = next((match.group(g) for g in ("n5", "n", "n2", "n3", "n6", "n7", "n8") if match.group(g)), "")
    return NUMBER.get(word.casefold(), 0)


def group(match: re.Match[str], state: State, names: Sequence[Mention]) -> tuple[int, ...]:
    """Whom the words for a group mean."""
    text = match.group().strip()
    if flight := _flight_behind(match, names):
        into = _INTO.search(match.string, max(0, match.start() - 30), match.start())
        apposed_to = any(m.type == "Person" and match.string[m.end : match.start()].strip() == "," for m in names)
        if own := () if into else crew_of(flight, match.start(), state):
            return () if apposed_to or apposed(flight.end, names, match.string) else own  # the names beside it say who
        if _of_another(flight, bool(into), match.start(), state, names):
            return ()
    word = (
        match.group("n5")
        or match.group("n")
        or match.group("n2")
        or match.group("n3")
        or match.group("n6")
        or match.group("n7")
        or match.group("n8")
        or ("both" if "oth" in text.split()[0] else "")
    )
    here = sentence(state.sentences, match.start())
    if not word and (whole := completed(match.start(), state, names, match.string) or _whole(state, match)):
        return whole
    if not word:
        found = plural(match.start(), state, names, match.string, crew=True) or ahead(state, names, here, None)
        return found or _of_old(state, match.start())
    size = NUMBER.get(word.casefold(), 0)
    if word == "both" and (beside := _pair_before(match, names)):
        return beside
    if match.group("n6") == "two":
        return ()  # "the two German astronauts": others may be told of between
    if match.group("n8"):  # "the four Crew-2 astronauts", who are named right after, or before as one group
        following = named_in(state.sentences, names, min(here + 1, len(state.sentences) - 1))
        if len(following) == size:
            return following
        if _new_flight(match, names):
            return ahead(state, names, here, size)
    if match.group("n") and not re.match(r"(?:the|these|all|their|its|those|both)\b", text.casefold()):
        return ahead(state, names, here, size)  # "three crew members": told before they are named
    return of_size(size, match.start(), state, names, match.string)


def _pair_before(match: re.Match[str], names: Sequence[Mention]) -> tuple[int, ...]:
    """ "A and pilot B, both of NASA": the two names that stand right before."""
    text, place = match.string, match.start() + len(match.group()) - len(match.group().lstrip())
    people = [m for m in names if m.type == "Person" and place - 160 < m.begin and m.end < place][-2:]
    if len(people) < 2 or text[people[1].end : place].strip() != ",":
        return ()
    between = text[people[0].end : people[1].begin]
    return (*people[0].entities, *people[1].entities) if re.search(r"\band\b", between) and "." not in between else ()


_OF = re.compile(
    r" (?:of|from|on|aboard|for) (?:the |that )?(?:(?:[A-Z]\w+|agency)[’']s )?(?:SpaceX )?(?:spacecraft |mission |flight )?$"
)


def _flight_behind(match: re.Match[str], names: Sequence[Mention]) -> Mention | None:
    """The flight that a crew is said to be of: "the crew of Crew-5"."""
    flight = next(
        (m for m in names if match.end() < m.begin < match.end() + 40 and m.type in ("Mission", "Spacecraft")), None
    )
    if not match.group("crew") or flight is None or not _OF.fullmatch(match.string[match.end() : flight.begin]):
        return None
    return flight


def _of_another(flight: Mention, into: bool, position: int, state: State, names: Sequence[Mention]) -> bool:
    """ "Assigned to the crew of Crew-5", "the newly arrived crew of Crew-8": another flight's, which names none of those told of."""
    main = state.mains.get(flight.type)
    named_before = any(m.begin < position and m.entities == flight.entities for m in names)
    if main is None or into:
        return bool(state.people) and not named_before
    return main != flight.entities[0]


_INTO = re.compile(r"\b(?:assigned|reassigned|added|appointed|named|moved|transferred|switched|belongs?|belonged) to $")
"""Whoever goes into a crew now was not told of as one of it before."""


def _new_flight(match: re.Match[str], names: Sequence[Mention]) -> bool:
    """Whether the flight named right behind a number is named for the first time."""
    flight = next((m for m in names if m.begin == match.end() + 1), None)
    return flight is not None and all(m.begin >= match.start() or m.entities != flight.entities for m in names)


def _whole(state: State, match: re.Match[str]) -> tuple[int, ...]:
    """ "The crew" after "the other three": those and the one they are others to."""
    if "crew" not in match.group() or "member" in match.group():
        return ()
    last = next((p for pos, p in reversed(state.people) if len(p) > 1 and pos < match.start()), ())
    larger = [p for pos, p in state.people if len(p) > len(last) > 1 and pos < match.start() and set(last) < set(p)]
    counted = [p for p in larger if len(p) in state.sizes]
    return state.wholes.get(last, ()) or (counted[-1] if counted else ())


_OLD = 6


def _of_old(state: State, position: int) -> tuple[int, ...]:
    """ "The crew" sentences after the one group of the release, when neither other people nor another flight came between."""
    told = [(pos, p) for pos, p in state.people if pos < position and not state.apart.issuperset(p)]
    groups = [(pos, p) for pos, p in told if len(p) > 1]
    if not groups:
        return ()
    place, last = groups[-1]
    others = any(not set(p) <= set(last) for pos, p in told if len(p) > 1 or pos > place)
    flights = any(at > place and state.last.get(t) != state.mains.get(t) for t, at in state.spoken_at.items())
    far = sentence(state.sentences, position) - sentence(state.sentences, place) > _OLD
    return () if others or flights or far else last


_APPOSED = re.compile(r"(?:,? (?:and|&) |, |: | – | — )(?:[a-z-]+ ){0,4}")


def apposed(end: int, names: Sequence[Mention], text: str) -> tuple[int, ...]:
    """The people of the list of names that follows right behind a place."""
    out: list[int] = []
    for m in (m for m in names if m.type == "Person" and m.begin >= end):
        if not _APPOSED.fullmatch(text[end : m.begin]):
            break
        out += m.entities
        end = m.end
        if after := re.match(r", (?:\d\d|(?:an? |the )[^,;.()]{3,40})(?=,)|,? \([^()]{2,30}\)", text[end : end + 50]):
            end += after.end()
    return tuple(dict.fromkeys(out))
