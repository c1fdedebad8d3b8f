"""A ruler with a memory finds what its own patterns find, of the words that it knows and of those that it does not."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from missiongraph.attributes import Memory, remember

PATTERNS = [
    {"patterns": [[{"TAG": "NN"}]], "attrs": {"POS": "NOUN"}},
    {"patterns": [[{"TAG": {"IN": ["VBZ", "VBP"]}, "LOWER": {"REGEX": "^is$|^are$"}}]], "attrs": {"POS": "AUX"}},
    {"patterns": [[{"LOWER": "let"}, {"LOWER": "'s"}]], "attrs": {"LEMMA": "us"}, "index": 1},
    {"patterns": [[{"TAG": "NN", "DEP": "nsubj"}], [{"LOWER": "let"}]], "attrs": {"POS": "PRON"}},
    {"patterns": [[{"IS_SPACE": True}]], "attrs": {"POS": "SPACE"}},
    {"patterns": [[{"ORTH": "IS"}]], "attrs": {"POS": "PROPN"}},
    {"patterns": [[{"LOWER": "'s"}], [{"LOWER": "'s"}, {"TAG": "NN"}]], "attrs": {"LEMMA": "be"}, "index": 0},
]
WORD = st.tuples(
    st.sampled_from(["Is", "is", "IS", "are", "let", "Let", "'s", "\n", "crew"]),
    st.sampled_from(["NN", "VBZ", "VBP", "_SP"]),
    st.sampled_from(["nsubj", "ROOT", "aux"]),
)


def pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add_patterns(PATTERNS)
    return nlp


NLP = pipeline()
RULER = NLP.get_pipe("attribute_ruler")
MEMORY = Memory(NLP, RULER.patterns)


@given(st.lists(WORD, min_size=1, max_size=8))
def test_it_finds_what_the_ruler_finds(said: list[tuple[str, str, str]]) -> None:
    words, tags, deps = (list(column) for column in zip(*said, strict=True))
    doc = Doc(NLP.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(words))))
    assert MEMORY.match(doc) == RULER.match(doc)


def test_a_pipeline_with_a_memory_sets_the_same_attributes() -> None:
    with_memory, without = pipeline(), pipeline()
    remember(with_memory)
    words, tags = ["Let", "'s", "see", "IS"], ["VB", "PRP", "VB", "NN"]

    def said(nlp: Language) -> list[tuple[str, str]]:
        doc = nlp.get_pipe("attribute_ruler")(Doc(nlp.vocab, words=words, tags=tags, deps=["ROOT"] * 4))
        return [(token.pos_, token.lemma_) for token in doc]

    assert said(with_memory) == said(without) == [("PRON", ""), ("", "be"), ("", ""), ("PROPN", "")]


@pytest.mark.parametrize("name", ["attribute_ruler", None])
def test_a_pipeline_without_patterns_still_runs(name: str | None) -> None:
    nlp = spacy.blank("en")
    if name:
        nlp.add_pipe(name)
    remember(nlp)
    assert len(nlp("The crew")) == 2
