"""missiongraph as a component in somebody's own pipeline: hand-built docs, and the real model for what it promises."""

from __future__ import annotations

import importlib
import tomllib
from datetime import date
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.tokens import Doc, DocBin

import missiongraph as mg
from missiongraph import annotate
from missiongraph.component import NAME, Annotator
from missiongraph.errors import Problem
from missiongraph.model import Node, Status

ROOT = Path(__file__).resolve().parents[1]
TEXT = """Parmitano and crew back on Earth 🚀

ESA astronaut Luca Parmitano landed in the Kazakh Steppe on Thursday in Soyuz MS-13 with NASA’s Christina Koch.
He had spent six months on the International Space Station. Oleg Skripochka is to launch in April 2020.
"""


@pytest.fixture(scope="module")
def annotator():
    return Annotator()


def by_hand(vocab=None) -> Doc:
    """ "Luca Parmitano flew aboard Soyuz MS-13 ." with all that a pipeline would have written into it."""
    words = ["Luca", "Parmitano", "flew", "aboard", "Soyuz", "MS-13", "."]
    return Doc(
        vocab or spacy.blank("en").vocab,
        words=words,
        spaces=[True, True, True, True, True, False, False],
        tags=["NNP", "NNP", "VBD", "IN", "NNP", "NNP", "."],
        pos=["PROPN", "PROPN", "VERB", "ADP", "PROPN", "PROPN", "PUNCT"],
        lemmas=["Luca", "Parmitano", "fly", "aboard", "Soyuz", "MS-13", "."],
        heads=[1, 2, 2, 2, 5, 3, 2],
        deps=["compound", "nsubj", "ROOT", "prep", "compound", "pobj", "punct"],
        ents=["B-PERSON", "I-PERSON", "O", "O", "O", "B-CARDINAL", "O"],
    )


def facts(doc: Doc) -> set[tuple[str | None, str, str | None]]:
    return {
        (s.subject.label, s.predicate, s.object.label if isinstance(s.object, Node) else s.object.value)
        for s in doc._.statements
    }


def test_a_doc_gets_statements_and_mentions(annotator) -> None:
    doc = annotator(by_hand())
    assert facts(doc) == {("Luca Parmitano", "flewOn", "Soyuz MS-13")}
    (said,) = doc._.statements
    assert (said.release, said.status, doc.text[said.begin : said.end]) == ("doc", Status.OCCURRED, doc.text)
    named = [(span.text, span.label_, span.kb_id_, span.id_) for span in doc._.mentions]
    assert named == [
        ("Luca Parmitano", "Person", "https://w3id.org/missiongraph/id/person/luca-parmitano", "Luca Parmitano"),
        ("Soyuz MS-13", "Spacecraft", "https://w3id.org/missiongraph/id/craft/soyuz-ms-13", "Soyuz MS-13"),
    ]
    assert doc._.published is None


def test_entities_stay_as_they_are_unless_asked_for(annotator) -> None:
    assert [ent.label_ for ent in annotator(by_hand()).ents] == ["PERSON", "CARDINAL"]
    doc = Annotator(ents=True)(by_hand())
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Luca Parmitano", "Person"), ("Soyuz MS-13", "Spacecraft")]
    assert "Soyuz MS-13" in displacy.render(doc, style="ent", jupyter=False)


def test_displacy_shows_the_spans(annotator) -> None:
    shown = displacy.render(annotator(by_hand()), style="span", options={"spans_key": NAME}, jupyter=False)
    assert "Spacecraft" in shown
    assert "https://w3id.org/missiongraph/id/craft/soyuz-ms-13" in shown


def test_a_doc_keeps_what_it_was_told_on_its_way_through_bytes(annotator) -> None:
    doc = by_hand()
    doc._.published, doc._.release_id = date(2020, 2, 6), "esa/one"
    doc = annotator(doc)
    (again,) = DocBin(docs=[doc], store_user_data=True).get_docs(doc.vocab)
    assert again._.statements == doc._.statements != ()
    assert again._.statements[0].release == "esa/one"
    assert again._.published == date(2020, 2, 6)
    assert [span.kb_id_ for span in again._.mentions] == [span.kb_id_ for span in doc._.mentions]


@pytest.mark.parametrize(("given", "expected"), [("2020-02-06", date(2020, 2, 6)), (None, None), ("", None)])
def test_the_day_of_a_doc_may_be_told_in_words(given, expected) -> None:
    doc = by_hand()
    doc._.published = given
    assert doc._.published == expected
    with pytest.raises(ValueError, match="last week"):
        doc._.published = "last week"


@pytest.mark.parametrize("words", [[], ["\n\n"], [" "]])
def test_docs_with_nothing_in_them_say_nothing(annotator, words) -> None:
    doc = Doc(spacy.blank("en").vocab, words=words)
    if words:
        doc = Doc(
            doc.vocab, words=words, tags=["_SP"], pos=["SPACE"], lemmas=words, heads=[0], deps=["dep"], ents=["O"]
        )
    assert (annotator(doc)._.statements, doc._.mentions) == ((), ())


def test_a_doc_that_was_not_annotated_is_refused_with_what_it_lacks() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe(NAME)
    with pytest.raises(Problem, match=r"M002") as told:
        nlp("Luca Parmitano flew aboard Soyuz MS-13.")
    assert "missing: tags (tagger), " in str(told.value)
    assert "entities (ner)" in str(told.value)
    assert "sentences" not in str(told.value)


def test_a_pipeline_in_another_language_is_refused() -> None:
    with pytest.raises(Problem, match=r"M002.*`it`|`it`.*M002"):
        spacy.blank("it").add_pipe(NAME)


def test_entry_points_lead_to_the_factories() -> None:
    """In an installed package spaCy finds them by these names; here they are what the names promise."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    points = project["entry-points"]["spacy_factories"]
    assert set(points) == {NAME, "missiongraph_boundaries"}
    for name, place in points.items():
        module, _, attribute = place.partition(":")
        assert callable(getattr(importlib.import_module(module), attribute))
        assert spacy.language.Language.has_factory(name)


# ── With the real model ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def nlp():
    nlp = annotate.load()
    nlp.add_pipe(NAME)
    return nlp


@pytest.fixture(scope="module")
def doc(nlp):
    doc = nlp.make_doc(TEXT)
    doc._.published = "2020-02-06"
    return nlp(doc)


def test_the_pipeline_finds_nothing_wrong_with_it(nlp) -> None:
    wanting = nlp.analyze_pipes()["problems"][NAME]
    assert wanting == []


def test_a_real_doc_has_its_facts_with_their_offsets(doc) -> None:
    assert {
        ("Luca Parmitano", "memberOf", "European Space Agency"),
        ("Christina Koch", "flewOn", "Soyuz MS-13"),
        ("Luca Parmitano", "stayedOn", "International Space Station"),
        (None, "time", "2020-02-06"),
    } <= facts(doc)
    launch = next(s for s in doc._.statements if isinstance(s.object, Node) and s.object.label == "Oleg Skripochka")
    assert launch.status is Status.PLANNED
    assert doc.text[launch.begin : launch.end] == "Oleg Skripochka is to launch in April 2020."
    assert all(doc.text[span.start_char : span.end_char] == span.text for span in doc._.mentions)
    assert ("He", "Luca Parmitano") in {(span.text, span.id_) for span in doc._.mentions}


def test_a_doc_states_what_a_build_of_its_text_states(nlp) -> None:
    record = {"id": "esa/one", "published": "2020-02-06", "text": TEXT}
    with mg.build(record) as graph:
        text = graph.text("esa/one")
        rows = graph.query(
            "SELECT ?said WHERE { ?said a mg:Statement ; rdf:predicate ?p FILTER (STRSTARTS(STR(?p), STR(mg:))) }"
        )
    doc = nlp.make_doc(text)
    doc._.published, doc._.release_id = "2020-02-06", "esa/one"
    doc = nlp(doc)
    assert {said.id for said in doc._.statements} == {str(row["said"]).rpartition("#s-")[2] for row in rows}
    assert len(rows) > 10
