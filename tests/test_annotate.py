"""What is not loaded of the default pipeline is not missed: it says the same of every word, batch after batch."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from missiongraph import annotate
from missiongraph.model import Release

TEXTS = (
    "Dr. Zdeňka Quillfeather's crew weren't aboard; they'd gone 3km home by 5 p.m.\n\nSee https://example.org/a?b=1.",
    "Unheard-of words: xylotetrafoil, GRUNK-7, ‘plorbing’. She glimmerated, they're re-docking it. #zwoosh",
)


@pytest.mark.filterwarnings("ignore:.*W095")
def test_what_is_left_out_of_the_model_changes_nothing() -> None:
    whole = spacy.load(annotate.DEFAULT_MODEL)
    whole.add_pipe(annotate._BOUNDARIES, before="parser")
    ours = annotate.load()
    assert len(ours.vocab.strings) * 100 < len(whole.vocab.strings)
    for text in (*TEXTS, *TEXTS):
        with ours.memory_zone():
            assert said(ours(text)) == said(whole(text))


def said(doc: Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.norm_, t.shape_, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_)
        for t in doc
    ]


@given(st.lists(st.integers(0, 90_000), max_size=40), st.integers(1, 16))
def test_long_texts_go_through_the_model_few_at_a_time(lengths: list[int], size: int) -> None:
    releases = [Release(str(number), "x" * length) for number, length in enumerate(lengths)]
    batches = list(annotate._batches(releases, size))
    assert [release for batch in batches for release in batch] == releases
    assert all(0 < len(batch) <= size for batch in batches)
    assert all(len(batch) == 1 or sum(len(r.text) for r in batch) <= annotate._CHARACTERS for batch in batches)
