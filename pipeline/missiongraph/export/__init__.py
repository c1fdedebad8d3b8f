"""Writers of the graph, a module for each kind: RDF syntaxes, tables, networks. The same store gives the same bytes.

Every writer takes a store, so a slice (`slices.cut`), which is a smaller store, can be written in every format.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from ..errors import Problem
from .catalogue import void
from .jsonld import jsonld
from .network import gexf, graphml
from .rdf import BOOKKEEPING, TEXTS, graph_turtle, nquads, ntriples, rdfxml, trig
from .rdf12 import rdf12
from .tables import facts_csv, facts_jsonl, facts_parquet

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..store import Store

__all__ = [
    "BINARY_FORMATS",
    "BOOKKEEPING",
    "FACT_FORMATS",
    "FORMATS",
    "TEXTS",
    "export",
    "facts_csv",
    "facts_jsonl",
    "facts_parquet",
    "graph_turtle",
    "nquads",
]

RDF_FORMATS: dict[str, Callable[[Store, IO[bytes], bool], None]] = {
    "turtle": graph_turtle,
    "trig": trig,
    "nquads": nquads,
    "ntriples": ntriples,
    "jsonld": jsonld,
    "rdfxml": rdfxml,
    "rdf12": rdf12,
}
FACT_FORMATS = {"facts-jsonl": facts_jsonl, "facts-csv": facts_csv, "facts-parquet": facts_parquet}
OTHER_FORMATS: dict[str, Callable[[Store, IO[bytes]], None]] = {"graphml": graphml, "gexf": gexf, "void": void}
FORMATS = (*RDF_FORMATS, *FACT_FORMATS, *OTHER_FORMATS)
BINARY_FORMATS = ("facts-parquet",)


def export(store: Store, form: str, out: IO[bytes], *, text: bool = False, least: float = 0.0) -> None:
    """Write the graph in one of FORMATS; the RDF ones with the releases' full texts where `text`.

    Of the fact view only rows with a confidence of at least `least`. Raises Problem E001 for another format.
    """
    if form in RDF_FORMATS:
        RDF_FORMATS[form](store, out, text)
    elif form in FACT_FORMATS:
        FACT_FORMATS[form](store, out, least=least)
    elif form in OTHER_FORMATS:
        OTHER_FORMATS[form](store, out)
    else:
        raise Problem("E001", form, "known: " + ", ".join(FORMATS))
