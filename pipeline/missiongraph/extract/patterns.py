"""Constructions as rows of a table: a pattern over typed sentences and what it says.

The tables are data, `ontology/constructions/*.toml`. `{who:PERS}` captures a list of people, `{org:ORG}` an agency or organization, `{the:ROLE}` a role; the
rest is a regular expression over the typed form (see `document`). `says` names the claims as
"subject predicate object" over the captured names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import product
from operator import or_
from typing import Any

from missiongraph.authority import Authority, fold
from missiongraph.errors import StartProblem
from missiongraph.extract import status
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Value
from missiongraph.extract.macros import Macros, Pattern
from missiongraph.extract.screen import Screen
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.views import View
from missiongraph.model import Literal, Status
from missiongraph.resources import ontology

__all__ = ["Found", "Rule", "Table", "claims", "confidence", "in_crew", "load", "matches", "people", "stands_by"]

_ITEM = re.compile(r"<([A-Z])(\d+)>")


@dataclass(frozen=True)
class Rule:
    """One construction. With a group `v` the status is read from that word's verb chain; else `status` holds."""

    name: str
    pattern: Pattern
    says: tuple[str, ...] = ()
    confidence: float = 0.95
    status: Status = Status.OCCURRED
    affiliates: bool = False
    """Whether it tells of which body or country somebody is, and so must not read a sentence without them."""

    @property
    def regex(self) -> re.Pattern[str]:
        """The pattern compiled, which it is at its first use."""
        return self.pattern.regex

    @cached_property
    def bit(self) -> int:
        """The bit of the pattern in the screen of all rules."""
        return _SCREEN.bit(self.pattern)


_SCREEN = Screen()


class Table(tuple[Rule, ...]):
    """Rules that are tried together, in order."""

    @cached_property
    def bits(self) -> int:
        """Those of all its rules."""
        return reduce(or_, self._places, 0)

    @cached_property
    def _places(self) -> dict[int, list[int]]:
        places: dict[int, list[int]] = {}
        for place, rule in enumerate(self):
            places.setdefault(rule.bit, []).append(place)
        return places

    def of(self, bits: int) -> list[Rule]:
        """The rules of these bits, in the order of the table."""
        places: list[int] = []
        while bits:
            last = bits & -bits
            places += self._places[last]
            bits ^= last
        return [self[place] for place in sorted(places)]


@lru_cache
def load(family: str) -> Mapping[str, Table]:
    """The rule tables of a family, from `ontology/constructions/<family>.toml`. Raises StartProblem where it is broken."""
    folder = ontology() / "constructions"
    try:
        shared = tomllib.loads((folder / "macros.toml").read_text("utf-8"))["macros"]
        data = tomllib.loads((folder / f"{family}.toml").read_text("utf-8"))
        macros = Macros(shared | data.pop("macros", {}))
        affiliates = family == "people"
        return {name: Table(_rule(row, macros, affiliates) for row in rows) for name, rows in data.items()}
    except (OSError, ValueError, KeyError, re.error) as error:
        raise StartProblem("O001", str(folder / f"{family}.toml"), str(error)) from error


def _rule(row: Mapping[str, Any], macros: Macros, affiliates: bool) -> Rule:
    pattern = Pattern(row["pattern"], macros)
    _ = pattern.clauses  # a broken one is told when the tables are loaded
    status = Status(row.get("status", "occurred"))
    return Rule(row["name"], pattern, tuple(row.get("says", ())), row["confidence"], status, affiliates)


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that matched: its sentence, the regex match, and the status read there."""

    rule: Rule
    view: View
    match: re.Match[str]
    status: Status

    @property
    def sentence(self) -> Sentence:
        """The sentence that says it."""
        return self.view.sentence

    def items(self, name: str, codes: str | None = None) -> list[Item]:
        """The items captured under a name; a list of people leaves out the roles between them."""
        groups = self.match.groupdict()
        text = " ".join(part or "" for key, part in groups.items() if key.rstrip("_") == name)
        kinds = codes or ("P" if "<P" in text else "")
        return [self.sentence.items[int(n)] for code, n in _ITEM.findall(text) if not kinds or code in kinds]


def matches(rules: Iterable[Rule], document: Document) -> Iterator[Found]:
    """Every match of every rule; matches of one rule may overlap by a shared person."""
    table = rules if isinstance(rules, Table) else Table(rules)
    whole = table.bits  # asked for first: a new rule makes the screen grow
    for view, possible in zip(document.views, document.possible(_SCREEN), strict=True):
        if (bits := possible & whole) and "<" in view.typed:
            for rule in table.of(bits):
                if not (view.bare and rule.affiliates):
                    yield from _found(rule, view, document)


def _found(rule: Rule, view: View, document: Document) -> Iterator[Found]:
    start = 0
    while match := rule.regex.search(view.typed, start):
        start = max(match.start() + 1, match.end() - 6) if match.end() > match.start() else match.start() + 1
        state: Status | None = rule.status
        if "v" in rule.regex.groupindex and match.group("v"):
            state = status.of(view.token(match.start("v")))
        found = Found(rule, view, match, state) if state is not None else None
        posts = found.items("post", "R") if found else []
        if found and all(in_crew(i.role, document.authority) and not stands_by(i.role) for i in posts):
            yield found


_STANDS_BY = re.compile(r"back-?up |reserve |alternate |stand-?by ")


def stands_by(title: str) -> bool:
    """Whether a title is that of somebody who trains for a flight without being in its crew: "backup pilot"."""
    return bool(_STANDS_BY.match(title))


def in_crew(title: str, authority: Authority) -> bool:
    """Whether a title is a position in a crew, as against a job; what a rule captures as `post` must be one."""
    names = {fold(title), fold(title).removeprefix("mission ")}  # "mission commander"
    entries = (e for name in sorted(names) for e in authority.by_label.get(name, ()))
    return any("crew" in e.facts.get("roleKind", ()) for e in entries if e.type == "Role")


def claims(rules: Iterable[Rule], document: Document) -> Iterator[Claim]:
    """The claims that the rules of a table say of a document."""
    for found in matches(rules, document):
        for line in found.rule.says:
            subject, predicate, obj = line.split()
            for (s, who), (o, value) in _pairs(found, subject, obj):
                if who != value:
                    yield Claim(
                        who,
                        predicate,
                        value,
                        found.sentence.index,
                        found.rule.name,
                        confidence(found.rule.confidence, s, o),
                        found.status,
                    )


_RESPECTIVE = re.compile(r"\brespective(?:ly)?\b")


def _pairs(found: Found, subject: str, obj: str) -> Iterable[tuple[tuple[Item, int], tuple[Item, Value]]]:
    """Each subject with each object; in order where the sentence says "respectively"."""
    subjects = [(item, who) for item in found.items(subject) for who in people(item)]
    objects = [(item, value) for item in found.items(obj) for value in values(item)]
    if len(subjects) == len(objects) > 1 and _RESPECTIVE.search(found.sentence.typed):
        return zip(subjects, objects, strict=True)
    return product(subjects, objects)


def people(item: Item) -> tuple[int, ...]:
    """The entities an item stands for as a subject."""
    return item.entities


def values(item: Item) -> tuple[Value, ...]:
    """What an item stands for as an object."""
    if item.duration:
        return () if item.duration.approximate else (Literal(item.duration.value, "duration"),)
    if item.time:
        return (literal(item.time.value),)
    return item.entities


def literal(value: str) -> Literal:
    """A time value with the XSD type of its precision."""
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(value), "dateTime")
    return Literal(value, kind)


_TRUST = {"name": 1.0, "short": 0.99, "nominal": 0.92, "pronoun": 0.9, "group": 0.88}


def confidence(base: float, *items: Item) -> float:
    """The rule's own, less what each reference that is no name costs."""
    for item in items:
        if item.mention:
            base *= _TRUST[item.mention.kind]
    return round(base, 3)
