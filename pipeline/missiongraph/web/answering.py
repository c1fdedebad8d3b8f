"""One query of the protocol, answered in a query process: its dataset, its form, and how large it may become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph as ox

from .. import turtle
from ..store import Solutions, Store
from .negotiation import best
from .reading import check, syntax
from .refusals import Refusal

__all__ = ["GRAPHS", "Answer", "Asked", "answer"]

TABLES = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/xml": ox.RdfFormat.RDF_XML,
    "text/xml": ox.RdfFormat.RDF_XML,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
"""Names for links, which cannot set a header: `format=csv`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the protocol brings it: `default` and `named` are the graphs of its dataset, if it has one."""

    query: str
    base: str
    """What relative IRIs in it are relative to: the address of the endpoint."""
    accept: str
    form: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    most: int
    """Bytes that the answer may have."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer and what it is."""

    media: str
    body: bytes


class _Bounded(BytesIO):
    """Refuses to grow beyond `most` bytes: the query then goes no further."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def writelines(self, lines: Iterable[bytes]) -> None:  # type: ignore[override]
        for line in lines:
            self.write(line)

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._left -= len(data)
        if self._left < 0:
            detail = "nothing of it is sent: add LIMIT (and ORDER BY and OFFSET for the rest), or ask for less"
            raise Refusal(500, "The answer is too large", detail)
        return super().write(data)


def answer(store: Store, asked: Asked) -> Answer:
    """The answer in the form that the client likes best. Raises Refusal."""
    check(asked.query, asked.base)
    out = _Bounded(asked.most)
    try:
        found = _solutions(store, asked)
        media = _media(found, asked)
        _write(found, media, out)
    except (OSError, RuntimeError) as error:
        raise Refusal(500, "The query failed", str(error)) from error
    return Answer(media, out.getvalue())


def _solutions(store: Store, asked: Asked) -> Solutions:
    dataset = (asked.default, asked.named) if asked.default or asked.named else None
    try:
        return store.query(asked.query, dataset=dataset, base=asked.base)
    except SyntaxError as error:
        raise syntax(asked.query, error) from error
    except ValueError as error:
        raise Refusal(400, "The dataset has something else than IRIs", str(error)) from error


def _media(found: Solutions, asked: Asked) -> str:
    offers = tuple(GRAPHS if isinstance(found, ox.QueryTriples) else TABLES)
    wanted = FORMATS.get(asked.form)
    if wanted in offers:
        return str(wanted)
    media = best(asked.accept, offers)
    if media is None:
        raise Refusal(406, "No such form of this answer", "there are " + ", ".join(offers))
    return media


def _write(found: Solutions, media: str, out: _Bounded) -> None:
    if isinstance(found, ox.QueryTriples):
        if media == "text/turtle":
            out.writelines(piece.encode() for piece in turtle.document(found))
        else:
            found.serialize(out, GRAPHS[media])
    elif isinstance(found, ox.QueryBoolean) and TABLES[media] in (ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV):
        out.write(f"{str(bool(found)).lower()}\n".encode())  # beyond the standard, as other engines do it
    else:
        found.serialize(out, TABLES[media])
