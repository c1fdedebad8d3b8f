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
from missiongraph.terms import iri, release_iri


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
            (
                "Docking",
                DONE,
                [("spacecraft", HERON_5), ("module", PORT), ("station", HALO), ("time", day("2031-06-16"))],
            ),
            ("Landing", OFF, [("spacecraft", HERON_5), ("time", day("2031-12-01"))]),
            ("Landing", SOON, [("spacecraft", HERON_5), ("time", day("2031-12-05"))]),
            (
                "Spacewalk",
                DONE,
                [("participant", MARSH), ("time", day("2031-07-01")), ("duration", Literal("PT5H", "duration"))],
            ),
        ),
        tell(
            "demo/six",
            date(2032, 1, 10),
            (
                "Landing",
                DONE,
                [("participant", QUIST), ("spacecraft", HERON_5), ("place", STEPPE), ("time", day("2031-12-06"))],
            ),
            (
                "CommandHandover",
                DONE,
                [("fromPerson", BRANDT), ("toPerson", QUIST), ("station", HALO), ("time", day("2031-08-01"))],
            ),
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


ANSWERS: dict[str, tuple[dict[str, str], list[tuple[str, ...]]]] = {
    "aboard-on": (
        {"on": "2031-07-10"},
        [
            ("Halo Station", "Ada Quist", "2031-06-16", "2031-12-06", "occurred"),
            ("Halo Station", "Cole Marsh", "2031-06-16", "", ""),
        ],
    ),
    "ages-at-launch": (
        {},
        [
            ("Cole Marsh", "1988", "2031", "43"),
        ],
    ),
    "backups-who-flew": (
        {},
        [
            ("Cole Marsh", "Ada Quist", "Heron 5", "2031-06-14"),
            ("Cole Marsh", "Ada Quist", "Tide Three", "2031-06-14"),
        ],
    ),
    "bound-for": (
        {},
        [
            ("Halo Station", "Heron 5", "occurred"),
        ],
    ),
    "builders": (
        {},
        [
            ("Kestrel Works", "spacecraft", "Heron 4"),
        ],
    ),
    "confirmed": (
        {"thing": "Ada Quist"},
        [
            ("Ada Quist", "memberOf", "Ostland Space Agency", "occurred", "2"),
        ],
    ),
    "crew-by-leg": (
        {},
        [
            ("Heron 4", "docking", "2030-11-01", "Ada Quist"),
            ("Heron 4", "docking", "2030-11-01", "Jon Vale"),
            ("Heron 4", "launch", "2030-11-01", "Ada Quist"),
            ("Heron 4", "launch", "2030-11-01", "Jon Vale"),
            ("Heron 4", "undocking", "2031-05-06", "Mira Tarn"),
            ("Heron 4", "landing", "2031-05-06T09:12Z", "Jon Vale"),
            ("Heron 4", "landing", "2031-05-06T09:12Z", "Mira Tarn"),
            ("Heron 5", "launch", "2031-06-14", "Ada Quist"),
            ("Heron 5", "launch", "2031-06-14", "Cole Marsh"),
            ("Heron 5", "landing", "2031-12-06", "Ada Quist"),
        ],
    ),
    "crewmates": (
        {"person": "Vale"},
        [
            ("Jon Vale", "Ada Quist", "Heron 4"),
            ("Jon Vale", "Mira Tarn", "Heron 4"),
        ],
    ),
    "crews-of-missions": (
        {},
        [
            ("Tide Three", "Ada Quist", "", "occurred"),
            ("Tide Three", "Cole Marsh", "", "occurred"),
            ("Tide Two", "Jon Vale", "flight engineer", "occurred"),
        ],
    ),
    "disagreements": (
        {},
        [
            ("Heron 5", "docking", "2031-06-15", "demo/four", "2031-06-16", "demo/five"),
        ],
    ),
    "distinctions": (
        {},
        [
            ("Mira Tarn", "first by an Ostlander", "demo/one"),
        ],
    ),
    "docking-ports": (
        {},
        [
            ("Halo Station", "Port One", "2030-11-01", "Heron 4", "docking"),
            ("Halo Station", "Port One", "2031-05-06", "Heron 4", "undocking"),
            ("Halo Station", "Port One", "2031-06-16", "Heron 5", "docking"),
        ],
    ),
    "evidence": (
        {"thing": "Jon Vale", "predicate": "nationality"},
        [
            (
                "nationality",
                "Norden",
                "occurred",
                "demo/one",
                "Vale, a Norden citizen, was a flight engineer of Tide Two.",
            ),
        ],
    ),
    "facilities-in": (
        {"place": "Lund"},
        [
            ("North Hall",),
            ("Quay",),
        ],
    ),
    "facts-about": (
        {"thing": "Mira Tran"},
        [
            ("birthDate", "1990-03-03", "occurred", "1"),
            ("birthPlace", "Lund", "occurred", "1"),
            ("distinction", "first by an Ostlander", "occurred", "1"),
            ("duration", "P6M", "occurred", "1"),
            ("flewOn", "Heron 4", "occurred", "1"),
            ("flightNumber", "2", "occurred", "1"),
            ("handedCommandTo", "Ilja Brandt", "occurred", "1"),
            ("landingPlace", "Grey Steppe", "occurred", "1"),
            ("landingTime", "2031-05-06T09:12Z", "occurred", "1"),
            ("memberOf", "Ostland Space Agency", "occurred", "1"),
            ("spacewalkCount", "2", "occurred", "1"),
            ("spacewalkDuration", "PT6H42M", "occurred", "1"),
            ("spacewalkTime", "2031", "occurred", "1"),
            ("stayedOn", "Halo Station", "occurred", "1"),
            ("undockedFrom", "Halo Station", "occurred", "1"),
            ("undockedFrom", "Port One", "occurred", "1"),
            ("undockingTime", "2031-05-06", "occurred", "1"),
            ("workedOn", "Sky Arm", "occurred", "1"),
        ],
    ),
    "first-flights": (
        {},
        [
            ("Ada Quist", "planned", "demo/two"),
        ],
    ),
    "flights-of-craft": (
        {"craft": "Heron 5"},
        [
            ("2031-06", "launch", "planned", "Pad 2", "demo/two"),
            ("2031-06-01", "launch", "cancelled", "", "demo/two"),
            ("2031-06-12", "docking", "planned", "Halo Station, Port One", "demo/two"),
            ("2031-06-14", "launch", "occurred", "Pad 2", "demo/four"),
            ("2031-06-15", "docking", "occurred", "Halo Station", "demo/four"),
            ("2031-06-16", "docking", "occurred", "Halo Station, Port One", "demo/five"),
            ("2031-12-01", "landing", "cancelled", "", "demo/five"),
            ("2031-12-05", "landing", "planned", "", "demo/five"),
            ("2031-12-06", "landing", "occurred", "Grey Steppe", "demo/six"),
        ],
    ),
    "handovers": (
        {},
        [
            ("Halo Station", "", "Mira Tarn", "Ilja Brandt", "demo/one"),
            ("Halo Station", "2031-08-01", "Ilja Brandt", "Ada Quist", "demo/six"),
        ],
    ),
    "landings-by-place": (
        {},
        [
            ("Grey Steppe", "2031-05-06T09:12Z", "Heron 4"),
            ("Grey Steppe", "2031-12-06", "Heron 5"),
        ],
    ),
    "launches-by-site-and-year": (
        {},
        [
            ("Pad 2", "2030", "1"),
            ("Pad 2", "2031", "1"),
        ],
    ),
    "launches-by-vehicle": (
        {},
        [
            ("Swift", "2030-11-01", "Heron 4"),
            ("Swift", "2031-06-14", "Heron 5"),
            ("Swift", "2031-06-14", "Tide Three"),
        ],
    ),
    "modules": (
        {},
        [
            ("Halo Station", "Port One", "module"),
        ],
    ),
    "nationalities-by-decade": (
        {},
        [
            ("2030s", "Norden", "1"),
        ],
    ),
    "only-in-release": (
        {"release": "demo/six"},
        [
            ("Ada Quist", "duration", "P175D", "occurred"),
            ("Ada Quist", "landingPlace", "Grey Steppe", "occurred"),
            ("Ada Quist", "landingTime", "2031-12-06", "occurred"),
            ("Cole Marsh", "spacewalkTime", "2031-07-01T10:00Z", "occurred"),
            ("Cole Marsh", "workedOn", "Sky Arm", "occurred"),
            ("Heron 5", "landingPlace", "Grey Steppe", "occurred"),
            ("Heron 5", "landingTime", "2031-12-06", "occurred"),
            ("Ilja Brandt", "handedCommandTo", "Ada Quist", "occurred"),
        ],
    ),
    "people-of-agencies": (
        {},
        [
            ("Ostland Space Agency", "Ada Quist", "2"),
            ("Ostland Space Agency", "Mira Tarn", "1"),
        ],
    ),
    "planned-after": (
        {"after": "2031-06-10"},
        [
            ("2031-06-12", "docking", "Heron 5", "demo/two"),
            ("2031-12-05", "landing", "Heron 5", "demo/five"),
        ],
    ),
    "plans-and-outcomes": (
        {},
        [
            ("Heron 5", "launch", "2031-06", "occurred", "2031-06-14"),
            ("Tide Three", "launch", "2031-06", "occurred", "2031-06-14"),
            ("Heron 5", "docking", "2031-06-12", "occurred", "2031-06-15"),
            ("Heron 5", "landing", "2031-12-05", "occurred", "2031-12-06"),
        ],
    ),
    "postponements": (
        {},
        [
            ("Heron 5", "landing", "2031-12-01", "2031-12-05", "planned", "demo/five"),
            ("Heron 5", "launch", "2031-06-01", "", "", "demo/two"),
        ],
    ),
    "releases-that-mention": (
        {"thing": "heron-4"},
        [
            ("2030-11-02", "demo/three", "Heron 4 flies"),
            ("2031-05-20", "demo/one", "Tarn crew lands in Ostland"),
        ],
    ),
    "roles-of-person": (
        {"person": "Cole Marsh"},
        [
            ("deputy director", "Ostland Space Agency", "occurred", "", "2033", "2031-05-30", "demo/two"),
        ],
    ),
    "selections": (
        {},
        [
            ("Ostland Space Agency", "2025", "astronaut", "Ada Quist"),
        ],
    ),
    "sent-by-agency": (
        {"agency": "OSA"},
        [
            ("Ada Quist", "2030-11-01", "2"),
        ],
    ),
    "spacewalks-per-person": (
        {},
        [
            ("Mira Tarn", "2", "402", "6 h 42 min"),
            ("Cole Marsh", "1", "300", "5 h 0 min"),
        ],
    ),
    "station-commanders": (
        {},
        [
            ("Halo Station", "2031-05", "Ilja Brandt", "occurred", "demo/one"),
            ("Halo Station", "", "Mira Tarn", "occurred", "demo/one"),
            ("Halo Station", "2031-08-01", "Ada Quist", "occurred", "demo/six"),
            ("Halo Station", "", "Ilja Brandt", "occurred", "demo/six"),
        ],
    ),
    "stays-by-length": (
        {},
        [
            ("Mira Tarn", "P6M", "180", "demo/one"),
            ("Ada Quist", "P175D", "175", "demo/six"),
        ],
    ),
    "unknown-people": (
        {},
        [
            ("Ada Quist", "demo/four"),
            ("Ada Quist", "demo/six"),
            ("Ada Quist", "demo/three"),
            ("Ada Quist", "demo/two"),
            ("Cole Marsh", "demo/five"),
            ("Cole Marsh", "demo/four"),
            ("Cole Marsh", "demo/six"),
            ("Cole Marsh", "demo/three"),
            ("Cole Marsh", "demo/two"),
            ("Jon Vale", "demo/one"),
            ("Jon Vale", "demo/three"),
            ("Mira Tarn", "demo/one"),
        ],
    ),
    "visitors": (
        {},
        [
            ("Halo Station", "Ada Quist"),
            ("Halo Station", "Ilja Brandt"),
            ("Halo Station", "Jon Vale"),
            ("Halo Station", "Mira Tarn"),
        ],
    ),
}


def bound(store, name) -> str:
    return query.saved(name).bound(store, ANSWERS[name][0])


def plain(rows) -> list[tuple[str, ...]]:
    return [tuple("" if term is None else str(term) for term in row) for row in rows]


def test_there_are_enough_questions_and_each_has_an_answer_worked_out_by_hand() -> None:
    assert set(ANSWERS) == set(query.questions())
    assert len(ANSWERS) >= 27


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_the_one_worked_out_by_hand(store, name) -> None:
    assert list(query.answer(store, bound(store, name)).rows) == ANSWERS[name][1]


@pytest.fixture(scope="module")
def graph(store, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "graph.ttl"
    with path.open("wb") as out:
        export.graph_turtle(store, out)
    return rdflib.Graph().parse(path)


# What only the authority knows is not in an export of what the releases say.
OF_THE_AUTHORITY = {"ages-at-launch"}


@pytest.mark.parametrize("name", sorted(set(ANSWERS) - OF_THE_AUTHORITY))
def test_rdflib_finds_the_same_in_the_exported_graph(store, graph, name) -> None:
    assert plain(graph.query(bound(store, name))) == ANSWERS[name][1]


@pytest.fixture(scope="module")
def database(tmp_path_factory, authority):
    path = tmp_path_factory.mktemp("database") / "store"
    with Store(path) as store:
        store.replace({release_iri(r.id): factory.emit.quads(r, s) for r, s in archive()})
        store.load_turtle(authority, iri(AUTHORITY))
        store.flush()
    dataset = rdflib.Dataset(store="Oxigraph")
    dataset.open(str(path))
    yield dataset
    dataset.close()


@pytest.mark.parametrize("name", ANSWERS)
def test_rdflib_opens_the_database_and_finds_the_same(store, database, name) -> None:
    assert plain(database.query(bound(store, name))) == ANSWERS[name][1]


def asked(name, given, *facts):
    """The rows of a question to one release that tells these facts."""
    release, said = tell("demo/own", date(2031, 9, 1), *facts)
    with Store() as store:
        store.replace({release_iri(release.id): factory.emit.quads(release, said)})
        return list(query.answer(store, query.saved(name).bound(store, given)).rows)


def leg(kind, when, *slots):
    return kind, DONE, [("participant", MARSH), ("spacecraft", HERON_5), ("time", day(when)), *slots]


def test_a_total_of_spacewalks_counts_the_single_ones_in() -> None:
    total = ("Spacewalk", DONE, [("participant", MARSH), ("count", 9), ("duration", Literal("P1DT6H5M", "duration"))])
    month = ("Spacewalk", DONE, [("participant", MARSH), ("time", Literal("2031-07", "gYearMonth")), ("count", 2)])
    single = ("Spacewalk", DONE, [("participant", MARSH), ("time", day("2031-07-01"))])
    assert asked("spacewalks-per-person", {}, total, single) == [("Cole Marsh", "9", "1805", "30 h 5 min")]
    assert asked("spacewalks-per-person", {}, month, single) == [("Cole Marsh", "2", "", "")]


def test_a_move_to_another_port_is_neither_an_arrival_nor_a_departure() -> None:
    came = leg("Docking", "2031-06-15", ("station", HALO))
    moved = leg("Undocking", "2031-07-01", ("station", HALO)), leg("Docking", "2031-07-01", ("station", HALO))
    row = ("Halo Station", "Cole Marsh", "2031-06-15")
    assert asked("aboard-on", {"on": "2031-08-01"}, came, *moved) == [(*row, "", "")]
    due = ("Landing", SOON, [("participant", MARSH), ("time", Literal("2031-08", "gYearMonth"))])
    assert asked("aboard-on", {"on": "2031-08-01"}, came, *moved, due) == [(*row, "2031-08", "planned")]
    assert asked("aboard-on", {"on": "2031-09-01"}, came, *moved, due) == []
    assert asked("aboard-on", {"on": "2032-09-15"}, came, *moved) == []


def test_a_launch_that_failed_is_no_arrival() -> None:
    up, stay = leg("Launch", "2031-06-14"), (MARSH, "stayedOn", HALO)
    assert asked("aboard-on", {"on": "2031-06-20"}, up, stay) == [("Halo Station", "Cole Marsh", "2031-06-14", "", "")]
    assert asked("aboard-on", {"on": "2031-06-20"}, up, stay, leg("Landing", "2031-06-14")) == []


@pytest.mark.parametrize("name", [n for n, q in query.questions().items() if q.parameters])
def test_parameters_are_declared_bound_and_of_a_known_kind(name) -> None:
    question = query.saved(name)
    kinds = {"day", "number", "predicate", "release", "Entity", *parameters.ENTITY_TYPES}
    for parameter in question.parameters:
        assert set(parameter.kinds) <= kinds
        assert parameter.help
        assert f"VALUES ?{parameter.name} {{ " in question.sparql


@pytest.mark.parametrize(
    ("name", "given", "rows"),
    [
        ("crewmates", {"person": "Kit Orr"}, 0),
        ("crewmates", {}, 8),
        ("aboard-on", {"on": "2031-01-01"}, 2),
        ("aboard-on", {"on": "2031-01-01", "station": "halo"}, 2),
        ("aboard-on", {"on": "2030-10-31"}, 0),
        ("planned-after", {"after": "2031-12-06"}, 0),
        ("evidence", {"thing": "Jon Vale"}, 11),
        ("launches-by-site-and-year", {"site": "Lund"}, 0),
        ("confirmed", {"thing": "Jon Vale"}, 1),
        ("confirmed", {"thing": "Heron 5"}, 1),
        ("confirmed", {"thing": "Mira Tarn"}, 0),
    ],
)
def test_parameters_narrow_the_answer(store, name, given, rows) -> None:
    assert len(query.answer(store, query.saved(name).bound(store, given)).rows) == rows


@pytest.mark.parametrize(
    "said", ["Mira Tarn", "mira tarn", "Captain Tarn", "Mira Tran", "МИРА ТАРН", "person:mira-tarn", TARN.iri]
)
def test_any_name_of_a_person_will_do(store, said) -> None:
    sparql = query.saved("distinctions").bound(store, {"person": said})
    assert [row[0] for row in query.answer(store, sparql).rows] == ["Mira Tarn"]


@pytest.mark.parametrize(
    ("name", "given", "code", "words"),
    [
        ("crewmates", {"boat": "x"}, "Q004", "`boat`; known: person"),
        ("first-flights", {"person": "x"}, "Q004", "known: none"),
        ("flights-of-craft", {}, "Q005", "--param craft=Spacecraft: the craft"),
        ("crewmates", {"person": "Mirra Tarn"}, "Q006", "did you mean Mira Tarn"),
        ("crewmates", {"person": "Zzyzx"}, "Q006", "no Person"),
        ("crewmates", {"person": "Heron 4"}, "Q006", "no Person"),
        ("crewmates", {"person": ""}, "Q006", "no Person"),
        ("crewmates", {"person": "Жанна"}, "Q006", "no Person"),
        ("crewmates", {"person": "Orr"}, "Q007", "person:kim-orr, person:kit-orr"),
        ("aboard-on", {"on": "soon"}, "Q008", "2019-10-03"),
        ("aboard-on", {"on": "2031-02-30"}, "Q008", "on=2031-02-30"),
        ("evidence", {"thing": "Jon Vale", "predicate": "likes"}, "Q008", "memberOf"),
        ("only-in-release", {"release": "demo/nine"}, "V001", "demo/nine"),
    ],
)
def test_what_is_wrong_with_a_parameter_is_said(store, name, given, code, words) -> None:
    with pytest.raises(Problem, match=code) as raised:
        query.saved(name).bound(store, given)
    assert words in str(raised.value)


@given(
    st.text()
    | st.builds(
        "{}{}{}".format,
        st.sampled_from(["", " ", "<", '"']),
        st.sampled_from(["Mira Tarn", "Jon Vale"]),
        st.sampled_from(["", " ", "> }", '" }']),
    )
)
def test_no_text_gets_into_a_question(store, text) -> None:
    question = query.saved("crewmates")
    terms = {f"VALUES ?person {{ <{thing.iri}> }}" for thing in (TARN, VALE, QUIST, MARSH, BRANDT)}
    try:
        sparql = question.bound(store, {"person": text})
    except Problem:
        return
    assert any(sparql == question.sparql.replace("# VALUES ?person { }", term) for term in terms)


@given(st.from_regex(r"\A[0-9-]{4,10}\Z") | st.text())
def test_days_are_days_or_a_problem(store, text) -> None:
    question = query.saved("planned-after")
    try:
        sparql = question.bound(store, {"after": text})
    except Problem as problem:
        assert problem.code == "Q008"  # noqa: PT017
    else:
        assert sparql == question.sparql.replace('"1957-10-04"', f'"{text}"')
        query.answer(store, sparql)


def test_pairs_are_split_at_the_first_equals_sign() -> None:
    assert query.pairs(["person=Mira Tarn", "a = b=c", "x="]) == {"person": "Mira Tarn", "a": "b=c", "x": ""}
    with pytest.raises(Problem, match="Q009"):
        query.pairs(["person"])


def test_numbers_are_numbers(store) -> None:
    question = query.question("own", "# --param least=number: how many\nSELECT * { # VALUES ?least { }\n}")
    assert "0.5" in question.bound(store, {"least": "0.5"})
    with pytest.raises(Problem, match="Q008"):
        question.bound(store, {"least": "١"})


def test_a_parameter_without_its_place_is_a_mistake_of_the_author() -> None:
    with pytest.raises(ValueError, match="who"):
        query.question("own", "# --param who=Person: whose\nASK {}")


def test_events_flatten_in_questions_as_in_the_fact_view(store) -> None:
    from missiongraph import facts

    view = {(r.subject, r.predicate, r.object, r.status) for r in facts.rows(store) if r.release == "demo/six"}
    left_out = {"flewOn", "crewMemberOf", "stayedOn"}  # of taking part in an event, not of one of its arguments
    told = set(query.answer(store, bound(store, "only-in-release")).rows)
    assert told <= view
    assert {row[1] for row in view - told} <= left_out


def test_the_command_takes_parameters(tmp_path, capsys) -> None:
    from missiongraph.cli import run

    with Store(tmp_path / "store") as store:
        store.replace({release_iri(r.id): factory.emit.quads(r, s) for r, s in archive()})
    asked = ["query", str(tmp_path), "--saved", "crewmates", "--format", "csv", "--param", "person=jon vale"]
    assert run(asked) == 0
    assert capsys.readouterr().out.splitlines() == [
        "who,crewmate,flight",
        "Jon Vale,Ada Quist,Heron 4",
        "Jon Vale,Mira Tarn,Heron 4",
    ]
    assert run([*asked, "--param", "boat=x"]) == 2
    assert "[Q004]" in capsys.readouterr().err
    assert run(["query", "--list"]) == 0
    assert "on=day [station=Station]" in " ".join(capsys.readouterr().out.split())
