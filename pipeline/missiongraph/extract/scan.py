"""Patterns for whole texts, each tried on those lines only whose words allow a match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any

from missiongraph.extract.screen import Screen, words

__all__ = ["Scan", "within_lines"]

_parser: Any = import_module("re._parser")
_op: Any = import_module("re._constants")

_SCREEN = Screen()
_LINE = re.compile(r"[^\n]*\n?")
_BREAK = ord("\n")
_SPACES = frozenset({_op.CATEGORY_SPACE, _op.CATEGORY_NOT_WORD, _op.CATEGORY_NOT_DIGIT})
"""Classes of characters that a line break is in."""


class Scan:
    """A pattern that finds in a text what it finds by itself, for less."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Its matches in a text."""
        bit = self._bit
        whole, lines = _told(text, _SCREEN.size)
        if not whole & bit:
            return
        if not self._in_line:
            yield from self.pattern.finditer(text)
            return
        for begin, end, bits in lines:
            if bits & bit:
                yield from self.pattern.finditer(text, begin, end)

    @cached_property
    def _bit(self) -> int:
        return _SCREEN.bit(self.pattern)

    @cached_property
    def _in_line(self) -> bool:
        return within_lines(self.pattern)


@lru_cache(maxsize=2)
def _told(text: str, _size: int) -> tuple[int, list[tuple[int, int, int]]]:
    """The scans (so many are known) that can match a text, and for each line where it stands and which can match it."""
    lines = [(m.start(), m.end(), words(m.group())) for m in _LINE.finditer(text) if m.end() > m.start()]
    whole = _SCREEN.possible(frozenset().union(words(text), *(found for _, _, found in lines)))
    return whole, [(begin, end, _SCREEN.possible(found)) for begin, end, found in lines]


def within_lines(pattern: re.Pattern[str]) -> bool:
    """Whether every match lies in one line and asks for no more of what follows than the break that ends it."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    return not pattern.flags & re.DOTALL and _stays(parsed, multiline=bool(pattern.flags & re.MULTILINE))


def _stays(parsed: Iterable[Any], *, multiline: bool) -> bool:
    return all(_node_stays(operator, argument, multiline) for operator, argument in parsed)


def _node_stays(operator: Any, argument: Any, multiline: bool) -> bool:
    if operator is _op.LITERAL:
        return bool(argument != _BREAK)
    if operator is _op.NOT_LITERAL:
        return bool(argument == _BREAK)
    if operator is _op.IN:
        return not _holds_break(argument)
    if operator is _op.AT:
        return argument not in (_op.AT_END, _op.AT_END_STRING) or (multiline and argument is _op.AT_END)
    if operator in (_op.ASSERT, _op.ASSERT_NOT):
        behind, inner = argument[0] < 0, argument[1]
        return behind or _stays(inner, multiline=multiline) or (inner.getwidth()[1] <= 1 and not _ends(inner))
    if operator is _op.BRANCH:
        return all(_stays(branch, multiline=multiline) for branch in argument[1])
    if operator in (_op.SUBPATTERN, _op.MAX_REPEAT, _op.MIN_REPEAT):
        return _stays(argument[-1], multiline=multiline)
    return operator is _op.ANY


def _ends(parsed: Any) -> bool:
    """Whether a look ahead may ask for the end of the text."""
    return any(operator not in (_op.IN, _op.LITERAL, _op.NOT_LITERAL) for operator, _ in parsed)


def _holds_break(items: list[tuple[Any, Any]]) -> bool:
    holds = any(
        (kind is _op.LITERAL and value == _BREAK)
        or (kind is _op.RANGE and value[0] <= _BREAK <= value[1])
        or (kind is _op.CATEGORY and value in _SPACES)
        for kind, value in items
    )
    return holds != ((_op.NEGATE, None) in items)
