"""Builders of releases, nodes and statements by hand, and a small archive about invented people."""

from __future__ import annotations

from datetime import date

from missiongraph import emit
from missiongraph.model import Literal, Node, Release, Statement, Status
from missiongraph.store import Store
from missiongraph.terms import entity_iri, release_iri

PLANNED, CANCELLED = Status.PLANNED, Status.CANCELLED


def release(text: str, identifier: str = "demo/one", **values: object) -> Release:
    """A cleaned release; its first line is its title."""
    known = {"title": text.partition("\n")[0], "published": date(2031, 5, 20), **values}
    return Release(id=identifier, text=text, **known)  # type: ignore[arg-type]


def entity(kind: str, name: str, label: str | None = None, aliases: tuple[str, ...] = (), link: str = "") -> Node:
    """An entity as `resolve` hands it on."""
    known = label or name
    reason = link or ("minted" if label is None else f"alias of {label}")
    return Node(f"{kind}:{name.lower()}", kind, name, aliases, entity_iri(kind, known), known, reason)


def local(kind: str, number: int = 1) -> Node:
    """An event, role tenure or distinction: a node of one release."""
    return Node(f"{kind.lower()}-{number}", kind, kind)


def say(
    of: Release,
    sentence: str,
    subject: Node,
    predicate: str,
    value: Node | Literal | str | int,
    status: Status = Status.OCCURRED,
    confidence: float = 0.9,
    rule: str = "hand",
) -> Statement:
    """A statement whose sentence is the first one that starts with these words, up to its full stop."""
    begin = of.text.index(sentence)
    end = of.text.find(".", begin) + 1 or len(of.text)
    if isinstance(value, int):
        value = Literal(str(value), "integer")
    elif isinstance(value, str):
        value = Literal(value)
    return Statement(of.id, subject, predicate, value, begin, end, rule, confidence, status)


def mention(of: Release, words: str, thing: Node) -> Statement:
    """Where a release first names a thing by these words."""
    begin = of.text.index(words)
    node = Node("release", "Release", "")
    return Statement(of.id, node, "mentions", thing, begin, begin + len(words), "hand", 1.0)


def store_of(*archive: tuple[Release, list[Statement]]) -> Store:
    """A store in memory that holds these releases."""
    store = Store()
    store.replace({release_iri(r.id): emit.quads(r, s, "key-1") for r, s in archive})
    return store


RETURN = """Tarn crew lands in Ostland
Mira Tarn and Jon Vale landed in the Grey Steppe on 6 May 2031 at 09:12 GMT in Heron 4.
Captain Tarn of the Ostland Space Agency, born in Lund on 3 March 1990, ended her second flight, of six months.
Heron 4, built by Kestrel Works and run by OSA, had left Port One of Halo Station that day.
Ilya Brandt took command of Halo from Tarn.
Tarn made two spacewalks of 6 hours 42 minutes on the Sky Arm, the first by an Ostlander.
Vale, a Norden citizen, was a flight engineer of Tide Two.
The Quay centre in Lund, Ostland, is run by the agency; its North Hall trained Brandt.
"""

LAUNCH = """Heron 5 to fly in June
Heron 5 will launch on a Swift rocket from Pad 2 in June 2031 with Ada Quist, a first-time flier.
Quist, bound for Halo Station, will stay there for Tide Three, part of the Tide programme.
Cole Marsh is her backup and the deputy director of the agency until 2033.
Heron 5 will dock to Port One on 12 June 2031.
A launch on 1 June was called off.
In 2025 the agency chose Quist as an astronaut.
"""

OUTBOUND = """Heron 4 flies
On 1 November 2030 Jon Vale and Ada Quist of OSA flew in Heron 4 on a Swift from Pad 2 to Port One of Halo Station.
"""

OSA = entity("Agency", "OSA", "Ostland Space Agency", ("the agency",))
KESTREL = entity("Organization", "Kestrel Works")
TARN = entity("Person", "Mira Tarn", aliases=("Captain Tarn", "Tarn"))
VALE = entity("Person", "Jon Vale", aliases=("Vale",))
BRANDT = entity("Person", "Ilya Brandt", "Ilja Brandt", link="fuzzy 0.95")
QUIST = entity("Person", "Ada Quist")
MARSH = entity("Person", "Cole Marsh")
HERON_4, HERON_5 = entity("Spacecraft", "Heron 4"), entity("Spacecraft", "Heron 5")
HALO = entity("Station", "Halo", "Halo Station")
PORT = entity("Module", "Port One")
SWIFT = entity("LaunchVehicle", "Swift")
TIDE_2, TIDE_3, TIDE = entity("Mission", "Tide Two"), entity("Mission", "Tide Three"), entity("Mission", "Tide")
ARM = entity("Payload", "Sky Arm")
QUAY, HALL, PAD = entity("Facility", "Quay"), entity("Facility", "North Hall"), entity("Facility", "Pad 2")
STEPPE, LUND = entity("Place", "Grey Steppe"), entity("Place", "Lund")
OSTLAND, NORDEN = entity("Place", "Ostland"), entity("Place", "Norden")
ENGINEER, DEPUTY = entity("Role", "flight engineer"), entity("Role", "deputy director")
COMMANDER, ASTRONAUT = entity("Role", "commander"), entity("Role", "astronaut")


def landing() -> tuple[Release, list[Statement]]:
    """A return to Earth, told in the past."""
    r = release(RETURN, url="https://example.org/1", publisher="OSA", removed=("Menu", "Like us"))
    land, leave, hand, walk = local("Landing"), local("Undocking"), local("CommandHandover"), local("Spacewalk")
    engineer, first, command = local("RoleTenure"), local("Distinction"), local("RoleTenure", 2)
    return r, [
        *(say(r, "Mira", land, "participant", p) for p in (TARN, VALE)),
        say(r, "Mira", land, "spacecraft", HERON_4),
        say(r, "Mira", land, "place", STEPPE, confidence=0.8),
        say(r, "Mira", land, "time", Literal("2031-05-06T09:12Z", "dateTime"), confidence=0.95),
        say(r, "Captain", TARN, "memberOf", OSA),
        say(r, "Captain", TARN, "name", "Mira Tarn"),
        say(r, "Captain", TARN, "alias", "Captain Tarn"),
        say(r, "Captain", TARN, "birthPlace", LUND),
        say(r, "Captain", TARN, "birthDate", Literal("1990-03-03", "date")),
        say(r, "Captain", TARN, "flightNumber", 2),
        say(r, "Captain", TARN, "duration", Literal("P6M", "duration")),
        say(r, "Heron 4, built", HERON_4, "builtBy", KESTREL),
        say(r, "Heron 4, built", HERON_4, "operatedBy", OSA),
        say(r, "Heron 4, built", leave, "spacecraft", HERON_4),
        say(r, "Heron 4, built", leave, "participant", TARN, confidence=0.6),
        say(r, "Heron 4, built", leave, "station", HALO),
        say(r, "Heron 4, built", leave, "module", PORT),
        say(r, "Heron 4, built", leave, "time", Literal("2031-05-06", "date")),
        say(r, "Heron 4, built", PORT, "partOf", HALO),
        say(r, "Ilya", hand, "fromPerson", TARN),
        say(r, "Ilya", hand, "toPerson", BRANDT),
        say(r, "Ilya", hand, "station", HALO),
        say(r, "Ilya", command, "holder", BRANDT),
        say(r, "Ilya", command, "role", COMMANDER),
        say(r, "Ilya", command, "of", HALO),
        say(r, "Ilya", command, "start", Literal("2031-05", "gYearMonth")),
        say(r, "Tarn made", walk, "participant", TARN),
        say(r, "Tarn made", walk, "station", HALO),
        say(r, "Tarn made", walk, "count", 2),
        say(r, "Tarn made", walk, "duration", Literal("PT6H42M", "duration")),
        say(r, "Tarn made", walk, "target", ARM),
        say(r, "Tarn made", walk, "time", Literal("2031", "gYear")),
        say(r, "Tarn made", first, "holder", TARN),
        say(r, "Tarn made", first, "text", "first by an Ostlander"),
        say(r, "Tarn made", first, "ordinal", 1),
        say(r, "Tarn made", TARN, "workedOn", ARM),
        say(r, "Vale, a", VALE, "nationality", NORDEN),
        say(r, "Vale, a", VALE, "crewMemberOf", TIDE_2),
        say(r, "Vale, a", engineer, "holder", VALE),
        say(r, "Vale, a", engineer, "role", ENGINEER),
        say(r, "Vale, a", engineer, "of", TIDE_2),
        say(r, "The Quay", QUAY, "operatedBy", OSA),
        say(r, "The Quay", QUAY, "locatedIn", LUND),
        say(r, "The Quay", LUND, "locatedIn", OSTLAND),
        say(r, "The Quay", HALL, "partOf", QUAY),
        say(r, "Mira", TARN, "flewOn", HERON_4, confidence=0.5),
        say(r, "Captain", TARN, "stayedOn", HALO, confidence=0.5),
        mention(r, "Mira Tarn", TARN),
        mention(r, "Captain Tarn", TARN),
        mention(r, "Heron 4", HERON_4),
    ]


def launch() -> tuple[Release, list[Statement]]:
    """A launch to come, and an older one called off."""
    r = release(LAUNCH, "demo/two", published=date(2031, 5, 30))
    up, off, dock, chosen, deputy = (
        local("Launch"),
        local("Launch", 2),
        local("Docking"),
        local("Selection"),
        local("RoleTenure"),
    )
    return r, [
        *(
            say(r, "Heron 5 will launch", up, p, v, PLANNED)
            for p, v in (("spacecraft", HERON_5), ("participant", QUIST))
        ),
        say(r, "Heron 5 will launch", up, "mission", TIDE_3, PLANNED),
        say(r, "Heron 5 will launch", up, "launchVehicle", SWIFT, PLANNED),
        say(r, "Heron 5 will launch", up, "place", PAD, PLANNED),
        say(r, "Heron 5 will launch", up, "time", Literal("2031-06", "gYearMonth"), PLANNED),
        say(r, "Heron 5 will launch", HERON_5, "launchVehicle", SWIFT, PLANNED),
        say(r, "Heron 5 will launch", QUIST, "flightNumber", 1, PLANNED),
        say(r, "Quist, bound", HERON_5, "destination", HALO),
        say(r, "Quist, bound", TIDE_3, "partOf", TIDE),
        say(r, "Quist, bound", TIDE_3, "usesSpacecraft", HERON_5, PLANNED),
        say(r, "Quist, bound", QUIST, "stayedOn", HALO, PLANNED),
        say(r, "Cole", MARSH, "backupFor", QUIST),
        say(r, "Cole", deputy, "holder", MARSH),
        say(r, "Cole", deputy, "role", DEPUTY),
        say(r, "Cole", deputy, "of", OSA),
        say(r, "Cole", deputy, "end", Literal("2033", "gYear")),
        say(r, "Heron 5 will dock", dock, "spacecraft", HERON_5, PLANNED),
        say(r, "Heron 5 will dock", dock, "module", PORT, PLANNED),
        say(r, "Heron 5 will dock", dock, "station", HALO, PLANNED),
        say(r, "Heron 5 will dock", dock, "time", Literal("2031-06-12", "date"), PLANNED),
        say(r, "A launch", off, "spacecraft", HERON_5, CANCELLED),
        say(r, "A launch", off, "time", Literal("2031-06-01", "date"), CANCELLED),
        say(r, "In 2025", chosen, "participant", QUIST),
        say(r, "In 2025", chosen, "selectedBy", OSA),
        say(r, "In 2025", chosen, "selectedAs", ASTRONAUT),
        say(r, "In 2025", chosen, "time", Literal("2025", "gYear")),
    ]


def earlier() -> tuple[Release, list[Statement]]:
    """The launch and docking, months before, of the craft that landed: another crew went up in it."""
    r = release(OUTBOUND, "demo/three", published=date(2030, 11, 2))
    up, dock = local("Launch"), local("Docking")
    return r, [
        *(say(r, "On 1", e, "participant", p) for e in (up, dock) for p in (VALE, QUIST)),
        *(say(r, "On 1", e, "spacecraft", HERON_4) for e in (up, dock)),
        say(r, "On 1", up, "launchVehicle", SWIFT),
        say(r, "On 1", up, "place", PAD),
        say(r, "On 1", up, "time", Literal("2030-11-01", "date")),
        say(r, "On 1", dock, "station", HALO),
        say(r, "On 1", dock, "module", PORT),
        say(r, "On 1", dock, "time", Literal("2030-11-01", "date")),
        say(r, "On 1", VALE, "crewMemberOf", TIDE_2),
        say(r, "On 1", QUIST, "memberOf", OSA),
        say(r, "On 1", MARSH, "memberOf", OSA, PLANNED),
    ]


def archive() -> list[tuple[Release, list[Statement]]]:
    """Three releases that use every class, predicate, slot and status."""
    return [landing(), launch(), earlier()]


def crews() -> tuple[tuple[Release, list[Statement]], ...]:
    """Two crews of three that Vale joins, of two agencies; Marsh flew alone."""
    one = release("Tarn, Vale and Quist flew.\nTarn belongs to OSA.\nVale belongs to OSA.\n", "demo/one")
    two = release("Brandt, Vale and Orr flew.\nBrandt is of Nordenfly.\nOrr is of Nordenfly.\n", "demo/two")
    orr, norden = entity("Person", "Kit Orr"), entity("Agency", "Nordenfly")
    up, again, alone = local("Launch"), local("Launch"), local("Launch", 2)
    return (
        (
            one,
            [
                *(say(one, "Tarn, Vale", up, "participant", p) for p in (TARN, VALE, QUIST)),
                say(one, "Tarn, Vale", up, "spacecraft", HERON_4),
                say(one, "Tarn, Vale", up, "time", Literal("2030-01-05", "date")),
                say(one, "Tarn belongs", TARN, "memberOf", OSA),
                say(one, "Vale belongs", VALE, "memberOf", OSA),
            ],
        ),
        (
            two,
            [
                *(say(two, "Brandt, Vale", again, "participant", p) for p in (BRANDT, VALE, orr)),
                say(two, "Brandt, Vale", again, "spacecraft", HERON_5),
                say(two, "Brandt, Vale", again, "time", Literal("2031", "gYear")),
                say(two, "Brandt, Vale", alone, "participant", MARSH),
                say(two, "Brandt, Vale", alone, "spacecraft", entity("Spacecraft", "Kite 1")),
                say(two, "Brandt, Vale", alone, "time", Literal("2031-07", "gYearMonth")),
                say(two, "Brandt is", BRANDT, "memberOf", norden),
                say(two, "Orr is", orr, "memberOf", norden),
                say(two, "Brandt, Vale", VALE, "flightNumber", 3),
            ],
        ),
    )
