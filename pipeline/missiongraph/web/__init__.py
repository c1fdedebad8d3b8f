"""The graph on the web, read-only: a SPARQL 1.1 endpoint and the explorer's pages. Needs the extra `web`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.applications import Starlette

    from .engine import Limits

__all__ = ["create_app"]


def create_app(directory: Path, limits: Limits | None = None) -> Starlette:
    """The ASGI application over what a build wrote to `directory`; its lifespan runs the query processes.

    `app.state.engine` answers queries for all routes. An explorer's route named `sparql-page` is what browsers get at
    /sparql. Raises StartProblem S001 or S002 where there is no store.
    """
    from .app import create  # noqa: PLC0415 - query processes load this package, but need no server

    return create(directory, limits)
