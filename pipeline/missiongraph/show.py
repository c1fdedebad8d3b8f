"""One release with its entities marked and its facts beside it: for the terminal, or as one HTML file.

Releases are other people's text: nothing in them is markup here, neither for a terminal nor for a browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import Problem
from .facts import FactRow, of_release
from .marking import Mention, Span, apart, is_reference, passages, segments, visible
from .resources import query
from .terms import release_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Group
    from rich.table import Table

    from .marking import Run
    from .store import Store, Stored

__all__ = ["Mention", "View", "as_html", "as_terminal", "segments", "view"]

COLOURS = {
    "Person": "bold green",
    "Agency": "bold blue",
    "Organization": "blue",
    "Facility": "yellow",
    "Spacecraft": "bold magenta",
    "Station": "bold cyan",
    "Module": "cyan",
    "LaunchVehicle": "magenta",
    "Mission": "bold red",
    "Payload": "bright_magenta",
    "Place": "bold yellow",
    "Role": "underline",
}
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]")


@dataclass(frozen=True, slots=True)
class View:
    """All there is to show of one release."""

    id: str
    title: str
    published: str
    url: str
    publisher: str
    text: str
    mentions: tuple[Mention, ...] = ()
    facts: tuple[FactRow, ...] = ()


def view(store: Store, release: str) -> View:
    """What the store holds of the release with this id. Raises Problem V001 when it has none."""
    stored = store.release(release_iri(release))
    if stored is None:
        raise Problem("V001", release)
    about = next(store.select(query("view/about"), {"release": ox.NamedNode(stored.iri)}))
    names = ("title", "published", "url", "publisher")
    title, published, url, publisher = (about[name].value if about[name] else "" for name in names)
    mentions = tuple(sorted(_mentions(store, stored), key=lambda m: (m.begin, -m.end, m.iri, m.type, m.label)))
    facts = tuple(of_release(store, stored))
    return View(release, title, published, url, publisher, store.text(stored.iri), mentions, facts)


def as_terminal(view: View) -> Group:
    """For rich: the heading, the text with its entities in colour, and the table of facts."""
    from rich.console import Group  # noqa: PLC0415 - the HTML view does without rich
    from rich.text import Text  # noqa: PLC0415

    text = Text()
    for piece, mention in segments(view.text, view.mentions):
        text.append(visible(piece), COLOURS.get(mention.type, "bold") if mention else "")
    about = Text(visible(_about(view)), "dim")
    legend = Text("  ").join(Text(kind, COLOURS.get(kind, "bold")) for kind in _kinds(view))
    return Group(about, Text(), text, Text(), legend, _table(view.facts))


def as_html(view: View) -> str:
    """A page that stands alone: no script, nothing fetched, all text escaped."""
    said = {(fact.begin, fact.end) for fact in view.facts}
    heading, *paragraphs = map(_passage, passages(view.text, view.mentions, said))
    sentences = apart(said)
    return _template().substitute(
        title=_safe(view.title or view.id),
        about=_safe(_about(view)),
        source=_link(view.url),
        heading=heading,
        text="\n\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        legend=_legend(view),
        count=str(len(view.facts)),
        facts="\n".join(_said(span, list(facts), sentences) for span, facts in groupby(view.facts, key=_span)),
    )


def _mentions(store: Store, stored: Stored) -> Iterator[Mention]:
    for row in store.select(query("view/mentions"), {"release": ox.NamedNode(stored.iri)}):
        type_ = row["class"].value.rpartition("#")[2]
        yield Mention(int(row["begin"].value), int(row["end"].value), type_, row["label"].value, row["thing"].value)


def _table(facts: Iterable[FactRow]) -> Table:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table("subject", "predicate", "object", "status", "sure", "evidence", title="Facts", title_justify="left")
    for fact in facts:
        table.add_row(*(Text(visible(cell)) for cell in (*_cells(fact), " ".join(fact.evidence.split()))))
    return table


def _passage(runs: Iterable[Run]) -> str:
    """A line or paragraph: its mentions marked, and each sentence that says facts linked to them."""
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    inner = "".join(_mark(piece, mention) for piece, mention in run.pieces)
    if run.sentence is None:
        return inner
    own = f' id="{_anchor("char", run.sentence)}"' if run.begins else ""
    return f'<a class="says"{own} href="#{_anchor("facts", run.sentence)}">{inner}</a>'


def _said(span: Span, facts: list[FactRow], sentences: Iterable[Span]) -> str:
    """The facts of one sentence, and the sentence with the way back to the text."""
    place = next((s for s in sentences if s[0] <= span[0] < s[1]), None)
    evidence = _safe(facts[0].evidence)
    linked = f'<a href="#{_anchor("char", place)}">{evidence}</a>' if place else evidence
    sentence = f'<tr class="sentence"><td colspan="6">{linked}</td></tr>'
    return "\n".join((f'<tbody id="{_anchor("facts", span)}">', sentence, *map(_html_row, facts), "</tbody>"))


def _html_row(fact: FactRow) -> str:
    predicate = _CAPITAL.sub(lambda found: f" {found[0].lower()}", fact.predicate)
    of = f"of {fact.of}" if fact.of else ""
    cells = (fact.subject, predicate, fact.object, of, fact.status, f"{fact.confidence:.2f}")
    names = ("subject", "predicate", "object", "of", "status", "sure")
    written = "".join(f'<td class="{n}">{_safe(c)}</td>' for n, c in zip(names, cells, strict=True))
    where = f"mg:{fact.predicate}, characters {fact.begin} to {fact.end}, rule {fact.rule}"
    return f'<tr class="{_safe(fact.status)}" title="{_safe(where)}">{written}</tr>'


def _legend(view: View) -> str:
    kinds = [f'<mark class="{_safe(kind)}">{_safe(kind)}</mark>' for kind in _kinds(view)]
    pieces = (view.text[m.begin : m.end] for m in view.mentions)
    if any(map(is_reference, pieces)):
        kinds.append('<mark class="reference">meant, not named</mark>')
    return " ".join(kinds)


def _span(fact: FactRow) -> Span:
    return fact.begin, fact.end


def _anchor(kind: str, span: Span) -> str:
    return f"{kind}={span[0]},{span[1]}"


def _cells(fact: FactRow) -> tuple[str, ...]:
    of = f" (of {fact.of})" if fact.of else ""
    return fact.subject, fact.predicate, fact.object + of, fact.status, f"{fact.confidence:.2f}"


def _mark(piece: str, mention: Mention | None) -> str:
    if mention is None:
        return _safe(piece)
    about = f"{mention.type}: {mention.label}"
    kind = f"{mention.type} reference" if is_reference(piece) else mention.type
    return f'<mark class="{_safe(kind)}" title="{_safe(about)}">{_safe(piece)}</mark>'


def _about(view: View) -> str:
    return " · ".join(part for part in (view.id, view.publisher, view.published) if part)


def _link(url: str) -> str:
    """A link for web addresses only: any other scheme stays text."""
    if url.lower().startswith(("https://", "http://")):
        return f'<a href="{_safe(url)}" rel="noreferrer">{_safe(url)}</a>'
    return _safe(url)


def _kinds(view: View) -> list[str]:
    return sorted({mention.type for mention in view.mentions})


def _safe(text: str) -> str:
    return escape(visible(text), quote=True)


@cache
def _template() -> Template:
    return Template((files("missiongraph") / "show.html").read_text("utf-8"))
