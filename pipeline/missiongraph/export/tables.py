"""The fact view as tables: JSON lines as the contract has them; CSV and Parquet with two columns more, for dates."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from .. import facts
from ..terms import SHORTCUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ..store import Store

__all__ = ["COLUMNS", "fact_table", "facts_csv", "facts_jsonl", "facts_parquet", "lines", "moment", "sheet"]

COLUMNS = (*(field.name for field in fields(facts.FactRow)), "published", "object_time")
"""Of the tables: the fact view's own, the day of the release, and where the object is a time, its first instant."""

_DATED = {"birthDate", *(shortcut.predicate for shortcut in SHORTCUTS if shortcut.slot == "time")}
_ISSUED = "SELECT ?id ?day WHERE { GRAPH ?release { ?release dcterms:identifier ?id ; dcterms:issued ?day } }"
_TIME = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?Z?)?)?)?", re.ASCII)
_BATCH = 50_000
"""Rows of a Parquet row group: what memory holds at a time."""

Row = dict[str, Any]


def facts_jsonl(
    store: Store, out: IO[bytes], *, least: float = 0.0, made: Callable[[str], bytes | None] | None = None
) -> None:
    """The fact view, one JSON object a line; `made` gives the `lines` of a release (its IRI) that somebody has."""
    for stored in store.releases():
        known = made(stored.iri) if made else None
        rows = (row for row in facts.of_release(store, stored) if row.confidence >= least) if known is None else ()
        out.write(lines(rows) if known is None else known)


def lines(rows: Iterable[facts.FactRow]) -> bytes:
    """Facts as JSON, one a line."""
    return "".join(f"{facts.line(row)}\n" for row in rows).encode()


def facts_csv(store: Store, out: IO[bytes], *, least: float = 0.0) -> None:
    """The fact view as CSV with a header; nothing where a row has no `of`, object IRI or time."""
    sheet(out, COLUMNS, fact_table(store, least))


def facts_parquet(store: Store, out: IO[bytes], *, least: float = 0.0) -> None:
    """The fact view as Parquet, with real numbers, dates and UTC times, in row groups of bounded size."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    kinds = {"confidence": pa.float64(), "begin": pa.int64(), "end": pa.int64()}
    kinds |= {"published": pa.date32(), "object_time": pa.timestamp("ms", tz="UTC")}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    rows = fact_table(store, least)
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def fact_table(store: Store, least: float = 0.0) -> Iterator[Row]:
    """The rows of the fact view that are at least so sure, with COLUMNS."""
    issued = {row[0].value: moment(row[1].value) for row in store.select(_ISSUED)}
    for row in _rows(store, least):
        day = issued.get(row.release)
        time = moment(row.object) if row.predicate in _DATED else None
        yield asdict(row) | {"published": day.date() if day else None, "object_time": time}


def sheet(out: IO[bytes], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """CSV as RFC 4180 has it, but for line feeds alone: UTF-8, a header, times as ISO 8601."""
    buffer = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    buffer.detach()


def moment(value: str) -> datetime | None:
    """The first instant, in UTC, of an ISO 8601 time of any precision; None for what is no time."""
    found = _TIME.fullmatch(value)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def _rows(store: Store, least: float) -> Iterator[facts.FactRow]:
    return (row for row in facts.rows(store) if row.confidence >= least)
