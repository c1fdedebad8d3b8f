"""missiongraph: space press releases as an RDF knowledge graph, each fact with the sentence that says it.

    import missiongraph as mg

    graph = mg.build(["releases/"], "graph")     # or mg.open("graph")
    graph.facts(subject="Parmitano")
    graph.query("SELECT ?who ?craft WHERE { ?who mg:flewOn ?craft }")

The line is `read → clean → annotate → extract → resolve → emit → store`; `missiongraph.run.build` joins it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import Graph, build, open  # noqa: A004 - `missiongraph.open(DIR)` reads like what it does
    from .errors import Problem
    from .model import Release

__all__ = ["Graph", "Problem", "Release", "__version__", "build", "open"]

__version__ = "0.1.0"

_HOMES = {"Graph": "api", "build": "api", "open": "api", "Problem": "errors", "Release": "model"}


def __getattr__(name: str) -> object:
    """What the package offers, loaded when it is first asked for: spaCy takes seconds, and `--help` needs none."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
