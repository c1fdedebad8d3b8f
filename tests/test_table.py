"""Tables drawn with bars become lists."""

from __future__ import annotations

from missiongraph.clean.draft import Draft
from missiongraph.clean.table import read_tables


def _read(*lines: str) -> tuple[str, ...]:
    return read_tables(Draft("", None, lines)).lines


def test_a_row_of_a_name_becomes_a_line_of_a_list() -> None:
    assert _read("| 4 | Denzel Mbeki-Ross | Pilot |", "| Aiko Tanemura | Doctor | JAXA |") == (
        "- Denzel Mbeki-Ross – Pilot",
        "- Aiko Tanemura – Doctor (JAXA)",
    )


def test_a_row_without_a_name_becomes_a_label_and_its_value() -> None:
    assert _read("| Launch | May 3 |", "|---|---|", "Landing | May 9 |") == ("Launch: May 3", "", "Landing: May 9")


def test_other_bars_and_wide_rows_stay() -> None:
    lines = ("Home | News | About", "| 41-D | Discovery | Aug. 29 | Pad 39A |", "no bar")
    assert _read(*lines) == lines


def test_reading_tables_twice_changes_nothing() -> None:
    once = _read("| 1 | Ann Lowry | Pilot | NASA |", "|---|", "| A | B |")
    assert _read(*once) == once
