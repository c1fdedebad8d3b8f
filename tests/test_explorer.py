"""The explorer without a browser: what its pages are made of, and what the server sends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import factory
from factory import HERON_4, OSA, PAD, QUIST, TARN, VALE
from missiongraph import clean, read
from missiongraph.model import Literal
from missiongraph.resources import ontology
from missiongraph.store import Store
from missiongraph.terms import prefixes, release_iri
from missiongraph.web.explore import asking, crews, pages, wording
from missiongraph.web.explore.catalogue import catalogue
from missiongraph.web.explore.chart import chart
from serving import put, serving

OF_ONE = ("claims", "mentioning", "describe")
"""Queries about one thing."""
SCRIPT, IMAGE = "<script>steal()</script>", '"><img src=x onerror=steal()>'


@pytest.fixture(scope="module")
def store():
    return factory.store_of(*factory.archive())


def landing(name, clock):
    """One of two releases that disagree on when a craft landed."""
    release = factory.release(f"Landed\nHeron 9 touched down at {clock} GMT on 6 May 2031.", f"demo/{name}")
    event, craft = factory.local("Landing"), factory.entity("Spacecraft", "Heron 9")
    time = Literal(f"2031-05-06T{clock}Z", "dateTime")
    return release, [factory.say(release, "Heron", event, s, v) for s, v in (("spacecraft", craft), ("time", time))]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Releases whose every field holds a script: read from JSONL as any other, with names of things from their text."""
    folder = tmp_path_factory.mktemp("hostile")
    text = f"Mira {SCRIPT} landed in Heron {IMAGE}.\nShe was the first {SCRIPT} {IMAGE} on board. The crew is well."
    record = {
        "id": f"demo/{SCRIPT}{IMAGE}.json",
        "url": f"javascript:alert(1)//{IMAGE}",
        "title": f"Title {SCRIPT}{IMAGE}",
        "publisher": f"Publisher {SCRIPT}{IMAGE}",
        "published": "2031-05-20",
        "text": text,
    }
    (folder / "releases.jsonl").write_text(json.dumps(record) + "\n", "utf-8")
    (raw,) = read.releases([str(folder / "releases.jsonl")], print)
    release = clean.clean(raw)
    mira = factory.entity("Person", f"Mira {SCRIPT}", aliases=(f"Tarn {IMAGE}",))
    heron = factory.entity("Spacecraft", f"Heron {IMAGE}")
    land, first = factory.local("Landing"), factory.local("Distinction")
    statements = [
        factory.say(release, "Mira", land, "participant", mira, rule=f"rule {SCRIPT}{IMAGE}"),
        factory.say(release, "Mira", land, "spacecraft", heron),
        factory.say(release, "Mira", land, "time", Literal("2031-05-20", "date")),
        factory.say(release, "She", first, "holder", mira),
        factory.say(release, "She", first, "text", f"first {SCRIPT} {IMAGE}"),
        factory.mention(release, f"Mira {SCRIPT}", mira),
        factory.mention(release, f"Heron {IMAGE}", heron),
    ]
    told = [*factory.archive(), *(landing(*each) for each in (("nine", "09:12"), ("ten", "11:30")))]
    with serving(put(folder / "graph", [*told, (release, statements)])) as server:
        yield server, release, mira, heron


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Tarn", "Mira Tarn"),
        ("captain tarn", "Mira Tarn"),
        ("halo", "Halo Station"),
        ("OSA", "Ostland Space Agency"),
        ("mira tran", "Mira Tarn"),
        ("Heron 5", "Heron 5"),
    ],
)
def test_search_finds_by_any_name(store, typed, first):
    assert catalogue(store).search(typed)[0].thing.name == first


@pytest.mark.parametrize("typed", ["", "  ", "-", "zzzzzz", "?{}", "a" * 5000])
def test_search_finds_nothing_without_complaint(store, typed):
    assert catalogue(store).search(typed) == []


def test_names_in_other_scripts_are_found(store):
    named = factory.entity("Person", "Олег Новицкий")
    release = factory.release("Олег Новицкий flew.", "demo/four")
    other = factory.store_of((release, [factory.mention(release, "Олег Новицкий", named)]))
    assert [found.thing.name for found in catalogue(other).search("новицкий")] == ["Олег Новицкий"]


def test_facts_have_every_sentence_that_says_them(store):
    groups = {group.title: group.facts for group in pages.thing(store, "/person/jon-vale").groups}
    crew = groups["Crew of"]
    assert [(fact.what.text, len(fact.sources)) for fact in crew] == [("Tide Two", 2)]
    assert crew[0].since == "2030-11-02"
    for source in crew[0].sources:
        assert store.text(source.edition.iri)[source.begin : source.end] == source.quote
    assert [(fact.what.text, fact.beside.text) for fact in groups["Roles"]] == [("flight engineer", "Tide Two")]


def test_a_things_page_tells_what_points_at_it(store):
    groups = {group.title: group.facts for group in pages.thing(store, "/station/halo-station").groups}
    assert [(f.what.text, f.beside.text, f.note) for f in groups["Roles here"]] == [
        ("Ilja Brandt", "commander", "from May 2031")
    ]
    assert {f.what.text for f in groups["Stayed on board"]} >= {"Mira Tarn", "Jon Vale"}


def test_what_is_planned_or_cancelled_stays_apart(store):
    events = pages.thing(store, "/craft/heron-5").happenings
    assert [(e.kind, e.status, e.time) for e in events] == [
        ("Docking", "planned", "2031-06-12"),
        ("Launch", "cancelled", "2031-06-01"),
        ("Launch", "planned", "2031-06"),
    ]
    facts = [f for g in pages.thing(store, "/person/ada-quist").groups for f in g.facts if f.what.text == "Heron 5"]
    assert {fact.status for fact in facts} == {"planned"}


def test_one_happening_told_twice_is_one(store):
    again = factory.release("Heron 4 landed on 6 May 2031.", "demo/again")
    event = factory.local("Landing")
    told = [
        factory.say(again, "Heron 4", event, "spacecraft", HERON_4),
        factory.say(again, "Heron 4", event, "time", Literal("2031-05-06", "date")),
    ]
    both = factory.store_of(*factory.archive(), (again, told))
    landings = [e for e in pages.thing(both, "/craft/heron-4").happenings if e.kind == "Landing"]
    assert [(e.time, {s.edition.id for s in e.sources}) for e in landings] == [
        ("2031-05-06T09:12:00Z", {"demo/one", "demo/again"})
    ]


def test_a_thing_in_many_releases_has_several_pages():
    """Each tells of its own releases, the latest first, and together they tell all."""
    archive = [landing(f"many/{day:02}", f"{day % 24:02}:00") for day in range(pages.WINDOW + 5)]
    store = factory.store_of(*archive)
    first, second = (pages.thing(store, "/craft/heron-9", number) for number in (1, 2))
    assert [(page.releases.total, len(page.releases.items)) for page in (first, second)] == [(45, 40), (45, 5)]
    told = [{source.edition.id for event in page.happenings for source in event.sources} for page in (first, second)]
    assert [len(ids) for ids in told] == [40, 5]
    assert len(set.union(*told)) == 45
    assert pages.thing(store, "/craft/heron-9", 99).releases.number == 2


def test_crews_are_by_leg(store):
    """Up in Heron 4 went Vale and Quist, down came Tarn and Vale: Tarn and Quist never flew together."""
    picture = crews.around(store, VALE.iri)
    assert {(person.name, shared) for person, shared in picture.fellows(VALE.iri)} == {
        ("Ada Quist", ("Heron 4",)),
        ("Mira Tarn", ("Heron 4",)),
    }
    assert TARN.name not in {person.name for person, _ in picture.fellows(QUIST.iri)}
    assert {point.person.iri for point in crews.everybody(store).points} == {VALE.iri, QUIST.iri, TARN.iri}


def test_the_map_has_positions_from_the_authority():
    site = factory.entity("Facility", "Kennedy Space Center")
    release = factory.release("Heron 4 flew from Kennedy Space Center.", "demo/k")
    event = factory.local("Launch")
    said = [factory.say(release, "Heron", event, s, v) for s, v in (("spacecraft", HERON_4), ("place", site))]
    store = factory.store_of((release, said), *factory.archive())
    store.load_turtle(ontology() / "authority" / "facilities.ttl", prefixes().iri("graph:authority"))
    found = chart(store)
    assert [(s.place.text, s.x, s.y) for s in found.on_map] == [("Kennedy Space Center", 99.35, 61.48)]
    assert {s.place.text for s in found.off_map} == {"Pad 2", "Grey Steppe"}
    pad = next(s for s in found.off_map if s.place.text == PAD.name)
    assert [(m.kind, [f.status for f in m.flights]) for m in pad.marks] == [("Launch", ["occurred", "planned"])]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2031", "2031"),
        ("2031-05", "May 2031"),
        ("2031-05-06", "6 May 2031"),
        ("2031-05-06T09:12:00Z", "6 May 2031, 09:12 UTC"),
        ("2031-05-06T09:12:30Z", "6 May 2031, 09:12:30 UTC"),
        ("2031-13-06", "2031-13-06"),
        ("P1D", "1 day"),
        ("PT6H42M", "6 hours 42 minutes"),
        ("P", "P"),
        ("first Italian", "first Italian"),
    ],
)
def test_values_for_people(text, shown):
    assert wording.value(text) == shown


def test_queries_take_nothing_but_iris():
    with pytest.raises(ValueError, match="IRI"):
        asking.asked("claims", thing="x> ?p ?o } #")
    for path in (ontology() / "queries" / "explore").glob("*.rq"):
        given = {"graph": {"release": TARN.iri}}.get(path.stem, {"thing": TARN.iri} if path.stem in OF_ONE else {})
        ox.Store().query(asking.asked(path.stem, **given), prefixes=dict(prefixes().map))


PATHS = (
    *("/", "/person", "/craft", "/release", "/network", "/map", "/conflicts", "/ask", "/search?q=heron"),
    "/ask?saved=crewmates&person=Tarn",
)


def get(server, path, **headers):
    status, sent, body = server.ask("GET", path, **headers)
    return status, sent, body.decode()


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_whole_and_closed_to_scripts(hostile, path):
    status, headers, body = get(hostile[0], path)
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "</html>" in body
    assert not re.search(
        r"<script>|<script[^>]*>[^<]|\son\w+=\w|style=|https?://(?!w3id|www\.w3)", body.split("<body>")[0]
    )


def test_text_of_releases_is_never_markup(hostile):
    server, release, mira, heron = hostile
    places = [asking.address(release_iri(release.id)), asking.address(mira.iri), asking.address(heron.iri)]
    for path in (
        *places,
        *PATHS,
        "/search?q=" + "%3Cscript%3E%22%3E%3Cimg",
        "/person/%3Cscript%3E",
        "/%22%3E%3Cimg/x/y",
    ):
        status, _, body = get(server, path)
        assert status in (200, 303, 404), path
        assert "steal()" not in re.sub(r"&lt;script&gt;steal\(\)&lt;/script&gt;|onerror=steal\(\)&gt;", "", body), path
        assert "<img" not in body, path
        assert "javascript:" not in "".join(re.findall(r'(?:href|src)="[^"]*', body)), path
    status, _, body = get(server, places[0])
    assert status == 200
    assert "&lt;script&gt;steal()" in body


def test_forms_of_a_thing(hostile):
    server = hostile[0]
    status, headers, body = get(server, "/person/mira-tarn.json")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body)["thing"]["name"] == "Mira Tarn"
    assert get(server, "/person/mira-tarn", Accept="application/json")[2] == body
    for answer in (get(server, "/person/mira-tarn.ttl"), get(server, "/person/mira-tarn", Accept="text/turtle")):
        graph = list(ox.parse(answer[2], format=ox.RdfFormat.TURTLE))
        assert ox.NamedNode(TARN.iri) in {triple.subject for triple in graph}
    status, headers, _ = get(server, "/person/mira-tarn", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert headers["content-type"].startswith("text/html")
    assert "accept" in headers["vary"].lower()


def test_a_release_by_any_spelling_of_its_address(hostile):
    server, release, *_ = hostile
    for path in ("/release/demo%2Fone", "/release/demo/one"):
        assert "Tarn crew lands in Ostland" in re.sub("<[^>]*>", "", get(server, path)[2])
    facts = json.loads(get(server, "/release/demo/one.json")[2])["view"]["facts"]
    assert {f["predicate"] for f in facts} >= {"landingTime", "memberOf"}
    graph = ox.parse(get(server, "/release/demo/one.ttl")[2], format=ox.RdfFormat.TURTLE)
    assert ox.NamedNode(release_iri("demo/one")) in {triple.subject for triple in graph}
    # An id that ends in a suffix is no form of another release.
    own = asking.address(release_iri(release.id))
    assert get(server, own)[1]["content-type"].startswith("text/html")
    assert json.loads(get(server, own + ".json")[2])["edition"]["id"] == release.id


def test_what_is_not_there(hostile):
    for path in ("/person/nobody", "/nothing", "/person/nobody.json", "/release/none", "/release/none.ttl", "/a/b/c"):
        assert get(hostile[0], path)[0] == 404, path
    status, _, body = get(hostile[0], "/person/nobody", Accept="application/json")
    assert (status, json.loads(body)["status"]) == (404, 404)


def test_the_addresses_that_the_documentation_names_are_there(hostile):
    page = (Path(__file__).parents[1] / "docs" / "explorer.md").read_text("utf-8")
    named = [address for row in re.findall(r"^\| (`/.*?) \|", page, re.M) for address in re.findall("`(.*?)`", row)]
    assert len(named) > 12
    for path in (*named, "/craft/heron-4.json", "/conflicts.json", "/search.json?q=heron"):
        assert get(hostile[0], path)[0] == 200, path


def test_conflicts_are_on_the_pages_they_belong_to(hostile):
    found = json.loads(get(hostile[0], "/conflicts.json")[2])
    assert [(d["kind"], d["of"]["text"], d["one"]["value"]["text"]) for d in found if d["kind"] == "conflict"] == [
        ("conflict", "Heron 9", "6 May 2031, 09:12 UTC")
    ]
    for path in ("/craft/heron-9", "/release/demo/nine", "/conflicts?of=/craft/heron-9"):
        text = re.sub(r"<[^>]*>", "", get(hostile[0], path)[2])
        assert "They disagree" in text, path
        assert "touched down at 11:30" in text, path
    assert "They disagree" not in get(hostile[0], "/craft/heron-5")[2]
    assert "javascript:" not in get(hostile[0], "/conflicts?of=javascript:alert(1)")[2]


def test_suggestions(hostile):
    found = json.loads(get(hostile[0], "/search.json?q=hero")[2])
    assert {"name": "Heron 4", "kind": "Spacecraft", "path": "/craft/heron-4", "found": "Heron 4"} in found


def test_browsers_get_the_page_at_the_endpoint(hostile):
    status, headers, _ = hostile[0].ask("GET", "/sparql", Accept="text/html")
    assert (status, headers["location"].endswith("/ask")) == (303, True)


def test_saved_questions_come_with_what_was_given(hostile):
    _, _, body = get(hostile[0], "/ask?saved=crewmates&person=Mira+Tarn")
    assert f"VALUES ?person {{ &lt;{TARN.iri}&gt; }}" in body
    _, _, body = get(hostile[0], "/ask?saved=crewmates&person=%3Cscript%3E")
    assert "nothing in the graph has that name" in body
    assert "<script>" not in body


def test_empty_archive():
    empty = Store()
    assert (pages.front(empty).releases, chart(empty).on_map, crews.everybody(empty).points) == (0, (), ())
    assert pages.thing(empty, OSA.iri) is None
    assert pages.release(empty, "/release/x") is None
