"""Networks and years as pictures, by matplotlib (extra `plot`). The same network gives the same SVG, byte by byte."""

from __future__ import annotations

from collections import defaultdict
from math import ceil, sqrt
from textwrap import fill
from typing import TYPE_CHECKING, Any

import networkx as nx

from ..errors import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from .views import View

Places = dict[str, tuple[float, float]]

__all__ = ["LARGEST", "SUFFIXES", "plot"]

SUFFIXES = (".svg", ".png")
LARGEST = 150
"""Nodes that a picture holds and people still read; of a larger network the best joined are drawn."""
_COLOURS = (
    "#1f5a94",
    "#c4572a",
    "#2e7d4f",
    "#8a4f9e",
    "#a8801a",
    "#3c8a93",
    "#b23a5e",
    "#5f6b2a",
    "#6b5548",
    "#4c58b0",
)
_METADATA: dict[str, dict[str, str | None]] = {
    ".svg": {"Date": None, "Creator": "missiongraph"},
    ".png": {"Software": None},
}


def plot(view: View, file: Path) -> int:
    """Draw a view into a file, .svg or .png; how many nodes were left out. Raises Problem A002 without matplotlib."""
    try:
        import matplotlib as mpl  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise Problem("A002", str(file)) from error
    with mpl.rc_context({"svg.hashsalt": "missiongraph", "svg.fonttype": "none", "font.size": 8}):
        figure = Figure(figsize=(14, 9), layout="constrained")
        axes = figure.add_subplot()
        axes.set_title(view.title, fontsize=14, loc="left")
        left_out = _years(view, axes) if view.rows and "year" in view.rows[0] else _network(view.graph, axes)
        figure.savefig(file, metadata=_METADATA[file.suffix], dpi=110, format=file.suffix[1:])
    return left_out


def _network(graph: nx.Graph[str], axes: Any) -> int:
    drawn = _largest(graph)
    places = _layout(drawn)
    weight = {(a, b): 0.6 + 0.4 * min(w, 8) for a, b, w in drawn.edges(data="weight", default=1)}
    nx.draw_networkx_edges(
        drawn, places, ax=axes, edgelist=list(weight), width=list(weight.values()), edge_color="#9aa4ad"
    )
    sizes = [30 + 18 * drawn.degree(node) for node in drawn]
    colours = [_COLOURS[drawn.nodes[node].get("community", 0) % len(_COLOURS)] for node in drawn]
    nx.draw_networkx_nodes(drawn, places, ax=axes, node_size=sizes, node_color=colours, linewidths=0)
    _name(drawn, places, axes)
    axes.margins(0.06)
    axes.axis("off")
    return len(graph) - len(drawn)


def _name(graph: nx.Graph[str], places: Places, axes: Any) -> None:
    """Names above the nodes, on a ground that keeps them legible over lines."""
    look = {"ha": "center", "fontsize": 10 if len(graph) <= 30 else 7, "textcoords": "offset points", "xytext": (0, 6)}
    ground = {"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 0.4}
    for node, place in places.items():
        words = fill(graph.nodes[node].get("name", node), 10, break_long_words=False, break_on_hyphens=False)
        axes.annotate(words, place, bbox=ground, **look)


def _largest(graph: nx.Graph[str]) -> nx.Graph[str]:
    """The nodes with most neighbours, those with none left out, in the network's order."""
    joined = [node for node in graph if graph.degree(node)] or list(graph)
    best = set(sorted(joined, key=lambda node: (-graph.degree(node), node))[:LARGEST])
    drawn: nx.Graph[str] = nx.Graph()
    drawn.add_nodes_from((node, graph.nodes[node]) for node in graph if node in best)
    drawn.add_edges_from((a, b, edge) for a, b, edge in graph.edges(data=True) if a in best and b in best)
    return drawn


def _layout(graph: nx.Graph[str]) -> Places:
    """Each group of joined nodes laid out by itself, the groups on shelves, largest first."""
    groups = sorted((sorted(group) for group in nx.connected_components(graph)), key=lambda g: (-len(g), g))
    widths = [(1.3 if _whole(graph, group) else 1.9) * sqrt(len(group)) + 1.3 for group in groups]
    shelf = max([*widths, 1.55 * sqrt(sum(width * width for width in widths))], default=1.0)
    places: Places = {}
    x = y = height = 0.0
    for group, width in zip(groups, widths, strict=True):
        if x + width > shelf + 0.01:
            x, y, height = 0.0, y - height, 0.0
        height = max(height, width)
        for node, (u, v) in _spread(graph, group).items():
            places[node] = (x + width / 2 + u * (width / 2 - 0.7), y - width / 2 + v * (width / 2 - 0.7))
        x += width
    return places


def _spread(graph: nx.Graph[str], group: list[str]) -> Places:
    """One group within -1 to 1: a circle where everybody knows everybody, else by springs."""
    # By numbers, which hash alike in every run.
    number = {node: n for n, node in enumerate(group)}
    part: nx.Graph[int] = nx.Graph()
    part.add_nodes_from(range(len(group)))
    part.add_edges_from((number[a], number[b]) for a, b in graph.subgraph(group).edges)
    whole = _whole(graph, group)
    laid = nx.circular_layout(part) if whole else nx.spring_layout(part, seed=1, k=4 / sqrt(len(group)), iterations=300)
    # The first of a circle stands at the top.
    points = [(float(laid[n][1 if whole else 0]), float(laid[n][0 if whole else 1])) for n in part]
    low, high = ([pick(axis) for axis in zip(*points, strict=True)] for pick in (min, max))
    size = [max(high[axis] - low[axis], 1e-3) for axis in (0, 1)]
    scaled = ([2 * (p[axis] - low[axis]) / size[axis] - 1 for axis in (0, 1)] for p in points)
    return {node: (x, y) for node, (x, y) in zip(group, scaled, strict=True)}


def _whole(graph: nx.Graph[str], group: list[str]) -> bool:
    """Whether all in a group are joined to all."""
    return graph.subgraph(group).number_of_edges() == len(group) * (len(group) - 1) // 2


def _years(view: View, axes: Any) -> int:
    """Bars by year, an agency a colour; agencies beyond the ten with most people are one."""
    total: dict[str, int] = defaultdict(int)
    count: dict[tuple[str, int], int] = defaultdict(int)
    for row in view.rows:
        total[row["agency"]] += row["launched"]
    shown = sorted(total, key=lambda agency: (-total[agency], agency))[: len(_COLOURS) - 1]
    for row in view.rows:
        count[row["agency"] if row["agency"] in shown else "others", row["year"]] += row["launched"]
    years = sorted({row["year"] for row in view.rows})
    base = dict.fromkeys(years, 0)
    for agency, colour in zip([*shown, *(["others"] if len(total) > len(shown) else [])], _COLOURS, strict=False):
        heights = [count[agency, year] for year in years]
        axes.bar(years, heights, bottom=[base[y] for y in years], color=colour, label=agency)
        for year, more in zip(years, heights, strict=True):
            base[year] += more
    axes.set_ylabel("people launched")
    for axis in (axes.xaxis, axes.yaxis):
        axis.get_major_locator().set_params(integer=True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, ncols=ceil(len(shown) / 6) or 1)
    return 0
