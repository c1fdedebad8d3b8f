"""Cases of tests/conflicts.jsonl as stores: releases by hand, each statement with a sentence of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyoxigraph as ox

import factory
from missiongraph.model import Literal, Node, Release, Statement, Status
from missiongraph.store import EDITIONS, Store
from missiongraph.terms import ENTITY_TYPES, iri, node, release_iri

CASES = [json.loads(line) for line in Path(__file__).with_suffix(".jsonl").read_text("utf-8").splitlines()]
LITERALS = {4: "gYear", 7: "gYearMonth", 10: "date"}


def store(case: dict, order: list[int] | None = None) -> Store:
    """The releases of a case in a store, with what they re-issue or correct."""
    told = [case["releases"][number] for number in order] if order else case["releases"]
    made = factory.store_of(*map(archive, told))
    graph, quads = node(EDITIONS), []
    for each in told:
        for relation, name in (("reissueOf", "mg:reissueOf"), ("corrects", "prov:wasRevisionOf")):
            if relation in each:
                later, earlier = (ox.NamedNode(release_iri(i)) for i in (each["id"], each[relation]))
                quads.append(ox.Quad(later, node(name), earlier, graph))
                quads.append(ox.Quad(later, node("mg:firstIssue"), earlier, graph))
    made.replace({iri(EDITIONS): quads})
    return made


def archive(told: dict) -> tuple[Release, list[Statement]]:
    """One release: an event's sentence is what it `says`, else each statement has one by its number."""
    rows = [*_events(told), *_facts(told)]
    lines = [says or f"Sentence {number} of it." for number, (says, *_) in enumerate(rows)]
    text = "\n".join([told.get("title", "A case"), *dict.fromkeys(lines)]) + "\n"
    day = date.fromisoformat(told["published"]) if "published" in told else None
    release = factory.release(text, told["id"], published=day, publisher=told.get("publisher"))
    return release, [factory.say(release, line, *row) for line, (_, *row) in zip(lines, rows, strict=True)]


Row = tuple[str, Node, str, Node | Literal, Status]


def _events(told: dict) -> Iterator[Row]:
    for number, event in enumerate(told.get("events", []), 1):
        subject = factory.local(event["is"], number)
        for slot, values in event.items():
            if slot not in ("is", "status", "says"):
                for value in values if isinstance(values, list) else [values]:
                    yield event.get("says", ""), subject, slot, thing(value), Status(event.get("status", "occurred"))


def _facts(told: dict) -> Iterator[Row]:
    for subject, predicate, value, *status in told.get("facts", []):
        yield "", thing(subject), predicate, thing(value), Status(status[0] if status else "occurred")


def thing(words: str) -> Node | Literal:
    """ "Person: Mira Tarn" is an entity, all else a time or a length."""
    kind, colon, name = words.partition(": ")
    if colon and kind in ENTITY_TYPES:
        return factory.entity(kind, name)
    return Literal(words, "duration" if words.startswith("P") else LITERALS.get(len(words), "dateTime"))
