"""HTML to text and metadata."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any, Final

from lxml import html as lxml_html  # type: ignore[import-untyped]
from trafilatura import bare_extraction, load_html

from missiongraph.errors import Problem
from missiongraph.model import Release
from missiongraph.published import parse_date

__all__ = ["to_text"]

_SKIPPED: Final = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "form",
    "iframe",
    "svg",
    "head",
    "button",
    "select",
)
_BLOCKS: Final = (
    "p div section article header main aside h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr br hr blockquote pre "
    "figure figcaption"
)
_DATES: Final = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "release_date",
)
_JSON_DATE: Final = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_DATED: Final = "//body//*[contains(@class, 'date') or contains(@class, 'publish') or contains(@id, 'date')]"
_DATE_LENGTH: Final = 40
"""Longer than this, an element that is styled as a date holds more than one."""
_SITE: Final = re.compile(r"\s+[|»·]\s+|\s+[–—-]\s+")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_text(release: Release) -> Release:
    """The release with text for markup; title, date, URL and publisher from the page where the archive gave none.

    Raises Problem C001 when the page holds no text.
    """
    tree = _tree(release.text)
    if tree is None:
        raise Problem("C001", release.source or release.id, "no HTML")
    changed = [_unwrap(tree), _list_lines(tree)]
    markup = lxml_html.tostring(tree, encoding="unicode") if any(changed) else release.text
    meta = {name: value for name, value in map(_meta, tree.iter("meta")) if name and value}
    publisher = release.publisher or meta.get("og:site_name")
    url = release.url or _link(tree) or meta.get("og:url")
    # Before the text: it takes the head, the scripts and the times out of the tree.
    title = release.title or _title(tree, meta, publisher)
    published = release.published or _date(tree, meta)
    return replace(
        release,
        text=_main_text(markup, tree),
        title=title,
        published=published,
        url=url,
        publisher=publisher,
        html=False,
    )


def _tree(markup: str) -> Any:
    # A declaration of an encoding is wrong by now (the text is decoded) and lxml refuses it.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\x00", ""))
    try:
        return (
            load_html(markup)
            if "<body" in markup.lower()
            else lxml_html.fromstring(f"<html><body>{markup}</body></html>")
        )
    except (ValueError, lxml_html.etree.LxmlError):
        return None


def _unwrap(tree: Any) -> bool:
    """Whether the page is laid out with tables. If so, they, their rows and their cells are divisions from now on."""
    tables = [table for table in tree.iter("table") if any(map(_is_layout, table.iter("td")))]
    parts = [part for table in tables for part in _parts(table)]
    for part in parts:
        part.tag = "div"
    return bool(parts)


def _is_layout(cell: Any) -> bool:
    """Whether a cell holds a text of its own, as no cell of figures does: a heading, or paragraphs."""
    return next(cell.iter("h1", "h2"), None) is not None or sum(1 for _ in cell.iter("p")) > 1


def _parts(table: Any) -> list[Any]:
    """The table with its rows and cells, but not those of the tables inside it."""
    groups = "self::tbody or self::thead or self::tfoot"
    return [table, *table.xpath(f"./tr|./tr/*|./*[{groups}]|./*[{groups}]/tr|./*[{groups}]/tr/*")]


def _list_lines(tree: Any) -> bool:
    """Whether a paragraph introduces a list ("The crew:"). If so, its items are paragraphs from now on.

    trafilatura drops lists of short items, such as crews.
    """
    introduced = [part for part in tree.iter("ul", "ol") if _says_more(part.getprevious())]
    for part in introduced:
        part.tag = "div"
        for item in part.iter("li"):
            item.tag = "p"
            item.text = _behind("- ", item.text)
    return bool(introduced)


def _says_more(before: Any) -> bool:
    return before is not None and before.tag == "p" and before.text_content().rstrip().endswith(":")


def _main_text(markup: str, tree: Any) -> str:
    """The article as trafilatura finds it; all visible text where it finds none or next to none."""
    found = bare_extraction(markup, with_metadata=False, include_comments=False, include_tables=True)
    article = (getattr(found, "text", None) or "") if found is not None else ""
    page = _all_text(tree)
    return "\n\n".join(article.split("\n")) if len(article) > len(page) / 4 else page


def _all_text(tree: Any) -> str:
    for element in list(tree.iter(*_SKIPPED)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS.split()):
        element.text = _behind("\n\n", element.text)
        element.tail = _behind("\n\n", element.tail)
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n\n"))
    return "\n\n".join(line for line in lines if line)


def _behind(mark: str, text: str | None) -> str:
    """Text of an element with a mark before it; lxml reads characters that it then refuses to write."""
    return mark + _UNWRITABLE.sub("", text or "")


def _meta(element: Any) -> tuple[str, str]:
    name = element.get("property") or element.get("name") or element.get("itemprop") or ""
    return name.casefold(), (element.get("content") or "").strip()


def _title(tree: Any, meta: dict[str, str], publisher: str | None) -> str:
    heads, below = ([" ".join(head.text_content().split()) for head in tree.iter(level)] for level in ("h1", "h2"))
    titles = [" ".join(head.text_content().split()) for head in tree.iter("title")]
    title = meta.get("og:title") or next(iter(titles), "") or next(iter(heads), "")
    for head in (*heads, *below):
        if len(head) > 10 and (title.startswith(head) or title.endswith(head)):
            return head
    before, *after = _SITE.split(title, maxsplit=0)
    if after and publisher and after[-1].casefold() == publisher.casefold():
        return title[: title.rindex(after[-1])].rstrip(" |»·–—-")
    return before if " | " in title and len(before) > 15 else title


def _date(tree: Any, meta: dict[str, str]) -> date | None:
    """The date that the page states of itself, in a fixed order; nothing is guessed from its text."""
    stated = [meta.get(name) for name in _DATES]
    stated += _JSON_DATE.findall("\n".join(script.text or "" for script in tree.iter("script")))[:1]
    stated += [time.get("datetime") or time.text_content() for time in tree.iter("time")][:1]
    stated += [text for element in tree.xpath(_DATED) if len(text := element.text_content().strip()) < _DATE_LENGTH][:1]
    return next((day for value in stated if value and (day := parse_date(value))), None)


def _link(tree: Any) -> str | None:
    return next(
        (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical" and link.get("href")), None
    )
