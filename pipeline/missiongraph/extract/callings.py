"""What stands before a person's name and is no part of it: a job, a rank, an office, a nation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from missiongraph.authority import Authority, fold
from missiongraph.extract.finders import Name
from missiongraph.resources import ontology

__all__ = ["bared", "nation"]


@lru_cache(maxsize=1)
def _calling() -> re.Pattern[str]:
    data = tomllib.loads((ontology() / "names.toml").read_text("utf-8"))
    return re.compile(rf"(?:{data['callings']})\.? ")


def bared(text: str, names: Sequence[Name], authority: Authority) -> list[Name]:
    """People without the words before their names: "Geologist Ana Bastos", "Dutchman Piet Smit", "Leader Smit"."""
    alone = [_bared(text, n, authority, frozenset()) for n in names]
    surnames = frozenset(n.text.split()[-1] for n in alone if " " in n.text and not _leading(n.text, "", authority))
    return [_bared(text, n, authority, surnames) for n in names]


def _bared(text: str, name: Name, authority: Authority, surnames: frozenset[str]) -> Name:
    """A person's name alone: two words or more, or the surname of somebody named in full."""
    if name.type != "Person" or name.iri:
        return name
    surface, before = name.text, text[: name.begin].rpartition("\n")[2].rstrip(" ").rpartition(" ")[2]
    while length := _leading(surface, before, authority) or _of_the_same(surface, before, authority, surnames):
        if " " not in surface[length:] and surface[length:] not in surnames:
            break
        surface, before = surface[length:], ""
    return replace(name, begin=name.begin + len(name.text) - len(surface), text=surface)


def _leading(text: str, before: str, authority: Authority) -> int:
    """The length of the word or words at the head of a name that say what, not who, somebody is."""
    if length := nation(text, authority, before):
        return length
    match = _calling().match(text)
    return match.end() if match and fold(match.group().split()[0]) not in authority.given_names else 0


def _of_the_same(text: str, before: str, authority: Authority, surnames: frozenset[str]) -> int:
    """The length of the word for what two people are, before a surname: "fellow Falcon Smit", "fellow Penguins Smit"."""
    word, _, rest = text.partition(" ")
    return len(word) + 1 if before == "fellow" and rest in surnames and fold(word) not in authority.given_names else 0


def nation(text: str, authority: Authority, before: str = "") -> int:
    """The length of a nation's words before others: "New Zealander Tane Aroha", of which "New" may stand outside."""
    words = text.split(" ")
    for count in (2, 1):
        head = " ".join(words[:count])
        if len(words) > count and {head, head.removesuffix("s"), f"{before} {head}"} & authority.countries.keys():
            return len(head) + 1
    return 0
