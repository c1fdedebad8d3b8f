"""Which mentions of a sentence belong to an event word: its clause, its subject, and what it inherits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract import clauses, lists
from missiongraph.extract.parse import Token
from missiongraph.extract.planning import SET
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.triggers import Trigger
from missiongraph.lexicon import CREW_OF

__all__ = [
    "BEFORE",
    "antecedent",
    "around",
    "beside",
    "company",
    "governing",
    "head",
    "in_craft",
    "inherited",
    "is_subject",
    "launches",
    "led",
    "listed_before",
    "module_flies",
    "nearest_left",
    "of_a_thing",
    "ranked",
    "shared_craft",
    "speaks",
    "watched",
]

BEFORE = frozenset({"before", "ahead", "until", "prior", "toward", "towards"})
_OF_TIME = frozenset("after following before upon since ahead until prior toward towards of to".split())


def governing(trigger: Trigger) -> str:
    """The preposition of time over a trigger ("after docking"), or nothing."""
    node = trigger.token
    over = node.head
    if node.dep_ in ("pobj", "pcomp") and over.lower_ in _OF_TIME:
        if over.lower_ in ("of", "to"):
            return over.head.lower_ if over.head.lower_ in BEFORE else ""
        return str(over.lower_)
    return ""


def nearest_left(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """For a verb that the parse leaves without a subject: the craft, mission or people named last before it."""
    edge = trigger.begin
    text = sentence.whole
    codes = ""
    for item in reversed([i for i in sentence.items if i.end <= trigger.begin and i.code in "PCX"]):
        if codes and not (
            item.code == codes == "P" and re.fullmatch(r"(?:, | and |, and )(?:[\w ]{0,20})", text[item.end : edge])
        ):
            return
        codes, edge = item.code, item.begin
        yield item


def around(trigger: Trigger, sentence: Sentence, inside: list[Item], marks: frozenset[int]) -> Iterator[Item]:
    """Where the clause leaves a slot empty and no other event claims the sentence, the rest of the sentence fills it."""
    if len(marks) > 1:
        return
    empty = {c for c in trigger.kind.slots if c != "P" and not any(i.code == c for i in inside)} | (
        {"T"} if not any(i.time for i in inside) else set()
    )
    if not any(i.code in "PCX" for i in inside):
        empty |= {"C", "X"} if trigger.noun else {"P", "C", "X"}
    if trigger.token.dep_ == "acl" and any(i.code in "CX" for i in inside):
        empty -= set("PCX")  # "the telescope, placed in orbit in 1990, was serviced during STS-125"
    if of_a_thing(trigger):
        empty -= {"P"}
    before = sentence.whole[sentence.begin : trigger.begin]
    for item in sentence.items:
        if item.code == "P" and (re.search(r"\b(?:as|when|while)\b", before) or speaks(item, sentence)):
            continue
        if not trigger.noun and ";" in sentence.whole[trigger.begin : item.begin]:
            continue  # "Twelve have landed on the Moon; A would like to follow"
        if item.code == "C" and CREW_OF.match(sentence.whole, item.end):
            continue  # "will hand over to the Shenzhou-17 crew and are due back": not the craft they fly
        if (
            item.code == "X"
            and not trigger.noun
            and sentence.whole[sentence.begin : item.begin].endswith((" for ", " for the "))
        ):
            continue  # "will stay a month for Euromir 94 and come down with A": what they stay for
        if (
            item.code in empty
            and item.code in "SMTCXVP"
            and not (item.code in "TCX" and _told_apart(item, trigger, sentence))
            and not (item.code in "CX" and item.begin > clauses.end_of_who(trigger.token))
        ):
            yield item


def watched(trigger: Trigger) -> bool:
    """ "He had seen two crews leave": it is theirs, and not his who saw it."""
    verb = trigger.token
    return (
        not trigger.noun
        and verb.dep_ == "ccomp"
        and verb.head.lemma_ in ("see", "watch", "witness", "hear", "let")
        and any(
            c.dep_ == "nsubj" and c.tag_ == "NNS" and all(g.dep_ != "poss" for g in c.children) for c in verb.children
        )
    )


def launches(verb: Token, sentence: Sentence) -> bool:
    """ "Helping to launch its first humans", "to send a crew": what is launched is the verb's object, which no time is."""
    things = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i] if verb.lemma_ in _SENDING else []
    return any(not any(i.begin <= c.idx < i.end for i in sentence.of("T")) for c in things)


_SENDING = frozenset("launch send put dispatch propel loft boost hurl".split())


def of_a_thing(trigger: Trigger) -> bool:
    """ "After which it is installed": no person does that."""
    subject = clauses.subject(trigger.token) if not trigger.noun else None
    return subject is not None and subject.lower_ in ("it", "this", "that", "which")


def _told_apart(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """A time inside a relative clause that does not hold the event: "left in the craft that took them up in May"."""
    verb = clauses.head_of(head(item, sentence))
    while verb.dep_ in _SHARING and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    if item.code == "T":
        apart = verb.dep_ == "relcl" or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    else:
        apart = verb.dep_ == "relcl" and any(c.lower_ == "who" for c in verb.children)
    if apart and verb.tag_ != "VBG" and all(t.i != trigger.token.i for t in verb.subtree):
        return True
    clause = trigger.token if trigger.token.dep_ == "advcl" else trigger.token.head
    when = clause.dep_ == "advcl" and any(c.lower_ in ("when", "once", "after") for c in clause.children)
    goal = clause.head if when and any(c.lower_ == "to" for c in clause.head.children if c.dep_ == "aux") else None
    return goal is not None and verb.i not in {t.i for t in goal.subtree}  # "train this week to help when they land"


_SHARING = frozenset({"conj", "xcomp"})


def speaks(item: Item, sentence: Sentence) -> bool:
    """Whether a person is only quoted in the sentence."""
    root = head(item, sentence)
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


def head(item: Item, sentence: Sentence) -> Token:
    """The syntactic head of a mention's tokens."""
    tokens = sentence.tokens(item.begin, item.end)
    inner = {t.i for t in tokens}
    return next(
        (t for t in tokens if t.head.i not in inner or t.head.i == t.i), tokens[-1] if tokens else sentence.span[0]
    )


def inherited(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """The subject of the trigger (and what is coordinated with it) where it stands outside the clause."""
    subject = clauses.subject(trigger.token)
    if subject is None:
        return
    phrase = clauses.coordinated(subject)
    found = [
        i
        for i in sentence.items
        if (i.code in "PCXYV" or (i.code == "M" and module_flies(i, trigger, sentence)))
        and head(i, sentence).i in phrase
    ]
    yield from found or antecedent(trigger, sentence)


def module_flies(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """ "Spektr docked on 1 June": a module that does so itself, and in no craft that is named before."""
    flies = trigger.kind.type in ("Docking", "Undocking") and is_subject(item, trigger, sentence)
    return flies and not any(i.end <= trigger.begin for i in sentence.of("CX"))


def shared_craft(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """ "They climbed into their capsule, pulled away and landed": the one craft that the verbs before in the list name."""
    above = listed_before(trigger)
    craft = [i for i in sentence.of("C") if i.end < trigger.begin and clauses.head_of(head(i, sentence)).i in above]
    if len(craft) == 1 and _INTO.search(sentence.whole[sentence.begin : craft[0].begin]):
        yield craft[0]


def beside(verb: Token) -> frozenset[int]:
    """The words for those with whom it is done: "With A and B he boards the craft and should land …", of "land" too."""
    above = [verb]
    while above[-1].dep_ == "conj" and not clauses.has_subject(above[-1]):
        above.append(above[-1].head)
    with_whom = (c for v in above for c in v.children if c.dep_ == "prep" and c.lower_ in ("with", "alongside"))
    return frozenset(i for c in with_whom for g in c.children if g.dep_ == "pobj" for i in clauses.coordinated(g))


def company(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """ "A was launched with B on Monday and docked on Tuesday": who went with the subject shares all its verbs."""
    doc, token = sentence.span.doc, trigger.token
    above = {token.head.i} if token.tag_ == "VBG" and token.dep_ == "advcl" else frozenset[int]()
    beside = [
        c
        for v in sorted(listed_before(trigger) | above)  # "A departs with B on Monday, landing on Tuesday"
        if doc[v].lemma_ in _MOVING
        for c in doc[v].children
        if c.dep_ == "prep" and c.lower_ in ("with", "alongside") and c.i > v
    ]
    yield from lists.with_whom(clauses.head_of(trigger.token), sentence)
    yield from _seated(trigger, sentence)
    with_whom = {i for c in beside for g in c.children if g.dep_ == "pobj" for i in clauses.coordinated(g)}
    yield from (i for i in sentence.of("P") if head(i, sentence).i in with_whom)


def _seated(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """ "The capsule, with A, B and C strapped into its seats, came down": who is in it, whatever the parse makes of the phrase."""
    craft = next((i for i in sentence.of("C") if is_subject(i, trigger, sentence)), None)
    if craft is not None and _SEATS.fullmatch(sentence.whole, craft.end, trigger.begin):
        yield from (i for i in sentence.of("P") if craft.end < i.begin < trigger.begin)


_SEATS = re.compile(
    r",? with [^.;()]*\b(?:aboard|on board|inside|strapped|seated|buckled|squeezed|at (?:the|its) (?:controls|stick|helm)|in (?:its|the) (?:\w+ )?seats?)\b[^.;,()]*, (?:\w+ly )?"
)
_MOVING = frozenset(
    "launch fly lift blast take travel go arrive dock undock leave depart return land set rise soar".split()
)


def ranked(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """ "On 28 April she became the first … to walk in space": the main clause's time is that of the walk."""
    first = trigger.token.head
    verb = first.head
    if trigger.token.tag_ == "VB" and first.dep_ == "attr" and verb.lemma_ in ("be", "become"):
        yield from (i for i in sentence.of("T") if i.time and clauses.head_of(head(i, sentence)).i == verb.i)


def led(trigger: Trigger, inside: list[Item], sentence: Sentence) -> int:
    """Where those told of begin: "two seats of C, due to launch with only A and B" is the launch of A and B alone."""
    text = sentence.whole
    craft = [i for i in inside if i.code in "CX" and i.end < trigger.begin]
    due = craft and _DUE.fullmatch(text[craft[-1].end : trigger.begin])
    own = [i for i in inside if i.code == "P" and i.begin > trigger.begin]
    alone = own and re.search(r"\bwith (?:only|just|none but)\b", text[trigger.begin : own[0].begin])
    return craft[-1].begin if due and alone else sentence.begin


_DUE = re.compile(rf", (?:which (?:is|was) )?(?:now )?{SET} to ")


_INTO = re.compile(r"\b(?:in|into|aboard|on board|board(?:ed|ing)|inside) (?:[\w’'-]+ ){0,3}$")


def listed_before(trigger: Trigger) -> frozenset[int]:
    """The verbs before a trigger in its list, whose subject it shares."""
    verb = clauses.head_of(trigger.token)
    above: set[int] = set()
    while verb.dep_ == "conj" and not clauses.has_subject(verb) and verb.head.i != verb.i:
        verb = verb.head
        above.add(verb.i)
    return frozenset(above)


def antecedent(trigger: Trigger, sentence: Sentence) -> Iterator[Item]:
    """What "which" or "who" stands for where the parse lost it: the craft, mission or people named right before."""
    text = sentence.whole
    pronoun = next(
        (
            t
            for t in sentence.span
            if t.lower_ in ("who", "which", "that", "whose")
            and t.idx < trigger.begin
            and t.tag_ in ("WP", "WDT", "WP$")
            and trigger.begin - t.idx < 60
        ),
        None,
    )
    if pronoun is None:
        return
    codes = {"who": "P", "whose": "PCXYV"}.get(pronoun.lower_, "CXYV")
    edge = pronoun.idx
    for item in reversed([i for i in sentence.items if i.end <= pronoun.idx]):
        if item.code not in codes or not re.fullmatch(r"(?:[’']s)?(?: \w+)?,? ?(?:and |, )?", text[item.end : edge]):
            return
        yield item
        edge = item.begin


def is_subject(item: Item, trigger: Trigger, sentence: Sentence) -> bool:
    """Whether an item is the grammatical subject of the event's verb, or stands in a list with it."""
    subject = clauses.subject(trigger.token)
    if subject is None or trigger.noun:
        return False
    word = head(item, sentence)
    while word.dep_ == "conj" and word.i != subject.i:
        word = word.head
    return word.i == subject.i


def in_craft(item: Item, sentence: Sentence, text: str) -> bool:
    """ "their return capsule landed": whose craft it is flies in it."""
    follower = next((i for i in sentence.items if i.begin >= item.end), None)
    gap = text[item.end : follower.begin] if follower else "x"
    possessive = text[item.begin : item.end].casefold() in ("his", "her", "their") or gap.startswith(
        ("'s", "’s", "’", "'")
    )
    return bool(follower and follower.code == "C" and possessive and len(gap) < 12 and item.mention)
