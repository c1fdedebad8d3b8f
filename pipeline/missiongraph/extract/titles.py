"""The title that a role's mention stands in: "deputy director of human spaceflight", in the singular."""

from __future__ import annotations

import re

from missiongraph.extract.sentence import Item, Sentence

__all__ = ["singular", "title_of"]

_LEFT = re.compile(
    r"(?:\b(?:acting|deputy|assistant|associate|executive|senior|lead|vice|interim|principal|chief|mission|station|launch|second|first|project|program|programme|branch|flight|integration|safety|medical|science|staff)[ -])+$",
    re.IGNORECASE,
)
_WORD = r"(?!(?:at|in|on|of|who|for|from|with|said|to|is|was|will|and|the|which|told|as|by)\b)[A-Za-z][\w'’&-]*"
_RIGHT = re.compile(
    rf"^ (?:of|for) ({_WORD}(?: {_WORD}){{0,4}}(?:(?:, {_WORD}(?: {_WORD})?)*,? and {_WORD}(?: {_WORD}){{0,3}})?)"
)


def title_of(sentence: Sentence, item: Item) -> tuple[str, Item | None]:
    """The whole title in lower case ("director of human and robotic exploration"), and the entity that follows "of"."""
    text = sentence.whole
    number = sentence.items.index(item)
    before = text[sentence.begin if number == 0 else max(sentence.begin, sentence.items[number - 1].end) : item.begin]
    left = _LEFT.search(before)
    head = singular(text[item.begin : item.end].casefold())
    title = (
        (left.group() if left and not item.role.startswith(left.group().strip().casefold()) else "") + head
    ).casefold()
    if left and left.group().strip().casefold() in ("second", "first"):
        title = head
    nxt = sentence.items[number + 1] if number + 1 < len(sentence.items) else None
    after = text[item.end : nxt.begin if nxt else sentence.end]
    if (
        nxt
        and re.fullmatch(r"(?: (?:of|for|at|on|to))?,? (?:both (?:the )?|the )?", after)
        and (after.strip() or False)
    ):
        return title, nxt
    if (right := _RIGHT.match(after)) and not re.search(r"\b(?:said|told|added)\b", right.group(1)):
        return title + " of " + right.group(1).casefold() if after.startswith(" of") else title, None
    return title, None


def singular(title: str) -> str:
    """ "flight engineers" -> "flight engineer"; a title that ends in s for itself keeps it."""
    head, of, rest = title.partition(" of ")
    words = head.split(" ")
    if words[-1].endswith("s") and not words[-1].endswith("ss"):
        words[-1] = words[-1][:-1]
    return " ".join(words) + of + rest
