"""Packed bytes, unpacked as they are read, with a bound on how many may come out of how few."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from typing import BinaryIO, Final, cast

from fastwarc.stream_io import ZstdReader

from missiongraph.errors import Problem

__all__ = ["FLOOR", "RATIO", "Bounded", "Unpacked"]

RATIO: Final = 200
"""How many bytes one packed byte may give. Text gives 3 to 10, the most repetitive records some 50, a bomb 1000."""
FLOOR: Final = 64 << 20
"""Below so many bytes no ratio is suspicious."""


class _Reader(io.RawIOBase):
    """A stream over another, that may be asked for what fastwarc, tarfile and zipfile ask for."""

    def __init__(self, inner: BinaryIO) -> None:
        self.inner, self.count, self.tail = inner, 0, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # of any buffer that io gives
        data = self.inner.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        self.tail = (self.tail + data[-4:])[-4:]
        return len(data)

    def tell(self) -> int:
        return self.count


class Bounded(_Reader):
    """Reading raises Problem R013 once more than `floor` and `RATIO` times the bytes that `packed` tells came out."""

    def __init__(self, inner: BinaryIO, packed: Callable[[], int], floor: int = FLOOR) -> None:
        super().__init__(inner)
        self.packed, self._floor = packed, floor

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # as above
        """As io wants it."""
        found = super().readinto(buffer)
        if self.count > self._floor and self.count > RATIO * self.packed():
            raise Problem("R013", detail=f"{self.count:,} bytes out of {self.packed():,}, and more to come")
        return found


class Unpacked(Bounded):
    """The bytes of `raw`, unpacked. `packed` tells how many of `raw` were read; `tail` holds the last four bytes."""

    def __init__(self, raw: BinaryIO, packing: str, floor: int = FLOOR) -> None:
        source = _Reader(raw)
        buffered = cast(BinaryIO, io.BufferedReader(source))
        self._raw = raw
        inner = buffered
        if packing == ".gz":
            inner = cast(BinaryIO, gzip.GzipFile(fileobj=buffered))
        elif packing == ".zst":
            inner = cast(BinaryIO, ZstdReader(buffered))
        super().__init__(inner, source.tell, floor)

    def close(self) -> None:
        """Close the file as well."""
        super().close()
        self._raw.close()
