"""People by what they are called: "the former fighter pilot", "the cosmonaut", "the NASA astronaut"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from missiongraph.extract.discourse import State, sentence
from missiongraph.extract.entities import Mention

__all__ = ["PERSONAL", "personal"]

_VERBS = (
    r"was|is|has|had|will|would|then|also|later|now|who|took|takes|spent|made|makes|became|becomes|flew|flies|began|left|leads|led|went|told|said|says|"
    r"commands|came|got|grew|rode|rose|made|saw|set|held|kept|won|gave|wore|spoke|(?!retired |selected |assigned |named |based )[a-z]+ed"
)
# What a person is called by: only as a subject, for behind a name it is an apposition.
PERSONAL = re.compile(
    r"\b(?:(?<=[Ff]or )(?P<of>)|)[Tt]he (?:(?:\d\d-year-old|former|retired|veteran|young|experienced|late|newly [a-z]+|decorated|ex-) ?)*(?:(?:air force|navy|naval|army|marine|fighter|test|jet|helicopter|airline|combat|military|space) )*"
    r"(?:(?:(?P<body>[A-Z]\w+) )?(?P<kind>astronaut|cosmonaut|taikonaut|spationaut)|veteran|newcomer|rookie|physicist|astrophysicist|engineer|doctor|physician|surgeon|geologist|biologist|chemist|scientist|oceanographer|microbiologist|teacher|schoolteacher|spacefarer|spacewoman|spaceman|(?:fighter|test|jet|helicopter|airline) pilot|"
    r"colonel|general|admiral|major|captain|cosmonaut-researcher|lieutenant colonel|airman|businessman|businesswoman|billionaire|entrepreneur|father of \w+|mother of \w+|\d\d-year-old|native of [A-Z]\w+|first-timer|(?:\w+-time|\w+-flight) (?:space )?(?:fl[iy]er|veteran|astronaut|cosmonaut|space traveller|spacefarer)|first-time flier)"
    rf"(?:(?(of)(?=[.,;]|$| [a-z])|(?!))|(?= (?:{_VERBS})\b|, who [^.;]{{3,120}}?, [a-z]+\b|[’']s (?:first|second|third|fourth|fifth|sixth|career|stay|flight|mission|return|crewmates?|family)\b))"
)
_FRONTED = re.compile(
    r"\s*(?:According to|After|Before|Following|As|In|On|At|While|When|Meanwhile|Earlier|Later|Since|During|With|If|Asked|For|Now|Today|Yesterday)\b[^,;]*, $"
)
"""All that stands before it where a comma does: else it is an apposition, or of another's."""
_APART = re.compile(r"veteran|newcomer|rookie|first-time")


def personal(
    match: re.Match[str], state: State, names: Sequence[Mention], by_nation: Mapping[str, Sequence[int]]
) -> tuple[str, tuple[int, ...], str] | None:
    """ "The former fighter pilot": the one person of the sentences just before, else whom the release is about."""
    start = sentence(state.sentences, match.start())
    lead = match.string[state.sentences[start][0] : match.start()]
    if lead.endswith(", ") and not _FRONTED.match(lead):
        return None
    first = state.sentences[max(0, start - 2)][0]
    near = [p for pos, p in state.people if first <= pos < match.start()]
    lone = list(dict.fromkeys(p[0] for p in near if len(p) == 1))
    everyone = {p for _, ps in state.people for p in ps}
    if match.group("kind") and len(everyone) > 1:
        body, kind = match.group("body"), match.group("kind")
        meant = set(_called(match, names, by_nation, body, kind)) & everyone
        if not meant and body in by_nation:
            meant = (
                set(_called(match, names, by_nation, None, kind)) & everyone
            )  # "the Russian cosmonaut", of whom no nation is said
        if len(meant) == 1:
            return "Person", (*meant,), "nominal"
        if body:
            return None
    if len(lone) == 1 or (lone and len(everyone) > 1 and not _APART.search(match.group())):
        return "Person", (lone[0],), "nominal"
    return ("Person", (next(iter(everyone)),), "nominal") if len(everyone) == 1 else None


_TITLE = re.compile(
    r"(?:\b(?P<body>[A-Z]\w+)(?:[’']s)? )?(?:[a-z-]+ )?(?P<kind>astronaut|cosmonaut|taikonaut|spationaut)(?P<many>s)?\b"
)
_OF_BODY = re.compile(r",? (?:of|from) (?:the )?(?P<body>[A-Z]\w+)")
_LIST = re.compile(r"[A-ZÀ-Þ][\w’' -]*(?:(?:, | and |, and )[A-ZÀ-Þ][\w’' -]*)*(?:, | and |, and )")


def _called(
    match: re.Match[str],
    names: Sequence[Mention],
    by_nation: Mapping[str, Sequence[int]],
    body: str | None,
    kind: str,
) -> Iterator[int]:
    """Those whom the release calls so: "Roscosmos cosmonaut A", "B of NASA"."""
    for m in names:
        if m.type == "Person" and m.begin < match.start():
            told, bodies = _title(m, match.string)
            same = body in bodies or m.entities[0] in by_nation.get(body, ()) if body else False
            if same or (not body and (told == kind or (kind == "cosmonaut" and "Roscosmos" in bodies))):
                yield m.entities[0]


def _title(name: Mention, text: str) -> tuple[str, tuple[str, ...]]:
    """What a name is called where it stands, and the bodies said with it."""
    begin = max(0, name.begin - 70)
    title = next(reversed([*_TITLE.finditer(text, begin, name.begin)]), None)
    gap = text[title.end() : name.begin].strip() if title else ""
    if title and gap and not (title.group("many") and _LIST.fullmatch(text[title.end() + 1 : name.begin])):
        title = None
    behind = _OF_BODY.match(text, name.end)
    bodies = (title and title.group("body"), behind and behind.group("body"))
    return title.group("kind") if title else "", tuple(b for b in bodies if b)
