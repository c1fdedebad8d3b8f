"""What an event word stands for where no event is told: a rehearsal, a part of it, a rank, an anniversary."""

from __future__ import annotations

import re

from missiongraph.extract import clauses
from missiongraph.extract.document import Document
from missiongraph.extract.sentence import Sentence
from missiongraph.extract.triggers import Trigger, days

__all__ = ["untold"]


def untold(trigger: Trigger, sentence: Sentence, document: Document) -> bool:
    """Whether the word tells no event of its own."""
    before = sentence.whole[sentence.begin : trigger.begin]
    readied = _READYING.search(before) and _due(trigger, sentence, document)
    return bool(
        (_skipped(before, trigger) and not readied)
        or _OF_RANK.search(before)
        or _of_stage(trigger)
        or _commemorated(before, trigger, sentence)
    )


_SKIPPED = re.compile(
    r"(?:\bbeg[iau]n(?:ning|s)?|\bstart(?:s|ed|ing)?|in advance of|ahead of|prior to|in preparation for|prepar\w+ for|ready for|suit\w* up for|dress\w+ for|during|practic\w+|simulat\w+) (?:the |his |her |their |its |a )?(?:\w+ )?$"
)


def _skipped(before: str, trigger: Trigger) -> bool:
    """Whether only a part or a rehearsal of it is told. A spacewalk that began took place, as did "19 hours during three"."""
    found = _SKIPPED.search(before)
    walk = trigger.kind.type == "Spacewalk"
    return found is not None and not (walk and _TOOK_PLACE.search(before))


def _of_stage(trigger: Trigger) -> bool:
    """ "After the launch of Crew-19 the first stage landed on a ship": nobody's return."""
    subject = clauses.subject(trigger.token) if trigger.kind.type == "Landing" and not trigger.noun else None
    return subject is not None and subject.lower_ in ("stage", "stages", "booster", "boosters")


_READYING = re.compile(r"\b(?:prepar|ready|preparation|ahead|advance|prior|suit|dress)[\w ]*$")


def _due(trigger: Trigger, sentence: Sentence, document: Document) -> bool:
    """ "Teams prepare for its launch on Friday": with a day to come it is told all the same."""
    published = document.release.published
    return published is not None and any(day[:10] > published.isoformat() for day in days(trigger.token, sentence))


_TOOK_PLACE = re.compile(
    r"\b(?:(?:beg[iau]n|start)\w*|during (?:two|three|four|five|six|seven|eight|nine|ten)|(?:replac|install|repair|mend|fix|remov|retriev|attach"
    r"|connect|disconnect|swap|mount|fitt|deploy|rout|clean|inspect|upgrad|work|complet|finish)\w*\b[^.;,]* during (?:an?|his|her|their|the)) (?:the |his |her |their |an? )?(?:\w+ )?$"
)


_OF_RANK = re.compile(
    r"\b(?:of|by|for|from|like|than|as) (?:the|only the) (?:first|second|third|fourth|fifth|sixth|last|only|youngest|oldest) [^,.;]{3,40} to $"
)
"""Before "travel": "the voyage of the second Hungarian to travel to space" calls somebody so, and tells no flight."""


_ANNIVERSARY = re.compile(r"\banniversary of (?:the |its |their )?(?:\w+ ){0,2}$")


def _commemorated(before: str, trigger: Trigger, sentence: Sentence) -> bool:
    """ "The 55th anniversary of the launch of …": that of old, of which nothing is told unless its time follows."""
    return bool(_ANNIVERSARY.search(before)) and not any(i.begin > trigger.begin for i in sentence.of("T"))
