"""Who was chosen as what, by whom and when.

A rule finds the choosing and the chosen; what they were chosen as, the body and the time are then looked
for in the rest of the clause, in whatever order it gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.patterns import Found, confidence, literal, load, matches
from missiongraph.extract.sentence import Item
from missiongraph.model import Literal

__all__ = ["find"]


_AS = re.compile(
    r"\b(?:as|to be|to become|for|chose|selected|picked|joined|seven|six|five|four|new) (?:an? |the |its |their |her |his )?(?:next |new |first |two |three )*(?:<[AN]\d+>'?s? )?(?:[a-z]+ )?"
    r"(?P<as>(?:astronaut|cosmonaut|taikonaut|vyomanaut)(?: candidate| trainee)?)s?\b(?! (?:office|corps|centre|center)[^.;]{0,20}as)"
)
_BY = re.compile(
    r"\b(?:by|of|from) (?:the )?(?:<N\d+> )?(?:space agency )?<(?P<code>[AO])(?P<number>\d+)>|<(?P<code2>A)(?P<number2>\d+)>(?:'s)? (?:astronaut|cosmonaut)"
)
_END = re.compile(r"[.;]|, (?:and|but|where|which|while|holds?|she|he|has|earned|worked)\b")


def find(document: Document) -> Iterator[Event]:
    """Selection events. Being assigned to a flight or to a job is none of them."""
    for found in matches(load("selection")["rules"], document):
        if event := _event(found):
            yield event


def _event(found: Found) -> Event | None:
    typed = found.view.typed
    end = _END.search(typed, found.match.end())
    window = typed[found.match.start() : end.start() if end else len(typed)]
    said = _AS.search(window)
    body = found.items("by", "AO") or _body(window, found)
    fronted = re.search(r"^(?:In|On) <T(\d+)>,? (?:the )?(?:<[NA]\d+> |[a-z ]+)*$", typed[: found.match.start()])
    after = re.findall(r"<T(\d+)>", window[found.match.end() - found.match.start() :])
    told = after or re.findall(r"<T(\d+)>", window) or (fronted.groups() if fronted else ())
    when = [found.sentence.items[int(n)] for n in told]
    if said is None and not (body and when and found.rule.name in ("body-chose-names", "names-chosen-apposed")):
        return None
    index, name = found.sentence.index, found.rule.name
    fillers = [
        Filler("participant", p, index, name, confidence(found.rule.confidence, item))
        for item in found.items("who", "P")
        for p in item.entities
    ]
    fillers += [Filler("selectedBy", e, index, name, 0.9) for item in body for e in item.entities]
    if said:
        fillers.append(Filler("selectedAs", Literal(said.group("as")), index, name, 0.92))
    fillers += [Filler("time", literal(t.time.value), index, name, 0.9) for t in when[:1] if t.time]
    return Event("Selection", found.status, index, tuple(fillers))


def _body(window: str, found: Found) -> list[Item]:
    match = _BY.search(window)
    number = (match.group("number") or match.group("number2")) if match else None
    return [found.sentence.items[int(number)]] if number else []
