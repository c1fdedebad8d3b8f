"""The record of a run, beside its graph: run.json and failures.jsonl. It also says whether the files are up to date.

That is told by digests of their content and of the store's, so it holds wherever an earlier run was killed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

from missiongraph.files import place
from missiongraph.read import Failure
from missiongraph.recipe import Recipe, packages
from missiongraph.report import Report
from missiongraph.settings import Settings

__all__ = ["FILES", "keep", "known"]

FILES: Final = ("graph.ttl", "facts.jsonl")
"""What is written from the store."""


def keep(
    out: Path,
    report: Report,
    failures: Iterable[Failure],
    settings: Settings,
    made_by: Recipe,
    state: str,
    files: Mapping[str, str] | None = None,
) -> None:
    """Write failures.jsonl (sorted: the order of workers does not show), and run.json last.

    `files` are the digests of FILES where they are known.
    """
    lines = sorted(json.dumps(asdict(failure), ensure_ascii=False) + "\n" for failure in failures)
    _place(out / "failures.jsonl", "".join(lines))
    told = {name: value for name, value in asdict(report).items() if name != "failures"}
    record = told | {
        "seconds": dict(report.seconds),
        "pipeline": made_by.name,
        "model": {"name": settings.model, "sha256": made_by.model},
        "settings": asdict(settings),
        "packages": packages(),
        "state": state,
        "files": files or _digests(out),
    }
    _place(out / "run.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def known(out: Path, made_by: Recipe, state: str) -> tuple[int, Mapping[str, str]] | None:
    """How many facts the files hold, and their digests, where they are whole and made from a store in this state."""
    record = _read(out / "run.json")
    facts = record.get("facts")
    if (record.get("pipeline"), record.get("state")) != (made_by.name, state) or not isinstance(facts, int):
        return None
    files = _digests(out)
    return (facts, files) if record.get("files") == files else None


def _digests(out: Path) -> dict[str, str]:
    return {name: _digest(out / name) for name in FILES}


def _read(path: Path) -> Mapping[str, object]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str:
    """SHA-256 of a file's content; "" where it is missing."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _place(path: Path, text: str) -> None:
    place(path, lambda out: out.write(text.encode("utf-8", "backslashreplace")))
