"""Full dates with a month name in another language ("6 février 2020"), read by dateparser.

dateparser is slow to import, so it is loaded only when such a date is met. It is never asked about zones.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from missiongraph.times.parts import Atom, Day
from missiongraph.times.words import MONTH

__all__ = ["foreign_atoms"]

_CANDIDATE = re.compile(
    r"(?<![\w.,/-])\d{1,2}\.?[ \u00a0](?:de )?(?P<m>[^\W\d_]{3,10})\.?[ \u00a0](?:de )?(?:19|20)\d\d(?!\w)"
)
_ENGLISH = re.compile(MONTH)
_LANGUAGES = ("fr", "de", "es", "it", "pt", "nl", "ru", "sv", "da", "pl")


@lru_cache(maxsize=1024)
def _parse(text: str) -> date | None:
    import dateparser  # noqa: PLC0415 - slow to import, rarely needed

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
    found = dateparser.parse(text, languages=list(_LANGUAGES), settings=settings)
    return found.date() if found else None


def foreign_atoms(text: str) -> list[Atom]:
    """Full dates that the English rules cannot read; mostly none."""
    atoms = []
    for found in _CANDIDATE.finditer(text):
        if not _ENGLISH.fullmatch(found["m"]) and (day := _parse(found[0])):
            atoms.append(Atom(found.start(), found.end(), Day(day.year, day.month, day.day)))
    return atoms
