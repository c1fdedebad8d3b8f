"""Who holds which role, and in what: crew positions and jobs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product

from missiongraph.extract import sides, status
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Tenure
from missiongraph.extract.patterns import Found, confidence, in_crew, load, matches
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.extract.titles import is_rank, posted, title_of
from missiongraph.model import Status

__all__ = ["find", "signatures"]

_JOB_ONLY = frozenset({"astronaut", "cosmonaut", "taikonaut", "crew member"})


def find(document: Document) -> Iterator[Tenure]:
    """Role tenures of a document. `of` is set only where the sentence binds it."""
    for found in matches(load("roles")["rules"], document):
        role = found.items("role", "R")
        if (
            role
            and role[0].role not in _JOB_ONLY
            and not is_rank(found.sentence, role[0])
            and _on_its_side(found, role[0])
            and not _of_name_before(found)
        ):
            yield from _coordinated(found, role[0], document)
    for person, title, body, index in signatures(document):
        yield Tenure(person, title, body, index, "signature", 0.92)
    for table, name in _BY_VERB.items():
        for found in matches(load("roles")[table], document):
            for who in found.items("who"):
                for person, held in product(who.entities, _together(found.sentence, _within(found))):
                    yield Tenure(
                        person,
                        name,
                        held,
                        found.sentence.index,
                        found.rule.name,
                        confidence(found.rule.confidence, who),
                        _named_to(found, document),
                    )


def _on_its_side(found: Found, post: Item) -> bool:
    """ "The pilot, A, the engineer, B": of two names that a position stands between it is that of one."""
    place, who = found.sentence.items.index(post), found.items("who", "P")
    if any(not posted(found.sentence, rank) for rank in found.items("rank", "R")):
        return False
    if who and who[0].begin > post.end:
        return not sides.told_behind(found.sentence, place)
    return not who or not sides.told_ahead(found.sentence, place)


_APPOSED = re.compile(r"<P\d+>(?:,? (?:of|from) <[AOLN]\d+>)?, (?:(?:the|an?|its) |<X\d+> )?(?:[a-z]+ ){0,2}$")


def _of_name_before(found: Found) -> bool:
    """ "Along with A, the mission commander, B, the pilot": of a name in front, not of the one behind the comma."""
    if found.rule.name != "role-then-names":
        return False
    typed, start = found.view.typed, found.match.start("role")
    return typed[found.match.end("role")] == "," and _APPOSED.search(typed[:start]) is not None


_NAMING = re.compile(r"\b(?:assigned|named|picked|chosen|selected|tapped|appointed|designated) to $")


def _named_to(found: Found, document: Document) -> Status:
    """ "Was named to command Artemis VIII": a seat still to be taken, unless the year is past."""
    year = str(document.release.published.year) if document.release.published else ""
    past = any(i.time and i.time.value[:4] < year for i in found.sentence.of("T"))
    before = found.view.typed[: found.match.start("v")] if found.rule.name.startswith("named-to-") else ""
    due = found.status is Status.OCCURRED and bool(_NAMING.search(before)) and bool(year) and not past
    return Status.PLANNED if due else found.status


_BY_VERB = {"command": "commander", "pilot": "pilot", "head": "head", "manage": "manager", "found": "founder"}
"""Tables whose verb says the role."""


def _coordinated(found: Found, item: Item, document: Document) -> Iterator[Tenure]:
    """The tenures of a rule, and of the roles joined on: "president and chief executive of X", "pilot on X and commander on Y"."""
    told = list(_tenures(found, item, document))
    owners = [i.entities[0] for i in found.items("of", "AO") if i.begin < item.begin]
    owner = owners[0] if owners and told and told[0].of == owners[0] else None
    typed = found.view.typed
    position = typed.find(">", typed.find(f"<R{found.sentence.items.index(item)}>")) + 1
    for rule in load("roles")["also"] if len({t.holder for t in told}) == 1 else ():
        while match := rule.regex.match(typed, position):
            more = Found(rule, found.view, match, found.status)
            role = more.items("role", "R")[0]
            if _plural(found.sentence, role):
                break
            further = [replace(t, holder=told[0].holder) for t in _tenures(more, role, document, told[0].holder)]
            shared = further[0].of if further and not match.group("first") else None
            if owner is not None and match.group("first") == "":
                further = [replace(t, of=owner if t.of is None else t.of) for t in further]
            told = [replace(t, of=t.of if t.of is not None else shared) for t in told] + further
            position = match.end("role")
    yield from told


_UNREAD = re.compile(r" (?:of|for) (?:the )?<[LN]\d+>(?:'s)? [A-Z][a-z]+ [A-Z]")
_STATION = re.compile(r"(?:space )?station ")
_OF_FLIGHT = re.compile(r"^(?:mission|flight|crew) (?=commander$|pilot$)")
_SIGNED = re.compile(r"[-–—]? ?<P(\d+)>,?$")
_OFFICE = re.compile(r"(?:[A-Z][a-z]+ )*<R(\d+)>(?:,| of| for| at)? (?:the )?<[AOF](\d+)>$")


def signatures(document: Document) -> Iterator[tuple[int, str, int, int]]:
    """A name on one line and the office on the next: person, title, body, sentence."""
    for name, office in pairwise(document.sentences):
        signed, held = _SIGNED.match(name.typed.strip()), _OFFICE.match(office.typed.strip())
        if signed and held:
            title = office.items[int(held.group(1))]
            yield (
                name.items[int(signed.group(1))].entities[0],
                title_of(office, title)[0],
                office.items[int(held.group(2))].entities[0],
                office.index,
            )


def _tenures(found: Found, item: Item, document: Document, holder: int | None = None) -> Iterator[Tenure]:
    sentence = found.sentence
    title, bound = title_of(sentence, item)
    job = not in_crew(item.role, document.authority)
    title = title if job else _OF_FLIGHT.sub("", title)
    of = _within(found, item if job else None)
    run = any(
        i.code in "XCS" and 0 <= item.begin - i.end <= 1 for i in found.items("of", "XCS")
    )  # "Biomass project manager"
    if job and bound is not None and bound.code in "AOFX" and not run:
        of = bound.entities[0]
    if (match := _STATION.match(title)) or re.search(r"(?:[Ss]tation|ISS) $", sentence.whole[: item.begin][-9:]):
        title = title[match.end() :] if match and not job else title
        stations = {m.entities[0] for m in document.mentions if m.type == "Station"}
        of = (
            of
            if of is not None and document.entity(of).type == "Station"
            else next(iter(stations))
            if len(stations) == 1
            else of
        )
    if of is None and bound is not None and bound.code in "XCSAOF":
        of = bound.entities[0]
    if of is None:
        of = _spoken_of(sentence, item, document)
        of = _roster(sentence, document) if of is None else of
    if of is None and job and (by := found.items("by", "AOF")):
        of = by[0].entities[0]
    holders = _holders(found, item, document)
    if (
        of is None
        and title.endswith(("engineer", "professor", "lecturer"))
        and not (title == "professor" and found.rule.name == "role-then-names")  # how somebody is addressed
        and job
    ):
        return  # a profession
    if of is None and _UNREAD.match(sentence.typed.partition(f"<R{sentence.items.index(item)}>")[2]):
        return  # "head of the UAE Astronaut Programme": held in something that no name was read for
    state = _appointed(found, item, document)
    if holder is not None:
        for held in _together(sentence, of):
            yield Tenure(holder, title, held, sentence.index, found.rule.name, found.rule.confidence, state)
        return
    for who in holders:
        for person, held in product(who.entities, _together(sentence, of)):
            yield Tenure(
                person,
                title,
                held,
                sentence.index,
                found.rule.name,
                confidence(found.rule.confidence, who),
                state,
            )


def _holders(found: Found, item: Item, document: Document) -> list[Item]:
    """Whom a rule names as holders: of a list, one alone holds a role in the singular."""
    sentence = found.sentence
    holders = found.items("who", "P") or _implied(document, sentence)
    if (
        found.rule.name in ("be-role", "persons-of-bodies-are")
        and len(holders) > 1
        and _TAKEN.search(found.view.typed[: found.match.start("who")])
    ):
        holders = holders[1:]  # "the pilot is A, and B and C are the specialists"
    if not _plural(sentence, item):
        holders = [h for h in holders if len(h.entities) == 1 or _EACH.search(sentence.typed)]
        after = found.view.typed[found.match.end("who") :] if "who" in found.match.groupdict() else ""
        if found.rule.name in ("role-then-names", "role-colon-name", "role-is-name"):
            holders = [h for h in holders[:1] if len(h.entities) == 1]  # "the commander of the crew"
        elif found.rule.name in _OF_SEVERAL:
            holders = []
        elif found.rule.name == "names-paren-roles" or _ONE_OF_THEM.match(after) or _who_alone(sentence, holders[-1:]):
            holders = holders[-1:]
    return holders


_OF_SEVERAL = frozenset({"persons-of-bodies-are", "with-persons-as-roles", "in-flight-with-persons-as-roles"})
"""Rules for a role in the plural; others read the role of one."""
_TAKEN = re.compile(
    r"<R\d+>(?: (?:of|on|for) (?:the )?(?:<[XCS]\d+>|flight|mission))? (?:is|was|will be) (?:[A-Z][a-z]+\.? )*$"
)
_EACH = re.compile(r"\b(?:[Ee]ach|[Bb]oth|[Aa]ll) ")
_ONE_OF_THEM = re.compile(r",? who (?!are\b|were\b|all\b|both\b|each\b|have\b)")


def _who_alone(sentence: Sentence, last: list[Item]) -> bool:
    """ "A and B, who served as …": a clause of its own reads "A and B served as …"."""
    numbers = [sentence.items.index(item) for item in last if item in sentence.items]
    return any(
        (m := re.search(f"<P{n}>", sentence.typed)) and _ONE_OF_THEM.match(sentence.typed[m.end() :]) for n in numbers
    )


def _plural(sentence: Sentence, item: Item) -> bool:
    return sentence.whole[item.begin : item.end].casefold().endswith("s") and not item.role.endswith("s")


def _appointed(found: Found, item: Item, document: Document) -> Status:
    """ "Has been named commander of …": a seat still to be taken, unless the year is past."""
    year = document.release.published.year if document.release.published else 0
    past = any(i.time and i.time.value[:4].isdigit() and int(i.time.value[:4]) < year for i in found.sentence.of("T"))
    named = found.rule.name in ("appointed", "body-appointed") and found.status is Status.OCCURRED
    if found.rule.name == "joins-somebody-as-role" and found.match.group("v") in ("joins", "accompanies"):
        named = found.status is Status.OCCURRED  # "joins him as pilot" announces a crew
    if found.rule.name == "be-role" and found.match.group("v") == "becomes" and _to_come(found, document):
        named, year, past = found.status is Status.OCCURRED, 1, False  # "A becomes commander of X, planned for July"
    if found.rule.name in ("with-persons-as-roles", "in-flight-with-persons-as-roles", "name-in-the-seat") or (
        found.rule.name == "name-as-role" and re.search(r"(?:with|and) $", found.view.typed[: found.match.start()])
    ):
        named, year, past = status.of(found.view.token(found.match.start("who"))) is Status.PLANNED, 1, False
    return Status.PLANNED if named and year and not past and in_crew(item.role, document.authority) else found.status


_TO_COME = re.compile(
    r"(?i)\b(?:planned|scheduled|slated|due|assigned|names?|named|announces?|announced|next|upcoming|will (?:be|fly|serve|command))\b"
)


def _to_come(found: Found, document: Document) -> bool:
    """Whether a crew of a flight is announced in the sentence, or in the title."""
    held = _within(found)
    flight = held is not None and document.entity(held).type == "Mission"
    expedition = held is not None and document.entity(held).name.startswith(("Expedition", "Mir"))
    return (
        flight
        and not expedition
        and any(
            _TO_COME.search(document.text[s.begin : s.end])
            for s in (
                document.sentences[0],
                *document.sentences[max(0, found.sentence.index - 2) : found.sentence.index + 1],
            )
        )
    )


_ROSTER = re.compile(
    r"<X(\d+)>'?s? ?(?:prime )?(?:[Cc]rew|CREW|[Aa]stronauts)(?: (?:[Mm]embers|[Rr]oster|[Ll]ist))?:?$|(?:[Tt]he )?(?:(?:[Pp]rime|[Ff]light) )?[Cc]rew (?:of|for|aboard) (?:the )?<[XC](\d+)>:?$"
)


def _roster(sentence: Sentence, document: Document) -> int | None:
    """A list under "STS-99 crew": its positions are that flight's."""
    if re.search(r"[.!?]$", sentence.typed) and sentence.typed.count(" ") > 8:
        return None
    for before in reversed(document.sentences[max(0, sentence.index - 8) : sentence.index]):
        if match := _ROSTER.match(before.typed.strip()):
            return before.items[int(match.group(1) or match.group(2))].entities[0]
        if re.search(r"[.!?]$", before.typed.strip()):
            return None
    return None


_ITS = re.compile(r"\b(?:[Ii]ts|[Tt]heir) (?:[a-z]+ ){0,2}$")
_OURS = re.compile(r"(?:^|[^\w] |\b(?:[Tt]he|by|with|and|said) )(?:[Oo]ur|[Aa]gency(?:[’']s)?) (?:[a-z]+ ){0,2}$")


def _spoken_of(sentence: Sentence, item: Item, document: Document) -> int | None:
    """ "The agency and its chairman", "became its commander": what "its" takes up, spoken of just before."""
    before = sentence.whole[max(sentence.begin, item.begin - 40) : item.begin]
    crew = in_crew(item.role, document.authority)
    kinds = ("Mission", "Spacecraft", "Station") if crew else ("Agency", "Organization")
    if _ITS.search(before):
        start = document.sentences[max(0, sentence.index - 1)].begin
        said = [m for m in document.mentions if m.type in kinds and start <= m.begin < item.begin]
        missions = [m for m in said if m.type == "Mission"]
        return (missions or said)[-1].entities[0] if said else None
    return _issuer(document) if not crew and _OURS.search(before) else None


def _issuer(document: Document) -> int | None:
    """The body that a release is headed with: alone on one of its first lines."""
    for line in document.sentences[1:4]:
        if match := re.fullmatch(r"<[AO](\d+)>", line.typed.strip()):
            return line.items[int(match.group(1))].entities[0]
    return None


_JOINTS = ("/", " and ", ", ", ", and ")


def _together(sentence: Sentence, of: int | None) -> tuple[int | None, ...]:
    """ "Expedition 30/31", "Expeditions 59 and 60", "ESA and the DLR": a role held in one is held in all named as one."""
    items = list(sentence.items)
    start = next(
        (n for n, i in enumerate(items) if of is not None and i.code in "XAO" and i.entities[:1] == (of,)), None
    )
    if start is None:
        return (of,)
    held = [items[start]]
    text = sentence.whole
    while (
        (n := start + len(held)) < len(items)
        and items[n].code in ("X" if held[0].code == "X" else "AO")
        and text[held[-1].end : items[n].begin] in (_JOINTS if held[0].code == "X" else (" and ", " and the "))
    ):
        held.append(items[n])
    return tuple(i.entities[0] for i in held)


def _implied(document: Document, sentence: Sentence) -> list[Item]:
    """A telegram style ("Served as flight engineer …"): the person of the title."""
    if re.match(r"(?:[^<]*, <T\d+>\. )?[Ss]erved", sentence.typed) or " Served" in sentence.typed:
        return list(document.sentences[0].of("P"))[:1]
    return []


def _within(found: Found, job: Item | None = None) -> int | None:
    """What a rule captured as `of`; for a job what stands behind it goes first: "a former NASA pilot and director at Orbex"."""
    items = found.items("of", "XCSAOF")
    behind = [i for i in items if job and i.begin > job.begin]
    return (behind or items)[0].entities[0] if items else None
