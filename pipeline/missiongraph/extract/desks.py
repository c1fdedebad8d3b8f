"""Those who speak, lead or wait on the ground: no part of a crew."""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.extract.entities import Mention

__all__ = ["desks"]


_DESK = (
    r"(?:director|administrator|manager|president|minister|spokes\w+|professor|secretary|chairman|chairwoman|chief|head of|"
    r"head|senator|ambassador|designer|analyst|curator|historian|engineer (?:at|with)|scientist|investigator|researcher|officer|"
    r"founder|author|executive|co-?ordinator|controller|CapCom|capcom|wife|husband|mother|father|widow|king|queen|governor|mayor)"
)
_DESK_BEFORE = re.compile(
    rf"\b(?i:{_DESK})s?(?: [Gg]eneral)?(?:,)? (?:(?:Dr|Mr|Mrs|Ms|Gen|Col)\. )?$|\b(?:Sen|Rep|Gov)\. $|\b(?:under|backups?(?: are| is| will be| to| for)?|reserves?(?: are| is)?|succeed(?:s|ed)|relieving|relieved) (?:[A-Z]\w+[’']s )?$"
)
_DESK_AFTER = re.compile(
    rf",? (?:\(|who (?:is|was|heads|leads|directs|manages)\b|(?:the |an? |its |[A-Z][\w.]*[’']s )?(?:[\w-]+ ){{0,4}}?(?i:{_DESK})\b)|,? (?:will be |serves as |is |was )?(?:(?:his|her|a|the|\w+[’']s) )?(?:own )?(?:backup|reserve)\b"
)
_SEATS = re.compile(
    r"\b(?:[Ss]pecialists|[Pp]ilots|[Aa]stronauts|[Cc]rew ?members|[Cc]rewmates) (?:are|were|will be|include[sd]?) "
    r"(?:(?:[A-ZÀ-Þ][\w.’'-]*|\([^()]{2,30}\)|of|the|and|from|for|an?),? )*$"
)
"""Before a name: who fills the seats, titles and homes among the names."""
_FLIES = re.compile(r"(?i)(?:astronauts?|cosmonauts?|taikonauts?|commander|pilot|specialists?|flight engineers?),? $")


def desks(text: str, names: Sequence[Mention]) -> frozenset[int]:
    """Those who are called by an office and never as one of a crew."""
    seated: set[int] = set()
    flying: set[int] = set()
    for m in names:
        if m.type != "Person":
            continue
        before, after = text[max(0, m.begin - 60) : m.begin], text[m.end : m.end + 70].split("\n", 1)[0]
        if _FLIES.search(before) or _SEATS.search(text[max(0, m.begin - 160) : m.begin]):
            flying |= set(m.entities)
        elif _DESK_BEFORE.search(before) or (
            (found := _DESK_AFTER.match(after)) and not found.group().endswith(("(", "is", "was"))
        ):
            seated |= set(m.entities)
    return frozenset(seated - flying)
