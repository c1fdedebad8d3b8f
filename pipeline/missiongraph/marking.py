"""A release's text in pieces: its lines, the sentences that say facts, and the mentions in them.

What draws a release (the terminal, the file of `show --html`, the explorer's page) draws these pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Mention", "Run", "Span", "apart", "is_reference", "passages", "segments", "united", "visible"]

Span = tuple[int, int]
"""Offsets into a text, in code points; the end is exclusive."""

_NO_NAME = frozenset(
    "he she it they him her them his hers its their theirs we our who whose the this that these those a an both all "
    "one two three four five six seven eight".split()
)
"""Words that are no names even where a sentence begins with them."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names a thing: `begin` and `end` are offsets, `type` is its class, `label` what it is called."""

    begin: int
    end: int
    type: str
    label: str
    iri: str


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a line: a sentence that says facts, or what stands between such sentences."""

    sentence: Span | None
    """The whole sentence, which may go on in the next line; None between sentences."""
    begins: bool
    """Whether the sentence begins here."""
    pieces: tuple[tuple[str, Mention | None], ...]


def passages(text: str, mentions: Iterable[Mention], said: Iterable[Span]) -> list[list[Run]]:
    """The first line, then the paragraphs below it; `said` are the spans of sentences that say facts."""
    places, sentences = united(mentions), apart(said)
    return [list(_runs(text, span, places, sentences)) for span in _blocks(text)]


def segments(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[str, Mention | None]]:
    """The text in pieces, each with the mention it is; joined they are the text.

    Of mentions that overlap the first stands, and of those that begin together the longest.
    """
    done = 0
    for mention in sorted(mentions, key=lambda m: (m.begin, -m.end)):
        if done <= mention.begin < mention.end <= len(text):
            if done < mention.begin:
                yield text[done : mention.begin], None
            yield text[mention.begin : mention.end], mention
            done = mention.end
    if done < len(text):
        yield text[done:], None


def apart(spans: Iterable[Span]) -> list[Span]:
    """Of spans that overlap the first, and of those that begin together the longest, in order."""
    kept: list[Span] = []
    for begin, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if begin < end and (not kept or begin >= kept[-1][1]):
            kept.append((begin, end))
    return kept


def united(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention for each place: "the crew" is several people."""
    places = groupby(sorted(mentions, key=lambda m: (m.begin, -m.end)), key=lambda m: (m.begin, m.end))
    groups = (list(group) for _, group in places)
    return [replace(group[0], label=", ".join(dict.fromkeys(m.label for m in group))) for group in groups]


def is_reference(piece: str) -> bool:
    """Whether the words refer to a thing without its name ("the crew", "they")."""
    words = (word for word in piece.split() if word.strip(".,").casefold() not in _NO_NAME)
    return not any(char.isupper() or char.isdigit() for word in words for char in word)


def visible(text: str) -> str:
    """Control characters, which a terminal would obey, and those that turn the direction of writing, as U+FFFD."""
    return _CONTROL.sub("\ufffd", text)


def _blocks(text: str) -> list[Span]:
    """Where the first line and the paragraphs below it stand."""
    line = text.find("\n") if "\n" in text else len(text)
    end = max(line, len(text.rstrip("\n")))
    begin = min(end, line + len(text[line:]) - len(text[line:].lstrip("\n")))
    gaps = [begin - 2, *(found.start() for found in re.finditer("\n\n", text[:end]) if found.start() >= begin), end]
    return [(0, line), *((before + 2, after) for before, after in pairwise(gaps) if begin < end)]


def _runs(text: str, span: Span, mentions: Iterable[Mention], sentences: Iterable[Span]) -> Iterator[Run]:
    begin, end = span
    done = begin
    for sentence in sentences:
        first, last = max(begin, sentence[0]), min(end, sentence[1])
        if first < last:
            if done < first:
                yield Run(None, False, _marked(text, (done, first), mentions))
            yield Run(sentence, first == sentence[0], _marked(text, (first, last), mentions))
            done = last
    if done < end:
        yield Run(None, False, _marked(text, (done, end), mentions))


def _marked(text: str, span: Span, mentions: Iterable[Mention]) -> tuple[tuple[str, Mention | None], ...]:
    begin, end = span
    inside = (m for m in mentions if begin <= m.begin and m.end <= end)
    moved = (replace(m, begin=m.begin - begin, end=m.end - begin) for m in inside)
    return tuple(segments(text[begin:end], moved))
