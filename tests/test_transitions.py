"""Walkers that hold the lock find what spaCy's own find, whatever else is in their batch."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from spacy.pipeline import DependencyParser, EntityRecognizer

from missiongraph import annotate
from missiongraph.transitions import hold_the_lock

TEXTS = [
    "",
    "Zdeňka Quillfeather of ESA, who flew in 2031, left the Harbourlight Station at 5 p.m. on Friday, 3 May.",
    "Docking!",
    "The Corvane 7 craft will lift off from Baikonur, Kazakhstan.\n\nIts crew trained in Star City and at NASA's base.",
    "\n",
]


@pytest.mark.filterwarnings("ignore:.*W095")
def test_they_find_what_spacy_finds() -> None:
    stock, ours = spacy.load(annotate.DEFAULT_MODEL), spacy.load(annotate.DEFAULT_MODEL)
    hold_the_lock(ours)
    assert [kind.__name__ for kind in kinds(ours)] == ["_Parser", "_Recognizer"]
    for size in (1, 2, 16):
        found, usual = (list(nlp.pipe(TEXTS, batch_size=size)) for nlp in (ours, stock))
        assert [doc.to_json() for doc in found] == [doc.to_json() for doc in usual]
    assert ours.get_pipe("ner").labels == stock.get_pipe("ner").labels


def test_a_beam_and_a_class_of_somebody_else_stay_as_they_are() -> None:
    class Other(EntityRecognizer):
        pass

    nlp = spacy.blank("en")
    nlp.add_pipe("beam_parser", name="parser")
    usual = nlp.add_pipe("ner")
    nlp._components[-1] = ("ner", Other(nlp.vocab, usual.model))
    hold_the_lock(nlp)
    assert kinds(nlp) == [DependencyParser, Other]


def kinds(nlp: Language) -> list[type]:
    return [type(nlp.get_pipe(name)) for name in ("parser", "ner")]
