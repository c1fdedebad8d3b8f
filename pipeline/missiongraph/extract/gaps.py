"""Clauses whose verb is left out since the clause before says it: "A will fly on X, B on Y and C on Z"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from missiongraph.extract.sentence import Item, Sentence

__all__ = ["Gapped", "gapped"]

_PREPOSITION = r"(?:aboard|on board|on|in|at|to|from|for|via)"
_CLAUSE = re.compile(
    r"<[XCSMLTF](?P<before>\d+)>(?:,|;|,? and|,? while|; and) (?:<[AON]\d+>(?:'s)? |<R\d+> |[a-z]+onauts? |the |fellow )*"
    rf"<[PC](?P<who>\d+)>,?(?P<rest>(?: {_PREPOSITION} (?:the |an? )?(?:<[AO]\d+>(?:'s)? |space shuttle )?<[XCSMLTF]\d+>)+)"
    r"(?=[,;.]|$| and (?:<[AONR]\d+>(?:'s)? |[a-z]+onauts? |the )*<P| while )"
)
_CODE = re.compile(r"<(?P<code>[A-Z])(?P<n>\d+)>")
_RESTS = re.compile(rf"(?P<p>{_PREPOSITION}) (?:the |an? )?(?:<[AO]\d+>(?:'s)? |space shuttle )?<[XCSMLTF](?P<n>\d+)>")


@dataclass(frozen=True, slots=True)
class Gapped:
    """One such clause: who, and each argument with its preposition; `before` is the last argument of the clause before."""

    before: Item
    who: Item
    arguments: tuple[tuple[str, Item], ...]

    @property
    def items(self) -> frozenset[Item]:
        """All that the clause names."""
        return frozenset((self.who, *(item for _, item in self.arguments)))


def gapped(sentence: Sentence) -> Iterator[Gapped]:
    """The clauses without a verb, in order."""
    items = sentence.items
    for before, who, told in _clauses(sentence.typed):
        yield Gapped(items[before], items[who], tuple((preposition, items[n]) for preposition, n in told))


_Clause = tuple[int, int, tuple[tuple[str, int], ...]]
"""What a clause follows on, who it is of, and its arguments with their prepositions: places in the sentence."""


@lru_cache(maxsize=8)
def _clauses(typed: str) -> tuple[_Clause, ...]:
    """The clauses of a typed sentence, which is asked for them at each of its events."""
    found: list[_Clause] = []
    position, codes = 0, {n: code for code, n in _CODE.findall(typed)}
    while match := _CLAUSE.search(typed, position):
        told = tuple((m.group("p"), int(m.group("n"))) for m in _RESTS.finditer(match.group("rest")))
        before, who = match.group("before"), match.group("who")
        alike = _alike(codes[before], {codes[str(n)] for _, n in told})
        if alike and (codes[who] == "P" or _of_craft(typed[: match.start("who")])):
            found.append((int(before), int(who), told))
        position = typed.rindex("<", 0, match.end())
    return tuple(found)


def _of_craft(before: str) -> bool:
    """Whether a sentence is about craft alone: in "she flew on C in 1991 and D in 1994", D does nothing."""
    told = re.findall(r"<([PCX])\d+>", before)
    return bool(told) and set(told) == {"C"}


def _alike(code: str, codes: set[str]) -> bool:
    """Whether what a clause ends with is of the sort that the clause before ended with."""
    return code in codes or (code in _FLIGHTS and bool(codes & _FLIGHTS))


_FLIGHTS = frozenset("XC")
