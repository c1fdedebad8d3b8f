"""What the form of a name alone says about its type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.authority import Authority, fold
from missiongraph.lexicon import SUFFIXES

__all__ = ["shape"]

_SUFFIXED = {type_: re.compile(rf" (?:{suffix})$") for type_, suffix in SUFFIXES.items()}


def shape(surface: str, authority: Authority) -> Iterator[tuple[str, float]]:
    """What the name itself looks like: a given name before another word, a number behind."""
    words = surface.split()
    if 2 <= len(words) <= 4 and not re.search(r"\d", surface):
        if fold(words[0]) in authority.given_names:
            yield "Person", 2.0
    else:
        yield "Person", -2.0
    if re.search(r"[A-Z]\w+ (?:space |orbital )?(?:station|outpost)$", surface):
        yield "Station", 3.5
    for type_, suffix in _SUFFIXED.items():
        if suffix.search(surface):
            yield type_, 3.0
    if re.fullmatch(r"[A-Z]{2,6}\d{1,3}[A-Z]?", surface):
        yield "Spacecraft", 1.0
        yield "Place", -2.0
    if re.search(
        r"(?:^| )(?:Service|Press|News|Media|Relations|Affairs|Team|Board|Control|Operations|Training|Directorate|Trainer|Coach|Support|Flight|Space|Coordination|Exploration|Safety|Communications|Integration|Development|Payload|Sciences?|Technology|Engineering|Systems?)s?$",
        surface,
    ):
        yield "Person", -3.0
    if re.fullmatch(
        r"(?:MiG|Mi|Su|Tu|Il|Yak|An|L|F|F/A|A|AV|B|C|KC|E|P|T|U|UH|AH|CH|SR|OV|RF|EA|TF)-?\d{1,3}[A-Z]{0,2}", surface
    ):
        yield "Spacecraft", -9.0  # an aircraft
        yield "Mission", -9.0
    if re.search(
        r" (?:Orbital|Space|Thermal|Works|Astronautics|Aeronautics|Avionics|Lunar|Stellar|Capital|Biotech|Pharma|Media)$",
        surface,
    ):
        yield "Organization", 2.0
        yield "Person", -3.0
    if re.search(r" (?:Program|Programme|Mission|Project|Expedition)(?: \d{1,2}| [IVX]{1,4})?$", surface):
        yield "Mission", 3.0
    if re.search(r" (?:(?:Space|Ray) Telescope|Orbiter|Probe|Lander)$", surface):
        yield "Spacecraft", 3.0
    if re.search(r"[ -](?:\d{1,2}|[IVX]{1,4})$", surface):
        yield "Spacecraft", 1.4
        yield "Mission", 1.4
        yield "Person", -3.0
