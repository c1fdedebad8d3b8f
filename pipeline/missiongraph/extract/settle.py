"""Each fact once: where the families say it twice, or with two statuses, the surer reading holds."""

from __future__ import annotations

from collections.abc import Iterable

from missiongraph.extract.frames import Claim, Distinction, Event, Tenure, Value
from missiongraph.model import Status

__all__ = ["distinct", "distinguished", "settled"]

_EVENT_SAYS = {"flewOn": "spacecraft", "crewMemberOf": "mission"}


def settled(claims: Iterable[Claim], happenings: Iterable[Event]) -> list[Claim]:
    """Each fact once per status; where an event already says with which status somebody flew, that holds."""
    said: dict[tuple[int, str, Value], set[Status]] = {}
    for event in happenings:
        for predicate, slot in _EVENT_SAYS.items():
            for who in event.values("participant"):
                for value in event.values(slot):
                    if isinstance(who, int):
                        said.setdefault((who, predicate, value), set()).add(event.status)
    best: dict[tuple[int, str, Value, Status], Claim] = {}
    claims = list(claims)
    flying = {who for who, _, _ in said} | {c.subject for c in claims if c.predicate in _EVENT_SAYS}
    on_call = {c.subject for c in claims if c.predicate == "backupFor"} - flying
    for claim in claims:
        if claim.predicate == "flightNumber" and claim.subject in on_call:
            continue  # who stands by and has not flown yet makes no flight
        known = said.get((claim.subject, claim.predicate, claim.object))
        if known and claim.status not in known:
            continue
        key = (claim.subject, claim.predicate, claim.object, claim.status)
        if key not in best or claim.confidence > best[key].confidence:
            best[key] = claim
    return [c for c in best.values() if not _overruled(c, best)]


def _overruled(claim: Claim, best: dict[tuple[int, str, Value, Status], Claim]) -> bool:
    """A membership or flight number said both as done and as planned: the surer reading holds."""
    if claim.status is Status.CANCELLED and claim.predicate == "usesSpacecraft":
        return True
    if claim.rule == "to-stay-for-time" and _there(claim, best):
        return True
    if claim.predicate not in ("crewMemberOf", "flightNumber", "usesSpacecraft", "flewOn", "duration", "launchVehicle"):
        return False
    others = [
        c
        for s in Status
        if s is not claim.status and (c := best.get((claim.subject, claim.predicate, claim.object, s)))
    ]
    return any(
        o.confidence > claim.confidence or (o.confidence == claim.confidence and o.status is Status.PLANNED)
        for o in others
    )


def _there(claim: Claim, best: dict[tuple[int, str, Value, Status], Claim]) -> bool:
    """Whether one of those who are to stay is said to be there already."""
    crew = [c.subject for c in best.values() if c.rule == claim.rule and c.sentence == claim.sentence]
    return any((who, claim.predicate, claim.object, Status.OCCURRED) in best for who in crew)


def distinct(tenures: Iterable[Tenure]) -> list[Tenure]:
    """Each tenure once; one without `of` falls away where the same role is held in something named.

    What one sentence tells both as done and as planned is planned.
    """
    best: dict[tuple[int, str, int | None, Status], Tenure] = {}
    for tenure in tenures:
        key = (tenure.holder, tenure.role, tenure.of, tenure.status)
        if key not in best or tenure.confidence > best[key].confidence:
            best[key] = tenure
    bound = {(t.holder, t.role) for t in best.values() if t.of is not None}
    due = {(t.holder, t.role, t.of, t.sentence) for t in best.values() if t.status is Status.PLANNED}
    return [
        t
        for t in best.values()
        if (t.of is not None or (t.holder, t.role) not in bound)
        and (t.status is Status.PLANNED or (t.holder, t.role, t.of, t.sentence) not in due)
    ]


def distinguished(found: Iterable[Distinction]) -> list[Distinction]:
    """Each distinction once; the longer wording where one holds the other."""
    kept: list[Distinction] = []
    for new in found:
        if any(k.holder == new.holder and new.text in k.text for k in kept):
            continue
        kept = [k for k in kept if not (k.holder == new.holder and k.text in new.text)] + [new]
    return kept
