"""Which words belong to a trigger: its clause, its subject, and what it inherits from the clause above."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from missiongraph.extract.parse import Token

__all__ = ["anchor", "coordinated", "counted_from", "end_of_who", "head_of", "marked", "region", "stranded", "subject"]

_CLAUSAL = frozenset({"ROOT", "conj", "relcl", "advcl", "ccomp", "xcomp", "acl", "pcomp", "parataxis", "csubj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


def marked(verb: Token, words: frozenset[str]) -> bool:
    """Whether one of these words opens the clause of a verb: "if", "while"."""
    return any(c.dep_ == "mark" and c.lower_ in words for c in verb.children)


def head_of(token: Token) -> Token:
    """The verb whose clause a token stands in (the root where there is none)."""
    node = token
    while not (node.pos_ in ("VERB", "AUX") and node.dep_ in _CLAUSAL) and node.head.i != node.i:
        node = node.head
    return node


def has_subject(verb: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in verb.children)


def _independent(verb: Token, triggers: frozenset[int]) -> bool:
    """A clause that tells something of its own: a trigger's, or a finite one with its own subject."""
    if verb.i in triggers or verb.dep_ == "ROOT":
        return True
    if verb.dep_ == "conj":
        return verb.head.pos_ in ("VERB", "AUX")
    return has_subject(verb) and verb.dep_ in ("relcl", "advcl", "ccomp", "parataxis")


def anchor(token: Token, triggers: frozenset[int]) -> Token:
    """The independent clause a token counts for."""
    verb = head_of(token)
    while not _independent(verb, triggers) and verb.head.i != verb.i:
        verb = head_of(verb.head)
    return verb


def region(trigger: Token, triggers: frozenset[int], sentence: list[Token]) -> frozenset[int]:
    """Indexes of the tokens that belong to a trigger: its clause, and those that merely raise it ("is scheduled to")."""
    clause = anchor(trigger, triggers)
    heads = {clause.i}
    node = clause
    while (
        node.dep_ in ("xcomp", "ccomp", "acl")
        and node.head.i != node.i
        and not (node.dep_ == "ccomp" and (has_subject(node) or _quoted(node)))
    ):
        if node.dep_ == "acl" and node.head.pos_ not in ("NOUN", "ADJ"):
            break
        node = anchor(node.head, triggers)
        if node.i in triggers and node.i != clause.i:
            break
        heads.add(node.i)
    return frozenset(t.i for t in sentence if anchor(t, triggers).i in heads)


def _own_subject(verb: Token) -> Token | None:
    """The subject of a verb, the last where a conjunction stands between two: "A, the second, ten years after B went up"."""
    found = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    edge = stranded(verb)
    return next((c for c in found if c.i > edge), None) or _behind_for(verb)


def _behind_for(verb: Token) -> Token | None:
    """ "Plans call for A and B to land": the subject of an infinitive, which the parse hangs on the verb above."""
    to = next((c for c in verb.children if c.lower_ == "to" and c.dep_ == "aux"), None)
    if to is None:
        return None
    words = (c for c in verb.head.children if c.lower_ == "for" and c.dep_ == "prep" and c.i < to.i)
    raised = next((c for c in words if max(t.i for t in c.subtree) in (to.i - 1, to.i - 2)), None)
    return next((c for c in raised.children if c.dep_ == "pobj"), None) if raised else None


def stranded(verb: Token) -> int:
    """The conjunction (its index) before which nothing belongs to a verb, which the parse gives two subjects; -1 for none."""
    places = [c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < verb.i]
    marks = [c.i for c in verb.children if c.dep_ == "mark"]
    return next((m for m in marks if len(places) > 1 and places[0] < m < places[-1]), -1)


def subject(trigger: Token) -> Token | None:
    """The grammatical subject of a trigger verb, inherited over coordination and participles; None for none."""
    verb = head_of(trigger)
    gerund = False
    for _ in range(6):
        own = _own_subject(verb)
        if own is None and verb.dep_ == "conj":
            own = _name_before(verb)
        if own is not None:
            if own.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return verb.head
            return own
        if verb.dep_ in ("relcl", "acl") and not (gerund and verb.tag_ == "VBN"):
            return verb.head
        gerund = verb.tag_ == "VBG" and verb.dep_ in (
            "pcomp",
            "advcl",
        )  # "all others put together, before coming down": of whom the sentence is about
        if verb.head.i == verb.i or _quoted(verb):
            return None
        verb = head_of(verb.head)
    return None


def _quoted(verb: Token) -> bool:
    """ "Crew-9 launched early, Smit said": what stands before the verb of speech is not done by who speaks."""
    return verb.dep_ == "ccomp" and verb.head.i > verb.i


def _name_before(verb: Token) -> Token | None:
    """ "A is the commander and B is the pilot": the name right before a finite verb, which the parse gives to the clause before."""
    start = min([c.i for c in verb.children if c.dep_ in ("aux", "auxpass")] + [verb.i])
    name = verb.doc[start - 1] if start > verb.sent.start else None
    finite = verb.doc[start].tag_ in ("MD", "VBZ", "VBD", "VBP")
    return name if finite and name is not None and name.pos_ == "PROPN" and name.dep_ == "conj" else None


def counted_from(trigger: Token, sentence: Iterable[Token]) -> frozenset[int]:
    """Indexes of the tokens behind a "since" over which the trigger stands: "the first landing since Apollo 17 in 1972"."""
    words = [w for w in sentence if w.lower_ == "since" and w.dep_ in ("prep", "mark")]
    below = {t.i for w in words for t in (w if w.dep_ == "prep" else w.head).subtree}
    return frozenset() if trigger.i in below else frozenset(below)


def end_of_who(trigger: Token) -> int:
    """Where the relative clause of a happening ends: "A, who landed in 2025, now flies on CRAFT"; else the end of the text."""
    verb = head_of(trigger)
    if verb.dep_ != "relcl" or not any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ == "who" for c in verb.children):
        return sys.maxsize
    last = max(verb.subtree, key=lambda t: t.i)
    return int(last.idx + len(last.text))


def coordinated(subject: Token) -> frozenset[int]:
    """The subject's own words with conjuncts and appositions, without its clauses."""
    out: set[int] = set()
    stack = [subject]
    while stack:
        token = stack.pop()
        out.add(token.i)
        stack += [
            c
            for c in token.children
            if c.dep_ in ("conj", "appos", "compound", "poss", "nmod", "nummod", "flat")  # "Crew-8 mission"
            or (c.dep_ == "prep" and c.lower_ in ("with", "including", "alongside", "like", "of"))
            or (c.dep_ == "pobj" and token.dep_ == "prep")
        ]
    return frozenset(out)
