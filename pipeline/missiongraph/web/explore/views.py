"""The addresses of the explorer, and what each answers."""

from __future__ import annotations

import asyncio
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ... import query
from ...terms import ENTITY_TYPES, prefixes, release_iri
from . import crews, pages
from .answers import SUFFIXES, html, json, missing, turtle, wanted
from .asking import address
from .chart import chart
from .disputes import Dispute, disputes

__all__ = ["ROUTES"]

SUGGESTIONS, FOUND = 8, 60
PATIENCE = 0.05
"""Seconds that a page waits for the conflicts on it."""
AGAIN = 30
"""Seconds after which a search for conflicts that failed is made again."""
SHOWN = ("conflict", "slip", "revision")
"""Kinds of conflicts that pages of things and releases show; the others are on the page of conflicts alone."""


async def front(request: Request) -> Response:
    """What there is."""
    return html(request, "front.html", page=await _run(request, pages.front))


async def search(request: Request) -> Response:
    """Things by name; the JSON twin feeds the suggestions."""
    typed, form = (
        request.query_params.get("q", "").strip()[:200],
        wanted(request, request.path_params.get("suffix", "")),
    )
    found = await _run(request, pages.search, typed, SUGGESTIONS if form == "json" else FOUND)
    if form == "json":
        keys = ("name", "kind", "path", "found")
        rows = ((thing.name, thing.kind, thing.path, name) for thing, name in found)
        return json([dict(zip(keys, row, strict=True)) for row in rows])
    if len(found) == 1:
        return RedirectResponse(found[0][0].path, 303)
    return html(request, "search.html", typed=typed, found=found)


async def index(request: Request) -> Response:
    """All things of a kind."""
    segment = request.path_params["segment"]
    found = await _run(request, pages.index, segment, _number(request))
    if found is None:
        return missing(request, request.url.path)
    kind = next(kind for kind, known in ENTITY_TYPES.items() if known == segment)
    return html(request, "index.html", page=found, kind=kind)


async def releases(request: Request) -> Response:
    """All releases."""
    return html(request, "releases.html", page=await _run(request, pages.releases, _number(request)))


async def thing(request: Request) -> Response:
    """A person, craft, mission … ."""
    path, suffix = _split(f"/{request.path_params['segment']}/{request.path_params['name']}")
    return await _page(request, pages.thing, path, suffix, "thing.html")


async def release(request: Request) -> Response:
    """A release. Ids may hold anything, slashes and suffixes too: the address as it was written tells."""
    written = request.scope["raw_path"].decode("ascii").removeprefix("/release/")
    found = await _page(request, pages.release, _release(written), "", "release.html")
    cut, suffix = _split(written)
    if found.status_code == 404 and suffix:
        return await _page(request, pages.release, _release(cut), suffix, "release.html")
    return found


async def network(request: Request) -> Response:
    """Who flew with whom."""
    return html(request, "network.html", picture=await _run(request, crews.everybody))


async def world(request: Request) -> Response:
    """Launches and landings."""
    return html(request, "map.html", chart=await _run(request, chart))


async def conflicts(request: Request) -> Response:
    """What releases tell differently; `of` is the address of a page: then only what belongs there."""
    found, path = await asyncio.shield(_looking(request)), request.query_params.get("of", "")
    about = [dispute for dispute in found if not path or dispute.about(path)]
    if wanted(request, request.path_params.get("suffix", "")) == "json":
        return json(about)
    return html(request, "conflicts.html", disputes=about, of=path if about else "")


async def ask(request: Request) -> Response:
    """The page to query the graph. `saved` names a question; its parameters go by their names."""
    given = dict(request.query_params)
    name, sparql, wrong = given.pop("saved", ""), given.pop("query", ""), ""
    if name in query.questions():
        sparql, wrong = await _run(request, pages.question, name, {key: text for key, text in given.items() if text})
    known = query.questions()
    return html(
        request, "ask.html", name=name, sparql=sparql, wrong=wrong, given=given, questions=known,
        question=known.get(name), prefixes=prefixes().map,
    )  # fmt: skip


async def nothing(request: Request) -> Response:
    """Any other address."""
    return missing(request, request.url.path)


async def _run(request: Request, function, *args):  # type: ignore[no-untyped-def]
    return await request.app.state.engine.run(function, *args)


async def _page(request: Request, function, path: str, suffix: str, template: str) -> Response:  # type: ignore[no-untyped-def]
    form = wanted(request, suffix)
    number = (_number(request),) if function is pages.thing and form != "turtle" else ()
    found = await _run(request, pages.graph if form == "turtle" else function, path, *number)
    if found is None:
        return missing(request, request.url.path)
    if form == "html":
        return html(request, template, page=found, here=path, disputes=await _known(request, path))
    return turtle(found) if form == "turtle" else json(found)


def _release(written: str) -> str:
    return address(release_iri(unquote(written, errors="surrogatepass")))


def _looking(request: Request) -> asyncio.Task[tuple[Dispute, ...]]:
    """The one search for conflicts in this state of the store: it takes seconds where there are many releases."""
    state = request.app.state
    if getattr(state, "searched", None) is not state.engine.snapshot:
        state.searched, state.search = state.engine.snapshot, asyncio.create_task(state.engine.run(disputes))
        state.search.add_done_callback(partial(_searched, state))
    return cast("asyncio.Task[tuple[Dispute, ...]]", state.search)


def _searched(state: State, task: asyncio.Task[object]) -> None:
    """A search that failed is made again, but not by each page: whoever waits for this one is told."""
    if (task.cancelled() or task.exception()) and task is state.search:
        asyncio.get_running_loop().call_later(AGAIN, partial(setattr, state, "searched", None))


async def _known(request: Request, path: str) -> list[Dispute] | None:
    """The conflicts of a page that are worth a look there; None while they are looked for, or where that failed."""
    task = _looking(request)
    await asyncio.wait({task}, timeout=PATIENCE)
    if not task.done() or task.cancelled() or task.exception():
        return None
    return [dispute for dispute in task.result() if dispute.kind in SHOWN and dispute.about(path)]


def _split(path: str) -> tuple[str, str]:
    suffix = next((known for known in SUFFIXES if path.endswith(known)), "")
    return path.removesuffix(suffix), suffix


def _number(request: Request) -> int:
    typed = request.query_params.get("page", "1")
    return int(typed) if typed.isdecimal() and len(typed) < 9 else 1


ROUTES: list[BaseRoute] = [
    Route("/", front),
    Route("/search", search, name="search"),
    Route("/search{suffix}", search),
    Route("/release", releases),
    Route("/release/{id:path}", release),
    Route("/network", network),
    Route("/map", world),
    Route("/conflicts", conflicts),
    Route("/conflicts{suffix}", conflicts),
    Route("/ask", ask, name="sparql-page"),
    Mount("/static", StaticFiles(directory=Path(str(files("missiongraph"))) / "web" / "explore" / "static")),
    Route("/{segment}", index),
    Route("/{segment}/{name}", thing),
    Route("/{path:path}", nothing),
]
