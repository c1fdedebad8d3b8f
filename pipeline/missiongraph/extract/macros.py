"""Patterns with named pieces, which are compiled where a text may match them and not before.

A pattern spelt out is up to a hundred times as long as its row in the table. What it asks of a text is told from the
row: what a piece asks is worked out once, however many patterns it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from missiongraph.extract.screen import Asked, Clause, asked, required

__all__ = ["Macros", "Pattern", "expand"]

_MACRO = re.compile(r"\{([a-z0-9_]*:?[A-Z]+)\}")
_PRIVATE = 0xE000
"""The first of 6,400 characters without a meaning, that stand for pieces while a pattern is read."""


def expand(pattern: str, macros: Mapping[str, str]) -> str:
    """The regular expression behind a pattern. A name used twice captures wherever it stands.

    Raises KeyError for a macro that is not defined.
    """
    used: dict[str, int] = {}

    def macro(match: re.Match[str]) -> str:
        name, _, kind = match.group(1).rpartition(":")
        body = _MACRO.sub(macro, macros[kind])
        if not name:
            return f"(?:{body})"
        used[name] = used.get(name, 0) + 1
        return f"(?P<{name}{'_' * (used[name] - 1)}>{body})"

    return _whole_verb(_MACRO.sub(macro, pattern))


def _whole_verb(pattern: str) -> str:
    """The word whose verb chain tells the status is never the tail of another."""
    return pattern.replace("(?P<v>", r"(?<!\w)(?P<v>")


class Macros:
    """The named pieces of a family's patterns, and what each asks of a text."""

    def __init__(self, bodies: Mapping[str, str]) -> None:
        self.bodies = dict(bodies)
        self._marks = {kind: chr(_PRIVATE + number) for number, kind in enumerate(self.bodies)}
        self._known: dict[str, Asked] = {}
        """By mark."""
        self._replaced: dict[tuple[str, str], Macros] = {}

    def replaced(self, old: str, new: str) -> Macros:
        """The same pieces with one string in the place of another."""
        if (old, new) not in self._replaced:
            bodies = {kind: body.replace(old, new) for kind, body in self.bodies.items()}
            self._replaced[old, new] = Macros(bodies)
        return self._replaced[old, new]

    def asks(self, pattern: str) -> Asked:
        """What a pattern asks of a text. Raises KeyError for an unknown piece, re.error for a broken pattern."""
        return asked(_whole_verb(_MACRO.sub(self._mark, pattern)), known=self._known)

    def _mark(self, match: re.Match[str]) -> str:
        kind = match.group(1).rpartition(":")[2]
        mark = self._marks[kind]
        if mark not in self._known:
            self._known[mark] = self.asks(self.bodies[kind])
        return mark


@dataclass(frozen=True)
class Pattern:
    """A pattern as its row has it."""

    source: str
    macros: Macros

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled."""
        return re.compile(expand(self.source, self.macros.bodies))

    def replaced(self, old: str, new: str) -> Pattern:
        """The same with one string in the place of another."""
        return Pattern(self.source.replace(old, new), self.macros.replaced(old, new))

    @cached_property
    def clauses(self) -> frozenset[Clause]:
        """What every text that it matches holds."""
        return required(self.macros.asks(self.source))
