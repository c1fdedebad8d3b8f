"""Crew lists that do not repeat the flight: "Inside were A, the pilot; B; and two engineers, C and D".

The flight is that which one of the people listed is said to be on near the top of the release or of the list;
else the one mission spoken of right before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim
from missiongraph.extract.patterns import Found, confidence, in_crew, load, matches
from missiongraph.extract.positions import told_aside
from missiongraph.extract.prominence import of_many
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.model import Status

__all__ = ["find", "reserves"]

_NEAR = 2
_TOP = 2


def find(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """Claims that those in a crew list belong to the mission of the list."""
    told = [c for c in claims if c.predicate == "crewMemberOf"]
    lists = _lists(document)
    yield from _blocks(document, lists, told)
    posted = {n: _crew_posts(rules, document) for n, rules in lists.items()}
    for sentence, found in sorted(posted.items()):
        if not found:
            continue
        here = document.sentences[sentence]
        beside = [f for n in (sentence - 1, sentence + 1) for f in posted.get(n, ()) if _one_list(here, n, document)]
        listed = [item for f in found for item in f.items("who", "P")]
        people = tuple(dict.fromkeys(p for item in listed for p in item.entities))
        opened = any(f.rule.name in _ENOUGH for f in found)
        own = _missions(document, here) if opened and _names_a_flight(here) else []
        if (_names_a_flight(here) and len(own) != 1) or not (opened or _several_posts([*found, *beside])):
            continue
        anchor = _anchor(people, here, told, document) if not own else None
        led = found[0].view.typed[: found[0].match.end()]
        mission = own[0] if own else anchor.object if anchor else None if "<C" in led else _spoken_of(here, document)
        if not isinstance(mission, int):
            continue
        seats: dict[int, Item] = {p: item for item in listed for p in item.entities}
        for person, item in seats.items():
            state = anchor.status if anchor else found[0].status
            said = Claim(person, "crewMemberOf", mission, sentence, "crew-list", 0.84, state)
            yield replace(said, confidence=confidence(said.confidence, item))


_RESERVES = re.compile(
    r"^(?:(?:The|Their|Its|His|Her|Prime crew) )?(?:[Bb]ack-?ups?|[Rr]eserves?|[Uu]nderstud(?:y|ies)|[Bb]ack-?up crew(?: members)?|[Rr]eserve crew(?: members)?|[Bb]acking (?:them|<P\d+>) up|[Ss]tanding by as (?:backups|reserves))"
    r" (?P<v>is|are|was|were|will be|consists? of|includes?)(?! (?:[a-z]+ed|told|given|shown)\b)(?P<who>[^;]*<P.*)$"
)


_ARE_RESERVES = re.compile(
    r"^(?P<who>(?:<R\d+> )?(?:<[AN]\d+>(?:'s)? )?(?:[a-z]+onauts? )?<P\d+>(?:[^<;.]|<[PANRL]\d+>){0,80}?) (?P<v>are|were|will be) (?:the |its |their )?(?:two |three )?"
    r"(?:back-?up crew(?: members)?|back-?ups|reserves|reserve crew(?: members)?|back-?up astronauts)\.?$"
)


def reserves(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """ "The backups are A and B": for the one flight whose crew the release names."""
    told = {c.object: c for c in claims if c.predicate == "crewMemberOf" and isinstance(c.object, int)}
    flights = [m for m in told if isinstance(m, int) and not of_many(document.entity(m))]
    if len(flights) > 1:  # that of the headline, where others are looked back on
        headed = {e for i in document.sentences[0].of("X") for e in i.entities}
        flights = [m for m in flights if m in headed]
    for sentence in document.sentences if len(flights) == 1 else ():
        typed = sentence.typed.strip()
        match = _RESERVES.match(typed) or _ARE_RESERVES.match(typed)
        state = Status.PLANNED if match and match["v"] == "will be" else Status.OCCURRED
        for number in re.findall(r"<P(\d+)>(?!')", match.group("who")) if match else ():
            for person in sentence.items[int(number)].entities:
                if person != told[flights[0]].subject:
                    yield Claim(person, "backupFor", flights[0], sentence.index, "reserves-of-the-flight", 0.82, state)


_ABOARD = re.compile(r"(?i)\b(?:aboard|on board|inside)\b[^.]*\b(?:are|is|were|was):?$|^meet the crew:?$")
_INTRODUCES = re.compile(
    r"(?i)\b(?:aboard|on board|inside)\b[^.]*\b(?:are|is|were|was):$|\b(?:crew|members|astronauts|cosmonauts|passengers|they are|these are)\b[^.]*:?$|^the (?:two|three|four|five|six|seven) (?:of|on|for)\b[^.]*:$"
)
_NOT_ABOARD = re.compile(
    r"(?i)back-?up|reserve|support crew|contact|ground|media|speaker|participa|briefing|panel|conference|interview"
)
_DESK = re.compile(
    r"(?i)\b(?:managers?|directors?|president|officer|chief|deputy|scientist|lead|head|minister|professor)\b"
)


def _blocks(document: Document, lists: dict[int, list[Found]], told: list[Claim]) -> Iterator[Claim]:
    """ "The crew of X:" and lines with a name each below it."""
    sentences = document.sentences
    for head in sentences:
        lines = _lines(document, lists, head)
        said = document.text[head.begin : head.end]
        desk = any(_DESK.search(document.text[f.sentence.begin : f.sentence.end]) for f in lines)
        if (
            len(lines) < 2
            or (desk and not _ABOARD.search(said))
            or not _INTRODUCES.search(said)
            or _NOT_ABOARD.search(said)
        ):
            continue
        items = [item for f in lines for item in f.items("who", "P")]
        people = tuple(dict.fromkeys(p for item in items for p in item.entities))
        named = _missions(document, head)
        crafts = {e for item in head.of("C") for e in item.entities}
        anchor = None if named else _anchor(people + _heads(head), head, told, document)
        mission = named[0] if len(named) == 1 else anchor.object if anchor else _spoken_of(head, document)
        for found in lines if crafts or isinstance(mission, int) else ():
            for person in (p for item in found.items("who", "P") for p in item.entities):
                state = anchor.status if anchor else Status.OCCURRED
                if isinstance(mission, int):
                    yield Claim(person, "crewMemberOf", mission, found.sentence.index, "crew-list-line", 0.86, state)
                for craft in crafts if len(crafts) == 1 else ():
                    yield Claim(person, "flewOn", craft, found.sentence.index, "crew-list-line", 0.84, state)


def _lines(document: Document, lists: dict[int, list[Found]], head: Sentence) -> list[Found]:
    """The lines of a list right below a sentence."""
    out: list[Found] = []
    for index in range(head.index + 1, len(document.sentences)):
        line = next((f for f in lists.get(index, ()) if f.rule.name == "line-of-list"), None)
        if line is None and not any(c.isalnum() for c in document.sentences[index].typed):
            continue  # a bullet that stands by itself
        if line is None and out and document.sentences[index].paragraph == out[-1].sentence.paragraph:
            continue  # more is told of the one of that line
        if line is None:
            break
        out.append(line)
    return out


def _heads(head: Sentence) -> tuple[int, ...]:
    """ "Her crew:": the one whose crew it is."""
    return tuple(e for item in head.of("P") for e in item.entities)


def _crew_posts(rules: list[Found], document: Document) -> list[Found]:
    """What a sentence says of a crew list: posts of a crew, no jobs on the ground."""
    return [
        f
        for f in rules
        if f.rule.name != "line-of-list"
        and all(in_crew(item.role, document.authority) for item in f.items("post", "R"))
    ]


def _one_list(here: Sentence, index: int, document: Document) -> bool:
    """Whether a neighbour goes on with the list: in the same paragraph and of no flight of its own."""
    other = document.sentences[index]
    return other.paragraph == here.paragraph and not _names_a_flight(other)


_BESIDES = re.compile(
    r", (?:who|whose|which|both of whom|all of whom|each of whom)\b[^;.]*?(?=;|\.|$|, and <P|, <R\d+> <P)"
)


def _names_a_flight(sentence: Sentence) -> bool:
    """Whether a sentence names a flight other than beside: "the commander is A, who was pilot of STS-7"."""
    return "<X" in _BESIDES.sub("", sentence.typed)


_ENOUGH = frozenset({"list-opens", "will-serve-as"})
"""Rules that tell a crew list by themselves."""


def _several_posts(found: list[Found]) -> bool:
    """Two posts of one flight; flight engineers are a station's too, and those crews mix."""
    posts = {item.role for f in found for item in f.items("post", "R")}
    return len(posts) > 1 and not any("engineer" in post for post in posts)


def _lists(document: Document) -> dict[int, list[Found]]:
    out: dict[int, list[Found]] = defaultdict(list)
    for found in matches(load("crew")["roster"], document):
        out[found.sentence.index].append(found)
    return out


def _missions(document: Document, sentence: Sentence) -> list[int]:
    """The flights that a sentence names, in order."""
    aside = told_aside(sentence)
    taken_up = {e for i in sentence.of("X") if i.mention and i.mention.kind == "nominal" for e in i.entities}
    found = (e for item in sentence.of("X") for e in item.entities if e not in aside or e in taken_up)
    return list(dict.fromkeys(e for e in found if not of_many(document.entity(e))))


def _anchor(people: tuple[int, ...], here: Sentence, told: list[Claim], document: Document) -> Claim | None:
    """What says of one of the people listed which flight this is; None where several fit."""
    near = {
        m
        for s in document.sentences
        if s.index <= _TOP or abs(s.index - here.index) <= _NEAR
        for m in _missions(document, s)
    }
    fits = [c for c in told if c.subject in people and c.object in near]
    head = _missions(document, document.sentences[0])
    if len(head) == 1 and all(c.object not in head and c.sentence > here.index for c in fits):
        return None  # an earlier or later flight of one of them, told further down
    if len(head) == 1 and any(c.object in head for c in fits):
        fits = [c for c in fits if c.object in head]  # the flight of the title, whatever they flew before
    return fits[0] if len({c.object for c in fits}) == 1 else None


def _spoken_of(here: Sentence, document: Document) -> int | None:
    """The one mission of the nearest sentence before that names any."""
    for index in range(here.index - 1, max(-1, here.index - _NEAR - 1), -1):
        if named := _missions(document, document.sentences[index]):
            head = _missions(document, document.sentences[0])
            looked_back = len(head) == 1 and head != named and _of_old(document.sentences[index], document)
            return head[0] if looked_back else named[0] if len(named) == 1 else None
    return None


def _of_old(sentence: Sentence, document: Document) -> bool:
    """Whether a sentence tells of a year before the release's own."""
    published = document.release.published
    years = [i.time.value[:4] for i in sentence.of("T") if i.time]
    return published is not None and any(y.isdigit() and int(y) < published.year for y in years)
