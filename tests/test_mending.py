"""Verbs that the tagger takes for nouns: whatever the parse, what comes of it is a tree over the same words."""

from __future__ import annotations

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from missiongraph.extract.mending import mend
from missiongraph.extract.parse import Parse

VOCAB = spacy.blank("en").vocab
SENTENCES = (
    "Ray/NNP will/MD dock/VB there/RB and/CC land/NN on/IN Friday/NNP with/IN two/CD",
    "Ray/NNP docked/VBD and/CC later/RB undocked/NN with/IN three/CD on/IN Friday/NNP",
    "Ray/NNP is/VBZ set/VBN to/IN undock/NN on/IN Friday/NNP with/IN Poe/NNP",
    "The/DT three/CD land/NN on/IN Friday/NNP near/IN Elko/NNP",
    "Ray/NNP and/CC Poe/NNP land/NN with/IN two/CD on/IN Friday/NNP",
    "Ray/NNP ,/, who/WP leads/VBZ ,/, departs/NNS with/IN two/CD others/NNS",
)
RELATIONS = ("nsubj", "dobj", "conj", "prep", "pobj", "appos", "compound", "acl", "relcl", "npadvmod", "cc", "nmod")


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    """A sentence with a verb to be mended, and any tree over its words."""
    tagged = [word.rsplit("/", 1) for word in draw(st.sampled_from(SENTENCES)).split()]
    number = len(tagged)
    order = draw(st.permutations(range(number)))
    heads = {order[0]: order[0]} | {order[n]: order[draw(st.integers(0, n - 1))] for n in range(1, number)}
    relations = ["ROOT" if heads[n] == n else draw(st.sampled_from(RELATIONS)) for n in range(number)]
    words, tags = [word for word, _ in tagged], [tag for _, tag in tagged]
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
