"""Verbs that judge a graph: validate, evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from .common import counted, directory, example, note, open_store, print_json, print_table

if TYPE_CHECKING:
    from ..evaluate import Evaluation, Tally


@click.command(
    epilog=example("missiongraph validate graph", "missiongraph validate graph --release esa/parmitano --json")
)
@directory
@click.option("--release", metavar="ID", help="Only this release.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line.")
def validate(directory: Path, release: str | None, as_json: bool) -> int:
    """Check the graph against SHACL shapes.

    Each finding names the release and the sentence that it comes from. Exit 1 if there are any but warnings.
    """
    from ..validate import findings

    with open_store(directory) as store:
        found = list(findings(store, release))
    if as_json:
        print_json(*found)
    elif found:
        head = ("release", "severity", "finding", "about", "property", "value", "sentence")
        print_table(head, [(f.release, f.severity, f.message, f.focus, f.path, f.value, f.evidence) for f in found])
    wrong = sum(finding.severity == "violation" for finding in found)
    counts = f"{counted(wrong, 'violation')}, {counted(len(found) - wrong, 'warning')}"
    note(counts if found else "the graph conforms")
    return 1 if wrong else 0


@click.command(
    epilog=example(
        "missiongraph evaluate graph --gold corpus/gold",
        "missiongraph evaluate graph --gold corpus/gold --baseline corpus/baseline.json",
    )
)
@directory
@click.option("--gold", required=True, type=click.Path(path_type=Path), help="Folder of .json files, or a .jsonl.")
@click.option("--json", "as_json", is_flag=True, help="The numbers as JSON.")
@click.option(
    "--errors", type=click.File("w", "utf-8"), metavar="FILE", help="Every wrong and missed row, a line each."
)
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Exit 1 below the floors in FILE.")
@click.option("--raise", "rise", is_flag=True, help="Raise the floors in the baseline to what was measured.")
def evaluate(
    directory: Path, gold: Path, as_json: bool, errors: IO[str] | None, baseline: Path | None, rise: bool
) -> int:
    """Measure precision, recall and F1.

    DIR/facts.jsonl against GOLD: strictly, whatever the status, and per predicate.
    """
    from .. import evaluate as scoring

    if rise and not baseline:
        raise click.UsageError("--raise needs --baseline FILE")
    measured = scoring.evaluate(scoring.read_gold(gold), scoring.read_rows(directory / "facts.jsonl"))
    if errors:
        errors.writelines(f"{line}\n" for line in measured.errors)
    if as_json:
        print_json(measured.as_dict())
    else:
        _print(measured)
    return _gate(measured, gold, baseline, rise) if baseline else 0


def _print(measured: Evaluation) -> None:
    head = ("predicate", "gold", "right", "wrong", "precision", "recall", "F1")
    print_table(head, [_numbers(name, tally) for name, tally in measured.predicates.items()])
    whole = {"strict": measured.strict, "any status": measured.any_status, "distinctions": measured.distinctions}
    print_table((f"{measured.releases} releases", *head[1:]), [_numbers(name, tally) for name, tally in whole.items()])


def _numbers(name: str, tally: Tally) -> tuple[object, ...]:
    rates = (f"{rate:.3f}" for rate in (tally.precision, tally.recall, tally.f1))
    return name, tally.gold, tally.right, tally.wrong, *rates


def _gate(measured: Evaluation, gold: Path, path: Path, rise: bool) -> int:
    from .. import gate

    baseline = gate.Baseline() if rise and not path.exists() else gate.read(path)
    if rise:
        baseline = gate.rise(measured, gate.digest(gold), baseline)
        path.write_text(baseline.as_json(), "utf-8")
    missed = gate.misses(measured, gate.digest(gold), baseline)
    for line in missed:
        note(f"gate missed: {line}")
    return 1 if missed else 0
