"""Missions that a release speaks of as still to come, whether or not it tells their launch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.authority import Entry, fold
from missiongraph.extract import history
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Value
from missiongraph.extract.planning import SET
from missiongraph.extract.positions import told_aside
from missiongraph.extract.prominence import no_flight
from missiongraph.extract.sentence import Sentence
from missiongraph.model import Literal, Status

__all__ = ["announced", "behind", "entry_of", "home", "missions", "voyagers"]

_DUE = rf"(?:will|is (?:now |currently )?(?:to|{SET})(?: to)?)"
_BEGINS = (
    r"(?:(?:also |now |then |soon |next )?(?:begin|start|launch|lift|blast|fly|carry|take|send|travel|mark|use|ride|test|loop|orbit|circle|head|put|"
    r"be (?:the|an?|led|flown|crewed|commanded|piloted|launched|carried|<P)|no earlier|for))\b"
)
_TO_COME = re.compile(
    rf"<[XC](\d+)>(?:,? [^<;.]{{0,60}}(?:<[DTALC]\d+>[^<;.]{{0,30}}){{0,2}})? {_DUE} {_BEGINS}"
    rf"|<X(\d+)>,? (?:(?:which|that) is )?(?:now )?{SET} (?:for|to) (?:launch|lift|blast|fly|begin|start)"
    r"|<X(\d+)>(?:'s)? (?:crew )?(?:manifest|roster)\b|[Ww]ho (?:rides|flies|goes) on <X(\d+)>"
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
_READIED = re.compile(
    r"(?:[Ii]n preparation for|[Pp]repar(?:e|es|ed|ing|ations?) for|[Aa]head of|[Tt]rain(?:s|ing|ed)? for|[Pp]racti[cs]\w+ for|[Bb]eginning with) "
    r"(?:the )?(?:[a-z]+ ){0,2}(?:<[AO]\d+>(?:'s)? )?<X(\d+)>"
    r"|<X(\d+)> (?:(?:crew|recovery|launch|landing|splashdown|countdown) )?(?:procedures|rehearsals?|preparations|training|simulations?)\b"
)
""" "Ahead of X", "X recovery procedures": what is got ready, unless the authority knows that it has flown."""
_BEGUN = frozenset(
    "test prove demonstrate validate land send take carry pave begin launch fly mark orbit loop circle".split()
)


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
    readied = {e for e in _readied(document) if not _flown_by(e, document, until=1)}
    still = {*_unflown(document)} if _now(document) <= document.authority.last_start else set()
    return frozenset({e for e in found if not _flown_by(e, document)} | readied | still)


def _readied(document: Document) -> Iterator[int]:
    """Missions for which somebody gets ready, and those that are the subject of what will be done."""
    for sentence in document.sentences:
        for match in _READIED.finditer(sentence.typed):
            number = next(g for g in match.groups() if g)
            yield from (e for e in sentence.items[int(number)].entities if not no_flight(document.entity(e)))
    for predication in document.predications:
        will = any(c.lower_ == "will" for v in (predication.verb, predication.verb.head) for c in v.children)
        if will and predication.lemma in _BEGUN:
            items = (i for i in predication.subjects if i.code == "X")
            yield from (e for i in items for e in i.entities if not no_flight(document.entity(e)))


_VOYAGE = re.compile(
    r"(?:(?P<who><P\d+>(?:(?:,|,? and) (?:<[AO]\d+>(?:'s)? astronauts? )?<P\d+>)+) (?:[^<;.]*))?(?:<P\d+>'s|their) (?:[^;.<]|<D(?P<long>\d+)>){0,60}"
    r"\b(?:journey|mission|flight|voyage|trip) (?:around|beyond|past|behind|to) (?:the )?<L\d+>"
)


def voyagers(flights: frozenset[int], document: Document) -> Iterator[Claim]:
    """ "To retrieve A, B and C after their ten-day journey beyond the Moon": crew and length of the one of `flights` to come."""
    due = [e for e in flights if not no_flight(document.entity(e))]
    for sentence in document.sentences if len(due) == 1 else ():
        for match in _VOYAGE.finditer(sentence.typed):
            span = sentence.items[int(match["long"])].duration if match["long"] else None
            if span and not span.approximate and not span.value.startswith("PT"):
                length = Literal(span.value, "duration")
                yield Claim(due[0], "duration", length, sentence.index, "journey-ahead", 0.8, Status.PLANNED)
            for number in re.findall(r"<P(\d+)>", match["who"] or ""):
                for person in sentence.items[int(number)].entities:
                    yield Claim(person, "crewMemberOf", due[0], sentence.index, "journey-ahead", 0.8, Status.PLANNED)


def behind(flights: frozenset[int], document: Document) -> frozenset[int]:
    """Those of some flights that an undated text looks back on, whatever it tells of the plans for them."""
    if document.release.published or not document.sentences:
        return frozenset()
    head = document.sentences[0]
    titled = {e for i in head.of("XC") for e in i.entities} if history.undated(document) else set[int]()
    return frozenset(
        e for e in flights if e in titled or (document.entity(e).type == "Mission" and _flown_by(e, document))
    )


def _flown_by(entity: int, document: Document, until: int = 0) -> bool:
    """Whether the authority knows that the flight began in a year before the release's own, or before one it tells of.

    With `until` in that year or before.
    """
    entry = entry_of(entity, document)
    began = entry.year("activeFrom") if entry else None
    return began is not None and began < _now(document) + until


def entry_of(entity: int, document: Document, type_: str = "Mission") -> Entry | None:
    """What the authority knows of an entity, also where a pattern of its family named it: then by its type."""
    found = document.entity(entity)
    named = document.authority.by_label.get(fold(found.label or found.name), ())
    return document.authority.entries.get(found.iri or "") or next((e for e in named if e.type == type_), None)


def _now(document: Document) -> int:
    """The year of a release, else the last that it tells of; 0 where it tells of none."""
    published = document.release.published
    told = (i.time.value[:4] for s in document.sentences for i in s.of("T") if i.time)
    return published.year if published else max((int(y) for y in told if y.isdigit()), default=0)


def _unflown(document: Document) -> Iterator[int]:
    """Numbered flights without a first year in an authority that knows later ones than the release: still to come."""
    for entity in document.entities:
        entry = entry_of(entity.index, document) if entity.type == "Mission" and not no_flight(entity) else None
        if entry and entry.year("activeFrom") is None and _NUMBERED.search(entry.label):
            yield entity.index


_NUMBERED = re.compile(r"\d$|\b[IVX]+$")


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
