"""Values as people read them, and the words of wording.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["day", "kinds", "span", "value", "words"]

_MONTHS = "January February March April May June July August September October November December".split()
_MOMENT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?)?)?")
_LENGTH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_UNITS = ("year", "month", "week", "day", "hour", "minute", "second")


@cache
def words() -> dict[str, Any]:
    """The tables of wording.toml."""
    return tomllib.loads((files("missiongraph") / "web" / "explore" / "wording.toml").read_text("utf-8"))


def kinds() -> dict[str, tuple[str, str]]:
    """Class → its name in the singular and in the plural, in the order in which pages list them."""
    return {kind: (one, many) for kind, (one, many) in words()["kinds"].items()}


def value(text: str, predicate: str = "") -> str:
    """A literal for people: dates, times and lengths of time in words, all else as it is.

    >>> value("2019-07-20T16:28Z"), value("P6M"), value("PT6H42M"), value("2", "flightNumber"), value("first")
    ('20 July 2019, 16:28 UTC', '6 months', '6 hours 42 minutes', '2', 'first')
    """
    if predicate in ("flightNumber", "spacewalkCount", "count"):
        return text
    return day(text) if _MOMENT.fullmatch(text) else span(text)


def day(text: str) -> str:
    """A date or time at the precision it has; what is none stays as it is."""
    found = _MOMENT.fullmatch(text)
    if not found:
        return text
    year, month, date, clock, seconds, zone = found.groups()
    if month and not 1 <= int(month) <= 12:
        return text
    written = " ".join(filter(None, (date and str(int(date)), month and _MONTHS[int(month) - 1], year)))
    exact = (seconds or "").removeprefix(":00")
    utc = " UTC" if zone in ("Z", "+00:00") else f" {zone}" if zone else ""
    return f"{written}, {clock}{exact}{utc}" if clock else written


def span(text: str) -> str:
    """An ISO 8601 duration in words; what is none stays as it is."""
    found = _LENGTH.fullmatch(text)
    if not found or not any(found.groups()):
        return text
    counted = ((int(n), unit) for n, unit in zip(found.groups(), _UNITS, strict=True) if n)
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in counted)
