"""Where a given form stands in a text as words of their own, and which characters are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["Taken", "places"]


class Taken:
    """The characters of a text that something claims already."""

    def __init__(self, size: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = bytearray(size)
        for begin, end in spans:
            self.take(begin, end)

    def take(self, begin: int, end: int) -> None:
        """Claim the characters from `begin` to `end` (code points)."""
        self._marks[begin:end] = b"\1" * (end - begin)

    def free(self, begin: int, end: int) -> bool:
        """Whether none of them is claimed."""
        return self._marks.find(1, begin, end) < 0


def places(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each place where a form stands that no letter, figure or hyphen adjoins, left to right.

    What `(?<![\\w-])form(?![\\w-])` finds, without a pattern to compile for each form of each release.
    """
    begin = text.find(form)
    while begin >= 0:
        end = begin + len(form)
        if (not begin or not _joins(text[begin - 1])) and (end == len(text) or not _joins(text[end])):
            yield begin, end
            begin = text.find(form, max(end, begin + 1))
        else:
            begin = text.find(form, begin + 1)


def _joins(char: str) -> bool:
    return char.isalnum() or char in "_-"
