"""How sure a statement is: a cautious estimate of its being right, from what was measured on the corpus.

Rules come with a confidence of their own, by which their authors rank them; what is read by reference ("she", "the
crew") has lost a part of it already. This turns it into a probability, together with what weakens any statement: a
name the sentence does not say or the authority does not know, a second value for what has one, a sentence other than
the event's own. The weights are data (`ontology/confidence.json`), fitted by `make calibrate`; docs/confidence.md
tells how.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from missiongraph.errors import StartProblem
from missiongraph.model import Node, Release, Statement, Status
from missiongraph.resources import ontology
from missiongraph.terms import SLOTS

__all__ = ["DIGITS", "Scale", "calibrated", "features", "load", "sure", "told"]

DIGITS = 2
_NAMING = frozenset({"mentions", "name", "alias"})
_SINGLE = frozenset(
    "time place station spacecraft mission launchVehicle duration count flightNumber birthDate birthPlace destination"
    " nationality backupFor fromPerson toPerson of".split()
)
"""What a person, flight or event mostly has one of."""
_MOST, _LEAST = 0.99, 0.05

Features = Mapping[str, float]


@dataclass(frozen=True)
class Scale:
    """The weight of each feature; what has none counts nothing."""

    weights: Mapping[str, float]

    def probability(self, found: Features) -> float:
        """The odds of a statement with these features, as a probability."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in found.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def load() -> Scale:
    """The scale that ships with the package. Raises StartProblem where it is missing or broken."""
    path = ontology() / "confidence.json"
    try:
        return Scale(json.loads(path.read_text("utf-8"))["weights"])
    except (OSError, ValueError, KeyError) as error:
        raise StartProblem("O001", str(path), str(error)) from error


def sure(confidences: Sequence[float]) -> float:
    """How sure a fact is that rests on several statements: as the least sure of them."""
    return round(min(confidences), DIGITS)


def told(probability: float) -> float:
    """As it is written: two digits, and never certain."""
    return round(max(_LEAST, min(_MOST, probability)), DIGITS)


def calibrated(statements: Sequence[Statement], release: Release, scale: Scale | None = None) -> Iterator[Statement]:
    """The statements of one release with their probability in place of their rule's confidence."""
    scale = scale or load()
    for statement, found in zip(statements, features(statements, release), strict=True):
        if found is None:
            yield statement
        else:
            yield replace(statement, confidence=told(scale.probability(found)))


def features(statements: Sequence[Statement], release: Release) -> Iterator[Features | None]:
    """What counts for or against each statement; None for names and mentions, which nothing weakens."""
    around = _Around(statements, release)
    for statement in statements:
        yield None if statement.predicate in _NAMING else dict(around.features(statement))


class _Around:
    """A release's statements as each of them sees the others."""

    def __init__(self, statements: Sequence[Statement], release: Release) -> None:
        self.text = release.text
        self.values: defaultdict[tuple[str, str, Status], set[str]] = defaultdict(set)
        self.statuses: defaultdict[tuple[str, str, str], set[Status]] = defaultdict(set)
        places: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for s in statements:
            if s.predicate not in _NAMING:
                self.values[s.subject.key, s.predicate, s.status].add(_key(s))
                self.statuses[s.subject.key, s.predicate, _key(s)].add(s.status)
                places[s.subject.key][s.begin] += 1
        self.main = {key: min(counts, key=lambda b: (-counts[b], b)) for key, counts in places.items()}
        said = [s for s in statements if s.predicate not in _NAMING]
        self.beside = Counter(s.begin for s in said)
        self.kinds = Counter(type_ for _, type_ in {(s.subject.key, s.subject.type) for s in said})

    def features(self, s: Statement) -> Iterator[tuple[str, float]]:
        local = s.subject.type in SLOTS
        sentence = self.text[s.begin : s.end]
        raw = max(0.05, min(0.99, s.confidence))
        yield "always", 1.0
        yield "rule's own", math.log(raw / (1 - raw)) - 2
        if s.status is not Status.OCCURRED:
            yield s.status.value, 1.0
        things = [s.object] if local else [s.subject, s.object]
        for node in things:
            if isinstance(node, Node) and node.type != "Role":
                if not any(form in sentence for form in (node.name, node.label or node.name, *node.aliases)):
                    yield "not named in the sentence", 1.0
                if node.link and node.link.startswith(("minted", "fuzzy")):
                    yield "unknown name", 1.0
        rivals = len(self.values[s.subject.key, s.predicate, s.status]) - 1
        if rivals and s.predicate in _SINGLE:
            yield "rival value", 1.0
        if len(self.statuses[s.subject.key, s.predicate, _key(s)]) > 1:
            yield "other status", 1.0
        if s.predicate == "role" and not self.values[s.subject.key, "of", s.status]:
            yield "role in nothing", 1.0
        if local and s.begin != self.main[s.subject.key]:
            yield "away from the event", 1.0
        yield f"{s.subject.type} {s.predicate}" if local else s.predicate, 1.0
        yield "told beside it", math.log(self.beside[s.begin])
        if local:
            yield "others of its kind", math.log(self.kinds[s.subject.type])
        yield "long sentence", max(0.0, math.log(max(1, len(sentence.split())) / 20))


def _key(s: Statement) -> str:
    return s.object.iri or s.object.key if isinstance(s.object, Node) else s.object.value
