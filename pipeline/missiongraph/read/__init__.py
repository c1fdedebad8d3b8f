"""Read releases from files, folders, globs, remote paths and standard input, one at a time.

Bytes, encodings and archives end here. Whatever cannot be read becomes one `Failure`; everything else goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from missiongraph.errors import MESSAGES, Problem
from missiongraph.model import Release
from missiongraph.read.archives import members
from missiongraph.read.counting import expected
from missiongraph.read.naming import ARCHIVES
from missiongraph.read.records import records
from missiongraph.read.remote import check, is_remote, remote_sources
from missiongraph.read.sources import Source, sources

__all__ = [
    "MAX_BYTES",
    "Failure",
    "Seen",
    "Source",
    "check",
    "each",
    "expected",
    "is_remote",
    "releases",
    "sources_of",
]

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
    inputs: Sequence[str],
    failures: Callable[[Failure], None],
    max_bytes: int = MAX_BYTES,
    duplicates: Callable[[Release], None] | None = None,
) -> Iterator[Release]:
    """Every release of `inputs`, in the order of the inputs, each folder walked in sorted order.

    A release that was read before (same id, same content) is passed over, and told to `duplicates`. Memory holds one
    record, never a file of records, and a digest for each id. `failures` is called once for each thing that could not
    be read.
    """
    seen = Seen()
    for found in each(sources_of(inputs), max_bytes):
        if isinstance(found, Failure):
            failures(found)
        elif isinstance(first := seen.first(found.id, found.digest, found.source), Failure):
            failures(first)
        elif first:
            yield found
        elif duplicates:
            duplicates(found)


class Seen:
    """What was read until now: a digest for each id."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}

    def first(self, name: str, digest: str, where: str) -> bool | Failure:
        """Whether no release had this id before. R008 where one had that says something else."""
        known = self._digests.get(name)
        if known is None:
            self._digests[name] = digest
            return True
        return False if known == digest else Failure(name, where, "read", "R008", MESSAGES["R008"])


def sources_of(inputs: Sequence[str]) -> Iterator[Source]:
    """Where the inputs lead, in their order: files, members of folders, objects. None of them is opened."""
    for name in inputs:
        yield from remote_sources(name) if is_remote(name) else sources([name])


def each(found: Iterable[Source], max_bytes: int = MAX_BYTES) -> Iterator[Release | Failure]:
    """All that is in these sources, in their order, whether it was read before or not."""
    for source in found:
        yield from _guarded(source, max_bytes)


def _guarded(source: Source, max_bytes: int) -> Iterator[Release | Failure]:
    try:
        if source.format in ARCHIVES:
            for member in members(source, max_bytes):
                yield from _guarded(member, max_bytes)
        else:
            for found in records(source, max_bytes):
                yield _failure(source, found) if isinstance(found, Problem) else found
    except Problem as problem:
        yield _failure(source, problem)
    except OSError as error:
        yield _failure(source, Problem("R010", source.where, error.strerror or str(error)))
    except Exception as error:  # noqa: BLE001 - whatever a file does to a parser, the other files go on
        yield _failure(source, Problem("R017", source.where, f"{type(error).__name__}: {error}"))


def _failure(source: Source, problem: Problem) -> Failure:
    where = problem.where or source.where
    return Failure(source.id + where.removeprefix(source.where), where, "read", problem.code, problem.text)
