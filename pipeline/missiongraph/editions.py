"""Which releases are re-issues or corrections of which: a pure function of the releases in the store.

Archives hold the same release twice, under two addresses or in two crawls, and corrections of an earlier one. Neither
is a second witness. Each release carries a MinHash of its words (Broder 1997); those that share a band of it are
compared word by word. datasketch would do the hashing, and brings scipy: a hundred megabytes for ten lines.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pyoxigraph as ox

from .store import EDITIONS, Store
from .terms import iri, node

__all__ = ["Edition", "Link", "links", "settle", "signature"]

_SIZE, _BANDS, _LEAST, _SHINGLE = 128, 32, 40, 5
ALIKE: Final = 0.8
"""Share of word sequences that a re-issue has in common with its first issue; names and numbers may only be added."""
CORRECTED: Final = 0.5
"""The share where the later of the two says that it corrects."""

_WORD: Final = re.compile(r"\w+")
_NAME: Final = re.compile(r"\b(?:[A-Z]\w*|\w*\d\w*)")
_CORRECTS: Final = re.compile(r"\b(?:correct(?:ion|ed|s)|corrigendum|erratum)\b(?! (?:burn|engine|man)\w*)", re.I)
_COURSE: Final = re.compile(r"\b(?:course|orbit(?:al)?|trajectory|attitude|vision)[ -]correct\w+", re.I)
_HEAD: Final = 300
_RELEASES: Final = """
SELECT ?release ?signature ?issued WHERE {
  GRAPH ?release { ?release mg:signature ?signature . OPTIONAL { ?release dcterms:issued ?issued } } }
"""


@dataclass(frozen=True, slots=True)
class Edition:
    """A release as far as others can be told from it. `issued` is ISO 8601, or "" where nobody knows."""

    iri: str
    signature: str
    issued: str = ""

    @property
    def order(self) -> tuple[str, bool, str]:
        """Earlier releases first; on one day corrections last; those without a date at the end."""
        return self.issued or "9999", self.signature.startswith("c"), self.iri


@dataclass(frozen=True, slots=True)
class Link:
    """`later` says again (or, with `revises`, corrects) what `earlier` said; `first` is the first of them all."""

    later: str
    earlier: str
    first: str
    revises: bool


def _seeds(name: str) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    digests = (hashlib.sha256(f"{name}{number}".encode()).digest()[:8] for number in range(_SIZE))
    return np.frombuffer(b"".join(digests), "<u8")


_XOR, _TIMES = _seeds("xor"), _seeds("times") | np.uint64(1)


def signature(text: str) -> str:
    """The MinHash of a cleaned text, after "c" where its head says that it corrects and "-" elsewhere.

    "" for a text of less than 40 words: too short to be told from its like.
    """
    found = _shingles(text)
    if len(found) < _LEAST - _SHINGLE + 1:
        return ""
    digests = (hashlib.blake2b(shingle.encode(), digest_size=8).digest() for shingle in found)
    values = np.frombuffer(b"".join(digests), "<u8")
    mixed = ((values[:, None] ^ _XOR[None, :]) * _TIMES[None, :]) >> np.uint64(32)
    packed = base64.b64encode(mixed.min(axis=0).astype("<u4").tobytes()).decode()
    return ("c" if _CORRECTS.search(_COURSE.sub("", text[:_HEAD])) else "-") + packed


def links(editions: Iterable[Edition], text: Callable[[str], str]) -> Iterator[Link]:
    """A link for each release that is no first issue; `text` gives the cleaned text behind an IRI."""
    known = sorted(editions, key=lambda edition: edition.order)
    shingles = lru_cache(maxsize=512)(lambda name: _shingles(text(name)))
    names = lru_cache(maxsize=512)(lambda name: Counter(_NAME.findall(text(name))))
    order = {edition.iri: number for number, edition in enumerate(known)}
    first: dict[str, str] = {}
    for number, candidates in sorted(_candidates(known).items()):
        later = known[number]
        same, corrected = [], []
        for earlier in (known[index] for index in sorted(candidates)):
            share = _share(shingles(earlier.iri), shingles(later.iri))
            ours, theirs = names(later.iri), names(earlier.iri)
            corrects = later.signature[0] > earlier.signature[0]
            if share >= ALIKE and not corrects and (ours <= theirs or theirs <= ours):
                same.append(earlier.iri)
            elif share >= CORRECTED and later.signature.startswith("c"):
                corrected.append(earlier.iri)
        if same or corrected:
            first[later.iri] = min((first.get(name, name) for name in same + corrected), key=order.__getitem__)
            earlier_iri = same[0] if same else corrected[-1]
            yield Link(later.iri, earlier_iri, first[later.iri], revises=not same)


def settle(store: Store, state: str = "") -> int:
    """Have in a graph of its own which releases are re-issues or corrections; returns how many are.

    The graph is marked with the state of the store that it follows from, and left alone where that is the same.
    `state` saves asking the store for its own.
    """
    graph = ox.NamedNode(iri(EDITIONS))
    mark = ox.Quad(graph, node("mg:buildKey"), ox.Literal(state or store.state()), graph)
    held = set(store.quads(graph.value))
    if mark not in held:
        held = {mark, *_quads(store, graph)}
        store.replace({graph.value: held})
    return sum(quad.predicate == node("mg:firstIssue") for quad in held)


def _quads(store: Store, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    rows = store.select(_RELEASES)
    found = [
        Edition(*(row[name].value if row[name] else "" for name in ("release", "signature", "issued"))) for row in rows
    ]
    for link in links(found, store.text):
        later = ox.NamedNode(link.later)
        relation = node("prov:wasRevisionOf" if link.revises else "mg:reissueOf")
        yield ox.Quad(later, relation, ox.NamedNode(link.earlier), graph)
        yield ox.Quad(later, node("mg:firstIssue"), ox.NamedNode(link.first), graph)


def _candidates(known: list[Edition]) -> dict[int, set[int]]:
    """Number of a release → numbers of earlier ones that share a band: of many, the first eight and the last two."""
    found: dict[int, set[int]] = {}
    if not known:
        return found
    rows = np.empty((len(known), _SIZE), "<u4")
    for row, edition in zip(rows, known, strict=True):
        row[:] = np.frombuffer(base64.b64decode(edition.signature[1:]), "<u4")
    for band in np.split(rows, _BANDS, axis=1):
        for group in _equal(band):
            for place, number in enumerate(group[1:], 1):
                found.setdefault(number, set()).update(group[: min(place, 8)], group[max(0, place - 2) : place])
    return found


def _equal(rows: np.ndarray[tuple[int, int], np.dtype[np.uint32]]) -> Iterator[list[int]]:
    """The numbers of rows that are the same, in order: of thousands few are, and no others are kept."""
    order = np.lexsort(rows.T)
    same = (rows[order[1:]] == rows[order[:-1]]).all(axis=1)
    edges = np.concatenate(([0], np.flatnonzero(~same) + 1, [len(rows)]))
    for place in np.flatnonzero(np.diff(edges) > 1):
        yield order[edges[place] : edges[place + 1]].tolist()


def _shingles(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    return frozenset(" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
