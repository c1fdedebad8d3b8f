"""What is not loaded of the default pipeline is not missed: it says the same of every word, batch after batch."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from missiongraph import annotate

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
