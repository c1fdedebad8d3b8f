"""Write docs/ontology.md (a diagram) and docs/ontology.html (pyLODE) from ontology/missiongraph.ttl: `make docs`.

A test holds the diagram to the file, and the page to the file's digest.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS

from missiongraph.resources import ontology
from missiongraph.terms import iri

if TYPE_CHECKING:
    from collections.abc import Iterator

DIAGRAM, PAGE = Path(__file__).with_name("ontology.md"), Path(__file__).with_name("ontology.html")
MG, SCHEMA = iri("mg:"), rdflib.Namespace(iri("schema:"))
README = Path(__file__).parents[1] / "README.md"
MARK, END = "<!-- classes: `make docs` -->", "<!-- end of classes -->"
HEAD = """# The vocabulary

Written by `make docs` from `ontology/missiongraph.ttl`: change that file, not this page. Every term with its
definition and mappings is in [ontology.html](ontology.html).

"""


def page() -> str:
    """The diagrams of classes and of what joins them, and the tables of properties."""
    graph = rdflib.Graph().parse(source(), format="turtle")
    sections = (
        ("Classes", _mermaid(sorted(_tree(graph)))),
        ("What joins entities", _mermaid(sorted(_links(graph, events=False)))),
        ("What events, roles and distinctions hold", _mermaid(sorted(_links(graph, events=True)))),
        ("Properties with values", _table(graph)),
    )
    return HEAD + "\n".join(f"## {title}\n\n{body}" for title, body in sections)


def quoted(readme: str) -> str:
    """README.md with the diagram of classes between its marks."""
    graph = rdflib.Graph().parse(source(), format="turtle")
    head, _, rest = readme.partition(MARK)
    return f"{head}{MARK}\n{_mermaid(sorted(_tree(graph)))}{END}{rest.partition(END)[2]}"


def source() -> Path:
    """The ontology file."""
    return ontology() / "missiongraph.ttl"


def stamp() -> str:
    """The last line of the HTML page: it names the file that the page was made from."""
    return f"<!-- missiongraph.ttl {hashlib.sha256(source().read_bytes()).hexdigest()} -->\n"


def _tree(graph: rdflib.Graph) -> Iterator[str]:
    for child, parent in graph.subject_objects(RDFS.subClassOf):
        if _own(child) and _own(parent):
            yield f"  {_own(parent)} <|-- {_own(child)}"


def _links(graph: rdflib.Graph, events: bool) -> Iterator[str]:
    claims = {
        _own(c)
        for c in graph.transitive_subjects(RDFS.subClassOf, rdflib.URIRef(MG + "Claim"))
        if isinstance(c, rdflib.URIRef)
    }
    allowed = _allowed()
    for predicate in graph.subjects(RDF.type, OWL.ObjectProperty):
        for domain in _classes(graph, predicate, RDFS.domain, SCHEMA.domainIncludes):
            ranges = _classes(graph, predicate, RDFS.range, SCHEMA.rangeIncludes)
            for range_ in ranges & allowed.get((domain, _own(predicate)), ranges):
                if (domain in claims) == events:
                    yield f"  {domain} --> {range_} : {_own(predicate)}"


def _allowed() -> dict[tuple[str, str], set[str]]:
    """Class and predicate → the classes that the shapes let its values have: not each range goes with each domain."""
    shapes = rdflib.Graph().parse(source().with_name("shapes.ttl"), format="turtle")
    found: dict[tuple[str, str], set[str]] = {}
    for shape, target in shapes.subject_objects(SH.targetClass):
        for part in shapes.objects(shape, SH.property):
            choices = [part, *(c for choice in shapes.objects(part, SH["or"]) for c in shapes.items(choice))]
            classes = {_own(c) for choice in choices for c in shapes.objects(choice, SH["class"])}
            if classes:
                found.setdefault((_own(target), _own(shapes.value(part, SH.path))), set()).update(classes)
    return found


def _classes(graph: rdflib.Graph, predicate: rdflib.term.Node, *said: rdflib.URIRef) -> set[str]:
    return {_own(c) for how in said for c in graph.objects(predicate, how)} - {""}


def _table(graph: rdflib.Graph) -> str:
    rows = ["| property | of | values | meaning |", "|---|---|---|---|"]
    for predicate in sorted(graph.subjects(RDF.type, OWL.DatatypeProperty)):
        of = ", ".join(sorted(_classes(graph, predicate, RDFS.domain, SCHEMA.domainIncludes)))
        ranges = [*graph.objects(predicate, RDFS.range), *graph.objects(predicate, SCHEMA.rangeIncludes)]
        values = ", ".join(sorted(str(r).rpartition("#")[2] for r in ranges))
        rows.append(f"| `{_own(predicate)}` | {of} | {values} | {graph.value(predicate, SKOS.definition)} |")
    return "\n".join(rows) + "\n"


def _own(term: rdflib.term.Node | None) -> str:
    return str(term)[len(MG) :] if str(term).startswith(MG) else ""


def _mermaid(lines: list[str]) -> str:
    return "\n".join(["```mermaid", "classDiagram", *lines, "```", ""])


if __name__ == "__main__":
    import logging

    logging.disable()
    from pylode import OntPub

    DIAGRAM.write_text(page(), "utf-8")
    README.write_text(quoted(README.read_text("utf-8")), "utf-8")
    PAGE.write_text(f"{OntPub(ontology=str(source())).make_html()}\n{stamp()}", "utf-8")
    print(f"wrote {DIAGRAM} and {PAGE}")
