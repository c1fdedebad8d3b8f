"""Names with several readings: ambiguity.jsonl has sentences with [[the mention]] and what it means there.

A reading is the prefixed IRI of an entity, "none" (no thing of that name that the authority knows), or "unsure"
(two are as likely, and the program must say so). Rows that `fails` explains are not read right yet.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from missiongraph import annotate, extract
from missiongraph.authority import Authority, Entry, fold, load
from missiongraph.clean import clean
from missiongraph.extract import names
from missiongraph.model import Node, Release, Statement
from missiongraph.resolve.judge import Choice, Context, choose
from missiongraph.resolve.linker import Linker
from missiongraph.terms import iri

FLOOR = 0.95


@dataclass(frozen=True, slots=True)
class Row:
    title: str
    text: str
    published: str
    reading: str
    fails: str = ""

    @property
    def plain(self) -> str:
        return self.text.replace("[[", "").replace("]]", "")

    @property
    def surface(self) -> str:
        return self.text[self.text.index("[[") + 2 : self.text.index("]]")]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the line made of a mention: the statements and names that touch it, and the readings it could have."""

    mentions: tuple[Statement, ...]
    names: tuple[names.Name, ...]
    readings: frozenset[str]
    exact: tuple[int, int]

    def linked(self) -> set[str]:
        return {m.object.iri for m in self.mentions if isinstance(m.object, Node) and m.object.iri}

    def of_that_name(self) -> set[str]:
        """What the mention was linked to among the things that bear its name."""
        return self.linked() & self.readings


ROWS = [Row(**json.loads(line)) for line in (Path(__file__).parent / "ambiguity.jsonl").read_text("utf-8").splitlines()]


def run(rows: list[Row]) -> list[Outcome]:
    authority, nlp = load(), annotate.load()
    linker = Linker(authority)
    releases = [
        clean(Release(f"row-{i}", r.plain, r.title, date.fromisoformat(r.published))) for i, r in enumerate(rows)
    ]
    docs = annotate.docs(nlp, releases)
    out: list[Outcome] = []
    for row, (doc, release) in zip(rows, docs, strict=True):
        begin = release.text.index(row.plain) + row.text.index("[[")
        end = begin + len(row.surface)
        assert release.text[begin:end] == row.surface
        said = [linker.apply(s) for s in extract.statements(doc, release, authority) if s.predicate == "mentions"]
        out.append(
            Outcome(
                tuple(m for m in said if m.begin < end and begin < m.end),
                tuple(
                    n
                    for n in names.find(doc, doc.text, authority, int(row.published[:4]))
                    if n.begin < end and begin < n.end
                ),
                frozenset(e.iri for e in authority.by_label[fold(row.surface)]),
                (begin, end),
            )
        )
    return out


@pytest.fixture(scope="session")
def outcomes() -> dict[str, Outcome]:
    return {row.text: outcome for row, outcome in zip(ROWS, run(ROWS), strict=True)}


def agrees(row: Row, outcome: Outcome) -> bool:
    if row.reading == "none":
        whole = {
            m.object.iri for m in outcome.mentions if isinstance(m.object, Node) and (m.begin, m.end) == outcome.exact
        }
        return not outcome.of_that_name() and not any(i in load().entries for i in whole)
    if row.reading == "unsure":
        return not outcome.of_that_name() and any(n.reason.startswith("unsure: ") for n in outcome.names)
    return iri(row.reading) in outcome.linked()


def case(row: Row) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=row.fails)] if row.fails else []
    return pytest.param(row, marks=marks, id=f"{row.surface}, {row.published}: {row.reading}")


@pytest.mark.parametrize("row", [case(r) for r in ROWS])
def test_reading(row: Row, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[row.text]
    assert agrees(row, outcome), [(m.object.iri, m.object.link) for m in outcome.mentions if isinstance(m.object, Node)]


def test_the_table_is_read_well(outcomes: dict[str, Outcome]) -> None:
    right = sum(agrees(row, outcomes[row.text]) for row in ROWS)
    print(f"{right} of {len(ROWS)} ambiguous mentions read right")
    assert len(ROWS) >= 90
    assert right / len(ROWS) >= FLOOR


def test_the_table_asks_for_every_kind_of_answer() -> None:
    kinds = [row.reading.partition(":")[0] for row in ROWS]
    assert kinds.count("none") >= 20
    assert kinds.count("unsure") >= 3
    assert {"craft", "vehicle", "mission", "module", "station", "facility", "person", "place", "payload"} <= set(kinds)
    assert len({row.text for row in ROWS}) == len(ROWS)


# Reasons, as `link` and `show` print them.


def judged(label: str, text: str, year: int | None = None, *, authority: Authority | None = None) -> Choice:
    """The choice for the mention in [[...]] among all that bear its name."""
    before, surface, after = re.split(r"\[\[|\]\]", text)
    words = frozenset(w.casefold() for w in re.findall(r"[A-Za-z]+", before + surface + after))
    assert surface == label
    entries = tuple((authority or load()).by_label[fold(label)])
    return choose(entries, Context(surface, before[-60:], after[:40], words, year, frozenset()))


@pytest.mark.parametrize(
    ("text", "entry", "reason"),
    [
        (
            "The crew of space shuttle [[Endeavour]] landed.",
            "craft:space-shuttle-endeavour",
            "preceded by “space shuttle”",
        ),
        ("They undocked in the Crew Dragon [[Endeavour]].", "craft:dragon-endeavour", "preceded by “Dragon”"),
        ("The [[Antares]] rocket stood on its pad.", "vehicle:antares", "followed by “rocket”"),
        ("The forward port of [[Harmony]] is free.", "module:harmony", "the release speaks of “forward”"),
        ("They rode in [[Freedom]].", "craft:dragon-freedom", "preceded by “rode in”"),
        ("They met in [[Georgia]], in Tbilisi.", "place:georgia-country", "the release speaks of “tbilisi”"),
        ("It was built before [[Zarya]] flew.", "module:zarya", "the name of nothing else"),
    ],
)
def test_a_choice_says_why(text: str, entry: str, reason: str) -> None:
    choice = judged(text[text.index("[[") + 2 : text.index("]]")], text)
    assert choice.entry is not None
    assert (choice.entry.iri, choice.reason) == (iri(entry), reason)


def test_nothing_speaks_for_a_word() -> None:
    choice = judged("Freedom", "[[Freedom]] is for all of us.")
    assert choice.entry is None
    assert choice.reason == "nothing near the name speaks for this reading"


def test_two_are_as_likely() -> None:
    choice = judged("Gregory Johnson", "Astronaut [[Gregory Johnson]] came to the fair.")
    assert choice.entry is None
    assert choice.reason == "unsure: Gregory C. Johnson or Gregory H. Johnson"


@pytest.mark.parametrize(
    ("year", "reading"), [(1972, "craft:lunar-module-challenger"), (1985, "craft:space-shuttle-challenger")]
)
def test_the_year_decides_between_namesakes(year: int, reading: str) -> None:
    choice = judged("Challenger", "They went home aboard [[Challenger]].", year)
    assert choice.entry is not None
    assert choice.entry.iri == iri(reading)


def entry(name: str, **facts: tuple[str, ...]) -> Entry:
    return Entry(f"https://example.org/{name}", "Spacecraft", name.title(), (), (), facts)


def test_a_lone_ambiguous_word_needs_more_than_a_hint() -> None:
    sparrow = entry("sparrow", ambiguous=("true",), contextWord=("probe",))
    assert choose([sparrow], Context("Sparrow", "The ", " sang", frozenset({"sang"}), None, frozenset())).entry is None
    assert (
        choose([sparrow], Context("Sparrow", "The ", " sent data", frozenset({"probe"}), None, frozenset())).entry
        == sparrow
    )


def test_a_name_of_one_thing_needs_no_cue() -> None:
    sparrow = entry("sparrow")
    assert choose([sparrow], Context("Sparrow", "", "", frozenset(), None, frozenset())) == Choice(
        sparrow, 1.0, "the name of nothing else"
    )


def test_words_that_speak_against_outweigh_one_hint() -> None:
    sparrow = entry("sparrow", ambiguous=("true",), contextWord=("probe",))
    words = frozenset({"probe"})
    assert (
        choose([sparrow], Context("Sparrow", "the constellation of ", " rises", words, None, frozenset())).entry is None
    )


def test_a_reading_before_its_time_loses() -> None:
    old, new = entry("old", activeFrom=("1970",)), entry("new", activeFrom=("2020",))
    assert choose([new, old], Context("Wren", "", "", frozenset(), 1990, frozenset())).entry == old
    assert choose([new, old], Context("Wren", "", "", frozenset(), None, frozenset())).entry is None
