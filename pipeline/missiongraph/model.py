"""The nouns of the line: a release, the nodes it speaks of, and the statements it makes.

Every stage takes and returns these. All are frozen, so a stage can only hand on something new.
Offsets are code points into the cleaned text of the release, end exclusive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Literal", "Node", "Release", "Statement", "Status", "digest"]


class Status(StrEnum):
    """How a release says a thing: as done, as scheduled, or as called off."""

    OCCURRED = "occurred"
    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Release:
    """One press release. After `clean` its text is final and starts with the title."""

    id: str
    text: str
    title: str = ""
    published: date | None = None
    url: str | None = None
    publisher: str | None = None
    source: str = ""
    """Where the bytes came from (path, or path and record number), for messages."""
    html: bool = False
    """True while `text` still is markup; `clean` turns it into plain text."""
    removed: tuple[str, ...] = ()
    """What `clean` took out, in order: kept so that a reader can check it."""

    @property
    def digest(self) -> str:
        """SHA-256 of what the facts depend on: id, title, date and text."""
        parts = (self.id, self.title, self.published.isoformat() if self.published else "", self.text)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that a release speaks of: an entity, or an event, role tenure or distinction.

    `key` is unique within the release and stable between runs ("Person:luca parmitano", "landing-1").
    `type` is the local name of the ontology class. `iri` and `label` are set by `resolve`.
    """

    key: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    iri: str | None = None
    label: str | None = None
    link: str | None = None
    """Why `resolve` chose this IRI, for people: "alias of …", "fuzzy 0.93 …", "minted"."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value. `datatype` is an XSD local name: date, dateTime, gYear, gYearMonth, duration, integer, string."""

    value: str
    datatype: str = "string"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that one sentence of one release says.

    The subject of an event's argument is the event's node, so each argument keeps its own sentence.
    `begin` and `end` bound the sentence (or the title line) that says it.
    """

    release: str
    subject: Node
    predicate: str
    object: Node | Literal
    begin: int
    end: int
    rule: str
    confidence: float
    status: Status = Status.OCCURRED

    @property
    def id(self) -> str:
        """Digest of the identity fields: the same fact said in the same sentence has the same id in every run."""
        value = self.object.key if isinstance(self.object, Node) else f"{self.object.value}^^{self.object.datatype}"
        return digest(
            self.release, self.subject.key, self.predicate, value, self.status, str(self.begin), str(self.end)
        )


def digest(*parts: str) -> str:
    """A short name for what these identify: the same in every run."""
    return hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False).hexdigest()[:16]
