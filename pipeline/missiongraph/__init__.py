"""missiongraph: space press releases as an RDF knowledge graph, each fact with the sentence that says it.

The line is `read → clean → annotate → extract → resolve → emit → store`; `missiongraph.run.build` joins it.
"""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
