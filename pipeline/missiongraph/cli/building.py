"""Verbs that write a graph: build, retract."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import counted, directory, example, note, open_store

if TYPE_CHECKING:
    from ..run import Report


@click.command(
    epilog=example(
        "missiongraph build releases/ more.jsonl --out graph --workers 2",
        "missiongraph build crawl.warc.gz archive.zip 's3://bucket/news/*.tar.gz' --out graph",
        "missiongraph build 's3://bucket/news/*.jsonl.gz' --out /shared/graph --engine ray --address 10.0.0.1:6379",
        "cat release.txt | missiongraph build - --out graph",
    )
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--out", metavar="DIR", required=True, type=click.Path(file_okay=False, path_type=Path), help="The graph."
)
@click.option("--workers", type=click.IntRange(1), help="Processes that read and extract.")
@click.option("--model", metavar="NAME", help="An installed spaCy pipeline.")
@click.option(
    "--since", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Only releases published from then on."
)
@click.option(
    "--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Ray: many machines."
)
@click.option("--address", metavar="HOST:PORT", help="With ray: the cluster. Default: this machine, as one.")
@click.option("--no-load", is_flag=True, help="With ray: leave N-Quads in DIR/shards for another store.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
@click.option("--force", is_flag=True, help="Process again what has not changed.")
@click.option("--check", is_flag=True, help="Then name, release by release, what the shapes find wrong.")
def build(
    inputs: tuple[str, ...],
    out: Path,
    workers: int | None,
    model: str | None,
    since: datetime | None,
    engine: str,
    address: str | None,
    no_load: bool,
    dry_run: bool,
    force: bool,
    check: bool,
) -> int:
    """Make the graph of press releases.

    INPUT is a file, a folder, a glob, a URL (s3://, gs://, az://, https://), or - for standard input.
    A second run does only what is new or changed, and gives the same bytes.
    """
    from .. import settings
    from .progress import reporter

    if engine == "local" and (address or no_load):
        raise click.UsageError("--address and --no-load need --engine ray.")
    chosen = settings.load({"workers": workers, "model": model})
    day = since.date() if since else None
    make = _engine(engine, address, not no_load)
    with _resumable(out / ("shards" if engine == "ray" else "store")), reporter(inputs) as tell:
        report = make(inputs, out, chosen, since=day, dry_run=dry_run, force=force, reporter=tell)
    note(_summary(report))
    for line in report.failures:
        note(line)
    if report.failed > len(report.failures) or (report.failed and not dry_run):
        note(_rest(report, None if dry_run else out / "failures.jsonl"))
    if check and not (dry_run or no_load):
        _check(out)
    return report.exit_code


def _engine(name: str, address: str | None, load: bool) -> Callable[..., Report]:
    """The function that builds."""
    if name == "ray":
        from .. import scale

        return partial(scale.build, address=address or "local", load=load)
    from .. import run

    return partial(run.build, isolated=True)


def _check(out: Path) -> None:
    from ..validate import findings

    with open_store(out) as store:
        wrong = [f for f in findings(store, None) if f.severity == "violation"]
    for finding in wrong:
        note(f"{finding.release}: {finding.message} ({finding.focus} {finding.path} {finding.value})")
    note(f"shapes: {counted(len(wrong), 'violation')}")


def _rest(report: Report, file: Path | None) -> str:
    more = report.failed - len(report.failures)
    words = [f"… and {more} more"] if more else []
    return "; ".join([*words, f"what failed, and why: {file}"] if file else words)


@contextmanager
def _resumable(done: Path) -> Iterator[None]:
    """Tell who stops a build how it goes on."""
    try:
        yield
    except KeyboardInterrupt:
        note(f"Stopped. What is done is in {done}; to do the rest, type the same again:")
        note(f"  {shlex.join(['missiongraph', *sys.argv[1:]])}")
        raise


def _summary(report: Report) -> str:
    fates = ("new", "changed", "unchanged", "duplicate", "skipped", "failed")
    counts = {fate: str(getattr(report, fate)) for fate in fates}
    seconds = {stage: f"{spent:.1f}" for stage, spent in report.seconds}
    more = f"{report.facts} facts; {report.releases_per_second:.1f} releases per second"
    reissues = f"; {counted(report.reissues, 're-issue')}" if report.reissues else ""
    return "\n".join((*_columns("releases", counts), *_columns("seconds", seconds), more + reissues))


def _columns(title: str, cells: Mapping[str, str]) -> tuple[str, str]:
    """Two lines: the names, and below them the values."""
    widths = [max(len(name), len(value)) for name, value in cells.items()]
    names = "  ".join(name.rjust(width) for name, width in zip(cells, widths, strict=True))
    values = "  ".join(value.rjust(width) for value, width in zip(cells.values(), widths, strict=True))
    return f"{title:8}  {names}", f"{'':8}  {values}"


@click.command(epilog=example("missiongraph retract graph esa/parmitano"))
@directory
@click.argument("releases", metavar="RELEASE...", nargs=-1, required=True)
def retract(directory: Path, releases: tuple[str, ...]) -> int:
    """Take releases out of the graph.

    With them goes all that only they say. RELEASE is an id, as in the fact view.
    """
    from ..retract import retract as take_back

    unknown = take_back(directory, releases)
    for release in unknown:
        note(f"{release}: not in this graph; `missiongraph facts DIR` names what is")
    return 1 if unknown else 0
