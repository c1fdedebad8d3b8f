"""The whole line on one screen: read, clean, annotate, extract, resolve, emit, store, and the files beside it.

A build is incremental: a release whose content and recipe are the same as before is not touched. The files are written
from the store at the end, where it changed, so that they say the same whatever the order or number of workers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from glob import has_magic
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile

import pyoxigraph as ox

from missiongraph import editions, read, record, workers
from missiongraph.errors import Problem
from missiongraph.export import facts_jsonl, graph_turtle
from missiongraph.files import clear, put
from missiongraph.harvest import Harvest
from missiongraph.recipe import Recipe, recipe
from missiongraph.report import Report, Reporter, Tally
from missiongraph.resources import ontology
from missiongraph.settings import Settings
from missiongraph.store import AUTHORITY, RUN, Store, exists, turtle_quads
from missiongraph.terms import iri, node, release_iri
from missiongraph.work import Outcome, Task, key_of

__all__ = ["Report", "build", "check", "finish", "keep_authority", "keep_run", "known_keys"]

AUTHORITIES = "*.ttl"
COMPACTED = 10
"""Where at least the tenth part of a store is new, it is compacted: faster to ask, and a third of the size."""


def build(
    inputs: Sequence[str],
    out: Path,
    settings: Settings,
    *,
    since: date | None = None,
    dry_run: bool = False,
    force: bool = False,
    isolated: bool = False,
    reporter: Reporter | None = None,
) -> Report:
    """Bring the graph in `out` up to date with the inputs.

    `isolated` puts a single worker too into a process of its own, as several always are: what crashes or takes too long
    there costs one release. Without, nothing is started, and nothing bounds the time that a release takes.
    Raises Problem R001 when none of the inputs is there, StartProblem (store, model, ontology, a full disk).
    """
    tally = Tally(reporter)
    check(inputs)
    made_by = recipe(settings.model, settings.language)
    if dry_run:
        list(_tasks(inputs, settings, made_by.name, known_keys(out), force, tally))
        return tally.report()
    with Store(out / "store") as store, TemporaryFile(dir=out, buffering=0) as file:
        clear(out)
        known = {stored.id: stored.build_key for stored in store.releases()}
        tasks = _tasks(inputs, settings, made_by.name, known, force, tally)
        groups = iter(lambda: tuple(islice(tasks, settings.batch_size)), ())
        how = (settings.workers, settings.model, settings.batch_size, since, settings.language)
        harvest = Harvest(store, out, file)
        with closing(workers.run(groups, *how, seconds=settings.release_seconds, isolated=isolated)) as done:
            begun = next(done, [])  # the workers are starting, which takes as long as what follows
            with tally.time("store"):
                keep_authority(store)
            try:
                for outcomes in chain([begun], done):
                    with tally.time("store"):
                        _store(store, harvest, outcomes, tally)
                    tally.tell()
            finally:  # what is done stays done where Ctrl-C comes, or a worker cannot start
                with tally.time("store"):
                    harvest.bring()
        return finish(store, out, settings, made_by, tally, harvest, afresh=force)


def finish(
    store: Store,
    out: Path,
    settings: Settings,
    made_by: Recipe,
    tally: Tally,
    harvest: Harvest | None = None,
    afresh: bool = False,
) -> Report:
    """What follows once all releases are in the store: provenance, re-issues, the files beside it, the record.

    The files are written where the store changed, or `afresh` whatever they hold.
    """
    with tally.time("store"):
        keep_run(store, made_by.name)
        state = store.state()
        reissues = editions.settle(store, state)
        store.flush()
        if tally.counts["done"] * COMPACTED > tally.counts["unchanged"]:
            store.optimize()
    with tally.time("write"):
        known = None if afresh else record.known(out, made_by, state)
        facts, files = known or (_write(store, out, harvest), None)
    report = tally.report(facts, reissues)
    record.keep(out, report, tally.failures, settings, made_by, state, files)
    return report


def check(inputs: Sequence[str]) -> None:
    """Raise Problem before anything is loaded or made: R001 where all is missing, R016 where a package is."""
    for name in filter(read.is_remote, inputs):
        read.check(name)
    if not any(name == "-" or read.is_remote(name) or has_magic(name) or Path(name).exists() for name in inputs):
        raise Problem("R001", ", ".join(inputs))


def _tasks(
    inputs: Sequence[str], settings: Settings, recipe: str, known: dict[str, str], force: bool, tally: Tally
) -> Iterator[Task]:
    """The releases that are new or changed. Counts every release by its fate."""

    def twice(_: object) -> None:
        tally.counts["duplicate"] += 1

    releases = read.releases(inputs, tally.failures.append, max_bytes=settings.max_bytes, duplicates=twice)
    for release in tally.timed(releases, "read"):
        with tally.time("read"):
            key = key_of(release, recipe)
        if tally.judge(known.get(release.id), key, force):
            yield Task(release, key)


def _store(store: Store, harvest: Harvest, outcomes: Iterable[Outcome], tally: Tally) -> None:
    """What came out goes in, what failed is noted."""
    for outcome in outcomes:
        tally.counts["done"] += 1
        if outcome.code:
            tally.failures.append(
                read.Failure(outcome.id, outcome.source, outcome.stage, outcome.code, outcome.message)
            )
            if outcome.code == "L001":
                store.remove(release_iri(outcome.id))  # what an earlier build misread of it
        elif outcome.graph:
            harvest.add(outcome)
        else:
            tally.counts["skipped"] += 1
        for stage, seconds in zip(("clean", "annotate", "extract"), outcome.seconds, strict=True):
            tally.seconds[stage] += seconds


def known_keys(out: Path) -> dict[str, str]:
    """The key of each release in the store of an earlier build, by id."""
    if not exists(out / "store"):
        return {}
    with Store(out / "store", read_only=True) as store:
        return {stored.id: stored.build_key for stored in store.releases()}


def keep_authority(store: Store) -> None:
    """What the authority knows, in a graph of its own; read again only where the files changed."""
    paths = sorted((ontology() / "authority").glob(AUTHORITIES))
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in paths)).hexdigest()
    graph = iri(AUTHORITY)
    mark = ox.Quad(ox.NamedNode(graph), node("mg:digest"), ox.Literal(digest), ox.NamedNode(graph))
    if mark in store.quads(graph, graph):
        return
    quads, buffer = (quad for path in paths for quad in turtle_quads(path, graph)), BytesIO()
    ox.serialize(chain(quads, [mark]), buffer, ox.RdfFormat.N_QUADS)
    store.bring({graph: buffer.getvalue()})


def keep_run(store: Store, pipeline: str) -> None:
    """The provenance of the run: what made the graph. No clock, so that equal runs leave equal stores."""
    graph = ox.NamedNode(iri(RUN))
    kind = ox.Quad(graph, ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("prov:Activity")), graph)
    used = ox.Quad(graph, ox.NamedNode(iri("rdfs:label")), ox.Literal(pipeline), graph)
    store.replace({graph.value: [kind, used]})


def _write(store: Store, out: Path, harvest: Harvest | None) -> int:
    """graph.ttl and facts.jsonl, each put in place whole. Returns the number of facts."""
    put(store, out / "graph.ttl", partial(graph_turtle, made=harvest.turtle if harvest else None))
    put(store, out / "facts.jsonl", partial(facts_jsonl, made=harvest.facts if harvest else None))
    with (out / "facts.jsonl").open("rb") as lines:
        return sum(1 for _ in lines)
