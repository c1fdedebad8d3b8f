"""Answers that were given already: nothing changes between two builds, and people ask the same again."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answering import Answer, Asked

__all__ = ["Kept"]

_NEW = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.I)
"""Functions that give something else each time: an answer with them is of its moment."""


class Kept:
    """The answers of one state of the store that were asked for last, up to `most` bytes of queries and answers."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._answers: OrderedDict[Asked, Answer] = OrderedDict()

    def get(self, asked: Asked) -> Answer | None:
        """The answer to this very query in this very form, if it is still here."""
        if asked in self._answers:
            self._answers.move_to_end(asked)
        return self._answers.get(asked)

    def put(self, asked: Asked, answer: Answer) -> None:
        """Keep it, at the cost of those that nobody has asked for in the longest time."""
        if asked in self._answers or _NEW.search(asked.query):
            return
        self._answers[asked] = answer
        self._left -= _size(asked, answer)
        while self._left < 0:
            self._left += _size(*self._answers.popitem(last=False))


def _size(asked: Asked, answer: Answer) -> int:
    return 4 * len(asked.query) + len(answer.body)
