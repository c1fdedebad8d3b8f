"""The names of a release, typed and without overlaps.

Where two finders claim the same characters, the better source wins, then the longer name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from missiongraph.authority import Authority, Entry, fold
from missiongraph.extract.families import members
from missiongraph.extract.finders import PERSON, Name, guessed, known, person
from missiongraph.extract.forms import Taken, places
from missiongraph.extract.headlines import read_down
from missiongraph.extract.parse import Parse
from missiongraph.extract.possessed import around, headless
from missiongraph.extract.shortforms import joined, spelt_out
from missiongraph.extract.tidy import tidied
from missiongraph.extract.unknown import weigh
from missiongraph.lexicon import SUFFIXES, TITLES

__all__ = ["find"]

_RANK = {"list": 3, "authority": 5, "family": 6, "suffix": 3, "lead": 4, "cue": 4, "title": 4, "model": 2}


def find(doc: Parse, text: str, authority: Authority, year: int | None) -> list[Name]:
    """All names of a release (`text` is that of the doc, which puts it together anew at each call), in order."""
    found = [*members(text, authority), *known(text, authority, year), *guessed(doc, text, authority.countries)]
    names = _flying(
        text,
        [
            n
            for n in _repeat(text, _disjoint(found))
            if n.iri or n.source == "family" or not re.fullmatch(rf"{TITLES}(?: {TITLES})*", n.text)
        ],
    )
    names = spelt_out(text, joined(text, weigh(doc, text, _recast(text, names, authority), authority)))
    names = read_down(text, _couples(text, _listed(text, names), authority))
    names = tidied(text, names, authority)
    names = _by_state(text, _towns(text, _without_people(names)), authority)
    return _coasts(text, names, authority)


_FIRST_OF_TWO = re.compile(r"\b([A-Z][a-zà-ÿ]+) (?:and|&) $")


def _couples(text: str, names: list[Name], authority: Authority) -> list[Name]:
    """ "Mark and Scott Kelly": the first goes by the surname of the second, where it is a given name and none's surname."""
    known = {w for n in names if n.type == "Person" and " " in n.text for w in (n.text.split()[0], n.text.split()[-1])}
    out = list(names)
    for name in names:
        first = _FIRST_OF_TWO.search(text, max(0, name.begin - 24), name.begin)
        words = name.text.split()
        if name.type != "Person" or len(words) != 2 or not first:
            continue
        given, begin = first.group(1), first.start(1)
        taken = any(n.begin < first.end(1) and begin < n.end and " " in n.text for n in names)
        if taken or given in known or fold(given) in authority.surnames:
            continue
        again = re.search(rf"\b{given}\b", text[name.end :]) and not re.search(rf"\b{given.lower()}\b", text)
        types = {n.type for n in names if n.text == given}
        if fold(given) in authority.given_names or types == {"Person"} or (again and not types):
            out = [n for n in out if n.begin != begin]
            whole = f"{given} {words[-1]}"
            out.append(Name(begin, first.end(1), "Person", whole, "cue", reason="a surname said once for two"))
    return sorted(out, key=lambda n: (n.begin, -n.end))


_BEFORE_TOWN = re.compile(r"\b(?:Fort|Port|Mount) $")


def _towns(text: str, names: list[Name]) -> list[Name]:
    """ "Fort Saskatchewan", "Quebec City": a town called after a region is not the region."""
    out = []
    for name in names:
        before = _BEFORE_TOWN.search(text[max(0, name.begin - 6) : name.begin])
        city = re.match(r" City\b", text[name.end : name.end + 6])
        if name.type != "Place" or name.source != "authority" or not (before or city):
            out.append(name)
            continue
        begin, end = name.begin - len(before.group() if before else ""), name.end + (5 if city else 0)
        town = Name(begin, end, "Place", text[begin:end], "cue", reason="a town called after a region")
        out.append(town)
    return out


_BEFORE_STATE = re.compile(
    r"\b(?:in|to|near|at|from|of|outside|around|considers) ([A-ZÀ-Þ][a-zà-ÿ]+(?: [A-ZÀ-Þ][a-zà-ÿ]+){0,2}), $"
)


def _by_state(text: str, names: list[Name], authority: Authority) -> list[Name]:
    """ "To Gilbert, Arizona": what nothing knows, or only a guess takes for a first name, is a town before its state."""
    people = {word for n in names if n.type == "Person" and " " in n.text for word in n.text.split()}
    out = list(names)
    for name in names:
        match = _BEFORE_STATE.search(text, max(0, name.begin - 50), name.begin) if name.type == "Place" else None
        if not match or match.group(1) in people or not _wide(name, authority):
            continue
        rivals = [n for n in out if n.begin < match.end(1) and match.start(1) < n.end]
        if all(n.source == "model" and n.type == "Person" and n.text == match.group(1) for n in rivals):
            town = Name(*match.span(1), "Place", match.group(1), "cue", reason="a town by its state")
            out = [*(n for n in out if n not in rivals), town]
    return sorted(out, key=lambda n: (n.begin, -n.end))


def _wide(name: Name, authority: Authority) -> bool:
    """Whether a place is a state, region or country, or may be one by its name ("Washington")."""
    entry = entry_of(name, authority)
    namesakes = authority.by_label.get(fold(f"{name.text} state"), ())
    return any({"region", "country"} & {*e.facts.get("placeKind", ())} for e in (entry, *namesakes) if e)


_COAST = re.compile(r"(?:\w+ern )?coast of (?:the )?$")


def _coasts(text: str, names: list[Name], authority: Authority) -> list[Name]:
    """ "off the coast of Florida": water by a region is a place of its own; by a town, the town places it."""
    out = []
    for name in names:
        match = _COAST.search(text[max(0, name.begin - 25) : name.begin]) if name.type == "Place" else None
        entry = entry_of(name, authority)
        wide = entry is not None and any(
            kind in ("region", "country", "state") for kind in entry.facts.get("placeKind", ())
        )
        if match and wide:
            begin = name.begin - len(match.group())
            out.append(
                replace(
                    name, begin=begin, text=text[begin : name.end], iri=None, label=None, reason="water off a coast"
                )
            )
        else:
            out.append(name)
    return out


def _without_people(names: list[Name]) -> list[Name]:
    """Drop a lone word taken for a place, body or site that is part of a person's name in the release."""
    parts = {word for n in names if n.type == "Person" and " " in n.text for word in n.text.split()}
    parts |= {word.capitalize() for word in parts if word.isupper()}
    guessed = ("model", "cue", "lead", "suffix")
    return [
        n
        for n in names
        if not (
            n.text in parts
            and n.type != "Person"
            and (n.source in guessed or (n.source == "authority" and n.type == "Facility"))
        )
    ]


_FLIES = re.compile(
    r"(?:,[^.;]{0,50},)? (?:(?:will|is|was|had|has|then|later|also|to|be|been|scheduled|due|set|successfully) )*(?:re)?(?:un)?(?:dock(?:s|ed|ing)?|berth(?:s|ed)?|splash(?:es|ed)? down|touch(?:es|ed)? down|"
    r"lift(?:s|ed)? off|blast(?:s|ed)? off|launched|carried (?:in|by)|re-?entered|separated|(?:circled|orbited) (?:the )?(?:Earth|Moon|planet)|reached (?:orbit|the (?:International )?(?:[Ss]pace )?[Ss]tation))\b"
)
_FLOWN = re.compile(
    r"(?:aboard|on board|onboard|capsule|spacecraft|rode|ride|launch of|docking of|return of|landing of|undocking of|arrival of|inside) (?:the )?$"
)
_RIDDEN = re.compile(
    r"(?:launch\w*|fl(?:y|ew|ies|own)|travel\w*|return\w*|lift\w* off|arriv\w*|land\w*|docked|undock\w*|depart\w*) (?:[^.;<]{0,30} )?(?:in|on|aboard) (?:the )?$"
)
_ATOP = re.compile(r"(?:atop|on top of) (?:an? |the )?$")


def _flying(text: str, names: list[Name]) -> list[Name]:
    """A name that the model took for a body or place, but that flies, docks or is boarded, is a craft."""
    out: list[Name] = []
    for name in names:
        before, after = text[max(0, name.begin - 70) : name.begin], text[name.end : name.end + 110]
        guess = (
            name.source == "model"
            and name.type in ("Organization", "Facility")
            and not name.iri
            and not _THING.search(name.text)
        )
        numbered = re.match(
            r" \d{1,3}(?![\d:.,]\d)\b(?! (?:January|February|March|April|May|June|July|August|September|October|November|December|people|days|hours|years|astronauts))",
            after,
        )
        end = name.end + (numbered.end() if guess and numbered and not name.text[-1].isdigit() else 0)
        moving = _FLIES.match(text[end : end + 110]) or _FLOWN.search(before) or _RIDDEN.search(before)
        if guess and _ATOP.search(before):
            out.append(replace(name, type="LaunchVehicle", end=end, text=text[name.begin : end], source="cue"))
        elif (
            guess
            and moving
            and (
                name.type != "Organization"
                or numbered
                or name.text[-1].isdigit()
                or not text[: name.begin].endswith("by ")
            )
        ):
            out.append(replace(name, type="Spacecraft", end=end, text=text[name.begin : end], source="cue"))
        else:
            out.append(name)
    return _repeat(text, out)


_TWO_WORDS = re.compile(rf"{PERSON}")
_BEFORE_PERSON = re.compile(
    r"(?:[’']s|[Aa]stronauts?|[Cc]osmonauts?|[Tt]aikonauts?|[Ss]pecialists?|[Ee]ngineers?|[Cc]ommander|[Pp]ilot|said|told|added|with|by|and|named|of|,|^|\.|\n|[a-z]) ?$"
)
_AFTER_PERSON = re.compile(
    r"(?:, (?:\d\d\b|who\b|an? |the [a-z]+ (?:of|from)|left|right|\w+ing\b)| \((?:born|\d\d\)|left|right|commander|pilot|flight|mission|NASA|ESA|JAXA|[A-Z]\w+\))"
    r"| (?:of|from) (?:NASA|ESA|JAXA|Roscosmos|CSA|ISRO|CNSA|the [A-Z])|[’']s (?:\w+ )?(?:flight|spaceflight|mission|crew|backup|spacewalk|stay|return|landing|career|crewmate)"
    r"| (?:said|says|told|joined|grew|was born|served|serves|flew|flies|will|would|has|had|was|is|became|spent|made|moved|operated|walked|explained|trained|returned|landed|commanded|conducted|performed|completed|began|worked|and [A-Z]\w+ [A-Z])\b)"
)


def _recast(text: str, names: list[Name], authority: Authority) -> list[Name]:
    """A capitalised pair that the model took for a body or place, but that stands where a person does, is a person."""
    given = authority.given_names
    out: list[Name] = []
    for name in names:
        words = name.text.split()
        looks = (
            name.source == "model"
            and name.type in ("Organization", "Place", "Facility")
            and 2 <= len(words) <= 3
            and _TWO_WORDS.fullmatch(name.text) is not None
        )
        if looks and not name.iri and not _THING.search(name.text):
            known = fold(words[0]) in given
            placed = _AFTER_PERSON.match(text[name.end : name.end + 40]) and _BEFORE_PERSON.search(
                text[max(0, name.begin - 25) : name.begin]
            )
            article = re.search(r"\b(?:the|The|in|In|at|near) $", text[max(0, name.begin - 5) : name.begin])
            nobody = not any(person(name.begin, name.end, text, "model"))
            if not (article or nobody) and (known or (placed and name.type != "Place")):
                out.append(replace(name, type="Person"))
                continue
        out.append(name)
    return out


_THING = re.compile(
    r"\b(?:"
    + "|".join(SUFFIXES.values())
    + r"|Program(?:me)?|Mission|Station|Space|Center|Centre|Project|Project|Telescope|Team|Service|Services|Committee|Board|Lab|House|Street|Park|"
    r"Bay|River|Lake|City|County|Valley|Mountains?|North|South|East|West|New|Works|Control|News|Award|Prize|Conference|Day|Engineers?|Flight|Command|Union|Party|State|States|Republic|Kingdom|Bank|Airways|Road|Avenue)\b"
)
_LIST_NEXT = re.compile(
    rf"(?: \([^)\n]*\)| of (?:the )?[A-Z][\w.]*(?: [A-Z]\w*)*|, (?:the |an? )?[a-z][a-z ]{{2,30}})?(?:,? and |, (?:and )?|; (?:and )?)((?:the )?(?:[A-Z]\w+[’']s )?)({PERSON})(?=[,.;:’')\n]| (?:and|of|from|will|were|are|was|is|had|have|has|on|in|at|to|with|who|for|as|aboard|launched|landed|docked|returned|undocked|floated|flew|left|spent|made|are|took|lifted|arrived|splashed|entered|join)\b)"
)


def _listed(text: str, names: list[Name]) -> list[Name]:
    """Whoever is listed with people is a person: "A, B and C" where the model missed B or C."""
    out = list(names)
    queue = [n for n in names if n.type == "Person" and " " in n.text]
    while queue:
        listed = queue.pop()
        match = _LIST_NEXT.match(text, listed.end)
        if not match or _THING.search(match.group(2)):
            continue
        begin, end = match.span(2)
        rivals = [n for n in out if n.begin < end and begin < n.end]
        if any(
            (r.source in ("authority", "family", "lead", "title") and (" " in r.text or r.type != "Place"))
            or r.type == "Person"
            for r in rivals
        ):
            continue
        for found in person(begin, end, text, "list"):
            if " " in found.text:
                out = [n for n in out if n not in rivals] + [found]
                queue.append(found)
    return sorted(out, key=lambda n: n.begin)


_OF_A_PLACE = re.compile(r"(?:[A-Z]\w+ )?(?:University|Institute|Academy) of ")


def _disjoint(names: Iterable[Name]) -> list[Name]:
    """The best names that do not overlap: by source, then by length; a longer known name beats its parts."""
    names = list(names)
    people = [n for n in names if n.type == "Person" and n.source in ("model", "title") and " " in n.text]
    people += [n for n in names if n.type == "Organization" and n.source == "suffix" and n.text.count(" ") > 1]
    names = [
        n
        for n in names
        if not (
            n.source == "authority"
            and " " not in n.text
            and n.type in ("Place", "Facility", "Module")
            and any(p.begin <= n.begin and n.end < p.end + bool(_OF_A_PLACE.match(p.text)) for p in people)
        )
    ]
    names = [headless(n, names) for n in names]
    order = sorted(
        names,
        key=lambda n: (
            -(
                _RANK[n.source]
                + 2 * (n.end - n.begin > 14 and n.source in ("authority", "family"))
                + 3 * around(n, names)
            ),
            n.begin - n.end,
            n.begin,
        ),
    )
    taken, kept = Taken(max((n.end for n in names), default=0)), list[Name]()
    for name in order:
        if taken.free(name.begin, name.end):
            taken.take(name.begin, name.end)
            kept.append(name)
    return sorted(kept, key=lambda n: n.begin)


def _repeat(text: str, names: list[Name]) -> list[Name]:
    """Document memory: a name typed once by a cue types every later bare mention; people are left to coreference."""
    memory: dict[str, Name] = {}
    for name in names:
        if name.source in ("lead", "cue", "suffix") and name.type != "Place":
            memory.setdefault(name.text, name)
    extra = [replace(name, begin=begin, end=end) for form, name in memory.items() for begin, end in places(form, text)]
    kept = [n for n in names if not (n.source == "model" and n.text in memory)]
    return _disjoint([*kept, *extra])


def entry_of(name: Name, authority: Authority) -> Entry | None:
    """The authority's entry behind a name, if it was found there."""
    return authority.entries.get(name.iri) if name.iri else None
