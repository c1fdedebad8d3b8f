"""Past or future, by the verb that stands nearest to a time: which "Thursday" and which "March 27" is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.extract import status
from missiongraph.extract.parse import Parse, Span, Token
from missiongraph.extract.planning import AHEAD, REPORTING
from missiongraph.times import Tense

__all__ = ["tense_of"]

_DUE = frozenset("launch lift blast dock undock land splash depart arrive return".split())


def _scheduled(token: Token) -> bool:
    """ "They lift off on Friday": the present tense of what happens once, in a whole sentence without a past."""
    words = list(token.sent)
    return (
        (token.tag_ in ("VBP", "VBZ") or (token.tag_ == "VB" and any(c.dep_ == "nsubj" for c in token.children)))
        and not any(c.dep_ in ("aux", "auxpass", "mark") for c in token.children)
        and "." in (words[-1].text, words[-2].text if len(words) > 1 else "")
        and not any(t.tag_ == "VBD" for t in words)
    )


_MOVED = re.compile(
    r"\b(?:delay|postpon|slip|push|put|mov|reschedul|defer|retarget)\w*\b[^;.]{0,60} (?:(?P<from>from)|to|until)(?: n(?:o|ot) (?:earlier|sooner) than| about)?(?: the)?$"
)
"""Before a date to which something is put off, or from which."""


_SINCE = re.compile(r"\bsince(?: the)?$")
"""Right before a day that lies behind whatever the sentence has ahead."""


def tense_of(doc: Parse, bounds: Sequence[tuple[int, int]], begin: int, end: int) -> Tense | None:
    """Past or future, by the verb of the sentence that stands nearest to a time."""
    span = doc.char_span(begin, end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    lower, upper = next(((b, e) for b, e in bounds if b <= begin < e), (begin, end))
    whole = doc.char_span(lower, upper, alignment_mode="expand")
    first, last = (whole.start, whole.end) if whole is not None else (span[0].sent.start, span[0].sent.end)
    if _SINCE.search(doc[first : span.start].text):
        return "past"
    if moved := _MOVED.search(doc[first : span.start].text):
        return None if moved["from"] else "future"
    if _PUT_OFF.search(doc[first : span.start].text) and doc[span.end : span.end + 1].text in ("'s", "’s"):
        return None
    if _GIVEN_UP.match(doc[span.end : last].text):
        return None
    return _nearest_tense(doc, span, first, last)


def _nearest_tense(doc: Parse, span: Span, first: int, last: int) -> Tense | None:
    marks: list[tuple[int, Tense]] = []
    for token in doc[first:last]:
        distance = span.start - token.i if token.i < span.start else token.i - span.end + 4
        leaves = token.lower_ == "set" and _sets(token)
        if (
            (leaves and token.tag_ in ("VBD", "VBN"))
            or (_bare_participle(token) and 0 < distance < 4)
            or _misread(token)
        ):
            marks.append((distance, "past"))
        elif _closing_report(token, span.end, last) or (token.i and doc[token.i - 1].lower_ == "as"):
            continue  # "…, NASA said", "as planned"
        elif token.lower_ in AHEAD and any(c.lower_ == "had" for c in token.children) and distance < 4:
            return None
        elif token.lower_ == "would" and _WEEKDAY.match(span.text) and status.reported(token.head):
            marks.append((distance, "future"))
        elif token.lower_ in AHEAD and (
            token.tag_ in ("MD", "VBN", "VBG", "JJ", "VBD")
            or (token.lower_ == "to" and token.head.tag_ == "VB" and token.dep_ == "aux" and token.head.dep_ != "advcl")
        ):
            marks.append((distance + (6 if token.lower_ == "to" else 0), "future"))
        elif token.lemma_ in _DUE and _scheduled(token):
            marks.append((distance, "future"))
        elif token.tag_ == "VBD" or (
            token.tag_ == "VBN" and any(c.lower_ in ("was", "were", "had", "has", "have") for c in token.children)
        ):
            marks.append((distance, "past"))
    return min(marks)[1] if marks else None


def _sets(token: Token) -> bool:
    """ "Set off", "an Atlas V set them on their way": a thing done, and no date."""
    doc = token.doc
    apart = doc[token.i + 1 : token.i + 2].text in ("off", "out", "down", "sail")
    return apart or any(c.dep_ == "dobj" for c in token.children)


_WEEKDAY = re.compile(r"(?:(?:on|early|late|next|this) )*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")


def _closing_report(token: Token, first: int, last: int) -> bool:
    """ "… is scheduled to launch on Thursday, NASA said": who says it comes last, and tells nothing of when."""
    rest = token.doc[token.i + 1 : last]
    return token.i >= first and token.lemma_ in REPORTING and not any(t.pos_ in ("VERB", "AUX") for t in rest)


def _misread(token: Token) -> bool:
    """ "The astronauts undocked from the port on Friday.": the only verb of a sentence, though the parse makes it none."""
    alone = token.tag_ == "VBN" and token.dep_ == "acl" and token.head.dep_ == "ROOT" and token.lemma_ in _DUE
    ends = token.sent.text.rstrip().endswith(".")
    return alone and ends and not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in token.sent)


_PUT_OFF = re.compile(
    r"\b(?:(?:call|wav|put|stav)\w* off|cancel\w*|scrub\w*|postpon\w*|delay\w*|scrapp\w*|abandon\w*|abort\w*)$"
)
"""Right before "Wednesday's launch": the Wednesday next to the release, before or behind."""


_GIVEN_UP = re.compile(
    r",? (?:was|were|has been|have been|had been) (?:\w+ )?(?:dropped|given up|abandoned|ruled out|scrapped|cancel+ed)\b"
)
"""Behind a date that does not hold: "an earlier opening, on 19 August, was dropped", before or behind the release."""


def _bare_participle(token: Token) -> bool:
    """ "The probe, launched on 9 September, will arrive …": done, whatever lies ahead of it."""
    return (
        token.tag_ in ("VBN", "VBD")
        and token.lemma_ in _DUE
        and token.dep_ in ("acl", "advcl", "amod")
        and not any(c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for c in token.children)
    )
