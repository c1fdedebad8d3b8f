"""How problems become HTTP: a status, and a body of RFC 9457 that says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ExceptionHandler

from ..errors import Problem
from .engine import Busy, Died, TooLong
from .refusals import Refusal

__all__ = ["HANDLERS", "response"]


def response(refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that is refused."""
    body = {"title": refusal.title, "status": refusal.status, "detail": refusal.detail, **refusal.numbers}
    return JSONResponse(body, refusal.status, headers, media_type="application/problem+json")


def _http(error: HTTPException) -> Response:
    return response(Refusal(error.status_code, error.detail), error.headers)


def _problem(error: Problem) -> Response:
    return response(Refusal(400, error.text, error.where))


def _too_long(error: TooLong) -> Response:
    detail = f"it was stopped after {error.args[0]:g} s: ask for less, or start the server with a larger --time-limit"
    return response(Refusal(500, "The query took too long", detail))


def _died(_: Died) -> Response:
    return response(Refusal(500, "The query was ended", "most likely it needed too much memory: ask for less"))


def _busy(_: Busy) -> Response:
    return response(Refusal(503, "Too many queries at once", "try again in a while"), {"Retry-After": "10"})


def _answer(reply: Callable[..., Response], _: Request, error: Exception) -> Response:
    return reply(error)


HANDLERS: dict[object, ExceptionHandler] = {
    kind: partial(_answer, reply)
    for kind, reply in (
        (Refusal, response),
        (HTTPException, _http),
        (Problem, _problem),
        (TooLong, _too_long),
        (Died, _died),
        (Busy, _busy),
    )
}
