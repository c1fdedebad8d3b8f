"""Read releases from files, folders, globs and standard input, one at a time.

Bytes, encodings and archives end here. Whatever cannot be read becomes one `Failure`; everything else goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from missiongraph.errors import MESSAGES, Problem
from missiongraph.model import Release
from missiongraph.read.records import records
from missiongraph.read.sources import Source, sources

__all__ = ["MAX_BYTES", "Failure", "releases"]

MAX_BYTES = 5 * 1024 * 1024
"""The largest release that is read, in bytes of its file, line or row."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One release (or file) that could not be read: a line of `failures.jsonl`."""

    id: str
    where: str
    stage: str
    code: str
    message: str


def releases(
    inputs: Sequence[str], failures: Callable[[Failure], None], max_bytes: int = MAX_BYTES
) -> Iterator[Release]:
    """Every release of `inputs`, in the order of the inputs, each folder walked in sorted order.

    A release that was read before (same id, same content) is passed over in silence. Memory holds one record, never a
    file of records, and a digest for each id. `failures` is called once for each thing that could not be read.
    """
    seen: dict[str, str] = {}
    for source in sources(inputs):
        for found in _guarded(source, max_bytes):
            if isinstance(found, Problem):
                failures(_failure(source, found))
            elif (known := seen.get(found.id)) is None:
                seen[found.id] = found.digest
                yield found
            elif known != found.digest:
                failures(Failure(found.id, found.source, "read", "R008", MESSAGES["R008"]))


def _guarded(source: Source, max_bytes: int) -> Iterator[Release | Problem]:
    try:
        yield from records(source, max_bytes)
    except Problem as problem:
        yield problem
    except OSError as error:
        yield Problem("R010", source.where, error.strerror or str(error))


def _failure(source: Source, problem: Problem) -> Failure:
    where = problem.where or source.where
    return Failure(source.id + where.removeprefix(source.where), where, "read", problem.code, problem.text)
