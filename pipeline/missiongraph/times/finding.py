"""Find time expressions: read all pieces (dates, clock times, zones), then join those that belong together."""

from __future__ import annotations

import re
from dataclasses import replace

from missiongraph.times.clocks import clock_atoms
from missiongraph.times.dates import date_atoms
from missiongraph.times.foreign import foreign_atoms
from missiongraph.times.joining import Cluster
from missiongraph.times.parts import Atom, Clock, TimeSpan, Zone
from missiongraph.times.relative import shift_atoms
from missiongraph.times.words import SPACE
from missiongraph.times.zones import zone_atoms

__all__ = ["find"]

_ZONE_GLUE = re.compile(rf"{SPACE}*[,(/-]?{SPACE}*")


def _longest(atoms: list[Atom]) -> list[Atom]:
    """The atoms in reading order without overlaps: leftmost first, then the longest."""
    kept: list[Atom] = []
    for atom in sorted(atoms, key=lambda each: (each.begin, -each.end, isinstance(each.value, Zone))):
        if not kept or atom.begin >= kept[-1].end:
            kept.append(atom)
    return kept


def _join_zones(text: str, atoms: list[Atom]) -> list[Atom]:
    """Give each clock the zone that directly follows it, so that two clocks can be told apart by zone."""
    joined: list[Atom] = []
    for atom in atoms:
        last = joined[-1] if joined else None
        if (
            last
            and isinstance(atom.value, Zone)
            and isinstance(last.value, Clock)
            and last.value.zone is None
            and _ZONE_GLUE.fullmatch(text, last.end, atom.begin)
        ):
            end = atom.end
            if "(" in text[last.end : atom.begin] and text[end : end + 1] == ")":
                end += 1
            joined[-1] = Atom(last.begin, end, replace(last.value, zone=atom.value.key), last.until)
        else:
            joined.append(atom)
    return joined


def find(text: str, begin: int = 0, end: int | None = None) -> list[TimeSpan]:
    """All time expressions in `text[begin:end]`, in order, with offsets into `text`; none gives []."""
    stop = len(text) if end is None else end
    line = text[:stop]
    clocks = clock_atoms(line)
    atoms = [*clocks, *date_atoms(line), *shift_atoms(line), *foreign_atoms(line)]
    for clock in clocks:
        atoms += zone_atoms(line, clock.end, min(stop, clock.end + 70))
    atoms = _join_zones(line, _longest([atom for atom in atoms if atom.begin >= begin]))
    spans: list[TimeSpan] = []
    cluster: Cluster | None = None
    for atom in atoms:
        if cluster and cluster.take(atom):
            continue
        if cluster:
            spans.append(cluster.span())
        cluster = Cluster.opened_by(line, atom)
    if cluster:
        spans.append(cluster.span())
    return spans
