"""The attribute ruler and the lemmatizer of a pipeline with a memory: what they say of a word is worked out once.

spaCy tries each of some two hundred patterns on every token, which takes as long as the parser. Nearly all of them ask
for no more than a token's tag, lower form and dependency, so what they say of one token holds for the next like it.
Its rules for lemmas ask for a word, its part of speech and its features.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from spacy.attrs import DEP, LOWER, TAG
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

__all__ = ["Memory", "remember"]

Match = tuple[int, int, int, int]
"""Number of the attributes to set, id of the pattern, begin and end of the tokens: as the ruler has it."""
_ASKED = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
_MOST = 1 << 16
"""Words, with tag and dependency, that are kept in mind (some 15 MB)."""


def remember(nlp: Language) -> None:
    """Give the attribute ruler and the English lemmatizer of a pipeline a memory. What they set stays the same."""
    if nlp.has_pipe("attribute_ruler"):
        ruler: Any = nlp.get_pipe("attribute_ruler")
        ruler.match = Memory(nlp, ruler.patterns).match
    pipes: list[Any] = [pipe for _, pipe in nlp.pipeline if isinstance(pipe, EnglishLemmatizer)]
    for pipe in pipes:
        if pipe.mode == "rule":
            pipe.lemmatize = _remembered(pipe.lemmatize)


def _remembered(lemmatize: Callable[[Any], list[str]]) -> Callable[[Any], list[str]]:
    known: dict[tuple[int, int, int], list[str]] = {}

    def found(token: Any) -> list[str]:
        look = token.orth, token.pos, token.morph.key
        if look not in known:
            if len(known) > _MOST:
                known.clear()
            known[look] = lemmatize(token)
        return known[look]

    return found


class Memory:
    """The patterns of a ruler in two parts: those that ask for one token's own look, and the rest."""

    def __init__(self, nlp: Language, patterns: Sequence[Mapping[str, Any]]) -> None:
        self._vocab = nlp.vocab
        self._lone, self._rest = Matcher(nlp.vocab), Matcher(nlp.vocab)
        for number, row in enumerate(patterns):
            lone = all(len(tokens) == 1 and _ASKED.issuperset(tokens[0]) for tokens in row["patterns"])
            (self._lone if lone else self._rest).add(str(number), row["patterns"])
        self._known: dict[tuple[int, int, int], tuple[tuple[int, int], ...]] = {}

    def match(self, doc: Doc) -> list[Match]:
        """What the ruler's own patterns find in a doc, those that go before others last."""
        looks = [tuple(row) for row in doc.to_array([TAG, LOWER, DEP]).tolist()]
        if len(self._known) > _MOST:
            self._known.clear()
        self._learn(list(dict.fromkeys(look for look in looks if look not in self._known)))
        found = [(number, key, i, i + 1) for i, look in enumerate(looks) for number, key in self._known[look]]
        return sorted([*found, *self._numbered(self._rest, doc)])

    def _learn(self, looks: list[tuple[int, int, int]]) -> None:
        if not looks:
            return
        strings = self._vocab.strings
        tags, words, deps = ([strings[number] for number in column] for column in zip(*looks, strict=True))
        doc = Doc(self._vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
        said: dict[int, list[tuple[int, int]]] = {}
        for number, key, i, _ in self._numbered(self._lone, doc):
            said.setdefault(i, []).append((number, key))
        self._known |= {look: tuple(said.get(i, ())) for i, look in enumerate(looks)}

    def _numbered(self, matcher: Matcher, doc: Doc) -> list[Match]:
        if not len(matcher):  # spaCy warns of one that it is asked to match
            return []
        strings = self._vocab.strings
        return [(int(strings[key]), key, start, end) for key, start, end in matcher(doc, allow_missing=True)]
