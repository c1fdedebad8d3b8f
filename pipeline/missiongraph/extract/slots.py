"""The arguments of an event: every mention of a type that fits a slot, but for what constructions forbid."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import bearers, clauses, scope, sites
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Filler
from missiongraph.extract.moments import time_of
from missiongraph.extract.patterns import confidence
from missiongraph.extract.prominence import is_flight, of_many, without_cabin
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger
from missiongraph.lexicon import CREW_OF
from missiongraph.model import Literal

__all__ = ["IN_ALL", "fill", "standing"]

_BYSTANDER = re.compile(
    r"(?:welcom\w+|join(?:s|ed|ing)?|reliev\w+|replac\w+|greet\w+|met|meet|congratulat\w+|succeed\w*|handover with|thank\w*|said|told|ask\w*|by|without|assist\w*|after|according to|thanks to|by fellow|behind|like|than|under|for|but not|and not) (?:[\w’'-]+ ){0,3}$|\b(?:good-?bye|farewell|adieu) to [^.;]{0,90}$"
)
_COMPARED = re.compile(r"\b(?:than|unlike|like) (?:all |any |either |both )?(?:of )?(?:the |any )?(?:other )?$")
_AT_FAULT = re.compile(
    r"\b(?:leaks?|faults?|problems?|troubles?|glitch\w*|issues?|failures?|defects?),? (?:\w+ )?(?:in|with|on|of) (?:the |an? )?$",
    re.I,
)
_SOME_OF = re.compile(
    r"\b(?:members?|some|most|many|several|part|rest|half|first|last|latest|longest|shortest|(?<!the )(?:two|three|four)|neither|none|any|remainder) of (?:the )?$",
    re.IGNORECASE,
)
"""Before a group: not all of it."""
_AT_CONTROLS = re.compile(r" (?:at the (?:controls|helm|stick)|in (?:command|the cabin)|inside)\b")
_ONE_OF = re.compile(r", (?:(?:the|one|two) (?:\w+ )?of (?:which|them|these)|including (?:one|two|three))\b")
_RIDE_FOR = re.compile(r"\b(?:ride|lift|trip) (?:back )?(?:home|to Earth) (?:for|to) [^.;]{0,80}$")
"""From "providing" to whom it is done for."""
_FIRST_THAT = re.compile(r"(?:After|Before|While|Having) (?:\w+ly )?(?:\w+ing|said|bid|taken)\b[^;]*$")
"""Fronted, what those told of did before: whom they did it with has no part in the event."""
_PERSON_LED = re.compile(r"(?:carried|commanded|followed|accompanied|joined|piloted|led|flown) by (?:[\w’'-]+ ){0,3}$")
_SORTS = frozenset({"Space Shuttle"})


def fill(
    trigger: Trigger, inside: list[Item], sentence: Sentence, document: Document, triggers: list[Trigger]
) -> Iterator[Filler]:
    """The arguments of one event among the items that belong to it."""
    kind, text = trigger.kind, sentence.whole
    if kind.type == "Launch":
        inside = _of_target(inside, trigger, sentence, document)
    name = kind.type.casefold()
    for item in inside:
        slot = None if _sends(item, trigger, inside, sentence) else _slot(item, trigger, sentence)
        if slot is None or not item.entities or _told_beside(item, text[sentence.begin : item.begin]):
            continue
        if (
            item.code == "M"
            and trigger.noun
            and _SEATED_IN.search(text[sentence.begin : item.begin], 0)
            and item.end <= trigger.begin
        ):
            continue  # "A and B in Destiny celebrate the docking": where they are
        if _crewed(item, trigger, sentence, document):
            yield Filler("crewOf", item.entities[0], sentence.index, f"{name}-crew-of-mission", 0.82)
        if item.code == "P" and scope.in_craft(item, sentence, text):
            rule, weight = f"{name}-crew-of-craft", 0.85
        elif _bystander(item, trigger, sentence) or _other_craft(item, sentence) or standing(item, document):
            continue
        else:
            rule, weight = f"{name}-{'noun' if trigger.noun else 'verb'}", 0.9
        if _target(item, trigger, inside, text) or _aimed_at(item, trigger, inside, sentence, document):
            continue
        if _left_behind(item, trigger, inside, sentence, document):
            continue
        for entity in item.entities:
            yield Filler(slot, entity, sentence.index, rule, confidence(weight, item))
    yield from sites.places(trigger, inside, sentence, document)
    yield from time_of(trigger, inside, sentence, triggers)
    if kind.type == "Spacewalk":
        yield from _walk(trigger, inside, sentence)


def _crewed(item: Item, trigger: Trigger, sentence: Sentence, document: Document) -> bool:
    """Whether an item is named for its crew; a craft only if it flies once, and its crew is the subject."""
    if item.code not in "CX" or not CREW_OF.match(sentence.whole[item.end : item.end + 20]):
        return False
    subject = clauses.subject(trigger.token)
    if item.code == "X" or subject is None:
        return item.code == "X"
    return is_flight(document.entity(item.entities[0])) and item.end < subject.idx < item.end + 20


def _sends(item: Item, trigger: Trigger, inside: list[Item], sentence: Sentence) -> bool:
    """ "STS-51I launches Galaxia to Venus": the mission is not what is launched, but what launches it."""
    if item.code != "X" or trigger.noun or trigger.kind.type != "Launch":
        return False
    text, end = sentence.whole, trigger.begin + len(trigger.word)
    sent = any(text[end : i.begin] in (" ", " the ") for i in inside if i.code == "C" and i.begin > end)
    return sent and text[item.end : trigger.begin] == " "


_SEATED_IN = re.compile(r"\b(?:in|inside|from) (?:the )?(?:[\w’'-]+ )?$")


_OTHER_CRAFT = re.compile(
    r"(?:\b(?:replac\w+|successor (?:to|of)|predecessor (?:to|of)|tak\w+ the place of|took the place of|left over from|unlike|than|like|similar to"
    r"|sister (?:ship|craft) (?:of|to)|hull of|relieve|followed by|succeeded by|(?:arrival|departure|return|launch|landing) of (?:their|the|his|her|its) (?:[\w-]+ )?(?:replacements?|successors?|predecessors?|relief)(?: crew)?,?|(?:hand-?over|turnover|overlap)(?: period)? with|handing over to|hands? over to|handed over to)|(?<!\w)Unlike|(?<!\w)Like) (?:all )?(?:the |an? )?(?:[a-z-]+ ){0,3}$|\bbehind [^,.;]{0,20}, (?:an? |the )?$|\bunder (?:the |\w+[’']s )?(?:[a-z]+ )?$|\banniversary of [^.;]*$|\b(?:mission|visit|trip|sortie|call|repairs?) to (?:the |\w+[’']s |its |their )?(?:[a-z]+ ){0,2}$|\b(?:an?|the|another|already|two) (?:docked|berthed|attached|moored|parked) (?:[A-Z]\w+ )?$"
)


_UNTIL = re.compile(r"\buntil (?:the )?(?:[\w-]+ ){0,3}$")
"""Before a flight that ends a pause: "no crew flew until Skylab 2"."""
_LOST = re.compile(
    r"(?:[’']s)? (?:(?:space )?shuttle )?(?:accident|disaster|tragedy|loss|catastrophe|explosion|break-?up)\b"
)
"""Behind a craft or flight that other things happened before or after: "the first crew since the Columbia accident"."""


def _other_craft(item: Item, sentence: Sentence) -> bool:
    """ "Sent up to replace the damaged Soyuz", "the successor to Hubble": a craft or flight named only beside the event's own."""
    if item.code not in "CX" or re.match(r",? (?:which|that|who)\b", sentence.whole[item.end : item.end + 8]):
        return False
    if _LOST.match(sentence.whole, item.end) or _UNTIL.search(sentence.whole[sentence.begin : item.begin]):
        return True
    return bool(_OTHER_CRAFT.search(sentence.whole[sentence.begin : item.begin]))


def _target(item: Item, trigger: Trigger, inside: list[Item], text: str) -> bool:
    """ "They docked with an Agena": not the craft they flew."""
    after = item.code in "CX" and trigger.kind.type == "Docking" and item.begin > trigger.begin
    return (
        after
        and re.search(r"\b(?:with|to) (?:the |an? |its |their )?(?:\w+ )?$", text[trigger.begin : item.begin])
        is not None
        and any(i.code in "PCX" and i.entities and i.end <= trigger.begin for i in inside)
    )


_DEPLOYED = re.compile(
    r"\b(?:deploy(?:ed|s|ing)?|releas(?:ed|es|ing)|retriev(?:ed|es|ing)|sent off|let go of|captured|repaired|serviced)\b[^.;]*$"
)


def _left_behind(item: Item, trigger: Trigger, inside: list[Item], sentence: Sentence, document: Document) -> bool:
    """ "It deployed TDRS-5 and landed", "landed after repairing Hubble": that did not come down with those who flew to it."""
    others = any(i.code in "PCX" and i.entities and i.end <= item.begin for i in inside)
    if trigger.kind.type != "Landing" or item.code != "C" or not others:
        return False
    if item.begin > trigger.begin:
        return without_cabin(document.entity(item.entities[0]))
    return _DEPLOYED.search(sentence.whole[sentence.begin : item.begin]) is not None


_AIMED_AT = re.compile(r"\btarget(?: vehicle| stage| craft)?,? (?:an? |the )?$")


def _is_target(item: Item, sentence: Sentence, document: Document) -> bool:
    """Whether a craft is the target vehicle of another flight."""
    if item.code != "C" or not item.entities:
        return False
    entity = document.entity(item.entities[0])
    return "Target" in (entity.label or entity.name) or bool(
        _AIMED_AT.search(sentence.whole[sentence.begin : item.begin])
    )


def _of_target(inside: list[Item], trigger: Trigger, sentence: Sentence, document: Document) -> list[Item]:
    """ "Their target, an Agena, had gone up from Pad 14": of a launch told right behind a target, that alone."""
    before = [i for i in sentence.items if i.code in "PCX" and i.entities and i.end <= trigger.begin]
    if trigger.noun or not before or not _is_target(before[-1], sentence, document):
        return inside
    return [*(i for i in inside if i.code not in "PCX"), before[-1]]


def _aimed_at(item: Item, trigger: Trigger, inside: list[Item], sentence: Sentence, document: Document) -> bool:
    """A target vehicle beside those who fly to it: none of them is aboard."""
    if not _is_target(item, sentence, document):
        return False
    if trigger.kind.type == "Undocking":
        return not scope.is_subject(item, trigger, sentence)
    beside = any(i.code in "PCX" and i.entities and i is not item for i in inside)
    return beside and trigger.kind.type in ("Launch", "Docking")


def _told_beside(item: Item, before: str) -> bool:
    """Whether the words before show that the thing has no part: it is at fault, or only compared."""
    return bool((item.code == "V" and _AT_FAULT.search(before)) or _COMPARED.search(before))


def _slot(item: Item, trigger: Trigger, sentence: Sentence) -> str | None:
    """The slot of the item's type; a module or rover is the craft of what it launches or lands by itself."""
    kind = trigger.kind
    slot = kind.slots.get(item.code)
    if item.code == "M" and scope.module_flies(item, trigger, sentence):
        return "spacecraft"
    if item.code == "S" and kind.type == "Launch":
        return "spacecraft" if _sent_up(item, trigger, sentence) else None
    if slot is not None or item.code not in "MY" or kind.type not in ("Launch", "Landing"):
        return slot
    alone = clauses.subject(trigger.token) is not None and scope.is_subject(item, trigger, sentence)
    carried = (
        item.code == "Y"
        and kind.type == "Landing"
        and re.search(r"\bwith (?:the |its )?$", sentence.whole[sentence.begin : item.begin])
    )
    return "spacecraft" if alone or carried else None


def _sent_up(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """ "Mir was launched in 1986", "a Saturn V put Skylab aloft": a station that itself goes up."""
    word = scope.head(item, sentence)
    passive = word.dep_ == "nsubjpass" and word.head.i == trigger.token.i
    return not trigger.noun and (passive or (word.dep_ == "dobj" and word.head.i == trigger.token.i))


def _bystander(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a person stands by the event: welcomes, is met, or owns what something else happens to."""
    if item.code != "P":
        return False
    text = sentence.whole
    before, surface = text[sentence.begin : item.begin], text[item.begin : item.end]
    if item.begin < trigger.begin and not trigger.noun and scope.launches(trigger.token, sentence):
        return True
    if len(item.entities) > 1 and _SOME_OF.search(before):
        return True
    owner = text[item.end : item.end + 2] in ("’s", "'s") or surface.casefold() in ("his", "her", "their")
    if owner:
        return not bearers.owns(item, trigger, text)  # "the day after their launch"
    if _RIDE_FOR.search(text[trigger.begin : item.begin]) or bearers.befalls(item, trigger, sentence):
        return False
    if re.search(r"\bleaving\b", text[trigger.begin : item.begin]):
        return True  # "pulled away, leaving A and B on board"
    if re.search(r"\bwhose\b", text[trigger.begin : item.begin]):
        return True  # "docked with the station, whose residents, A and B, met them"
    if _FIRST_THAT.match(before) and _in_phrase(before, sentence) and _another_subject(item, trigger, sentence):
        return True  # "After hugging A and B, C and D undocked"
    if trigger.kind.type == "Docking" and _FROM_AFAR.search(text, sentence.begin, sentence.end):
        return True
    if trigger.kind.type != "Spacewalk" and scope.is_subject(item, trigger, sentence):
        return False  # "she welcomed X, who docked on Friday"
    if trigger.kind.type == "Spacewalk" and (
        _AT_CONTROLS.match(text, item.end)
        or _ONE_OF.search(text[trigger.begin : item.begin])
        or (trigger.begin < item.begin and _OWN_SUM.match(text, item.end))
    ):
        return True
    agent = trigger.noun and re.match(
        r"(?: on [^;.]{0,30})?,? (?:by|for) [^,;.]{0,80}$", text[trigger.begin + len(trigger.token.text) : item.begin]
    )
    return bool(_BYSTANDER.search(before)) and not _PERSON_LED.search(before) and not agent


_FROM_AFAR = re.compile(
    r"\b(?:by remote control|remotely|under remote control|by (?:radio|tele)[- ]?(?:control|operation))\b"
)
""" "He docked it by remote control": who is not in what he docks."""
_OWN_SUM = re.compile(r",? (?:none|no|one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?=[,.;]| and\b)")
""" "A has two spacewalks to her credit and B one"."""


def _in_phrase(before: str, sentence: Sentence) -> bool:
    """Whether no comma closes the fronted phrase, but for those between the names of a list."""
    names = {i.end - sentence.begin for i in sentence.of("P")}
    return all(m.start() in names for m in re.finditer(",", before))


def _another_subject(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether somebody else is named behind a comma, between a person and the event."""
    later = [i for i in sentence.of("P") if item.end < i.begin and i.end <= trigger.begin]
    return any("," in sentence.whole[item.end : i.begin] for i in later)


def standing(item: Item, document: Document) -> bool:
    """Whether a mission is an expedition or a programme, or a craft a sort of craft: those do not fly themselves."""
    if item.code == "C" and item.entities:
        craft = document.entity(item.entities[0])
        return (craft.label or craft.name) in _SORTS
    return item.code == "X" and of_many(document.entity(item.entities[0]))


_COUNT = re.compile(
    r"(?<![\w-])(?P<n>one|single|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:of (?:the|its|their|these|[\w ]{1,30}[’']s) (?:\w+ )?)?(?:(?!in |on |of |an? |the |during |for |at |after |their |his |her |(?!planned|scheduled|completed)[a-z]+ed )[a-z-]+ ){0,2}$",
    re.IGNORECASE,
)
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten".split())} | {"single": 1}
_ONE_OF_MANY = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|final|latest|longest|shortest|next|one|each|any) (?:\w+ )?(?:of|in a series of) (?:the |these |those |his |her |their )?(?:\w+ )?$",
    re.IGNORECASE,
)
""" "The second of three outings": no count of those who made it."""
_TIMES = re.compile(r"\b(?:(twice)|(\w+) times)\b")


_LASTED = re.compile(
    r"^(?:(?!spacewalk|EVA|excursion)[^.])*; (?:it|this|they|he|she)(?: \w+)? (?:lasted|took|spent|ended after)(?: a total of)? $|^[^.,;]{0,60}(?:,? lasting|,? taking|,? (?:that|which)(?: \w+)? (?:lasted|took|ran to|ran for|ended after)|,? and (?:lasted|took|ended after|ran for|(?:was|had to be) (?:cut short|called off|ended(?: early)?|broken off|over) (?:after|in))) $"
)


IN_ALL = re.compile(
    r"[\w ]{0,30}? (?:during|over|in|on|across) (?!(?:a|an|one|the|his|her|their) )[\w-]+ (?:[\w-]+ )?(?:space ?walks|EVAs|excursions|outings)\b"
)
"""Behind a time outside: "during five spacewalks", the sum of a career."""
_BOUND = re.compile(r"\b(?:longer than|at least|up to|as long as|within|less than|under|at|by) $")


def _undated(trigger: Trigger, item: Item, sentence: Sentence) -> str:
    """The words between an event and what is told of it, a time in between as one word."""
    position, words = trigger.begin + len(trigger.token.text), ""
    for time in (i for i in sentence.of("T") if position <= i.begin and i.end <= item.begin):
        words, position = words + sentence.whole[position : time.begin] + "T", time.end
    return words + sentence.whole[position : item.begin]


_AT_WORK = re.compile(
    r"\b(?:outside|out)\b(?:(?!\b(?:while|when|as|before|after)\b)[^.;])*? (?:[a-z]{3,}ing|to [a-z]{3,}) (?:(?!\b(?:while|when|as|before|after)\b)[^.;])*$"
)


def _worked_on(trigger: Trigger, inside: list[Item], sentence: Sentence) -> Iterator[Filler]:
    """ "They spent six hours outside laying cables that give Canadarm2 its power": what the work told behind is for."""
    for item in (i for i in sentence.of("Y") if i.begin > trigger.begin and i not in inside and not trigger.noun):
        named = any(trigger.begin < i.begin < item.begin for i in sentence.of("P"))
        if not named and _AT_WORK.search(sentence.whole[trigger.begin : item.begin]):
            for entity in item.entities:
                yield Filler("target", entity, sentence.index, "spacewalk-for", confidence(0.8, item))


def _walk(trigger: Trigger, inside: list[Item], sentence: Sentence) -> Iterator[Filler]:
    """Duration, count and aim of a spacewalk."""
    text = sentence.whole
    yield from _worked_on(trigger, inside, sentence)
    for item in sentence.of("D"):
        if item not in inside and not _LASTED.search(_undated(trigger, item, sentence)):
            continue
        if _BOUND.search(text[sentence.begin : item.begin]) or IN_ALL.match(text, item.end):
            continue
        if item.duration and not item.duration.approximate and item.duration.value.startswith("PT"):
            yield Filler(
                "duration", Literal(item.duration.value, "duration"), sentence.index, "spacewalk-duration", 0.9
            )
    number = 0
    before = text[sentence.begin : trigger.begin]
    if trigger.noun and (match := _COUNT.search(before)) and not _ONE_OF_MANY.search(before[: match.start()]):
        word = match.group("n").casefold()
        number = _NUMBERS.get(word, int(word) if word.isdigit() else 0)
        number = number if number > 1 or word in ("one", "single") else 0
    elif not trigger.noun and (match := _TIMES.search(text[trigger.begin : sentence.end])):
        number = 2 if match.group(1) else _NUMBERS.get(match.group(2).casefold(), 0)
    if number:
        yield Filler("count", Literal(str(number), "integer"), sentence.index, "spacewalk-count", 0.92)
