"""The type of a name that nothing knows: what stands around all its mentions votes.

One mention says little ("aboard Kittiwake" may be a craft or a station), all of them together mostly enough. The
clues are data, `ontology/names.toml`. What the model took a name for is one vote among them.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Doc

from missiongraph.authority import Authority, fold
from missiongraph.extract.finders import Name
from missiongraph.lexicon import SUFFIXES
from missiongraph.resources import ontology

__all__ = ["joined", "weigh"]

Scores = dict[str, float]


@dataclass(frozen=True, slots=True)
class Clue:
    """Words before or after a name that speak for some types (or, with a negative weight, against them)."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    votes: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Table:
    clues: tuple[Clue, ...]
    prior: dict[str, float]
    enough: float
    lead: float
    common: re.Pattern[str]
    days: re.Pattern[str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = tomllib.loads((ontology() / "names.toml").read_text("utf-8"))
    macros: dict[str, str] = data["macros"]

    def compiled(pattern: str | None, frame: str) -> re.Pattern[str] | None:
        if pattern is None:
            return None
        return re.compile(frame % re.sub(r"\{([A-Z]+)\}", lambda m: f"(?:{macros[m.group(1)]})", pattern))

    clues = tuple(
        Clue(
            compiled(row.get("before"), r"(?<!\w)(?:%s)$"),
            compiled(row.get("after"), "(?:%s)"),
            tuple((k, float(v)) for k, v in row["votes"].items()),
        )
        for row in data["clue"]
    )
    prior = {k: float(v) for k, v in data["prior"].items()}
    return _Table(clues, prior, data["enough"], data["lead"], re.compile("|".join(data["common"])), re.compile(data["days"]))


_RUN = re.compile(
    r"(?<![\w.’'-])[A-ZÀ-Þ](?:[\w-]*\w)?(?:[’'][A-ZÀ-Þ]\w+)?(?:(?: (?:de|da|van|von|der|bin|bint|al|el|del|di|la|le) | [A-Z]\. | |-)(?:[A-ZÀ-Þ][\w-]*\w(?:[’'][A-ZÀ-Þ]\w+)?|[IVX]+\b|\d{1,2}\b(?![.:,]\d| (?:January|February|March|April|May|June|July|August|September|October|November|December))))*"
)
_THING = re.compile(r"(?:^|\s)(?:" + "|".join(SUFFIXES.values()) + r")$")


def weigh(doc: Doc, names: Sequence[Name], authority: Authority) -> list[Name]:
    """The names, those that are only guesses with the type that most speaks for; and unclaimed ones that enough does."""
    table, text = _table(), doc.text
    sure = [n for n in names if n.source != "model" or n.iri]
    guesses = [n for n in names if n.source == "model" and not n.iri]
    spans = [*((n.begin, n.end, n.type) for n in guesses), *_unclaimed(doc, text, names, authority, table)]
    places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for begin, end, type_ in spans:
        places[text[begin:end]].append((begin, end, type_))
    people = {n.text.split()[-1] for n in sure if n.type == "Person"}
    head = text.find("\n")
    out = list(sure)
    for surface, found in places.items():
        out += _typed(text, surface, found, table, authority, people, head)
    return sorted(out, key=lambda n: (n.begin, -n.end))


def _unclaimed(
    doc: Doc, text: str, names: Sequence[Name], authority: Authority, table: _Table
) -> Iterator[tuple[int, int, str]]:
    """Every capitalised run that no name claims and that is no word for a day, a month, a country or a role."""
    known = [(b, e) for b, e, _ in authority.find(text)]
    taken = sorted([*((n.begin, n.end) for n in names), *known])
    for match in _RUN.finditer(text):
        begin, end = match.span()
        while (word := table.common.match(text[begin:end])) and word.end():
            begin += word.end()
        if end - begin < 3 or any(begin < e and b < end for b, e in taken):
            continue
        if re.split(r"[ -]", text[begin:end])[0] in authority.countries or table.days.match(text[begin:end]):
            continue
        span = doc.char_span(begin, end, alignment_mode="expand")
        if span is not None and any(t.pos_ == "PROPN" for t in span):
            yield begin, end, ""


def _typed(
    text: str,
    surface: str,
    found: Sequence[tuple[int, int, str]],
    table: _Table,
    authority: Authority,
    people: Iterable[str],
    head: int,
) -> Iterator[Name]:
    guessed = next((t for _, _, t in found if t), "")
    votes: Scores = defaultdict(float)
    if guessed:
        votes[guessed] += table.prior[guessed]
    for begin, end, _ in found:
        for type_, weight in _context(text, begin, end, table):
            votes[type_] += weight
    for type_, weight in _shape(surface, authority):
        votes[type_] += weight
    best = max(sorted(votes), key=lambda t: votes[t], default="")
    if guessed and (votes[best] < votes[guessed] + table.lead or _THING.search(surface)):
        best = guessed
    elif not guessed and (not best or votes[best] < table.enough or surface in people):
        return
    for begin, end, type_ in found:
        if type_ or begin > head or best == guessed or any(b > head for b, _, _ in found):
            source = "model" if best == type_ else "cue"
            yield Name(begin, end, best, surface, source, reason="" if best == type_ else "what stands around it")


def _context(text: str, begin: int, end: int, table: _Table) -> Iterator[tuple[str, float]]:
    before, after = text[max(0, begin - 70) : begin], text[end : end + 90]
    line = before.rfind("\n")
    before = before[line + 1 :]
    after = after.split("\n", 1)[0]
    for clue in table.clues:
        if (clue.before is None or clue.before.search(before)) and (clue.after is None or clue.after.match(after)):
            yield from clue.votes


def _shape(surface: str, authority: Authority) -> Iterator[tuple[str, float]]:
    """What the name itself looks like: a given name before another word, a number behind."""
    words = surface.split()
    if 2 <= len(words) <= 4 and not re.search(r"\d", surface):
        if fold(words[0]) in authority.given_names:
            yield "Person", 2.0
    else:
        yield "Person", -2.0
    if re.search(r"[ -](?:\d{1,2}|[IVX]{1,4})$", surface):
        yield "Spacecraft", 0.7
        yield "Mission", 0.7
        yield "Person", -3.0


def joined(text: str, names: Sequence[Name]) -> list[Name]:
    """ "Meridian Space Station (MSS)", "Whimbrel Mission 3 (Ax-3)": what stands in brackets is the same thing."""
    out = list(names)
    for index, name in enumerate(names):
        match = _BRACKETED.match(text, name.end)
        if match is None or name.type == "Person" or not _initials(name.text, match.group(1)):
            continue
        short = next((n for n in names if n.begin == match.start(1) and n.end == match.end(1)), None)
        if short and (short.iri or short.source == "family") and short.type == name.type:
            if not name.iri:
                out[index] = replace(name, iri=short.iri, label=short.label, reason=short.reason)
            continue
        if name.iri and short and short.iri:
            continue
        whole = replace(name, label=name.label or name.text, reason=name.reason or "the short form that it gives")
        spans = [m.span() for m in re.finditer(rf"(?<![\w-]){re.escape(match.group(1))}(?![\w-])", text)]
        out = [n for n in out if not any(n.begin < e and b < n.end for b, e in spans)]
        out += [replace(whole, begin=b, end=e, text=text[b:e]) for b, e in spans]
    return sorted(out, key=lambda n: n.begin)


_BRACKETED = re.compile(r" \(([A-Z][A-Za-z]{1,6}(?:-\d{1,3})?)\)")


def _initials(name: str, short: str) -> bool:
    """Whether a short form is made of the first letters of a name (numbers stand in both)."""
    words = re.findall(r"[^\W_]+", name)
    heads = "".join(w[0] for w in words if w[0].isupper())
    letters = re.sub(r"[^A-Za-z]", "", short)
    digits = re.findall(r"\d+", short)
    if digits and digits != re.findall(r"\d+", name):
        return False
    return letters.upper() in (heads, "".join(w[0] for w in words).upper()) or (bool(digits) and heads[:1] == short[0])
