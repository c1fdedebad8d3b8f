"""The SPARQL 1.1 protocol for queries."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..store import Store

__all__ = ["ROUTES"]


async def endpoint(request: Request) -> Response:
    """Answer a query."""
    body = await request.app.state.engine.run(_answer, request.query_params["query"])
    return Response(body, media_type="application/sparql-results+json")


def _answer(store: Store, query: str) -> bytes:
    return store.query(query).serialize(format=ox.QueryResultsFormat.JSON) or b""


ROUTES = [Route("/sparql", endpoint, name="sparql")]
