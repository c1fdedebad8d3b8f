"""The vocabulary: one owner of the prefix map, of IRIs, and of the names of classes and predicates.

Nobody else concatenates IRIs:

>>> iri("mg:Person")
'https://w3id.org/missiongraph/ontology#Person'
>>> shrink("https://w3id.org/missiongraph/id/craft/soyuz-ms-13")
'craft:soyuz-ms-13'
>>> entity_iri("Spacecraft", "Soyuz MS-13")
'https://w3id.org/missiongraph/id/craft/soyuz-ms-13'
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

import pyoxigraph as ox

from .errors import StartProblem
from .resources import ontology

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BINARY",
    "ENTITY_TYPES",
    "EVENT_TYPES",
    "LOCAL_TYPES",
    "NAMINGS",
    "SHORTCUTS",
    "SLOTS",
    "STATUSES",
    "Prefixes",
    "Shortcut",
    "entity_iri",
    "iri",
    "node",
    "prefixes",
    "release_id",
    "release_iri",
    "shrink",
    "slug",
    "words",
]

ENTITY_TYPES: dict[str, str] = {
    "Agency": "agency",
    "Organization": "organization",
    "Person": "person",
    "Facility": "facility",
    "Spacecraft": "craft",
    "Station": "station",
    "Module": "module",
    "LaunchVehicle": "vehicle",
    "Mission": "mission",
    "Payload": "payload",
    "Place": "place",
    "Role": "role",
}
"""Class of an entity → prefix (and IRI segment) of its instances."""

EVENT_TYPES = ("Launch", "Docking", "Undocking", "Landing", "Spacewalk", "CommandHandover", "Selection")
LOCAL_TYPES = (*EVENT_TYPES, "RoleTenure", "Distinction")
"""Classes of nodes that belong to one release: fragments of its IRI."""

STATUSES = ("occurred", "planned", "cancelled")

BINARY = (
    "memberOf",
    "nationality",
    "crewMemberOf",
    "flewOn",
    "stayedOn",
    "backupFor",
    "operatedBy",
    "builtBy",
    "partOf",
    "usesSpacecraft",
    "launchVehicle",
    "destination",
    "locatedIn",
    "birthPlace",
    "birthDate",
    "flightNumber",
    "duration",
    "workedOn",
)
"""Predicates whose subject is an entity: plain triples where they occurred."""

NAMINGS = ("name", "alias")
"""Predicates that say how a thing is called: SKOS labels in the graph, no facts in the fact view."""

SLOTS: dict[str, tuple[str, ...]] = {
    "Launch": ("participant", "spacecraft", "mission", "launchVehicle", "place", "time"),
    "Docking": ("participant", "spacecraft", "mission", "station", "module", "time"),
    "Undocking": ("participant", "spacecraft", "mission", "station", "module", "time"),
    "Landing": ("participant", "spacecraft", "mission", "place", "time"),
    "Spacewalk": ("participant", "spacecraft", "mission", "station", "target", "time", "duration", "count"),
    "CommandHandover": ("fromPerson", "toPerson", "station", "time"),
    "Selection": ("participant", "mission", "selectedBy", "selectedAs", "time"),
    "RoleTenure": ("holder", "role", "of", "start", "end"),
    "Distinction": ("holder", "text", "ordinal"),
}
"""Arguments of each local node, in the order people read them."""


class Shortcut(NamedTuple):
    """How an event flattens: `bearer` × `slot` of an event of class `event` states `predicate`."""

    event: str
    bearer: str
    slot: str
    predicate: str


def _shortcuts() -> tuple[Shortcut, ...]:
    everyone = ("participant", "spacecraft", "mission")
    craft = ("spacecraft", "mission")
    person = ("participant",)
    table: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
        ("Launch", everyone, ("time",), "launchTime"),
        ("Launch", everyone, ("place",), "launchSite"),
        ("Launch", craft, ("launchVehicle",), "launchVehicle"),
        ("Docking", everyone, ("time",), "dockingTime"),
        ("Docking", everyone, ("station", "module"), "dockedTo"),
        ("Undocking", everyone, ("time",), "undockingTime"),
        ("Undocking", everyone, ("station", "module"), "undockedFrom"),
        ("Landing", everyone, ("time",), "landingTime"),
        ("Landing", everyone, ("place",), "landingPlace"),
        ("Spacewalk", person, ("time",), "spacewalkTime"),
        ("Spacewalk", person, ("duration",), "spacewalkDuration"),
        ("Spacewalk", person, ("count",), "spacewalkCount"),
        ("Spacewalk", person, ("target",), "workedOn"),
        ("CommandHandover", ("fromPerson",), ("toPerson",), "handedCommandTo"),
        ("Selection", person, ("selectedBy",), "selectedBy"),
        ("Selection", person, ("selectedAs",), "selectedAs"),
        ("Selection", person, ("time",), "selectionTime"),
        ("Docking", person, ("station",), "stayedOn"),
        ("Undocking", person, ("station",), "stayedOn"),
        ("Spacewalk", person, ("station",), "stayedOn"),
    )
    rows = [Shortcut(e, b, s, p) for e, bearers, slots, p in table for b in bearers for s in slots]
    flights = (("spacecraft", "flewOn"), ("mission", "crewMemberOf"))
    rows += [Shortcut(e, "participant", s, p) for e in EVENT_TYPES for s, p in flights if s in SLOTS[e]]
    return tuple(rows)


SHORTCUTS = _shortcuts()


@dataclass(frozen=True, slots=True)
class Prefixes:
    """The prefix map, and the two ways through it."""

    map: Mapping[str, str]
    _prefix: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_prefix", {namespace: prefix for prefix, namespace in self.map.items()})

    def iri(self, curie: str) -> str:
        """The full IRI of `prefix:local`. Raises KeyError for a prefix that prefixes.ttl does not have."""
        prefix, _, local = curie.partition(":")
        return self.map[prefix] + local

    def shrink(self, iri: str) -> str:
        """`prefix:local` where a namespace fits and leaves a plain local name, else the IRI itself."""
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefix.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix is not None and _LOCAL.fullmatch(iri, cut) else iri


# What Turtle takes for a local name without escapes.
_LOCAL = re.compile(r"[A-Za-z0-9_]([\w-]*[A-Za-z0-9_])?", re.ASCII)


@cache
def prefixes() -> Prefixes:
    """The prefix map of ontology/prefixes.ttl. Raises StartProblem O001 if it cannot be read."""
    path = ontology() / "prefixes.ttl"
    try:
        parser = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        list(parser)
    except (OSError, SyntaxError) as error:
        raise StartProblem("O001", str(path), str(error)) from error
    return Prefixes(dict(sorted(parser.prefixes.items())))


def iri(curie: str) -> str:
    """The full IRI of `prefix:local`."""
    return prefixes().iri(curie)


def shrink(iri: str) -> str:
    """`prefix:local` where the prefix map allows it, else the IRI itself."""
    return prefixes().shrink(iri)


@cache
def node(curie: str) -> ox.NamedNode:
    """The IRI of `prefix:local` as an RDF term: for vocabulary terms, which are few (they are kept)."""
    return ox.NamedNode(iri(curie))


_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "ı": "i"}
)


def slug(text: str) -> str:
    """Lower-case ASCII words joined by "-"; a digest where a name holds no Latin letter or digit.

    >>> slug("André Kuipers"), slug("Loral O’Hara"), slug("Soyuz MS-13")
    ('andre-kuipers', 'loral-ohara', 'soyuz-ms-13')
    """
    folded = unicodedata.normalize("NFKD", re.sub(r"[’'ʼ`]", "", text).translate(_PLAIN))
    words = re.findall(r"[a-z0-9]+", folded.encode("ascii", "ignore").decode().lower())
    if words:
        return "-".join(words)
    return "x" + hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:10]


def words(name: str) -> str:
    """The name of a class or predicate as people write it.

    >>> words("launchSite"), words("CommandHandover")
    ('launch site', 'command handover')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def entity_iri(kind: str, label: str) -> str:
    """The readable IRI of an entity of that class. Raises KeyError for a kind that is no entity class."""
    return prefixes().map[ENTITY_TYPES[kind]] + slug(label)


@lru_cache(maxsize=1024)
def release_iri(identifier: str) -> str:
    """The IRI of a release, which is also its named graph. Any id comes back from `release_id`."""
    local = quote(identifier, safe="", errors="surrogatepass")
    return prefixes().map["release"] + (local.replace(".", "%2E") if not local.strip(".") else local)


def release_id(iri: str) -> str | None:
    """The id of the release that this IRI (or fragment of it) belongs to, or None."""
    base = prefixes().map["release"]
    return unquote(iri[len(base) :].partition("#")[0], errors="surrogatepass") if iri.startswith(base) else None
