"""Events told of by a pronoun: "The docking … It took place at 12:31", "A second outing … That one had been planned for 10 May"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.patterns import literal
from missiongraph.extract.planning import SET
from missiongraph.extract.sentence import Sentence
from missiongraph.model import Status

__all__ = ["find"]

_ONE = (
    r"(?:It|This|That(?: one)?|This one|The (?:event|attempt|man(?:oeuvre|euver)|operation|procedure|outing|excursion))"
)
_AT = r"(?: no earlier than)?(?: for| at| on| in)? (?:about |around )?(?P<when><T\d+>)"
_NEW = (
    r"(?:(?:The|A|Its|Their) new (?:launch |target |planned )?(?:date|day|time|slot) (?:is|has been set|was set|will be)"
    r"|(?:<[AOPR]\d+>|They|It|The (?:agency|company|team|teams|managers)|Managers|Teams|Officials)(?: (?:is|are|will))?(?: now)? (?:aim(?:s|ing)?|target(?:s|ing)?|work(?:s|ing)? towards?|shoot(?:s|ing)?|try|tries|trying)(?: again| once more)?(?: to launch)?"
    r"|(?:The|A|Its|Their) next (?:try|chance|attempt|opportunity|slot)(?: to launch)? (?:is|comes|will (?:be|come)|falls))"
)
"""After a launch that was called off: its new day."""
_TOLD = (
    (
        Status.OCCURRED,
        re.compile(
            rf"{_ONE} (?:took place|came|happened|occurred|was completed|followed|fell|was confirmed)(?: at| on| in)? (?P<when><T\d+>)"
        ),
    ),
    (
        Status.OCCURRED,
        re.compile(
            r"(?:The time (?:was|is given as)|It was|The clocks? (?:said|read|showed|stood at)) (?:then |just |exactly )?(?P<when><T\d+>)(?:\.|;|$)"
        ),
    ),
    (Status.PLANNED, re.compile(rf"{_ONE} is (?:now |currently )?{SET}{_AT}")),
    (Status.PLANNED, re.compile(rf"{_NEW}{_AT}")),
    (
        Status.CANCELLED,
        re.compile(rf"{_ONE} (?:had (?:first |originally )?been |was (?:first |originally )){SET}{_AT}"),
    ),
)
_HATCH = re.compile(
    rf"(?:The )?(?:airlock |outer |exit )?[Hh]atch(?:es)? (?:(?:of|to|on|in) (?:<M\d+>|the airlock) )?(?:was|were) opened{_AT}"
)
"""After a spacewalk told: its time."""
_KEPT = frozenset({"participant", "spacecraft", "mission", "station", "module"})


def find(sentence: Sentence, before: Sequence[Event]) -> Event | None:
    """What the sentence says of the one event that the sentence right before it told; None where there is no such."""
    last = [e for e in before if e.sentence == sentence.index - 1]
    if not last or len({e.type for e in last}) > 1:
        return None
    for state, pattern in _TOLD:
        match = pattern.match(sentence.typed)
        if match is None and last[0].type == "Spacewalk" and last[-1].status is state:
            match = _HATCH.match(sentence.typed)
        item = sentence.items[int(match["when"][2:-1])] if match else None
        if item and item.time and item.time.value:
            kept = tuple(f for f in last[-1].fillers if f.slot in _KEPT)
            name = f"{last[-1].type.casefold()}-again"
            time = Filler("time", literal(item.time.value), sentence.index, name, 0.84)
            return Event(last[-1].type, state, sentence.index, (*kept, time))
    return None
