"""The verb that writes the graph in other formats: export."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import click

from .common import counted, directory, example, least_confidence, note, open_store

if TYPE_CHECKING:
    from ..store import Store

FORMATS = (
    "turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml", "rdf12", "facts-jsonl", "facts-csv", "facts-parquet",
    "graphml", "gexf", "void",
)  # fmt: skip
PACKAGE = "datapackage"


@click.command(
    epilog=example(
        "missiongraph export graph --format trig --out graph.trig",
        "missiongraph export graph --format facts-csv --min-confidence 0.9 | head",
        "missiongraph export graph --slice agency=ESA --slice date=2019..2020 --format gexf --out esa.gexf",
        "missiongraph export graph --format datapackage --out tables/",
    )
)
@directory
@click.option("--format", "form", type=click.Choice((*FORMATS, PACKAGE)), default="turtle", show_default=True)
@click.option("--out", default="-", metavar="FILE", help="- is standard output.")
@click.option(
    "--slice",
    "wanted",
    multiple=True,
    metavar="KEY=VALUE",
    help="Only the releases that match: agency, person, mission, craft (NAME), date (2019, 2019-06-25, 2018..2019-06);"
    " may be given again, then all must.",
)
@least_confidence
@click.option("--text", is_flag=True, help="With the full texts of the releases: mind their copyright.")
def export(directory: Path, form: str, out: str, wanted: tuple[str, ...], least: float, text: bool) -> None:
    """Write the graph in another format.

    Formats that begin with facts- hold the fact view, the others the graph; datapackage is a folder of tables
    with its datapackage.json, void a description for catalogues.
    --min-confidence is for the fact view: the graph keeps all statements, each with its mg:confidence.
    """
    from ..export import FACT_FORMATS

    if least and form not in (*FACT_FORMATS, PACKAGE):
        raise click.UsageError(f"--min-confidence goes with {', '.join((*FACT_FORMATS, PACKAGE))}")
    with open_store(directory) as store:
        _write(_cut(store, wanted), form, out, least, text)


def _cut(store: Store, wanted: tuple[str, ...]) -> Store:
    from ..export.slices import cut

    if not wanted:
        return store
    split = [item.partition("=") for item in wanted]
    part = cut(store, [(key, value) for key, _, value in split])
    note(f"slice: {len(part.releases())} of {counted(len(store.releases()), 'release')}")
    return part


def _write(store: Store, form: str, out: str, least: float, text: bool) -> None:
    from ..errors import Problem
    from ..export import BINARY_FORMATS
    from ..export import export as write
    from ..export.package import package

    if form == PACKAGE:
        if out == "-":
            raise Problem("E003", form, "--out FOLDER")
        package(store, Path(out), least=least)
        return
    with cast("IO[bytes]", click.open_file(out, "wb", atomic=True)) as file:
        if form in BINARY_FORMATS and file.isatty():
            raise Problem("E002", form)
        write(store, form, file, text=text, least=least)
