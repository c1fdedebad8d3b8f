"""Names that are members of the authority's numbered families: "Soyuz MS-25", "Expedition 71/72"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from missiongraph.authority import Authority, Family
from missiongraph.extract.finders import Name
from missiongraph.extract.scan import Scan

__all__ = ["members"]


def members(text: str, authority: Authority) -> Iterator[Name]:
    """The names that a family knows by its pattern."""
    for scan, family in _scans(authority):
        for match in scan.finditer(text):
            yield Name(
                match.start(),
                match.end(),
                family.type,
                match.group(),
                "family",
                label=family.label(match),
                reason=f"family {family.label(match)}",
                aliases=family.aliases(match),
            )
            yield from _continued(text, match, family)


@lru_cache(maxsize=4)
def _scans(authority: Authority) -> list[tuple[Scan, Family]]:
    return [(Scan(family.pattern), family) for family in authority.families]


_NEXT = re.compile(
    r"(?:/|(?:, | and |, and | & | or )(?=\d))(\d{1,3})\b(?!(?:st|nd|rd|th)\b|[,.]\d|[-:]\w| (?:\w+ )?(?:days?|hours?|minutes?|kilograms?|tons?|people|experiments|years?|million|other|of the|percent|a\.m|p\.m))"
)


def _continued(text: str, match: re.Match[str], family: Family) -> Iterator[Name]:
    """ "Expedition 71/72", "Expeditions 14/15 and 32/33": each further number is one of the family."""
    stem = re.match(r"(.*?)s?[ -]?\d+$", match.group())
    position = match.end()
    while stem and (found := _NEXT.match(text, position)):
        if not (
            text[position] == "/"
            or match.group().startswith(stem.group(1) + "s")
            or abs(int(found.group(1)) - int(re.findall(r"\d+", text[match.start() : position])[-1])) <= 2
        ):
            return
        whole = family.pattern.match(f"{stem.group(1)} {found.group(1)}") or family.pattern.match(
            f"{stem.group(1)}-{found.group(1)}"
        )
        if whole is None:
            return
        yield Name(
            found.start(1),
            found.end(1),
            family.type,
            found.group(1),
            "family",
            label=family.label(whole),
            reason=f"family {family.label(whole)}",
        )
        position = found.end(1)
