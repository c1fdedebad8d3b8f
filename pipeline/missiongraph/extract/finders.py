"""The finders of names: the authority, then cues, titles and the model's own entities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from missiongraph.authority import Authority, Entry, fold
from missiongraph.extract.parse import Parse
from missiongraph.extract.parts import FORT, doubled, inside_name, is_part, otherwise
from missiongraph.extract.scan import Scan
from missiongraph.lexicon import CUES, HAPPENING, LEADS, NAME, SUFFIXES, TITLES
from missiongraph.resolve.judge import Context, choose

__all__ = ["PERSON", "Name", "guessed", "known", "person"]


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


def guessed(doc: Parse, text: str, countries: Mapping[str, Entry]) -> Iterator[Name]:
    """The names that their last word, a cue, a title or the model gives away."""
    for finder in (_suffixed, _led, _cued, _titled):
        yield from finder(text)
    yield from _called(text, countries)
    yield from (n for n in _model(doc, text, countries) if n.type != "Place" or not HAPPENING.search(n.text))
    for match in FORT.finditer(text):
        yield Name(match.start(), match.end(), "Place", match.group(), "suffix")


def known(text: str, authority: Authority, year: int | None) -> Iterator[Name]:
    """The names that the authority has."""
    hits = list(authority.find(text))
    words = frozenset(w.casefold() for w in re.findall(r"[^\W\d_]+", text))
    plain = frozenset(
        text[b:e] for b, e, entries in hits if len(entries) == 1 and (not entries[0].ambiguous or " " in text[b:e])
    )
    others = {text[b:e] for b, e, entries in hits if otherwise(text, b, e, entries[0])}
    for begin, end, entries in hits:
        surface = text[begin:end]
        if entries[0].type == "Role" or surface in others or is_part(text, begin, entries[0]):
            continue  # roles are words of their constructions, no names
        if inside_name(text, begin, surface, authority) or (entries[0].type == "Person" and doubled(text, end)):
            continue
        numbered = (
            re.match(r"[- ]?(?:(?:MS|TMA|TM|T|M)[- ]?)?\d", text[end : end + 6])
            and not surface[-1].isdigit()
            and entries[0].type in ("Spacecraft", "Mission")
        )
        member = _MEMBER.match(text, end) if numbered else None
        if member:  # "Soyuz 40", "Artemis 9": a number makes it another thing; its maker stands
            start = begin
            for maker in _made(begin, surface, entries[0], authority):
                yield maker
                start = _behind(maker, text)
            yield Name(start, member.end(), entries[0].type, text[start : member.end()], "lead")
            continue
        context = Context(surface, text[max(0, begin - 60) : begin], text[end : end + 40], words, year, plain)
        choice = choose(entries, context)
        if choice.entry:
            start = begin
            for maker in _made(begin, surface, choice.entry, authority):
                yield maker
                start = _behind(maker, text)
            if choice.entry.type == "LaunchVehicle" and (sister := _SISTER.match(text, end)):
                yield Name(start, sister.end(), "LaunchVehicle", text[start : sister.end()], "lead")
                continue
            yield _entered(start, text[start:end], choice.entry, choice.reason)
        elif choice.reason.startswith("unsure"):
            types = {e.type for e in entries}
            if len(types) == 1:
                yield Name(begin, end, types.pop(), surface, "authority", reason=choice.reason)


# A word that makes another launcher of one: "Neutron Heavy".
_SISTER = re.compile(r" (?:Heavy|Super Heavy|Light|Medium|Max|Plus|XL|Ultra)\b(?! [Ll]ift| [A-Z])")

# A number that counts things or is part of a date or clock names no member: "Dragon 24 hours later".
_MEMBER = re.compile(
    r"[- ]?(?:(?:MS|TMA|TM|T|M)[- ]?)?\d{1,3}[A-Z]?(?![\w.,:-]*\d)(?!\w)(?! (?:\w+ly )?(?:days?|hours?|minutes?|seconds?|weeks?|months?|years?|miles|kilomet\w+|met\w+|feet|tons?|tonnes?|percent|people|astronauts|times|per|of|o.clock|a\.m|p\.m|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))"
)


def _entered(begin: int, surface: str, entry: Entry, reason: str) -> Name:
    """A name that stands for an entry of the authority."""
    return Name(begin, begin + len(surface), entry.type, surface, "authority", entry.iri, entry.label, reason)


def _made(begin: int, surface: str, entry: Entry, authority: Authority) -> Iterator[Name]:
    """The maker's own name at the head of its product's, if there is one."""
    if cut := _maker(surface, entry, authority):
        maker, length = cut
        yield _entered(begin, surface[:length], maker, "exact label")


def _behind(maker: Name, text: str) -> int:
    """Where the product begins: "Boeing Starliner", "Boeing's Starliner"."""
    return text.index(" ", maker.end) + 1


def _maker(surface: str, entry: Entry, authority: Authority) -> tuple[Entry, int] | None:
    """The body that a name begins with where the rest is a name of its own: "Boeing Starliner", "SpaceX Dragon"."""
    if entry.type not in ("Spacecraft", "LaunchVehicle", "Payload", "Module") or " " not in surface:
        return None
    for end in (m.start() for m in re.finditer(" ", surface)):
        body = re.sub(r"[’']s$", "", surface[:end])
        bodies = [e for e in authority.by_label.get(fold(body), ()) if e.type in ("Agency", "Organization")]
        if bodies and entry in authority.by_label.get(fold(surface[end:]), ()):
            return bodies[0], len(body)
    return None


_SUFFIX = {
    t: Scan(
        re.compile(
            rf"(?:(?<=\W)|^)(?:{NAME}|[A-Z]\. )(?: (?:of|for|and|de|the) {NAME})*? (?:{s})(?: \d+[A-Z]?)?(?: (?:of|for) (?:the )?{NAME})?(?!\w)"
        )
    )
    for t, s in SUFFIXES.items()
}
_INSTITUTE = Scan(
    re.compile(
        rf"(?:(?!The |At |In |From |By |Former |Professor )[A-Z][\w-]+ (?=University|Institute))?(?:University of {NAME}|(?:University|Institute|Ministry|Department|Academy|Office) (?:of|for) (?:the )?{NAME}(?:(?:, {NAME})*,? and {NAME})?)(?: (?:at|for) {NAME})?"
        rf"|(?:[A-Z][\w.]+ ){{0,2}}(?:[Ss]ub)?[Cc]ommittee on (?:the )?{NAME}(?:(?:,| and|, and) {NAME})*|(?:National |Royal |Max Planck )?Institute on {NAME}"
    )
)
_PAD = Scan(
    re.compile(
        r"(?:(?:Space )?Launch )?Complex[- ]\d+[A-Z]?,? Pad [A-Z]|(?:Space )?Launch (?:Complex|Pad)(?:[- ]| No\. ?)\d+[A-Z]?|(?:S?LC|Pad|Site)[- ]\d+(?:/\d+|[A-Z])?(?!\w)|(?i:first|second|third) (?:Launch Pad|launch pad)"
    )
)


def _suffixed(text: str) -> Iterator[Name]:
    for match in _PAD.finditer(text):
        yield Name(match.start(), match.end(), "Facility", match.group(), "lead")
    for match in _INSTITUTE.finditer(text):
        yield Name(match.start(), match.end(), "Organization", match.group(), "suffix")
    for type_, scan in _SUFFIX.items():
        for match in scan.finditer(text):
            begin = match.start()
            for part in re.split(r"(?<=[’']s) ", match.group()):  # an owner and a site: "NASA's Kestrel Space Center"
                surface = re.sub(
                    r"^(?:The|A|This|Our|[A-Z]\w+-(?:based|built|made|led|developed|provided|supplied)) |[’']s$",
                    "",
                    part,
                )
                start = begin + part.index(surface)
                if " " in surface and scan.pattern.fullmatch(surface) and fold(surface).split()[0] not in ("the", "a"):
                    yield Name(start, start + len(surface), type_, surface, "suffix")
                begin += len(part) + 1


_LED = {t: Scan(re.compile(rf"\b(?:{lead})({NAME})")) for t, lead in LEADS.items()}
_CUED = {t: Scan(re.compile(rf"(?<![\w-])({NAME})[\"”’']? {cue}(?!\w)")) for t, cue in CUES.items()}
_SHIP = Scan(re.compile(rf"(?<![\w.])S\.?S\.? {NAME}"))
_NOT_NAMES = re.compile(
    rf"(?:[A-Z]\w+-(?:built|made|developed|led|born|based)|Under|Among|Also|Then|There|About|Besides?|Despite|Within|Per|Via|By|From|To|Of|Since|Until|Through|Over|Time|The|This|That|Its|Their|His|Her|Our|A|An|In|On|At|As|For|With|After|Before|During|Following|Each|Both|All|Another|If|When|While|"
    rf"Next|First|Second|Third|Fourth|New|One|Two|Three|NASA|ESA|JAXA|CSA|ISRO|CNSA|CMSA|U\.?S|European|Russian|American|Chinese|Japanese|"
    rf"Arab|African|Asian|Black|Hispanic|Manned|Crewed|Uncrewed|Unmanned|Piloted|Cargo|Transport|Passenger|Reusable|Indian|Canadian|German|French|Italian|Soviet|British|Lunar|Space|Moon|Mars|Earth|International|Commercial|Human|Late|Early|Private|X-ray|[A-Z]-band|Solar|Infrared|Ultraviolet|Optical|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|{TITLES})"
)


_OWNER = re.compile(r"(?<!named )(?<!called )(?<!dubbed )[\w.-]+[’']s (?=[A-Z])")


def _trim(match: re.Match[str], text: str) -> tuple[int, int] | None:
    """The capitalised run without leading words that are no part of a name; None when nothing is left."""
    begin, end = match.span(1)
    while begin < end:
        word = re.match(r"[\w.’'-]+[ -]?", text[begin:end])
        if owner := _OWNER.match(text, begin, end):
            begin = owner.end()  # "SpaceX's Falcon rocket", but "the mission, named Zayed's Ambition"
            continue
        if not word or not _NOT_NAMES.fullmatch(re.sub(r"[’']s$", "", word.group().strip(" -"))):
            break
        begin += word.end()
    surface = re.sub(r"[’']s?$|[- ](?:X-ray|[A-Z]-band)$", "", text[begin:end])
    return (begin, begin + len(surface)) if len(surface) > 1 and not surface.isdigit() else None


def _led(text: str) -> Iterator[Name]:
    for match in _SHIP.finditer(text):
        yield Name(match.start(), match.end(), "Spacecraft", match.group(), "lead")
    yield from _cue_names(text, _LED, "lead")


def _cued(text: str) -> Iterator[Name]:
    yield from _cue_names(text, _CUED, "cue")


_FRONTED = re.compile(
    r"(?:^|[.!?:;]\s+|\n)(?:During|On|For|After|Before|In|With|At|Following|Since|Throughout|As|Until)\b[^,.;\n]*\bmissions?, $"
)
"""Before a name: "During the STS-92 mission, Tom Reed …" is about no mission of that name."""


def _cue_names(text: str, table: dict[str, Scan], source: str) -> Iterator[Name]:
    for type_, scan in table.items():
        for match in scan.finditer(text):
            fronted = (
                source == "lead"
                and type_ == "Mission"
                and _FRONTED.search(text[max(0, match.start() - 60) : match.start(1)])
            )
            owner = source == "cue" and re.search(r"[’']s$", match.group(1))  # "Osprey Lunar's lander"
            if not fronted and not owner and (span := _trim(match, text)):
                yield Name(*span, type_, text[span[0] : span[1]], source)


PERSON = r"[A-ZÀ-Þ][\w’'-]*\w(?: [A-Z]\.)*(?: (?:de|da|van|von|der|bin|al|Al|ibn|del|di|la|le|De|Van|Von|Di|El)){0,2}(?: [A-ZÀ-Þ][\w’'-]*\w){1,2}(?: Jr\.?| III| II)?"
_NICKNAMED = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]+(?: [A-Z]\.)*|(?:[A-Z]\. ?){2}) [\"“‘'][A-ZÀ-Þ]\w+[\"”’'](?: [A-Z]\.)? (?:(?:de|da|van|von|der|den|Van|Von|De|La|Le|St\.) ){0,2}[A-ZÀ-Þ][\w’'-]*\w"
)
_CALLED = re.compile(
    r"(?<!\w)(?:(?!The )[A-ZÀ-Þ][\w’'-]+(?: [A-Z]\.| [A-ZÀ-Þ][a-zà-ÿ]+)?|(?:[A-Z]\. ?){1,3}(?:[A-Z][a-z]+)?) ?\((?P<nick>[A-ZÀ-Þ][A-ZÀ-Þa-zà-ÿ]+)\) (?:(?:de|da|van|von|der|den|Van|Von|De|La|Le|St\.) ){0,2}[A-ZÀ-Þ][\w’'-]*\w(?: Jr\.?)?"
)
""" "Edwin (Buzz) Lorimer", "J.D. (Ox) Teague": a nickname in brackets. "Lee (Japan) Smit" are two with a country."""
_NEXT_PERSON = rf"(?:{TITLES} )*(?!(?:Flight|Mission|Payload|Crew|Commander|Pilot|Specialist|Engineer)s?\b){PERSON}"
_PERSON_OF_LIST = re.compile(rf"(?:{TITLES} )*({PERSON})")
_TITLED = Scan(
    re.compile(
        r"(?:[Aa]stronauts?|[Cc]osmonauts?|[Tt]aikonauts?|[Cc]ommander|[Ff]light [Ee]ngineers?|[Mm]ission [Ss]pecialists?|[Pp]ilots?|[Pp]articipants?|"
        rf"[Pp]ayload [Ss]pecialists?|[Dd]irector|[Aa]dministrator|[Ee]ngineers?|Dr\.|(?:Major|Lieutenant|Brigadier)[- ]General|Colonel|Lt\. (?:Col|Cmdr|Gen)\.|Cmdr\.|Sqn\.? Ldr\.?|Wg\.? Cdr\.?|(?:Group|Gp\.?) Capt(?:ain|\.)?|Squadron Leader|Wing Commander|Shri|Smt\.?|Honou?rable|Hon[’']ble|colleagues?|crewmates?|candidates?|tourists?)[,:]? ({_NEXT_PERSON}(?:, {_NEXT_PERSON})*(?:,? and {_NEXT_PERSON})?)"
    )
)
_LISTED = Scan(
    re.compile(
        rf"(?m)^(?:[-–—*•·]|\d{{1,2}}[.)]) ?({PERSON})(?=(?:,| \(| –| —| -|:)[^\n]{{0,40}}\b(?i:commander|pilot|specialist|engineer|participant|astronaut|cosmonaut|NASA|ESA|JAXA|CSA|Roscosmos)\b)"
    )
)


_NAMEPLATE = re.compile(
    r"\A(?:[^\n]{3,40}\n+)?(?:(?:NAME|Name): *)?(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w.’'-]*){1,3})(?:,? \([^)\n]{2,30}\)|, [A-Z][\w.]{1,4}\.)?\n+"
    r"(?:(?:(?:Former |FORMER )?(?:[A-Z][\w.]+ ){0,2})?(?i:astronaut|cosmonaut|taikonaut)\b|(?i:biograph|curriculum vitae|personal data|birthplace))[^\n]{0,40}\n"
)
""" "MARIA T. LUNDQUIST (PH.D.)" over "NASA ASTRONAUT"."""


_FAMILY = re.compile(rf"\b(?!{TITLES} )[A-ZÀ-Þ][\w’'-]+ $")
"""Before a given name: a capital that is no title, so that the given name is a surname."""


def _called(text: str, countries: Mapping[str, Entry]) -> Iterator[Name]:
    """Those whose names hold their nickname."""
    for match in _NICKNAMED.finditer(text):
        name = re.sub(r"[’']s?$", "", match.group())
        yield Name(match.start(), match.start() + len(name), "Person", name, "title")
    for match in _CALLED.finditer(text):
        alone = not _FAMILY.search(text, max(0, match.start() - 30), match.start())
        if alone and match["nick"] not in countries and match["nick"].isupper() == match.group().isupper():
            yield Name(match.start(), match.end(), "Person", match.group(), "title")


def _titled(text: str) -> Iterator[Name]:
    if plate := _NAMEPLATE.match(text):
        spelt = re.sub(r"[A-ZÀ-Þ]{2,}", lambda m: m.group().capitalize(), plate.group("name"))
        for name in person(plate.start("name"), plate.end("name"), text, "list"):
            yield replace(name, text=spelt if name.text == plate.group("name") else name.text)
    for match in _LISTED.finditer(text):
        yield from person(match.start(1), match.end(1), text, "title")
    for match in _TITLED.finditer(text):
        for part in _PERSON_OF_LIST.finditer(match.group(1)):
            yield from person(match.start(1) + part.start(1), match.start(1) + part.end(1), text, "title")


def person(begin: int, end: int, text: str, source: str) -> Iterator[Name]:
    """A person's name without titles, possessive and quotes; nothing when what is left is no name."""
    surface = text[begin:end]
    while match := re.match(rf"(?:{TITLES}|[Bb]orn)(?:\s+|$)", surface):
        begin, surface = begin + match.end(), surface[match.end() :]
    surface = re.sub(r"(?:[’'`]s?|[,.:;”\"]+|[ –—-]+)$", "", surface)
    if verb := re.search(
        r" (?!(?:de|da|van|von|der|den|bin|bint|ibn|al|el|del|della|di|du|dos|la|le|ten|ter|y|e)\b)[a-zà-ÿ].*", surface
    ):
        surface = surface[: verb.start()]  # "Gomow piloted"
    if surface.endswith((" Jr", " Sr")):
        surface += text[begin + len(surface) : begin + len(surface) + 1].strip(" ,")
    if (
        re.fullmatch(r"[A-ZÀ-Þ][^\d@/\n()]*", surface)
        and not _POSITION.fullmatch(surface)
        and not re.fullmatch(r"(?:Pad|Site|Complex|Building|Area) \w", surface)
        and not re.search(r"[’']s ", surface)
        and len(surface) > 1
        and "\n" not in surface
        and not _OFFICE.search(surface)
    ):
        yield Name(begin, begin + len(surface), "Person", surface, source)


_OFFICE = re.compile(
    r"(?:^| )(?:Director|Manager|Administrator|Secretary|Chairman|President|Commander|Specialist|Officer|Minister|Scientist|Professor|Surgeon|Candidate)s?$|(?: |^)(?:Systems?|Units?|Tanks?|Boosters?|Satellites?|Facility|Modules?|Engines?|Antennas?|Vehicles?|Packages?|Experiments?|Telescopes?|Structures?|Adapters?|Arrays?|Orbiters?|Rockets?|Platforms?|Labs?|Laborator(?:y|ies)|Manipulators?|Cameras?|Spectrometers?|Mapper|Cradle|Spacecraft|Simulators?|Equipment|Restraint|Truss)$|\b(?:Corp|Inc|Ltd|GmbH|LLC)\b"
)
"""What ends so is an office, a firm or a piece of hardware, no person: "Assistant Director", "Xerox Corp", "External Tank"."""

_PORTFOLIO = re.compile(
    r"(?:Minister|Director|Secretary|Head|Chief|Manager|President|Administrator) (?:of|for) (?:[\w ]+(?:,? and |, ))?$"
)


_NO_NAME = re.compile(
    r"(?:(?i:(?:lieutenant |major |brigadier )?(?:colonel|general|major|captain|lieutenant|commander|admiral|ret)(?: general)?\.?(?:,? (?:ret|usaf|usn|usmc)\.?)?)"
    r"|(?:M\.?D|Ph\.?D|D\.?Sc|B\.?Sc|M\.?Sc)\.?|(?:Minister|Secretary) (?:of|for) .*"
    r"|(?:African|Asian|Native)[- ]American|African|Asian|Black|White|Hispanic|Latin[ao]|Indigenous"
    r"|(?:Command|Service|Descent|Orbital) Module|Kingdom|Realm|Republic|Motherland|Homeland|Nation|State|Emirate|Government|Authority|Company|University|Institute|Center|Centre|Agency|Academy|Office|Program(?:me)?|Branch|Directorate|Department|(?:[A-Z][a-z]+ )*Time|(?:[A-Z]\w+ )?Member States?|[A-Z][\w-]*-(?:built|led|made|owned|based)(?: \w+)?)"
)


_POSITION = re.compile(
    r"(?:(?:Assistant|Deputy|Associate|Project|Programme?|Flight|Mission|Vice|Executive|Acting|Senior|Technical|Managing|General|Principal|Chief|Launch|Crew|Science) )*"
    r"(?:Directors?|Administrator|Manager|President|Secretary|Officer|Investigator|Scientist|Engineer|Specialist|Commander|Pilot|Chairman)"
)
"""A title and nothing else."""


def _model(doc: Parse, text: str, countries: Mapping[str, Entry]) -> Iterator[Name]:
    types = {"ORG": "Organization", "GPE": "Place", "LOC": "Place", "FAC": "Facility"}
    for ent in doc.ents:
        if ent.label_ == "PERSON":
            yield from person(ent.start_char, ent.end_char, text, "model")
        elif ent.label_ in types:
            surface = re.sub(r"^(?:[Tt]he|[Aa]n?|Born) |[’']s?$|(?: (?:of|for|and|the|in|at))+$", "", ent.text)
            if ent.label_ == "ORG" and _PORTFOLIO.search(text[max(0, ent.start_char - 60) : ent.start_char]):
                continue
            begin = ent.start_char + ent.text.index(surface) if surface else ent.start_char
            if surface in countries or surface == "European" or _NO_NAME.fullmatch(surface):
                continue
            if re.match(r"[A-ZÀ-Þ]", surface) and "\n" not in surface and len(surface) > 1:
                yield Name(begin, begin + len(surface), types[ent.label_], surface, "model")
