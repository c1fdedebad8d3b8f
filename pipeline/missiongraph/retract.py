"""Take releases back: their graphs leave the store, and the files beside it follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .editions import settle
from .errors import StartProblem
from .export import facts_jsonl, graph_turtle
from .files import put
from .store import Store, exists

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["retract"]


def retract(directory: Path, releases: Iterable[str]) -> list[str]:
    """Remove the releases with these ids; returns the ids that were not there.

    What other releases say stays, for every release has a graph of its own. Raises StartProblem S001 or S002.
    """
    path = directory / "store"
    if not exists(path):
        raise StartProblem("S002", str(directory))
    with Store(path) as store:
        known = {stored.id: stored.iri for stored in store.releases()}
        wanted = dict.fromkeys(releases)
        gone = [store.remove(known[release]) for release in wanted if release in known]
        if gone:
            settle(store)
            store.flush()
            put(store, directory / "graph.ttl", graph_turtle)
            put(store, directory / "facts.jsonl", facts_jsonl)
    return [release for release in wanted if release not in known]
