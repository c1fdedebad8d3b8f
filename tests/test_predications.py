"""Sentences as simple clauses and as verbs with their arguments, through the real parser."""

from __future__ import annotations

import pytest

from missiongraph import annotate
from missiongraph.authority import load
from missiongraph.extract.document import Document, build
from missiongraph.extract.predications import Predication
from missiongraph.model import Release


@pytest.fixture(scope="module")
def read():
    nlp, authority = annotate.load(), load()
    return lambda text: build(nlp(text), Release("made-up", text, text, None), authority)


def told(document: Document) -> list[str]:
    """Each predication in words: "serve: Ann Example | as R of Expedition 9"."""
    return [line for one in document.predications for line in _lines(one, document)]


def _lines(one: Predication, document: Document) -> list[str]:
    subjects = ", ".join(document.text[i.begin : i.end] for i in one.subjects)
    return [f"{one.lemma}: {subjects} | {a.path} {document.text[a.item.begin : a.item.end]}" for a in one.arguments]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Ann Whitlock, who served as commander of Expedition 91, is back.",
            "serve: Ann Whitlock | as R of Expedition 91",
        ),
        (
            "Ann Whitlock completed a six-month stay on the International Space Station aboard Soyuz MS-40.",
            "complete: Ann Whitlock | aboard Soyuz MS-40",
        ),
        ("Born in Aberdeen, Ann Whitlock flew in May 2031.", "bear: Ann Whitlock | in Aberdeen"),
        ("NASA assigned Ann Whitlock to fly on Artemis IX.", "fly: Ann Whitlock | on Artemis IX"),
        ("Ann Whitlock trained with Bo Lund before launching on Soyuz MS-40.", "launch: Ann Whitlock | on Soyuz MS-40"),
        ("Soyuz MS-40 carried Ann Whitlock and Bo Lund.", "carry: Soyuz MS-40 |  Bo Lund"),
    ],
)
def test_a_verb_has_its_subject_and_the_way_to_each_mention(read, text: str, line: str) -> None:
    assert line in told(read(text))


def test_a_condition_predicates_nothing(read) -> None:
    assert told(read("If Ann Whitlock flies on Soyuz MS-40, nobody will mind.")) == []


def test_a_verb_across_a_semicolon_has_another_subject(read) -> None:
    lines = told(read("Ann Whitlock stayed; launched on Soyuz MS-40 was Bo Lund."))
    assert not any(line.startswith("launch: Ann Whitlock") for line in lines)


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        (
            "Ann Whitlock, who graduated in 1955 and was selected by NASA in 1963, spent 69 days in space.",
            "<P0> was selected by <A2> in <T3>",
        ),
        ("Ann Whitlock, a member of the Apollo 12 crew, spoke in Houston.", "<P0>, a member of <X1> crew"),
        ("In 1996 Ann Whitlock was chosen by ESA and assigned to STS-100.", "<P1> was chosen by <A2> In <T0>"),
        ("In 1996 Ann Whitlock was chosen by ESA and assigned to STS-100.", "<P1> assigned to <X3>"),
    ],
)
def test_a_sentence_is_read_clause_by_clause(read, text: str, clause: str) -> None:
    assert clause in [view.typed for view in read(text).views]


def test_every_clause_is_made_of_pieces_of_its_sentence(read) -> None:
    text = "Soyuz MS-40, which carried Ann Whitlock and Bo Lund of ESA, landed in Kazakhstan, its chief, Al Ott, said."
    for view in read(text).views:
        whole = view.sentence.typed
        assert all(whole[begin:end] for begin, end in view.pieces)
        for offset in range(0, len(view.typed), 5):
            assert view.token(offset) in view.sentence.span
