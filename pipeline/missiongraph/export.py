"""Writers of the whole graph: RDF syntaxes, the fact view, networkx. The same store gives the same bytes."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, fields
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from . import facts, turtle
from .errors import Problem
from .store import AUTHORITY, CONFLICTS, DERIVED, EDITIONS, RUN
from .terms import iri, node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .store import Store

__all__ = ["BINARY_FORMATS", "FACT_FORMATS", "FORMATS", "export", "facts_csv", "facts_jsonl", "graph_turtle"]

TEXTS = ("mg:fullText", "mg:removedText")
"""Properties that hold somebody's text at length: exports leave them out unless asked."""

BOOKKEEPING = ("mg:buildKey", "mg:signature")
"""What only the next build reads: it changes with code and ontology where the graph does not, and is never exported."""

_ENTITIES = """
SELECT DISTINCT ?thing WHERE { GRAPH ?release { ?release mg:digest ?digest . ?thing skos:prefLabel ?label } }
"""


def export(store: Store, form: str, out: IO[bytes], *, text: bool = False, least: float = 0.0) -> None:
    """Write the graph in one of FORMATS; with the releases' full texts where `text`. Raises Problem E001.

    Of the fact view only rows with a confidence of at least `least`.
    """
    if form in FACT_FORMATS:
        FACT_FORMATS[form](store, out, least=least)
        return
    try:
        writer = FORMATS[form]
    except KeyError:
        raise Problem("E001", form, "known: " + ", ".join(FORMATS)) from None
    writer(store, out, text)


def graph_turtle(store: Store, out: IO[bytes], text: bool = False) -> None:
    """What the releases say, without graphs: entities, then each release with its events, claims and sentences.

    A thing that many releases speak of stands once, with all they say of it. Mentions are left out.
    """
    _lines(out, turtle.header())
    for base, triples in _said(store, text):
        _lines(out, [turtle.base(base)] if base else [])
        _lines(out, turtle.body(_parts(triples), base))


def ntriples(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The triples of `graph_turtle`, one a line."""
    for _, triples in _said(store, text):
        _lines(out, (f"{triple} .\n" for triple in triples))


def nquads(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The whole store, graph by graph, one quad a line."""
    for graph in store.graphs():
        _lines(out, (f"{quad} .\n" for quad in _graph(store, graph, text)))


def trig(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The whole store, graph by graph."""
    _lines(out, turtle.header())
    for graph in store.graphs():
        _lines(out, [turtle.base(graph), "\n<> {\n"])
        _lines(out, turtle.body(_parts(_graph(store, graph, text)), graph))
        _lines(out, ["\n}\n"])


def jsonld(store: Store, out: IO[bytes], text: bool = False) -> None:
    """The whole store as expanded JSON-LD."""
    quads = chain.from_iterable(_graph(store, graph, text) for graph in store.graphs())
    ox.serialize(quads, out, ox.RdfFormat.JSON_LD)
    out.write(b"\n")


def _rows(store: Store, least: float) -> Iterator[facts.FactRow]:
    return (row for row in facts.rows(store) if row.confidence >= least)


def facts_jsonl(store: Store, out: IO[bytes], text: bool = False, least: float = 0.0) -> None:  # noqa: ARG001
    """The fact view, one JSON object a line."""
    _lines(out, (f"{facts.line(row)}\n" for row in _rows(store, least)))


def facts_csv(store: Store, out: IO[bytes], text: bool = False, least: float = 0.0) -> None:  # noqa: ARG001
    """The fact view as CSV with a header; nothing where a row has no `of` or object IRI."""
    buffer = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.DictWriter(buffer, [f.name for f in fields(facts.FactRow)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in _rows(store, least))
    buffer.detach()


def facts_parquet(store: Store, out: IO[bytes], text: bool = False, least: float = 0.0) -> None:  # noqa: ARG001
    """The fact view as Parquet, in row groups of bounded size."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    kinds = {"confidence": pa.float64(), "begin": pa.int64(), "end": pa.int64()}
    schema = pa.schema([(f.name, kinds.get(f.name, pa.string())) for f in fields(facts.FactRow)])
    rows = _rows(store, least)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := [asdict(row) for row in islice(rows, 50_000)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def graphml(store: Store, out: IO[bytes], text: bool = False) -> None:  # noqa: ARG001
    """Entities and the plain facts between them as a networkx graph, for Gephi, Cytoscape or yEd."""
    import networkx as nx  # noqa: PLC0415

    from .analyse import entities  # noqa: PLC0415

    nx.write_graphml(entities(store), out, named_key_ids=True)


FACT_FORMATS = {"facts-jsonl": facts_jsonl, "facts-csv": facts_csv, "facts-parquet": facts_parquet}
FORMATS: dict[str, Callable[[Store, IO[bytes], bool], None]] = {
    "turtle": graph_turtle,
    "trig": trig,
    "nquads": nquads,
    "ntriples": ntriples,
    "jsonld": jsonld,
    **FACT_FORMATS,
    "graphml": graphml,
}
BINARY_FORMATS = ("facts-parquet",)


def _graph(store: Store, graph: str, text: bool) -> list[ox.Quad]:
    hidden = {node(term) for term in (BOOKKEEPING if text else BOOKKEEPING + TEXTS)}
    return sorted((q for q in store.quads(graph) if q.predicate not in hidden), key=turtle.order)


def _said(store: Store, text: bool) -> Iterator[tuple[str, list[ox.Triple]]]:
    """Triples of all releases, each once: what releases share by subject, then each release (its IRI) by itself."""
    releases = [stored.iri for stored in store.releases()]
    own = {node(graph) for graph in (AUTHORITY, CONFLICTS, DERIVED, RUN)}
    shared = {row[0].value for row in store.select(_ENTITIES)}
    for subject in sorted(shared):
        yield "", _unique(q for q in store.quads(subject=subject) if q.graph_name not in own)
    for release in releases:
        mine = [q for q in _graph(store, release, text) if _iri(q).startswith(release)]
        mine += store.quads(iri(EDITIONS), release)
        mentions = {q.subject for q in mine if q.object == node("mg:Mention")}
        yield release, _unique(q for q in mine if q.subject not in mentions)


def _lines(out: IO[bytes], lines: Iterable[str]) -> None:
    for line in lines:
        out.write(line.encode())


def _parts(triples: Iterable[ox.Triple] | Iterable[ox.Quad]) -> Iterator[turtle.Parts]:
    return ((t.subject, t.predicate, t.object) for t in triples)


def _iri(quad: ox.Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""


def _unique(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    return sorted({q.triple for q in quads}, key=turtle.order)
