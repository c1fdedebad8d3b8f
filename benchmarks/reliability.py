"""Does a confidence mean what it says? (`make reliability`)

For the first archive of the corpus each release is judged on a scale fitted to the others; the second archive, on which
nothing was fitted, on the scale that ships. Prints the curve (how many facts of each confidence are right) and what
`--min-confidence` buys: precision and recall at three cut-offs. With --readme the latter goes into README.md.
Other releases with gold: --input PATH --gold PATH.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from calibrate import GOLD, ROOT, Example, archive, caution, examples, fit, releases, sureness

from missiongraph.confidence import load
from missiongraph.evaluate import Gold, evaluate, read_gold

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
CUTS = (0.0, 0.5, 0.8, 0.9)
START, END = "<!-- confidence: `make reliability` -->", "<!-- end of confidence -->"

Judge = Callable[[Example], float]


def one_left_out(rows: Sequence[Example]) -> Judge:
    """Each release on a scale fitted to the others, with the caution that the shipped scale has."""
    margin = caution(rows)
    scales = {name: fit([r for r in rows if r.release != name], margin) for name in {r.release for r in rows}}
    return lambda row: sureness(row, scales[row.release])


def curve(rows: Sequence[Example], judge: Judge) -> str:
    """A line for each span of confidence: facts, how many are right, and the mean of what they claimed."""
    lines = ["confidence     facts   right   share   claimed"]
    for low, high in pairwise(BINS):
        found = [(judge(row), row.right) for row in rows if low <= judge(row) < high]
        if found:
            right, claimed = sum(r for _, r in found), sum(c for c, _ in found) / len(found)
            span = f"{low:.2f} to {min(high, 1.0):.2f}"
            lines.append(f"{span:14s} {len(found):5d}   {right:5d}   {right / len(found):.3f}   {claimed:.3f}")
    return "\n".join(lines)


def cut_offs(name: str, rows: Sequence[Example], judge: Judge, gold: Mapping[str, Gold]) -> list[str]:
    """Lines of a Markdown table: what is left at each cut-off, and how good that is."""
    lines = []
    for cut in CUTS:
        tally = evaluate(gold, [asdict(row.row) for row in rows if judge(row) >= cut]).strict
        label = f"`--min-confidence {cut}`" if cut else "all"
        counts = f"{tally.right + tally.wrong} | {tally.wrong} | {tally.precision:.3f} | {tally.recall:.3f}"
        lines.append(f"| {name} | {label} | {counts} |")
    return lines


def measured(name: str, rows: Sequence[Example], judge: Judge, gold: Mapping[str, Gold]) -> list[str]:
    print(f"\n{name}: {len(rows)} facts\n{curve(rows, judge)}")
    return cut_offs(name, rows, judge, gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", action="append", help="releases to judge instead of the corpus")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--first", action="store_true", help="leave the second archive alone")
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    args = parser.parse_args()
    gold = read_gold(args.gold)
    table = ["| releases | facts kept | facts | wrong | precision | recall |", "|---|---|---|---|---|---|"]
    shipped: Judge = lambda row: sureness(row, load())  # noqa: E731
    sets = (
        [("given", releases(args.input), False)]
        if args.input
        else [("first archive, each left out", archive(False), True)]
    )
    if not (args.input or args.first):
        sets.append(("second archive, not fitted to", archive(True), False))
    for name, found, leave_out in sets:
        rows = list(examples(found, gold))
        known = {release.id for release in found}
        judge = one_left_out(rows) if leave_out else shipped
        table += measured(name, rows, judge, {k: v for k, v in gold.items() if k in known})
    print("\n" + "\n".join(table))
    if args.readme:
        page = ROOT / "README.md"
        before, _, rest = page.read_text("utf-8").partition(START)
        after = rest.partition(END)[2]
        page.write_text(before + START + "\n" + "\n".join(table) + "\n" + END + after, "utf-8")


if __name__ == "__main__":
    main()
