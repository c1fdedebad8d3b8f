"""Firsts, records and ranks: what a release says makes somebody stand out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Distinction
from missiongraph.extract.sentence import Sentence

__all__ = ["find"]

_ORDINALS = {w: i for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
_RANK = r"(?:only )?(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|last|youngest|oldest|only)"
_NTH = re.compile(
    rf"<P(?P<who>\d+)>(?!')(?:[^;.]{{0,90}}?)\b(?P<text>(?:one of [a-z]+ [^,.;]{{4,70}}(?!\w))|{_RANK}(?:(?: and| ever|-ever| all-\w+)? (?:<[NOA]\d+>|[\w-]+)(?: [a-z]+)*){{1,3}}? (?:to|in|on|of|ever|who|aboard|with|for|at) [^,.;]{{3,90}}(?!\w))"
)
_RECORD = re.compile(
    r"<P(?P<who>\d+)>(?!')(?:[^;.]{0,120}?)\b(?P<text>(?:<[NL]\d+>|world|European|national|all-time|previous|new|American)?'?s? ?record(?:s)? for [^,.;]{4,100}(?!\w)|(?:<N\d+> )?record-breaking [^,.;]{3,40}(?!\w)|longest [^,.;]{4,80}(?!\w))"
)


def find(document: Document) -> Iterator[Distinction]:
    """Distinctions of people, in the release's words."""
    for sentence in document.sentences:
        for pattern, rule in ((_NTH, "nth-of-kind"), (_RECORD, "record")):
            for match in pattern.finditer(sentence.typed):
                yield from _distinction(match, sentence, rule)


def _distinction(match: re.Match[str], sentence: Sentence, rule: str) -> Iterator[Distinction]:
    begin, end = sentence.at(match.start("text")), sentence.at(match.end("text") - 1) + 1
    if last := re.search(r"<[A-Z](\d+)>$", sentence.typed[: match.end("text")]):
        end = sentence.items[int(last.group(1))].end
    text = " ".join(sentence.whole[begin:end].split())
    word = match.groupdict().get("n") or ""
    if rule == "nth-of-kind" and re.match(
        r"(?:first|second|third|fourth|fifth)(?: and final)? (?:space)?(?:flight|mission|spacewalk|launch|trip|time)\b|one of those who|only (?:one|two)\b",
        text,
    ):
        return
    for person in sentence.items[int(match.group("who"))].entities:
        yield Distinction(person, text, sentence.index, rule, 0.8, _ORDINALS.get(word))
