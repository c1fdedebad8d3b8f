"""What belongs where, who runs and builds it: craft, stations, modules, vehicles, missions, sites, bodies."""

from __future__ import annotations

from collections.abc import Iterator

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim
from missiongraph.extract.patterns import claims, load

__all__ = ["find"]


def find(document: Document) -> Iterator[Claim]:
    """Claims about things: operatedBy, builtBy, partOf, usesSpacecraft, launchVehicle, destination, locatedIn."""
    for table in load("assets").values():
        for claim in claims(table, document):
            if claim.predicate != "locatedIn" or (_told(document, claim.sentence) and _inside(document, claim)):
                yield claim


def _told(document: Document, sentence: int) -> bool:
    """Whether a line says something: a dateline or letterhead without a verb does not."""
    span = document.sentences[sentence].span
    return len(span.text) > 90 or any(t.pos_ in ("VERB", "AUX") for t in span)


_WIDE = frozenset({"country", "celestial"})


def _inside(document: Document, claim: Claim) -> bool:
    """Whether one place may lie in the other: countries and heavenly bodies lie in none of their kind ("the US, Russia")."""
    if not isinstance(claim.object, int):
        return True
    return not (_kinds(document, claim.subject) & _kinds(document, claim.object) & _WIDE)


def _kinds(document: Document, entity: int) -> set[str]:
    entry = document.authority.entries.get(document.entity(entity).iri or "")
    return {str(kind) for kind in entry.facts.get("placeKind", ())} if entry else set()
