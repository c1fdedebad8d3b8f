"""Known craft and missions take part only in what happens in their years."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from missiongraph.authority import load
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.years import in_their_years
from missiongraph.model import Literal, Status

NAMES = (("Mission", "Apollo 11"), ("Mission", "STS-51-L"), ("Spacecraft", "Heron 4"), ("Person", "Mira Tarn"))
THINGS = [SimpleNamespace(index=i, type=kind, name=name, label=name, iri=None) for i, (kind, name) in enumerate(NAMES)]
APOLLO, CHALLENGER, HERON, TARN = range(4)
DOCUMENT = SimpleNamespace(entity=lambda index: THINGS[index], authority=load())


def landing(*, year: str | None, status: Status = Status.OCCURRED) -> Event:
    bearers = (("mission", APOLLO), ("mission", CHALLENGER), ("spacecraft", HERON), ("participant", TARN))
    told = [Filler(slot, value, 1, "hand", 0.9) for slot, value in bearers]
    told += [Filler("time", Literal(year, "gYear"), 1, "hand", 0.9)] if year else []
    return Event("Landing", status, 1, tuple(told))


def test_an_event_of_nobody_else_is_believed():
    told = (Filler("mission", APOLLO, 1, "hand", 0.9), Filler("time", Literal("2019", "gYear"), 1, "hand", 0.9))
    event = Event("Landing", Status.OCCURRED, 1, told)
    assert in_their_years([event], DOCUMENT) == [event]


def left(event: Event) -> set[int]:
    [kept] = in_their_years([event], DOCUMENT)
    return {f.value for f in kept.fillers if isinstance(f.value, int)}


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ("1969", {APOLLO, HERON, TARN}),
        ("1970", {APOLLO, HERON, TARN}),
        ("1971-07-20", {HERON, TARN}),
        ("1986-01", {CHALLENGER, HERON, TARN}),
        ("2031", {HERON, TARN}),
        (None, {APOLLO, CHALLENGER, HERON, TARN}),
    ],
)
def test_a_known_flight_is_no_part_of_what_lies_outside_its_years(year, expected):
    assert left(landing(year=year)) == expected


@pytest.mark.parametrize("status", [Status.PLANNED, Status.CANCELLED])
def test_plans_are_not_held_against_the_record(status):
    assert left(landing(year="2031", status=status)) == {APOLLO, CHALLENGER, HERON, TARN}


def test_the_rest_of_the_event_stays_as_it_is():
    event = landing(year="1986")
    [kept] = in_their_years([event], DOCUMENT)
    assert kept.fillers == tuple(f for f in event.fillers if f.value != APOLLO)
    assert in_their_years([landing(year=None)], DOCUMENT) == [landing(year=None)]
