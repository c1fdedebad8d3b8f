"""Who was chosen as what, by whom and when.

A rule finds the choosing and the chosen; what they were chosen as, the body and the time are then looked
for in the rest of the clause, in whatever order it gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import intake
from missiongraph.extract.classmates import classmates
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler, Value
from missiongraph.extract.intake import REACH
from missiongraph.extract.patterns import Found, confidence, literal, load, matches
from missiongraph.extract.prominence import is_programme
from missiongraph.extract.seating import crew_without
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.views import View
from missiongraph.model import Literal

__all__ = ["find"]


_KIND = r"(?:(?:career|reserve|pilot|scientist|mission specialist|project) )?(?:astronaut|cosmonaut|taikonaut|vyomanaut|spationaut)(?:[- ](?:candidate|trainee|designate))?"
_AS = re.compile(
    r"\b(?:as|to be|to become|for|chose|selected|picked|joined|named|made|seven|six|five|four|new) (?:one of )?(?:an? |the |its |their |her |his )?(?:<[ANLO]\d+>(?:'s)? )?(?:next |new |newest |first |very |two |three |four )*(?:<[AN]\d+>'?s? )?(?:[a-z]+ |<R\d+> )??"
    rf"(?P<as>{_KIND})s?\b(?! (?:office|corps|centre|center)[^.;]{{0,20}}as)"
    r"|\b(?P<as2>(?:astronaut|cosmonaut|taikonaut|vyomanaut)(?: candidate)?)s? (?:candidate |training )?(?:class|group|intake|training|program(?:me)?|corps|selection|squad|detachment)\b"
    r"|\bas (?P<as5>candidate)s? (?:in|by|for)\b"
    r"|^(?P<as4>astronaut|cosmonaut|taikonaut)s? (?:candidates )?(?:selected|chosen|picked|recruited|accepted) (?:by|in)\b"
    r"|\b(?:class|group|batch|intake|generation|squad|team|corps) of (?:<[NA]\d+>(?:'s)? |new |trainee |career |\d+ |[a-z]+ )*?(?P<as3>(?:astronaut|cosmonaut|taikonaut|vyomanaut)(?: candidate)?)s?\b"
)
_SINCE = re.compile(
    r"\b(?:(?P<as>(?:astronaut |cosmonaut )?candidate|astronaut|cosmonaut)s? (?:class )?|(?:class|group|intake|selection) )[^<;.]{0,40}since (?:<T(?P<when>\d+)>, when )?$"
)
_ASSIGNED = re.compile(
    r"<[RXCS]\d+>|\b(?:(?<!class )(?<!group )to (?!be\b|become\b)[a-z]+|crew|flight|mission|seat|award|prize|medal|honou?r|finalists?|job|post|position|task|role|team|study)\b|\bby (?!<)"
)
_BY = re.compile(
    r"\b(?:by|of|from|whom) (?:the )?(?:<N\d+> )?(?:space agency )?<(?P<code>[AO])(?P<number>\d+)>|<(?P<code2>A)(?P<number2>\d+)>(?:'s)? (?:<T\d+> )?(?:new |first )?(?:astronaut|cosmonaut)"
)
_NEXT = re.compile(r"[.;]|,(?! (?:as|by)\b)")
""" "A, chosen by X in 2031, joined the astronauts of Y": what the apposition says ends with it."""
_END = re.compile(r"[.;]|, (?:and|but|where|which|while|holds?|she|he|has|earned|worked)\b")


def find(document: Document) -> Iterator[Event]:
    """Selection events. Being assigned to a flight or to a job is none of them."""
    for found in matches(load("selection")["rules"], document):
        if event := _event(found, document):
            yield event
            yield from classmates(event, found.sentence, document)
    for found in matches(load("selection")["announce"], document):
        yield from _announced(found, document)


def _event(found: Found, document: Document) -> Event | None:
    typed = found.view.typed
    end = (_NEXT if found.rule.name == "names-chosen-apposed" else _END).search(typed, found.match.end())
    window = typed[found.match.start() : end.start() if end else len(typed)]
    since = _SINCE.search(typed[: found.match.start()])
    said = _AS.search(window)
    title = _chosen_as(said) or (_newcomer(since.group("as") or "") if since else "") or _by_name(window, found)
    aim = _aim(window, found, document) if not title else None
    named = bool(title) or aim is not None
    body = found.items("by", "AO") or _body(window, found)
    when = _when(found, window, since)
    sure = body and when and found.rule.name in ("body-chose-names", "names-chosen-apposed")
    rest = re.split(r"(?<=>), (?!<T)", window[found.match.end() - found.match.start() :])[0]
    if re.match(r",? (?:as )?(?:its|the|their|an?|his|her)? ?(?:[a-z]+ ){0,3}<R", rest) and not named:
        return None  # a job was filled
    told_by, told_as, told_when = _said_before(found.sentence, document) if not named else ([], "", [])
    if not named and told_as and not when and _THEN.match(rest):
        when = told_when
    if not named and (
        _ASSIGNED.search(rest)
        or _for_a_post(found, when)
        or not (sure or (when and _PICKED.search(found.match.group())))
    ):
        return None
    exceptions = _ALL_BUT.search(found.sentence.typed) if _excepted(found) else None
    who = crew_without(exceptions.group(), found.sentence, document) if exceptions else _all_chosen(found)
    return _selected(found, who, body or told_by, title or told_as, when, aim) if who else None


_BESIDES = re.compile(
    r"[^;.]{0,60}\b(?:(?:along|together) with|alongside) (?P<who>(?:(?:an? |the |<[NAO]\d+>(?:'s)? |[a-z]+onauts? )*<P\d+>(?:, an? (?:<[NL]\d+>|[a-z]+)(?=,))?(?:, and |,? and |, )?)+)"
)


def _all_chosen(found: Found) -> list[Item]:
    """Those whom a rule names, and with whom they were chosen: "together with A, a Swiss, and the German B"."""
    beside = _BESIDES.match(found.view.typed, found.match.end())
    more = re.findall(r"<P(\d+)>", beside.group("who")) if beside else []
    return [*found.items("who", "P"), *(found.sentence.items[int(n)] for n in more)]


_AIM = re.compile(
    r"\b(?:for|as part of|into|under) (?:the |<[LN]\d+>(?:'s)? )?(?:<X(?P<programme>\d+)>|<S(?P<station>\d+)>(?= by <[AO]\d+>))"
)
_POOL = re.compile(
    r"\bas (?:its |the |an? |one of \w+ )?<R(?P<role>\d+)>(?P<new> candidates?)?(?: for (?:the |its )?(?:<O|[A-Z])|,? to fly| in <T| by <A|[,.]|$)"
)


def _aim(window: str, found: Found, document: Document) -> Value | None:
    """The programme that somebody was chosen for, or the sort of specialists, several of whom a body has chosen."""
    items = found.sentence.items
    for match in _AIM.finditer(window):
        flight = items[int(match["programme"] or match["station"])].entities[0]
        if match["station"] or is_programme(document.entity(flight)):
            return flight
    chosen_by = found.items("by", "AO") or _body(window, found)
    pool = _POOL.search(window)
    pool = pool if pool and any(i.code == "A" or pool["new"] for i in chosen_by) else None
    role = items[int(pool["role"])] if pool else None
    if pool is None or role is None or not role.role.endswith("specialist"):
        return None
    return Literal(f"{role.role} candidate" if pool["new"] else role.role)


_ALL_BUT = re.compile(
    r"\b(?:[Aa]ll|[Ee]veryone|[Nn]one|[Ee]very (?:crew ?member|astronaut)) (?:of them |of the crews? )?(?:but|except(?: for)?|save(?: for)?|other than|apart from) (?:<P\d+>(?:, and |, | and )?)+"
)


def _excepted(found: Found) -> bool:
    """ "All but A and B were chosen": whoever stands there is not meant."""
    match = _ALL_BUT.search(found.sentence.typed)
    named = {found.sentence.items[int(n)] for n in re.findall(r"<P(\d+)>", match.group())} if match else set()
    return any(item in named for item in found.items("who", "P"))


_THEN = re.compile(r",? (?:then|that (?:year|time)|at the time|on that occasion)\b")
_CHOOSING = re.compile(
    r"(?:<(?P<code>A)(?P<number>\d+)> (?:[a-z]+ )?(?:selected|chose|picked|presented|introduced|announced) |\bgroup of |\bclass of )"
    rf"[^<;]{{0,40}}?(?:(?P<as>{_KIND})s|people)\b"
)


def _said_before(sentence: Sentence, document: Document) -> tuple[list[Item], str, list[Item]]:
    """ "The agency last selected astronauts in 2009. A and B were chosen then": by whom, as what and when."""
    for before in reversed(document.sentences[max(0, sentence.index - 3) : sentence.index]):
        if match := _CHOOSING.search(before.typed):
            number = match.group("number")
            times = [i for i in before.of("T") if i.time]
            return [before.items[int(number)]] if number else [], match.group("as") or "", times
    return [], "", []


def _for_a_post(found: Found, when: list[Item]) -> bool:
    """ "chosen in 2029 to receive the medal": what a clause leaves out, the sentence says behind the time."""
    whole = found.sentence.typed
    tokens = [f"<T{found.sentence.items.index(item)}>" for item in when[:1] if item in found.sentence.items]
    return any(_ASSIGNED.search(re.split("[.;,]", whole.partition(t)[2])[0]) for t in tokens)


def _when(found: Found, window: str, since: re.Match[str] | None) -> list[Item]:
    """The times told of a choosing: at the head of its sentence, else behind it, else within it, else before it."""
    typed = found.view.typed
    fronted = re.search(r"^(?:In|On) <T(\d+)>,? (?:the )?(?:<[NA]\d+> |[a-z ]+)*$", typed[: found.match.start()])
    told = re.findall(r"<T(\d+)>", found.match.group())
    if fronted:  # "In 1985 the agency chose A for the flight that went up in 1992"
        told = [fronted.group(1)]
    elif not found.rule.name.endswith("fronted"):  # what stands behind a name that follows is another happening
        told = re.findall(r"<T(\d+)>", window[found.match.end() - found.match.start() :]) or told
        told = told or re.findall(r"<T(\d+)>", window)
    told = told or ([since.group("when")] if since and since.group("when") else [])
    return [found.sentence.items[int(n)] for n in told]


_PICKED = re.compile(r"(?i)\b(?:selected|chosen|recruited|picked|chose|accepted)\b")


def _chosen_as(said: re.Match[str] | None) -> str:
    """What somebody was chosen as, in the words of the sentence: "reserve astronaut", "cosmonaut"."""
    return next((g for g in said.groups() if g), "") if said else ""


_INTO = re.compile(r"\b(?:into|to|for) (?:the )?<O(\d+)>|\bas (?:one )?<P(\d+)>")
_KIND_SAID = re.compile(r"(?i)\b(?P<as>astronaut|cosmonaut|taikonaut)s?\b(?! (?:office|cent))")


def _by_name(window: str, found: Found) -> str:
    """ "Taken into the Cosmonaut Corps", "as one of four new astronauts": what a mention itself says."""
    match = _INTO.search(window)
    item = found.sentence.items[int(match.group(1) or match.group(2))] if match else None
    said = _KIND_SAID.search(found.sentence.whole[item.begin : item.end]) if item else None
    return said.group("as").casefold() if said else ""


def _newcomer(word: str) -> str:
    return "astronaut candidate" if word == "candidate" else word


_SHOWN = frozenset({"newcomers-were-presented", "headline-presents-class"})
"""Rules of presentations: the day of one is not that of the choosing."""


def _announced(found: Found, document: Document) -> Iterator[Event]:
    """ "The agency today presented its new astronauts." The names stand behind it: in a list, or after "They are"."""
    typed = found.view.typed
    title = next(iter(re.findall(rf"({_KIND})s?\b", found.match.group().casefold())), "")
    title = intake.titled(title, found.sentence, document)
    when = [i for i in found.sentence.of("T") if i.time] if found.rule.name not in _SHOWN else []
    body = found.items("by", "AO")
    own = re.match(rf"[^<.;]{{0,20}}: ({_NAMES}.*)", typed[found.match.end() :])
    if own:
        yield _selected(found, _listed(found.view, own.start(1) + found.match.end()), body, title, when)
        return
    behind = re.findall(r"<P(\d+)>", typed[found.match.end() :])
    if any(len(found.sentence.items[int(n)].entities) == 1 for n in behind):  # "three women and three men" names nobody
        return
    below = list(_named_below(found.sentence, document))
    rosters = [row for row in below if row[2] is None]
    stray = rosters and len(below) - len(rosters) <= _STRAY  # a sentence that opens like a line of a list
    lists = [(_listed(view, begin), kind) for view, begin, kind in (rosters if stray else below)]
    told = max(intake.counted(found.sentence, document), _portrayed(found.sentence, document), key=len)
    if len(told) > len({e for listed, _ in lists for item in listed for e in item.entities}):
        yield _selected(found, told, body, title, when)
        return
    for listed, kind in lists:
        yield _selected(found, listed if kind is None else listed[:1], body, kind or title, when)


def _portrayed(announced: Sentence, document: Document) -> list[Item]:
    """Those with a biography each, and those whom a list names among or behind them: "The other two are A and B"."""
    portraits = intake.profiled(announced, document)
    told = {i.entities[0]: i for i in portraits}
    for sentence in document.sentences[announced.index + 1 : announced.index + REACH] if portraits else ():
        if match := _first("roster", sentence.typed.strip()):
            told |= {i.entities[0]: i for i in _listed(View(sentence), match.start()) if len(i.entities) == 1}
            break
    return list(told.values())


_TELLS = re.compile(
    r"\b(?:said|says|told|added|will|would|is|are|was|were|has|have|had|can|could|joked|noted)\b|<P\d+>'s\b"
)
_ASIDE = re.compile(r"\bwho\b[^,;]*")
_GROUP = re.compile(rf"^(?:The )?(?:[Nn]ew )?(?P<as>(?i:{_KIND}))s:?$")
_OTHERS = re.compile(r"(?i)\b(?:contacts?|media|crew|back-?ups?|panel|speakers?|briefing|alumni)\b[^.]*:?$")
_PATIENCE = 5
_STRAY = 2


def _named_below(announced: Sentence, document: Document) -> Iterator[tuple[View, int, str | None]]:
    """The lists of names below an announcement; a line of one name with what its heading says of those below it, if any."""
    prose, kind, begun = 0, "", False
    listed: set[int] = set()
    for sentence in document.sentences[announced.index + 1 : announced.index + REACH]:
        typed = sentence.typed.strip()
        if match := _first("roster", typed):
            yield View(sentence), match.start(), None
            begun = True
            listed |= {e for i in sentence.of("P") for e in i.entities}
        elif (match := _first("line", typed)) and not _TELLS.search(_ASIDE.sub("", typed)):
            if prose <= _PATIENCE:
                yield View(sentence), match.start(), kind
                begun = True
                listed |= {e for i in sentence.of("P") for e in i.entities}
        elif heading := _GROUP.match(typed):
            kind = heading.group("as").casefold()
        elif typed.endswith(":"):
            if _OTHERS.search(typed):
                return
        elif re.search(r"[.!?]$", typed) and _TELLS.search(typed):  # running text
            told = {e for i in sentence.of("P") for e in i.entities}
            if begun and told - listed and not re.search(r"\bborn\b", typed):
                return
            prose += not begun


def _first(table: str, typed: str) -> re.Match[str] | None:
    return next((m for r in load("selection")[table] if (m := r.regex.search(typed))), None)


_NAMES = r"<P\d+>"


def _listed(view: View, begin: int) -> list[Item]:
    """The people of a list, each once; who is only quoted is none of them."""
    text = re.split(r"\b(?:said|says|told|according to)\b", view.typed[begin:])[0]
    return [view.sentence.items[int(n)] for n in re.findall(r"<P(\d+)>(?!')", text)]


def _selected(
    found: Found, who: list[Item], body: list[Item], title: str, when: list[Item], aim: Value | None = None
) -> Event:
    index, name = found.sentence.index, found.rule.name
    fillers = [
        Filler("participant", p, index, name, confidence(found.rule.confidence, item))
        for item in who
        for p in item.entities
    ]
    fillers += [Filler("selectedBy", e, index, name, 0.9) for item in body for e in item.entities]
    chosen_as = Literal(title) if title else aim
    if chosen_as is not None:
        fillers.append(Filler("selectedAs", chosen_as, index, name, 0.92))
    fillers += [Filler("time", literal(t.time.value), index, name, 0.9) for t in when[:1] if t.time]
    return Event("Selection", found.status, index, tuple(fillers))


def _body(window: str, found: Found) -> list[Item]:
    match = _BY.search(window)
    number = (match.group("number") or match.group("number2")) if match else None
    return [found.sentence.items[int(number)]] if number else []
