"""The families' findings as statements: one status per fact, one node per thing, the sentence with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc

from missiongraph.authority import Authority, load
from missiongraph.extract import ahead as coming
from missiongraph.extract import (
    assets,
    bodies,
    crew,
    distinctions,
    due,
    events,
    flights,
    handover,
    history,
    latenames,
    oneflight,
    people,
    ports,
    positions,
    posts,
    roles,
    rosters,
    seating,
    selection,
    settle,
    sheets,
    spacewalks,
    verbs,
)
from missiongraph.extract.boarding import boarded, manned, still_assigned
from missiongraph.extract.company import companions, seated
from missiongraph.extract.document import Document, build
from missiongraph.extract.frames import Claim, Event, Tenure, Value
from missiongraph.extract.join import complete, linked, under_way
from missiongraph.extract.legs import joined
from missiongraph.extract.merge import merge
from missiongraph.extract.patterns import in_crew, stands_by
from missiongraph.extract.prominence import is_fleet, is_programme, without_cabin
from missiongraph.extract.writer import Writer
from missiongraph.extract.years import in_their_years
from missiongraph.model import Literal, Release, Statement, Status

__all__ = ["statements"]


def statements(doc: Doc, release: Release, authority: Authority | None = None) -> Iterator[Statement]:
    """Everything one release states, each statement with its sentence. Pure: the same doc gives the same statements."""
    document = build(doc, release, authority or load())
    found = [*handover.find(document)]
    by_verb = [*posts.find(document)]
    in_lists = [*seating.find(document), *(t for t in by_verb if t.rule == posts.PAIRED)]
    told_of = [*roles.find(document), *(t for t in by_verb if t.rule != posts.PAIRED)]
    held = [*bodies.bound(seating.replaced(told_of, in_lists), document)]
    held += bodies.heads(document)
    people_told = seating.in_reserve([*crew.find(document), *verbs.find(document), *sheets.claims(document)])
    people_told += rosters.find(document, [*people_told, *_implied(held, document)])
    people_told += companions(document, [*people_told, *_implied(held, document)])
    people_told += latenames.find(document, people_told)
    to_come = coming.missions(document)
    people_told += coming.voyagers(to_come, document)
    people_told += linked(people_told, document)
    happenings = merge(
        [
            *boarded(people_told),
            *seated(document, manned(events.find(document), people_told)),
            *spacewalks.find(document),
            *flights.find(document),
            *sheets.events(document),
            *selection.find(document),
            *(f for f in found if isinstance(f, Event)),
        ],
        document,
    )
    happenings = in_their_years(happenings, document)
    happenings = joined(ports.visited(ports.at_stations(happenings, document), people_told), document)
    happenings = oneflight.filled(happenings, document)
    happenings = complete(happenings, [*people_told, *_implied(held, document)], document)
    happenings = oneflight.filled(happenings, document, beside=True)
    happenings, people_told = coming.home(happenings, people_told)
    ahead = due.flights(happenings, people_told, [*to_come, *due.commanded(held, document)])
    ahead -= coming.behind(ahead, document)
    flyers = frozenset(
        c.subject for c in people_told if c.predicate in ("crewMemberOf", "flewOn") and c.object in ahead
    )
    happenings, crews_up = under_way(happenings, ahead, people_told)
    happenings, still = still_assigned(happenings, [*people_told, *_implied(held, document)], document)
    found_out = (
        *people.find(document),
        *sheets.people(document),
        *people_told,
        *assets.find(document),
        *crews_up,
        *still,
    )
    claims = [due.dated(c, ahead, flyers) for c in found_out if not _of_programme(c, document)]
    if history.undated(document):  # what was to be done on a flight of old
        claims = [c for c in claims if c.predicate != "workedOn" or c.status is not Status.PLANNED]
    told = (*(positions.of_company(t, document) for t in held), *(f for f in found if isinstance(f, Tenure)))
    crews = _crews(claims, happenings)
    waiting = _waiting(happenings, claims)
    seats = positions.seats(claims, happenings)
    tenures = [_scheduled(_bound(t, crews, ahead, document), ahead, waiting, seats, document) for t in told]
    flown = (c for c in _flown(happenings) if not _of_programme(c, document))
    belonging = _implied(tenures, document)
    claims += companions(document, belonging)
    claims += rosters.reserves(document, [*claims, *belonging])
    claims = seating.backed([*claims, *belonging], document)
    claims, tenures = history.come_about(claims, document), history.come_about(tenures, document)
    claims += [*positions.employed(tenures, document), *flown, *_enrolled(happenings), *_ports(happenings)]
    writer = Writer(document)
    yield from writer.entities()
    for claim in settle.settled(claims, happenings):
        yield writer.claim(claim)
    for number, tenure in enumerate(settle.distinct(tenures), 1):
        yield from writer.tenure(tenure, number)
    for number, distinction in enumerate(settle.distinguished(distinctions.find(document)), 1):
        yield from writer.distinction(distinction, number)
    yield from writer.events(happenings)


def _enrolled(happenings: Iterable[Event]) -> Iterator[Claim]:
    """Whom a body has chosen as its astronaut is a member of it; a candidate is not yet."""
    for event in happenings:
        titles = [v.value for v in event.values("selectedAs") if isinstance(v, Literal)]
        if event.type == "Selection" and event.status is Status.OCCURRED and titles and "candidate" not in titles[0]:
            for who in event.values("participant"):
                for filler in (f for f in event.fillers if f.slot == "selectedBy"):
                    if isinstance(who, int):
                        yield Claim(who, "memberOf", filler.value, filler.sentence, "chosen-by-body", 0.82)


def _flown(happenings: Iterable[Event]) -> Iterator[Claim]:
    """An event told of one mission and one craft says that the mission uses the craft."""
    for event in happenings:
        missions, crafts = event.values("mission"), event.values("spacecraft")
        if len(missions) == len(crafts) == 1 and isinstance(missions[0], int):
            given = next(f for f in event.fillers if f.slot == "spacecraft")
            yield Claim(
                missions[0],
                "usesSpacecraft",
                crafts[0],
                given.sentence,
                "event-of-mission-and-craft",
                0.82,
                event.status,
            )


def _ports(happenings: Iterable[Event]) -> Iterator[Claim]:
    """What is docked to a station at one of its modules says that the module is part of it."""
    for event in (e for e in happenings if e.type in ("Docking", "Undocking")):
        stations, modules = event.values("station"), event.values("module")
        if len(stations) == 1 and len(modules) == 1 and isinstance(modules[0], int):
            given = next(f for f in event.fillers if f.slot == "module")
            yield Claim(modules[0], "partOf", stations[0], given.sentence, "port-of-station", 0.85)


def _programme(entity: Value, document: Document) -> bool:
    return isinstance(entity, int) and is_programme(document.entity(entity))


def _of_programme(claim: Claim, document: Document) -> bool:
    """A programme has neither a crew nor one craft nor a length: its flights do. Nobody flies on the Shuttle as such, or on a station."""
    craft = claim.object if claim.predicate in ("flewOn", "usesSpacecraft") else None
    if isinstance(craft, int) and (is_fleet(document.entity(craft)) or document.entity(craft).type == "Station"):
        return True
    if claim.predicate == "crewMemberOf":
        return _programme(claim.object, document)
    if claim.predicate == "usesSpacecraft" and document.entity(claim.subject).name.startswith(("Expedition", "Mir ")):
        return True  # a station's crew comes and goes on several craft
    return claim.predicate in ("usesSpacecraft", "duration") and _programme(claim.subject, document)


_HELD_IN = {"Mission": "crewMemberOf", "Spacecraft": "flewOn", "Station": "stayedOn"}


def _implied(tenures: Iterable[Tenure], document: Document) -> list[Claim]:
    """Who holds a crew position in a mission, craft or station belongs to it, flew on it, stayed on it; or backs it up."""
    out = []
    for t in tenures:
        predicate = _HELD_IN.get(document.entity(t.of).type) if t.of is not None else None
        if t.of is not None and stands_by(t.role) and predicate == "crewMemberOf":
            out.append(Claim(t.holder, "backupFor", t.of, t.sentence, f"holds-role: {t.rule}", 0.9, t.status))
        if t.rule == seating.RESERVE or stands_by(t.role):
            continue
        if t.of is None or without_cabin(document.entity(t.of)):
            continue
        if predicate == "stayedOn" and t.status is Status.PLANNED and handover.tells(t.rule):
            continue  # whoever is to take command is there
        if predicate and in_crew(t.role, document.authority) and not _programme(t.of, document):
            out.append(
                Claim(
                    t.holder,
                    predicate,
                    t.of,
                    t.sentence,
                    f"holds-role: {t.rule}",
                    round(t.confidence * 0.95, 3),
                    t.status,
                )
            )
    return out


def _scheduled(
    tenure: Tenure,
    ahead: frozenset[int],
    waiting: frozenset[int],
    seats: frozenset[tuple[int, Value]],
    document: Document,
) -> Tenure:
    """A crew position on a flight that is still ahead is planned; a job on the ground is not."""
    waits = tenure.of is None and tenure.holder in waiting and not positions.elsewhere(tenure, document)
    flying = tenure.of in ahead or waits
    flying = flying or (tenure.of is not None and (tenure.holder, tenure.of) in seats)
    due = tenure.status is Status.OCCURRED and flying and in_crew(tenure.role, document.authority)
    return replace(tenure, status=Status.PLANNED) if due else tenure


def _waiting(happenings: Iterable[Event], claims: Iterable[Claim]) -> frozenset[int]:
    """People who have a flight ahead and are in none now."""
    told = list(happenings)
    ahead = {p for e in told if e.type == "Launch" and e.status is Status.PLANNED for p in e.values("participant")}
    found = [c for c in claims if c.predicate in ("crewMemberOf", "flewOn", "stayedOn")]
    under_way = {c.subject for c in found if c.status is Status.OCCURRED}
    ahead |= {c.subject for c in found if c.status is Status.PLANNED and c.predicate == "crewMemberOf"} - under_way
    flown = {
        p
        for e in told
        if e.type in ("Launch", "Docking", "Spacewalk") and e.status is Status.OCCURRED
        for p in e.values("participant")
    }
    return frozenset(p for p in ahead - flown if isinstance(p, int))


def _crews(claims: Iterable[Claim], happenings: Iterable[Event]) -> dict[int, set[tuple[int, int]]]:
    """For each person the flights told in a sentence: (sentence, mission or craft); -1 for the flights of events."""
    out: dict[int, set[tuple[int, int]]] = {}
    for claim in claims:
        if claim.predicate in ("crewMemberOf", "flewOn") and isinstance(claim.object, int):
            out.setdefault(claim.subject, set()).add((claim.sentence, claim.object))
    for event in happenings:
        for who in event.values("participant"):
            for flight in (*event.values("mission"), *event.values("spacecraft")):
                if isinstance(who, int) and isinstance(flight, int):
                    out.setdefault(who, set()).add((-1, flight))
    return out


_LISTED = frozenset({"role-then-names", "role-colon-name", "names-dash-role", "name-paren-role", "names-paren-roles"})
_BESIDE_NAME = frozenset({"name-paren-role", "names-paren-roles", "name-as-role", "with-persons-as-roles"})
"""Rules of positions in the sentence that tells a crew: what its people fly in is what they hold them in."""
_TOLD_AS_PAST = frozenset({"serve-as", "be-role", "who-did-as-role", "as-role-with-ellipsis", "piloted", "commanded"})


def _bound(tenure: Tenure, crews: dict[int, set[tuple[int, int]]], ahead: frozenset[int], document: Document) -> Tenure:
    """A crew position in a crew list belongs to the one mission that the sentence gives its holder.

    "NASA astronauts Commander X" names a body before the position, but the position is none of that body's.
    """
    if not in_crew(tenure.role, document.authority) or tenure.rule == seating.RESERVE:
        return tenure
    if positions.elsewhere(tenure, document):
        return replace(tenure, of=None)
    if tenure.of is not None and without_cabin(document.entity(tenure.of)):
        tenure = replace(tenure, of=None)
    if tenure.of is not None and document.entity(tenure.of).type not in ("Agency", "Organization", "Facility"):
        return tenure
    told_here = crews.get(tenure.holder, set())
    known = {(s, f) for s, f in told_here if s == -1 or document.entity(f).type == "Mission"}
    here = {flight for sentence, flight in known if sentence == tenure.sentence} - positions.flown(tenure, document)
    if not here and tenure.rule in _BESIDE_NAME:
        here = {flight for sentence, flight in told_here if sentence == tenure.sentence}
    if len(here) == 1:
        return replace(tenure, of=here.pop())
    due = {flight for _, flight in known if flight in ahead and document.entity(flight).type == "Mission"}
    present = positions.told_as_present(tenure, document)
    if not due and (tenure.status is Status.PLANNED or (not known and (present or tenure.rule in _LISTED))):
        lead = document.sentences[min(2, len(document.sentences) - 1)].end
        due = {flight for flight in ahead if document.entity(flight).type == "Mission"}
        due &= {e for m in document.mentions if m.begin < lead for e in m.entities}
    if len(due) > 1:
        due &= {e for m in document.mentions if m.begin < document.sentences[0].end for e in m.entities}
    told_as_past = tenure.status is Status.OCCURRED and tenure.rule in _TOLD_AS_PAST and not present
    if len(due) == 1 and not told_as_past:
        return replace(tenure, of=due.pop(), confidence=round(tenure.confidence * 0.9, 3))
    flown = {flight for sentence, flight in known if sentence == -1}
    missions = {flight for flight in flown if document.entity(flight).type == "Mission"}
    if "engineer" in tenure.role:
        return replace(tenure, of=None)
    told = positions.told_before(tenure, document) if tenure.of is None else None
    spoken_of = told is not None and document.entity(told).type == "Mission"
    if len(missions or flown) == 1 and (missions or not spoken_of):
        return replace(tenure, of=(missions or flown).pop(), confidence=round(tenure.confidence * 0.85, 3))
    return replace(tenure, of=told, confidence=round(tenure.confidence * (1 if told is None else 0.8), 3))
