"""Clean a release: markup, page furniture and hard line breaks go, the news stays, the title stands first.

The text that comes out is final: all offsets refer to it.
"""

from __future__ import annotations

from dataclasses import replace

from missiongraph.clean.characters import normalise
from missiongraph.clean.dateline import take_dates
from missiongraph.clean.draft import Draft
from missiongraph.clean.ending import drop_contacts, drop_ending
from missiongraph.clean.furniture import drop_columns, drop_furniture
from missiongraph.clean.layout import join_wrapped, render, split_lines
from missiongraph.clean.mail import drop_mail
from missiongraph.clean.schedule import drop_schedule
from missiongraph.clean.table import read_tables
from missiongraph.clean.title import settle_title, split_title
from missiongraph.errors import Problem
from missiongraph.model import Release

__all__ = ["clean"]

_STEPS = (
    split_title,
    drop_mail,
    drop_columns,
    read_tables,
    join_wrapped,
    drop_ending,
    drop_furniture,
    drop_contacts,
    drop_schedule,
    take_dates,
    settle_title,
)


def clean(release: Release) -> Release:
    """The release with its final text: NFC, the title line first, paragraphs set apart by an empty line.

    Lines of one short-lined block (an address, a list) keep their single line ends. Cleaning a clean release changes
    nothing. `published`, `url` and `publisher` are filled in from the page or the dateline where the archive gave
    none; `removed` holds what was taken out. Raises Problem C001 when nothing but furniture was there.
    """
    if release.html:
        from missiongraph.clean.markup import to_text  # noqa: PLC0415 - most archives do without trafilatura

        release = to_text(release)
    draft = Draft(normalise(release.title, keep_lines=False), release.published, split_lines(normalise(release.text)))
    draft = _settle(draft)
    text = render(draft.title, draft.lines)
    if not text:
        raise Problem("C001", release.source or release.id)
    return replace(
        release, text=text, title=draft.title, published=draft.published, removed=release.removed + draft.removed
    )


def _settle(draft: Draft) -> Draft:
    """Every step again until none finds anything: what one took away may have hidden what another looks for."""
    for _ in range(50):
        before = draft
        for step in _STEPS:
            draft = step(draft)
        draft = draft.keep(split_lines(normalise("\n".join(draft.lines))))
        if draft.lines == before.lines and draft.title == before.title:
            break
    return draft
