"""Bytes and lines of a stream with a bound on memory: a line beyond the limit is skipped, never held."""

from __future__ import annotations

import codecs
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final

from missiongraph.errors import Problem
from missiongraph.read.decode import encoding_of

__all__ = ["Lines", "chunks", "whole"]

_CHUNK: Final = 1 << 16
_BROKEN: Final = {"CRC": "R007", "incomplete frame": "R007", "gzip": "R003", "frame": "R003", "Zstd": "R003"}
"""What the unpackers say of data that breaks off, or that is not packed at all."""


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of `stream` as they come. Raises Problem R007 where packed data breaks off, R003 if it is none."""
    read = getattr(stream, "read1", stream.read)
    try:
        while chunk := read(_CHUNK):
            yield chunk
    except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise Problem("R007", detail=str(error)) from None
    except OSError as error:
        if code := next((code for words, code in _BROKEN.items() if words in str(error)), ""):
            raise Problem(code, detail=str(error)) from None
        raise


def whole(parts: Iterator[bytes], limit: int) -> bytes:
    """All bytes. Raises Problem R006 when there are more than `limit`."""
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > limit:
            raise Problem("R006", detail=f"limit {limit:,} bytes")
    return bytes(data)


class Lines:
    """The numbered lines of a stream. `encoding` is theirs: UTF-16 and UTF-32 arrive here as UTF-8."""

    def __init__(self, parts: Iterator[bytes], limit: int) -> None:
        """Looks at the first bytes. Raises Problem R002, R003, R007 or R009 when they are no text."""
        head = next(parts, b"")
        if not head:
            raise Problem("R002")
        self.encoding, self.number, self.ended = encoding_of(head, sample=True), 0, True
        self._limit = limit
        self._parts: Iterator[bytes] = chain([head], parts)
        if self.encoding.startswith(("utf-16", "utf-32", "utf-8-sig")):
            self._parts, self.encoding = _narrowed(self._parts, self.encoding), "utf-8"

    def __iter__(self) -> Iterator[bytes | None]:
        """Each line without its end; None for one longer than the limit. `number` and `ended` say which and how."""
        rest, lost = b"", False
        for part in self._parts:
            *full, rest = (rest + part).split(b"\n")
            for line in full:
                yield self._count(line, lost, ended=True)
                lost = False
            if len(rest) > self._limit:
                rest, lost = b"", True
        if rest or lost:
            yield self._count(rest, lost, ended=False)

    def _count(self, line: bytes, lost: bool, ended: bool) -> bytes | None:
        self.number += 1
        self.ended = ended
        return None if lost or len(line) > self._limit else line.rstrip(b"\r")


def _narrowed(parts: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for part in parts:
        yield decoder.decode(part).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")
