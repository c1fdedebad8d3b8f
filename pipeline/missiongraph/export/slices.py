"""A slice: the releases that match, whole, with what is known of the things they speak of, as a smaller store.

So whatever reads a store reads a slice. Nothing of other releases is in it, not even where they speak of the same
things: what it says has its sentence in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import Problem
from ..folding import fold
from ..parameters import thing
from ..store import AUTHORITY, EDITIONS, RUN, Store
from ..terms import iri
from .tables import moment

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["KINDS", "cut"]

KINDS = {
    "agency": ("Agency", "Organization"),
    "person": ("Person",),
    "mission": ("Mission",),
    "craft": ("Spacecraft", "Station", "Module"),
}
"""What a slice can be cut by besides `date`: the classes among which a name is looked up."""

_SPEAKING = "SELECT ?release ?thing WHERE { GRAPH ?release { ?release a mg:Release . ?thing a ?class } }"
_PUBLISHERS = "SELECT ?release ?name WHERE { GRAPH ?release { ?release a mg:Release ; schema:publisher ?name } }"
_LABELS = "SELECT ?label ?thing WHERE { VALUES ?p { skos:prefLabel skos:altLabel } ?thing ?p ?label }"
_ISSUED = "SELECT ?release ?day WHERE { GRAPH ?release { ?release a mg:Release ; dcterms:issued ?day } }"
_SPOKEN = "SELECT DISTINCT ?thing WHERE { GRAPH ?release { ?thing skos:prefLabel ?label } }"
_DATES = re.compile(r"(?P<first>[\d-]*)(?P<to>\.\.)?(?P<last>[\d-]*)", re.ASCII)


def cut(store: Store, wanted: Iterable[tuple[str, str]]) -> Store:
    """The part of the store that all of `wanted`, pairs such as `("person", "Luca Parmitano")`, leave, in memory.

    `agency` keeps the releases that an agency or other body published or that name it, `person`, `mission` and
    `craft` those that name the thing, `date` those published in `2019`, `2019-06`, `2018..2019-06`, `..2019`.
    Raises Problem E004 (nothing to cut by), Q006 or Q007 (no thing, or several, of that name), Q008 (no date).
    """
    kept = {stored.iri for stored in store.releases()}
    for kind, value in wanted:
        kept &= _dated(store, value) if kind == "date" else _about(store, kind, value)
    smaller = Store()
    for release in sorted(kept):
        smaller.replace({release: store.quads(release)})
    spoken = {row[0] for row in smaller.select(_SPOKEN)}
    editions = (quad for quad in store.quads(iri(EDITIONS)) if getattr(quad.subject, "value", "") in kept)
    authority = (quad for quad in store.quads(iri(AUTHORITY)) if quad.subject in spoken)
    smaller.replace({iri(EDITIONS): editions, iri(AUTHORITY): authority, iri(RUN): store.quads(iri(RUN))})
    return smaller


def _about(store: Store, kind: str, name: str) -> set[str]:
    if kind not in KINDS:
        raise Problem("E004", f"{kind}={name}")
    found = thing(store, KINDS[kind], name, f"slice, {kind}={name}")
    about = {row[0].value for row in store.select(_SPEAKING, {"thing": found})}
    if kind == "agency":
        names = {fold(row[0].value) for row in store.select(_LABELS, {"thing": found})}
        about |= {release.value for release, name in store.select(_PUBLISHERS) if fold(name.value) in names}
    return about


def _dated(store: Store, span: str) -> set[str]:
    """Releases published in a span: ISO 8601 compares as text, each end by as many characters as it has."""
    found = _DATES.fullmatch(span)
    ends = (found["first"], found["last"] if found["to"] else found["first"]) if found else ("", "")
    if not any(ends) or any(end and moment(end) is None for end in ends):
        raise Problem(
            "Q008", f"slice, date={span}", "a day, month, year or span: 2019-06-25, 2019, 2018..2019-06, ..2019"
        )
    first, last = ends
    days = ((release.value, day.value) for release, day in store.select(_ISSUED))
    return {release for release, day in days if day[: len(first)] >= first and (not last or day[: len(last)] <= last)}
