"""Calendar dates as text: "Thursday", "Jan. 18", "29-30 May 2015", "2020-02-06", "in July", "the 1980s"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from missiongraph.times.parts import Atom, Day, Lean, Shift
from missiongraph.times.words import FULL_MONTH, MONTH, MONTH_START, SPACE, WEEKDAY, month_of, weekday_of, within
from missiongraph.times.zones import ZONE_AFTER

__all__ = ["date_atoms"]

_S = rf"{SPACE}+"
_DD = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:]|\.\d|,\d{3}\b)"
_BARE_YEAR = r"(?:1[89]|20)\d\d"
_YEAR = rf"(?:{_BARE_YEAR}(?![\d%]|[.,:]\d)(?!{SPACE}?(?:hrs|hours|h)\b))"
_TO = rf"(?:{SPACE}*[-–—]{SPACE}*|{_S}(?:to|through|until){_S})"
_AND = rf"(?:{SPACE}*,{SPACE}*|{_S}(?:and|or|&){_S})"
_OPT_YEAR = rf"(?:{SPACE}*,?{_S}(?P<y>{_YEAR}))?"
_UNITS = (
    r"(?:kg|kilograms?|kilomet\w+|km|miles?|people|pounds|lbs?|orbits?|hours?|hrs|met(?:er|re)s?|feet|ft|seconds?"
    r"|minutes?|days|employees|students|degrees|applicants|applications|candidates|times|[MGk]Hz|m|mph|watts?|tons?|tonnes)\b"
)

_ZONE_NEXT = re.compile(ZONE_AFTER)
_CLOCK_BEFORE = re.compile(r"\d(?:[:.]\d\d|[ \u00a0\u202f]?[ap]\.?m\b|\d{3}\b)", re.I)
_ISO = re.compile(r"(?<![\d/.-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d|-\d)")
_SLASHED = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d/])")
_YEAR_FIRST = re.compile(r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)/(?P<m>\d\d)/(?P<d>\d\d)(?![\d/])")
_DAY_MONTH = re.compile(
    rf"(?<![\w.,:/$-])(?:(?P<d0>{_DD})(?:(?P<to>{_TO})|(?P<and>{_AND})))?"
    rf"(?:[Tt]he{_S})?(?P<d>{_DD})(?:{_S}|-|{_S}of{_S})(?P<m>{MONTH})(?:-(?P<y2>{_YEAR})|{_OPT_YEAR})(?!\w)"
)
_MONTH_DAY = re.compile(
    rf"\b(?P<m>{MONTH}){_S}(?:the{_S})?(?P<d>{_DD})(?!{SPACE}?%|[A-Za-z])"
    rf"(?:(?:(?P<to>{_TO})|(?P<and>{_AND}))(?P<d2>{_DD})(?=,?{_S}{_YEAR}|{SPACE}*[.,;:)]|{_S}(?:at|from|in|to|for|on)\b|$)"
    rf"(?!{_S}(?:{MONTH}|[ap]\.?m)))?{_OPT_YEAR}"
)
_MONTH_YEAR = re.compile(rf"\b(?P<m>{MONTH}),?(?:{_S}of)?{_S}(?P<y>{_YEAR})(?!\w)")
_YEARS = re.compile(
    rf"(?<![\d-])(?P<y>{_BARE_YEAR}){SPACE}?[-–—]{SPACE}?(?P<y2>{_BARE_YEAR}|(?:1[3-9]|[2-9]\d))(?![\d-])"
)
_DECADE = re.compile(rf"\b(?:(?:early|late|mid)[ -])?(?:the{_S})?(?:mid-)?(?P<y>(?:1[89]|20)\d0)['’]?s\b")
_ORDINAL = re.compile(
    rf"(?i:\b(?:on|and|until|since|of){_S}the{_S})(?P<d>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))"
    rf"(?={SPACE}*(?:[.,;:)]|$)|{_S}(?:at|from|with|aboard|after|for|by|near|off|to|before|when)\b|{_S}and{_S}(?!final|last|\d|the\b))"
)
_ORDINAL_TRIGGER = re.compile(r"(?i:\bthe)[ \u00a0\n]+\d{1,2}(?:st|nd|rd|th)\b")
_SEASON = re.compile(
    rf"(?i:\b(?:(?P<lean>this|next|last|that){_S})?(?:the{_S})?(?:(?:early|late|mid|northern)[ -])*"
    rf"(?P<season>summer|autumn|fall|winter|spring)\b)(?:(?:{_S}of)?{_S}(?P<y>{_YEAR})|(?P<ago>))(?!\w)"
)
_SAFE = r"(?i:\b(?:in|since|until|till|by|during|early|late|next|last|this|than|mid|past|coming|throughout)|\bmid-)"
_OTHER = r"(?i:\b(?:from|to|through|before|after|between|of|around|about|for|starting|beginning|ending))"
_BARE_MONTH = re.compile(
    rf"(?:(?:(?P<safe>{_SAFE})(?:{_S}|(?<=-))|{_OTHER}{_S}|{FULL_MONTH}{_S}(?:and|or|to|through){_S}|[-–—]{SPACE}?)"
    rf"(?P<m>(?:{FULL_MONTH}|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)))(?![\w-]|{SPACE}\d)(?(safe)|(?!{_S}[A-Z][a-z]))"
)
_MONTH_RANGE = re.compile(rf"\b(?P<m>{MONTH})(?={SPACE}?[-–—]{SPACE}?{MONTH})")
_MONTH_NOUN = re.compile(
    rf"(?:\b(?i:the|its|his|her|their|an?|planned|our)|['’]s|s['’]){_S}(?P<m>{FULL_MONTH})(?={_S}(?!and\b|or\b)[a-z]{{3}})"
)
_LOOSE_YEAR = re.compile(
    rf"(?:(?i:\b(?:in|since|until|till|by|during|early|late|from|of|through|throughout|before|after|between|to|than"
    rf"|around|about|year|circa|back{_S}in|mid|class{_S}of|and|or|for|fiscal|calendar|as)\b|\bmid-|\bQ[1-4]|\(){SPACE}*"
    rf"|(?:\b(?i:the|its|his|her|their|a|our|planned)|['’]s|s['’]){_S}(?=\d+{_S}[a-z])"
    rf"|(?:(?<=\n)|^)(?=\d+{SPACE}*[-–—:,]))(?P<y>{_YEAR})(?!{ZONE_AFTER}|[-–]\d|[-.,]?\w|{SPACE}*{_UNITS})"
)
_LEAN = rf"(?:(?P<lean>(?i:last|this{_S}past|past|next|this{_S}coming|coming|this)){_S})?"
_WEEK = rf"(?:{_S}(?:of{_S})?(?P<week>last|next|this){_S}week)?"
_FULL_WEEKDAY = re.compile(rf"\b{_LEAN}(?P<w>{WEEKDAY})(?!\w){_WEEK}")
_SHORT_WEEKDAY = re.compile(
    rf"\b(?P<w>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b(?=[.,]{{0,2}}{_S}(?:{MONTH}|\d{{1,2}}(?:st|nd|rd|th)?{_S}{MONTH}))\.?"
)
_MONTH_TRIGGER = re.compile(MONTH_START)
_YEAR_TRIGGER = re.compile(r"(?:1[89]|2[01])\d\d")
_SEASON_TRIGGER = re.compile(r"ummer|utumn|[Ff]all\b|inter\b|pring\b")
_WEEKDAY_TRIGGER = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)(?:[a-z]*day|[A-Z]*DAY|rs?|s)?\b"
)
_HOLIDAY_TRIGGER = re.compile(r"hristmas|ear['’]s|ourth of July|Boxing|alentine")
_HOLIDAYS = {
    "new year's day": (1, 1), "valentine's day": (2, 14), "fourth of july": (7, 4), "christmas eve": (12, 24),
    "christmas day": (12, 25), "boxing day": (12, 26), "new year's eve": (12, 31),
}  # fmt: skip
_FEAST = "|".join(_HOLIDAYS).replace("'", "['’]")
_HOLIDAY = re.compile(rf"(?i:\b(?P<n>{_FEAST}))\b{_OPT_YEAR}")
_LEANS: dict[str, Lean] = {"last": "last", "past": "last", "next": "next", "coming": "next", "this": "this"}


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _lean(text: str | None) -> Lean | None:
    return _LEANS[text.lower().split()[-1]] if text else None


def _exists(year: int | None, month: int, day: int) -> bool:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return False
    return True


def _numeric(text: str) -> Iterator[Atom]:
    for found in within(text, _YEAR_TRIGGER, (_ISO, _YEAR_FIRST)):
        year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
        if _exists(year, month, day):
            yield Atom(found.start(), found.end(), Day(year, month, day))
    for found in within(text, _YEAR_TRIGGER, (_SLASHED,)):
        year, first, second = int(found["y"]), int(found["a"]), int(found["b"])
        if found["sep"] == "." or first == second or first > 12:
            day, month = first, second
        else:
            day, month = second, first
        known = found["sep"] == "." or first == second or max(first, second) > 12
        if _exists(year, month, day):
            yield Atom(found.start(), found.end(), Day(year, month, day, vague=not known))


def _told_year(found: re.Match[str], name: str) -> int | None:
    """The year of a match, unless it is a four-digit time of day ("6 Feb., 2027 GMT")."""
    if not found[name]:
        return None
    zoned = _ZONE_NEXT.match(found.string, found.end(name))
    before = found.string[max(0, found.start() - 30) : found.start()]
    return None if zoned and not _CLOCK_BEFORE.search(before) else int(found[name])


def _written(text: str) -> Iterator[Atom]:
    for found in within(text, _MONTH_TRIGGER, (_DAY_MONTH,)):
        year = _told_year(found, "y2" if found["y2"] else "y")
        end = found.end() if year else found.end("m")
        day = Day(year, month_of(found["m"]), _number(found["d"]))
        if found["d0"]:
            first = Day(year, day.month, _number(found["d0"]))
            yield from _pair(found, (found.start("d0"), found.end("d0"), first), (found.start("d"), end, day))
        else:
            yield from _single(found.start("d"), end, day)
    for found in within(text, _MONTH_TRIGGER, (_MONTH_DAY,)):
        year = _told_year(found, "y")
        end = found.end() if year else found.end("d2") if found["d2"] else found.end("d")
        day = Day(year, month_of(found["m"]), _number(found["d"]))
        if found["d2"]:
            last = Day(year, day.month, _number(found["d2"]))
            yield from _pair(found, (found.start(), found.end("d"), day), (found.start("d2"), end, last))
        else:
            yield from _single(found.start(), end, day)


def _single(begin: int, end: int, day: Day) -> Iterator[Atom]:
    """The atom of one date; a vague one for a day the month has not got."""
    known = _exists(day.year, day.month or 1, day.day or 1)
    yield Atom(begin, end, day if known else Day(vague=True))


def _pair(found: re.Match[str], first: tuple[int, int, Day], last: tuple[int, int, Day]) -> Iterator[Atom]:
    """A range ("29-30 May"), or the two dates of "6 and 7 February"."""
    if found["to"] and first[2].day and last[2].day and first[2].day < last[2].day:
        yield from (replace(atom, end=last[1], until=last[2]) for atom in _single(*first))
    else:
        yield from _single(*first)
        yield from _single(*last)


def _months_and_years(text: str) -> Iterator[Atom]:
    for found in within(text, _MONTH_TRIGGER, (_MONTH_YEAR,)):
        yield Atom(found.start(), found.end(), Day(int(found["y"]), month_of(found["m"])))
    for found in within(text, _MONTH_TRIGGER, (_BARE_MONTH,)):
        word = (found["safe"] or "").lower()
        lean: Lean | None = "since" if word == "since" else _LEANS.get(word)
        begin = found.start() if lean and lean != "since" else found.start("m")
        yield Atom(begin, found.end("m"), Day(month=month_of(found["m"]), lean=lean))
    for found in within(text, _MONTH_TRIGGER, (_MONTH_NOUN, _MONTH_RANGE)):
        yield Atom(found.start("m"), found.end("m"), Day(month=month_of(found["m"])))
    for found in within(text, _YEAR_TRIGGER, (_YEARS,)):
        first, last = int(found["y"]), found["y2"]
        end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        if first < end < first + 60:
            yield Atom(found.start(), found.end(), Day(first), Day(end))
    for found in within(text, _YEAR_TRIGGER, (_DECADE,)):
        yield Atom(found.start(), found.end(), Day(vague=True))
    for found in within(text, _SEASON_TRIGGER, (_SEASON,)):
        year = found["y"]
        if year or found["lean"]:
            yield Atom(found.start(), found.end(), Day(int(year)) if year else Day(vague=True))
    for found in within(text, _YEAR_TRIGGER, (_LOOSE_YEAR,)):
        yield Atom(found.start("y"), found.end("y"), Day(int(found["y"])))


def _weekdays(text: str) -> Iterator[Atom]:
    for found in within(text, _WEEKDAY_TRIGGER, (_FULL_WEEKDAY,)):
        lean = _lean(found["lean"] or None)
        week = found["week"]
        day = Day(weekday=weekday_of(found["w"]), lean=lean)
        if week:
            day = Day(weekday=day.weekday, shift=Shift("release", "week", {"last": -1, "this": 0, "next": 1}[week]))
        yield Atom(found.start(), found.end(), day)
    for found in within(text, _WEEKDAY_TRIGGER, (_SHORT_WEEKDAY,)):
        yield Atom(found.start(), found.end(), Day(weekday=weekday_of(found["w"])))
    for found in within(text, _HOLIDAY_TRIGGER, (_HOLIDAY,)):
        month, number = _HOLIDAYS[found["n"].lower().replace("’", "'")]
        yield Atom(found.start(), found.end(), Day(int(found["y"]) if found["y"] else None, month, number))


def _ordinals(text: str) -> Iterator[Atom]:
    """ "On the 13th": a day of the month that was told last."""
    for found in within(text, _ORDINAL_TRIGGER, (_ORDINAL,)):
        yield Atom(found.start("d"), found.end("d"), Day(day=_number(found["d"])))


def date_atoms(text: str) -> list[Atom]:
    """Every calendar expression in `text`, possibly overlapping: the longest reading is the right one."""
    return [*_numeric(text), *_written(text), *_months_and_years(text), *_weekdays(text), *_ordinals(text)]
