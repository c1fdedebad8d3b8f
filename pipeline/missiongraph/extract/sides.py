"""On which side of the names in a list their positions stand.

"The commander, Ana Bastos, the pilot, Tom Bergland, and …" and "Ana Bastos, the commander, Tom Bergland, the pilot, and …"
have a position between two names alike. What opens the list decides: who has a position ahead has none behind.
"""

from __future__ import annotations

import re
from functools import lru_cache

from missiongraph.extract.sentence import Sentence

__all__ = ["told_ahead", "told_behind"]

_TOKEN = re.compile(r"<([PR])(\d+)>")
_APPOSED = re.compile(
    r"(?: ?\([^()]*\)|, <[AO]\d+>| (?:of|from) (?:the )?<[ALO]\d+>)*, (?P<more>and )?(?:(?!and|who|whose|which|as|with|while|when)[a-z-]+ ){0,3}"
)
_LEADING = re.compile(r"s?(?P<comma>,)? (?:(?:[A-Z][a-z]+\.?|<R\d+>|<[AO]\d+>'s|astronaut|cosmonaut) ){0,3}")


def told_ahead(sentence: Sentence, post: int) -> bool:
    """Whether a position (the index of its item) is that of the name behind it, though one stands before it too."""
    return post in _sides(sentence.typed, _plurals(sentence))[0]


def told_behind(sentence: Sentence, post: int) -> bool:
    """Whether a position is that of the name before it, though one stands behind it too."""
    return post in _sides(sentence.typed, _plurals(sentence))[1]


def _plurals(sentence: Sentence) -> frozenset[int]:
    """The positions that several hold: "three mission specialists, A, B and C"."""
    ends = (sentence.whole[i.end - 1].casefold() if i.code == "R" and i.role[-1] != "s" else "" for i in sentence.items)
    return frozenset(place for place, end in enumerate(ends) if end == "s")


@lru_cache(maxsize=64)
def _sides(typed: str, plurals: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
    tokens = list(_TOKEN.finditer(typed))
    ahead, behind, led = set[int](), set[int](), set[str]()
    for place, post in enumerate(tokens):
        before = tokens[place - 1] if place else None
        name = next((t for t in tokens[place + 1 :] if t.group(1) == "P"), None)
        leads = _LEADING.fullmatch(typed, post.end(), name.start()) if post.group(1) == "R" and name else None
        if name is None or leads is None:
            continue
        apposed = (
            before is not None and before.group(1) == "P" and _APPOSED.fullmatch(typed, before.end(), post.start())
        )
        single = int(post.group(2)) not in plurals and apposed and not apposed["more"]
        if single and before and before.group(2) not in led and leads["comma"]:
            behind.add(int(post.group(2)))
        else:
            led.add(name.group(2))
            if apposed:
                ahead.add(int(post.group(2)))
    return frozenset(ahead), frozenset(behind)
