"""How problems become HTTP: a status, and a body of RFC 9457 that says what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ExceptionHandler

from ..errors import Problem
from .engine import Busy, Died, TooLong

__all__ = ["HANDLERS", "Refusal"]


class Refusal(Exception):
    """A request that is not answered: HTTP status, a title that is the same each time, and what to do about this one."""

    def __init__(self, status: int, title: str, detail: str = "", **more: int) -> None:
        self.status, self.title, self.detail, self.more = status, title, detail, more
        super().__init__(title)

    def __reduce__(self) -> tuple[object, ...]:
        """Refusals cross from query process to server whole."""
        return _refusal, (self.status, self.title, self.detail, self.more)


def _refusal(status: int, title: str, detail: str, more: Mapping[str, int]) -> Refusal:
    return Refusal(status, title, detail, **more)


def _response(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    body = {"title": refusal.title, "status": refusal.status, "detail": refusal.detail, **refusal.more}
    return JSONResponse(body, refusal.status, headers, media_type="application/problem+json")


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _response(error)


def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _response(Refusal(error.status_code, error.detail), error.headers)


def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _response(Refusal(400, error.text, error.where))


def _too_long(_: Request, error: Exception) -> Response:
    detail = f"it was stopped after {error.args[0]:g} s: ask for less, or raise --time-limit of the server"
    return _response(Refusal(500, "The query took too long", detail))


def _died(_: Request, error: Exception) -> Response:
    return _response(Refusal(500, "The query took too much memory", "its process was ended: ask for less"))


def _busy(_: Request, error: Exception) -> Response:
    return _response(Refusal(503, "Too many queries at once", "try again in a while"), {"Retry-After": "10"})


HANDLERS: dict[object, ExceptionHandler] = {
    Refusal: _refused,
    HTTPException: _http,
    Problem: _problem,
    TooLong: _too_long,
    Died: _died,
    Busy: _busy,
}
