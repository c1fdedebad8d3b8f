"""Which of many patterns can match a text at all, told from the words in it before any pattern is tried.

Every match of "<P\\d+> was (?:born|raised) in" holds "<P", "was", a word that begins with "in", and one of "born" and
"raised". Such clauses are derived from each pattern by itself, as in RE2's prefilters (Cox, "Regular Expression Matching with a Trigram Index",
2012), but over words: what a word of a text speaks for is looked up once in a run. The answer may say that a pattern
could match where it does not, never the other way round.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol

__all__ = ["Asked", "Clause", "Screen", "Screened", "asked", "clauses", "required", "words"]

# The standard library's own parser of patterns: sre_parse by its name since 3.11, when the old one began to warn.
_parser: Any = import_module("re._parser")
_op: Any = import_module("re._constants")

Clause = frozenset[str]
"""Parts of words, or of what stands between them, one of which every match holds."""
Strings = frozenset[str]
Asked = tuple[Strings | None, list[Clause]]
"""The strings that a pattern can be, if they are few, and the clauses of what is not among them."""
Known = Mapping[str, Asked]
"""Characters that stand for a piece of a pattern."""

_WORD = re.compile(r"<?\w+")
_GAP = re.compile(r"(?! \w)[^\w<]+(?:<\w)?")
"""What stands between two words, if it is more than a blank, with the kind of a typed token behind it: ">, <p"."""
_EDGE = "\0"
"""Stands where a word or a gap begins or ends."""
_MOST = 48
"""Strings that a part of a pattern may be spelt out to."""
_PLANES = 8
"""Clauses of a pattern that are asked for; the rest is left to the pattern itself."""
_HALVES = (1, 2, 4)
"""Shifts that fold the planes of every pattern onto its first."""
_VOCABULARY = 1 << 16
_HEAD = 3


def _fold(text: str) -> str:
    """The form in which words are compared; what a pattern that ignores case takes for the same is the same here."""
    return text.casefold().replace("\u0131", "i").replace("\u0307", "")


def words(text: str) -> frozenset[str]:
    """The words of a text, and what stands between them, as a screen reads them; "<p0" is the word of a typed token."""
    folded = _fold(text)
    return frozenset((*_WORD.findall(folded), *_GAP.findall(folded)))


def clauses(pattern: re.Pattern[str]) -> frozenset[Clause]:
    """What every text that a pattern matches holds: of each clause at least one, inside one of its words."""
    return required(asked(pattern.pattern, pattern.flags))


def required(asks: Asked) -> frozenset[Clause]:
    """The clauses of what is asked."""
    exact, found = asks
    return frozenset((*found, *_clause(exact)))


def asked(pattern: str, flags: int = 0, known: Known | None = None) -> Asked:
    """What a pattern asks of a text; `known` says it of characters that stand for a piece. Raises re.error."""
    return _sequence(_parser.parse(pattern, flags), known or {})


def _sequence(parsed: Iterable[Any], known: Known) -> Asked:
    whole, run, found = True, frozenset({""}), list[Clause]()
    for operator, argument in parsed:
        exact, inner = _part(operator, argument, known)
        found += inner
        if exact is not None and len(exact) * len(run) <= _MOST:
            run = frozenset([a + b for a in run for b in exact])
        else:
            whole = False
            found += _clause(run)
            run = frozenset({""}) if exact is None else exact
    if whole:
        return run, found
    return None, [*found, *_clause(run)]


def _part(operator: Any, argument: Any, known: Known) -> Asked:
    """The same of one node. What stands for nothing (an anchor, a look around) is the empty string."""
    if operator is _op.LITERAL:
        return _literal(argument, known)
    if operator is _op.IN and all(kind is _op.LITERAL for kind, _ in argument):
        return _branch([_literal(char, known) for _, char in argument])
    if operator in (_op.AT, _op.ASSERT_NOT):
        return frozenset({_EDGE if _edges(operator, argument) else ""}), []
    if operator is _op.ASSERT:
        return frozenset({""}), [*required(_sequence(argument[1], known))]
    if operator is _op.SUBPATTERN:
        return _sequence(argument[-1], known)
    if operator is _op.ATOMIC_GROUP:
        return _sequence(argument, known)
    if operator is _op.BRANCH:
        return _branch([_sequence(branch, known) for branch in argument[1]])
    if operator in (_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT):
        least, most, body = argument
        return _repeated(least, most, _sequence(body, known) if least or most == 1 else (None, []))
    return None, []


def _edges(operator: Any, argument: Any) -> bool:
    """Whether what stands for nothing is the edge of a word: where it is next to a letter, the word goes no further."""
    if operator is _op.AT:
        return argument is not _op.AT_NON_BOUNDARY
    parsed = list(argument[1])
    if len(parsed) != 1 or parsed[0][0] is not _op.IN:
        return False
    return (_op.CATEGORY, _op.CATEGORY_WORD) in parsed[0][1] and (_op.NEGATE, None) not in parsed[0][1]


def _literal(char: int, known: Known) -> Asked:
    text = chr(char)
    return known.get(text) or (frozenset({_fold(text)}), [])


def _branch(ways: list[Asked]) -> Asked:
    spelt = [exact for exact, _ in ways if exact is not None]
    if len(spelt) == len(ways) and sum(map(len, spelt)) <= _MOST and not any(found for _, found in ways):
        return frozenset().union(*spelt), []
    best = [min((*found, *_clause(exact)), key=_weakness, default=None) for exact, found in ways]
    told = [clause for clause in best if clause is not None]
    return None, [frozenset().union(*told)] if len(told) == len(ways) else []


def _repeated(least: int, most: int, asks: Asked) -> Asked:
    exact, found = asks
    if least == 0:
        optional = most == 1 and exact is not None and len(exact) < _MOST
        return (exact | {""} if optional and exact is not None else None), []
    if least == most == 1:
        return exact, found
    return None, [*found, *_clause(exact)]


def _clause(strings: Strings | None) -> Iterator[Clause]:
    """Clauses of strings one of which must be there: the longest word in each, then the next ones; gaps likewise."""
    if not strings or "" in strings:
        return
    for kind in (_words, _gaps):
        parts = [sorted(kind(string), key=lambda part: (-len(part), part)) for string in strings]
        yield from map(frozenset, zip(*parts, strict=False))


def _words(string: str) -> Iterator[str]:
    for match in _WORD.finditer(string):
        begins, ends = match.start() and match.group()[0] != "<", match.end() < len(string)
        yield f"{_EDGE if begins else ''}{match.group()}{_EDGE if ends else ''}"


def _gaps(string: str) -> Iterator[str]:
    string = string.replace(_EDGE, "")
    for match in _GAP.finditer(string):
        if match.group() != " ":
            ends = string[match.end() : match.end() + 1].strip("<")
            yield f"{_EDGE if match.start() else ''}{match.group()}{_EDGE if ends else ''}"


def _weakness(clause: Clause) -> tuple[int, int, list[str]]:
    """Sorts first what is rare: long parts, then few of them."""
    return -min(map(len, clause)), len(clause), sorted(clause)


class Screened(Protocol):
    """A pattern that says itself what it asks of a text."""

    @property
    def clauses(self) -> frozenset[Clause]:
        """What every text that it matches holds."""


class Screen:
    """Patterns, each with a bit of its own, and for a text the bits of those that can match it."""

    def __init__(self) -> None:
        self._bits: dict[re.Pattern[str] | Screened, int] = {}
        self._always = 0
        """The planes that patterns with few clauses leave empty."""
        self._parts: dict[str, dict[str, int]] = defaultdict(dict)
        """By its first letters, what each part of a word meets: clauses, a bit each, those of a pattern together."""
        self._whole: dict[str, int] = defaultdict(int)
        """What each word, or gap, meets by being just that."""
        self._of_word = lru_cache(maxsize=_VOCABULARY)(self._meets)

    def bit(self, pattern: re.Pattern[str] | Screened) -> int:
        """The bit of a pattern, which is added where it was not met before."""
        if pattern not in self._bits:
            self._add(pattern)
        return self._bits[pattern]

    @property
    def size(self) -> int:
        """How many patterns it knows. What it told of a text before it grew holds for the patterns of that time."""
        return len(self._bits)

    def possible(self, found: Iterable[str]) -> int:
        """The bits of the patterns that can match a text of these words."""
        met = self._always
        for word in found:
            met |= self._of_word(word)
        for step in _HALVES:
            met &= met >> step
        return met

    def _add(self, pattern: re.Pattern[str] | Screened) -> None:
        first = len(self._bits) * _PLANES
        asks = clauses(pattern) if isinstance(pattern, re.Pattern) else pattern.clauses
        best = sorted(asks, key=_weakness)[:_PLANES]
        for plane, clause in enumerate(best, first):
            for part in clause:
                whole = part[0] == part[-1] == _EDGE
                alike = self._whole if whole else self._parts[part[:_HEAD]]
                alike[part] = alike.get(part, 0) | 1 << plane
        self._always |= ((1 << _PLANES - len(best)) - 1) << first + len(best)
        self._bits[pattern] = 1 << first
        self._of_word.cache_clear()

    def _meets(self, word: str) -> int:
        bare = word.removeprefix("<")
        met = self._whole.get(f"{_EDGE}{word}{_EDGE}", 0) | self._whole.get(f"{_EDGE}{bare}{_EDGE}", 0)
        word = f"{_EDGE}{word}{_EDGE}{bare}{_EDGE}" if bare != word else f"{_EDGE}{word}{_EDGE}"
        for place in range(len(word)):
            for size in range(1, _HEAD + 1):
                for part, bits in self._parts.get(word[place : place + size], {}).items():
                    if word.startswith(part, place):
                        met |= bits
        return met
