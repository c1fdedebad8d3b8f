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
    events,
    flights,
    handover,
    history,
    people,
    ports,
    positions,
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
from missiongraph.extract.prominence import is_programme, without_cabin
from missiongraph.extract.writer import Writer
from missiongraph.extract.years import in_their_years
from missiongraph.model import Literal, Release, Statement, Status

__all__ = ["statements"]

_FOLLOWS_MISSION = frozenset({"crewMemberOf", "usesSpacecraft", "launchVehicle", "destination", "duration"})


def statements(doc: Doc, release: Release, authority: Authority | None = None) -> Iterator[Statement]:
    """Everything one release states, each statement with its sentence. Pure: the same doc gives the same statements."""
    document = build(doc, release, authority or load())
    found = [*handover.find(document)]
    held = [*bodies.bound(seating.replaced(roles.find(document), seating.find(document)), document)]
    held += bodies.heads(document)
    people_told = [*crew.find(document), *verbs.find(document), *sheets.claims(document)]
    people_told += rosters.find(document, [*people_told, *_implied(held, document)])
    people_told += companions(document, [*people_told, *_implied(held, document)])
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
    happenings = joined(list(ports.at_stations(happenings, document)), document)
    happenings = complete(happenings, [*people_told, *_implied(held, document)], document)
    happenings, people_told = coming.home(happenings, people_told)
    ahead = _ahead(happenings, people_told, [*to_come, *_commanded(held, document)])
    ahead -= coming.behind(ahead, document)
    due = frozenset(c.subject for c in people_told if c.predicate in ("crewMemberOf", "flewOn") and c.object in ahead)
    happenings, crews_up = under_way(happenings, ahead, people_told)
    happenings, still = still_assigned(happenings)
    found_out = (
        *people.find(document),
        *sheets.people(document),
        *people_told,
        *assets.find(document),
        *crews_up,
        *still,
    )
    claims = [_dated(c, ahead, due) for c in found_out if not _of_programme(c, document)]
    if history.undated(document):  # what was to be done on a flight of old
        claims = [c for c in claims if c.predicate != "workedOn" or c.status is not Status.PLANNED]
    told = (*held, *(f for f in found if isinstance(f, Tenure)))
    crews = _crews(claims, happenings)
    waiting = _waiting(happenings, claims)
    seats = positions.seats(claims, happenings)
    tenures = [_scheduled(_bound(t, crews, ahead, document), ahead, waiting, seats, document) for t in told]
    flown = (c for c in _flown(happenings) if not _of_programme(c, document))
    posts = _implied(tenures, document)
    claims += companions(document, posts)
    claims += rosters.reserves(document, [*claims, *posts])
    claims = seating.backed([*claims, *posts], document)
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


_CREW_OF_CRAFT = frozenset({"craft-crew-names", "crew-of-craft-is", "crew-of-craft-apposed"})
"""Constructions that name the crew of a craft without a verb that tells when."""

_ASSIGNS = frozenset(
    {
        "assigned-to-mission",
        "body-assigned-to",
        "as-part-of-mission",
        "beside-crewmate",
        "fly-on-mission",
        "role-on-mission",
    }
)
"""Constructions that name somebody to a flight to come."""


def _commanded(held: Iterable[Tenure], document: Document) -> Iterator[int]:
    """Missions in which somebody is to hold a crew position."""
    for t in held:
        planned = t.status is Status.PLANNED and t.of is not None and document.entity(t.of).type == "Mission"
        if planned and t.of is not None and in_crew(t.role, document.authority):
            yield t.of


def _ahead(happenings: Iterable[Event], claims: Iterable[Claim], told_so: Iterable[int]) -> frozenset[int]:
    """Missions and craft that have a launch ahead, or a crew assigned to them, and no flight behind them."""
    launched: set[Value] = set()
    told = [c for c in claims if c.predicate == "crewMemberOf"]
    planned: set[Value] = set(told_so)
    planned |= {c.object for c in told if c.status is Status.PLANNED and c.rule in _ASSIGNS}
    for event in happenings:
        flights = {*event.values("mission"), *event.values("spacecraft")}
        if event.status is Status.OCCURRED:
            launched |= flights
        elif event.type == "Launch":  # one called off is still to come
            planned |= flights | _flights_of(set(event.values("participant")), told)
    return frozenset(v for v in planned - launched if isinstance(v, int))


def _flights_of(launched: set[Value], told: list[Claim]) -> set[Value]:
    """The missions whose crew, two or more, is just those who are to be launched."""
    crews: dict[Value, set[Value]] = {}
    for claim in told:
        crews.setdefault(claim.object, set()).add(claim.subject)
    return {m for m, crew in crews.items() if len(crew) > 1 and crew == launched}


def _dated(claim: Claim, ahead: frozenset[int], due: frozenset[int]) -> Claim:
    """What is said of a mission that has not begun is planned, whatever the tense of the sentence."""
    if (
        claim.predicate == "flightNumber"
        and claim.status is Status.OCCURRED
        and claim.subject in due
        and not claim.rule.startswith("first-time-flier")
        and not claim.rule.endswith("-of-old")
    ):
        return replace(claim, status=Status.PLANNED)
    mission = claim.object if claim.predicate in ("crewMemberOf", "flewOn") else claim.subject
    follows = claim.predicate in _FOLLOWS_MISSION or claim.rule in _CREW_OF_CRAFT
    if follows and claim.status is Status.OCCURRED and mission in ahead:
        return replace(claim, status=Status.PLANNED)
    return claim


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
    """A programme has neither a crew nor one craft nor a length: its flights do."""
    if claim.predicate == "crewMemberOf":
        return _programme(claim.object, document)
    if claim.predicate == "usesSpacecraft" and document.entity(claim.subject).name.startswith(("Expedition", "Mir ")):
        return True  # a station's crew comes and goes on several craft
    return claim.predicate in ("usesSpacecraft", "duration") and _programme(claim.subject, document)


_HELD_IN = {"Mission": "crewMemberOf", "Spacecraft": "flewOn", "Station": "stayedOn"}


def _implied(tenures: Iterable[Tenure], document: Document) -> list[Claim]:
    """Who holds a crew position in a mission, craft or station belongs to it, flew on it, stayed on it."""
    out = []
    for t in tenures:
        predicate = _HELD_IN.get(document.entity(t.of).type) if t.of is not None else None
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
    """For each person the missions told in a sentence: (sentence, mission); -1 for the flights of events."""
    out: dict[int, set[tuple[int, int]]] = {}
    for claim in claims:
        if claim.predicate == "crewMemberOf" and isinstance(claim.object, int):
            out.setdefault(claim.subject, set()).add((claim.sentence, claim.object))
    for event in happenings:
        for who in event.values("participant"):
            for flight in (*event.values("mission"), *event.values("spacecraft")):
                if isinstance(who, int) and isinstance(flight, int):
                    out.setdefault(who, set()).add((-1, flight))
    return out


_LISTED = frozenset({"role-then-names", "role-colon-name", "names-dash-role", "name-paren-role", "names-paren-roles"})
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
    known = crews.get(tenure.holder, set())
    here = {flight for sentence, flight in known if sentence == tenure.sentence} - positions.flown(tenure, document)
    if len(here) == 1:
        return replace(tenure, of=here.pop())
    due = {flight for _, flight in known if flight in ahead and document.entity(flight).type == "Mission"}
    if not due and (tenure.status is Status.PLANNED or (not known and tenure.rule in _LISTED)):
        lead = document.sentences[min(2, len(document.sentences) - 1)].end
        due = {flight for flight in ahead if document.entity(flight).type == "Mission"}
        due &= {e for m in document.mentions if m.begin < lead for e in m.entities}
    if len(due) > 1:
        due &= {e for m in document.mentions if m.begin < document.sentences[0].end for e in m.entities}
    told_as_past = tenure.status is Status.OCCURRED and tenure.rule in _TOLD_AS_PAST
    if len(due) == 1 and not told_as_past:
        return replace(tenure, of=due.pop(), confidence=round(tenure.confidence * 0.9, 3))
    flown = {flight for sentence, flight in known if sentence == -1}
    missions = {flight for flight in flown if document.entity(flight).type == "Mission"}
    if "engineer" not in tenure.role and len(missions or flown) == 1:
        return replace(tenure, of=(missions or flown).pop(), confidence=round(tenure.confidence * 0.85, 3))
    if (
        tenure.of is None
        and "engineer" not in tenure.role
        and (told := positions.told_before(tenure, document)) is not None
    ):
        return replace(tenure, of=told, confidence=round(tenure.confidence * 0.8, 3))
    return replace(tenure, of=None)
