"""docs/analysis.md shows what its commands print."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "analysis.md").read_text("utf-8")


def test_the_page_shows_what_its_commands_print() -> None:
    spec = importlib.util.spec_from_file_location("make_analysis", DOCS / "make_analysis.py")
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.page() == PAGE, "stale: run `make docs`"
    assert len(maker.BLOCK.findall(PAGE)) == PAGE.count("```console")


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)", PAGE))))
def test_links_lead_to_files(link) -> None:
    assert (DOCS / link).exists()
