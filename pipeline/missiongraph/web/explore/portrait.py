"""What the releases say of one thing: facts in groups, each with every sentence that says it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...facts import Claim, FactRow, Things, claims, flat
from ...terms import SLOTS, release_id
from .wording import value, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...facts import Row
    from .catalogue import Catalogue, Edition

__all__ = ["Fact", "Group", "Ref", "Said", "Source", "groups", "said_of"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing, or a value (which has no page: `path` is "")."""

    text: str
    path: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of a release."""

    edition: Edition
    begin: int
    end: int
    quote: str
    confidence: float
    rule: str

    @property
    def path(self) -> str:
        """Where its release shows it."""
        return f"{self.edition.path}#char={self.begin},{self.end}"


@dataclass(slots=True)
class Fact:
    """One fact in all releases. `of` is what a role is held at, `note` from when to when."""

    what: Ref
    status: str
    of: Ref | None = None
    note: str = ""
    sources: list[Source] = field(default_factory=list)

    @property
    def since(self) -> str:
        """The date of the first release that says so."""
        return min((s.edition.published for s in self.sources if s.edition.published), default="")


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one kind under a heading."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """The statements of one release: those of its nodes together, and what the nodes are."""

    edition: Edition
    claims: tuple[Claim, ...]
    classes: Mapping[str, str]


def said_of(found: Iterable[Row], known: Catalogue) -> list[Said]:
    """The rows of claims.rq by release, in the order of the catalogue: the latest first."""
    classes: dict[str, str] = {}
    of: dict[str, dict[str, Claim]] = defaultdict(dict)
    for *row, class_ in found:
        (claim,) = claims([row])
        of[row[0].value].setdefault(row[1].value, claim)
        if class_ is not None:
            classes[claim.subject] = class_.value.rpartition("#")[2]
    order = lambda claim: (claim.begin, claim.end, claim.id)  # noqa: E731 - read once, just below
    return [
        Said(edition, tuple(sorted(of[iri].values(), key=order)), classes)
        for iri, edition in known.releases.items()
        if iri in of
    ]


def groups(thing: str, said: Iterable[Said], known: Catalogue) -> list[Group]:
    """The facts about a thing, then those that point at it, in the order of wording.toml."""
    found: dict[tuple[str, str], dict[tuple[str, ...], Fact]] = defaultdict(dict)
    for release in said:
        notes = _notes(release.claims)
        things = Things(release.classes, _labels(release.claims, known))
        for row, used in flat(release.edition.id, release.claims, things):
            for side, other in _sides(thing, row, used):
                key = (side, row.predicate if side != "of" else "of")
                _add(found[key], row, used, ref(other, row.predicate, known), release.edition, notes)
    return list(_ordered(found))


def ref(term: str, predicate: str, known: Catalogue) -> Ref:
    """A thing by its IRI, or a value by its text."""
    thing = known.thing(term)
    return Ref(thing.name, thing.path, thing.kind) if thing else Ref(value(term, predicate))


def source(edition: Edition, claim: Claim | FactRow) -> Source:
    """The sentence of a statement or fact."""
    return Source(edition, claim.begin, claim.end, claim.evidence, claim.confidence, claim.rule)


def _labels(said: Iterable[Claim], known: Catalogue) -> dict[str, str]:
    ends = {end for claim in said for end in (claim.subject, claim.object.value)}
    return {end: known.name(end) for end in ends if known.thing(end)}


def _sides(thing: str, row: FactRow, used: tuple[Claim, ...]) -> Iterator[tuple[str, str]]:
    """From which sides the thing sees a fact, and what it sees there."""
    if row.subject_iri == thing:
        yield "facts", row.object_iri or row.object
    elif row.object_iri == thing:
        yield "inverse", row.subject_iri
    elif row.predicate == "role" and len(used) > 2 and used[2].object.value == thing:
        yield "of", row.subject_iri


def _add(
    facts: dict[tuple[str, ...], Fact],
    row: FactRow,
    used: tuple[Claim, ...],
    what: Ref,
    edition: Edition,
    notes: Mapping[str, str],
) -> None:
    side_of = used[2].object.value if len(used) > 2 else ""
    note = notes.get(used[0].subject, "") if row.predicate == "role" else ""
    key = (what.text, what.path, row.status, side_of, row.object if row.predicate == "role" else "", note)
    fact = facts.setdefault(key, Fact(what, row.status, _of(row, used), note))
    fact.sources.append(source(edition, row))


def _of(row: FactRow, used: tuple[Claim, ...]) -> Ref | None:
    raise NotImplementedError
