"""Which craft the name of a family means ("Dragon"), and which family a craft's own name belongs to ("Endurance")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from missiongraph.extract.entities import Entity, Mention

__all__ = ["christened", "nearest", "specific"]


def nearest(people: list[Entity], position: int, mentions: Iterable[Mention]) -> int | None:
    """The one person of that form; among namesakes the last one spoken of before."""
    if len(people) == 1:
        return people[0].index
    indexes = {e.index for e in people}
    before = [(m.begin, m.entities[0]) for m in mentions if m.begin < position and m.entities[0] in indexes]
    return max(before)[1] if before else None


_NAMED = re.compile(
    r"(?: spacecraft| capsule| freighter| cargo craft)?,? ?(?:(?:which is |which was |also |that is )?(?:(?:named|called|dubbed|nicknamed|christened) )?(?:the )?|"
    r"(?:[a-z]+ ){1,6}(?:named|dubbed|nicknamed|christened|given the name) )[\"“‘']?$"
)


_OF_A_LINE = re.compile(
    r" (?:(?:crew )?(?:spacecraft|capsule|ship|freighter|lander)|,? ?(?:which (?:is|was) )?(?:named|called|dubbed|christened)) [\"“‘']?"
)
"""Between a line of craft that nothing knows and the name of one: "the Tern capsule Arctica", "a new Tern named Sooty"."""


def christened(entities: list[Entity], craft_of: dict[int, str], mentions: list[Mention], text: str) -> list[Mention]:
    """ "Dragon, named Endurance", "the SpaceX Dragon Resolve": the family and the name are one craft."""
    out: list[Mention] = []
    for mention in mentions:
        before = out[-1] if out else None
        if before and before.type == mention.type == "Spacecraft" and before.entities != mention.entities:
            line = entities[before.entities[0]]
            family = _FAMILY.match(line.label or line.name)
            own = entities[mention.entities[0]]
            gap = text[before.end : mention.begin]
            if not (line.iri or own.iri or family) and _OF_A_LINE.fullmatch(gap):
                entities[own.index] = replace(own, aliases=(*own.aliases, f"{line.name} {own.name}"))
                craft_of[own.index] = line.name
                out[-1] = replace(before, end=mention.end, entities=mention.entities)
                continue
            other = _FAMILY.match(own.label or own.name)
            if (
                family
                and family.end() == len(family.string)
                and (other is None or (own.name in other.string.split() and other.group(1) != family.group(1)))
                and _NAMED.fullmatch(gap)
                and len(gap) < 50
            ):
                if gap == " " and own.iri and own.name in (own.label or "").split() and family.group(1) in _CHRISTENED:
                    own = replace(own, iri=None, label=None)  # "Dragon Intrepid" is not Apollo's Intrepid
                full = f"{family.group(1)} {own.name}" if not own.label else own.label
                if gap == " " and not own.iri:
                    entities[own.index] = replace(own, name=full, aliases=(*own.aliases, own.name))
                elif not own.iri:
                    entities[own.index] = replace(own, aliases=(*own.aliases, full))
                craft_of[own.index] = family.group(1)
                out[-1] = replace(before, end=mention.end, entities=mention.entities)
                continue
        out.append(mention)
    return out


_FAMILY = re.compile(
    r"^(?:SpaceX |Boeing |Roscosmos |Crew |Cargo )*(Dragon|Dream Chaser|Soyuz|Progress|Cygnus|Starliner|Shenzhou|Orion|Gemini|Apollo)\b(?! Lunar Module)"
)
_CHRISTENED = frozenset({"Dragon", "Dream Chaser", "Cygnus", "Starliner", "Orion"})
"""Families whose craft have names of their own, which others may have had before."""


_SOME = re.compile(r"(?<!aboard )(?<!\bin )(?<!\bon )(?<!inside )(?<!\bby )(?<!with )\b[Aa]n? (?:\w+ )?$")
"""An article that makes another thing of what it stands before, unless somebody is in it: "aboard a Soyuz"."""


def specific(entities: list[Entity], mentions: list[Mention], text: str, named: dict[int, str]) -> list[Mention]:
    """Refer a bare family name ("Dragon") to the one named craft of that family in the release."""
    families: dict[str, list[Entity]] = defaultdict(list)
    generic: dict[int, str] = {}
    for index, family in named.items():
        families[family].append(entities[index])
    for entity in entities:
        if entity.type == "Spacecraft" and entity.name in families:
            generic[entity.index] = entity.name  # "Tern", where the release speaks of the Tern capsule Arctica
        match = _FAMILY.match(entity.label or entity.name) if entity.type == "Spacecraft" else None
        if match:
            rest = (entity.label or entity.name)[match.end() :].strip(" -")
            if rest and rest not in ("spacecraft", "capsule"):
                families[match.group(1)].append(entity)
            else:
                generic[entity.index] = match.group(1)
    out: list[Mention] = []
    for mention in mentions:
        others = mention.entities[0] in generic and families[generic[mention.entities[0]]]
        if others and re.search(r"\b(?:another|other|second|next|new)(?: \w+)? $", text[: mention.begin][-24:]):
            continue  # "another Soyuz" is not the one spoken of
        known = others and {entity.index for entity in others}
        if known and _SOME.search(text[: mention.begin][-24:]) and any(known & {*m.entities} for m in out):
            continue  # "Soyuz MS-19 …, and a Soyuz is to bring A"
        if mention.entities[0] in generic and families[generic[mention.entities[0]]]:
            options = families[generic[mention.entities[0]]]
            near = nearest(options, mention.begin, mentions) if len(options) > 1 else options[0].index
            out.append(replace(mention, entities=(near if near is not None else options[0].index,), kind="short"))
        else:
            out.append(mention)
    return out
