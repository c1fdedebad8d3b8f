"""Choosing among namesakes: what the text says around the name speaks for one reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from missiongraph.authority import Entry
from missiongraph.lexicon import GENERIC, LEADS

__all__ = ["Choice", "Context", "choose"]


@dataclass(frozen=True, slots=True)
class Context:
    """Where a name stands: the text around it, the words of its release, and the year it was published."""

    surface: str
    before: str
    after: str
    words: frozenset[str]
    year: int | None
    labels: frozenset[str]
    """Unambiguous labels found elsewhere in the release."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The entry chosen, or None for "unsure" (several are as likely) and for "no" (nothing speaks for any)."""

    entry: Entry | None
    score: float
    reason: str


_ENOUGH = 1.0
"""What a bare ambiguous label must reach; a label that speaks for itself has it from the start."""

_FLOWN = r"(?:land|launch|return|splash(?:ed|ing)? down|lift(?:ed|ing)? off|fl[yei]\w+|flew|flown|rode|ride|travell?|arriv|dock|undock|depart)\w*"
# Words right before or after the name that leave no doubt about its type.
_STRONG_BEFORE = {
    "Spacecraft": rf"\b(?:aboard|on board|onboard|atop|(?:cargo|crew|uncrewed|resupply)|{_FLOWN} (?:in|on|aboard|with)|landed|flew|flown|commanded|piloted|"
    r"boarded|steered|guided)(?: the)? ?",
    "Facility": r"\b(?:(?:launch\w*|lift\w* ?off|land\w*|return\w*|arriv\w+|flew|fly|roll\w*) (?:from|at|to|back at|back to)|(?:engineer|technician|manager|team|pilot|"
    r"scientist|controller|official)s? (?:at|from))(?: NASA[’']s)? ?",
    "Person": r"\b(?:astronomer|physicist|President|Senator|astronauts?|cosmonauts?|commander|engineer|pilot|specialist),? ",
}
_STRONG_AFTER = {
    "Spacecraft": r" (?:carrying|bearing|ferrying) (?:the )?(?:crew|astronauts|Crew-\d)|(?:,| with) (?:the|its) (?:crew|hatch)\b| (?:has |have |is |was |will |safely |successfully |autonomously |then |also )*(?:dock|undock|splash|land(?!er)|launch(?!er)|lift|touch|berth|separat|arriv|rolled|entered|re-?enter)\w*",
    "Mission": r"(?:[’']s)? (?:(?:human |crewed )?(?:astronauts?|crews?|era|years|flights?|landings?)|Accords)",
    "Module": r"(?:[’']s)? (?:(?:\w+-)?(?:facing|side|port|hatch|forward|zenith|nadir|aft|starboard|node)\b|module|lab)",
}
# Words that go with the type, but with others as well.
_WEAK_BEFORE = {
    "Spacecraft": r"(?:[Oo]rbiter|[Ss]huttles?|[Cc]rew Dragon|Dragon|in the)(?: the)? ?",
    "Mission": r"(?:known as|called|named|dubbed|mission|flight|part of|end of|during|for)(?: the)?,? ?[\"“‘']?",
    "Module": r"(?:in|inside|to|at|from|into|outside|of|with|through|and|between|module|docked to|the)(?: the| Europe[’']s| Japan[’']s| its)? ?",
    "Station": r"(?:to|aboard|on|from|with|station|the|of|for)(?: the)? ?",
    "Place": r"(?:to|around|of|on|in|the|orbit|from|for|and|near|past|at|towards?)(?: the)? ?",
    "Facility": r"(?:at|from|to)(?: the| NASA[’']s)? ?",
}
_WEAK_AFTER = {"Place": r", [A-Z]"}
# Words that speak for a star, a myth, a person, a ship or an abstract noun: for no reading the authority has.
_AGAINST_BEFORE = r"\b(?:constellations?|stars?|bright|red|blue|nebula in|legend of|myth of|goddess|year of the|statue of|head of|voyages? of|President|Senator|Professor|astronomer|poet)(?: of| the)? "
_AGAINST_AFTER = r"(?:,? (?:[Gg]alilei|da [A-Z]\w+|museum|arch|constellation|and [a-z]+ (?:is|was|were|are)|is never|needs|of our)\b)"
# How the flights of a line of craft are called: "STS-130 aboard Endeavour".
_FLIGHTS = {"Space Shuttle ": re.compile(r"\bSTS-\d"), "Dragon ": re.compile(r"\b(?:Crew|Demo|DM|Ax)-\d|\bDragon\b")}
_AUTHOR = r"\b(?:by|page of|verses? of|works? of|life of|route of) "


def _ending(table: dict[str, str], flags: int = 0) -> dict[str, re.Pattern[str]]:
    return {type_: re.compile(rf"(?:{pattern})$", flags) for type_, pattern in table.items()}


def _opening(table: dict[str, str], flags: int = 0) -> dict[str, re.Pattern[str]]:
    return {type_: re.compile(rf"[\"”’']?(?:{pattern})", flags) for type_, pattern in table.items()}


_LEAD = _ending(LEADS, re.IGNORECASE)
_NOUN = _opening({type_: rf" (?:{pattern})\b" for type_, pattern in GENERIC.items()}, re.IGNORECASE)
_BEFORE, _AFTER = _ending(_STRONG_BEFORE, re.IGNORECASE), _opening(_STRONG_AFTER)
_HINT_BEFORE, _HINT_AFTER = _ending(_WEAK_BEFORE), _opening(_WEAK_AFTER)
_WORD = re.compile(r"[^\W\d_]+")
_NOT_AFTER, _NOT_BEFORE, _BY = (
    re.compile(rf"(?:{_AGAINST_BEFORE})$", re.IGNORECASE),
    re.compile(_AGAINST_AFTER),
    re.compile(rf"(?:{_AUTHOR})$"),
)


def choose(entries: Sequence[Entry], context: Context) -> Choice:
    """Score every reading. A bare ambiguous label needs something in the text that speaks for it."""
    if len(entries) == 1 and not _bare(entries[0], context):
        return Choice(entries[0], _ENOUGH, "the name of nothing else")
    scored = sorted(((*_score(e, context), e) for e in entries), key=lambda row: (-row[0], row[2].iri))
    score, reason, best = scored[0]
    bare = _bare(best, context)
    if bare and score < _ENOUGH:
        return Choice(None, score, "nothing near the name speaks for this reading")
    if len(scored) > 1 and scored[1][0] == score:
        return Choice(None, score, f"unsure: {best.label} or {scored[1][2].label}")
    return Choice(best, score, reason)


def _bare(entry: Entry, context: Context) -> bool:
    """An ambiguous entry named by a lone word; its longer labels speak for themselves."""
    return entry.ambiguous and " " not in context.surface and not any(c.isdigit() for c in context.surface)


def _score(entry: Entry, context: Context) -> tuple[float, str]:
    """How much speaks for an entry, and the strongest reason in words."""
    reasons = [
        (0.0 if _bare(entry, context) else _ENOUGH, "the label"),
        *_around(entry, context),
        *_elsewhere(entry, context),
        *_years(entry, context),
    ]
    return round(sum(points for points, _ in reasons), 3), max(reasons)[1]


def _around(entry: Entry, context: Context) -> Iterator[tuple[float, str]]:
    """What the words next to the name say of its type: at most one cue before it and one behind."""
    for tables, text, said in (
        ((_LEAD, _BEFORE, _HINT_BEFORE), context.before, "preceded by"),
        ((_NOUN, _AFTER, _HINT_AFTER), context.after, "followed by"),
    ):
        for points, table in zip((2.0, 1.2, 0.6), tables, strict=True):
            pattern = table.get(entry.type)
            match = (
                pattern.search(text) if pattern and said == "preceded by" else pattern.match(text) if pattern else None
            )
            if match and (words := match.group().strip(" ,:\"“”‘’'«")):
                yield points, f"{said} “{words}”"
                break
    if any(entry.label.startswith(line) and f.search(context.before + context.after) for line, f in _FLIGHTS.items()):
        yield 1.0, "a flight of its line is named beside it"
    if entry.ambiguous and (
        _NOT_AFTER.search(context.before)
        or _NOT_BEFORE.match(context.after)
        or (entry.type == "Mission" and _BY.search(context.before))
    ):
        yield -1.5, "the words around the name speak of something else"


def _elsewhere(entry: Entry, context: Context) -> Iterator[tuple[float, str]]:
    """What the rest of the release says."""
    words = set(entry.facts.get("contextWord", ()))
    if near := sorted(words & {w.casefold() for w in _WORD.findall(f"{context.before} {context.after}")}):
        yield 0.4, f"next to “{'”, “'.join(near)}”"
    if spoken := sorted(words & context.words):
        yield 0.9 + 0.2 * len(spoken), f"the release speaks of “{'”, “'.join(spoken)}”"
    if full := sorted(
        label
        for label in entry.labels
        if (" " in label or "-" in label) and label in context.labels and label != context.surface
    ):
        yield 1.5, f"the release names {full[0]}"
    if entry.type == "Module" and "station" in context.words:
        yield 0.5, "the release speaks of a station"


def _years(entry: Entry, context: Context) -> Iterator[tuple[float, str]]:
    """Before its time a reading is unlikely; after it, people still speak of it."""
    since, until = entry.year("activeFrom"), entry.year("activeUntil")
    if context.year and since and context.year < since:
        yield -0.8, f"not in use before {since}"
    elif context.year and until and context.year > until:
        yield -0.1, f"not in use after {until}"
