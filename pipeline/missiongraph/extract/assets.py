"""What belongs where, who runs and builds it: craft, stations, modules, vehicles, missions, sites, bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from missiongraph.authority import fold
from missiongraph.extract import clauses, scope, status
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim
from missiongraph.extract.patterns import claims, load
from missiongraph.lexicon import SUFFIXES

__all__ = ["find"]


_LETTERHEAD = re.compile(r"<[FO]\d+>, (?:in )?<L\d+>(?:, <L\d+>)?")
""" "Lyndon B. Johnson Space Center, Houston, Texas" at the head of a release, "Maker: Curlew Works, Leeds, UK"."""


def find(document: Document) -> Iterator[Claim]:
    """Claims about things: operatedBy, builtBy, partOf, usesSpacecraft, launchVehicle, destination, locatedIn."""
    for table in load("assets").values():
        for claim in claims(table, document):
            if claim.predicate != "locatedIn" or (_told(document, claim.sentence) and not _beside(document, claim)):
                yield from _put_up(claim, document)
    yield from _owned(document)


_PUTTING = frozenset("install instal mount attach bolt fit fasten add place erect fix screw".split())


def _put_up(claim: Claim, document: Document) -> Iterator[Claim]:
    """The claim, of a thing that is to be mounted on another with the status of that: "they will bolt X to Y"."""
    if claim.predicate != "partOf" or document.entity(claim.subject).type != "Payload":
        yield claim
        return
    sentence = document.sentences[claim.sentence]
    items = [i for i in sentence.of("Y") if claim.subject in i.entities]
    verbs = [clauses.head_of(scope.head(i, sentence)) for i in items]
    told = next((status.of(v) for v in verbs if v.lemma_ in _PUTTING), claim.status)
    if told is not None:
        yield replace(claim, status=told)


def _owned(document: Document) -> Iterator[Claim]:
    """ "NASA Langley Research Center", "NASA Headquarters": a site that is called by its agency's name."""
    agencies = {form: e.index for e in document.entities if e.type == "Agency" for form in (e.name, *e.aliases)}
    for sentence in document.sentences:
        for item in () if sentence.typed.startswith("<P0>, <R1>, ") else sentence.of("F"):  # a list of who speaks
            head, _, rest = sentence.whole[item.begin : item.end].partition(" ")
            if rest and head in agencies and len(item.entities) == 1:
                index = sentence.index
                yield Claim(item.entities[0], "operatedBy", agencies[head], index, "site-called-by-agency", 0.9)


def _beside(document: Document, claim: Claim) -> bool:
    """ "Russia, China", "the Moon, Mars and beyond", "Texas, Ohio": a comma only lists what lies in nothing, or beside its like."""
    what, where = (_place(document, e) for e in (claim.subject, claim.object))
    kinds = what.get("placeKind", ())
    if "country" in kinds or "celestial" in kinds:
        return True
    if not kinds or kinds != where.get("placeKind") or not isinstance(claim.object, int):
        return False
    if "city" in kinds:  # "Vancouver, Washington" is of the state
        return fold(f"{document.entity(claim.object).name} state") not in document.authority.by_label
    landscape = _LANDSCAPE.search(document.entity(claim.subject).name)
    return landscape is None and what.get("locatedIn") == where.get("locatedIn")


_LANDSCAPE = re.compile(rf"\b(?:{SUFFIXES['Place']})$")
""" "The Mojave Desert, California": of no rank with a state."""


def _place(document: Document, index: object) -> Mapping[str, tuple[str, ...]]:
    """What is known of a place: its kind, what it lies in."""
    entity = document.entity(index) if isinstance(index, int) else None
    entry = document.authority.entries.get(entity.iri or "") if entity else None
    return entry.facts if entry else {}


def _told(document: Document, sentence: int) -> bool:
    """Whether a line says something: a dateline or letterhead without a verb does not."""
    span = document.sentences[sentence].span
    if any(document.sentences[sentence].of("P")):
        return True  # a list of people says where they work and come from
    if _LETTERHEAD.fullmatch(document.sentences[sentence].typed.strip()) and "Headquarters" not in span.text:
        return True
    return len(span.text) > 90 or any(t.pos_ in ("VERB", "AUX") for t in span)
