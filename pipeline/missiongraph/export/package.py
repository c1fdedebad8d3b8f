"""A Data Package: facts, things and releases as CSV that refer to each other, and `datapackage.json` to tell how.

The descriptor is data (`ontology/datapackage.json`): tables, columns, types and keys; this fills in the files.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from ..resources import ontology
from ..terms import ENTITY_TYPES, iri
from .tables import fact_table, moment, sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ..store import Store

__all__ = ["DESCRIPTOR", "package"]

DESCRIPTOR = "datapackage.json"

_RELEASES = """
SELECT ?id ?release ?title ?published ?url ?publisher WHERE { GRAPH ?release {
  ?release dcterms:identifier ?id . OPTIONAL { ?release dcterms:title ?title }
  OPTIONAL { ?release dcterms:issued ?published } OPTIONAL { ?release schema:url ?url }
  OPTIONAL { ?release schema:publisher ?publisher } } }
"""
_THINGS = """
SELECT DISTINCT ?thing ?class ?label ?alias WHERE { GRAPH ?release {
  ?release a mg:Release . ?thing a ?class ; skos:prefLabel ?label . OPTIONAL { ?thing skos:altLabel ?alias } } }
"""

Row = dict[str, Any]


def package(store: Store, folder: Path, *, least: float = 0.0) -> None:
    """Write the tables and their descriptor into the folder, which is made if need be.

    The descriptor comes last: where it is, the package is whole. Raises OSError.
    """
    tables: dict[str, Callable[[], Iterator[Row]]] = {
        "facts": lambda: fact_table(store, least),
        "things": lambda: _things(store),
        "releases": lambda: _releases(store),
    }
    described = json.loads((ontology() / DESCRIPTOR).read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DESCRIPTOR).unlink(missing_ok=True)
    for resource in described["resources"]:
        path = folder / resource["path"]
        with path.open("wb") as out:
            sheet(out, [field["name"] for field in resource["schema"]["fields"]], tables[resource["name"]]())
        resource["bytes"] = path.stat().st_size
        with path.open("rb") as file:
            resource["hash"] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    (folder / DESCRIPTOR).write_text(json.dumps(described, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _releases(store: Store) -> Iterator[Row]:
    names = ("id", "release", "title", "published", "url", "publisher")
    found = ({name: row[name].value if row[name] else None for name in names} for row in store.select(_RELEASES))
    for row in sorted(found, key=lambda row: str(row["id"])):
        day = moment(row["published"] or "")
        yield row | {"iri": row["release"], "published": day.date() if day else None}


def _things(store: Store) -> Iterator[Row]:
    """Each thing once: of several labels the first, the others as aliases."""
    own = iri("mg:")
    things: dict[str, tuple[set[str], set[str], set[str]]] = {}
    for thing, kind, label, alias in store.select(_THINGS):
        kinds, labels, aliases = things.setdefault(thing.value, (set(), set(), set()))
        kinds.add(kind.value.removeprefix(own))
        labels.add(label.value)
        aliases.update([alias.value] if alias else [])
    for thing, (kinds, labels, aliases) in sorted(things.items()):
        if known := sorted(kinds & set(ENTITY_TYPES)):
            label = min(labels)
            others = sorted((labels | aliases) - {label})
            yield {"iri": thing, "type": known[0], "label": label, "aliases": " | ".join(others) or None}
