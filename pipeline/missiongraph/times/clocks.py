"""Times of day: "4:49 p.m.", "0737 GMT", "16h44", "14:43 hrs", "noon"."""

from __future__ import annotations

import re
from collections.abc import Callable

from missiongraph.times.parts import Atom, Clock
from missiongraph.times.words import SPACE, within
from missiongraph.times.zones import ZONE_AFTER

__all__ = ["clock_atoms"]

_HALF = rf"(?P<half>[ap])(?:\.{SPACE}?m\b\.?|m\b)"
_H12 = r"(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?)?"
_START = r"(?<![\w:.,+–−])(?<!\d[-/])(?<!T-)(?<!L-)"
_MORNING = rf"{SPACE}+in{SPACE}+the{SPACE}+(?P<part>morning|afternoon|evening)"
_THIS = rf"(?={SPACE}+(?:this{SPACE}+(?P<this>morning|afternoon|evening)|(?P<night>tonight))\b)"

_TWELVE = re.compile(rf"{_START}{_H12}{SPACE}?-?{_HALF}", re.I)
_TWELVE_RANGE = re.compile(
    rf"{_START}(?P<h0>1[0-2]|0?\d)(?:[:.](?P<m0>[0-5]\d))?{SPACE}*(?:[-–—]|to\b|until\b){SPACE}*{_H12}{SPACE}?{_HALF}",
    re.I,
)
_OCLOCK = re.compile(
    rf"{_START}(?P<h>1[0-2]|[1-9])(?:[:.](?P<m>[0-5]\d)|{SPACE}o['’]clock)(?:{SPACE}sharp)?(?:{_MORNING}|{_THIS})", re.I
)
_COLON = re.compile(
    rf"(?:(?<=\dT)|{_START})(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d)(?:[.,]\d+)?)?"
    rf"(?P<iso>Z\b|[+-]\d\d:?\d\d\b)?(?:{SPACE}?(?:[Hh]rs|[Hh]ours(?={ZONE_AFTER})|h)\b\.?)?"
    rf"(?![\d:]|{SPACE}*\(?h(?:ours|:mm)|-hour)"
)
_DAY_ENDS = (r"\d,", "ary", "rch", "ril", "May", "une", "uly", "ust", "ber")
_NO_YEAR = "(?:(?!19[5-9]|20[0-4])|" + "".join(f"(?<!{end} )" for end in _DAY_ENDS) + ")"
"""Not the year of "June 26, 2025 (JST)"."""
_FOUR = re.compile(
    rf"{_START}{_NO_YEAR}(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?:(?P<iso>Z\b)|{SPACE}?(?:[Hh]rs|[Hh]ours)\b|(?={ZONE_AFTER}))"
)
_LONG_HAND = re.compile(
    rf"(?:(?<=at )|(?<=at\u00a0)){_START}(?P<h>[01]?\d|2[0-3]){SPACE}hours?(?:{SPACE}|,{SPACE}|{SPACE}and{SPACE})"
    rf"(?P<m>[0-5]?\d){SPACE}minutes?(?={ZONE_AFTER}|{SPACE}\()"
)
_LETTER_H = re.compile(
    rf"(?:(?<=at )|(?<=at\u00a0)|(?<=à )|(?=\d+{SPACE}?[hH]{SPACE}?\d\d(?:{SPACE}?min)?{ZONE_AFTER})){_START}"
    rf"(?P<h>[01]?\d|2[0-3]){SPACE}?[hH]{SPACE}?(?P<m>[0-5]\d)(?:{SPACE}?min(?={ZONE_AFTER})|\b(?!{SPACE}?min))"
)
_DOT = re.compile(rf"{_START}(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?:{SPACE}?(?:hrs|hours|h)\b|(?={ZONE_AFTER}))")
_WORD = re.compile(
    rf"(?i:\b(?:12{SPACE}+|(?P<past>half{SPACE}+past{SPACE}+))?(?P<word>noon|midnight)\b)(?!{SPACE}+(?:sun|oil))"
)
_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_SPOKEN = re.compile(
    rf"(?i:\b(?:(?:a{SPACE}+)?(?P<minutes>{'|'.join(_MINUTES)})(?:{SPACE}+minutes)?{SPACE}+(?P<side>past|after|to|before){SPACE}+|(?<=\bat{SPACE}))"
    rf"(?P<word>{'|'.join(_HOURS)})(?:{SPACE}+o['’]clock)?(?:{SPACE}+sharp)?(?:{_MORNING}|{_THIS}|(?<=past{SPACE}twelve)(?!{SPACE}+(?:midnight|at{SPACE}+night))))\b"
)
"""Hours in words, where it is said of which half of the day they are."""
_PAST_NOON = {"p": True, "a": False, "afternoon": True, "evening": True, "morning": False}


def _hour24(hour: int, after_noon: bool) -> int:
    if hour > 12:
        return hour
    return hour % 12 + (12 if after_noon else 0)


def _part(found: re.Match[str]) -> str:
    """The part of the day that is said with an hour."""
    named = found["part"] or found["this"] or ("evening" if found["night"] else "afternoon")
    return named.lower()


def _twelve(found: re.Match[str], group: str = "half") -> Clock:
    after_noon = _PAST_NOON[found[group].lower() if group == "half" else _part(found)]
    second = found["s"] if "s" in found.re.groupindex else None
    return Clock(_hour24(int(found["h"]), after_noon), int(found["m"] or 0), int(second or 0) or None)


def _twenty_four(found: re.Match[str]) -> Clock:
    groups = found.groupdict()
    iso, second = groups.get("iso"), groups.get("s")
    if iso and iso != "Z":
        iso = iso if ":" in iso else f"{iso[:3]}:{iso[3:]}"
    return Clock(int(found["h"]), int(found["m"]), int(second or 0) or None, iso)


def _spoken(found: re.Match[str]) -> Clock:
    shift = _MINUTES.get((found["minutes"] or "").lower(), 0)
    hour = _hour24(_HOURS.index(found["word"].lower()) + 1, _PAST_NOON[_part(found)])
    total = 60 * hour + (shift if (found["side"] or "past").lower() in ("past", "after") else -shift)
    return Clock(total // 60 % 24, total % 60)


def _word(found: re.Match[str]) -> Clock:
    return Clock(12 if found["word"].lower() == "noon" else 0, 30 if found["past"] else 0)


def _range(found: re.Match[str]) -> Atom:
    end = _twelve(found)
    start = Clock(_hour24(int(found["h0"]), found["half"].lower() == "p"), int(found["m0"] or 0))
    if start.hour > end.hour and start.hour >= 12:
        start = Clock(start.hour - 12, start.minute)
    return Atom(found.start(), found.end(), start, end)


_READERS: dict[re.Pattern[str], Callable[[re.Match[str]], Clock]] = {
    _TWELVE: _twelve,
    _OCLOCK: lambda found: _twelve(found, "part"),
    _COLON: _twenty_four,
    _FOUR: _twenty_four,
    _LETTER_H: _twenty_four,
    _LONG_HAND: _twenty_four,
    _DOT: _twenty_four,
    _WORD: _word,
    _SPOKEN: _spoken,
}
_TRIGGER = re.compile(
    r"[0-9](?:[ \u00a0\u2009\u202f-]?(?:[apAP]\.?[ \u00a0]?[mM]\b|[hH])|[:.][0-9]|[0-9]{3})|oon\b|idnight|clock"
    r"|\b(?:past|quarter)\b|\bin the (?:morn|after|even)|\bsharp this\b"
)


def clock_atoms(text: str) -> list[Atom]:
    """Every time of day in `text`, possibly overlapping: the longest reading is the right one."""
    atoms = []
    for found in within(text, _TRIGGER, (*_READERS, _TWELVE_RANGE), back=20, ahead=45):
        read = _READERS.get(found.re)
        atoms.append(Atom(found.start(), found.end(), read(found)) if read else _range(found))
    return atoms
