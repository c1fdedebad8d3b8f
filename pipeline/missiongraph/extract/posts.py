"""Who holds which position in a crew, by the parse: "A and B flew on X in 2027 as pilot and flight engineer, respectively".

The verb says who goes up, "as" with which position, and the rest of its clause on which flight, in whatever order. Where
several share a verb, each has his own: "NASA named A commander and B pilot", "A will be the commander, B the pilot".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import verbs
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Tenure
from missiongraph.extract.patterns import confidence, in_crew, stands_by
from missiongraph.extract.predications import Predication
from missiongraph.extract.sentence import Item
from missiongraph.extract.titles import is_rank, title_of
from missiongraph.model import Status

__all__ = ["PAIRED", "find"]

PAIRED = "post-of-each"
"""The rule where each of several has his own: what other rules make of the sentence does not hold."""

_HELD = frozenset(
    "fly serve ride launch travel go return train act work take fill assume occupy hold join accompany replace succeed"
    " relieve spend participate complete make lift blast rocket rise".split()
)
_GOES = frozenset("fly launch ride travel go return".split())
_GIVEN = frozenset("assign reassign name select choose pick appoint designate confirm announce".split())
_FROM_ANOTHER = frozenset("replace succeed relieve join accompany".split())
_POST = re.compile(r"as|(?:role|post|seat|place|position|duty|job) (?:of|as)|(?:flight|mission|trip) as")
_FLIGHT = re.compile(
    r"(?:as )?(?:R )?(?:crew |role |post |seat |position |job |duty )?(?:(?:to|back) )?(?:of|on|for|aboard|during|in|to|as part of|as member of)(?: (?:crew|flight|mission)(?: of| on)?)?"
)


def find(document: Document) -> Iterator[Tenure]:
    """Positions in crews; jobs on the ground are read elsewhere."""
    for told in document.predications:
        posts = [a.item for a in told.arguments if a.item.code == "R" and _says_post(a.path, told)]
        if not posts or verbs.stands_in(told) or (told.passive and told.lemma in _FROM_ANOTHER):
            continue
        posts = [p for p in posts if _aboard(p, told, document) and not _of_another(p, told)]
        pairs = _pairs(told, posts)
        each = len({post for _, post in pairs}) > 1 < len({who for who, _ in pairs})
        state = verbs.state(told, document) if pairs else None
        if state and verbs.seats("any" if told.lemma in _GIVEN else "", told, document):
            state = Status.PLANNED
        for who, post in pairs if state else ():
            flights: list[int | None] = [*_flights(told, post, posts)]
            unbound = each or (told.lemma in _GOES and not any(told.sentence.of("X")))
            for person in who.entities:
                for flight in flights or ([None] if unbound else ()):
                    trust, rule = confidence(0.92, who), PAIRED if each else "post-by-verb"
                    yield Tenure(person, post.role, flight, told.sentence.index, rule, trust, state or Status.OCCURRED)


def _aboard(post: Item, told: Predication, document: Document) -> bool:
    """Whether a post is one in a cabin: not "deputy mission scientist", nor a pilot of the navy's."""
    title, _ = title_of(told.sentence, post)
    return in_crew(title, document.authority) and not stands_by(title) and not is_rank(told.sentence, post)


_BEHIND_NAME = re.compile(r" as (?:(?:an?|the|his|her|their|its) )?")


def _of_another(post: Item, told: Predication) -> bool:
    """ "She returned as flight engineer, with B as her commander": whose name stands right before it."""
    others = [i for i in told.sentence.of("P") if i not in told.subjects and i.end <= post.begin]
    named = any(a.item in others for a in told.arguments if a.path in ("", "as"))
    return not named and any(_BEHIND_NAME.fullmatch(told.sentence.whole[i.end : post.begin]) for i in others)


def _says_post(path: str, told: Predication) -> bool:
    return bool(_POST.fullmatch(path)) if told.lemma in _HELD else path in ("", "as") and _names(told)


def _names(told: Predication) -> bool:
    return told.lemma in _GIVEN or told.lemma in ("be", "become", "remain")


def _flights(told: Predication, post: Item, posts: list[Item]) -> list[int]:
    """What a post is held in: what stands right behind it, else the one mission, else the one craft of the clause."""
    end = min((p.begin for p in posts if p.begin > post.begin), default=told.sentence.end)
    bound = [a.item for a in told.arguments if a.path.startswith(("R ", "as R ")) and a.item.code in "XCS"]
    behind = [i for i in bound if post.begin < i.begin < end]
    if behind:
        code = "X" if any(i.code == "X" for i in behind) else behind[0].code
        return sorted({e for i in behind if i.code == code for e in i.entities})
    for code in "XC":
        found = {e for a in told.arguments if a.item.code == code and _at(a.path) for e in a.item.entities}
        if found:
            return [found.pop()] if len(found) == 1 else []
    return []


def _at(path: str) -> bool:
    return bool(_FLIGHT.fullmatch(path))


def _pairs(told: Predication, posts: list[Item]) -> list[tuple[Item, Item]]:
    """Who holds which: one all of the posts, several one that is in the plural, else each his own."""
    objects = [a.item for a in told.arguments if a.item.code == "P" and a.path == ""]
    people = [i for i in told.subjects if i.code == "P"]
    if told.lemma in _GIVEN and not told.passive:
        people = objects
    elif _names(told) and not told.passive:
        people += objects
    others = [
        a.item for a in told.arguments if a.item.code == "P" and a.path == "as"
    ]  # "A as pilot and B as commander"
    listed = sorted((*people, *others, *posts), key=lambda i: i.begin)
    if len(people) + len(others) > 1 and re.fullmatch("(?:PR)+", "".join(i.code for i in listed)):
        return list(zip(listed[::2], listed[1::2], strict=True))
    if (bool(objects) and people != objects) != (told.lemma in _FROM_ANOTHER):
        return []
    if len(people) == len(posts) > 1:
        return list(zip(people, posts, strict=True)) if "respectively" in told.sentence.typed else []
    if len(people) == 1 and len(people[0].entities) == 1:
        return [(people[0], post) for post in posts]
    whole = told.sentence.whole
    several = [p for p in posts if whole[p.begin : p.end].endswith("s")]
    return [(who, post) for who in people for post in several]
