"""Whom a pronoun cannot mean: the subject of its own clause, one of another gender."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from missiongraph.authority import Authority, fold
from missiongraph.extract.discourse import State, sentence
from missiongraph.extract.entities import Entity, Mention

__all__ = ["BESIDE", "beside_another", "genders", "handled", "not_the_subject", "unlisted", "without_doers"]

BESIDE = re.compile(
    r"(?:^|[.!?]\s|, )(?:With|with|Alongside|alongside|Beside|Like|like|Unlike|unlike|Together with|After|According to|(?:On|At) the (?:initiative|invitation|request|suggestion|recommendation|insistence|urging|side) of|Thanks to|In the words of) (?:[\w’'-]+ ){0,4}(?:[\w’'-]+ and (?:[\w’'-]+ ){0,2})?$"
)


_NICKNAME = re.compile(r" [\"“‘'(]\w+[\"”’')]")


def genders(entities: Sequence[Entity], authority: Authority) -> dict[int, str]:
    """The genders that the authority gives those whom a full name finds in it, a nickname in quotes left aside."""
    out: dict[int, str] = {}
    for entity in (e for e in entities if e.type == "Person"):
        forms = (_NICKNAME.sub("", f) for f in (entity.name, *entity.aliases) if " " in f)
        known = {x.facts.get("gender", ("",))[0] for f in forms for x in authority.by_label.get(fold(f), ())}
        gender = entity.gender or (known.pop() if len(known) == 1 else "")
        if gender:
            out[entity.index] = gender
    return out


_OBJECT = re.compile(
    r"[.,;:!?)]|$| (?:as|in|on|to|at|from|with|for|and|back|home|into|aboard|up|down|out|off|after|before|until|during|by|about|through|over|when|while|where|that|a|an|the|this|some|last|again|once|later|there|here)\b"
)
_POSSESSES = re.compile(r"^(?i:his|her|their)\b|\w[’']s ")
_RUNS_ON = re.compile(r"[^,;:.()]*")
_NEW_CLAUSE = re.compile(
    r"\b(?:that|who|which|when|where|after|before|since|until|while|because|and|but|to|as|said|says|if)\b"
)


def not_the_subject(match: re.Match[str], state: State, options: list[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """ "Williams joins him": the object of a clause is somebody else than its subject. None where nothing forbids."""
    word = match.group().casefold()
    if word != "him" and not (word == "her" and _OBJECT.match(match.string, match.end())):
        return None
    begin = state.sentences[sentence(state.sentences, match.start())][0]
    before = [(pos, p) for pos, p in state.people if begin <= pos < match.start()]
    if not before or len(before[-1][1]) != 1:
        return None
    pos, people = before[-1]
    gap = match.string[pos : match.start()]
    if (
        _POSSESSES.search(gap)
        or not _RUNS_ON.fullmatch(gap)
        or _NEW_CLAUSE.search(gap)
        or BESIDE.search(match.string[max(0, pos - 60) : pos])
    ):
        return None
    return [o for o in options if o[1] != people[0]]


_LINK = re.compile(r",? and |, ")


def unlisted(options: list[tuple[int, int]], names: Sequence[Mention], text: str) -> list[tuple[int, int]]:
    """Those who are no part of a list of three or more: "A, B and C died there. So he …" is none of the three."""
    people = [m for m in names if m.type == "Person"]
    joined = [m.begin for left, m in pairwise(people) if _LINK.fullmatch(text[left.end : m.begin])]
    starts = [m.begin for m in people]
    listed: set[int] = set()
    for place, begin in enumerate(starts):
        run = [begin]
        while place + len(run) < len(starts) and starts[place + len(run)] in joined:
            run.append(starts[place + len(run)])
        listed |= set(run) if len(run) > 2 else set()
    apart = [o for o in options if o[0] not in listed]
    return apart if apart or len({p for _, p in options}) > 1 else options


def listed_after(match: re.Match[str], state: State, names: Sequence[Mention]) -> tuple[int, ...]:
    """ "During their mission, A, B and C …": a possessive in a fronted phrase means the list that follows."""
    begin, end = state.sentences[sentence(state.sentences, match.start())]
    text = match.string
    comma = text.find(",", match.end(), end)
    if match.group().casefold() != "their" or comma < 0 or not _FRONTED.match(text[begin : match.start()]):
        return ()
    later = [m for m in names if m.type == "Person" and match.end() < m.begin < end]
    if len(later) < 2 or later[0].begin < comma or not _SUBJECT.fullmatch(text[comma : later[0].begin]):
        return ()
    verb = next(
        (n for n in range(len(later) - 1) if _ENDS_LIST.search(text[later[n].end : later[n + 1].begin])), len(later) - 1
    )
    people = tuple(dict.fromkeys(p for m in later[: verb + 1] for p in m.entities))
    return people if len(people) > 1 else ()


_SUBJECT = re.compile(
    r", (?:(?:[A-Z][\w.’'-]*|and|flight|mission|astronauts?|cosmonauts?|commander|pilot|engineers?|specialists?),? )*"
)
_ENDS_LIST = re.compile(r"\b(?:will|would|is|are|was|were|has|have|had|[a-z]{3,}ed|became|flew|spent|took|made|with)\b")


_FRONTED = re.compile(
    r"(?:During|After|Before|In|On|With|For|Following|Throughout|At|Upon|Prior to|Since|While|As)\b[^,]*$"
)


def cataphor(match: re.Match[str], state: State, names: Sequence[Mention], gender: str) -> int | None:
    """ "During his first flight, Rubio …": a possessive in a fronted phrase means the subject that follows."""
    begin, end = state.sentences[sentence(state.sentences, match.start())]
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


_WHO = re.compile(r",? who (?!else\b)[^,;:.()]*$")


def of_who(match: re.Match[str], names: Sequence[Mention]) -> int | None:
    """ "A passed it to B, who will keep it until her return": whom the clause is of, where it names nobody else."""
    before = [m for m in names if m.type == "Person" and m.end <= match.start()]
    near = max(before, key=lambda m: m.begin, default=None)
    if near is None or match.group().casefold() == "him" or len(near.entities) != 1:
        return None
    return near.entities[0] if _WHO.fullmatch(match.string, near.end, match.start()) else None


def beside_another(match: re.Match[str], state: State, names: Sequence[Mention]) -> int | None:
    """ "A with B, who trained at his side as his backup": B, of whom no such word can be, for nobody stands in for themselves."""
    before = match.string[: match.start()][-24:]
    reserve = _STANDS_IN.search(before) and _STAND_IN.match(match.string, match.end())
    if not reserve and not (before.endswith((" at ", " by ")) and _SIDE.match(match.string, match.end())):
        return None
    who = of_who(match, names)
    return (
        who
        if who is not None
        else max(((at, ps[0]) for at, ps in state.people if at < match.start()), default=(0, None))[1]
    )


_STANDS_IN = re.compile(r"\b(?:as|was|is|been|be|became|named|were|will be)(?: now| then| also)? $")
_STAND_IN = re.compile(
    r" (?:own |former |direct )?(?:back-?up|understudy|reserve|stand-in|replacement|successor|predecessor)\b"
)
_SIDE = re.compile(r" side\b")


_HANDLES = re.compile(
    r"\b(?:retriev|install|mount|remov|replac|repair|deploy|unpack|unload|fix|stow|attach|bolt|assembl|unfold|fit|collect|load)\w* $"
)


def handled(match: re.Match[str]) -> bool:
    """ "He retrieved them": things, and nobody."""
    return match.group() == "them" and bool(_HANDLES.search(match.string, max(0, match.start() - 20), match.start()))


_DID = re.compile(r",? (?:then |later |also )?[a-z]+(?:ed|t|d|e) $")
_LINKED = re.compile(r",? and |, ")


def without_doers(match: re.Match[str], found: tuple[int, ...], names: Sequence[Mention]) -> tuple[int, ...]:
    """ "Whose residents, A and B, met them": others than A and B, whom the verb right before "them" is of."""
    before = [m for m in names if m.type == "Person" and m.end <= match.start()]
    if match.group() != "them" or not before or not _DID.fullmatch(match.string, before[-1].end, match.start()):
        return found
    doers = before[-1:]
    for m in reversed(before[:-1]):
        if not _LINKED.fullmatch(match.string, m.end, doers[0].begin):
            break
        doers = [m, *doers]
    others = tuple(p for p in found if all(p not in m.entities for m in doers))
    return others if len(others) > 1 else found


def hero_of(match: re.Match[str], names: Sequence[Mention]) -> int | None:
    """ "He" in the first words of a paragraph: the one whom the title names, whoever was told of last."""
    text = match.string
    begin = text.rfind("\n", 0, match.start()) + 1
    title = text.find("\n")
    if (
        begin <= title
        or match.start() - begin > _OPENING
        or any(begin <= m.begin < match.start() and m.type == "Person" for m in names)
    ):
        return None
    told = {p for m in names if m.type == "Person" and m.begin < title for p in m.entities}
    return told.pop() if len(told) == 1 else None


_OPENING = 40
