"""Mail and news postings: header block, quoting line, signature, drawings in characters."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from missiongraph.clean.draft import Draft
from missiongraph.clean.patterns import patterns
from missiongraph.published import parse_date

__all__ = ["drop_mail"]

_QUOTING: Final = re.compile(
    r"(?:in article <[^>]+>.*|.{2,80}<?[\w.+-]+@[\w.-]+>?\)? (?:\([^)]*\) )?(?:writes|wrote):)", re.I
)
_SUBJECT: Final = re.compile(r"subject: ?(?:(?:re|fwd?): ?)*(.+)", re.I)
_SIGNATURE: Final = 14
_WIDEST: Final = 120


def drop_mail(draft: Draft) -> Draft:
    """The draft without the header block that opens it and the signature that ends it.

    The header's subject is the title and its date the date where the archive gave none.
    """
    size = _header_size(draft.lines)
    header, lines = draft.lines[:size], list(draft.lines[size:])
    title, published = _from_header(header)
    removed = list(header)
    for drop in (_signature, _drawings):
        lines, gone = drop(lines)
        removed += gone
    draft = replace(draft, title=draft.title or title)
    return draft.keep(lines, removed, published)


def _header_size(lines: tuple[str, ...]) -> int:
    names = count = 0
    for line in lines:
        if patterns().mail_headers.match(line):
            names += 1
        elif not (count and line[:1].isspace() and line.strip()) and not re.match(r"[A-Z][\w-]+: ", line):
            break
        count += 1
    if names < 2:
        return 0
    while count < len(lines) and (not lines[count] or _QUOTING.fullmatch(lines[count].strip())):
        count += 1
    return count


def _from_header(header: tuple[str, ...]) -> tuple[str, date | None]:
    subject = next((match[1] for line in header if (match := _SUBJECT.match(line))), "")
    day = next((parse_date(line[5:]) for line in header if line.lower().startswith("date:")), None)
    return " ".join(subject.split()), day


def _signature(lines: list[str]) -> tuple[list[str], list[str]]:
    for index in range(max(0, len(lines) - _SIGNATURE), len(lines)):
        if lines[index] in ("--", "-- "):
            return lines[:index], lines[index:]
    return lines, []


def _drawings(lines: list[str]) -> tuple[list[str], list[str]]:
    kept = [line for line in lines if not _is_drawing(line)]
    return kept, [line for line in lines if _is_drawing(line)]


def _is_drawing(line: str) -> bool:
    if len(line) > _WIDEST or "://" in line:
        return False
    marks = sum(line.count(mark) for mark in "|_/\\=*#<>~^")
    letters = sum(map(str.isalnum, line))
    return marks >= 5 and marks > letters
