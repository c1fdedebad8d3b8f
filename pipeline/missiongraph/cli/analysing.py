"""The verb that looks at people and agencies as networks: analyse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .common import counted, directory, example, note, open_store, print_json, print_table

if TYPE_CHECKING:
    from ..analyse.views import View
    from ..store import Store

SHOWN = ("people", "communities", "components", "agencies", "years")
NETWORKS = ("graphml", "gexf")
PICTURES = (".svg", ".png")


def _picture(context: click.Context, parameter: click.Parameter, file: Path | None) -> Path | None:  # noqa: ARG001
    if file is not None and file.suffix not in PICTURES:
        raise click.BadParameter(f"{file}: a picture ends in {' or '.join(PICTURES)}")
    return file


@click.command(
    epilog=example(
        "missiongraph analyse graph --top 10",
        'missiongraph analyse graph --path "Luca Parmitano" "Peggy Whitson"',
        "missiongraph analyse graph --between NASA Roscosmos --format json",
        "missiongraph analyse graph --show communities --plot crews.svg",
        "missiongraph analyse graph --format gexf --out crews.gexf",
    )
)
@directory
@click.option("--show", type=click.Choice(SHOWN), default="people", show_default=True, help="What to look at.")
@click.option("--path", "ends", nargs=2, metavar="A B", help="A shortest chain of shared flights from A to B.")
@click.option("--between", "bodies", nargs=2, metavar="A B", help="Who links agency A and agency B.")
@click.option(
    "--top", type=click.IntRange(1), default=20, show_default=True, help="How many rows; years are shown all."
)
@click.option("--format", "form", type=click.Choice(("table", "json", *NETWORKS)), default="table", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="For GraphML and GEXF.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_picture,
    metavar="FILE",
    help="A picture, .svg or .png.",
)
@click.option(
    "--write", is_flag=True, help="Keep what can be derived (crewmates, flights) in the graph, in graph:derived."
)
def analyse(
    directory: Path,
    show: str,
    ends: tuple[str, str] | None,
    bodies: tuple[str, str] | None,
    top: int,
    form: str,
    out: Path | None,
    plot: Path | None,
    write: bool,
) -> None:
    """Look at who flew with whom.

    People by how central they are, communities, the groups that shared flights join, agencies whose people flew
    together, whom each launched by year; the chain between two people, and who links two agencies. GraphML and GEXF
    hold the whole network, tables and JSON its first rows.
    """
    if ends and bodies:
        raise click.UsageError("give one of: --path A B, --between A B")
    if out and form not in NETWORKS:
        raise click.UsageError(f"--out goes with --format {' or '.join(NETWORKS)}: send a table or JSON on with >")
    with open_store(directory, write=write) as store:
        view = _view(store, show, ends, bodies, top)
        if write:
            _keep(store)
    _show(view, form, out)
    if plot:
        _plot(view, plot)
    note(view.empty or counted(len(view.rows), "row"))


def _view(store: Store, show: str, ends: tuple[str, str] | None, bodies: tuple[str, str] | None, top: int) -> View:
    from ..analyse import views
    from ..parameters import thing

    if ends:
        return views.path(store, *ends)
    if bodies:
        first, second = (thing(store, ("Agency",), name, "--between").value for name in bodies)
        return views.between(store, first, second)
    return views.VIEWS[show](store, top)


def _keep(store: Store) -> None:
    from ..analyse import derived

    note(f"{counted(derived.keep(store), 'triple')} derived, in graph:derived")
    store.flush()


def _show(view: View, form: str, out: Path | None) -> None:
    if form in NETWORKS:
        from ..analyse.files import FORMATS

        with click.open_file(str(out or "-"), "wb", atomic=bool(out)) as stream:
            FORMATS[form](view.graph, stream)
    elif form == "json":
        print_json(*view.rows)
    elif view.rows:
        print_table(list(view.rows[0]), [[_cell(value) for value in row.values()] for row in view.rows])


def _cell(value: Any) -> str:
    """A value for people; of sentences the two that say most."""
    if isinstance(value, float):
        return f"{value:.4f}"
    if not isinstance(value, list | tuple):
        return str(value)
    if value and not isinstance(value[0], str):
        return "\n".join(f"{said.release}: {' '.join(said.evidence.split())}" for said in value[:2])
    return ", ".join(value)


def _plot(view: View, file: Path) -> None:
    from ..analyse.plot import plot

    left_out = plot(view, file)
    note(f"wrote {file}" + (f"; {left_out} of {len(view.graph)} left out, who have fewest links" if left_out else ""))
