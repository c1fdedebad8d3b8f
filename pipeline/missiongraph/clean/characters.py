"""Characters: composed, one kind of line end, no invisible ones."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["normalise"]

_LINE_ENDS: Final = re.compile(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_BLANKS: Final = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Zero-width and directional marks, soft hyphens, controls, and lone surrogates (which no UTF-8 file can hold).
_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffc"
    r"\ud800-\udfff]"
)
_MARKDOWN_LINK: Final = re.compile(r"!?\[([^\[\]\n]{1,200})\]\((?:https?://|/|#|mailto:)[^()\s]*(?: \"[^\"\n]*\")?\)")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,300}?)(?<=\S)\1")
_HEADING: Final = re.compile(r"^#{1,6} +(?=\S)", re.M)


def normalise(text: str, keep_lines: bool = True) -> str:
    """`text` in NFC, blanks as spaces, invisible characters and Markdown marks gone; quotes and dashes as they are.

    Without `keep_lines`, all white space becomes single spaces. Applied twice it is the same as once.
    """
    while True:
        found = _once(text)
        found = found.strip("\n") if keep_lines else " ".join(found.split())
        if found == text:
            return text
        text = found


def _once(text: str) -> str:
    text = _INVISIBLE.sub("", _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text)))
    text = _STRONG.sub(r"\2", _MARKDOWN_LINK.sub(r"\1", _HEADING.sub("", text)))
    return unicodedata.normalize("NFC", text)
