"""SPARQL over a store: as text, from a file, or one of the saved questions; answers in the formats people use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from . import parameters, turtle
from .errors import Problem
from .resources import ontology
from .terms import shrink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .store import Solutions, Store

__all__ = ["FORMATS", "Answer", "Question", "answer", "ask", "pairs", "question", "questions", "read", "saved", "write"]

FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle")

RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `title` is the first comment line of its file."""

    name: str
    title: str
    sparql: str
    parameters: tuple[parameters.Parameter, ...] = ()

    def bound(self, store: Store, given: Mapping[str, str]) -> str:
        """Its SPARQL with these parameters. Raises Problem Q004 to Q008 or V001: see `parameters.bind`."""
        return parameters.bind(store, self.sparql, self.parameters, given, self.name)


@dataclass(frozen=True, slots=True)
class Answer:
    """A table of short forms for people: prefixed names for IRIs, plain values for literals, "" for nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@cache
def questions() -> Mapping[str, Question]:
    """The saved questions by name, in the order of their names."""
    found = {}
    for path in sorted((ontology() / "queries").glob("*.rq")):
        sparql = path.read_text(encoding="utf-8")
        title = sparql.partition("\n")[0].lstrip("# ").strip()
        found[path.stem] = question(path.stem, sparql, title)
    return found


def question(name: str, sparql: str, title: str = "") -> Question:
    """A question from its text, with the parameters that its comments declare."""
    return Question(name, title, sparql, parameters.declared(sparql))


def pairs(given: Iterable[str]) -> dict[str, str]:
    """`name=value` as typed, by name. Raises Problem Q009 for what has no `=`."""
    split = [item.partition("=") for item in given]
    for name, equals, _ in split:
        if not (name and equals):
            raise Problem("Q009", "--param", name)
    return {name.strip(): value.strip() for name, _, value in split}


def saved(name: str) -> Question:
    """The question of that name. Raises Problem Q002 if there is none."""
    try:
        return questions()[name]
    except KeyError:
        raise Problem("Q002", name, "known: " + ", ".join(questions())) from None


def read(path: Path) -> str:
    """The SPARQL text of a file. Raises Problem R001 or R009."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Problem("R001", str(path)) from error
    except UnicodeDecodeError as error:
        raise Problem("R009", str(path)) from error


def ask(store: Store, sparql: str, where: str = "query") -> Solutions:
    """The raw solutions. Raises Problem Q001 with what the parser says, also for updates."""
    try:
        return store.query(sparql)
    except SyntaxError as error:
        raise Problem("Q001", where, str(error).strip()) from error


def answer(store: Store, sparql: str, where: str = "query") -> Answer:
    """The solutions as a table: a row for ASK, three columns for CONSTRUCT and DESCRIBE."""
    found = ask(store, sparql, where)
    if isinstance(found, ox.QueryBoolean):
        return Answer(("answer",), (("yes" if found else "no",),))
    if isinstance(found, ox.QuerySolutions):
        columns = tuple(variable.value for variable in found.variables)
        return Answer(columns, tuple(tuple(_short(term) for term in row) for row in found))
    rows = sorted((_short(t.subject), _short(t.predicate), _short(t.object)) for t in found)
    return Answer(("subject", "predicate", "object"), tuple(rows))


def write(store: Store, sparql: str, form: str, where: str = "query") -> bytes:
    """The answer in one of FORMATS but `table`. Raises Problem Q003 where form and query do not go together."""
    found = ask(store, sparql, where)
    if isinstance(found, ox.QueryTriples):
        if form != "turtle":
            raise Problem("Q003", where, f"a graph cannot be {form}: use turtle")
        return "".join(turtle.document(found)).encode()
    if form == "turtle":
        raise Problem("Q003", where, "turtle is for CONSTRUCT and DESCRIBE: use json, csv, tsv, xml or table")
    if isinstance(found, ox.QueryBoolean) and form in ("csv", "tsv"):
        return f"{str(bool(found)).lower()}\n".encode()
    return found.serialize(format=RESULTS[form]) or b""


def _short(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return shrink(term.value)
    return term.value if isinstance(term, ox.Literal) else "" if term is None else str(term)
