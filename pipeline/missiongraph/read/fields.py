"""From the fields of a record, whatever they are called, to a release."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from missiongraph.errors import Problem
from missiongraph.model import Release
from missiongraph.published import parse_date
from missiongraph.read.decode import mended
from missiongraph.resources import ontology

__all__ = ["first_line", "from_fields", "known_fields", "looks_like_html"]

_MARKUP: Final = re.compile(
    r"<(?:!doctype html|html|head|body|p|div|br|h[1-6]|span|article|section|table|ul|ol)\b[^<>]*>", re.I
)
_INNER: Final = ("rendered", "text", "value", "#text", "content", "html", "name", "$oid", "$date")


@cache
def _synonyms() -> dict[str, str]:
    """Folded field name → field of Release; kept in order of preference."""
    table: dict[str, list[str]] = tomllib.loads((ontology() / "fields.toml").read_text("utf-8"))
    return {_fold(name): field for field, names in table.items() for name in names}


def known_fields(names: Iterable[str]) -> int:
    """How many of `names` are fields of a release."""
    return sum(_fold(name) in _synonyms() for name in names)


def looks_like_html(text: str) -> bool:
    """Whether `text` is markup, not prose that mentions a "<"."""
    return bool(_MARKUP.search(text[:20000]))


def first_line(text: str) -> str:
    """The first line with something on it, without Markdown's heading marks; "" when there is none."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return re.sub(r"^#{1,6}\s+|\s+#+$", "", line.lstrip("\ufeff"))


def from_fields(record: Mapping[str, object], fallback: str, where: str) -> Release | Problem:
    """The release that a record holds; Problem R005 when it has no text.

    Its id is the `id` field, else the URL, else `fallback`.
    """
    found = _pick(record)
    text, html = found.get("text", ""), found.get("html", "")
    if not text.strip():
        text = html
    if not text.strip():
        return Problem("R005", where)
    return Release(
        id=(found.get("id") or found.get("url") or fallback).strip(),
        text=text,
        title=" ".join(found.get("title", "").split()),
        published=parse_date(found.get("published")),
        url=found.get("url") or None,
        publisher=found.get("publisher") or None,
        source=where,
        html=text is html or looks_like_html(text),
    )


def _pick(record: Mapping[str, object]) -> dict[str, str]:
    folded = {_fold(name): value for name, value in reversed(list(record.items())) if isinstance(name, str)}
    found: dict[str, str] = {}
    for name, field in _synonyms().items():
        if field not in found and (value := _plain(folded.get(name))).strip():
            found[field] = value
    return found


def _plain(value: object) -> str:
    """A field's value as text: lists are paragraphs, objects (WordPress, MongoDB) give their inner value."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_plain, value)))
    if isinstance(value, dict):
        return next((text for key in _INNER if (text := _plain(value.get(key)))), "")
    return mended(str(value))


def _fold(name: str) -> str:
    return re.sub(r"[\s_\-.:@\ufeff]", "", name).casefold()
