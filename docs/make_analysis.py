"""Write what the commands in docs/analysis.md print into it: `make docs`. A test holds the page to this.

They run on a small invented archive, so that the page stays as it is when extraction changes.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

from missiongraph import emit
from missiongraph.cli import run
from missiongraph.store import Store
from missiongraph.terms import release_iri

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import conflicts
import factory

PAGE = Path(__file__).with_name("analysis.md")
BLOCK = re.compile(r"(?P<head>```console\n\$ (?P<command>missiongraph [^\n]+)\n).*?(?=```\n)", re.DOTALL)
WIDTH = "150"
HERON = "Spacecraft: Heron 6"
STORY = (
    {
        "id": "osa/heron-6-date",
        "published": "2031-05-06",
        "publisher": "OSA",
        "events": [
            {
                "is": "Launch",
                "status": "planned",
                "spacecraft": HERON,
                "time": "2031-06-01",
                "says": "Heron 6 will launch on 1 June.",
            }
        ],
    },
    {
        "id": "osa/heron-6-delay",
        "published": "2031-05-30",
        "publisher": "OSA",
        "events": [
            {
                "is": "Launch",
                "status": "cancelled",
                "spacecraft": HERON,
                "time": "2031-06-01",
                "says": "The launch of 1 June is off.",
            },
            {
                "is": "Launch",
                "status": "planned",
                "spacecraft": HERON,
                "time": "2031-06-12",
                "says": "Heron 6 is now to fly on 12 June.",
            },
        ],
    },
    {
        "id": "osa/heron-6-flies",
        "published": "2031-06-12",
        "publisher": "OSA",
        "events": [
            {
                "is": "Launch",
                "spacecraft": HERON,
                "time": "2031-06-12T08:00Z",
                "says": "Heron 6 lifted off at 08:00 GMT.",
            }
        ],
    },
    {
        "id": "kestrel/heron-6",
        "published": "2031-06-13",
        "publisher": "Kestrel Works",
        "events": [
            {
                "is": "Launch",
                "spacecraft": HERON,
                "time": "2031-06-12T08:20Z",
                "says": "Our Heron 6 went up at 08:20 GMT.",
            }
        ],
    },
)


def page() -> str:
    """The page with what its commands print today."""
    with tempfile.TemporaryDirectory() as room, contextlib.chdir(room):
        told = [*factory.crews(), *map(conflicts.archive, STORY)]
        with Store(Path("graph", "store")) as store:
            store.replace({release_iri(r.id): emit.quads(r, s, "key-1") for r, s in told})
        return BLOCK.sub(lambda found: found["head"] + _printed(found["command"]), PAGE.read_text("utf-8"))


def _printed(command: str) -> str:
    """What a command prints, data and notes. Raises RuntimeError where it fails."""
    out = io.StringIO()
    known = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = run(shlex.split(command)[1:])
    finally:
        os.environ.pop("COLUMNS")
        if known is not None:
            os.environ["COLUMNS"] = known
    if code:
        raise RuntimeError(f"{command}: {out.getvalue()}")
    return out.getvalue()


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE}")
