"""README.md against the tree: what it links to and lists is there; test_example.py checks what it quotes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from missiongraph.cli import cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "outputs" / "example" / "README.md"]
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page):
    links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_make_targets_named_are_in_the_makefile(page):
    named = set(re.findall(r"`make ([a-z-]+)|^    make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE))
    targets = set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))
    assert {first or second for first, second in named} - targets == set()


def test_table_of_commands_lists_each_command():
    listed = re.findall(r"^\| `missiongraph ([a-z]+)", README, re.MULTILINE)
    assert sorted(listed) == sorted(cli.commands)


def test_number_of_releases_is_that_of_the_gold():
    count = len(list((ROOT / "corpus" / "gold").glob("*.json")))
    assert set(re.findall(r"(\d+) releases", README)) == {str(count)}
