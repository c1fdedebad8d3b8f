"""Where a text is cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract.parse import Parse, Span, Token
from missiongraph.lexicon import abbreviates

__all__ = ["cuts"]


def cuts(doc: Parse) -> Iterator[Span]:
    """The parser's sentences, cut at line breaks and joined where an abbreviation broke one."""
    start = 0
    for token in doc:
        last = token.i == len(doc) - 1
        brk = "\n" in token.whitespace_ or (token.is_space and "\n" in token.text)
        nxt = None if last else doc[token.i + 1]
        full_stop = (
            token.text in (".", "!", "?")
            and token.whitespace_
            and nxt is not None
            and nxt.text[:1].isupper()
            and not nxt.is_space
        )
        ends = (
            last
            or brk
            or (
                nxt is not None
                and ((nxt.is_sent_start and _STOP.search(token.text)) or full_stop)
                and not _abbreviated(token, nxt)
            )
            or (nxt is not None and _begins_anew(token, nxt))
        )
        if ends:
            span = doc[start : token.i + 1]
            if span.text.strip():
                yield span
            start = token.i + 1


def _begins_anew(token: Token, nxt: Token) -> bool:
    """ "… at 7:27 p.m. They will be joined": a word that no name opens with, in capitals behind an abbreviation."""
    return bool(token.whitespace_) and nxt.text in _OPENERS and _SHORTENED.search(token.text) is not None


_SHORTENED = re.compile(r"(?:[a-z]\.m|\w\w|[A-Z]\.[A-Z])\.$")
_OPENERS = frozenset(
    "They He She It We You Their Its This These Those There That Then But And Both Each Two Three Four Six Seven"
    " After Before During While When As If Since Although Once Until Also Meanwhile However Next Later Only".split()
)


_STOP = re.compile(r"[.!?:;…”’\"')\]—–|*•·-]$")


def _bulleted(token: Token) -> bool:
    """A bullet at the head of a line, or the colon after the few words behind one: "- Mission Specialist: X"."""
    first = token
    while first.i and token.i - first.i < 5 and "\n" not in first.nbor(-1).text_with_ws:
        first = first.nbor(-1)
    opens = not first.i or "\n" in first.nbor(-1).text_with_ws
    return opens and first.text in ("-", "–", "•", "*", "·") and (token.i == first.i or token.text == ":")


_YEAR = re.compile(r"(?:[A-Z][a-z]{2,8}\.? (?:\d{1,2}, )?|\d{1,2} [A-Z][a-z]{2,8} )?(?:19|20)\d\d(?:[-–]\d{2,4})? ?:$")


_CLOCK = re.compile(r"\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})? ?[-–—]$")
""" "7:10 a.m. – Curlew docks": the time that opens a line of a schedule."""


def _dated(token: Token) -> bool:
    """The colon after the date that opens a line of a chronology: "1992: Joined the corps"."""
    first = token
    while first.i and token.i - first.i < 6 and "\n" not in first.nbor(-1).text_with_ws:
        first = first.nbor(-1)
    opening = token.doc[first.i : token.i + 1].text
    return (token.text == ":" and bool(_YEAR.match(opening))) or bool(_CLOCK.match(opening))


def _abbreviated(token: Token, nxt: Token) -> bool:
    """A sentence start that is none: after "Feb.", "a.m." or "U.S.", in "March. 2", before a small letter, or inside brackets."""
    if token.lower_ in ("a.m.", "p.m.", "a.m", "p.m", "hrs", "hours") and (
        _ZONED.match(nxt.text) or _TIME_OF.match(token.doc[nxt.i : nxt.i + 4].text)
    ):
        return True
    said = (token.nbor(-1).text if token.i else "") + "." if token.text == "." else token.text
    if nxt.text[:1].isdigit() and _MONTH.fullmatch(said):
        return True
    if (_bulleted(token) or _dated(token)) and not nxt.is_space:
        return True
    return nxt.text[:1].islower() or (
        (abbreviates(token.nbor(-1).text if token.i else "", token.text) or bool(re.fullmatch(r"[A-Z]\.", token.text)))
        and not nxt.is_space
    )


_MONTH = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\.")
""" "Saturday, March. 2": a full stop where none belongs."""
_ZONED = re.compile(
    r"(?:[A-Z]{2,4}|[-–—]|Beijing|Moscow|Houston|Kazakhstan|Eastern|Central|Pacific|Mountain|Paris|Japan|Florida|Baikonur|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan\w*|Feb\w*|Mar\w*|Apr\w*|May|June?|July?|Aug\w*|Sep\w*|Oct\w*|Nov\w*|Dec\w*|\(|local)"
)
_TIME_OF = re.compile(r"(?:[A-Z][\w’'-]+ ){1,3}(?i:(?:standard |daylight |summer )?time)\b")
"""The zone of a clock by its town or country: "6:04 a.m. Riyadh time"."""
