"""Events: a trigger, the arguments of the right type around it, and one event for each happening.

Arguments are found by type first: every mention of a type that fits a slot and belongs to the trigger's
clause fills it. What constructions forbid is in the slot's `veto`. Then events of one happening merge
over the release (`merge`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from spacy.tokens import Token

from missiongraph.extract import clauses, status
from missiongraph.extract.document import Document, Item, Sentence
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.patterns import confidence, literal
from missiongraph.model import Literal, Status

__all__ = ["KINDS", "Kind", "find"]


@dataclass(frozen=True)
class Kind:
    """An event family: what triggers it and which types fill which slot."""

    type: str
    verbs: re.Pattern[str]
    nouns: re.Pattern[str]
    slots: dict[str, str]
    place: re.Pattern[str] | None = None


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


_NO_COMPOUND = r"(?! (?:coverage|pad|complex|site|vehicle|control|abort|director|window|team|provider|service|campaign|port|adapter|adaptor|module|mechanism|compartment|system|area|zone|gear|craft|escape|opportunit|facility|center|centre|suit|operations|broadcast|day activities|training|tests?|preview|rehears\w+|burn|attempt(?:s)? on|spot|industry|schedule|commander|capsule|flight|vehicle|ticket|trip|journey|to flight|hatch|contract|services|windows|tower|commentary|weight|mass))"

KINDS = (
    Kind(
        "Launch",
        _words(
            r"launch(?:ed|es|ing)?|lift(?:s|ed|ing)? off|lifts?-off|blast(?:s|ed|ing)? off|lofted|soar(?:s|ed|ing)?|rose|took off|tak(?:es?|ing) off|liftoff|set off|sets off|climbed away|rocket(?:ed|s)|blasted|roared|hurled|left Earth|propelled|sent up|carried|boosted|send|sent|put|injected|fired|brought them up|fly|flew|thundered|left"
        ),
        _words(r"launch" + _NO_COMPOUND + r"|lift-?off|blast-?off"),
        {"P": "participant", "C": "spacecraft", "X": "mission", "V": "launchVehicle"},
        re.compile(r"(?:from|at|in|of)(?: the)?(?: \w+){0,2}? ?$"),
    ),
    Kind(
        "Docking",
        _words(
            r"(?:re)?dock(?:s|ed|ing)?(?! (?:port|adapter|module|coverage|mechanism))|berth(?:s|ed|ing)?|link(?:s|ed|ing)? up with|installed on|was installed|attached to"
        ),
        _words(r"(?:re)?docking" + _NO_COMPOUND + r"|berthing"),
        {"P": "participant", "C": "spacecraft", "X": "mission", "S": "station", "M": "module"},
    ),
    Kind(
        "Undocking",
        _words(
            r"undock(?:s|ed|ing)?|unberth(?:s|ed|ing)?|depart(?:s|ed|ing)?|leav(?:e|es|ing)|left|separated from|cast off|pulled away|moved"
        ),
        _words(
            r"undocking"
            + _NO_COMPOUND
            + r"|unberthing|departure(?! (?:prep\w*|remarks|procedures|activities|ceremon\w+))"
        ),
        {"P": "participant", "C": "spacecraft", "X": "mission", "S": "station", "M": "module"},
    ),
    Kind(
        "Landing",
        _words(
            r"land(?:s|ed|ing)?|touch(?:es|ed|ing)? down|splash(?:es|ed|ing)? down|return(?:s|ed|ing)?|c(?:a|o)m(?:e|es|ing) (?:back|home|down)|parachut(?:ed|ing)|thud(?:ded|ding)|dropped|ride home|rode home|brought(?= home| back)|hit the (?:water|ground|sea)|homecoming"
        ),
        _words(r"landing" + _NO_COMPOUND + r"|touch-?down|splash-?down|return|homecoming"),
        {"P": "participant", "C": "spacecraft", "X": "mission"},
        re.compile(r"(?:in|on|near|off|at|of|into|onto|to|from|over)(?: the)?(?: [\w-]+){0,3}? ?$"),
    ),
    Kind(
        "Spacewalk",
        _words(
            r"spacewalk(?:ed|s|ing)?|(?:walk(?:s|ed|ing)?|step(?:s|ped)?|float(?:s|ed)?|work(?:s|ed|ing)?|ventur(?:ed|es|ing)|go|goes|went|going|climb(?:ed|s)?|exit(?:ed|s)?|left|leave|spent|rose|emerged|head)(?= [^.;]{0,40}\b(?:outside|in space|out of the (?:\w+ )?(?:airlock|hatch)|into open space|out of the hatch|in open space)| the [^.;]{0,12}airlock| (?:the )?station twice)"
        ),
        _words(
            r"spacewalks?(?! (?:coverage|training|team|support|preparation|time|techniques|suit|hardware|record))|EVAs?|extravehicular activit(?:y|ies)|excursion|outing|sortie|extravehicular sorties?"
        ),
        {"P": "participant", "S": "station", "Y": "target"},
    ),
)

_TEXT_TRIGGER = {
    "return": re.compile(
        r"^(?:s|ed|ing)?(?:(?!\.).){0,40}?(?:(?:back )?to (?:the )?(?:Earth|ground)|home|(?:back )?from (?:space|orbit|the (?:International Space )?Station)|(?:aboard|in|on|with) (?:the |an? |a )?(?:[\w-]+ ){0,3}?(?:Soyuz|Dragon|Shuttle|capsule|spacecraft|[A-Z]))"
    ),
    "depart": re.compile(r"^(?:s|ed|ing)?\b"),
    "left": re.compile(
        r"^left (?:the )?(?:International Space Station|ISS|[Ss]tation|[Ss]pace [Ss]tation|orbiting|orbital|Mir|Tiangong|complex|outpost)"
    ),
}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event: its kind, its token, and where it stands in the text."""

    kind: Kind
    token: Token
    begin: int
    noun: bool


def find(document: Document) -> Iterator[Event]:
    """The events of a document sentence by sentence, not yet merged."""
    for sentence in document.sentences:
        triggers = list(_triggers(sentence))
        marks = frozenset(clauses.head_of(t.token).i if t.noun else t.token.i for t in triggers)
        for trigger in triggers:
            if event := _event(trigger, sentence, document, marks, triggers):
                yield from _rescheduled(event, trigger, sentence)


_NEW_DATE = re.compile(
    r"(?:(?:postponed|delayed|moved|put back|pushed back|slipped|slid|rescheduled|shifted|deferred|retargeted|reset|back)\b[^;]{0,40}? (?:to|until|till|for)|"
    r"next (?:attempt|opportunity|try|chance|window)\b[^;]{0,50}|\b(?:now|instead)\b[^;]{0,50})(?: no earlier than| the morning of| at the earliest)? (?:the |on )?$"
)


def _rescheduled(event: Event, trigger: Trigger, sentence: Sentence) -> Iterator[Event]:
    """A postponement tells two: the old date is cancelled, the new one planned."""
    text = sentence.span.doc.text
    new = next(
        (
            i
            for i in sentence.of("T")
            if event.status is Status.CANCELLED and i.time and _NEW_DATE.search(text[sentence.begin : i.begin])
        ),
        None,
    )
    if new is None or new.time is None:
        yield event
        return
    value = literal(new.time.value)
    identity = tuple(f for f in event.fillers if f.slot != "time")
    old = [
        literal(i.time.value) for i in sentence.of("T") if i.time and i is not new and i.time.value != new.time.value
    ]
    given = [f for f in event.fillers if f.slot == "time" and f.value != value]
    rule = f"{trigger.kind.type.casefold()}-postponed"
    if given or old:
        yield replace(event, fillers=(*identity, *(given or [Filler("time", old[0], sentence.index, rule, 0.85)])))
    yield replace(event, status=Status.PLANNED, fillers=(*identity, Filler("time", value, sentence.index, rule, 0.88)))


def _triggers(sentence: Sentence) -> Iterator[Trigger]:
    text = sentence.span.text
    taken = [(i.begin - sentence.begin, i.end - sentence.begin) for i in sentence.items if i.code not in "TDR"]
    for kind in KINDS:
        for noun, pattern in ((True, kind.nouns), (False, kind.verbs)):
            for match in pattern.finditer(text):
                if any(b <= match.start() < e for b, e in taken):
                    continue
                token = next(
                    (t for t in sentence.span if t.idx <= sentence.begin + match.start() < t.idx + len(t.text)), None
                )
                if token is not None and _fits(kind, noun, token, text, match):
                    taken.append(match.span())
                    yield Trigger(kind, token, sentence.begin + match.start(), noun)


def _fits(kind: Kind, noun: bool, token: Token, text: str, match: re.Match[str]) -> bool:
    """Whether the word is used as the event: the right part of speech, and for loose verbs the right complement."""
    if noun:
        return (
            token.pos_ in ("NOUN", "PROPN")
            or token.text[-3:] == "ing"
            or "-" in token.text
            or token.lower_ in ("liftoff", "splashdown", "touchdown")
        )
    rest = text[match.start() : match.end() + 110]
    word = match.group().casefold()
    need = _NEEDS.get(kind.type, {}).get(next((k for k in _NEEDS.get(kind.type, {}) if word.startswith(k)), ""))
    verbal = (
        token.pos_ in ("VERB", "AUX")
        or token.tag_.startswith("V")
        or re.fullmatch(r"(?:un|re)?(?:dock|berth)(?:ed|s)", word) is not None
    )
    return (verbal or "off" in word or "down" in word) and (need is None or bool(need.search(rest)))


_ORBIT = r"(?:in)?to (?:an? )?(?:low[- ])?(?:Earth )?(?:parking )?(?:orbit|space)"
_PORT = r"(?:Cosmodrome|Baikonur|Cape|Kennedy|pad\b|Launch|Jiuquan|Kourou|Spaceport|Wallops|Tanegashima|Space Cent)"
_NEEDS: dict[str, dict[str, re.Pattern[str]]] = {
    "Launch": {
        "carried": re.compile(rf"^carried .{{0,80}}?(?:{_ORBIT}|from [^.]{{0,20}}{_PORT})"),
        "propelled": re.compile(rf"^propelled .{{0,100}}?{_ORBIT}|^propelled"),
        "send": re.compile(r"^send .{0,60}?(?:on its way|into orbit|to the)"),
        "sent": re.compile(rf"^sent .{{0,60}}?(?:on its way|{_ORBIT}|up\b)"),
        "put": re.compile(rf"^put .{{0,60}}?{_ORBIT}"),
        "boosted": re.compile(rf"{_ORBIT}"),
        "injected": re.compile(_ORBIT),
        "rose": re.compile(r"^rose .{0,30}?(?:from|off|into the)"),
        "fired": re.compile(r"towards?|into"),
        "fly": re.compile(r"^(?!x)x"),
        "flew": re.compile(r"^(?!x)x"),
        "blasted": re.compile(r"off|into|from"),
        "soar": re.compile(r"from|into|orbit|sky"),
        "roared": re.compile(r"from|into|off"),
        "thundered": re.compile(r"from|into|off"),
        "set": re.compile(r"^set off (?:on|for|from|to)"),
        "sets": re.compile(r"^sets off (?:on|for|from|to)"),
        "left": re.compile(rf"^left (?:Earth\b|.{{0,40}}{_PORT}.{{0,60}}(?:atop|aboard|on top|in |on ))"),
        "hurled": re.compile(_ORBIT),
        "brought": re.compile("up"),
    },
    "Docking": {
        "installed": re.compile(r"port|module"),
        "was installed": re.compile(r"port"),
        "attached": re.compile(r"port|module|station"),
    },
    "Undocking": {
        "left": re.compile(
            r"^left (?:the )?(?:International Space Station|ISS|[Ss]tation|[Ss]pace [Ss]tation|orbiting|orbital|Mir|Tiangong|complex|outpost)(?! (?:twice|through))"
        ),
        "leav": re.compile(
            r"^leav\w+ (?:the )?(?:International Space Station|ISS|[Ss]tation|[Ss]pace [Ss]tation|orbiting|orbital|Mir|Tiangong|complex|outpost|it)\b"
        ),
        "depart": re.compile(r"^depart(?:s|ed|ing)?(?! (?:crew|astronaut))"),
        "separated": re.compile(r"station|ISS|module|Mir|Tiangong|Harmony"),
        "moved": re.compile(r"^(?!x)x"),
        "pulled": re.compile(r"station|complex"),
    },
    "Landing": {
        "return": re.compile(
            r"^return(?:s|ed|ing)?(?: safely)?(?:(?!\.).){0,45}?(?:(?:back )?to (?:the )?(?:Earth|ground)\b|\bhome\b|(?:aboard|in|on|with) (?:the |an? |a )?(?:[\w-]+ ){0,3}?(?:Soyuz|Dragon|[Ss]huttle|capsule|spacecraft|Shenzhou|Starliner|Endeavour|Discovery|Atlantis|Columbia|Challenger))|^return(?:s|ed|ing)? (?:after|in (?:January|February|March|April|May|June|July|August|September|October|November|December|spring|autumn))"
        ),
        "come": re.compile(r"(?:back|home|down)\b(?! to (?!Earth|the ground))"),
        "came": re.compile(r"(?:back|home|down)\b(?! to (?!Earth|the ground))"),
        "coming": re.compile(r"(?:back|home|down)\b(?! to (?!Earth|the ground))"),
        "dropped": re.compile(r"into the|onto"),
        "land": re.compile(r"^land(?:s|ed|ing)?\b(?! the first| first| (?:a )?humans)"),
        "brought": re.compile("home|back"),
    },
}


def _event(
    trigger: Trigger, sentence: Sentence, document: Document, marks: frozenset[int], triggers: list[Trigger]
) -> Event | None:
    state = status.of(trigger.token)
    preposition = _governing(trigger)
    if state is None or _SKIPPED.search(sentence.span.doc.text[sentence.begin : trigger.begin]):
        return None
    region = clauses.region(trigger.token, marks, list(sentence.span))
    if preposition:
        region = frozenset(t.i for t in trigger.token.subtree)
    inside = [
        i for i in sentence.items if _root(i, sentence).i in region and not (i.code == "P" and _speaks(i, sentence))
    ]
    if preposition in _BEFORE and not any(i.time for i in inside):
        return None
    if trigger.noun and not preposition:
        inside = [i for i in inside if i.code != "P" or _takes_part(i, trigger, sentence)]
    if not trigger.noun or preposition or trigger.token.head.lemma_ in _LIGHT:
        inside += [i for i in _inherited(trigger, sentence) if i not in inside]
    if not preposition:
        inside += [i for i in _around(trigger, sentence, inside, marks) if i not in inside]
    if not preposition and not trigger.noun and not any(i.code in "PCX" for i in inside):
        inside += [i for i in _nearest_left(trigger, sentence) if i not in inside]
    fillers = tuple(_fill(trigger, inside, sentence, document, triggers))
    plural = trigger.noun and bool(
        re.match(
            r"(?:launches|(?:landing|docking|return|departure|splashdown|undocking)s)\b",
            sentence.span.doc.text[trigger.begin :],
        )
    )
    return None if plural else Event(trigger.kind.type, _by_clock(state, fillers, document), sentence.index, fillers)


_BEFORE = frozenset({"before", "ahead", "until", "prior", "toward", "towards"})
_LIGHT = frozenset("make perform conduct complete carry accomplish execute do undertake attempt achieve".split())
_SKIPPED = re.compile(
    r"(?:\bbeg[iau]n(?:ning|s)?|\bstart(?:s|ed|ing)?|in advance of|ahead of|prior to|in preparation for|prepar\w+ for|ready for|during|practic\w+|simulat\w+) (?:the |his |her |their |its |a )?(?:\w+ )?$"
)


def _governing(trigger: Trigger) -> str:
    """The preposition of time over a trigger ("after docking"), or nothing."""
    node = trigger.token
    over = node.head
    if node.dep_ in ("pobj", "pcomp") and over.lower_ in (
        "after",
        "following",
        "before",
        "upon",
        "since",
        "ahead",
        "until",
        "prior",
        "toward",
        "towards",
        "of",
        "to",
    ):
        if over.lower_ in ("of", "to"):
            return over.head.lower_ if over.head.lower_ in _BEFORE else ""
        return str(over.lower_)
    return ""


def _takes_part(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether a person is told of by an event noun: its owner, or in its own phrase ("the landing of A with B")."""
    text = sentence.span.doc.text
    inside = {t.i for t in trigger.token.subtree}
    light = clauses.head_of(trigger.token).lemma_ in _LIGHT or trigger.kind.type == "Spacewalk"
    return light or _owns(item, trigger, text) or (item.begin > trigger.begin and _root(item, sentence).i in inside)


def _by_clock(state: Status, fillers: tuple[Filler, ...], document: Document) -> Status:
    """A time after the release's own date makes what reads as done a plan."""
    published = document.release.published
    if published is None or state is not Status.OCCURRED:
        return state
    times = [f.value.value for f in fillers if f.slot == "time" and isinstance(f.value, Literal)]
    limits = {10: published.isoformat(), 17: (published + timedelta(days=1)).isoformat() + "T99"}
    return Status.PLANNED if any(t > limits.get(len(t), published.isoformat())[: len(t)] for t in times) else state


def _nearest_left(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """For a verb that the parse leaves without a subject: the craft, mission or people named last before it."""
    edge = trigger.begin
    text = sentence.span.doc.text
    codes = ""
    for item in reversed([i for i in sentence.items if i.end <= trigger.begin and i.code in "PCX"]):
        if codes and not (
            item.code == codes == "P" and re.fullmatch(r"(?:, | and |, and )(?:[\w ]{0,20})", text[item.end : edge])
        ):
            return
        codes, edge = item.code, item.begin
        yield item


def _around(trigger: Trigger, sentence: Sentence, inside: list[Item], marks: frozenset[int]) -> Iterator[Item]:
    """Where the clause leaves a slot empty and no other event claims the sentence, the rest of the sentence fills it."""
    if len(marks) > 1:
        return
    empty = {c for c in trigger.kind.slots if c != "P" and not any(i.code == c for i in inside)} | (
        {"T"} if not any(i.time for i in inside) else set()
    )
    if not any(i.code in "PCX" for i in inside):
        empty |= {"P", "C", "X"}
    before = sentence.span.doc.text[sentence.begin : trigger.begin]
    for item in sentence.items:
        if item.code == "P" and (re.search(r"\b(?:as|when|while)\b", before) or _speaks(item, sentence)):
            continue
        if item.code in empty and item.code in "SMTCXVP":
            yield item


def _speaks(item: Item, sentence: Sentence) -> bool:
    """Whether a person is only quoted in the sentence."""
    root = _root(item, sentence)
    return root.dep_ == "nsubj" and root.head.lemma_ in (
        "say",
        "tell",
        "add",
        "announce",
        "explain",
        "comment",
        "recall",
        "note",
        "report",
        "write",
    )


def _root(item: Item, sentence: Sentence) -> Token:
    """The syntactic head of a mention's tokens."""
    tokens = [t for t in sentence.span if t.idx < item.end and t.idx + len(t.text) > item.begin]
    inner = {t.i for t in tokens}
    return next(
        (t for t in tokens if t.head.i not in inner or t.head.i == t.i), tokens[-1] if tokens else sentence.span[0]
    )


def _inherited(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """The subject of the trigger (and what is coordinated with it) where it stands outside the clause."""
    subject = clauses.subject(trigger.token)
    if subject is None:
        return
    phrase = _coordinated(subject)
    found = [i for i in sentence.items if i.code in "PCXYV" and _root(i, sentence).i in phrase]
    yield from found or _antecedent(trigger, sentence)


def _antecedent(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """What "which" or "who" stands for where the parse lost it: the craft, mission or people named right before."""
    text = sentence.span.doc.text
    pronoun = next(
        (
            t
            for t in sentence.span
            if t.lower_ in ("who", "which", "that")
            and t.idx < trigger.begin
            and t.tag_ in ("WP", "WDT")
            and trigger.begin - t.idx < 60
        ),
        None,
    )
    if pronoun is None:
        return
    codes = "P" if pronoun.lower_ == "who" else "CXYV"
    edge = pronoun.idx
    for item in reversed([i for i in sentence.items if i.end <= pronoun.idx]):
        if item.code not in codes or not re.fullmatch(r"(?:[’']s)?(?: \w+)?,? ?(?:and |, )?", text[item.end : edge]):
            return
        yield item
        edge = item.begin


def _coordinated(subject: Token) -> frozenset[int]:
    """The subject's own words with conjuncts and appositions, without its clauses."""
    out: set[int] = set()
    stack = [subject]
    while stack:
        token = stack.pop()
        out.add(token.i)
        stack += [
            c
            for c in token.children
            if c.dep_ in ("conj", "appos", "compound", "poss", "nmod", "flat")
            or (c.dep_ == "prep" and c.lower_ in ("with", "including", "alongside", "like", "of"))
            or (c.dep_ == "pobj" and token.dep_ == "prep")
        ]
    return frozenset(out)


_BYSTANDER = re.compile(
    r"(?:welcom\w+|join(?:s|ed|ing)?|reliev\w+|replac\w+|greet\w+|met|meet|congratulat\w+|succeed\w*|handover with|thank\w*|said|told|ask\w*|by|assist\w*|after|according to|thanks to|by fellow|behind|like|than|for) (?:[\w’'-]+ ){0,3}$"
)
_PERSON_LED = re.compile(r"(?:carried|commanded|followed|accompanied|joined|piloted|led|flown) by (?:[\w’'-]+ ){0,3}$")
_NOT_FLOWN = re.compile(r"(?:part of|under|within|ahead of|along with|for|before|until) (?:the |[A-Z]\w+[’']s )?$")
_EXPEDITION = re.compile(r"(?:ISS )?Expeditions? \d|Mir EO")
_PROGRAMME = re.compile(r"[Pp]rogram(?:me)?\b|[Cc]ampaign|^Artemis$|^Apollo$|^Gaganyaan program")


def _fill(
    trigger: Trigger, inside: list[Item], sentence: Sentence, document: Document, triggers: list[Trigger]
) -> Iterator[Filler]:
    text = sentence.span.doc.text
    kind = trigger.kind
    for item in inside:
        before = text[sentence.begin : item.begin]
        slot = kind.slots.get(item.code)
        if (
            slot is None
            and item.code in "MY"
            and kind.type in ("Launch", "Landing")
            and clauses.subject(trigger.token) is not None
            and _is_subject(item, trigger, sentence)
        ):
            slot = "spacecraft"  # a module or rover that is launched or lands by itself
        if slot is None or not item.entities:
            continue
        if item.code == "P" and _in_craft(item, sentence, text):
            for entity in item.entities:
                yield Filler(
                    slot, entity, sentence.index, f"{kind.type.casefold()}-crew-of-craft", confidence(0.85, item)
                )
            continue
        if item.code == "P" and (
            (_BYSTANDER.search(before)
            and not _PERSON_LED.search(before)
            and not (trigger.noun and text[trigger.begin + len(trigger.token.text) : item.begin] == " by "))
            or (text[item.end : item.end + 2] in ("’s", "'s")
            and not _owns(item, trigger, text))
        ):
            continue
        if (
            item.code == "P"
            and text[item.begin : item.end].casefold() in ("his", "her", "their")
            and not _owns(item, trigger, text)
        ):
            continue
        if item.code == "X" and (
            _EXPEDITION.match(document.entity(item.entities[0]).name)
            or _PROGRAMME.search(document.entity(item.entities[0]).name)
        ):
            continue
        for entity in item.entities:
            yield Filler(
                slot,
                entity,
                sentence.index,
                f"{kind.type.casefold()}-{'noun' if trigger.noun else 'verb'}",
                confidence(0.9, item),
            )
    yield from _places(trigger, inside, sentence, document)
    yield from _time(trigger, inside, sentence, triggers)
    if kind.type == "Spacewalk":
        yield from _walk(trigger, inside, sentence)


def _is_subject(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    subject = clauses.subject(trigger.token)
    return subject is not None and not trigger.noun and _root(item, sentence).i == subject.i


def _in_craft(item: Item, sentence: Sentence, text: str) -> bool:
    """ "their return capsule landed": whose craft it is flies in it."""
    follower = next((i for i in sentence.items if i.begin >= item.end), None)
    gap = text[item.end : follower.begin] if follower else "x"
    possessive = text[item.begin : item.end].casefold() in ("his", "her", "their") or gap.startswith(
        ("'s", "’s", "’", "'")
    )
    return bool(follower and follower.code == "C" and possessive and len(gap) < 12 and item.mention)


def _owns(item: Item, trigger: Trigger, text: str) -> bool:
    """ "Koch's landing", "her first spacewalk": a possessive right before the event noun takes part in it."""
    gap = text[item.end : trigger.begin] if item.end <= trigger.begin else "x" * 99
    return trigger.noun and bool(re.fullmatch(r"(?:[’']s?)? (?:[\w-]+ ){0,3}", gap))


_AFTER_TRIGGER = re.compile(
    r"(?:from|at|in|on|near|off|into|onto|of|to|over|outside)\s(?:the |a |an )?(?:[\w-]+(?:[’']s)? ){0,5}$"
)


def _places(trigger: Trigger, inside: list[Item], sentence: Sentence, document: Document) -> Iterator[Filler]:
    """Pad and centre for a launch (a place only where no site is named); the first place for a landing."""
    kind, text = trigger.kind, sentence.span.doc.text
    if kind.type not in ("Launch", "Landing"):
        return
    spots = []
    for item in inside:
        if (
            item.code not in "FL"
            or (item.begin < trigger.begin
            and kind.type == "Landing"
            and not re.search(
                r"(?:^|, )(?:[Ii]n|[Oo]n|[Nn]ear|[Aa]t|[Oo]ff) (?:the )?$", text[sentence.begin : item.begin]
            ))
        ):
            continue
        before = text[max(sentence.begin, item.begin - 40) : item.begin]
        if kind.type == "Launch" and not re.search(
            r"\b(?:from|at|in|of|left|leave|,) ?(?:(?:the|NASA[’']s|nearby|\w+[’']s|Russia-leased) )*(?:\w+ )?$", before
        ):
            continue
        if kind.type == "Landing" and not re.search(
            r"(?:\b(?:in|on|near|off|at|into|onto|outside|around)|(?:north|south|east|west)[\w-]* of)(?: (?!to\b)[\w’'-]+){0,5} ?$",
            before,
        ):
            continue
        if _is_goal(item, before, document, kind.type):
            continue
        spots.append(item)
    sites = [i for i in spots if i.code == "F"]
    if kind.type == "Launch":
        chosen = sites[:2] if sites else spots[:1]
    else:
        chosen = spots[:1]
        if (
            chosen
            and len(spots) > 1
            and re.fullmatch(r",? (?:off|near)(?: the)?(?: coast of)? ?", text[chosen[0].end : spots[1].begin])
        ):
            chosen = spots[:2]
    for item in chosen:
        for entity in item.entities:
            yield Filler("place", entity, sentence.index, f"{kind.type.casefold()}-place", confidence(0.9, item))


def _is_goal(item: Item, before: str, document: Document, kind: str) -> bool:
    """ "to Earth", "to the Moon" in a launch, "in space": no place of the event."""
    name = document.entity(item.entities[0]).name
    celestial = name in ("Earth", "Moon", "Mars", "low Earth orbit")
    if name == "Earth" or (celestial and kind == "Launch"):
        return True
    return bool(
        re.search(r"\b(?:to|for|around|over|above|toward|towards|flown to|back to) (?:the )?$", before)
    ) and not (kind == "Landing" and celestial)


def _time(trigger: Trigger, inside: list[Item], sentence: Sentence, triggers: list[Trigger]) -> Iterator[Filler]:
    """The one time of the clause that stands nearest, unless it is nearer to another trigger or to coverage."""
    text = sentence.span.doc.text
    told = [
        i for i in sentence.of("T") if i.time and i.time.value and not _not_event_time(text[sentence.begin : i.begin])
    ]
    times = [
        i
        for i in told
        if i in inside or not sentence.span.start <= clauses.head_of(_root(i, sentence)).i < sentence.span.end
    ]
    if not times:
        return

    def distance(item: Item) -> tuple[int, int]:
        gap = item.begin - trigger.begin if item.begin > trigger.begin else trigger.begin - item.end + 15
        return (-len(item.time.value) // 8 if item.time else 0, gap)

    marks = frozenset(clauses.head_of(t.token).i if t.noun else t.token.i for t in triggers)
    clause = clauses.anchor(trigger.token, marks).i
    others = {clauses.anchor(t.token, marks).i for t in triggers} - {clause}

    def home(item: Item) -> int:
        return clauses.anchor(_root(item, sentence), marks).i

    own = [
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
    own = own or (times if len(triggers) == 1 else [])
    if own:
        best = min(own, key=lambda i: distance(i)[1])
        finer = [i for i in own if i.time and best.time and i.time.value.startswith(best.time.value)]
        best = max([best, *finer], key=lambda i: len(i.time.value) if i.time else 0)
        if best.time:
            yield Filler("time", literal(best.time.value), sentence.index, f"{trigger.kind.type.casefold()}-time", 0.9)


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
            r"(?:since|until|till|through|between|[Cc]overage (?:will |of [\w ]{0,30} )?(?:begins?|resumes?|starts?)?(?: at)?|born(?: on| in)?|[Ss]elected (?:[^,.;]{0,50})?(?:in|on)|[Cc]hosen (?:[^,.;]{0,50})?(?:in|on)|class of|in the class of) ?$",
            before,
        )
    )


_COUNT = re.compile(
    r"(?P<n>one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:[a-z-]+ ){0,2}$", re.IGNORECASE
)
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten".split())}
_TIMES = re.compile(r"\b(?:(twice)|(\w+) times)\b")


def _walk(trigger: Trigger, inside: list[Item], sentence: Sentence) -> Iterator[Filler]:
    """Duration and count of a spacewalk."""
    text = sentence.span.doc.text
    for item in inside:
        if item.duration and not item.duration.approximate and "T" in item.duration.value:
            yield Filler(
                "duration", Literal(item.duration.value, "duration"), sentence.index, "spacewalk-duration", 0.9
            )
    number = 0
    if trigger.noun and (match := _COUNT.search(text[sentence.begin : trigger.begin])):
        word = match.group("n").casefold()
        number = _NUMBERS.get(word, int(word) if word.isdigit() else 0)
        number = number if number > 1 or word == "one" else 0
    elif not trigger.noun and (match := _TIMES.search(text[trigger.begin : sentence.end])):
        number = 2 if match.group(1) else _NUMBERS.get(match.group(2).casefold(), 0)
    if number:
        yield Filler("count", Literal(str(number), "integer"), sentence.index, "spacewalk-count", 0.92)
