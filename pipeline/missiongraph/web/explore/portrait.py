"""What the releases say of one thing: facts in groups, each with every sentence that says it.

All that is here goes from a query process to the server, and from there into a template.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...facts import Claim, FactRow, Things, claims, flat
from .asking import rows
from .wording import value, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ...store import Store
    from .catalogue import Catalogue, Edition

__all__ = ["Fact", "Group", "Ref", "Said", "Source", "groups", "ref", "said_of", "source"]


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
    confidence: float | None = None
    rule: str = ""

    @property
    def path(self) -> str:
        """Where its release shows it."""
        return f"{self.edition.path}#char={self.begin},{self.end}"


@dataclass(slots=True)
class Fact:
    """One fact in all releases."""

    what: Ref
    status: str
    beside: Ref | None = None
    """Of a role, what it is held at, or on that thing's page the role."""
    note: str = ""
    """Of a role, from when to when."""
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


def said_of(store: Store, thing: str, editions: Sequence[Edition]) -> list[Said]:
    """What these releases state of a thing and of the events it takes part in, in their order."""
    classes: dict[str, str] = {}
    of: dict[str, dict[str, Claim]] = defaultdict(dict)
    for row in rows(store, "claims", [edition.iri for edition in editions], thing=thing):
        *parts, class_ = row
        (claim,) = claims([parts])
        of[parts[0].value].setdefault(claim.id, claim)
        if class_ is not None:
            classes[claim.subject] = class_.value.rpartition("#")[2]
    return [Said(edition, tuple(sorted(of[edition.iri].values(), key=_place)), classes) for edition in editions]


def groups(thing: str, said: Iterable[Said], known: Catalogue) -> list[Group]:
    """The facts about a thing, then those that point at it, in the order of wording.toml."""
    found: dict[tuple[str, str], dict[object, Fact]] = defaultdict(dict)
    for release in said:
        things = Things(release.classes, _labels(release.claims, known))
        for row, used in flat(release.edition.id, release.claims, things):
            for side, key, other in _sides(thing, row, used):
                fact = _fact(row, used, ref(other, row.predicate, known), key, release, known)
                same = found[side, key].setdefault((fact.what, fact.status, fact.beside, fact.note), fact)
                same.sources.append(source(release.edition, row))
    return [
        Group(title, tuple(sorted(facts.values(), key=_rank)))
        for side in ("facts", "inverse")
        for key, title in words()[side].items()
        if (facts := found.get((side, key)))
    ]


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


def _sides(thing: str, row: FactRow, used: tuple[Claim, ...]) -> Iterator[tuple[str, str, str]]:
    """Where the thing's page tells a fact (table and key of wording.toml), and what it names there."""
    if row.subject_iri == thing:
        yield "facts", row.predicate, row.object_iri or row.object
    if row.object_iri == thing:
        yield "inverse", row.predicate, row.subject_iri
    if row.predicate == "role" and len(used) > 2 and used[2].object.value == thing:
        yield "inverse", "of", row.subject_iri


def _fact(row: FactRow, used: tuple[Claim, ...], what: Ref, key: str, release: Said, known: Catalogue) -> Fact:
    if row.predicate != "role":
        return Fact(what, row.status)
    beside = used[1] if key == "of" else used[2] if len(used) > 2 else None
    tenure = {
        claim.predicate: value(claim.object.value) for claim in release.claims if claim.subject == used[0].subject
    }
    note = " ".join(f"{word} {tenure[slot]}" for word, slot in (("from", "start"), ("until", "end")) if slot in tenure)
    return Fact(what, row.status, ref(beside.object.value, "role", known) if beside else None, note)


def _place(claim: Claim) -> tuple[int, int, str]:
    return claim.begin, claim.end, claim.id


def _rank(fact: Fact) -> tuple[bool, bool, int, str, str]:
    """What is so before what is planned or was called off; what more releases say first."""
    return fact.status != "occurred", fact.status != "planned", -len(fact.sources), fact.what.text, fact.note
