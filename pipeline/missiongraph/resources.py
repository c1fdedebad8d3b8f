"""The one accessor to the data that ships with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

__all__ = ["ontology", "query"]


def ontology() -> Path:
    """The `ontology` folder: inside the installed package, else the checkout's (editable installs)."""
    installed = Path(str(files("missiongraph"))) / "ontology"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "ontology"


@cache
def query(name: str) -> str:
    """The SPARQL of `ontology/queries`, by its path there without the suffix: `view/statements`."""
    return (ontology() / "queries" / f"{name}.rq").read_text("utf-8")
