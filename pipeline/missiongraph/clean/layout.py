"""Lines and blocks: hard-wrapped text is joined again, and the text is put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from missiongraph.clean.draft import Draft

__all__ = ["is_prose", "join_wrapped", "render", "split_lines"]

_WIDEST: Final = 105
_NARROWEST: Final = 50
_LONG: Final = 120
_STARTS_ITEM: Final = re.compile(r"(?:[-*•–—·▪>|]|\(?\d{1,2}[.)]|[a-z][.)])\s|[A-Z][\w /-]{1,30}:\s|\d{1,2}[:.]\d\d")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…][\"'”’)\]]*$")
_CLOSES: Final = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:St|Dr|Mr|Lt|Sr|Jr))(?<!\b(?:Mrs|Maj|Col|Gen|Sen))[.!?…:;][\"'”’)\]]*$"
)
_ATTRIBUTION: Final = re.compile(r"[-–—] ?(?=[A-Z])")


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of `text`, trimmed at their ends, one empty line between blocks. Indents stay: they mark wrapping."""
    lines: list[str] = []
    for line in map(str.rstrip, text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return tuple(lines)


def join_wrapped(draft: Draft) -> Draft:
    """Joins lines that were broken at a fixed width of 50 to 105 columns, in texts that are broken so throughout."""
    width = _width(draft.lines)
    if width is None:
        return draft.keep(_tidy(draft.lines))
    joined: list[str] = []
    before_width = 0
    for line in draft.lines:
        if joined and joined[-1] and line and _continues(joined[-1], before_width, line, width):
            joined[-1] = _glue(joined[-1], line.strip())
        else:
            joined.append(line)
        before_width = len(line)
    return draft.keep(_tidy(joined))


def _width(lines: Sequence[str]) -> int | None:
    """The column at which a hard-wrapped text is broken; None when the text is not wrapped."""
    full = [line for line in lines if line]
    lengths = [len(line) for line in full]
    if len(full) < 4 or max(lengths) > 3 * _WIDEST or sum(length > _WIDEST for length in lengths) > len(full) / 20:
        return None
    inner = [len(a) for a, b in pairwise(lines) if a and b]
    width = max((length for length in inner if length <= _WIDEST), default=0)
    near = sum(length > 0.75 * width for length in inner)
    return width if width >= _NARROWEST and near >= 3 and near >= 0.5 * len(inner) else None


def _continues(paragraph: str, last: int, line: str, width: int) -> bool:
    """Whether `line` goes on with the paragraph: its first word would not have fitted on the line before."""
    first = line.split(maxsplit=1)[0]
    if _STARTS_ITEM.match(line.lstrip()) and _ENDS_SENTENCE.search(paragraph):
        return False
    goes_on = first[:1].islower() or not _CLOSES.search(paragraph)
    return last + 1 + len(first) > width - 8 or (last > 0.6 * width and goes_on)


def _glue(paragraph: str, line: str) -> str:
    # A hyphen at the end of a line nearly always belongs to a compound: agencies did not break words.
    hyphen = paragraph.endswith("-") and paragraph[-2:-1].isalpha() and line[:1].isalnum()
    return paragraph + line if hyphen else f"{paragraph} {line}"


def _tidy(lines: Sequence[str]) -> Iterator[str]:
    """Single spaces, and a single empty line between blocks."""
    before = ""
    for line in (" ".join(line.split()) for line in lines):
        if line or before:
            yield line
        before = line


def render(title: str, lines: Sequence[str]) -> str:
    """The text: title, then the blocks, set apart by empty lines. Long lines are paragraphs of their own."""
    parts = [title] if title else []
    for filled, block in groupby(lines, key=bool):
        if filled:
            parts.append(_block(list(block)))
    return "\n\n".join(parts)


def _block(lines: list[str]) -> str:
    text = lines[0]
    for before, line in pairwise(lines):
        together = max(len(before), len(line)) < _LONG or _ATTRIBUTION.match(line)
        text += ("\n" if together else "\n\n") + line
    return text


def is_prose(line: str) -> bool:
    """Whether `line` is running text: long, or several words up to a full stop."""
    words = line.count(" ") + 1
    return words >= 20 or (words >= 8 and bool(_ENDS_SENTENCE.search(line)))
