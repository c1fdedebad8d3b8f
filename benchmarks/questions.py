"""Each saved question on a store of a million triples: median time in the store, and against two other ways.

`rdflib` is the same question on an rdflib graph in memory. `naive` asks Oxigraph for the union of the named graphs,
as one would without the merged default graph. Both are held against the store on all of the archive (--beside 95: on a
tenth of it, in a minute). Each gets one run of at most --cap seconds (a process of its own, that is ended then): ">"
says that it had not finished. Questions that need a parameter get one, others ask of all. Those that are slower than
they should be are marked, which is no error.
Times are processor time of this process: what else the machine does should not count. The store is made once, in
outputs/benchmarks/questions: an invented archive in the shapes of the corpus (synthetic.py).

    python benchmarks/questions.py [--releases 955] [--beside 955] [--cap 2] [--only NAME]...
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from time import process_time

import pyoxigraph as ox
import rdflib
from synthetic import archive, person

from missiongraph import emit, query
from missiongraph.resources import ontology
from missiongraph.store import AUTHORITY, Store
from missiongraph.terms import iri, prefixes, release_iri

HOME = Path(__file__).parents[1] / "outputs/benchmarks/questions"
TARGET = 0.1
"""Seconds a question may take, at the median."""
SOMEONE = person(12).name
GIVEN = {
    "aboard-on": {"on": "1992-03-01"},
    "confirmed": {"thing": SOMEONE},
    "evidence": {"thing": SOMEONE},
    "facilities-in": {"place": "Land 3"},
    "facts-about": {"thing": SOMEONE},
    "flights-of-craft": {"craft": "Heron 7"},
    "only-in-release": {"release": "a/5/launch"},
    "releases-that-mention": {"thing": "Heron 7"},
    "roles-of-person": {"person": SOMEONE},
    "sent-by-agency": {"agency": "Agency of Land 3"},
}


def made(releases: int) -> Path:
    """The store, made where it is not there yet."""
    path = HOME / f"{releases}"
    if not (path / "CURRENT").is_file():
        print(f"making {path}", file=sys.stderr)
        with Store(path) as store:
            for file in sorted((ontology() / "authority").glob("*.ttl")):
                store.load_turtle(file, iri(AUTHORITY))
            told = ((release_iri(release.id), emit.quads(release, said)) for release, said in archive(releases))
            while batch := dict(islice(told, 64)):
                store.replace(batch)
            store.flush()
            store.optimize()
    return path


def timed(ask: Callable[[], Iterable[object]], runs: int, cap: float) -> float | None:
    """Median seconds of processor time, in a process that ends after `cap` seconds; None if it did not finish."""
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        signal.setitimer(signal.ITIMER_REAL, cap)
        spent = []
        for _ in range(runs):
            begun = process_time()
            for _row in ask():
                pass
            spent.append(process_time() - begun)
        os.write(writable, str(statistics.median(spent)).encode())
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable) as told:
        answer = told.read()
    os.waitpid(child, 0)
    return float(answer) if answer else None


def loaded(store: Store) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name, namespace in prefixes().map.items():
        graph.bind(name, namespace)
    triples = store._ox.quads_for_pattern(None, None, None, ox.DefaultGraph())
    graph.addN((_term(t.subject), _term(t.predicate), _term(t.object), graph) for t in triples)
    return graph


def _term(term: object) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def union(store: Store, sparql: str) -> Iterable[object]:
    found = store._ox.query(sparql, prefixes=dict(prefixes().map), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found


def rows(options: argparse.Namespace) -> Iterator[tuple[str, float | None, float | None, float | None, float | None]]:
    """Name, seconds in the store; and in the store beside which rdflib and naive were asked, rdflib's, naive's."""
    with Store(made(options.releases), read_only=True) as store, Store(made(options.beside), read_only=True) as less:
        print(f"{_size(store)} in the store, {options.releases} releases")
        print(f"rdflib {rdflib.__version__} and naive beside the store: {_size(less)}, {options.beside} releases")
        graph = loaded(less) if options.rdflib else None
        for name, question in query.questions().items():
            if options.only and name not in options.only:
                continue
            given = GIVEN.get(name, {})
            whole, part = question.bound(store, given), question.bound(less, given)
            full = timed(lambda whole=whole: store.select(whole), 5, 60)  # type: ignore[misc]
            same = options.beside == options.releases
            ours = full if same else timed(lambda part=part: less.select(part), 3, 60)  # type: ignore[misc]
            theirs = timed(lambda part=part: graph.query(part), 1, options.cap) if graph is not None else None  # type: ignore[misc]
            naive = timed(lambda part=part: union(less, part), 1, options.cap)  # type: ignore[misc]
            yield name, full, ours, theirs, naive


def _size(store: Store) -> str:
    number = next(iter(store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")))["n"].value
    return f"{int(number):,} triples"


def _times(ours: float | None, other: float | None, cap: float) -> str:
    if ours is None:
        return "?"
    return f"{other / ours:,.1f} ×" if other is not None else f"> {cap / ours:,.0f} ×"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--releases", type=int, default=955, help="70 at least: the parameters are of them")
    parser.add_argument(
        "--beside", type=int, default=955, help="releases of the store that rdflib and naive get, from 70"
    )
    parser.add_argument("--cap", type=float, default=2.0)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--no-rdflib", dest="rdflib", action="store_false")
    options = parser.parse_args()
    slow: list[str] = []
    for number, (name, full, ours, theirs, naive) in enumerate(rows(options)):
        if not number:
            print(f"{'question':28}{'median':>12}{'rdflib takes':>16}{'naive takes':>16}")
        late = full is None or full > TARGET or (None not in (ours, theirs) and theirs < ours)
        slow += [name] * late
        told = f"{1000 * full:,.1f} ms" if full is not None else "> 60 s"
        by_rdflib = _times(ours, theirs, options.cap) if options.rdflib else "-"
        print(f"{name:28}{told:>12}{by_rdflib:>16}{_times(ours, naive, options.cap):>16}{' *' * late}", flush=True)
    print(f"* slower than {TARGET * 1000:.0f} ms or than rdflib: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
