"""People called by their nationality: "the Dane", "the two Russians"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from missiongraph.authority import Authority
from missiongraph.extract.discourse import State
from missiongraph.extract.entities import Entity, Mention

__all__ = ["AGENCY_GROUP", "nationals", "of_agency", "one_national", "several_nationals", "the_national"]


def nationals(
    text: str, entities: Sequence[Entity], names: Sequence[Mention], authority: Authority
) -> dict[str, list[int]]:
    """For each nationality word, the people that the release or the authority gives that nationality."""
    out: dict[str, list[int]] = {}
    for word, country in authority.nations(text):
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


_AGENCIES = r"NASA|ESA|JAXA|CSA|ISRO|Roscosmos|SpaceX|Boeing"
AGENCY_GROUP = re.compile(
    rf"\b(?:[Tt]he|[Bb]oth|[Tt]hese)(?: (?P<count>two|three|four))? (?P<body>{_AGENCIES})(?:[’']s)? (?P<what>astronauts|cosmonauts|pair|duo|trio|crew ?members|crewmates|flyers|fliers)\b(?! [A-Z]|,? [A-Z])"
)
""" "Both NASA astronauts", "the ESA pair"."""


def of_agency(match: re.Match[str], names: Sequence[Mention]) -> tuple[int, ...]:
    """Those whom the release calls the astronauts of a body: "NASA astronauts A and B", "A of NASA"; none where the number is another."""
    text, body = match.string, match.group("body")
    people = [m for m in names if m.type == "Person" and m.kind != "short"]
    found: list[int] = []
    for number, m in enumerate(people):
        before, after = text[max(0, m.begin - 60) : m.begin], text[m.end : m.end + 30]
        last = people[number - 1] if number and text[people[number - 1].end : m.begin] in _LINKS else None
        led = re.search(rf"\b{body}(?:[’']s)? (?:[a-z]+ ){{0,3}}(?:[a-z]+ )?$", before)
        behind = re.match(rf" (?:of|from) {body}\b|, (?:an? |the )?{body}\b| \({body}\)", after)
        bare = last and not re.search(
            rf"\b(?:{_AGENCIES})\b[^,.;]*$|[’']s $", text[max(0, last.begin - 40) : last.begin]
        )
        if behind and behind.group().startswith(" of") and last and bare:
            found += [p for p in last.entities if p not in found]
        if led or behind or (last and last.entities[0] in found and not re.match(r" (?:of|from) [A-Z]", after)):
            found += [p for p in m.entities if p not in found]
    size = {"two": 2, "three": 3, "four": 4}.get(match.group("count") or "", 0)
    size = (
        size or {"pair": 2, "duo": 2, "trio": 3}.get(match.group("what"), 0) or (2 if match.group()[0] in "Bb" else 0)
    )
    return tuple(found) if len(found) > 1 and len(found) == (size or len(found)) else ()


_LINKS = (" and ", ", ", ", and ", " & ")


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
        rf"\b[Tt]he (?P<nation>{words})(?! and (?:{words}) [a-z]|, (?:{words})\b)(?= (?:was|is|has|had|will|then|also|himself|herself|who|took|spent|made|became|flew|launched|landed|did|could|said|returned|began|and)\b|[,.]|[’']s)"
    )


def the_national(
    match: re.Match[str], state: State, by_nation: dict[str, list[int]]
) -> tuple[str, tuple[int, ...], str] | None:
    """ "The Dane": the last of that country spoken of, else whoever was."""
    people = by_nation.get(match.group("nation"), [])
    recent = [p for _, ps in state.people for p in ps if p in people]
    if (
        not recent
        and state.people
        and len(state.people[-1][1]) == 1
        and not people
        and match.start() - state.people[-1][0] < 300
    ):
        recent = list(state.people[-1][1])  # the only way a release takes up a name by an unsaid nationality
    return ("Person", (recent[-1],), "nominal") if recent else None
