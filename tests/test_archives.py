"""read: archives, a member at a time; what is hostile in them is refused, and nothing else."""

from __future__ import annotations

import gzip
import io
import json
import random
import stat
import sys
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from missiongraph.read import releases
from test_read import TEXT, codes, read, zstd

packed_bytes = partial(gzip.compress, mtime=0)  # no clock in the names of the tests
GOOD = {
    "esa/crew.txt": TEXT.encode(),
    "many.jsonl": b'{"id": "j-1", "text": "Crew rests"}\n{"text": "Crew works"}\n',
    "table.csv": b"id;title;text\r\nc-1;Crew;Crew rests\r\n",
    "page.html": b"<html><body><p>Crew rests</p></body></html>",
    "packed.txt.gz": packed_bytes(TEXT.encode()),
}
IDS = ["x/esa/crew", "j-1", "x/many#2", "c-1", "x/page", "x/packed"]


def tar_entry(
    name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, link
    return info, data


def tar_bytes(*entries: tuple[tarfile.TarInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for info, data in entries:
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def good_tar() -> bytes:
    return tar_bytes(*(tar_entry(name, data) for name, data in GOOD.items()))


def good_zip(more: dict[str | zipfile.ZipInfo, bytes] | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**(more or {}), **GOOD}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("x.zip", good_zip),
        ("x.tar", good_tar),
        ("x.tar.gz", lambda: packed_bytes(good_tar())),
        ("x.TGZ", lambda: packed_bytes(good_tar())),
        ("x.tar.zst", lambda: zstd(good_tar())),
    ],
)
def test_members_are_named_below_their_archive(tmp_path: Path, name: str, pack: Callable[[], bytes]) -> None:
    (tmp_path / name).write_bytes(pack())
    found, failures = read(tmp_path)
    assert not failures
    assert [release.id for release in found] == IDS
    assert found[0].source == f"{tmp_path / name}:esa/crew.txt"
    assert found[2].source == f"{tmp_path / name}:many.jsonl:2"


def test_what_systems_leave_in_archives_is_passed_over(tmp_path: Path) -> None:
    left: dict[str | zipfile.ZipInfo, bytes] = {"__MACOSX/._a.txt": b"\x00", ".DS_Store": b"\x00", "sub/": b""}
    (tmp_path / "x.zip").write_bytes(good_zip(left))
    assert [release.id for release in read(tmp_path)[0]] == IDS


HOSTILE_TAR = {
    "climbs": tar_entry("a/../../etc/crew.txt", b"Crew rests"),
    "absolute": tar_entry("/etc/crew.txt", b"Crew rests"),
    "drive": tar_entry("C:\\crew.txt", b"Crew rests"),
    "backslash": tar_entry("a\\..\\..\\crew.txt", b"Crew rests"),
    "control": tar_entry("a\nb.txt", b"Crew rests"),
    "symlink": tar_entry("link.txt", kind=tarfile.SYMTYPE, link="/etc/passwd"),
    "hard link": tar_entry("hard.txt", kind=tarfile.LNKTYPE, link="esa/crew.txt"),
    "device": tar_entry("device.txt", kind=tarfile.CHRTYPE),
    "pipe": tar_entry("pipe.txt", kind=tarfile.FIFOTYPE),
    "archive": tar_entry("inner.tar", good_tar()),
}


@pytest.mark.parametrize("name", HOSTILE_TAR)
def test_a_hostile_member_of_a_tar_costs_only_itself(tmp_path: Path, name: str) -> None:
    entries = [HOSTILE_TAR[name], *(tar_entry(*each) for each in GOOD.items())]
    path = tmp_path / "x.tar.gz"
    path.write_bytes(packed_bytes(tar_bytes(*entries)))
    before = sorted(tmp_path.rglob("*"))
    found, failures = read(path)
    assert [release.id for release in found] == IDS
    assert codes(failures) == ["R012"]
    assert failures[0].where.startswith(f"{path}:")
    assert "\n" not in failures[0].where + failures[0].id
    assert sorted(tmp_path.rglob("*")) == before


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "name", ["../crew.txt", "/crew.txt", "c:/crew.txt", "a/../../crew.txt", link("l.txt"), "in.zip"]
)
def test_a_hostile_member_of_a_zip_costs_only_itself(tmp_path: Path, name: str | zipfile.ZipInfo) -> None:
    (tmp_path / "x.zip").write_bytes(good_zip({name: b"/etc/passwd"}))
    found, failures = read(tmp_path)
    assert [release.id for release in found] == IDS
    assert codes(failures) == ["R012"]


def test_a_member_without_a_name_costs_only_itself(tmp_path: Path) -> None:
    data = good_zip({"nameless.txt": b"The crew waits."}).replace(b"nameless.txt", b"\0ameless.txt")
    (tmp_path / "x.zip").write_bytes(data)
    found, failures = read(tmp_path)
    assert [release.id for release in found] == IDS
    assert codes(failures) == ["R012"]


def test_an_encrypted_member_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(good_zip({"secret.txt": b"Crew rests"}))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + offset] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    found, failures = read(tmp_path)
    assert [release.id for release in found] == IDS
    assert [(failure.code, failure.id) for failure in failures] == [("R012", "x/secret.txt")]
    assert "encrypted" in failures[0].message


def test_a_damaged_member_of_a_zip_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(good_zip({"a.txt": b"Crew rests " * 50}))
    data[data.index(b"a.txt") + 12] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(data)
    found, failures = read(tmp_path)
    assert [release.id for release in found] == IDS
    assert codes(failures) == ["R007"]


BOMB = 80 << 20


def lines(size: int) -> Iterator[bytes]:
    for _ in range(size >> 20):
        yield bytes(1 << 20)


def test_a_bomb_in_a_zip_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("bomb.jsonl", "w") as member:
            member.writelines(lines(BOMB))
        for name, data in GOOD.items():
            archive.writestr(name, data)
    found, failures = read(tmp_path)
    assert [release.id for release in found] == IDS
    assert [(failure.code, failure.id) for failure in failures] == [("R012", "x/bomb.jsonl")]


def test_members_that_share_their_bytes_are_a_bomb(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("same.txt", b"Crew rests. " * 80_000)
        archive.filelist.extend(archive.filelist * 99)
    found, failures = read(tmp_path)
    assert len(found) == 1
    assert set(codes(failures)) == {"R012"}
    assert 20 < len(failures) < 40


@pytest.mark.parametrize("inside", [False, True])
def test_a_bomb_in_a_tar_is_refused_as_it_unfolds(tmp_path: Path, inside: bool) -> None:
    """Either the tar is packed, or its member is; what comes after the bomb is read."""
    bomb = b" " * BOMB
    entries = [tar_entry("bomb.jsonl.gz", packed_bytes(bomb)) if inside else tar_entry("bomb.jsonl", bomb)]
    (tmp_path / "x.tar.gz").write_bytes(packed_bytes(tar_bytes(*entries, *(tar_entry(*each) for each in GOOD.items()))))
    del bomb, entries
    found, failures = read(tmp_path)
    assert [release.id for release in found] == IDS
    assert [(failure.code, failure.id) for failure in failures] == [("R013", "x/bomb")]


def test_a_bomb_by_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.jsonl.gz").write_bytes(packed_bytes(b" " * BOMB))
    assert codes(read(tmp_path)[1]) == ["R013"]


def test_a_header_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    evil = tar_entry("././@LongLink", b"a" * (2 << 20), tarfile.GNUTYPE_LONGNAME)
    (tmp_path / "x.tar").write_bytes(
        tar_bytes(tar_entry("a.txt", TEXT.encode()), evil, tar_entry("b.txt", b"Crew rests"))
    )
    found, failures = read(tmp_path)
    assert [release.id for release in found] == ["x/a"]
    assert codes(failures) == ["R014"]


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.tar.gz", "x.tar.zst"])
@pytest.mark.parametrize("data", [b"", b"nothing of the kind" * 100])
def test_what_is_no_archive_is_one_failure(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found, failures = read(tmp_path)
    assert (found, len(failures)) == ([], 1)
    assert failures[0].code in {"R002", "R014"}
    assert failures[0].where == str(tmp_path / name)


@pytest.mark.parametrize("pack", [bytes, packed_bytes, zstd])
def test_what_stands_before_the_break_is_read(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    noise = random.Random(7).randbytes(200_000).hex().encode()
    data = pack(tar_bytes(tar_entry("a.txt", TEXT.encode()), tar_entry("b.txt", noise), tar_entry("c.txt", noise)))
    suffix = {bytes: "", packed_bytes: ".gz", zstd: ".zst"}[pack]
    (tmp_path / f"x.tar{suffix}").write_bytes(data[: len(data) // 2])
    found, failures = read(tmp_path)
    assert [release.id for release in found][:1] == ["x/a"]
    assert failures[-1].code in {"R007", "R014"}
    assert 1 <= len(failures) <= 2


@pytest.mark.parametrize("kind", ["x.tar", "x.tar.gz", "x.tar.zst", "x.zip"])
def test_no_cut_is_passed_over_in_silence(tmp_path: Path, kind: str) -> None:
    data = {"x.tar": good_tar, "x.zip": good_zip}.get(kind, lambda: PACKERS[kind](good_tar()))()
    for cut in range(0, len(data) - 1024 if kind == "x.tar" else len(data), 97 if kind == "x.tar" else 11):
        (tmp_path / kind).write_bytes(data[:cut])
        found, failures = read(tmp_path)
        assert failures or len(found) == len(IDS), cut


PACKERS = {"x.tar.gz": packed_bytes, "x.tar.zst": zstd}


class Endless(io.RawIOBase):
    """A tar of `count` members of one size, made as it is read."""

    def __init__(self, count: int, size: int) -> None:
        self.made = 0
        self._blocks = self._make(count, size)
        self._rest = memoryview(b"")

    def _make(self, count: int, size: int) -> Iterator[bytes]:
        for number in range(count):
            line = json.dumps({"id": f"r-{number}", "text": f"Crew {number} rests. " * 6000}).encode() + b"\n"
            info = tarfile.TarInfo(f"part-{number}.jsonl")
            info.size = len(line) * (size // len(line))
            yield info.tobuf()
            yield line * (size // len(line))
            yield bytes(-info.size % 512)
        yield bytes(1024)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self._rest = self._rest or memoryview(next(self._blocks, b""))
        found, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(found)] = found
        self.made += len(found)
        return len(found)


def test_a_long_archive_takes_the_memory_of_a_member(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """290 MB stream through a tenth of that, and not a byte goes to disk."""
    (tmp_path / "x.tar").touch()
    stream = Endless(300, 1 << 20)
    monkeypatch.setattr(sys.modules["missiongraph.read.sources"], "_open", lambda path: io.BufferedReader(stream))
    tracemalloc.start()
    found, failures = 0, []
    for release in releases([str(tmp_path)], failures.append):
        found += release.id.startswith("r-")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (found, failures) == (300, [])
    assert stream.made > 290_000_000
    assert peak < 30_000_000


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(["x.zip", "x.tar", "x.tar.gz", "x.tar.zst"]))
def test_no_damage_stops_the_reader(tmp_path: Path, data: st.DataObject, kind: str) -> None:
    whole = {"x.zip": good_zip, "x.tar": good_tar}.get(kind, good_tar)()
    whole = packed_bytes(whole) if kind.endswith(".gz") else zstd(whole) if kind.endswith(".zst") else whole
    broken = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 4))):
        if broken:
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / kind).write_bytes(broken)
    found, failures = read(tmp_path / kind)
    assert all(release.text.strip() for release in found)
    assert all(failure.code.startswith("R") for failure in failures)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40))
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.tar").write_bytes(tar_bytes(tar_entry(name + ".txt", b"Crew rests")))
    found, failures = read(tmp_path / "x.tar")
    assert len(found) + len(failures) <= 1
    assert all(release.id.startswith("x/") and ".." not in release.id.split("/") for release in found)
