"""What the families find before it becomes statements: claims, tenures, distinctions and events."""

from __future__ import annotations

from dataclasses import dataclass, field

from missiongraph.model import Literal, Status

__all__ = ["Claim", "Distinction", "Event", "Filler", "Tenure", "Value"]

Value = int | Literal
"""An entity's index in the document, or a literal."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A binary fact: subject entity, predicate, value, the sentence that says it."""

    subject: int
    predicate: str
    object: Value
    sentence: int
    rule: str
    confidence: float
    status: Status = Status.OCCURRED


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody holding a role, in something where the text binds it."""

    holder: int
    role: str
    of: int | None
    sentence: int
    rule: str
    confidence: float
    status: Status = Status.OCCURRED
    start: Literal | None = None
    end: Literal | None = None


@dataclass(frozen=True, slots=True)
class Distinction:
    """A first, a record, a rank: said of a person in words."""

    holder: int
    text: str
    sentence: int
    rule: str
    confidence: float
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Filler:
    """One argument of an event with the sentence that gives it."""

    slot: str
    value: Value
    sentence: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Event:
    """One happening. `fillers` in the order found; `sentence` is where it is first told."""

    type: str
    status: Status
    sentence: int
    fillers: tuple[Filler, ...] = field(default=())
    heads: bool = False
    """Told by a noun at the head of its sentence ("Docking is set for …"): it may belong to what was named before."""
    attempt: bool = False
    """Told as an attempt: at what, the telling before says."""

    def values(self, slot: str) -> tuple[Value, ...]:
        """What fills a slot, each value once."""
        return tuple(dict.fromkeys(f.value for f in self.fillers if f.slot == slot))
