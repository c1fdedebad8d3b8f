"""Those who speak, lead or wait on the ground: no part of a crew."""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.extract.entities import Mention

__all__ = ["benched", "desks"]


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


_TOOK_OVER = re.compile(
    r"(?:, (?:his|her|the|\w+[’']s) (?:own )?(?:back-?up|understudy|reserve|stand-in),?)?,? (?:who )?(?:then |had |has |was |instead )*(?:took (?:the|his|her|over the|\w+[’']s) (?:vacant |empty )?(?:seat|place)|stepped in|replaced|flew (?:in his|in her|instead)|moved up)\b"
)
"""Behind a backup who flew after all."""
_LEFT_OUT = re.compile(
    r"(?:, (?:the|who was the|originally the) (?:original|first-choice|previous) [^,.;]{3,40},)?"
    r"(?:,? who)? (?:was|had been|has been|is|were) (?:[a-z]+ly )?(?:grounded|bumped|replaced (?:by|with|with his|on)|removed from|taken off|dropped from|withdrawn|"
    r"pulled from|scratched|disqualified|exposed to)\b"
    r"|,? (?:who )?(?:lost (?:his|her) (?:seat|place)|gave up (?:his|her) (?:seat|place)|fell ill|failed (?:his|her|a|the) (?:final )?medical)\b"
    r"|[’']s (?:replacement|stand-in) was\b"
)
_INSTEAD_OF = re.compile(
    r"\b(?:(?:replaced|replaces|replacing)(?= (?:the )?(?:injured|ailing|sick|ill|original|grounded)\b)|in place of|instead of|(?:took|takes|taking) the (?:place|seat) of|stood in for|standing in for|fill(?:ed|ing) in for) (?:the )?"
    r"(?:(?:injured|ailing|sick|ill|original|grounded|astronaut|cosmonaut|[a-z]+ pilot|commander|pilot) )*$"
)
_REPLACED = re.compile(
    r"\b(?:replaced|replaces|replacing) (?:the )?(?:astronaut |cosmonaut |[a-z]+ pilot |commander |pilot )*$"
)
_ILL = re.compile(
    r",? (?:(?:on|in) the (?:prime |original )?(?:crew|flight|mission|seat)\b|(?:after|when|because) (?:he|she)\b|who (?:was|had|fell|broke|injured|could)\b)"
)
"""Behind whoever was replaced before the flight; crews of a station replace each other all the time."""


def benched(text: str, names: Sequence[Mention]) -> frozenset[int]:
    """Those who were to fly and had to leave their seat to another."""
    return frozenset(
        p
        for m in names
        if m.type == "Person"
        and len(m.entities) == 1
        and (
            _LEFT_OUT.match(text, m.end)
            or _INSTEAD_OF.search(text, max(0, m.begin - 80), m.begin)
            or (_ILL.match(text, m.end) and _REPLACED.search(text, max(0, m.begin - 80), m.begin))
        )
        for p in m.entities
    )


def desks(text: str, names: Sequence[Mention]) -> frozenset[int]:
    """Those who are called by an office and never as one of a crew."""
    seated: set[int] = set()
    flying: set[int] = set()
    for m in names:
        if m.type != "Person":
            continue
        before, after = text[max(0, m.begin - 60) : m.begin], text[m.end : m.end + 70].split("\n", 1)[0]
        if _FLIES.search(before) or _TOOK_OVER.match(after) or _SEATS.search(text[max(0, m.begin - 160) : m.begin]):
            flying |= set(m.entities)
        elif _DESK_BEFORE.search(before) or (
            (found := _DESK_AFTER.match(after)) and not found.group().endswith(("(", "is", "was"))
        ):
            seated |= set(m.entities)
    return frozenset(seated - flying)
