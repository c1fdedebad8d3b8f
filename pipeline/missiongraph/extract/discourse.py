"""What a release has spoken of so far: people and groups by place, things by type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from missiongraph.extract.entities import Entity, Mention

__all__ = ["Crews", "State", "named_in", "sentence", "spoken_in", "told"]


Crews = dict[int, list[tuple[int, tuple[int, ...]]]]
"""For a craft or mission the people told with it, with the place of each telling."""


@dataclass(slots=True)
class State:
    """What has been spoken of so far."""

    entities: Sequence[Entity]
    sentences: Sequence[tuple[int, int]]
    people: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    subject: int | None = None
    station_at: int = -1
    """Where a station was last spoken of."""
    genders: dict[int, str] = field(default_factory=dict)
    sizes: set[int] = field(default_factory=set)
    """How many people the release counts as a crew."""
    wholes: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)
    """For "the other three": the whole crew."""
    apart: frozenset[int] = frozenset()
    """People who speak, lead or wait on the ground: no part of a crew."""
    benched: frozenset[int] = frozenset()
    """Those who gave up their seat: told of, but of no crew."""
    crews: Crews = field(default_factory=dict)
    mains: dict[str, int] = field(default_factory=dict)
    """The craft and the mission that the release is about."""
    spoken_at: dict[str, int] = field(default_factory=dict)
    """Where a craft and a mission were last spoken of."""


def sentence(sentences: Sequence[tuple[int, int]], position: int) -> int:
    """The index of the sentence that a position stands in."""
    return next((i for i, (b, e) in enumerate(sentences) if b <= position < e), len(sentences) - 1)


def named_in(
    sentences: Sequence[tuple[int, int]], names: Sequence[Mention], index: int, before: int | None = None
) -> tuple[int, ...]:
    """Those whom a sentence names, in order."""
    begin, end = sentences[index]
    found = (
        p
        for m in names
        if m.type == "Person" and begin <= m.begin < end and (before is None or m.begin < before)
        for p in m.entities
    )
    return tuple(dict.fromkeys(found))


def told(state: State, index: int, position: int) -> list[tuple[int, ...]]:
    """Whom a sentence speaks of, by name or not, before a position."""
    begin, end = state.sentences[index][0], min(state.sentences[index][1], position)
    return [ps for pos, ps in state.people if begin <= pos < end and not state.benched.issuperset(ps)]


def spoken_in(state: State, index: int, position: int) -> tuple[int, ...]:
    """Whom a sentence speaks of, by name or not, each once."""
    return tuple(dict.fromkeys(p for ps in told(state, index, position) for p in ps))
