"""A release as the rules see it: its entities, and its sentences with a typed token for every mention."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from spacy.tokens import Doc

from missiongraph.authority import Authority, Entry
from missiongraph.extract import coref, entities, names
from missiongraph.extract.cuts import cuts
from missiongraph.extract.entities import Entity, Mention
from missiongraph.extract.forms import Taken
from missiongraph.extract.mending import mend
from missiongraph.extract.parse import Parse, Span
from missiongraph.extract.predications import Predication, predications
from missiongraph.extract.screen import Screen, words
from missiongraph.extract.sentence import CODES, Item, Sentence
from missiongraph.extract.tenses import tense_of
from missiongraph.extract.titles import first_word, numbered
from missiongraph.extract.unsaid import unsaid
from missiongraph.extract.views import View, views
from missiongraph.model import Release
from missiongraph.times import durations, read

__all__ = ["Document", "build"]


@dataclass(frozen=True)
class Document:
    """Everything the relation families read."""

    release: Release
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    sentences: tuple[Sentence, ...]
    authority: Authority

    @property
    def text(self) -> str:
        """The text of the release."""
        return self.release.text

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Every sentence and the simple clauses in it, in order: what the rules read."""
        return tuple(view for sentence in self.sentences for view in views(sentence))

    @cached_property
    def _possible(self) -> dict[int, list[int]]:
        return {}

    def possible(self, screen: Screen) -> Sequence[int]:
        """For each view the bits of the patterns of a screen that can match it."""
        if screen.size not in self._possible:  # it grows while the first release is read
            self._possible[screen.size] = [screen.possible(words(view.typed)) for view in self.views]
        return self._possible[screen.size]

    @cached_property
    def predications(self) -> tuple[Predication, ...]:
        """What the verbs of the release say of the mentions, in order."""
        return tuple(one for sentence in self.sentences for one in predications(sentence))

    def entity(self, index: int) -> Entity:
        """The entity of an index."""
        return self.entities[index]


def build(annotated: Doc, release: Release, authority: Authority) -> Document:
    """Names, then entities, then references, then times; laid over the sentences."""
    doc = Parse(annotated)
    mend(doc.tokens)
    text = doc.text
    year = release.published.year if release.published else None
    found, mentions = entities.group(text, names.find(doc, text, authority, year), authority)
    spans = list(cuts(doc))
    bounds = [(s.start_char, s.end_char) for s in spans]
    mentions = sorted([*mentions, *unsaid(spans, mentions)], key=lambda m: m.begin)
    station, found = _station(found, text, year, authority)
    referring = coref.refer(text, bounds, found, mentions, authority, station)
    groups = [m for m in referring if m.type == "Person" and m.kind in ("group", "nominal")]
    mentions = [m for m in mentions if not any(g.begin <= m.begin and m.end <= g.end for g in groups)]
    mentions = sorted([*mentions, *referring], key=lambda m: m.begin)
    countries = _countries(text, found, authority)
    found = [
        *found,
        *sorted({e.index: e for e in countries.values() if e.index >= len(found)}.values(), key=lambda e: e.index),
    ]
    items = _items(doc, text, mentions, found, bounds, release, authority, {w: e.index for w, e in countries.items()})
    sentences = tuple(_sentences(spans, items, text))
    return Document(release, tuple(found), tuple(mentions), sentences, authority)


def _sentences(spans: Sequence[Span], items: Sequence[Item], text: str) -> Iterator[Sentence]:
    """The sentences with the items that stand in each."""
    begins = [item.begin for item in items]
    paragraph = position = 0
    for index, span in enumerate(spans):
        paragraph += text.count("\n\n", position, span.start_char)
        position = span.start_char
        first, last = bisect_left(begins, span.start_char), bisect_left(begins, span.end_char)
        inside = tuple(item for item in items[first:last] if item.end <= span.end_char)
        yield Sentence(index, paragraph, span, inside, text)


_OF_A_STATION = re.compile(
    r"[Ss]pace [Ss]tation|[Cc]ommand of the [Ss]tation|[Ss]tation commander|orbiting (?:laboratory|outpost)|orbital (?:outpost|complex|lab|station)"
)


def _station(found: list[Entity], text: str, year: int | None, authority: Authority) -> tuple[int | None, list[Entity]]:
    """The station that "the station" means before any is named: the only one, else one in orbit that year.

    Of those in orbit it is the one whose operator runs the craft of the release; the ISS where none does.
    """
    stations = [e.index for e in found if e.type == "Station"]
    iss = next((e for e in authority.by_label.get("international space station", ())), None)
    if stations:  # of several the ISS since it is lived on, before that another
        today = [i for i in stations if iss and (found[i].iri == iss.iri) == (year is None or year > 2001)]
        return (today or stations)[0], found
    if iss is None or (year is not None and year < 1999) or not _OF_A_STATION.search(text):
        return None, found
    flown = [authority.entries[e.iri] for e in found if e.iri in authority.entries]

    def tied(station: Entry) -> int:
        owners = {station.iri, *station.facts.get("operatedBy", ())}
        return sum(
            bool(owners & {e.iri, *e.facts.get("operatedBy", ()), *e.facts.get("partOf", ())})
            for e in flown
            if e.type in ("Spacecraft", "Module", "Station", "Agency")
        )

    others = [
        e
        for e in authority.entries.values()
        if e.type == "Station" and e.iri != iss.iri and year is not None and e.valid_in(year)
    ]
    best = max(others, key=tied, default=iss)
    here = best if tied(best) > tied(iss) else iss
    reason = "the station in orbit that year"
    return len(found), [*found, Entity(len(found), "Station", here.label, (), here.iri, here.label, reason)]


def _countries(text: str, found: Sequence[Entity], authority: Authority) -> dict[str, Entity]:
    """The adjectives and demonyms that occur, each with the entity of its country (new ones numbered on)."""
    by_iri = {e.iri: e for e in found if e.iri}
    out: dict[str, Entity] = {}
    size = len(found)
    for word, entry in sorted(authority.nations(text), key=lambda row: -len(row[0])):
        if entry.iri not in by_iri:
            by_iri[entry.iri] = Entity(
                size, "Place", entry.label, (), entry.iri, entry.label, "the country of that adjective"
            )
            size += 1
        out[word] = by_iri[entry.iri]
    return out


def _items(
    doc: Parse,
    text: str,
    mentions: Sequence[Mention],
    release_entities: Sequence[Entity],
    bounds: Sequence[tuple[int, int]],
    release: Release,
    authority: Authority,
    countries: Mapping[str, int],
) -> list[Item]:
    items = [Item(CODES[m.type], m.begin, m.end, mention=m) for m in mentions]
    tense = partial(tense_of, doc, bounds)
    zone = partial(_zone, items, release_entities, bounds, authority)
    times = read(text, [(b, e, None) for b, e in bounds], release.published, zone, tense)
    items = [i for i in items if not (i.code in "LF" and any(t.begin <= i.begin and i.end <= t.end for t in times))]
    posts = [(b, e, found[0]) for b, e, found in authority.find(text) if found[0].type == "Role"]
    roles = [(b, numbered(text, e), role.label) for b, e, role in posts]
    crew = {role.label for _, _, role in posts if "crew" in role.facts.get("roleKind", ())}
    items = [i for i in items if not _in_title(i, roles, release_entities)]
    taken = Taken(len(text), ((i.begin, i.end) for i in items))
    for time in times:
        if taken.free(time.begin, time.end):
            items.append(Item("T", time.begin, time.end, time=time))
            taken.take(time.begin, time.end)
    for span in durations(text, 0, len(text)):
        if taken.free(span.begin, span.end):
            items.append(Item("D", span.begin, span.end, duration=span))
            taken.take(span.begin, span.end)
    for word, country in countries.items():
        for match in re.finditer(rf"(?<![\w.-]){re.escape(word)}{_PLURAL if word.isalpha() else ''}(?![\w])", text):
            if taken.free(*match.span()):
                items.append(Item("N", *match.span(), country=country))
                taken.take(*match.span())
    for first, end, role in roles:
        begin = first if role in crew else first_word(doc, first, end)
        begin = begin if taken.free(begin, end) else first
        if taken.free(begin, end) and not _is_verb(doc, first, end):
            items.append(Item("R", begin, end, role=role))
            taken.take(begin, end)
    return sorted(items, key=lambda i: i.begin)


def _in_title(item: Item, roles: Sequence[tuple[int, int, str]], found: Sequence[Entity]) -> bool:
    """ "Project Director": a word of a title is no body of its own."""
    unknown = item.code == "O" and found[item.entities[0]].iri is None
    return unknown and any(b <= item.begin and item.end <= e and e - b > item.end - item.begin for b, e, _ in roles)


_PLURAL = r"(?:(?<=an|rt|er|li|ne|le|de|rb|sh|av|ek)s|(?<=aniard)s)?"
"""Of a demonym: "Russians", "Italians", "Danes", "Poles"."""


def _is_verb(doc: Parse, begin: int, end: int) -> bool:
    """ "Today heads the office": a word of a title used as a verb."""
    span = doc.char_span(begin, end)
    return span is not None and len(span) == 1 and (span[0].tag_ in ("VB", "VBZ", "VBD") or span[0].lower_ == "heads")


def _zone(
    items: Sequence[Item],
    found: Sequence[Entity],
    bounds: Sequence[tuple[int, int]],
    authority: Authority,
    begin: int,
    end: int,
) -> str | None:
    """The time zone of the site or town that stands nearest in the sentence, for "local time"."""
    lower, upper = next(((b, e) for b, e in bounds if b <= begin < e), (begin, end))
    near = []
    for item in items:
        if (
            item.code in "FL"
            and lower <= item.begin < upper
            and (entry := authority.entries.get(found[item.entities[0]].iri or ""))
        ):
            zones = entry.facts.get("timeZone", ()) or next(
                (
                    authority.entries[p].facts.get("timeZone", ())
                    for p in entry.facts.get("locatedIn", ())
                    if p in authority.entries
                ),
                (),
            )
            near += [(abs(item.begin - begin), zone) for zone in zones[:1]]
    return min(near)[1] if near else None
