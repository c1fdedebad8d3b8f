"""Lists of people as the text has them, whatever the parse made of them: who else does what one of them does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from missiongraph.extract.parse import Token
from missiongraph.extract.sentence import Item, Sentence

__all__ = ["beside", "in_bracket", "of_one", "run", "who", "with_whom"]

_LINK = re.compile(
    r"(?: (?:of|from) (?:the )?[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3}(?: \([^()]{2,60}\))?)?"
    r"(?P<and>,? (?:and|&) )?(?(and)|, )(?:(?:the|fellow|veteran|(?:astronaut|cosmonaut|commander|pilot|(?:mission|payload) specialist|flight engineer)s?|[A-Z][\w-]*(?:[’']s|\.)?|\([A-Z][^()]{2,50}\)) ){0,5}"
)


def beside(inside: list[Item], sentence: Sentence) -> Iterator[Item]:
    """Who is named in one list with somebody inside: "ESA's A and NASA astronaut B", "A of JAXA and NASA's B"."""
    for run in _runs(sentence):
        if any(i in inside for i in run):
            yield from (i for i in run if i not in inside)


def run(inside: list[Item], sentence: Sentence) -> list[Item]:
    """The list that somebody inside belongs to, or those inside alone."""
    return next((r for r in _runs(sentence) if any(i in inside for i in r)), inside)


def _runs(sentence: Sentence) -> Iterator[list[Item]]:
    """The lists of people that "and" closes."""
    people = [i for i in sentence.of("P") if i.entities]
    run: list[Item] = people[:1]
    closed = False
    for left, right in pairwise([*people, None]):
        link = _LINK.fullmatch(sentence.whole[left.end : right.begin]) if left and right else None
        if link and right:
            run.append(right)
            closed = bool(link.group("and"))
            if not closed:
                continue
        if closed:
            yield run
        run, closed = ([right] if right and not link else []), False


def in_bracket(begin: int, inside: list[Item], sentence: Sentence) -> list[Item]:
    """ "A and B (launched with C in May) and D": what a bracket tells is of those before it, with what stands in it."""
    text = sentence.whole
    opens, closed = text.rfind("(", sentence.begin, begin), text.rfind(")", sentence.begin, begin)
    if opens <= closed:
        return inside
    end = text.find(")", begin)
    owners = [i for i in sentence.of("PCX") if i.end < opens and not text[i.end : opens].strip(" ,")]
    owners += [i for run in _runs(sentence) if owners and run[-1] == owners[0] for i in run[:-1]]
    held = [i for i in sentence.items if opens < i.begin and (end < 0 or i.end <= end)]
    return [*owners, *(i for i in inside if i in held)] if owners else inside


def of_one(verb: Token) -> bool:
    """ "A and B, who was launched on Monday": said of the last of a list alone."""
    singular = any(c.lower_ in ("was", "is", "has") for c in (verb, *verb.children) if c.pos_ in ("AUX", "VERB"))
    return singular and verb.dep_ == "relcl"


def who(verb: Token, sentence: Sentence) -> Iterator[Item]:
    """ "A of NASA and B of ESA, who both arrived": all of the list right before the plural "who"."""
    words = [t for t in verb.children if t.lower_ in ("who", "both", "all", "are", "were", "have")]
    plural = verb.dep_ == "relcl" and any(t.lower_ != "who" for t in words)
    for pronoun in (t for t in words if t.lower_ == "who" and plural):
        for run in _runs(sentence):
            if _TAIL.fullmatch(sentence.whole[run[-1].end : pronoun.idx]):
                yield from run


_TAIL = re.compile(r"(?: (?:of|from) (?:the )?[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,3}(?: \([^()]{2,60}\))?)?,? ")


def with_whom(verb: Token, sentence: Sentence) -> Iterator[Item]:
    """ "alongside A and B, with whom he was launched": those named right before."""
    over = next((c for c in verb.children if c.lower_ in ("with", "alongside") and c.dep_ == "prep"), None)
    whom = next((c for c in over.children if c.lower_ == "whom"), None) if over is not None else None
    if over is None or whom is None:
        return
    people = [i for i in sentence.of("P") if i.end <= over.idx]
    for run in [r for r in _runs(sentence) if r[-1].end <= over.idx] or [people[-1:]]:
        if run and _TAIL.fullmatch(sentence.whole[run[-1].end : over.idx]):
            yield from run
