"""How many independent releases say a fact, who said it first and last; and what was known or planned on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import facts
from . import gather, outdated

if TYPE_CHECKING:
    from ..facts import FactRow
    from ..store import Store
    from .model import Source

__all__ = ["Support", "rows", "support"]


@dataclass(frozen=True, slots=True)
class Support:
    """A fact of the fact view, whoever says it. `releases` counts independent ones: re-issues are none.

    `first` and `last` are the days (ISO 8601) of the first and last release that say so, "" where none has a date;
    `release` and `evidence` are the first release and its sentence.
    """

    subject: str
    predicate: str
    object: str
    of: str | None
    status: str
    releases: int
    first: str
    last: str
    confidence: float
    """The best of theirs."""
    subject_iri: str
    object_iri: str | None
    release: str
    evidence: str


def rows(store: Store, as_of: str | None = None, release: str | None = None) -> Iterator[FactRow]:
    """The fact view, or what was known or planned at the end of the day `as_of` (ISO 8601).

    That is what the releases published until then say (none that lacks a date), without the plans that had moved and
    the facts that had been corrected by then.
    """
    if as_of is None:
        yield from facts.rows(store, release)
        return
    known = gather.sources(store, as_of)
    gone = outdated(store, known)
    for stored in store.releases():
        if stored.iri in known and release in (None, stored.id):
            for row, used in facts.derived(store, stored):
                if not gone & {f"{stored.iri}#s-{claim.id}" for claim in used}:
                    yield row


def support(store: Store, found: Iterable[FactRow]) -> list[Support]:
    """These rows of the fact view (of any releases), each fact once, by subject, predicate and object."""
    known = {source.id: source for source in gather.sources(store).values()}
    facts_: dict[tuple[str | None, ...], list[FactRow]] = {}
    for row in found:
        key = (row.subject_iri, row.predicate, row.object_iri or row.object, row.status, row.of)
        facts_.setdefault(key, []).append(row)
    made = [_support(sorted(said, key=lambda row: known[row.release].order), known) for said in facts_.values()]
    return sorted(made, key=lambda s: (s.subject, s.predicate, s.object, s.status, s.of or "", s.subject_iri))


def _support(said: list[FactRow], known: dict[str, Source]) -> Support:
    first, sources = said[0], [known[row.release] for row in said]
    days = [source.published for source in sources if source.published]
    return Support(
        subject=first.subject,
        predicate=first.predicate,
        object=first.object,
        of=first.of,
        status=first.status,
        releases=len({source.first for source in sources}),
        first=min(days, default=""),
        last=max(days, default=""),
        confidence=max(row.confidence for row in said),
        subject_iri=first.subject_iri,
        object_iri=first.object_iri,
        release=first.release,
        evidence=first.evidence,
    )
