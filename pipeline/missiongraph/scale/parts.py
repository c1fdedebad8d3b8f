"""What a partition leaves on disk: its N-Quads, its facts, and, once both are whole, a marker that says so."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from missiongraph.read import Failure
from missiongraph.report import Tally
from missiongraph.scale.plan import Partition
from missiongraph.work import Outcome

__all__ = ["DONE", "FACTS", "QUADS", "Done", "done", "quads", "sweep", "write"]

QUADS, FACTS, DONE = ".nq.gz", ".facts.jsonl.gz", ".done.json"
LEVEL: Final = 3
"""N-Quads repeat themselves: packed, they are a twentieth. A higher level was hardly smaller, and slower."""
STAGES: Final = ("clean", "annotate", "extract")


@dataclass(frozen=True, slots=True)
class Done:
    """A marker. `sizes` are those of the two files, in bytes; `seconds` those of clean, annotate and extract."""

    digest: str
    sizes: tuple[int, int]
    facts: int
    done: int
    skipped: int
    seconds: tuple[float, float, float]
    failures: tuple[Failure, ...]

    def count(self, tally: Tally) -> None:
        """Add what it tells to the counts of a build."""
        tally.failures.extend(self.failures)
        tally.counts["done"] += self.done
        tally.counts["skipped"] += self.skipped
        for stage, spent in zip(STAGES, self.seconds, strict=True):
            tally.seconds[stage] += spent


def write(folder: Path, partition: Partition, outcomes: Sequence[Outcome]) -> Done:
    """Write the files of a partition, each put in place whole, the marker last.

    They are drafted in a folder of their own: a machine that was given up may still be at the same.
    """
    quads = _packed(b"".join(outcome.quads for outcome in outcomes))
    views = b"".join(outcome.facts for outcome in sorted(outcomes, key=lambda outcome: outcome.id))
    facts = _packed(views)
    failed = tuple(Failure(o.id, o.source, o.stage, o.code, o.message) for o in outcomes if o.code)
    marker = Done(
        digest=partition.digest,
        sizes=(len(quads), len(facts)),
        facts=views.count(b"\n"),
        done=len(outcomes),
        skipped=sum(not outcome.code and not outcome.graph for outcome in outcomes),
        seconds=tuple(sum(spent) for spent in zip(*(o.seconds for o in outcomes), strict=True)),
        failures=failed,
    )
    with TemporaryDirectory(dir=folder, prefix=".") as drafts:
        contents = ((QUADS, quads), (FACTS, facts), (DONE, json.dumps(asdict(marker)).encode() + b"\n"))
        for suffix, content in contents:
            draft = Path(drafts) / f"{partition.name}{suffix}"
            draft.write_bytes(content)
            draft.replace(folder / draft.name)
    return marker


def done(folder: Path, partition: Partition) -> Done | None:
    """The marker of a partition, where its files are there, whole, and hold what this partition is to hold."""
    try:
        found = json.loads((folder / f"{partition.name}{DONE}").read_text("utf-8"))
        marker = Done(**found | {"failures": tuple(Failure(**each) for each in found["failures"])})
        sizes = [(folder / f"{partition.name}{suffix}").stat().st_size for suffix in (QUADS, FACTS)]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return marker if marker.digest == partition.digest and sizes == list(marker.sizes) else None


def quads(folder: Path, partition: Partition) -> bytes:
    """The N-Quads of a partition, a quad a line."""
    return gzip.decompress((folder / f"{partition.name}{QUADS}").read_bytes())


def sweep(folder: Path, wanted: Iterable[Partition]) -> None:
    """Remove the files of partitions that the input no longer has."""
    names = {partition.name for partition in wanted}
    for path in _parts(folder):
        if path.name.partition(".")[0] not in names:
            path.unlink()


def _parts(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.name.endswith((QUADS, FACTS, DONE)) and path.name[0] != ".")


def _packed(data: bytes) -> bytes:
    return gzip.compress(data, LEVEL, mtime=0)  # no clock: equal partitions are equal files
