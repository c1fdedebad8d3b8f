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
        yield from claims(table, document)
