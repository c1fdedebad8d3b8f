from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from missiongraph import emit
from missiongraph.errors import Problem
from missiongraph.facts import FactRow
from missiongraph.model import Literal, Node, Release, Statement, Status
from missiongraph.show import Mention, View, as_html, as_terminal, segments, view
from missiongraph.store import Store
from missiongraph.terms import release_iri

TEXT = "Ada reaches the Hub\nAda <b>Ray</b> reached the Hub aboard [red]Kite[/red] & stayed.\x1b[2J\n"
ADA = Node("Person:ada ray", "Person", "Ada Ray")
KITE = Node("Spacecraft:kite", "Spacecraft", "Kite <2>")
HUB = Node("Station:hub", "Station", "Hub Station")


def statement(subject, predicate, object_, begin, end, status=Status.OCCURRED):
    return Statement("a/b", subject, predicate, object_, begin, end, "test", 0.9, status)


@pytest.fixture
def store():
    release = Release("a/b", TEXT, "Ada reaches the Hub", url="https://example.org/?a=1&b=2")
    self = Node("release", "Release", "release")
    whole = (TEXT.index("\n") + 1, TEXT.index("stayed."))
    statements = [
        statement(ADA, "flewOn", KITE, *whole),
        statement(ADA, "stayedOn", HUB, *whole, status=Status.PLANNED),
        statement(ADA, "flightNumber", Literal("2", "integer"), *whole),
        statement(self, "mentions", ADA, 0, 3),
        statement(self, "mentions", HUB, TEXT.index("the Hub"), TEXT.index("the Hub") + 7),
        statement(self, "mentions", KITE, TEXT.index("Kite"), TEXT.index("Kite") + 4),
    ]
    with Store() as made:
        made.replace({release_iri("a/b"): emit.quads(release, statements)})
        yield made


def test_view_has_text_mentions_and_facts(store):
    shown = view(store, "a/b")
    assert (shown.title, shown.text) == ("Ada reaches the Hub", TEXT)
    assert [(m.type, m.label, TEXT[m.begin : m.end]) for m in shown.mentions] == [
        ("Person", "Ada Ray", "Ada"),
        ("Station", "Hub Station", "the Hub"),
        ("Spacecraft", "Kite <2>", "Kite"),
    ]
    assert {(f.subject, f.predicate, f.object, f.status) for f in shown.facts} == {
        ("Ada Ray", "flewOn", "Kite <2>", "occurred"),
        ("Ada Ray", "stayedOn", "Hub Station", "planned"),
        ("Ada Ray", "flightNumber", "2", "occurred"),
    }


def test_unknown_release_is_a_problem(store):
    with pytest.raises(Problem, match="V001"):
        view(store, "a/c")


def test_html_escapes_all_text(store):
    page = as_html(view(store, "a/b"))
    assert "<b>" not in page
    assert "Ada &lt;b&gt;Ray&lt;/b&gt; reached" in page
    assert '<mark class="Spacecraft" title="Spacecraft: Kite &lt;2&gt;">Kite</mark>' in page
    assert 'href="https://example.org/?a=1&amp;b=2"' in page
    assert "\x1b" not in page
    stayed = page.split('<tr class="planned"', 1)[1].split("</tr>", 1)[0]
    assert re.findall(r"<td[^>]*>(.*?)</td>", stayed) == ["Ada Ray", "stayed on", "Hub Station", "", "planned", "0.90"]


def test_sentence_stands_once_over_its_facts_and_links_to_the_text_and_back(store):
    page = as_html(view(store, "a/b"))
    begin, end = TEXT.index("\n") + 1, TEXT.index("stayed.")
    text, facts = page.split("<h2>Facts (3)</h2>")
    assert f'<a class="says" id="char={begin},{end}" href="#facts={begin},{end}">Ada &lt;b' in text
    assert facts.count(f'<tbody id="facts={begin},{end}">') == facts.count("<tbody") == 1
    assert facts.count(f'<a href="#char={begin},{end}">Ada &lt;b&gt;Ray') == 1
    assert facts.count('<tr class="occurred"') == 2


def test_a_sentence_that_runs_over_the_title_has_one_anchor():
    fact = FactRow("x", "A", "role", "commander", "occurred", "Hub", "i", None, 0.5, 2, 9, "tle\n\nTwo", "rule")
    page = as_html(View("x", "T", "", "", "", "Title\n\nTwo words.\n\nThree.\n", (), (fact,)))
    assert page.count('id="char=2,9"') == 1
    assert page.count('href="#facts=2,9"') == 2
    assert '<td class="of">of Hub</td>' in page


def test_what_is_meant_but_not_named_has_a_lighter_mark():
    text = "Crew home\nThe crew of MS-1 slept; they woke.\n"
    names = ("The crew", "MS-1", "they")
    crew = [Mention(text.index(n), text.index(n) + len(n), "Person", who, who) for n in names for who in ("Ada", "Bo")]
    page = as_html(View("x", "T", "", "", "", text, tuple(crew)))
    assert '<mark class="Person reference" title="Person: Ada, Bo">The crew</mark>' in page
    assert '<mark class="Person" title="Person: Ada, Bo">MS-1</mark>' in page
    assert '<mark class="Person reference" title="Person: Ada, Bo">they</mark>' in page
    assert page.index('<mark class="reference">meant, not named</mark>') < page.index("<h1>")


def test_html_stands_alone(store):
    page = as_html(view(store, "a/b"))
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="([^"]*)"', page)[0] == "https://example.org/?a=1&amp;b=2"
    assert all(link.startswith("#") for link in re.findall(r'(?:src|href)="([^"]*)"', page)[1:])
    assert not re.search(r"\$[a-z]", page)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", '" onclick="x'])
def test_only_web_addresses_become_links(url):
    page = as_html(View("x", "T", "", url, "", "T\n"))
    assert "<a " not in page
    assert 'onclick="' not in page


def test_terminal_shows_markup_as_text_and_obeys_no_control_character(store):
    console = Console(record=True, width=120, force_terminal=True, file=_Sink())
    console.print(as_terminal(view(store, "a/b")))
    plain = console.export_text(clear=False)
    assert "[red]Kite[/red]" in plain
    assert "\x1b[2J" not in console.export_text(styles=True)
    assert re.search(r"Ada Ray.*flewOn.*Kite <2>.*occurred.*0\.90", plain)


class _Sink:
    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        """Nothing is kept."""


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 40))


@given(st.text(max_size=30), st.lists(SPANS, max_size=8))
def test_segments_are_the_text(text, spans):
    mentions = [Mention(begin, end, "Person", "x", "i") for begin, end in spans]
    pieces = list(segments(text, mentions))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece == text[m.begin : m.end] for piece, m in pieces if m)


@given(st.text(max_size=60))
def test_whatever_a_release_says_the_page_says_the_same(text):
    page = as_html(View("x", "T", "", "", "", "T\n" + text))
    shown = page.split('<div class="text">', 1)[1].split("</div>", 1)[0]
    visible = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "\ufffd", text)
    assert unescape(re.sub(r"</?p>", "", shown)) == visible.strip("\n")


def test_the_longest_of_overlapping_mentions_stands():
    mentions = [
        Mention(0, 3, "Person", "Ada", "a"),
        Mention(0, 7, "Person", "Ada Ray", "b"),
        Mention(4, 9, "Place", "c", "c"),
    ]
    assert [(piece, m.iri if m else None) for piece, m in segments("Ada Ray flew", mentions)] == [
        ("Ada Ray", "b"),
        (" flew", None),
    ]
