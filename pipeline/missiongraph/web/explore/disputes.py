"""What releases tell differently, for people: `missiongraph.conflicts`, with the releases that each side rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import conflicts
from ...terms import release_iri
from .catalogue import Catalogue, catalogue
from .portrait import Ref, Source, ref

if TYPE_CHECKING:
    from ...store import Store

__all__ = ["Dispute", "Side", "disputes"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two values. `support` counts independent releases that say so."""

    value: Ref
    status: str
    support: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two values for what can have one only. `kind` is one of conflicts.KINDS: disagreements are but the first."""

    kind: str
    of: Ref
    predicate: str
    one: Side
    other: Side
    why: str

    def about(self, path: str) -> bool:
        """Whether it belongs on the page there: of its thing, of a value, or of a release that speaks."""
        releases = (source.edition.path for side in (self.one, self.other) for source in side.sources)
        return path in (self.of.path, self.one.value.path, self.other.value.path, *releases)


def disputes(store: Store) -> tuple[Dispute, ...]:
    """All of them, disagreements first."""
    known = catalogue(store)
    found = sorted(conflicts.find(store), key=lambda finding: conflicts.KINDS.index(finding.kind))
    return tuple(
        Dispute(
            finding.kind,
            ref(finding.subject_iri, "", known),
            finding.predicate,
            _side(finding.one, known),
            _side(finding.other, known),
            finding.why,
        )
        for finding in found
    )


def _side(side: conflicts.Side, known: Catalogue) -> Side:
    told = ((known.releases.get(release_iri(said.release)), said) for said in side.said)
    sources = tuple(Source(edition, said.begin, said.end, said.evidence) for edition, said in told if edition)
    return Side(ref(side.value_iri or side.value, "", known), side.status, side.support, sources)
