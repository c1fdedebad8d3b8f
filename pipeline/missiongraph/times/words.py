"""Month, weekday and number words, and the small regular expressions built from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

__all__ = [
    "FULL_MONTH",
    "MONTH",
    "MONTH_START",
    "NUMBER",
    "SPACE",
    "WEEKDAY",
    "month_of",
    "number_of",
    "weekday_of",
    "within",
]

SPACE = r"[ \t\u00a0\u2009\u202f]"

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_SHORT = ("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

FULL_MONTH = "(?:" + "|".join(f"{name}|{name.upper()}" for name in _MONTHS) + ")"
_ABBREVIATED = "|".join(f"{name}|{name.upper()}" for name in _SHORT)
MONTH = rf"(?:(?<!Long )(?<!Long-){FULL_MONTH}(?:\.(?={SPACE}\d))?|(?:{_ABBREVIATED})\b\.?)"
MONTH_START = "(?:" + "|".join(name[:3] + "|" + name[:3].upper() for name in _MONTHS) + ")"
WEEKDAY = "(?:" + "|".join(f"{name}|{name.upper()}" for name in _DAYS) + ")"

_SPELT_ONES = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_SPELT_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = {word: value for value, word in enumerate(_SPELT_ONES.split())}
_TENS = {word: 10 * value for value, word in enumerate(_SPELT_TENS.split(), 2)}
_FRACTIONS = {"¼": Fraction(1, 4), "½": Fraction(1, 2), "¾": Fraction(3, 4)}
_ONE = "(?:" + "|".join(sorted(_ONES, key=len, reverse=True)) + ")"
_TEN = "(?:" + "|".join(_TENS) + ")"
_BELOW_HUNDRED = rf"(?:{_TEN}(?:[- ]{_ONE})?|{_ONE})"
_SPELT = rf"(?:(?:(?:{_ONE}|an?)[- ])?hundred(?:[- ](?:and[- ])?{_BELOW_HUNDRED})?|{_BELOW_HUNDRED})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"

NUMBER = rf"(?:{_DIGITS}(?:[ -]?[¼½¾]|[ -]1/2)?|\b{_SPELT}\b|[¼½¾])"
"""A quantity in digits or words, up to 999 in words; match with IGNORECASE."""


@lru_cache(maxsize=32)
def _windows(text: str, trigger: re.Pattern[str], back: int, ahead: int) -> tuple[tuple[int, int], ...]:
    windows: list[tuple[int, int]] = []
    for found in trigger.finditer(text):
        begin, end = max(0, found.start() - back), min(len(text), found.end() + ahead)
        if windows and begin <= windows[-1][1]:
            begin = windows.pop()[0]
        windows.append((begin, end))
    return tuple(windows)


def within(
    text: str, trigger: re.Pattern[str], patterns: Iterable[re.Pattern[str]], back: int = 50, ahead: int = 50
) -> Iterator[re.Match[str]]:
    """The matches of `patterns` near a `trigger`: a cheap search first, since most text holds no time.

    Triggers start with plain letters and ignore no case: `re` skips quickly only to those.
    """
    windows = _windows(text, trigger, back, ahead)
    for pattern in patterns:
        for begin, end in windows:
            yield from pattern.finditer(text, begin, end)


def month_of(name: str) -> int:
    """Month number, 1 to 12, of a name or abbreviation that `MONTH` matched."""
    key = name[:3].title()
    return next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(key))


def weekday_of(name: str) -> int:
    """Weekday number, Monday 0, of a name or abbreviation."""
    key = name[:2].title()
    return next(number for number, day in enumerate(_DAYS) if day.startswith(key))


def number_of(text: str) -> Fraction:
    """The value of what `NUMBER` matched, exactly. Raises ValueError for anything else."""
    text = text.lower().strip()
    if text[-1] in _FRACTIONS:
        whole = text[:-1].strip(" -")
        return (number_of(whole) if whole else Fraction(0)) + _FRACTIONS[text[-1]]
    if text.endswith("1/2"):
        return number_of(text[:-3].strip(" -")) + Fraction(1, 2)
    if text[0].isdigit():
        return Fraction(text.replace(",", ""))
    total = 0
    for word in re.split(r"[- ]+", text):
        if word == "hundred":
            total = (total or 1) * 100
        elif word in ("a", "an"):
            total += 1
        elif word != "and":
            if word not in _ONES and word not in _TENS:
                raise ValueError(text)
            total += _ONES.get(word, _TENS.get(word, 0))
    return Fraction(total)
