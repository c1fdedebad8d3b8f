"""How well a fact view says what the gold says: precision, recall and F1, and the gate that holds them up.

A predicted row is right if release, predicate and status agree with a gold row, if subject and object are among the
names of gold's entities, and if a time is the same instant at the same precision. Every fact counts once a release.
Distinctions are free text and are counted apart.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from .errors import Problem, StartProblem
from .folding import fold, fold_duration, fold_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Evaluation", "Gold", "GoldFact", "Tally", "evaluate", "read_gold", "read_rows"]

Row: TypeAlias = "Mapping[str, Any]"
"""One line of the fact view."""

TIME = frozenset(
    ("birthDate", "dockingTime", "landingTime", "launchTime", "selectionTime", "spacewalkTime", "undockingTime")
)
DURATION = frozenset(("duration", "spacewalkDuration"))
DISTINCTION = "distinction"
SAME_WORDS = 0.6
"""Share of common words (Dice) from which two texts of a distinction say the same."""

PEOPLE, CRAFT, MISSIONS = "participants", "spacecraft", "mission"
ALL = (PEOPLE, CRAFT, MISSIONS)

EVENTS: dict[str, tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]] = {
    "Launch": (
        (ALL, "launchTime", ("time",)),
        (ALL, "launchSite", ("place",)),
        ((CRAFT, MISSIONS), "launchVehicle", ("launchVehicle",)),
    ),
    "Docking": ((ALL, "dockingTime", ("time",)), (ALL, "dockedTo", ("station", "module"))),
    "Undocking": ((ALL, "undockingTime", ("time",)), (ALL, "undockedFrom", ("station", "module"))),
    "Landing": ((ALL, "landingTime", ("time",)), (ALL, "landingPlace", ("place",))),
    "Spacewalk": (
        ((PEOPLE,), "spacewalkTime", ("time",)),
        ((PEOPLE,), "spacewalkDuration", ("duration",)),
        ((PEOPLE,), "spacewalkCount", ("count",)),
        ((PEOPLE,), "workedOn", ("target",)),
    ),
    "CommandHandover": ((("from",), "handedCommandTo", ("to",)),),
    "Selection": (
        ((PEOPLE,), "selectedBy", ("by",)),
        ((PEOPLE,), "selectedAs", ("as",)),
        ((PEOPLE,), "selectionTime", ("time",)),
    ),
}
"""What an event says of whom: subjects, predicate, the arguments that are its objects."""

TAKING_PART = (((PEOPLE,), "flewOn", (CRAFT,)), ((PEOPLE,), "crewMemberOf", (MISSIONS,)))
BEING_THERE = (((PEOPLE,), "stayedOn", ("station",)),)
AT_A_STATION = frozenset(("Docking", "Undocking", "Spacewalk"))


@dataclass(frozen=True, slots=True)
class GoldFact:
    """One row of gold. `subject`, `object` and `of` are keys of its entities, or plain values."""

    subject: str
    predicate: str
    object: str | frozenset[str]
    status: str = "occurred"
    of: str | None = None


@dataclass(frozen=True)
class Gold:
    """What one release states. `facts` keep their order and are distinct."""

    release: str
    names: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]
    facts: tuple[GoldFact, ...]
    optional: tuple[GoldFact, ...] = ()
    distinctions: tuple[tuple[str, str], ...] = ()

    def accepted(self, value: str | frozenset[str]) -> frozenset[str]:
        """Every folded form that names this entity or value."""
        if isinstance(value, frozenset):
            return value
        return self.names.get(value) or frozenset((fold(value),))

    def match(self, row: Row, facts: Iterable[GoldFact], strict: bool) -> GoldFact | None:
        """The first of `facts` that `row` states; `strict` also asks for its status. None if there is none."""
        return next((fact for fact in facts if self._same(fact, row, strict)), None)

    def _same(self, fact: GoldFact, row: Row, strict: bool) -> bool:
        return (
            fact.predicate == row["predicate"]
            and (not strict or fact.status == (row.get("status") or "occurred"))
            and fold(row["subject"]) in self.accepted(fact.subject)
            and self._same_object(fact, row["object"])
            and (not fact.of or fold(row.get("of") or "") in self.accepted(fact.of))
        )

    def _same_object(self, fact: GoldFact, value: Any) -> bool:
        if fact.predicate in TIME:
            return fold_time(fact.object) == fold_time(value)
        if fact.predicate in DURATION:
            return fold_duration(fact.object) == fold_duration(value)
        return fold(value) in self.accepted(fact.object)

    def show(self, value: str | frozenset[str]) -> str:
        """A key or value as people read it."""
        return "/".join(sorted(value)) if isinstance(value, frozenset) else self.labels.get(value, value)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of distinct rows: right and wrong among the predicted, and all of gold."""

    right: int = 0
    wrong: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the predicted rows that are right; 0 when nothing was predicted."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of gold's rows that were found; 0 when gold has none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, float]:
        """Counts and rates (four digits), for JSON."""
        rates = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        counts = {"right": self.right, "wrong": self.wrong, "gold": self.gold}
        return {name: round(rate, 4) for name, rate in rates.items()} | counts


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The numbers, and every row behind those that are not right."""

    releases: int
    strict: Tally
    any_status: Tally
    distinctions: Tally
    predicates: Mapping[str, Tally] = field(default_factory=dict)
    errors: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """All but the errors, for JSON."""
        return {
            "releases": self.releases,
            "strict": self.strict.as_dict(),
            "any_status": self.any_status.as_dict(),
            "distinctions": self.distinctions.as_dict(),
            "predicates": {name: tally.as_dict() for name, tally in self.predicates.items()},
        }


def read_gold(path: Path) -> dict[str, Gold]:
    """Gold by release, from a folder of .json files or one .jsonl. Raises Problem G001."""
    try:
        texts = (
            [file.read_text("utf-8") for file in sorted(path.glob("*.json"))]
            if path.is_dir()
            else [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        )
        golds = [_gold(json.loads(text)) for text in texts]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("G001", str(path), f"{type(error).__name__}: {error}") from error
    if not golds:
        raise Problem("G001", str(path), "no annotations in it")
    return {gold.release: gold for gold in golds}


def read_rows(path: Path) -> list[Row]:
    """The rows of a facts.jsonl. Raises StartProblem S002 where there is none, Problem R004 naming a broken line."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except OSError as error:
        raise StartProblem("S002", str(path)) from error
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            rows += [json.loads(line)] if line.strip() else []
        except ValueError as error:
            raise Problem("R004", f"{path}:{number}", str(error)) from error
    return rows


def evaluate(gold: Mapping[str, Gold], rows: Iterable[Row]) -> Evaluation:
    """Score the rows of the fact view; rows of releases that have no gold are left out."""
    known = [row for row in rows if row["release"] in gold]
    facts = [row for row in known if row["predicate"] != DISTINCTION]
    right, wrong, missed = _compare(gold, facts, strict=True)
    loose_right, loose_wrong, _ = _compare(gold, facts, strict=False)
    total = Counter(fact.predicate for one in gold.values() for fact in one.facts)
    counts = Counter(fact.predicate for _, fact in right), Counter(row["predicate"] for row in wrong)
    return Evaluation(
        releases=len(gold),
        strict=Tally(len(right), len(wrong), total.total()),
        any_status=Tally(len(loose_right), len(loose_wrong), total.total()),
        distinctions=_distinctions(gold, [row for row in known if row["predicate"] == DISTINCTION]),
        predicates={p: Tally(counts[0][p], counts[1][p], total[p]) for p in sorted({*total, *counts[1]})},
        errors=(*(_wrong_line(row) for row in wrong), *(_missed_line(gold[release], fact) for release, fact in missed)),
    )


Found: TypeAlias = "dict[tuple[str, GoldFact], None]"


def _compare(gold: Mapping[str, Gold], rows: Iterable[Row], strict: bool) -> tuple[Found, list[Row], Found]:
    """Gold's facts that were found, the rows that are wrong (each fact once), and gold's facts that were not found."""
    found: Found = {}
    wrong: dict[tuple[str, ...], Row] = {}
    for row in rows:
        one = gold[row["release"]]
        fact = one.match(row, one.facts, strict)
        if fact is not None:
            found[one.release, fact] = None
        elif one.match(row, one.optional, strict=False) is None:
            wrong.setdefault(_identity(row), row)
    everything = ((one.release, fact) for one in gold.values() for fact in one.facts)
    return found, list(wrong.values()), {key: None for key in everything if key not in found}


def _identity(row: Row) -> tuple[str, ...]:
    """A row that is wrong in two statuses is one error."""
    return row["release"], fold(row["subject"]), row["predicate"], fold(row["object"]), fold(row.get("of") or "")


def _distinctions(gold: Mapping[str, Gold], rows: Iterable[Row]) -> Tally:
    """By holder and the words of the text; each of gold's is found once."""
    open_ = {one.release: list(one.distinctions) for one in gold.values()}
    total = sum(map(len, open_.values()))
    right = wrong = 0
    for row in rows:
        rest = open_[row["release"]]
        hit = next((d for d in rest if _same_distinction(gold[row["release"]], d, row)), None)
        if hit is None:
            wrong += 1
        else:
            rest.remove(hit)
            right += 1
    return Tally(right, wrong, total)


def _same_distinction(gold: Gold, distinction: tuple[str, str], row: Row) -> bool:
    holder, text = distinction
    mine, theirs = set(fold(row["object"]).split()), set(fold(text).split())
    dice = 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))
    return fold(row["subject"]) in gold.accepted(holder) and dice >= SAME_WORDS


def _wrong_line(row: Row) -> str:
    of = f" of {row['of']}" if row.get("of") else ""
    status = row.get("status") or "occurred"
    return f"wrong\t{row['release']}\t{row['subject']}\t{row['predicate']}\t{row['object']}{of}\t{status}"


def _missed_line(gold: Gold, fact: GoldFact) -> str:
    of = f" of {gold.show(fact.of)}" if fact.of else ""
    subject, object_ = gold.show(fact.subject), gold.show(fact.object)
    return f"missed\t{gold.release}\t{subject}\t{fact.predicate}\t{object_}{of}\t{fact.status}"


def _gold(data: Mapping[str, Any]) -> Gold:
    entities: Mapping[str, Any] = data.get("entities", {})
    return Gold(
        release=data["release"],
        names={key: frozenset(map(fold, entity["names"])) for key, entity in entities.items()},
        labels={key: entity["names"][0] for key, entity in entities.items()},
        facts=tuple(dict.fromkeys(_facts(data))),
        optional=tuple(dict.fromkeys(_plain(data.get("optional", ())))),
        distinctions=tuple((d["holder"], d["text"]) for d in data.get("distinctions", ())),
    )


def _facts(data: Mapping[str, Any]) -> Iterator[GoldFact]:
    yield from _plain(data.get("facts", ()))
    for role in data.get("roles", ()):
        names = frozenset(map(fold, _many(role["role"])))
        yield GoldFact(role["holder"], "role", names, role.get("status", "occurred"), role.get("of"))
    for event in data.get("events", ()):
        yield from _flatten(event)


def _plain(facts: Iterable[Mapping[str, Any]]) -> Iterator[GoldFact]:
    for fact in facts:
        if fact["s"] is not None and fact["o"] is not None:
            yield GoldFact(fact["s"], fact["p"], str(fact["o"]), fact.get("status", "occurred"))


def _flatten(event: Mapping[str, Any]) -> Iterator[GoldFact]:
    kind = event["type"]
    if kind not in EVENTS:
        raise ValueError(f"unknown event type {kind}")
    status = event.get("status", "occurred")
    of = event.get("station") if kind == "CommandHandover" else None
    for subjects, predicate, objects in (*EVENTS[kind], *TAKING_PART, *(BEING_THERE if kind in AT_A_STATION else ())):
        for subject in (key for slot in subjects for key in _many(event.get(slot))):
            for value in (value for slot in objects for value in _many(event.get(slot))):
                yield GoldFact(subject, predicate, str(value), status, of)


def _many(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]
