"""What a position says beyond itself: whose flight it belongs to, which body employs its holder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Tenure, Value
from missiongraph.extract.patterns import in_crew
from missiongraph.extract.prominence import is_programme, no_flight
from missiongraph.extract.sentence import Sentence
from missiongraph.model import Status

__all__ = ["elsewhere", "employed", "flown", "of_company", "seats", "told_as_present", "told_aside", "told_before"]


def employed(tenures: Iterable[Tenure], document: Document) -> Iterator[Claim]:
    """Who holds a job in a body is a member of it."""
    for t in tenures:
        body = t.of is not None and document.entity(t.of).type in ("Agency", "Organization")
        if body and t.of is not None and t.status is Status.OCCURRED and not in_crew(t.role, document.authority):
            yield Claim(t.holder, "memberOf", t.of, t.sentence, f"holds-role: {t.rule}", round(t.confidence * 0.93, 3))
        if (post := _post(t, document)) not in (None, t.of):
            yield Claim(t.holder, "memberOf", post, t.sentence, "works-at-site-of-body", 0.88)


_OF_COMPANY = re.compile(
    r"(?:executive )?chair(?:man|woman|person)|(?:group )?chief (?:executive|\w+ officer)(?: officer)?|ceo|(?:managing|general) director|general designer"
)


_NO_COMPANY = re.compile(
    r"\b(?:Universit\w+|Institut\w+|College|School|Museum|Board|Commission|Committee|Panel|Office)\b"
)


def of_company(tenure: Tenure, document: Document) -> Tenure:
    """ "Chief executive A said": of the one company that the sentence and the one before it name, else of the title's."""
    if tenure.of is not None or not _OF_COMPANY.fullmatch(tenure.role):
        return tenure
    for reach in (range(max(0, tenure.sentence - 1), tenure.sentence + 1), range(1)):
        items = (i for n in reach for i in document.sentences[n].of("AO"))
        bodies = {e for i in items for e in i.entities}
        if bodies:
            body = document.entity(min(bodies))
            only = len(bodies) == 1 and body.type == "Organization" and not _NO_COMPANY.search(body.name)
            return replace(tenure, of=min(bodies), confidence=round(tenure.confidence * 0.9, 3)) if only else tenure
    return tenure


_POSTED = re.compile(
    r"<P\d+>, [^.;<]*<R\d+>[^.;<]*(?:<[^P]\d+>[^.;<]*)*?, (?:<F(?P<site>\d+)>|<A(?P<body>\d+)>'s <[XOF]\d+>)(?=$|, <F)"
)


def _post(tenure: Tenure, document: Document) -> int | None:
    """ "Kim Rossi, deputy manager, technical, NASA Kennedy", "…, manager, NASA's Commercial Crew Program": the agency named with it."""
    sentence = document.sentences[tenure.sentence]
    match = _POSTED.match(sentence.typed)
    if match is None or tenure.holder not in sentence.items[0].entities:
        return None
    if match["body"]:
        return sentence.items[int(match["body"])].entities[0]
    site = sentence.items[int(match["site"])]
    first = sentence.whole[site.begin : site.end].split()[0]
    return next((e.index for e in document.entities if e.type == "Agency" and first in (e.name, *e.aliases)), None)


def seats(claims: Iterable[Claim], happenings: Iterable[Event]) -> frozenset[tuple[int, Value]]:
    """Who is to go up in what, and has not yet: (person, flight). A ride home is none of these."""
    found = [c for c in claims if c.predicate in ("crewMemberOf", "flewOn", "stayedOn")]
    under_way = {c.subject for c in found if c.status is Status.OCCURRED}
    due = {(c.subject, c.object) for c in found if c.status is Status.PLANNED and c.predicate == "crewMemberOf"}
    for event in happenings:
        if event.type == "Launch" and event.status is Status.PLANNED:
            flights = (*event.values("spacecraft"), *event.values("mission"))
            due |= {(p, f) for p in event.values("participant") for f in flights if isinstance(p, int)}
    return frozenset(d for d in due if d[0] not in under_way)


_ONCE = re.compile(
    r",? who (?:[a-z]+ly |once |has |had |also |first |previously )*(?:[a-z]+ed|flew|flown|led|rode|took|was|spent|made|went)\b[^,;]*"
)


def told_aside(sentence: Sentence) -> frozenset[int]:
    """Flights told in clauses of the past beside the sentence's own: "X, who flew on Crew-1, …"."""
    asides = " ".join(m.group() for m in _ONCE.finditer(sentence.typed))
    return frozenset(e for n in re.findall(r"<[XC](\d+)>", asides) for e in sentence.items[int(n)].entities)


_OF_THAT = re.compile(r"<R\d+> (?:of|on|for) th(?:at|is) (?:<[DN]\d+> |[a-z-]+ )?(?:flight|mission)\b")
_CREWMEN = re.compile(
    r"(?:[’']s)? (?:crewm[ae]n|crewmates?|crew members?|residents?|trio|pair|astronauts|cosmonauts)\b"
)
"""Behind a mission: it is named for others, "where the three Mir 18 crewmen will be examined"."""


def told_before(tenure: Tenure, document: Document) -> int | None:
    """The one flight that the sentence of a crew position, else the sentence before it, speaks of.

    A seat still to be taken is none on a flight of old; it may be on the flight of the title.
    """
    ahead = tenure.status is Status.PLANNED
    listed = tenure.rule == "role-colon-name"
    reach = 4 if listed or _OF_THAT.search(document.sentences[tenure.sentence].typed) else 2
    for index in range(tenure.sentence, tenure.sentence - reach, -1):
        if index < 0 or document.sentences[index].paragraph != document.sentences[tenure.sentence].paragraph:
            break
        sentence = document.sentences[index]
        text = sentence.whole
        flights = {i.entities[0] for i in sentence.of("X") if not _CREWMEN.match(text[i.end : i.end + 30])}
        flights -= flown(tenure, document, index)
        if in_crew(tenure.role, document.authority):
            flights -= {f for f in flights if is_programme(document.entity(f))}
        flights = flights or {i.entities[0] for i in sentence.of("C")}
        if flights:
            return flights.pop() if len(flights) == 1 else None
    headed = {i.entities[0] for i in document.sentences[0].of("X")}
    headed -= {f for f in headed if no_flight(document.entity(f))} if not ahead else set()
    return headed.pop() if len(headed) == 1 else None


def flown(tenure: Tenure, document: Document, index: int | None = None) -> set[int]:
    """The flights of old on which a sentence looks back in passing: no seat still to be taken is on them."""
    sentence = document.sentences[tenure.sentence if index is None else index]
    aside = tenure.status is Status.PLANNED or sentence.index != tenure.sentence or told_as_present(tenure, document)
    return {sentence.items[int(n)].entities[0] for n in _FLOWN.findall(sentence.typed)} if aside else set()


_FLOWN = re.compile(
    r"\bwho (?:[a-z]+ )?(?:flew|led|was|served|[a-z]+ed) (?:[a-z]+ |<R\d+> ){0,4}(?:<[AO]\d+>(?:'s)? )?<X(\d+)>"
)


_OTHER_FLIGHT = re.compile(
    r" (?:of|on|for|aboard|during) (?:the|that|an?|another) (?:first|second|third|fourth|fifth|earlier|previous|last|final|maiden|1\d{3}|20\d\d)(?: [a-z-]+){0,4} (?:flight|mission|expedition|crew|trip)\b"
)


_HOLDS_NOW = re.compile(r"<R\d+>s? (?:is|are) (?:[A-Z][a-z]+\.? )?<P|<P\d+> (?:is|are) (?:the |its )?<R")


def told_as_present(tenure: Tenure, document: Document) -> bool:
    """ "The mission specialists are A and B": of the flight that is told of. Engineers may be those of a station."""
    sentence = document.sentences[tenure.sentence]
    told = tenure.rule in ("role-is-name", "be-role", "persons-of-bodies-are") and "engineer" not in tenure.role
    return told and not any(sentence.of("S")) and _HOLDS_NOW.search(sentence.typed) is not None


def elsewhere(tenure: Tenure, document: Document) -> bool:
    """ "Pilot of the first orbital test flight": a flight without a name, and so none that the release names."""
    sentence = document.sentences[tenure.sentence]
    posts = [i for i in sentence.of("R") if i.role == tenure.role]
    return tenure.of is None and any(_OTHER_FLIGHT.match(sentence.whole, i.end) for i in posts)
