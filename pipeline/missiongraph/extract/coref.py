"""Pronouns, groups and nominals: what "he", "the trio", "the Dane", "the capsule" refer to.

One pass over the text, left to right, by recency, number, gender and nationality. Facts that rest on
these mentions carry less confidence than facts that rest on names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.authority import Authority
from missiongraph.extract.anaphors import (
    COMPANIONS,
    GROUP,
    IS_MADE,
    IT,
    MADE,
    NUMBER,
    SINGLE,
    THING,
    beside,
)
from missiongraph.extract.binding import (
    BESIDE,
    beside_another,
    cataphor,
    genders,
    handled,
    hero_of,
    listed_after,
    not_the_subject,
    of_who,
    unlisted,
    without_doers,
)
from missiongraph.extract.crews import crews
from missiongraph.extract.desks import benched, desks
from missiongraph.extract.discourse import State, sentence, spoken_in
from missiongraph.extract.entities import Entity, Mention
from missiongraph.extract.forms import Taken
from missiongraph.extract.groups import apposed, group, plural, size_of, so_many
from missiongraph.extract.headcount import of_size
from missiongraph.extract.introduced import introduces, named_next
from missiongraph.extract.nationals import (
    AGENCY_GROUP,
    nationals,
    of_agency,
    one_national,
    several_nationals,
    the_national,
)
from missiongraph.extract.owners import BODYS_OWN, FLIGHTS_OWN, belongs
from missiongraph.extract.personal import PERSONAL, personal
from missiongraph.extract.prominence import (
    at_station,
    beside_the_matter,
    flight_of_craft,
    mains,
    no_flight,
    not_meant,
    of_old,
    once_visited,
    sends,
    spoken_of,
    station_afar,
)
from missiongraph.extract.scan import Scan
from missiongraph.lexicon import CREW_OF

__all__ = ["refer"]


def refer(
    text: str,
    sentences: Sequence[tuple[int, int]],
    entities: Sequence[Entity],
    names: Sequence[Mention],
    authority: Authority,
    default_station: int | None,
) -> list[Mention]:
    """The mentions that refer without a name. `sentences` are offsets; names are in order."""
    about = mains(text, names, frozenset(e.index for e in entities if no_flight(e)))
    state = State(entities, sentences, genders=genders(entities, authority), apart=desks(text, names), mains=about)
    state.benched = benched(text, names)
    flying = [m for m in names if m.type != "Person" or not state.benched.issuperset(m.entities)]
    state.crews = crews(text, sentences, entities, flying)
    taken = Taken(len(text), ((m.begin, m.end) for m in names))
    events: list[tuple[int, int, str, re.Match[str] | Mention]] = [(m.begin, m.end, "name", m) for m in names]
    by_nation = nationals(text, entities, names, authority)
    for kind, pattern in (("nationals", several_nationals(authority)), *_SCANS, ("national", one_national(authority))):
        for match in pattern.finditer(text):
            if match.end() > match.start() and (_with_body(kind, match) or taken.free(*match.span())):
                taken.take(*match.span())
                if kind == "group" and (counted := size_of(match)):
                    state.sizes.add(counted)
                events.append((match.start(), match.end(), kind, match))
    out: list[Mention] = []
    for begin, end, kind, found in sorted(events, key=lambda e: e[:2]):
        if isinstance(found, Mention):
            _note(state, found, text)
            continue
        if kind == "group" and any(
            m.type == "Person" and text[end : m.begin] in (", ", ": ", " – ", " — ") for m in names
        ):
            continue  # "the spacewalkers, A and B, …": the names follow
        if kind == "group" and introduces(text, begin, end, names):
            continue  # "The crew of Soyuz MS-25 includes A", "The other two are A and B": those who follow
        if kind == "companions":
            _note_companions(state, found, names, text)
        if kind == "thing" and named_next(text, end, found.lastgroup or "", names):
            continue
        of_crew = kind in _OF_CREW or (kind == "single" and found.group("they"))
        if mention := _resolve(kind, found, state, flying if of_crew else names, by_nation, default_station):
            out.append(Mention(begin + len(found.group()) - len(found.group().lstrip()), end, *mention))
            _note(state, out[-1], text)
    return out


def _with_body(kind: str, match: re.Match[str]) -> bool:
    """Whether people are called by a body, whose name stands within: "the NASA astronaut"."""
    return kind == "agency" or (kind == "personal" and match.group("body") is not None)


_SCANS = (
    ("agency", Scan(AGENCY_GROUP)),
    ("companions", Scan(COMPANIONS)),
    ("group", Scan(GROUP)),
    ("single", Scan(SINGLE)),
    ("personal", Scan(PERSONAL)),
    ("thing", Scan(THING)),
    ("own", Scan(FLIGHTS_OWN)),
    ("body", Scan(BODYS_OWN)),
    ("it", Scan(IT)),
)


_OF_CREW = frozenset({"group", "companions", "agency"})


def _note(state: State, mention: Mention, text: str) -> None:
    if mention.type == "Person":
        state.people.append((mention.begin, mention.entities))
        if len(mention.entities) > 1:
            state.last["group"] = len(state.people) - 1
    elif mention.type in state.last and (
        sends(mention, text) or (CREW_OF.match(text, mention.end) and not _heads(mention, state, text))
    ):
        return  # "they will relieve the Shenzhou-16 trio": the craft itself is not spoken of
    elif not_meant(mention, state):
        if "Mission" in state.mains:
            state.last["Mission"] = state.mains["Mission"]
    elif beside_the_matter(state, mention, text) or (mention.type == "Station" and once_visited(text, mention)):
        return
    else:
        state.last[mention.type] = mention.entities[0]
        if mention.type in ("Spacecraft", "Mission"):
            state.spoken_at[mention.type] = mention.begin
        if mention.type == "Station":
            state.station_at = mention.begin
        if mention.type in ("Spacecraft", "Mission"):
            state.last["it"] = mention.entities[0]
        if mention.type in MADE:
            state.last["made"] = mention.entities[0]


def _heads(mention: Mention, state: State, text: str) -> bool:
    """ "Apollo 7 astronauts A and B completed the mission": a crew that a sentence is about tells of its own flight."""
    begin = state.sentences[sentence(state.sentences, mention.begin)][0]
    return text[begin : mention.begin].strip() in ("", "The")


def _resolve(
    kind: str,
    match: re.Match[str],
    state: State,
    names: Sequence[Mention],
    by_nation: dict[str, list[int]],
    station: int | None,
) -> tuple[str, tuple[int, ...], str] | None:
    if kind == "single":
        return _pronoun(match, state, names)
    if kind == "personal":
        return personal(match, state, names, by_nation)
    if kind == "companions":
        return _companions(match, state, names)
    if kind == "group":
        found = group(match, state, names)
        return ("Person", found, "group") if found else None
    if kind in ("agency", "nationals"):
        several = _several(kind, match, state, names, by_nation)
        return ("Person", several, "group") if several else None
    if kind == "national":
        return the_national(match, state, by_nation)
    if kind in ("own", "body") or match.lastgroup == "Facility":
        return belongs(kind, match, state, names)
    if kind == "thing" and match.group() in ("there", "it") and not at_station(match, names):
        return None
    if kind == "thing" and match.lastgroup == "Station" and station_afar(match, state, names, station):
        return "Station", (station or 0,), "nominal"
    if kind == "it":
        order = ("made", "it") if IS_MADE.match(match.string, match.end()) else ("it", "made")
        it = next((state.last[slot] for slot in order if slot in state.last), None)
        return (state.entities[it].type, (it,), "pronoun") if it is not None else None
    type_ = match.lastgroup or ""
    index = station if type_ == "Station" and type_ not in state.last else spoken_of(type_, match.start(), state)
    if (
        index is not None
        and "shuttle" in match.group().casefold()
        and "huttle" not in (state.entities[index].label or state.entities[index].name)
    ):
        return None  # the kind of craft, not the one spoken of
    return flight_of_craft(match, type_, state) if index is None else (type_, (index,), "nominal")


def _note_companions(state: State, match: re.Match[str], names: Sequence[Mention], text: str) -> None:
    """ "His two colleagues, A and B, …": with him they are one crew."""
    owner = SINGLE.match(text, match.start())
    said = _pronoun(owner, state, names) if owner and (match.group("whose") or "their").casefold() != "their" else None
    others = apposed(match.end(), names, text)
    count = match.group("count")
    if said and others and said[1][0] not in others and len(others) == (NUMBER[count] if count else len(others)):
        state.wholes[others] = (*said[1], *others)
        state.sizes.add(len(others) + 1)


def _several(
    kind: str, match: re.Match[str], state: State, names: Sequence[Mention], by_nation: dict[str, list[int]]
) -> tuple[int, ...]:
    """ "The two Russians", "both NASA astronauts"."""
    if kind == "agency":
        size = NUMBER.get(match.group("count") or match.group("what"), 0)
        return of_agency(match, names) or (of_size(size, match.start(), state, names, match.string) if size else ())
    several = tuple(dict.fromkeys(by_nation.get(match.group("nation"), [])))
    return several if len(several) == NUMBER[match.group("size").casefold()] else ()


def _pronoun(match: re.Match[str], state: State, names: Sequence[Mention]) -> tuple[str, tuple[int, ...], str] | None:
    if match.group("they"):
        found = listed_after(match, state, names) or so_many(match, state, names)
        found = found or without_doers(match, plural(match.start(), state, names, match.string), names)
        return ("Person", found, "pronoun") if found and not handled(match) else None
    gender = "male" if match.group("he") else "female"
    if (near := beside(match, names)) is not None and state.genders.get(near, gender) == gender:
        state.genders.setdefault(near, gender)
        return "Person", (near,), "pronoun"
    other = beside_another(match, state, names)
    bound = cataphor(match, state, names, gender) or (of_who(match, names) if other is None else None)
    if bound is not None and state.genders.get(bound, gender) == gender:
        return "Person", (bound,), "pronoun"
    start = sentence(state.sentences, match.start())
    options = [
        (pos, p[0])
        for pos, p in state.people
        if len(p) == 1 and state.genders.get(p[0], gender) == gender and match.start() - pos < 1500
    ]
    if not options:
        return None
    here = [o for o in options if o[0] >= state.sentences[start][0]]
    if here and (others := not_the_subject(match, state, options)) is not None:
        options = others
        here = [o for o in options if o[0] >= state.sentences[start][0]]
    if here and other is not None:
        options = [o for o in options if o[1] != other]
        here = [o for o in options if o[0] >= state.sentences[start][0]]
    if here and _BESIDE_FIRST.match(match.string, state.sentences[start][0], match.start()):
        away = {o[1] for o in here}
        options, here = [o for o in options if o[1] not in away], []
    before = [o for o in options if o[0] < state.sentences[start][0]]
    if not options:
        return None
    previous = [o for o in before if start and o[0] >= state.sentences[start - 1][0]]
    if here:
        if_part = _IF.match(match.string, state.sentences[start][0], match.start())
        main = [o for o in here if if_part and o[0] >= if_part.end()]
        chosen = _subject(main or here, previous, match.string)
    elif (hero := hero_of(match, names)) is not None and hero in {o[1] for o in before}:
        chosen = hero
    elif previous and (alone := unlisted(previous, names, match.string)):
        chosen = alone[0][1]  # the subject of the sentence before
    else:
        told = [o[1] for o in before]
        chosen = max(told, key=lambda p: (told.count(p), -told.index(p)))  # who the release is about
    state.genders.setdefault(chosen, gender)
    return "Person", (chosen,), "pronoun"


_BESIDE_FIRST = re.compile(
    r"(?:Together with|Along with|Alongside|Accompanied by|Joined by) [^.;:]*\b[A-ZÀ-Þ][\w’'-]+ $"
)
"""Before the subject, those who are with it: "Together with A, also of NASA, and B he …"."""
_IF = re.compile(r"(?:If|Should|Were|Unless) [^,;]*, ")
"""A fronted condition: who follows it is the subject."""


def _subject(here: list[tuple[int, int]], previous: list[tuple[int, int]], text: str) -> int:
    """The subject of the running sentence; one who only stands beside it ("with X at the controls, he") is none."""
    first = next((o for o in here if not BESIDE.search(text[max(0, o[0] - 60) : o[0]])), None)
    return (first or (previous or here)[0])[1]


def _companions(
    match: re.Match[str], state: State, names: Sequence[Mention]
) -> tuple[str, tuple[int, ...], str] | None:
    """ "his companions", "the other two": the last group that holds the last person spoken of, without that person."""
    whose = (match.group("whose") or match.group("own") or match.group("mate") or "").casefold()
    gender = {"his": "male", "her": "female"}.get(whose, "")
    lone = [p[0] for _, p in state.people if len(p) == 1 and (not gender or state.genders.get(p[0], gender) == gender)]
    first = plural(match.start(), state, names, match.string) if whose == "their" else tuple(lone[-1:])
    if gender and (owner := SINGLE.match(match.string, match.start())) and (said := _pronoun(owner, state, names)):
        first = said[1]
    if not whose and not match.group("size"):  # "Padin's crew", "Padin's crewmates"
        first = next((m.entities for m in names if m.type == "Person" and m.end == match.start() - 3), ())
    if not first or of_old(match, state, names):
        return None
    counted = match.group("size") or match.group("count")
    size = 1 if match.group("mate") else NUMBER[counted] if counted else 0
    here = sentence(state.sentences, match.start())
    listed = [spoken_in(state, i, match.start()) for i in range(here, max(-1, here - 5), -1)]
    known = [*reversed(state.wholes.values()), *(p for _, p in reversed(state.people))]
    groups = [p for p in known if len(p) > len(first) and set(first) <= set(p)]
    groups += [
        people for people in listed if len(people) > max(len(first), 1 if size else 2) and set(first) <= set(people)
    ]
    for people in groups:
        if match.group("own") or match.group("named"):
            return "Person", people, "group"  # "he and his crew"
        others = tuple(p for p in people if p not in first)
        if len(others) > 1 and len(others) == (size or len(others)):
            state.wholes[others] = people
            return "Person", others, "group"
    whole = of_size(size + len(first), match.start(), state, names) if size else ()
    others = tuple(p for p in whole if p not in first)
    if not others or len(others) != size:
        return None
    state.wholes[others] = whole
    return "Person", others, "group"
