"""What spaCy found in a text, as plain objects: tokens, spans and the whole, each with the few parts that the rules ask for.

The rules ask a token for its words, tags and neighbours some fifty times. spaCy makes a new object for each token it is
asked for and looks each string up anew; here all are read once, in one array. Names and meanings are spaCy's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import overload

from spacy.attrs import DEP, HEAD, LEMMA, LOWER, ORTH, POS, SENT_START, SPACY, TAG
from spacy.tokens import Doc

__all__ = ["Parse", "Span", "Token"]

_ASKED = (ORTH, LOWER, LEMMA, POS, TAG, DEP, HEAD, SPACY, SENT_START)
_HASHES = 1 << 64
"""The names of strings are unsigned, the distance to a head is not."""


class Token:
    """A word or mark. `children` are those whose head it is, in order; `idx` is where it begins, in code points."""

    __slots__ = (
        "_subtree",
        "children",
        "dep_",
        "doc",
        "head",
        "i",
        "idx",
        "is_sent_start",
        "lemma_",
        "lower_",
        "pos_",
        "tag_",
        "text",
        "whitespace_",
    )

    head: Token
    """Itself where it is a root."""
    children: tuple[Token, ...]

    def __init__(self, doc: Parse, i: int, idx: int, strings: tuple[str, str, str, str, str, str], space: str) -> None:
        self.doc, self.i, self.idx = doc, i, idx
        self.text, self.lower_, self.lemma_, self.pos_, self.tag_, self.dep_ = strings
        self.whitespace_ = space
        self.is_sent_start = False
        self.children = ()
        self._subtree: tuple[Token, ...] | None = None

    def __len__(self) -> int:
        return len(self.text)

    @property
    def is_space(self) -> bool:
        """Whether it is nothing but white space."""
        return self.text.isspace()

    @property
    def text_with_ws(self) -> str:
        """Its text and the blank behind it, if there is one."""
        return self.text + self.whitespace_

    @property
    def subtree(self) -> tuple[Token, ...]:
        """All that depends on it, and itself: what stands before it first."""
        if self._subtree is None:
            before = [t for c in self.children if c.i < self.i for t in c.subtree]
            behind = [t for c in self.children if c.i > self.i for t in c.subtree]
            self._subtree = (*before, self, *behind)
        return self._subtree

    @property
    def left_edge(self) -> Token:
        """The first of all that depends on it."""
        return self.doc[min(t.i for t in self.subtree)]

    @property
    def sent(self) -> Span:
        """The parser's sentence around it."""
        return self.doc.sentence(self.i)

    def nbor(self, distance: int = 1) -> Token:
        """Its neighbour. Raises IndexError beyond the ends of the text."""
        if not 0 <= self.i + distance < len(self.doc):
            raise IndexError(distance)
        return self.doc[self.i + distance]


class Span:
    """The tokens from `start` up to `end`: of the text, in code points, what is from `start_char` to `end_char`."""

    __slots__ = ("_text", "doc", "end", "end_char", "label_", "start", "start_char", "tokens")

    def __init__(self, doc: Parse, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label
        self.tokens = doc.tokens[start:end]
        self.start_char = self.tokens[0].idx if self.tokens else 0
        self.end_char = self.tokens[-1].idx + len(self.tokens[-1].text) if self.tokens else 0
        self._text: str | None = None

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> list[Token]: ...
    def __getitem__(self, key: int | slice) -> Token | list[Token]:
        return self.tokens[key]

    @property
    def text(self) -> str:
        """Its part of the text."""
        if self._text is None:
            self._text = self.doc.text[self.start_char : self.end_char]
        return self._text


class Parse:
    """A text with all its tokens, and the base entities of the model."""

    def __init__(self, doc: Doc) -> None:
        self.tokens = _tokens(doc, self)
        self.text = "".join([t.text + t.whitespace_ for t in self.tokens])  # a third of the time of `doc.text`
        self.ents = tuple(Span(self, e.start, e.end, e.label_) for e in doc.ents)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, int):
            return self.tokens[key]
        start, stop, _ = key.indices(len(self.tokens))
        return Span(self, start, max(start, stop))

    def sentence(self, index: int) -> Span:
        """The parser's sentence around the token of an index."""
        return self._sentences[bisect_right(self._opening, index) - 1]

    def char_span(self, begin: int, end: int, alignment_mode: str = "strict") -> Span | None:
        """The tokens from `begin` to `end` (code points): just these ("strict"), or all that they touch ("expand")."""
        first, last = self._at(begin), self._at(end - 1)
        if first is None or last is None:
            return None
        if alignment_mode == "expand":
            skips = begin == first.idx + len(first.text)
            return Span(self, first.i + skips, last.i + 1)
        return Span(self, first.i, last.i + 1) if first.idx == begin and last.idx + len(last.text) == end else None

    def _at(self, offset: int) -> Token | None:
        place = bisect_right(self._starts, offset) - 1
        found = self.tokens[place] if place >= 0 else None
        return found if found and offset < found.idx + len(found.text_with_ws) else None

    @cached_property
    def _starts(self) -> list[int]:
        return [t.idx for t in self.tokens]

    @cached_property
    def _opening(self) -> list[int]:
        return [t.i for t in self.tokens if t.is_sent_start or not t.i]

    @cached_property
    def _sentences(self) -> list[Span]:
        ends = [*self._opening[1:], len(self.tokens)]
        return [Span(self, start, end) for start, end in zip(self._opening, ends, strict=True)]


def _tokens(doc: Doc, parse: Parse) -> list[Token]:
    """The tokens of a doc, tied to each other."""
    strings = doc.vocab.strings
    *words, heads, spaces, starts = doc.to_array(list(_ASKED)).astype("int64").T.tolist()
    known = {number: strings[number % _HASHES] for number in set().union(*words)}
    said = zip(*([known[number] for number in column] for column in words), strict=True)
    out: list[Token] = []
    idx = 0
    for i, (of_token, space) in enumerate(zip(said, spaces, strict=True)):
        out.append(Token(parse, i, idx, of_token, " " if space else ""))
        idx += len(of_token[0]) + space
    below: dict[int, list[Token]] = {}
    for token, head, start in zip(out, heads, starts, strict=True):
        token.head = out[token.i + head]
        token.is_sent_start = start == 1
        if head:
            below.setdefault(token.i + head, []).append(token)
    for i, children in below.items():
        out[i].children = tuple(children)
    return out
