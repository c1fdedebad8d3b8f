"""Apply canonical ids: exact label, alias, a close spelling with its score, or a minted readable IRI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache

from rapidfuzz.distance import JaroWinkler

from missiongraph.authority import Authority, Entry, fold
from missiongraph.model import Node, Statement
from missiongraph.terms import entity_iri

__all__ = ["Linker"]

_LOCAL = frozenset(
    {
        "Release",
        "RoleTenure",
        "Distinction",
        "Launch",
        "Docking",
        "Undocking",
        "Landing",
        "Spacewalk",
        "CommandHandover",
        "Selection",
    }
)
_SURE = 0.94
"""Jaro-Winkler similarity of folded full names from which a spelling counts as the same person."""
_REMEMBERED = 1 << 15
"""Decisions kept: an archive names more than memory should hold."""


class Linker:
    """Links the nodes of statements to the authority; remembers what it decided for a form."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self._decided = lru_cache(maxsize=_REMEMBERED)(self._linked)

    def apply(self, statement: Statement) -> Statement:
        """The same statement with canonical ids on its nodes; names as said are kept."""
        obj = self.link(statement.object) if isinstance(statement.object, Node) else statement.object
        return replace(statement, subject=self.link(statement.subject), object=obj)

    def link(self, node: Node) -> Node:
        """A node with IRI, label and the reason for them."""
        if node.type in _LOCAL:
            return node
        return self._decided(node)

    def _linked(self, node: Node) -> Node:
        iri, label, reason = self._decide(node)
        return replace(node, iri=iri, label=label, link=reason)

    def _decide(self, node: Node) -> tuple[str, str, str]:
        if node.iri and (entry := self.authority.entries.get(node.iri)):
            how = _reason(node.name, entry)
            return entry.iri, entry.label, f"{how}; {node.link}" if node.link else how
        for form in (node.label or node.name, node.name, *node.aliases):
            if found := self._exact(form, node.type):
                return found.iri, self._role_label(node, found), _reason(form, found)
        if node.label:
            return entity_iri(node.type, node.label), node.label, node.link or "numbered family"
        if node.type == "Person" and (close := self._close(node.name)):
            entry, score = close
            return entry.iri, entry.label, f"fuzzy {score:.2f}: {node.name} is {entry.label}"
        return entity_iri(node.type, node.name), node.name, "minted: not in the authority"

    @cached_property
    def _spelt(self) -> Mapping[tuple[str, str], list[tuple[list[str], Entry]]]:
        """The known people's names in words, by the initials of the first and the last."""
        out: dict[tuple[str, str], list[tuple[list[str], Entry]]] = defaultdict(list)
        for entry in self.authority.entries.values():
            for label in entry.labels if entry.type == "Person" else ():
                if len(words := fold(label).split()) >= 2:
                    out[words[0][0], words[-1][0]].append((words, entry))
        return out

    @staticmethod
    def _role_label(node: Node, entry: Entry) -> str:
        """A role keeps the title as said; everything else takes the canonical label."""
        return node.name if node.type == "Role" else entry.label

    def _exact(self, form: str, type_: str) -> Entry | None:
        """The one entry of that type that has the form as a label."""
        found = [
            e
            for e in self.authority.by_label.get(fold(form), ())
            if e.type == type_ and not (e.ambiguous and form != e.label)
        ]
        return found[0] if len(found) == 1 else None

    def _close(self, name: str) -> tuple[Entry, float] | None:
        """The one known person whose name is spelt nearly so; None where two are as close."""
        words = fold(name).split()
        if len(words) < 2:
            return None
        scored = [
            (_alike(words, other), entry)
            for other, entry in self._spelt.get((words[0][0], words[-1][0]), ())
            if abs(len(other[-1]) - len(words[-1])) <= 2
        ]
        scored.sort(key=lambda row: (-row[0], row[1].iri))
        best = [row for row in scored if row[0] >= _SURE]
        if not best or any(e.iri != best[0][1].iri and s == best[0][0] for s, e in best):
            return None
        return best[0][1], best[0][0]


def _alike(a: list[str], b: list[str]) -> float:
    """The lower of the likeness of first names and of surnames: both must agree."""
    return min(JaroWinkler.similarity(a[0], b[0]), JaroWinkler.similarity(a[-1], b[-1]))


def _reason(form: str, entry: Entry) -> str:
    return "exact label" if fold(form) == fold(entry.label) else f"alias of {entry.label}"
