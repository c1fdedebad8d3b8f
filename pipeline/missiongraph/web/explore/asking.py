"""What the pages ask the store: the queries of ontology/queries/explore and …/view, with a thing put in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from ...resources import ontology
from ...terms import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...facts import Row

__all__ = ["Engine", "address", "asked", "identity", "rows"]


class Engine(Protocol):
    """What runs the queries; the pages need no more of it."""

    async def select(self, sparql: str, values: Any = None) -> Iterable[Row]:
        """The rows of a SELECT."""


async def rows(engine: Engine, name: str, **terms: str) -> list[Row]:
    """The rows that the query of this name gives, IRIs put in for its variables."""
    return list(await engine.select(asked(name, **terms)))


def asked(name: str, **terms: str) -> str:
    """The SPARQL of that name, with these IRIs in place of variables. Raises ValueError for what is no IRI."""
    head, where, body = _text(name).partition("WHERE")
    for variable, iri in terms.items():
        body = re.sub(rf"\?{variable}\b", str(ox.NamedNode(iri)).replace("\\", r"\\"), body)
    return head + where + body


def address(iri: str) -> str:
    """Where the page of a thing or release stands, or of what an event's IRI is a fragment of; "" if there is none.

    >>> address("https://w3id.org/missiongraph/id/craft/soyuz-ms-13")
    '/craft/soyuz-ms-13'
    """
    return "/" + iri[len(_base()) :].partition("#")[0] if iri.startswith(_base()) else ""


def identity(kind: str, name: str) -> str:
    """The IRI whose page stands at /kind/name."""
    return f"{_base()}{kind}/{name}"


@cache
def _text(name: str) -> str:
    folder = ontology() / "queries"
    path = folder / "explore" / f"{name}.rq"
    return (path if path.is_file() else folder / "view" / f"{name}.rq").read_text("utf-8")


@cache
def _base() -> str:
    return prefixes().map["release"].removesuffix("release/")
