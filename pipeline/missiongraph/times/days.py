"""Fix a calendar expression to a day, month or year, given what its release says around it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from missiongraph.times.parts import Day, Precision, Shift, Tense

__all__ = ["CARRIED", "NARRATED", "SURE", "Context", "Dated", "fix", "safe_date"]

_FINENESS: dict[Precision, int] = {"year": 0, "month": 1, "day": 2, "minute": 3, "second": 4}
SURE, _RELATIVE, _NEAREST, CARRIED, NARRATED, _FAR = 0.98, 0.95, 0.9, 0.85, 0.75, 0.6


@dataclass(frozen=True, slots=True)
class Context:
    """What holds where the expression stands.

    `zone` is the zone the release set earlier, `place_zone` the IANA zone of "local time" here,
    `reference` the last date spoken of and `last_year` the year in force in a narrative.
    """

    published: date | None = None
    zone: str | None = None
    place_zone: str | None = None
    tense: Tense | None = None
    reference: date | None = None
    reference_precision: Precision = "day"
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A day known to a precision, and how sure (0 to 1)."""

    day: date
    precision: Precision
    confidence: float


def fix(day: Day, context: Context) -> Dated | None:
    """The day, month or year meant, or None where that would be a guess."""
    if day.vague:
        return None
    shifted = _shifted(day.shift, context) if day.shift and day.shift.unit != "hour" else None
    plain = day.year is None and day.month is None and day.day is None and day.weekday is None
    if plain:
        return shifted
    if shifted and _agrees(day, shifted):
        return Dated(shifted.day, "day", SURE)
    if day.shift and day.shift.unit == "week" and day.weekday is not None:
        return _weekday_of_week(day.weekday, day.shift.count, context)
    if day.shift and day.shift.unit in ("month", "year"):
        if shifted is None:
            return None
        day = replace(day, year=shifted.day.year, month=day.month or shifted.day.month, shift=None)
    if day.year is not None:
        return _given(day, day.year, SURE if day.shift is None else _RELATIVE)
    if day.month is not None:
        return _yearless_day(day, context) if day.day else _yearless_month(day, day.month, context)
    if day.weekday is not None:
        return _weekday(day, context)
    return _day_of_month(day.day, context) if day.day is not None else None


def _day_of_month(number: int, context: Context) -> Dated | None:
    """ "Landed on the 13th": the next such day from the last one told, at most a month on."""
    if context.reference is None or context.reference_precision == "year":
        return None
    start = context.reference if context.reference_precision == "day" else context.reference.replace(day=1)
    days = (start + timedelta(days=step) for step in range(31))
    found = next((each for each in days if each.day == number), None)
    return Dated(found, "day", CARRIED) if found else None


def _given(day: Day, year: int, confidence: float) -> Dated | None:
    if day.month is None:
        return Dated(date(year, 1, 1), "year", confidence)
    if day.day is None:
        return Dated(date(year, day.month, 1), "month", confidence)
    exact = safe_date(year, day.month, day.day)
    return Dated(exact, "day", confidence) if exact else None


def safe_date(year: int, month: int, day: int) -> date | None:
    """The day, where there is one: no February 30."""
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _agrees(day: Day, shifted: Dated) -> bool:
    """A step that lands on the date told beside it ("a day later, on 4 September") also gives its year."""
    if shifted.precision != "day" or (day.day is None and day.weekday is None):
        return False
    told = (day.year, day.month, day.day, day.weekday)
    found = (shifted.day.year, shifted.day.month, shifted.day.day, shifted.day.weekday())
    return all(one is None or one == other for one, other in zip(told, found, strict=True))


def _shifted(shift: Shift, context: Context) -> Dated | None:
    known: Precision = "day" if shift.anchor == "release" else context.reference_precision
    base = context.published if shift.anchor == "release" else context.reference
    if base is None:
        return None
    precision = min(shift.precision, known, key=lambda each: _FINENESS[each])
    needed: Precision = shift.unit if shift.unit in ("month", "year") else "day"
    if _FINENESS[known] < _FINENESS[needed]:
        return None
    confidence = _RELATIVE if shift.anchor == "release" else CARRIED
    moved = _move(base, shift)
    return Dated(moved, precision, confidence if abs(shift.count) < 2 else confidence - 0.1) if moved else None


def _move(base: date, shift: Shift) -> date | None:
    try:
        if shift.unit in ("day", "week"):
            return base + timedelta(days=shift.count * (7 if shift.unit == "week" else 1))
        months = base.year * 12 + base.month - 1 + shift.count * (12 if shift.unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(base.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def _weekday_of_week(weekday: int, weeks: int, context: Context) -> Dated | None:
    if context.published is None:
        return None
    monday = context.published - timedelta(days=context.published.weekday())
    return Dated(monday + timedelta(days=7 * weeks + weekday), "day", _RELATIVE)


def _weekday(day: Day, context: Context) -> Dated | None:
    assert day.weekday is not None
    if context.last_year is not None and context.reference and context.tense != "future" and day.lean is None:
        ahead = (day.weekday - context.reference.weekday()) % 7
        exact = context.reference_precision == "day"
        return Dated(context.reference + timedelta(days=ahead), "day", _FAR) if exact else None
    if context.published is None:
        return None
    back = (context.published.weekday() - day.weekday) % 7
    ahead = -back % 7
    if day.lean == "last":
        step = -(back or 7)
    elif day.lean == "next":
        step = ahead or 7
    elif context.tense == "past":
        step = -back
    elif context.tense == "future" or day.lean == "this":
        step = ahead
    else:
        step = -back if back <= 3 else ahead
    return Dated(context.published + timedelta(days=step), "day", _NEAREST if context.tense or day.lean else NARRATED)


def _yearless_month(day: Day, month: int, context: Context) -> Dated | None:
    published = context.published
    since = day.lean == "since" and context.reference_precision != "year"
    if (day.lean is None or since) and (narrated := _narrated(day, context)):
        return narrated
    if published is None:
        return None
    this = published.year
    past = this if month <= published.month else this - 1
    future = this if month >= published.month else this + 1
    if day.lean == "last":
        year = past if month != published.month else this - 1
    elif day.lean == "next":
        year = future if month != published.month else this + 1
    elif day.lean == "since" or (context.tense == "past" and day.lean != "this"):
        year = past
    elif context.tense == "future":
        year = future
    elif day.lean == "this":
        year = this
    else:
        distance = (month - published.month + 6) % 12 - 6
        year = (this * 12 + published.month - 1 + distance) // 12
    return Dated(date(year, month, 1), "month", _NEAREST if context.tense or day.lean else NARRATED)


def _narrated(day: Day, context: Context) -> Dated | None:
    """The day nearest to the last one told in a narrative, in the year in force or the one beside it."""
    if context.last_year is None or context.tense == "future" or day.month is None:
        return None
    reference = context.reference
    if reference is None or context.reference_precision == "year" or reference.year != context.last_year:
        only = _given(day, context.last_year, NARRATED)
        return only if only and (not day.day or day.weekday in (None, only.day.weekday())) else None
    near = [_given(day, year, NARRATED) for year in range(reference.year - 1, reference.year + 2)]
    if day.lean == "since":
        near = [each for each in near if each and each.day <= reference]
    if day.weekday is not None and day.day:
        near = [each for each in near if each and each.day.weekday() == day.weekday]
    return min((each for each in near if each), key=lambda each: _strain((each.day - reference).days), default=None)


def _strain(days: int) -> int:
    """How unlikely a step in a narrative is: stories mostly go forward."""
    return days if days >= 0 else -3 * days


def _yearless_day(day: Day, context: Context) -> Dated | None:
    published = context.published
    if narrated := _narrated(day, context):
        return narrated
    if published is None or day.month is None or day.day is None:
        return None
    years = [published.year + step for step in (0, -1, 1, -2, 2, -3, 3, -4, 4)]
    days = [found for year in years if (found := safe_date(year, day.month, day.day))]
    if day.weekday is not None:
        fitting = [each for each in days if each.weekday() == day.weekday and abs((each - published).days) < 550]
        days = fitting or days
    past = max((each for each in days if each <= published + timedelta(days=1)), default=None)
    future = min((each for each in days if each >= published), default=None)
    nearest = min(days, key=lambda each: abs((each - published).days))
    chosen = past if context.tense == "past" else future if context.tense == "future" else nearest
    chosen = chosen or nearest
    sure = _NEAREST if context.tense else NARRATED
    if abs((published - chosen).days) > 300 and abs((nearest - published).days) < 60:
        chosen, sure = nearest, _FAR
    return Dated(chosen, "day", _RELATIVE if day.weekday == chosen.weekday() else sure)
