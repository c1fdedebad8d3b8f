"""Choosing among namesakes: what the text says around the name speaks for one reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from missiongraph.authority import Entry
from missiongraph.lexicon import GENERIC, LEADS

__all__ = ["Choice", "Context", "choose"]


@dataclass(frozen=True, slots=True)
class Context:
    """Where a name stands: the text around it, the words of its release, and the year it was published."""

    surface: str
    before: str
    after: str
    words: frozenset[str]
    year: int | None
    labels: frozenset[str]
    """Unambiguous labels found elsewhere in the release."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The entry chosen, or None for "unsure" (several are as likely) and for "no" (nothing speaks for any)."""

    entry: Entry | None
    score: float
    reason: str


_BEFORE = {t: re.compile(rf"(?:{p})$", re.IGNORECASE) for t, p in LEADS.items()}
_AFTER = {t: re.compile(rf"^[\"”’']? (?:{p})\b", re.IGNORECASE) for t, p in GENERIC.items()}
_CUE_BEFORE = {
    "Spacecraft": re.compile(r"(?:aboard|on board|onboard|[Oo]rbiter|[Ss]huttles?|[Cc]rew Dragon|Dragon|atop|aboard the|in the|piloted|commanded)(?: the| space shuttle)? ?$"),
    "Mission": re.compile(r"(?:known as|called|named|dubbed|mission|flight|part of|end of|during|for)(?: the)?,? ?[\"“‘']?$"),
    "Module": re.compile(r"(?:in|inside|to|at|from|into|outside|of|with|through|and|module|docked to|the)(?: the| Europe[’']s| Japan[’']s| its)? ?$"),
    "Station": re.compile(r"(?:to|aboard|on|from|with|station|the|of|for)(?: the)? ?$"),
    "Place": re.compile(r"(?:to|around|of|on|the|orbit|from|for|and|near|past)(?: the)? ?$"),
}
_MODULE_AFTER = re.compile(r"^(?:[’']s)? (?:(?:\w+-)?(?:facing|side|port|hatch|forward|zenith|nadir|aft|starboard|node)\b|module|lab)", re.IGNORECASE)


def choose(entries: Sequence[Entry], context: Context) -> Choice:
    """Score every reading. A bare ambiguous label needs something in the text that speaks for it."""
    scored = sorted(((*_score(e, context), e) for e in entries), key=lambda row: (-row[0], row[2].iri))
    score, reason, best = scored[0]
    if _bare(best, context) and score < 1.0:
        return Choice(None, score, "nothing near the name speaks for this reading")
    if len(scored) > 1 and scored[1][0] == score:
        return Choice(None, score, f"unsure: {best.label} or {scored[1][2].label}")
    return Choice(best, score, reason)


def _bare(entry: Entry, context: Context) -> bool:
    """An ambiguous entry named by a lone word; its longer labels speak for themselves."""
    return entry.ambiguous and " " not in context.surface and not any(c.isdigit() for c in context.surface)


def _score(entry: Entry, context: Context) -> tuple[float, str]:
    """How much speaks for an entry, and the strongest reason in words."""
    reasons: list[tuple[float, str]] = [(0.0 if _bare(entry, context) else 1.0, "the label")]
    after = _AFTER.get(entry.type)
    if after and after.match(context.after):
        reasons.append((2.0, f"followed by a word for a {entry.type.lower()}"))
    if (before := _BEFORE.get(entry.type)) and before.search(context.before):
        reasons.append((2.0, f"preceded by a word for a {entry.type.lower()}"))
    elif (cue := _CUE_BEFORE.get(entry.type)) and cue.search(context.before):
        reasons.append((0.6, f"preceded by what a {entry.type.lower()} takes"))
    if entry.type == "Module" and _MODULE_AFTER.match(context.after):
        reasons.append((2.0, "followed by a port"))
    spoken = sorted(set(entry.facts.get("contextWord", ())) & context.words)
    if spoken:
        reasons.append((0.9 + 0.2 * len(spoken), f"context: {', '.join(spoken)}"))
    if any(label in context.labels for label in entry.labels if " " in label or "-" in label):
        reasons.append((1.5, "named in full elsewhere in the release"))
    if entry.type == "Module" and "station" in context.words:
        reasons.append((0.5, "the release speaks of a station"))
    since, until = entry.year("activeFrom"), entry.year("activeUntil")
    if context.year and since and context.year < since:
        reasons.append((-0.8, f"not in use before {since}"))
    elif context.year and until and context.year > until:
        reasons.append((-0.1, f"not in use after {until}"))
    total = sum(r[0] for r in reasons)
    return round(total, 3), max(reasons)[1]


