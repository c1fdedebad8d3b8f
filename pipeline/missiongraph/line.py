"""The line for one batch of releases, as a worker runs it: clean, annotate, extract, resolve, emit.

What comes back is bytes (N-Quads), so that a batch can cross from one process to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from time import perf_counter

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
from missiongraph.work import Outcome, Task, key_of
from missiongraph.written import written

__all__ = ["Line", "Outcome", "Task", "key_of"]


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
        started = perf_counter()
        cleaned = [self._clean(task) for task in tasks]
        cleaning = (perf_counter() - started) / max(1, len(tasks))
        ready = [found for found in cleaned if isinstance(found, Release)]
        started = perf_counter()
        annotated = self._annotate(ready)
        annotating = (perf_counter() - started) / max(1, len(ready))
        for task, found in zip(tasks, cleaned, strict=True):
            doc = annotated[id(found)] if isinstance(found, Release) else found
            if isinstance(found, Release) and isinstance(doc, Doc):
                yield self._finish(task, found, doc, (cleaning, annotating))
            elif isinstance(doc, Outcome):
                yield doc

    def _clean(self, task: Task) -> Release | Outcome:
        release = task.release
        try:
            found = clean(release)
        except Problem as problem:
            return Outcome(release.id, release.source, code=problem.code, message=problem.text, stage="clean")
        except Exception as error:  # noqa: BLE001 - whatever a page does to a parser, the other releases go on
            return _failed(release, "clean", error)
        if self.since and (found.published is None or found.published < self.since):
            return Outcome(release.id, release.source)
        if self.language == "en" and (tongue := foreign(found.text)):
            told = Problem("L001", release.source, f"it reads as {tongue}").text
            return Outcome(release.id, release.source, code="L001", message=told, stage="language")
        return found

    def _annotate(self, releases: Sequence[Release]) -> dict[int, Doc | Outcome]:
        """By identity of the release. Where the model fails on a batch, each is tried by itself."""
        try:
            return {id(release): doc for doc, release in annotate.docs(self.nlp, releases, self.batch_size)}
        except Exception as error:  # noqa: BLE001 - as above
            if len(releases) == 1:
                return {id(releases[0]): _failed(releases[0], "annotate", error)}
            return {key: doc for release in releases for key, doc in self._annotate([release]).items()}

    def _finish(self, task: Task, release: Release, doc: Doc, spent: tuple[float, float]) -> Outcome:
        started = perf_counter()
        try:
            said = list(self._linked(extract.statements(doc, release, self.authority)))
            triples = emit.triples(release, calibrated(said, release), task.key)
            parts = written(release.id, triples)
        except Exception as error:  # noqa: BLE001 - whatever a text does to a rule, the other releases go on
            return _failed(release, "extract", error)
        seconds = (*spent, perf_counter() - started)
        return Outcome(release.id, release.source, release_iri(release.id), *parts, seconds=seconds)

    def _linked(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        return (self.linker.apply(statement) for statement in statements)


def _failed(release: Release, stage: str, error: Exception) -> Outcome:
    message = Problem("X001", release.source, f"{type(error).__name__}: {error}").text
    return Outcome(release.id, release.source, code="X001", message=message, stage=stage)
