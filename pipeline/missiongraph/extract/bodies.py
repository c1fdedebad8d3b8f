"""Which body a noun takes up: "the launch centre" after the Jiuquan Satellite Launch Center, "the department" of an institute.

Only a job is bound so: "director of the launch center", "who heads the department". The name must hold the noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Tenure
from missiongraph.extract.patterns import in_crew
from missiongraph.extract.prominence import is_programme
from missiongraph.extract.sentence import Sentence

__all__ = ["bound", "heads"]

_NOUN = r"(?P<noun>(?:[a-z]+ ){0,2}?(?:cent(?:er|re)|department|institute|universit(?:y)|laboratory|observatory|museum|school|college|cosmodrome|office|division|company|firm|academy|corporation|foundation|bureau|directorate|agency|organi[sz]ation))\b"
_OF = re.compile(
    rf"(?:s? )?,?(?: (?:of|at|for|in|with))? (?:the|this|that|its|our) {_NOUN}(?! (?:of|for|in|and|at|at the) [A-Z])(?!['’]s? \w+ <)"
)
_WHOSE = re.compile(
    rf"(?:^|\W)(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Oo]ur) {_NOUN}(?:[’']s?|, whose) (?:(?!and\b)[a-z-]+ ){{0,2}}$"
)
_HEADS = re.compile(
    rf"<P(\d+)>(?:,? who)? (?:now |currently |also |has |had )*(?:heads|headed|leads|led|runs|directs|chairs|chaired|manages) (?:the|this|that) {_NOUN}(?! (?:of|for))"
)
_COMPANY = frozenset({"company", "firm"})


def bound(tenures: Iterable[Tenure], document: Document) -> Iterator[Tenure]:
    """The tenures, a job in a body that only its noun names being held in that body; a seat is in no programme."""
    for tenure in tenures:
        if in_crew(tenure.role, document.authority):
            seat = tenure.of is None or not is_programme(document.entity(tenure.of))
            yield tenure if seat else replace(tenure, of=None)
            continue
        if tenure.of is not None:
            yield tenure
            continue
        body = _taken_up(tenure, document)
        trust = tenure.confidence if body is None else round(tenure.confidence * 0.93, 3)
        yield replace(tenure, of=body, confidence=trust)


def heads(document: Document) -> Iterator[Tenure]:
    """ "Dyer, who heads the department": head of what the noun takes up."""
    for sentence in document.sentences:
        for match in _HEADS.finditer(sentence.typed):
            body = _named(match.group("noun"), sentence.items[int(match.group(1))].begin, document)
            for person in sentence.items[int(match.group(1))].entities if body is not None else ():
                yield Tenure(person, "head", body, sentence.index, "heads-noun", 0.84)


def _taken_up(tenure: Tenure, document: Document) -> int | None:
    sentence = document.sentences[tenure.sentence]
    for item in sentence.of("R"):
        match = (
            _OF.match(sentence.whole, item.end) if item.role == tenure.role or tenure.role.endswith(item.role) else None
        )
        own = item.role == tenure.role or tenure.role.endswith(item.role)
        match = match or (_WHOSE.search(sentence.whole[max(0, item.begin - 60) : item.begin]) if own else None)
        if match:
            return _named(match.group("noun"), item.begin, document)
    return _shared(tenure, sentence)


_LISTED = re.compile(r"<[AO](\d+)>(?:'s)? <R\d+> <P\d+>((?:(?:,? and|,) (?:<R\d+>) <P\d+>)+)")


def _shared(tenure: Tenure, sentence: Sentence) -> int | None:
    """ "NASA Administrator A, Deputy Administrator B and Associate Administrator C": one body for the whole list."""
    for match in _LISTED.finditer(sentence.typed):
        if any(tenure.holder in sentence.items[int(n)].entities for n in re.findall(r"<P(\d+)>", match.group(2))):
            return sentence.items[int(match.group(1))].entities[0]
    return None


def _named(noun: str, begin: int, document: Document) -> int | None:
    """The body named last before, in this sentence or those above, whose name holds the noun; any company, for "the company"."""
    words = noun.replace("centre", "center").split()
    before = [m for m in document.mentions if m.type in ("Organization", "Facility", "Agency") and m.begin < begin]
    for mention in reversed(before):
        entity = document.entity(mention.entities[0])
        name = f"{entity.name} {entity.label or ''}".casefold().replace("centre", "center")
        if words[-1] in name and all(w in name for w in words):
            return entity.index
    kind = "Agency" if words[-1] == "agency" else "Organization" if words[-1] in _COMPANY else None
    alike = {m.entities[0] for m in before if m.type == kind}
    return alike.pop() if len(alike) == 1 else _only(words, document) if not alike else None


def _only(words: list[str], document: Document) -> int | None:
    """The one body of the release whose name ends with the noun, though it is named further on."""
    bodies = {e.index: e.name.casefold().split() for e in document.entities if e.type in ("Organization", "Agency")}
    fits = [index for index, name in bodies.items() if words[-1] in name]
    return fits[0] if len(fits) == 1 else None
