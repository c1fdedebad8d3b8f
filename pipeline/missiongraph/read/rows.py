"""Rows of CSV, streamed; a row with broken quotes costs itself, not the rest of the file."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from missiongraph.errors import Problem
from missiongraph.read.decode import Decoder
from missiongraph.read.fields import known_fields
from missiongraph.read.lines import Lines

__all__ = ["rows"]

_DELIMITERS: Final = ",;\t|"
_TOLD: Final = re.compile(r'\ufeff?"?sep=(.)"?\s*')
"""What Excel reads, and some write, above the header."""
Found = tuple[int, dict[str, object] | Problem]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    problem: Problem | None = None


def rows(lines: Lines, limit: int) -> Iterator[Found]:
    """The rows below the header, each with the number of the line it begins on.

    The delimiter is the one that finds most known field names. Raises Problem R002 when there is no header, R005 when
    it names no field that a release has.
    """
    csv.field_size_limit(max(csv.field_size_limit(), limit))
    feed = _decoded(lines)
    header = next((line.text for line in feed if line.text.strip()), None)
    told = _TOLD.fullmatch(header or "")
    if told:
        header = next((line.text for line in feed if line.text.strip()), None)
    if header is None:
        raise Problem("R002")
    delimiter = told[1] if told else max(_DELIMITERS, key=lambda mark: known_fields(_split(header, mark) or []))
    names = _split(header, delimiter) or []
    if not known_fields(names):
        raise Problem("R005", detail="the first line names no field such as id, title or text")
    yield from _gather(feed, names, delimiter, limit)


def _decoded(lines: Lines) -> Iterator[_Line]:
    decoder = Decoder(lines.encoding)
    for line in lines:
        try:
            if line is None:
                raise Problem("R006")
            yield _Line(lines.number, decoder.decode(line))
        except Problem as problem:
            yield _Line(lines.number, "", problem)


def _gather(feed: Iterator[_Line], names: list[str], delimiter: str, limit: int) -> Iterator[Found]:
    """Lines make a row once their quotes are even. After a broken row, go on at the next line that can begin one."""
    again: deque[_Line] = deque()
    held: list[_Line] = []
    quotes = size = 0
    while True:
        line = again.popleft() if again else next(feed, None)
        if line is not None and (held or line.text.strip() or line.problem):
            held.append(line)
            quotes += line.text.count('"')
            size += len(line.text)
        if not held:
            if line is None:
                return
            continue
        if quotes % 2 and line is not None and line.problem is None and size <= limit:
            continue
        found = (line.problem if line else None) or _row(held, names, delimiter)
        yield held[0].number, found
        if isinstance(found, Problem):
            again.extendleft(reversed(_after_broken(held, names, delimiter)))
        held, quotes, size = [], 0, 0


def _row(held: list[_Line], names: list[str], delimiter: str) -> dict[str, object] | Problem:
    values = _split("\n".join(line.text for line in held), delimiter, strict=True)
    if values is None:
        return Problem("R011", detail="quotes do not match")
    if len(values) > len(names):
        return Problem("R011", detail=f"{len(values)} values for {len(names)} fields")
    return dict(zip(names, values, strict=False))


def _after_broken(held: list[_Line], names: list[str], delimiter: str) -> list[_Line]:
    for index, line in enumerate(held[1:], 1):
        if len(_split(line.text, delimiter) or []) == len(names):
            return held[index:]
    return []


def _split(text: str, delimiter: str, strict: bool = False) -> list[str] | None:
    """The values of one row; None when its quotes are broken."""
    try:
        found = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=strict))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None
