"""Fit ontology/confidence.json: what a statement's features say about its being right (`make calibrate`).

    python benchmarks/calibrate.py [--keep ROUND --input RELEASES --gold GOLD]

Examples are rows of the fact view on releases that nobody had read who wrote the rules, as the rules of that day told
them: on releases that were read, rules look better than they are. `corpus/unread.jsonl.gz` keeps the features of each
row and whether gold has it; --keep adds a round, which can be done only before it is read. A row is as sure as the
least sure statement it rests on: to that one's odds the weights are fitted, by gradient descent with a fixed number of
steps, so that the same record gives the same file.
"""

from __future__ import annotations

import argparse
import gzip
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
UNREAD = ROOT / "corpus" / "unread.jsonl.gz"
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
    """A row of the fact view: the features of each statement that it rests on, and whether gold has it.

    Examples of one `group`, a round or a release, are left out together. `row` is None in the record of unread rounds.
    """

    group: str
    row: facts.FactRow | None
    parts: tuple[Features, ...]
    right: bool


@dataclass(frozen=True)
class Round:
    """What the rules told of releases that were unread: the examples, and how many facts gold has."""

    name: str
    releases: int
    gold: int
    examples: tuple[Example, ...]


def rounds() -> list[Round]:
    """The record, oldest first."""
    with gzip.open(UNREAD, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [
        Round(
            r["round"],
            r["releases"],
            r["gold"],
            tuple(Example(r["round"], None, tuple(p), right) for p, right in r["rows"]),
        )
        for r in found
    ]


def keep(name: str, found: Sequence[Release], gold: Mapping[str, Gold]) -> None:
    """Add a round to the record, as today's rules tell it."""
    old = gzip.decompress(UNREAD.read_bytes()) if UNREAD.exists() else b""
    rows = [([_rounded(part) for part in row.parts], row.right) for row in examples(found, gold)]
    number = sum(len(gold[release.id].facts) for release in found)
    new = {"round": name, "releases": len(found), "gold": number, "rows": rows}
    UNREAD.write_bytes(gzip.compress(old + json.dumps(new, ensure_ascii=False).encode() + b"\n", mtime=0))


def _rounded(part: Features) -> dict[str, float]:
    return {name: round(value, 4) for name, value in sorted(part.items())}


def releases(inputs: Sequence[str]) -> list[Release]:
    """The releases of the inputs, cleaned."""
    return [clean(release) for release in read.releases(inputs, lambda _: None)]


def examples(found: Sequence[Release], gold: Mapping[str, Gold]) -> Iterator[Example]:
    """Every row that gold decides, grouped by release; optional ones and distinctions teach nothing."""
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
    """Each group judged on a scale that was fitted to the others."""
    out: list[tuple[float, bool]] = []
    for name in sorted({row.group for row in rows}):
        scale = fit([row for row in rows if row.group != name], margin)
        out += judged((row for row in rows if row.group == name), scale)
    return out


def share_right(found: Iterable[tuple[float, bool]], least: float) -> float:
    """How many of the rows at or above a confidence are right."""
    high = [right for confidence, right in found if confidence >= least]
    return sum(high) / max(1, len(high))


def caution(rows: Sequence[Example]) -> float:
    """The smallest margin with which left-out groups keep what a high confidence promises."""
    margins = [step / 20 for step in range(31)]
    return next((m for m in margins if share_right(left_out(rows, m), HIGH) >= WANTED), margins[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--keep", metavar="ROUND", help="add a round of unread releases to the record first")
    parser.add_argument("--input", action="append", default=[], help="the releases of that round")
    parser.add_argument("--gold", type=Path, default=GOLD)
    args = parser.parse_args()
    if args.keep:
        keep(args.keep, releases(args.input), read_gold(args.gold))
    known = rounds()
    rows = [row for one in known for row in one.examples]
    margin = caution(rows)
    scale = fit(rows, margin)
    seen = {"releases": sum(r.releases for r in known), "rows": len(rows), "right": sum(r.right for r in rows)}
    data = {"fitted to": seen | {"margin": margin}, "weights": dict(sorted(scale.weights.items()))}
    args.out.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{args.out}: {len(scale.weights)} weights from {len(rows)} rows")


if __name__ == "__main__":
    main()
