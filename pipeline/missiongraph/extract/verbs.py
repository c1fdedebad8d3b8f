"""What verbs say by their arguments: the table `ontology/constructions/verbs.toml` over the predications of a release."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from missiongraph.errors import StartProblem
from missiongraph.extract import clauses, scope, status, stays, work
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Value
from missiongraph.extract.patterns import confidence, in_crew, people, values
from missiongraph.extract.people import country_of
from missiongraph.extract.predications import Predication
from missiongraph.extract.prominence import is_flight
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.model import Status
from missiongraph.resources import ontology

__all__ = ["find", "seats", "stands_in", "state"]

_SAYS = re.compile(r"([A-Z]) (\w+) ([A-Z]): ?(.*)")


_STANDS_BY = frozenset("backup back-up backups back-ups understudy reserve reserves alternate alternates".split())
"""Words for those who train for a flight without being in its crew."""


@dataclass(frozen=True, slots=True)
class _Saying:
    """One fact that a verb tells of its subject and an argument; `turned` where the argument is the fact's subject."""

    name: str
    subject: str
    predicate: str
    object: str
    path: re.Pattern[str]
    confidence: float
    passive: bool
    turned: bool
    first: bool
    company: bool
    beside: re.Pattern[str] | None = None
    """The path to the fact's subject where that is an argument too."""
    ahead: str = ""
    """Where the verb tells of a flight to come: in "any" tense, or in the "present" alone."""
    in_orbit: bool = False
    """Whether the clause must say that it is told of space."""
    bare: bool = False
    """Whether it is said only where the verb has no thing with a name for its object: "fit a cable to X"."""
    barred: frozenset[str] = frozenset()
    """The verbs that do not say so, of a saying of any verb."""


_COMPANY = re.compile(r"(?:together |along )?with|alongside|beside|by accompany|in company of|together with crewmates?")
"""Paths to those who do the same: "flew on X with A and B"."""
_JOINS = frozenset({"join", "accompany"})
"""Verbs whose object does the same."""


def find(document: Document) -> Iterator[Claim]:
    """The claims that the verbs of a release make."""
    table = _table()
    for predication in document.predications:
        apart = stands_in(predication) or _launching(predication)
        sayings = () if apart else (*table.get(predication.lemma, ()), *_of_any(predication.lemma))
        told = state(predication, document) if sayings else None
        stands_by = any(t.lower_ in _STANDS_BY for t in predication.verb.subtree)
        for saying in sayings if told else ():
            status_ = Status.PLANNED if seats(saying.ahead, predication, document) else told
            if stands_by and saying.predicate == "crewMemberOf":
                continue
            for one, other in _pairs(saying, predication):
                if saying.predicate == "crewMemberOf" and _on_the_ground(predication, other, document):
                    continue
                if saying.in_orbit and not stays.in_orbit(other, predication):
                    continue
                if saying.predicate == "workedOn" and not work.is_worked_on(predication, other, document):
                    continue
                for s, o in product(people(one), _values(other, saying, document)):
                    if s != o and status_:
                        trust = confidence(saying.confidence, one, other)
                        index = predication.sentence.index
                        yield Claim(s, saying.predicate, o, index, saying.name, trust, status_)


_ANY = "*"
"""Where the table has the sayings of any verb."""


def _of_any(lemma: str) -> Iterator[_Saying]:
    return (s for s in _table().get(_ANY, ()) if lemma not in s.barred)


def state(predication: Predication, document: Document) -> Status | None:
    """The status of what a verb tells; None where it tells nothing."""
    verb, told = predication.verb, status.of(predication.verb)
    announces = predication.lemma in _JOINS and (
        verb.tag_ in ("VBZ", "VBP") or any(c.lower_ in ("is", "are") for c in verb.children)
    )  # "joins A and B on Orion"
    trains = predication.lemma == "train" and verb.tag_ == "VBG"  # "has been training for X since May"
    picked = verb.tag_ == "VB" and verb.dep_ in ("xcomp", "advcl") and _gives_seats(verb.head.lemma_)
    picked = picked and seats("any", predication, document)  # "has been picked to fly on X"
    if told is Status.OCCURRED and (announces or trains or picked or _dated_ahead(predication, document)):
        return Status.PLANNED  # "leave for home on April 19"
    return told


def _gives_seats(lemma: str) -> bool:
    return any(saying.ahead == "any" for saying in _table().get(lemma, ()))


def seats(ahead: str, predication: Predication, document: Document) -> bool:
    """Whether a verb that gives somebody a seat tells of a flight to come: no year of old stands beside it.

    In "any" tense, or in the "present" alone.
    """
    verb, published = predication.verb, document.release.published
    past = verb.tag_ == "VBD" or any(c.tag_ == "VBD" or c.lower_ == "had" for c in verb.children)
    if not ahead or (past and ahead == "present"):
        return False
    years = [i.time.value[:4] for i in predication.sentence.of("T") if i.time]
    return published is not None and not any(y.isdigit() and int(y) < published.year for y in years)


def _on_the_ground(predication: Predication, flight: Item, document: Document) -> bool:
    """ "Served as flow director for X", "she and the team are training for X": those who work for a flight."""
    jobs = [i for i in predication.sentence.of("R") if predication.verb.idx < i.begin < flight.begin]
    if predication.lemma == "serve" and jobs and not in_crew(jobs[-1].role, document.authority):
        return True
    subject = clauses.subject(predication.verb)
    return subject is not None and any(c.dep_ == "conj" and c.lower_ in _TEAM for c in subject.children)


_TEAM = frozenset("team teams engineers technicians controllers personnel divers".split())


def _dated_ahead(predication: Predication, document: Document) -> bool:
    """Whether a verb in the present tense has a day after the release's own, itself or as "on 19 April, when …"."""
    verb, published = predication.verb, document.release.published
    if published is None or verb.tag_ not in ("VBZ", "VBP") or any(c.dep_ == "aux" for c in verb.children):
        return False
    dated = [verb]
    if verb.dep_ in ("advcl", "relcl") and any(c.lower_ == "when" for c in verb.children):
        dated.append(clauses.head_of(verb.head))
    places = {c.i for v in dated for c in v.children} | {g.i for v in dated for c in v.children for g in c.children}
    days = [
        i.time.value for i in predication.sentence.of("T") if i.time and scope.head(i, predication.sentence).i in places
    ]
    return any(len(d) >= 10 and d[:10] > published.isoformat() for d in days)


_STAND_IN = frozenset("backup backups reserve reserves understudy understudies stand-in capcom communicator".split())


def stands_in(predication: Predication) -> bool:
    """ "Serves as backup to A for B": of none of the flights that the verb has."""
    below = (c for c in predication.verb.children if c.dep_ in ("prep", "attr", "dobj", "oprd"))
    return any(t.lower_ in _STAND_IN for c in below for t in (c, *c.children) if t.dep_ != "compound")


def _launching(predication: Predication) -> bool:
    """ "He helped to launch the company's first crew on X": who launches others does not fly."""
    person = any(i.code == "P" for i in predication.subjects)
    return person and scope.launches(predication.verb, predication.sentence)


def _values(item: Item, saying: _Saying, document: Document) -> tuple[Value, ...]:
    if item.duration and stays.too_short_or_long(item.duration.value):
        return ()
    if saying.predicate == "destination" and item.code == "L" and not _celestial(item, document):
        return ()
    if saying.ahead and item.code in "XC" and not is_flight(document.entity(item.entities[0])):
        return ()
    if saying.predicate != "nationality":
        return values(item)
    country = country_of(item, document)
    return () if country is None else (country,)


def _celestial(item: Item, document: Document) -> bool:
    """Whether a place is a heavenly body other than the Earth."""
    entity = document.entity(item.entities[0])
    entry = document.authority.entries.get(entity.iri or "")
    return entry is not None and "celestial" in entry.facts.get("placeKind", ()) and entry.label != "Earth"


_RESPECTIVE = re.compile(r"\brespectively\b")
""" "A and B flew on X and Y, respectively": each on his own."""


def _pairs(saying: _Saying, predication: Predication) -> Iterator[tuple[Item, Item]]:
    """Subject and object of the fact, for each way a saying fits."""
    if saying.passive and not predication.passive:
        return
    fitting = [a.item for a in predication.arguments if saying.path.fullmatch(a.path)]
    if saying.bare and work.has_named_object(predication):
        return
    if saying.first:
        fitting = [i for i in fitting if i.code == saying.object][:1]
    subjects = list(predication.subjects)
    if saying.beside is not None:
        subjects = [a.item for a in predication.arguments if saying.beside.fullmatch(a.path)]
    if saying.company and any(i.code == saying.subject for i in subjects):
        joined = (
            predication.lemma in _JOINS and saying.predicate != "stayedOn"
        )  # whom one joins on a station may be there
        subjects += [
            a.item
            for a in predication.arguments
            if a.item.code == "P" and (_COMPANY.fullmatch(a.path) or (joined and not a.path))
        ]
    paired = len(subjects) == len(fitting) > 1 and _RESPECTIVE.search(predication.sentence.typed)
    for subject, argument in zip(subjects, fitting, strict=True) if paired else product(subjects, fitting):
        if saying.beside is not None and _listed(subject, argument, predication.sentence):
            continue
        fact = (argument, subject) if saying.turned else (subject, argument)
        if (fact[0].code, fact[1].code) == (saying.subject, saying.object):
            yield fact


def _listed(one: Item, other: Item, sentence: Sentence) -> bool:
    """ "Flew on STS-99 in 2000 and Soyuz TMA-1": two of a list, of which neither belongs to the other."""
    first, last = sorted((one, other), key=lambda i: i.begin)
    between = [i for i in sentence.items if first.end <= i.begin and i.end <= last.begin]
    if first.code != last.code and between and between[-1].code == last.code:
        return False  # "a stay of 90 days for A and B"
    return bool(_AND_ALSO.search(sentence.whole[first.end : last.begin]))


_AND_ALSO = re.compile(r"\band (?:(?:on|aboard|then|again|later|the) )*$")


@lru_cache
def _table() -> Mapping[str, tuple[_Saying, ...]]:
    """The sayings of each verb. Raises StartProblem where the table is broken."""
    file = ontology() / "constructions" / "verbs.toml"
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        out: dict[str, list[_Saying]] = {}
        for row in data["verbs"]:
            sayings = [*_sayings(row, data["macros"])]
            lemmas = data["lemmas"].get(row["lemmas"], row["lemmas"])
            for lemma in lemmas.split(", ") if not row.get("but") else [_ANY]:
                out.setdefault(lemma, []).extend(sayings)
        return {lemma: tuple(sayings) for lemma, sayings in out.items()}
    except (OSError, ValueError, KeyError, AttributeError, re.error) as error:
        raise StartProblem("O001", str(file), str(error)) from error


def _sayings(row: Mapping[str, Any], macros: Mapping[str, str]) -> Iterator[_Saying]:
    for key in ("says", "says_of", "says_beside"):
        for line in row.get(key, ()):
            match = _SAYS.fullmatch(line)
            if not match:
                raise ValueError(f"{row['name']}: {line}")
            subject, predicate, value, path = match.groups()
            for macro, body in reversed([*macros.items()]):
                path = re.sub(rf"\b{macro}(?![A-Z])", body.replace("\\", r"\\"), path)
            own, _, other = path.partition(" ~ ")
            beside = re.compile(own) if key == "says_beside" else None
            pattern = re.compile(other if key == "says_beside" else path)
            passive = row.get("voice") == "passive"
            turned, first, company = key == "says_of", row.get("first", False), row.get("company", False)
            trust = row["confidence"]
            barred = frozenset(row.get("but", "").split(", "))
            more = (row.get("ahead", ""), row.get("in_orbit", False), row.get("bare", False), barred)
            yield _Saying(
                row["name"], subject, predicate, value, pattern, trust, passive, turned, first, company, beside, *more
            )
