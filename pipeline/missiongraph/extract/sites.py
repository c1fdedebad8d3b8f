"""Where an event took place: the pad and centre of a launch, the place of a landing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import scope
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Filler
from missiongraph.extract.patterns import confidence
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger

__all__ = ["places"]

_REASON = re.compile(r"\b(?:because|due to|owing to|on account of)\b")


def places(trigger: Trigger, inside: list[Item], sentence: Sentence, document: Document) -> Iterator[Filler]:
    """Pad and centre for a launch (a place only where no site is named); the first place for a landing."""
    kind, text = trigger.kind, sentence.whole
    if kind.type not in ("Launch", "Landing"):
        return
    spots = []
    for item in inside:
        if item.code not in "FL" or (
            item.begin < trigger.begin
            and kind.type == "Landing"
            and not re.search(
                r"(?:^|, )(?:[Ii]n|[Oo]n|[Nn]ear|[Aa]t|[Oo]ff) (?:the )?$", text[sentence.begin : item.begin]
            )
        ):
            continue
        before = text[max(sentence.begin, item.begin - 40) : item.begin]
        listed = re.search(r"(?:site|place|pad|zone|area|location|complex|:[^:;]*,) ?:? (?:the )?$", before)
        if (
            kind.type == "Launch"
            and not listed
            and not re.search(
                r"\b(?:[Ff]rom|[Aa]t|[Ii]n|of|[Oo]ff|left|leave|leaving|,) ?(?:(?:the|NASA[’']s|nearby|\w+[’']s|Russia-leased) )*(?:\w+ )?$",
                before,
            )
        ):
            continue
        if (
            kind.type == "Landing"
            and not listed
            and not _LANDING_SITE.search(text[item.begin : item.end])
            and not re.search(
                r"(?:\b(?:in|on|near|off|at|into|onto|outside|around|hit|hits|close to|next to|fell to|fall to|sank to|glide to|glided to|dropped to|(?:waters?|waves|surface|snows?|sands?|plains?|hills|grass) of)|(?:north|south|east|west)[\w-]* of)(?: (?!to\b)[\w’'-]+){0,5} ?$",
                before,
            )
        ):
            continue
        if (
            (kind.type == "Landing" and _holds_site(item, sentence))
            or _of_another_kind(item, trigger, sentence, before)
            or _aim(trigger, item, text)
            or _of_watchers(item, trigger, sentence)
        ):
            continue
        if _is_goal(item, before, document, kind.type) or _REASON.search(text[trigger.begin : item.begin]):
            continue
        spots.append(item)
    sites = [i for i in spots if i.code == "F"]
    if kind.type == "Launch":
        chosen = sites[:2] if sites else spots[:1]
    else:
        both = len(spots) > 1 and _together(spots[0], spots[1], text)
        chosen = spots[: 2 if both else 1]
        chosen = chosen or _there(trigger, sentence, document)
    for item in chosen:
        for entity in item.entities:
            yield Filler("place", entity, sentence.index, f"{kind.type.casefold()}-place", confidence(0.9, item))


_TOWARDS = re.compile(
    r",? (?:(?:about|some|roughly|around|just|nearly) )*(?:\d[\d,.]* ?(?:[a-z]+ )?)?(?:(?:to the )?(?:north|south|east|west)[\w-]*|outside) (?:of )?(?:the )?(?:(?:town|city|village|settlement) of )?"
)
_WATERS = re.compile(r"Ocean|Sea\b|Gulf|Pacific|Atlantic|Bay\b|Lake|Strait|Channel", re.IGNORECASE)


_OFF = re.compile(r" (?:off|near)(?: the)?(?: coast of)? ?")
_AT = re.compile(r",? at (?:the )?|[’']s ")


def _together(wide: Item, near: Item, text: str) -> bool:
    """ "In the Atlantic off Florida", "on the steppe, south-east of Zhezkazgan", "on Runway 22 at Edwards"; a sea has no town."""
    if _OFF.fullmatch(text, wide.end, near.begin):
        return True
    if wide.code == near.code == "F":
        return _AT.fullmatch(text, wide.end, near.begin) is not None
    return not _WATERS.search(text[wide.begin : wide.end]) and bool(_TOWARDS.fullmatch(text, wide.end, near.begin))


_THERE = re.compile(r"(?:[\w-]+ ){1,3}?(?:back )?(?:there|at the same (?:site|place|base|spaceport|airfield|runway))\b")


def _there(trigger: Trigger, sentence: Sentence, document: Document) -> list[Item]:
    """ "Lifted off from Kennedy on Monday and landed there a week later": the last place named before, or in the sentence above."""
    if trigger.noun or not _THERE.match(sentence.whole, trigger.begin):
        return []
    above = document.sentences[sentence.index - 1].items if sentence.index else ()
    for items in (sentence.items, above):
        before = [i for i in items if i.code in "FL" and i.end <= trigger.begin]
        if before:
            return [i for i in before if i.code == "F"][-1:] or before[-1:]
    return []


_HOLDS = re.compile(r"\)?(?: \([A-Z]+\))?(?:,| in)(?: \w+)? ")


def _holds_site(item: Item, sentence: Sentence) -> bool:
    """ "The first return to the Kennedy Space Center in Florida": where a site lies, and not told by itself."""
    before = next((i for i in reversed(sentence.items) if i.end <= item.begin), None)
    held = item.code == "L" and before is not None and before.code == "F"
    return bool(held and before and _HOLDS.fullmatch(sentence.whole, before.end, item.begin))


def _of_another_kind(item: Item, trigger: Trigger, sentence: Sentence, before: str) -> bool:
    """Whether a place owns what is launched, or is where a flight went that comes down elsewhere."""
    if _NATIVE.search(before) or _of_somebody(item, sentence):
        return True
    if trigger.kind.type == "Launch":
        text = sentence.whole
        gap = text[
            item.end : trigger.begin
        ]  # "the congressman of Florida cheers on the launch", "train in Star City for it"
        if trigger.noun and item.code == "L" and gap and (before.endswith(" of ") or re.search(r"\bfor\b", gap)):
            return True
        return item.code == "L" and bool(_WHOSE.match(text, item.end) or _OF_OFFICE.match(text, item.end))
    return bool(_VOYAGE.search(before))


def _of_watchers(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """ "Workers at Marshall watched the launch": where those are who are told of beside it."""
    node, outside = scope.head(item, sentence), False
    while node.dep_ in _INNER and node.head.i != node.i:
        node, outside = node.head, outside or node.dep_ == "prep"
    ours = node.lower_ in _GROUNDS or trigger.token.i in {t.i for t in node.subtree}
    return trigger.noun and item.begin < trigger.begin and outside and node.dep_ == "nsubj" and not ours


_INNER = frozenset("pobj prep conj appos compound nmod poss".split())
_GROUNDS = frozenset("pad pads complex site range".split())


def _of_somebody(item: Item, sentence: Sentence) -> bool:
    """ "A of Italy was launched with Crew-4": where a person or a body is from."""
    before = next((i for i in reversed(sentence.items) if i.end <= item.begin), None)
    return (
        before is not None
        and before.code in "PAOR"
        and _OF.fullmatch(sentence.whole, before.end, item.begin) is not None
    )


_OF = re.compile(r",? of (?:the )?")


def _aim(trigger: Trigger, item: Item, text: str) -> bool:
    """ "Launched in May to look for ice at the south pole": where it goes, not where it starts."""
    return trigger.kind.type == "Launch" and _TO_DO.search(text[trigger.begin : item.begin]) is not None


_TO_DO = re.compile(
    r" to (?:look|search|hunt|prospect|study|explore|examine|map|observe|investigate|land|orbit|drill|dig|collect|gather|sample|test|operate|work|do)\b(?!.* from ).*$"
)
_NATIVE = re.compile(r"\b(?:originally|native|born|hails?|hailing|comes?|coming|raised) (?:from|of|in) (?:the )?$")
"""Before a place: where somebody comes from."""
_VOYAGE = re.compile(
    r"\b(?:mission|flight|voyage|journey|trip|expedition|tour|loop|swing|days|weeks|months) (?:\w+ )?(?:around|round|to|beyond|past|near) (?:the )?$"
)
"""Before a place: where a flight went, not where it came down."""
_OF_OFFICE = re.compile(
    r" (?i:congress\w+|senators?|governors?|representatives?|lawmakers?|students?|officials?|residents?)\b"
)
_WHOSE = re.compile(r"[’']s (?!(?:\w+ )?(?:coast|shores?|steppe|plains|desert)\b)")
"""Behind a place that only owns what is told of; "off Florida's coast" is there."""


_BODIES = frozenset("Earth Moon Mars Venus Mercury Jupiter Saturn Uranus Neptune Pluto Sun".split()) | {
    "low Earth orbit"
}
_ADJECTIVE = re.compile(r"Martian|[Ll]unar|Venusian|Jovian")


_LANDING_SITE = re.compile(r"\b(?:landing (?:site|zone|area|facility)|runway)$", re.IGNORECASE)


_BESIDE = re.compile(
    r"\b(?:(?:close|next) to|(?:f[ae]ll|falls|falling|sank|sinks?|glided?|glides|dropp?e?d?|drops) (?:back )?to) (?:the )?$"
)


def _is_goal(item: Item, before: str, document: Document, kind: str) -> bool:
    """ "to Earth", "to the Moon" in a launch, "in space": no place of the event."""
    name = document.entity(item.entities[0]).name
    if _ADJECTIVE.fullmatch(name):
        return True  # "on the Martian plain of …"
    celestial = name in _BODIES
    if name == "Earth" or (celestial and kind == "Launch"):
        return True
    if kind == "Landing" and _LANDING_SITE.search(name):
        return False  # "are to return to the Dongfeng landing site"
    if kind == "Landing" and _BESIDE.search(before):
        return False
    return bool(
        re.search(r"\b(?:to|for|around|over|above|toward|towards|flown to|back to) (?:the )?$", before)
    ) and not (kind == "Landing" and celestial)
