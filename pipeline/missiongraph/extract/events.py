"""Events: a word that tells one, the arguments around it, and its status.

Arguments are found by type first (`slots`): every mention of a type that fits a slot and belongs to the word's
clause (`scope`) fills it. Then events of one happening merge over the release (`merge`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from missiongraph.extract import (
    again,
    ahead,
    aloft,
    bearers,
    calledoff,
    clauses,
    lists,
    plainly,
    relocation,
    scope,
    slots,
    status,
)
from missiongraph.extract.byclock import by_clock, clocked
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.gaps import gapped
from missiongraph.extract.parse import Token
from missiongraph.extract.patterns import literal
from missiongraph.extract.planning import CALLED_OFF
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.slips import rescheduled
from missiongraph.extract.triggers import Trigger, triggers
from missiongraph.extract.untold import untold
from missiongraph.model import Literal, Status

__all__ = ["find"]


def find(document: Document) -> Iterator[Event]:
    """The events of a document sentence by sentence, not yet merged."""
    dropped: Event | None = None
    for event in _told(document):
        told = event
        if (
            event.attempt
            and event.status is Status.PLANNED
            and not (dropped and event.sentence - dropped.sentence <= 4 and event.values("time"))
        ):
            continue
        if event.type == "Launch" and event.attempt and dropped and event.sentence - dropped.sentence <= 2:
            told = replace(event, type=dropped.type)  # "the docking was put off; an attempt on Friday also failed"
        if told.status is Status.CANCELLED:
            dropped = told
        yield told


_RELIEVED_BY = re.compile(r"\b(?:handover|turnover|overlap)\b[^;.,]{0,20} (?:with|to|from) [^;.,]*$")
""" "After a handover with Crew-9 they will undock": another flight than theirs."""


def _told(document: Document) -> Iterator[Event]:
    last: list[Event] = []
    for sentence in document.sentences:
        words = list(triggers(sentence))
        marks = frozenset(clauses.head_of(t.token).i if t.noun else t.token.i for t in words)
        retold = again.find(sentence, last)
        found = [(t, e) for t in words if (e := _event(t, sentence, document, marks, words))]
        yield from _without_verb(found, sentence, document)
        if retold:
            yield retold
            found = [(t, e) for t, e in found if not set(e.values("time")) & set(retold.values("time"))]
        last = [e for _, e in found]
        found = relocation.split(found, sentence, document)
        due = any(_present(t) and e.status is Status.PLANNED and e.values("time") for t, e in found)
        for trigger, told in found:
            event = told
            if due and _present(trigger) and told.status is Status.OCCURRED and not told.values("time"):
                event = replace(told, status=Status.PLANNED)  # "they lift off on Friday and dock three hours later"
            attempts = _of_attempt(trigger, list(sentence.of("T")), sentence)
            yield from (e for e in rescheduled(event, trigger, sentence, attempts) if not _overtaken(e, document))


def _without_verb(found: list[tuple[Trigger, Event]], sentence: Sentence, document: Document) -> Iterator[Event]:
    """ "A was launched in March and B in May": what the verb before tells of B."""
    for clause in gapped(sentence):
        told = [(t, e) for t, e in found if not t.noun and t.begin < clause.who.begin]
        if not told:
            continue
        trigger, event = told[-1]
        kind = trigger.kind
        slot_of = {**kind.slots, "F": "place", "L": "place"}
        given = [(slot_of[clause.who.code], e) for e in clause.who.entities if clause.who.code in slot_of]
        given += [(slot_of[i.code], e) for _, i in clause.arguments if i.code in slot_of for e in i.entities]
        name, index = f"{kind.type.casefold()}-without-verb", sentence.index
        fillers = [Filler(slot, value, index, name, 0.8) for slot, value in given]
        fillers += [Filler("time", literal(i.time.value), index, name, 0.8) for _, i in clause.arguments if i.time]
        yield replace(event, status=by_clock(event.status, tuple(fillers), document), fillers=tuple(fillers))


def _present(trigger: Trigger) -> bool:
    return not trigger.noun and trigger.token.tag_ in ("VBP", "VBZ", "VB")


def _overtaken(event: Event, document: Document) -> bool:
    """A new date that has come by the time of the release: what became of it is told elsewhere."""
    published = document.release.published
    times = [f for f in event.fillers if f.slot == "time" and f.rule.endswith("-postponed")]
    return (
        published is not None
        and event.status is Status.PLANNED
        and any(isinstance(f.value, Literal) and f.value.value[:10] <= published.isoformat() for f in times)
    )


_TRIES = frozenset({"attempt", "attempts", "opening", "try", "start"})
"""What may be an attempt at anything: of the launch only where it is said to have come to nothing."""


_NEXT_TRIES = frozenset({"attempt", "try"})
"""What, when it is planned, is that of the flight called off right before."""


_CALLED_OFF = re.compile(rf"\b{CALLED_OFF}\b")
_FRUITLESS = frozenset("end fail stop founder halt collapse".split())


def _came_to_nothing(trigger: Trigger, sentence: Sentence, preposition: str) -> bool:
    """ "An attempt on Monday ended when …", "put back again, hours before a Tuesday attempt"."""
    verb = trigger.token.head
    before = preposition in ("before", "ahead") and bool(
        _CALLED_OFF.search(sentence.whole[sentence.begin : trigger.begin])
    )
    ended = trigger.token.dep_ == "nsubj" and verb.lemma_ in _FRUITLESS and not _well(verb)
    return before or ended


def _well(verb: Token) -> bool:
    return any(t.lower_ in ("success", "successfully", "well", "perfectly") for t in verb.subtree)


_ENTRY = re.compile(
    r"[\w-]+(?: (?:date|time|site|place|pad|vehicle|zone|area|complex|and|from|location|port))* ?(?::|–|—) "
)
"""The label of an entry in a list of data: "Launch date: …"; what is told there is done unless its time is ahead."""


def _labels(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a noun is in the label of an entry, and not before any colon of a sentence."""
    opens = _OPENS_LABEL.fullmatch(sentence.whole, sentence.begin, trigger.begin)
    return bool(opens and _ENTRY.match(sentence.whole[trigger.begin : sentence.end]))


_OPENS_LABEL = re.compile(r"\W*(?:[\w’'-]+ ){0,3}")


def _tried(trigger: Trigger, sentence: Sentence) -> bool:
    tries = trigger.noun and trigger.token.lower_ in _TRIES
    return tries and not (trigger.token.lower_ == "start" and _of_rocket(trigger, sentence))


def _of_rocket(trigger: Trigger, sentence: Sentence) -> bool:
    """ "The start of the Soyuz-2.1a rocket": its launch, as Russian releases say it."""
    begin = trigger.begin + len(trigger.word)
    behind = next((i for i in sentence.of("VC") if i.begin > begin), None)
    of = behind and re.fullmatch(r" of (?:the |an? |its )?", sentence.whole[begin : behind.begin])
    return bool(of and behind and not re.match(r"[’']s", sentence.whole[behind.end :]))


def _called_off(trigger: Trigger) -> bool:
    return trigger.kind.type == "Launch" and not trigger.noun and calledoff.is_word(trigger.word)


def _of_attempt(trigger: Trigger, items: list[Item], sentence: Sentence) -> list[Item]:
    """The items without the day on which a flight was put off."""
    if not _called_off(trigger):
        return items
    return calledoff.times(trigger.word, items, sentence.whole, sentence.begin)


def _state(trigger: Trigger, sentence: Sentence, preposition: str) -> Status | None:
    """The status of what is told; an attempt tells something only where it came to nothing."""
    if _called_off(trigger):
        return calledoff.state(trigger.token)
    if trigger.noun and calledoff.is_noun(trigger.word):
        return Status.CANCELLED if status.of(trigger.token) else None
    if plainly.came_to_nothing(trigger.token):
        return Status.CANCELLED
    if trigger.noun and calledoff.had_been_set(sentence.whole[trigger.begin : sentence.end]):
        return Status.CANCELLED
    state = status.of(trigger.token)
    if state is Status.OCCURRED and ahead.announced(sentence):
        return Status.PLANNED
    if state is None or not _tried(trigger, sentence):
        return state
    if state is Status.PLANNED and trigger.token.lower_ in _NEXT_TRIES:
        return state
    return Status.CANCELLED if state is Status.CANCELLED or _came_to_nothing(trigger, sentence, preposition) else None


def _event(
    trigger: Trigger, sentence: Sentence, document: Document, marks: frozenset[int], words: list[Trigger]
) -> Event | None:
    entry = trigger.noun and _labels(trigger, sentence)
    preposition = scope.governing(trigger)
    state = Status.OCCURRED if entry else _state(trigger, sentence, preposition)
    if state is None or untold(trigger, sentence, document):
        return None
    region = clauses.region(trigger.token, marks, list(sentence.span))
    if preposition:
        region = frozenset(t.i for t in trigger.token.subtree)
    inside = [
        i
        for i in sentence.items
        if scope.head(i, sentence).i in region and not (i.code == "P" and scope.speaks(i, sentence))
        if i.code != "X" or not _RELIEVED_BY.search(sentence.whole, sentence.begin, i.begin)
    ]
    sited = state is Status.PLANNED and trigger.kind.type == "Landing" and any(i.code in "FL" for i in inside)
    if preposition in scope.BEFORE and not sited and not any(i.time for i in inside):
        return None
    if trigger.noun and not preposition:
        inside += [i for i in sentence.of("P") if i not in inside and bearers.taken_up(i, trigger, sentence)]
        inside = [i for i in inside if i.code != "P" or bearers.takes_part(i, trigger, sentence)]
    if not trigger.noun or preposition or bearers.carried(trigger):
        own = (
            not trigger.noun and trigger.token.tag_ == "VBG"
        )  # "before bringing B home": whoever the sentence is about
        others = preposition and not own and any(i.code == "P" or _CREW.match(sentence.whole, i.end) for i in inside)
        inside += [i for i in scope.inherited(trigger, sentence) if i not in inside and not (others and i.code == "P")]
    if not preposition and not scope.watched(trigger):
        inside += [i for i in scope.around(trigger, sentence, inside, marks) if i not in inside]
    carried = trigger.kind.type == "Spacewalk" and trigger.token.head.lemma_ in bearers.LIGHT
    if not preposition and (carried or not trigger.noun) and not _told_of(inside) and not scope.watched(trigger):
        left = (i for i in scope.nearest_left(trigger, sentence) if i not in inside)
        thing = scope.of_a_thing(trigger)
        inside += [i for i in left if i.code != "P" or not (thing or scope.speaks(i, sentence))]
    if trigger.noun and not preposition and clauses.head_of(trigger.token).dep_ == "relcl" and not _told_of(inside):
        inside += [i for i in scope.antecedent(trigger, sentence) if i not in inside]
    if not trigger.noun:
        inside += [i for i in scope.company(trigger, sentence) if i not in inside]
        inside += [] if lists.of_one(trigger.token) else list(lists.beside(inside, sentence))
        if not any(i.code == "C" for i in inside):
            inside += list(scope.shared_craft(trigger, sentence))
    if entry:
        inside = list(sentence.items)
    inside += [i for i in scope.ranked(trigger, sentence) if i not in inside]
    edge = clauses.stranded(trigger.token)
    inside = lists.in_bracket(trigger.begin, inside, sentence)
    inside = _of_attempt(trigger, _since(trigger, inside, sentence), sentence)
    inside = [i for i in inside if edge < 0 or scope.head(i, sentence).i > edge]
    start = scope.led(trigger, inside, sentence)
    headline = sentence.index == 0  # "X docks with Y; first six-member crew aboard": two pieces of news
    inside = [
        i
        for i in inside
        if i.code != "P" or (i.begin >= start and not (headline and ";" in sentence.whole[trigger.begin : i.begin]))
    ]
    unsaid = {i for clause in gapped(sentence) for i in clause.items}
    end = _end_of(trigger, sentence)
    inside = [i for i in inside if i not in unsaid and i.begin < end]
    fillers = tuple(slots.fill(trigger, inside, sentence, document, words))
    plural = trigger.noun and bool(
        re.match(
            r"(?:launches|(?:landing|docking|return|departure|splashdown|undocking)s)\b",
            sentence.whole[trigger.begin :],
        )
    )
    leads = trigger.noun and _leads(trigger, sentence)
    told = Event(
        trigger.kind.type,
        clocked(state, trigger.token, fillers, document),
        sentence.index,
        fillers,
        heads=leads,
        attempt=_tried(trigger, sentence),
    )
    return None if plural or (not _told_of_any(told) and aloft.of_something_else(trigger, sentence)) else told


def _told_of_any(event: Event) -> bool:
    return any(event.values(slot) for slot in ("participant", "spacecraft", "mission", "launchVehicle"))


_FIRST = re.compile(r"\W*(?:(?:The|Its|Their) )?(?:(?:scheduled|planned|expected|targeted) )?")


def _leads(trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a noun opens its sentence, but for the time of an entry in a timetable: "19:10 - Splashdown in …"."""
    times = [
        i.end for i in sentence.of("T") if i.begin == sentence.begin and _LABELS_ENTRY.match(sentence.whole, i.end)
    ]
    return _FIRST.fullmatch(sentence.whole, times[0] if times else sentence.begin, trigger.begin) is not None


_LABELS_ENTRY = re.compile(r" ?(?:[-–—:|]|\t)")


def _since(trigger: Trigger, inside: list[Item], sentence: Sentence) -> list[Item]:
    """The items without a flight that the event is counted from, and all that is said of that one."""
    older = clauses.counted_from(trigger.token, sentence.span)
    if not any(i.code in "CXP" and scope.head(i, sentence).i in older for i in sentence.items):
        return inside  # "in orbit since Monday": when it began
    return [i for i in inside if scope.head(i, sentence).i not in older]


_CREW = re.compile(r"(?:[’']s)? (?:mission |prime )?(?:crew|astronauts|cosmonauts)\b")
"""Behind a flight: "after the splashdown of the Solace 2 crew" tells of them, and of nobody who speaks of it."""
_WHO = re.compile(r"(?<=walk) (?:for|of|by) [^,;.]{3,40}, who\b")
""" "It will be the third spacewalk for her, who went out twice in 2031": what she did before is no part of it."""


def _end_of(trigger: Trigger, sentence: Sentence) -> int:
    """Where the words of an event end."""
    aside = _WHO.search(sentence.whole, trigger.begin, sentence.end) if trigger.noun else None
    return aside.end() if aside else sentence.end


def _told_of(inside: list[Item]) -> bool:
    """Whether somebody, a craft or a mission is among the items."""
    return any(i.code in "PCX" for i in inside)
