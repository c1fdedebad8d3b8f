"""How a page leaves the server: as HTML, JSON or Turtle, with headers that keep foreign scripts out."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from ... import marking
from ...terms import ENTITY_TYPES, words
from ..negotiation import best
from . import wording
from .asking import address

__all__ = ["SUFFIXES", "html", "json", "missing", "turtle", "wanted"]

SUFFIXES = {".json": "json", ".ttl": "turtle"}
TYPES = {"text/html": "html", "application/json": "json", "text/turtle": "turtle"}
HEADERS = {
    # Text of releases is other people's: were it ever taken for markup, the browser would still run nothing.
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept",
}


def wanted(request: Request, suffix: str = "") -> str:
    """`html`, `json` or `turtle`: what the suffix says, else what the client likes best."""
    if suffix:
        return SUFFIXES[suffix]
    return TYPES.get(best(request.headers.get("accept", ""), tuple(TYPES)) or "", "html")


def html(request: Request, template: str, status: int = 200, **context: Any) -> Response:
    """A template as a page."""
    page = _templates().get_template(template)
    return HTMLResponse(page.render(path=request.url.path, **context), status, HEADERS)


def json(content: Any) -> Response:
    """Results of `pages` as JSON."""
    return JSONResponse(_plain(content), headers=HEADERS)


def turtle(content: bytes) -> Response:
    """A graph."""
    return Response(content, media_type="text/turtle", headers=HEADERS)


def missing(request: Request, what: str) -> Response:
    """There is no such page: in the form that was asked for."""
    if wanted(request) == "html":
        return html(request, "missing.html", 404, what=what)
    return JSONResponse({"title": "Not found", "status": 404, "detail": what}, 404, HEADERS)


def _plain(content: Any) -> Any:
    """Dataclasses as objects, without what only the pages need."""
    if is_dataclass(content):
        known = {field.name: _plain(getattr(content, field.name)) for field in fields(content)}
        return {name: value for name, value in known.items() if value not in ("", None, [], {})}
    if isinstance(content, dict):
        named = all(isinstance(key, str) for key in content)
        return {key: _plain(value) for key, value in content.items()} if named else _plain([*content])
    return [_plain(part) for part in content] if isinstance(content, list | tuple) else content


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("missiongraph.web.explore"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "day": wording.day,
        "value": wording.value,
        "visible": marking.visible,
        "address": address,
        "predicate": words,
    }
    environment.globals |= {
        "words": wording.words(),
        "kinds": wording.kinds(),
        "segments": ENTITY_TYPES,
        "is_reference": marking.is_reference,
        "passages": _passages,
        "quantity": _quantity,
    }
    return environment


def _passages(view: Any) -> list[list[marking.Run]]:
    return marking.passages(view.text, view.mentions, {(fact.begin, fact.end) for fact in view.facts})


def _quantity(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
