"""A sentence as the simple clauses it is made of, so that one rule meets a fact however the sentence is built.

"Alan Bean, who graduated in 1955 and was selected by NASA in 1963, flew on Apollo 12" reads as "<P0> graduated in <T1>",
"<P0> was selected by <A2> in <T3>" and "<P0> flew on <X4>". A view is a reading of a sentence: pieces of its typed form,
put in the order subject, predicate, what stood in front. (Del Corro and Gemulla, "ClausIE", WWW 2013, cut sentences so.)
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from missiongraph.extract import clauses, lists
from missiongraph.extract.parse import Token
from missiongraph.extract.sentence import Sentence

__all__ = ["View", "views"]

Piece = tuple[int, int]
"""Begin and end in the typed form of the sentence."""

_HEADS = frozenset("ROOT conj relcl acl advcl ccomp parataxis pcomp".split())
_APART = frozenset("relcl advcl parataxis ccomp csubj".split())
"""Clauses below a verb that are read by themselves."""
_LOOSE = frozenset("relcl acl advcl".split())
_STOPS = frozenset(', ; : . – — - " “ ”'.split())
_UNREAL = frozenset("if unless whether although though while".split())


@dataclass(frozen=True)
class View:
    """One reading of a sentence: the whole of it, or a clause put together from pieces of its typed form."""

    sentence: Sentence
    pieces: tuple[Piece, ...] = ()
    bare: bool = False
    """Whether the bodies and countries beside its names are left out."""

    @cached_property
    def _joined(self) -> tuple[str, list[tuple[int, int]]]:
        whole = self.sentence.typed
        if not self.pieces:
            return whole, [(0, 0)]
        text, anchors = "", []
        for begin, end in self.pieces:
            piece = whole[begin:end].strip()
            if piece:
                text += " " if text and piece[0] not in ",.;:')" else ""
                anchors.append((len(text), whole.index(piece, begin)))
                text += piece
        return text, anchors

    @property
    def typed(self) -> str:
        """What the rules read."""
        return self._joined[0]

    def place(self, offset: int) -> int:
        """Where in the typed form of the sentence an offset of `typed` stands."""
        anchors = self._joined[1]
        mine, whole = anchors[bisect.bisect_right(anchors, (offset, 1 << 60)) - 1]
        return whole + offset - mine

    def token(self, offset: int) -> Token:
        """The token that stands at an offset of `typed`."""
        return self.sentence.token(self.place(offset))


def views(sentence: Sentence) -> tuple[View, ...]:
    """The sentence itself, then its clauses: those that read otherwise than the sentence and hold two mentions."""
    seen = {sentence.typed.rstrip(" .")}
    out = [View(sentence)]
    for beside in (_ASIDES, _AFFILIATED):
        plain = _without(beside, sentence)
        if plain is not None and plain.typed not in seen:
            seen.add(plain.typed)
            out.append(plain)
    for runs in _clauses(sentence) if len(sentence.items) > 1 else ():
        view = View(sentence, _pieces(sentence, runs))
        if _tells(view.typed) and view.typed not in seen:
            seen.add(view.typed)
            out.append(view)
    return tuple(out)


_ASIDES = re.compile(
    r"(?<=>)(?: \([^()]{1,40}\)|, (?:an?|the) [^,;.()<]{2,60}(?:<[A-Z]\d+>[^,;.()<]{0,40}){0,2}(?=,)(?:,(?= (?!and\b|or\b|but\b|who|which\b|as\b|with\b)[a-z]))?)"
)
""" "A (Belgium) and B (Italy) will fly", "Kestrel, a product of C, is on its way": what stands beside a name."""

_NATION = r"(?:<N\d+>(?:'s)?|<L\d+>'s)"
_ASTRONAUT = r"(?:(?:former|fellow|veteran|rookie) )?(?:[Aa]stronauts?|[Cc]osmonauts?)"
_AFFILIATED = re.compile(
    r"(?<=>)(?: \([^()]{1,40}\)|(?<=<P\d>|P\d\d>),? (?:of|from) (?:the )?<[AO]\d+>(?!'s| <))"
    rf"|(?:(?:[Tt]he )?<[AO]\d+>(?:'s (?:{_ASTRONAUT} )?| {_ASTRONAUT} )|{_NATION} (?:{_ASTRONAUT} )?|\b{_ASTRONAUT} )(?=<P\d+>)"
)
""" "A of NASA and ESA's B", "NASA astronaut A": the body or country that somebody is of."""


def _without(beside: re.Pattern[str], sentence: Sentence) -> View | None:
    """The sentence without what stands beside its names, where there is any."""
    typed, start, pieces = sentence.typed, 0, list[Piece]()
    for match in beside.finditer(typed):
        pieces.append((start, match.start()))
        start = match.end()
    view = View(sentence, (*pieces, (start, len(typed))), beside is _AFFILIATED)
    return view if pieces and _tells(view.typed + " a", 1) else None  # "Pilot: NASA astronaut A"


_TOKEN = re.compile(r"<[A-Z]\d+>")


def _tells(typed: str, least: int = 2) -> bool:
    """So many different mentions, none twice, with a word between them."""
    mentions = _TOKEN.findall(typed)
    return len(mentions) >= least and len(set(mentions)) == len(mentions) and bool(re.search("[a-z]", typed))


def _clauses(sentence: Sentence) -> Iterator[tuple[list[Token], ...]]:
    """The clauses as runs of tokens: subject, predicate, what stood in front of the subject."""
    inside = range(sentence.span.start, sentence.span.end)
    for word in sentence.span:
        if word.dep_ in _HEADS and word.pos_ in ("VERB", "AUX") and not clauses.marked(word, _UNREAL):
            subject = clauses.subject(word)
            if subject is not None and subject.i in inside and not _interrupted(subject, word):
                yield _read(_of_list(word, sentence) or _named(subject, word), word, inside)
        elif word.dep_ == "appos" and word.pos_ == "NOUN" and word.head.pos_ == "PROPN":
            named = [t for t in _named(word.head, word) if t.i < word.left_edge.i]  # who is listed behind is another
            yield _trimmed(named), _with_comma(word, _own(word, inside))


def _of_list(verb: Token, sentence: Sentence) -> list[Token]:
    """ "A of NASA and B of ESA, who both arrived": "A and B"."""
    out: list[Token] = []
    for item in lists.who(verb, sentence):
        tokens = sentence.tokens(item.begin, item.end)
        gap = [t for t in verb.doc[out[-1].i + 1 : tokens[0].i] if t.lower_ in _JOINS] if out and tokens else []
        out += [*([t for t in gap if t.text != ","] or gap)[-1:], *tokens]
    return out


_JOINS = frozenset({"and", "&", ","})


def _interrupted(subject: Token, verb: Token) -> bool:
    """A verb across a semicolon is another's, whatever the parse says."""
    first, last = sorted((subject.i, verb.i))
    return first == last or any(t.text == ";" for t in verb.doc[first:last])


def _read(subject: list[Token], verb: Token, inside: range) -> tuple[list[Token], ...]:
    taken = {t.i for t in subject}
    words = [t for t in _own(verb, inside) if t.i not in taken]
    own = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    start = own.left_edge.i if own is not None else -1
    fronted = [t for c in verb.children if c.i < start and c.dep_ == "prep" for t in c.subtree if t in words]
    return subject, [t for t in words if t.i >= start], _trimmed(fronted)


def _with_comma(word: Token, words: list[Token]) -> list[Token]:
    before = word.left_edge.i - 1
    return [word.doc[before], *words] if before >= 0 and word.doc[before].text == "," else words


def _named(token: Token, verb: Token) -> list[Token]:
    """A subject without the clauses that hang on it, nor what a name is said to be; a name in apposition is one of a list.

    Whoever is listed behind a relative clause or an apposition is not meant by it: "A, who is the commander, and B".
    """
    keeps = token.pos_ != "PROPN"
    drop = {t.i for t in token.subtree if t.dep_ in _LOOSE or (t.dep_ == "appos" and not (keeps or t.pos_ == "PROPN"))}
    drop |= {t.i for t in token.subtree if t.dep_ == "appos" and _listed_of_another(t, token)}
    if verb.head.i == token.i and verb.dep_ in ("relcl", "acl", "appos"):
        drop |= {t.i for t in token.subtree if t.i > verb.i}
    return _trimmed(_below(token, drop | {verb.i}))


def _listed_of_another(word: Token, subject: Token) -> bool:
    """ "The newcomers were met by nine people: A, B and C": those behind the colon are the nine."""
    colon = word.left_edge.i - 1
    if colon <= subject.i + 1 or word.doc[colon].text != ":":
        return False
    noun = word.doc[colon - 1]
    return noun.tag_ == "NNS" and (noun.dep_ == "dobj" or (noun.dep_ == "pobj" and noun.head.lower_ == "by"))


def _own(verb: Token, inside: range) -> list[Token]:
    """The words of a clause, without its subject and without the clauses within it."""
    out, todo = [verb], [*verb.children]
    while todo:
        node = todo.pop()
        if not _apart(node, verb):
            out.append(node)
            todo.extend(node.children)
    return _trimmed(sorted((t for t in out if t.i in inside), key=lambda t: t.i))


def _apart(token: Token, verb: Token) -> bool:
    """The head of what is not said by the clause of a verb itself."""
    if token.head.i == verb.i and token.dep_ in ("nsubj", "nsubjpass", "mark"):
        return True
    if token.dep_ == "conj":
        return token.pos_ in ("VERB", "AUX") and token.head.pos_ in ("VERB", "AUX")
    if token.dep_ == "acl":
        return token.left_edge.i > 0 and token.doc[token.left_edge.i - 1].text == ","
    return token.dep_ in _APART


def _below(token: Token, drop: set[int]) -> list[Token]:
    """The tokens of a subtree in order, without the subtrees dropped."""
    out: list[Token] = []
    todo = [token]
    while todo:
        node = todo.pop()
        if node.i not in drop or node.i == token.i:
            out.append(node)
            todo.extend(node.children)
    return sorted(out, key=lambda t: t.i)


def _trimmed(tokens: list[Token]) -> list[Token]:
    begin, end = 0, len(tokens)
    while begin < end and _edge(tokens[begin]):
        begin += 1
    while end > begin and _edge(tokens[end - 1]):
        end -= 1
    return tokens[begin:end]


def _edge(token: Token) -> bool:
    return token.text in _STOPS or token.dep_ == "cc" or token.is_space


def _pieces(sentence: Sentence, runs: Sequence[Sequence[Token]]) -> tuple[Piece, ...]:
    """The pieces of the typed form that the tokens of the runs stand for, neighbours joined."""
    out: list[Piece] = []
    for run in runs:
        for token in run:
            begin, end = sentence.place(token)
            if out and out[-1][0] <= begin <= out[-1][1] + 1:
                out[-1] = (out[-1][0], max(end, out[-1][1]))
            elif begin < end:
                out.append((begin, end))
    return tuple(out)
