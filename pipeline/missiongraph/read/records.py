"""From a source to its releases: one per text or HTML file, line of JSONL, row of CSV, or entry of a feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, cast

from missiongraph.errors import Problem
from missiongraph.model import Release
from missiongraph.read.decode import Decoder, decode
from missiongraph.read.feeds import entries, is_feed
from missiongraph.read.fields import first_line, from_fields, looks_like_html
from missiongraph.read.lines import Lines, chunks, whole
from missiongraph.read.rows import rows
from missiongraph.read.sources import Source

__all__ = ["records"]


def records(source: Source, limit: int) -> Iterator[Release | Problem]:
    """The releases of `source`, and a Problem for each record that is none. Raises Problem when all of it fails."""
    if source.format == "unknown" and source.problem is None:
        raise Problem("R003", source.where)
    with source.open() as stream:
        yield from _by_format(source, chunks(cast(BinaryIO, stream)), limit)


def _by_format(source: Source, parts: Iterator[bytes], limit: int) -> Iterator[Release | Problem]:
    form = source.format
    if not form:
        head = next(parts, b"")
        form, parts = _sniff(head), chain([head] if head else [], parts)
    if form == "jsonl":
        yield from _objects(source, parts, limit)
    elif form == "csv":
        for where, row in rows(Lines(parts, limit), limit):
            yield _located(source, where, row)
    elif form == "feed":
        for number, entry in entries(parts, limit):
            yield _located(source, number, entry)
    else:
        yield _single(source, form, decode(whole(parts, limit), source.charset))


def _sniff(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:2048]
    if start.startswith(b"{"):
        return "jsonl"
    if is_feed(start):
        return "feed"
    return "html" if start.startswith(b"<") and looks_like_html(start.decode("latin-1")) else "text"


def _single(source: Source, form: str, text: str) -> Release:
    if form == "html":
        return Release(source.id, text, url=source.url, source=source.where, html=True)
    return Release(source.id, text, title=first_line(text), url=source.url, source=source.where)


def _objects(source: Source, parts: Iterator[bytes], limit: int) -> Iterator[Release | Problem]:
    lines = Lines(parts, limit)
    decoder = Decoder(lines.encoding)
    for line in lines:
        if line is None:
            yield Problem("R006", f"{source.where}:{lines.number}", f"limit {limit:,} bytes")
        elif line.strip():
            yield _located(source, lines.number, _object(decoder, line, lines.ended))


def _object(decoder: Decoder, line: bytes, ended: bool) -> dict[str, object] | Problem:
    try:
        found = json.loads(decoder.decode(line))
    except Problem as problem:
        return problem
    except ValueError as error:
        return Problem("R004", detail=str(error)) if ended else Problem("R007", detail=f"inside a record: {error}")
    except RecursionError:
        return Problem("R004", detail="nested too deeply")
    return found if isinstance(found, dict) else Problem("R004", detail="a record must be an object {…}")


def _located(source: Source, number: int, found: dict[str, object] | Problem) -> Release | Problem:
    where = f"{source.where}:{number}"
    release = from_fields(found, f"{source.id}#{number}", where) if isinstance(found, dict) else found
    if isinstance(release, Problem) and not release.where:
        release.where = where
    return release
