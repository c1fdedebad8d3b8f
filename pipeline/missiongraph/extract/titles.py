"""The title that a role's mention stands in: "deputy director of human spaceflight", in the singular."""

from __future__ import annotations

import re

from missiongraph.extract.parse import Parse, Token
from missiongraph.extract.sentence import Item, Sentence

__all__ = ["first_word", "is_rank", "numbered", "posted", "singular", "title_of"]

_LEFT = re.compile(
    r"(?:\b(?:acting|deputy|assistant|associate|executive|senior|lead|vice|interim|principal|chief|mission|station|launch|second|first|project|program|programme|branch|flight|integration|safety|medical|science|staff|operations|payload|training|robotics|engineering|systems|software|spacewalk|[a-z]+(?:ial|ical|ific|onal))[ -])+$",
    re.IGNORECASE,
)
_WORD = r"(?!(?:at|in|on|of|who|for|from|with|said|to|is|was|will|and|the|which|told|as|by|an?|this|that|these|those|its|his|her|their|our|each|all|any)\b)[A-Za-z][\w'’&-]*"
_RIGHT = re.compile(
    rf"^( (?:of|for) )(?!(?:spacecraft|spaceship|ship|capsule|flight|mission|crew) ?$)({_WORD}(?: {_WORD}){{0,4}}(?:(?:, {_WORD}(?: {_WORD})?)*(?:,? and| &) {_WORD}(?: {_WORD}){{0,3}})?)"
)
_OFFICE = re.compile(
    r"\b(?:director|administrator|president|manager|minister|secretary|commissioner|head|chief|chair)$"
)
"""Offices that are held for a field: "vice president for cargo"."""
_SITE = re.compile(r"(?:,| at| of| in| with| for)? (?:the )?")
_NEXT = re.compile(r"(?: (?:of|for|at|on|to))?,? (?:both (?:the )?|the )?")
_RUNS_ON = re.compile(r" (?:(?:and|&) )?[A-Z]")
_PROGRAMME = re.compile(r"(?i)\b(program|project)(?:me)?$")
_RUNS = re.compile(r"(?:deputy )?(?:manager|director|executive|scientist|engineer)$")


def title_of(sentence: Sentence, item: Item) -> tuple[str, Item | None]:
    """The whole title in lower case ("director of human and robotic exploration"), and what the words behind say it is held in."""
    text, items = sentence.whole, sentence.items
    number = items.index(item)
    title = _headed(sentence, item, items[number - 1] if number else None)
    nxt = items[number + 1] if number + 1 < len(items) else None
    after = text[item.end : nxt.begin if nxt else sentence.end]
    if nxt and after.strip() and _NEXT.fullmatch(after):
        field = _field(sentence, number + 1) if after in (" of ", " for ") else None
        if field:
            return f"{title} of {text[nxt.begin : nxt.end].casefold()}", field
        return title, _owned(sentence, number + 1)
    if (right := _RIGHT.match(after)) and not re.search(r"\b(?:said|told|added)\b", right.group(2)):
        behind = nxt and nxt.code in "AOF" and _SITE.fullmatch(after[right.end() :])
        told = after.startswith(" of") or _OFFICE.search(title)
        whole = title + (right.group(1) + right.group(2)).casefold() if told else title
        return whole, _owned(sentence, number + 1) if behind else None
    return title, None


_NUMBER = re.compile(
    r"(?: |-| #| No\. ?)[1-9](?= ?[,.;:()|\n]|$| (?:[A-Z–—-]|and\b|is\b|was\b|will\b|on\b|of\b|for\b|aboard\b))"
)


def numbered(text: str, end: int) -> int:
    """Where a title ends with its number: "mission specialist 2", "flight engineer-1"."""
    match = _NUMBER.match(text, end)
    return match.end() if match else end


def first_word(doc: Parse, begin: int, end: int) -> int:
    """Where a title begins with the nouns before its head: "lead avionics engineer", "research chief"."""
    if (span := doc.char_span(begin, end)) is None:
        return begin
    number, last = span[0].i, span[-1].i
    while number and doc[number].text[0].islower() and _is_part(doc[number - 1], number, last):
        number -= 1
    return doc[number].idx


def _is_part(token: Token, after: int, last: int) -> bool:
    noun = token.dep_ == "compound" and token.pos_ == "NOUN" and after <= token.head.i <= last
    return noun and token.text.isalpha() and token.text[1:].islower() and token.text.lower() not in _NO_TITLE


_NO_TITLE = frozenset(
    "team crew astronaut cosmonaut colleague crewmate agency company army navy billionaire millionaire veteran rookie woman man native".split()
)


def _headed(sentence: Sentence, item: Item, before: Item | None) -> str:
    """A title with the words before its head: "deputy director", "program manager" of a programme that is named."""
    text = sentence.whole
    head = singular(_NUMBER.sub("", text[item.begin : item.end]).casefold())
    words = text[max(sentence.begin, before.end) if before else sentence.begin : item.begin]
    if before and words == " " and _RUNS.match(head) and (said := _PROGRAMME.search(text[before.begin : before.end])):
        return f"{said.group(1).casefold()} {head}"
    left = _LEFT.search(words)
    first = left.group().strip().casefold() if left else ""
    if left is None or first in ("second", "first") or item.role.startswith(first):
        return head
    return (left.group() + head).casefold()


def _owned(sentence: Sentence, number: int) -> Item | None:
    """Of "the agency's Johnson Space Center" the centre: the last of what owns each other, if its name was read to its end."""
    items, text = sentence.items, sentence.whole
    owner = items[number] if items[number].code == "F" or not _RUNS_ON.match(text, items[number].end) else None
    while (
        number + 1 < len(items)
        and items[number].code in "AO"
        and items[number + 1].code in "AOFX"
        and text[items[number].end : items[number + 1].begin] in ("'s ", "’s ")
    ):
        number += 1
        runs_on = items[number].code != "F" and _RUNS_ON.match(text, items[number].end)
        owner = owner if runs_on else items[number]
    return owner


def _field(sentence: Sentence, number: int) -> Item | None:
    """The body behind a field of work that was read as a name: "vice president of Crew Operations at Orbex"."""
    field, *rest = sentence.items[number : number + 2]
    body = rest[0] if rest and rest[0].code in "AOF" else None
    between = sentence.whole[field.end : body.begin] if body else ""
    return body if field.code == "O" and between in (" at ", " at the ", " with ") else None


def singular(title: str) -> str:
    """ "flight engineers" -> "flight engineer"; a title that ends in s for itself keeps it."""
    head, of, rest = title.partition(" of ")
    words = head.split(" ")
    if words[-1].endswith("s") and not words[-1].endswith("ss"):
        words[-1] = words[-1][:-1]
    return " ".join(words) + of + rest


_RANK = re.compile(
    r"\b(?:(?:Wing|Group|Lieutenant|Lt\.?)|(?i:lieutenant|fighter|helicopter|airline|military|bomber|naval|navy|marine|air force|army|glider|drone|bush)) $"
)


_OF_NAVY = re.compile(
    r", (?:retired, )?(?:in the )?(?:U\.?S\.? |Royal |Royal Canadian |United States )?(?:Navy|Coast Guard|Naval)\b"
)


def posted(sentence: Sentence, item: Item) -> bool:
    """ "The pilot, Commander A": the rank of who has a position already."""
    before = next((i for i in reversed(sentence.items) if i.end <= item.begin), None)
    large = sentence.whole[item.begin : item.end] == "Commander"
    return large and before is not None and before.code == "R" and sentence.whole[before.end : item.begin] == ", "


def is_rank(sentence: Sentence, item: Item) -> bool:
    """ "Wing Commander X", "X, commander, U.S. Navy", "a helicopter pilot": a rank or a profession, no position."""
    before = sentence.whole[max(0, item.begin - 14) : item.begin]
    named = sentence.whole[item.begin : item.begin + 5] == "Wing " or posted(sentence, item)
    of_nation = item.role == "pilot" and any(i.end + 1 == item.begin for i in sentence.of("N"))  # "Italian pilot A"
    return of_nation or bool(_RANK.search(before)) or named or _OF_NAVY.match(sentence.whole, item.end) is not None
