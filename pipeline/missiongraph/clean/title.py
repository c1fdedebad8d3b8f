"""The title: found, freed of what sites add to it, set first and not said twice."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from missiongraph.clean.draft import Draft
from missiongraph.clean.furniture import is_furniture
from missiongraph.clean.layout import is_prose
from missiongraph.clean.patterns import patterns

__all__ = ["settle_title", "split_title"]

_LONGEST: Final = 300
_SEARCHED: Final = 10
_ROWS: Final = 3


def split_title(draft: Draft) -> Draft:
    """The draft with its title taken out of the first lines, in one piece or broken over up to three lines.

    What is no title (furniture, or a whole paragraph that an archive put into the field) goes back to the text.
    """
    title = draft.title
    if title and _is_no_title(title):
        lines = draft.lines if draft.lines and _fold(draft.lines[0]) == _fold(title) else (title, "", *draft.lines)
        return replace(draft, title="", lines=lines)
    if not title:
        return draft
    folded, filled = _fold(title), [index for index, line in enumerate(draft.lines) if line][:_SEARCHED]
    for position in range(len(filled)):
        for end in range(position + 1, min(position + _ROWS, len(filled)) + 1):
            rows = filled[position:end]
            if _fold(" ".join(draft.lines[index] for index in rows)) == folded:
                return draft.keep(line for index, line in enumerate(draft.lines) if index not in rows)
    return draft


def settle_title(draft: Draft) -> Draft:
    """Where there is no title, the first line is it, if it looks like one."""
    filled = [line for line in draft.lines if line]
    if draft.title or len(filled) < 2 or not _is_heading(filled[0], filled[1]):
        return draft
    rest = draft.lines[draft.lines.index(filled[0]) + 1 :]
    return replace(draft, title=filled[0], lines=rest)


def _is_heading(line: str, following: str) -> bool:
    words = line.split()
    return 3 <= len(words) <= 25 and not is_prose(line) and line[-1] not in ".:;," and is_prose(following)


def _is_no_title(title: str) -> bool:
    if len(title) > _LONGEST or (len(title) > _LONGEST / 2 and is_prose(title) and title.endswith(".")):
        return True
    return is_furniture(title) or bool(patterns().mail_headers.match(title))


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
