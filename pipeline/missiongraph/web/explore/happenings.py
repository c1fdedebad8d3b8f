"""What happened, is planned or was called off: events, one for each happening however many releases tell it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...terms import EVENT_TYPES, SLOTS
from .portrait import Ref, Source, ref, source
from .wording import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...facts import Claim
    from .catalogue import Catalogue
    from .portrait import Said

__all__ = ["Happening", "happenings"]

_CORE = ("spacecraft", "mission", "participant", "fromPerson")
"""What tells which happening it is, the best first."""


@dataclass(slots=True)
class Happening:
    """An event with all who and what took part, and every sentence about it. `time` is "" where nobody gives one."""

    kind: str
    status: str
    time: str = ""
    slots: dict[str, dict[Ref, None]] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    @property
    def heading(self) -> tuple[Ref, ...]:
        """Whose it is: the craft, else the mission, else the people."""
        return next((tuple(self.slots[slot]) for slot in _CORE if slot in self.slots), ())

    @property
    def details(self) -> list[tuple[str, tuple[Ref, ...]]]:
        """All else that is known of it, a word for each part."""
        shown = next((slot for slot in _CORE if slot in self.slots), "")
        word = words()["slots"] | ({"place": "in"} if self.kind == "Landing" else {})
        rest = (slot for slot in SLOTS[self.kind] if slot in self.slots and slot not in (shown, "time"))
        return [(word[slot], tuple(self.slots[slot])) for slot in rest]

    @property
    def year(self) -> str:
        """The year, or "" where no time is given."""
        return self.time[:4]

    def fits(self, other: Happening) -> bool:
        """Whether the other tells the same: one kind, status and day, and a craft, mission or person in common."""
        if (self.kind, self.status) != (other.kind, other.status):
            return False
        short, long = sorted((self.time, other.time), key=len)
        if not long.startswith(short[:10] if len(long) > 9 else short):
            return False
        both = next((slot for slot in _CORE if slot in self.slots and slot in other.slots), None)
        return both is not None and bool(self.slots[both].keys() & other.slots[both].keys())

    def take(self, other: Happening) -> None:
        """Join what the other tells: the more exact time stands."""
        self.time = max(self.time, other.time, key=len)
        self.sources += other.sources
        for slot, refs in other.slots.items():
            self.slots.setdefault(slot, {}).update(refs)


def happenings(thing: str, said: Iterable[Said], known: Catalogue) -> list[Happening]:
    """The events that a thing takes part in, the latest first, those without a time last."""
    told = [event for release in said for event in _told(release, thing, known)]
    joined: list[Happening] = []
    # The most exact first: a vague one then joins it, not the other way round.
    for event in sorted(told, key=lambda event: -len(event.time)):
        same = next((other for other in joined if other.fits(event)), None)
        if same:
            same.take(event)
        else:
            joined.append(event)
    joined.sort(key=lambda event: (event.kind, event.heading and event.heading[0].text))
    return sorted(joined, key=lambda event: event.time, reverse=True)


def _told(release: Said, thing: str, known: Catalogue) -> Iterator[Happening]:
    parts: dict[str, list[Claim]] = defaultdict(list)
    for claim in release.claims:
        if release.classes.get(claim.subject) in EVENT_TYPES:
            parts[claim.subject].append(claim)
    for event, told in parts.items():
        if any(claim.object.value == thing for claim in told):
            yield _event(release.classes[event], told, release, known)


def _event(kind: str, told: list[Claim], release: Said, known: Catalogue) -> Happening:
    event = Happening(kind, told[0].status)
    for claim in told:
        if claim.predicate == "time":
            event.time = event.time or claim.object.value
        else:
            event.slots.setdefault(claim.predicate, {})[ref(claim.object.value, claim.predicate, known)] = None
    sentences = {(claim.begin, claim.end): source(release.edition, claim) for claim in told}
    event.sources = list(sentences.values())
    return event
