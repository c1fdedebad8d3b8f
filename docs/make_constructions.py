"""Write docs/constructions.md from tests/constructions.jsonl and what the line makes of it. A test compares them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from constructions import Case, build, matches, table
from missiongraph.facts import FactRow

PAGE = Path(__file__).with_name("constructions.md")
HEAD = """# Constructions

How releases say things, by family: a construction, an invented example, and the rules whose statements give the
facts of that example. Written by `python docs/make_constructions.py` from `tests/constructions.jsonl`, which also
holds the facts expected of each (and those that must not come out); `tests/test_constructions.py` tests every row.
Where no rule is named, the example is a trap that must give nothing, or it is *not yet understood*: then the table
says why, and the test expects the failure.
"""
COLUMNS = "| construction | example | rule |\n|---|---|---|\n"


def page(cases: Iterable[Case], found: dict[str, list[FactRow]]) -> str:
    """The whole page: counts by family, then a table for each family."""
    families: dict[str, list[Case]] = {}
    for case in cases:  # rows of a family need not stand together
        families.setdefault(case.family, []).append(case)
    counts = "".join(
        f"| {name} | {len(of)} | {sum(not case.xfail for case in of)} |\n" for name, of in families.items()
    )
    total = [case for of in families.values() for case in of]
    counts += f"| **all** | {len(total)} | {sum(not case.xfail for case in total)} |\n"
    tables = [
        f"## {name}\n\n{COLUMNS}{''.join(_row(case, found[case.id]) for case in of)}" for name, of in families.items()
    ]
    return "\n".join([HEAD, "| family | constructions | understood |\n|---|---|---|\n" + counts, *tables])


def _row(case: Case, rows: list[FactRow]) -> str:
    example = " / ".join(line for line in case.text.splitlines()[1:] if line.strip())
    return f"| {_cell(case.construction)} | {_cell(example)} | {_rules(case, rows)} |\n"


def _rules(case: Case, rows: list[FactRow]) -> str:
    fired = sorted({row.rule for row in rows for fact in case.wanted if matches(fact, row)})
    named = [f"`{rule}`" for rule in fired]
    return ", ".join([*named, f"*not yet: {case.xfail}*"] if case.xfail else named) or "none: a trap"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    cases = table()
    PAGE.write_text(page(cases, build(cases)), "utf-8")
    print(f"wrote {PAGE}")
