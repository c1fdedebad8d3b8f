"""The one accessor to the data that ships with the package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["ontology"]


def ontology() -> Path:
    """The `ontology` folder: inside the installed package, else the checkout's (editable installs)."""
    installed = Path(str(files("missiongraph"))) / "ontology"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "ontology"
