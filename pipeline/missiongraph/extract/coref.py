"""Pronouns, groups and nominals: what "he", "the trio", "the Dane", "the capsule" refer to.

One pass over the text, left to right, by recency, number, gender and nationality. Facts that rest on
these mentions carry less confidence than facts that rest on names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from missiongraph.authority import Authority
from missiongraph.extract.anaphors import COMPANIONS, GROUP, IT, NUMBER, PERSONAL, SINGLE, THING, beside
from missiongraph.extract.entities import Entity, Mention
from missiongraph.extract.nationals import nationals, one_national, several_nationals

__all__ = ["refer"]


@dataclass(slots=True)
class _State:
    """What has been spoken of so far."""

    entities: Sequence[Entity]
    sentences: Sequence[tuple[int, int]]
    people: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    subject: int | None = None
    genders: dict[int, str] = field(default_factory=dict)
    sizes: set[int] = field(default_factory=set)
    """How many people the release counts as a crew."""


def refer(
    text: str,
    sentences: Sequence[tuple[int, int]],
    entities: Sequence[Entity],
    names: Sequence[Mention],
    authority: Authority,
    default_station: int | None,
) -> list[Mention]:
    """The mentions that refer without a name. `sentences` are offsets; names are in order."""
    state = _State(entities, sentences, genders={e.index: e.gender for e in entities if e.gender})
    spans = [(m.begin, m.end) for m in names]
    events: list[tuple[int, int, str, re.Match[str] | Mention]] = [(m.begin, m.end, "name", m) for m in names]
    by_nation = nationals(text, entities, names, authority)
    for kind, pattern in (
        ("nationals", several_nationals(authority)),
        ("companions", COMPANIONS),
        ("group", GROUP),
        ("single", SINGLE),
        ("personal", PERSONAL),
        ("thing", THING),
        ("it", IT),
        ("national", one_national(authority)),
    ):
        for match in pattern.finditer(text):
            if match.end() > match.start() and not any(match.start() < e and b < match.end() for b, e in spans):
                spans.append(match.span())
                if kind == "group" and (counted := _size(match)):
                    state.sizes.add(counted)
                events.append((match.start(), match.end(), kind, match))
    out: list[Mention] = []
    for begin, end, kind, found in sorted(events, key=lambda e: e[:2]):
        if isinstance(found, Mention):
            _note(state, found)
            continue
        if kind == "group" and any(
            m.type == "Person" and text[end : m.begin] in (", ", ": ", " – ", " — ") for m in names
        ):
            continue  # "the spacewalkers, A and B, …": the names follow
        if kind == "thing" and _named_next(text, end, found.lastgroup or "", names):
            continue
        if mention := _resolve(kind, found, state, names, by_nation, default_station):
            out.append(Mention(begin + len(found.group()) - len(found.group().lstrip()), end, *mention))
            _note(state, out[-1])
    return out


def _named_next(text: str, end: int, type_: str, names: Sequence[Mention]) -> bool:
    """ "the cargo craft Tianzhou-4", "the ship Maia": the nominal only introduces the name that follows."""
    return bool(type_ != "Station" and re.match(r" [A-Z][a-z]+\b(?! Station)", text[end : end + 30])) or any(
        m.type == type_ and end <= m.begin <= end + 3 and text[end : m.begin].strip(" ,\"“‘'") == "" for m in names
    )


def _note(state: _State, mention: Mention) -> None:
    if mention.type == "Person":
        state.people.append((mention.begin, mention.entities))
        if len(mention.entities) > 1:
            state.last["group"] = len(state.people) - 1
    else:
        state.last[mention.type] = mention.entities[0]
        if mention.type in ("Spacecraft", "Mission", "Payload"):
            state.last["it"] = mention.entities[0]


def _resolve(
    kind: str,
    match: re.Match[str],
    state: _State,
    names: Sequence[Mention],
    by_nation: dict[str, list[int]],
    station: int | None,
) -> tuple[str, tuple[int, ...], str] | None:
    if kind == "single":
        return _pronoun(match, state, names)
    if kind == "personal":
        return _personal(match, state)
    if kind == "companions":
        return _companions(match, state, names)
    if kind == "group":
        found = _group(match, state, names)
        return ("Person", found, "group") if found else None
    if kind == "nationals":
        several = tuple(dict.fromkeys(by_nation.get(match.group("nation"), [])))
        return ("Person", several, "group") if len(several) == NUMBER[match.group("size").casefold()] else None
    if kind == "national":
        people = by_nation.get(match.group("nation"), [])
        recent = [p for _, ps in state.people for p in ps if p in people]
        if (
            not recent
            and state.people
            and len(state.people[-1][1]) == 1
            and not people
            and match.start() - state.people[-1][0] < 300
        ):
            recent = list(state.people[-1][1])  # the only way a release takes up a name by an unsaid nationality
        return ("Person", (recent[-1],), "nominal") if recent else None
    if kind == "it":
        return (state.entities[state.last["it"]].type, (state.last["it"],), "pronoun") if "it" in state.last else None
    type_ = match.lastgroup or ""
    index = state.last.get(type_, station if type_ == "Station" else None)
    if (
        index is not None
        and "shuttle" in match.group().casefold()
        and "huttle" not in (state.entities[index].label or state.entities[index].name)
    ):
        return None  # the kind of craft, not the one spoken of
    return (type_, (index,), "nominal") if index is not None else None


def _pronoun(match: re.Match[str], state: _State, names: Sequence[Mention]) -> tuple[str, tuple[int, ...], str] | None:
    if match.group("they"):
        found = _plural(match.start(), state, names)
        return ("Person", found, "pronoun") if found else None
    gender = "male" if match.group("he") else "female"
    if (near := beside(match, names)) is not None and state.genders.get(near, gender) == gender:
        state.genders.setdefault(near, gender)
        return "Person", (near,), "pronoun"
    if forward := _cataphor(match, state, names, gender):
        return "Person", (forward,), "pronoun"
    start = _sentence(state.sentences, match.start())
    options = [
        (pos, p[0])
        for pos, p in state.people
        if len(p) == 1 and state.genders.get(p[0], gender) == gender and match.start() - pos < 1500
    ]
    if not options:
        return None
    here = [o for o in options if o[0] >= state.sentences[start][0]]
    before = [o for o in options if o[0] < state.sentences[start][0]]
    previous = [o for o in before if start and o[0] >= state.sentences[start - 1][0]]
    if here:
        chosen = _subject(here, previous, match.string)
    elif previous:
        chosen = previous[0][1]  # the subject of the sentence before
    else:
        told = [o[1] for o in before]
        chosen = max(told, key=lambda p: (told.count(p), -told.index(p)))  # who the release is about
    state.genders.setdefault(chosen, gender)
    return "Person", (chosen,), "pronoun"


_BESIDE = re.compile(
    r"(?:^|[.!?]\s|, )(?:With|with|Alongside|alongside|Beside|Like|like|Unlike|unlike|Together with|After|According to) (?:[\w’'-]+ ){0,4}$"
)


def _subject(here: list[tuple[int, int]], previous: list[tuple[int, int]], text: str) -> int:
    """The subject of the running sentence; one who only stands beside it ("with X at the controls, he") is none."""
    first = next((o for o in here if not _BESIDE.search(text[max(0, o[0] - 60) : o[0]])), None)
    return (first or (previous or here)[0])[1]


_FRONTED = re.compile(
    r"(?:During|After|Before|In|On|With|For|Following|Throughout|At|Upon|Prior to|Since|While|As)\b[^,]*$"
)


def _cataphor(match: re.Match[str], state: _State, names: Sequence[Mention], gender: str) -> int | None:
    """ "During his first flight, Rubio …": a possessive in a fronted phrase means the subject that follows."""
    begin, end = state.sentences[_sentence(state.sentences, match.start())]
    if match.group().casefold() not in ("his", "her") or not _FRONTED.match(match.string[begin : match.start()]):
        return None
    later = [m for m in names if m.type == "Person" and match.end() < m.begin < end]
    comma = match.string.find(",", match.end())
    first = min(later, key=lambda m: m.begin, default=None)
    if (
        first is None
        or not (0 <= comma < first.begin and first.begin - comma < 30)
        or re.search(r"\b(?:she|he)\b", match.string[comma : first.begin])
    ):
        return None
    return first.entities[0] if state.genders.get(first.entities[0], gender) == gender else None


_APART = re.compile(r"veteran|newcomer|rookie|first-time")


def _personal(match: re.Match[str], state: _State) -> tuple[str, tuple[int, ...], str] | None:
    """ "the former fighter pilot": the one person of the sentences just before, else whom the release is about."""
    start = _sentence(state.sentences, match.start())
    first = state.sentences[max(0, start - 2)][0]
    near = [p for pos, p in state.people if first <= pos < match.start()]
    lone = list(dict.fromkeys(p[0] for p in near if len(p) == 1))
    everyone = {p for _, ps in state.people for p in ps}
    if len(lone) == 1 or (lone and len(everyone) > 1 and not _APART.search(match.group())):
        previous = [p[0] for p in near if len(p) == 1]
        return "Person", (previous[0] if len(lone) > 1 else lone[0],), "nominal"
    return ("Person", (next(iter(everyone)),), "nominal") if len(everyone) == 1 else None


def _companions(
    match: re.Match[str], state: _State, names: Sequence[Mention]
) -> tuple[str, tuple[int, ...], str] | None:
    """ "his companions", "the other two": the last group that holds the last person spoken of, without that person."""
    gender = {"his": "male", "her": "female"}.get((match.group("whose") or "").casefold(), "")
    lone = [p[0] for _, p in state.people if len(p) == 1 and (not gender or state.genders.get(p[0], gender) == gender)]
    groups = [p for _, p in state.people if len(p) > 1 and lone and lone[-1] in p]
    if not groups and lone:  # a crew that was only listed
        here = _sentence(state.sentences, match.start())
        listed = (_named_in(state.sentences, names, i) for i in range(here - 1, max(-1, here - 5), -1))
        groups = [people for people in listed if len(people) > 2 and lone[-1] in people][:1]
    others = tuple(p for p in groups[-1] if p != lone[-1]) if groups else ()
    size = NUMBER[match.group("size")] if match.group("size") else len(others)
    here = _sentence(state.sentences, match.start())
    for index in range(here, max(-1, here - 4), -1) if lone and len(others) != size else ():
        named = _named_in(state.sentences, names, index)
        if len(named) == size + 1 and lone[-1] in named:
            others = tuple(p for p in named if p != lone[-1])
            break
    return ("Person", others, "group") if others and len(others) == size else None


def _sentence(sentences: Sequence[tuple[int, int]], position: int) -> int:
    return next((i for i, (b, e) in enumerate(sentences) if b <= position < e), len(sentences) - 1)


def _named_in(
    sentences: Sequence[tuple[int, int]], names: Sequence[Mention], index: int, before: int | None = None
) -> tuple[int, ...]:
    begin, end = sentences[index]
    found = (
        p
        for m in names
        if m.type == "Person" and begin <= m.begin < end and (before is None or m.begin < before)
        for p in m.entities
    )
    return tuple(dict.fromkeys(found))


def _plural(position: int, state: _State, names: Sequence[Mention]) -> tuple[int, ...]:
    """The last people spoken of together: a group, or two or more names of one sentence."""
    here = _sentence(state.sentences, position)
    for index in range(here, max(-1, here - 4), -1):
        people = _named_in(state.sentences, names, index, position if index == here else None)
        begin, end = state.sentences[index][0], min(state.sentences[index][1], position)
        told = [ps for pos, ps in state.people if begin <= pos < end]
        groups = [ps for ps in told if len(ps) > 1]
        if groups:
            return groups[-1]
        if len(people) > 1:  # "he flew with A and B": all three
            everyone = tuple(dict.fromkeys(p for ps in told for p in ps))
            return _counted(state, names, index, everyone)
    return ()


def _counted(state: _State, names: Sequence[Mention], index: int, people: tuple[int, ...]) -> tuple[int, ...]:
    """A crew whose number the release gives and whose names stand in two sentences is all of them."""
    for size in sorted(state.sizes, reverse=True):
        if size > len(people) and set(people) <= set(
            found := _gathered(state, names, range(index, max(-1, index - 2), -1), size)
        ):
            return found
    return people


def _size(match: re.Match[str]) -> int:
    """The number of people that a group's words give, 0 where they give none."""
    word = next((match.group(g) for g in ("n5", "n", "n2", "n3", "n6") if match.group(g)), "")
    return NUMBER.get(word.casefold(), 0)


def _group(match: re.Match[str], state: _State, names: Sequence[Mention]) -> tuple[int, ...]:
    text = match.group()
    word = (
        match.group("n5")
        or match.group("n")
        or match.group("n2")
        or match.group("n3")
        or ("both" if "oth" in text.split()[0] else "")
    )
    here = _sentence(state.sentences, match.start())
    if not word:
        return _plural(match.start(), state, names) or _ahead(state, names, here, None)
    size = NUMBER.get(word.casefold(), 0)
    if match.group("n") and not re.match(r"(?:the|these|all|their|its|those|both)\b", text.casefold()):
        return _ahead(state, names, here, size)  # "three crew members": told before they are named
    told = [p for pos, p in state.people if len(p) == size > 1 and pos < match.start()]
    if told and match.start() - next(pos for pos, p in reversed(state.people) if p == told[-1]) < 2500:
        return told[-1]  # a group already spoken of as one
    for index in range(here, max(-1, here - 8), -1):
        people = _named_in(state.sentences, names, index, match.start() if index == here else None)
        if len(people) == size:
            return people
        for _, group_ in reversed(
            [p for p in state.people if state.sentences[index][0] <= p[0] < state.sentences[index][1]]
        ):
            if len(group_) == size and size > 1:
                return group_
    return _gathered(state, names, range(here, max(-1, here - 6), -1), size, match.start()) or _ahead(
        state, names, here, size
    )


def _gathered(
    state: _State, names: Sequence[Mention], order: range, size: int, limit: int | None = None
) -> tuple[int, ...]:
    """People named one after the other in neighbouring sentences, until there are exactly so many."""
    found: dict[int, None] = {}
    for index in order:
        found |= dict.fromkeys(
            _named_in(state.sentences, names, index, limit if limit and index == order.start else None)
        )
        if len(found) >= size:
            break
    return tuple(found) if len(found) == size else ()


def _ahead(state: _State, names: Sequence[Mention], here: int, size: int | None) -> tuple[int, ...]:
    """A lead that counts the crew before naming it: the first sentence ahead that names exactly so many."""
    for index in range(here, min(len(state.sentences), here + 5)):
        people = _named_in(state.sentences, names, index)
        if size is not None and len(people) == size:
            return people
    return _gathered(state, names, range(here, min(len(state.sentences), here + 4)), size) if size else ()
