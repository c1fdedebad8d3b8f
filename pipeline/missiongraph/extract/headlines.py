"""Names in headlines, where every word has a capital: "Astronauts Test New Tools", "Ana Bastos Shares Her Story"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from missiongraph.extract.finders import Name

__all__ = ["read_down"]

_SEVERAL = re.compile(
    r"\b(?:Astronauts|Cosmonauts|Taikonauts|Crewmates|Crewmembers|Crew Members|Trainees|Spacewalkers) $"
)
_ANOTHER = re.compile(r"(?:[’']s?)?(?: \([^)\n]*\)|, [A-Z]\w*\.?(?=,))?(?:,|;| and\b| &)")


def read_down(text: str, names: Sequence[Name]) -> list[Name]:
    """The names without the verb and its object that the capitals of a headline hang on a person or make one of."""
    return [clean for name in names for clean in (_read(text, name) if _a_guess(name) else (name,))]


def _a_guess(name: Name) -> bool:
    return name.type == "Person" and not name.iri and " " in name.text


def _read(text: str, name: Name) -> Iterator[Name]:
    if _SEVERAL.search(text, max(0, name.begin - 16), name.begin) and not _ANOTHER.match(text, name.end):
        return  # "Astronauts Complete Final Suit Check": several are no single person
    yield _cut(text, name)


def _cut(text: str, name: Name) -> Name:
    """ "Nora Whitfield Shares": the name by which the text goes on to call her, without the verb of the headline."""
    words = name.text.split()
    line = text[text.rfind("\n", 0, name.begin) + 1 : (text + "\n").index("\n", name.end)]
    if len(words) < 3 or line.rstrip().endswith((".", "!", "?")) or text.count(name.text) > 1:
        return name
    for count in range(len(words) - 1, 1, -1):
        shorter = " ".join(words[:count])
        if len(re.findall(rf"(?<!\w){re.escape(shorter)}(?!\w)", text)) > 1 and text.startswith(shorter, name.begin):
            return replace(name, end=name.begin + len(shorter), text=shorter)
    return name
