"""What the steps of cleaning hand on to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

__all__ = ["Draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A release on its way to being clean. An empty line in `lines` sets blocks apart."""

    title: str
    published: date | None
    lines: tuple[str, ...]
    removed: tuple[str, ...] = ()

    def keep(self, lines: Iterable[str], removed: Iterable[str] = (), published: date | None = None) -> Draft:
        """The draft with these lines left; `published` counts only where no date was known before."""
        return replace(
            self,
            lines=tuple(lines),
            removed=self.removed + tuple(line for line in removed if line.strip()),
            published=self.published or published,
        )
