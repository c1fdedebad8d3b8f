"""missiongraph from Python: build a graph or open one, ask it, and take it into the libraries people work with.

import missiongraph as mg

with mg.build(["releases/", {"id": "one", "published": "2019-06-25", "text": "…"}]) as graph:
    graph.facts(subject="Parmitano")
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import IO, TYPE_CHECKING, Self
from weakref import finalize

import pyoxigraph as ox

from . import conflicts, export, facts, query, settings
from .conflicts import support
from .errors import Problem
from .export.network import network
from .export.package import package
from .export.slices import cut
from .model import Release
from .store import Store
from .terms import prefixes, release_iri, shrink

if TYPE_CHECKING:
    from types import TracebackType

    import networkx as nx
    import rdflib

    from .conflicts import Finding
    from .facts import FactRow
    from .run import Report

__all__ = ["Graph", "Source", "Value", "build", "open"]

Source = str | Path | Release | Mapping[str, object]
"""What a graph is built of: a path, glob or URL as on the command line, a release, or a record with its fields."""
Value = str | int | float | bool | date | datetime | None
"""A cell of an answer: IRIs and what Python has no type for (2019-06, P6M) are text; None where nothing is."""

_PACKAGE = "datapackage"
_PYTHON: dict[str, Callable[[str], Value]] = {
    "xsd:integer": int,
    "xsd:decimal": float,
    "xsd:double": float,
    "xsd:boolean": lambda text: text == "true",
    "xsd:date": date.fromisoformat,
    "xsd:dateTime": datetime.fromisoformat,
}


def build(
    sources: Source | Iterable[Source],
    out: str | Path | None = None,
    *,
    since: date | None = None,
    model: str | None = None,
    workers: int | None = None,
) -> Graph:
    """Build the graph of some releases, or bring the one in `out` up to date with them, and open it.

    Without `out` it lives in a temporary folder until it is closed. Records have the fields that JSON lines may have:
    `text` or `html`, and `id`, `url`, `title`, `published`; like releases, they are cleaned as what is read from files.
    `since` leaves out what was published before; `model` and `workers` are the settings of these names. A release that
    cannot be read or processed does not stop the others: see `Graph.report` and `Graph.failures`.

    Raises Problem R001 (none of the paths is there) or U001 to U003 (settings), StartProblem (store, model, ontology).
    """
    from . import run  # noqa: PLC0415 - spaCy takes seconds to load, and `open` needs none

    chosen = settings.load({"model": model, "workers": workers})
    folder = Path(out) if out is not None else Path(mkdtemp(prefix="missiongraph-"))
    try:
        with TemporaryDirectory(prefix="missiongraph-") as aside:
            given = Path(aside) / "given"
            report = run.build(_inputs(sources, given), folder, chosen, since=since)
        _name(folder / "failures.jsonl", given)
        graph = Graph(Store(folder / "store", read_only=True), folder, report)
    except BaseException:
        if out is None:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if out is None:
        graph.removed_with(folder)
    return graph


def open(directory: str | Path) -> Graph:  # noqa: A001 - `missiongraph.open(DIR)` reads like what it does
    """Open what `missiongraph build --out DIR` or `build(…, DIR)` wrote. Raises StartProblem S001 or S002."""
    return Graph(Store(Path(directory) / "store", read_only=True), Path(directory))


class Graph:
    """A graph of releases, open to be read; `with` or `close` gives its files back.

    `directory` holds its files (None for a slice), `report` says what the build did (None where it was opened).
    """

    def __init__(self, store: Store, directory: Path | None = None, report: Report | None = None) -> None:
        self._store, self.directory, self.report = store, directory, report
        self._remove: Callable[[], object] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._store.releases())

    def __repr__(self) -> str:
        return f"<missiongraph.Graph, {len(self)} release{'s' * (len(self) != 1)}>"

    def close(self) -> None:
        """Give the files back; a graph that was built without a folder is gone then."""
        self._store.close()
        if self._remove:
            self._remove()

    def removed_with(self, folder: Path) -> None:
        """Have this folder removed when the graph is closed, forgotten, or the program ends."""
        self._remove = finalize(self, shutil.rmtree, folder, ignore_errors=True)

    @property
    def releases(self) -> list[str]:
        """The ids of its releases, sorted."""
        return [stored.id for stored in self._store.releases()]

    @property
    def failures(self) -> list[dict[str, str]]:
        """What the last build could not read or process: `id`, `where`, `stage`, `code`, `message` of each."""
        path = self.directory / "failures.jsonl" if self.directory else None
        lines = path.read_text("utf-8").splitlines() if path and path.is_file() else []
        return [json.loads(line) for line in lines]

    def text(self, release: str) -> str:
        """The cleaned text of a release, to which `begin` and `end` of its facts refer. Raises Problem V001."""
        if self._store.release(release_iri(release)) is None:
            raise Problem("V001", release)
        return self._store.text(release_iri(release))

    def facts(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        release: str | None = None,
        *,
        status: str | None = None,
        min_confidence: float = 0.0,
        as_of: date | None = None,
    ) -> list[FactRow]:
        """Facts about whatever has `subject` in its name, each with its sentence, in the order of releases and texts.

        `status` is one of occurred, planned and cancelled; `as_of` a day: then what was known or planned on it. Raises
        Problem Q008 for a predicate that no fact can have.
        """
        if predicate is not None and predicate not in facts.PREDICATES:
            raise Problem("Q008", f"predicate={predicate}", f"one of {', '.join(sorted(facts.PREDICATES))}")
        known = support.rows(self._store, as_of.isoformat() if as_of else None, release)
        found = facts.matching(known, subject, predicate, min_confidence)
        return [row for row in found if status in (None, row.status)]

    def conflicts(self, *kinds: str) -> list[Finding]:
        """What releases tell differently; of these kinds only: `conflict`, `slip`, `rounding`, `revision`, `naming`."""
        return conflicts.find(self._store, kinds=kinds or conflicts.KINDS)

    def query(self, sparql: str) -> list[dict[str, Value]]:
        """The rows of a SELECT query, by variable. The prefixes are known, and all graphs are one.

        Raises Problem Q001 (not SPARQL) or Q003 (ASK, CONSTRUCT and DESCRIBE have methods of their own).
        """
        found = query.ask(self._store, sparql)
        if not isinstance(found, ox.QuerySolutions):
            raise Problem("Q003", "query", "use Graph.ask or Graph.construct")
        names = [variable.value for variable in found.variables]
        return [{name: _value(row[name]) for name in names} for row in found]

    def question(self, name: str, **parameters: str) -> list[dict[str, Value]]:
        """The rows that answer a saved question: `question("crewmates", person="Luca Parmitano")`.

        Raises Problem Q002 and Q004 to Q008 for the name and the parameters.
        """
        return self.query(query.saved(name).bound(self._store, parameters))

    def ask(self, sparql: str) -> bool:
        """The answer to an ASK query. Raises Problem Q001 or Q003."""
        found = query.ask(self._store, sparql)
        if not isinstance(found, ox.QueryBoolean):
            raise Problem("Q003", "query", "not an ASK query")
        return bool(found)

    def construct(self, sparql: str) -> rdflib.Graph:
        """What a CONSTRUCT or DESCRIBE query gives, as a graph of rdflib. Raises Problem Q001 or Q003."""
        import rdflib  # noqa: PLC0415 - most uses do without

        return rdflib.Graph().parse(data=query.write(self._store, sparql, "turtle"), format="turtle")

    def slice(self, **wanted: str | Iterable[str]) -> Graph:
        """The releases that match all of this, as a graph in memory: `slice(person="Luca Parmitano", date="2019")`.

        The keys are `agency`, `person`, `mission`, `craft` and `date`; several values of one must all match.
        Raises Problem E004 and Q006 to Q008.
        """
        pairs = (
            (key, value) for key, given in wanted.items() for value in ([given] if isinstance(given, str) else given)
        )
        return Graph(cut(self._store, pairs))

    def export(
        self, form: str, out: str | Path | IO[bytes], *, text: bool = False, min_confidence: float = 0.0
    ) -> None:
        """Write the graph in a format of `missiongraph export` to a file or stream; a Data Package, to a folder.

        `text` and `min_confidence` are as there. Raises Problem E001 or E003, OSError.
        """
        if form == _PACKAGE:
            if not isinstance(out, (str, Path)):
                raise Problem("E003", form)
            package(self._store, Path(out), least=min_confidence)
        elif isinstance(out, (str, Path)):
            with Path(out).open("wb") as file:
                export.export(self._store, form, file, text=text, least=min_confidence)
        else:
            export.export(self._store, form, out, text=text, least=min_confidence)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Things (`label`, `type`, `iri`) and the plain facts between them (`predicate`; `weight`: in how many)."""
        return network(self._store)

    def to_rdflib(self) -> rdflib.Dataset:
        """A copy of all its graphs in memory, which Oxigraph queries for rdflib; its default graph is their union."""
        import rdflib  # noqa: PLC0415 - most uses do without
        from oxrdflib import OxigraphStore  # noqa: PLC0415

        copy = ox.Store()
        copy.bulk_extend(self._store.quads())
        found = rdflib.Dataset(OxigraphStore(store=copy), default_union=True)
        for prefix, namespace in prefixes().map.items():
            found.bind(prefix, namespace, replace=True)
        return found


def _inputs(sources: Source | Iterable[Source], given: Path) -> list[str]:
    """Paths as they are; records and releases as lines of one file, that they may be read like all others."""
    given = given.with_suffix(".jsonl")
    each = [sources] if isinstance(sources, (str, Path, Release, Mapping)) else list(sources)
    records = [source for source in each if isinstance(source, (Release, Mapping))]
    lines = (json.dumps(_record(record), ensure_ascii=False, default=str) for record in records)
    given.write_text("".join(f"{line}\n" for line in lines), "utf-8", "surrogatepass")
    return [*(str(source) for source in each if isinstance(source, (str, Path))), *([str(given)] if records else [])]


def _name(failures: Path, given: Path) -> None:
    """Have failures name a record by its number, `given:3`, not by a file that is gone."""
    failures.write_text(failures.read_text("utf-8").replace(f"{given}.jsonl:", "given:"), "utf-8")


def _record(source: Release | Mapping[str, object]) -> dict[str, object]:
    if isinstance(source, Mapping):
        return dict(source)
    fields = ("id", "title", "published", "url", "publisher")
    return {name: getattr(source, name) for name in fields} | {"html" if source.html else "text": source.text}


def _value(term: object) -> Value:
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else None if term is None else str(term)
    try:
        return _PYTHON.get(shrink(term.datatype.value), str)(term.value)
    except ValueError:
        return term.value
