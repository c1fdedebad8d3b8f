"""Parameters of saved questions: how a file declares them, and how what people type becomes RDF terms.

A question declares a parameter by a comment line, and where its value goes by a block that is a comment too:

    # --param person=Person: whose crewmates
    # VALUES ?person { }

So its file runs as it is in any engine, and then asks of anybody; a block that is no comment holds a default. A name
becomes the IRI of the thing that has it, and days, numbers and predicates must have their form: nothing that is typed
gets into the query as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rapidfuzz import process

from .errors import Problem
from .folding import fold
from .terms import BINARY, ENTITY_TYPES, SHORTCUTS, node, release_iri, shrink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .store import Store

__all__ = ["Parameter", "bind", "declared", "thing"]

_DECLARED = re.compile(r"^# --param (?P<name>\w+)=(?P<kind>[\w|]+)(?P<required> \(required\))?: (?P<help>.+)$", re.M)
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LABELS = """
SELECT DISTINCT ?thing ?label ?rank WHERE {
  { ?thing skos:prefLabel ?label BIND (0 AS ?rank) }
  UNION { ?thing skos:altLabel ?label BIND (1 AS ?rank) }
  UNION { ?thing skos:hiddenLabel ?label BIND (2 AS ?rank) }
  FILTER EXISTS { VALUES ?class { mg:Entity } ?thing a ?class } }
"""


class _Label(NamedTuple):
    thing: str
    form: str
    rank: int
    """0 for the preferred label, 1 for another, 2 for a misspelling."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question. `kinds` are classes of things by name, or one of day, number, predicate, release.

    `default` is what the question's file has: "" where nothing given means anything.
    """

    name: str
    kinds: tuple[str, ...]
    help: str
    required: bool = False
    default: str = ""

    def __str__(self) -> str:
        """As the list of questions shows it, such as `person=Person` or `[after=day]`."""
        form = f"{self.name}={'|'.join(self.kinds)}"
        return form if self.required else f"[{form}]"


def declared(sparql: str) -> tuple[Parameter, ...]:
    """The parameters that a question's comments declare, in their order."""
    return tuple(
        Parameter(m["name"], tuple(m["kind"].split("|")), m["help"], bool(m["required"]), _default(sparql, m["name"]))
        for m in _DECLARED.finditer(sparql)
    )


def bind(
    store: Store, sparql: str, parameters: tuple[Parameter, ...], given: Mapping[str, str], where: str = "query"
) -> str:
    """The question with what was given in its VALUES blocks.

    Raises Problem Q004 (no such parameter), Q005 (one is missing), Q006 (nothing has that name), Q007 (several
    things have it), Q008 (not a day, number or predicate) or V001 (no such release).
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            raise Problem("Q004", where, f"`{name}`; known: {', '.join(known) or 'none'}")
    for parameter in parameters:
        if parameter.name in given:
            term = _term(store, parameter, given[parameter.name], where)
            sparql = _slot(parameter.name).sub(f"VALUES ?{parameter.name} {{ {_escaped(term)} }}", sparql)
        elif parameter.required:
            raise Problem("Q005", where, f"--param {parameter.name}={'|'.join(parameter.kinds)}: {parameter.help}")
    return sparql


def _slot(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:# )?VALUES \?{name} \{{ ([^}}]*)\}}")


def _escaped(term: ox.NamedNode | ox.Literal) -> str:
    """The term in SPARQL, fit for `re.sub`."""
    return str(term).replace("\\", r"\\")


def _default(sparql: str, name: str) -> str:
    found = _slot(name).search(sparql)
    if found is None:
        raise ValueError(f"no `VALUES ?{name} {{ }}` for a declared parameter")
    return found[1].strip(' "')


def _term(store: Store, parameter: Parameter, value: str, where: str) -> ox.NamedNode | ox.Literal:
    said = f"{parameter.name}={value}"
    match parameter.kinds:
        case ("day",):
            return _day(value, said, where)
        case ("number",):
            if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value, re.ASCII):
                raise Problem("Q008", where, f"{said}: a number such as 3 or 0.5")
            return ox.Literal(value, datatype=node("xsd:decimal"))
        case ("predicate",):
            known = sorted({*BINARY, *(shortcut.predicate for shortcut in SHORTCUTS)})
            if value not in known:
                raise Problem("Q008", where, f"{said}: one of {', '.join(known)}")
            return node(f"mg:{value}")
        case ("release",):
            if store.release(release_iri(value)) is None:
                raise Problem("V001", value)
            return ox.NamedNode(release_iri(value))
        case kinds:
            return thing(store, kinds, value, f"{where}, {said}")


def _day(value: str, said: str, where: str) -> ox.Literal:
    try:
        if not _DAY.fullmatch(value):
            raise ValueError(value)
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError as error:
        raise Problem("Q008", where, f"{said}: a day, month or year such as 2019-10-03, 2019-10 or 2019") from error
    return ox.Literal(value)


def thing(store: Store, kinds: tuple[str, ...], value: str, where: str) -> ox.NamedNode:
    """The thing that has this name or short IRI: a preferred label goes before an alias, that before a misspelling.

    Raises Problem Q006 (nothing of these classes has that name) or Q007 (several things have it).
    """
    exact = {"label": ox.Literal(value, language="en")}
    ranks = _ranks(_labels(store, kinds, exact)) or _ranks(_like(store, kinds, value, where))
    best = sorted(thing for thing, rank in ranks.items() if rank == min(ranks.values()))
    if len(best) > 1:
        raise Problem("Q007", where, ", ".join(map(shrink, best)))
    return ox.NamedNode(best[0])


def _ranks(found: Iterable[_Label]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    for thing, _, rank in found:
        ranks[thing] = min(rank, ranks.get(thing, rank))
    return ranks


def _like(store: Store, kinds: tuple[str, ...], value: str, where: str) -> list[_Label]:
    """Labels that differ in case, accents or hyphens only, or those of an IRI. Raises Problem Q006 if there is none."""
    labels = list(_labels(store, kinds))
    wanted, lower = fold(value), value.casefold()
    found = [
        label
        for label in labels
        # Names in Cyrillic or Chinese fold to nothing.
        if (wanted and fold(label.form) == wanted)
        or label.form.casefold() == lower
        or value in (label.thing, shrink(label.thing))
    ]
    if not found:
        forms = sorted({label.form for label in labels})
        near = [str(form) for form, *_ in process.extract(value, forms, limit=3, score_cutoff=75)]
        raise Problem("Q006", where, "did you mean " + " or ".join(near) + "?" if near else f"no {' or '.join(kinds)}")
    return found


def _labels(store: Store, kinds: tuple[str, ...], values: Mapping[str, ox.Literal] | None = None) -> Iterator[_Label]:
    classes = " ".join(f"mg:{kind}" for kind in (ENTITY_TYPES if kinds == ("Entity",) else kinds))
    for thing, label, rank in store.select(_LABELS.replace("mg:Entity", classes), values):
        yield _Label(thing.value, label.value, int(rank.value))
