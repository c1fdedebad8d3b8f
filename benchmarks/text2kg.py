"""Text2KGBench (Mihindukulasooriya et al., ISWC 2023): our facts in the words of its astronaut and space ontologies.

    python benchmarks/text2kg.py DATA        DATA holds ont_9_astronaut_*.jsonl and ont_7_space_*.jsonl

The benchmark's data is CC BY-NC-SA and not part of this project: fetch it from its repository. Each sentence is built
as a release of its own, without a date; the rows of facts.jsonl are then renamed to the benchmark's relations by the
two tables below. The product knows nothing of them. Scores are its harness's (`run_eval.py`): precision, recall and
F1 of each sentence, averaged over the sentences; `filtered` drops, as the harness does, every triple whose relation
the sentence's gold does not use; `unfiltered` keeps them all. Of the space ontology only the four relations count
that spaceflight has (astronomy is not our subject). Gold relations that nothing here maps to stay in: they cost
recall.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from missiongraph.run import build
from missiongraph.settings import Settings

Triple = tuple[str, str, str]
Row = dict[str, Any]
MONTHS = "January February March April May June July August September October November December".split()


def quoted(value: str) -> str:
    return f'"{value}"'


def year(value: str) -> str:
    return value[:4]


def spelt(value: str) -> str:
    """2020-02-06T09:12Z → 06 February 2020."""
    parts = value[:10].split("-")
    month = [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join([*parts[2:3], *month, parts[0]])


@dataclass(frozen=True)
class Mapping:
    """How rows of one of our predicates read in the benchmark."""

    predicate: str
    relation: str
    value: Callable[[str], str] = str
    inverse: bool = False
    types: tuple[str, str] = ("", "")
    """IRI segments that subject and object must have, where the predicate alone says too little."""
    role: str = ""


ASTRONAUT = (
    Mapping("crewMemberOf", "mission"),
    Mapping("crewMemberOf", "crewMembers", inverse=True),
    Mapping("nationality", "nationality"),
    Mapping("birthPlace", "birthPlace"),
    Mapping("birthDate", "birthDate", quoted),
    Mapping("selectionTime", "selectedByNasa", year),
    Mapping("operatedBy", "operator", types=("mission", "")),
    Mapping("locatedIn", "isPartOf", types=("place", "place")),
    Mapping("backupFor", "backupPilot", inverse=True, types=("", "mission")),
    Mapping("role", "commander", inverse=True, role="commander"),
    Mapping("role", "backupPilot", inverse=True, role="backup pilot"),
)
SPACE = (
    Mapping("crewMemberOf", "astronaut mission"),
    Mapping("flewOn", "astronaut mission"),
    Mapping("landingPlace", "location of landing"),
    Mapping("dockingTime", "spacecraft docking/undocking date", spelt, types=("craft", "")),
    Mapping("undockingTime", "spacecraft docking/undocking date", spelt, types=("craft", "")),
    Mapping("backupFor", "backup or reserve team or crew", inverse=True, types=("", "mission")),
)


@dataclass(frozen=True)
class Sentence:
    id: str
    text: str
    gold: frozenset[Triple]


def sentences(files: Iterable[Path], relations: frozenset[str]) -> list[Sentence]:
    """The sentences whose gold uses one of the relations (all, where none is named). Reads both layouts."""
    gold: dict[str, set[Triple]] = defaultdict(set)
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            data = json.loads(line)
            flat = [{"sub": data.get("sub_label"), "rel": data.get("rel_label"), "obj": data.get("obj_label")}]
            for triple in data.get("triples", flat):
                gold[data["sent"]].add((triple["sub"], triple["rel"], triple["obj"]))
    kept = ((text, frozenset(t for t in gold[text] if not relations or t[1] in relations)) for text in sorted(gold))
    return [Sentence(f"s{n:04}", text, triples) for n, (text, triples) in enumerate(kept) if triples]


def facts(of: Sequence[Sentence], model: str) -> dict[str, list[Row]]:
    """The rows of facts.jsonl for each sentence."""
    with tempfile.TemporaryDirectory() as folder:
        archive, out = Path(folder, "sentences.jsonl"), Path(folder, "graph")
        archive.write_text("".join(json.dumps({"id": s.id, "text": s.text}) + "\n" for s in of), "utf-8")
        build([str(archive)], out, Settings(model=model) if model else Settings())
        rows = [json.loads(line) for line in (out / "facts.jsonl").read_text("utf-8").splitlines()]
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["release"]].append(row)
    return grouped


def renamed(rows: Sequence[Row], table: Sequence[Mapping]) -> Iterator[Triple]:
    """The rows in the benchmark's words. A town is told with the region that the sentence puts it in."""
    within = {row["subject"]: row["object"] for row in rows if row["predicate"] == "locatedIn"}
    for row in rows:
        for mapping in table:
            if row["predicate"] != mapping.predicate or not _fits(row, mapping):
                continue
            subject, value = row["subject"], mapping.value(row["object"])
            if mapping.role:
                value = row["of"]
            if mapping.relation == "birthPlace" and value in within:
                value = f"{value}, {within[value]}"
            yield (value, mapping.relation, subject) if mapping.inverse else (subject, mapping.relation, value)


def _fits(row: Row, mapping: Mapping) -> bool:
    if mapping.role:
        return bool(row["object"] == mapping.role and row["of"])
    ends = zip(mapping.types, (row["subject_iri"], row["object_iri"]), strict=True)
    return row["status"] == "occurred" and all(f"/{kind}/" in (iri or "") for kind, iri in ends if kind)


def key(triple: Triple) -> str:
    """As the harness compares: no blanks, no underscores, lower case."""
    return "".join(re.sub(r"[_\s]+", "", part).lower() for part in triple)


def prf(gold: Iterable[Triple], said: Iterable[Triple]) -> tuple[float, float, float]:
    wanted, got = {key(t) for t in gold}, {key(t) for t in said}
    right = len(wanted & got)
    precision, recall = right / len(got) if got else 0.0, right / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def report(name: str, of: Sequence[Sentence], table: Sequence[Mapping], model: str) -> None:
    rows = facts(of, model)
    said = {s.id: set(renamed(rows[s.id], table)) for s in of}
    filtered = {s.id: {t for t in said[s.id] if t[1] in {rel for _, rel, _ in s.gold}} for s in of}
    print(f"{name}: {len(of)} sentences, {sum(len(s.gold) for s in of)} gold triples")
    for label, triples in (("filtered", filtered), ("unfiltered", said)):
        scores = [prf(s.gold, triples[s.id]) for s in of]
        mean = [sum(score[n] for score in scores) / len(scores) for n in range(3)]
        got = sum(len(triples[s.id]) for s in of)
        right = sum(len({key(t) for t in s.gold} & {key(t) for t in triples[s.id]}) for s in of)
        print(
            f"  {label:11} P {mean[0]:.3f}  R {mean[1]:.3f}  F1 {mean[2]:.3f}"
            f"   (of {got} triples said, {right} are in the gold: {right / max(got, 1):.3f})"
        )
    totals, found = Counter(t[1] for s in of for t in s.gold), Counter[str]()
    for s in of:
        mine = {key(t) for t in said[s.id]}
        found.update(t[1] for t in s.gold if key(t) in mine)
    print("  found by relation: " + ", ".join(f"{rel} {found[rel]}/{n}" for rel, n in totals.most_common()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with the benchmark's sentence files")
    parser.add_argument("--model", default="", help="another installed spaCy pipeline")
    args = parser.parse_args()
    space = frozenset(mapping.relation for mapping in SPACE)
    astronaut_files = sorted(args.data.glob("ont_9_astronaut_*.jsonl"))
    space_files = sorted(args.data.glob("ont_7_space_*.jsonl"))
    if not (astronaut_files and space_files):
        parser.error(f"{args.data} lacks ont_9_astronaut_*.jsonl or ont_7_space_*.jsonl")
    report("astronaut", sentences(astronaut_files, frozenset()), ASTRONAUT, args.model)
    report("space (spaceflight relations)", sentences(space_files, space), SPACE, args.model)


if __name__ == "__main__":
    main()
