"""The quality gate: F1 floors and a digest of the gold they were measured on. A floor only ever rises by itself."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .evaluate import Evaluation

__all__ = ["Baseline", "digest", "misses", "read", "rise"]

ENOUGH = 5
"""A predicate has a floor of its own from this many gold rows; below, one row moves its F1 too far."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """F1 floors by name ("strict", "any_status", "distinctions", "predicate NAME"), and the gold they hold for."""

    gold: str = ""
    floors: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> str:
        """The file's text, keys in stable order."""
        return json.dumps({"gold": self.gold, "floors": dict(sorted(self.floors.items()))}, indent=2) + "\n"


def digest(gold: Path) -> str:
    """SHA-256 over names and contents of the gold's files; line ends do not count."""
    whole = hashlib.sha256()
    for file in sorted(gold.glob("*.json")) if gold.is_dir() else [gold]:
        data = file.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{file.name}\0{len(data)}\0".encode() + data)
    return "sha256:" + whole.hexdigest()


def read(path: Path) -> Baseline:
    """The baseline in `path`. Raises Problem G002 when there is none to read."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return Baseline(str(data["gold"]), {str(name): float(floor) for name, floor in data["floors"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("G002", str(path), f"{type(error).__name__}: {error}") from error


def misses(evaluation: Evaluation, gold: str, baseline: Baseline) -> list[str]:
    """What keeps the gate shut, a line each; empty when it is open."""
    found = [] if gold == baseline.gold else ["the gold has changed since its floors were set: review, then --raise"]
    measured = _measure(evaluation)
    for name, floor in sorted(baseline.floors.items()):
        f1 = measured.get(name, 0.0)
        if f1 < floor:
            found.append(f"{name}: F1 {f1:.3f} is below its floor {floor:.3f}")
    return found


def rise(evaluation: Evaluation, gold: str, baseline: Baseline) -> Baseline:
    """The baseline for this gold with every floor raised to what was measured; none is lowered or dropped."""
    floors = dict(baseline.floors)
    for name, f1 in _measure(evaluation).items():
        floors[name] = max(floors.get(name, 0.0), math.floor(f1 * 1000) / 1000)
    return Baseline(gold, floors)


def _measure(evaluation: Evaluation) -> dict[str, float]:
    whole = {
        "strict": evaluation.strict.f1,
        "any_status": evaluation.any_status.f1,
        "distinctions": evaluation.distinctions.f1,
    }
    parts = {f"predicate {name}": tally.f1 for name, tally in evaluation.predicates.items() if tally.gold >= ENOUGH}
    return whole | parts
