"""Find the names of a release and type them: authority, families, cues, then the model's own entities.

Where two finders claim the same characters, the better source wins, then the longer name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from missiongraph.authority import Authority, Entry, Family, fold
from missiongraph.lexicon import CUES, LEADS, NAME, SUFFIXES, TITLES
from missiongraph.resolve.judge import Context, choose

__all__ = ["Name", "find"]

_RANK = {"list": 3, "authority": 5, "family": 6, "suffix": 3, "lead": 4, "cue": 4, "title": 4, "model": 2}


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: offsets in code points, its type, and what it is known to be, if anything."""

    begin: int
    end: int
    type: str
    text: str
    source: str
    iri: str | None = None
    label: str | None = None
    reason: str = ""
    aliases: tuple[str, ...] = ()


def find(doc: Doc, authority: Authority, year: int | None) -> list[Name]:
    """All names of a release, in order, without overlaps."""
    text = doc.text
    known = [*_families(text, authority), *_authority(text, authority, year)]
    found = [*known, *_suffixed(text), *_led(text), *_cued(text), *_titled(text), *_model(doc, authority.countries)]
    names = _flying(
        text,
        [
            n
            for n in _repeat(text, _disjoint(found))
            if n.iri or n.source == "family" or not re.fullmatch(rf"{TITLES}(?: {TITLES})*", n.text)
        ],
    )
    return _coasts(text, _without_people(_listed(text, _recast(text, names, authority))), authority)


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


def _authority(text: str, authority: Authority, year: int | None) -> Iterator[Name]:
    hits = list(authority.find(text))
    words = frozenset(w.casefold() for w in re.findall(r"[^\W\d_]+", text))
    plain = frozenset(
        text[b:e] for b, e, entries in hits if len(entries) == 1 and (not entries[0].ambiguous or " " in text[b:e])
    )
    for begin, end, entries in hits:
        surface = text[begin:end]
        if entries[0].type == "Role":
            continue  # roles are words of their constructions, no names
        if (
            re.match(r"[- ]?(?:(?:MS|TMA|TM|T|M)[- ]?)?\d", text[end : end + 6])
            and not surface[-1].isdigit()
            and entries[0].type in ("Spacecraft", "Mission")
        ):
            if cut := _maker(surface, entries[0], authority):
                maker, length = cut
                yield Name(
                    begin,
                    begin + length,
                    maker.type,
                    text[begin : begin + length],
                    "authority",
                    maker.iri,
                    maker.label,
                    "exact label",
                )
            continue  # "Soyuz 40", "Artemis 9": a number makes it another thing
        context = Context(surface, text[max(0, begin - 60) : begin], text[end : end + 40], words, year, plain)
        choice = choose(entries, context)
        if choice.entry:
            if cut := _maker(surface, choice.entry, authority):
                maker, length = cut
                yield Name(
                    begin,
                    begin + length,
                    maker.type,
                    text[begin : begin + length],
                    "authority",
                    maker.iri,
                    maker.label,
                    "exact label",
                )
            start = begin + (cut[1] + 1 if cut else 0)
            yield Name(
                start,
                end,
                choice.entry.type,
                text[start:end],
                "authority",
                choice.entry.iri,
                choice.entry.label,
                choice.reason,
            )
        elif choice.reason.startswith("unsure"):
            types = {e.type for e in entries}
            if len(types) == 1:
                yield Name(begin, end, types.pop(), surface, "authority", reason=choice.reason)


def _maker(surface: str, entry: Entry, authority: Authority) -> tuple[Entry, int] | None:
    """The body that a name begins with where the rest is a name of its own: "Boeing Starliner", "SpaceX Dragon"."""
    if entry.type not in ("Spacecraft", "LaunchVehicle", "Payload", "Module") or " " not in surface:
        return None
    for end in (m.start() for m in re.finditer(" ", surface)):
        bodies = [e for e in authority.by_label.get(fold(surface[:end]), ()) if e.type in ("Agency", "Organization")]
        if bodies and entry in authority.by_label.get(fold(surface[end:]), ()):
            return bodies[0], end
    return None


def _families(text: str, authority: Authority) -> Iterator[Name]:
    for family in authority.families:
        for match in family.pattern.finditer(text):
            yield Name(
                match.start(),
                match.end(),
                family.type,
                match.group(),
                "family",
                label=family.label(match),
                reason=f"family {family.label(match)}",
                aliases=family.aliases(match),
            )
            yield from _continued(text, match, family)


_NEXT = re.compile(
    r"(?:/|(?:, | and |, and | & | or )(?=\d))(\d{1,3})\b(?!(?:st|nd|rd|th)\b|[,.]\d|[-:]\w| (?:\w+ )?(?:days?|hours?|minutes?|kilograms?|tons?|people|experiments|years?|million|other|of the|percent|a\.m|p\.m))"
)


def _continued(text: str, match: re.Match[str], family: Family) -> Iterator[Name]:
    """ "Expedition 71/72", "Expeditions 14/15 and 32/33": each further number is one of the family."""
    stem = re.match(r"(.*?)s?[ -]?\d+$", match.group())
    position = match.end()
    while stem and (found := _NEXT.match(text, position)):
        if not (
            text[position] == "/"
            or match.group().startswith(stem.group(1) + "s")
            or abs(int(found.group(1)) - int(re.findall(r"\d+", text[match.start() : position])[-1])) <= 2
        ):
            return
        whole = family.pattern.match(f"{stem.group(1)} {found.group(1)}") or family.pattern.match(
            f"{stem.group(1)}-{found.group(1)}"
        )
        if whole is None:
            return
        yield Name(
            found.start(1),
            found.end(1),
            family.type,
            found.group(1),
            "family",
            label=family.label(whole),
            reason=f"family {family.label(whole)}",
        )
        position = found.end(1)


_SUFFIX = {
    t: re.compile(
        rf"(?:(?<=\W)|^)(?:{NAME}|[A-Z]\. )(?: (?:of|for|and|de|the) {NAME})*? (?:{s})(?: \d+[A-Z]?)?(?: (?:of|for) (?:the )?{NAME})?(?!\w)"
    )
    for t, s in SUFFIXES.items()
}
_INSTITUTE = re.compile(
    rf"(?:University|Institute|Ministry|Department|Academy|Office) (?:of|for) (?:the )?{NAME}(?:(?:,| and|, and) {NAME})*(?: at {NAME})?"
)
_PAD = re.compile(
    r"(?:Space )?Launch (?:Complex|Pad)[- ]\d+[A-Z]?|(?:S?LC|Pad|Site)[- ]\d+(?:/\d+|[A-Z])?(?!\w)|(?:First|Second|Third) Launch Pad"
)


def _suffixed(text: str) -> Iterator[Name]:
    for match in _PAD.finditer(text):
        yield Name(match.start(), match.end(), "Facility", match.group(), "lead")
    for match in _INSTITUTE.finditer(text):
        yield Name(match.start(), match.end(), "Organization", match.group(), "suffix")
    for type_, pattern in _SUFFIX.items():
        for match in pattern.finditer(text):
            if fold(match.group()).split()[0] not in ("the", "a", "this", "our"):
                yield Name(match.start(), match.end(), type_, match.group(), "suffix")


_LED = {t: re.compile(rf"\b(?:{lead})({NAME})") for t, lead in LEADS.items()}
_CUED = {t: re.compile(rf"(?<![\w-])({NAME})[\"”’']? {cue}(?!\w)") for t, cue in CUES.items()}
_SHIP = re.compile(rf"S\.?S\.? {NAME}")
_NOT_NAMES = re.compile(
    rf"(?:The|This|That|Its|Their|His|Her|Our|A|An|In|On|At|As|For|With|After|Before|During|Following|Each|Both|All|Another|If|When|While|"
    rf"Next|First|Second|Third|Fourth|New|One|Two|Three|NASA|ESA|JAXA|CSA|ISRO|CNSA|CMSA|U\.?S|European|Russian|American|Chinese|Japanese|"
    rf"Indian|Canadian|German|French|Italian|Soviet|British|Lunar|Space|Moon|Mars|Earth|International|Commercial|Human|Late|Early|Private|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|{TITLES})"
)


def _trim(match: re.Match[str], text: str) -> tuple[int, int] | None:
    """The capitalised run without leading words that are no part of a name; None when nothing is left."""
    begin, end = match.span(1)
    while begin < end:
        word = re.match(r"[\w.’'-]+[ -]?", text[begin:end])
        if not word or not re.fullmatch(_NOT_NAMES, re.sub(r"[’']s$", "", word.group().strip(" -"))):
            break
        begin += word.end()
    surface = re.sub(r"[’']s?$", "", text[begin:end])
    return (begin, begin + len(surface)) if len(surface) > 1 and not surface.isdigit() else None


def _led(text: str) -> Iterator[Name]:
    for match in _SHIP.finditer(text):
        yield Name(match.start(), match.end(), "Spacecraft", match.group(), "lead")
    yield from _cue_names(text, _LED, "lead")


def _cued(text: str) -> Iterator[Name]:
    yield from _cue_names(text, _CUED, "cue")


def _cue_names(text: str, table: dict[str, re.Pattern[str]], source: str) -> Iterator[Name]:
    for type_, pattern in table.items():
        for match in pattern.finditer(text):
            if span := _trim(match, text):
                yield Name(*span, type_, text[span[0] : span[1]], source)


_PERSON = r"[A-ZÀ-Þ][\w’'-]*\w(?: [A-Z]\.)*(?: (?:de|da|van|von|der|bin|al|Al|ibn|del|di|la|le|De|Van|Von|Di|El)){0,2}(?: [A-ZÀ-Þ][\w’'-]*\w){1,2}(?: Jr\.?| III| II)?"
_NICKNAMED = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?: [A-Z]\.)? [\"“‘'][A-ZÀ-Þ]\w+[\"”’'] [A-ZÀ-Þ][\w’'-]*\w")
_TITLED = re.compile(
    r"(?:[Aa]stronauts?|[Cc]osmonauts?|[Tt]aikonauts?|[Cc]ommander|[Ff]light [Ee]ngineers?|[Mm]ission [Ss]pecialists?|[Pp]ilots?|[Pp]articipants?|"
    rf"[Pp]ayload [Ss]pecialists?|[Dd]irector|[Aa]dministrator|[Ee]ngineers?|Dr\.|colleagues?|crewmates?|candidates?|tourists?),? ({_PERSON}(?:, {_PERSON})*(?:,? and {_PERSON})?)"
)


def _titled(text: str) -> Iterator[Name]:
    for match in _NICKNAMED.finditer(text):
        yield Name(match.start(), match.end(), "Person", match.group(), "title")
    for match in _TITLED.finditer(text):
        for part in re.finditer(_PERSON, match.group(1)):
            begin = match.start(1) + part.start()
            yield from _person(begin, begin + len(part.group()), text, "title")


def _person(begin: int, end: int, text: str, source: str) -> Iterator[Name]:
    """A person's name without titles, possessive and quotes; nothing when what is left is no name."""
    surface = text[begin:end]
    while match := re.match(rf"{TITLES}(?:\s+|$)", surface):
        begin, surface = begin + match.end(), surface[match.end() :]
    surface = re.sub(r"(?:[’'`]s?|[,.:;”\"]+)$", "", surface)
    if surface.endswith((" Jr", " Sr")):
        surface += text[begin + len(surface) : begin + len(surface) + 1].strip(" ,")
    if (
        re.fullmatch(r"[A-ZÀ-Þ][^\d@/\n()]*", surface)
        and not re.search(r"[’']s ", surface)
        and len(surface) > 1
        and "\n" not in surface
    ):
        yield Name(begin, begin + len(surface), "Person", surface, source)


_PORTFOLIO = re.compile(
    r"(?:Minister|Director|Secretary|Head|Chief|Manager|President|Administrator) (?:of|for) (?:[\w ]+(?:,? and |, ))?$"
)


def _model(doc: Doc, countries: Mapping[str, Entry]) -> Iterator[Name]:
    types = {"ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Facility"}
    text = doc.text  # joined anew at every call
    for ent in doc.ents:
        if ent.label_ == "PERSON":
            yield from _person(ent.start_char, ent.end_char, text, "model")
        elif ent.label_ in types:
            surface = re.sub(r"^(?:[Tt]he|[Aa]n?) |[’']s?$|(?: (?:of|for|and|the|in|at))+$", "", ent.text)
            if ent.label_ == "ORG" and _PORTFOLIO.search(text[max(0, ent.start_char - 60) : ent.start_char]):
                continue
            begin = ent.start_char + ent.text.index(surface) if surface else ent.start_char
            if surface in countries:
                continue
            if re.match(r"[A-ZÀ-Þ]", surface) and "\n" not in surface and len(surface) > 1:
                yield Name(begin, begin + len(surface), types[ent.label_], surface, "model")


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


_TWO_WORDS = re.compile(rf"{_PERSON}")
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
            if not article and (known or (placed and name.type != "Place")):
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
    rf"(?: \([^)\n]*\)| of (?:the )?[A-Z][\w.]*(?: [A-Z]\w*)*|, (?:the |an? )?[a-z][a-z ]{{2,30}})?(?:,? and |, (?:and )?|; (?:and )?)((?:the )?(?:[A-Z]\w+[’']s )?)({_PERSON})(?=[,.;:’')\n]| (?:and|of|from|will|were|are|was|is|had|have|has|on|in|at|to|with|who|for|as|aboard|launched|landed|docked|returned|undocked|floated|flew|left|spent|made|are|took|lifted|arrived|splashed|entered|join)\b)"
)


def _listed(text: str, names: list[Name]) -> list[Name]:
    """Whoever is listed with people is a person: "A, B and C" where the model missed B or C."""
    out = list(names)
    queue = [n for n in names if n.type == "Person" and " " in n.text]
    while queue:
        person = queue.pop()
        match = _LIST_NEXT.match(text, person.end)
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
        for found in _person(begin, end, text, "list"):
            if " " in found.text:
                out = [n for n in out if n not in rivals] + [found]
                queue.append(found)
    return sorted(out, key=lambda n: n.begin)


def _disjoint(names: Iterable[Name]) -> list[Name]:
    """The best names that do not overlap: by source, then by length; a longer known name beats its parts."""
    names = list(names)
    people = [n for n in names if n.type == "Person" and n.source in ("model", "title") and " " in n.text]
    names = [
        n
        for n in names
        if not (
            n.source == "authority"
            and " " not in n.text
            and n.type in ("Place", "Facility", "Module")
            and any(p.begin <= n.begin and n.end < p.end for p in people)
        )
    ]
    order = sorted(
        names,
        key=lambda n: (
            -(_RANK[n.source] + 2 * (n.end - n.begin > 14 and n.source in ("authority", "family"))),
            n.begin - n.end,
            n.begin,
        ),
    )
    taken: list[Name] = []
    for name in order:
        if all(name.end <= t.begin or name.begin >= t.end for t in taken):
            taken.append(name)
    return sorted(taken, key=lambda n: n.begin)


def _repeat(text: str, names: list[Name]) -> list[Name]:
    """Document memory: a name typed once by a cue types every later bare mention; people are left to coreference."""
    memory: dict[str, Name] = {}
    for name in names:
        if name.source in ("lead", "cue", "suffix") and name.type != "Place":
            memory.setdefault(name.text, name)
    extra = [
        replace(name, begin=m.start(), end=m.end())
        for form, name in memory.items()
        for m in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text)
    ]
    kept = [n for n in names if not (n.source == "model" and n.text in memory)]
    return _disjoint([*kept, *extra])


def entry_of(name: Name, authority: Authority) -> Entry | None:
    """The authority's entry behind a name, if it was found there."""
    return authority.entries.get(name.iri) if name.iri else None
