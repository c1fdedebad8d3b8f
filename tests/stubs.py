"""A worker that takes no model: it says of each release what stands in it, dies over some words and hangs over others.

Run as a program it is `missiongraph` with such workers, and with no more of an authority than the agencies.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator, Sequence

from missiongraph import workers
from missiongraph.model import Literal, Node, Release, Statement
from missiongraph.terms import entity_iri, release_iri
from missiongraph.work import Outcome, Task


def text(number: int) -> str:
    """A release of its own people, and of craft and agencies that others speak of too."""
    filler = " ".join(f"word{number * 31 % 97}x{place}" for place in range(50))
    return (
        f"Crew {number} lands\nAda{number} flew on Kite-{number % 7}. Bo{number} is of Agency {number % 3}.\n{filler}\n"
    )


class StubLine:
    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        for task in tasks:
            if "DIE" in task.release.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "HANG" in task.release.text:
                re.match("(a+)+$", "a" * 64 + "b")  # one call of C that never comes back, and lets no handler run
            yield _outcome(task)


def _outcome(task: Task) -> Outcome:
    from missiongraph import emit
    from missiongraph.written import written

    release = task.release
    parts = written(release.id, emit.triples(release, _said(release), task.key))
    return Outcome(release.id, release.source, release_iri(release.id), *parts, seconds=(0.1, 0.2, 0.3))


def _said(release: Release) -> Iterator[Statement]:
    verbs = (
        ("flewOn", "Spacecraft", r"(Ada\d+) flew on (Kite-\d)"),
        ("memberOf", "Agency", r"(Bo\d+) is of (Agency \d)"),
    )
    for predicate, kind, pattern in verbs:
        for found in re.finditer(pattern, release.text):
            who, what = (_entity(k, n) for k, n in zip(("Person", kind), found.groups(), strict=True))
            yield Statement(release.id, who, predicate, what, found.start(), found.end(), "stub", 0.9)
            yield Statement(release.id, who, "name", Literal(who.name), found.start(), found.end(), "stub", 0.9)


def _entity(kind: str, name: str) -> Node:
    return Node(f"{kind}:{name.lower()}", kind, name, (), entity_iri(kind, name), name, "minted")


def serve(pipe, settings, seconds) -> None:
    """The life of a real worker, with the stub for its line."""
    workers._line = lambda _: StubLine()  # type: ignore[assignment, return-value]
    _SERVE(pipe, settings, seconds)


def die_at_once(*_: object) -> None:
    os._exit(7)


_SERVE = workers._serve

if __name__ == "__main__":
    import stubs
    from missiongraph import harvest, run
    from missiongraph.cli import main

    workers._serve = stubs.serve  # by a name under which a worker finds it
    run.AUTHORITIES = "agencies.ttl"
    harvest.BYTES = 100_000  # type: ignore[misc] - a few batches: kills fall between loads, and on them
    main()
