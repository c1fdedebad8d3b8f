"""Verbs of flight that the tagger takes for nouns: "will spend a month there and land on Friday", "is set to undock".

What the parse then says of the whole clause is wrong as well: the verb becomes one of a list of things, and all behind
it hangs on the verb before. Both are put right before the rules ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from missiongraph.extract.parse import Token

__all__ = ["mend"]

_ALWAYS = frozenset("undock unberth redock undocked unberthed redocked".split())
"""Words that are no nouns at all."""
_BARE = frozenset("undock unberth redock dock land depart return splash touch berth launch leave".split())
_PRESENT = frozenset("undocks docks lands departs returns splashes berths launches lifts leaves".split())
_DONE = frozenset("undocked unberthed redocked".split())
_FORMS = {**dict.fromkeys(_BARE, "VB"), **dict.fromkeys(_PRESENT, "VBZ"), **dict.fromkeys(_DONE, "VBD")}
_LINKS = frozenset("and , then or later".split())
_GOES_ON = frozenset(
    "from with to on in at off near back safely down together a four about early late again tomorrow today".split()
)
""" What follows a verb of flight: "land on", "return early"."""
_RAISING = frozenset(
    "set due scheduled expected slated planned ready is are was were able about hopes hope back".split()
)
"""Before "to land", like a name: no way, and no journey, that leads to it."""
_SEVERAL = frozenset(
    "two three four five six seven both trio quartet pair crew astronauts cosmonauts crewmates".split()
)
_OF_NOUNS = frozenset("det amod poss compound nummod nmod".split())
_MOVED = frozenset("prep npadvmod advmod cc conj dobj prt nmod appos pobj".split())
_FINITE = frozenset("MD VBZ VBP VBD".split())


def mend(tokens: Sequence[Token]) -> None:
    """Make verbs of such words, with what is said behind them."""
    for token in tokens:
        form = _FORMS.get(token.lower_)
        if form and token.text.islower() and not token.tag_.startswith("V") and 1 < token.i < len(tokens) - 1:
            _mend(token, form, tokens)


def _mend(token: Token, form: str, tokens: Sequence[Token]) -> None:
    before, head = tokens[token.i - 1], token.head
    if before.lower_ == "to":
        if form == "VB" and _runs_on(token, tokens):
            _infinitive(token, before, tokens)
    elif form == "VB" and before.lower_ in _SEVERAL and _goes_on(token, tokens):
        _finite(token, before, "VBP")
    elif form == "VB" and before.pos_ == "PROPN" and _goes_on(token, tokens) and head.pos_ == "PROPN":
        _finite(token, head if token.dep_ == "conj" else before, "VBP")
    elif form != "VB" and token.dep_ == "appos" and head.dep_ == "ROOT" and head.pos_ == "PROPN":
        _finite(token, head, form)
    elif form != "VB" and token.dep_ == "ROOT" and before.text == "," and (names := _names_before(token)):
        token.tag_, token.pos_, names[0].dep_ = form, "VERB", "nsubj"
    elif before.lower_ in _LINKS and _runs_on(token, tokens):
        verb = _verb_before(token, form, tokens)
        if verb is not None and token not in _above(verb):
            _make(token, form, "conj", verb)
            _take(token, tokens)


def _goes_on(token: Token, tokens: Sequence[Token]) -> bool:
    behind = tokens[token.i + 1]
    return behind.lower_ in _GOES_ON or behind.tag_ in ("NNP", "CD", "RB")


def _runs_on(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether what stands around the word fits a verb."""
    as_noun = any(c.dep_ in _OF_NOUNS and c.i < token.i for c in token.children)
    return not as_noun and (_goes_on(token, tokens) or token.lower_ in _ALWAYS)


def _infinitive(token: Token, to: Token, tokens: Sequence[Token]) -> None:
    """ "Is set to undock", "plans call for Soyuz MS-40 to land"."""
    before = tokens[to.i - 1]
    above = to.head if to.head.i < to.i else before
    if (before.lower_ in _RAISING or before.pos_ in ("PROPN", "NUM")) and token not in _above(above):
        _make(token, "VB", "xcomp", above)
        to.tag_, to.pos_, to.dep_ = "TO", "PART", "aux"
        _hang(to, token)
        _take(token, tokens)


def _finite(token: Token, subject: Token, form: str) -> None:
    """ "Belov, who commands the station, departs with two others", "A and B land on Friday": the verb, in its subject's place."""
    relation, over = subject.dep_, subject.head
    name = token.doc[token.i - 1]
    if subject.head.i == token.i:  # "the three land", where the number hangs on the noun
        for child in [c for c in token.children if c.i < subject.i]:
            _hang(child, subject)
    elif relation == "ROOT":
        _cut(token)
        token.head, token.dep_ = token, "ROOT"
    else:
        _hang(token, over)
        token.dep_ = "relcl"
    token.tag_, token.pos_, token.lemma_ = form, "VERB", token.lower_ if form == "VBP" else token.lemma_
    if name.head.i == token.i and name.i != subject.i:  # "A and B land": B, the last of the list
        _hang(name, subject)
        name.dep_ = "conj"
    for child in [c for c in subject.children if c.i > token.i]:
        child.dep_ = "advcl" if child.dep_ == "acl" else child.dep_
        _hang(child, token)
    subject.dep_ = "nsubj"
    _hang(subject, token)


def _names_before(token: Token) -> list[Token]:
    return [c for c in token.children if c.i < token.i and c.pos_ == "PROPN"]


def _verb_before(token: Token, form: str, tokens: Sequence[Token]) -> Token | None:
    """The verb of its list: the last before it of the same form, where no clause opens in between."""
    for node in reversed(tokens[: token.i]):
        if node.tag_ == form:
            led = form != "VB" or any(c.tag_ in ("MD", "TO") for c in node.children) or node.dep_ == "conj"
            return node if led else None
        if node.is_sent_start or node.tag_ in _FINITE or node.tag_[0] == "W" or node.text in ";:.":
            return None
    return None


def _make(token: Token, form: str, relation: str, head: Token) -> None:
    token.tag_, token.pos_, token.lemma_ = form, "VERB", token.lower_ if form == "VB" else token.lemma_
    token.dep_ = relation
    _hang(token, head)


def _above(token: Token) -> Iterator[Token]:
    """A word and all that it hangs on."""
    yield token
    while token.head.i != token.i:
        token = token.head
        yield token


def _take(token: Token, tokens: Sequence[Token]) -> None:
    """What stands behind the new verb, up to the next clause, is said of it and not of what stands before."""
    for node in tokens[token.i + 1 :]:
        if node.is_sent_start or node.dep_ == "ROOT" or node.text in ";:.":
            return
        if node.head.i < token.i:
            if node.dep_ not in _MOVED or any(c.dep_.startswith("nsubj") for c in node.children):
                return
            _hang(node, token)


def _hang(token: Token, head: Token) -> None:
    """Hang a word on another one; where that hangs below it, the other takes its place first, for a tree has no rings."""
    if any(above is token for above in _above(head)):
        over = token.head
        _cut(head)
        if over is token:
            head.head, head.dep_ = head, "ROOT"
        else:
            _tie(head, over)
            head.dep_ = token.dep_
    _cut(token)
    _tie(token, head)


def _cut(token: Token) -> None:
    old = token.head
    old.children = tuple(c for c in old.children if c.i != token.i)


def _tie(token: Token, head: Token) -> None:
    token.head = head
    head.children = tuple(sorted((*head.children, token), key=lambda c: c.i))
