"""Verbs that the tagger takes for nouns: whatever the parse looks like, what comes of it is a tree over the same words."""

from __future__ import annotations

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from missiongraph.extract.mending import mend
from missiongraph.extract.parse import Parse

VOCAB = spacy.blank("en").vocab
WORDS = "land undock departs undocked to and , Ray three will Friday on the month who crew".split()
TAGS = ("NN", "NNS", "NNP", "VB", "VBD", "MD", "TO", "IN", ",", "CC", "CD", "WP")
RELATIONS = ("nsubj", "dobj", "conj", "prep", "pobj", "appos", "compound", "acl", "relcl", "npadvmod", "cc", "punct")


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    """A sentence of words that are mended and words around them, with any tree over them."""
    number = draw(st.integers(3, 9))
    order = draw(st.permutations(range(number)))
    heads = {order[0]: order[0]} | {order[n]: order[draw(st.integers(0, n - 1))] for n in range(1, number)}
    words, tags = ([draw(st.sampled_from(kind)) for _ in range(number)] for kind in (WORDS, TAGS))
    relations = ["ROOT" if heads[n] == n else draw(st.sampled_from(RELATIONS)) for n in range(number)]
    pos = ["PROPN" if tag == "NNP" else "NOUN" for tag in tags]
    at = [heads[n] for n in range(number)]
    return Parse(Doc(VOCAB, words, tags=tags, pos=pos, deps=relations, heads=at, lemmas=words))


@settings(max_examples=400, deadline=None)
@given(parses())
def test_what_is_mended_is_still_a_tree_over_the_same_words(parse: Parse) -> None:
    words = [t.text for t in parse]
    mend(parse.tokens)
    assert [t.text for t in parse] == words
    for token in parse:
        above, steps = token, 0
        while above.head is not above:
            assert any(child is above for child in above.head.children)
            above, steps = above.head, steps + 1
            assert steps <= len(parse)
        assert all(child.head is token for child in token.children)
        assert [c.i for c in token.children] == sorted({c.i for c in token.children} - {token.i})
    assert [t.i for t in parse if t.head is t] == [t.i for t in parse if t.dep_ == "ROOT"]
