"""Archives, a member at a time: nothing is written to disk, and no more than one member is open.

Members that try to be more than a file with a name below the archive (links, devices, "../", bombs) are refused, each
with a problem of its own; those beside them are read.
"""

from __future__ import annotations

import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Final, cast

from missiongraph.errors import Problem
from missiongraph.read.naming import naming
from missiongraph.read.packing import FLOOR, RATIO, Bounded, Unpacked
from missiongraph.read.sources import Source
from missiongraph.read.warc import pages

__all__ = ["members"]

MOST: Final = 64 << 30
"""So many bytes of a packed tar are passed over to reach what comes after a bomb."""
_HEADER: Final = 1 << 20
"""The longest name or extended header of a tar member; the standard library would read any length into memory."""
_OUTSIDE: Final = re.compile(r"^[\\/]|^[A-Za-z]:|(?:^|[\\/])\.\.(?:[\\/]|$)|[\x00-\x1f\x7f]")
_HEADERS: Final = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, b"X")


def members(source: Source, limit: int) -> Iterator[Source]:
    """The members of an archive, in its order: each must be read before the next is asked for.

    Raises Problem when (the rest of) the archive cannot be read. `limit` bounds a page of a WARC.
    """
    find = {"zip": _zip, "tar": _tar}.get(source.format)
    yield from find(source) if find else pages(source, limit)


def _zip(source: Source) -> Iterator[Source]:
    with source.raw() as file:
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as error:
            raise Problem("R014", source.where, str(error)) from None
        size, total = file.seek(0, io.SEEK_END), 0
        with archive:
            for info in archive.infolist():
                refused = _refused_zip(info)
                total += 0 if refused else info.file_size
                if total > max(FLOOR, RATIO * size):  # members that share their bytes
                    refused = f"with those before, {total:,} bytes from an archive of {size:,}"
                if not info.filename or not info.is_dir():
                    yield from _member(source, info.filename, refused, partial(_open_zip, archive, info))


def _refused_zip(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind and not stat.S_ISREG(kind):
        return "a link or a device"
    if not info.filename:
        return "a member without a name"
    if info.flag_bits & 0x1:
        return "encrypted"
    if info.file_size > FLOOR and info.file_size > RATIO * info.compress_size:
        return f"{info.compress_size:,} bytes that would unpack to {info.file_size:,}"
    return ""


def _open_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast(BinaryIO, archive.open(info))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Problem("R014", detail=str(error)) from None


class _Header(tarfile.TarInfo):
    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        if len(buf) < tarfile.BLOCKSIZE:  # the standard library takes this for the end
            raise Problem("R014", detail="it ends before the mark of its end")
        found = super().frombuf(buf, encoding, errors)
        if found.type in _HEADERS and found.size > _HEADER:
            raise Problem("R014", detail=f"a header of {found.size:,} bytes")
        return found


def _tar(source: Source) -> Iterator[Source]:
    with source.open(MOST) as stream:
        try:
            with tarfile.open(
                fileobj=stream, mode="r|", tarinfo=_Header, encoding="utf-8", errors="replace"
            ) as archive:
                while (info := archive.next()) is not None:
                    archive.members.clear()  # type: ignore[attr-defined] # else it keeps a record of each
                    if not info.isdir():
                        opener = partial(_open_tar, archive, info, stream)
                        yield from _member(source, info.name, _refused_tar(info), opener)
        except (tarfile.TarError, EOFError, zlib.error, ValueError, OSError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise Problem("R014", source.where, str(error)) from None


def _refused_tar(info: tarfile.TarInfo) -> str:
    return "" if info.isreg() and not info.issparse() else "a link or a device"


def _open_tar(archive: tarfile.TarFile, info: tarfile.TarInfo, stream: Unpacked) -> BinaryIO:
    start = stream.packed()
    file = archive.extractfile(info)
    return cast(BinaryIO, Bounded(cast(BinaryIO, file), lambda: stream.packed() - start))


def _member(source: Source, name: str, refused: str, opener: partial[BinaryIO]) -> Iterator[Source]:
    """The member as a source; nothing for what systems leave in archives (".DS_Store", "__MACOSX")."""
    shown = _OUTSIDE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), name)
    where = f"{source.where}:{shown}"
    if not refused and _OUTSIDE.search(name):
        refused = "a name that leads out of the archive"
    if refused:
        yield Source(f"{source.id}/{shown}", where, "unknown", problem=Problem("R012", where, refused))
        return
    parts = [part for part in re.split(r"[\\/]", name) if part not in {"", "."}]
    if not parts or any(part.startswith(".") or part == "__MACOSX" for part in parts):
        return
    inside = naming("/".join(parts))
    problem = None
    if inside.format in {"zip", "tar"}:
        problem = Problem("R012", where, "an archive inside an archive: unpack the outer one")
    yield Source(f"{source.id}/{inside.id}", where, inside.format, opener, inside.packing, problem=problem)
