"""Clues to the type of a name that nothing knows, as `ontology/names.toml` has them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from missiongraph.extract.screen import Screen
from missiongraph.resources import ontology

__all__ = ["Clue", "Table", "table"]


@dataclass(frozen=True, slots=True)
class Clue:
    """Words before or after a name that speak for some types (or, with a negative weight, against them)."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    name: re.Pattern[str] | None
    votes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The clues of `ontology/names.toml`, and what else it says of unknown names."""

    screen: Screen
    clues: tuple[tuple[int, Clue], ...]
    """Each with the bits that what stands around must meet."""
    prior: dict[str, float]
    lists: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]
    """What stands before and behind lists, by the type of what they list."""
    enough: float
    lead: float
    common: re.Pattern[str]
    days: re.Pattern[str]


_LIST_TAIL = r", (?:the |its |their |both |all )?(?:two|three|four|five|six|several|both|all) (?:[a-z-]+ ){0,3}"
_LIST_HEAD = r"(?: (?:on|of|aboard|for|from|in|at|to) (?:the |its |[a-z]+ )?[A-Z][\w -]{1,30}?)?(?:,? (?:including|namely|such as|called|named|among them)|,|:| [–—-]| are| include| were)(?: the)? $"


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read once."""
    data = tomllib.loads((ontology() / "names.toml").read_text("utf-8"))
    macros: dict[str, str] = data["macros"]

    def compiled(pattern: str | None, frame: str) -> re.Pattern[str] | None:
        if pattern is None:
            return None
        return re.compile(frame % re.sub(r"\{([A-Z]+)\}", lambda m: f"(?:{macros[m.group(1)]})", pattern))

    clues = tuple(
        Clue(
            compiled(row.get("before"), r"(?<!\w)(?:%s)$"),
            compiled(row.get("after"), "(?:%s)"),
            compiled(row.get("name"), "(?:%s)"),
            tuple((k, float(v)) for k, v in row["votes"].items()),
        )
        for row in data["clue"]
    )
    lists = tuple(
        (k, re.compile(rf"\b(?:{v}){_LIST_HEAD}"), re.compile(rf"{_LIST_TAIL}(?:{v})\b"))
        for k, v in data["plurals"].items()
    )
    prior = {k: float(v) for k, v in data["prior"].items()}
    screen = Screen()
    marked = tuple((reduce(or_, (screen.bit(p) for p in (c.before, c.after) if p), 0), c) for c in clues)
    return Table(
        screen,
        marked,
        prior,
        lists,
        data["enough"],
        data["lead"],
        re.compile("|".join(data["common"])),
        re.compile(data["days"]),
    )
