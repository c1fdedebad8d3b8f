"""Tables drawn with bars, as texts and Markdown write them: each row becomes a line of a list."""

from __future__ import annotations

import re
from typing import Final

from missiongraph.clean.draft import Draft

__all__ = ["read_tables"]

_RULE: Final = re.compile(r"[|+:=\s-]+")
_NUMBER: Final = re.compile(r"#?\d{1,2}\.?")
_NAME: Final = re.compile(r"(?:[A-ZÀ-Þ][\w’'.-]+ ){1,3}[A-ZÀ-Þ][\w’'-]+")
_MOST: Final = 3


def read_tables(draft: Draft) -> Draft:
    """Rows between bars as "- Ann Lowry – Commander (NASA)" where a name comes first, else as "Label: value".

    A number at the head of a row and the lines that part head and rows fall away; rows of many cells stay as they are.
    """
    return draft.keep(_line(line) for line in draft.lines) if any("|" in line for line in draft.lines) else draft


def _named(cells: list[str]) -> bool:
    return len(cells) > 1 and _NAME.fullmatch(cells[0]) is not None


def _line(line: str) -> str:
    bare = line.strip()
    if bare.count("|") < 2 or not (bare.startswith("|") or bare.endswith("|")):
        return line
    cells = [] if _RULE.fullmatch(bare) else [c for cell in bare.strip("|").split("|") if (c := cell.strip())]
    cells = cells[1:] if len(cells) > 2 and _NUMBER.fullmatch(cells[0]) else cells
    if len(cells) > _MOST:
        return line
    return f"- {cells[0]} – {cells[1]}" + "".join(f" ({c})" for c in cells[2:]) if _named(cells) else ": ".join(cells)
