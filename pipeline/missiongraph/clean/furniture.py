"""Lines, paragraphs, sentences and ends of lines that are furniture wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from missiongraph.clean.draft import Draft
from missiongraph.clean.layout import is_prose
from missiongraph.clean.patterns import Patterns, Rule, patterns
from missiongraph.published import parse_date

__all__ = ["drop_columns", "drop_furniture", "is_furniture", "sentences"]

_MENU_MARK: Final = re.compile(r"\s*[>»›|]\s*|\s+[/·•]\s+|\s{2,}")
_SLOGAN: Final = 120
_LONGEST: Final = 20_000
_SENTENCE_END: Final = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9À-Þ])")
_AFTER_CLOCK: Final = re.compile(
    r"(?:[A-Z]{2,5}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\d)"
)


def drop_furniture(draft: Draft) -> Draft:
    """The draft without lines, paragraphs, sentences and credits that the data file describes."""
    rules = patterns()
    kept: list[str] = []
    removed: list[str] = []
    published: date | None = None
    for line in _without_sections(draft.lines, removed, rules):
        if not line:
            kept.append(line)
            continue
        left, gone, rule = _judge(line)
        removed.extend(gone)
        published = published or next(filter(None, map(_updated, gone)), None)
        if left:
            kept.append(left)
        elif rule is not None:
            published = published or (parse_date(line) if rule.dated else None)
            _drop_before(kept, removed, rule, rules)
    return draft.keep(kept, removed, published)


def _updated(sentence: str) -> date | None:
    """The day in a note on when the release was changed: all that a release without a date says of its own."""
    dated = any(rule.dated and rule.match.match(sentence) for rule in patterns().sentences)
    return parse_date(sentence) if dated else None


_GAP: Final = re.compile(r" {3,}")


def drop_columns(draft: Draft) -> Draft:
    """The draft without menus whose parts only blanks set apart, before those are made one."""
    menus = [
        line
        for line in draft.lines
        if len(_GAP.split(line.strip())) > 2 and _is_menu(_GAP.sub(" | ", line.strip()), patterns())
    ]
    return draft.keep((line for line in draft.lines if line not in menus), menus)


@lru_cache(maxsize=4096)  # Every line is judged at least twice, and archives repeat their furniture.
def _judge(line: str) -> tuple[str, tuple[str, ...], Rule | None]:
    """What is left of a line, what goes, and the rule for whole lines that it met."""
    rules = patterns()
    rule = _line_rule(line, rules)
    if rule is not None or _is_menu(line, rules) or _is_paragraph(line, rules):
        return "", (line,), rule
    removed: list[str] = []
    return _without_parts(line, removed, rules), tuple(removed), None


def is_furniture(line: str) -> bool:
    """Whether the whole of `line` is furniture."""
    rules = patterns()
    return bool(_line_rule(line, rules)) or _is_menu(line, rules) or _is_paragraph(line, rules)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph with the blanks after them: joined again they give `text`."""
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        before = text[begin : match.start() + 1]
        if before.endswith(("a.m.", "p.m.")):
            if _AFTER_CLOCK.match(text, match.end()):
                continue
        elif patterns().abbreviations.search(before[-12:]):
            continue
        yield text[begin : match.end()]
        begin = match.end()
    yield text[begin:]


def _line_rule(line: str, rules: Patterns) -> Rule | None:
    for rule in rules.lines:
        if len(line) <= rule.longest and rule.match.fullmatch(line) and not rules.news.search(line):
            return rule
    return None


def _is_paragraph(line: str, rules: Patterns) -> bool:
    return any(rule.match.search(line) and not rules.news.search(line) for rule in rules.paragraphs)


def _is_menu(line: str, rules: Patterns) -> bool:
    """Short parts between menu marks, one of them a word of menus, no part a sentence."""
    if len(line) > 200 or is_prose(line):
        return False
    parts = [part.strip(" .:").casefold() for part in _MENU_MARK.split(line) if part.strip()]
    if len(parts) < 2:
        return False
    return max(map(len, parts)) <= 50 and any(part in rules.menu_words for part in parts)


def _drop_before(kept: list[str], removed: list[str], rule: Rule, rules: Patterns) -> None:
    """The slogan above a tile, the words that lead to an address."""
    while kept and not kept[-1] and rule.lead_in:
        kept.pop()
    if not kept or not kept[-1] or rules.news.search(kept[-1]):
        return
    line = kept[-1]
    slogan = rule.teaser and len(line) < _SLOGAN and not line.endswith((".", "!", "?", "”", '"'))
    leads = rule.lead_in and line.endswith(":") and len(line) < 2 * _SLOGAN
    if slogan or leads:
        removed.append(kept.pop())


def _without_parts(line: str, removed: list[str], rules: Patterns) -> str:
    if len(line) > _LONGEST:
        return line
    for pattern in rules.inline:
        if match := pattern.search(line):
            removed.append(match[0])
            line = (line[: match.start()] + " " + line[match.end() :]).strip()
    return "".join(_sentences_left(line, removed, rules)).strip()


def _sentences_left(line: str, removed: list[str], rules: Patterns) -> Iterator[str]:
    for sentence in sentences(line):
        rule = next((rule for rule in rules.sentences if rule.match.match(sentence)), None)
        if rule is None or rules.news.search(sentence):
            yield sentence
            continue
        removed.append(sentence)
        # "Editor's note: This page was updated. The launch is …": the note goes on.
        if rule.prefix and (match := rule.prefix.match(sentence)) and len(sentence) < len(line):
            yield match[0].rstrip() + " "


def _without_sections(lines: tuple[str, ...], removed: list[str], rules: Patterns) -> Iterator[str]:
    inside: Rule | None = None
    for line in lines:
        heading = next(
            (rule for rule in rules.sections if len(line) <= rule.longest and rule.match.fullmatch(line)), None
        )
        if heading is not None and not is_prose(line):
            inside = heading
        elif inside and line and (rules.news.search(line) or not _about_watching(line, inside)):
            inside = None
        if inside and line:
            removed.append(line)
        else:
            yield line


def _about_watching(line: str, rule: Rule) -> bool:
    return rule.within is not None and bool(rule.within.search(line))
