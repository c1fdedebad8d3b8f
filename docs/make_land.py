"""The land of the explorer's map, from the npm package `world-atlas` (Natural Earth 1:110m, public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python docs/make_land.py package/land-110m.json

An SVG path in degrees from the upper left corner (x = longitude + 180, y = 90 - latitude), a tenth of a degree exact,
without Antarctica.
"""

from __future__ import annotations

import json
import sys
from itertools import accumulate, pairwise
from pathlib import Path

TARGET = Path(__file__).parents[1] / "pipeline/missiongraph/web/explore/static/land.svg"
NOTE = "Land: Natural Earth 1:110m (public domain), by way of world-atlas 2.0.2 (ISC); made by docs/make_land.py"

SOUTH = 150
"""Where the map ends: what lies wholly below is Antarctica."""

Point = tuple[float, float]


def main() -> None:
    """Write the file."""
    atlas = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    (east, south), (west, north) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for deltas in atlas["arcs"]:
        grid = accumulate(deltas, lambda a, b: [a[0] + b[0], a[1] + b[1]])
        arcs.append([(180 + west + x * east, 90 - north - y * south) for x, y in grid])
    rings = [ring for shape in atlas["objects"]["land"]["geometries"] for polygon in shape["arcs"] for ring in polygon]
    lines = [copy for ring in rings for copy in copies(joined(ring, arcs)) if min(y for _, y in copy) < SOUTH]
    paths = [path(line) for line in lines]
    drawn = f'<!-- {NOTE} --><path id="land" d="{"".join(paths)}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 180">{drawn}</svg>\n'
    TARGET.write_text(svg, "utf-8")
    print(f"{len(paths)} rings, {len(svg)} bytes")


def joined(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring: a negative arc is one walked backwards, and each begins where the one before ends."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
    return [parts[0][0], *(point for part in parts for point in part[1:])]


def copies(line: list[Point]) -> list[list[Point]]:
    """The ring without leaps; one that crosses the date line twice, so that each edge of the map cuts its half off."""
    turns = accumulate((round((a[0] - b[0]) / 360) for a, b in pairwise([line[0], *line])), initial=0)
    whole = [(x + 360 * turn, y) for (x, y), turn in zip(line, [*turns][1:], strict=True)]
    left, right = min(x for x, _ in whole), max(x for x, _ in whole)
    shifts = [shift for shift in (-360, 0, 360) if left + shift < 360 and right + shift > 0]
    return [[(x + shift, y) for x, y in whole] for shift in shifts]


def path(line: list[Point]) -> str:
    """SVG's commands for a ring, in steps of a tenth of a degree."""
    tenths = [(round(10 * x), round(10 * y)) for x, y in line]
    steps = "".join(f"l{(c - a) / 10:g} {(d - b) / 10:g}" for (a, b), (c, d) in pairwise(tenths) if (a, b) != (c, d))
    return f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}{steps}z"


if __name__ == "__main__":
    main()
