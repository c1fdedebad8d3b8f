"""The nouns of this folder: releases as witnesses, what they tell, and what comes of comparing it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox

__all__ = ["KINDS", "Event", "Finding", "Said", "Side", "Source", "Told"]

Value = ox.NamedNode | ox.Literal

KINDS = ("conflict", "slip", "rounding", "revision", "naming")
"""Why two releases tell a thing differently; only the first is a disagreement."""


@dataclass(frozen=True, slots=True)
class Source:
    """A release as a witness. `published` is ISO 8601 or "", `first` the IRI of the first issue of what it says."""

    iri: str
    id: str
    published: str = ""
    publisher: str = ""
    first: str = ""
    corrects: frozenset[str] = frozenset()
    """First issues of the releases that it corrects."""

    @property
    def order(self) -> tuple[str, str]:
        """Earlier releases first; those without a date at the end."""
        return self.published or "9999", self.id


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of one release: `value` is what it says, `iri` the statement's node in the graph."""

    source: Source
    iri: str
    value: Value
    status: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event as one release tells it: its arguments by slot."""

    iri: str
    kind: str
    slots: dict[str, list[Told]] = field(default_factory=dict)

    @property
    def source(self) -> Source:
        """The release that tells it."""
        return next(iter(self.slots.values()))[0].source

    @property
    def time(self) -> Told | None:
        """When, where the release says so."""
        return next(iter(self.slots.get("time", ())), None)

    def things(self, slot: str) -> set[str]:
        """The IRIs that fill a slot."""
        return {told.value.value for told in self.slots.get(slot, ()) if isinstance(told.value, ox.NamedNode)}


@dataclass(frozen=True, slots=True)
class Said:
    """One release's sentence for a value. `begin` and `end` are offsets (code points) into its cleaned text."""

    release: str
    published: str
    publisher: str
    begin: int
    end: int
    evidence: str
    statement: str
    """The IRI of the statement."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two values, and who says it. `support` counts independent releases: re-issues are none."""

    value: str
    value_iri: str | None
    """None where the value is no thing; then `datatype` is its XSD local name."""
    datatype: str | None
    status: str
    support: int
    first: str
    """The day of the first release that says so, "" where it is not known; `last` likewise."""
    last: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Two values for what can have only one. `kind` is one of KINDS, `why` tells people how far apart they are.

    `stands` is "other" where that value has taken the place of `one` (a plan that moved, a correction), else None.
    """

    kind: str
    subject: str
    subject_iri: str
    predicate: str
    one: Side
    other: Side
    stands: str | None
    why: str
