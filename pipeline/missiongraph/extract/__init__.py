"""From an annotated release to statements: names, entities, families of relations, events, statements."""

from __future__ import annotations

from missiongraph.extract.assemble import statements

__all__ = ["statements"]
