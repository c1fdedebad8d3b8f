"""The graph on the web: serve."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .common import directory, example, note

if TYPE_CHECKING:
    from starlette.applications import Starlette


@click.command(
    epilog=example(
        "missiongraph serve graph",
        "missiongraph serve graph --port 8080 --time-limit 10",
    )
)
@directory
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="0.0.0.0 is all networks.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 is any that is free.")
@click.option(
    "--time-limit",
    "seconds",
    type=click.FloatRange(min=0.1),
    default=30.0,
    show_default=True,
    help="Seconds for one query; what takes longer is stopped.",
)
@click.option(
    "--result-limit",
    "megabytes",
    type=click.FloatRange(min=0.001),
    default=50.0,
    show_default=True,
    help="Megabytes of one answer; a larger one is refused.",
)
def serve(directory: Path, host: str, port: int, seconds: float, megabytes: float) -> None:
    """Serve the graph over HTTP: pages and SPARQL, read-only.

    SPARQL 1.1 is at /sparql, and /health says whether queries are answered.
    A build may run at the same time; what it made is shown when it has finished. Ctrl-C ends the server.
    """
    app = _app(directory, seconds, int(megabytes * 1_000_000))
    with _listen(host, port) as listening:
        address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
        note(f"serving {directory} at {address}/ (SPARQL: {address}/sparql); Ctrl-C ends")
        _run(app, listening)


def _app(directory: Path, seconds: float, result_bytes: int) -> Starlette:
    """The application. Raises StartProblem W001 where a package is missing, S001 or S002 where there is no store."""
    from ..errors import StartProblem

    try:
        import uvicorn  # noqa: F401 - the server, asked for here so that nothing has started yet

        from ..web import create_app
        from ..web.engine import Limits
    except ModuleNotFoundError as error:
        raise StartProblem("W001", "serve", str(error)) from error
    return create_app(directory, Limits(seconds=seconds, result_bytes=result_bytes))


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises StartProblem W002 where the address or port cannot be had."""
    from ..errors import StartProblem

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise StartProblem("W002", f"{host}:{port}", error.strerror or str(error)) from error
    # asyncio does this for sockets that it makes itself: else each answer on a kept connection waits 40 ms for an ACK.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _run(app: Starlette, listening: socket.socket) -> None:
    import uvicorn

    with suppress(KeyboardInterrupt):  # uvicorn has shut down by then, and passes it on
        uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on")).run(sockets=[listening])
