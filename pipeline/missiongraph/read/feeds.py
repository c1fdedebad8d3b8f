"""RSS and Atom, an entry at a time, as the fields of a record.

lxml does it: it is here for HTML anyway, mends what is not well-formed, and holds one entry in memory.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree  # type: ignore[import-untyped]

from missiongraph.errors import Problem
from missiongraph.read.decode import encoding_of

__all__ = ["entries", "is_feed"]

_ROOTS: Final = ("rss", "feed", "rdf")
_START: Final = re.compile(
    rb"<(?:\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*|<)*?(?:rss|feed|rdf:rdf)\b", re.I | re.S
)
_NAMED: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]{2,8}\d{0,2});")
_OPENED: Final = re.compile(rb"<(?:item|entry)\b", re.I)
_CUT: Final = re.compile(rb"(?:&[A-Za-z0-9]{0,10}|<\w{0,6})\Z")
_FIELDS: Final = {
    "guid": "id",
    "id": "id",
    "title": "title",
    "pubdate": "published",
    "published": "published",
    "date": "published",
    "issued": "published",
    "encoded": "content",
    "content": "content",
    "body": "content",
    "description": "summary",
    "summary": "summary",
    "updated": "updated",
    "modified": "updated",
}
Found = tuple[int, dict[str, object] | Problem]


def is_feed(head: bytes) -> bool:
    """Whether a file that begins so is a feed, not a page."""
    return bool(_START.match(head))


def entries(parts: Iterable[bytes], limit: int) -> Iterator[Found]:
    """The entries as records, each with its number: full content before the summary, the day published before updated.

    An entry beyond `limit` bytes is a problem.
    Raises Problem R002 (empty), R015 (no feed, one that breaks off, one with entries that cannot be read).
    """
    parser: etree.XMLPullParser[etree._Element] | None = None
    number = opened = 0
    ended = False
    for part in _plain_entities(parts):
        opened += len(_OPENED.findall(part))
        if parser is None:
            parser = _parser(part)
        parser.feed(part)
        for event, element in parser.read_events():
            name = _name(element)
            if event == "start":
                if element.getparent() is None and name not in _ROOTS:
                    raise Problem("R015", detail=f"it is <{name}>")
                continue
            ended = element.getparent() is None
            if name in {"item", "entry"}:
                number += 1
                yield number, _fields(element, limit)
                _forget(element)
    if parser is None:
        raise Problem("R002")
    if not ended:
        raise Problem("R015", detail="it breaks off")
    if number < opened:
        raise Problem("R015", detail=f"{number} of its {opened} entries could be read")


def _parser(head: bytes) -> etree.XMLPullParser[etree._Element]:
    encoding = None
    if b"encoding" not in head[:200] and (found := encoding_of(head, sample=True)) not in {"utf-8", "utf-8-sig"}:
        encoding = None if found.startswith(("utf-16", "utf-32")) else found
    try:
        return etree.XMLPullParser(
            events=("start", "end"), recover=True, resolve_entities=False, no_network=True, huge_tree=False,
            load_dtd=False, encoding=encoding,
        )  # fmt: skip
    except LookupError:
        raise Problem("R009", detail=f"{encoding}, which XML does not know") from None


def _plain_entities(parts: Iterable[bytes]) -> Iterator[bytes]:
    """HTML's names for characters ("&nbsp;"), which XML does not know, as numbers; no name is cut in two."""
    rest = b""
    for part in parts:
        data = rest + part
        cut = _CUT.search(data)
        rest = cut[0] if cut else b""
        yield _NAMED.sub(_numbered, data[: len(data) - len(rest)])
    if rest:
        yield rest


def _numbered(found: re.Match[bytes]) -> bytes:
    text = html.unescape(found[0].decode("ascii"))
    return found[0] if text.startswith("&") else b"".join(b"&#%d;" % ord(letter) for letter in text)


def _fields(entry: etree._Element, limit: int) -> dict[str, object] | Problem:
    found: dict[str, str] = {}
    for child in entry:
        name = _name(child)
        if name == "link":
            _keep(found, "url" if child.get("rel", "alternate") == "alternate" else "", child.get("href") or child.text)
        elif field := _FIELDS.get(name, ""):
            _keep(found, field, _text(child))
    if sum(map(len, found.values())) > limit:
        return Problem("R006", detail=f"limit {limit:,} bytes")
    return {
        "id": found.get("id", ""),
        "url": found.get("url", ""),
        "title": html.unescape(re.sub(r"<[^<>]+>", "", found.get("title", ""))),
        "published": found.get("published") or found.get("updated", ""),
        "text": found.get("content") or found.get("summary", ""),
    }


def _keep(found: dict[str, str], field: str, value: str | None) -> None:
    """The longest of several contents, the first of anything else."""
    if field and value and value.strip():
        known = found.get(field, "")
        if not known or (field == "content" and len(value) > len(known)):
            found[field] = value.strip()


def _text(element: etree._Element) -> str:
    """The text of an element; XHTML inside it stays markup."""
    if len(element) and element.get("type", "xhtml") == "xhtml":
        return "".join(etree.tostring(child, encoding="unicode") for child in element)
    return "".join(str(piece) for piece in element.itertext())


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _forget(element: etree._Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
