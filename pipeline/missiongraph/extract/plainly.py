"""What the words right at a verb say of its status, whatever verbs stand above it."""

from __future__ import annotations

import re

from missiongraph.extract.parse import Token
from missiongraph.extract.planning import CALLED_OFF, SET

__all__ = ["came_to_nothing", "done", "dropped", "planned", "too_much"]

_AHEAD = re.compile(
    r" (?:off |down |back |home )?(?:tomorrow|tonight|next|later (?:today|this)|this (?:coming|spring|summer|autumn|fall|winter)"
    r"|in (?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?! \d{4}))"
)
_SOON = re.compile(r" (?:tomorrow|tonight|later this|next (?:week|month|year|spring|summer|autumn|fall|winter))\b")
_IS_TO = re.compile(r"\b(?:is|are) (?:(?:then|now|also|later|next|soon|again|still|both|each|first|finally) )?to$")


_CUT_SHORT = re.compile(
    r"[^.;]{0,60}\b(?:was|were) (?:aborted|cut short|halted|called off)\b[^.;]{0,40}\b(?:after|into) (?:the |its |their )?(?:lift-?off|launch|flight|ascent|climb|take-?off)\b",
    re.I,
)


def done(token: Token) -> bool:
    """ "Launched from Kourou in 2030, the probe will reach …": done, whatever the main clause has ahead.

    So is what was cut short under way: "their launch was aborted two minutes after liftoff".
    """
    if token.pos_ == "NOUN" and _CUT_SHORT.match(token.doc[token.i : token.sent.end].text):
        return True
    return (
        token.tag_ in ("VBN", "VBD")
        and token.i == token.sent.start
        and token.dep_ in ("advcl", "acl", "csubj", "amod")
        and not any(c.dep_ in ("aux", "auxpass", "mark", "nsubj", "nsubjpass", "neg") for c in token.children)
    )


_FIRST_PLANS = re.compile(
    r"(?:\b(?:[Oo]riginally|[Ii]nitially|[Aa]t first),? (?:the )?(?:plans?|schedules?|timelines?)|\b(?:[Oo]riginal|[Ii]nitial) (?:plans?|schedules?|timelines?)) (?:had )?called for [^.;]{0,60}$"
)


_WAS_TO = re.compile(rf"\b(?:was|were) (?:{SET} )?to (?:\w+ ){{0,4}}$")
_BUT_NOT = re.compile(
    rf"[^.;]*,? (?:but|until|before|when)\b[^.;]*\b(?:{CALLED_OFF}|(?:call|put|wave)(?:ed|d)? (?:it|them|that) off|(?:postponed|cancel+ed|scrubbed|delayed) (?:it|them))\b(?! to\b)"
)


_THWARTED = re.compile(
    r"\b(?:put paid to|ruled out|ended (?:all )?hopes? (?:of|for)|prevented|thwarted|foiled|scuppered|scotched|frustrated|wiped out|forced off) (?:[\w’'-]+ ){0,5}$"
)
_TRYING = re.compile(r"\b(?:attempt|bid|try|effort)s? (?:on [^,;]{3,20} )?to $")
_FAILED = re.compile(
    r"[^;]*?\b(?:ended|failed|stopped|came to nothing|came to naught|was (?:called off|aborted|halted|scrubbed|stopped|abandoned))\b(?! (?:in |with )?success)"
)


def dropped(token: Token) -> bool:
    """ "Originally, plans called for a launch", "wind ruled out a launch", "will not dock as planned": it came otherwise."""
    before, behind = token.doc[token.sent.start : token.i].text + " ", token.doc[token.i : token.sent.end].text
    if _FIRST_PLANS.search(before) or _THWARTED.search(before):
        return True
    return bool(
        (_WILL_NOT.search(before) and _AS_SET.search(behind)) or (_TRYING.search(before) and _FAILED.match(behind))
    )


_WILL_NOT = re.compile(r"\b(?:will not|wo n[o’']t|won[’']t) (?:\w+ )?$")
_AS_SET = re.compile(
    r"\bas (?:had been |was |first |originally |previously )?(?:planned|scheduled|announced|notified|hoped|intended|expected)\b"
)


_TO_GO = re.compile(
    r"(?:[\w-]+ )?more (?:[\w-]+ ){1,2}(?:still )?(?:to (?:go|come|make|do|perform|conduct)|ahead|remaining|left|before)\b"
)
""" "Three more spacewalks to go"."""


def came_to_nothing(token: Token) -> bool:
    """ "Was to launch on Friday, but managers called it off": the attempt, not that they fly one day."""
    before = token.doc[token.sent.start : token.i].text + " "
    return bool(_WAS_TO.search(before) and _BUT_NOT.match(token.doc[token.i : token.sent.end].text))


def planned(token: Token) -> bool:
    """What needs no verb above it to be a plan."""
    before = token.doc[token.i - 1].lower_ if token.i else ""
    if _IS_TO.search(token.doc[max(token.sent.start, token.i - 4) : token.i].text):
        return True  # "are then to return"
    if token.tag_ in ("NN", "NNS") and _TO_GO.match(token.doc[token.left_edge.i : token.sent.end].text):
        return True
    if token.tag_ in ("NN", "NNP") and _SOON.match(token.whitespace_ + token.doc[token.i + 1 : token.sent.end].text):
        return True  # "splashdown next week"
    if before == "to" and token.text[0].isupper():
        return True  # a headline: "Astronauts to Launch"
    if (
        (token.tag_ in ("VBZ", "VBP", "NNS") and token.text.endswith("s"))
        or (token.tag_ == "VBG" and token.dep_ == "acl" and token.head.head.tag_ in ("VBZ", "VBP"))
    ) and _AHEAD.match(token.whitespace_ + token.doc[token.i + 1 : token.sent.end].text):
        return True  # "launches in October", "the mission, launching in June, has …"
    return (
        token.tag_ == "VBG"
        and token.lemma_ in ("launch", "undock", "dock", "land", "depart", "leave", "fly")
        and any(c.dep_ == "aux" and c.lower_ in ("is", "are", "'s", "’s", "'re", "’re", "am") for c in token.children)
    )  # "is launching": a plan told in the present


def too_much(node: Token) -> bool:
    """ "too risky to bring them home"."""
    return node.tag_ == "VB" and bool(_TOO.search(node.doc[max(node.sent.start, node.i - 5) : node.i].text))


_TOO = re.compile(r"\btoo (?!late\b)[\w-]+(?: for [\w ]{2,20})? to(?: \w+ly)?$")
