"""read: WARC, as crawlers write it."""

from __future__ import annotations

import gzip
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from missiongraph.clean import clean
from test_archives import tar_bytes, tar_entry
from test_read import codes, read, zstd

packed_bytes = partial(gzip.compress, mtime=0)  # no clock in the names of the tests
PAGE = "<html><head><title>Crew rests</title></head><body><p>The crew of Testbird rests today.</p></body></html>"


def record(url: str, block: bytes, kind: str = "response", more: str = "", length: int | None = None) -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{len(block)}>\r\n"
    head += "WARC-Date: 2030-01-01T00:00:00Z\r\n"
    head += f"WARC-Target-URI: {url}\r\nContent-Length: {len(block) if length is None else length}\r\n"
    return (
        (head + (more or "Content-Type: application/http; msgtype=response\r\n") + "\r\n").encode()
        + block
        + b"\r\n\r\n"
    )


def http(body: bytes, kind: str = "text/html", status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def page(name: str = "one", body: str = PAGE) -> bytes:
    return record(f"https://news.example/{name}", http(body.encode()))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.warc", page() + page("two")),
        ("x.warc.gz", packed_bytes(page()) + packed_bytes(page("two"))),
        ("whole.warc.gz", packed_bytes(page() + page("two"))),
        ("x.warc.zst", zstd(page() + page("two"))),
        ("in.tar.gz", packed_bytes(tar_bytes(tar_entry("crawl/x.warc.gz", packed_bytes(page() + page("two")))))),
    ],
)
def test_pages_come_under_their_urls(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found, failures = read(tmp_path)
    assert not failures
    assert [release.id for release in found] == ["https://news.example/one", "https://news.example/two"]
    assert all(release.url == release.id and release.html for release in found)


def test_the_day_of_the_crawl_is_not_the_day_of_the_release(tmp_path: Path) -> None:
    dated = PAGE.replace("<title>", '<meta property="article:published_time" content="2029-05-14T10:00:00Z"><title>')
    (tmp_path / "x.warc").write_bytes(page() + page("two", dated))
    found, _ = read(tmp_path)
    assert [clean(release).published for release in found] == [None, date(2029, 5, 14)]


@pytest.mark.parametrize(
    "other",
    [
        record("https://news.example/1", http(b"GET", status="404 Not Found")),
        record("https://news.example/2", http(b"", status="301 Moved", more="Location: /x\r\n")),
        record("https://news.example/3.pdf", http(b"%PDF-1.4", kind="application/pdf")),
        record("https://news.example/robots.txt", http(b"User-agent: *")),
        record("https://news.example/4", http(PAGE.encode()), kind="revisit"),
        record("https://news.example/5", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record("dns:news.example", b"1.2.3.4", more="Content-Type: text/dns\r\n"),
        record("metadata://news.example/log", b"log", kind="resource", more="Content-Type: text/plain\r\n"),
        record("", http(PAGE.encode())),
    ],
)
def test_what_is_no_page_is_passed_over(tmp_path: Path, other: bytes) -> None:
    (tmp_path / "x.warc").write_bytes(other + page())
    found, failures = read(tmp_path)
    assert not failures
    assert [release.id for release in found] == ["https://news.example/one"]


def test_a_page_kept_as_a_resource_is_a_page(tmp_path: Path) -> None:
    kept = record("https://news.example/kept", PAGE.encode(), kind="resource", more="Content-Type: text/html\r\n")
    (tmp_path / "x.warc").write_bytes(kept)
    assert [release.id for release in read(tmp_path)[0]] == ["https://news.example/kept"]


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (packed_bytes(PAGE.encode()), "Content-Encoding: gzip\r\n"),
        (PAGE.encode(), "Content-Encoding: gzip\r\n"),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode()), "Transfer-Encoding: chunked\r\n"),
        (PAGE.encode(), "Transfer-Encoding: chunked\r\n"),
    ],
)
def test_codings_are_undone_where_they_are(tmp_path: Path, body: bytes, more: str) -> None:
    (tmp_path / "x.warc").write_bytes(record("https://news.example/one", http(body, more=more)) + page("two"))
    found, failures = read(tmp_path)
    assert not failures
    assert [release.text for release in found] == [PAGE, PAGE]


def test_the_server_says_the_encoding(tmp_path: Path) -> None:
    body = PAGE.replace("Testbird", "Союз").encode("koi8-r")
    (tmp_path / "x.warc").write_bytes(record("https://n.example/1", http(body, kind="text/html; charset=KOI8-R")))
    assert "Союз" in read(tmp_path)[0][0].text


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (record("https://n.example/bad", http(b"\x89PNG\r\n\x1a\n" + bytes(90))), "R003"),
        (record("https://n.example/bad", http(b"x" * 3000)), "R006"),
        (record("https://n.example/bad", http(b"")), "R002"),
    ],
)
def test_a_bad_page_costs_only_itself(tmp_path: Path, bad: bytes, code: str) -> None:
    path = tmp_path / "x.warc"
    path.write_bytes(page() + bad + page("two"))
    found, failures = read(path, max_bytes=2000)
    assert [release.id for release in found] == ["https://news.example/one", "https://news.example/two"]
    assert [(failure.code, failure.id) for failure in failures] == [(code, "https://n.example/bad")]
    assert failures[0].where == f"{path}:https://n.example/bad"


@pytest.mark.parametrize("cut", [30, 350, 500])
@pytest.mark.parametrize("packed", [False, True])
def test_an_archive_that_breaks_off_says_so(tmp_path: Path, cut: int, packed: bool) -> None:
    data = page() + page("two", PAGE * 3)
    data = packed_bytes(data) if packed else data
    name = "x.warc.gz" if packed else "x.warc"
    (tmp_path / name).write_bytes(data[: -min(cut, len(data) // 3)])
    found, failures = read(tmp_path)
    assert {release.id for release in found} <= {"https://news.example/one"}
    assert failures
    assert set(codes(failures)) <= {"R007", "R014"}


@pytest.mark.parametrize(("data", "code"), [(b"", "R002"), (b"nothing of the kind\n" * 99, "R014")])
def test_what_is_no_warc_is_one_failure(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "x.warc").write_bytes(data)
    assert codes(read(tmp_path)[1]) == [code]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_stops_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    broken = bytearray(page() + page("two"))
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "x.warc").write_bytes(broken[: data.draw(st.integers(0, len(broken)))])
    found, failures = read(tmp_path / "x.warc")
    assert all(release.text.strip() for release in found)
    assert all(failure.code.startswith("R") for failure in failures)
