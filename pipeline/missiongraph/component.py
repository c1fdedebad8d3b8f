"""missiongraph inside somebody's own spaCy pipeline: `nlp.add_pipe("missiongraph")`.

It reads what tagger, parser, lemmatizer and ner have written into a doc, and sets

    doc._.statements    what the text states (`model.Statement`), offsets in code points of `doc.text`
    doc._.mentions      the things it names, as spans: `label_` their class, `kb_id_` their IRI, `id_` their name
    doc.spans["missiongraph"]    the same spans, for displaCy: `style="span", options={"spans_key": "missiongraph"}`

Set `doc._.published` (a date or ISO 8601) before, that "Thursday" means a day. The text is taken as it is: cleaning and
the graph are `missiongraph.build`'s. `missiongraph_boundaries`, put before the parser, has lines end sentences.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from missiongraph import authority, extract
from missiongraph.annotate import _boundaries as boundaries  # importing it registers it
from missiongraph.confidence import calibrated
from missiongraph.errors import Problem
from missiongraph.model import Literal, Node, Release, Statement, Status
from missiongraph.resolve.linker import Linker
from missiongraph.terms import NAMINGS

__all__ = ["NAME", "Annotator", "boundaries", "create"]

NAME: Final = "missiongraph"
_NEEDED: Final = {
    "TAG": "tags (tagger)",
    "POS": "parts of speech (attribute_ruler or morphologizer)",
    "LEMMA": "lemmas (lemmatizer)",
    "DEP": "dependencies (parser)",
    "SENT_START": "sentences (parser)",
    "ENT_IOB": "entities (ner)",
}
_NAMED: Final = ("name", "short")
"""How a mention that is no reference (“he”, “the crew”) was found."""
_SAID, _PUBLISHED, _ID = "missiongraph", "missiongraph_published", "missiongraph_id"
"""Keys of `doc.user_data`, which holds plain values only: docs go to other processes and to disk with theirs."""


class Annotator:
    """The component. With `ents`, the names among its spans go into `doc.ents`, in place of what stood there."""

    def __init__(self, name: str = NAME, ents: bool = False) -> None:
        self.name, self.ents = name, ents
        self._authority = authority.load()
        self._linker = Linker(self._authority)

    def __call__(self, doc: Doc) -> Doc:
        """Set statements and mentions. Raises Problem M002 where the doc lacks what they are read from."""
        if len(doc):
            _check(doc)
        release = Release(doc._.release_id, doc.text, published=doc._.published)
        found = [self._linker.apply(said) for said in extract.statements(doc, release, self._authority)]
        known = list(calibrated(found, release))
        doc.user_data[_SAID] = [asdict(said) for said in known if said.predicate not in ("mentions", *NAMINGS)]
        doc.spans[NAME] = _spans(doc, known)
        if self.ents:
            named = filter_spans(_spans(doc, [said for said in known if said.rule in _NAMED]))
            taken = {token.i for span in named for token in span}
            doc.ents = (*named, *(ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end))))
        return doc


@Language.factory(
    NAME,
    assigns=["doc._.statements", "doc._.mentions", "doc.spans"],
    requires=["token.tag", "token.lemma", "token.dep", "token.is_sent_start", "doc.ents"],
    default_config={"ents": False},
)
def create(nlp: Language, name: str, ents: bool) -> Annotator:
    """Make the component for a pipeline. Raises Problem M002 for a language other than English."""
    if nlp.lang != "en":
        raise Problem("M002", name, f"its language is `{nlp.lang}`")
    return Annotator(name, ents)


def _check(doc: Doc) -> None:
    missing = [what for attribute, what in _NEEDED.items() if not doc.has_annotation(attribute)]
    if missing:
        raise Problem("M002", NAME, "missing: " + ", ".join(missing))


def _spans(doc: Doc, known: list[Statement]) -> list[Span]:
    """A span for each thing that a mention names, as wide as the tokens it touches, in the order of the text."""
    found: dict[tuple[int, int, str], Span] = {}
    for said in known:
        thing = said.object
        if said.predicate == "mentions" and isinstance(thing, Node):
            name, iri = thing.label or thing.name, thing.iri or ""
            kind: dict[str, Any] = {"label": thing.type, "kb_id": iri, "span_id": name, "alignment_mode": "expand"}
            if (span := doc.char_span(said.begin, said.end, **kind)) is not None:
                found[span.start, span.end, iri or name] = span
    return [span for _, span in sorted(found.items())]


def _statements(doc: Doc) -> tuple[Statement, ...]:
    return tuple(_statement(plain) for plain in doc.user_data.get(_SAID, ()))


def _statement(plain: dict[str, Any]) -> Statement:
    value = plain["object"]
    thing = Literal(**value) if "datatype" in value else _node(value)
    return Statement(**plain | {"subject": _node(plain["subject"]), "object": thing, "status": Status(plain["status"])})


def _node(plain: dict[str, Any]) -> Node:
    return Node(**plain | {"aliases": tuple(plain["aliases"])})


def _mentions(doc: Doc) -> tuple[Span, ...]:
    return tuple(doc.spans.get(NAME, ()))


def _published(doc: Doc) -> date | None:
    told = doc.user_data.get(_PUBLISHED)
    return date.fromisoformat(told) if told else None


def _publish(doc: Doc, day: date | str | None) -> None:
    """Raises ValueError for text that is no ISO 8601 day."""
    doc.user_data[_PUBLISHED] = date.fromisoformat(str(day)[:10]).isoformat() if day else None


def _name(doc: Doc, identifier: str) -> None:
    doc.user_data[_ID] = identifier


Doc.set_extension("statements", getter=_statements, force=True)
Doc.set_extension("mentions", getter=_mentions, force=True)
Doc.set_extension("published", getter=_published, setter=_publish, force=True)
Doc.set_extension("release_id", getter=lambda doc: doc.user_data.get(_ID, "doc"), setter=_name, force=True)
