"""docs/tutorial.md shows what its blocks print today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_tutorial", ROOT / "docs" / "make_tutorial.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.filterwarnings("ignore:.*W095")  # spaCy says so of the model; `missiongraph.annotate.load` knows better
def test_tutorial_shows_what_its_blocks_print(maker):
    text = maker.PAGE.read_text("utf-8")
    assert maker.page(text) == text, "stale: run `make docs`"
    assert text.count("```text\n") > 10


def test_a_block_that_prints_must_show_it(maker):
    assert maker.page("```python\nx = 1\n```\n") == "```python\nx = 1\n```\n"
    shown = "```python\nprint(1)\n```\n\n```text\nold\n```\n"
    assert maker.page(shown) == shown.replace("old", "1")
    with pytest.raises(ValueError, match=r"print\(2\)"):
        maker.page("```python\nprint(2)\n```\n\nText.\n")
