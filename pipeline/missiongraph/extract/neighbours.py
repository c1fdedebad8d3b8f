"""What stands next to a name in a list, or before it as its kind."""

from __future__ import annotations

import re

__all__ = ["COMMA", "beside", "named_as"]

_CHRISTENED = re.compile(r"\b([A-Z][\w-]+),? (?:named|called|dubbed|christened) [“\"‘']?$")


def named_as(text: str, begin: int, craft: set[str]) -> bool:
    """ "A new Tern named Sooty", where Tern is a craft, or a line of them."""
    line = _CHRISTENED.search(text, max(0, begin - 50), begin)
    return line is not None and line.group(1) in craft


COMMA = re.compile(r"(?:,|,? and|,? &) (?:the )?")
_EMPLOYED = re.compile(
    r"\b(?:at|[a-z]+(?:er|or|ist|ian|man|woman|ent|ief|head|chair|member|graduate)s?(?: of| for| with)) (?:the )?$"
)
""" "Chair for life sciences at Dassault; Ana Bastos": behind such words stands a body, whoever is next in the list."""


def beside(text: str, begin: int, end: int, starts: set[int], ends: set[int]) -> bool:
    """Whether a person is named right before or after in the same list."""
    if _EMPLOYED.search(text, max(0, begin - 60), begin):
        return False
    before = re.search(r"(?:,|;|,? and|,? &)(?: the)? $", text[max(0, begin - 10) : begin])
    after = re.match(
        r"(?: of [A-Z][\w ]{2,24}(?:, [A-Z][\w ]{2,24}(?=;))?| \([^)\n]{2,30}\))?(?:,|;|,? and|,? &)(?: and)?(?: the)? ",
        text[end : end + 70],
    )
    return bool(before and begin - len(before.group()) in ends) or bool(after and end + after.end() in starts)
