"""Every saved question against an answer worked out by hand, on a small archive about invented people."""

from __future__ import annotations

from datetime import date

import oxrdflib  # noqa: F401  (registers the plugin that opens our databases)
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

import factory
from factory import ARM, BRANDT, HALO, HERON_5, MARSH, OSA, PAD, PORT, QUIST, STEPPE, SWIFT, TARN, TIDE_3, VALE
from missiongraph import export, parameters, query
from missiongraph.errors import Problem
from missiongraph.model import Literal
from missiongraph.store import AUTHORITY, Store
from missiongraph.terms import iri, release_iri, shrink


def day(value: str) -> Literal:
    return Literal(value, "dateTime" if "T" in value else "date")


def tell(identifier: str, published: date, *facts):
    """A release of one sentence a fact: (kind, status, [(slot, value), …]) or (subject, predicate, value)."""
    text = f"News of {identifier}\n" + "".join(f"Sentence {number}. \n" for number in range(len(facts)))
    release = factory.release(text, identifier, published=published)
    said = []
    for number, (subject, how, what) in enumerate(facts):
        slots = what if isinstance(subject, str) else [(how, what)]
        node = factory.local(subject, number) if isinstance(subject, str) else subject
        status = how if isinstance(subject, str) else factory.Status.OCCURRED
        said += [factory.say(release, f"Sentence {number}", node, slot, value, status) for slot, value in slots]
    return release, said


DONE, SOON, OFF = factory.Status.OCCURRED, factory.PLANNED, factory.CANCELLED
LAUNCH = [("participant", QUIST), ("participant", MARSH), ("spacecraft", HERON_5), ("mission", TIDE_3)]


def archive():
    """The three releases of the factory, and three that tell how Heron 5 went on."""
    return [
        *factory.archive(),
        tell(
            "demo/four",
            date(2031, 6, 16),
            ("Launch", DONE, [*LAUNCH, ("launchVehicle", SWIFT), ("place", PAD), ("time", day("2031-06-14"))]),
            ("Docking", DONE, [("spacecraft", HERON_5), ("station", HALO), ("time", day("2031-06-15"))]),
            (QUIST, "memberOf", OSA),
            (QUIST, "crewMemberOf", TIDE_3),
        ),
        tell(
            "demo/five",
            date(2031, 11, 20),
            ("Docking", DONE, [("spacecraft", HERON_5), ("module", PORT), ("station", HALO), ("time", day("2031-06-16"))]),
            ("Landing", OFF, [("spacecraft", HERON_5), ("time", day("2031-12-01"))]),
            ("Landing", SOON, [("spacecraft", HERON_5), ("time", day("2031-12-05"))]),
            ("Spacewalk", DONE, [("participant", MARSH), ("time", day("2031-07-01")), ("duration", Literal("PT5H", "duration"))]),
        ),
        tell(
            "demo/six",
            date(2032, 1, 10),
            ("Landing", DONE, [("participant", QUIST), ("spacecraft", HERON_5), ("place", STEPPE), ("time", day("2031-12-06"))]),
            ("CommandHandover", DONE, [("fromPerson", BRANDT), ("toPerson", QUIST), ("station", HALO), ("time", day("2031-08-01"))]),
            ("Spacewalk", DONE, [("participant", MARSH), ("time", day("2031-07-01T10:00Z")), ("target", ARM)]),
            (QUIST, "duration", Literal("P175D", "duration")),
        ),
    ]


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """An authority that knows more than the releases say: questions about releases must not be misled by it."""
    path = tmp_path_factory.mktemp("authority") / "people.ttl"
    path.write_text(
        f"""@prefix mg: <{iri("mg:")}> . @prefix skos: <{iri("skos:")}> . @prefix xsd: <{iri("xsd:")}> .
        <{TARN.iri}> a mg:Person ; skos:prefLabel "Mira Tarn"@en , "Мира Тарн"@ru ; skos:hiddenLabel "Mira Tran"@en ;
          mg:memberOf <{factory.KESTREL.iri}> ; mg:nationality <{factory.OSTLAND.iri}> .
        <{MARSH.iri}> a mg:Person ; skos:prefLabel "Cole Marsh"@en ; mg:birthYear "1988"^^xsd:gYear .
        <{factory.KESTREL.iri}> a mg:Agency ; skos:prefLabel "Kestrel Works"@en .
        <{iri("person:kit-orr")}> a mg:Person ; skos:prefLabel "Kit Orr"@en ; mg:memberOf <{OSA.iri}> .
        <{iri("person:kim-orr")}> a mg:Person ; skos:prefLabel "Kim Orr"@en ; skos:altLabel "Orr"@en .
        <{iri("person:kit-orr")}> skos:altLabel "Orr"@en .
        """,
        "utf-8",
    )
    return path


@pytest.fixture(scope="module")
def store(authority):
    store = factory.store_of(*archive())
    store.load_turtle(authority, iri(AUTHORITY))
    return store


ANSWERS: dict[str, tuple[dict[str, str], list[tuple[str, ...]]]] = {}
