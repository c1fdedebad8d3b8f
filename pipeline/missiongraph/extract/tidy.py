"""Names as found, made clean: what is no part of a name goes, what belongs to it stays with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from missiongraph.authority import Authority, fold
from missiongraph.extract.callings import bared
from missiongraph.extract.finders import Name
from missiongraph.lexicon import TITLES

__all__ = ["tidied"]

_GENERATION = re.compile(r"(?:Jr|Sr|II|III|IV)\b\.?,?")
_RANK = re.compile(r"(?:Group Captain|Wing Commander|Squadron Leader|Flight Lieutenant|Air Commodore)\b")
_GENERATION_NEXT = re.compile(r",? (?:(?:Jr|Sr)\b\.?|III?\b)")
_ASKS = re.compile(
    r"(?:Should|Would|Could|Can|Did|Does|Do|Was|Were|Had|Has|Have|Is|Are|Must|Might|Shall|Once|Though|Although|Because|Unless|Whether|Meanwhile|Alongside|Joining|Meet|Watch|Hear|Like|Unlike|Emerita|Emeritus) (?=[A-ZÀ-Þ])"
)
"""A word that opens a clause: "Should Tan be unable to fly", never a given name."""
_GROUND = re.compile(
    r"(?:\b(?:land\w*|touch\w* down|splash\w* down|set down|touchdown|splashdown)\b[^.,;:()]{0,30} )(?:in|near|at|on|within|inside|outside) (?:the )?$"
)


def tidied(text: str, names: list[Name], authority: Authority) -> list[Name]:
    """The names without opening words, "Jr." with its person, country words and places where each belongs."""
    surnames = {n.text.split()[-1] for n in names if n.type == "Person" and " " in n.text}
    stages = {n.text.removesuffix(" third").removesuffix(" second") for n in names if _a_stage(text, n)}
    christened = {n.begin for n in names if n.type == "Spacecraft"}
    kept = [
        _capital(text, _named_after(text, n))
        for n in names
        if not (
            _at_sea(text, n)
            or _a_model(text, n)
            or _a_stage(text, n)
            or _says_its_sort(text, n, christened)
            or n.text in stages
            or _counted(n, surnames)
            or _heads_a_line(text, n, surnames)
            or (not n.iri and _AWARD.search(n.text))
            or n.text.startswith("& ")  # half of "Launch & Flight Safety"
            or (n.text == "D.C." and _OF_DISTRICT.search(text, 0, n.begin))
        )
    ]
    names = _short_of_bodies([n for n in kept if n.iri or not _ERRAND.search(n.text)])
    return bared(
        text,
        [
            clean
            for name in names
            if not _pair(name, surnames)
            for whole in _untitled(name)
            for clean in _tidy(text, whole, authority)
        ],
        authority,
    )


_AWARD = re.compile(r" (?:Medals?|Awards?|Prizes?|Trophy|Ribbon|Scholarship)(?: (?:of|for) .*)?$")
_OF_DISTRICT = re.compile(r"\bWashington,? $")
_DISTRICT = re.compile(r",? D\.? ?C\.?(?![\w-])")


def _capital(text: str, name: Name) -> Name:
    """ "Washington, D.C.": one name, of the town."""
    whole = _DISTRICT.match(text, name.end) if name.text == "Washington" else None
    return replace(name, end=whole.end()) if whole and name.type == "Place" else name


def _heads_a_line(text: str, name: Name, surnames: set[str]) -> bool:
    """ "OVERMYER: born July 14, 1936", below his full name: the surname, whatever else is called so."""
    if not (name.text.isupper() and text[name.end : name.end + 1] == ":" and text[name.begin - 1 : name.begin] in "\n"):
        return False
    return name.text in {surname.upper() for surname in surnames}


def _counted(name: Name, surnames: set[str]) -> bool:
    """ "Williams 608 over three": a surname and what is counted of that person."""
    stem, _, number = name.text.rpartition(" ")
    return not name.iri and number.isdigit() and stem in surnames


_GUESSED = frozenset({"model", "cue", "lead"})


def _short_of_bodies(names: list[Name]) -> list[Name]:
    """ "At Lovelace", beside "the Lovelace Clinic": the first word of a body is that body, whatever it does there."""
    bodies = [n for n in names if n.type in ("Organization", "Facility") and n.text.count(" ") and not n.iri]
    heads = {n.text.split()[0]: n.type for n in bodies}
    return [
        replace(n, type=heads[n.text])
        if n.source in _GUESSED and not n.iri and n.type in ("Station", "Spacecraft", "Mission") and n.text in heads
        else n
        for n in names
    ]


_ERRAND = re.compile(r"(?:^| )(?:Servicing|Repair|Rescue|Retrieval|Resupply|Assembly|Relief) Missions?$")
"""What a flight was for, in capitals: "the final Hubble Servicing Mission" is known by another name."""
_VESSEL = re.compile(r"(?:US[SN]S|HM[CA]?S|HMAS|HMNZS|USCGC|[MSR]/?V|RRS|INS|SS) [A-ZÀ-Þ]")
_WARSHIP = re.compile(
    r"(?i:\b(?:destroyer|aircraft carrier|carrier|frigate|cruiser|battleship|corvette|trawler|cutter|tug(?:boat)?|minesweeper|assault ship|support ship|navy ship|"
    r"warship|recovery (?:ship|vessel)|transport dock|icebreaker|tanker|liner),? (?:the )?[“\"‘']?)$"
)


def _at_sea(text: str, name: Name) -> bool:
    """ "USS Hornet", "the destroyer Leonard F. Mason": a ship of the sea, which is no craft, rocket nor person."""
    if name.iri or name.type in ("Place", "Agency"):
        return False
    return bool(_VESSEL.match(name.text) or _WARSHIP.search(text[max(0, name.begin - 40) : name.begin]))


_SHIP = re.compile(r"\bS\.S\. $")


def _named_after(text: str, name: Name) -> Name:
    """ "The S.S. Alan Poindexter": a cargo craft that bears somebody's name."""
    ship = _SHIP.search(text, max(0, name.begin - 6), name.begin)
    if name.type not in ("Person", "Organization") or ship is None:
        return name
    begin = ship.start()
    return Name(begin, name.end, "Spacecraft", text[begin : name.end], name.source, aliases=(name.text,))


_QUOTED = re.compile(r"\)? (?:\([A-Z]{2,4}\) )?[“\"](?=[A-ZÀ-Þ])")


def _says_its_sort(text: str, name: Name, christened: set[int]) -> bool:
    """ "The LM "Kestrel"": what a craft is, right before the name that it was given."""
    given = _QUOTED.match(text, name.end) if name.type in ("Spacecraft", "Module") else None
    return given is not None and given.end() in christened


_STAGE = re.compile(r" (?:(?:first|second|third|upper|final|rocket|booster) )?(?:rocket )?stages?\b")


def _a_stage(text: str, name: Name) -> bool:
    """ "The S-IVB third stage": a part of a rocket, which no crew flies nor docks with for good."""
    kinds = ("Spacecraft", "Station", "Organization", "Facility")
    return name.type in kinds and not name.iri and bool(_STAGE.match(text, name.end))


_MODEL = re.compile(
    r"(?: \([A-Z]{2,6}\))?(?: (?:crew|mission|procedures?|training|engineering|flight|full-scale))? (?:simulat(?:or|ion)s?|trainers?|mock-?ups?|replicas?)\b"
)


def _a_model(text: str, name: Name) -> bool:
    """ "The Lunar Module simulator": a room on the ground, and no craft that anybody flies."""
    return name.type in ("Spacecraft", "Module", "LaunchVehicle") and bool(_MODEL.match(text, name.end))


def _pair(name: Name, surnames: set[str]) -> bool:
    """ "Delacy and Arden": two people by their surnames, whatever else the model saw in it."""
    parts = re.split(r",? (?:and|&) |, ", name.text)
    return not name.iri and name.type != "Person" and len(parts) > 1 and all(p in surnames for p in parts)


_IN_A_STATE = re.compile(r",? (?:[A-Z][a-z]*\.(?: ?[A-Z][a-z]*\.)?|[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?![\w-])")
_SCHOOL = re.compile(r"\b(?:University|College|Institute)\b")
_BASE = re.compile(r"\b(?:Naval Air|Air Force|Naval|Army)\b")


def _a_town(text: str, name: Name, authority: Authority) -> bool:
    """ "Princeton, N.J.", "Patuxent River, Md.": the town that a university or base bears the name of."""
    state = _IN_A_STATE.match(text, name.end)
    called = _BASE if name.type == "Facility" else _SCHOOL
    return (
        bool(called.search(name.label or ""))
        and not called.search(name.text)
        and state is not None
        and text[name.end] == ","
        and any(e.type == "Place" for e in authority.by_label.get(fold(state.group()), ()))
    )


_PREPOSITION = re.compile(
    r"(?:Aboard|Onboard|Inside|Outside|Above|Before|After|During|From|For|With|Toward|Back|Home) (?=[A-Z])"
)
_SEATED = re.compile(
    r"((?!.*\b(?:University|Institute|Academy|Ministry|Department|Museum|School|College|Bank|Bureau|Association|Society|Corps|Office|Council"
    r"|Centre|Center|Laboratory|House|Board|Federation|Union|Republic|Hospital|Order|Agency|Faculty|Chamber|Church|Bishop|City|Port)\b)"
    r"[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)+) of ([A-ZÀ-Þ][\w-]+)"
)
_FIRM = re.compile(
    r"([A-ZÀ-Þ].* (?:Aerospace|Industries|Systems|Instruments|Dynamics|Robotics|Motors|Ventures|Technologies|Laboratories|Airlines|Works|Inc|Ltd|GmbH|Imaging|Spaceworks|Photonics|Optics|Electronics|Composites|Semiconductors|Labs|Orbital|Space)) of ([A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+)?)"
)
""" "Ray Works of Bergen": a firm and its town, which the model takes for one name."""


def _tidy(text: str, name: Name, authority: Authority) -> Iterator[Name]:
    if name.type == "Person" and (_PREPOSITION.match(name.text) or _NOBODY.search(name.text)):
        return  # a headline's "Astronauts Aboard Station", "a pilot Training Program", "Beijing Time"
    name = _with_pad(text, name, authority)
    if name.type == "Person" and _TITLES.fullmatch(name.text):
        return
    if name.type in ("Organization", "Facility") and _a_town(text, name, authority):
        yield replace(name, type="Place", iri=None, label=None, source="cue", reason="a town by its state")
    elif name.iri or name.source == "family":
        yield _generation(text, name)
    elif name.type == "Organization" and (
        seat := (_SEATED if name.source in ("model", "cue") else _FIRM).fullmatch(name.text)
    ):
        yield replace(name, end=name.begin + seat.end(1), text=seat.group(1))
        yield replace(name, begin=name.begin + seat.start(2), type="Place", text=seat.group(2), source="cue")
    elif name.type != "Person" and " " not in name.text and _SEAT.match(text, name.end):
        yield replace(name, type="Place")
    elif name.type != "Person":
        if (
            not _RANK.match(text, name.begin)
            and not _GENERATION.fullmatch(name.text)
            and not (name.type != "Place" and name.text in authority.countries)
        ):
            yield name
    elif (opening := _ASKS.match(name.text)) and name.source != "title":
        rest = opening.end()
        yield _generation(text, replace(name, begin=name.begin + rest, text=name.text[rest:]))
    elif " " in name.text and name.source == "model" and _GROUND.search(text[max(0, name.begin - 60) : name.begin]):
        yield replace(name, type="Place")
    elif (titles := _TITLED.match(name.text)) and text.startswith(name.text, name.begin):
        rest = titles.end()
        yield _generation(text, replace(name, begin=name.begin + rest, text=name.text[rest:]))
    else:
        yield _generation(text, name)


def _untitled(name: Name) -> Iterator[Name]:
    """A person's name without a title behind it; none where one word is left ("Johnson Director Ana")."""
    title = _BEHIND.search(name.text) if name.type == "Person" and not name.iri else None
    left = name.text[: title.start()] if title else name.text
    if title is None or " " in left:
        yield replace(name, end=name.begin + len(left), text=left) if title else name


_BEHIND = re.compile(
    r"(?<=[a-z]) (?:Astronauts?|Cosmonauts?|Director|Manager|Commander|Engineer|Scientist|Administrator|Spokes\w+)\b.*$"
)
"""A title behind a name of two words or more: "Corey Twine Astronaut"."""
_NOBODY = re.compile(
    r" (?:Program(?:me)?s?|Courses?|Schools?|Curriculum|Certification|Workshops?|Challenges?|Competitions?|Time"
    r"|Dr|Mr|Mrs|Ms|Prof|Capt|Col|Gen|Maj|Lt|Cdr)$"
)
_SEAT = re.compile(r"-(?:based|headquartered)\b")
_TITLES = re.compile(rf"(?=\S+ \S){TITLES}(?: {TITLES})*")
_TITLED = re.compile(rf"(?:{TITLES} )+(?=[A-ZÀ-Þ][\w.’'-]* [A-ZÀ-Þ])")
_PAD = re.compile(r",? Pad ([A-Z])\b")


def _with_pad(text: str, name: Name, authority: Authority) -> Name:
    """ "Complex 39, Pad A": the pad, where the authority knows it by number and letter."""
    pad = _PAD.match(text, name.end) if name.type == "Facility" and name.text[-1].isdigit() else None
    entries = authority.by_label.get(fold(f"{name.label or name.text}{pad.group(1)}"), ()) if pad else ()
    if not pad or len(entries) != 1:
        return name
    entry, surface = entries[0], text[name.begin : pad.end()]
    return replace(name, end=pad.end(), text=surface, iri=entry.iri, label=entry.label, reason="a pad of the complex")


def _generation(text: str, name: Name) -> Name:
    """ "Walter Schirra, Jr.": the mention reaches over what tells him from his father."""
    behind = _GENERATION_NEXT.match(text, name.end) if name.type == "Person" else None
    return replace(name, end=behind.end()) if behind else name
