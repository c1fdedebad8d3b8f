"""Launches told as called off of the flight itself: "Crew-9 was scrubbed on Friday", "Artemis II has slipped from March"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from missiongraph.extract import clauses
from missiongraph.extract.parse import Token
from missiongraph.extract.planning import HYPOTHETICAL, SET
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.model import Status

__all__ = ["beside", "due", "had_been_set", "is_noun", "is_word", "of_flight", "state", "times"]

_WORD = re.compile(
    r"(?:put|push\w*) back|slip\w*|postpone\w*|delay\w*|scrub\w*|call\w* off|st(?:ood|ands?) down|\w+(?: kept)? on the (?:ground|pad)|never (?:left|got off) .*",
    re.IGNORECASE,
)
_ON_THE_DAY = re.compile(
    r"scrub\w*|call\w* off|st(?:ood|ands?) down|\w+(?: kept)? on the (?:ground|pad)|never (?:left|got off) .*",
    re.IGNORECASE,
)
"""Words whose time is that of the attempt; a postponement's own time is the day it was decided."""
_FROM = re.compile(rf"\bfrom (?:the )?$|\b{SET} (?:for|on|in) (?:the )?$")


def is_word(word: str) -> bool:
    """Whether a launch word says that it did not take place."""
    return _WORD.fullmatch(word) is not None


def is_noun(word: str) -> bool:
    """Whether a noun that tells a launch says that it did not take place: "a scrub on Monday"."""
    return word.casefold() == "scrub"


def due(word: str, verb: Token, sentence: Sentence) -> bool:
    """Whether a word of planning is said of something else than a flight itself: "the briefing is scheduled for Friday"."""
    own = verb.tag_ == "VBN" and any(c.dep_ == "auxpass" for c in verb.children) and of_flight(verb, sentence)
    return _DUE.fullmatch(word) is not None and not own


_DUE = re.compile(r"scheduled|planned|targeted|slated|manifested", re.IGNORECASE)


def of_flight(verb: Token, sentence: Sentence) -> bool:
    """Whether a craft or mission itself is what is put off, not its launch, landing or anything of its own."""
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    roles = ("nsubjpass", "nsubj") if passive or verb.lemma_ in ("slip", "stand", "stay", "remain") else ("dobj",)
    target = next((c for c in verb.children if c.dep_ in roles), None)
    if target is None:
        bare = verb.dep_ == "conj" and verb.tag_ in ("VBN", "VBD")
        target = clauses.subject(verb) if bare else None
    return target is not None and any(i.code in "CX" and i.begin <= target.idx < i.end for i in sentence.items)


def state(verb: Token) -> Status | None:
    """Cancelled, or nothing where it is denied or only imagined."""
    below = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "mark")}
    return None if below & (HYPOTHETICAL | {"not", "n't", "never", "if", "unless"}) else Status.CANCELLED


def times(word: str, inside: Sequence[Item], text: str, begin: int) -> list[Item]:
    """The items without the times that are the day of the decision."""
    return [
        i
        for i in inside
        if i.code != "T" or _ON_THE_DAY.fullmatch(word) or _FROM.search(text[max(begin, i.begin - 24) : i.begin])
    ]


_HAD_BEEN_SET = re.compile(rf"[^,;.]{{0,60}}, which (?:had (?:first |originally )?been {SET}|was to have been) ")


def had_been_set(text: str) -> bool:
    """ "Lift-off, which had been set for …": what was to be then did not come about then. `text` begins with the noun."""
    return _HAD_BEEN_SET.match(text) is not None


def beside(item: Item, other: str, text: str) -> str:
    """A dropped date that names no year is the one nearest to the new date."""
    value = item.time.value if item.time else ""
    if len(value) < 10 or len(other) < 10 or re.search(r"\d{4}", text[item.begin : item.end]):
        return value
    years = [str(int(other[:4]) + step) + value[4:] for step in (0, -1, 1)]
    return min((y for y in years if y[5:10] != "02-29"), key=lambda y: _apart(y, other), default=value)


def _apart(x: str, y: str) -> int:
    return abs((date.fromisoformat(x[:10]) - date.fromisoformat(y[:10])).days)
