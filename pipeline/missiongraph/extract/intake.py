"""The newcomers whom an announcement counts or presents without their names: those named or portrayed below it."""

from __future__ import annotations

import re

from missiongraph.extract.desks import desks
from missiongraph.extract.document import Document
from missiongraph.extract.sentence import Item, Sentence

__all__ = ["REACH", "counted", "profiled", "titled"]

REACH = 30
"""How many sentences below an announcement its names may stand."""
_PICKED = re.compile(r"(?i)\b(?:selected|chosen|recruited|picked|chose|accepted)\b")


_COUNT = re.compile(
    r"(?i)(?:^|\bof the |\b)(?P<n>[a-z]+|\d+) (?:of the )?(?:new |career |women and men|men and women|people|faces|astronauts?|cosmonauts?|candidates)|\bof the (?P<of>[a-z]+)\b"
)


_SIZES = {
    word: size
    for size, word in enumerate(
        "three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(),
        3,
    )
} | {str(size): size for size in range(3, 41)}


def counted(announced: Sentence, document: Document) -> list[Item]:
    """All whom an announcement counts, where just so many are named below it before anyone else is."""
    near = document.sentences[max(0, announced.index - 2) : announced.index + 4]
    words = {w.casefold() for s in near for m in _COUNT.finditer(s.whole[s.begin : s.end]) for w in m.groups() if w}
    sizes = {_SIZES[w] for w in words if w in _SIZES}
    seated = desks(document.text, [m for m in document.mentions if m.kind != "pronoun"])
    people: dict[int, Item] = {}
    for sentence in document.sentences[announced.index + 1 : announced.index + REACH]:
        for item in sentence.of("P") if not _PICKED.search(sentence.typed) else ():
            if len(item.entities) == 1 and item.entities[0] not in seated:
                people.setdefault(item.entities[0], item)
        if len(people) >= max(sizes, default=0):
            break
    return list(people.values()) if len(people) in sizes and len(people) == max(sizes) else []


_HEAD = r"^(?:[-–•*·] ?)?(?:[A-Z][a-z]*\.? |<R\d+> ){0,3}<P(\d+)>(?:, \d\d,?)?"
_PROFILE = re.compile(
    _HEAD + r"(?:,? (?:of|from) <L\d+>(?:, <L\d+>)?)?,? "
    r"(?:is an?|was born|earned|holds?|grew up|comes|hails|has (?:been|worked|served|spent|flown|a)|served|studied|graduated|an? [^<]{3,60}, (?:is|was|has|holds|served|earned|grew))\b"
)
_PORTRAIT = re.compile(
    _HEAD
    + r"(?!'s)(?:[^<;.]|<[^P]\d+>){0,120}?\b(?:born|raised|native|hometown|home|grew up|from|holds?|earned|stud(?:ied|ies)|serve[sd]?|graduate[sd]?"
    r"|(?:is|was) an?|work(?:s|ed)|teaches|taught|flew|flies|has|considers|calls|joined|led|spent|trained|degree|doctorate)\b"
)
"""The same of a sentence that opens a paragraph: who, after rank, age and home, did what so far."""
_SPEAKS = re.compile(r"[“”\"]|\b(?:said|says|told|added|will|would|announced|welcomed|congratulated)\b")
_LARGEST = 90
_BIOGRAPHY = 8
"""Sentences that a whole class, and the biography of one of it, may take."""


def profiled(announced: Sentence, document: Document) -> list[Item]:
    """The newcomers where sentence after sentence opens with a name and tells where he or she comes from."""
    met: list[Item] = []
    seated = desks(document.text, [m for m in document.mentions if m.kind != "pronoun"])
    known = {e for s in document.sentences[: announced.index + 1] for i in s.of("P") for e in i.entities}
    last = announced.index
    for sentence in document.sentences[announced.index + 1 : announced.index + _LARGEST]:
        if met and sentence.index - last > _BIOGRAPHY:
            break
        match = _portrait(sentence, document)
        item = sentence.items[int(match.group(1))] if match else None
        if item and len(item.entities) == 1 and item.entities[0] not in known | seated:
            known |= set(item.entities)
            met.append(item)
            last = sentence.index
    return met if len(met) > 2 else []


def titled(title: str, announced: Sentence, document: Document) -> str:
    """What the newcomers were chosen as: candidates where the lines below call them so."""
    below = document.sentences[announced.index + 1 : announced.index + 5]
    return "astronaut candidate" if title == "astronaut" and any(_CANDIDATES.search(s.typed) for s in below) else title


_CANDIDATES = re.compile(r"(?i)\b(?:astronaut candidates|candidates (?:are|include))\b")


def _portrait(sentence: Sentence, document: Document) -> re.Match[str] | None:
    before = document.sentences[sentence.index - 1]
    if sentence.paragraph == before.paragraph and not document.text[before.end : sentence.begin].count("\n"):
        return _PROFILE.match(sentence.typed)
    return None if _SPEAKS.search(sentence.typed) else _PORTRAIT.match(sentence.typed)
