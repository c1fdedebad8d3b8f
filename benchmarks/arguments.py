"""Would a learned scorer of arguments add facts that the rules miss? Measured on gold; nothing of it is in the product.

    pip install scikit-learn
    python benchmarks/arguments.py --train corpus/releases corpus/gold [--test RELEASES GOLD]...

Candidates (`candidates.py`) are all pairs of mentions whose types fit a predicate, in one sentence or in neighbouring
ones (for events: where a word of the event stands). Features are grammar: words and dependency path between the two,
the verb's predication, order, distance, rivals, kind of mention, the event word, and what the rules told of either. One
logistic model judges each place that could say a fact (gold is per release, so among the places of a true fact it
learns from the likeliest), a second one the fact by its best place. Scores: rows added right and wrong at each
threshold, and the strict totals with them (of the predicates scored here); by cross-validation over releases, leaving
out one publisher at a time, and on test sets that no model saw. `prior` is the simplest baseline: how often a candidate
of that predicate, in one sentence or across, is right.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from candidates import TYPES, Candidate, candidates, kind, row_of, told_by_rules
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from missiongraph import annotate, authority
from missiongraph.clean import clean
from missiongraph.evaluate import Gold, read_gold
from missiongraph.extract import document, statements
from missiongraph.extract.document import Document
from missiongraph.model import Statement
from missiongraph.read import releases

THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8)


class Sample:
    """The candidates of several archives, as matrices over a vocabulary (its own, or that of the sample trained on)."""

    def __init__(self, archives: Sequence[Sequence[str]], model: str, like: Sample | None = None) -> None:
        self.candidates: list[Candidate] = []
        self.release: list[str] = []
        self.base = np.zeros(3, int)
        self.parsing = self.finding = 0.0
        nlp, known = annotate.load(model), authority.load()
        for folder, path in archives:
            gold = read_gold(Path(path))
            wanted = [clean(r) for r in releases([folder], print) if r.id in gold]
            started = perf_counter()
            parsed = list(annotate.docs(nlp, wanted))
            self.parsing += perf_counter() - started
            for doc, release in parsed:
                told = list(statements(doc, release, known))
                built, truth = document.build(doc, release, known), gold[release.id]
                started = perf_counter()
                new = list(candidates(built, told, truth))
                self.finding += perf_counter() - started
                self.candidates += new
                self.release += [release.id] * len(new)
                self.base += self._score(built, told, truth)
        self.right = np.array([c.right for c in self.candidates], int)
        self.open = np.array([not (c.told or c.optional) for c in self.candidates])
        self.usable = np.array([not c.optional for c in self.candidates])
        self.owner = np.repeat(np.arange(len(self.candidates)), [len(c.places) for c in self.candidates])
        places = [(c.row["predicate"], p) for c in self.candidates for p in c.places]
        whole = [(c.row["predicate"], c.context) for c in self.candidates]
        self.words = like.words if like else (self._words(places, self.owner), self._words(whole, range(len(whole))))
        self.places, self.whole = self._matrix(places, self.words[0]), self._matrix(whole, self.words[1])

    @staticmethod
    def _score(doc: Document, told: Iterable[Statement], gold: Gold) -> tuple[int, int, int]:
        """Right, wrong and gold rows of the predicates that candidates have."""
        found, wrong = set(), 0
        for (x, p, v), by in told_by_rules(told, doc).items():
            for state in by if p in TYPES and v != -1 else ():
                row = row_of((x, p, v), state, doc)
                match = gold.match(row, gold.facts, True)
                found |= {match} if match else set()
                wrong += not match and gold.match(row, gold.optional, False) is None
        return len(found), wrong, sum(f.predicate in TYPES for f in gold.facts)

    def _words(self, rows: Sequence[tuple[str, frozenset[str]]], owner: Iterable[int]) -> dict[str, int]:
        """Features that three releases have."""
        seen: dict[str, set[str]] = defaultdict(set)
        for (predicate, features), candidate in zip(rows, owner, strict=True):
            for word in crossed(predicate, features):
                seen[word].add(self.release[candidate])
        return {w: i for i, w in enumerate(sorted(w for w, where in seen.items() if len(where) > 2))}

    @staticmethod
    def _matrix(rows: Sequence[tuple[str, frozenset[str]]], words: Mapping[str, int]) -> csr_matrix:
        found = [sorted(words[w] for w in crossed(p, f) if w in words) for p, f in rows]
        ends = np.cumsum([0, *map(len, found)])
        return csr_matrix((np.ones(ends[-1]), np.concatenate(found).astype(int), ends), (len(rows), len(words)))


def crossed(predicate: str, features: Iterable[str]) -> Iterator[str]:
    """Each feature for itself, for its event, and for its predicate; the predicate alone."""
    yield predicate
    for feature in features:
        yield from (feature, f"{predicate} & {feature}", f"{kind(predicate)} & {feature}")


def logistic(x: csr_matrix, y: np.ndarray, c: float) -> LogisticRegression:
    return LogisticRegression(C=c, solver="liblinear", max_iter=300, random_state=0).fit(x, y)


def judge_places(s: Sample, rows: np.ndarray) -> LogisticRegression:
    """Twice: from all places, then of each true fact from those that the first model finds likeliest."""
    keep, right = (rows & s.usable)[s.owner], s.right[s.owner]
    first = logistic(s.places[keep], right[keep], 0.05)
    scores = first.decision_function(s.places)
    keep &= (right == 0) | (scores >= best_of(s, scores)[s.owner] - 0.3)
    return logistic(s.places[keep], right[keep], 0.05)


def best_of(s: Sample, scores: np.ndarray) -> np.ndarray:
    best = np.full(len(s.candidates), -50.0)
    np.maximum.at(best, s.owner, scores)
    return best


def facts(s: Sample, scores: np.ndarray) -> csr_matrix:
    """The second model's view: the best place and how many there are, beside the context."""
    many = np.minimum(np.bincount(s.owner, minlength=len(s.candidates)), 5) / 5
    return hstack([csr_matrix(np.c_[best_of(s, scores), many]), s.whole]).tocsr()


def held_out(s: Sample, groups: Sequence[str]) -> tuple[np.ndarray, np.ndarray, csr_matrix]:
    """The chance of each candidate, and its baseline, by models that saw nothing of its group."""
    names, group = sorted(set(groups)), np.array(groups)
    scores = np.zeros(len(s.owner))
    for name in names:
        out = group == name
        scores[out[s.owner]] = judge_places(s, ~out).decision_function(s.places[out[s.owner]])
    view, chance, prior = facts(s, scores), np.zeros(len(group)), np.zeros(len(group))
    for name in names:
        out, seen = group == name, (group != name) & s.open
        chance[out] = logistic(view[seen], s.right[seen], 0.03).predict_proba(view[out])[:, 1]
        prior[out] = baseline(s, seen, s)[out]
    return chance, prior, view


def baseline(train: Sample, rows: np.ndarray, s: Sample) -> np.ndarray:
    def sort(c: Candidate) -> tuple[str, bool]:
        return c.row["predicate"], any("gap 0" in p for p in c.places)

    right, seen = Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    for i in np.flatnonzero(rows):
        key = sort(train.candidates[i])
        seen[key] += 1
        right[key] += int(train.right[i])
    return np.array([right[sort(c)] / (seen[sort(c)] + 4) for c in s.candidates])


def report(name: str, s: Sample, chance: np.ndarray) -> None:
    right, wrong, gold = (int(n) for n in s.base)
    area = average_precision_score(s.right[s.open], chance[s.open])
    print(
        f"\n{name}: {int(s.right[s.open].sum())} of {int(s.open.sum())} candidates right, average precision {area:.3f}"
    )
    print(f"  {'':10} added right wrong  P added   total P      R     F1")
    for threshold in (9.0, *THRESHOLDS):
        taken = s.open & (chance >= threshold)
        more, less = int(s.right[taken].sum()), int((1 - s.right[taken]).sum())
        p, r = (right + more) / max(1, right + more + wrong + less), (right + more) / max(1, gold)
        title = "rules" if threshold > 1 else f">= {threshold}"
        f = 2 * p * r / (p + r)
        print(f"  {title:16} {more:5} {less:5} {more / max(1, more + less):8.2f} {p:9.3f} {r:6.3f} {f:6.3f}")


def by_predicate(s: Sample, chance: np.ndarray, threshold: float) -> None:
    counts = Counter(
        (s.candidates[i].row["predicate"], int(s.right[i])) for i in np.flatnonzero(s.open & (chance >= threshold))
    )
    told = (f"{p} {counts[p, 1]}/{counts[p, 0] + counts[p, 1]}" for p in sorted({p for p, _ in counts}))
    print(f"  right of added at {threshold}: {', '.join(told)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    pair = {"nargs": 2, "action": "append", "metavar": ("RELEASES", "GOLD")}
    parser.add_argument("--train", required=True, **pair)
    parser.add_argument("--test", default=[], **pair)
    parser.add_argument("--model", default=annotate.DEFAULT_MODEL)
    args = parser.parse_args()
    train = Sample(args.train, args.model)
    print(f"parsing {train.parsing:.1f} s, candidates {train.finding:.1f} s")
    folds = [str(int(hashlib.sha256(r.encode()).hexdigest(), 16) % 5) for r in train.release]
    chance, prior, view = held_out(train, folds)
    report("cross-validation by release, prior", train, prior)
    report("cross-validation by release, scorer", train, chance)
    by_predicate(train, chance, 0.6)
    styles = [re.split(r"[-_/\d]", r.removeprefix("extra/"))[0] for r in train.release]
    report("leaving out one publisher, scorer", train, held_out(train, styles)[0])
    everything = np.ones(len(train.candidates), bool)
    places, whole = judge_places(train, everything), logistic(view[train.open], train.right[train.open], 0.03)
    for archive in args.test:
        test = Sample([archive], args.model, train)
        report(f"{archive[0]}, prior", test, baseline(train, train.open, test))
        chance = whole.predict_proba(facts(test, places.decision_function(test.places)))[:, 1]
        report(f"{archive[0]}, scorer", test, chance)
        by_predicate(test, chance, 0.6)


if __name__ == "__main__":
    main()
