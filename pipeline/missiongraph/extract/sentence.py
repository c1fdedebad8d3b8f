"""A sentence in which every mention stands as a typed token.

"ESA astronaut Luca Parmitano landed in the Kazakh Steppe" becomes "<A0> astronaut <P1> landed in <L2>",
so that one line of pattern covers every name, and a list of names is a list of tokens.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from missiongraph.extract.entities import Mention
from missiongraph.extract.parse import Span, Token
from missiongraph.extract.unsaid import POST
from missiongraph.lexicon import GENERIC
from missiongraph.times import DurationSpan, Time

__all__ = ["CODES", "Item", "Sentence"]

CODES = {
    "Person": "P",
    "Agency": "A",
    "Organization": "O",
    "Facility": "F",
    "Spacecraft": "C",
    "Station": "S",
    "Module": "M",
    "LaunchVehicle": "V",
    "Mission": "X",
    "Payload": "Y",
    "Place": "L",
    "Role": "R",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One typed token of a sentence: a mention of entities, or a country word, role, time or duration."""

    code: str
    begin: int
    end: int
    mention: Mention | None = None
    country: int | None = None
    """The entity of the country that an adjective or demonym names."""
    role: str = ""
    time: Time | None = None
    duration: DurationSpan | None = None

    @property
    def entities(self) -> tuple[int, ...]:
        """The entities meant; none for a time, a duration, a role or a country word."""
        return self.mention.entities if self.mention else ()


@dataclass(frozen=True)
class Sentence:
    """A sentence with its items in order and its typed form."""

    index: int
    paragraph: int
    span: Span
    items: tuple[Item, ...]
    whole: str
    """The text of the release."""

    @cached_property
    def begin(self) -> int:
        """Where the sentence begins in the text."""
        return self.span.start_char

    @cached_property
    def end(self) -> int:
        """Where it ends, without white space behind it."""
        return self.begin + len(self.span.text.rstrip())

    @cached_property
    def _rendered(self) -> tuple[str, list[tuple[int, int]]]:
        return _render(self)

    @property
    def typed(self) -> str:
        """The sentence with a typed token for every item."""
        return self._rendered[0]

    def at(self, offset: int) -> int:
        """The text offset (code points) of an offset into the typed form."""
        anchors = self._rendered[1]
        typed, text = anchors[bisect.bisect_right(anchors, (offset, 1 << 60)) - 1]
        return text + (offset - typed)

    def stretch(self, begin: int, end: int) -> tuple[int, int]:
        """Where in the typed form the text from `begin` to `end` (code points) stands; a typed token is never cut."""
        typed, anchors = self._rendered
        texts = self._origins
        first = bisect.bisect_right(texts, (begin, 1 << 60)) - 1
        last = bisect.bisect_right(texts, (end - 1, 1 << 60)) - 1
        (left_text, left), (right_text, right) = texts[max(first, 0)], texts[max(last, 0)]
        stop = next(iter(anchors[bisect.bisect_right(anchors, (right, 1 << 60)) :]), (len(typed), 0))[0]
        start = left if typed[left : left + 1] == "<" else left + begin - left_text
        close = typed.index(">", right) + 1 if typed[right : right + 1] == "<" else min(right + end - right_text, stop)
        return min(start, close), close

    def place(self, token: Token) -> tuple[int, int]:
        """Where in the typed form a token stands, as `stretch` says; a sentence is asked for most of them again and again."""
        if token.i not in self._places:
            self._places[token.i] = self.stretch(token.idx, token.idx + len(token.text))
        return self._places[token.i]

    @cached_property
    def _places(self) -> dict[int, tuple[int, int]]:
        return {}

    @cached_property
    def _origins(self) -> list[tuple[int, int]]:
        """(text offset, typed offset) of each piece of the typed form."""
        return sorted((text, typed) for typed, text in self._rendered[1])

    def token(self, offset: int) -> Token:
        """The token that stands at an offset of the typed form."""
        position = self.at(offset)
        place = bisect.bisect_right(self.starts, position) - 1
        found = self.span[max(place, 0)]
        return found if found.idx <= position < found.idx + len(found.text_with_ws) else self.span[-1]

    @cached_property
    def starts(self) -> list[int]:
        """Where its tokens begin in the text."""
        return [token.idx for token in self.span]

    def tokens(self, begin: int, end: int) -> Sequence[Token]:
        """The tokens that share a character with the text from `begin` to `end` (code points)."""
        first = max(bisect.bisect_right(self.starts, begin) - 1, 0)
        last = bisect.bisect_left(self.starts, end)
        return [t for t in self.span[first:last] if t.idx + len(t.text) > begin]

    def of(self, codes: str) -> Iterator[Item]:
        """The items of these codes, in order."""
        return (i for i in self.items if i.code in codes)


_ARTICLE = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir) $")
_POSSESSIVES = frozenset("his her their its hers theirs".split())


def _render(sentence: Sentence) -> tuple[str, list[tuple[int, int]]]:
    """The typed form, and pairs (typed offset, text offset) where the two run apart."""
    text, base = sentence.whole, sentence.begin
    parts: list[str] = []
    anchors: list[tuple[int, int]] = [(0, base)]
    position, length, number = base, 0, 0

    def put(piece: str, origin: int) -> None:
        nonlocal length
        if piece:
            anchors.append((length, origin))
            parts.append(piece)
            length += len(piece)

    items = list(sentence.items)
    after_unsaid = False
    while number < len(items):
        item = items[number]
        end = _absorb(text, item, items[number + 1].begin if number + 1 < len(items) else sentence.end)
        lead = text[position : item.begin]
        if item.code not in "PTDRN":
            lead = _ARTICLE.sub("", lead) if _ARTICLE.search(lead) else lead
        put(_uncapital(lead) if after_unsaid else lead, position)
        opens = not number and item.code == "T" and item.begin == sentence.begin
        chronicle = _CHRONICLE.match(text, end) if opens else None
        if chronicle:
            put("In ", item.begin)
        after_unsaid = item.begin == item.end
        bridge = " was " if _DONE_TO.match(text, item.begin) or POST.match(text, item.begin) else " "
        put(f"<{item.code}{number}>" + (bridge if after_unsaid else ""), item.begin)
        surface = text[item.begin : item.end].casefold()
        if surface in _POSSESSIVES and not (surface == "her" and not _is_possessive(sentence, item)):
            put("'s", item.end - 1)
        follower = _alias_follows(text, items, number, end)
        if follower:
            number, end = number + 1, follower
        if chronicle:
            put(",", end)
            end = chronicle.end()
        position, number = end, number + 1
    tail = text[position : sentence.end]
    put(_uncapital(tail) if after_unsaid else tail, position)
    return "".join(parts).replace("’s", "'s").replace("’", "'"), anchors


_CHRONICLE = re.compile(r" ?:(?= [A-ZÀ-Þa-z])")
""" "1992: Joined the corps": in 1992, …"""

_DONE_TO = re.compile(r"(?i:selected|chosen|picked|assigned|appointed|recruited|accepted|promoted|named|posted)\b")


def _uncapital(piece: str) -> str:
    """ "Flew as pilot" behind a subject that goes without saying is "flew as pilot"."""
    return piece[:1].lower() + piece[1:] if piece[1:2].islower() and not piece.startswith("Born") else piece


def _is_possessive(sentence: Sentence, item: Item) -> bool:
    return any(t.idx == item.begin and t.tag_ == "PRP$" for t in sentence.span)


def _absorb(text: str, item: Item, limit: int) -> int:
    """Where a mention ends for the rules: generic nouns and ages behind it belong to it."""
    end = item.end
    kind = item.mention.type if item.mention else ""
    if (kind in GENERIC and (match := re.match(rf"[\"”’']? {GENERIC[kind]}(?![\w-])", text[end:limit]))) or (
        kind == "Person"
        and (
            match := re.match(
                r",? \(?(?:aged )?\d\d\)?(?=,|\b)(?!\s*(?:days|hours|years|per))(?:,(?= who| an? | the | of ))?",
                text[end:limit],
            )
        )
    ):
        end += match.end()
    return end


def _alias_follows(text: str, items: Sequence[Item], number: int, end: int) -> int | None:
    """`ESA (European Space Agency)`: an alias in brackets of the same entity; where the bracket closes, or None."""
    item = items[number]
    if number + 1 >= len(items) or not item.mention:
        return None
    other = items[number + 1]
    gap = text[end : other.begin]
    same = other.mention is not None and other.entities == item.entities
    if gap in (" (", " (the ") and text[other.end : other.end + 1] == ")" and same:
        return other.end + 1
    return None
