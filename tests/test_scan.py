"""What a scan finds in a text is what its pattern finds, line breaks and all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missiongraph.authority import load
from missiongraph.extract import anaphors, finders, personal
from missiongraph.extract.scan import Scan, within_lines

CASES = Path(__file__).parent / "constructions.jsonl"
PIECES = [
    "Station",
    "the station",
    "Crew-9",
    "two",
    "astronauts",
    "It",
    "docked",
    " ",
    " ",
    "\n",
    ",",
    ".",
    "Vale",
    "x",
]
PATTERNS = [
    r"[Tt]he [Ss]tation(?!\w)",
    r"(?m)^It\b|two astronauts$",
    r"station,?\s+two",
    r"(?<=\n)It(?= docked)",
    r"[^.]{2,9}docked",
    r"Vale(?=\W)",
    r"Crew-\d+",
    r"docked$",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(PATTERNS))
def test_a_scan_finds_what_its_pattern_finds(text: str, pattern: str) -> None:
    compiled = re.compile(pattern)
    found = [match.span() for match in Scan(compiled).finditer(text)]
    assert found == [match.span() for match in compiled.finditer(text)]


def test_the_scans_of_names_and_references_find_what_their_patterns_find() -> None:
    scans = [*finders._SUFFIX.values(), *finders._LED.values(), *finders._CUED.values()]
    scans += [Scan(p) for p in (anaphors.GROUP, anaphors.THING, personal.PERSONAL, anaphors.IT, anaphors.SINGLE)]
    scans += [Scan(family.pattern) for family in load().families]
    texts = [json.loads(line)["text"] for line in CASES.read_text("utf-8").splitlines()]
    text = "\n".join(texts[::7])
    found = [[match.span() for match in scan.finditer(text)] for scan in scans]
    assert found == [[match.span() for match in scan.pattern.finditer(text)] for scan in scans]
    assert sum(map(len, found)) > 100


@pytest.mark.parametrize(
    ("pattern", "lies"),
    [
        (r"the (?:crew|pair)\b", True),
        (r"crew(?=\W)", True),
        (r"(?m)^- \w+$", True),
        (r"(?<=[.\n]) ?It", True),
        (r"crew$", False),
        (r"crew\s+of", False),
        (r"crew[^.]*of", False),
        (r"crew(?= of[^.]* X)", False),
        (r"crew(?=$|,)", False),
        (r"(?s)crew.of", False),
    ],
)
def test_which_patterns_lie_within_a_line(pattern: str, lies: bool) -> None:
    assert within_lines(re.compile(pattern)) is lies
