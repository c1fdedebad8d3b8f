"""What the facts depend on besides the texts: our version, the model, the ontology. None of it is loaded for this."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from missiongraph import __version__
from missiongraph.errors import StartProblem
from missiongraph.resources import ontology

__all__ = ["Recipe", "packages", "recipe"]

PACKAGES = ("spacy", "pyoxigraph", "rdflib")


@dataclass(frozen=True, slots=True)
class Recipe:
    """`name` goes into the key of every graph: where it differs, the graph is made again."""

    name: str
    model: str
    """SHA-256 of the files of the model."""


def recipe(model: str, language: str = "en") -> Recipe:
    """The recipe in force. Raises StartProblem M001 where the model is not installed."""
    folder, known = _model(model)
    digest = _digest(folder)
    parts = f"missiongraph {__version__}, {model} {known or digest[:16]}, ontology {_digest(ontology())[:16]}"
    return Recipe(parts + ("" if language == "en" else ", any language"), digest)


def packages() -> dict[str, str]:
    """Versions of Python and of the packages that a result can depend on."""
    found = {"python": platform.python_version(), "missiongraph": __version__}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def _model(name: str) -> tuple[Path, str]:
    """Where a model is, and its version; "" for a folder, which has none that could be trusted."""
    if Path(name).is_dir():
        return Path(name), ""
    spec = find_spec(name) if name.isidentifier() else None
    try:
        known = version(name.replace("_", "-"))
    except (PackageNotFoundError, ValueError):
        spec = None
    if spec is None or spec.origin is None:
        raise StartProblem("M001", name)
    return Path(spec.origin).parent, known


def _digest(folder: Path) -> str:
    """SHA-256 over names and contents of the files of a folder, but for what Python compiles beside them."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + content)
    return whole.hexdigest()
