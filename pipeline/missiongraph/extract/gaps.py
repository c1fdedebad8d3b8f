"""Clauses whose verb is left out since the clause before says it: "A will fly on X, B on Y and C on Z"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from missiongraph.extract.sentence import Item, Sentence

__all__ = ["Gapped", "gapped"]

_PREPOSITION = r"(?:aboard|on board|on|in|at|to|from|for|via)"
_CLAUSE = re.compile(
    r"<[XCSMLTF](?P<before>\d+)>(?:,|;|,? and|,? while|; and) (?:<[AON]\d+>(?:'s)? |<R\d+> |[a-z]+onauts? |the |fellow )*"
    rf"<[PC](?P<who>\d+)>,?(?P<rest>(?: {_PREPOSITION} (?:the |an? )?(?:<[AO]\d+>(?:'s)? |space shuttle )?<[XCSMLTF]\d+>)+)"
    r"(?=[,;.]|$| and (?:<[AONR]\d+>(?:'s)? |[a-z]+onauts? |the )*<P| while )"
)
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
    position, typed = 0, sentence.typed
    while match := _CLAUSE.search(typed, position):
        told = [(m.group("p"), sentence.items[int(m.group("n"))]) for m in _RESTS.finditer(match.group("rest"))]
        before = sentence.items[int(match.group("before"))]
        who = sentence.items[int(match.group("who"))]
        if _alike(before.code, {item.code for _, item in told}) and (who.code == "P" or _of_craft(who, sentence)):
            yield Gapped(before, who, tuple(told))
        position = typed.rindex("<", 0, match.end())


def _of_craft(craft: Item, sentence: Sentence) -> bool:
    """Whether the sentence is about craft alone: in "she flew on C in 1991 and D in 1994", D does nothing."""
    told = [i.code for i in sentence.items if i.begin < craft.begin and i.code in "PCX"]
    return told[:1] == ["C"] and set(told) == {"C"}


def _alike(code: str, codes: set[str]) -> bool:
    """Whether what a clause ends with is of the sort that the clause before ended with."""
    return code in codes or (code in _FLIGHTS and bool(codes & _FLIGHTS))


_FLIGHTS = frozenset("XC")
