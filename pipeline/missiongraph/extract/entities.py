"""From names to entities: which names of one release mean the same thing, and which form is the fullest.

A person is registered by a full name; surnames, first names and initials then refer to it. A craft,
mission or station is registered by its label; its bare family name ("Dragon", "the Soyuz") refers to
the one craft of that family in the release.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from missiongraph.authority import Authority, fold
from missiongraph.extract.christened import christened, nearest, specific
from missiongraph.extract.finders import Name
from missiongraph.extract.forms import Taken, places

__all__ = ["Entity", "Mention", "group"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of one release. `name` is the fullest form said; `label` and `iri` are set where known by rule."""

    index: int
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    iri: str | None = None
    label: str | None = None
    reason: str = ""
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters that refer to one entity, or to several (a crew, "Expedition 71/72").

    `kind`: name, short (part of a name), nominal ("the capsule"), pronoun, group.
    """

    begin: int
    end: int
    type: str
    entities: tuple[int, ...]
    kind: str = "name"


def group(text: str, names: list[Name], authority: Authority) -> tuple[list[Entity], list[Mention]]:
    """Entities and the mentions that name them, in order of first mention."""
    registry = _Registry(authority)
    placed: list[tuple[Name, tuple[int, ...]]] = []
    for name in sorted(names, key=lambda n: (n.type == "Person" and " " not in n.text, n.begin)):
        placed.append((name, registry.place(name)))
    mentions = [Mention(n.begin, n.end, n.type, found) for n, found in placed if found]
    mentions += _bare(text, registry, mentions)
    mentions.sort(key=lambda m: m.begin)
    mentions = christened(registry.entities, registry.craft_of, mentions, text)
    return registry.entities, specific(registry.entities, mentions, text, registry.craft_of)


class _Registry:
    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self.entities: list[Entity] = []
        self.craft_of: dict[int, str] = {}
        """The family of a craft that is named by its own name only ("Endurance")."""
        self._index: dict[tuple[str, str], int] = {}

    def place(self, name: Name) -> tuple[int, ...]:
        """The entity of a name, made if new; none for a lone word that no full name explains."""
        if name.type == "Person":
            found = self._person(name)
            return () if found is None else (found,)
        return (self._thing(name),)

    def _thing(self, name: Name) -> int:
        keys = [(name.type, name.iri or ""), (name.type, fold(name.label or name.text)), (name.type, fold(name.text))]
        index = next((self._index[k] for k in keys if k[1] and k in self._index), None)
        if index is None:
            index = self._add(name)
        self._alias(index, name.text)
        for key in keys:
            self._index.setdefault(key, index)
        return index

    def _add(self, name: Name) -> int:
        said = name.label if name.text.isdigit() and name.label else name.text
        entity = Entity(len(self.entities), name.type, said, name.aliases, name.iri, name.label, name.reason)
        if name.iri and (entry := self.authority.entries.get(name.iri)):
            entity = replace(entity, gender=next(iter(entry.facts.get("gender", ())), None))
        self.entities.append(entity)
        return entity.index

    def _alias(self, index: int, form: str) -> None:
        entity = self.entities[index]
        if form == entity.name or form in entity.aliases or form.isdigit():
            return
        fuller = entity.type == "Person" and len(form.split()) > len(entity.name.split())
        name, other = (form, entity.name) if fuller else (entity.name, form)
        self.entities[index] = replace(entity, name=name, aliases=(*(a for a in entity.aliases if a != name), other))

    def _person(self, name: Name) -> int | None:
        words = fold(name.text).split()
        if len(words) == 1:
            return self._lone(name, words[0])
        for entity in self.people():
            if (name.iri and name.iri == entity.iri) or any(
                _same(words, fold(form).split()) for form in (entity.name, *entity.aliases)
            ):
                self._alias(entity.index, name.text)
                if name.iri and not entity.iri:
                    self.entities[entity.index] = replace(
                        self.entities[entity.index], iri=name.iri, label=name.label, reason=name.reason
                    )
                return entity.index
        return self._add(name)

    def _lone(self, name: Name, word: str) -> int | None:
        found = [e for e in self.people() if word in _short_forms(e)]
        if found:
            return found[-1].index if len(found) == 1 else None
        known = self.authority.surnames.get(word, [])
        if len(known) == 1 and name.text[1:].islower():
            return self._add(
                replace(name, iri=known[0].iri, label=known[0].label, reason="the only surname of that form")
            )
        return None

    def people(self) -> Iterator[Entity]:
        return (e for e in self.entities if e.type == "Person")


def _same(a: list[str], b: list[str]) -> bool:
    """Whether two full names mean one person: same words in any order, or same surname and agreeing first names."""
    if sorted(a) == sorted(b):
        return True
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-1] or _told_apart(a[1:-1], b[1:-1]):
        return False
    return (
        a[0] == b[0]
        or ((len(a[0]) == 1 or len(b[0]) == 1) and a[0][0] == b[0][0])
        or set(a[:-1]) <= set(b[:-1])
        or set(b[:-1]) <= set(a[:-1])
        or _nick(a[0], b[0])
    )


def _told_apart(a: list[str], b: list[str]) -> bool:
    """Whether two middle names tell namesakes apart: "Gregory C. Johnson" and "Gregory H. Johnson"."""
    return len(a) == len(b) == 1 and len(a[0]) == len(b[0]) == 1 and a != b


def _nick(a: str, b: str) -> bool:
    """Mike and Michael, Alex and Alexander: a short form shares its first letters with the long one."""
    short, long = sorted((a, b), key=len)
    return (len(short) >= 3 and long.startswith(short)) or (short[:3], long[:3]) in _NICKS


_NICKS = {
    ("tom", "tho"),
    ("bob", "rob"),
    ("bil", "wil"),
    ("jim", "jam"),
    ("mik", "mic"),
    ("ric", "dic"),
    ("jac", "joh"),
    ("sun", "sun"),
    ("kat", "kat"),
    ("tim", "tim"),
    ("ale", "ale"),
    ("ser", "ser"),
    ("yur", "yur"),
    ("chr", "chr"),
    ("bar", "but"),
    ("joe", "jos"),
    ("gen", "eug"),
    ("buz", "edw"),
    ("deke", "don"),
}

_PARTICLES = frozenset("de da van von der bin al ibn del di la le el".split())


def _short_forms(entity: Entity) -> frozenset[str]:
    """Folded words that may stand for the person alone: surnames (compound too) and first names."""
    out: set[str] = set()
    for form in (entity.name, *entity.aliases):
        folded = [fold(w) for w in form.split() if not re.fullmatch(r"[A-Z]\.?|Jr\.?|I{2,3}", w)]
        if len(folded) >= 2:
            out |= {folded[0], folded[-1]}
            for cut in range(1, len(folded) - 1):
                out.add(" ".join(folded[cut:]))
    return frozenset(out - _PARTICLES)


def _bare(text: str, registry: _Registry, taken: Iterable[Mention]) -> list[Mention]:
    """Every later bare surname or first name of a person that stands outside other names."""
    spans = Taken(len(text), ((m.begin, m.end) for m in taken))
    people = list(registry.people())
    forms: dict[str, list[Entity]] = defaultdict(list)
    relatives = _relatives(text, taken)
    for entity in people:
        for form in _surfaces(entity):
            forms[form].append(entity)
    for form, namesakes in forms.items():
        forms[form] = [e for e in namesakes if e.index not in relatives] or namesakes
    out: list[Mention] = []
    for form in sorted(forms, key=len, reverse=True):
        for span in places(form, text):
            if not spans.free(*span):
                continue
            best = nearest(forms[form], span[0], [*taken, *out])
            if best is not None:
                out.append(Mention(*span, "Person", (best,), "short"))
                spans.take(*span)
    shouted = {form.upper(): namesakes for form, namesakes in forms.items() if len(namesakes) == 1}
    for match in _LABEL.finditer(text):
        if match.group() in shouted and spans.free(*match.span()):
            out.append(Mention(*match.span(), "Person", (shouted[match.group()][0].index,), "short"))
    return out


_LABEL = re.compile(r"(?m)^[A-ZÀ-Þ][A-ZÀ-Þ’'-]{2,}(?=:)")
"""A surname that heads a line of a list: "OVERMYER: born …"."""

_KIN = re.compile(
    r"(?i)\b(?:married(?: to)?|(?:wife|husband|widow|widower|spouse|mother|father|parents|brother|sister|son|daughter|uncle|aunt|cousin"
    r"|grandfather|grandmother|grandson|granddaughter|nephew|niece|twin|fianc\w+|ex-(?:wife|husband))s?(?: of)?),? (?:(?:the|is|was|Dr|Mr|Mrs|Ms)\.? )*$"
)


def _relatives(text: str, mentions: Iterable[Mention]) -> frozenset[int]:
    """Whoever is named first as somebody's husband, mother …: by the surname alone a release means the other."""
    first: dict[int, Mention] = {}
    for mention in mentions:
        if mention.type == "Person":
            first.setdefault(mention.entities[0], mention)
    return frozenset(p for p, m in first.items() if _KIN.search(text[max(0, m.begin - 40) : m.begin]))


def _surfaces(entity: Entity) -> set[str]:
    out: set[str] = set()
    for form in (entity.name, *entity.aliases):
        words = [w for w in form.split() if not re.fullmatch(r"[A-Z]\.?|Jr\.?|I{2,3}", w)]
        shouted = words[-1:] if form.isupper() else [w for w in words if w.isupper() and len(w) > 2]
        out |= {w.capitalize() for w in shouted if len(words) > 1}  # "MUKAI Chiaki" is Mukai further on
        if len(words) >= 2:
            out |= {words[0], words[-1], *(" ".join(words[i:]) for i in range(1, len(words) - 1))}
    return {w for w in out if len(w) > 1 and fold(w) not in _PARTICLES}
