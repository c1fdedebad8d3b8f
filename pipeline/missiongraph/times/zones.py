"""Time zones as releases name them: abbreviations, "Eastern Daylight Time", "Houston time", "UTC+8".

The tables are in zones.json. A fixed abbreviation (EST) always means its offset; a place or a bare
"Eastern" means the zone's own offset on that day, daylight saving and history included.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from missiongraph.times.parts import Atom, Zone
from missiongraph.times.words import SPACE

__all__ = ["ZONE_AFTER", "instant", "region_of", "zone_atoms", "zone_statement"]


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = files("missiongraph.times").joinpath("zones.json").read_text("utf-8")
    tables: dict[str, dict[str, Any]] = json.loads(text)
    return tables


def _either(words: list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", rf"{SPACE}+") for word in longest_first) + ")"


_ABBREVIATION = _either([key for key in _tables()["abbreviations"] if key != "Z"])
_NAME = _either(list(_tables()["names"]))
_PLACE = _either(list(_tables()["places"]))
_PATTERN = (
    rf"(?P<offset>\b(?:UTC|GMT){SPACE}?[+\-−–]{SPACE}?\d{{1,2}}(?::?\d\d)?\b)"
    rf"|\b(?P<abbreviation>{_ABBREVIATION})\b(?![-'’.]\w)"
    rf"|\b(?i:(?P<name>{_NAME}){SPACE}+(?:\([A-Z]{{2,4}}\){SPACE}+)?time)\b"
    rf"|(?<=[mMh0-9.]{SPACE})(?P<bare>Eastern|Central|Mountain|Pacific)\b(?!{SPACE}+[A-Z])"
    rf"|\b(?i:(?:local{SPACE}+)?(?P<place>{_PLACE})(?:{SPACE}+local)?{SPACE}+time)\b"
    rf"|\b(?i:local{SPACE}+time{SPACE}+(?:in|at){SPACE}+(?:the{SPACE}+)?(?P<where>{_PLACE}))\b"
    rf"|(?<=[0-9m.]{SPACE})(?:by{SPACE}+the{SPACE}+clocks?{SPACE}+)?in{SPACE}+(?i:(?P<there>{_PLACE}))\b(?!{SPACE}+(?:region|time|[A-Z]))"
    rf"|\b(?i:(?P<local>local{SPACE}+(?:\([A-Za-z]+\){SPACE}+)?time(?:{SPACE}+(?:in|at)(?:{SPACE}+\w+){{1,4}}(?={SPACE}*\({SPACE}*\d))?|(?<=[\d.m]{SPACE})local(?={SPACE}*(?:[,.;)]|$)))\b)"
)
_ZONE = re.compile(_PATTERN)
_NAMED = rf"(?:local|[A-Z][a-z]+(?:{SPACE}[A-Z][a-z]+){{0,3}}){SPACE}+[Tt]ime\b"
ZONE_AFTER = rf"{SPACE}*[(,]?{SPACE}*(?:(?:{_ABBREVIATION})\b|{_NAMED})"
"""What follows a bare number when it is a time of day: "0737 GMT", "20.45 Moscow time"."""
_BARE = re.compile(r"(?:Eastern|Central|Mountain|Pacific)\b")
_SAID = rf"(?:(?:are|is|given|listed|shown|quoted|stated|expressed|in|approximate|local(?!{SPACE}+time)){SPACE}+)*"
_STATEMENT = re.compile(
    rf"(?i:\ball{SPACE}+times?{SPACE}+{_SAID}"
    rf"|\btimes(?:{SPACE}+\w+){{0,5}}?{SPACE}+are{SPACE}+{_SAID})"
)

_SPELT = re.compile(rf"{SPACE}*[(,=]{SPACE}*(?P<offset>(?:UTC|GMT|UT){SPACE}?[+\-−–]{SPACE}?\d{{1,2}}(?::?\d\d)?)\b")
"""The offset that a statement gives its zone: "Moscow time (UTC + 4 h)"."""
_DATELINE = re.compile(rf"\b(?:19|20)\d\d,?{SPACE}*\(({_ABBREVIATION})\)")
"""A day of the first lines with the zone that their author reckons by: "May 26, 2020 (JST)"."""


def _key(found: re.Match[str]) -> str:
    tables = _tables()
    if offset := found["offset"]:
        return _iso_offset(offset)
    if abbreviation := found["abbreviation"]:
        return abbreviation
    if name := found["name"] or found["bare"]:
        return str(tables["names"][" ".join(name.lower().split())])
    if place := found["place"] or found["where"] or found["there"]:
        return str(tables["places"][" ".join(place.lower().split())])
    return "local"


def _iso_offset(text: str) -> str:
    found = re.search(r"([-+−–])\D*(\d{1,2})\D?(\d\d)?", text)
    assert found is not None
    return f"{'+' if found[1] == '+' else '-'}{int(found[2]):02d}:{found[3] or '00'}"


def zone_atoms(text: str, begin: int, end: int) -> list[Atom]:
    """Every zone named in `text[begin:end]`: look only where a clock time stands, it is a slow search."""
    return [Atom(found.start(), found.end(), Zone(_key(found))) for found in _ZONE.finditer(text, begin, end)]


def zone_statement(text: str) -> str | None:
    """The zone a release sets for all of its times ("All times are CEST"), or None."""
    for opening in _STATEMENT.finditer(text):
        if (found := _ZONE.match(text, opening.end())) and _key(found) != "local":
            spelt = _SPELT.match(text, found.end())
            return _iso_offset(spelt["offset"]) if spelt else _key(found)
        if bare := _BARE.match(text, opening.end()):
            return str(_tables()["names"][bare[0].lower()])
    dateline = _DATELINE.search(text, 0, 600)
    return dateline[1] if dateline else None


def region_of(key: str) -> str:
    """The zone to carry on to later times: EDT in March still means Florida's clock in December."""
    entry = _tables()["abbreviations"].get(key)
    return entry[1] if entry and entry[1] else key


def instant(local: datetime, key: str) -> datetime:
    """The UTC instant of a local wall-clock time in a zone. Raises KeyError for an unknown zone."""
    entry = _tables()["abbreviations"].get(key)
    offset, region = entry if entry else (key if key[0] in "+-" else None, key)
    if offset:
        hours, minutes = int(offset[1:3]), int(offset[4:6])
        shift = timedelta(hours=hours, minutes=minutes) * (-1 if offset[0] == "-" else 1)
        return local.replace(tzinfo=timezone(shift)).astimezone(UTC)
    return local.replace(tzinfo=ZoneInfo(region)).astimezone(UTC)
