"""The application: routes, what every answer has in common, and how problems become HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ..store import Store
from . import explore, sparql
from .engine import Engine, Limits
from .problems import HANDLERS

__all__ = ["create"]

CORS = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
    allow_headers=["*"],
    expose_headers=["*"],
)


def create(directory: Path, limits: Limits | None = None) -> Starlette:
    """See `missiongraph.web.create_app`."""
    engine = Engine(directory, limits)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with engine:
            yield

    routes = [Route("/health", health), *sparql.ROUTES, *explore.ROUTES]
    app = Starlette(routes=routes, middleware=[CORS], exception_handlers=HANDLERS, lifespan=lifespan)
    app.state.engine = engine
    app.state.directory = directory
    return app


async def health(request: Request) -> JSONResponse:
    """200 where a query is answered; else the status that queries get."""
    await request.app.state.engine.run(alive)
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


def alive(store: Store) -> bool:
    """Whether the store answers."""
    return bool(store.query("ASK {}"))
