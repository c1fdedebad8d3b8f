"""What is in force: info."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from .common import example


@click.command(epilog=example("missiongraph info", "MISSIONGRAPH_WORKERS=2 missiongraph info"))
def info() -> None:
    """Print versions, paths and settings in force."""
    import platform
    from importlib.util import find_spec

    from .. import __version__, resources, settings

    chosen = settings.load()
    spec = find_spec(chosen.model) if chosen.model.isidentifier() else None
    file = Path(settings.FILE).resolve() if Path(settings.FILE).is_file() else "none here"
    click.echo(f"missiongraph {__version__}\npython {platform.python_version()}\nontology {resources.ontology()}")
    click.echo(
        f"model {_model(chosen.model)}\nmodel path {spec.origin if spec else 'not installed'}\nsettings file {file}"
    )
    for name, value in asdict(chosen).items():
        click.echo(f"{name} = {value}")


def _model(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} (not installed)"
