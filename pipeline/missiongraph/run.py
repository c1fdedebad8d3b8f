"""The whole line on one screen: read, clean, annotate, extract, resolve, emit, store, and the files beside it.

A build is incremental: a release whose content and pipeline are the same as before is not touched. The files
are written from the store at the end, so that they say the same whatever the order or number of workers.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import date
from glob import has_magic
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from time import perf_counter

import pyoxigraph as ox
import spacy.util

from missiongraph import __version__, editions, read, workers
from missiongraph.errors import Problem, StartProblem
from missiongraph.export import facts_jsonl, graph_turtle
from missiongraph.files import put
from missiongraph.line import Outcome, Task, key_of
from missiongraph.resources import ontology
from missiongraph.settings import Settings
from missiongraph.store import AUTHORITY, RUN, Store
from missiongraph.terms import iri, release_iri

__all__ = ["Report", "build"]

PACKAGES = ("spacy", "pyoxigraph", "rdflib")
TOLD = 5
"""How many failures a report tells of; failures.jsonl has them all."""

Reporter = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: releases by fate, facts in the store, seconds by stage, and the first failures, a line each."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    duplicate: int = 0
    skipped: int = 0
    failed: int = 0
    facts: int = 0
    seconds: tuple[tuple[str, float], ...] = ()
    releases_per_second: float = 0.0
    failures: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """1 where releases failed, else 0."""
        return 1 if self.failed else 0


def build(
    inputs: Sequence[str],
    out: Path,
    settings: Settings,
    *,
    since: date | None = None,
    dry_run: bool = False,
    force: bool = False,
    reporter: Reporter | None = None,
) -> Report:
    """Bring the graph in `out` up to date with the inputs.

    Raises Problem R001 when none of the inputs is there, StartProblem (store, model, ontology).
    """
    started = perf_counter()
    _check(inputs)
    pipeline = _pipeline(settings.model) + ("" if settings.language == "en" else ", any language")
    failures: list[read.Failure] = []
    counts: Counter[str] = Counter()
    spent = [0.0, 0.0, 0.0]
    if dry_run:
        known = _known(out)
        list(_tasks(inputs, settings, pipeline, known, force, failures, counts))
        return _report(counts, failures, 0, spent, started)
    with Store(out / "store") as store:
        _keep_authority(store)
        known = {stored.id: stored.build_key for stored in store.releases()}
        tasks = _tasks(inputs, settings, pipeline, known, force, failures, counts)
        groups = iter(lambda: tuple(islice(tasks, settings.batch_size)), ())
        how = (settings.workers, settings.model, settings.batch_size, since, settings.language)
        for outcomes in workers.run(groups, *how):
            _store(store, outcomes, failures, counts, spent)
            if reporter:
                reporter(counts["done"], None)
        _keep_run(store, pipeline)
        editions.settle(store)
        store.flush()
        if counts["done"]:
            store.optimize()
        facts = _write(store, out)
    report = _report(counts, failures, facts, spent, started)
    _write_run(out, report, failures, settings, pipeline)
    return report


def _check(inputs: Sequence[str]) -> None:
    """Raise Problem before anything is loaded or made: R001 where all is missing, R016 where a package is."""
    for name in filter(read.is_remote, inputs):
        read.check(name)
    if not any(name == "-" or read.is_remote(name) or has_magic(name) or Path(name).exists() for name in inputs):
        raise Problem("R001", ", ".join(inputs))


def _tasks(
    inputs: Sequence[str],
    settings: Settings,
    pipeline: str,
    known: dict[str, str],
    force: bool,
    failures: list[read.Failure],
    counts: Counter[str],
) -> Iterator[Task]:
    """The releases that are new or changed. Counts every release by its fate."""
    for release in read.releases(inputs, failures.append, max_bytes=settings.max_bytes):
        key = key_of(release, pipeline)
        fate = "new" if release.id not in known else "changed" if known[release.id] != key or force else "unchanged"
        counts[fate] += 1
        if fate != "unchanged":
            yield Task(release, key)


def _store(
    store: Store, outcomes: Iterable[Outcome], failures: list[read.Failure], counts: Counter[str], spent: list[float]
) -> None:
    """One transaction for a batch: what came out goes in, what failed is noted."""
    graphs: dict[str, list[ox.Quad]] = {}
    for outcome in outcomes:
        counts["done"] += 1
        if outcome.code:
            failures.append(read.Failure(outcome.id, outcome.source, outcome.stage, outcome.code, outcome.message))
            if outcome.code == "L001":
                store.remove(release_iri(outcome.id))  # what an earlier build misread of it
        elif outcome.graph:
            graphs[outcome.graph] = list(ox.parse(outcome.quads, ox.RdfFormat.N_QUADS))
        else:
            counts["skipped"] += 1
        for stage, seconds in enumerate(outcome.seconds):
            spent[stage] += seconds
    if graphs:
        store.replace(graphs)


def _pipeline(model: str) -> str:
    """What the facts depend on besides the text: our version, the model's, the ontology's files."""
    digest = hashlib.sha256()
    for path in sorted(p for p in ontology().rglob("*") if p.is_file()):
        digest.update(path.name.encode() + path.read_bytes())
    return f"missiongraph {__version__}, {model} {_model_version(model)}, ontology {digest.hexdigest()[:16]}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"


def _model_version(model: str) -> str:
    """The installed version of a model. Raises StartProblem where it is not installed."""
    if not spacy.util.is_package(model):
        if not Path(model).is_dir():
            raise StartProblem("M001", model)
        return "from a folder"
    return _version(model.replace("_", "-"))


def _known(out: Path) -> dict[str, str]:
    if not (out / "store" / "CURRENT").is_file():
        return {}
    with Store(out / "store", read_only=True) as store:
        return {stored.id: stored.build_key for stored in store.releases()}


def _keep_authority(store: Store) -> None:
    """What the authority knows, in a graph of its own; read again only where the files changed."""
    paths = sorted((ontology() / "authority").glob("*.ttl"))
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in paths)).hexdigest()
    graph = iri(AUTHORITY)
    mark = ox.Quad(ox.NamedNode(graph), ox.NamedNode(iri("mg:digest")), ox.Literal(digest), ox.NamedNode(graph))
    if mark in set(store.quads(graph, graph)):
        return
    store.remove(graph)
    for path in paths:
        store.load_turtle(path, graph)
    store.replace({graph: [*store.quads(graph), mark]})


def _keep_run(store: Store, pipeline: str) -> None:
    """The provenance of the run: what made the graph. No clock, so that equal runs leave equal stores."""
    graph = ox.NamedNode(iri(RUN))
    kind = ox.Quad(graph, ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("prov:Activity")), graph)
    used = ox.Quad(graph, ox.NamedNode(iri("rdfs:label")), ox.Literal(pipeline), graph)
    store.replace({graph.value: [kind, used]})


def _write(store: Store, out: Path) -> int:
    """graph.ttl and facts.jsonl, each put in place whole. Returns the number of facts."""
    put(store, out / "graph.ttl", graph_turtle)
    put(store, out / "facts.jsonl", facts_jsonl)
    with (out / "facts.jsonl").open("rb") as lines:
        return sum(1 for _ in lines)


def _report(
    counts: Counter[str], failures: list[read.Failure], facts: int, spent: list[float], started: float
) -> Report:
    total = perf_counter() - started
    _, annotate, extract = spent
    stages = (("annotate", annotate), ("extract", extract), ("total", total))
    return Report(
        counts["new"],
        counts["changed"],
        counts["unchanged"],
        counts["duplicate"],
        counts["skipped"],
        len(failures),
        facts,
        tuple((name, round(seconds, 3)) for name, seconds in stages),
        counts["done"] / total if total else 0.0,
        tuple(f"{f.where or f.id}: {f.message} [{f.code}]" for f in sorted(failures, key=astuple)[:TOLD]),
    )


def _write_run(out: Path, report: Report, failures: list[read.Failure], settings: Settings, pipeline: str) -> None:
    """run.json and failures.jsonl (sorted: the order of workers does not show)."""
    lines = sorted(json.dumps(asdict(failure), ensure_ascii=False) for failure in failures)
    (out / "failures.jsonl").write_text("".join(line + "\n" for line in lines), "utf-8")
    told = {name: value for name, value in asdict(report).items() if name != "failures"}
    record = told | {
        "seconds": dict(report.seconds),
        "pipeline": pipeline,
        "settings": asdict(settings),
        "python": platform.python_version(),
        "packages": {"missiongraph": __version__} | {name: _version(name) for name in PACKAGES},
    }
    (out / "run.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", "utf-8")
