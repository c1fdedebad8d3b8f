"""Who handed command of a station to whom."""

from __future__ import annotations

from collections.abc import Iterator

from missiongraph.extract.document import Document, Item
from missiongraph.extract.frames import Event, Filler, Tenure
from missiongraph.extract.patterns import Found, Rule, confidence, literal, matches

__all__ = ["find"]

_COMMAND = r"(?:the )?(?:(?:station|ISS|symbolic) )?(?:command|reins|helm|leadership|role|key|post of commander|commandership|baton|position of commander)"
_OF = r"(?:[^<;.]{0,12}of (?:the )?{at:STATION}|[^<;.]{0,16})"
_TO = r"(?:{NAT} |{ORG}{S}? |{ASTRO} |fellow |his |her |<R\d+> |crewmate |colleague |[a-z]+ ){0,5}{to:P}"

RULES = (
    Rule("handed-command", rf"{{from:P}}[^;.]{{0,60}}?(?P<v>hand(?:s|ed|ing)?|pass(?:es|ed|ing)?|turn(?:s|ed|ing)?|transfer(?:s|red)?|g(?:ave|ive|ives|iving)|relinquish(?:ed|es)?|hand) (?:over |on )?(?:this role |{_COMMAND})(?:{_OF})?(?: over)? to {_TO}", (), 0.94),
    Rule("handed-role", r"{from:P} (?P<v>handed|passed|turned|hands|passes) (?:this|that|the) (?:role|post|position|command) (?:over |on )?to (?:{NAT} |{ORG}{S}? |{ASTRO} |[a-z]+ ){0,4}{to:P}", (), 0.94),
    Rule("hand-over-to", rf"{{from:P}}[^;.]{{0,40}}?(?P<v>hand(?:s|ed|ing)? over) {_COMMAND}(?:{_OF})? to {_TO}", (), 0.94),
    Rule("took-command-from", rf"{{to:P}}[^;.]{{0,60}}?(?P<v>t(?:ake|akes|ook|aking)|assum(?:e|es|ed|ing)|receiv(?:e|ed|es)|accept(?:s|ed|ing)?|inherit(?:ed|s)?) (?:over )?{_COMMAND}(?:{_OF})? from (?:{{NAT}} |{{ORG}}{{S}}? |{{ASTRO}} |[a-z]+ ){{0,4}}{{from:P}}", (), 0.94),
    Rule("command-passed-from", rf"(?:[Cc]ommand|[Tt]he (?:role|post) of commander)(?: of (?:the )?{{at:STATION}})?[^<;.]{{0,20}}(?P<v>pass(?:es|ed)?|transferred|handed|went|go|goes|change[ds]?) (?:over |hands )?from (?:{{NAT}} |{{ORG}}{{S}}? |{{ASTRO}} )*{{from:P}} to {_TO}", (), 0.94),
    Rule("relieve-as-commander", rf"{{to:P}} (?P<v>reliev(?:ed|es|e)|succeed(?:ed|s)?|replac(?:ed|es|e)) (?:{{NAT}} |{{ASTRO}} )*{{from:P}} as (?:the )?(?:station )?<R\d+>(?: of (?:the )?{{at:STATION}})", (), 0.92),
    Rule("change-of-command-between", r"[Cc]hange[- ]of[- ]command (?:ceremony )?[^;.]{0,40}(?:from|between) {from:P} (?:to|and) {to:P}", (), 0.9),
)


def find(document: Document) -> Iterator[Event | Tenure]:
    """Command handovers, and that both were commanders of the station where one is named."""
    for found in matches(RULES, document):
        giver, taker = found.items("from", "P"), found.items("to", "P")
        if not giver or not taker or giver[0].entities == taker[0].entities:
            continue
        station = _station(found, document)
        yield _event(found, giver[0], taker[0], station)
        if station is not None:
            for item in (giver[0], taker[0]):
                yield Tenure(item.entities[0], "commander", station, found.sentence.index, found.rule.name, confidence(0.9, item), found.status)


def _event(found: Found, giver: Item, taker: Item, station: int | None) -> Event:
    index, name = found.sentence.index, found.rule.name
    fillers = [Filler("fromPerson", giver.entities[0], index, name, confidence(0.93, giver)), Filler("toPerson", taker.entities[0], index, name, confidence(0.93, taker))]
    if station is not None:
        fillers.append(Filler("station", station, index, name, 0.9))
    times = [i for i in found.sentence.of("T") if i.time and len(i.time.value) >= 7]
    if len(times) == 1 and times[0].time:
        fillers.append(Filler("time", literal(times[0].time.value), index, name, 0.85))
    return Event("CommandHandover", found.status, index, tuple(fillers))


def _station(found: Found, document: Document) -> int | None:
    """The station of the construction, else of its sentence, else the only one of the release."""
    items = found.items("at", "S") if found.match.groupdict().get("at") else list(found.sentence.of("S"))
    if items:
        return items[0].entities[0]
    stations = {m.entities[0] for m in document.mentions if m.type == "Station"}
    return next(iter(stations)) if len(stations) == 1 else None
