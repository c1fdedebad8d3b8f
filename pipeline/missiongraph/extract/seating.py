"""Who takes which seat, from a list of a crew in any of its forms.

"With her will fly A, USN, as pilot and B as flight engineer", "Returning with him were A (commander) and B (pilot)",
"Their backups will be A, commander; B, pilot; and C, a civilian, flight engineer": an opening that says what the list
is, and behind it people each with a position before or behind the name. The opening's verb says whether it is a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract import sides, status
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Tenure, Value
from missiongraph.extract.patterns import confidence, in_crew
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.model import Status

__all__ = ["RESERVE", "backed", "crew_without", "find", "in_reserve", "replaced", "reserves"]

RESERVE = "reserve-seat"
"""The rule of those who only stand by: their position binds them to no flight."""

_VERB = r"(?P<v>is|are|was|were|be|been|fly|flies|flew|go|goes|went|ride|rides|rode|travel|travels|travelled|traveled|launch|launched|come|comes|came|return|returned|sits?|sat)"
_GOING = r"(?:[Ff]lying|[Jj]oining|[Aa]ccompanying|[Rr]eturning|[Gg]oing|[Tt]ravell?ing|[Rr]iding|[Ll]aunching|[Ll]anding|[Cc]oming|[Ss]erving|[Tt]raining|[Rr]ounding out|[Cc]ompleting|[Mm]aking up|[Ss]haring)"
_COMPANY = re.compile(
    rf"^(?:[\"“]|Also )?(?:(?:{_GOING}|[Ww]ith|[Aa]longside|[Bb]eside)\b(?:[^<;:.,]|<[PXCRTAONS]\d+>){{2,70}}?)(?:,)? (?:(?:will|would|is to|are to|to) )?(?:also )?{_VERB}(?: (?:up|home|back|down|along|be|to be|two|three|the) ?)?(?= )"
)
_RESERVES = re.compile(
    rf"^(?:(?:[Tt]he|[Tt]heir|[Ii]ts|[Tt]he mission's|<P(?P<whose>\d+)>'s|<X\d+>(?:'s)?) )?(?:[Bb]ack-?ups?|[Rr]eserves?|[Uu]nderstud(?:y|ies)|[Ss]tand-ins|[Bb]ack-?up crew(?: ?members)?|[Rr]eserve crew)(?: (?:for|on|of) (?:the )?(?:<X\d+>|flight|mission))? (?:will )?{_VERB}"
)
_TITLE = r"(?:(?:[A-Z][a-z]+\.?|the|an?|<N\d+>|<[AO]\d+>(?:'s)?|astronaut|cosmonaut|rookie|veteran|fellow|NASA) ){0,4}"
_LISTS = re.compile(rf":? ?(?:both )?{_TITLE}(?:<R\d+>s?,? )?{_TITLE}<P\d+>")
_DESK = re.compile(
    r"(?i)\b(?:briefings?|conference|panel|ceremony|studio|interview|audience|dinner|console|husband|wife)\b"
)
_BEHIND = re.compile(
    r"(?:,? (?:of|from) (?:the )?<[LAON]\d+>)?(?:, (?:<O\d+>|\d\d|an? (?!<R)[a-z-]+(?: [a-z-]+)?|(?:M|Ph)\.?D\.?|[JS]r\.?))*"
    r"(?:,? as |, | \(| - | – | — )(?:(?:the|its|an?|their|his|her|mission) |<P\d+>'s )*<R(?P<post>\d+)>(?! (?:<[NAO]\d+>(?:'s)? )?(?:[A-Z][a-z]+\. )*<P)(?!'s)"
)
_BEFORE = re.compile(
    rf"<R(?P<post>\d+)>,? {_TITLE}(?P<who><P\d+>(?:(?:, (?:and )?| and )(?:<[AO]\d+>(?:'s)? )?<P\d+>)*)"
)
_PERSON = re.compile(r"<P(\d+)>(?!')")
_CLAUSE = re.compile(r",? (?:who|whose|whom|which)\b[^,;.()]*")


def find(document: Document) -> Iterator[Tenure]:
    """Positions told by lists that open with their company or as the reserves of a crew."""
    for sentence in document.sentences:
        reserve = _RESERVES.match(sentence.typed)
        reserve = reserve if reserve and _LISTS.match(sentence.typed, reserve.end()) else None
        opening = reserve or _COMPANY.match(sentence.typed)
        if opening and _DESK.search(sentence.typed):
            continue
        state = _state(sentence, opening) if opening else None
        rule = RESERVE if reserve else "seat-in-list"
        named = re.findall(r"<X(\d+)>", opening.group()) if opening and not reserve else []
        of = sentence.items[int(named[0])].entities[0] if len(named) == 1 else None
        for who, post in _seats(sentence, opening.end(), document) if opening and state else ():
            for person in who.entities if state else ():
                trust = confidence(0.92, who)
                yield Tenure(person, post.role, of, sentence.index, rule, trust, state or Status.OCCURRED)


def replaced(tenures: Iterable[Tenure], seats: Iterable[Tenure]) -> list[Tenure]:
    """All tenures, without what other rules made of the sentence of such a list, or of a line told twice."""
    held, found = list(tenures), list(seats)
    told = {(t.sentence, t.holder) for t in found}
    apposed = {(t.sentence, t.holder, t.role) for t in held if t.rule == "name-apposed-role" and t.of is not None}
    kept = [
        t
        for t in held
        if (t.sentence, t.holder) not in told
        and not (t.rule == "names-dash-role" and (t.sentence, t.holder, t.role) in apposed)
    ]
    lost = {(t.sentence, t.holder, t.role): t.of for t in held if t.of is not None}
    return [*kept, *(replace(t, of=lost.get((t.sentence, t.holder, t.role), t.of)) for t in found)]


_BESIDE_THEM = re.compile(
    r"<P(?P<whose>\d+)>'s (?:own )?(?:[Bb]ack-?ups?|[Rr]eserves?|[Uu]nderstudies|back-?up crew),? (?P<who><P\d+>(?:(?:, (?:and )?| and )<P\d+>)+)"
)
""" "A, B and C and their backups, D, E and F, trained for …"."""


def reserves(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """ "Their backups will be A, commander; and B, pilot": for the flight to which those backed up belong."""
    told = [c for c in claims if c.predicate == "crewMemberOf" and isinstance(c.object, int)]
    for sentence in document.sentences:
        match = _RESERVES.match(sentence.typed)
        match = match if match and _LISTS.match(sentence.typed, match.end()) else None
        beside = None if match else _BESIDE_THEM.search(sentence.typed)
        found = match or beside
        if found is None or "respectively" in sentence.typed:
            continue
        whose = sentence.items[int(found.group("whose"))].entities if found.group("whose") else ()
        state = Status.OCCURRED if beside else _state(sentence, found) if len(whose) != 1 else None
        flights = _of_group(whose, told) if whose else _spoken_of(sentence, told, document)
        if state is None or len(whose) == 1 or len(set(flights)) != 1:
            continue
        rest = beside.group("who") if beside else _CLAUSE.sub("", sentence.typed[found.end() :])
        planned = any(c.object == flights[0] and c.status is Status.PLANNED for c in told)
        for item in (sentence.items[int(n)] for n in _PERSON.findall(rest)):
            for person in item.entities:
                yield Claim(
                    person,
                    "backupFor",
                    flights[0],
                    sentence.index,
                    "reserves-of-group",
                    confidence(0.88, item),
                    Status.PLANNED if planned else state,
                )


def _of_group(whose: tuple[int, ...], told: list[Claim]) -> list[Value]:
    """The flights to which all of a group belong."""
    flights = [c.object for c in told if c.subject in whose]
    return [f for f in flights if all(any(c.subject == p and c.object == f for c in told) for p in whose)]


def _spoken_of(sentence: Sentence, told: list[Claim], document: Document) -> list[Value]:
    """The flights named beside the reserves, else those to which the sentences just before give a crew."""
    named: list[Value] = [e for i in sentence.of("X") for e in i.entities]
    near = [c for c in told if 0 < sentence.index - c.sentence <= 3]
    heads = {e for i in document.sentences[0].of("X") for e in i.entities}
    return named or [c.object for c in near if c.object in heads] or [c.object for c in near]


_OF_RESERVES = frozenset({"persons-backup-is", "never-flown", "had-not-flown-before"})


def backed(claims: Iterable[Claim], document: Document) -> list[Claim]:
    """The claims with the reserves of a whole crew: each backs up the flight, none a person, and none has one ahead."""
    told = in_reserve(claims)
    found = [*reserves(document, told)]
    lists, people = {c.sentence for c in found}, {c.subject for c in found}
    backing = {(c.subject, c.object) for c in found}
    stands_in = {(c.subject, c.sentence) for c in told if c.predicate == "backupFor"}
    told = [c for c in told if not (c.rule in _BY_POST and (c.subject, c.sentence) in stands_in)]
    kept = (c for c in told if c.rule not in _OF_RESERVES or not (c.sentence in lists or c.subject in people))
    return [
        *(c for c in kept if c.rule != "crew-list" or (c.subject, c.object) not in backing),
        *found,
    ]


def in_reserve(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without the seats of those whom the same sentence has back up the flight, or somebody on it.

    Nor those by which two of one list back up each other.
    """
    told = list(_of_others(claims))
    seated = [c for c in told if c.predicate in ("crewMemberOf", "flewOn")]
    backing = {(c.sentence, c.subject, c.object) for c in told if c.predicate == "backupFor"}
    backing |= {(s, who, c.object) for s, who, whom in backing for c in seated if (c.sentence, c.subject) == (s, whom)}
    return [c for c in told if c not in seated or (c.sentence, c.subject, c.object) not in backing]


_BY_POST = frozenset({"holds-role: role-then-names", "holds-role: name-apposed-role"})
"""Whom a sentence calls a pilot and another's reserve has no seat by it."""


def _of_others(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims without those that make two of one list each other's reserves ("A, B and their backups")."""
    told = list(claims)
    pairs = {(c.sentence, c.subject, c.object) for c in told if c.predicate == "backupFor"}
    mutual = {(s, a, b) for s, a, b in pairs if (s, b, a) in pairs}
    return (c for c in told if c.predicate != "backupFor" or (c.sentence, c.subject, c.object) not in mutual)


def crew_without(exceptions: str, here: Sentence, document: Document) -> list[Item]:
    """ "All but A and B": the others whom the sentences above name with a position in a crew."""
    left_out = {e for n in _PERSON.findall(exceptions) for e in here.items[int(n)].entities}
    crew: dict[int, Item] = {}
    for sentence in document.sentences[: here.index]:
        main = _CLAUSE.sub("", sentence.typed)
        if any(in_crew(i.role, document.authority) for i in sentence.of("R")):
            for item in (sentence.items[int(n)] for n in _PERSON.findall(main)):
                if len(item.entities) == 1:
                    crew.setdefault(item.entities[0], item)
    known = left_out <= crew.keys()
    return [item for person, item in crew.items() if person not in left_out] if known else []


def _state(sentence: Sentence, opening: re.Match[str]) -> Status | None:
    token = sentence.token(opening.start("v"))
    state = status.of(token)
    if state is Status.OCCURRED and token.lower_ in (
        "fly",
        "flies",
        "go",
        "goes",
        "ride",
        "rides",
        "travel",
        "travels",
    ):
        return Status.PLANNED  # "with her go A and B" announces a crew
    return state


def _seats(sentence: Sentence, start: int, document: Document) -> Iterator[tuple[Item, Item]]:
    """The people of a list with their positions, where at least two stand in it."""
    text = sentence.typed
    text = text[:start] + _CLAUSE.sub(lambda m: " " * len(m.group()), text[start:])
    found: dict[int, tuple[Item, Item]] = {}
    for person in _PERSON.finditer(text, start):
        match = _BEHIND.match(text, person.end())
        if match and not sides.told_ahead(sentence, int(match.group("post"))):
            found[int(person.group(1))] = _pair(sentence, person.group(1), match.group("post"))
    for match in _BEFORE.finditer(text, start):
        people = _PERSON.findall(match.group("who"))
        post = sentence.items[int(match.group("post"))]
        several = sentence.whole[post.begin : post.end].casefold().endswith("s")
        for number in people if several else people[:1]:
            found.setdefault(int(number), _pair(sentence, number, match.group("post")))
    if all(in_crew(post.role, document.authority) for _, post in found.values()):  # else a desk, not a cabin
        yield from found.values()


def _pair(sentence: Sentence, person: str, post: str) -> tuple[Item, Item]:
    return sentence.items[int(person)], sentence.items[int(post)]
