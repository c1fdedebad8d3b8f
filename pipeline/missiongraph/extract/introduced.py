"""Words for people and things that only introduce the names behind them: they mean nobody told of before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.extract.entities import Mention

__all__ = ["introduces", "named_next"]

_INTRODUCED = re.compile(
    r" (?:of|for|on) (?:the )?[A-Z][\w.-]*(?: [\w.-]+){0,4}?,? (?:includes?|consists of|consisted of|comprises?|comprised|is made up of|(?:will be|is|was|are|were) [A-Z])"
)

_LED_BY = re.compile(r" of (?!the )(?:Commander |Colonel |Col\. )?$")
""" "The crew of Bill Readdy": his, whoever was told of before."""
_OTHERS_ARE = re.compile(r"[Tt]he (?:other|remaining) [a-z]+ (?:are|were|will be) [A-Z][\w’'-]+ [A-Z]")


def introduces(text: str, begin: int, end: int, names: Sequence[Mention]) -> bool:
    """Whether a group's words say who it is: "the crew of X includes …", "the other two are A and B", "the crew of A"."""
    led = any(
        m.type == "Person" and end < m.begin < end + 24 and _LED_BY.fullmatch(text, end, m.begin)
        for m in names
        if not text.startswith((",", " and "), m.end)
    )
    return led or bool(_INTRODUCED.match(text, end) or _OTHERS_ARE.match(text, begin))


def named_next(text: str, end: int, type_: str, names: Sequence[Mention]) -> bool:
    """ "the cargo craft Tianzhou-4", "the ship Maia": the nominal only introduces the name that follows."""
    return bool(_NEXT_NAME.match(text, end)) or any(
        m.type == type_ and end <= m.begin <= end + 3 and text[end : m.begin].strip(" ,\"“‘'") == "" for m in names
    )


_NEXT_NAME = re.compile(
    r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|March|April|May\b|June|July|Aug|Sept|Oct|Nov|Dec|Expedition|Program|Crew|Soyuz|Today|Station|Freedom|Pilot|Commander)[A-Z][a-z]+\b(?! Station)"
)
