"""The store: an Oxigraph database with a named graph per release, one for the authority, the run, and re-issues.

Its default graph is their merge, kept at every change. Oxigraph can query the union without it, but then a triple that
a thousand graphs say counts a thousand times: counts would be wrong, and joins over labels slow.
What is worked out from them (`derive`) has graphs of its own, outside the merge, which go with the next change of any
other graph: they never outlive what they rest on.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import StartProblem
from .files import disk_full
from .terms import node, prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

__all__ = [
    "AUTHORITY",
    "CONFLICTS",
    "DERIVED",
    "EDITIONS",
    "RUN",
    "Solutions",
    "Store",
    "Stored",
    "exists",
    "turtle_quads",
]

AUTHORITY, EDITIONS, RUN = "graph:authority", "graph:editions", "graph:run"
DERIVED, CONFLICTS = "graph:derived", "graph:conflicts"
"""What `analyse --write` and `conflicts --write` keep: worked out from all other graphs, and said by no release."""

Solutions = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_RELEASES = """
SELECT ?graph ?id ?digest ?key WHERE {
  GRAPH ?graph { ?graph mg:digest ?digest ; dcterms:identifier ?id . OPTIONAL { ?graph mg:buildKey ?key } } }
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A release in the store: what an incremental build must know of it."""

    id: str
    iri: str
    digest: str
    build_key: str


class Store:
    """A graph database on disk, or in memory where `path` is None. One process at a time may write to it."""

    def __init__(self, path: Path | None = None, read_only: bool = False) -> None:
        """Open, and make if need be. Raises StartProblem S001 (locked, damaged), S002 (nothing to read there) or S003.

        S003, a full disk, may come of whatever writes; what was stored before it stays.
        """
        self.path = path
        if path is not None and read_only and not exists(path):
            raise StartProblem("S002", str(path))
        try:
            if path is None:
                self._ox = ox.Store()
            elif read_only:
                self._ox = ox.Store.read_only(str(path))
            else:
                path.mkdir(parents=True, exist_ok=True)
                self._ox = ox.Store(str(path))
                for left in path.glob("bulk-*.sst"):  # by a load that was killed: nothing refers to it
                    left.unlink()
        except OSError as error:
            raise self._problem(error) from error

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the database back (and its lock): this object is empty afterwards."""
        self._ox = ox.Store()

    def _problem(self, error: OSError) -> StartProblem:
        code = "S003" if disk_full(error) else "S001"
        return StartProblem(code, str(self.path), str(error).split(": ", 1)[-1][:120])

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._problem(error) from error

    def replace(self, graphs: Mapping[str, Iterable[ox.Quad]]) -> int:
        """Put these graphs (IRI → quads) in place of what they held, all or none of them. Quads in them now.

        Only what differs is written: SPARQL updates are slow, and a new run changes little of an old graph.
        """
        found = [quad for quads in graphs.values() for quad in quads]
        old = {quad for graph in graphs for quad in self.quads(graph)}
        if not old:
            if found:
                self._forget()
            with self._writing():
                self._ox.extend(chain(found, map(_merged, found)))
            return len(found)
        new = set(found)
        empty = set(graphs) - {quad.graph_name.value for quad in new if isinstance(quad.graph_name, ox.NamedNode)}
        drops = "".join(f"DROP SILENT GRAPH {ox.NamedNode(graph)} ;\n" for graph in sorted(empty))
        gone, added = old - new, new - old
        if gone or added:
            self._forget()
        orphans = self._orphans(gone, new, graphs)
        deletion = _data(gone) + _data(map(_merged, orphans))
        insertion = _data(added) + _data(map(_merged, added))
        with self._writing():
            self._ox.update(f"DELETE DATA {{\n{deletion}}} ;\n{drops}INSERT DATA {{\n{insertion}}}")
        return len(new)

    def _orphans(self, gone: Iterable[ox.Quad], new: Iterable[ox.Quad], graphs: Mapping[str, object]) -> list[ox.Quad]:
        """Those of `gone` that no graph says any more: neither the `new` quads nor any graph but `graphs`."""
        said = {quad.triple for quad in new}
        return [
            quad
            for quad in gone
            if quad.triple not in said
            and not any(
                isinstance(other.graph_name, ox.NamedNode) and other.graph_name.value not in graphs
                for other in self._ox.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
            )
        ]

    def bring(self, graphs: Mapping[str, bytes]) -> None:
        """Put these graphs (IRI → N-Quads, a quad a line) in place of what they held, each of them whole or not at all.

        New ones are loaded in bulk, all or none of them: Oxigraph sorts them into files of their own, which then take
        their place in one step. That is twice as fast as a transaction, but knows no removal.
        """
        known = {graph for graph in graphs if self._ox.contains_named_graph(ox.NamedNode(graph))}
        if known:
            self.replace({graph: ox.parse(graphs[graph], ox.RdfFormat.N_QUADS) for graph in known})
        new = {graph: quads for graph, quads in graphs.items() if graph not in known}
        if new:
            self._forget()
            merged = (quads.replace(f" {ox.NamedNode(graph)} .\n".encode(), b" .\n") for graph, quads in new.items())
            self._load(b"".join(chain(new.values(), merged)))

    def _load(self, quads: bytes) -> None:
        with self._writing():
            self._ox.bulk_load(quads, ox.RdfFormat.N_QUADS, lenient=True)  # of our own terms: they were checked before

    def remove(self, graph: str) -> bool:
        """Take a graph out, and what only it says; False where there was none."""
        known = self._ox.contains_named_graph(ox.NamedNode(graph))
        if known:
            self.replace({graph: ()})
        return known

    def derive(self, graph: str, quads: Iterable[ox.Quad]) -> int:
        """Put what was worked out from the rest in place of what this graph held. Quads in it now.

        It is no part of the default graph: ask for it by name. The next change of any other graph takes it away.
        """
        with self._writing():
            self._ox.remove_graph(ox.NamedNode(graph))
            self._ox.extend(quads)
        return sum(1 for _ in self.quads(graph))

    def _forget(self) -> None:
        with self._writing():
            for graph in (DERIVED, CONFLICTS):
                self._ox.remove_graph(node(graph))

    def load_turtle(self, path: Path, graph: str) -> None:
        """Add a Turtle file to the graph with this IRI. Raises StartProblem O001 with the file and what is wrong."""
        quads = turtle_quads(path, graph)
        self._forget()
        with self._writing():
            self._ox.extend(chain(quads, map(_merged, quads)))

    def load_quads(self, data: bytes) -> None:
        """Add N-Quads, one a line, at bulk speed: all or none of them."""
        triples = (line[: line.rindex(b" <")] + b" .\n" for line in data.splitlines(keepends=True))
        self._load(b"".join((data, *triples)))

    def query(
        self,
        sparql: str,
        values: Mapping[str, ox.NamedNode | ox.Literal] | None = None,
        dataset: tuple[Iterable[str], Iterable[str]] | None = None,
        base: str | None = None,
    ) -> Solutions:
        """Run SPARQL over the merge of all graphs, our prefixes known, `values` put in for variables.

        A `dataset` (the graphs that are merged for the default one, and the named ones) goes before FROM; relative
        IRIs need a `base`. Raises SyntaxError for what is not SPARQL (or is an update), ValueError for graph names
        that are no IRIs.
        """
        substitutions: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): term for name, term in (values or {}).items()
        }
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
        named: list[ox.NamedNode | ox.BlankNode] | None = None
        if dataset:
            default, named = [*map(ox.NamedNode, dataset[0])], [*map(ox.NamedNode, dataset[1])]
        return self._ox.query(
            sparql,
            base_iri=base,
            prefixes=dict(prefixes().map),
            substitutions=substitutions or None,
            default_graph=default,
            named_graphs=named,
        )

    def select(self, sparql: str, values: Mapping[str, ox.NamedNode | ox.Literal] | None = None) -> ox.QuerySolutions:
        """`query` for SELECT only. Raises TypeError for the other forms."""
        found = self.query(sparql, values)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("not a SELECT query")
        return found

    def quads(self, graph: str | None = None, subject: str | None = None) -> Iterator[ox.Quad]:
        """Quads of one named graph, of one subject, or all, in the database's own order (not a stable one)."""
        name = ox.NamedNode(graph) if graph else None
        found = self._ox.quads_for_pattern(ox.NamedNode(subject) if subject else None, None, None, name)
        return found if graph else (quad for quad in found if isinstance(quad.graph_name, ox.NamedNode))

    def releases(self) -> list[Stored]:
        """Every release in the store, by id."""
        return sorted(map(_stored, self.select(_RELEASES)), key=lambda stored: stored.id)

    def release(self, iri: str) -> Stored | None:
        """The release with this IRI, if it is in the store."""
        return next(map(_stored, self.select(_RELEASES, {"graph": ox.NamedNode(iri)})), None)

    def state(self) -> str:
        """A digest of which releases are here, their content and how they were made: all else follows from it."""
        known = ((stored.id, stored.digest, stored.build_key) for stored in self.releases())
        return hashlib.sha256("\x1e".join(map("\x1f".join, known)).encode("utf-8", "surrogatepass")).hexdigest()

    def text(self, release: str) -> str:
        """The cleaned text of the release with this IRI; empty where the store has none."""
        found = self._ox.quads_for_pattern(ox.NamedNode(release), node("mg:fullText"), None, None)
        return next((q.object.value for q in found if isinstance(q.object, ox.Literal)), "")

    def graphs(self) -> list[str]:
        """IRIs of all named graphs, sorted."""
        return sorted(g.value for g in self._ox.named_graphs() if isinstance(g, ox.NamedNode))

    def flush(self) -> None:
        """Have everything on disk before this returns."""
        with self._writing():
            self._ox.flush()

    def optimize(self) -> None:
        """Compact the database after a large build: queries get faster."""
        with self._writing():
            self._ox.optimize()


def exists(path: Path) -> bool:
    """Whether there is a store in this folder."""
    return (path / "CURRENT").is_file()


def turtle_quads(path: Path, graph: str) -> list[ox.Quad]:
    """A Turtle file as the graph with this IRI. Raises StartProblem O001 with the file and what is wrong."""
    name = ox.NamedNode(graph)
    try:
        return [
            ox.Quad(t.subject, t.predicate, t.object, name) for t in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        ]
    except (OSError, SyntaxError) as error:
        raise StartProblem("O001", str(path), str(error)) from error


def _stored(row: ox.QuerySolution) -> Stored:
    return Stored(*(row[name].value if row[name] else "" for name in ("id", "graph", "digest", "key")))


def _merged(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def _data(quads: Iterable[ox.Quad]) -> str:
    return "".join(
        f"GRAPH {quad.graph_name} {{ {quad.triple} }}\n"
        if isinstance(quad.graph_name, ox.NamedNode)
        else f"{quad.triple} .\n"
        for quad in quads
    )
