"""The craft and the mission that a release is about, and those that it only names in passing.

"The spacecraft" and "the mission" mean the one spoken of last, unless that one was only named beside the matter (a
satellite of old in the words on an anniversary, the earlier flight of a crew member) or was left behind long ago.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from missiongraph.extract.discourse import State, sentence
from missiongraph.extract.entities import Entity, Mention

__all__ = [
    "beside_the_matter",
    "flight_of_craft",
    "in_passing",
    "is_flight",
    "is_programme",
    "mains",
    "no_flight",
    "not_meant",
    "of_many",
    "of_old",
    "once_visited",
    "sends",
    "spoken_of",
    "without_cabin",
]

_FLIGHTS = ("Spacecraft", "Mission")


_OF_MANY = re.compile(
    r"(?:ISS )?Expeditions? \d|Mir[ -](?:EO-)?\d|[Pp]rogram(?:me)?\b|[Cc]ampaign|^(?:Project )?(?:Artemis|Apollo|Gemini|Mercury)$"
)
_SORT = re.compile(
    r"^(?:Space Shuttle|Soyuz|Progress|Dragon|Crew Dragon|Orion|Starliner|Starship|Shenzhou|Cygnus|Gaganyaan|New Shepard|SpaceShipTwo)$"
)


_PROGRAMME = re.compile(
    r"[Pp]rogram(?:me)?$|[Cc]ampaign$|^(?:Project )?(?:Artemis|Apollo|Gemini|Mercury|Inter[ck]osmos|Shuttle-Mir)$"
)


def not_meant(mention: Mention, state: State) -> bool:
    """Whether "the mission" never takes up a mission just named: a programme, an expedition beside the flight told of."""
    entity = state.entities[mention.entities[0]]
    if entity.type != "Mission":
        return False
    return is_programme(entity) or ("Mission" in state.mains and no_flight(entity))


def is_programme(entity: Entity) -> bool:
    """Whether a mission is a programme or campaign of many."""
    return entity.type == "Mission" and any(_PROGRAMME.search(n) for n in (entity.name, entity.label or entity.name))


def of_many(entity: Entity) -> bool:
    """Whether a mission is an expedition or a programme, which does not fly itself."""
    return entity.type == "Mission" and _called(_OF_MANY, entity)


def is_fleet(entity: Entity) -> bool:
    """Whether a craft is several that each have a name: the Space Shuttle."""
    return entity.type == "Spacecraft" and (entity.label or entity.name).casefold() == "space shuttle"


def no_flight(entity: Entity) -> bool:
    """Whether a mission is an expedition or programme, or a craft a sort of craft."""
    return of_many(entity) or _called(_SORT, entity)


def _called(pattern: re.Pattern[str], entity: Entity) -> bool:
    return any(pattern.search(n) for n in (entity.name, entity.label or entity.name))


_WITHOUT_CABIN = re.compile(
    r"Telescope|Observatory|Satellite|\b(?:Solar Max|Voyager|Pioneer|Mariner|Venera|Sputnik) ?\d*\b"
)


def without_cabin(entity: Entity) -> bool:
    """Whether a craft is a satellite, probe or telescope, in which nobody flies."""
    return entity.type == "Spacecraft" and any(_WITHOUT_CABIN.search(n) for n in (entity.name, entity.label or ""))


def mains(text: str, names: Sequence[Mention], standing: frozenset[int]) -> dict[str, int]:
    """For craft and missions the one that a release is about: the one of its title, else the one it names most.

    `standing` are sorts of craft, expeditions and programmes, which are no flight.
    """
    title = text.find("\n") if "\n" in text else 0
    out: dict[str, int] = {}
    for type_ in _FLIGHTS:
        told = [m for m in names if m.type == type_ and m.entities[0] not in standing]
        headed = _each(m for m in told if m.begin < title)
        if len(headed) == 1:
            out[type_] = headed[0]
            continue
        if headed:
            continue  # a release on two flights is about neither alone
        counts = Counter(m.entities[0] for m in told if not in_passing(text, m)).most_common(2)
        if counts and (len(counts) == 1 or counts[0][1] > counts[1][1] + 1):
            out[type_] = counts[0][0]
    return out


def _each(mentions: Iterable[Mention]) -> list[int]:
    return list(dict.fromkeys(m.entities[0] for m in mentions))


_ANNIVERSARY = re.compile(
    r"\b(?:anniversary of|(?:since|like|unlike|than|after) (?:the )?(?:days|launch|flight|loss|time) of|in memory of|named after|"
    r"(?:its|the (?:country|nation|world|agency)[’']s|[A-Z]\w+[’']s) (?:very )?(?:first|second|third|last|previous|earlier|only) "
    r"(?:[\w-]+ ){0,2}(?:satellite|spacecraft|spaceship|probe|craft|capsule|mission|flight|lander|orbiter)s?,?)\b[^.;]*$"
)
_OF_OLD = re.compile(r"(?:In|On) (?:[A-Z][a-z]+ |\d{1,2},? )*(?:19|20)\d\d,? [^.;]*$")
"""Before a craft, the date that opens its sentence."""
_ONCE_ALSO = re.compile(
    r"(?:\bwho|\bhaving) (?:\w+ly |once |twice |has |had |also |first |previously |both )*(?:flew|flown|led|rode|took|was|were|been|spent|made|went|"
    r"commanded|served|piloted|visited|lived|logged|returned|launched|trained|worked)\b[^;.]*$"
    r"|\b(?:handover|turnover|overlap)\b[^;.,]{0,20} (?:with|to|from) [^;.,]*$"
    r"|\bhad (?:also |each |both |previously |already |once |twice )*(?:flown|led|commanded|served|piloted|been|trained|made|visited|spent)\b[^;.]*$"
    r"|\b(?:backup|back-up|support|reserve) crew(?: ?members?)? (?:for|of|on) (?:the )?$|\b(?:previous|prior|earlier|last) (?:\w+ )?(?:mission|flight),? (?:the )?$"
    r"|\bmov\w+ (?:up |back |over )?(?:to|from) (?:the )?$|\bflown on (?:the )?$"
    r"|\b(?:veterans?|alum\w*) of\b[^;.,]*$|\bpreviously\b[^;.,]*$|\b(?:[Uu]nlike|[Ll]ike|than|as (?:on|with)|similar to|modelled on|successor (?:of|to)|predecessor)\b[^;.,]{0,25}$"
)


def in_passing(text: str, mention: Mention) -> bool:
    """Whether a craft or mission is named only beside what its sentence tells."""
    begin = max(text.rfind(". ", 0, mention.begin), text.rfind("\n", 0, mention.begin)) + 1
    before = text[begin : mention.begin]
    return bool(_ANNIVERSARY.search(before) or _ONCE_ALSO.search(before))


def _of_old(text: str, mention: Mention) -> bool:
    """ "On 26 September 2022 NASA's DART hit the moonlet": one that a sentence of its own date tells of."""
    begin = max(text.rfind(". ", 0, mention.begin) + 2, text.rfind("\n", 0, mention.begin) + 1)
    return bool(_OF_OLD.match(text, begin, mention.begin))


_VISITED = re.compile(
    r", the (?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final) [^,;.]{0,40}(?:missions?|flights?|visits?) to (?:the )?(?:\w+ ){0,4}$"
)


def once_visited(text: str, mention: Mention) -> bool:
    """ "A veteran of STS-84, the sixth flight to Mir, he …": a station named only to tell of an earlier flight."""
    return bool(_VISITED.search(text[max(0, mention.begin - 90) : mention.begin]))


_SORT_OF = re.compile(
    r", (?:the (?:first|second|third|fourth|fifth|latest|newest|last)|an?|another) (?:[a-z-]+ ){0,2}$"
)


def _is_sort(mention: Mention, state: State, text: str) -> bool:
    """ "Jules Verne, the first ATV": what a craft just named is, and no other craft."""
    if mention.type != "Spacecraft" or mention.type not in state.last:
        return False
    apposed = _SORT_OF.search(text, state.spoken_at[mention.type], mention.begin)
    return apposed is not None and apposed.start() - state.spoken_at[mention.type] < _LONGEST_NAME


_LONGEST_NAME = 40


def beside_the_matter(state: State, mention: Mention, text: str) -> bool:
    """Whether a craft or mission is named in passing while the one that the release is about is spoken of."""
    main = state.mains.get(mention.type)
    meant = state.entities[mention.entities[0]]
    if "Target" in (meant.label or meant.name):
        return True  # what a crew flies to
    if _is_sort(mention, state, text):
        return True
    if mention.type == "Mission" and main is None and "Spacecraft" in state.mains and in_passing(text, mention):
        return True
    last = state.last.get(mention.type)
    aside = in_passing(text, mention) or _of_old(text, mention)
    return main is not None and mention.entities[0] != main == last and aside


_OWN = re.compile(r" (?:[a-z]+ )?(?i:astronauts?|cosmonauts?|taikonauts?|flight engineers?|mission specialists?)\b")
_OF_PERSON = re.compile(r"[A-Z][\w’'-]+ (?:of|from) (?:the )?$")


def sends(mention: Mention, text: str) -> bool:
    """ "JAXA astronaut A", "B of JAXA": an agency named for its people only, so that "the agency" is another."""
    before = text[max(0, mention.begin - 30) : mention.begin]
    people = _OWN.match(text, mention.end) or _OF_PERSON.search(before)
    return mention.type == "Agency" and bool(people)


_LEFT_BEHIND = 3


def spoken_of(type_: str, position: int, state: State) -> int | None:
    """The craft or mission spoken of last; the one that the release is about where that was left sentences ago."""
    last, main = state.last.get(type_), state.mains.get(type_)
    if main is None or last is None or last == main:
        return last
    gap = sentence(state.sentences, position) - sentence(state.sentences, state.spoken_at.get(type_, 0))
    return main if gap > _LEFT_BEHIND else last


_ITS_FLIGHT = frozenset({"the mission", "the flight"})


def flight_of_craft(match: re.Match[str], type_: str, state: State) -> tuple[str, tuple[int, ...], str] | None:
    """ "Commanding the mission": the craft that the release is about stands for its flight where no mission is named."""
    craft = state.mains.get("Spacecraft")
    named = type_ != "Mission" or "Mission" in state.mains or match.group().casefold() not in _ITS_FLIGHT
    if named or craft is None or craft != state.last.get("Spacecraft"):
        return None
    return "Spacecraft", (craft,), "nominal"


def at_station(match: re.Match[str], names: Sequence[Mention]) -> bool:
    """Whether the place named last before "there" is a station."""
    sites = [m for m in names if m.type in ("Station", "Place", "Facility", "Organization") and m.begin < match.start()]
    return bool(sites) and sites[-1].type == "Station" and match.start() - sites[-1].begin < 400


def station_afar(match: re.Match[str], state: State, names: Sequence[Mention], station: int | None) -> bool:
    """Whether "the station" takes up none of the last sentences, but the ISS, of several that the release names."""
    if station is None or state.entities[station].label != "International Space Station":
        return False
    here = sentence(state.sentences, match.start())
    if state.station_at >= state.sentences[max(0, here - 1)][0]:
        return False
    return len({m.entities[0] for m in names if m.type == "Station"}) > 1


def of_old(match: re.Match[str], state: State, names: Sequence[Mention]) -> bool:
    """ "On her first mission, STS-121, she and her crewmates …": not those of the flight that the release is about."""
    main = state.mains.get("Mission")
    begin = state.sentences[sentence(state.sentences, match.start())][0]
    flights = [m.entities[0] for m in names if m.type == "Mission" and begin <= m.begin < match.end()]
    return bool(match.group("whose")) and main is not None and bool(flights) and main not in flights


_NUMBERED = re.compile(r"(?:-| [A-Z]{0,3}-?)\d{1,3}M?$")


def is_flight(entity: Entity) -> bool:
    """Whether an entity is one flight: a mission, or a craft with a number, which stands for its only flight."""
    mission = entity.type == "Mission" and not is_programme(entity)
    return mission or (entity.type == "Spacecraft" and bool(_NUMBERED.search(entity.name)))
