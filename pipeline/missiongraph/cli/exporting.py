"""The verb that writes the graph in other formats: export."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import click

from .common import directory, example, least_confidence, open_store

FORMATS = (
    "turtle", "trig", "nquads", "ntriples", "jsonld", "facts-jsonl", "facts-csv", "facts-parquet", "graphml",
)  # fmt: skip


@click.command(
    epilog=example(
        "missiongraph export graph --format trig --out graph.trig",
        "missiongraph export graph --format facts-csv --min-confidence 0.9 | head",
    )
)
@directory
@click.option("--format", "form", type=click.Choice(FORMATS), default="turtle", show_default=True)
@click.option("--out", type=click.File("wb", atomic=True), default="-", metavar="FILE", help="- is standard output.")
@least_confidence
@click.option("--text", is_flag=True, help="With the full texts of the releases: mind their copyright.")
def export(directory: Path, form: str, out: IO[bytes], least: float, text: bool) -> None:
    """Write the graph in another format.

    Formats that begin with facts- hold the fact view, the others the graph.
    --min-confidence is for the fact view: the graph keeps all statements, each with its mg:confidence.
    """
    from ..errors import Problem
    from ..export import BINARY_FORMATS, FACT_FORMATS
    from ..export import export as write

    if form in BINARY_FORMATS and out.isatty():
        raise Problem("E002", form)
    if least and form not in FACT_FORMATS:
        raise click.UsageError(f"--min-confidence goes with {', '.join(FACT_FORMATS)}")
    with open_store(directory) as store:
        write(store, form, out, text=text, least=least)
