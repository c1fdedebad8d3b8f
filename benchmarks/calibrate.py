"""Fit ontology/confidence.json: what a statement's features say about its being right (`make calibrate`).

Examples are the rows of the fact view on the first archive of the corpus, judged as `missiongraph evaluate` does.
A row is as sure as the least sure statement it rests on: to that one's odds the weights are fitted, by gradient descent
with a fixed number of steps, so that the same corpus gives the same file. The second archive is left alone, so that
`make reliability` can show how the scale does on releases that it has not seen.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from missiongraph import annotate, authority, emit, extract, facts, read
from missiongraph.clean import clean
from missiongraph.confidence import Features, Scale, features, sure, told
from missiongraph.evaluate import DISTINCTION, Gold, read_gold
from missiongraph.model import Release
from missiongraph.resolve.linker import Linker
from missiongraph.store import Store
from missiongraph.terms import release_iri

ROOT = Path(__file__).resolve().parents[1]
CORPUS, GOLD, FILE = ROOT / "corpus" / "releases", ROOT / "corpus" / "gold", ROOT / "ontology" / "confidence.json"
BLIND = ("extra", "second.jsonl", "third.csv")
"""The second archive, on which nothing is tuned."""
SEEN = 3
"""A feature has a weight only if so many rows have it."""
STEPS, RATE = 600, 0.05
PENALTY = {"always": 0.001, "rule's own": 0.5}
OTHERWISE = 5.0
"""How strongly weights are drawn to zero: rows of one release are much alike, and count for less than their number."""
HIGH, WANTED = 0.9, 0.97
"""So many of the facts with at least this confidence are to be right."""


@dataclass(frozen=True)
class Example:
    """One row of the fact view: the features of each statement that it rests on, and whether gold has it."""

    release: str
    row: facts.FactRow
    parts: tuple[Features, ...]
    right: bool


def releases(inputs: Sequence[str]) -> list[Release]:
    """The releases of the inputs, cleaned."""
    return [clean(release) for release in read.releases(inputs, lambda _: None)]


def archive(blind: bool) -> list[Release]:
    """The first archive of the corpus, or the second; ids count from the folder of both."""
    hidden = tuple(str(CORPUS / name) for name in BLIND)
    found = read.releases([str(CORPUS)], lambda _: None)
    return [clean(release) for release in found if release.source.startswith(hidden) is blind]


def examples(found: Sequence[Release], gold: Mapping[str, Gold]) -> Iterator[Example]:
    """Every row that gold decides; optional ones and distinctions teach nothing."""
    known = authority.load()
    linker = Linker(known)
    for doc, release in annotate.docs(annotate.load(), found):
        one = gold.get(release.id)
        if one is None:
            continue
        said = [linker.apply(s) for s in extract.statements(doc, release, known)]
        by_id = {s.id: f for s, f in zip(said, features(said, release), strict=True) if f is not None}
        store = Store()
        store.replace({release_iri(release.id): list(emit.quads(release, said))})
        for stored in store.releases():
            for row, used in facts.derived(store, stored):
                as_row = asdict(row)
                right = one.match(as_row, one.facts, True) is not None
                if row.predicate != DISTINCTION and (right or one.match(as_row, one.optional, False) is None):
                    yield Example(release.id, row, tuple(by_id[claim.id] for claim in used), right)


def fit(rows: Sequence[Example], margin: float = 0.0) -> Scale:
    """The weights under which what gold says of the rows is likeliest, less a penalty on their squares.

    The margin is taken off the odds of every statement, for releases that are less like the corpus than its parts.
    """
    counts = Counter(name for row in rows for name in {n for part in row.parts for n in part})
    names = sorted(name for name, seen in counts.items() if seen >= SEEN)
    index = {name: i for i, name in enumerate(names)}
    parts = [(n, part) for n, row in enumerate(rows) for part in row.parts]
    table = np.zeros((len(parts), len(names)))
    for i, (_, part) in enumerate(parts):
        for name, value in part.items():
            if name in index:
                table[i, index[name]] = value
    owner = np.array([n for n, _ in parts])
    right = np.array([row.right for row in rows], dtype=float)
    penalty = np.array([PENALTY.get(name, OTHERWISE) for name in names])
    weights = np.zeros(len(names))
    weights[index["always"]] = 2.0
    mean = square = np.zeros(len(names))
    for step in range(1, STEPS + 1):
        odds = table @ weights
        least = np.full(len(rows), np.inf)
        np.minimum.at(least, owner, odds)
        decides = odds == least[owner]
        gradient = table.T @ (decides * (right - 1 / (1 + np.exp(-least)))[owner]) - penalty * weights
        mean, square = 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        weights = weights + RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    weights[index["always"]] -= margin
    return Scale({name: round(float(weights[i]), 2) for name, i in index.items() if abs(weights[i]) >= 0.01})


def judged(rows: Iterable[Example], scale: Scale) -> list[tuple[float, bool]]:
    """How sure each row is on a scale, and whether it is right."""
    return [(sureness(row, scale), row.right) for row in rows]


def sureness(row: Example, scale: Scale) -> float:
    return sure([told(scale.probability(part)) for part in row.parts])


def left_out(rows: Sequence[Example], margin: float) -> list[tuple[float, bool]]:
    """Each release judged on a scale that was fitted to the others."""
    out: list[tuple[float, bool]] = []
    for name in sorted({row.release for row in rows}):
        scale = fit([row for row in rows if row.release != name], margin)
        out += judged((row for row in rows if row.release == name), scale)
    return out


def share_right(found: Iterable[tuple[float, bool]], least: float) -> float:
    """How many of the rows at or above a confidence are right."""
    high = [right for confidence, right in found if confidence >= least]
    return sum(high) / max(1, len(high))


def caution(rows: Sequence[Example]) -> float:
    """The smallest margin with which left-out releases keep what a high confidence promises."""
    margins = [step / 20 for step in range(31)]
    return next((m for m in margins if share_right(left_out(rows, m), HIGH) >= WANTED), margins[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=FILE)
    out = parser.parse_args().out
    rows = list(examples(archive(blind=False), read_gold(GOLD)))
    margin = caution(rows)
    scale = fit(rows, margin)
    seen = {"releases": len({r.release for r in rows}), "rows": len(rows), "right": sum(r.right for r in rows)}
    data = {"fitted to": seen | {"margin": margin}, "weights": dict(sorted(scale.weights.items()))}
    out.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{out}: {len(scale.weights)} weights from {len(rows)} rows")


if __name__ == "__main__":
    main()
