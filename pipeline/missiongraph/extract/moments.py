"""Which of the times in a sentence is an event's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from missiongraph.extract import clauses, scope
from missiongraph.extract.frames import Filler
from missiongraph.extract.patterns import literal
from missiongraph.extract.planning import SET
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger

__all__ = ["time_of"]


def time_of(trigger: Trigger, inside: list[Item], sentence: Sentence, triggers: list[Trigger]) -> Iterator[Filler]:
    """The one time of the clause that stands nearest, unless it is nearer to another trigger or to coverage."""
    earlier = _stepped_back(trigger, sentence)
    if earlier is None:
        yield from _in_clause(trigger, inside, sentence, triggers)
    elif earlier:
        yield Filler("time", literal(earlier), sentence.index, f"{trigger.kind.type.casefold()}-days-before", 0.8)


def _in_clause(trigger: Trigger, inside: list[Item], sentence: Sentence, triggers: list[Trigger]) -> Iterator[Filler]:
    text = sentence.whole
    before = text[sentence.begin : trigger.begin]
    if _RANKED.search(before) or (
        _APART.search(before) and scope.governing(trigger) and not any(i.time for i in inside)
    ):
        return
    told = [
        i
        for i in sentence.of("T")
        if i.time
        and i.time.value
        and not (
            (_not_event_time(text[sentence.begin : i.begin]) or _OF_ANOTHER.match(text, i.end))
            and not _lasts(i, trigger, text)
            and not _began(i, trigger, text)
            and not (_UNTIL.search(text[sentence.begin : i.begin]) and _qualifies(i, trigger, text))
        )
        and not any(t.kind is not trigger.kind and _qualifies(i, t, text) for t in triggers)
        and not (trigger.kind.type == "Spacewalk" and _of_flight(i, sentence))
        and not (i.time.until and trigger.kind.type != "Launch")  # "(2-12 June)": the days of a flight, not of its end
    ]
    times = [
        i
        for i in told
        if i in inside
        or _opens(i, trigger, text)
        or _set_for(i, trigger, text)
        or not sentence.span.start <= clauses.head_of(scope.head(i, sentence)).i < sentence.span.end
    ]
    if trigger.token.tag_ == "VBN" and trigger.token.dep_ == "acl":
        times = _of_state(trigger, times, sentence)
    if not times and not trigger.noun and (above := scope.listed_before(trigger)):
        first = min(sentence.span.doc[v].idx for v in above)  # "On Friday they climbed in, undocked and landed"
        times = [i for i in told if i.end < first and clauses.head_of(scope.head(i, sentence)).i in above]
    if trigger.kind.type == "Spacewalk" and (which := _WHICH.search(text[sentence.begin : trigger.begin])):
        times = [i for i in times if i.begin > sentence.begin + which.start()]
    later = _LATER.search(text[trigger.begin : sentence.end])
    if later and not any(i.begin < trigger.begin + later.end() and i.end > trigger.begin for i in times):
        ahead = [i for i in told if i.end <= trigger.begin][-1:] or (told if len(told) == 1 else [])
        day = ahead[0].time if ahead and later["unit"] in ("hour", "minute") else None
        if day and (len(day.value) == 10 or (later["unit"] == "minute" and len(day.value) > 10)):
            yield Filler(
                "time", literal(day.value[:10]), sentence.index, f"{trigger.kind.type.casefold()}-same-day", 0.75
            )
        return
    after = _right_behind(trigger, told, text, triggers)
    times = times or after
    if not times:
        yield from _of_both(trigger, told, sentence)
        return

    def distance(item: Item) -> tuple[int, int]:
        gap = item.begin - trigger.begin if item.begin > trigger.begin else trigger.begin - item.end + 15
        return (-len(item.time.value) // 8 if item.time else 0, gap)

    marks = frozenset(clauses.head_of(t.token).i if t.noun else t.token.i for t in triggers)
    clause = clauses.anchor(trigger.token, marks).i
    others = {clauses.anchor(t.token, marks).i for t in triggers} - {clause}

    def home(item: Item) -> int:
        return clauses.anchor(scope.head(item, sentence), marks).i

    own = [i for i in times if _qualifies(i, trigger, text)] or [
        i
        for i in times
        if home(i) == clause and len([t for t in triggers if clauses.anchor(t.token, marks).i == clause]) == 1
    ]
    own = own or [
        i
        for i in times
        if home(i) not in others
        and not any(o.begin != trigger.begin and _closer(i, o, trigger, text) for o in triggers)
    ]
    own = own or after or (times if len(triggers) == 1 else [])
    if own:
        best = min(own, key=lambda i: distance(i)[1])
        finer = [i for i in own if i.time and best.time and i.time.value.startswith(best.time.value)]
        best = max([best, *finer], key=lambda i: len(i.time.value) if i.time else 0)
        best = next((i for i in times if _ZONED_BEHIND.fullmatch(text, best.begin, i.begin)), best)
        if best.time:
            ended = trigger.noun and trigger.token.dep_ == "dobj" and trigger.token.head.lemma_ in _ENDING
            value = best.time.value[:10] if ended else best.time.value
            yield Filler("time", literal(value), sentence.index, f"{trigger.kind.type.casefold()}-time", 0.9)


def _of_both(trigger: Trigger, told: list[Item], sentence: Sentence) -> Iterator[Filler]:
    """ "It will undock and land in the second half of March": the day, or what is less, of the second verb is the first's."""
    for verb in trigger.token.children:
        if verb.dep_ != "conj" or sentence.whole[trigger.begin + len(trigger.token) : verb.idx].strip() not in _AND:
            continue
        days = [i.time.value for i in told if i.begin > verb.idx and scope.head(i, sentence) in verb.subtree and i.time]
        if len(days) == 1 and len(days[0]) <= _DAY:
            yield Filler("time", literal(days[0]), sentence.index, f"{trigger.kind.type.casefold()}-same-day", 0.75)


_AND = ("and", "and then")
_DAY = len("2031-05-04")


def _of_state(trigger: Trigger, times: list[Item], sentence: Sentence) -> list[Item]:
    """ "The ferry, docked since last week, was repaired on Friday": only what is said with the participle."""
    if clauses.head_of(trigger.token.head).pos_ == "PROPN":
        return times  # the parse found no verb but this one
    inner = {t.i for t in trigger.token.subtree}
    behind = (i for i in times if i.begin > trigger.begin and "," not in sentence.whole[trigger.begin : i.begin])
    return [*(i for i in times if scope.head(i, sentence).i in inner), *behind]


def _began(item: Item, trigger: Trigger, text: str) -> bool:
    """ "In orbit since 3 May, when she was launched": the day of the launch, whatever has lasted since."""
    day = item.time is not None and len(item.time.value) >= 10
    return day and bool(
        _SINCE_WHEN.search(text[max(0, item.begin - 30) : item.begin])
        and _WHEN.fullmatch(text, item.end, trigger.begin)
    )


_SINCE_WHEN = re.compile(r"\bsince (?:early |late |about )?$")
_WHEN = re.compile(r", when (?:(?!\b(?:and|but|after|before)\b)[^,;.]){1,60}")


_OF_ANOTHER = re.compile(
    r"(?:[’']s)? (?:\w+ )?(?i:delivery|arrival|capture|rendezvous|visit|briefing|conference|ceremony|interviews?|reception|broadcast|webcast|coverage|opening)\b"
)
"""Behind a time that says when something else is: "Freighter Leaves for Monday Delivery"."""

_UNTIL = re.compile(r"\b(?:until|till) (?:about |early |late )?$")
"""Before a time at which, with "when" behind it, something happened: "not relieved until 25 March, when …"."""


def _of_flight(item: Item, sentence: Sentence) -> bool:
    """ "During her second flight in 2031 she made two spacewalks": the year of a flight is not told as that of a walk."""
    year = item.time is not None and len(item.time.value) == 4
    before = next((i for i in reversed(sentence.items) if i.end <= item.begin), None)
    named = before is not None and before.code == "X" and sentence.whole[before.end : item.begin] == " in "
    return year and (named or bool(_FLIGHT_IN.search(sentence.whole, sentence.begin, item.begin)))


_FLIGHT_IN = re.compile(
    r"\b(?:(?:space ?)?flight|mission|trip|stay|tour|expedition)(?: in|,? (?:took place|came|began|followed)(?: in)?) $"
)


def _lasts(item: Item, trigger: Trigger, text: str) -> bool:
    """ "Docked to the station since May", "in orbit since Monday": a state that began with the event."""
    state = _STATE.fullmatch(trigger.word) is not None
    gap = text[trigger.begin + len(trigger.word) : item.begin]
    return state and re.fullmatch(r"[^,;.]{0,60}\bsince (?:early |late |about |the )?", gap) is not None


_STATE = re.compile(
    r"(?:hard-|soft-)?docked|berthed|moored|parked|attached to|in orbit|(?:back )?(?:home|on (?:Earth|earth|the ground))",
    re.I,
)


_RUNS_ON = re.compile(
    r"(?:(?!\b(?:and|as|when|while|after|before|since|that|which|who|where|until)\b)[^,;:()]){0,70} (?:at|on) $"
)


def _right_behind(trigger: Trigger, told: list[Item], text: str, triggers: list[Trigger]) -> list[Item]:
    """ "… and landed on the steppe at 9:15": the time that ends a verb's own words, wherever the parse hung it."""
    behind = next((i for i in told if i.begin > trigger.begin), None)
    if trigger.noun or behind is None or any(trigger.begin < t.begin < behind.begin for t in triggers):
        return []
    return [behind] if _RUNS_ON.fullmatch(text[trigger.begin : behind.begin]) else []


_ENDING = frozenset({"conclude", "finish", "wrap", "end"})
"""Verbs whose clock time is that of an event's end; its day holds all the same."""

_ZONED_BEHIND = re.compile(r"[\d:.h]+ ?(?:[ap]\.?m\.? )?local time[^;.,(]{0,30} \(")
"""Behind "15:44 local time in central Europe (" stands the time in a zone that is named."""

_WHICH = re.compile(r"\b(?:in|during|on|of) which [^,;.]*$")
_RANKED = re.compile(
    r", (?:only )?the (?:first|second|third|fourth|fifth|sixth|\d+th|oldest|youngest)\b[^,.;]{3,70}\bto $|\b(?:of|with|by) the (?:first|second|third|fourth|fifth|only) [^,.;]{2,40} ever to $|\bveteran of (?:[\w-]+ ){0,2}$"
)
"""A rank in apposition: "X, the first of her country to walk in space, died on Friday" tells no time of it."""


_APART = re.compile(
    r"\b(?:minutes?|hours?|days?|weeks?|months?|years?) (?:after|before|following|prior to|ahead of) (?:(?:the|its|their|his|her) )?(?:[\w-]+ ){0,2}$"
)
"""How far the sentence's own event lies from this one: "on 30 January, four days after lift-off"."""


_DAYS_AFTER = re.compile(
    r",? (?:just |only )?(?P<n>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) days? (?:after|following) (?:(?:the|its|their|his|her) )?(?:[\w-]+ ){0,1}$"
)
_DAYS_AFTER_TRY = re.compile(
    r",? (?P<n>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) days? (?:after|following) [^.;:]*$"
)
""" "It lifted off on Sunday, two days after a faulty valve had halted the first try"."""
_TRIES = frozenset({"attempt", "try"})
_SIZES = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten".split())} | {"a": 1}


def _stepped_back(trigger: Trigger, sentence: Sentence) -> str | None:
    """The day of what is told so many days before the day of the sentence; None where nothing is told so."""
    before = sentence.whole[sentence.begin : trigger.begin]
    if (gap := _DAYS_AFTER.search(before)) and (earlier := _day_before(gap, sentence)):
        return earlier
    tried = _DAYS_AFTER_TRY.search(before) if trigger.token.lower_ in _TRIES else None
    return _day_before(tried, sentence, touching=False) if tried else None


def _day_before(gap: re.Match[str], sentence: Sentence, touching: bool = True) -> str:
    """ "On 3 May, two days after its launch": the day that many days earlier; "" where the day is not told before (`touching`: right before)."""
    at = sentence.begin + gap.start()
    day = next((i.time for i in reversed(list(sentence.of("T"))) if i.end <= at and i.time), None)
    near = [i for i in sentence.items if i.end <= at and at - i.end <= 1]
    number = gap.group("n")
    if day is None or len(day.value) < 10 or day.until or (touching and not (near and near[-1].time is day)):
        return ""
    size = int(number) if number.isdigit() else _SIZES[number]
    return (date.fromisoformat(day.value[:10]) - timedelta(days=size)).isoformat()


_LATER = re.compile(
    r"^[^,;.]{0,60}?\b(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|several|few|some|and|half) )+"
    r"(?P<unit>minute|hour|day|week|fortnight|month|year)s?(?: and (?:[\w-]+ ){1,2}(?:minute|second)s?)? (?:later|afterwards?)\b"
)


def _qualifies(item: Item, trigger: Trigger, text: str) -> bool:
    """ "its July 30 launch", "on 9 July, when he was launched": the time is this event's and no other's."""
    gap = text[item.end : trigger.begin] if item.end <= trigger.begin else "-" * 99
    if trigger.noun and re.fullmatch(r"(?:[’']s)? (?:(?!and\b|or\b|the\b|at\b|for\b|of\b)[\w-]+ ){0,2}", gap):
        return True
    return (
        _opens(item, trigger, text)
        or _set_for(item, trigger, text)
        or (not trigger.noun and re.fullmatch(r",? when [^,;]{3,90}", gap) is not None)
    )


def _set_for(item: Item, trigger: Trigger, text: str) -> bool:
    """ "Lift-off, which had been set for Friday": what a relative clause says of the noun's time."""
    gap = text[trigger.begin + len(trigger.word) : item.begin]
    return trigger.noun and _SET_FOR.fullmatch(gap) is not None


_SET_FOR = re.compile(
    r"[^,;.]{0,60}(?:, (?:which|that))? (?:is|was|are|were|had been|has been)(?: now| first| originally)? "
    rf"(?:{SET}|to be|to have been) (?:for |on |at |in )?(?:the )?(?:early |late )?"
)


def _opens(item: Item, trigger: Trigger, text: str) -> bool:
    gap = text[item.end : trigger.begin] if item.end <= trigger.begin else "-"
    listed = not trigger.noun and re.fullmatch(r",? (?:\w+ly )?", gap)
    return bool(listed) and _LEADS.search(text[max(0, item.begin - 16) : item.begin]) is not None


_LEADS = re.compile(r"(?:\band|;|\bthen),? (?:on|at|in) (?:the )?$")
"""Before a time that opens a clause of a list: "… and, at 09:15, thumped down"."""


def _closer(item: Item, other: Trigger, trigger: Trigger, text: str) -> bool:
    """Whether a time is nearer to another trigger; one that stands behind the time counts as far, unless a conjunction leads to it."""
    leads = bool(
        re.search(
            r"(?:\band|\bthen|;|,) (?:on |at |in |early |late )?(?:the )?$", text[max(0, item.begin - 16) : item.begin]
        )
    )

    def gap(t: Trigger) -> int:
        return item.begin - t.begin if item.begin > t.begin else t.begin - item.end + (0 if leads else 90)

    return gap(other) < gap(trigger)


def _not_event_time(before: str) -> bool:
    return bool(
        re.search(
            r"(?:since|until|till|through|between|[Cc]overage (?:will |of [\w ]{0,30} )?(?:begins?|resumes?|starts?)?(?: at)?|(?:[Cc]overage|[Bb]riefing|[Cc]onference|[Bb]roadcast|[Ww]ebcast|[Tt]eleconference)\b[^.;]{0,90}(?:begin|start|resume|air)s?(?: live)?(?: at| on)?|(?:[Bb]riefing|[Cc]onference|[Tt]eleconference|[Ii]nterview|[Cc]eremony|[Ww]ebcast)s?(?: (?:is|are|was|will be|set|scheduled|held|planned|due|to follow|starting))* (?:at|on|for)(?: about| around)?|born(?: on| in)?|[Ss]elected (?:[^,.;]{0,50})?(?:in|on)|(?:[Bb]eginning|[Ss]tarting|[Kk]icking off|[Oo]pening) (?:with [^;]{3,60} )?(?:at|on)|[Cc]hosen (?:[^,.;]{0,50})?(?:in|on)|class of|in the class of) ?$",
            before,
        )
    )
