"""A screen never keeps a pattern from matching; forms and taken characters are what patterns and lists of spans say."""

from __future__ import annotations

import json
import re
from itertools import count, cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missiongraph.extract.forms import Taken, places
from missiongraph.extract.patterns import load
from missiongraph.extract.screen import Screen, clauses, words
from missiongraph.resources import ontology

FAMILIES = sorted(
    p.stem for p in (ontology() / "constructions").glob("*.toml") if p.stem not in ("events", "macros", "verbs")
)
RULES = [rule for family in FAMILIES for rules in load(family).values() for rule in rules]
CASES = Path(__file__).parent / "constructions.jsonl"


@pytest.fixture(scope="module")
def screen() -> Screen:
    made = Screen()
    for rule in RULES:
        made.bit(rule.pattern)
    return made


def _missed(screen: Screen, text: str) -> list[str]:
    possible = screen.possible(words(text))
    return [r.name for r in RULES if not screen.bit(r.pattern) & possible and r.regex.search(text)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"<P\d+> was (?:born|raised) in", [["<p"], ["[born]", "[raised]"], ["[was]"], ["[in"], ["> ]"]]),
        (r"launch(?:ed|es)?", [["launch", "launched", "launches"]]),
        (r"(?:crew )?landed(?! in)", [["[landed", "landed"]]),
        (r"(?:<[AO]\d+>|nobody)", [["<a", "<o", "nobody"]]),
        (r"(?:land|\d+)", []),
        (r"(?i:DOCK)ing(?= to)", [["docking"], ["[to"]]),
        (r"\bcrew\b, (?:<P|two)", [["[crew]"], ["<p", "[two"], ["[, <p", "[, ]"]]),
    ],
)
def test_what_a_pattern_asks_for(pattern: str, expected: list[list[str]]) -> None:
    """A bracket in `expected` stands for the edge of a word or of what stands between two."""
    wanted = [[re.sub(r"[\[\]]", "\0", part) for part in clause] for clause in expected]
    found = clauses(re.compile(pattern))
    assert sorted(sorted(clause) for clause in found) == sorted(sorted(clause) for clause in wanted)


def _typed(text: str, codes: str) -> str:
    """A text with a typed token for every capitalised run, of one code after the other."""
    kinds, numbers = cycle(codes), count()
    return re.sub(r"[A-Z][\w-]*(?: [A-Z\d][\w-]*)*", lambda _: f"<{next(kinds)}{next(numbers)}>", text)


def test_no_rule_is_kept_from_sentences_that_it_matches(screen: Screen) -> None:
    texts = [json.loads(line)["text"].partition("\n")[2] for line in CASES.read_text("utf-8").splitlines()]
    typed = [_typed(text, codes) for text in texts[::4] for codes in ("P", "PX", "PA", "CS", "RP")]
    assert [(text, missed) for text in typed if (missed := _missed(screen, text))] == []
    assert sum(bool(rule.regex.search(text)) for text in typed[::9] for rule in RULES) > 20


def test_most_rules_are_kept_from_a_sentence_that_says_nothing(screen: Screen) -> None:
    possible = screen.possible(words("Researchers compare sea ice with clouds over the tropics."))
    assert sum(bool(screen.bit(r.pattern) & possible) for r in RULES) < len(RULES) / 20


@settings(max_examples=25)
@given(st.data())
def test_no_rule_is_kept_from_what_is_made_for_it(screen: Screen, data: st.DataObject) -> None:
    short = [rule for rule in RULES if len(rule.regex.pattern) < 400]
    rule = data.draw(st.sampled_from(short))
    text = data.draw(st.from_regex(rule.regex, alphabet=st.characters(codec="ascii")))
    assert screen.bit(rule.pattern) & screen.possible(words(text)) or not rule.regex.search(text)


@given(st.text("aAßİıſK -", max_size=12), st.sampled_from(["aa", "a", "SS", "i", "k", "ia"]))
def test_case_folds_as_patterns_do(text: str, word: str) -> None:
    pattern, alone = re.compile(word, re.IGNORECASE), Screen()
    bit = alone.bit(pattern)
    assert alone.possible(words(text)) & bit or not pattern.search(text)


@given(st.text("ab -_9", max_size=14), st.text("ab -", min_size=1, max_size=3))
def test_places_are_what_the_pattern_finds(text: str, form: str) -> None:
    found = re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text)
    assert list(places(form, text)) == [match.span() for match in found]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))), st.integers(0, 20), st.integers(1, 5))
def test_free_is_what_no_span_overlaps(spans: list[tuple[int, int]], begin: int, size: int) -> None:
    taken = Taken(30, ((b, b + n) for b, n in spans))
    assert taken.free(begin, begin + size) == all(begin + size <= b or b + n <= begin for b, n in spans)
