"""Expressions that step from a known day: "today", "three days ago", "two days later", "next year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from missiongraph.times.parts import Anchor, Atom, Day, Precision, Shift, Unit
from missiongraph.times.words import NUMBER, SPACE, number_of, within

__all__ = ["shift_atoms"]

_S = rf"{SPACE}+"
_UNIT = r"(?P<unit>hour|day|week|month|year|decade|centur)(?:ies|y)?s?"
_PART = r"(?:morning|afternoon|evening|night)"
_COUNT = rf"(?P<n>{NUMBER}|an?|the)"

_DAYS: tuple[tuple[str, Anchor, int], ...] = (
    (rf"the{_S}day{_S}before{_S}yesterday", "release", -2),
    (rf"the{_S}day{_S}after{_S}tomorrow", "release", 2),
    (rf"(?<!USA )(?:(?:earlier|later){_S})?today\b(?!{_S}(?:show\b|we\b))", "release", 0),
    (rf"tonight|this{_S}(?:very{_S}|early{_S})?{_PART}", "release", 0),
    (rf"yesterday|last{_S}night", "release", -1),
    (r"tomorrow", "release", 1),
    (
        rf"(?:on{_S})?(?:the{_S}(?:very{_S})?)?(?:next|following){_S}(?:calendar{_S})?(?:day|{_PART})"
        rf"|the{_S}(?:day|morning|night){_S}after(?={SPACE}*[,.;)]|$)",
        "reference",
        1,
    ),
    (
        rf"the{_S}(?:previous|preceding){_S}(?:day|{_PART})|the{_S}(?:day|night|evening){_S}before(?={SPACE}*[,.;)]|$)",
        "reference",
        -1,
    ),
    (
        rf"(?:the|that){_S}(?:very{_S})?same{_S}(?:day|{_PART})|same{_S}day|that{_S}(?:day|{_PART})"
        rf"|(?:later|earlier|early|late){_S}(?:(?:on{_S})?that{_S}(?:same{_S})?(?:day|{_PART})|(?:on{_S})?(?:in|the){_S}(?:the{_S}|same{_S})?day)",
        "reference",
        0,
    ),
)
_DAY_PATTERNS = {re.compile(rf"\b(?:{pattern})\b", re.I): (anchor, count) for pattern, anchor, count in _DAYS}
_DAY_TRIGGER = re.compile(r"(?:day|DAY|night|morrow|orning|vening|fternoon)\b")
_PERIOD_TRIGGER = re.compile(r"(?:week(?:end)?|month|year)\b")
_AGO_TRIGGER = re.compile(r"(?:ago|Ago|AGO)\b")
_LATER_TRIGGER = re.compile(r"later\b|after|earlier\b|previously\b|prior\b|before\b")
_NOW_TRIGGER = re.compile(r"from now\b|from today\b|time\b")
_PERIOD = re.compile(
    rf"\b(?:(?:earlier|later|early|late){_S}(?:in{_S})?)?(?:(?P<which>this|last|next)|(?P<that>that(?:{_S}same)?|the{_S}same)"
    rf"|the{_S}(?P<step>following|previous|preceding))"
    rf"{_S}(?P<unit>week(?:end)?|month|year)\b(?!['’]?s?-|{_S}mark)",
    re.I,
)
_END_OF = re.compile(
    rf"\b(?P<edge>end|beginning|start|middle|close){_S}of{_S}the{_S}(?P<unit>month|year)\b(?!{_S}of)", re.I
)
_AGO = re.compile(
    rf"\b{_COUNT}{_S}{_UNIT}{_S}ago\b(?:{_S}(?:(?P<today>today|tonight|to{_S}the{_S}day|this{_S}(?:very{_S})?(?:day|{_PART}))|this{_S}(?P<this>month|week|year)))?",
    re.I,
)
_FROM_NOW = re.compile(rf"\b{_COUNT}{_S}{_UNIT}{_S}from{_S}(?:now|today)\b|\bin{_S}{_COUNT.replace('<n>', '<n2>')}{_S}"
                       rf"{_UNIT.replace('<unit>', '<unit2>')}['’]{_S}time\b", re.I)  # fmt: skip
_LATER = re.compile(
    rf"\b{_COUNT}{_S}{_UNIT}{_S}(?:(?P<later>later|afterwards?|after(?={SPACE}*[,.;)]|$))"
    rf"|earlier|previously|prior(?={SPACE}*[,.;)]|$)|before(?={SPACE}*[,.;)]|$))\b(?!{_S}than\b)",
    re.I,
)
_ORDINAL = re.compile(
    rf"\bthe{_S}(?P<d>\d{{1,2}})(?:st|nd|rd|th){_S}of{_S}(?:(?P<which>this|last|next)|(?P<that>that|the{_S}same)){_S}month\b",
    re.I,
)
_LOOSE = re.compile(
    rf"(?i:\b(?:about|around|almost|nearly|more{_S}than|over|some|roughly|approximately|less{_S}than)){_S}$"
)
_STEPS = {"this": 0, "last": -1, "next": 1, "following": 1, "previous": -1, "preceding": -1}


def _unit(text: str) -> Literal["hour", "day", "week", "month", "year"]:
    units: dict[str, Unit] = {"hour": "hour", "day": "day", "week": "week", "month": "month"}
    return units.get(text.lower(), "year")


def _step(count: str, unit: str, sign: int, anchor: Anchor, precision: Precision | None = None) -> Day:
    """The day that lies `count` units away, or a vague one where the count is no whole number."""
    factor = {"decade": 10, "centur": 100}.get(unit.lower(), 1)
    number = 1 if count.lower() in ("a", "an", "the") else number_of(count)
    if number != int(number) or number > 5000:
        return Day(vague=True)
    kind = _unit(unit)
    default: Precision = kind if kind in ("month", "year") else "day"
    return Day(shift=Shift(anchor, kind, sign * int(number) * factor, precision or default))


def _days(text: str) -> Iterator[Atom]:
    for found in within(text, _DAY_TRIGGER, _DAY_PATTERNS):
        anchor, count = _DAY_PATTERNS[found.re]
        yield Atom(found.start(), found.end(), Day(shift=Shift(anchor, "day", count)))


def _periods(text: str) -> Iterator[Atom]:
    for found in within(text, _PERIOD_TRIGGER, (_PERIOD,)):
        unit = found["unit"].lower()
        if unit.startswith("week"):
            yield Atom(found.start(), found.end(), Day(vague=True))
            continue
        kind: Literal["month", "year"] = "month" if unit == "month" else "year"
        anchor: Anchor = "release" if found["which"] else "reference"
        count = _STEPS[(found["which"] or found["step"] or "this").lower()]
        yield Atom(found.start(), found.end(), Day(shift=Shift(anchor, kind, count, kind)))
    for found in within(text, _PERIOD_TRIGGER, (_END_OF,)):
        kind = "month" if found["unit"].lower() == "month" else "year"
        yield Atom(found.start(), found.end(), Day(shift=Shift("release", kind, 0, kind)))
    for found in within(text, _PERIOD_TRIGGER, (_ORDINAL,)):
        anchor = "release" if found["which"] else "reference"
        count = _STEPS[(found["which"] or "this").lower()]
        yield Atom(found.start(), found.end(), Day(day=int(found["d"]), shift=Shift(anchor, "month", count, "month")))


def _counted(text: str) -> Iterator[Atom]:
    for found in within(text, _AGO_TRIGGER, (_AGO,)):
        loose = _LOOSE.search(text, max(0, found.start() - 20), found.start())
        exact: Precision | None = "day" if found["today"] else None
        if found["this"] and found["this"].lower() == "month":
            exact = "month"
        day = Day(vague=True) if loose and not exact else _step(found["n"], found["unit"], -1, "release", exact)
        yield Atom(found.start(), found.end(), day)
    for found in within(text, _NOW_TRIGGER, (_FROM_NOW,)):
        day = _step(found["n"] or found["n2"], found["unit"] or found["unit2"], 1, "release")
        yield Atom(found.start(), found.end(), day)
    for found in within(text, _LATER_TRIGGER, (_LATER,)):
        loose = _LOOSE.search(text, max(0, found.start() - 20), found.start())
        sign = 1 if found["later"] else -1
        day = Day(vague=True) if loose else _step(found["n"], found["unit"], sign, "reference")
        yield Atom(found.start(), found.end(), day)


def shift_atoms(text: str) -> list[Atom]:
    """Every relative expression in `text`, possibly overlapping: the longest reading is the right one."""
    return [*_days(text), *_periods(text), *_counted(text)]
