"""Features on a flight of long ago: what they tell as a plan of that time has come about since."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Tenure
from missiongraph.model import Status

__all__ = ["come_about", "looks_back", "undated"]

_LONG_AGO = re.compile(
    r"(?i)\b(?:(?:\d+|[a-z-]+) (?:years?|decades?) (?:ago|on|later|since)\b|years? ago\b|anniversary)"
)
_NOW = re.compile(
    r"(?i)\b(?:will|is|are|has|have|plans|today|currently)\b|\b(?:rescue|contingency|stand-?by|in case|if needed)\b"
)
"""A sentence on what lies ahead today, or on what was planned only for need."""
_LASTS = frozenset({"crewMemberOf", "flewOn", "backupFor", "usesSpacecraft", "launchVehicle", "duration", "workedOn"})

Said = TypeVar("Said", Claim, Tenure)


def looks_back(document: Document) -> bool:
    """Whether the title is one of the kind "40 years ago"."""
    title = document.sentences[0] if document.sentences else None
    return title is not None and bool(_LONG_AGO.search(title.whole[title.begin : title.end]))


def undated(document: Document) -> bool:
    """Whether a text of that kind has no date of its own: all that it tells is done."""
    return document.release.published is None and looks_back(document)


def come_about(told: Iterable[Said], document: Document) -> list[Said]:
    """Claims and tenures where the title looks back: a seat or craft that somebody then trained for or was to take, taken."""
    if not looks_back(document):
        return list(told)
    return [replace(t, status=Status.OCCURRED) if _then(t, document) else t for t in told]


def _then(told: Claim | Tenure, document: Document) -> bool:
    lasts = isinstance(told, Tenure) or told.predicate in _LASTS
    sentence = document.sentences[told.sentence]
    return lasts and told.status is Status.PLANNED and not _NOW.search(sentence.whole[sentence.begin : sentence.end])
