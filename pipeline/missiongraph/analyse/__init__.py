"""The graph as a network, on networkx: who flew with whom, whom that joins, and what can be worked out from it."""

from .network import (
    Step,
    coflights,
    communities,
    components,
    path,
    person,
    without_flights,
)

__all__ = [
    "Step",
    "coflights",
    "communities",
    "components",
    "path",
    "person",
    "without_flights",
]
