"""Who holds which role, and in what: crew positions and jobs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Tenure
from missiongraph.extract.patterns import Found, confidence, load, matches
from missiongraph.extract.sentence import Item, Sentence

__all__ = ["find", "signatures"]


_JOB_ONLY = frozenset({"astronaut", "cosmonaut", "taikonaut", "crew member"})


def find(document: Document) -> Iterator[Tenure]:
    """Role tenures of a document. `of` is set only where the sentence binds it."""
    for found in matches(load("roles")["rules"], document):
        role = found.items("role", "R")
        if role and role[0].role not in _JOB_ONLY:
            yield from _tenures(found, role[0], document)
    for person, title, body, index in signatures(document):
        yield Tenure(person, title, body, index, "signature", 0.92)
    for table, name in (("command", "commander"), ("pilot", "pilot")):
        for found in matches(load("roles")[table], document):
            for who in found.items("who"):
                for person in who.entities:
                    yield Tenure(
                        person,
                        name,
                        _within(found),
                        found.sentence.index,
                        found.rule.name,
                        confidence(found.rule.confidence, who),
                        found.status,
                    )


_STATION = re.compile(r"(?:space )?station ")


_SIGNED = re.compile(r"[-–—]? ?<P(\d+)>,?$")
_OFFICE = re.compile(r"(?:[A-Z][a-z]+ )*<R(\d+)>(?:,| of| for| at)? (?:the )?<[AOF](\d+)>$")


def signatures(document: Document) -> Iterator[tuple[int, str, int, int]]:
    """A name on one line and the office on the next: person, title, body, sentence."""
    for name, office in pairwise(document.sentences):
        signed, held = _SIGNED.match(name.typed.strip()), _OFFICE.match(office.typed.strip())
        if signed and held:
            title = office.items[int(held.group(1))]
            yield (
                name.items[int(signed.group(1))].entities[0],
                title_of(office, title)[0],
                office.items[int(held.group(2))].entities[0],
                office.index,
            )


def _tenures(found: Found, item: Item, document: Document) -> Iterator[Tenure]:
    sentence = found.sentence
    title, bound = title_of(sentence, item)
    of = _within(found)
    if (match := _STATION.match(title)) or re.search(r"(?:[Ss]tation|ISS) $", sentence.whole[: item.begin][-9:]):
        title = title[match.end() :] if match else title
        stations = {m.entities[0] for m in document.mentions if m.type == "Station"}
        of = (
            of
            if of is not None and document.entity(of).type == "Station"
            else next(iter(stations))
            if len(stations) == 1
            else of
        )
    if of is None and bound is not None and bound.code in "XCSAOF":
        of = bound.entities[0]
    holders = found.items("who", "P") or _implied(document, sentence)
    plural = sentence.whole[item.begin : item.end].casefold().endswith("s") and not item.role.endswith("s")
    if found.rule.name in ("role-then-names", "role-colon-name") and not plural:
        holders = holders[:1]
    for who in holders:
        for person, held in product(who.entities, _together(sentence, of)):
            yield Tenure(
                person,
                title,
                held,
                sentence.index,
                found.rule.name,
                confidence(found.rule.confidence, who),
                found.status,
            )


def _together(sentence: Sentence, of: int | None) -> tuple[int | None, ...]:
    """ "Expedition 30/31", "Expeditions 59 and 60": a role held in one is held in all that are named as one."""
    items = list(sentence.items)
    start = next((n for n, i in enumerate(items) if of is not None and i.code == "X" and i.entities[:1] == (of,)), None)
    if start is None:
        return (of,)
    held = [items[start]]
    text = sentence.whole
    while (
        (n := start + len(held)) < len(items)
        and items[n].code == "X"
        and text[held[-1].end : items[n].begin] in ("/", " and ", ", ", ", and ")
    ):
        held.append(items[n])
    return tuple(i.entities[0] for i in held)


def _implied(document: Document, sentence: Sentence) -> list[Item]:
    """A telegram style ("Served as flight engineer …"): the person of the title."""
    if re.match(r"(?:[^<]*, <T\d+>\. )?[Ss]erved", sentence.typed) or " Served" in sentence.typed:
        return list(document.sentences[0].of("P"))[:1]
    return []


def _within(found: Found) -> int | None:
    items = found.items("of", "XCSAOF")
    return items[0].entities[0] if items else None


_LEFT = re.compile(
    r"(?:\b(?:acting|deputy|assistant|associate|executive|senior|lead|vice|interim|principal|chief|mission|station|launch|second|first|project|program|programme|branch|flight|integration|safety|medical|science|staff)[ -])+$",
    re.IGNORECASE,
)
_WORD = r"(?!(?:at|in|on|of|who|for|from|with|said|to|is|was|will|and|the|which|told|as|by)\b)[A-Za-z][\w'’&-]*"
_RIGHT = re.compile(
    rf"^ (?:of|for) ({_WORD}(?: {_WORD}){{0,4}}(?:(?:, {_WORD}(?: {_WORD})?)*,? and {_WORD}(?: {_WORD}){{0,3}})?)"
)


def title_of(sentence: Sentence, item: Item) -> tuple[str, Item | None]:
    """The whole title in lower case ("director of human and robotic exploration"), and the entity that follows "of"."""
    text = sentence.whole
    number = sentence.items.index(item)
    before = text[sentence.begin if number == 0 else max(sentence.begin, sentence.items[number - 1].end) : item.begin]
    left = _LEFT.search(before)
    head = singular(text[item.begin : item.end].casefold())
    title = (
        (left.group() if left and not item.role.startswith(left.group().strip().casefold()) else "") + head
    ).casefold()
    if left and left.group().strip().casefold() in ("second", "first"):
        title = head
    nxt = sentence.items[number + 1] if number + 1 < len(sentence.items) else None
    after = text[item.end : nxt.begin if nxt else sentence.end]
    if nxt and re.fullmatch(r"(?: (?:of|for|at|on|to))?,? (?:the )?", after) and (after.strip() or False):
        return title, nxt
    if (right := _RIGHT.match(after)) and not re.search(r"\b(?:said|told|added)\b", right.group(1)):
        return title + " of " + right.group(1).casefold(), None
    return title, None


def singular(title: str) -> str:
    """ "flight engineers" -> "flight engineer"; a title that ends in s for itself keeps it."""
    words = title.split(" ")
    if words[-1].endswith("s") and not words[-1].endswith("ss"):
        words[-1] = words[-1][:-1]
    return " ".join(words)
