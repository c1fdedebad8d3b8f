"""read: RSS and Atom feeds, whole and broken, an entry at a time."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from missiongraph.read.feeds import entries
from test_read import codes, read

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>News of Testbird</title><link>https://n.example/</link><description>All news</description>
<item><title>Crew &amp;amp; cargo</title><link>https://n.example/1</link><guid isPermaLink="false">tag-1</guid>
  <pubDate>Thu, 06 Feb 2030 23:00:00 GMT</pubDate><description>In short.</description>
  <content:encoded><![CDATA[<p>The crew&nbsp;rests, all of it.</p>]]></content:encoded></item>
<item><title>Two</title><link>https://n.example/2</link><dc:date>2030-02-07</dc:date>
  <description>Only this &eacute;.</description></item>
<item><title>Nothing said</title><link>https://n.example/3</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>urn:feed</id><updated>2030-03-01T00:00:00Z</updated>
<entry><title type="html">Crew &lt;b&gt;rests&lt;/b&gt;</title><id>urn:1</id><link rel="edit" href="https://n.example/edit"/>
  <link href="https://n.example/1"/><published>2030-02-06T10:00:00Z</published><updated>2030-02-09T10:00:00Z</updated>
  <summary>In short.</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The crew <b>rests</b>.</p></div></content></entry>
<entry><title>Two</title><link rel="alternate" href="https://n.example/2"/><updated>2030-02-07T10:00:00Z</updated>
  <content type="html">&lt;p&gt;The crew works.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>News</title></channel>
<item rdf:about="y"><title>One</title><link>https://n.example/1</link><description>The crew rests.</description></item>
</rdf:RDF>"""


def test_rss(tmp_path: Path) -> None:
    path = tmp_path / "news.xml"
    path.write_text(RSS)
    found, failures = read(path)
    assert [(release.id, release.url, release.title, release.published) for release in found] == [
        ("tag-1", "https://n.example/1", "Crew & cargo", date(2030, 2, 6)),
        ("https://n.example/2", "https://n.example/2", "Two", date(2030, 2, 7)),
    ]
    assert "rests, all of it." in found[0].text
    assert found[0].html
    assert found[1].text == "Only this é."
    assert [(failure.code, failure.where) for failure in failures] == [("R005", f"{path}:3")]


def test_atom(tmp_path: Path) -> None:
    (tmp_path / "news.atom").write_text(ATOM)
    found, failures = read(tmp_path)
    assert not failures
    assert [(release.id, release.url, release.title, release.published) for release in found] == [
        ("urn:1", "https://n.example/1", "Crew rests", date(2030, 2, 6)),
        ("https://n.example/2", "https://n.example/2", "Two", date(2030, 2, 7)),
    ]
    assert "<b>rests</b>" in found[0].text
    assert found[1].text == "<p>The crew works.</p>"


@pytest.mark.parametrize("name", ["news.rss", "news.xml.gz", "news"])
def test_rss_1_and_other_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(RDF.encode()) if name.endswith(".gz") else RDF.encode())
    found, failures = read(tmp_path)
    assert not failures
    assert [(release.id, release.title) for release in found] == [("https://n.example/1", "One")]


def test_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ATOM.encode())))
    assert len(read("-")[0]) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    declared = RDF.replace("The crew", "Zoë’s crew" if encoding != "latin-1" else "Zoë and her crew")
    (tmp_path / "x.xml").write_bytes(declared.encode(encoding))
    found, failures = read(tmp_path)
    assert not failures
    assert found[0].text.startswith("Zoë")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("", "R002"),
        ("<html><body><p>no feed</p></body></html>", "R015"),
        ("<urlset><url><loc>https://n.example/</loc></url></urlset>", "R015"),
        ("no markup at all", "R015"),
    ],
)
def test_what_is_no_feed_is_one_failure(tmp_path: Path, data: str, code: str) -> None:
    (tmp_path / "x.xml").write_text(data)
    found, failures = read(tmp_path)
    assert (found, codes(failures)) == ([], [code])


def test_a_feed_that_breaks_off_gives_what_is_whole(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(ATOM[: ATOM.index("The crew works")])
    found, failures = read(tmp_path)
    assert [release.id for release in found] == ["urn:1"]
    assert codes(failures) == ["R015"]


def test_a_feed_so_badly_formed_that_entries_are_lost_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(RSS.replace("<item>", "</titel></chanel></rs><item>", 1))
    found, failures = read(tmp_path)
    assert found == []
    assert codes(failures) == ["R015"]


def test_an_entry_beyond_the_limit_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_text(RSS.replace("all of it", "all of it " * 500))
    found, failures = read(tmp_path, max_bytes=2000)
    assert [release.title for release in found] == ["Two"]
    assert codes(failures) == ["R006", "R005"]


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">',
    ],
)
def test_entities_open_no_file_and_unfold_nothing(tmp_path: Path, head: str) -> None:
    (tmp_path / "x.xml").write_text(RSS.replace('<?xml version="1.0"?>', head).replace("In short.", "x &e; y"))
    found, _ = read(tmp_path)
    assert all("root:" not in release.text and "aaaa" not in release.text for release in found)


def test_a_long_feed_takes_the_memory_of_an_entry() -> None:
    item = b"<item><title>T</title><description>" + b"The crew rests. " * 2000 + b"</description></item>"

    def parts():
        yield b"<rss><channel>"
        for _ in range(1500):
            yield item
        yield b"</channel></rss>"

    tracemalloc.start()
    count = sum(1 for _ in entries(parts(), 1 << 20))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1500
    assert peak < 5_000_000


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), feed=st.sampled_from([RSS, ATOM, RDF]))
def test_no_damage_stops_the_reader(tmp_path: Path, data: st.DataObject, feed: str) -> None:
    broken = bytearray(feed.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "x.xml").write_bytes(broken[: data.draw(st.integers(0, len(broken)))])
    found, failures = read(tmp_path / "x.xml")
    assert all(release.text.strip() for release in found)
    assert all(failure.code.startswith("R") for failure in failures)
