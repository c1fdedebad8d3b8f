"""Pairs of mentions that could state a fact, with what their grammar shows: what the learned layer reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from missiongraph.extract import clauses, status
from missiongraph.extract.document import Document
from missiongraph.extract.people import country_of
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger, triggers

__all__ = ["KIND", "PREDICATES", "TYPES", "Fact", "Place", "places"]

Fact = tuple[int, str, int | str]
"""Index of the subject, predicate, index of the object or a literal."""

TYPES = {  # codes of subject and object; of `partOf` the pairs below
    "memberOf": ("P", "AO"), "nationality": ("P", "NL"), "crewMemberOf": ("P", "X"), "flewOn": ("P", "C"),
    "stayedOn": ("P", "S"), "backupFor": ("P", "PX"), "operatedBy": ("XCSFVY", "AO"), "builtBy": ("CVMSY", "OA"),
    "partOf": ("XMYFO", "XSCFO"), "usesSpacecraft": ("X", "C"), "launchVehicle": ("CX", "V"),
    "destination": ("XC", "SL"), "locatedIn": ("FLO", "L"), "birthPlace": ("P", "L"), "birthDate": ("P", "T"),
    "duration": ("PX", "D"), "workedOn": ("P", "YMC"), "launchTime": ("PCX", "T"), "launchSite": ("PCX", "FL"),
    "dockingTime": ("PCX", "T"), "dockedTo": ("PCX", "SM"), "undockingTime": ("PCX", "T"),
    "undockedFrom": ("PCX", "SM"), "landingTime": ("PCX", "T"), "landingPlace": ("PCX", "FL"),
    "spacewalkTime": ("P", "T"), "spacewalkDuration": ("P", "D"),
}  # fmt: skip
PREDICATES = tuple(sorted(TYPES))
_PARTS = frozenset({"XX", "MS", "MC", "YS", "YC", "FF", "OO"})
_ONE_SENTENCE = frozenset(
    "nationality memberOf operatedBy builtBy partOf locatedIn birthPlace birthDate backupFor launchVehicle".split()
)
_EVENTS = (
    ("launch", "Launch"),
    ("dock", "Docking"),
    ("undock", "Undocking"),
    ("land", "Landing"),
    ("spacew", "Spacewalk"),
)
KIND = {p: k for p in PREDICATES for start, k in _EVENTS if p.startswith(start) and p != "launchVehicle"}
"""The event that a predicate flattens."""


@dataclass(frozen=True, slots=True)
class Place:
    """Two mentions that could state facts: the facts, what grammar shows, the status there, the sentences."""

    facts: tuple[Fact, ...]
    shows: tuple[str, ...]
    status: str
    sentence: int
    subject_sentence: int


class _Seen:
    """A sentence as pairs read it: what belongs to one mention is worked out once."""

    def __init__(self, sentence: Sentence, document: Document) -> None:
        self.sentence, self.items, self.doc = sentence, sentence.items, sentence.span.doc
        self.first, self.last = sentence.span.start, sentence.span.end
        self.at: dict[int, int] = {}
        self.bounds: list[tuple[int, int]] = []
        self.heads: list[Token] = []
        for number, item in enumerate(self.items):
            tokens = sentence.tokens(item.begin, max(item.end, item.begin + 1)) or [sentence.span[-1]]
            inner = {t.i for t in tokens}
            self.at |= dict.fromkeys(inner, number)
            self.bounds.append((tokens[0].i, tokens[-1].i))
            self.heads.append(next((t for t in tokens if t.head.i not in inner or t.head.i == t.i), tokens[-1]))
        self.words = [self._word(t) for t in sentence.span]
        self.verbs = [clauses.head_of(h) for h in self.heads]
        self.states = [
            _state(v if v.pos_ in ("VERB", "AUX") else h) for v, h in zip(self.verbs, self.heads, strict=True)
        ]
        self.chains = [_chain(h) for h in self.heads]
        self.codes = "".join(i.code for i in self.items)
        self.own = {name: [self._of_one(name, k) for k in range(len(self.items))] for name in "so"}
        self.events = [_Event(t) for t in triggers(sentence)] if len(self.items) else []
        self.values = [_values(item, document) for item in self.items]

    def _word(self, token: Token) -> str:
        """A token as a feature: the code of its mention, else its lemma."""
        number = self.at.get(token.i)
        return self.items[number].code if number is not None else "#" if token.text.isdigit() else token.lemma_.lower()

    def _of_one(self, name: str, k: int) -> tuple[str, ...]:
        head, (b, e) = self.heads[k], self.bounds[k]
        above = "ITEM" if head.head.i in self.at else head.head.lemma_.lower()
        word = self.words
        left, right = b - self.first, e - self.first
        out = [
            f"{name} verb {self.verbs[k].lemma_.lower()}",
            f"{name} dep {head.dep_}",
            f"{name} dep {head.dep_} {above}",
        ]
        out.append(f"{name} n {min(4, self.codes.count(self.items[k].code))}")
        out.append(f"{name} in title {self.sentence.index == 0}")
        out += [f"before {name} {word[left - 1]}"] if left > 0 else []
        out += [f"before {name} {word[left - 2]} {word[left - 1]}"] if left > 1 else []
        out += [f"behind {name} {word[right + 1]}"] if right + 1 < len(word) else []
        out += [f"behind {name} {word[right + 1]} {word[right + 2]}"] if right + 2 < len(word) else []
        return tuple(out)


class _Event:
    """An event word: its kind, its clause, its subject and status."""

    def __init__(self, trigger: Trigger) -> None:
        token = trigger.token
        subject = clauses.subject(token)
        self.kind, self.noun, self.begin, self.index = trigger.kind.type, trigger.noun, trigger.begin, token.i
        self.clause = clauses.head_of(token).i
        inside = [t.i for t in subject.subtree] if subject is not None else []
        self.reach = (min(inside), max(inside)) if inside else (1, 0)
        self.lemma, self.state = token.lemma_.lower(), _state(token)


def _state(token: Token) -> str:
    found = status.of(token)
    return found.value if found else ""


def _chain(token: Token) -> list[Token]:
    chain = [token]
    while chain[-1].head.i != chain[-1].i and len(chain) < 12:
        chain.append(chain[-1].head)
    return chain


def _values(item: Item, document: Document) -> Mapping[str, Sequence[int | str]]:
    """What a mention is as an object, by its use: of a country, a time, a length, else its entities."""
    if item.duration:
        walk = item.duration.value.startswith("PT")
        lengths = [] if item.duration.approximate else [item.duration.value]
        return {"spacewalkDuration" if walk else "duration": lengths}
    if item.time:
        return {"": [item.time.value] if item.time.value else []}
    country = country_of(item, document) if item.code in "NL" else None
    return {"": item.entities, "nationality": [country] if country is not None else []}


@cache
def _allowed(subject: str, value: str, together: bool) -> tuple[str, ...]:
    """The predicates that two codes allow."""
    return tuple(
        p
        for p in PREDICATES
        if subject in TYPES[p][0]
        and value in TYPES[p][1]
        and (p != "partOf" or subject + value in _PARTS)
        and (together or p not in _ONE_SENTENCE)
    )


def places(document: Document) -> Iterator[Place]:
    """Every pair of mentions in a sentence, with the one before and with the headline, that could state a fact."""
    seen = [_Seen(s, document) for s in document.sentences]
    for n, here in enumerate(seen):
        for there in (seen[k] for k in sorted({0, max(n - 1, 0), n}) if here.items):
            for x in range(len(there.items)):
                for o in range(len(here.items)):
                    if (x != o or there is not here) and (facts := _facts(there, x, here, o)):
                        yield _place(there, x, here, o, facts)


def _facts(there: _Seen, x: int, here: _Seen, o: int) -> tuple[Fact, ...]:
    found = here.values[o]
    default = found.get("", ())
    return tuple(
        (who, p, value)
        for p in _allowed(there.codes[x], here.codes[o], there is here)
        for who in there.items[x].entities
        for value in found.get(p, default)
        if who != value
    )


def _place(there: _Seen, x: int, here: _Seen, o: int, facts: tuple[Fact, ...]) -> Place:
    gap = there.sentence.index - here.sentence.index
    where = str(gap) if gap > -2 else "title"
    out = [f"gap {where}", f"codes {there.codes[x]}{here.codes[o]} {where}", *there.own["s"][x], *here.own["o"][o]]
    out.append(f"one verb {there.verbs[x].i == here.verbs[o].i}")
    for name, side, k in (("s", there, x), ("o", here, o)):
        mention = side.items[k].mention
        out.append(f"{name} kind {mention.kind if mention else side.codes[k]} {where}")
    if gap:
        out.append(f"same type here {where} {there.codes[x] in here.codes}")
        out.append(f"opens {where} {x == 0}")
    else:
        out += _between(here, x, o)
    state = _events(there, x, here, o, out) or here.states[o]
    out += [f"status {state}", f"status of verb {here.states[o]}"]
    return Place(facts, tuple(out), state, here.sentence.index, there.sentence.index)


def _between(here: _Seen, x: int, o: int) -> Iterator[str]:
    """What one sentence says of a pair: the words between, the path, the rivals."""
    (b, e), (b2, e2) = here.bounds[x], here.bounds[o]
    order = ">" if b < b2 else "<"
    words = here.words[min(e, e2) + 1 - here.first : max(b, b2, min(e, e2) + 1) - here.first]
    near = order if len(words) < 15 else ""
    path, meet = _path(here, x, o)
    yield from (f"distance {order}{len(words).bit_length()}", f"path {path}@{meet}", f"path {path}", f"meet {meet}")
    if len(words) < 6:
        yield f"between {order}{' '.join(words)}"
    yield from (f"word {near}{w}" for w in dict.fromkeys(words))
    if near:
        yield from (f"words {order}{one}_{two}" for one, two in dict.fromkeys(pairwise(words)))
    for name, one, other in (("s", x, b2), ("o", o, b)):
        mine = abs(here.bounds[one][0] - other)
        rivals = [abs(here.bounds[k][0] - other) for k, c in enumerate(here.codes) if c == here.codes[one]]
        yield f"{name} is {min(sum(r < mine for r in rivals), 3)} of {min(len(rivals), 4)}"


def _path(here: _Seen, x: int, o: int) -> tuple[str, str]:
    """The dependencies from one mention up to where they meet and down to the other, and the word there."""
    up, down = here.chains[x], here.chains[o]
    above = {t.i for t in up}
    meet = next((t.i for t in down if t.i in above), None)
    if meet is None:
        return "none", ""
    sides = [
        [t.dep_ + (t.lower_ if t.dep_ == "prep" else "") for t in c[: [u.i for u in c].index(meet)]] for c in (up, down)
    ]
    word = "" if meet in here.at or not here.first <= meet < here.last else here.words[meet - here.first]
    return f"{'^'.join(sides[0])}/{'^'.join(sides[1])}", word


def _events(there: _Seen, x: int, here: _Seen, o: int, out: list[str]) -> str:
    """The event words near a pair; the status of the one that stands nearest to the object."""
    found = [(event, side) for side in ((here,) if there is here else (here, there)) for event in side.events]
    if not found:
        return ""
    b, begin = here.bounds[o][0], here.items[o].begin
    for event, side in found:
        kind = event.kind
        out.append(f"event {kind} {'here' if side is here else 'there'} noun {event.noun}")
        if side is here:
            out.append(f"event {kind} from o {abs(event.index - b).bit_length()}")
            out.append(f"event {kind} clause {event.clause == here.verbs[o].i}")
        if side is there:
            out.append(f"event {kind} its subject {event.reach[0] <= there.heads[x].i <= event.reach[1]}")
    nearest, _ = min(found, key=lambda e: (e[1] is not here, abs(e[0].begin - begin)))
    out += [f"nearest {nearest.kind}", f"nearest {nearest.kind} {nearest.lemma}"]
    return nearest.state
