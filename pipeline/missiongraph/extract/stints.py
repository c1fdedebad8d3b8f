"""Work outside told by what was done there and for how long: "the two replaced a pump on Friday, in seven hours and 10 minutes".

No word of the sentence need tell a spacewalk, if it or those right before it speak of one, of an airlock or of what lies outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import scope, status
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.patterns import confidence, literal
from missiongraph.extract.predications import Argument, Predication
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.slots import IN_ALL
from missiongraph.model import Literal, Status

__all__ = ["find"]

_WALK = re.compile(
    r"(?i)\b(?:space ?walk\w*|EVAs?|extravehicular|airlock|(?:open|outer) space|excursions?|outings?|sorties?|outside (?:of )?the (?:station|outpost|spacecraft|ship|lab)\w*)\b"
)
"""What a sentence right before must speak of."""
_OUT = re.compile(
    r"(?i)\b(?:outside(?! (?:of )?(?:the )?(?:town|city|<))|outdoors|airlock|outer hull|(?:open|outer) space|void|space ?walk\w*|EVAs?|extravehicular|excursions?|outings?|sorties?|out (?=in\b|for\b|of (?:the|his|her|their|its)\b|there))"
)
"""What a sentence itself must speak of."""
_PATH = re.compile(
    r"(?:out(?:side)? |there |airlock )*(?:for|in|over|of|during|record|)|(?:job|task|outing|walk|stay|stint) of|out for record"
)
_NO_WORK = frozenset(
    "fly orbit travel ride circle launch dock undock drive sleep wait train exercise chase talk live simulate rehearse delay hold postpone lose last land return splash speak say take chat".split()
)
_BEHIND = re.compile(
    r"(?:,? and )?[ -](?:later|after|before|ago|earlier|late|flight|mission|in (?:space|orbit)\b(?! suits?)|aboard|each|a day|per|training|simulat\w+|from (?:now|launch)|into|of (?:flight|training|sleep|sunlight|data|video))"
)
_SUM = re.compile(
    r"(?i)\b(?:total|altogether|cumulative|career|combined|averag\w+|typically|usually|up to|at least|more than|less than|nearly|almost|about|some)(?: of)? $"
)
_LEAST, _MOST = 10, 600
"""Minutes that somebody may be outside."""
_LASTED = re.compile(
    r"^(?:It|This|That|The (?:whole |entire )?(?:task|job|work|repair|exit|trip|walk|feat|operation)|All (?:that|this)|Everything)(?: all)? (?:lasted|took|was over in|ended after|ran to|ran for)(?: them| the (?:two|pair|duo))? (?:just |only |all of )?<D(\d+)>(?! (?:later|after|in orbit))"
)


def find(document: Document) -> Iterator[Event]:
    """The stints outside that a release tells by the work done there."""
    if not _OUT.search(document.text):
        return
    spoken = [bool(_WALK.search(s.span.text)) for s in document.sentences]
    for told in document.predications:
        sentence = told.sentence
        timed = any(a.item.code == "D" for a in told.arguments)
        if timed and _outside(sentence, spoken, document) and (people := _who(told)):
            yield from _worked(told, people, document)
    for sentence in document.sentences[1:]:
        if match := _LASTED.match(sentence.typed):
            yield from _took(sentence, sentence.items[int(match.group(1))], document, spoken)


def _outside(sentence: Sentence, spoken: list[bool], document: Document) -> bool:
    if _OUT.search(sentence.span.text):
        return True
    before = range(max(0, sentence.index - 2), sentence.index)
    return any(spoken[i] and document.sentences[i].paragraph == sentence.paragraph for i in before)


def _who(told: Predication) -> list[Item]:
    """Who works, and with whom."""
    own = [i for i in told.subjects if i.code == "P" and i.entities and not scope.speaks(i, told.sentence)]
    company = [
        a.item for a in told.arguments if a.item.code == "P" and a.path in ("with", "alongside", "together with")
    ]
    return [*own, *company] if own else []


def _worked(told: Predication, people: list[Item], document: Document) -> Iterator[Event]:
    spans = [a.item for a in told.arguments if _fits(a, told.sentence) and _long(a.item, told.sentence)]
    if len(spans) != 1 or told.lemma.split(" ")[0] in _NO_WORK or told.passive:
        return
    if told.verb.tag_ in ("VBP", "VBZ") and not _day(told, []) and not any(c.dep_ == "aux" for c in told.verb.children):
        return  # "who carry a mirror outside for three hours": when?
    state = status.of(told.verb)
    if state is not None:
        others = [o for o in document.predications if o.sentence.index == told.sentence.index]
        yield _event(told.sentence, people, _day(told, others), spans[0], state, "stint-outside")


_OUT_THERE = re.compile(r" (?:outside|out there|outdoors|in the (?:void|vacuum)|in open space|spacewalking)\b")


def _fits(argument: Argument, sentence: Sentence) -> bool:
    """Whether a duration is that of what the verb tells: "for D", or "after D outside"."""
    if argument.item.code != "D":
        return False
    after = argument.path == "after" and _OUT_THERE.match(sentence.whole, argument.item.end)
    return bool(_PATH.fullmatch(argument.path) or after)


def _long(item: Item, sentence: Sentence) -> bool:
    """Whether a duration is one of hours and minutes, and no sum, rate or time until something else."""
    span = item.duration
    if span is None or span.approximate or not span.value.startswith("PT"):
        return False
    hours, minutes = (int((re.search(rf"(\d+){unit}", span.value) or [0, 0])[1]) for unit in "HM")
    before = sentence.whole[max(sentence.begin, item.begin - 30) : item.begin]
    behind = sentence.whole[item.end : min(sentence.end, item.end + 60)]
    exact = minutes or hours > 1
    fits = exact and _LEAST <= 60 * hours + minutes <= _MOST
    return bool(fits) and not (_SUM.search(before) or _BEHIND.match(behind) or IN_ALL.match(behind))


def _day(told: Predication, others: list[Predication]) -> list[Item]:
    """The only day of the clause, or of the one that it hangs on: "they changed a camera on Friday, staying out for D"."""
    above = [o for o in others if o.verb.i == told.verb.head.i] if told.verb.dep_ in ("advcl", "xcomp") else []
    for clause in (told, *above):
        times = [a.item for a in clause.arguments if a.item.time and len(a.item.time.value) > _MONTH]
        if times:
            return times if len(times) == 1 else []
    return []


_MONTH = 7


def _took(sentence: Sentence, long: Item, document: Document, spoken: list[bool]) -> Iterator[Event]:
    """ "A mended the sail while B watched. It took seven hours and 19 minutes": of those in the sentence before."""
    above = document.sentences[sentence.index - 1]
    near = above.paragraph == sentence.paragraph and (spoken[above.index] or _outside(above, spoken, document))
    told = [p for p in document.predications if p.sentence.index == above.index and _who(p)] if near else []
    main = next((p for p in told if p.verb.dep_ == "ROOT"), told[0] if told else None)
    if main is not None and _long(long, sentence) and status.of(main.verb) is Status.OCCURRED:
        beside = [p for p in told if p.verb.dep_ == "advcl" and p.verb.lemma_ in ("watch", "help", "assist", "hold")]
        people = [*_who(main), *(i for p in beside for i in _who(p))]
        yield _event(above, people, _day(main, told), long, Status.OCCURRED, "work-took")


def _event(sentence: Sentence, people: list[Item], times: list[Item], long: Item, state: Status, rule: str) -> Event:
    fillers = [Filler("participant", e, sentence.index, rule, confidence(0.82, i)) for i in people for e in i.entities]
    fillers += [Filler("time", literal(i.time.value[:10]), sentence.index, rule, 0.82) for i in times if i.time]
    if long.duration:
        fillers.append(Filler("duration", Literal(long.duration.value, "duration"), sentence.index, rule, 0.82))
    return Event("Spacewalk", state, sentence.index, tuple(dict.fromkeys(fillers)))
