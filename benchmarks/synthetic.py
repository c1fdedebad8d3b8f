"""An invented archive as statements, in the shapes and amounts that the corpus has: stores of any size are made of it.

A flight takes seven releases (plan, launch, docking, spacewalk, handover, landing, a portrait of one who flew), so a
thing is spoken of again and again, as in real archives. Each release has some 65 facts, names and mentions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from random import Random

from missiongraph.model import Literal, Node, Release, Statement, Status
from missiongraph.terms import entity_iri

Told = tuple[Release, list[Statement]]

COUNTRIES = 20
FIRST = date(1990, 1, 10)
BETWEEN = timedelta(days=23)
"""From one launch to the next."""
MEN = ("Anton", "Bruno", "Chen", "Dario", "Emil", "Farid", "Goran", "Hiro", "Ivo", "Jonas", "Karim", "Lev")
WOMEN = ("Ada", "Berta", "Clara", "Dora", "Edda", "Freya", "Greta", "Hana", "Ines", "Jana", "Kira", "Lena")


def entity(kind: str, name: str, *aliases: str, link: str = "minted") -> Node:
    return Node(f"{kind}:{name.lower()}", kind, name, aliases, entity_iri(kind, name), name, link)


def archive(releases: int) -> Iterator[Told]:
    """So many releases, always the same."""
    return islice((told for number in count() for told in _flight(number)), releases)


STATIONS = [entity("Station", f"Outpost {name}") for name in ("Alder", "Birch", "Cedar")]
MODULES = [[entity("Module", f"{station.name} Port {n}") for n in range(1, 5)] for station in STATIONS]
PLACES = [entity("Place", f"Land {n}") for n in range(COUNTRIES)]
TOWNS = [entity("Place", f"Town {n}") for n in range(COUNTRIES)]
AGENCIES = [entity("Agency", f"Agency of Land {n}") for n in range(COUNTRIES)]
PADS = [entity("Facility", f"Pad {n}") for n in range(12)]
CENTRES = [entity("Facility", f"Centre {n}") for n in range(12)]
ROCKETS = [entity("LaunchVehicle", f"Swift {n}") for n in range(9)]
MAKERS = [entity("Organization", f"Works {n}") for n in range(9)]
ROLES = [entity("Role", name) for name in ("commander", "flight engineer", "pilot", "director", "astronaut")]


def person(number: int) -> Node:
    """Five in six are as if the authority knew them: in the corpus 238 of 284 are known."""
    names = (MEN, WOMEN)[number % 2]
    name = f"{names[number // 2 % 12]} Tarn{number}"
    return entity(
        "Person", name, f"Tarn{number}", link="exact label; the name of nothing else" if number % 6 else "minted"
    )


class _Teller:
    """Collects what one release says, a sentence for each fact."""

    def __init__(self, identifier: str, title: str, published: date) -> None:
        self.id, self.published, self.random = identifier, published, Random(identifier)
        self.lines, self.said, self.numbers = [title], [], count(1)
        self.length = len(title) + 1

    def say(
        self, subject: Node, *facts: tuple[str, Node | Literal | str | int], status: Status = Status.OCCURRED
    ) -> Node:
        names = [subject.name, *(f[1].name for f in facts if isinstance(f[1], Node))]
        line = f"Of {', '.join(names)} the agency says in so many words what happened on that day. "
        begin, end = self.length, self.length + len(line) - 1
        for predicate, value in facts:
            known = Literal(str(value), "integer") if isinstance(value, int) else value
            known = Literal(known) if isinstance(known, str) else known
            sure = 0.5 + self.random.randrange(50) / 100
            self.said.append(
                Statement(self.id, subject, predicate, known, begin, end, f"rule-{predicate}", sure, status)
            )
        for thing in {n.key: n for n in (subject, *(f[1] for f in facts)) if isinstance(n, Node) and n.iri}.values():
            self._name(thing, begin, end)
        self.lines.append(line)
        self.length += len(line) + 1
        return subject

    def _name(self, thing: Node, begin: int, end: int) -> None:
        release = Node("release", "Release", "")
        self.said.append(
            Statement(self.id, release, "mentions", thing, begin + 3, begin + 3 + len(thing.name), "ner", 1.0)
        )
        self.said.append(Statement(self.id, thing, "name", Literal(thing.name), begin, end, "ner", 1.0))

    def event(self, kind: str, status: Status, *facts: tuple[str, Node | Literal | int]) -> None:
        self.say(Node(f"{kind.lower()}-{next(self.numbers)}", kind, kind), *facts, status=status)

    def done(self) -> Told:
        text = "\n".join(self.lines)
        return Release(
            self.id, text, self.lines[0], self.published, f"https://example.org/{self.id}", "Agency"
        ), self.said


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), "date")


def _moment(day: date, hour: int) -> Literal:
    return Literal(f"{day.isoformat()}T{hour:02}:30Z", "dateTime")


def _flight(number: int) -> Iterator[Told]:  # noqa: PLR0915 - a tale in its order
    random = Random(number)
    crew = [person(3 * number // 2 + n) for n in range(3)]
    craft, mission = entity("Spacecraft", f"Heron {number}"), entity("Mission", f"Tide {number}")
    which = number % 3
    up = FIRST + number * BETWEEN
    down = up + timedelta(days=random.choice((12, 120, 180, 190)))
    walk, rocket, pad = up + timedelta(days=6), ROCKETS[number % 9], PADS[number % 12]
    station, port = STATIONS[which], MODULES[which][number % 4]
    flown = [("participant", p) for p in crew] + [("spacecraft", craft), ("mission", mission)]

    t = _Teller(f"a/{number}/plan", f"{craft.name} to fly", up - timedelta(days=40))
    slip = up - timedelta(days=number % 4)
    t.event("Launch", Status.PLANNED, *flown, ("launchVehicle", rocket), ("place", pad), ("time", _day(slip)))
    if number % 4:
        off = up - timedelta(days=20)
        t.event("Launch", Status.CANCELLED, ("spacecraft", craft), ("participant", crew[0]), ("time", _day(off)))
    t.event("Docking", Status.PLANNED, *flown, ("station", station), ("time", _day(up + timedelta(days=1))))
    t.event("Landing", Status.PLANNED, *flown, ("time", _day(down)))
    t.say(person(number + 1000), ("backupFor", crew[1]))
    t.say(craft, ("builtBy", MAKERS[number % 9]), ("launchVehicle", rocket), ("operatedBy", AGENCIES[number % 20]))
    t.say(craft, ("destination", station), status=Status.PLANNED)
    t.say(mission, ("usesSpacecraft", craft))
    yield _crew(t, crew, mission, number)

    t = _Teller(f"a/{number}/launch", f"{craft.name} lifts off", up)
    t.event("Launch", Status.OCCURRED, *flown, ("launchVehicle", rocket), ("place", pad), ("time", _moment(up, 9)))
    t.event("Docking", Status.PLANNED, *flown, ("station", station), ("time", _day(up + timedelta(days=1))))
    for p in crew:
        t.say(p, ("flewOn", craft), ("flightNumber", 1 + int(p.name[-1]) % 3))
    t.say(pad, ("partOf", CENTRES[number % 12]))
    t.say(CENTRES[number % 12], ("locatedIn", TOWNS[number % 12]), ("operatedBy", AGENCIES[number % 12]))
    t.say(TOWNS[number % 20], ("locatedIn", PLACES[number % 20]))
    yield _crew(t, crew, mission, number)

    t = _Teller(f"a/{number}/docking", f"{craft.name} docks", up + timedelta(days=1))
    t.event(
        "Docking",
        Status.OCCURRED,
        *flown,
        ("station", station),
        ("module", port),
        ("time", _moment(up + timedelta(1), 20)),
    )
    t.event("Launch", Status.OCCURRED, *flown, ("place", pad), ("time", _day(up)))
    t.say(port, ("partOf", station))
    for p in crew:
        t.say(p, ("stayedOn", station))
    yield _crew(t, crew, mission, number)

    t = _Teller(f"a/{number}/walk", f"Spacewalk from {station.name}", walk)
    arm = entity("Payload", f"Sky Arm {which}")
    pair = [("participant", p) for p in crew[:2]]
    length = Literal(f"PT{5 + number % 3}H{10 + number % 40}M", "duration")
    t.event(
        "Spacewalk",
        Status.OCCURRED,
        *pair,
        ("station", station),
        ("target", arm),
        ("duration", length),
        ("time", _day(walk)),
    )
    t.event("Spacewalk", Status.PLANNED, *pair, ("station", station), ("time", _day(walk + timedelta(5))))
    t.say(crew[0], ("workedOn", arm))
    t.say(arm, ("partOf", station))
    first = Literal("first on that side of the station")
    t.event("Distinction", Status.OCCURRED, ("holder", crew[0]), ("text", first), ("ordinal", 1))
    yield _crew(t, crew, mission, number)

    t = _Teller(f"a/{number}/handover", f"New commander of {station.name}", down - timedelta(days=2))
    before = person(3 * (number - 3) // 2 if number > 3 else 5000 + number)
    time = _moment(up + timedelta(days=3), 14)
    t.event(
        "CommandHandover",
        Status.OCCURRED,
        ("fromPerson", before),
        ("toPerson", crew[0]),
        ("station", station),
        ("time", time),
    )
    t.event("RoleTenure", Status.OCCURRED, ("holder", crew[0]), ("role", ROLES[0]), ("of", station), ("start", time))
    yield _crew(t, crew, mission, number)

    t = _Teller(f"a/{number}/landing", f"{craft.name} lands", down)
    t.event("Undocking", Status.OCCURRED, *flown, ("station", station), ("module", port), ("time", _moment(down, 3)))
    t.event("Landing", Status.OCCURRED, *flown, ("place", PLACES[number % 7]), ("time", _moment(down, 7 + number % 2)))
    for p in crew:
        t.say(p, ("duration", Literal(f"P{(down - up).days}D", "duration")))
    t.event("Landing", Status.OCCURRED, ("spacecraft", craft), ("time", _day(down + timedelta(days=number % 2 * 2))))
    yield _crew(t, crew, mission, number)

    t = _Teller(f"a/{number}/portrait", f"{crew[2].name}: a portrait", down + timedelta(days=30))
    someone, born = crew[2], date(1950 + number % 45, 1 + number % 12, 1 + number % 28)
    t.say(someone, ("birthDate", _day(born)), ("birthPlace", TOWNS[number % 20]))
    chosen = Literal(str(born.year + 32), "gYear")
    by = AGENCIES[number % 20]
    t.event(
        "Selection",
        Status.OCCURRED,
        ("participant", someone),
        ("selectedBy", by),
        ("selectedAs", ROLES[4]),
        ("time", chosen),
    )
    t.event("RoleTenure", Status.OCCURRED, ("holder", someone), ("role", ROLES[3]), ("of", by), ("end", chosen))
    t.event("Launch", Status.OCCURRED, ("participant", someone), ("spacecraft", craft), ("time", _day(up)))
    yield _crew(t, crew, mission, number)


def _crew(t: _Teller, crew: list[Node], mission: Node, number: int) -> Told:
    """What almost every release of a flight says again of its crew."""
    for n, p in enumerate(crew):
        t.say(p, ("memberOf", AGENCIES[(number + n) % 20]), ("nationality", PLACES[(number + n) % 20]))
        t.say(p, ("crewMemberOf", mission))
        t.event("RoleTenure", Status.OCCURRED, ("holder", p), ("role", ROLES[n]), ("of", mission))
    return t.done()
