"""Bytes to text: encodings are recognised here and nowhere else."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from charset_normalizer import from_bytes

from missiongraph.errors import Problem

__all__ = ["Decoder", "decode", "encoding_of", "mended"]

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(
    rb"<(?:meta\b[^>]{0,200}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
_MULTIBYTE: Final = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HALVES: Final = re.compile("[\ud800-\udfff]")
_HALF_WIDTH: Final = re.compile("[\uff61-\uff9f]")
_SHIFT_JIS: Final = ["cp932", "shift_jis", "shift_jis_2004", "shift_jisx0213"]
_NOT_ASCII: Final = re.compile(rb"[\x80-\xff]")
_MAGIC: Final = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x28\xb5\x2f\xfd",
    b"{\\rtf",
)


def mended(text: str) -> str:
    """The text without halves of characters, which names of files and escapes in JSON can hold: no store takes them."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _HALVES.search(text) else text


def decode(data: bytes, told: str = "") -> str:
    """The text of a whole file. `told` is the encoding that a server named: believed where it is not UTF-8.

    Raises Problem R002 (empty), R003 (binary), R007 (ends inside a character), R009 (no one encoding fits).
    """
    if not data.strip():
        raise Problem("R002")
    encoding = _told(data, told) or encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Problem("R009", detail=f"{encoding}, byte {error.start}") from None
    if not text.strip("\ufeff \t\r\n"):
        raise Problem("R002")
    return text


def _told(data: bytes, encoding: str) -> str:
    """`encoding` where it is known, fits, and the data is neither UTF-8 nor binary."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(LookupError, UnicodeDecodeError, ValueError):
            if (
                not data.startswith(_MAGIC)
                and b"\x00" not in data
                and isinstance(data.decode(encoding or "utf-8"), str)
            ):
                return encoding
    return ""


def encoding_of(data: bytes, sample: bool = False) -> str:
    """The name of the encoding of `data`: byte order mark, UTF-8, what HTML declares, then by statistics.

    With `sample`, `data` is the beginning of something longer and may end inside a character; what is not text below
    its first line is for the record that it stands in to answer for.
    Raises Problem R003, R007 or R009 as `decode` does.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if wide := _wide(data):
        return wide
    head = data[:4096].partition(b"\n")[0] if sample else data[:4096]
    odd = len(_CONTROL.findall(head)) > len(head) / 20
    if odd or data.startswith(_MAGIC) or (b"\x00" in data and not sample):
        raise Problem("R003")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=not sample)
    except UnicodeDecodeError as error:
        return _first_line_not_utf8(data) if sample else _not_utf8(data, error)
    return "utf-8"


def _first_line_not_utf8(data: bytes) -> str:
    """The encoding of the first line that is not UTF-8: lines are judged one by one, each may be in its own."""
    for line in data.split(b"\n"):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            try:
                return _not_utf8(line, error)
            except Problem:
                continue
    return "utf-8"


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of a European text is zero."""
    head = data[:2048]
    even, odd, half = head[0::2].count(0), head[1::2].count(0), len(head) // 2
    if half > 4 and max(even, odd) > 0.7 * half and min(even, odd) < 0.1 * half:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    if match := _DECLARED.search(data[:4096]):
        try:
            return codecs.lookup(match[1].decode("ascii")).name
        except LookupError:
            pass
    multibyte = sum(len(found) for found in _MULTIBYTE.findall(data))
    high = len(_NOT_ASCII.findall(data))
    if error.reason == "unexpected end of data" and error.end >= len(data) and high - multibyte <= 3 and multibyte:
        raise Problem("R007", detail="inside a character")
    if multibyte and multibyte >= 0.3 * high and high < 0.3 * len(data):
        raise Problem("R009", detail="some of it is UTF-8, some is not")
    return _by_statistics(data, high)


def _by_statistics(data: bytes, high: int) -> str:
    # On short western texts the statistics cannot tell the Latin code pages apart, and prefer rare ones.
    if high < 0.15 * len(data):
        for name in ("cp1252", "latin-1"):
            try:
                data.decode(name)
            except UnicodeDecodeError:
                continue
            return name
    best = from_bytes(data[:65536]).best()
    if best and len(_HALF_WIDTH.findall(str(best))) > len(data) / 20:
        # Cyrillic in KOI8-R also decodes as a run of half-width katakana, which nobody writes.
        best = from_bytes(data[:65536], cp_exclusion=_SHIFT_JIS).best()
    if best is None:
        raise Problem("R009", detail="no known encoding fits")
    return best.encoding


@dataclass(slots=True)
class Decoder:
    """Decodes the lines of a file one by one, for files that are too long to be looked at as a whole."""

    encoding: str
    is_utf8: bool = False
    """Whether a line was met that is UTF-8 and not ASCII: then the file is in UTF-8."""

    def decode(self, line: bytes) -> str:
        """The text of one line. Raises Problem R009 when neither UTF-8 nor the encoding of the file fits."""
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            if self.is_utf8:
                raise Problem("R009", detail=f"not UTF-8 like the lines before, byte {error.start}") from None
        else:
            self.is_utf8 = self.is_utf8 or not text.isascii()
            return text
        encoding = self.encoding if self.encoding != "utf-8" else encoding_of(line)
        try:
            return line.decode(encoding)
        except UnicodeDecodeError as error:
            raise Problem("R009", detail=f"{encoding}, byte {error.start}") from None
