from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import types
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import pytest

import missiongraph
from missiongraph import emit, export
from missiongraph.cli import cli, exporting, run
from missiongraph.cli.asking import RESULTS
from missiongraph.errors import StartProblem
from missiongraph.model import Literal, Node, Release, Statement, Status
from missiongraph.query import FORMATS, questions
from missiongraph.store import Store
from missiongraph.terms import release_iri

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pipeline"
ADA, BO = Node("Person:ada ray", "Person", "Ada Ray"), Node("Person:bo quist", "Person", "Bo Quist")
KITE = Node("Spacecraft:kite", "Spacecraft", "Kite-2")
SENTENCES = ("Ada Ray and Bo Quist flew on Kite-2.", "Bo Quist's second flight is planned.")


def quads(release: str):
    text = "Two fly\n" + " ".join(SENTENCES) + "\n"
    spans = [(text.index(s), text.index(s) + len(s)) for s in SENTENCES]
    flew = [Statement(release, who, "flewOn", KITE, *spans[0], "test", 0.9) for who in (ADA, BO)]
    number = Statement(release, BO, "flightNumber", Literal("2", "integer"), *spans[1], "test", 0.8, Status.PLANNED)
    return emit.quads(Release(release, text, "Two fly", date(2031, 2, 6)), [*flew, number])


@pytest.fixture
def graph(tmp_path) -> str:
    """A folder as a build leaves it, with two releases that say the same."""
    folder = tmp_path / "graph"
    folder.mkdir()
    with Store(folder / "store") as store:
        store.replace({release_iri(name): quads(name) for name in ("a/one", "a/two")})
        with (folder / "facts.jsonl").open("wb") as out:
            export.facts_jsonl(store, out)
        with (folder / "graph.ttl").open("wb") as out:
            export.graph_turtle(store, out)
    return str(folder)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help_with_an_example(name, capsys):
    assert run([name, "--help"]) == 0
    shown = capsys.readouterr()
    assert f"missiongraph {name}" in shown.out.partition("Example:")[2]
    assert shown.err == ""
    assert cli.commands[name].get_short_help_str(60).endswith(".")
    assert not cli.commands[name].get_short_help_str(60).endswith("...")


def test_top_help_has_an_example_and_every_command(capsys):
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert "Example:" in shown
    assert all(f"\n  {name} " in shown for name in cli.commands)


def test_reference_is_what_the_help_says():
    spec = importlib.util.spec_from_file_location("make_cli", ROOT / "docs" / "make_cli.py")
    assert spec
    assert spec.loader
    make_cli = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_cli)
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == make_cli.page(), "stale: run `make docs`"


def test_help_loads_nothing_heavy():
    heavy = {"spacy", "rdflib", "pyoxigraph", "networkx", "numpy", "rich", "pyshacl", "trafilatura", "pyarrow"}
    code = f"import sys, missiongraph.cli; print(*{heavy!r} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=PACKAGE)
    assert done.stdout.split() == []


def test_formats_offered_are_the_formats_there_are():
    assert tuple(export.FORMATS) == exporting.FORMATS
    assert RESULTS == FORMATS


def test_module_runs_as_the_command():
    done = subprocess.run(
        [sys.executable, "-m", "missiongraph", "--version"], check=True, capture_output=True, text=True, cwd=PACKAGE
    )
    assert missiongraph.__version__ in done.stdout


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([], 2, "Usage:"),
        (["fly"], 2, "No such command"),
        (["build", "x"], 2, "--out"),
        (["build", "x", "--out", "y", "--workers", "0"], 2, "--workers"),
        (["build", "x", "--out", "y", "--since", "soon"], 2, "--since"),
        (["query", "GRAPH"], 2, "give one of"),
        (["query", "GRAPH", "ASK {}", "--saved", "crewmates"], 2, "give one of"),
        (["query", "GRAPH", "SELECT nothing"], 2, "Q001"),
        (["query", "GRAPH", "INSERT DATA { <a:b> <a:b> <a:b> }"], 2, "Q001"),
        (["query", "GRAPH", "--saved", "nonsense"], 2, "Q002"),
        (["query", "GRAPH", "-f", "none.rq"], 2, "none.rq"),
        (["show", "GRAPH", "a/three"], 2, "a/three"),
        (["analyse", "GRAPH", "--path", "Ada Ray", "Cy Ray"], 2, "Cy Ray"),
        (["analyse", "GRAPH", "--path", "Ada Ray", "Bo Quist", "--between", "NASA", "ESA"], 2, "give one of"),
        (["analyse", "GRAPH", "--between", "NASA", "ESA"], 2, "Q006"),
        (["analyse", "GRAPH", "--out", "people.json", "--format", "json"], 2, "--out goes with"),
        (["analyse", "GRAPH", "--plot", "people.jpg"], 2, ".svg or .png"),
        (["conflicts", "GRAPH", "--as-of", "today"], 2, "--as-of"),
        (["conflicts", "nowhere", "--write"], 3, "S002"),
        (["evaluate", "GRAPH", "--gold", "none"], 2, "G001"),
        (["evaluate", "GRAPH", "--gold", "none", "--raise"], 2, "--baseline"),
        (["retract", "GRAPH", "a/three"], 1, "a/three"),
        (["facts", "nowhere"], 3, "S002"),
        (["query", "nowhere", "ASK {}"], 3, "S002"),
        (["export", "nowhere"], 3, "S002"),
        (["retract", "nowhere", "a/one"], 3, "S002"),
    ],
)
def test_what_is_wrong_is_one_line_and_a_code(graph, capsys, args, code, said):
    assert run([graph if arg == "GRAPH" else arg for arg in args]) == code
    shown = capsys.readouterr()
    assert said in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""
    assert not Path("nowhere").exists()


def test_wrong_settings_are_usage(monkeypatch, capsys):
    monkeypatch.setenv("MISSIONGRAPH_WROKERS", "2")
    assert run(["info"]) == 2
    assert "wrokers" in capsys.readouterr().err


def test_info_names_what_is_in_force(monkeypatch, capsys):
    monkeypatch.setenv("MISSIONGRAPH_WORKERS", "7")
    monkeypatch.setenv("MISSIONGRAPH_MODEL", "no_such_model")
    assert run(["info"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert f"missiongraph {missiongraph.__version__}" in shown
    assert "workers = 7" in shown
    assert "model no_such_model (not installed)" in shown


def test_facts_as_jsonl_are_the_view_filtered(graph, capsys):
    assert run(["facts", graph, "--subject", "quist", "--release", "a/one", "--format", "jsonl"]) == 0
    shown = capsys.readouterr()
    rows = [json.loads(line) for line in shown.out.splitlines()]
    assert {(r["predicate"], r["object"], r["status"]) for r in rows} == {
        ("flewOn", "Kite-2", "occurred"),
        ("flightNumber", "2", "planned"),
    }
    assert {r["release"] for r in rows} == {"a/one"}
    assert shown.err == "2 facts\n"


def test_facts_as_table_carry_the_sentence(graph, capsys):
    assert run(["facts", graph, "--predicate", "flightNumber"]) == 0
    shown = capsys.readouterr().out
    assert SENTENCES[1] in shown
    assert "Ada" not in shown


def test_facts_of_a_predicate_that_is_none_are_a_usage_error(graph, capsys):
    assert run(["facts", graph, "--predicate", "flightnumber"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "no predicate `flightnumber`; there are: backupFor" in shown.err
    assert "flightNumber" in shown.err


def test_no_facts_are_no_table(graph, capsys):
    assert run(["facts", graph, "--subject", "nobody of that name"]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "0 facts\n")


def test_columns_set_the_width_of_a_piped_table(graph, capsys, monkeypatch):
    widths = []
    for columns in ("60", "90"):
        monkeypatch.setenv("COLUMNS", columns)
        assert run(["facts", graph]) == 0
        widths.append(max(map(len, capsys.readouterr().out.splitlines())))
    assert widths == [60, 90]


def test_query_answers_in_each_way_to_ask(graph, capsys, monkeypatch, tmp_path):
    sparql = "SELECT DISTINCT ?who WHERE { ?who mg:flewOn craft:kite-2 } ORDER BY ?who"
    (tmp_path / "q.rq").write_text(sparql)
    answers = []
    for given in ([sparql], ["-f", "q.rq"], ["-"], ["-f", "-"]):
        monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(read=lambda: sparql))
        assert run(["query", graph, *given, "--format", "csv"]) == 0
        answers.append(capsys.readouterr().out.split())
    assert answers[0][0] == "who"
    assert [line.rpartition("/")[2] for line in answers[0][1:]] == ["ada-ray", "bo-quist"]
    assert all(answer == answers[0] for answer in answers)


def test_query_lists_the_saved_questions_without_a_graph(capsys):
    assert run(["query", "--list"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in questions())


def test_query_table_is_titled_by_its_question(graph, capsys):
    assert run(["query", graph, "--saved", "crewmates"]) == 0
    shown = capsys.readouterr().out
    assert questions()["crewmates"].title in shown


@pytest.mark.parametrize("form", exporting.FORMATS)
def test_export_to_file_and_to_pipe_are_the_same(graph, form, tmp_path, capfdbinary):
    target = tmp_path / "out"
    assert run(["export", graph, "--format", form, "--out", str(target)]) == 0
    assert run(["export", graph, "--format", form]) == 0
    assert target.read_bytes() == capfdbinary.readouterr().out
    assert target.stat().st_size > 0


def test_export_that_fails_leaves_the_old_file(graph, tmp_path):
    target = tmp_path / "out"
    target.write_text("old")
    assert run(["export", "nowhere", "--out", str(target)]) == 3
    assert target.read_text() == "old"


def test_show_in_terminal_and_as_page(graph, tmp_path, capsys):
    assert run(["show", graph, "a/one"]) == 0
    assert SENTENCES[0] in capsys.readouterr().out
    assert run(["show", graph, "a/one", "--html", str(tmp_path / "page.html")]) == 0
    assert SENTENCES[0] in (tmp_path / "page.html").read_text("utf-8")


def test_validate_says_whether_it_conforms(graph, capsys):
    code = run(["validate", graph, "--json"])
    findings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == (1 if findings else 0)
    assert all(finding["release"] in ("a/one", "a/two") and finding["message"] for finding in findings)


def test_analyse_ranks_people_and_joins_two(graph, capsys):
    assert run(["analyse", graph, "--format", "json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(person["name"], person["degree"], person["community"]) for person in found] == [
        ("Ada Ray", 1, 1),
        ("Bo Quist", 1, 1),
    ]
    assert run(["analyse", graph, "--show", "components"]) == 0
    assert "Ada Ray, Bo Quist" in capsys.readouterr().out
    assert run(["analyse", graph, "--path", "Ada Ray", "Bo Quist", "--format", "json"]) == 0
    step = json.loads(capsys.readouterr().out)
    assert (step["first"], step["second"], step["shared"]) == ("Ada Ray", "Bo Quist", ["Kite-2"])
    assert [(said["release"], said["evidence"]) for said in step["said"]] == [
        ("a/one", SENTENCES[0]),
        ("a/two", SENTENCES[0]),
    ]


def test_evaluate_prints_numbers_writes_errors_and_guards(graph, tmp_path, capsys):
    facts = [{"s": "ada", "p": "flewOn", "o": "kite"}, {"s": "bo", "p": "flewOn", "o": "kite"}]
    entities = {"ada": {"names": ["Ada Ray"]}, "bo": {"names": ["Bo Quist"]}, "kite": {"names": ["Kite 2"]}}
    (tmp_path / "gold.jsonl").write_text(json.dumps({"release": "a/one", "entities": entities, "facts": facts}))
    common = ["evaluate", graph, "--gold", "gold.jsonl", "--json", "--baseline", "base.json"]
    assert run([*common, "--errors", "errors.txt", "--raise"]) == 0
    strict = json.loads(capsys.readouterr().out)["strict"]
    assert (strict["right"], strict["wrong"], strict["gold"], strict["f1"]) == (2, 1, 2, 0.8)
    assert (tmp_path / "errors.txt").read_text() == "wrong\ta/one\tBo Quist\tflightNumber\t2\tplanned\n"
    base = tmp_path / "base.json"
    assert run(common) == 0
    base.write_text(base.read_text().replace("0.8", "0.9"))
    assert run(common) == 1
    assert "below its floor" in capsys.readouterr().err


def test_evaluate_table_has_every_predicate(graph, tmp_path, capsys):
    gold = {"release": "a/one", "facts": [{"s": "Ada Ray", "p": "flewOn", "o": "Kite-2"}]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold))
    assert run(["evaluate", graph, "--gold", "gold.jsonl"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("flewOn", "flightNumber", "strict", "any status", "distinctions"))


def test_retract_takes_one_release_and_only_what_it_says(graph, capsys):
    assert run(["retract", graph, "a/two"]) == 0
    facts = (Path(graph) / "facts.jsonl").read_text("utf-8")
    turtle = (Path(graph) / "graph.ttl").read_text("utf-8")
    assert {json.loads(line)["release"] for line in facts.splitlines()} == {"a/one"}
    assert "a/one" in turtle or "a%2Fone" in turtle
    assert "two" not in turtle
    with Store(Path(graph) / "store", read_only=True) as store:
        assert [stored.id for stored in store.releases()] == ["a/one"]


@dataclass
class FakeReport:
    exit_code: int
    new: int = 2
    changed: int = 1
    unchanged: int = 0
    duplicate: int = 0
    facts: int = 40
    releases_per_second: float = 1.25
    failures: tuple[str, ...] = ()

    @property
    def failed(self) -> int:
        return self.exit_code


def fake_run(monkeypatch, outcome):
    """Put a line in place of the real one, and keep what it was called with."""
    calls = []

    def build(inputs, out, settings, **options):
        calls.append((inputs, out, settings, options))
        options["reporter"](100, 200)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome if isinstance(outcome, FakeReport) else FakeReport(outcome)

    fake = types.ModuleType("missiongraph.run")
    fake.build = build  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "missiongraph.run", fake)
    monkeypatch.setattr(missiongraph, "run", fake, raising=False)
    return calls


@pytest.mark.parametrize("code", [0, 1])
def test_build_hands_on_what_was_said(monkeypatch, capsys, code):
    calls = fake_run(monkeypatch, code)
    args = ["a", "-", "--out", "g", "--workers", "3", "--model", "m", "--since", "2031-02-06", "--dry-run"]
    assert run(["build", *args]) == code
    inputs, out, settings, options = calls[0]
    assert (list(inputs), out, settings.workers, settings.model) == (["a", "-"], Path("g"), 3, "m")
    assert (options["since"], options["dry_run"], options["force"]) == (date(2031, 2, 6), True, False)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "100 of 200 releases\n" in shown.err
    assert f"2 new, 1 changed, 0 unchanged, 0 duplicate, {code} failed; 40 facts; 1.2 releases per second" in shown.err
    assert "failures.jsonl" not in shown.err


@pytest.mark.parametrize(
    ("dry", "failed", "last"),
    [
        (False, 1, ["a.txt: empty [R002]", "what failed, and why: g/failures.jsonl"]),
        (False, 3, ["a.txt: empty [R002]", "… and 2 more; what failed, and why: g/failures.jsonl"]),
        (True, 1, ["a.txt: empty [R002]"]),
        (True, 3, ["a.txt: empty [R002]", "… and 2 more"]),
    ],
)
def test_build_tells_of_the_first_failures(monkeypatch, capsys, dry, failed, last):
    report = FakeReport(1, failures=("a.txt: empty [R002]",))
    monkeypatch.setattr(FakeReport, "failed", property(lambda self: failed))
    fake_run(monkeypatch, report)
    assert run(["build", "a.txt", "--out", "g", *(["--dry-run"] if dry else [])]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[-len(last) :] == last
    assert f"{failed} failed" in lines[-len(last) - 1]


def test_build_with_check_names_what_the_shapes_find(graph, monkeypatch, capsys):
    fake_run(monkeypatch, 0)
    finding = types.SimpleNamespace(
        release="r1",
        severity="violation",
        message="Landed before launch.",
        focus="r1#landing-1",
        path="mg:time",
        value="1999",
    )
    monkeypatch.setattr("missiongraph.validate.findings", lambda store, release: iter([finding]))
    assert run(["build", "a", "--out", str(graph), "--check"]) == 0
    said = capsys.readouterr().err
    assert "r1: Landed before launch. (r1#landing-1 mg:time 1999)\nshapes: 1 violation\n" in said


def test_build_of_nothing_that_exists_says_so_and_makes_nothing(tmp_path, capsys):
    missing, out = tmp_path / "nosuch", tmp_path / "g"
    assert run(["build", str(missing), "--out", str(out)]) == 2
    assert "nosuch: no such file or folder" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("outcome", "code", "said"),
    [
        (StartProblem("M001", "no_model"), 3, "no_model: cannot load the spaCy model"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (click.Abort(), 130, "interrupted"),
        (PermissionError(13, "Permission denied", "g"), 1, "g: Permission denied"),
        (ZeroDivisionError("oops"), 1, "ZeroDivisionError: oops"),
    ],
)
def test_build_that_cannot_go_on(monkeypatch, capsys, outcome, code, said):
    fake_run(monkeypatch, outcome)
    assert run(["build", "a", "--out", "g"]) == code
    shown = capsys.readouterr().err
    assert said in shown
    assert "Traceback" not in shown


def test_reader_that_goes_away_is_no_error(graph):
    args = [sys.executable, "-m", "missiongraph", "export", graph, "--format", "nquads"]
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=PACKAGE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_min_confidence_leaves_out_what_is_less_sure(graph, tmp_path, capsys):
    assert run(["facts", graph, "--min-confidence", "0.85", "--format", "jsonl"]) == 0
    kept = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["predicate"] for row in kept} == {"flewOn"}
    for form in ("facts-jsonl", "facts-csv"):
        out = tmp_path / form
        assert run(["export", graph, "--format", form, "--min-confidence", "0.85", "--out", str(out)]) == 0
        assert "flightNumber" not in out.read_text("utf-8")
        assert "flewOn" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["facts", "graph", "--min-confidence", "1.5"], "0<=x<=1"),
        (["export", "graph", "--format", "turtle", "--min-confidence", "0.9"], "goes with facts-jsonl"),
    ],
)
def test_min_confidence_out_of_place(graph, arguments, said, capsys):
    assert run([graph if argument == "graph" else argument for argument in arguments]) == 2
    assert said in capsys.readouterr().err
