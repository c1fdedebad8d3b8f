"""Who was chosen with, or after, those whose choosing was just told: "B was in the same group", "C followed in 1967"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler, Value
from missiongraph.extract.patterns import literal
from missiongraph.extract.sentence import Sentence

__all__ = ["classmates"]

_GROUP_OF = r"(?:<P\d+>(?:,? whom <P\d+> [a-z]+)?(?:, and |,? and |, |$|(?=[ .;]))(?:an? [a-z]+ named )?)+"
_OWN = re.compile(r"specialist")
"""What one alone of a class was chosen as."""
_FOLLOWED = re.compile(
    rf"^(?P<who>(?:<R\d+> |[A-Z][a-z]+ )?{_GROUP_OF}) ?(?:were to follow|followed) (?:in|on) <T(?P<when>\d+)>"
    rf"(?:,? (?:and|then) (?P<who2>{_GROUP_OF}) ?(?:in|on) <T(?P<when2>\d+)>)?"
)
_SAME = re.compile(
    rf"^(?P<who>{_GROUP_OF}) ?(?:was|were) (?:also )?in (?:the|that) same (?:group|class|intake|selection)(?:, and so (?:was|were) (?P<who2>{_GROUP_OF}))?"
    rf"|^(?:Among|One of|With \w+ in) (?:the |those )?[^<;.]{{0,30}}\b(?:in|of) that (?:group|class|intake|selection)(?:[^<;.]|<[^P]\d+>){{0,40}}?(?:was|were),? (?P<who3>{_GROUP_OF})"
)


def classmates(event: Event, sentence: Sentence, document: Document) -> Iterator[Event]:
    """Those said to be of the group of somebody chosen: by the same body and as the same, then or later.

    "A was chosen in 1965. B and C followed in 1966 and D in 1967"; "B was in the same group"; "Among the nine in that class were B and C".
    """
    for behind in document.sentences[sentence.index + 1 : sentence.index + 3]:
        later, same = _FOLLOWED.match(behind.typed), _SAME.match(behind.typed)
        if later:
            for who, when in ((later["who"], later["when"]), (later["who2"], later["when2"])):
                if who and when:
                    time = behind.items[int(when)].time
                    yield _likewise(event, who, behind, literal(time.value) if time else None)
        elif same:
            times = [f.value for f in event.fillers if f.slot == "time"]
            told = " ".join(part for part in same.groups() if part)
            yield _likewise(event, told, behind, times[0] if times else None)
        else:
            continue
        return


def _likewise(event: Event, who: str, said: Sentence, time: Value | None) -> Event:
    """The choosing of further people, by whom and as what an event tells."""
    chosen = [said.items[int(n)] for n in re.findall(r"<P(\d+)>(?! [a-z]+(?:, | and ))", who)]
    told = [Filler("participant", p, said.index, "of-the-same-group", 0.85) for i in chosen for p in i.entities]
    told += [Filler("time", time, said.index, "of-the-same-group", 0.85)] if time is not None else []
    shared = ("selectedBy",) if any(_OWN.search(str(f.value)) for f in event.fillers) else ("selectedBy", "selectedAs")
    kept = tuple(f for f in event.fillers if f.slot in shared)
    return replace(event, sentence=said.index, fillers=(*told, *kept))
