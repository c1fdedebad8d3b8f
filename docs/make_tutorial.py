"""Run docs/tutorial.md and write into it what its blocks print: `make docs`. A test holds the page to this."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import missiongraph.component  # noqa: F401 - what the entry point of the installed package does

ROOT = Path(__file__).parents[1]
PAGE = Path(__file__).with_name("tutorial.md")
BLOCK = re.compile(
    r"```python\n(?P<code>.*?)```\n(?P<between>\n```text\n)?(?P<shown>(?(between).*?(?=```)))", re.DOTALL
)


def page(text: str) -> str:
    """The page with the output of each block in place of what it shows. Raises what a block raises.

    A block that prints must be followed by a block of text.
    """
    names: dict[str, object] = {}
    return BLOCK.sub(lambda found: _run(found, names), text)


def _run(found: re.Match[str], names: dict[str, object]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.chdir(ROOT):
        exec(compile(found["code"], str(PAGE), "exec"), names)
    if printed.getvalue() and not found["between"]:
        raise ValueError(f"what this prints is not shown:\n{found['code']}")
    return f"```python\n{found['code']}```\n{found['between'] or ''}{printed.getvalue()}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
    print(f"wrote {PAGE}")
