"""Groups of people: "they", "the crew", "all four", and whom they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from missiongraph.extract.anaphors import NUMBER
from missiongraph.extract.entities import Entity, Mention

__all__ = ["State", "apposed", "desks", "group", "of_size", "plural", "sentence", "size_of", "spoken_in"]


@dataclass(slots=True)
class State:
    """What has been spoken of so far."""

    entities: Sequence[Entity]
    sentences: Sequence[tuple[int, int]]
    people: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    subject: int | None = None
    station_at: int = -1
    """Where a station was last spoken of."""
    genders: dict[int, str] = field(default_factory=dict)
    sizes: set[int] = field(default_factory=set)
    """How many people the release counts as a crew."""
    wholes: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)
    """For "the other three": the whole crew."""
    apart: frozenset[int] = frozenset()
    """People who speak, lead or wait on the ground: no part of a crew."""
    mains: dict[str, int] = field(default_factory=dict)
    """The craft and the mission that the release is about."""
    spoken_at: dict[str, int] = field(default_factory=dict)
    """Where a craft and a mission were last spoken of."""


def sentence(sentences: Sequence[tuple[int, int]], position: int) -> int:
    """The index of the sentence that a position stands in."""
    return next((i for i, (b, e) in enumerate(sentences) if b <= position < e), len(sentences) - 1)


def named_in(
    sentences: Sequence[tuple[int, int]], names: Sequence[Mention], index: int, before: int | None = None
) -> tuple[int, ...]:
    """Those whom a sentence names, in order."""
    begin, end = sentences[index]
    found = (
        p
        for m in names
        if m.type == "Person" and begin <= m.begin < end and (before is None or m.begin < before)
        for p in m.entities
    )
    return tuple(dict.fromkeys(found))


def plural(position: int, state: State, names: Sequence[Mention], text: str = "") -> tuple[int, ...]:
    """The last people spoken of together: a group, or two or more names of one sentence."""
    here = sentence(state.sentences, position)
    if own := _listed_before_who(position, state.sentences[here][0], names, text):
        return own
    last = here - 1 if _OTHERS.match(text, position) and _ARE.search(text, max(0, position - 24), position) else here
    for index in range(last, max(-1, here - 4), -1):
        if index < here and _ASIDE.match(text, state.sentences[index][0]):
            continue
        people = named_in(state.sentences, names, index, position if index == here else None)
        told = _told(state, index, position)
        groups = [ps for ps in told if len(ps) > 1]
        if groups:
            if index < here:
                return _and_with(state, index, position, text, groups[-1]) or groups[0]
            first = told.index(groups[-1])
            listed = tuple(dict.fromkeys(p for ps in told[:first] for p in ps if len(ps) == 1))
            return (
                listed if len(listed) > 1 and len(groups) == 1 else groups[-1]
            )  # "A and B came before them; NASA made them …"
        everyone = _without_speaker(state, spoken_in(state, index, position), names, index, text)
        if len(people) > 1:  # "he flew with A and B": all three
            return _counted(state, names, index, everyone)
        begin, end = state.sentences[index]
        if len(people) == 1 and len(everyone) == 2 and _WITH_ONE.search(text[begin : min(end, position)]):
            return everyone
    return ()


_WHO = re.compile(r",? (?:all of )?(?P<who>who|whom|whose)\b[^;:]*$")
_OVER = re.compile(
    r", (?:\w+ly )?(?:\w{3,}ed|will|would|are|were|have|has|had|was|is|can|could|met|gave|told|said|left|took|made|went|began|saw)\b"
)
"""A verb behind a comma: the relative clause is over."""


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
    over = _OVER.search(text, lead.end("who"), position)
    between = over or any(m.type == "Person" and lead.start() < m.begin < position for m in names)
    return people if len(people) > 1 and not between else ()


_OTHERS = re.compile(
    r"(?i:their) (?:own )?(?:back-?ups?|understud\w+|reserves?|stand-ins?|replacements?|successors?|predecessors?)\b"
)
_ARE = re.compile(r"\b(?:as|are|were|be|been|become|became) $")
"""Together: "A and B served as their backups" is of others than A and B."""

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

_WITH_ONE = re.compile(
    r"\b(?:[Hh]e|[Ss]he) (?:and|(?:\w+ ){0,9}(?:with|alongside)) [A-Z]|\b[A-Z]\w+ (?:and (?:he|she)|with (?:him|her))\b"
)


def _told(state: State, index: int, position: int) -> list[tuple[int, ...]]:
    """Whom a sentence speaks of, by name or not, before a position."""
    begin, end = state.sentences[index][0], min(state.sentences[index][1], position)
    return [ps for pos, ps in state.people if begin <= pos < end]


def spoken_in(state: State, index: int, position: int) -> tuple[int, ...]:
    """Whom a sentence speaks of, by name or not, each once."""
    return tuple(dict.fromkeys(p for ps in _told(state, index, position) for p in ps))


def _counted(state: State, names: Sequence[Mention], index: int, people: tuple[int, ...]) -> tuple[int, ...]:
    """A crew whose number the release gives and whose names stand in two sentences is all of them."""
    for size in sorted(state.sizes, reverse=True):
        if any(len(p) == size and not set(people) <= set(p) for _, p in state.people):
            continue  # that many are another crew
        if size > len(people) and set(people) <= set(
            found := _gathered(state, names, range(index, max(-1, index - 2), -1), size)
        ):
            return found
    return people


_DESK = (
    r"(?:director|administrator|manager|president|minister|spokes\w+|professor|secretary|chairman|chairwoman|chief|head of|"
    r"head|senator|ambassador|designer|analyst|curator|historian|engineer (?:at|with)|scientist|investigator|researcher|officer|"
    r"founder|author|executive|co-?ordinator|controller|CapCom|capcom|wife|husband|mother|father|widow|king|queen|governor|mayor)"
)
_DESK_BEFORE = re.compile(
    rf"\b(?i:{_DESK})s?(?: [Gg]eneral)?(?:,)? (?:(?:Dr|Mr|Mrs|Ms|Gen|Col)\. )?$|\b(?:Sen|Rep|Gov)\. $|\b(?:under|backups?(?: are| is| will be| to| for)?|reserves?(?: are| is)?|succeed(?:s|ed)|relieving|relieved) (?:[A-Z]\w+[’']s )?$"
)
_DESK_AFTER = re.compile(
    rf",? (?:\(|who (?:is|was|heads|leads|directs|manages)\b|(?:the |an? |its |[A-Z][\w.]*[’']s )?(?:[\w-]+ ){{0,4}}?(?i:{_DESK})\b)|,? (?:will be |serves as |is |was )?(?:(?:his|her|a|the|\w+[’']s) )?(?:own )?(?:backup|reserve)\b"
)
_SEATS = re.compile(
    r"\b(?:[Ss]pecialists|[Pp]ilots|[Aa]stronauts|[Cc]rew ?members|[Cc]rewmates) (?:are|were|will be|include[sd]?) "
    r"(?:(?:[A-ZÀ-Þ][\w.’'-]*|\([^()]{2,30}\)|of|the|and|from|for|an?),? )*$"
)
"""Before a name: who fills the seats, titles and homes among the names."""
_FLIES = re.compile(r"(?i)(?:astronauts?|cosmonauts?|taikonauts?|commander|pilot|specialists?|flight engineers?),? $")


def desks(text: str, names: Sequence[Mention]) -> frozenset[int]:
    """Those who are called by an office and never as one of a crew."""
    seated: set[int] = set()
    flying: set[int] = set()
    for m in names:
        if m.type != "Person":
            continue
        before, after = text[max(0, m.begin - 60) : m.begin], text[m.end : m.end + 70].split("\n", 1)[0]
        if _FLIES.search(before) or _SEATS.search(text[max(0, m.begin - 160) : m.begin]):
            flying |= set(m.entities)
        elif _DESK_BEFORE.search(before) or (
            (found := _DESK_AFTER.match(after)) and not found.group().endswith(("(", "is", "was"))
        ):
            seated |= set(m.entities)
    return frozenset(seated - flying)


def size_of(match: re.Match[str]) -> int:
    """The number of people that a group's words give, 0 where they give none."""
    word = next((match.group(g) for g in ("n5", "n", "n2", "n3", "n6", "n7", "n8") if match.group(g)), "")
    return NUMBER.get(word.casefold(), 0)


def group(match: re.Match[str], state: State, names: Sequence[Mention]) -> tuple[int, ...]:
    """Whom the words for a group mean."""
    text = match.group().strip()
    if _of_another(match, state, names):
        return ()
    word = (
        match.group("n5")
        or match.group("n")
        or match.group("n2")
        or match.group("n3")
        or match.group("n7")
        or match.group("n8")
        or ("both" if "oth" in text.split()[0] else "")
    )
    here = sentence(state.sentences, match.start())
    if not word and (whole := _whole(state, match)):
        return whole
    if not word:
        found = plural(match.start(), state, names, match.string) or _ahead(state, names, here, None)
        return found or _of_old(state, match.start())
    size = NUMBER.get(word.casefold(), 0)
    if match.group("n8"):  # "the four Crew-2 astronauts", who are named right after, or before as one group
        following = named_in(state.sentences, names, min(here + 1, len(state.sentences) - 1))
        if len(following) == size:
            return following
        if _new_flight(match, names):
            return _ahead(state, names, here, size)
    if match.group("n") and not re.match(r"(?:the|these|all|their|its|those|both)\b", text.casefold()):
        return _ahead(state, names, here, size)  # "three crew members": told before they are named
    return of_size(size, match.start(), state, names, match.string)


_OF = re.compile(
    r" (?:of|from|on|aboard|for) (?:the |that )?(?:[A-Z]\w+[’']s )?(?:SpaceX )?(?:spacecraft |mission |flight )?$"
)


def _of_another(match: re.Match[str], state: State, names: Sequence[Mention]) -> bool:
    """ "Assigned to the crew of Crew-5", "the newly arrived crew of Crew-8": another flight's, which names none of those told of."""
    flight = next(
        (m for m in names if match.end() < m.begin < match.end() + 40 and m.type in ("Mission", "Spacecraft")), None
    )
    if not match.group("crew") or flight is None or not _OF.fullmatch(match.string[match.end() : flight.begin]):
        return False
    return state.mains.get(flight.type, flight.entities[0]) != flight.entities[0]


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


def of_size(size: int, position: int, state: State, names: Sequence[Mention], text: str = "") -> tuple[int, ...]:
    """The people that are so many: a group spoken of as one, those of a sentence or of several, or all who fly."""
    here = sentence(state.sentences, position)
    told = [(pos, p) for pos, p in state.people if len(p) == size > 1 and pos < position]
    last = named_in(state.sentences, names, here - 1) if here else ()
    if len(last) == size > 2 and not (told and told[-1][0] >= state.sentences[here - 1][0]):
        return last  # those just listed, whoever was one group before
    leading = [(pos, p) for pos, p in told if _leads(pos, state)]
    if told and position - told[-1][0] < 2500:
        return _topical((leading or told), here, state)
    return (
        _together(size, position, state, names, text, range(here, max(-1, here - 8), -1))
        or _gathered(state, names, range(here, max(-1, here - 6), -1), size, position)
        or (_together(size, position, state, names, text, range(here - 8, max(-1, here - 18), -1)) if size > 2 else ())
        or _ahead(state, names, here, size)
        or _all(state, names, size, position)
    )


_RECENT = 4


def _topical(told: Sequence[tuple[int, tuple[int, ...]]], here: int, state: State) -> tuple[int, ...]:
    """The group told last; after some sentences of silence the one that the release tells of far more often."""
    place, last = told[-1]
    if here - sentence(state.sentences, place) <= _RECENT:
        return last
    counts = Counter(frozenset(p) for _, p in told)
    most = max(reversed(told), key=lambda each: counts[frozenset(each[1])])[1]
    return most if counts[frozenset(most)] >= 2 * counts[frozenset(last)] else last


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
        paired = size > 2 or _WITH_ONE.search(text, *state.sentences[index])
        for found in (people, everyone if paired else ()):
            if len(found) == size:
                return found
    return ()


def _gathered(
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


def _ahead(state: State, names: Sequence[Mention], here: int, size: int | None) -> tuple[int, ...]:
    """A lead that counts the crew before naming it: the first sentence ahead that names exactly so many."""
    for index in range(here, min(len(state.sentences), here + 5)):
        people = named_in(state.sentences, names, index)
        if size is not None and len(people) == size:
            return people
    if not size:
        return ()
    near = _gathered(state, names, range(here, min(len(state.sentences), here + 4)), size)
    return near or (_far_ahead(state, names, here, size) if size > 2 else ())


_FAR = 14


def _far_ahead(state: State, names: Sequence[Mention], here: int, size: int) -> tuple[int, ...]:
    """A crew counted in the lead and named paragraphs later, where nobody else who flies is named before."""
    order = range(here, min(len(state.sentences), here + _FAR))
    found = _gathered(state, names, order, size)
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
    return everyone if len(everyone) == size else _gathered(state, names, range(len(state.sentences)), size)
