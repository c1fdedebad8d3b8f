"""Findings as statements: one node per thing of the release, the sentence with every statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from missiongraph.authority import fold
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Distinction, Event, Tenure, Value
from missiongraph.model import Literal, Node, Statement, Status

__all__ = ["Writer"]


class Writer:
    """Makes statements of one document: keeps its nodes and sentence bounds."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.release = document.release.id
        self._nodes: dict[int, Node] = {}

    def node(self, index: int) -> Node:
        """The node of an entity, made once, under a key no other entity has."""
        if index not in self._nodes:
            entity = self.document.entity(index)
            forms = tuple(a for a in dict.fromkeys((entity.name, *entity.aliases)) if a != entity.name)
            key = f"{entity.type}:{fold(entity.label or entity.name)}"
            taken = {n.key for n in self._nodes.values()}
            self._nodes[index] = Node(
                key if key not in taken else f"{key}#{index}",
                entity.type,
                entity.name,
                forms,
                entity.iri,
                entity.label,
                entity.reason or None,
            )
        return self._nodes[index]

    def value(self, value: Value) -> Node | Literal:
        """A literal as it is; an entity as its node."""
        return self.node(value) if isinstance(value, int) else value

    def role(self, title: str) -> Node:
        """The node of a role title."""
        return Node(f"Role:{fold(title)}", "Role", title)

    def _statement(
        self,
        subject: Node,
        predicate: str,
        obj: Node | Literal,
        sentence: int,
        rule: str,
        confidence: float,
        status: Status = Status.OCCURRED,
    ) -> Statement:
        where = self.document.sentences[sentence]
        return Statement(self.release, subject, predicate, obj, where.begin, where.end, rule, confidence, status)

    def entities(self) -> Iterator[Statement]:
        """Names, aliases and mentions of everything the release names."""
        release = Node("release", "Release", self.document.release.title)
        seen: set[tuple[int, str]] = set()
        for mention in self.document.mentions:
            if mention.begin == mention.end:
                continue  # a subject the sentence leaves unsaid
            for index in mention.entities:
                node = self.node(index)
                yield Statement(self.release, release, "mentions", node, mention.begin, mention.end, mention.kind, 1.0)
                surface = self.document.text[mention.begin : mention.end]
                if mention.kind in ("name", "short") and (index, surface) not in seen and len(mention.entities) == 1:
                    seen.add((index, surface))
                    yield Statement(
                        self.release,
                        node,
                        "name" if surface == node.name else "alias",
                        Literal(surface),
                        mention.begin,
                        mention.end,
                        mention.kind,
                        1.0,
                    )

    def claim(self, claim: Claim) -> Statement:
        """One claim as a statement."""
        return self._statement(
            self.node(claim.subject),
            claim.predicate,
            self.value(claim.object),
            claim.sentence,
            claim.rule,
            claim.confidence,
            claim.status,
        )

    def tenure(self, tenure: Tenure, number: int) -> Iterator[Statement]:
        """A role tenure, one statement per slot."""
        node = Node(f"role-{number}", "RoleTenure", f"{self.document.entity(tenure.holder).name}, {tenure.role}")
        slots: list[tuple[str, Node | Literal]] = [
            ("holder", self.node(tenure.holder)),
            ("role", self.role(tenure.role)),
        ]
        if tenure.of is not None:
            slots.append(("of", self.node(tenure.of)))
        slots += [(n, v) for n, v in (("start", tenure.start), ("end", tenure.end)) if v is not None]
        for slot, value in slots:
            yield self._statement(node, slot, value, tenure.sentence, tenure.rule, tenure.confidence, tenure.status)

    def distinction(self, found: Distinction, number: int) -> Iterator[Statement]:
        """A distinction, one statement per slot."""
        node = Node(f"distinction-{number}", "Distinction", found.text)
        slots: list[tuple[str, Node | Literal]] = [("holder", self.node(found.holder)), ("text", Literal(found.text))]
        if found.ordinal:
            slots.append(("ordinal", Literal(str(found.ordinal), "integer")))
        for slot, value in slots:
            yield self._statement(node, slot, value, found.sentence, found.rule, found.confidence)

    def events(self, happenings: Iterable[Event]) -> Iterator[Statement]:
        """Every event, one statement per slot, numbered by type."""
        counts: dict[str, int] = {}
        for event in happenings:
            counts[event.type] = counts.get(event.type, 0) + 1
            node = Node(f"{event.type.casefold()}-{counts[event.type]}", event.type, event.type)
            for filler in event.fillers:
                value = (
                    self.role(filler.value.value)
                    if filler.slot == "selectedAs" and isinstance(filler.value, Literal)
                    else self.value(filler.value)
                )
                yield self._statement(
                    node, filler.slot, value, filler.sentence, filler.rule, filler.confidence, event.status
                )
