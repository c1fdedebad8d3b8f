"""The line for one batch of releases, as a worker runs it: clean, annotate, extract, resolve, emit.

What comes back is bytes (N-Quads), so that a batch can cross from one process to another.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import perf_counter

import pyoxigraph as ox
from spacy.language import Language
from spacy.tokens import Doc

from missiongraph import annotate, authority, emit, extract
from missiongraph.clean import clean
from missiongraph.confidence import calibrated
from missiongraph.errors import Problem
from missiongraph.language import foreign
from missiongraph.model import Release, Statement
from missiongraph.resolve.linker import Linker
from missiongraph.terms import release_iri

__all__ = ["Line", "Outcome", "Task", "key_of"]


@dataclass(frozen=True, slots=True)
class Task:
    """A release as it was read, and the key under which its graph will be known."""

    release: Release
    key: str
    tries: int = 0
    """How often a worker died over it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a release: its graph as N-Quads, or a problem (code and message), or neither (too old)."""

    id: str
    source: str
    graph: str = ""
    quads: bytes = b""
    code: str = ""
    message: str = ""
    stage: str = ""
    seconds: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Spent cleaning, annotating, and extracting to quads."""


@lru_cache(maxsize=2)
def _model(name: str) -> Language:
    return annotate.load(name)


class Line:
    """The stages with what they need: the model, the authority, the linker."""

    def __init__(self, model: str, batch_size: int, since: date | None = None, language: str = "en") -> None:
        self.nlp = _model(model)
        self.batch_size, self.since, self.language = batch_size, since, language
        self.authority = authority.load()
        self.linker = Linker(self.authority)

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """An outcome for each task, in order. A release that fails does not stop the others."""
        with self.nlp.memory_zone():  # the words of a batch are forgotten with it: memory stays flat over an archive
            yield from list(self._outcomes(tasks))

    def _outcomes(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        cleaned = [self._clean(task) for task in tasks]
        ready = [found for found in cleaned if isinstance(found, Release)]
        started = perf_counter()
        docs = list(annotate.docs(self.nlp, ready, self.batch_size))
        share = (perf_counter() - started) / max(1, len(ready))
        annotated = {id(release): doc for doc, release in docs}
        for task, found in zip(tasks, cleaned, strict=True):
            yield found if isinstance(found, Outcome) else self._finish(task, found, annotated[id(found)], share)

    def _clean(self, task: Task) -> Release | Outcome:
        release = task.release
        try:
            found = clean(release)
        except Problem as problem:
            return Outcome(release.id, release.source, code=problem.code, message=problem.text, stage="clean")
        if self.since and (found.published is None or found.published < self.since):
            return Outcome(release.id, release.source)
        if self.language == "en" and (tongue := foreign(found.text)):
            told = Problem("L001", release.source, f"it reads as {tongue}").text
            return Outcome(release.id, release.source, code="L001", message=told, stage="language")
        return found

    def _finish(self, task: Task, release: Release, doc: Doc, annotating: float) -> Outcome:
        started = perf_counter()
        try:
            said = list(self._linked(extract.statements(doc, release, self.authority)))
            quads = list(emit.quads(release, calibrated(said, release), task.key))
        except Exception as error:  # noqa: BLE001 - whatever a text does to a rule, the other releases go on
            detail = f"{type(error).__name__}: {error}"
            return Outcome(
                release.id,
                release.source,
                code="X001",
                message=Problem("X001", release.source, detail).text,
                stage="extract",
            )
        buffer = io.BytesIO()
        ox.serialize(quads, buffer, ox.RdfFormat.N_QUADS)
        return Outcome(
            release.id,
            release.source,
            release_iri(release.id),
            buffer.getvalue(),
            seconds=(0.0, annotating, perf_counter() - started),
        )

    def _linked(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        return (self.linker.apply(statement) for statement in statements)


def key_of(release: Release, pipeline: str) -> str:
    """What a stored graph must have been made from to be up to date: this release, by this pipeline."""
    return hashlib.sha256(f"{pipeline}\x1f{release.digest}".encode()).hexdigest()[:32]
