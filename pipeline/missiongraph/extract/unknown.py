"""The type of a name that nothing knows: what stands around all its mentions votes.

One mention says little ("aboard Kittiwake" may be a craft or a station), all of them together mostly enough. The
clues are data, `ontology/names.toml`. What the model took a name for is one vote among them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from missiongraph.authority import Authority, fold
from missiongraph.extract.callings import nation
from missiongraph.extract.clues import Table, table
from missiongraph.extract.finders import Name
from missiongraph.extract.neighbours import COMMA, beside, named_as
from missiongraph.extract.parse import Parse
from missiongraph.extract.screen import words
from missiongraph.extract.shapes import BY_NUMBER, shape
from missiongraph.lexicon import SUFFIXES

__all__ = ["weigh"]

Scores = dict[str, float]


_RUN = re.compile(
    r"(?<![\w.’'-])[A-ZÀ-Þ](?:[\w-]*\w)?(?:[’'][A-ZÀ-Þ]\w+)?(?:(?: (?:de|da|van|von|der|bin|bint|al|el|del|di|la|le) | [A-Z]\. | |-)(?:[A-ZÀ-Þ][\w-]*\w(?:[’'][A-ZÀ-Þ]\w+)?|[IVX]+\b|\d{1,2}\b(?![.:,]\d| (?:January|February|March|April|May|June|July|August|September|October|November|December))))*"
)
_NUMBERED = re.compile(
    r"[ -]\d{1,2}(?! (?:[a-z]+ )?(?:times|flights|missions|people|men|women|[a-z]*(?:seconds|minutes|hours|days|weeks|months|years|walks|metres|meters|miles|orbits))\b)"
)
_OPENED = re.compile(r"-?[a-z]+ ")
_THING = re.compile(r"(?:^|\s)(?:" + "|".join(SUFFIXES.values()) + r")$")


def weigh(doc: Parse, text: str, names: Sequence[Name], authority: Authority) -> list[Name]:
    """The names, those that are only guesses with the type that most speaks for; and unclaimed ones that enough does."""
    clues = table()
    sure = [n for n in names if n.source != "model" or n.iri]
    guesses = [n for n in names if n.source == "model" and not n.iri]
    pieces = list(_pieces(text, sure, authority, clues))
    spans = _whole([_bared(n, text, clues, authority) for n in guesses], pieces, text)
    taken = [(b, e) for b, e, _ in spans]
    free = [(b, e) for b, e in pieces if _free_of(b, e, taken)]
    seen = {text[b:e] for b, e in free if _named(doc, text, b, e)}
    stems = {_stem(form) for form in (*seen, *(n.text for n in sure))} - {""}
    spans += [(b, e, "") for b, e in free if text[b:e] in seen or _stem(text[b:e]) in stems]
    poll = _Poll(text, clues, authority, sure)
    for begin, end, type_ in sorted(spans):
        poll.add(begin, end, type_)
    poll.lists()
    poll.neighbours()
    poll.neighbours(again=True)
    out = [*sure, *(name for surface in poll.places for name in poll.named(surface))]
    return sorted((n for n in out if not _headline_only(n, text)), key=lambda n: (n.begin, -n.end))


_OF_ONE = re.compile(r":? (?:Biograph\w+|Curriculum Vitae|Profile)\b| \([A-Z][a-z]+(?: [A-Z][a-z]+)?\)\n")


_INITIALS = re.compile(r" (?:[A-Z]\.|\(\w+\))")


def _headline_only(name: Name, text: str) -> bool:
    """ "Director Pays Tribute", "Astronauts Meet Press": a guess in a headline whose last word no line below repeats."""
    head = text.find("\n")
    if name.iri or name.type == "Place" or not 0 <= name.end <= head or len(text) < head + 400:
        return False
    if name.source not in ("model", "title", "cue", "suffix", "lead") or " " not in name.text:
        return False
    if _OF_ONE.match(text, name.end):
        return False
    if _INITIALS.sub("", name.text).count(" ") > 2 and fold(name.text) not in fold(text[head:]):
        return True  # "Ortiz Salutes Crew of Liberty"
    bodied = name.type in ("Person", "Organization", "Facility")  # "Meet Station": a thing goes by its first word
    word, below = name.text.split()[-1 if bodied else 0], text[head:].upper() if name.text.isupper() else text[head:]
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", below) is None


def _pieces(text: str, sure: Sequence[Name], authority: Authority, table: Table) -> Iterator[tuple[int, int]]:
    """Every capitalised run that no sure name claims and that is no word for a day, a month, a country or a role."""
    known = [(b, e) for b, e, _ in authority.find(text)]
    taken = sorted([*((n.begin, n.end) for n in sure), *known])
    near, ahead = list[tuple[int, int]](), 0
    for match in _RUN.finditer(text):
        while ahead < len(taken) and taken[ahead][0] < match.end():
            near.append(taken[ahead])
            ahead += 1
        near = [span for span in near if span[1] > match.start()]
        for start, end in _free(match.start(), match.end(), near):
            opened = _OPENED.match(text, start, end)  # "-born Ana Bastos" behind a town that is known
            begin = _stripped(text, opened.end() if opened else start, end, table, authority)
            if end - begin > 2 and not re.search(r"-[a-z]", text[begin:end]) and not table.days.match(text[begin:end]):
                yield begin, end


def _whole(
    guesses: list[tuple[int, int, str]], pieces: Sequence[tuple[int, int]], text: str
) -> list[tuple[int, int, str]]:
    """The guesses, a part of a longer run as all of it: "Herer Kelini" where the model saw "Kelini" only."""
    out = list(guesses)
    for begin, end in pieces:
        inner = [g for g in out if begin <= g[0] and g[1] <= end]
        words = text[begin:end].split()
        types = [t for _, _, t in inner]
        lone = all(" " not in text[b:e] for b, e, _ in inner) and len(words) < 4
        if [g[:2] for g in inner] == [(begin, begin + len(_stem(text[begin:end])))] and _NUMBERED.match(
            text, inner[0][1]
        ):
            out = [g for g in out if g not in inner]  # "Norden 4" where the model saw a person of that name
        elif inner and ("Person" in types or lone) and _two(text[begin:end]) and begin > text.find("\n"):
            out = [g for g in out if g not in inner]
            out.append((begin, end, "Person" if "Person" in types else types[0]))
    return out


def _bared(guess: Name, text: str, table: Table, authority: Authority) -> tuple[int, int, str]:
    """A guess without the words before the name: "Frenchman Marc Aubel", "Whether Marc"."""
    begin = _stripped(text, guess.begin, guess.end, table, authority)
    rest = text[begin : guess.end]
    keeps = guess.type != "Person" and (not _two(rest) or _THING.search(rest))
    return (guess.begin if keeps or not rest else begin), guess.end, guess.type


def _free_of(begin: int, end: int, taken: Sequence[tuple[int, int]]) -> bool:
    return not any(begin < e and b < end for b, e in taken)


def _named(doc: Parse, text: str, begin: int, end: int) -> bool:
    """Whether a run is a name: at the head of a sentence any word is written large."""
    span = doc.char_span(begin, end, alignment_mode="expand")
    if span is None:
        return False
    inside = begin > 1 and text[begin - 2] not in ".!?:\n" and text[begin - 1] not in '\n“"'
    return any(t.pos_ == "PROPN" for t in span) or (inside and not any(t.pos_ in ("VERB", "ADP", "PRON") for t in span))


def _free(begin: int, end: int, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What of a run no name claims: "SpaceX Kittiwake", "Flight Engineer Ana Bastos"."""
    for b, e in taken:
        if b < end and begin < e:
            if b - 1 > begin:
                yield begin, b - 1
            begin = e + 1
    if begin < end:
        yield begin, end


def _stripped(text: str, begin: int, end: int, table: Table, authority: Authority) -> int:
    """Where a run begins without words that are no part of a name: the first of a sentence, a country's."""
    while begin < end:
        word = table.common.match(text[begin:end])
        if more := nation(text[begin:end], authority) or (word.end() if word else 0):
            begin += more
        else:
            break
    return end if text[begin:end] in authority.countries else begin


_KNOWN = 1.2
"""What it says for a craft that the authority knows an ambiguous name as that: "a Dragon", where nothing tells which."""

_ONE_OF = re.compile(r"\b(?:an?|another|new|next|same|their|its|his|her) $")


class _Poll:
    """The votes for each form of a name, from all the places where it stands."""

    def __init__(self, text: str, table: Table, authority: Authority, sure: Sequence[Name]) -> None:
        self.text, self.table, self.authority = text, table, authority
        self.places: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self.votes: dict[str, Scores] = defaultdict(lambda: defaultdict(float))
        self.sure = {(n.begin, n.end): n.type for n in sure}
        self.surnames = {n.text.split()[-1] for n in sure if n.type == "Person"}
        self.stems = {_stem(n.text): n.type for n in sure if _stem(n.text) and n.type in ("Spacecraft", "Mission")}
        self.listed: set[str] = set()
        self.lands = {entry.label for entry in authority.countries.values()}
        self.head = text.find("\n")
        roles = [(b, e) for b, e, entries in authority.find(text) if entries[0].type == "Role"]
        self.roles = {b for b, _ in roles}, {e for _, e in roles}

    def add(self, begin: int, end: int, guess: str) -> None:
        """One mention votes; the model's guess and the look of the name count once."""
        surface = self.text[begin:end]
        votes = self.votes[surface]
        if surface not in self.places:
            for type_, weight in shape(surface, self.authority):
                votes[type_] += weight
            known = {entry.type for entry in self.authority.by_label.get(fold(surface), ())}
            if known == {"Spacecraft"} and _ONE_OF.search(self.text, max(0, begin - 9), begin):
                votes["Spacecraft"] += _KNOWN
        if guess and not any(t for _, _, t in self.places[surface]):
            votes[guess] += self.table.prior[guess]
        self.places[surface].append((begin, end, guess))
        for type_, weight in _context(self.text, begin, end, self.table):
            votes[type_] += weight
        if _two(surface) and self._by_role(begin, end):
            votes["Person"] += 2.5
        if _two(surface):
            votes["Person"] += self._by_country(begin)

    def _by_role(self, begin: int, end: int) -> bool:
        starts, ends = self.roles
        before = re.search(r",? $", self.text[:begin][-2:])
        after = re.match(
            r",? (?:(?:an?|the|its|his|her|their|[A-Z]\w+[’']s) )?(?:(?!who|is|was|and)[a-z]+(?:-[a-z]+)? )?|,? \(",
            self.text[end : end + 40],
        )
        return bool(before and begin - len(before.group()) in ends) or bool(
            after and after.group() not in ("", " ") and end + after.end() in starts
        )

    def _by_country(self, begin: int) -> float:
        """ "the Swede Ana Bastos", "fellow American Ana Bastos", "Sweden's Ana Bastos"."""
        word = re.search(
            r"((?:New |South |North |Costa |Sri )?[\w-]+)(,|[’']s)? $", self.text[max(0, begin - 24) : begin]
        )
        if word is None:
            return 0.0
        return 2.4 if word.group(1) in self.authority.countries else 1.6 if word.group(1) in self.lands else 0.0

    def best(self, surface: str) -> str:
        """The type that most speaks for, "" where nothing does."""
        return max(sorted(self.votes[surface]), key=lambda t: self.votes[surface][t], default="")

    def type(self, surface: str) -> str:
        """The type of a name, "" where not enough speaks for any."""
        guess = next((t for _, _, t in self.places[surface] if t), "")
        best, votes = self.best(surface), self.votes[surface]
        if best == "Payload" and fold(surface) in self.authority.surnames:
            return ""  # "the Thornton treadmill": who made it
        if guess:
            several = best == "Person" and re.search(r",| and |^(?!\w+ \w)", surface)
            stays = several or _THING.search(surface) or votes[best] < votes[guess] + self.table.lead
            return guess if stays else best
        return best if best and votes[best] >= self.table.enough and surface not in self.surnames else ""

    def lists(self) -> None:
        """ "Three payloads, ALPS, DUNE and Finch", "ASAN and PELICAN, two satellites": all of a list are what it is said to be."""
        ends = dict(self.spans)
        for begin in ends:
            listed = list(self._run(begin, ends))
            if len(listed) < 2:
                continue
            last = ends[listed[-1]]
            for type_, head, tail in self.table.lists:
                if head.search(self.text, max(0, begin - 90), begin) or tail.match(self.text, last):
                    for surface in {self.text[b : ends[b]] for b in listed} & self.places.keys():
                        self.votes[surface][type_] += 3.0

    def _run(self, begin: int, ends: dict[int, int]) -> Iterator[int]:
        """Where the names begin that stand one after the other in a list, from this one on."""
        while begin in ends:
            yield begin
            between = COMMA.match(self.text, ends[begin])
            begin = between.end() if between else -1

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where names stand, the sure ones too, in order."""
        return sorted([*self.sure, *((b, e) for places in self.places.values() for b, e, _ in places)])

    def neighbours(self, again: bool = False) -> None:
        """Whoever is listed with people is a person; a numbered name is of the type of its family."""
        typed = dict(self.sure)
        for surface, places in self.places.items():
            typed |= {(b, e): self.type(surface) for b, e, _ in places if self.type(surface)}
        people = {span for span, type_ in typed.items() if type_ == "Person"}
        surnames = "|".join(sorted({re.escape(self.text[b:e].split()[-1]) for b, e in people if " " in self.text[b:e]}))
        people |= {m.span() for m in re.finditer(rf"(?<![\w-])(?:{surnames or '(?!)'})(?![\w-])", self.text)}
        starts, ends = {b for b, _ in people}, {e for _, e in people}
        bore = {span for span, type_ in typed.items() if type_ == "Payload"}
        first, last = {b for b, _ in bore}, {e for _, e in bore}
        craft = {self.text[b:e] for (b, e), t in typed.items() if t == "Spacecraft"}
        for surface, places in self.places.items():
            fresh = _two(surface) and surface not in self.listed
            if fresh and any(beside(self.text, b, e, starts, ends) for b, e, _ in places):
                self.listed.add(surface)
                self.votes[surface]["Person"] += 2.4
            if not again and any(named_as(self.text, b, craft) for b, _, _ in places):
                self.votes[surface]["Spacecraft"] += 2.6
            if (
                not again
                and _LETTERS.fullmatch(surface)
                and any(beside(self.text, b, e, first, last) for b, e, _ in places)
            ):
                self.votes[surface]["Payload"] += 2.4
        if not again:
            self._families()

    def _families(self) -> None:
        """What speaks for one of a numbered family speaks for all: "Passage 2" and "Passage 3" are of one kind."""
        kin: dict[str, list[str]] = defaultdict(list)
        for surface in self.places:
            if stem := _stem(surface):
                kin[stem].append(surface)
        for stem, members in kin.items():
            shared = {t: sum(self.votes[m][t] - BY_NUMBER for m in members) for t in ("Spacecraft", "Mission")}
            for member in members:
                for type_, votes in shared.items():
                    self.votes[member][type_] = votes + BY_NUMBER
                if stem in self.stems:
                    self.votes[member][self.stems[stem]] += 2.0

    def named(self, surface: str) -> Iterator[Name]:
        """The names that a form gives; one that stands in the headline only needs the model's word."""
        type_, places = self.type(surface), self.places[surface]
        body = any(b > self.head for b, _, _ in places)
        for begin, end, guess in places:
            if type_ and (guess or body or _stem(surface)):
                source = "model" if type_ == guess else "cue"
                yield Name(begin, end, type_, surface, source, reason="" if guess == type_ else "what stands around it")


_LETTERS = re.compile(r"(?=(?:\w*[A-Z]){3})[A-Z]\w{2,8}(?:-[A-Z]{0,3}\d{0,2})?")
"""A name of letters, as instruments have."""
_STEM = re.compile(r"(.{3,}?|[A-Z](?=-))[ -]?(?:\d{1,2}|[IVX]{1,4})$")


def _stem(surface: str) -> str:
    match = _STEM.match(surface)
    return match.group(1) if match else ""


def _two(surface: str) -> bool:
    """Two to four words without figures, as people's names are."""
    return 2 <= len(surface.split()) <= 4 and not re.search(r"\d| (?:and|of|for|the) |[-‑][a-z]", surface)


def _context(text: str, begin: int, end: int, table: Table) -> Iterator[tuple[str, float]]:
    before, after = text[max(0, begin - 70) : begin], text[end : end + 90]
    line = before.rfind("\n")
    before = before[line + 1 :]
    after = after.split("\n", 1)[0]
    possible = table.screen.possible(words(before) | words(after))
    for bit, clue in table.clues:
        if bit & ~possible:
            continue
        if (
            (clue.before is None or clue.before.search(before))
            and (clue.after is None or clue.after.match(after))
            and (clue.name is None or clue.name.search(text, begin, end))
        ):
            yield from clue.votes
