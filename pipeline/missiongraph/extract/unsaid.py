"""Telegram style: lines without a subject ("Selected as an astronaut in 1992.") are of the person the text is about.

That is who the title names, or the one line of the heading that names somebody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from missiongraph.extract.entities import Mention
from missiongraph.extract.parse import Span, Token

__all__ = ["headed", "unsaid"]

_HEADING = 4
_LONGEST = 12
_RANKED = re.compile(r"(?:[-–•*·] ?)?(?:(?:[A-Z][a-z]*\.|[A-Z][a-z]+) ){0,3}$")
_OPENING = re.compile(r"(?:[^\s:]{1,10} ){0,2}[^\s:]*(?:19|20)\d\d(?:[-–]\d{2,4})? ?: ?(?=[A-Za-z])")
""" "1992: ", "12 May 1987: ": the date that opens a line of a chronology."""


POST = re.compile(
    r"(?i:(?:alternate |back-?up |reserve )?(?:commander|co-?pilot|pilot|flight engineer|mission specialist|payload specialist|capsule communicator)|back-?up|alternate|reserve"
    r"|(?:managing |deputy |project |technical )?director|head|member|manager) (?:for|on|of|to|aboard|at|<)"
)
"""What somebody was, without a verb."""

_TOLD = ("Commanded", "Piloted", "Headed", "Flew", "Trained", "Backed", "Landed")
"""Verbs that the tagger takes for names at the head of a short line."""


def unsaid(spans: Sequence[Span], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """An empty mention for each sentence whose subject goes without saying.

    A line "Born …" is of the person at the head of the line before.
    """
    people = [m for m in mentions if m.type == "Person"]
    head = headed(spans, people)
    title = {m.entities for m in head}
    plate = bool(head) and _is_plate(head[0], spans)
    for before, span in pairwise(spans):
        alone = not any(span.start_char <= m.begin < span.end_char for m in people)
        if alone and span.text.startswith(("Born ", "Born:")) and (above := _at_head(before, mentions)):
            yield Mention(span.start_char, span.start_char, "Person", above.entities, "pronoun")
            continue
        if len(title) == 1 and (first := _bare(span) or (_post(span) if plate else None)):
            yield Mention(first.idx, first.idx, "Person", next(iter(title)), "pronoun")


def headed(spans: Sequence[Span], people: Sequence[Mention]) -> list[Mention]:
    """Who stands in the title, else in the first short line of the heading that names anybody."""
    for place, span in enumerate(spans[:_HEADING]):
        prose = place > 0 and (len(span) > _LONGEST or span.text.rstrip().endswith("."))
        found = [m for m in people if span.start_char <= m.begin < span.end_char]
        if found or prose:
            return [] if prose else found
    return []


def _bare(span: Span) -> Token | None:
    """The verb that opens a sentence without a subject, behind a date at most."""
    opening = _OPENING.match(span.text)
    first = next(t for t in span if not opening or t.idx >= span.start_char + opening.end())
    root = next((t for t in span if t.dep_ == "ROOT"), first)
    end = next((t.i for t in span if t.text == ";"), span.end)
    told = any(
        t.dep_ in ("nsubj", "nsubjpass", "expl") and t.i < end and t.head.i in (root.i, first.i) and not _relative(t)
        for t in span
    )
    verb = first.tag_ in ("VBD", "VBN", "VBZ") or first.text in _TOLD
    bare = verb and (opening or first.text[0].isupper()) and not told
    return first if bare and len(span) > 2 else None


def _is_plate(head: Mention, spans: Sequence[Span]) -> bool:
    """Whether the heading is the name and little else: a biography, no news of somebody."""
    line = next(s for s in spans if s.start_char <= head.begin < s.end_char)
    rest = line.text[: max(0, head.begin - line.start_char)] + line.text[head.end - line.start_char :]
    return "biograph" in rest.casefold() or not _WORD.search(rest)


_WORD = re.compile(r"\b(?!astronaut|cosmonaut|taikonaut|born)[a-z]{2,}")
_CLAUSE = re.compile(r"[,;.]")


def _post(span: Span) -> Token | None:
    """The post that opens a line of a biography: "1994: backup for …", "Mission specialist on …"."""
    opening = _OPENING.match(span.text)
    first = next(t for t in span if not opening or t.idx >= span.start_char + opening.end())
    rest = span.text[first.idx - span.start_char :]
    words = span.doc[first.i : span.end]
    stop = next((t.i for t in words if _CLAUSE.match(t.text)), span.end)
    told = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in words if t.i < stop)
    return first if POST.match(rest) and not told else None


def _at_head(span: Span, mentions: Sequence[Mention]) -> Mention | None:
    """The person with whose name, after a rank or title, a line begins."""
    first = next((m for m in mentions if m.begin >= span.start_char and m.end <= span.end_char), None)
    head = first is not None and first.type == "Person" and len(first.entities) == 1
    return first if first and head and _RANKED.match(span.doc.text[span.start_char : first.begin]) else None


def _relative(token: Token) -> bool:
    """ "which", "whose stay": a subject inside a relative clause."""
    return token.lower_ in ("who", "which", "that") or any(c.lower_ == "whose" for c in token.children)
