"""What the form of a name alone says about its type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.authority import Authority, fold
from missiongraph.lexicon import SUFFIXES

__all__ = ["BY_NUMBER", "shape"]

BY_NUMBER = 1.4
"""What a number behind says, for a craft and for a mission."""

_SUFFIXED = {type_: re.compile(rf" (?:{suffix})$") for type_, suffix in SUFFIXES.items()}


def shape(surface: str, authority: Authority) -> Iterator[tuple[str, float]]:
    """What the name itself looks like: a given name before another word, a number behind."""
    words = surface.split()
    if 2 <= len(words) <= 4 and not re.search(r"\d", surface):
        if fold(words[0]) in authority.given_names:
            yield "Person", 2.0
    else:
        yield "Person", -2.0
    for type_, suffix in _SUFFIXED.items():
        if suffix.search(surface):
            yield type_, 3.0
    for pattern, votes in _LOOKS:
        if pattern.search(surface):
            yield from votes


_Votes = tuple[tuple[str, float], ...]
_LOOKS: tuple[tuple[re.Pattern[str], _Votes], ...] = (
    (re.compile(r"[A-Z]\w+ (?:space |orbital )?(?:station|outpost)$"), (("Station", 3.5),)),
    (re.compile(r"^[A-Z]{2,6}\d{1,3}[A-Z]?$"), (("Spacecraft", 1.0), ("Place", -2.0))),
    (
        re.compile(
            r"(?:^| )(?:Service|Press|News|Media|Relations|Affairs|Team|Board|Control|Operations|Training|Directorate|Trainer|Coach|Support|Flight|Space|Coordination|Exploration|Safety|Communications|Integration|Development|Payload|Sciences?|Technology|Engineering|Systems?)s?$"
        ),
        (("Person", -3.0),),
    ),
    (
        re.compile(
            r"^(?:MiG|Mi|Su|Tu|Il|Yak|An|L|F|F/A|A|AV|B|C|KC|KF|E|P|T|U|UH|AH|CH|SR|OV|RF|EA|TF)-?\d{1,3}[A-Z]{0,2}$"
        ),
        (("Spacecraft", -9.0), ("Mission", -9.0)),  # an aircraft
    ),
    (
        re.compile(
            r" (?:Orbital|Space|Thermal|Works|Astronautics|Aeronautics|Avionics|Lunar|Stellar|Capital|Biotech)$"
        ),
        (("Organization", 2.0), ("Person", -3.0)),
    ),
    (re.compile(r" (?:Program|Programme|Mission|Project|Expedition)(?: \d{1,2}| [IVX]{1,4})?$"), (("Mission", 3.0),)),
    (re.compile(r" (?:(?:Space|Ray) Telescope|Orbiter|Probe|Lander)$"), (("Spacecraft", 3.0),)),
    (
        re.compile(r"[ -](?:\d{1,2}|[IVX]{1,4})$"),
        (("Spacecraft", BY_NUMBER), ("Mission", BY_NUMBER), ("Person", -3.0)),
    ),
)
