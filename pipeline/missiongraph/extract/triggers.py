"""Words that tell an event: `ontology/constructions/events.toml` says which, and when they count."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_

from missiongraph.errors import StartProblem
from missiongraph.extract import calledoff
from missiongraph.extract.macros import expand
from missiongraph.extract.parse import Token
from missiongraph.extract.screen import Screen, words
from missiongraph.extract.sentence import Sentence
from missiongraph.resources import ontology

__all__ = ["Kind", "Trigger", "days", "kinds", "triggers"]


@dataclass(frozen=True)
class Kind:
    """An event family: what triggers it, which types fill which slot, and what a loose verb needs behind it."""

    type: str
    verbs: re.Pattern[str]
    nouns: re.Pattern[str]
    slots: Mapping[str, str]
    needs: Mapping[str, re.Pattern[str]]
    doers: Mapping[str, str]
    """For words that mean much else: the types (codes) that what is named last before them may have."""
    ahead: Mapping[str, re.Pattern[str]]
    """For words that tell it of some things only: what must stand right before them, each mention as its type.

    A word that a named group of `verbs` finds has the conditions of that name, or else those of its own letters.
    """
    unless: Mapping[str, re.Pattern[str]]
    """What makes another thing of the text that starts with the word, each mention as its type."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event: its kind, its token, and where it stands in the text."""

    kind: Kind
    token: Token
    begin: int
    noun: bool
    word: str = ""
    """The words that tell it, as written."""


@lru_cache
def kinds() -> tuple[Kind, ...]:
    """The event families. Raises StartProblem where the file is broken."""
    path = ontology() / "constructions" / "events.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        macros = data["macros"]
        return tuple(
            Kind(
                row["type"],
                _words(expand(row["verbs"], macros)),
                _words(expand(row["nouns"], macros)),
                row["slots"],
                {word: re.compile(expand(need, macros)) for word, need in row.get("needs", {}).items()},
                row.get("doers", {}),
                *(
                    {word: re.compile(expand(text, macros)) for word, text in row.get(table, {}).items()}
                    for table in ("ahead", "unless")
                ),
            )
            for row in data["kind"]
        )
    except (OSError, ValueError, KeyError, re.error) as error:
        raise StartProblem("O001", str(path), str(error)) from error


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


def triggers(sentence: Sentence) -> Iterator[Trigger]:
    """The event words of a sentence that stand outside names."""
    text = sentence.span.text
    taken = [
        (i.begin - sentence.begin, i.end - sentence.begin)
        for i in sentence.items
        if i.code not in "TDR" and not _is_event_word(text[i.begin - sentence.begin : i.end - sentence.begin])
    ]
    for kind, noun, match in _matches(text):
        if any(b <= match.start() < e for b, e in taken):
            continue
        begin = sentence.begin + match.start()
        token = next(iter(sentence.tokens(begin, begin + 1)), None)
        if noun and token is not None and token.dep_ == "compound" and re.search("[- ]", match.group()):
            token = token.head if token.head.idx < sentence.begin + match.end() else token  # "lift-off"
        if token is not None and _fits(kind, noun, token, sentence, match):
            taken.append(match.span())
            yield Trigger(kind, token, sentence.begin + match.start(), noun, match.group())


def _matches(text: str) -> Iterator[tuple[Kind, bool, re.Match[str]]]:
    """Event words by kind, and whether they are the kind's nouns; most sentences have none."""
    screen, marked, whole = _screened()
    possible = screen.possible(words(text)) & whole
    for bit, kind, noun, pattern in marked if possible else ():
        if bit & possible:
            yield from ((kind, noun, match) for match in pattern.finditer(text))


@lru_cache
def _screened() -> tuple[Screen, list[tuple[int, Kind, bool, re.Pattern[str]]], int]:
    screen = Screen()
    each = ((kind, noun, pattern) for kind in kinds() for noun, pattern in ((True, kind.nouns), (False, kind.verbs)))
    marked = [(screen.bit(pattern), kind, noun, pattern) for kind, noun, pattern in each]
    return screen, marked, reduce(or_, (bit for bit, *_ in marked), 0)


@lru_cache(maxsize=4096)
def _is_event_word(name: str) -> bool:
    """A capital at the head of a sentence makes a name of "Touchdown": it is the event all the same."""
    return any(kind.nouns.fullmatch(name) for kind in kinds())


def _fits(kind: Kind, noun: bool, token: Token, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the word is used as the event: the right part of speech, and for loose verbs the right complement."""
    word = match.group().casefold()
    if noun and token.tag_ == "VBG" and token.dep_ in ("advcl", "acl", "conj") and token.pos_ == "VERB":
        return False  # "…, landing in Kazakhstan" is the verb, with a subject to inherit
    if noun and sentence.span.text[match.end() :].startswith(" 101"):
        return False  # "Splashdown 101": how it is done
    if noun and (_modifies(token) or _aimed_at(token, sentence, sentence.begin + match.start())):
        return False
    if (
        noun
        and _ON_THE_DAY.search(sentence.whole, sentence.begin, sentence.begin + match.end())
        and not _DATED.match(sentence.whole, sentence.begin + match.end())
    ):
        return False
    if noun and _on_the_way(token, sentence, sentence.begin + match.start()):
        return False
    if (
        not noun
        and " " not in word
        and token.dep_ == "amod"
        and token.head.i > token.i
        and token.head.tag_ in ("NN", "NNS")
    ):
        return False  # "the docked spacecraft": how it is, not what it does
    if noun:
        return (
            token.pos_ in ("NOUN", "PROPN")
            or token.text[-3:] == "ing"
            or "-" in token.text
            or token.lower_ in ("liftoff", "splashdown", "touchdown")
        )
    verbal = (
        token.pos_ in ("VERB", "AUX")
        or token.tag_.startswith("V")
        or re.fullmatch(r"(?:un|re)?(?:dock|berth)(?:ed|s)", word) is not None
        or word.startswith(_PLACED)
        or _TO_DO.search(sentence.whole, sentence.begin, sentence.begin + match.start()) is not None
        or (word[-1] == "s" and _follows_name(sentence, sentence.begin + match.start()))
    )
    if not (verbal or "off" in word or "down" in word):
        return False
    if kind.type == "Launch" and (
        calledoff.due(word, token, sentence) or (calledoff.is_word(word) and not calledoff.of_flight(token, sentence))
    ):
        return False
    if word == "launches" and _THEIRS.search(sentence.whole, sentence.begin, sentence.begin + match.start()):
        return False
    if (
        kind.type == "Undocking"
        and word.startswith(("left", "leav"))
        and _through_hatch(sentence, sentence.begin + match.start(), match.end())
    ):
        return False
    sorts = [s for s in (match.lastgroup, word) if s and (s != word or match.lastgroup in _BEFORE_WORDS)]
    return any(_meets(kind, sort, word, sentence, match) for sort in sorts)


_BEFORE_WORDS = frozenset({None, "parting"})
"""Groups that find what is also a word of its own."""


def _meets(kind: Kind, sort: str, word: str, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the conditions of a word, or of the group that finds it, hold where it stands."""
    need = kind.needs.get(_longest(kind.needs, sort))
    doers = kind.doers.get(_longest(kind.doers, sort))
    ahead = kind.ahead.get(_longest(kind.ahead, sort))
    unless = kind.unless.get(_longest(kind.unless, word)) if kind.unless else None
    begin = sentence.begin + match.start()
    if unless and unless.search(_with_types(sentence, begin, begin + len(word) + _REACH)):
        return False
    first = word[0]  # "Landed on 3 May …"
    return (
        need is None
        or bool(need.search(first + sentence.span.text[match.start() + 1 : match.end() + 110]))
        or bool(need.search(first + _with_types(sentence, begin, begin + len(word) + _REACH)[1:]))
    ) and (
        (doers is None or _doer(sentence, begin) in doers)
        and (ahead is None or bool(ahead.search(_with_types(sentence, sentence.begin, begin))))
    )


_THEIRS = re.compile(
    r"\b(?:support|watch|attend|cover|cheer|work\w* on|follow|witness|view|assist\w* with)(?:ed|ing|es|s)? (?:[a-z-]+ ){0,4}$"
)
"""Before "launches": those of others, which somebody watches or helps with, whatever the parse takes the word for."""


_WHEN_IT_IS = frozenset(
    "date dates day days time times attempt attempts try tries slot opportunity opportunities".split()
)


def _modifies(token: Token) -> bool:
    """ "The landing radar", "the docking collar": a thing called after what it is for. A date or an attempt tells of it."""
    head = token.head
    thing = head.tag_ in ("NN", "NNS") and head.text.islower() and head.lower_ not in _WHEN_IT_IS
    labels = head.i + 1 < head.sent.end and head.doc[head.i + 1].text == ":"  # "Landing site: …"
    return token.dep_ == "compound" and head.i == token.i + 1 and thing and not labels


_AIM = re.compile(
    r"\b(?:road|march|paths?|ways?|race|steps?|leap|rehears\w+|preparations?|goals?|dreams?|quest|push|drive|deadline|hopes?|hoped|practice|stepping stones?|precursors?)"
    r" (?:to|toward|towards|for|of|until|before) (?:[\w-]+ ){0,5}$"
)


def _aimed_at(token: Token, sentence: Sentence, begin: int) -> bool:
    """ "The road to the first Moon landing": what is worked for, of which no day nor craft is said, is not told."""
    if not _AIM.search(sentence.whole, sentence.begin, begin):
        return False
    own = {t.i for t in token.subtree}
    return not any(t.i in own for i in sentence.of("TCXP") for t in sentence.tokens(i.begin, i.end))


_ON_THE_WAY_TO = re.compile(
    r"\b(?:travel|fly|head|arriv|gather|go|come|mov|train|prepar|pack|leav|rehears|practic|practis)\w* [^.;,]{0,80}\bfor (?:the |their |its )?$"
)
"""Before an event noun: "before they travel to Kennedy for launch" tells no launch, unless of its day."""


def _on_the_way(token: Token, sentence: Sentence, begin: int) -> bool:
    return bool(_ON_THE_WAY_TO.search(sentence.whole, sentence.begin, begin)) and not days(token, sentence)


_UP_TO = re.compile(r"(?:,? (?:on|in|at|for|no (?:earlier|sooner) than|about|around|the|early|late)){0,4} ")


def days(token: Token, sentence: Sentence) -> list[str]:
    """The times said with an event noun: in its phrase, or right behind it whatever the parse hangs them on."""
    own, end = {t.i for t in token.subtree}, token.idx + len(token.text)
    return [
        i.time.value
        for i in sentence.of("T")
        if i.time
        and (
            _UP_TO.fullmatch(sentence.whole[end : i.begin]) or any(t.i in own for t in sentence.tokens(i.begin, i.end))
        )
    ]


_ON_THE_DAY = re.compile(r"\b(?:on|for|until|before|by|of) launch$", re.IGNORECASE)
_DATED = re.compile(r"(?! days?\b)| days?,? (?:on |is |was )?(?:\(|[A-Z][a-z]+\.? \d|\d)")
"""Behind "on launch": no "day", or a day that is told. "What they will do on launch day" tells of no launch."""
_PLACED = ("back", "home", "on ", "in orbit", "up")
"""Where somebody is: "back on Earth", "due back in May", "will be on the ground"."""


def _longest(keys: Iterable[str], word: str) -> str:
    """The key that a word begins with: "settled" before "set"."""
    return max((k for k in keys if word.startswith(k)), key=len, default="")


_TO_DO = re.compile(r"\b(?:due|set|scheduled|expected|slated|is|are|was|were) to $")
"""Before "land" and "undock", which the parse may take for nouns there."""

_REACH = 260
"""How far a verb's complement may stand behind it: a crew's names and roles take room."""


_ARTICLE = re.compile(r"(?<=\s)(?:the|an?) $")


def _with_types(sentence: Sentence, begin: int, end: int) -> str:
    """The text with each mention as its type alone, without its article: "returned on <C> on <T>"."""
    parts, position = [], begin
    for item in sentence.items:
        if position <= item.begin and item.end <= end:
            parts += [_ARTICLE.sub("", sentence.whole[position : item.begin]), f"<{item.code}>"]
            position = item.end
    return "".join([*parts, sentence.whole[position : min(end, sentence.end)]])


def _follows_name(sentence: Sentence, begin: int) -> bool:
    """A headline's "Soyuz lands", where the parse may see a plural."""
    return any(i.end == begin - 1 and i.code in "PCXV" for i in sentence.items)


def _through_hatch(sentence: Sentence, begin: int, end: int) -> bool:
    """ "Solberg and Morioka will leave Quest": people go out of a module, where a craft undocks from it."""
    left = next((i for i in sentence.items if i.begin >= sentence.begin + end), None)
    return left is not None and left.code == "M" and _doer(sentence, begin) == "P"


def _doer(sentence: Sentence, begin: int) -> str:
    """The type of the person, craft, vehicle or mission named last before an offset; at the head of a sentence, that behind its phrase."""
    if not sentence.whole[sentence.begin : begin].strip():
        behind = (i for i in sentence.items if _COMMA.search(sentence.whole[begin : i.begin]))
        return next((i.code for i in behind if i.code in "PCXV"), "-")
    return next((i.code for i in reversed(sentence.items) if i.end <= begin and i.code in "PCXVYM"), "-")


_COMMA = re.compile(r", (?:the |an? )?(?:[a-z-]+ ){0,3}$")
