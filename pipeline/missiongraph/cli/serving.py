"""The graph on the web: serve."""

from __future__ import annotations

from pathlib import Path

import click

from .common import directory, example, note


@click.command(epilog=example("missiongraph serve graph", "missiongraph serve graph --port 8080 --time-limit 10"))
@directory
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0 is all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 is any that is free.")
@click.option("--time-limit", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds a query.")
def serve(directory: Path, host: str, port: int, time_limit: float) -> None:
    """Serve the graph over HTTP, read-only: the explorer at /, SPARQL 1.1 at /sparql."""
    import uvicorn

    from ..web import Limits, create_app

    app = create_app(directory, Limits(seconds=time_limit))
    note(f"http://{host}:{port}/")
    uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning")).run()
