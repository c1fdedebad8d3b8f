from __future__ import annotations

import pytest

from missiongraph.errors import Problem
from missiongraph.settings import Settings, load


@pytest.fixture(autouse=True)
def _bare(monkeypatch, tmp_path):
    for name in ("MODEL", "WORKERS", "BATCH_SIZE", "MAX_BYTES", "LANGUAGE"):
        monkeypatch.delenv(f"MISSIONGRAPH_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_when_nothing_is_said():
    assert load() == Settings()


def test_each_source_outranks_the_one_before(tmp_path, monkeypatch):
    (tmp_path / "missiongraph.toml").write_text('model = "file"\nworkers = 2\nbatch_size = 8\n')
    assert load() == Settings(model="file", workers=2, batch_size=8)
    monkeypatch.setenv("MISSIONGRAPH_WORKERS", "3")
    monkeypatch.setenv("MISSIONGRAPH_MODEL", "environment")
    assert load() == Settings(model="environment", workers=3, batch_size=8)
    assert load({"model": "flag", "workers": None}) == Settings(model="flag", workers=3, batch_size=8)


def test_file_of_another_folder(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "missiongraph.toml").write_text("workers = 5\n")
    assert load(folder=tmp_path / "there").workers == 5
    assert load().workers == 1


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            "worker = 2",
            "U001",
            "`worker`; there are batch_size, language, max_bytes, model, partition_releases, release_seconds, workers",
        ),
        ("workers = 0", "U002", "`workers` must be a whole number above 0, not 0"),
        ("workers = true", "U002", "not True"),
        ("workers = 1.5", "U002", "not 1.5"),
        ('workers = "two"', "U002", "not 'two'"),
        ("model = 3", "U002", "`model` must be a name, not 3"),
        ('model = "  "', "U002", "must be a name"),
        ('language = "de"', "U002", "`language` must be one of en, any, not 'de'"),
        ("workers = ", "U003", "not valid TOML"),
    ],
)
def test_wrong_file(tmp_path, text, code, said):
    (tmp_path / "missiongraph.toml").write_text(text)
    with pytest.raises(Problem) as caught:
        load()
    assert caught.value.code == code
    assert caught.value.where.endswith("missiongraph.toml")
    assert said in str(caught.value)


def test_wrong_environment_names_its_source(monkeypatch):
    monkeypatch.setenv("MISSIONGRAPH_MAX_BYTES", "-1")
    with pytest.raises(Problem, match=r"environment: .*max_bytes"):
        load()


def test_wrong_flag_names_its_source():
    with pytest.raises(Problem, match=r"flags: .*workers"):
        load({"workers": -2})
