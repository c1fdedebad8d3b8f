"""What is found must not hang on the names that the authority knows. See benchmarks/renamed.py."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from missiongraph.authority import load

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("renamed", ROOT / "benchmarks/renamed.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["renamed"] = module
    spec.loader.exec_module(module)
    return module


def pairs(benchmark: ModuleType) -> list:
    return benchmark.corpus(str(ROOT / "corpus/releases"), ROOT / "corpus/gold")


def test_text_and_gold_are_renamed_alike_and_always_in_the_same_way(benchmark: ModuleType) -> None:
    one, two = benchmark.Renamer(load()), benchmark.Renamer(load())
    for pair in pairs(benchmark):
        renamed = one.pair(pair)
        assert renamed == two.pair(pair)
        assert renamed.release.text.count("\n") == pair.release.text.count("\n")
        assert json.dumps(renamed.gold["facts"]) == json.dumps(pair.gold["facts"])


def test_f1_falls_little_where_every_known_name_is_an_invented_one(benchmark: ModuleType, tmp_path: Path) -> None:
    known, renamed = benchmark.compare(str(ROOT / "corpus/releases"), ROOT / "corpus/gold", tmp_path)
    assert known.strict.f1 - renamed.strict.f1 <= benchmark.MOST, benchmark.report(known, renamed)
