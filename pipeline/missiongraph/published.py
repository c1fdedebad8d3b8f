"""Publication dates, as metadata, mail headers and datelines write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

__all__ = ["DATE", "parse_date"]

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST: Final = 1950
_LAST: Final = 2100

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR: Final = r"(?:19[5-9]|20\d)\d"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"

_WORDED: Final = (
    re.compile(rf"(?<![\w.])(?P<d>{_DAY})[ .-]{{0,2}}(?P<m>{_MONTH})[ ,-]{{1,2}}(?P<y>{_YEAR})(?!\d)", re.I),
    re.compile(rf"\b(?P<m>{_MONTH}) ?(?P<d>{_DAY}),? (?P<y>{_YEAR})(?!\d)", re.I),
    re.compile(rf"(?<!\d)(?P<y>{_YEAR})[ -](?P<m>{_MONTH})[ -](?P<d>{_DAY})(?!\d)", re.I),
)
_YEAR_FIRST: Final = re.compile(rf"(?<![\d/.-])(?P<y>{_YEAR})(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?![\d/-])")
_YEAR_LAST: Final = re.compile(rf"(?<![\d/.-])(?P<a>\d\d?)(?P<s>[-/.])(?P<b>\d\d?)(?P=s)(?P<y>{_YEAR})(?![\d/-])")
_COMPACT: Final = re.compile(rf"\A(?P<y>{_YEAR})(?P<m>\d\d)(?P<d>\d\d)(?:T\d{{4,6}}.*)?\Z")
_JAPANESE: Final = re.compile(rf"(?P<y>{_YEAR})年(?P<m>\d\d?)月(?P<d>\d\d?)日")
_MAIL: Final = re.compile(
    rf"\A\s*(?:(?:mon|tue|wed|thu|fri|sat|sun)\w*,\s*)?(?P<d>\d\d?)\s+(?P<m>{_MONTH})\s+(?P<y>\d\d)(?=\s|\Z)", re.I
)
_EPOCH: Final = re.compile(r"\A-?\d{9,10}(?:\.\d+)?\Z|\A\d{12,13}\Z")

DATE: Final = (
    rf"(?:{_DAY}[ .-]{{0,2}}{_MONTH}[ ,-]{{1,2}}{_YEAR}|{_MONTH} ?{_DAY},? {_YEAR}"
    rf"|{_YEAR}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]{_YEAR}|{_YEAR}年\d\d?月\d\d?日)"
)
"""Source of a pattern (use with re.I) for a full date: day, month and year, in any of the accepted forms."""


def parse_date(value: object) -> date | None:
    """The day that `value` names: ISO 8601, worded month, numeric, RFC 2822, or seconds or milliseconds since 1970.

    None when there is no full date in it, or when day and month cannot be told apart (05/06/2020).
    The day is the one written: no change of zone.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = "" if isinstance(value, bool) or value is None else str(value).strip()[:200]
    if _EPOCH.match(text):
        return _from_epoch(float(text))
    for pattern in (_COMPACT, _YEAR_FIRST, _JAPANESE, *_WORDED, _MAIL):
        if match := pattern.search(text):
            return _day(match["y"], match["m"], match["d"])
    if match := _YEAR_LAST.search(text):
        return _day_or_month_first(int(match["a"]), int(match["b"]), match["y"])
    return None


def _from_epoch(number: float) -> date | None:
    seconds = number / 1000 if number >= 1e11 else number
    day = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()
    return day if _FIRST <= day.year <= _LAST else None


def _day_or_month_first(a: int, b: int, year: str) -> date | None:
    if a > 12 or a == b:
        return _day(year, str(b), str(a))
    return _day(year, str(a), str(b)) if b > 12 else None


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    whole = int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= 69 else 2000)
    try:
        found = date(whole, number, int(re.sub(r"\D", "", day)))
    except ValueError:
        return None
    return found if _FIRST <= found.year <= _LAST else None
