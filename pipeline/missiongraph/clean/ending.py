"""The end of a release: end marks, contacts, "About …" tails, links to others."""

from __future__ import annotations

import re
from typing import Final

from missiongraph.clean.draft import Draft
from missiongraph.clean.layout import is_prose
from missiongraph.clean.patterns import patterns
from missiongraph.published import parse_date

__all__ = ["drop_contacts", "drop_ending"]

_SHORT: Final = 70
_OVER_ANCHOR: Final = 4
_NAME: Final = re.compile(r"(?!.*[!?;]$)(?!.*\b(?:is|are|was|were|will|has|have|said)\b).*", re.I)


def drop_ending(draft: Draft) -> Draft:
    """The draft up to its end mark, contacts or "See also", and without the "About …" tails before them."""
    lines = list(draft.lines)
    removed: list[str] = []
    lines = _cut_links(lines, removed)
    for name in ("mark", "contact", "about"):
        lines = _cut(lines, removed, name)
    return draft.keep(lines, removed)


def _cut(lines: list[str], removed: list[str], name: str) -> list[str]:
    """Lines without the heading `name` and what belongs to it. News after it (a digest of releases) stays."""
    heading = patterns().end[name]
    kept: list[str] = []
    inside = ""
    for index, line in enumerate(lines):
        if len(line) <= 120 and heading.fullmatch(line) and (name == "mark" or index >= len(lines) // 3 or not index):
            inside = line
        elif inside and line and not _belongs(line, inside, name):
            inside = ""
        (removed if inside and line else kept).append(line)
    return kept


def _cut_links(lines: list[str], removed: list[str]) -> list[str]:
    """Lines up to a "See also" with nothing but links below it, whatever news those are of."""
    heading = patterns().end["more"]
    for index in range(len(lines) - 1, -1, -1):
        if is_prose(lines[index]):
            break
        if index and heading.fullmatch(lines[index]):
            removed += filter(None, lines[index:])
            return lines[:index]
    return lines


def _belongs(line: str, heading: str, name: str) -> bool:
    if patterns().news.search(line):
        return False
    if name == "about":
        return _shares_name(line, heading)
    return not is_prose(line) or bool(patterns().end["anchor"].fullmatch(line))


def _shares_name(line: str, heading: str) -> bool:
    names = [word for word in re.findall(r"[A-Z][\w’']+", heading) if word != "About"]
    return any(word in line for word in names)


def drop_contacts(draft: Draft) -> Draft:
    """The draft without contact blocks before its first and after its last running text.

    A block is a line with a telephone number, an address or an office, and the names in short lines right above it.
    """
    lines = draft.lines
    prose = [index for index, line in enumerate(lines) if is_prose(line)]
    first, last = (prose[0], prose[-1]) if prose else (0, 0)
    gone: set[int] = set()
    for index, line in enumerate(lines):
        outside = index < first or index > last
        if line and outside and len(line) <= 2 * _SHORT and patterns().end["anchor"].fullmatch(line):
            gone |= {index, *_above(lines, index, 0 if index < first else last + 1)}
    if not gone:
        return draft
    kept = [line for index, line in enumerate(lines) if index not in gone]
    removed = [lines[index] for index in sorted(gone)]
    head = (parse_date(lines[index]) for index in sorted(gone) if index < first)
    return draft.keep(kept, removed, next(filter(None, head), None))


def _above(lines: tuple[str, ...], anchor: int, top: int) -> list[int]:
    found: list[int] = []
    for index in range(anchor - 1, top - 1, -1):
        line = lines[index]
        if not line:
            continue
        if len(found) >= _OVER_ANCHOR or len(line) > _SHORT or not _NAME.fullmatch(line) or line.endswith(":"):
            break
        found.append(index)
    return found
