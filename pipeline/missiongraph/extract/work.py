"""Whether somebody worked on a thing that has a name, as the verbs of `ontology/constructions/verbs.toml` tell it."""

from __future__ import annotations

import re

from missiongraph.extract.document import Document
from missiongraph.extract.parse import Token
from missiongraph.extract.predications import Predication
from missiongraph.extract.sentence import Item

__all__ = ["has_named_object", "is_worked_on"]

_SCHOOL = frozenset("learn train practise practice teach certify qualify rehearse study".split())
"""Verbs of those who are yet to do it: "she learned to operate the arm"."""
_SUIT = re.compile(r"(?i)\b(?:space)?suits?$")
_SUPPLIES = re.compile(r"(?i)\b(?:cargo|freighter|resupply|supply|transfer vehicle)\b")


_CREW = 5
"""As many people as one sentence says a piece of work of; of more it is told as what their flight was for."""


def has_named_object(predication: Predication) -> bool:
    """ "They bolt the Kite-2 unit to the truss": the work is on what the verb's object names, known or not."""
    if any(not a.path and a.item.code in "YMC" for a in predication.arguments):
        return True
    objects = (c for c in predication.verb.children if c.dep_ == "dobj")
    words = (t for o in objects for t in o.subtree if t.i <= o.i)
    return any(t.text[0].isupper() for t in words)


def is_worked_on(predication: Predication, thing: Item, document: Document) -> bool:
    """Whether what a verb says of people and a thing is work on it: no lesson, no suit, no ferry that is only caught."""
    if _lesson(predication.verb) or any(len(i.entities) >= _CREW for i in predication.subjects):
        return False
    if thing.code == "C":
        return not _docks(document)
    return not _SUIT.search(document.entity(thing.entities[0]).name)


def _lesson(verb: Token) -> bool:
    above = verb.head if verb.dep_ in ("xcomp", "ccomp", "advcl", "pcomp") else verb
    above = above.head if above.pos_ == "ADP" else above
    return above.lemma_ in _SCHOOL


def _docks(document: Document) -> bool:
    """Whether the release is of a station, where a craft is caught to be berthed and not to be mended."""
    return any(True for s in document.sentences for _ in s.of("S")) or bool(_SUPPLIES.search(document.text))
