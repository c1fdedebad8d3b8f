"""What is known before reading: the authority's entries, their labels, and the numbered families.

The files are `ontology/authority/*.ttl`. Labels are looked up folded (case, accents, hyphens), then
checked against the case of the text, so that "Unity" is found and "unity" is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from missiongraph.errors import StartProblem
from missiongraph.resources import ontology

__all__ = ["Authority", "Entry", "Family", "fold", "load", "runs"]

MG = "https://w3id.org/missiongraph/ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_RUN = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "ı": "i", "æ": "ae"})


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Fold case, accents and punctuation: "Léopold O’Hara-Lee" -> "leopold o hara lee"."""
    if text.isascii():
        return " ".join(_RUN.findall(text)).lower()
    return " ".join(map(_fold_run, _RUN.findall(text.translate(_LETTERS))))


@lru_cache(maxsize=65536)
def _fold_run(run: str) -> str:
    if run.isascii():
        return run.lower()
    plain = unicodedata.normalize("NFKD", run.translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def runs(text: str) -> list[tuple[int, int, str]]:
    """The runs of letters and digits with their offsets and folded forms."""
    return [(m.start(), m.end(), _fold_run(m.group())) for m in _RUN.finditer(text)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing the authority knows. `facts` maps a property's local name to IRIs or literal values."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...]
    hidden: tuple[str, ...]
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False, compare=False)

    @property
    def ambiguous(self) -> bool:
        """True where the bare label is also something else: a cue must speak for this reading."""
        return "true" in self.facts.get("ambiguous", ())

    @property
    def labels(self) -> tuple[str, ...]:
        """Every form: the preferred one, the others, and those that only serve matching."""
        return (self.label, *self.aliases, *self.hidden)

    def year(self, prop: str) -> int | None:
        """The year a property holds; None where it is not known."""
        values = self.facts.get(prop)
        return int(values[0][:4]) if values else None

    def valid_in(self, year: int | None) -> bool:
        """Whether the thing existed in that year (no year, no objection)."""
        since, until = self.year("activeFrom"), self.year("activeUntil")
        return year is None or ((since is None or since <= year) and (until is None or year <= until))


@dataclass(frozen=True, slots=True)
class Family:
    """Numbered names that follow a pattern: "Soyuz MS-(n)"."""

    iri: str
    type: str
    pattern: re.Pattern[str]
    template: str
    alias_templates: tuple[str, ...]
    facts: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False, compare=False)

    def label(self, match: re.Match[str]) -> str:
        """The canonical label of the member that matched."""
        return _fill(self.template, match)

    def aliases(self, match: re.Match[str]) -> tuple[str, ...]:
        """Its other forms."""
        return tuple(_fill(t, match) for t in self.alias_templates)


def _fill(template: str, match: re.Match[str]) -> str:
    return re.sub(r"\{(\d)\}", lambda m: match.group(int(m.group(1))) or "", template)


class Authority:
    """Entries by IRI and by folded label, families, and the adjectives of countries."""

    def __init__(self, entries: Iterable[Entry], families: Iterable[Family]) -> None:
        self.entries = {e.iri: e for e in entries}
        self.families = tuple(families)
        self.by_label: dict[str, list[Entry]] = defaultdict(list)
        self.countries: dict[str, Entry] = {}
        self.surnames: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            for label in dict.fromkeys(fold(x) for x in entry.labels):
                self.by_label[label].append(entry)
            for word in (*entry.facts.get("adjective", ()), *entry.facts.get("demonym", ())):
                self.countries[word] = entry
            if entry.type == "Person":
                self.surnames[_surname(entry)].append(entry)
        self.given_names = frozenset(
            words[0]
            for e in self.entries.values()
            if e.type == "Person"
            for x in e.labels
            if len(words := fold(x).split()) >= 2 and len(words[0]) > 2
        )
        starts = (e.year("activeFrom") for e in self.entries.values() if e.type == "Mission")
        self.last_start = max((year for year in starts if year), default=0)
        """The last year in which a mission is known to have begun."""
        self._spelt: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        self._longest: dict[str, int] = defaultdict(int)
        self._forms = {x for e in self.entries.values() for x in e.labels}
        for label, found in self.by_label.items():
            if label:
                spelt = tuple(label.split())
                self._spelt[spelt] = tuple(found)
                self._longest[spelt[0]] = max(self._longest[spelt[0]], len(spelt))
        self.find = lru_cache(maxsize=8)(self._find)
        """Longest labels in a text, left to right: begin, end, every entry that has the label."""
        self.nations = lru_cache(maxsize=8)(self._nations)
        """The adjectives and demonyms that a text holds, if only inside a word, each with its country."""

    def _nations(self, text: str) -> tuple[tuple[str, Entry], ...]:
        return tuple((word, country) for word, country in self.countries.items() if word in text)

    def _find(self, text: str) -> tuple[tuple[int, int, tuple[Entry, ...]], ...]:
        found = runs(text)
        words = [word for _, _, word in found]
        out = []
        position = 0
        while position < len(found):
            longest = min(self._longest.get(words[position], 0), len(found) - position)
            for size in range(longest, 0, -1):
                entries = self._spelt.get(tuple(words[position : position + size]))
                if entries and self._joined(text, found[position : position + size]):
                    begin, last = found[position][0], found[position + size - 1][1]
                    if end := self._cased(text, begin, last):
                        out.append((begin, end, entries))
                        position += size - 1
                        break
            position += 1
        return tuple(out)

    @staticmethod
    def _joined(text: str, span: list[tuple[int, int, str]]) -> bool:
        gaps = (text[a[1] : b[0]] for a, b in pairwise(span))
        return all(re.fullmatch(r"[ \-‑–.'’/]{1,2}|\.? |", gap) for gap in gaps)

    def _cased(self, text: str, begin: int, end: int) -> int:
        """Where the name ends if the text writes it as one (as the file does, or at least capitalised), else 0."""
        if text[end : end + 1] == "." and text[begin : end + 1] in self._forms:  # "U.S.", "Fla."
            return end + 1
        surface = text[begin:end]
        short = len(surface) <= 4 and " " not in surface
        capital = surface[0].isupper() or surface[0].isdigit()
        return end if surface in self._forms or (capital and not short) else 0


def _surname(entry: Entry) -> str:
    """The family name: the first word of a Chinese name, else the last."""
    words = fold(entry.label).split()
    chinese = any(n.endswith("/china") for n in entry.facts.get("nationality", ()))
    return words[0] if chinese else words[-1]


def _local(iri: str) -> str:
    return iri.removeprefix(MG).removeprefix(SKOS)


def _entry(iri: str, props: dict[str, list[ox.Literal | ox.NamedNode]]) -> Entry:
    def labels(name: str) -> tuple[str, ...]:
        found = [x for x in props.get(SKOS + name, []) if isinstance(x, ox.Literal)]
        return tuple(dict.fromkeys(x.value for x in found))

    facts = {_local(p): tuple(x.value for x in v) for p, v in props.items() if not p.startswith((SKOS, RDF_TYPE))}
    type_ = _local(props[RDF_TYPE][0].value)
    label = labels("prefLabel")[0] if labels("prefLabel") else iri.rsplit("/", 1)[-1]
    return Entry(iri, type_, label, labels("altLabel"), labels("hiddenLabel"), facts)


def _family(iri: str, props: dict[str, list[ox.Literal | ox.NamedNode]]) -> Family:
    def values(name: str) -> tuple[str, ...]:
        return tuple(x.value for x in props.get(MG + name, []))

    facts = {_local(p): tuple(x.value for x in v) for p, v in props.items() if p.startswith(MG)}
    pattern = re.compile(rf"(?<![\w-])(?:{values('pattern')[0]})(?![\w])")
    return Family(iri, _local(values("class")[0]), pattern, values("template")[0], values("aliasTemplate"), facts)


@lru_cache(maxsize=4)
def load(folder: Path | None = None) -> Authority:
    """Read the authority files. Raises StartProblem when one cannot be parsed."""
    subjects: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted((folder or ontology() / "authority").glob("*.ttl")):
        try:
            for subject, predicate, value, _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
                if isinstance(subject, ox.NamedNode) and not isinstance(value, (ox.BlankNode, ox.Triple)):
                    subjects[subject.value][predicate.value].append(value)
        except (SyntaxError, OSError) as error:
            raise StartProblem("O001", str(path), str(error)) from error
    typed = {iri: props for iri, props in subjects.items() if RDF_TYPE in props}
    families = [_family(i, p) for i, p in typed.items() if _local(p[RDF_TYPE][0].value) == "Family"]
    entries = [_entry(i, p) for i, p in typed.items() if _local(p[RDF_TYPE][0].value) != "Family"]
    return Authority(entries, families)
