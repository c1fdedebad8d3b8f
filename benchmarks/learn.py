"""Would a learned layer add facts that the rules miss? Trains one on the corpus and measures it; the product has none.

    pip install scikit-learn
    python benchmarks/learn.py [--test RELEASES GOLD]...         (a minute of one core; docs/learned.md has the figures)

It learns from every fact that the types allow: those that gold has are right, whoever tells them. What the rules told
is taken from `corpus/told.jsonl.gz`, the facts of each release by the rules that had not been read against it, so that
their silence and their errors are those of unread releases. Texts of `tests/silence.jsonl` state nothing. A network
with one hidden layer learns facts over their places (the likeliest place of a fact counts); a regression then weighs
its score with what rules and rivals say, learned from networks that had not seen the release.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import learned
import numpy as np
from learned import Model, Told
from pairs import PREDICATES, Fact, Place, places
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from missiongraph import annotate, authority
from missiongraph.authority import fold
from missiongraph.clean import clean
from missiongraph.evaluate import Gold, read_gold
from missiongraph.extract import document, statements
from missiongraph.extract.document import Document
from missiongraph.read import releases

BLIND = tuple(f"b{n}" for n in range(1, 11))
FOLDS = (("c1", "b1"), ("c2", "b2"), ("b3", "b4"), ("b5", "b6"), ("b7", "b8"), ("b9", "b10"))
HIDDEN, EPOCHS, BATCH, RATE, DECAY, DROP = 64, 10, 6, 2e-3, 0.05, 0.2
SEEN_IN = 3
"""Releases that must show a feature for it to count."""


class Example:
    """A release: places, candidates, which of them gold has, what the rules told."""

    def __init__(self, doc: Document, gold: Gold | None, told: Told, group: str) -> None:
        self.document, self.told, self.group = doc, told, group
        self.places: list[Place] = list(places(doc))
        self.facts = list(dict.fromkeys(f for p in self.places for f in p.facts))
        number = {f: i for i, f in enumerate(self.facts)}
        at = {p: i for i, p in enumerate(PREDICATES)}
        entries = [(n, at[f[1]], number[f]) for n, p in enumerate(self.places) for f in p.facts]
        self.entries = np.array(entries, int).reshape(-1, 3)
        rows = [row_of(f, doc) for f in self.facts]
        found = [{f.status for f in gold.facts if gold.match(r, (f,), False)} if gold else set() for r in rows]
        loose = [bool(gold and gold.match(r, gold.optional, False)) for r in rows]
        self.statuses = dict(zip(self.facts, found, strict=True))
        self.right = np.array([bool(s) for s in found], np.float32)
        self.counts = np.array([bool(s) or not o for s, o in zip(found, loose, strict=True)], np.float32)


def row_of(fact: Fact, doc: Document) -> dict[str, str]:
    """A fact as a row of the view."""
    subject, predicate, value = fact
    return {"subject": _label(subject, doc), "predicate": predicate, "object": _label(value, doc), "status": "occurred"}


def _label(value: int | str, doc: Document) -> str:
    return value if isinstance(value, str) else doc.entity(value).label or doc.entity(value).name


def as_told(rows: Iterable[Sequence[str]], doc: Document) -> Told:
    """Rows of an earlier build as facts over the entities of this one."""
    names: dict[str, int] = {}
    for e in doc.entities:
        for name in (e.label, e.name, *e.aliases):
            if name:
                names.setdefault(fold(name), e.index)
    out: dict[Fact, list[str]] = defaultdict(list)
    for subject, predicate, value, status in rows:
        literal = predicate.endswith(("Time", "Date")) or predicate in ("duration", "spacewalkDuration")
        s, v = names.get(fold(subject)), value if literal else names.get(fold(value))
        if predicate in PREDICATES and s is not None and v is not None:
            out[s, predicate, v].append(status)
    return dict(out)


def examples(root: Path, model: str) -> list[Example]:
    """Everything to learn from, in one order."""
    told: dict[str, list[list[str]]] = defaultdict(list)
    group: dict[str, str] = {}
    with gzip.open(root / "corpus/told.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            group[row["release"]], told[row["release"]] = row["group"], row["told"]
    sources: list[tuple[Path, Path | None]] = [(root / "corpus/releases", root / "corpus/gold")]
    sources += [(root / f"corpus/blind/{b}.jsonl", root / "corpus/blind/gold") for b in BLIND]
    sources += [(root / "tests/silence.jsonl", None)]
    nlp, known, out = annotate.load(model), authority.load(), []
    for folder, path in sources:
        gold = read_gold(path) if path else {}
        wanted = sorted(
            (clean(r) for r in releases([str(folder)], print) if not path or r.id in gold), key=lambda r: r.id
        )
        for doc, release in annotate.docs(nlp, wanted):
            built = document.build(doc, release, known)
            facts = as_told(told[release.id], built)
            out.append(Example(built, gold.get(release.id), facts, group.get(release.id, "silence")))
    return out


def vocabulary(train: Sequence[Example]) -> list[str]:
    """The features that enough releases show."""
    seen = Counter(f for e in train for f in {s for p in e.places for s in p.shows})
    return sorted(f for f, n in seen.items() if n >= SEEN_IN)


def matrix(example: Example, words: dict[str, int]) -> csr_matrix:
    rows = [[words[f] for f in p.shows if f in words] for p in example.places]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.array([i for r in rows for i in r], int)
    return csr_matrix((np.ones(ends[-1], np.float32), flat, ends), (len(rows), len(words)))


def network(train: Sequence[Example]) -> dict[str, Any]:
    """Adam over the candidates of a few releases at a time; the odds of a fact are the soft maximum of its places'."""
    words = vocabulary(train)
    index = {w: i for i, w in enumerate(words)}
    shown = [matrix(e, index) for e in train]
    chance = np.random.default_rng(0)
    size = len(PREDICATES)
    shapes = {"hidden": (len(words), HIDDEN), "skip": (len(words), size), "out": (HIDDEN, size)}
    w = {
        k: chance.normal(0, s, shapes[k]).astype(np.float32) for k, s in (("hidden", 0.05), ("skip", 0.0), ("out", 0.1))
    }
    w |= {"bias": np.zeros(HIDDEN, np.float32), "prior": np.full(size, -3, np.float32)}
    first, second = ({k: np.zeros_like(v) for k, v in w.items()} for _ in range(2))
    step = 0
    for epoch in range(EPOCHS):
        order = chance.permutation(len(train))
        rate = RATE * (1 - 0.9 * epoch / EPOCHS)
        for some in (order[i : i + BATCH] for i in range(0, len(order), BATCH)):
            step += 1
            for k, slope in slopes(w, [shown[i] for i in some], [train[i] for i in some], chance).items():
                first[k] = 0.9 * first[k] + 0.1 * slope
                second[k] = 0.999 * second[k] + 0.001 * slope**2
                size_ = np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8
                w[k] *= 1 - rate * DECAY * (w[k].ndim > 1)
                w[k] -= (rate * first[k] / (1 - 0.9**step) / size_).astype(np.float32)
    unweighed = {"names": "(intercept)", "weights": [0.0]}
    return unweighed | {"words": learned.SEPARATOR.join(words)} | {k: v.astype(np.float16) for k, v in w.items()}


def slopes(
    w: dict[str, np.ndarray], shown: Sequence[csr_matrix], some: Sequence[Example], chance: np.random.Generator
) -> dict[str, np.ndarray]:
    """The gradient of the cross entropy, with dropout of features and of the hidden layer."""
    x = vstack(shown).tocsr()
    x.data = x.data * ((chance.random(len(x.data)) >= DROP) / (1 - DROP)).astype(np.float32)
    before = x @ w["hidden"] + w["bias"]
    mask = ((chance.random(before.shape) >= 0.3) / 0.7).astype(np.float32)
    inside = np.maximum(before, 0) * mask
    odds = inside @ w["out"] + x @ w["skip"] + w["prior"]
    rows = np.cumsum([0, *(len(e.places) for e in some)])
    facts = np.cumsum([0, *(len(e.facts) for e in some)])
    entries = np.concatenate(
        [e.entries + np.array([r, 0, f]) for e, r, f in zip(some, rows[:-1], facts[:-1], strict=True)]
    )
    right, counts = (np.concatenate([getattr(e, k) for e in some]) for k in ("right", "counts"))
    at, fact = (entries[:, 0], entries[:, 1]), entries[:, 2]
    top = np.full(len(right), -1e9, np.float32)
    np.maximum.at(top, fact, odds[at])
    share = np.exp(odds[at] - top[fact])
    whole = np.bincount(fact, share, len(right))
    error = (1 / (1 + np.exp(-top) / np.maximum(whole, 1e-9)) - right) * counts / max(1, len(right)) * 30
    slope = np.zeros_like(odds)
    np.add.at(slope, at, (error[fact] * share / np.maximum(whole, 1e-9)[fact]).astype(np.float32))
    inner = (slope @ w["out"].T) * mask * (before > 0)
    return {"out": inside.T @ slope, "skip": x.T @ slope, "prior": slope.sum(0),
            "hidden": x.T @ inner, "bias": inner.sum(0)}  # fmt: skip


def judged(some: Iterable[Example], model: Model) -> list[tuple[dict[str, float], bool, str]]:
    """What the second model sees of the facts that the rules do not tell, whether they are right, the predicate."""
    out = []
    for e in some:
        for c, place, seen, bar in learned.judged(e.document, e.told, model):
            if c.fact not in e.told and not bar and e.counts[e.facts.index(c.fact)]:
                out.append((seen, learned.status_of(c, place, e.told) in e.statuses[c.fact], c.fact[1]))
    return out


def main() -> None:
    """Cross-validation, then the archives named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--test", nargs=2, action="append", default=[], metavar=("RELEASES", "GOLD"))
    parser.add_argument("--model", default=annotate.DEFAULT_MODEL)
    args = parser.parse_args()
    known = examples(Path(), args.model)
    folds = []
    for held in FOLDS:
        weights = network([e for e in known if e.group not in held])
        folds.append(judged([e for e in known if e.group in held], Model(weights)))
    check(folds)
    view = DictVectorizer()
    rows = [r for f in folds for r in f]
    second = regression(view.fit_transform([r[0] for r in rows]), [r[1] for r in rows])
    names = learned.SEPARATOR.join(["(intercept)", *view.get_feature_names_out()])
    arrays = network(known) | {"names": names, "weights": np.r_[second.intercept_, second.coef_[0]]}
    for folder, gold in args.test:
        test(folder, Path(gold), Model(arrays), args.model)


def test(folder: str, path: Path, model: Model, parser: str) -> None:
    """Strict totals of the predicates that the layer has, of the rules and with what it adds."""
    gold, known = read_gold(path), authority.load()
    wanted = [clean(r) for r in releases([folder], print) if r.id in gold]
    right, wrong, size, added = 0, 0, 0, list[tuple[float, bool]]()
    for doc, release in annotate.docs(annotate.load(parser), wanted):
        built, truth = document.build(doc, release, known), gold[release.id]
        told = learned.told_by_rules(statements(doc, release, known), built)
        found = set()
        for fact, states in told.items():
            for row in (row_of(fact, built) | {"status": s} for s in dict.fromkeys(states)):
                match = truth.match(row, truth.facts, True)
                found |= {match} if match else set()
                wrong += not match and truth.match(row, truth.optional, False) is None
        right += len(found)
        size += sum(f.predicate in PREDICATES for f in truth.facts)
        added += [(model.chance(seen), ok) for seen, ok, _ in judged([Example(built, truth, told, "")], model)]
    print(f"{folder}: of {sum(ok for _, ok in added)} right facts that the rules leave")
    for threshold in (9, 0.6, 0.7, 0.75, 0.8, 0.85):
        taken = [ok for chance, ok in added if chance >= threshold]
        p = (right + sum(taken)) / (right + wrong + len(taken))
        r = (right + sum(taken)) / size
        title = "rules alone" if threshold > 1 else f">= {threshold}"
        more = f"+{sum(taken)} right +{len(taken) - sum(taken)} wrong"
        print(f"  {title:12} {more:22} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}")


def regression(x: csr_matrix, y: Sequence[bool]) -> LogisticRegression:
    return LogisticRegression(C=0.3, max_iter=500, solver="liblinear", random_state=0).fit(narrow(x), y)


def narrow(x: csr_matrix) -> csr_matrix:
    """With the indices of 32 bits that liblinear takes."""
    x = csr_matrix(x)
    x.indices, x.indptr = x.indices.astype(np.int32), x.indptr.astype(np.int32)
    return x


def check(folds: Sequence[list[tuple[dict[str, float], bool, str]]]) -> None:
    """At each threshold the right and wrong facts that would be added, over releases left out."""
    found: list[tuple[float, bool, str]] = []
    for n, fold_ in enumerate(folds):
        view = DictVectorizer()
        rest = [r for m, f in enumerate(folds) if m != n for r in f]
        second = regression(view.fit_transform([r[0] for r in rest]), [r[1] for r in rest])
        chances = second.predict_proba(narrow(view.transform([r[0] for r in fold_])))[:, 1]
        found += [(float(c), r[1], r[2]) for c, r in zip(chances, fold_, strict=True)]
    for threshold in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        right = [r for c, r, _ in found if c >= threshold]
        print(f">= {threshold}: {sum(right)} right, {len(right) - sum(right)} wrong, precision {np.mean(right):.2f}")
    by = Counter((p, r) for c, r, p in found if c >= learned.THRESHOLD)
    print(
        "\n".join(
            f"  {p:18}{by[p, True]:4} right {by[p, False]:3} wrong" for p in PREDICATES if by[p, True] + by[p, False]
        )
    )


if __name__ == "__main__":
    main()
