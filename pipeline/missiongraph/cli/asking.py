"""Verbs that ask a graph: query, facts, show."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from .common import (
    as_of,
    console,
    counted,
    directory,
    example,
    least_confidence,
    note,
    open_store,
    print_json,
    print_table,
)

if TYPE_CHECKING:
    from ..facts import FactRow
    from ..query import Question
    from ..store import Store

RESULTS = ("table", "json", "csv", "tsv", "xml", "turtle")


def _list(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the saved questions and leave, before DIR is asked for."""
    if wanted and not context.resilient_parsing:
        from ..query import questions

        asked = questions().values()
        print_table(
            ("name", "question", "parameters"), [(q.name, q.title, " ".join(map(str, q.parameters))) for q in asked]
        )
        context.exit()


@click.command(
    epilog=example(
        "missiongraph query --list",
        'missiongraph query graph --saved crewmates --param person="Luca Parmitano"',
        "missiongraph query graph 'SELECT ?who ?craft WHERE { ?who mg:flewOn ?craft }' --format csv",
        "missiongraph query graph -f question.rq --format json",
    )
)
@directory
@click.argument("sparql", metavar="[SPARQL]", required=False)
@click.option(
    "-f", "--file", type=click.Path(path_type=Path), metavar="FILE.rq", help="SPARQL from a file; - is stdin."
)
@click.option("--saved", metavar="NAME", help="A question that comes with missiongraph.")
@click.option(
    "--param", "given", multiple=True, metavar="NAME=VALUE", help="A parameter of the question; may be given again."
)
@click.option("--format", "form", type=click.Choice(RESULTS), default="table", show_default=True)
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="Name the saved questions."
)
def query(
    directory: Path, sparql: str | None, file: Path | None, saved: str | None, given: tuple[str, ...], form: str
) -> None:
    """Ask the graph in SPARQL 1.1.

    The prefixes of missiongraph are known, and all its graphs are one.
    Parameters of saved questions are names (any the graph knows, or a short IRI such as craft:soyuz-ms-13),
    days, numbers, predicates or releases; those in brackets may be left out.
    """
    from ..query import answer, pairs, write

    question, parameters = _question(sparql, file, saved), pairs(given)
    with open_store(directory) as store:
        bound = question.bound(store, parameters)
        if form == "table":
            found = answer(store, bound, question.name)
            print_table(found.columns, found.rows, question.title or None)
        else:
            click.echo(write(store, bound, form, question.name), nl=False)


def _question(sparql: str | None, file: Path | None, saved: str | None) -> Question:
    from ..query import question, read
    from ..query import saved as saved_question

    if sum(given is not None for given in (sparql, file, saved)) != 1:
        raise click.UsageError("give one of: SPARQL, --file FILE.rq, --saved NAME")
    if saved is not None:
        return saved_question(saved)
    if "-" in (sparql, str(file)):
        return question("standard input", sys.stdin.read())
    return question(str(file), read(file)) if file else question("query", sparql or "")


@click.command(
    epilog=example(
        'missiongraph facts graph --subject "Luca Parmitano"',
        "missiongraph facts graph --predicate launchTime --min-confidence 0.9 --format jsonl",
        "missiongraph facts graph --subject Starliner --as-of 2024-05-10 --support",
    )
)
@directory
@click.option("--subject", metavar="NAME", help="Facts about what has NAME in its name.")
@click.option("--predicate", metavar="P", help="Facts with this predicate.")
@click.option("--release", metavar="ID", help="Facts of this release.")
@least_confidence
@as_of
@click.option("--support", is_flag=True, help="Each fact once: how many independent releases say it, first and last.")
@click.option("--format", "form", type=click.Choice(("table", "jsonl")), default="table", show_default=True)
def facts(
    directory: Path,
    subject: str | None,
    predicate: str | None,
    release: str | None,
    least: float,
    day: str | None,
    support: bool,
    form: str,
) -> None:
    """List facts, each with its sentence.

    With --as-of, what was known or planned on a day: without plans that had moved and facts that had been corrected.
    """
    _check_predicate(predicate)
    with open_store(directory) as store:
        found = [row for row in _rows(store, subject, predicate, release, day) if row.confidence >= least]
        if support:
            _print_support(store, found, form)
            return
    if form == "jsonl":
        print_json(*found)
    elif found:
        head = ("release", "subject", "predicate", "object", "of", "status", "sure", "sentence")
        print_table(head, [_cells(row) for row in found])
    note(counted(len(found), "fact"))


def _check_predicate(name: str | None) -> None:
    """Raise a usage error for a predicate that no fact can have."""
    from ..terms import BINARY, SHORTCUTS

    known = sorted({*BINARY, *(shortcut.predicate for shortcut in SHORTCUTS), "role", "distinction"})
    if name is not None and name not in known:
        raise click.BadParameter(f"no predicate `{name}`; there are: {', '.join(known)}", param_hint="--predicate")


def _print_support(store: Store, found: list[FactRow], form: str) -> None:
    from ..conflicts.support import support

    facts = support(store, found)
    if form == "jsonl":
        print_json(*facts)
    elif facts:
        head = ("subject", "predicate", "object", "of", "status", "releases", "first", "last", "sentence")
        cells = [(f.subject, f.predicate, f.object, f.of or "", f.status, f.releases, f.first, f.last) for f in facts]
        print_table(head, [(*row, " ".join(f.evidence.split())) for row, f in zip(cells, facts, strict=True)])
    note(counted(len(facts), "fact"))


def _rows(
    store: Store, subject: str | None, predicate: str | None, release: str | None, day: str | None
) -> list[FactRow]:
    from ..conflicts.support import rows
    from ..folding import fold

    name = fold(subject or "")
    return [
        row for row in rows(store, day, release) if name in fold(row.subject) and predicate in (None, row.predicate)
    ]


def _cells(row: FactRow) -> tuple[object, ...]:
    sentence = " ".join(row.evidence.split())
    return (
        row.release,
        row.subject,
        row.predicate,
        row.object,
        row.of or "",
        row.status,
        f"{row.confidence:.2f}",
        sentence,
    )


@click.command(
    epilog=example(
        "missiongraph show graph esa/parmitano", "missiongraph show graph esa/parmitano --html parmitano.html"
    )
)
@directory
@click.argument("release", metavar="RELEASE")
@click.option("--html", type=click.File("w", "utf-8", atomic=True), metavar="FILE", help="A page that stands alone.")
def show(directory: Path, release: str, html: IO[str] | None) -> None:
    """Show one release, its entities marked, with its facts.

    RELEASE is its id, as in the fact view.
    """
    from .. import show as showing

    with open_store(directory) as store:
        view = showing.view(store, release)
    if html:
        html.write(showing.as_html(view))
    else:
        console().print(showing.as_terminal(view))
