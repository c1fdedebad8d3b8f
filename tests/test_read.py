"""read: every format, every encoding, every way for input to be bad."""

from __future__ import annotations

import gzip
import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from fastwarc.stream_io import ZstdWriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from missiongraph.model import Release
from missiongraph.published import parse_date
from missiongraph.read import Failure, expected, releases

BAD = Path(__file__).parent / "bad"
TEXT = "Crew rests\n\nThe crew of Testbird rests today."


def zstd(data: bytes) -> bytes:
    buffer = io.BytesIO()
    writer = ZstdWriter(buffer)
    writer.write(data)
    writer.close()
    return buffer.getvalue()


def read(*inputs: Path | str, max_bytes: int = 1 << 20) -> tuple[list[Release], list[Failure]]:
    failures: list[Failure] = []
    found = list(releases([str(each) for each in inputs], failures.append, max_bytes))
    return found, failures


def codes(failures: list[Failure]) -> list[str]:
    return [failure.code for failure in failures]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("empty.txt", "R002"),
        ("blank.txt", "R002"),
        ("binary.txt", "R003"),
        ("picture.html", "R003"),
        ("nul.txt", "R003"),
        ("archive.pdf", "R003"),
        ("not-packed.txt.gz", "R003"),
        ("cut.txt", "R007"),
        ("cut.txt.gz", "R007"),
        ("mixed.txt", "R009"),
        ("headless.csv", "R005"),
        ("nowhere.txt", "R001"),
        ("no*such.txt", "R001"),
    ],
)
def test_a_bad_file_is_one_failure_that_names_it(name: str, code: str) -> None:
    found, failures = read(BAD / name)
    assert (found, codes(failures)) == ([], [code])
    assert failures[0].where == str(BAD / name)
    assert failures[0].stage == "read"
    assert failures[0].message


def test_bad_lines_of_jsonl_cost_only_themselves() -> None:
    found, failures = read(BAD / "mixed.jsonl")
    assert [release.id for release in found] == ["good-1", "good-2"]
    assert [(failure.code, failure.where.rpartition(":")[2]) for failure in failures] == [
        ("R004", "2"),
        ("R004", "3"),
        ("R005", "4"),
        ("R009", "5"),
        ("R008", "8"),
        ("R007", "10"),
    ]
    assert failures[4].id == "good-1"


@pytest.mark.parametrize(
    ("name", "head", "row"),
    [("x.csv", b"id,text\n", b"%b,The crew waits.\n"), ("x.jsonl", b"", b'{"id": "%b", "text": "The crew waits."}\n')],
)
def test_bytes_that_are_no_text_cost_only_their_row(tmp_path: Path, name: str, head: bytes, row: bytes) -> None:
    (tmp_path / name).write_bytes(head + row % b"a" + bytes(range(1, 10)) * 200 + b"\xf7\n" + row % b"b")
    found, failures = read(tmp_path)
    assert [release.id for release in found] == ["a", "b"]
    assert len(failures) == 1


def test_a_broken_row_of_csv_costs_only_itself() -> None:
    found, failures = read(BAD / "quotes.csv")
    assert [(release.id, release.published) for release in found] == [
        ("q-1", date(2030, 1, 2)),
        ("q-3", date(2030, 1, 4)),
        ("q-5", date(2030, 1, 6)),
    ]
    assert found[0].text == 'First, with "quotes" and\na second line.'
    assert [(failure.code, failure.where.rpartition(":")[2]) for failure in failures] == [("R011", "4"), ("R011", "6")]


def test_everything_bad_at_once_does_not_stop_what_is_good(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(TEXT)
    found, failures = read(BAD, good)
    assert {"good", "good-1", "good-2", "q-1", "q-3", "q-5"} == {release.id for release in found}
    assert len(failures) == 11 + 6 + 2


def test_a_line_beyond_the_limit_is_skipped_and_never_held(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("w") as file:
        for name, size in (("a", 5), ("long", 300_000), ("b", 5)):
            file.write(json.dumps({"id": name, "text": "word " * size}) + "\n")
    found, failures = read(path, max_bytes=100_000)
    assert [release.id for release in found] == ["a", "b"]
    assert [(failure.code, failure.where) for failure in failures] == [("R006", f"{path}:2")]


def test_a_file_beyond_the_limit_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("word " * 1000)
    assert codes(read(tmp_path, max_bytes=1000)[1]) == ["R006"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Zoë Besançon — “go” for launch"),
        ("utf-8-sig", "Zoë Besançon — “go” for launch"),
        ("cp1252", "Zoë Example’s crew is “go” – in Besançon – for a launch no earlier than Friday"),
        ("latin-1", "Zoë Example flew from Besançon to the space station with her crew of four"),
        ("utf-16", "Zoë Besançon is go for launch"),
        ("utf-16-le", "Zoe Example is go for launch"),
        ("utf-32", "Zoë Besançon is go for launch"),
        ("koi8-r", "Экипаж корабля вернулся на Землю после полугода на станции"),
        ("shift_jis", "宇宙飛行士は国際宇宙ステーションに到着しました。"),
    ],
)
def test_encodings_are_recognised(tmp_path: Path, encoding: str, text: str) -> None:
    (tmp_path / "one.txt").write_bytes(text.encode(encoding))
    found, failures = read(tmp_path)
    assert not failures
    assert found[0].text.lstrip("\ufeff") == text


def test_a_page_says_its_encoding(tmp_path: Path) -> None:
    page = '<html><head><meta charset="koi8-r"></head><body><p>Экипаж</p></body></html>'
    (tmp_path / "one.html").write_bytes(page.encode("koi8-r"))
    found, _ = read(tmp_path)
    assert "Экипаж" in found[0].text
    assert found[0].html


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_jsonl_and_csv_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    record = json.dumps({"id": "j", "text": "Zoë waits"}, ensure_ascii=False)
    (tmp_path / "a.jsonl").write_bytes((record + "\r\n").encode(encoding))
    (tmp_path / "b.csv").write_bytes("id;title;text\r\nc;Zoë;Zoë waits\r\n".encode(encoding))
    found, failures = read(tmp_path)
    assert not failures
    assert [(release.id, release.text) for release in found] == [("j", "Zoë waits"), ("c", "Zoë waits")]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.csv", "sep=;\r\nid;title;text\r\nc;Crew, again;It rests\r\n".encode("utf-8-sig")),
        ("x.csv", b'"sep=\t"\nID\tHeadline\tArticle Text\nc\t"Crew, again"\tIt rests\n'),
        ("x.csv", "id\ttitle\ttext\r\nc\tCrew, again\tIt rests\r\n".encode("utf-16")),
        ("x.tsv", b"id\ttitle\ttext\nc\tCrew, again\tIt rests\n"),
        ("x.csv", b"id|title|text\nc|Crew, again|It rests\n"),
        ("x.csv.zst", zstd(b'id,title,text\nc,"Crew, again",It rests\n')),
    ],
)
def test_csv_as_spreadsheets_write_it(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found, failures = read(tmp_path)
    assert not failures
    assert [(release.id, release.title, release.text) for release in found] == [("c", "Crew, again", "It rests")]


@pytest.mark.parametrize(
    ("inputs", "ids"),
    [
        (["."], ["a", "b/c", "b/d.2", "news/59497"]),
        (["b"], ["c", "d.2"]),
        (["b/c.md"], ["c"]),
        (["b/d.2.html.gz"], ["d.2"]),
        (["*/*.md"], ["b/c"]),
        (["b/*.md"], ["c"]),
        (["**/*"], ["a", "b/c", "b/d.2", "news/59497"]),
        (["a.txt", "b"], ["a", "c", "d.2"]),
        (["b/c.md", "b/c.md"], ["c"]),
    ],
)
def test_ids_are_paths_below_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: list[str], ids: list[str]
) -> None:
    for name in ("a.txt", "b/c.md", "news/59497", ".hidden/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT)
    (tmp_path / "b/d.2.html.gz").write_bytes(gzip.compress(b"<html><body><p>Crew rests</p></body></html>"))
    monkeypatch.chdir(tmp_path)
    found, failures = read(*inputs)
    assert not failures
    assert [release.id for release in found] == ids


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"id": 7, "text": "T"}, ("7", "", None, "T", False)),
        (
            {"link": "https://x.example/1", "headline": "H", "content": "T"},
            ("https://x.example/1", "H", None, "T", False),
        ),
        ({"publication_date": "6 February 2030", "body": "T"}, ("one#1", "", date(2030, 2, 6), "T", False)),
        ({"pubDate": "Thu, 06 Feb 2030 10:00:00 GMT", "text": "T"}, ("one#1", "", date(2030, 2, 6), "T", False)),
        ({"text": " ", "html": "<p>T</p>"}, ("one#1", "", None, "<p>T</p>", True)),
        ({"content": {"rendered": "<p>T</p>"}, "title": {"rendered": "H"}}, ("one#1", "H", None, "<p>T</p>", True)),
        ({"text": ["A", "B"], "ID": "x"}, ("x", "", None, "A\n\nB", False)),
        ({"text": "3 < 4 and 5 > 2"}, ("one#1", "", None, "3 < 4 and 5 > 2", False)),
    ],
)
def test_fields_have_many_names(tmp_path: Path, record: dict[str, object], expected: tuple[object, ...]) -> None:
    (tmp_path / "one.jsonl").write_text(json.dumps(record))
    (release,), failures = read(tmp_path)
    assert not failures
    assert (release.id, release.title, release.published, release.text, release.html) == expected


@pytest.mark.parametrize(
    ("data", "name", "html"),
    [
        (b'\n {"id": "j", "text": "Crew rests"}\n', "j", False),
        (b"<!doctype html><html><body><p>Crew rests</p></body></html>", "stdin", True),
        (TEXT.encode(), "stdin", False),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, name: str, html: bool) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (release,), failures = read("-")
    assert not failures
    assert (release.id, release.html) == (name, html)


def test_the_first_line_of_a_text_is_its_title(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("\n# Crew rests #\n\nToday.")
    assert read(tmp_path)[0][0].title == "Crew rests"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2030-02-06", "2030-02-06"),
        ("2030-02-06T23:30:00-05:00", "2030-02-06"),
        ("20300206", "2030-02-06"),
        ("2030/2/6", "2030-02-06"),
        ("6 February 2030", "2030-02-06"),
        ("February 6th, 2030", "2030-02-06"),
        ("Sept. 6, 2030", "2030-09-06"),
        ("Fri, 23 Apr 93 12:00:00 GMT", "1993-04-23"),
        ("Fri, 23 Apr 1993 12:00:00 GMT", "1993-04-23"),
        ("14/05/2029", "2029-05-14"),
        ("05-14-2029", "2029-05-14"),
        ("05/05/2029", "2029-05-05"),
        ("05/06/2029", None),
        ("2030年2月6日", "2030-02-06"),
        (1896566400, "2030-02-06"),
        (1896566400000, "2030-02-06"),
        ("February 2030", None),
        ("2030", None),
        ("31 February 2030", None),
        ("soon", None),
        (None, None),
        (True, None),
    ],
)
def test_dates(value: object, day: str | None) -> None:
    found = parse_date(value)
    assert (found.isoformat() if found else None) == day


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=300), suffix=st.sampled_from([".txt", ".html", ".jsonl", ".csv", ".txt.gz", ".jsonl.gz"])
)
def test_no_bytes_stop_the_reader(tmp_path: Path, data: bytes, suffix: str) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(data)
    found, failures = read(path, max_bytes=200)
    assert all(release.text.strip() for release in found)
    assert all(failure.code.startswith("R") for failure in failures)


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (["a.txt", "b.html", "c.txt.gz", "d.pdf"], 3), (["three.jsonl"], 3), (["three.jsonl", "a.txt"], 4),
        (["three.jsonl", "t.csv"], None), (["x.zip"], None), (["-"], None), (["s3://bucket/x.jsonl"], None),
        (["missing.jsonl"], 0),
    ],
)  # fmt: skip
def test_how_many_are_to_come_where_a_glance_tells(tmp_path, names, number) -> None:
    for name in names:
        if name[0] not in "-s" and not name.startswith("missing"):
            (tmp_path / name).write_text("{}\n{}\n{}\n")
    assert expected([name if name[0] in "-s" else str(tmp_path / name) for name in names]) == number


def test_a_stray_zero_byte_costs_one_record(tmp_path) -> None:
    good = b'{"id": "%s", "text": "Crew rests"}\n'
    (tmp_path / "x.jsonl").write_bytes(good % b"a" + b'{"text": "\x00"}\n' + good % b"b")
    found, failures = read(tmp_path / "x.jsonl")
    assert [release.id for release in found] == ["a", "b"]
    assert codes(failures) == ["R004"]


def test_halves_of_characters_are_mended(tmp_path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "\\ud83d\\ude80 \\ud83d", "text": "Crew \\udc00"}')
    (found,), failures = read(tmp_path / "x.jsonl")
    assert (found.id, found.text, failures) == ("\U0001f680 \ufffd", "Crew \ufffd", [])
