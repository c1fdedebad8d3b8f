"""Whose an event noun is: "the landing of A with B", "splashdown came at dawn for A and B", "made a landing"."""

from __future__ import annotations

import re

from missiongraph.extract import clauses
from missiongraph.extract.scope import head
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger

__all__ = ["LIGHT", "befalls", "carried", "owns", "taken_up", "takes_part"]

_TAKING = re.compile(
    r", with [^,.;]{3,40} (?:taking|carrying|bearing|lifting) (?:[^.;:]{0,120}(?:,|,? and) )?(?:[\w’'-]+ ){0,4}$"
)

_ON_BOARD = re.compile(r" of [^,.;]{3,60}?,? (?:with|carrying) (?:[^.;:]{0,120}(?:,|,? and) )?(?:[\w’'-]+ ){0,4}")


_ENDING = frozenset("end complete conclude close cap crown finish culminate".split())

_FLIGHTS = frozenset("flight mission journey stay voyage trip expedition odyssey".split())


LIGHT = frozenset(
    "make perform conduct complete carry accomplish execute do undertake attempt achieve begin start conclude finish wrap".split()
)
"""Verbs that only carry an event noun: "made a landing"."""


def takes_part(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a person is told of by an event noun: its owner, or in its own phrase ("the landing of A with B")."""
    text = sentence.whole
    inside = {t.i for t in trigger.token.subtree}
    borne = trigger.token.dep_ not in ("pobj", "compound") and clauses.head_of(trigger.token).lemma_ in LIGHT
    light = (
        borne or carried(trigger) or (trigger.kind.type == "Spacewalk" and not _subject_aside(item, trigger, sentence))
    )
    craft = _ON_BOARD.fullmatch(text[trigger.begin + len(trigger.token.text) : item.begin])
    return (
        light
        or bool(craft)
        or befalls(item, trigger, sentence)
        or taken_up(item, trigger, sentence)
        or owns(item, trigger, text)
        or (item.begin > trigger.begin and head(item, sentence).i in inside)
    )


def carried(trigger: Trigger) -> bool:
    """ "Made a landing", "are targeting a touchdown": the event of whoever does so."""
    verb = trigger.token.head
    if trigger.token.dep_ == "pobj" and verb.lower_ == "with":  # "completed their mission with a touchdown"
        return verb.head.lemma_ in _ENDING
    aimed = trigger.token.dep_ == "dobj" and trigger.kind.type in ("Landing", "Docking", "Undocking")
    return verb.lemma_ in LIGHT or (aimed and verb.lemma_ in ("target", "plan", "face"))


def befalls(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """ "Splashdown came at dawn for A and B", "a landing awaits them", "the landing ended the flight of A": whose it is."""
    noun, verb = trigger.token, trigger.token.head
    if not trigger.noun or trigger.kind.type == "Spacewalk" or noun.dep_ not in ("nsubj", "nsubjpass"):
        return False
    word = head(item, sentence)
    while word.dep_ in ("conj", "appos") and word.head.i != word.i:
        word = word.head
    over = word.head
    if word.dep_ == "pobj" and over.lower_ in ("for", "with"):
        return over.head.i == verb.i and all(c.dep_ not in ("attr", "acomp", "dobj") for c in verb.children)
    if word.dep_ in ("pobj", "poss") and verb.lemma_ in _ENDING:  # "the flight of A", "A's flight"
        flight = over.head if word.dep_ == "pobj" and over.lower_ == "of" else over
        return flight.dep_ == "dobj" and flight.head.i == verb.i and flight.lemma_ in _FLIGHTS
    return word.dep_ == "dobj" and over.i == verb.i and verb.lemma_ == "await"


def _subject_aside(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """ "When A fell ill, B took his place on the spacewalk": of A another clause tells."""
    own = head(item, sentence)
    return own.dep_ in ("nsubj", "nsubjpass") and own.head.dep_ == "advcl" and trigger.token not in own.head.subtree


def taken_up(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """ "Liftoff occurred on schedule, with Discovery taking its crew into the skies"."""
    between = sentence.whole[trigger.begin : item.begin]
    return trigger.kind.type == "Launch" and bool(_TAKING.search(between))


def owns(item: Item, trigger: Trigger, text: str) -> bool:
    """ "Koch's landing", "her first spacewalk", "her flight ended": a possessive right before the event takes part in it."""
    gap = text[item.end : trigger.begin] if item.end <= trigger.begin else "x" * 99
    whose = "" if text[item.begin : item.end].casefold() in ("his", "her", "their") else "[’']s?"
    what = (
        r"(?:[\w-]+ ){0,3}" if trigger.noun else r"(?:[\w-]+ ){0,3}(?:flight|mission|journey|trip|voyage) (?:\w+ ){0,2}"
    )
    return bool(re.fullmatch(rf"{whose} {what}| " if trigger.noun else rf"{whose} {what}", gap))
