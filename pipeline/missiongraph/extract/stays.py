"""How long somebody was in space: which spans can be a stay, and which clauses tell of one."""

from __future__ import annotations

import re

from missiongraph.extract.predications import Predication
from missiongraph.extract.sentence import Item

__all__ = ["in_orbit", "too_short_or_long"]

_NO_STAY = re.compile(r"PT|P(?:[4-9]|\d\d+)Y")


def too_short_or_long(value: str) -> bool:
    """Whether a person's stay does not last so: hours are a spacewalk's, years a career's, or lie between two flights."""
    return bool(_NO_STAY.match(value))


_UP_THERE = re.compile(
    r"\b(?:(?:in|into) (?:\w+ )?(?:space|orbit|weightlessness)|aboard|on board|onboard|up there|orbiting)\b"
    r"|^(?:[ -]long)?[ -](?:[\w-]+ ){0,2}(?:missions?|stay|flight|spaceflight|expedition|visit|tour|stint|residen\w+|sojourn|journey|voyage|shakedown)\b"
)
_DOWN_HERE = re.compile(
    r"\b(?:train\w*|learn\w*|hospital|isolat\w+|quarantine|bed|recover\w*|simulat\w+|school|universit\w+|ago|later|earlier|spacewalk\w*|EVAs?|outside|delay\w*|career|altogether|cumulative|in total|total|chamber|mock\w*|Earth|ground|sea|reserve|"
    r"between|apart|old|(?:over|on|in|across|during) (?:[a-z]+ ){1,3}(?:space ?)?(?:flights|missions|trips|expeditions|stays|visits))\b"
)


_NOT_ALL = re.compile(
    r"\b(?:another|extra|additional|further|next|first|last|past|final|remaining|every|each|more than|under)(?: the)? $"
)
_WITH = re.compile(r" (?:together |working |side by side )?with\b")
"""Behind a span: with whom it was shared, which is part of a stay."""
_APART = re.compile(r"\b(?:before|after|until|when|while|since|followed)\b")
"""Where another time begins than that of the span."""


def in_orbit(long: Item, predication: Predication) -> bool:
    """Whether a clause says of its span that it was spent up there: "in orbit", "aboard", on a station or craft, on a flight."""
    sentence, below = predication.sentence, [*predication.verb.subtree]
    first, last = min(t.idx for t in below), max(t.idx + len(t.text) for t in below)
    others = [i for i in sentence.of("D") if i is not long]
    if _NOT_ALL.search(sentence.whole[first : long.begin]) or _WITH.match(sentence.whole, long.end):
        return False
    begin = max([first, *(i.end for i in others if i.end <= long.begin)])
    end = min([last, *(i.begin for i in others if i.begin >= long.end)])
    behind = _APART.split(sentence.whole[long.end : end])[0]
    end = long.end + len(behind)
    if _DOWN_HERE.search(sentence.whole[begin : long.begin] + behind):
        return False
    place = any(begin <= i.begin < end and i.begin != long.begin for i in sentence.of("SC"))
    return place or bool(_UP_THERE.search(behind) or _UP_THERE.search(sentence.whole[begin : long.begin]))
