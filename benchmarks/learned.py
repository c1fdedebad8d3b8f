"""The learned layer that `learn.py` trains and measures: which facts it would add where the rules are silent.

A network scores what each pair of mentions shows for each predicate; the best place of a fact counts. A logistic
regression then weighs that score with what rules and rivals say of subject and object, and gives the confidence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from pairs import KIND, PREDICATES, Fact, Place, places

from missiongraph.extract.document import Document
from missiongraph.extract.writer import Writer
from missiongraph.model import Literal, Statement
from missiongraph.terms import BINARY, SHORTCUTS

__all__ = ["Candidate", "Model", "Told", "judged", "status_of", "told_by_rules"]

THRESHOLD = 0.8
SEPARATOR = "\x1f"
Told = Mapping[Fact, Iterable[str]]
"""What rules told: facts with their statuses."""
Floats = np.ndarray[Any, np.dtype[np.float32]]

_CARGO = re.compile(r"Progress|Cygnus|Cargo|HTV|Kounotori|Tianzhou|ATV|Agena|Telescope")
_STANDING = re.compile(r"Expeditions? \d|EO-|[Pp]rogram(?:me)?\b|[Cc]ampaign$|^(?:Artemis|Apollo|Gemini|Mercury)$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that types allow, the places that could say it, and its best score there."""

    fact: Fact
    places: tuple[int, ...]
    best: int
    score: float


class Model:
    """The weights: of a hidden layer over features, of features straight to predicates, and of the second model."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        self.words = {w: i for i, w in enumerate(str(arrays["words"]).split(SEPARATOR))}
        self.hidden, self.skip, self.out = (arrays[k].astype(np.float32) for k in ("hidden", "skip", "out"))
        self.bias, self.prior = arrays["bias"].astype(np.float32), arrays["prior"].astype(np.float32)
        self.weights = dict(zip(str(arrays["names"]).split(SEPARATOR), map(float, arrays["weights"]), strict=True))

    def rows(self, shows: Sequence[str]) -> list[int]:
        """The features it knows."""
        return [i for f in shows if (i := self.words.get(f)) is not None]

    def scores(self, shows: Sequence[str]) -> Floats:
        """Log odds of each predicate at one place."""
        rows = self.rows(shows)
        hidden = np.maximum(self.hidden[rows].sum(0) + self.bias, 0)
        found: Floats = hidden @ self.out + self.skip[rows].sum(0) + self.prior
        return found

    def chance(self, seen: Mapping[str, float]) -> float:
        """The second model's probability."""
        odds = sum(self.weights.get(k, 0.0) * v for k, v in seen.items()) + self.weights["(intercept)"]
        return float(1 / (1 + np.exp(-odds)))


def candidates(found: Sequence[Place], scored: Sequence[Floats]) -> list[Candidate]:
    """Each fact once, by its likeliest place; the score is the odds of any place (soft maximum)."""
    where: dict[Fact, list[int]] = defaultdict(list)
    for n, place in enumerate(found):
        for fact in place.facts:
            where[fact].append(n)
    out = []
    for fact, at in where.items():
        odds = [float(scored[n][_NUMBER[fact[1]]]) for n in at]
        top = max(odds)
        soft = top + float(np.log(sum(np.exp(o - top) for o in odds)))
        out.append(Candidate(fact, tuple(at), at[odds.index(top)], soft))
    return out


_NUMBER = {p: i for i, p in enumerate(PREDICATES)}


class _Known:
    """What rules and rivals say, by subject and by object."""

    def __init__(self, document: Document, told: Told, all_: Sequence[Candidate]) -> None:
        self.document, self.told = document, told
        self.of: dict[int, list[Fact]] = defaultdict(list)
        self.about: dict[tuple[str, int | str], set[int]] = defaultdict(set)
        self.flights: dict[int, set[int | str]] = defaultdict(set)
        for fact in told:
            s, p, v = fact
            self.of[s].append(fact)
            self.about[p, v].add(s)
            if p in ("flewOn", "crewMemberOf"):
                self.flights[s].add(v)
        self.types = Counter(e.type for e in document.entities)
        self.times = Counter(e for s in document.sentences for i in s.items for e in i.entities)
        self.by_subject: dict[tuple[int, str], list[float]] = defaultdict(list)
        self.by_object: dict[tuple[str, int | str], list[float]] = defaultdict(list)
        for c in all_:
            self.by_subject[c.fact[0], c.fact[1]].append(c.score)
            self.by_object[c.fact[1], c.fact[2]].append(c.score)

    @cached_property
    def events_at(self) -> set[tuple[str, int | str]]:
        return {(KIND[p], v) for _, p, v in self.told if p in KIND}


def _rival(scores: Sequence[float], own: float) -> float:
    """The best score of the others."""
    ranked = sorted(scores)
    return (ranked[-2] if len(ranked) > 1 else -6.0) if ranked[-1] == own else ranked[-1]


def _clip(x: float) -> float:
    return min(8.0, max(-8.0, x)) / 4


def context(c: Candidate, known: _Known, found: Sequence[Place]) -> dict[str, float]:
    """What the second model sees: the score, rivals, what the rules told, how well known the two are."""
    s, p, v = c.fact
    kind, mine = KIND.get(p), known.of[s]
    rival, shared = _rival(known.by_subject[s, p], c.score), _rival(known.by_object[p, v], c.score)
    alike = known.about[p, v] - {s}
    mates = {k for k, f in known.flights.items() if k != s and f & known.flights.get(s, set())}
    near = any(found[n].sentence == found[n].subject_sentence for n in c.places)
    flags = {
        "other object": any(q == p and w != v for _, q, w in mine),
        f"other object {p}": any(q == p and w != v for _, q, w in mine),
        f"shared {p}": bool(alike),
        "mate": bool(alike & mates),
        "mates not": bool(mates and not alike & mates),
        "also": any(w == v and q != p for _, q, w in mine),
        "event told": kind is not None and any(KIND.get(q) == kind for _, q, _ in mine),
        f"event told {p}": kind is not None and any(KIND.get(q) == kind for _, q, _ in mine),
        "other event": kind is not None and any(k != kind and w == v for k, w in known.events_at),
        "near": near,
        f"near {p}": near,
        "title": min(found[n].sentence for n in c.places) == 0,
        f"type {known.document.entity(s).type} {p}": True,
        **{f"also {q} {p}": True for _, q, w in mine if w == v and q != p},
        **_kept(s, "subject", known),
        **(
            _kept(v, "object", known)
            if isinstance(v, int)
            else {f"length {len(v)}": True, f"length {p} {len(v)}": True}
        ),
    }
    numbers = {"score": c.score, f"score {p}": c.score / 2, "places": min(len(c.places), 5) / 5}
    numbers |= {"rival": _clip(rival - c.score), "shared rival": _clip(shared - c.score), "shared score": _clip(shared)}
    numbers["shared"] = min(3, len(alike)) / 3
    for name, index in (("subject", s), ("object", v)):
        if isinstance(index, int):
            numbers[f"{name} named"] = min(6, known.times[index]) / 6
    return numbers | {k: 1.0 for k, true in flags.items() if true}


def _kept(index: int, name: str, known: _Known) -> dict[str, bool]:
    entity = known.document.entity(index)
    return {
        f"{name} known": entity.iri is not None,
        f"{name} alone": known.types[entity.type] == 1,
        f"{name} standing": bool(_STANDING.search(entity.name)),
        f"{name} one word": entity.type == "Person" and " " not in entity.name,
        f"{name} cargo": bool(_CARGO.search(entity.name)),
    }


def barred(c: Candidate, known: _Known, found: Sequence[Place]) -> bool:
    """What no score lets through: doubtful names, standing missions that fly, people in cargo craft, second sites."""
    s, p, v = c.fact
    subject = known.document.entity(s)
    unknown = subject.type == "Person" and subject.iri is None
    if unknown and (" " not in subject.name or all(found[n].subject_sentence == 0 for n in c.places)):
        return True
    if (p in KIND or p in ("usesSpacecraft", "duration")) and _STANDING.search(subject.name):
        return True
    if isinstance(v, str):
        return p.endswith("Time") and p != "spacewalkTime" and len(v) < 10
    other = known.document.entity(v)
    doubtful = other.iri is None and other.type in ("Spacecraft", "Mission") and known.times[v] < 2
    programme = p == "crewMemberOf" and bool(_STANDING.search(other.name)) and "Exp" not in other.name
    second = KIND.get(p) in ("Launch", "Landing") and any(q == p for _, q, _ in known.of[s])
    return doubtful or programme or second or (p == "flewOn" and bool(_CARGO.search(f"{other.name} {other.label}")))


def told_by_rules(found: Iterable[Statement], doc: Document) -> dict[Fact, list[str]]:
    """The rows of the fact view over the indexes of entities, with their statuses."""
    writer = Writer(doc)
    list(writer.entities())
    index = {writer.node(e.index).key: e.index for e in doc.entities}
    out: dict[Fact, list[str]] = defaultdict(list)
    events: dict[str, list[Statement]] = defaultdict(list)

    def put(subject: str, predicate: str, told: Statement) -> None:
        value = told.object.value if isinstance(told.object, Literal) else index.get(told.object.key, -1)
        if predicate in _NUMBER and value != -1:
            out[index[subject], predicate, value].append(told.status.value)

    for one in found:
        if one.predicate in BINARY and one.subject.key in index:
            put(one.subject.key, one.predicate, one)
        events[one.subject.key].append(one)
    for event in events.values():
        for kind, bearer, slot, predicate in SHORTCUTS:
            for who in (s for s in event if s.subject.type == kind and s.predicate == bearer):
                for what in (s for s in event if s.predicate == slot):
                    if not isinstance(who.object, Literal):
                        put(who.object.key, predicate, what)
    return dict(out)


def judged(document: Document, told: Told, model: Model) -> Iterator[tuple[Candidate, Place, dict[str, float], bool]]:
    """Every candidate with its best place, what the second model sees, and whether it is barred."""
    found = list(places(document))
    all_ = candidates(found, [model.scores(p.shows) for p in found])
    known = _Known(document, told, all_)
    for c in all_:
        yield c, found[c.best], context(c, known, found), c.fact not in told and barred(c, known, found)


def status_of(c: Candidate, place: Place, told: Told) -> str:
    """As others of whom the same is told, else as the sentence has it."""
    shared = Counter(state for f, by in told.items() if f[1:] == c.fact[1:] for state in by)
    return min(shared, key=lambda s: (-shared[s], s)) if shared else place.status or "occurred"
