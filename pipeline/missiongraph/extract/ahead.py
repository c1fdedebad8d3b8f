"""Missions that a release speaks of as still to come, whether or not it tells their launch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Value
from missiongraph.extract.positions import told_aside
from missiongraph.extract.sentence import Sentence
from missiongraph.model import Status

__all__ = ["announced", "behind", "home", "looks_back", "missions"]

_DUE = r"(?:will|is (?:now |currently )?(?:to|due|set|scheduled|expected|targeted|targeting|slated|planned|aiming)(?: to)?)"
_BEGINS = (
    r"(?:(?:also |now |then |soon |next )?(?:begin|start|launch|lift|blast|fly|carry|take|send|travel|mark|use|ride|test|loop|orbit|circle|head|put|"
    r"be (?:the|an?|led|flown|crewed|commanded|piloted|launched|carried|<P)|no earlier|for))\b"
)
_TO_COME = re.compile(
    rf"<[XC](\d+)>(?:,? [^<;.]{{0,60}}(?:<[DTALC]\d+>[^<;.]{{0,30}}){{0,2}})? {_DUE} {_BEGINS}"
    r"|(?:upcoming|forthcoming|planned|future|scheduled) (?:[\w-]+ ){0,2}(?:<[AON]\d+>(?:'s)? )?<X(\d+)>"
    r"|(?:(?:will|(?:is|are)(?: due)? to|is set to) (?:fly|launch|serve|command|pilot|travel|lead|ride)|(?:is|are) (?:assigned|training)(?: (?:to|for))?) "
    r"(?:[^;.<]{0,40}(?:<[RLDS]\d+>[^;.<]{0,20}){0,2})?(?:on|aboard|of|for|to|as part of|command|pilot|lead)? ?(?:the )?(?:upcoming )?(?:<[AO]\d+>(?:'s)? )?<X(\d+)>"
)
_BEGINNING = re.compile(
    r"<[XC](\d+)>(?:,? [^<;.]{0,40})? (?:launches|lifts off|blasts off|flies|begins|starts|departs)\b[^;.]*<T\d+>"
)
_PRIME = re.compile(
    r"[Pp]rime (?:and back-?up )?crews? (?:of|for) (?:the )?<[XC](\d+)>|<[XC](\d+)> prime (?:and back-?up )?crew"
)
_UNDER_WAY = re.compile(r"Expeditions? \d")


_ASIDE = re.compile(r"\bwho\b[^,;.]*$")
"""What comes before a flight of old: "she, who piloted Crew-1 in 2020, will be the commander"."""


def missions(document: Document) -> frozenset[int]:
    """The entities of missions said to begin, to launch or to be crewed in the future.

    An expedition may already be under way when somebody "will serve on" it, so those stand for themselves.
    """
    found = set()
    for sentence in document.sentences:
        for match in _told(sentence, document):
            number = next(g for g in match.groups() if g)
            if match.group(1) and _ASIDE.search(sentence.typed[: match.start()]):
                continue
            starts = bool(re.search(r"\b(?:begin|start|commence)", match.group()))
            named = sentence.items[int(number)].entities
            named = tuple(e for e in named if e not in told_aside(sentence))
            found |= {e for e in named if starts or not _UNDER_WAY.search(document.entity(e).name)}
    return frozenset(e for e in found if not _flown_by(e, document))


_YEARS_AGO = re.compile(r"\b(?:years? ago|anniversary|years? (?:on|later|since))\b", re.IGNORECASE)


def looks_back(document: Document) -> bool:
    """Whether an undated text is one of the kind "40 years ago"."""
    return document.release.published is None and bool(_YEARS_AGO.search(document.sentences[0].span.text))


def behind(flights: frozenset[int], document: Document) -> frozenset[int]:
    """Those of some flights that an undated text looks back on, whatever it tells of the plans for them."""
    if document.release.published:
        return frozenset()
    head = document.sentences[0]
    titled = {e for i in head.of("XC") for e in i.entities} if looks_back(document) else set[int]()
    return frozenset(
        e for e in flights if e in titled or (document.entity(e).type == "Mission" and _flown_by(e, document))
    )


def _flown_by(entity: int, document: Document) -> bool:
    """Whether the authority knows that the flight began in a year before the release's own, or before one it tells of."""
    entry = document.authority.entries.get(document.entity(entity).iri or "")
    began = entry.year("activeFrom") if entry else None
    published = document.release.published
    told = (i.time.value[:4] for s in document.sentences for i in s.of("T") if i.time)
    now = published.year if published else max((int(y) for y in told if y.isdigit()), default=0)
    return began is not None and began < now


def _told(sentence: Sentence, document: Document) -> Iterator[re.Match[str]]:
    yield from _TO_COME.finditer(sentence.typed)
    published = document.release.published
    if published:  # an undated text that tells of prime crews is history
        yield from _PRIME.finditer(sentence.typed)
    if published and any(
        i.time and i.time.value[:10] > published.isoformat()[: len(i.time.value)] for i in sentence.of("T")
    ):
        yield from _BEGINNING.finditer(sentence.typed)


def home(happenings: Iterable[Event], claims: Iterable[Claim]) -> tuple[list[Event], list[Claim]]:
    """Events and claims where a crew that is up and has its return ahead is the mission's crew now, not when it lands.

    The return keeps its crew and craft; that they belong to the mission becomes a claim of its own.
    """
    told, others = list(happenings), list(claims)
    up: set[Value] = {c.subject for c in others if c.predicate == "stayedOn" and c.status is Status.OCCURRED}
    up |= {p for e in told if e.type in _UP and e.status is Status.OCCURRED for p in e.values("participant")}
    events: list[Event] = []
    found: list[Claim] = []
    for event in told:
        crew = [p for p in event.values("participant") if isinstance(p, int)]
        seats = [f for f in event.fillers if f.slot == "mission"]
        if event.type in _DOWN and event.status is Status.PLANNED and seats and up & set(crew):
            found += [Claim(p, "crewMemberOf", f.value, f.sentence, "return-ahead", 0.82) for f in seats for p in crew]
            events.append(replace(event, fillers=tuple(f for f in event.fillers if f.slot != "mission")))
        else:
            events.append(event)
    sure = {(c.subject, c.predicate, c.object) for c in found}
    return events, [c for c in others if (c.subject, c.predicate, c.object) not in sure] + found


_UP = frozenset({"Launch", "Docking", "Spacewalk"})
_DOWN = frozenset({"Landing", "Undocking"})


_SHOWN = re.compile(
    r"(?:<[AO]\d+>|[A-Z][\w.]*)(?:,? (?:and |& )?<[AO]\d+>)* (?:TV )?(?:[Tt]o|[Ss]ets) (?:[Cc]over(?:age)?|[Aa]ir|[Bb]roadcast|[Pp]rovide|[Hh]ost|[Pp]review"
    r"|[Hh]ighlight|[Dd]iscuss|[Ss]tream|[Ss]how|[Ss]hare|TV)\b"
)


def announced(sentence: Sentence) -> bool:
    """Whether a headline says what will be shown: "NASA to Cover Launch of …"; all that it names is still to come."""
    return sentence.index == 0 and _SHOWN.match(sentence.typed) is not None
