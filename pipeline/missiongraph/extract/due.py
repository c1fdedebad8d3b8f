"""Which flights are still to come, and that what is said of them is planned, whatever the tense of the sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Tenure, Value
from missiongraph.extract.patterns import in_crew
from missiongraph.extract.prominence import is_flight
from missiongraph.model import Status

__all__ = ["commanded", "dated", "flights"]

_FOLLOWS_MISSION = frozenset({"crewMemberOf", "usesSpacecraft", "launchVehicle", "destination", "duration"})
_CREW_OF_CRAFT = frozenset({"craft-crew-names", "craft-flown-by", "crew-of-craft-is", "crew-of-craft-apposed"})
"""Constructions that name the crew of a craft without a verb that tells when."""

_ASSIGNS = frozenset(
    {
        "assigned",
        "assigned-to-mission",
        "assigns",
        "body-assigned-to",
        "as-part-of-mission",
        "beside-crewmate",
        "assignment-of",
        "fill-up-crew",
        "fly-on-mission",
        "given-a-seat",
        "join-crew",
        "ready-for",
        "role-on-mission",
    }
)
"""Constructions that name somebody to a flight to come."""


def commanded(held: Iterable[Tenure], document: Document) -> Iterator[int]:
    """Flights in which somebody is to hold a crew position."""
    for t in held:
        planned = t.status is Status.PLANNED and t.of is not None and is_flight(document.entity(t.of))
        if planned and t.of is not None and in_crew(t.role, document.authority):
            yield t.of


def flights(happenings: Iterable[Event], claims: Iterable[Claim], told_so: Iterable[int]) -> frozenset[int]:
    """Missions and craft that have a launch ahead, or a crew assigned to them, and no flight behind them."""
    launched: set[Value] = set()
    claims = list(claims)
    told = [c for c in claims if c.predicate == "crewMemberOf"]
    planned: set[Value] = set(told_so)
    seats = [c for c in claims if c.predicate in ("crewMemberOf", "flewOn") and c.rule in _ASSIGNS]
    planned |= {c.object for c in seats if c.status is Status.PLANNED}
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


def dated(claim: Claim, ahead: frozenset[int], flyers: frozenset[int]) -> Claim:
    """What is said of a mission that has not begun is planned, whatever the tense of the sentence."""
    if (
        claim.predicate == "flightNumber"
        and claim.status is Status.OCCURRED
        and claim.subject in flyers
        and not claim.rule.startswith("first-time-flier")
        and not claim.rule.endswith("-of-old")
    ):
        return replace(claim, status=Status.PLANNED)
    mission = claim.object if claim.predicate in ("crewMemberOf", "flewOn") else claim.subject
    of_craft = claim.rule in _CREW_OF_CRAFT or claim.rule.startswith("craft-as-flight")
    follows = claim.predicate in _FOLLOWS_MISSION or of_craft
    if follows and claim.status is Status.OCCURRED and mission in ahead:
        return replace(claim, status=Status.PLANNED)
    return claim
