"""One spelling for what readers take as the same: names, instants and lengths of time."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "fold_duration", "fold_time"]

# Letters that Unicode does not decompose into a base letter and a mark.
_BARE = str.maketrans({"ł": "l", "ø": "o", "đ": "d"})
_POSSESSIVE = re.compile(r"[‘’'`´]s\b")
_JOINER = re.compile(r"[^0-9a-z.+]+")
_LOOSE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_ARTICLE = re.compile(r"(?:the|an?) ")
_CLOCK = re.compile(r"(?P<minute>\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(?P<second>\d\d)(?:\.0+)?)?(?P<zone>Z?)")
_LENGTH = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?",
)


def fold(value: object) -> str:
    """Without case, accents, hyphens, possessive apostrophes and a leading article; dots stay inside numbers only."""
    return _fold(str(value))


@lru_cache(maxsize=65_536)
def _fold(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = _JOINER.sub(" ", _POSSESSIVE.sub("s", bare.casefold().translate(_BARE)))
    tidy = " ".join(_LOOSE_DOT.sub(" ", words).split())
    article = _ARTICLE.match(tidy)
    return tidy[article.end() :] if article else tidy


def fold_time(value: object) -> str:
    """One spelling per instant and precision; zero seconds are no seconds, +00:00 is Z.

    What is no time stays as it is.
    """
    text = str(value).strip().replace(" ", "T")
    for zero in ("+00:00", "+0000"):
        text = text.removesuffix(zero) + "Z" if text.endswith(zero) else text
    clock = _CLOCK.fullmatch(text)
    if not clock:
        return text
    second = clock["second"] or "00"
    return clock["minute"] + (f":{second}" if second != "00" else "") + clock["zone"]


def fold_duration(value: object) -> str:
    """One spelling per length: months, days and seconds, as P2W is P14D and PT90M is PT1H30M.

    What is no duration stays as it is.
    """
    length = _LENGTH.fullmatch(str(value).strip())
    if not length:
        return str(value)
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in length.groups())
    return f"{12 * years + months} months {7 * weeks + days} days {3600 * hours + 60 * minutes + seconds} seconds"
