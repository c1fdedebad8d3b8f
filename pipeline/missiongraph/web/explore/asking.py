"""What the pages ask the store: the queries of ontology/queries/explore, with a thing put in."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ...resources import query
from ...terms import prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...facts import Row
    from ...store import Store

__all__ = ["address", "asked", "identity", "rows"]


def rows(store: Store, name: str, among: Iterable[str] | None = None, **terms: str) -> list[Row]:
    """The rows that the query of this name gives: see `asked`."""
    return list(store.select(asked(name, among, **terms)))


def asked(name: str, among: Iterable[str] | None = None, **terms: str) -> str:
    """The SPARQL of that name, with these IRIs in place of variables, and only `among` these releases.

    Raises ValueError for what is no IRI.
    """
    head, where, body = query(f"explore/{name}").partition("WHERE")
    for variable, iri in terms.items():
        body = _put(rf"\?{variable}\b", str(ox.NamedNode(iri)), body)
    if among is not None:
        body = _put("# (?=VALUES)", "", body)
        body = _put(r"(?<=VALUES \?release \{) (?=\})", " ".join(str(ox.NamedNode(iri)) for iri in among), body)
    return head + where + body


def _put(pattern: str, text: str, body: str) -> str:
    return re.sub(pattern, lambda _: text, body)


def address(iri: str) -> str:
    """Where the page of a thing or release stands; "" for what has none.

    >>> address("https://w3id.org/missiongraph/id/craft/soyuz-ms-13")
    '/craft/soyuz-ms-13'
    """
    return "/" + iri.removeprefix(_base()) if iri.startswith(_base()) else ""


def identity(path: str) -> str:
    """The IRI of what has its page there: the way back from `address`."""
    return _base() + path.removeprefix("/")


@cache
def _base() -> str:
    return prefixes().map["release"].removesuffix("release/")
