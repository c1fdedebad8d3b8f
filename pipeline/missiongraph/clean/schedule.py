"""Broadcast schedules: what a camera does goes, what a spacecraft does is a stated plan and stays."""

from __future__ import annotations

import re
from typing import Final

from missiongraph.clean.draft import Draft
from missiongraph.clean.layout import is_prose
from missiongraph.clean.patterns import patterns

__all__ = ["drop_schedule"]

_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?", re.I)


def drop_schedule(draft: Draft) -> Draft:
    """The draft without the coverage, briefing and interview lines of its schedules, and headings left empty by that.

    In a schedule that had such lines, a bare entry ("11:55 p.m.: Undocking") whose time the running text gives too
    goes as well.
    """
    lines = draft.lines
    coverage = {index for index, line in enumerate(lines) if _is_entry(line) and _is_coverage(line)}
    if not coverage:
        return draft
    prose = "\n".join(line for line in lines if is_prose(line) and not _is_entry(line))
    gone = coverage | {index for index, line in enumerate(lines) if _is_entry(line) and _is_told(line, prose)}
    gone |= _empty_headings(lines, gone)
    return draft.keep(
        (line for index, line in enumerate(lines) if index not in gone), (lines[index] for index in sorted(gone))
    )


def _is_entry(line: str) -> bool:
    return 0 < len(line) <= 240 and bool(patterns().schedule["time"].match(line))


def _is_coverage(line: str) -> bool:
    entry = patterns().schedule["time"].sub("", line, count=1)
    names = patterns().schedule
    return (
        bool(names["coverage"].search(entry))
        and not names["speaker"].search(entry)
        and not patterns().news.search(entry)
    )


def _is_told(line: str, prose: str) -> bool:
    clock = _CLOCK.match(line)
    entry = patterns().schedule["time"].sub("", line, count=1)
    return bool(clock and entry and len(entry.split()) <= 2 and re.search(rf"(?<!\d){re.escape(clock[0])}", prose))


def _empty_headings(lines: tuple[str, ...], gone: set[int]) -> set[int]:
    """Days and "Schedule" headings below which nothing was left."""
    empty: set[int] = set()
    pending: list[int] = []
    lost = False
    for index, line in enumerate((*lines, "End of all.")):
        if index < len(lines) and (not line or index in gone):
            lost = lost or index in gone
            continue
        if pending and lost and (_is_heading(line) or is_prose(line) or index == len(lines)):
            day = _is_day(line)
            empty.update(pending if not day else [each for each in pending if _is_day(lines[each])])
            pending = [each for each in pending if each not in empty] if day else []
        if not _is_heading(line):
            pending = []
        else:
            pending.append(index)
        lost = False if not _is_heading(line) or not pending[:-1] else lost
    return empty


def _is_heading(line: str) -> bool:
    return _is_day(line) or bool(patterns().schedule["heading"].fullmatch(line))


def _is_day(line: str) -> bool:
    return len(line) < 50 and bool(patterns().schedule["day"].fullmatch(line))
