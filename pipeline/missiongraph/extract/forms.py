"""Where a given form stands in a text as words of their own."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["places"]


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
