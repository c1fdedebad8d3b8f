"""Constructions as lines of a table: a pattern over typed sentences and what it says.

`{who:PERS}` captures a list of people, `{org:ORG}` an agency or organization, `{the:ROLE}` a role; the
rest is a regular expression over the typed form (see `document`). `says` names the claims as
"subject predicate object" over the captured names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from missiongraph.extract import status
from missiongraph.extract.document import Document, Item, Sentence
from missiongraph.extract.frames import Claim, Value
from missiongraph.model import Literal, Status

__all__ = ["Found", "Rule", "claims", "confidence", "expand", "matches", "people"]

_ITEM = re.compile(r"<([A-Z])(\d+)>")
_PER = r"(?:(?:<R\d+>|Drs?\.|Col\.|Gen\.|Capt\.|Cmdr\.|Lt\.|Sen\.|veteran|fellow|rookie|the|his|her|crewmates?|colleagues?|both|astronauts?|cosmonauts?|<N\d+>),? )*<P\d+>(?:, (?:an? |the )?(?:<R\d+>|first-time flier|left|right|center|second from \w+)(?=,|;| and\b))?"
_AND = r"(?:,? (?:and|&|as well as|along with|alongside|together with|with)(?: (?:both|also|then))? |; (?:and )?|, (?:then )?| / )"
_AND_ONLY = r"(?:,? (?:and|&)(?: also)? )"
_MACROS = {
    "PER": _PER,
    "P": r"<P\d+>",
    "PERS": rf"{_PER}(?:{_AND}{_PER})*",
    "TEAM": rf"{_PER}(?:(?:, {_PER})*{_AND_ONLY}{_PER})?",
    "MISSIONS": r"<X\d+>(?:(?:/|, and |, | and )<X\d+>)*",
    "MISSION": r"<X\d+>", "CRAFT": r"<C\d+>", "STATION": r"<S\d+>", "MODULE": r"<M\d+>", "VEHICLE": r"<V\d+>", "PAYLOAD": r"<Y\d+>",
    "PLACE": r"<L\d+>", "FAC": r"<F\d+>", "AGENCY": r"<A\d+>", "ORG": r"<[AO]\d+>", "ROLE": r"<R\d+>", "NAT": r"<[NL]\d+>", "TIME": r"<T\d+>",
    "DUR": r"<D\d+>", "IN": r"<[XCSAOF]\d+>", "NAMED": r"<P\d+>(?: of <[LAON]\d+>)?(?:(?:, (?:and )?| and |,? along with |,? & )(?:<[AO]\d+>'s? )?<P\d+>(?: of <[LAON]\d+>)?)*(?!'s (?:crew|brother|father|mother|backup))", "O": r"<O\d+>", "RUN": r"<[XFCSY]\d+>", "RUNNABLE": r"<[XFY]\d+>", "MADE": r"<[CVMY]\d+>", "HOST": r"<[SCM]\d+>", "PAD": r"<F\d+>",
    "PROGRAMME": r"<X\d+>", "GOAL": r"<[SL]\d+>", "MOON": r"<L\d+>", "WHERE": r"<[LFO]\d+>", "SITED": r"<[FO]\d+>", "SCHOOL": r"<O\d+>", "COUNTRY": r"<[NL]\d+>", "FLIES": r"<[CX]\d+>", "SITE": r"<[FL]\d+>", "BODY": r"<[AOF]\d+>",
    "ASTRO": r"(?:(?:former|retired|veteran|fellow|rookie|career|private|commercial|and|reserve|project|research|payload|shuttle|Space Shuttle|Apollo|Gemini|Mercury|space station|experienced|active|current|record-breaking|woman|female|male|test|space|spacewalking|crew) )*"
    r"(?:astronauts?|cosmonauts?|taikonauts?|astronuats?|crewmembers?|crew members?|crewmates?|spationauts?|vyomanauts?|gaganyatris?|space travell?ers?|spacefarers?|space tourists?|colleagues?|representatives?)",
    "ASTROS": r"(?:(?:former|retired|veteran|fellow|private|commercial|and|Space Shuttle|space station|test|crew|station) )*(?:astronauts|cosmonauts|taikonauts|crew ?members|crewmates|spationauts|space travell?ers|spacefarers|space tourists|colleagues|representatives)",
    "S": r"'s?",
    "MOD": r"(?:[a-z][\w-]*,? ){0,3}",
}


def expand(pattern: str) -> str:
    """The regular expression behind a pattern. A name used twice captures wherever it stands."""
    used: dict[str, int] = {}

    def macro(match: re.Match[str]) -> str:
        name, _, kind = match.group(1).rpartition(":")
        body = _MACROS[kind]
        if not name:
            return f"(?:{body})"
        used[name] = used.get(name, 0) + 1
        return f"(?P<{name}{'_' * (used[name] - 1)}>{body})"

    return re.sub(r"\{([a-z0-9_]*:?[A-Z]+)\}", macro, pattern).replace("(?P<v>", r"(?<!\w)(?P<v>")


@dataclass(frozen=True)
class Rule:
    """One construction. With a group `v` the status is read from that word's verb chain; else `status` holds."""

    name: str
    pattern: str
    says: tuple[str, ...]
    confidence: float = 0.95
    status: Status = Status.OCCURRED

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(expand(self.pattern))


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that matched: its sentence, the regex match, and the status read there."""

    rule: Rule
    sentence: Sentence
    match: re.Match[str]
    status: Status

    def items(self, name: str, codes: str | None = None) -> list[Item]:
        """The items captured under a name; a list of people leaves out the roles between them."""
        groups = self.match.groupdict()
        text = " ".join(groups.get(name + "_" * n) or "" for n in range(4))
        kinds = codes or ("P" if "<P" in text else "")
        return [self.sentence.items[int(n)] for code, n in _ITEM.findall(text) if not kinds or code in kinds]


def matches(rules: Iterable[Rule], document: Document) -> Iterator[Found]:
    """Every match of every rule; matches of one rule may overlap by a shared person."""
    for sentence in document.sentences:
        typed = sentence.typed
        if "<" not in typed:
            continue
        for rule in rules:
            start = 0
            while match := rule.regex.search(typed, start):
                start = max(match.start() + 1, match.end() - 6) if match.end() > match.start() else match.start() + 1
                state: Status | None = rule.status
                if "v" in rule.regex.groupindex and match.group("v"):
                    state = status.of(sentence.token(match.start("v")))
                if state is not None:
                    yield Found(rule, sentence, match, state)


def claims(rules: Iterable[Rule], document: Document) -> Iterator[Claim]:
    """The claims that the rules of a table say of a document."""
    for found in matches(rules, document):
        for line in found.rule.says:
            subject, predicate, obj = line.split()
            for s, o in product(found.items(subject), found.items(obj)):
                for who, value in product(people(s), values(o)):
                    if who != value:
                        yield Claim(who, predicate, value, found.sentence.index, found.rule.name, confidence(found.rule.confidence, s, o), found.status)


def people(item: Item) -> tuple[int, ...]:
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
