"""The SPARQL 1.1 protocol for queries: requests in, answers out. See https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import NoMatchFound, Route

from ..terms import prefixes
from .answering import GRAPHS, Asked
from .negotiation import best
from .reading import READ_ONLY
from .refusals import Refusal

__all__ = ["ROUTES"]

T = TypeVar("T")
Fields = dict[str, list[str]]

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
DESCRIPTION = Path(__file__).with_name("service.ttl")
MOST_BODY = 1_000_000
"""Bytes of a request. No query that people or programs write is longer."""


async def endpoint(request: Request) -> Response:
    """GET and POST: the answer to a query; without one, what the service is."""
    if request.method == "OPTIONS":
        return Response(
            status_code=204, headers={"Allow": "GET, HEAD, OPTIONS, POST", "Accept-Post": f"{FORM}, {QUERY}"}
        )
    fields = _fields(request.scope["query_string"])
    if request.method == "POST":
        await _add_body(request, fields)
    elif not fields.keys() & {"query", "update"}:
        return _description(request)
    asked = _asked(request, fields)
    found = await _unless_gone(request, request.app.state.engine.answer(asked))
    charset = "; charset=utf-8" if found.media.startswith("text/") else ""
    return Response(found.body, headers={"Content-Type": found.media + charset, "Vary": "Accept"})


def _fields(encoded: bytes) -> Fields:
    fields: Fields = {}
    try:
        pairs = parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict", max_num_fields=10_000)
    except ValueError as error:
        raise Refusal(400, "The request is not UTF-8", "encode the parameters as UTF-8, percent-encoded") from error
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


async def _add_body(request: Request, fields: Fields) -> None:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in (FORM, QUERY, UPDATE):
        raise Refusal(415, "No query in that form", f"send it as {QUERY}, or as the field `query` of {FORM}")
    body = await _body(request)
    if media == FORM:
        for name, values in _fields(body).items():
            fields.setdefault(name, []).extend(values)
        return
    try:
        fields.setdefault("query" if media == QUERY else "update", []).append(body.decode())
    except UnicodeDecodeError as error:
        raise Refusal(400, "The request is not UTF-8", "encode the query as UTF-8") from error


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BODY:
            raise Refusal(413, "The request is too large", f"a query may have {MOST_BODY} bytes")
    return body


def _asked(request: Request, fields: Fields) -> Asked:
    if "update" in fields:
        raise Refusal(403, READ_ONLY, "updates are refused; the graph changes by `missiongraph build` alone")
    queries = fields.get("query", [])
    if len(queries) != 1:
        raise Refusal(400, "Not one query", f"give the parameter `query` once; there are {len(queries)}")
    return Asked(
        queries[0],
        str(request.url.replace(query="")),
        ",".join(request.headers.getlist("accept")),
        fields.get("format", [""])[0],
        tuple(fields.get("default-graph-uri", ())),
        tuple(fields.get("named-graph-uri", ())),
        request.app.state.engine.limits.result_bytes,
    )


async def _unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of the work, which ends when the client goes away."""
    working, gone = asyncio.create_task(work), asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Refusal(499, "The client is gone")
        return working.result()
    finally:
        for task in (working, gone):
            task.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _description(request: Request) -> Response:
    """The service description, or the page for people where there is one."""
    accept = ",".join(request.headers.getlist("accept"))
    offers = (*GRAPHS, "text/html")
    media = best(accept, offers)
    if media == "text/html":
        try:
            return RedirectResponse(request.url_for("sparql-page"), 303)
        except NoMatchFound:
            media = best(accept, tuple(GRAPHS)) or "text/turtle"
    if media is None:
        raise Refusal(406, "No such form of the service description", "there are " + ", ".join(offers))
    triples = ox.parse(path=DESCRIPTION, format=ox.RdfFormat.TURTLE, base_iri=str(request.url.replace(query="")))
    names = {"sd": "http://www.w3.org/ns/sparql-service-description#", **prefixes().map}
    body = ox.serialize((quad.triple for quad in triples), format=GRAPHS[media], prefixes=names)
    return Response(body, headers={"Content-Type": media, "Vary": "Accept"})


METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
ROUTES = [Route("/sparql", endpoint, methods=METHODS, name="sparql"), Route("/sparql/", endpoint, methods=METHODS)]
