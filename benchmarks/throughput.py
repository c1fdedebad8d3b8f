"""How fast a build is beside the bare language model, on the same generated releases, one way after the other.

    pip install textacy      # for e only; without it e is left out
    python benchmarks/throughput.py [--releases 300] [--rounds 2] [--long]

  a  nlp.pipe of the model as spaCy loads it
  b  nlp.pipe tuned: our components, batch size and matrix kernel, all of them spaCy's code
  n  nlp.pipe as a build runs it: b with what we put in spaCy's place (attributes.py, transitions.py)
  c  the whole build from JSONL: read, clean, annotate, extract, resolve, store, graph.ttl and facts.jsonl
  d  the same from a folder of HTML pages
  e  what is written today: spaCy as it comes, textacy's subject-verb-object triples, rdflib, Turtle
  w  c with two workers

Each runs in a process of its own, in turn, `--rounds` times; the best of its rounds counts. Loading models and
tables is left out: a, b, n and e have done other releases before; from c, d and w, which are builds as the command line
runs them (a process for each worker beside the one that stores), a build of those others is taken off. Rates are by
processor time (its own and its children's), which other work on the machine troubles least, and by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # read when numpy is loaded

WARM = 40
TARGETS = (("c", "b", 0.90), ("c", "n", 0.90), ("c", "a", 1.4), ("c", "e", 3.0), ("d", "b", 0.80))
Timed = dict[str, float]


def stock(_: Path) -> Callable[[Sequence[str]], object]:
    import spacy

    from missiongraph.annotate import DEFAULT_MODEL

    nlp = spacy.load(DEFAULT_MODEL)
    return lambda texts: [None for _ in nlp.pipe(texts)]


def tuned(_: Path) -> Callable[[Sequence[str]], object]:
    import spacy

    from missiongraph import annotate
    from missiongraph.kernels import use_faster

    nlp = spacy.load(annotate.DEFAULT_MODEL)
    use_faster(nlp)
    return lambda texts: [None for _ in nlp.pipe(texts, batch_size=annotate.BATCH)]


def ours(_: Path) -> Callable[[Sequence[str]], object]:
    from missiongraph import annotate

    nlp = annotate.load()
    return lambda texts: [None for _ in nlp.pipe(texts, batch_size=annotate.BATCH)]


def usual(folder: Path) -> Callable[[Sequence[str]], object]:
    import spacy
    from rdflib import Graph, Namespace
    from textacy.extract import subject_verb_object_triples as triples

    from missiongraph.annotate import DEFAULT_MODEL

    nlp, ns = spacy.load(DEFAULT_MODEL), Namespace("https://example.org/")

    def run(texts: Sequence[str]) -> object:
        graph = Graph()
        for doc in nlp.pipe(texts):
            for told in triples(doc):
                graph.add(tuple(ns["_".join(t.text for t in part)] for part in told))
        return graph.serialize(folder / "usual.ttl", format="turtle")

    return run


def measured(work: Callable[[], object]) -> Timed:
    """Seconds by the clock and of the processor, and the most memory that this process has had (MB)."""
    started, before = perf_counter(), processor()
    work()
    wall, cpu = perf_counter() - started, processor() - before
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"wall": wall, "cpu": cpu, "memory": own, "worker": child}


def processor() -> float:
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def built(folder: Path, source: str, workers: int) -> Timed:
    """A build of one of the archives of the folder, less what it costs to start: of that, a build of others tells."""
    from dataclasses import replace

    from missiongraph import run
    from missiongraph.settings import Settings

    settings, done = replace(Settings(), workers=workers), 0

    def build(name: str) -> None:
        nonlocal done
        with tempfile.TemporaryDirectory(dir=folder) as out:
            report = run.build([str(folder / name)], Path(out), settings, isolated=True)
        assert not report.failed, report.failures
        done = report.new

    warm = measured(lambda: build("warm.jsonl" if source != "pages" else "others"))
    timed = measured(lambda: build(source))
    return timed | {key: (timed[key] - warm[key]) * done / (done - WARM) for key in ("wall", "cpu")}


def texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.open(encoding="utf-8")]


def alone(way: str, folder: Path, source: str) -> Timed:
    """One way in this process."""
    if way in "cdw":
        return built(folder, source if way != "d" else "pages", 2 if way == "w" else 1)
    run = {"a": stock, "b": tuned, "n": ours, "e": usual}[way](folder)
    run(texts(folder / "warm.jsonl"))
    found = texts(folder / source)
    return measured(lambda: run(found))


def elsewhere(way: str, folder: Path, source: str = "releases.jsonl") -> Timed:
    """One way in a process of its own."""
    command = [sys.executable, "-W", "ignore", __file__, "--way", way, "--folder", str(folder), "--source", source]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    timed: Timed = json.loads(done.stdout.splitlines()[-1])
    return timed


def clocked(arguments: Sequence[str], times: int) -> float:
    """Seconds that a command of ours takes, the best of several times."""
    taken = []
    for _ in range(times):
        started = perf_counter()
        subprocess.run([sys.executable, "-m", "missiongraph", *arguments], check=True, capture_output=True)
        taken.append(perf_counter() - started)
    return min(taken)


def write(folder: Path, name: str, made: Iterator[dict[str, Any]], number: int) -> None:
    with (folder / name).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(release, ensure_ascii=False) + "\n" for release in islice(made, number))


def archive(folder: Path, number: int) -> None:
    """The releases as JSONL and as pages, and others to warm up with."""
    from generate import page, releases

    write(folder, "releases.jsonl", releases(), number)
    write(folder, "warm.jsonl", releases(seed=2), WARM)
    write(folder, "one.jsonl", releases(seed=3), 1)
    (folder / "pages").mkdir()
    (folder / "others").mkdir()
    for part, made in (("pages", islice(releases(), number)), ("others", islice(releases(seed=2), WARM))):
        for release in made:
            (folder / part / f"{release['id']}.html").write_text(page(release), "utf-8")


def machine() -> str:
    from missiongraph import annotate
    from missiongraph.kernels import use_faster

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    name = next((x.split(":")[1].strip() for x in lines if x.startswith("model name")), platform.processor())
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, " + (
        f"matrix kernel in force: {use_faster(annotate.load())}"
    )


def possible(ways: str) -> str:
    """Without e where its package is missing."""
    if "e" not in ways or find_spec("textacy"):
        return ways
    print("e is left out: textacy is not installed\n")
    return ways.replace("e", "")


def rounds(ways: str, folder: Path, number: int) -> dict[str, Timed]:
    """The best of each way, after `number` rounds of all."""
    runs: dict[str, list[Timed]] = {way: [] for way in ways}
    for _ in range(number):
        for way in ways:
            runs[way].append(elsewhere(way, folder))
    return {way: {key: min(run[key] for run in timed) for key in timed[0]} for way, timed in runs.items()}


def report(best: dict[str, Timed], releases: int, words: int) -> None:
    print(f"{'':4}{'releases/s':>12}{'words/s':>10}{'cpu ms each':>13}{'peak MB':>9}{'of a worker':>13}")
    for way, timed in best.items():
        cells = f"{releases / timed['wall']:12.1f}{words / timed['wall']:10.0f}{1000 * timed['cpu'] / releases:13.1f}"
        print(f"{way:4}{cells}{timed['memory']:9.0f}{timed['worker']:13.0f}")
    print(f"\n{'':28}{'by cpu':>8}{'by clock':>10}{'target':>9}")
    for one, other, target in TARGETS:
        if {one, other} <= best.keys():
            line(f"{one} / {other}", *(best[other][key] / best[one][key] for key in ("cpu", "wall")), f">= {target}")
    if {"c", "w"} <= best.keys():
        line("two workers / one", None, best["c"]["wall"] / best["w"]["wall"], ">= 1.7")
        line("memory of a worker (MB)", None, max(best["c"]["worker"], best["w"]["worker"]), "<= 700")


def line(name: str, cpu: float | None, clock: float, target: str) -> None:
    print(f"{name:28}{'' if cpu is None else f'{cpu:.2f}':>8}{clock:10.2f}{target:>9}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--releases", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--ways", default="abncdew", help="those to measure")
    parser.add_argument("--long", action="store_true", help="the memory of ten times as many releases, too")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--source", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.way:
        print(json.dumps(alone(args.way, args.folder, args.source)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive(folder, args.releases)
        words = sum(len(text.split()) for text in texts(folder / "releases.jsonl"))
        print(f"{machine()}\n{args.releases} releases, {words} words; best of {args.rounds} rounds\n")
        best = rounds(possible(args.ways), folder, args.rounds)
        report(best, args.releases, words)
        if args.long:
            from generate import releases

            write(folder, "long.jsonl", releases(), 10 * args.releases)
            more = elsewhere("c", folder, "long.jsonl")["memory"] / elsewhere("c", folder)["memory"]
            line(f"memory at {10 * args.releases} / {args.releases}", None, more, "<= 1.05")
        line(
            "start-up to first release",
            None,
            clocked(["build", str(folder / "one.jsonl"), "--out", f"{name}/1"], 1),
            "<= 4 s",
        )
        line("missiongraph --help", None, clocked(["--help"], 5), "<= 0.3 s")


if __name__ == "__main__":
    main()
