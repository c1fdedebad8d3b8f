"""WARC, as crawlers write it: its HTML pages, each under its URL.

The day on which a page was fetched is not the day on which it was published, often by years: it would put every "on
Friday" of the text into the wrong week. So it is never used; a page that states no date has none.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final, cast
from urllib.parse import urlsplit

from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, WarcReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from missiongraph.errors import Problem
from missiongraph.read.sources import Source

__all__ = ["pages"]

_HTML: Final = ("text/html", "application/xhtml+xml")
_KINDS: Final = WarcRecordType.response | WarcRecordType.resource
_DECODERS: Final[dict[str, Callable[[BinaryIO], WarcReader]]] = {
    "chunked": ChunkedReader,
    "gzip": GzipReader,
    "x-gzip": GzipReader,
    "deflate": partial(GzipReader, zlib=True),
    "br": BrotliReader,
}


def pages(source: Source, limit: int) -> Iterator[Source]:
    """A source for each HTML page that was fetched whole and well; no requests, redirects, robots.txt, revisits.

    A page beyond `limit` bytes comes with a problem. Raises Problem R014 where the archive breaks off.
    """
    with source.open() as stream:
        try:
            found = ArchiveIterator(cast(BinaryIO, stream), record_types=_KINDS, parse_http=False)
            for record in found:
                yield from _page(source, record, limit)
        except (OSError, EOFError, zlib.error, ValueError) as error:
            raise Problem("R014", source.where, str(error)) from None
        if not stream.count:
            raise Problem("R002", source.where)
        if stream.tail != b"\r\n\r\n":
            raise Problem("R014", source.where, "it ends inside a record")


def _page(source: Source, record: WarcRecord, limit: int) -> Iterator[Source]:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    if not url or _path(url) == "/robots.txt":
        return
    where = f"{source.where}:{url}"
    try:
        html = _is_html(record)
    except (OSError, ValueError) as error:
        yield Source(url, where, "unknown", problem=Problem("R014", where, str(error)))
        return
    if not html:
        return
    whole = record.content_length
    body = record.reader.read(min(whole, limit) + 1)
    problem = None
    if whole > limit:
        problem = Problem("R006", where, f"limit {limit:,} bytes")
    elif len(body) < whole:
        problem = Problem("R007", where, f"{len(body):,} of {whole:,} bytes")
    body, charset = (_decoded(record, body, limit), record.http_charset or "") if record.is_http_parsed else (body, "")
    yield Source(url, where, "html", partial(_stream, body), url=url, charset=charset, problem=problem)


def _is_html(record: WarcRecord) -> bool:
    if record.record_type == WarcRecordType.resource:
        return (record.headers.get("Content-Type") or "").partition(";")[0].strip().lower() in _HTML
    if not record.is_http:
        return False
    record.parse_http(strict_mode=False)
    return record.http_headers.status_code == 200 and (record.http_content_type or "").lower() in _HTML


def _decoded(record: WarcRecord, body: bytes, limit: int) -> bytes:
    """The body as a browser has it. Crawlers often keep the header of a coding that they undid."""
    headers = record.http_headers
    codings = f"{headers.get('Content-Encoding') or ''},{headers.get('Transfer-Encoding') or ''}".lower().split(",")
    for coding in reversed([name.strip() for name in codings]):
        if decoder := _DECODERS.get(coding):
            try:
                found = decoder(io.BytesIO(body)).read(limit + 1)
            except (OSError, ValueError):
                continue
            body = found or body
    return body


def _stream(body: bytes) -> BinaryIO:
    return io.BytesIO(body)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
