"""Datelines: they date a release, and are no news themselves (the city they name is where the desk is)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from missiongraph.clean.draft import Draft
from missiongraph.clean.layout import is_prose
from missiongraph.clean.patterns import patterns
from missiongraph.published import DATE, parse_date

__all__ = ["take_dates"]

_HEAD: Final = 8
_PARAGRAPHS: Final = 3
_DATES: Final = 2
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SHORT_DATE: Final = rf"(?:{_MONTH} ?\d{{1,2}}|\d{{1,2}} {_MONTH})(?!\d)"
_CLOCK: Final = r"(?:\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?\(?[A-Z]{2,5}\)?)?)"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )"
_LABEL: Final = r"(?:(?:published|posted|released?|issued|date|updated)(?: on)?:? )?"
_COUNTER: Final = r"(?:\W+(?:\d[\d.,]* )?(?:views?|likes?|share|print|[A-Z][\w&]+(?: & [A-Z]\w+)?))"
# A line that is a date and, at most, a clock, a zone, counters and a share button.
_DATE_LINE: Final = re.compile(
    rf"{_LABEL}{_WEEKDAY}?(?P<day>{DATE}|{_SHORT_DATE},? {_CLOCK})"
    rf"(?:,? (?:at )?{_CLOCK})?(?: ?\([A-Z]{{2,5}}\))?{_COUNTER}{{0,4}}\W*",
    re.I,
)
_NAME: Final = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}"
_DASH: Final = r"(?:--|[-–—])"
_NEXT: Final = r"(?=[\"“‘'A-Z0-9])"
_DATED: Final = re.compile(
    r"(?P<place>[A-Z][\w.'’ -]{1,40}?(?:, [A-Z][\w.'’ -]{1,30}?){0,3}?)"
    rf",? (?i:(?P<day>{DATE}|{_SHORT_DATE}))(?: ?\([^)]{{2,30}}\))?"
    rf"(?:\s?{_DASH}\s|\.?\s/[A-Z][\w -]*/\.?\s(?:[-–—]+\s)?)\s*{_NEXT}"
)
_DAY_ONLY: Final = re.compile(rf"(?i:(?P<day>{DATE}|{_SHORT_DATE})) ?{_DASH}\s+{_NEXT}")
_PLACE_ONLY: Final = re.compile(
    rf"(?P<place>[A-Z]{{4}}[A-Z.'’ -]*(?:, [A-Z][\w.'’ -]{{1,30}}){{0,2}}|{_NAME}(?:, {_NAME}){{1,2}})"
    rf"(?: ?\([A-Z][\w ]{{1,20}}\))?\s{_DASH}\s+{_NEXT}"
)


def take_dates(draft: Draft) -> Draft:
    """The draft without date lines in its head and without the dateline of its first paragraphs.

    `published` becomes the first full date (with its year) found there, where none was known. A chronology, in which
    dates open one line after another, keeps them.
    """
    kept: list[str] = []
    removed: list[str] = []
    published: date | None = None
    seen = prose = 0
    chronology = sum(bool(_date_line(line) or _DAY_ONLY.match(line)) for line in draft.lines) > _DATES
    for line in draft.lines:
        seen += bool(line)
        match = None
        if line and seen <= _HEAD and prose < _PARAGRAPHS and not chronology:
            prose += is_prose(line)
            match = _date_line(line) or _dateline(line)
        if match:
            published = published or parse_date(match.groupdict().get("day"))
            removed.append(match[0])
        kept.append(line[match.end() :] if match else line)
    return draft.keep(kept, removed, published)


def _date_line(line: str) -> re.Match[str] | None:
    return _DATE_LINE.fullmatch(line) if len(line) < 90 else None


def _dateline(line: str) -> re.Match[str] | None:
    if len(line) < 60:
        return None
    match = _DATED.match(line) or _DAY_ONLY.match(line) or _PLACE_ONLY.match(line)
    if match and match.groupdict().get("place", "").split(" ")[0].strip(",.").upper() in patterns().not_places:
        return None
    return match
