"""People called by their nationality: "the Dane", "the two Russians"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from missiongraph.authority import Authority
from missiongraph.extract.entities import Entity, Mention

__all__ = ["nationals", "one_national", "several_nationals"]


def nationals(
    text: str, entities: Sequence[Entity], names: Sequence[Mention], authority: Authority
) -> dict[str, list[int]]:
    """For each nationality word, the people that the release or the authority gives that nationality."""
    out: dict[str, list[int]] = {}
    for word, country in authority.countries.items():
        if word not in text:
            continue
        known = [
            e.index
            for e in entities
            if e.iri and (x := authority.entries.get(e.iri)) and country.iri in x.facts.get("nationality", ())
        ]
        said = [
            p
            for m in names
            if m.type == "Person"
            and re.search(
                rf"\b(?:{re.escape(word)}|{re.escape(country.label)}(?:[’']s)?)\b(?:(?! and |[,;.]).)*$",
                text[max(0, m.begin - 45) : m.begin],
            )
            for p in m.entities
        ]
        after = [
            p
            for m in names
            if m.type == "Person"
            and re.match(rf"[^.\n]{{0,12}}\b{re.escape(country.label)}\b", text[m.end : m.end + 40])
            for p in m.entities
        ]
        out[word] = [*known, *said, *after]
    return out


@lru_cache(maxsize=4)
def several_nationals(authority: Authority) -> re.Pattern[str]:
    """ "the two Russians"."""
    words = (
        "|".join(sorted((re.escape(w) for w in authority.countries if w.isalpha()), key=len, reverse=True)) or "(?!)"
    )
    return re.compile(
        rf"\b[Tt]he (?P<size>two|three|four) (?P<nation>{words})s?\b(?! (?:astronauts|cosmonauts|modules|spacecraft|segments|missions))"
    )


@lru_cache(maxsize=4)
def one_national(authority: Authority) -> re.Pattern[str]:
    """ "the Dane", as a subject."""
    words = (
        "|".join(sorted((re.escape(w) for w in authority.countries if w.isalpha()), key=len, reverse=True)) or "(?!)"
    )
    return re.compile(
        rf"\b[Tt]he (?P<nation>{words})(?= (?:was|is|has|had|will|then|also|himself|herself|who|took|spent|made|became|flew|launched|landed|did|could|said|returned|began|and)\b|[,.]|[’']s)"
    )
