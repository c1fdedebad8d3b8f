"""Launches told of a rocket alone, or of "the flight": what it carried stands in the sentences beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from missiongraph.extract.clauses import subject
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.latenames import named_by
from missiongraph.extract.sentence import Sentence
from missiongraph.extract.slots import standing
from missiongraph.extract.triggers import Trigger
from missiongraph.model import Status

__all__ = ["called", "load", "of_something_else"]

_LOAD = re.compile(
    r"(?:(?:In|On|At|Under|Inside|Atop|Beneath) (?:its|the) (?:tip|top|nose|nose cone|fairing|cabin|summit)|On top|On board|Aboard|Inside"
    r"|(?:Riding|Sitting|Seated|Strapped|Perched|Buckled|Tucked)\b[^<,.;]{0,30}|(?:In|Aboard|Inside|On board|Atop it in) <C\d+>"
    r"|Its (?:sole |only |precious |human )?(?:cargo|payload|passengers?|riders?|load|freight|occupants?)"
    r"|(?:It|The (?:rocket|booster|launcher|launch vehicle)) (?:was carrying|carried|carries|bore|held|lofted|was topped|took|propelled|lifted|sent|put|placed|delivered))\b"
)
"""How a sentence begins that tells what the rocket of the one before had on it."""
_OUTSIDE = re.compile(r"\b(?:by|for|after|like|than|said|told|who|whose|which)\b[^,;.]*$")
_SLOTS = {"C": "spacecraft", "X": "mission"}
_SURE = 0.78


def load(event: Event, merged: Iterable[Event], document: Document) -> list[Filler]:
    """What and who was on a rocket whose launch names neither: in the next sentence, or the one craft that flies."""
    if event.type != "Launch" or not event.values("launchVehicle"):
        return []
    index = event.sentence + 1
    here = document.sentences[event.sentence]
    if index < len(document.sentences) and document.sentences[index].paragraph == here.paragraph:
        after = document.sentences[index]
        if _LOAD.match(after.typed):
            return _named_in(after, document)
    return _of_the_one(event, merged)


def _named_in(sentence: Sentence, document: Document) -> list[Filler]:
    """The craft, mission and people of a sentence that tells a rocket's load."""
    out, seen = [], set[str]()
    for item in sentence.items:
        before = sentence.whole[sentence.begin : item.begin]
        slot = "participant" if item.code == "P" else _SLOTS.get(item.code)
        if slot is None or _OUTSIDE.search(before) or (slot in seen and slot != "participant"):
            continue
        if slot != "participant" and standing(item, document):
            continue
        seen.add(slot)
        out += [Filler(slot, value, sentence.index, "load-of-rocket", _SURE) for value in item.entities]
    return out


def _of_the_one(event: Event, merged: Iterable[Event]) -> list[Filler]:
    """ "The ride up had begun on Monday, when a Falcon 9 lifted off": the one craft whose docking or landing is told."""
    told = [m for m in merged if m.type in ("Launch", "Docking", "Undocking", "Landing")]
    crafts = {v: f for m in told for f in m.fillers if f.slot == "spacecraft" for v in [f.value]}
    if len(crafts) != 1 or any(m.type == "Launch" and m.status is event.status for m in told):
        return []
    if event.status is not Status.OCCURRED or not event.values("time"):
        return []
    return [replace(f, rule="one-craft-of-rocket", confidence=0.7) for f in crafts.values()]


def called(event: Event, document: Document) -> Event:
    """ "A left Kennedy aboard Grace. The flight, Ax-9, was …": the mission of a launch is named right behind it."""
    index = event.sentence + 1
    if event.type != "Launch" or event.values("mission") or index >= len(document.sentences):
        return event
    mission = named_by(document.sentences[index])
    if mission is None or event.status is Status.CANCELLED:
        return event
    return replace(event, fillers=(*event.fillers, Filler("mission", mission, index, "flight-called", _SURE)))


_SOME = frozenset({"a", "an", "another", "some", "one"})
_OF_FLIGHT = frozenset(
    "crew spacecraft craft capsule ship shuttle orbiter spaceship rocket booster launcher vehicle mission flight journey trip ride"
    " voyage trio pair duo quartet foursome threesome astronaut cosmonaut taikonaut spacefarer crewmate man woman person people"
    " team freighter engine launch attempt expedition visitor guest tourist passenger colleague companion member two three four".split()
)


def of_something_else(trigger: Trigger, sentence: Sentence) -> bool:
    """ "The firm put a satellite of its own into orbit": what goes up is a thing without a name, and no flight told of."""
    verb = trigger.token
    if trigger.kind.type != "Launch" or trigger.noun or verb.pos_ != "VERB":
        return False
    sent = [c for c in verb.children if c.dep_ == "dobj"]
    what = sent[0] if sent else subject(verb)
    if what is None or what.tag_ not in ("NN", "NNS") or what.lemma_.casefold() in _OF_FLIGHT:
        return False
    some = any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _SOME) for c in what.children)
    return some and not any(i.begin <= what.idx < i.end for i in sentence.items)
