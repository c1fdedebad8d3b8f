"""Firsts, records and ranks: what a release says makes somebody stand out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import clauses, scope
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Distinction
from missiongraph.extract.patterns import Found, load, matches
from missiongraph.extract.sentence import Item, Sentence

__all__ = ["find"]

_UNITS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINALS = {w: i for i, w in enumerate(_UNITS, 1)}
_ORDINAL = re.compile(rf"\b(?:(?P<word>{'|'.join(_ORDINALS)})|(?P<n>\d+)(?:st|nd|rd|th))\b")
_UNREAL = re.compile(
    r"(?:\b(?:would|could|might|may|hop(?:es?|ed|ing)|want(?:s|ed)?|dream(?:s|ed|t)?|aim(?:s|ed)?|wish(?:es|ed)?|never|not|n.t|if|whether|trained|training|chosen|selected|competing)\b[^,;]{0,25})$"
)
"""Before the verb: what is only wished or denied."""
_THING = re.compile(
    r"it|this|that|which|(?:\w*flight|\w*walk|mission|stay|outing|excursion|landing|docking|launch|eva|\w*craft|capsule|station|module|rocket|experiment|probe|rover|satellite)s?"
)
"""Subjects that are nobody."""
_EMPTY = re.compile(
    r"(?:first|second|third|only|last)(?: and final)? (?:one|two|time|day|thing|(?:space)?flight)\b|(?:[\w.]+'s )?\d+(?:st|nd|rd|th) (?:\w+ )?(?:[Pp]resident|[Aa]dministrator)\b"
)
"""No distinction: "first day", "34th president"."""
_MANY = re.compile(
    r"\b(?:people|m[e]n|women|crew|couple|\w*walks?|\w*flights?|stay|mission|docking|record\w*|longest|EVA|\w+[a-rt-z]s)\b(?!')"
)


def find(document: Document) -> Iterator[Distinction]:
    """Distinctions of people, in the release's words."""
    tables = load("distinctions")
    taken: dict[int, list[tuple[int, int]]] = {}
    for name in ("rank", "record", "that"):
        for found in matches(tables[name], document):
            span = _span(found, "text")
            before = taken.setdefault(found.sentence.index, [])
            if any(b < span[1] and span[0] < e for b, e in before):
                continue
            told = list(_distinctions(found, document))
            if told:
                before.append(span)
            yield from told


def _distinctions(found: Found, document: Document) -> Iterator[Distinction]:
    sentence, match = found.sentence, found.match
    verb = match.groupdict().get("v")
    if verb and _UNREAL.search(found.view.typed[: match.start("v")]):
        return
    holders = _holders(found, document)
    for begin, end in _chain(sentence, *_span(found, "text")):
        text = _text(sentence, begin, end)
        if _EMPTY.match(text):
            continue
        for person in holders:
            yield Distinction(
                person,
                text,
                sentence.index,
                found.rule.name,
                found.rule.confidence,
                _ordinal(sentence.typed[begin:end]),
            )


def _span(found: Found, group: str) -> tuple[int, int]:
    """Where a group stands in the typed form of the sentence; the rule may have read one of its clauses."""
    begin, end = found.match.span(group)
    return found.view.place(begin), found.view.place(end - 1) + 1


def _holders(found: Found, document: Document) -> tuple[int, ...]:
    """Whom the pattern names, or the verb's subject, or else those who stand nearest before; of "it", the sentence before."""
    sentence, match = found.sentence, found.match
    if named := found.items("who", "P"):
        one = match.start("who") < match.start("text") and not _MANY.search(match.group("text"))
        return _entities(named[-1:] if one else named)
    if "v" not in found.rule.regex.groupindex:
        last = document.sentences[sentence.index - 1] if sentence.index else sentence
        same = last.paragraph == sentence.paragraph
        return _entities(i for i in last.of("P") if not scope.speaks(i, last)) if same else ()
    verb = found.view.place(match.start("v"))
    left = [i for i in sentence.of("P") if i.end <= sentence.at(verb) and not _owner(i, sentence)]
    subject = clauses.subject(sentence.token(verb))
    heads = clauses.coordinated(subject) if subject is not None else frozenset()
    chosen = [i for i in left if scope.head(i, sentence).i in heads]
    if not chosen and subject is not None and _THING.fullmatch(subject.lower_):
        return ()
    first = left[:1] if sentence.typed.startswith("<P0>") else left[-1:]
    return _entities(chosen or first)


def _owner(item: Item, sentence: Sentence) -> bool:
    surface = sentence.whole[item.begin : item.end + 2]
    return surface.endswith(("'s", "’s")) or surface.strip().casefold() in ("his", "her", "their")


def _entities(items: Iterator[Item] | list[Item]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(e for i in items for e in i.entities))


def _chain(sentence: Sentence, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The rank and those that "and the first …" adds to it."""
    yield begin, end
    follow = load("distinctions")["next"][0].regex
    while match := follow.match(sentence.typed, end):
        begin, end = match.span("text")
        yield begin, end


def _text(sentence: Sentence, begin: int, end: int) -> str:
    first, last = sentence.at(begin), sentence.at(end - 1) + 1
    if name := re.search(r"<[A-Z](\d+)>$", sentence.typed[:end]):
        last = sentence.items[int(name.group(1))].end
    return " ".join(sentence.whole[first:last].split())


def _ordinal(text: str) -> int | None:
    match = _ORDINAL.search(text)
    return None if match is None else _ORDINALS.get(match.group("word") or "") or int(match.group("n") or 0) or None
