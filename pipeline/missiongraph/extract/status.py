"""Occurred, planned, cancelled, or not said at all: read from the chain of verbs above a trigger.

The walk goes from the trigger up to the finite verb that governs it. On the way modals, scheduling and
cancelling words, negation and conditions are met; the strongest one decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from missiongraph.model import Status

__all__ = ["of"]

_PLANNING = frozenset(
    "schedule plan expect target set slate due prepare aim intend hope ready await anticipate assign pencil earmark propose book"
    " want gear train design seek continue invite agree".split()
)
_FUTURE_NOUNS = frozenset(
    "track go course plan countdown preparation goal opportunity schedule date readiness ahead chance".split()
)
_CANCELLING = frozenset(
    "cancel scrub postpone delay abort halt drop slip reschedule scuttle scrap abandon axe defer".split()
)
_FAILING = frozenset(
    "fail refuse forbid prevent avoid decline simulate rehearse practise practice pretend imagine".split()
)
_HYPOTHETICAL = frozenset("could might may can would".split())
_CONDITION = frozenset("if unless whether".split())
_FUTURE_ADJECTIVES = frozenset(
    "planned upcoming scheduled targeted future next expected forthcoming proposed anticipated".split()
)
_CANCELLED_ADJECTIVES = frozenset("cancelled canceled scrubbed aborted postponed failed".split())
_READY = frozenset("due ready set scheduled slated expected poised keen eager".split())
_VERBAL = frozenset({"VERB", "AUX"})


def of(token: Token) -> Status | None:
    """The status that the text gives what `token` (a verb or an event noun) tells; None for no fact."""
    if any(c.lower_ in ("already", "recently") for c in token.children):
        return Status.OCCURRED
    before = token.doc[token.i - 1].lower_ if token.i else ""
    if before == "to" and token.pos_ in ("PROPN", "NOUN") and token.text[0].isupper():
        return Status.PLANNED  # a headline: "Astronauts to Launch"
    if (
        token.tag_ == "VBG"
        and token.lemma_ in ("launch", "undock", "dock", "land", "depart", "leave", "fly")
        and any(c.dep_ == "aux" and c.lower_ in ("is", "are", "'s", "’s", "'re", "’re", "am") for c in token.children)
    ):
        return Status.PLANNED  # "is launching": a plan told in the present
    verdicts = [_own(node, link) for node, link in _chain(token)]
    if _NO_FACT in verdicts:
        return None
    for decisive in (Status.CANCELLED, Status.PLANNED):
        if decisive in verdicts:
            return decisive
    return Status.OCCURRED


class _NoFact:
    """Marks what the text denies or only imagines."""


_NO_FACT = _NoFact()


def _chain(token: Token) -> Iterator[tuple[Token, str]]:
    """The trigger and what governs it, up to the first finite clause; `link` is the dependency climbed from."""
    node, link = token, ""
    for _ in range(8):
        yield node, link
        if node.dep_ == "ROOT" or (_finite(node) and not _timeless(node)):
            return
        link, node = node.dep_, node.head


def _timeless(node: Token) -> bool:
    """ "once they are aboard": a present tense under a conjunction of time takes the main clause's."""
    present = node.tag_ in ("VBZ", "VBP") and not any(c.dep_ == "aux" for c in node.children)
    return (
        present
        and node.dep_ == "advcl"
        and any(c.lower_ in ("once", "when", "after", "as", "until", "before") for c in node.children)
    )


def _finite(node: Token) -> bool:
    """A verb with its own tense: past, present, or an auxiliary that carries one."""
    if node.pos_ not in _VERBAL or node.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "appos", "compound"):
        return False
    if node.tag_ in ("VBD", "VBZ", "VBP"):
        return True
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("MD", "VBD", "VBZ", "VBP") for c in node.children)


def _own(node: Token, link: str) -> Status | _NoFact | None:
    """What one node of the chain says."""
    auxiliaries = {c.lower_ for c in node.children if c.dep_ in ("aux", "auxpass")}
    if any(c.dep_ == "neg" and c.lower_ != "only" for c in node.children) or _denied(node):
        return _NO_FACT
    if auxiliaries & _HYPOTHETICAL:
        return Status.PLANNED if "would" in auxiliaries and _reported(node) else _NO_FACT
    if any(c.dep_ == "mark" and c.lower_ in _CONDITION for c in node.children):
        return _NO_FACT
    if node.pos_ in _VERBAL:
        return _verb(node, link, auxiliaries)
    if link and node.lower_ in _READY:
        return Status.PLANNED
    adjectives = {c.lower_ for c in node.children if c.dep_ in ("amod", "acl", "compound")}
    if adjectives & _CANCELLED_ADJECTIVES:
        return Status.CANCELLED
    if adjectives & _FUTURE_ADJECTIVES or (link and node.lemma_ in _FUTURE_NOUNS and not _spent(node)):
        return Status.PLANNED
    if any(c.dep_ == "acl" and c.lemma_ in _PLANNING and c.tag_ == "VBN" for c in node.children):
        return Status.PLANNED
    return None


def _spent(node: Token) -> bool:
    """ "in the course of five spacewalks", "the record was set": nothing ahead."""
    if node.lemma_ == "set":
        return any(c.dep_ in ("nsubjpass", "dobj") and c.lemma_ in ("record", "mark") for c in node.children)
    return node.lemma_ == "course" and any(c.lower_ == "of" for c in node.children)


_NOBODY = frozenset("nothing nobody none neither no-one".split())


def _denied(node: Token) -> bool:
    """ "no spacewalk", "without a launch", "unable to land", "nothing was launched"."""
    children = {(c.dep_, c.lower_) for c in node.children}
    return (
        ("det", "no") in children
        or (node.dep_ == "pobj" and node.head.lower_ == "without")
        or (node.dep_ in ("xcomp", "ccomp") and node.head.lower_ in ("unable", "impossible", "unlikely"))
        or any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in _NOBODY for c in node.children)
    )


def _reported(node: Token) -> bool:
    """ "said that the crew would land": a plan told in reported speech."""
    return (
        node.dep_ == "ccomp"
        and node.head.lemma_ in ("say", "announce", "tell", "confirm", "add", "state", "report")
        and node.head.tag_ in ("VBD", "VBN")
    )


def _verb(node: Token, link: str, auxiliaries: set[str]) -> Status | _NoFact | None:
    lemma, particle = node.lemma_, {c.lower_ for c in node.children if c.dep_ == "prt"}
    if lemma == "set" and particle & {"out", "off", "down"}:
        lemma = "leave"
    if (
        lemma in _CANCELLING
        or (lemma in ("call", "put", "wave", "push") and particle & {"off", "back"})
        or (lemma == "stand" and "down" in particle)
    ):
        return Status.CANCELLED if link else None
    if lemma in _FAILING and link:
        return _NO_FACT
    if (lemma in _PLANNING or lemma == "announce") and _dropped(node, auxiliaries):
        return Status.CANCELLED
    if auxiliaries & {"will", "'ll", "’ll", "shall", "should"}:
        return Status.PLANNED
    if (lemma == "be" and link == "xcomp") or (lemma == "be" and _infinitive_child(node)):
        return Status.PLANNED
    if (
        lemma in _PLANNING
        and not particle & {"off", "out"}
        and not _spent(node)
        and link
        in (
            "xcomp",
            "ccomp",
            "prep",
            "advcl",
            "nsubjpass",
            "nsubj",
            "dobj",
            "pobj",
            "pcomp",
            "acl",
            "agent",
        )
    ):
        return Status.PLANNED
    if lemma in ("have", "go") and link == "xcomp":
        return Status.PLANNED
    if node.tag_ in ("VBD",) or auxiliaries & {"had", "has", "have", "was", "were", "did", "having"}:
        return Status.OCCURRED
    if node.tag_ == "VB" and "to" in auxiliaries and node.dep_ == "ROOT":
        return Status.PLANNED  # a headline: "Astronauts to Land"
    return None


_ONCE = frozenset("first originally initially previously".split())
_CALLED_OFF = re.compile(
    r"\b(?:postponed|called off|cancel+ed|delayed|dropped|scrubbed|put back|put off|slipped|pushed back|moved to|aborted|stood down|was halted)\b"
)


def _dropped(node: Token, auxiliaries: set[str]) -> bool:
    """A plan told as past: "was first set for", "had been scheduled for … but was postponed"."""
    if any(c.lower_ in _ONCE for c in node.children):
        return True
    return "had" in auxiliaries and (
        (node.dep_ == "ROOT" and "been" in auxiliaries) or bool(_CALLED_OFF.search(node.sent.text))
    )


def _infinitive_child(node: Token) -> bool:
    """ "is to ride home": a form of be with an infinitive complement."""
    return any(
        c.dep_ in ("xcomp", "ccomp") and any(g.lower_ == "to" for g in c.children if g.dep_ == "aux")
        for c in node.children
    )
