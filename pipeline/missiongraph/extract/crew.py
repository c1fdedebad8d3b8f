"""Who belongs to which mission, flew on which craft, stayed on which station, backs up whom, worked on what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product

from missiongraph.extract import clauses, scope, status
from missiongraph.extract.document import Document
from missiongraph.extract.entities import Mention
from missiongraph.extract.frames import Claim
from missiongraph.extract.parse import Token
from missiongraph.extract.patterns import Found, Table, claims, confidence, load, matches, values
from missiongraph.extract.prominence import is_flight, no_flight
from missiongraph.extract.sentence import Item
from missiongraph.extract.stays import too_short_or_long
from missiongraph.model import Literal, Status
from missiongraph.times import durations

__all__ = ["find"]


def find(document: Document) -> Iterator[Claim]:
    """Claims about crews: crewMemberOf, stayedOn, flewOn, backupFor, workedOn, duration."""
    tables = load("crew")
    for name in ("crew", "stay", "flew", "backup", "work"):
        yield from claims(tables[name], document)
    yield from _in_craft(document)
    for claim in claims(tables["duration"], document):
        if not (
            document.entity(claim.subject).type == "Person"
            and isinstance(claim.object, Literal)
            and too_short_or_long(claim.object.value)
        ):
            yield claim
    yield from _remaining(document)
    yield from _lengths(document)
    yield from _sheet(document)
    yield from _subjects(document)
    yield from _inside(document)
    yield from _headed(document)
    yield from _sectioned(document)


_OF_MISSIONS = frozenset({"persons-own-mission", "persons-mission-known-as", "mission-that-he-named"})


@lru_cache
def _flights_by_craft() -> Table:
    """The rules of mission crews, read with a craft in the place of the mission."""
    return Table(
        replace(r, pattern=r.pattern.replaced("<X", "<C"), says=("who flewOn in",))
        for r in load("crew")["crew"]
        if r.says == ("who crewMemberOf in",) and r.name not in _OF_MISSIONS
    )


def _in_craft(document: Document) -> Iterator[Claim]:
    """ "A member of the Shenzhou-12 crew": a craft with a number stands for its one flight."""
    for claim in claims(_flights_by_craft(), document):
        if isinstance(claim.object, int) and is_flight(document.entity(claim.object)):
            yield replace(claim, rule=f"craft-as-flight: {claim.rule}")


def _named_near(item: Item, document: Document, index: int) -> bool:
    """Whether one of the three sentences before, and no other mission since, names what the words take up."""
    for sentence in reversed(document.sentences[max(0, index - 3) : index]):
        named = {e for i in sentence.of("X") if i.mention and i.mention.kind != "nominal" for e in i.entities}
        if named:
            return named == set(item.entities)
    return False


@lru_cache
def _only(table: str, *names: str) -> Table:
    """The rules of these names: their claims need more than the match says."""
    return Table(rule for rule in load("crew")[table] if rule.name in names)


_WITHOUT_STATION = ("remain-aboard", "to-stay-for-time", "hosts-aboard", "hosts-waiting", "hosts-welcome")


def _remaining(document: Document) -> Iterator[Claim]:
    """ "Volkov and Kelly remain in orbit", "greeted by Kelly": on the release's only station."""
    stations = {m.entities[0] for m in document.mentions if m.type == "Station"}
    if len(stations) != 1:
        return
    station = next(iter(stations))
    for found in matches(_only("stay", *_WITHOUT_STATION), document):
        if found.rule.name in ("hosts-aboard", "hosts-waiting") and not _arriving(document, found.sentence.index):
            continue
        state = found.status if found.rule.name in ("remain-aboard", "to-stay-for-time") else Status.OCCURRED
        for who in (*found.items("who"), *found.items("who2", "P")):
            for person in who.entities:
                trust = confidence(found.rule.confidence, who)
                yield Claim(person, "stayedOn", station, found.sentence.index, found.rule.name, trust, state)


_ARRIVAL = re.compile(r"\b(?:dock|hatch|aboard|on board|float|enter)\w*|arriv\w+ at <S")
_HOME = re.compile(r"\b(?:splash|touch|land|recovery|ship|parachut|Earth|airport|Houston)\w*")


def _arriving(document: Document, index: int) -> bool:
    """Whether the sentence or the one before tells of an arrival on board, not of one at home."""
    told = " ".join(s.typed for s in document.sentences[max(0, index - 1) : index + 1])
    return bool(_ARRIVAL.search(told)) and not _HOME.search(told)


def _lengths(document: Document) -> Iterator[Claim]:
    """ "The 12-day mission": a length said in the words that take up a mission."""
    for sentence in document.sentences:
        for item in sentence.of("X"):
            if (
                item.mention is None
                or item.mention.kind != "nominal"
                or not _named_near(item, document, sentence.index)
            ):
                continue
            for span in durations(document.text, item.begin, item.end):
                if not span.approximate and not span.value.startswith("PT"):
                    value = Literal(span.value, "duration")
                    yield Claim(item.entities[0], "duration", value, sentence.index, "length-in-nominal", 0.82)


_HEADING = re.compile(r"<X(\d+)>(?:,? \(?<C(\d+)>\)?)?(?:,? \(?(?:\d{4}|<T\d+>)[^<]{0,12})?\.?(?:\s*<P\d+>)?$")


def _headed(document: Document) -> Iterator[Claim]:
    """A biography with a heading for each flight ("Andromède, 2001."): flights of the person of the title."""
    people = [m for m in document.mentions if m.begin == m.end and m.type == "Person"]
    for sentence in document.sentences[1:] if people else ():
        if match := _HEADING.match(sentence.typed.strip()):
            mission = sentence.items[int(match.group(1))].entities[0]
            yield Claim(people[0].entities[0], "crewMemberOf", mission, sentence.index, "heading-of-flight", 0.85)
            for craft in sentence.items[int(match.group(2))].entities if match.group(2) else ():
                yield Claim(mission, "usesSpacecraft", craft, sentence.index, "heading-of-flight", 0.85)
                yield Claim(people[0].entities[0], "flewOn", craft, sentence.index, "heading-of-flight", 0.85)


_SHEET = re.compile(
    r"^(?:[-–—*•·] ?)?(?:<R\d+>s?|[Cc]rew(?: ?members)?|CREW|Prime crew|Astronauts|[Cc]osmonauts|Members)(?: \(\d\))?: (?P<who>.*<P.*)$"
    r"|^(?:[-–—*•·] ?)?(?:Orbiter|Spacecraft|Space shuttle|Shuttle|Vehicle|Capsule|Craft|<[LO]\d+>): <C(?P<craft>\d+)>\.?$"
    r"|^(?:[-–—*•·] ?)?(?:Mission )?[Dd]uration: <D(?P<long>\d+)>"
)


def _sheet(document: Document) -> Iterator[Claim]:
    """A fact sheet: lines "Commander: A", "Orbiter: B", "Duration: C" under a title that names one mission."""
    title = document.sentences[:1]
    missions = [e for s in title for item in s.of("X") for e in item.entities]
    if len(missions) != 1:
        return
    mission = missions[0]
    for sentence in document.sentences[1:]:
        match = _SHEET.match(sentence.typed.strip())
        if match is None:
            continue
        for number in re.findall(r"<P(\d+)>", match.group("who") or ""):
            for person in sentence.items[int(number)].entities:
                yield Claim(person, "crewMemberOf", mission, sentence.index, "fact-sheet", 0.88)
        if craft := match.group("craft"):
            for entity in sentence.items[int(craft)].entities:
                yield Claim(mission, "usesSpacecraft", entity, sentence.index, "fact-sheet", 0.88)
        if long := match.group("long"):
            for value in values(sentence.items[int(long)]):
                yield Claim(mission, "duration", value, sentence.index, "fact-sheet", 0.88)


_FLIGHTS = re.compile(
    r"(?i)(?:space ?flight|mission|flight) experience|space ?flights?(?: flown| history)?|missions? flown|space missions?"
)
_INLINE = re.compile(r"^[^a-z:]{8,40}: ")
_TITLED = re.compile(r"^[^a-z]{4,60}$|^[^.]{4,40}:?$")
_OPENS = re.compile(
    r"(?:[^a-z<]{8,40}: )?(?:On )?<X(\d+)>(?: <C\d+>)?(?: (?:and|\(<T)|,? \(|, | was | carried | flew | launched | mission )"
)


def _sectioned(document: Document) -> Iterator[Claim]:
    """The section of flights in a biography: a sentence that opens with a mission tells of one of the person's own."""
    title = document.sentences[0].end if document.sentences else 0
    people = {e for m in document.mentions if m.type == "Person" and m.begin < title for e in m.entities}
    inside = False
    for sentence in document.sentences[1:] if len(people) == 1 else ():
        said = document.text[sentence.begin : sentence.end]
        if _TITLED.match(said):
            inside = bool(_FLIGHTS.match(said))
        inside = inside or bool(_INLINE.match(said) and _FLIGHTS.match(said))
        if inside and (match := _OPENS.match(sentence.typed)):
            for mission in sentence.items[int(match.group(1))].entities:
                yield Claim(next(iter(people)), "crewMemberOf", mission, sentence.index, "section-of-flights", 0.85)


_ABOARD = re.compile(
    r"<P(\d+)>(?!'| (?:<[LOAF]\d+> )?(?:Fund|Foundation|Institute|Center|Centre|[A-Z][a-z]+ (?:Fund|Foundation))\b)"
)
"""A person of a list, not whose fund or foundation another belongs to."""


def _inside(document: Document) -> Iterator[Claim]:
    """ "Inside were A, B and C", "D will also be aboard": in the craft spoken of last."""
    for found in matches(_only("flew", "inside-it-were", "also-inside-it"), document):
        if "<C" in found.match.group():
            continue  # it names its craft
        before = [
            m for m in document.mentions if m.type in ("Spacecraft", "Station") and m.begin < found.sentence.begin
        ]
        also = found.rule.name == "also-inside-it"
        if also and (not before or before[-1] != _last_of(document, found.sentence.index - 1)):
            continue
        crafts = [m.entities[0] for m in before if m.type == "Spacecraft"]
        sort = bool(crafts) and no_flight(document.entity(crafts[-1]))
        above = document.sentences[max(0, found.sentence.index - 1)].of("X") if sort else ()
        flights = [e for i in above for e in i.entities if not no_flight(document.entity(e))]
        predicate, flown = ("crewMemberOf", flights[-1:]) if flights else ("flewOn", crafts[-1:])
        state = Status.PLANNED if "To " in found.match.group() else found.status
        for who in _ABOARD.findall(found.view.typed, found.match.start()) if crafts else ():
            item = found.sentence.items[int(who)]
            for person, what in product(item.entities, flown):
                trust = confidence(found.rule.confidence, item)
                yield Claim(person, predicate, what, found.sentence.index, "inside-it-were", trust, state)


def _last_of(document: Document, index: int) -> Mention | None:
    """The craft that a sentence names last, where it names no station behind it."""
    last = list(document.sentences[index].of("CS")) if index >= 0 else []
    return last[-1].mention if last and last[-1].code == "C" else None


_ON_THE_WAY = frozenset({"dock", "redock", "berth", "arrive", "reach", "rendezvous", "link", "enter"})
"""Verbs whose "after five days" is the way there, not a stay."""


def _subjects(document: Document) -> Iterator[Claim]:
    """ "A, B and C landed after 204 days in space": the length of stay of the subject of that verb, be it a crew or a mission."""
    for found in matches(_only("duration", "after-time-in-space"), document):
        after = found.view.token(found.match.start())
        over = clauses.head_of(after.head)
        if over.lemma_ in _ON_THE_WAY or " its " in found.match.group():  # a craft's own way
            continue
        planned = Status.PLANNED in (status.of(over), status.of(after))
        state = Status.PLANNED if planned else found.status
        spans = [v for d in found.items("long") for v in values(d)]
        for item, value in product(_stayed(over, found), spans):
            if item.code == "X" or not (isinstance(value, Literal) and too_short_or_long(value.value)):
                trust = confidence(0.85, item)
                for who in item.entities:
                    yield Claim(who, "duration", value, found.sentence.index, found.rule.name, trust, state)


def _stayed(verb: Token, found: Found) -> list[Item]:
    """Who (or which mission) is the subject of a verb, with whom, or else of the clause above it."""
    sentence = found.sentence
    for _ in range(3):
        subject = clauses.subject(verb)
        if subject is None:
            break
        phrase = clauses.coordinated(subject)
        named = [i for i in sentence.items if i.code in "PCX" and scope.head(i, sentence).i in phrase]
        people = [i for i in named if i.code == "P" and not _OWNER.match(sentence.whole, i.end)]
        if people or named:
            beside = scope.beside(verb)
            company = [i for i in sentence.of("P") if i not in people and scope.head(i, sentence).i in beside]
            return [*people, *company] or [i for i in named if i.code == "X" and subject.i == scope.head(i, sentence).i]
        above = clauses.head_of(subject.head)
        verb = above if above.i != verb.i else clauses.head_of(verb.head)
    nearest = re.findall(r"<P(\d+)>(?!')", found.view.typed[: found.match.start()])
    return [sentence.items[int(nearest[0])]] if nearest else []


_OWNER = re.compile(r"[’']s?(?!\w)")
