"""The verb that looks at people as a network: analyse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import counted, directory, example, note, open_store, print_json, print_table

if TYPE_CHECKING:
    from ..analyse import Rank, Step


@click.command(
    epilog=example(
        "missiongraph analyse graph --top 10",
        'missiongraph analyse graph --path "Luca Parmitano" "Peggy Whitson"',
    )
)
@directory
@click.option("--path", "ends", nargs=2, metavar="A B", help="A shortest chain of shared flights from A to B.")
@click.option("--top", type=click.IntRange(1), default=20, show_default=True, help="How many people to rank.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def analyse(directory: Path, ends: tuple[str, str] | None, top: int, as_json: bool) -> int:
    """Show who flew with whom.

    The most central people, the groups that shared flights join, the chain between two people.
    """
    from .. import analyse as network

    with open_store(directory) as store:
        people = network.coflights(store)
    if ends:
        steps = network.path(people, *ends)
        _print_path(steps, as_json)
        alone = [] if steps else network.without_flights(people, *ends)
        why = [f"{name} shares no flight with anyone in this graph" for name in alone]
        note(counted(len(steps), "step") if steps else "; ".join(why) or "no chain of shared flights joins them")
        return 0
    _print_ranks(network.centrality(people, top), network.components(people), as_json)
    return 0


def _print_path(steps: list[Step], as_json: bool) -> None:
    if as_json:
        print_json(*steps)
    elif steps:
        print_table(("from", "to", "flew together on"), [(s.first, s.second, ", ".join(s.shared)) for s in steps])


def _print_ranks(ranks: list[Rank], groups: list[list[str]], as_json: bool) -> None:
    if as_json:
        from dataclasses import asdict

        print_json({"people": [asdict(rank) for rank in ranks], "groups": groups})
        return
    print_table(("person", "flew with", "betweenness"), [(r.name, r.degree, f"{r.betweenness:.4f}") for r in ranks])
    print_table(("group", "people"), [(len(group), ", ".join(group)) for group in groups if len(group) > 1])
