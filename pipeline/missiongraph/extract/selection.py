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
from missiongraph.extract.views import View
from missiongraph.model import Literal

__all__ = ["find"]


_KIND = r"(?:(?:career|reserve|pilot|scientist|mission specialist|project) )?(?:astronaut|cosmonaut|taikonaut|vyomanaut|spationaut)(?:[- ](?:candidate|trainee|designate))?"
_AS = re.compile(
    r"\b(?:as|to be|to become|for|chose|selected|picked|joined|seven|six|five|four|new) (?:an? |the |its |their |her |his )?(?:<[ANLO]\d+>(?:'s)? )?(?:next |new |newest |first |very |two |three |four )*(?:<[AN]\d+>'?s? )?(?:[a-z]+ |<R\d+> )??"
    rf"(?P<as>{_KIND})s?\b(?! (?:office|corps|centre|center)[^.;]{{0,20}}as)"
    r"|\b(?P<as2>astronaut|cosmonaut|taikonaut|vyomanaut)s? (?:candidate |training )?(?:class|group|intake|training|program(?:me)?|corps|selection|squad|detachment)\b"
    r"|\b(?:class|group|batch|intake|generation|squad|team|corps) of (?:<[NA]\d+>(?:'s)? |new |trainee |career )*(?P<as3>astronaut|cosmonaut|taikonaut|vyomanaut)s?\b"
)
_SINCE = re.compile(
    r"\b(?P<as>(?:astronaut |cosmonaut )?candidate|astronaut|cosmonaut)s? (?:class )?[^<;.]{0,40}since <T(\d+)>, when $"
)
_ASSIGNED = re.compile(
    r"<[RXCS]\d+>|\b(?:to (?!be\b|become\b)[a-z]+|crew|flight|mission|seat|award|prize|medal|honou?r|finalists?|job|post|position|task|role|team|study)\b|\bby (?!<)"
)
_BY = re.compile(
    r"\b(?:by|of|from|whom) (?:the )?(?:<N\d+> )?(?:space agency )?<(?P<code>[AO])(?P<number>\d+)>|<(?P<code2>A)(?P<number2>\d+)>(?:'s)? (?:<T\d+> )?(?:new |first )?(?:astronaut|cosmonaut)"
)
_END = re.compile(r"[.;]|, (?:and|but|where|which|while|holds?|she|he|has|earned|worked)\b")


def find(document: Document) -> Iterator[Event]:
    """Selection events. Being assigned to a flight or to a job is none of them."""
    for found in matches(load("selection")["rules"], document):
        if event := _event(found):
            yield event
    for found in matches(load("selection")["announce"], document):
        yield from _announced(found, document)


def _event(found: Found) -> Event | None:
    typed = found.view.typed
    end = _END.search(typed, found.match.end())
    window = typed[found.match.start() : end.start() if end else len(typed)]
    since = _SINCE.search(typed[: found.match.start()])
    said = _AS.search(window)
    title = _chosen_as(said) or (_newcomer(since.group("as")) if since else "")
    body = found.items("by", "AO") or _body(window, found)
    when = _when(found, window, since)
    sure = body and when and found.rule.name in ("body-chose-names", "names-chosen-apposed")
    rest = re.split(r"(?<=>), (?!<T)", window[found.match.end() - found.match.start() :])[0]
    if re.match(r",? (?:as )?(?:its|the|their|an?|his|her)? ?(?:[a-z]+ ){0,3}<R", rest) and not title:
        return None  # a job was filled
    if not title and (_ASSIGNED.search(rest) or not (sure or (when and _PICKED.search(found.match.group())))):
        return None
    return _selected(found, found.items("who", "P"), body, title, when)


def _when(found: Found, window: str, since: re.Match[str] | None) -> list[Item]:
    """The times told of a choosing: behind it, else within it, else before it."""
    typed = found.view.typed
    fronted = re.search(r"^(?:In|On) <T(\d+)>,? (?:the )?(?:<[NA]\d+> |[a-z ]+)*$", typed[: found.match.start()])
    told = re.findall(r"<T(\d+)>", found.match.group())
    if not found.rule.name.endswith("fronted"):  # what stands behind a name that follows is another happening
        told = re.findall(r"<T(\d+)>", window[found.match.end() - found.match.start() :]) or told
        told = told or re.findall(r"<T(\d+)>", window)
    told = told or ([since.group(2)] if since else []) or ([fronted.group(1)] if fronted else [])
    return [found.sentence.items[int(n)] for n in told]


_PICKED = re.compile(r"(?i)\b(?:selected|chosen|recruited|picked|chose|accepted)\b")


def _chosen_as(said: re.Match[str] | None) -> str:
    """What somebody was chosen as, in the words of the sentence: "reserve astronaut", "cosmonaut"."""
    return next((g for g in said.groups() if g), "") if said else ""


def _newcomer(word: str) -> str:
    return "astronaut candidate" if word == "candidate" else word


def _announced(found: Found, document: Document) -> Iterator[Event]:
    """ "The agency today presented its new astronauts." The names stand behind it: in a list, or after "They are"."""
    typed = found.view.typed
    title = next(iter(re.findall(rf"({_KIND})s?\b", found.match.group())), "")
    when = [i for i in found.sentence.of("T") if i.time]
    body = found.items("by", "AO")
    own = re.match(rf"[^<.;]{{0,20}}: ({_NAMES}.*)", typed[found.match.end() :])
    if own:
        yield _selected(found, _listed(found.view, own.start(1) + found.match.end()), body, title, when)
        return
    if "<P" in typed[found.match.end() :]:
        return
    for sentence in document.sentences[found.sentence.index + 1 : found.sentence.index + 30]:
        if match := next((m for r in load("selection")["roster"] if (m := r.regex.search(sentence.typed))), None):
            yield _selected(found, _listed(View(sentence), match.start()), body, title, when)
        elif re.search(r"<P\d+>|[.!?:]$", sentence.typed.strip()):
            return  # running text: the list is over


_NAMES = r"<P\d+>"


def _listed(view: View, begin: int) -> list[Item]:
    """The people of a list, each once; who is only quoted is none of them."""
    text = re.split(r"\b(?:said|says|told|according to)\b", view.typed[begin:])[0]
    return [view.sentence.items[int(n)] for n in re.findall(r"<P(\d+)>(?!')", text)]


def _selected(found: Found, who: list[Item], body: list[Item], title: str, when: list[Item]) -> Event:
    index, name = found.sentence.index, found.rule.name
    fillers = [
        Filler("participant", p, index, name, confidence(found.rule.confidence, item))
        for item in who
        for p in item.entities
    ]
    fillers += [Filler("selectedBy", e, index, name, 0.9) for item in body for e in item.entities]
    if title:
        fillers.append(Filler("selectedAs", Literal(title), index, name, 0.92))
    fillers += [Filler("time", literal(t.time.value), index, name, 0.9) for t in when[:1] if t.time]
    return Event("Selection", found.status, index, tuple(fillers))


def _body(window: str, found: Found) -> list[Item]:
    match = _BY.search(window)
    number = (match.group("number") or match.group("number2")) if match else None
    return [found.sentence.items[int(number)]] if number else []
