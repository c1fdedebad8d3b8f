"""The patterns of `ontology/furniture.toml`, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from missiongraph.resources import ontology

__all__ = ["Patterns", "Rule", "patterns"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern and what goes with it (see the data file)."""

    match: re.Pattern[str]
    longest: int = 300
    teaser: bool = False
    lead_in: bool = False
    dated: bool = False
    prefix: re.Pattern[str] | None = None
    within: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Patterns:
    """All of them, by kind."""

    news: re.Pattern[str]
    menu_words: frozenset[str]
    abbreviations: re.Pattern[str]
    mail_headers: re.Pattern[str]
    lines: tuple[Rule, ...]
    paragraphs: tuple[Rule, ...]
    sentences: tuple[Rule, ...]
    inline: tuple[re.Pattern[str], ...]
    sections: tuple[Rule, ...]
    end: dict[str, re.Pattern[str]]
    schedule: dict[str, re.Pattern[str]]
    not_places: frozenset[str]


@cache
def patterns() -> Patterns:
    """The patterns that ship with the package."""
    data = tomllib.loads((ontology() / "furniture.toml").read_text("utf-8"))
    return Patterns(
        news=_compile(data["news"]),
        menu_words=frozenset(word.casefold() for word in data["menu_words"]),
        abbreviations=re.compile(
            rf"(?:^|[\s(“\"])(?:{'|'.join(map(re.escape, data['abbreviations']))}|[A-Z])\.$", re.I
        ),
        mail_headers=_compile(rf"(?:{'|'.join(map(re.escape, data['mail_headers']))}): ?"),
        lines=tuple(map(_rule, data["line"])),
        paragraphs=tuple(map(_rule, data["paragraph"])),
        sentences=tuple(map(_rule, data["sentence"])),
        inline=tuple(_compile(each["match"]) for each in data["inline"]),
        sections=tuple(Rule(_compile(each["heading"]), 80, within=_compile(each["while"])) for each in data["section"]),
        end={name: _compile(pattern) for name, pattern in data["end"].items()},
        schedule={name: _compile(pattern) for name, pattern in data["schedule"].items()},
        not_places=frozenset(data["dateline"]["not_places"]),
    )


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _rule(data: dict[str, object]) -> Rule:
    longest, prefix = data.get("max", 300), data.get("own_prefix")
    return Rule(
        match=_compile(str(data["match"])),
        longest=longest if isinstance(longest, int) else 300,
        teaser=bool(data.get("teaser")),
        lead_in=bool(data.get("lead_in")),
        dated=bool(data.get("dated")),
        prefix=_compile(str(prefix)) if prefix else None,
    )
