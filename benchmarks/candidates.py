"""Facts that the types allow, with features of grammar: what `arguments.py` learns from and scores."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from spacy.tokens import Token

from missiongraph.evaluate import Gold
from missiongraph.extract import clauses, predications, status, triggers
from missiongraph.extract.document import Document
from missiongraph.extract.people import country_of
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.writer import Writer
from missiongraph.model import Literal, Statement
from missiongraph.terms import BINARY, SHORTCUTS

Fact = tuple[int, str, int | str]
TYPES = {  # codes of subject and object; of `partOf` the pairs below
    "memberOf": ("P", "AO"), "nationality": ("P", "NL"), "crewMemberOf": ("P", "X"), "flewOn": ("P", "C"),
    "stayedOn": ("P", "S"), "backupFor": ("P", "PX"), "operatedBy": ("XCSFVY", "AO"), "builtBy": ("CVMSY", "OA"),
    "partOf": ("XMYFO", "XSCFO"), "usesSpacecraft": ("X", "C"), "launchVehicle": ("CX", "V"),
    "destination": ("XC", "SL"),
    "locatedIn": ("FLO", "L"), "birthPlace": ("P", "L"), "birthDate": ("P", "T"), "duration": ("PX", "D"),
    "workedOn": ("P", "YMC"), "launchTime": ("PCX", "T"), "launchSite": ("PCX", "FL"), "dockingTime": ("PCX", "T"),
    "dockedTo": ("PCX", "SM"), "undockingTime": ("PCX", "T"), "undockedFrom": ("PCX", "SM"),
    "landingTime": ("PCX", "T"),
    "landingPlace": ("PCX", "FL"), "spacewalkTime": ("P", "T"), "spacewalkDuration": ("P", "D"),
}  # fmt: skip
PARTS = {"XX", "MS", "MC", "YS", "YC", "FF", "OO"}
KIND = {"launch": "Launch", "docking": "Docking", "docked": "Docking", "undock": "Undocking", "landing": "Landing",
        "spacewalk": "Spacewalk"}  # fmt: skip
ACROSS = frozenset(
    "crewMemberOf flewOn stayedOn usesSpacecraft launchVehicle destination duration workedOn operatedBy".split()
)
CARGO = re.compile(r"Progress|Cygnus|Cargo|HTV|Kounotori|Tianzhou|ATV|Agena|Telescope")
STANDING = re.compile(r"Expeditions? \d|EO-|[Pp]rogram(?:me)?\b|^(?:Artemis|Apollo|Gemini|Mercury)$")


def kind(predicate: str) -> str | None:
    """The event that a predicate flattens; `launchVehicle` is also said without one."""
    if predicate == "launchVehicle":
        return None
    return next((event for start, event in KIND.items() if predicate.startswith(start)), None)


@dataclass(frozen=True)
class Candidate:
    """A fact that the types allow: the row, where it could be said (features of each place), what surrounds it."""

    row: Mapping[str, Any]
    places: Sequence[frozenset[str]]
    context: frozenset[str]
    told: bool
    right: bool
    optional: bool


class Parsed:
    """A sentence with the token that heads each mention, its event words, and what verbs say of pairs of mentions."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.items = sentence, sentence.items
        self.at: dict[int, int] = {}
        self.bounds: list[tuple[int, int]] = []
        self.heads: list[Token] = []
        for number, item in enumerate(self.items):
            tokens = [t for t in sentence.span if t.idx < item.end and t.idx + len(t.text) > item.begin]
            tokens = tokens or [next((t for t in sentence.span if t.idx >= item.begin), sentence.span[-1])]
            inner = {t.i for t in tokens}
            self.at |= dict.fromkeys(inner, number)
            self.bounds.append((tokens[0].i, tokens[-1].i))
            self.heads.append(next((t for t in tokens if t.head.i not in inner or t.head.i == t.i), tokens[-1]))
        self.triggers = list(triggers.triggers(sentence))
        self.verbs: dict[tuple[int, int], list[str]] = defaultdict(list)
        for told in predications.predications(sentence):
            seats = [("", self.items.index(i)) for i in told.subjects]
            seats += [(a.path or "object", self.items.index(a.item)) for a in told.arguments]
            for one, a in seats:
                for other, b in seats:
                    self.verbs[a, b] += [f"verb {told.lemma}: {one}|{other}", f"seats {one}|{other}", "predication"]

    def word(self, index: int) -> str:
        """A token as a feature: the code of its mention, else its lemma."""
        token = self.sentence.span.doc[index]
        return self.items[self.at[index]].code if index in self.at else "#" if token.is_digit else token.lemma_.lower()

    def path(self, a: int, b: int) -> str:
        """The dependencies from one mention up to where they meet and down to the other."""
        up, down = [self.heads[a]], [self.heads[b]]
        for chain in (up, down):
            while chain[-1].head.i != chain[-1].i and len(chain) < 12:
                chain.append(chain[-1].head)
        meet = next((t.i for t in down if t.i in {u.i for u in up}), None)
        if meet is None:
            return "none"
        sides = [[t.dep_ + (t.lower_ if t.dep_ == "prep" else "") for t in c] for c in (up, down)]
        cut = [s[: [t.i for t in c].index(meet)] for s, c in zip(sides, (up, down), strict=True)]
        return f"{'^'.join(cut[0])}/{'^'.join(cut[1])}@{self.word(meet) if meet not in self.at else ''}"


def values(item: Item, predicate: str, doc: Document) -> Sequence[int | str]:
    if predicate == "nationality":
        return [c for c in [country_of(item, doc)] if c is not None]
    if item.duration:
        fits = item.duration.value.startswith("PT") == (predicate == "spacewalkDuration")
        return [item.duration.value] if fits and not item.duration.approximate else []
    return [item.time.value] if item.time and item.time.value else item.entities


def together(x: int, o: int, here: Parsed) -> Iterator[str]:
    """What one sentence says of a pair: the words between, the path, the verb, the rivals."""
    (b, e), (b2, e2) = here.bounds[x], here.bounds[o]
    order = ">" if b < b2 else "<"
    words = [here.word(i) for i in range(min(e, e2) + 1, max(b, b2))]
    path = here.path(x, o)
    yield from (f"distance {order}{len(words).bit_length()}", f"path {path}", f"path {path.partition('@')[0]}")
    yield f"between {order}{' '.join(words)}" if len(words) < 6 else "between: many"
    yield from (f"word {order if len(words) < 15 else ''}{w}" for w in words)
    yield from here.verbs.get((x, o), ["no predication"])
    for name, one, other in (("subject", x, b2), ("object", o, b)):
        rivals = [k for k, i in enumerate(here.items) if i.code == here.items[one].code]
        nearer = sorted(rivals, key=lambda k: abs(here.bounds[k][0] - other)).index(one)
        yield f"{name} is {min(nearer, 3)} of {min(len(rivals), 4)}"


def place(x: int, there: Parsed, o: int, here: Parsed, predicate: str) -> tuple[frozenset[str], str]:
    """The features of one place that could say a fact, and the status it would have there."""
    gap = there.sentence.index - here.sentence.index
    where = str(gap) if abs(gap) < 3 else "title"
    subject, value = there.items[x], here.items[o]
    head, verb = here.heads[o], clauses.head_of(here.heads[o])
    out = {f"gap {where}", f"gap {where} {subject.code}{value.code}", f"verb above {verb.lemma_.lower()}"}
    for name, item, side, number in (("subject", subject, there, x), ("object", value, here, o)):
        doc, (b, e) = side.sentence.span.doc, side.bounds[number]
        out.add(f"{name} {item.mention.kind if item.mention else item.code} {where}")
        out.add(f"{name} {side.heads[number].dep_}")
        out |= {f"before {name} {side.word(b - 1)}"} if b > side.sentence.span.start else set()
        out |= {f"behind {name} {side.word(e + 1)}"} if e + 1 < min(side.sentence.span.end, len(doc)) else set()
    if gap:
        out.add(f"same type here: {where} {any(i.code == subject.code for i in here.items)}")
        out.add(f"subject opens: {where} {x == 0}")
    else:
        out |= set(together(x, o, here))
    words = [(t, s) for s in (here, there) for t in s.triggers if t.kind.type == kind(predicate)]
    if not words:
        state = status.of(verb if verb.pos_ in ("VERB", "AUX") else head)
        return frozenset(out | {f"status {state}"}), state.value if state else ""
    word, side = min(words, key=lambda w: (w[1] is not here, abs(w[0].begin - value.begin)))
    apart = abs(word.token.i - here.bounds[o][0])
    closer = any(abs(t.token.i - here.bounds[o][0]) < apart for t in here.triggers if t.kind.type != kind(predicate))
    told = clauses.subject(word.token) if side is there else None
    out |= {f"event word {word.token.lemma_.lower()}", f"event noun {word.noun}", f"other event closer {closer}"}
    out |= {f"value apart {apart.bit_length()}", f"its subject {told is not None and there.heads[x] in told.subtree}"}
    out.add(f"one clause {clauses.head_of(word.token).i == verb.i}")
    state = status.of(word.token)
    return frozenset(out | {f"status {state}"}), state.value if state else ""


def told_by_rules(found: Iterable[Statement], doc: Document) -> dict[Fact, dict[str, Statement]]:
    """The rows of the fact view over the indexes of entities, by status."""
    writer = Writer(doc)
    list(writer.entities())
    index = {writer.node(e.index).key: e.index for e in doc.entities}
    out: dict[Fact, dict[str, Statement]] = defaultdict(dict)
    events: dict[str, list[Statement]] = defaultdict(list)

    def put(subject: str, predicate: str, told: Statement) -> None:
        value = told.object.value if isinstance(told.object, Literal) else index.get(told.object.key, -1)
        out[index[subject], predicate, value][told.status.value] = told

    for one in found:
        if one.predicate in BINARY and one.subject.key in index:
            put(one.subject.key, one.predicate, one)
        events[one.subject.key].append(one)
    for event in events.values():
        for kind_, bearer, slot, predicate in SHORTCUTS:
            for who in (s for s in event if s.subject.type == kind_ and s.predicate == bearer):
                for what in (s for s in event if s.predicate == slot):
                    if not isinstance(who.object, Literal):
                        put(who.object.key, predicate, what)
    return out


def context(fact: Fact, doc: Document, rules: Mapping[Fact, Any], counts: Counter[int]) -> frozenset[str]:
    """What the release and the rules know of subject and object beside this fact."""
    x, predicate, value = fact
    family = {p for p in TYPES if kind(p) and kind(p) == kind(predicate)}
    mine = [(p, o) for s, p, o in rules if s == x]
    flights = {o for p, o in mine if p in ("flewOn", "crewMemberOf")}
    sharing = {s for s, p, o in rules if p == predicate and o == value and s != x}
    mates = {s for s, p, o in rules if p in ("flewOn", "crewMemberOf") and o in flights}
    out = {f"rules: other object {sum(p == predicate for p, _ in mine)}", f"rules: shared by {min(3, len(sharing))}"}
    out |= {
        f"rules: shared by a mate {bool(sharing & mates)}",
        f"rules: event told {any(p in family for p, _ in mine)}",
    }
    out |= {f"rules: also {p}" for p, o in mine if o == value}
    for name, one in (("subject", x), ("object", value)):
        if isinstance(one, int):
            entity = doc.entity(one)
            alone = sum(e.type == entity.type for e in doc.entities) == 1
            out |= {f"{name} told {counts[one].bit_length()}", f"{name} known {entity.iri is not None}"}
            out |= {f"{name} alone {alone}", f"{name} standing {bool(STANDING.search(entity.name))}"}
            out.add(f"{name} flown on {any(o == one and p in ('flewOn', 'crewMemberOf') for _, p, o in rules)}")
        else:
            out.add(f"precision {len(one)}")
    return frozenset(out)


def barred(fact: Fact, doc: Document, rules: Mapping[Fact, Any]) -> bool:
    """What no score lets through: standing missions that fly, people in cargo craft, doubtful names, second sites."""
    x, predicate, value = fact
    entity = doc.entity(x)
    title = doc.sentences[0].end
    rival = any(s == x and p == predicate for s, p, o in rules)
    if predicate == "flewOn" and isinstance(value, int):
        craft = doc.entity(value)
        if CARGO.search(f"{craft.name} {craft.label}"):
            return True
    if kind(predicate) in ("Launch", "Landing") and rival:
        return True
    unknown = entity.type == "Person" and entity.iri is None
    headline = unknown and all(m.end <= title for m in doc.mentions if x in m.entities)
    vague = isinstance(value, str) and predicate.endswith("Time") and len(value) < 10
    return (
        headline
        or (unknown and " " not in entity.name)
        or vague
        or bool(kind(predicate) and STANDING.search(entity.name))
    )


def candidates(doc: Document, found: Iterable[Statement], gold: Gold) -> Iterator[Candidate]:
    """Every fact that types and neighbourhood allow, with what gold says of it."""
    rules = told_by_rules(found, doc)
    counts = Counter(e for s in doc.sentences for i in s.items for e in i.entities)
    for fact, told in _places(doc).items():
        if fact not in rules and barred(fact, doc, rules):
            continue
        shared = Counter(state for f, by in rules.items() if f[1:] == fact[1:] for state in by)
        votes = Counter[str]()
        for apart, _, state in told:
            votes[state] += 1 if apart else 10
        status = _likeliest(shared or votes)
        row = row_of(fact, status, doc)
        yield Candidate(
            row,
            [features for _, features, _ in told],
            context(fact, doc, rules, counts) | {f"status {status}"},
            fact in rules,
            gold.match(row, gold.facts, fact not in rules) is not None,
            gold.match(row, gold.optional, False) is not None,
        )


def row_of(fact: Fact, state: str, doc: Document) -> dict[str, str]:
    """A fact as a row of the view."""
    subject, predicate, value = fact
    return {"subject": _label(subject, doc), "predicate": predicate, "object": _label(value, doc), "status": state}


def _label(value: int | str, doc: Document) -> str:
    return value if isinstance(value, str) else doc.entity(value).label or doc.entity(value).name


def _likeliest(votes: Counter[str]) -> str:
    return min((s for s in votes if s), key=lambda s: (-votes[s], s), default="occurred")


def _places(doc: Document) -> dict[Fact, list[tuple[bool, frozenset[str], str]]]:
    """Where each fact could be said: whether across sentences, the features, the status there."""
    parsed = [Parsed(s) for s in doc.sentences]
    out: dict[Fact, list[tuple[bool, frozenset[str], str]]] = defaultdict(list)
    for here in parsed:
        n = here.sentence.index
        for there in (parsed[k] for k in sorted({0, n - 2, n - 1, n, n + 1}) if 0 <= k < len(parsed)):
            for x, o, predicate in _pairs(there, here):
                found = values(here.items[o], predicate, doc)
                features, state = place(x, there, o, here, predicate) if found else (frozenset[str](), "")
                for who, value in product(there.items[x].entities, found):
                    if who != value:
                        out[who, predicate, value].append((there is not here, features, state))
    return out


def _pairs(there: Parsed, here: Parsed) -> Iterator[tuple[int, int, str]]:
    """Subject, object and predicate that the types allow, by number of the mention."""
    events = {t.kind.type for t in (*here.triggers, *there.triggers)}
    allowed = [p for p in TYPES if kind(p) in events or (not kind(p) and (there is here or p in ACROSS))]
    for (x, subject), (o, value) in product(enumerate(there.items), enumerate(here.items)):
        if there is here and x == o:
            continue
        for predicate in allowed:
            fits = subject.code in TYPES[predicate][0] and value.code in TYPES[predicate][1]
            if fits and (predicate != "partOf" or subject.code + value.code in PARTS):
                yield x, o, predicate
