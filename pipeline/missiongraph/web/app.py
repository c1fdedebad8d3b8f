"""The application: routes, what every answer has in common, and how problems become HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from . import sparql
from .engine import Engine, Limits
from .problems import HANDLERS

__all__ = ["create_app"]

CORS = Middleware(
    CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST", "OPTIONS"], allow_headers=["*"]
)


def create_app(directory: Path, limits: Limits | None = None) -> Starlette:
    """The ASGI application over what a build wrote to `directory`; its lifespan runs the query processes.

    `app.state.engine` answers queries for all routes. An explorer route named `sparql-page` is what browsers get at
    /sparql. Raises StartProblem S001 or S002 where there is no store.
    """
    engine = Engine(directory, limits)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with engine:
            yield

    app = Starlette(routes=_routes(), middleware=[CORS], exception_handlers=HANDLERS, lifespan=lifespan)
    app.state.engine = engine
    app.state.directory = directory
    return app


def _routes() -> list[BaseRoute]:
    own: list[BaseRoute] = [Route("/health", health), *sparql.ROUTES]
    if find_spec("missiongraph.web.explore") is None:
        return [Route("/", lambda request: Response(status_code=303, headers={"Location": "/sparql"})), *own]
    from .explore import ROUTES  # noqa: PLC0415 - a part that need not be there

    return [*own, *ROUTES]


async def health(request: Request) -> JSONResponse:
    """Whether a query is answered: 200, or 503 with what is wrong."""
    await request.app.state.engine.query("ASK {}")
    return JSONResponse({"status": "ok"})
