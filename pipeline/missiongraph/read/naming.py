"""What a file's name tells: its format, how it is packed, and the id of what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from missiongraph.read.decode import mended

__all__ = ["ARCHIVES", "Naming", "naming"]

_FORMATS: Final = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
    ".warc": "warc",
    ".zip": "zip",
    ".tar": "tar",
}
_PACKED: Final = (".gz", ".zst")
_SHORT: Final = {".tgz": ".tar.gz", ".tzst": ".tar.zst"}

ARCHIVES: Final = ("warc", "zip", "tar")
"""Formats that hold members, each with an id of its own."""


@dataclass(frozen=True, slots=True)
class Naming:
    """`format` is a value of the table, "" (look at the content) or "unknown"; `packing` is "", ".gz" or ".zst"."""

    id: str
    format: str
    packing: str


def naming(relative: str) -> Naming:
    """What the path of a file below its input, with "/" between its parts, says of it."""
    name = PurePosixPath(relative)
    if long := _SHORT.get(name.suffix.lower()):
        name = name.with_suffix(long)
    packing = name.suffix.lower() if name.suffix.lower() in _PACKED else ""
    if packing:
        name = name.with_suffix("")
    suffix = name.suffix.lower()
    known = _FORMATS.get(suffix)
    if known is None:
        # Archives of mail and news number their files: "sci.space/59497", "release.12".
        known = "" if suffix[1:].isdigit() or not suffix else "unknown"
    else:
        name = name.with_suffix("")
    return Naming(mended(name.as_posix()), known, packing)
