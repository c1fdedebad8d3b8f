"""What a query's words tell before it runs: that it is an update, or wants other servers asked; where it is wrong."""

from __future__ import annotations

import re

from ..store import Store
from ..terms import prefixes
from .refusals import Refusal

__all__ = ["check", "syntax"]

_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n\r]|\\.)*"|' + r"'(?:[^'\\\n\r]|\\.)*'|" + r'<[^<>"{}|^`\\\s]*>|' + r"\#[^\n\r]*",
    re.S,
)
"""Strings, IRIs and comments: what stands in them are no keywords."""
_SERVICE = re.compile(r"(?<![\w:?$@.-])SERVICE(?![\w:-])|(?<=\.)SERVICE(?=\s*(?:SILENT\b|[<?$]))", re.I)
_PROLOGUE = re.compile(r"\s*(?:PREFIX\s+[^\s:]*:|BASE)\s*", re.I)
_UPDATE = re.compile(r"\s*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.I)
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.S)
_PREFIXED = re.compile(r"(?<![\w:.-])([A-Za-z][\w.-]*)?:")
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.I)
INVALID = "The query is not valid SPARQL"
READ_ONLY = "This endpoint is read-only"


def check(query: str, base: str) -> None:
    """Raise Refusal 403 for updates and for what would make this server ask another one."""
    words = _OPAQUE.sub(" ", query)
    if _is_update(words):
        raise Refusal(403, READ_ONLY, "updates are refused; the graph changes by `missiongraph build` alone")
    if _SERVICE.search(words):
        raise Refusal(403, "SERVICE is refused", "this endpoint asks no other: run both queries, and join the answers")
    harmless = re.sub("(?<=servic)e", lambda found: "f" if found[0] == "e" else "F", query, flags=re.I)
    if harmless != query:
        _parse(query, harmless, base)


def _parse(query: str, harmless: str, base: str) -> None:
    """Have Oxigraph's own parser say that no clause is hidden from our reading of the words.

    With the word misspelt, a query that has it in names, strings and comments only is as good as before; a clause is an
    error, in its place.
    """
    try:
        Store().query(harmless, base=base)
    except SyntaxError as error:
        raise syntax(query, error) from error


def _is_update(words: str) -> bool:
    position = 0
    while prologue := _PROLOGUE.match(words, position):
        position = prologue.end()
    return _UPDATE.match(words, position) is not None


def syntax(query: str, error: SyntaxError) -> Refusal:
    """The parser's complaint with its line and column, in code points from 1."""
    found = _POSITION.search(str(error))
    if found is None:
        return Refusal(400, INVALID, str(error))
    unknown = _unknown_prefix(query)
    if unknown is not None:
        prefix, place = unknown
        return _at(query, place, f"the prefix `{prefix}:` is not declared: add PREFIX {prefix}: <…>")
    before = query.split("\n")[: int(found[1]) - 1]
    place = sum(len(line) + 1 for line in before) + int(found[2]) - 1
    return _at(query, place - _overrun(found[3]), " ".join(found[3].split()))


def _at(query: str, place: int, detail: str) -> Refusal:
    place = max(0, min(place, len(query)))
    line, column = query.count("\n", 0, place) + 1, place - query.rfind("\n", 0, place)
    return Refusal(400, INVALID, detail, line=line, column=column)


def _overrun(expected: str) -> int:
    """How far behind the wrong place Oxigraph stopped: it takes as many characters as what it expects has.

    Only what it names in quotes it compares where it stands; `[_]` is any one character.
    """
    if '"' in expected:
        return 0
    if "[_]" in expected:
        return 1
    return max((len(word) for word in re.findall(r"\b[A-Z_]{2,}\b", expected)), default=0)


def _unknown_prefix(query: str) -> tuple[str, int] | None:
    """The first prefix that is not declared, and where: Oxigraph says only that it expected something else."""
    words = _OPAQUE.sub(lambda found: " " * len(found[0]), query)
    known = {*prefixes().map, *_DECLARED.findall(words), "_"}
    used = ((found[1] or "", found.start()) for found in _PREFIXED.finditer(words))
    return next(((prefix, place) for prefix, place in used if prefix not in known), None)
