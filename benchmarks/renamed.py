"""How much of what is found hangs on the names that the authority knows.

Every name of a person, craft, mission, station or site that the authority knows is replaced, in the releases and in
their gold, by an invented one; numbered families get other numbers. Both archives are built and scored: the drop is
what an archive of the future loses. The same archive is always renamed in the same way.

    python benchmarks/renamed.py [corpus/releases corpus/gold]
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from missiongraph import facts, read
from missiongraph.annotate import DEFAULT_MODEL
from missiongraph.authority import Authority, Entry, fold, load
from missiongraph.clean import clean
from missiongraph.evaluate import Evaluation, evaluate, read_gold
from missiongraph.line import Line, Task
from missiongraph.model import Release
from missiongraph.store import Store

HERE = Path(__file__).parent
ROOT = HERE.parent
MOST = 0.05
"""How much F1 may fall."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)*")
_NUMBER = re.compile(r"(?<![\d.,])0?([1-9]\d{0,2})(?!\d|[.,]\d|-?[A-Z]\b)")
_FURTHER = re.compile(r"(?:(?:/|, | and |, and | & )\d{1,3}\b(?!(?:st|nd|rd|th)\b|[.,:]\d| [a-z]))*")

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A release and its gold, as the corpus has them or renamed."""

    release: Release
    gold: Gold


class Renamer:
    """One invented word for each word of a known name, the same everywhere."""

    def __init__(self, authority: Authority) -> None:
        table = tomllib.loads((HERE / "renamed.toml").read_text("utf-8"))
        self.authority = authority
        self.types = frozenset(table["types"])
        self.kept = frozenset(table["kinds"]) | frozenset(table["numbered"])
        self.numbered = frozenset(table["numbered"])
        self.stations: Mapping[str, str] = {fold(k): v for k, v in table["stations"].items()}
        self.people, self.pool = table["people"], list(table["things"]["pool"])
        self.words: dict[str, str] = {}
        self.taken = {word for label in authority.by_label for word in label.split()}

    def pair(self, pair: Pair) -> Pair:
        """The release and the gold with invented names for what the text names and the authority knows."""
        text = pair.release.text
        all_ = pair.gold.get("entities", {})
        entities = {key: e for key, e in all_.items() if self._renamed(e, text)}
        left = list(self._said(text, (e for key, e in all_.items() if key not in entities)))
        found = [
            span for span in self._spans(text, pair.gold) if not any(b <= span[0] and span[1] <= e for b, e, _ in left)
        ]
        spans = [*found, *self._said(text, entities.values())]
        people = self._people(text, pair.gold, entities.values())
        renamed = self._text(text, spans, people)
        # The title is the first line of a clean text.
        title = renamed.partition("\n")[0] if pair.release.title else ""
        return Pair(replace(pair.release, text=renamed, title=title), self._gold(pair.gold, entities))

    def name(self, name: str, type_: str) -> str:
        """The invented form of one form of a name."""
        if whole := self.stations.get(fold(name)):
            return whole
        if self._stem(name) in self.numbered:
            return _NUMBER.sub(lambda m: m.group().replace(m.group(1), _other(m.group(1))), name)
        return _WORD.sub(lambda m: self._word(m.group(), type_), name)

    def _stem(self, name: str) -> str:
        """The family that numbers a name, "" for names without a number."""
        match = re.search(r"\b(Soyuz|Progress|HTV-X|Expeditions?|[A-Z]\w*)[- ]?(?:MS|TMA|TM|T|M)?[- ]?\d", name)
        return match.group(1) if match else ""

    def _word(self, word: str, type_: str) -> str:
        if word in self.kept or word[0].islower() or len(word) == 1:
            return word
        if word.isupper() and len(word) > 3 and (type_ == "Person" or word.title() in self.words):  # "WAKATA Koichi"
            return self._word(word.title(), type_).upper()
        word = word.replace("’", "'")
        if word not in self.words:
            self.words[word] = self._invented(word, type_)
        return self.words[word]

    def _invented(self, word: str, type_: str) -> str:
        for turn in range(1000):
            digest = sha256(f"{turn} {word}".encode()).digest()
            if word.isupper():
                found = "".join(chr(65 + b % 26) for b in digest[: len(word)])
            elif type_ in ("Person", "Facility"):
                parts = (self.people[p] for p in ("heads", "hearts", "middles", "tails"))
                found = "".join(part[b % len(part)] for part, b in zip(parts, digest, strict=False))
            else:
                found = (
                    self.pool[int.from_bytes(digest[:4]) % len(self.pool)] if turn < 300 else f"{word[::-1].title()}"
                )
            if fold(found) not in self.taken:
                self.taken.add(fold(found))
                return found
        raise RuntimeError(word)

    def _renamed(self, entity: Gold, text: str) -> bool:
        """Whether the authority knows a name of gold's entity, and the text says one that is more than its kind."""
        if entity["type"] not in self.types:
            return False
        known = any(self._known(name, entity["type"]) for name in entity["names"])
        said = [n for n in entity["names"] if _said(self._short(n)).search(text)]
        kept = entity["type"] == "Facility" and any(self.name(n, "Facility") == n for n in said)  # "Europe's Spaceport"
        return known and not kept and any(self.name(n, entity["type"]) != n for n in said)

    def _short(self, name: str) -> str:
        """A member of a numbered family may stand as its number: "Expedition 71/72"."""
        return name.rsplit(" ", 1)[-1] if name.startswith("Expedition ") else name

    def _known(self, name: str, type_: str) -> bool:
        entries = self.authority.by_label.get(fold(name), ())
        return any(e.type == type_ for e in entries) or any(f.pattern.fullmatch(name) for f in self.authority.families)

    def _spans(self, text: str, gold: Gold) -> Iterator[tuple[int, int, str]]:
        """What the authority finds: gold's type decides where it has the name, else all readings must be renamed."""
        said = {fold(n): e["type"] for e in gold.get("entities", {}).values() for n in e["names"]}
        for family in self.authority.families:
            for match in family.pattern.finditer(text):
                if family.type in self.types:
                    further = _FURTHER.match(text, match.end())
                    yield match.start(), further.end() if further else match.end(), family.type
        for begin, end, entries in self.authority.find(text):
            type_ = said.get(fold(text[begin:end])) or self._reading(entries)
            if type_ in self.types:
                yield begin, end, type_

    def _reading(self, entries: Sequence[Entry]) -> str:
        types = {e.type for e in entries}
        return types.pop() if len(types) == 1 and not any(e.ambiguous for e in entries) else ""

    def _said(self, text: str, entities: Iterable[Gold]) -> Iterator[tuple[int, int, str]]:
        for entity in entities:
            for name in entity["names"]:
                yield from ((*match.span(), entity["type"]) for match in _said(name).finditer(text))

    def _people(self, text: str, gold: Gold, entities: Iterable[Gold]) -> frozenset[str]:
        """The words of the names of people: they stand alone as well."""
        names = [n for e in entities if e["type"] == "Person" for n in e["names"]]
        names += [text[b:e] for b, e, type_ in self._spans(text, gold) if type_ == "Person"]
        words = {w for n in names for w in _WORD.findall(n)}
        return frozenset(w for w in words if len(w) > 1 and w[0].isupper() and w not in self.kept)

    def _text(self, text: str, spans: Iterable[tuple[int, int, str]], people: frozenset[str]) -> str:
        alone = (m.span() for m in _WORD.finditer(text) if {m.group(), m.group().title()} & people)
        found = [*spans, *((b, e, "Person") for b, e in alone)]
        for begin, end, type_ in found:
            if not text[begin:end].isupper():  # what a headline shouts is spelt out below it
                self._surface(text[begin:end], type_)
        out, position = [], 0
        for begin, end, type_ in sorted(found, key=lambda s: (s[0], -s[1])):
            if begin >= position:
                out += [text[position:begin], self._surface(text[begin:end], type_)]
                position = end
        return "".join((*out, text[position:]))

    def _surface(self, surface: str, type_: str) -> str:
        own = re.match(r"(.*?)((?:[’']s)?)$", surface, re.DOTALL)
        return self.name(own.group(1), type_) + own.group(2) if own else surface

    def _gold(self, gold: Gold, entities: Mapping[str, Gold]) -> Gold:
        new = {
            key: {**e, "names": [self.name(n, e["type"]) for n in e["names"]]} if key in entities else e
            for key, e in gold.get("entities", {}).items()
        }
        return {**gold, "entities": new}


def _said(name: str) -> re.Pattern[str]:
    """Where a text says a name: its capitals and its apostrophes may differ, but it stays a name."""
    words = (rf"(?:{w}|{w.upper()})" if len(w) > 3 and w.isalpha() else re.escape(w) for w in name.split(" "))
    return re.compile(rf"(?<!\w){' '.join(words)}(?!\w)".replace("'", "['’]"))


def _other(number: str) -> str:
    """Another number of as many digits; neighbours stay neighbours."""
    low, high = 10 ** (len(number) - 1), 10 ** len(number)
    return str(low + (int(number) - low + 37) % (high - low))


def corpus(releases: str, gold: Path) -> list[Pair]:
    """The releases, cleaned, that have gold, with it."""
    files = (json.loads(path.read_text("utf-8")) for path in sorted(gold.glob("*.json")))
    golds = {data["release"]: data for data in files}
    found = read.releases([releases], lambda _: None)
    return [Pair(clean(release), golds[release.id]) for release in found if release.id in golds]


def score(pairs: Sequence[Pair], folder: Path) -> Evaluation:
    """The line over the releases, scored; `folder` takes the gold in passing."""
    folder.mkdir(parents=True, exist_ok=True)
    for pair in pairs:
        file = folder / f"{pair.release.id.replace('/', '__')}.json"
        file.write_text(json.dumps(pair.gold, ensure_ascii=False), "utf-8")
    store = Store()
    for outcome in Line(DEFAULT_MODEL, batch_size=16).run([Task(pair.release, "benchmark") for pair in pairs]):
        if outcome.code:
            raise RuntimeError(f"{outcome.id}: {outcome.message}")
        store.replace({outcome.graph: list(ox.parse(outcome.quads, ox.RdfFormat.N_QUADS))})
    rows = [json.loads(facts.line(row)) for row in facts.rows(store)]
    return evaluate(read_gold(folder), rows)


def compare(releases: str, gold: Path, folder: Path) -> tuple[Evaluation, Evaluation]:
    """The score of the corpus as it is, and renamed."""
    pairs = corpus(releases, gold)
    renamer = Renamer(load())
    return score(pairs, folder / "known"), score([renamer.pair(pair) for pair in pairs], folder / "renamed")


def report(known: Evaluation, renamed: Evaluation) -> str:
    """Both figures, then the drop of each predicate, the largest share of the loss first."""
    lines = [
        f"{name:<10} P {e.strict.precision:.3f}  R {e.strict.recall:.3f}  F1 {e.strict.f1:.3f}"
        for name, e in (("as it is", known), ("renamed", renamed))
    ]
    lines += [f"F1 falls by {known.strict.f1 - renamed.strict.f1:.3f}; {MOST:.2f} is allowed", ""]
    lines += [f"{'predicate':<18}{'gold':>6}{'right':>7}{'renamed':>9}{'F1':>8}{'renamed':>9}{'drop':>8}"]
    both = [(p, t, renamed.predicates.get(p, t)) for p, t in known.predicates.items()]
    lines += [
        f"{p:<18}{a.gold:>6}{a.right:>7}{b.right:>9}{a.f1:>8.3f}{b.f1:>9.3f}{a.f1 - b.f1:>8.3f}"
        for p, a, b in sorted(both, key=lambda row: (row[2].right - row[1].right, row[0]))
    ]
    return "\n".join(lines)


def main() -> int:
    releases, gold = sys.argv[1:3] if len(sys.argv) > 2 else (str(ROOT / "corpus/releases"), str(ROOT / "corpus/gold"))
    known, renamed = compare(releases, Path(gold), ROOT / "outputs/benchmarks/renamed")
    print(report(known, renamed))
    return int(known.strict.f1 - renamed.strict.f1 > MOST)


if __name__ == "__main__":
    sys.exit(main())
