"""Those who had never been up: "none of whom had flown before", "had not been in space before"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import clauses, lists, scope
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim
from missiongraph.extract.parse import Token
from missiongraph.extract.patterns import confidence
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.model import Literal

__all__ = ["find"]

_NEVER = re.compile(r"(?i)\b(?:never|not|n[o’']t|neither|none)\b")
_UP = re.compile(
    r"\b(?:flown(?=$|[.,;)]| (?:before|yet|at all|in (?:space|orbit)|(?:in)?to (?:space|orbit)|when|until|and|but)\b)"
    r"|(?:been|travel+ed|gone|ventured) (?:(?:in|into|to) (?:space|orbit)\b|up(?=$|[.,;]| (?:before|yet|until|when)\b)|aloft|off the (?:planet|ground)|beyond the atmosphere)"
    r"|left (?:(?:the )?(?:[Ee]arth|planet|ground)\b|the atmosphere))"
)
_NOT_SO = re.compile(
    r"(?i)\b(?:again|since|together|anyone|nobody|woman|women|country|if|would|will|alone|so (?:far|high|long|many|often)|with (?:a|an|the)|twice|other than|only)\b"
)
_NOBODY = frozenset("neither none one".split())
_OWNER = re.compile(r"[’']s?(?!\w)")


def find(document: Document) -> Iterator[Claim]:
    """flightNumber 1 of the subjects of a verb that denies them any flight so far."""
    for sentence in document.sentences:
        said = sentence.whole[sentence.begin : sentence.end]
        never = _NEVER.search(said)
        up = _UP.search(said, never.start()) if never else None
        if never is None or up is None or _NOT_SO.search(said, 0, up.end()):
            continue
        verb = next((t for t in sentence.span if t.idx == sentence.begin + up.start()), None)
        for who in _subjects(verb, sentence) if verb is not None else ():
            for person in who.entities:
                number = Literal("1", "integer")
                yield Claim(person, "flightNumber", number, sentence.index, "never-up", confidence(0.9, who))


def _subjects(verb: Token, sentence: Sentence) -> Iterator[Item]:
    """Of whom it is denied: the subject, those whom "none of" leads to, or who stand before "none of whom"."""
    named = (i for i in sentence.of("P") if not _OWNER.match(sentence.whole, i.end))
    people = [i for i in named if scope.head(i, sentence).tag_ != "PRP$"]
    denied = next((t for t in (verb, *verb.children) for t in t.children if t.lower_ in _NOBODY), None)
    if denied is None:
        subject = clauses.subject(verb)
        phrase = clauses.coordinated(subject) if subject is not None else frozenset()
        own = [i for i in people if scope.head(i, sentence).i in phrase]
        yield from own[-1:] if lists.of_one(verb) else own
        return
    below = {t.i for t in denied.subtree}
    inside = [i for i in people if scope.head(i, sentence).i in below]
    before = [i for i in people if i.end <= denied.idx]
    if inside or not any(t.lower_ == "whom" for t in denied.subtree):
        yield from inside or [i for i in people if denied.idx < i.begin < verb.idx]
    elif before and len(before[-1].entities) > 1:
        yield before[-1]
    else:
        yield from before[-2:] if denied.lower_ == "neither" else lists.run(before[-1:], sentence)
