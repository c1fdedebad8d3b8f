"""Does a confidence mean what it says? (`make reliability`)

Rounds of releases that nobody had read are judged on a scale fitted to the other rounds, the corpus, which was read
while rules were written, on the scale that ships. Prints the curve (how many facts of each confidence are right) and
what `--min-confidence` buys: precision and recall at three cut-offs. With --readme the latter goes into README.md.
Other releases with gold: --input PATH --gold PATH.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from calibrate import CORPUS, GOLD, ROOT, Example, caution, examples, fit, releases, rounds, sureness

from missiongraph.confidence import load
from missiongraph.evaluate import read_gold

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
CUTS = (0.0, 0.5, 0.8, 0.9)
START, END = "<!-- confidence: `make reliability` -->", "<!-- end of confidence -->"

Judge = Callable[[Example], float]


def others(rows: Sequence[Example]) -> Judge:
    """Each round on a scale fitted to the others, with the caution that the shipped scale has."""
    margin = caution(rows)
    scales = {name: fit([r for r in rows if r.group != name], margin) for name in {r.group for r in rows}}
    return lambda row: sureness(row, scales[row.group])


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


def cut_offs(name: str, rows: Sequence[Example], judge: Judge, gold: int) -> list[str]:
    """Lines of a Markdown table: what is left at each cut-off, and how good that is, of so many facts in gold."""
    lines = []
    for cut in CUTS:
        kept = [row.right for row in rows if judge(row) >= cut]
        label = f"`--min-confidence {cut}`" if cut else "all"
        counts = f"{len(kept)} | {kept.count(False)} | {sum(kept) / max(1, len(kept)):.3f} | {sum(kept) / gold:.3f}"
        lines.append(f"| {name} | {label} | {counts} |")
    return lines


def measured(name: str, rows: Sequence[Example], judge: Judge, gold: int) -> list[str]:
    print(f"\n{name}: {len(rows)} facts\n{curve(rows, judge)}")
    return cut_offs(name, rows, judge, gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--input", action="append", help="releases to judge instead of the corpus")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--readme", action="store_true", help="write the table into README.md")
    args = parser.parse_args()
    table = ["| releases | facts kept | facts | wrong | precision | recall |", "|---|---|---|---|---|---|"]
    if not args.input:
        unread = rounds()
        rows = [row for one in unread for row in one.examples]
        table += measured("nobody had read them", rows, others(rows), sum(one.gold for one in unread))
    gold, found = read_gold(args.gold), releases(args.input or [str(CORPUS)])
    rows = list(examples(found, gold))
    name = "given" if args.input else "the corpus, read while rules were written"
    number = sum(len(gold[release.id].facts) for release in found if release.id in gold)
    table += measured(name, rows, lambda row: sureness(row, load()), number)
    print("\n" + "\n".join(table))
    if args.readme:
        page = ROOT / "README.md"
        before, _, rest = page.read_text("utf-8").partition(START)
        after = rest.partition(END)[2]
        page.write_text(before + START + "\n" + "\n".join(table) + "\n" + END + after, "utf-8")


if __name__ == "__main__":
    main()
