"""Fact sheets: lines "Label: value" that tell of one flight without naming it again.

The flight is what the sheet calls its mission and its craft, else the one mission and the one craft of the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Filler, Value
from missiongraph.extract.patterns import literal
from missiongraph.extract.sentence import Item
from missiongraph.extract.unsaid import headed
from missiongraph.model import Status

__all__ = ["claims", "events", "people"]

_ENOUGH = 3
_SURE = 0.85
_LINE = re.compile(
    r"(?m)^[ \t]*(?:[-–•*·] ?)?(?P<label>[A-Z][A-Za-z /’'-]{2,32}?) ?(?::|\t|\||–|—)[ \t]*(?P<value>\S[^\n]{1,160})$"
)
_LABELS = {
    "mission": r"mission|flight|mission name|name of mission|shuttle mission",
    "craft": r"spacecraft|orbiter|craft|ship|capsule|satellite|spaceship|probe|lander|crew ship|space vehicle",
    "rocket": r"(?:launch|carrier) (?:vehicle|rocket)|rocket|launcher|carrier|booster",
    "launch": r"launch(?: date| time| day)?|launched|lift-?off|date of launch|lift-?off time",
    "pad": r"launch (?:site|pad|place|location)|pad|launched from",
    "docking": r"docking(?: date| time)?|docked|arrival",
    "undocking": r"undocking(?: date| time)?|undocked|departure",
    "landing": r"landing(?: date| time| site)?|landed|splashdown|touchdown|return(?: to earth)?|landing place",
    "destination": r"destination|target|bound for",
    "operator": r"operator|operated by|run by",
    "maker": r"manufacturer|builder|built by|maker|prime contractor|main contractor|contractor",
    "duration": r"(?:mission |flight |planned )?duration|(?:mission|flight) length|days in space|length of mission|length of flight",
    "crew": r"crew|crew members|astronauts|cosmonauts|commander|pilot|mission specialists?|flight engineers?|spaceflight participants?",
}
_KIND = {kind: re.compile(pattern, re.I) for kind, pattern in _LABELS.items()}
_HAPPENS = {"launch": "Launch", "pad": "Launch", "docking": "Docking", "undocking": "Undocking", "landing": "Landing"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the sheet: what its label asks for and what its value names."""

    kind: str
    items: tuple[Item, ...]
    sentence: int

    def named(self, codes: str) -> list[int]:
        """What the value names of these codes, each once."""
        return list(dict.fromkeys(e for i in self.items if i.code in codes for e in i.entities))


@dataclass(frozen=True, slots=True)
class _Sheet:
    lines: tuple[_Line, ...]
    missions: tuple[int, ...]
    crafts: tuple[int, ...]
    status: Status

    @property
    def flights(self) -> tuple[tuple[str, int], ...]:
        """The flight of the sheet as the slots of its events."""
        return (*(("mission", m) for m in self.missions), *(("spacecraft", c) for c in self.crafts))


def claims(document: Document) -> Iterator[Claim]:
    """What a sheet says of its flight: craft, rocket, goal, builder, operator, length, crew."""
    sheet = _sheet(document)
    if sheet is None:
        return
    for line in sheet.lines:
        state = Status.OCCURRED if line.kind in ("maker", "operator") else sheet.status
        for subject, predicate, value in _facts(line, sheet, document):
            yield Claim(subject, predicate, value, line.sentence, f"sheet-{line.kind}", _SURE, state)


_BORN = re.compile(
    r"born|birthplace|place of birth|date of birth|birth date|birth|birthplace and (?:birth ?)?date|date and place of birth|place and date of birth|born in|born on",
    re.I,
)
_HEADED_LINE = re.compile(r"(?m)^(?P<label>[A-Za-z][A-Za-z ]{3,24}?) ?:?\n+(?P<value>[^\n:]{4,60})$")
""" "Place of birth" over "Odense, Denmark"."""
_NATION = re.compile(r"nationality|citizenship|country", re.I)


def people(document: Document) -> Iterator[Claim]:
    """What lines under a person's name say: "Born: Odense, Denmark, 12 July 1961", "Nationality: Danish"."""
    spans = [s.span for s in document.sentences]
    head = {m.entities for m in headed(spans, [m for m in document.mentions if m.type == "Person"])}
    if len(head) != 1 or len(who := next(iter(head))) != 1:
        return
    for match in (*_LINE.finditer(document.text), *_HEADED_LINE.finditer(document.text)):
        items, sentence = _inside(*match.span("value"), document)
        label = match.group("label").strip()
        told: list[tuple[str, Value]] = []
        if _BORN.fullmatch(label):
            told += [("birthPlace", i.entities[0]) for i in items if i.code == "L"][:1]
            told += [("birthDate", literal(i.time.value)) for i in items if i.time][:1]
        elif _NATION.fullmatch(label):
            told += [("nationality", i.country) for i in items if i.country is not None]
            told += [("nationality", i.entities[0]) for i in items if i.code == "L"]
        yield from (Claim(who[0], p, v, sentence, "sheet-person", _SURE) for p, v in told)


def events(document: Document) -> Iterator[Event]:
    """The launch, docking, undocking and landing that a sheet gives times and places of."""
    sheet = _sheet(document)
    if sheet is None or not sheet.flights:
        return
    for line in sheet.lines:
        told = [*_where(line), *(("time", literal(t.time.value)) for t in line.items if t.time)]
        if line.kind in _HAPPENS and told:
            fillers = (Filler(s, v, line.sentence, f"sheet-{line.kind}", _SURE) for s, v in (*sheet.flights, *told))
            yield Event(_HAPPENS[line.kind], _when([line], document) or sheet.status, line.sentence, tuple(fillers))


def _where(line: _Line) -> Iterator[tuple[str, Value]]:
    if line.kind in ("launch", "pad", "landing"):
        sites = line.named("F") or line.named("L")[:1]
        yield from (("place", site) for site in sites)
        yield from (("launchVehicle", v) for v in line.named("V") if line.kind == "launch")
    else:
        yield from (("station", s) for s in line.named("S"))
        yield from (("module", m) for m in line.named("M"))


def _facts(line: _Line, sheet: _Sheet, document: Document) -> Iterator[tuple[int, str, Value]]:
    flights = [f for _, f in sheet.flights]
    if line.kind == "craft":
        yield from ((m, "usesSpacecraft", c) for m in sheet.missions for c in line.named("C"))
    elif line.kind == "rocket":
        yield from ((f, "launchVehicle", v) for f in flights for v in line.named("V"))
    elif line.kind == "destination":
        yield from ((f, "destination", g) for f in flights for g in line.named("S") or line.named("L")[:1])
    elif line.kind == "operator":
        yield from ((f, "operatedBy", o) for f in flights for o in line.named("AO"))
    elif line.kind == "maker":
        yield from ((c, "builtBy", o) for c in sheet.crafts for o in line.named("AO"))
    elif line.kind == "duration":
        spans = [i.duration.value for i in line.items if i.duration][:1]
        yield from ((w, "duration", literal(d)) for w in _title(document, "P") or sheet.missions for d in spans)
    elif line.kind == "crew":
        yield from ((p, "crewMemberOf", m) for m in sheet.missions for p in line.named("P"))
        yield from ((p, "flewOn", c) for c in sheet.crafts for p in line.named("P"))


def _sheet(document: Document) -> _Sheet | None:
    """The sheet of the release; None where fewer than three of its lines say something."""
    lines = tuple(_lines(document))
    if len({line.kind for line in lines}) < _ENOUGH:
        return None
    missions = [m for line in lines if line.kind == "mission" for m in line.named("X")] or _title(document, "X")
    crafts = [c for line in lines if line.kind in ("craft", "mission") for c in line.named("C")] or _title(
        document, "C"
    )
    return _Sheet(lines, tuple(missions[:1]), tuple(crafts[:1]), _when(lines, document) or Status.OCCURRED)


def _lines(document: Document) -> Iterator[_Line]:
    for match in _LINE.finditer(document.text):
        kind = next((k for k, label in _KIND.items() if label.fullmatch(match.group("label").strip())), None)
        items, sentence = _inside(*match.span("value"), document)
        if kind and items:
            yield _Line(kind, items, sentence)


def _inside(begin: int, end: int, document: Document) -> tuple[tuple[Item, ...], int]:
    """What stands between two offsets, and the last sentence there."""
    inside = [s for s in document.sentences if s.begin < end and begin < s.end]
    items = (i for s in inside for i in s.items if begin <= i.begin and i.end <= end)
    return tuple(items), inside[-1].index if inside else 0


def _when(lines: Iterable[_Line], document: Document) -> Status | None:
    """Planned where its first day is not before the release's, None where it gives no day."""
    days = sorted(i.time.value for line in lines if line.kind in _HAPPENS for i in line.items if i.time)
    published = document.release.published
    if not days or published is None:
        return None
    return Status.PLANNED if days[0][:10] > published.isoformat()[: len(days[0][:10])] else Status.OCCURRED


def _title(document: Document, code: str) -> list[int]:
    """The one thing of a kind that the title names."""
    named = dict.fromkeys(e for i in document.sentences[0].of(code) for e in i.entities)
    return list(named) if len(named) == 1 else []
