"""Occurred, planned, cancelled, or not said at all: read from the chain of verbs above a trigger.

The walk goes from the trigger up to the finite verb that governs it. On the way modals, scheduling and
cancelling words, negation and conditions are met; the strongest one decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import plainly
from missiongraph.extract.parse import Token
from missiongraph.extract.planning import (
    CALLED_OFF,
    CALLING_OFF,
    CANCELLED_ADJECTIVES,
    CANCELLING,
    FUTURE_ADJECTIVES,
    FUTURE_NOUNS,
    HYPOTHETICAL,
    LEMMAS,
    PLANNING,
    READY,
    REPORTING,
)
from missiongraph.model import Status

__all__ = ["of", "reported"]

_DENYING = frozenset("deny doubt refute dismiss rumour rumor myth hoax allegation".split())
_DREAM = frozenset("dream hope ambition possibility option question".split())
_FAILING = frozenset(
    "fail refuse forbid prevent avoid decline curtail forgo forego skip omit simulate rehearse practise practice pretend imagine".split()
)
_WISHING = frozenset({"hope", "want", "wish"})
""" "They had hoped to be home by March": nothing, not even a plan."""
_CONDITION = frozenset("if unless whether".split())
_NOBODY = frozenset("nothing nobody none neither no-one".split())
_THEN = frozenset("when before after until once as".split())
_VERBAL = frozenset({"VERB", "AUX"})
_LISTED = re.compile(r"\bon the (?:calendar|schedule|agenda|manifest|books|programme)\b")
_NOT_BEFORE = re.compile(r"\b(?:no|not) (?:earlier|sooner|before)\b")
_PAST = re.compile(
    r"\b(?:(?:minutes?|hours?|days?|weeks?|months?|years?|decades?) (?:later|afterwards?)|(?:more|many) times|once more"
    r"|the (?:next|following) (?:day|week|month|year|morning|spring|summer|autumn|winter)|in (?:19\d\d|20[01]\d))\b"
)


def of(token: Token) -> Status | None:
    """The status that the text gives what `token` (a verb or an event noun) tells; None for no fact."""
    if any(c.lower_ in ("already", "recently") for t in (token, *_listed_first(token)) for c in t.children):
        return Status.OCCURRED
    if plainly.dropped(token):
        return Status.CANCELLED
    if plainly.planned(token):
        return Status.PLANNED
    if plainly.done(token):
        return Status.OCCURRED
    if _present_of_plan(token):
        return Status.PLANNED
    chain = list(_chain(token))
    looks_back = token.lemma_ in _SPENDING and any(n.lower_ in ("after", "following") for n, _ in chain)
    vias = ["", *(node.lower_ for node, _ in chain)]
    verdicts = [
        None if (looks_back and node.lemma_ in _TELLING) or _aside(node, via) else _own(node, link)
        for (node, link), via in zip(chain, vias, strict=False)
    ]
    if _NO_FACT in verdicts:
        return None
    for decisive in (Status.CANCELLED, Status.PLANNED):
        if decisive in verdicts:
            return decisive
    return Status.OCCURRED


def _listed_first(token: Token) -> Iterator[Token]:
    """ "Already living and working there": the participle before it in a list, whose adverb it shares."""
    if token.dep_ == "conj" and token.tag_ == token.head.tag_ == "VBG":
        yield token.head


def _present_of_plan(token: Token) -> bool:
    """ "She will stay until June, when the crew departs": the present tense in what a plan runs to."""
    present = token.tag_ in ("VBZ", "VBP") and not any(c.dep_ in ("aux", "auxpass", "neg") for c in token.children)
    dated = present and token.dep_ in ("relcl", "advcl") and any(c.lower_ in _THEN for c in token.children)
    verb = token.head if dated else token
    while dated and verb.pos_ not in _VERBAL and verb.head.i != verb.i:
        verb = verb.head
    return dated and verb.i != token.i and of(verb) is Status.PLANNED


_SPENDING = frozenset("spend complete conclude log finish".split())
"""With _TELLING: "after spending a year in space, they will discuss it"."""
_TELLING = frozenset("discuss share talk speak answer reflect recount describe visit tour meet".split())


def _aside(node: Token, via: str) -> bool:
    """ "nothing went wrong during the landing": what did not happen then takes nothing from what it is dated by."""
    past = node.tag_ == "VBD" or any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in node.children)
    planned = LEMMAS.get(node.lower_, node.lemma_) in PLANNING or any(c.tag_ == "MD" for c in node.children)
    return past and via in ("during", "after", "since") and not planned


class _NoFact:
    """Marks what the text denies or only imagines."""


_NO_FACT = _NoFact()


def _chain(token: Token) -> Iterator[tuple[Token, str]]:
    """The trigger and what governs it, up to the first finite clause; `link` is the dependency climbed from."""
    node, link = token, ""
    for _ in range(8):
        if node.lower_ == "since" and node.dep_ in ("prep", "mark"):
            return  # "the first since Apollo 17's return": done
        yield node, link
        if node.dep_ == "ROOT" or (_finite(node) and not _timeless(node)):
            return
        link, node = node.dep_, node.head


def _timeless(node: Token) -> bool:
    """ "once they are aboard": a present tense under a conjunction of time takes the main clause's."""
    present = node.tag_ in ("VBZ", "VBP") and not any(c.dep_ == "aux" for c in node.children)
    return (
        present
        and node.dep_ in ("advcl", "acl", "relcl")
        and any(
            c.dep_ in ("mark", "advmod") and c.lower_ in ("once", "when", "after", "as", "until", "before")
            for c in node.children
        )
    )


def _finite(node: Token) -> bool:
    """A verb with its own tense: past, present, or an auxiliary that carries one."""
    if node.pos_ not in _VERBAL or node.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "appos", "compound"):
        return False
    if node.tag_ == "VBP" and node.dep_ == "conj" and node.head.tag_ == "VB":
        return any(c.dep_.startswith(("nsubj", "aux")) for c in node.children)  # "they should dock and remain there"
    if node.tag_ in ("VBD", "VBZ", "VBP"):
        return True
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("MD", "VBD", "VBZ", "VBP") for c in node.children)


def _own(node: Token, link: str) -> Status | _NoFact | None:
    """What one node of the chain says."""
    auxiliaries = {c.lower_ for c in node.children if c.dep_ in ("aux", "auxpass")}
    negated = any(map(_negates, node.children)) and node.lemma_ != "forget"
    if negated or _denied(node, link):
        return _NO_FACT
    if _inverted(node):
        return _NO_FACT
    if auxiliaries & HYPOTHETICAL:
        if "would" not in auxiliaries or node.lemma_ in ("love", "like", "prefer"):
            return _NO_FACT
        return Status.PLANNED if reported(node) else Status.OCCURRED if _historic(node) else _NO_FACT
    if any(c.dep_ == "mark" and c.lower_ in _CONDITION for c in node.children):
        return _NO_FACT
    return _verb(node, link, auxiliaries) if node.pos_ in _VERBAL else _noun(node, link)


def _negates(child: Token) -> bool:
    """Whether this is a "not" of its verb: "not only" and "no earlier than" are none."""
    after = child.doc[child.i + 1 : child.i + 2].text
    return child.dep_ == "neg" and child.lower_ != "only" and after not in ("earlier", "sooner")


def _noun(node: Token, link: str) -> Status | None:
    """What a noun, adjective or preposition of the chain says."""
    if link and node.lower_ in READY:
        return Status.CANCELLED if _dropped(node, {c.lower_ for c in node.head.children}) else Status.PLANNED
    if link == "prep" and node.lemma_ in CALLING_OFF:
        return Status.CANCELLED
    if (
        node.lower_ in ("toward", "towards")
        and link == "pobj"
        and node.head.lemma_ in ("work", "press", "head", "count")
    ):
        return Status.PLANNED
    if any(
        c.dep_ == "relcl" and c.lemma_ in CANCELLING and c.tag_ == "VBN" and not _pluperfect(c) for c in node.children
    ):
        return Status.CANCELLED
    adjectives = {c.lower_ for c in node.children if c.dep_ in ("amod", "acl", "compound")}
    if adjectives & CANCELLED_ADJECTIVES:
        return Status.CANCELLED
    if adjectives & FUTURE_ADJECTIVES or (link and node.lemma_ in FUTURE_NOUNS and not _spent(node)):
        return Status.PLANNED
    if any(c.dep_ == "acl" and c.lemma_ in PLANNING and c.tag_ == "VBN" for c in node.children):
        return Status.PLANNED
    return None


def _spent(node: Token) -> bool:
    """ "in the course of five spacewalks", "the record was set": nothing ahead."""
    if node.lemma_ == "set":
        return any(c.dep_ in ("nsubjpass", "dobj") and c.lemma_ in ("record", "mark") for c in node.children)
    return node.lemma_ == "course" and any(c.lower_ == "of" for c in node.children)


def _denied(node: Token, link: str) -> bool:
    """ "no spacewalk", "without a launch", "unable to land", "nothing was launched"."""
    children = {(c.dep_, c.lower_) for c in node.children}
    return (
        ("det", "no") in children
        or (node.dep_ == "pobj" and node.head.lower_ in ("without", "against", "except", "besides"))
        or (node.dep_ in ("xcomp", "ccomp") and node.head.lower_ in ("unable", "impossible", "unlikely"))
        or any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in _NOBODY for c in node.children)
        or (node.dep_ in ("xcomp", "ccomp", "advcl", "relcl") and plainly.too_much(node))
        or (not link and any(c.dep_ in ("nsubj", "nsubjpass") and _has_no(c) for c in node.children))
        or any(c.dep_ == "nsubjpass" and c.lower_ in ("date", "decision") and _has_no(c) for c in node.children)
        or (node.lemma_ in ("be", "remain") and any(c.dep_ == "attr" and c.lemma_ in _DREAM for c in node.children))
        or (node.dep_ in ("ccomp", "acl", "relcl", "csubj") and _untrue(node.head))
    )


def _pluperfect(node: Token) -> bool:
    return any(c.lower_ == "had" for c in node.children)


def _has_no(node: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ == "no" for c in node.children)


def _untrue(head: Token) -> bool:
    """ "denied that", "rumours that", "it is not true that", "nobody knows who"."""
    return (
        head.lemma_ in _DENYING
        or any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in _NOBODY for c in head.children)
        or ("true" in {head.lower_, *(c.lower_ for c in head.children)} and "not" in {c.lower_ for c in head.subtree})
    )


def _inverted(node: Token) -> bool:
    """ "Had they landed there", "were it launched today": a condition without an if."""
    first = [c for c in node.children if c.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass")][:1]
    return bool(first) and first[0].lower_ in ("had", "were") and any(c.dep_.startswith("nsubj") for c in node.children)


def _historic(node: Token) -> bool:
    """ "would go on to fly", "would land eight days later": the past seen from before it."""
    if any(t.lower_ in _CONDITION for t in node.sent):
        return False
    goes_on = node.lemma_ == "go" and any(c.lower_ == "on" for c in node.children)
    return goes_on or bool(_PAST.search(node.doc[node.i : node.sent.end].text))


def reported(node: Token) -> bool:
    """ "said that the crew would land": a plan told in reported speech."""
    return node.dep_ == "ccomp" and node.head.lemma_ in REPORTING and node.head.tag_ in ("VBD", "VBN")


def _verb(node: Token, link: str, auxiliaries: set[str]) -> Status | _NoFact | None:
    lemma = LEMMAS.get(node.lower_, node.lemma_)
    particle = {c.lower_ for c in node.children if c.dep_ in ("prt", "advmod")}
    if lemma == "set" and particle & {"out", "off", "down"}:
        lemma = "leave"
    if (
        lemma in CANCELLING
        or (lemma in ("call", "put", "wave", "push", "move") and particle & {"off", "back"})
        or (lemma == "stand" and "down" in particle)
    ):
        return Status.CANCELLED if link else None
    if link and (
        lemma in _FAILING
        or (lemma in _WISHING and "had" in auxiliaries)
        or (lemma == "rule" and "out" in particle)
        or (lemma == "have" and link == "xcomp" and "yet" in particle)
    ):
        return _NO_FACT
    ready = [c for c in node.children if c.dep_ == "acomp" and c.lower_ in READY] if link == "nsubj" else []
    if ready:  # "the launch had been due on Friday but was put back"
        return Status.CANCELLED if _dropped(ready[0], auxiliaries) else Status.PLANNED
    if _came_to_nothing(node, lemma, link, auxiliaries):
        return Status.CANCELLED
    if (lemma in PLANNING or lemma == "announce" or _of_plans(node)) and _dropped(node, auxiliaries):
        return Status.CANCELLED
    if auxiliaries & {"will", "'ll", "’ll", "shall", "should"} or _plans(node, lemma, particle, link):
        return Status.PLANNED
    if {"to", "be"} <= auxiliaries and node.dep_ in ("relcl", "acl") and node.doc[node.left_edge.i - 1].text == ",":
        return Status.PLANNED  # "the module, to be launched in 2034"
    if node.tag_ in ("VBD",) or auxiliaries & {"had", "has", "have", "was", "were", "did", "having"}:
        return Status.OCCURRED
    if node.tag_ == "VB" and "to" in auxiliaries and node.dep_ == "ROOT":
        return Status.PLANNED  # a headline: "Astronauts to Land"
    return None


def _came_to_nothing(node: Token, lemma: str, link: str, auxiliaries: set[str]) -> bool:
    """ "was to have launched", "was supposed to land", "the return was to have been on Friday"."""
    if {"to", "have"} <= auxiliaries and node.head.lower_ in ("was", "were"):
        return True
    if lemma == "suppose" and link == "xcomp":
        return bool(auxiliaries & {"was", "were"})
    below = [{g.lower_ for g in c.children} for c in node.children if c.dep_ in ("xcomp", "ccomp", "advcl")]
    first = node.tag_ == "VBD" and any(c.lower_ in _ONCE for c in node.children)  # "was originally to take place"
    return lemma == "be" and link == "nsubj" and any({"to"} if first else {"to", "have"} <= words for words in below)


_PLANNED_BY = frozenset("xcomp ccomp prep advcl nsubjpass nsubj dobj pobj pcomp acl agent".split())


def _plans(node: Token, lemma: str, particle: set[str], link: str) -> bool:
    """ "is to land", "plan to land", "is looking forward to the landing", "the launch is no earlier than"."""
    return (
        (lemma == "be" and (link == "xcomp" or _infinitive_child(node)))
        or (lemma == "be" and link == "nsubj" and _NOT_BEFORE.search(node.sent.text) is not None)
        or (lemma == "be" and link == "nsubj" and _LISTED.search(node.sent.text) is not None)
        or (lemma in PLANNING and link in _PLANNED_BY and not particle & {"off", "out"} and not _spent(node))
        or (lemma in ("have", "go") and link == "xcomp" and node.lower_ != "had")
        or (lemma == "be" and _in_training(node))
        or (bool(link) and lemma == "look" and "forward" in particle)
        or (bool(link) and lemma == "call" and _of_plans(node))
        or (bool(link) and lemma == "count" and "down" in particle and node.tag_ != "VBD")
    )


def _in_training(node: Token) -> bool:
    return any(g.lower_ == "training" for c in node.children if c.lower_ == "in" for g in c.children)


def _of_plans(node: Token) -> bool:
    """ "plans call for a launch in June"."""
    return any(c.dep_ == "nsubj" and c.lemma_ in ("plan", "schedule", "timeline") for c in node.children)


_ONCE = frozenset("first originally initially previously".split())
_CALLED_OFF = re.compile(rf"\b(?:{CALLED_OFF}|replaced|instead|but)\b")


def _dropped(node: Token, auxiliaries: set[str]) -> bool:
    """A plan told as past: "was first set for", "had been scheduled for … but was postponed"."""
    if any(c.lower_ in _ONCE for c in node.children):
        return True
    return "had" in auxiliaries and (
        node.dep_ == "acomp"
        or (node.dep_ == "ROOT" and "been" in auxiliaries)
        or bool(_CALLED_OFF.search(node.sent.text))
    )


def _infinitive_child(node: Token) -> bool:
    """ "is to ride home": a form of be with an infinitive complement."""
    return any(
        c.dep_ in ("xcomp", "ccomp") and any(g.lower_ == "to" for g in c.children if g.dep_ == "aux")
        for c in node.children
    )
