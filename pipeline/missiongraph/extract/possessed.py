"""Names that begin or end with a body's own name: whose a site, a craft or a flight is, is no part of what it is called."""

from __future__ import annotations

import re
from dataclasses import replace

from missiongraph.extract.finders import Name

__all__ = ["around", "headless"]


def headless(name: Name, names: list[Name]) -> Name:
    """ "NASA Kestrel Space Center", "Acme Orbital's KO-1": the body at the head of a name is no part of it."""
    if name.source in ("suffix", "cue", "lead") and name.type in ("Mission", "Spacecraft"):
        owned = _OWNED.match(name.text)
        return replace(name, begin=name.begin + owned.end(), text=name.text[owned.end() :]) if owned else name
    if name.source != "suffix" or name.type != "Facility":
        return name
    heads = [n for n in names if n.source == "authority" and n.begin == name.begin and n.end < name.end]
    owner = max((n.end for n in heads if n.type in ("Agency", "Organization")), default=0)
    rest = name.text[owner + 1 - name.begin :] if owner else ""
    return replace(name, begin=owner + 1, text=rest) if rest.count(" ") > 1 else name


_OWNED = re.compile(r"[A-Z][\w -]*['’]s (?=[A-Z]{1,4}-?\d)")


def around(name: Name, names: list[Name]) -> bool:
    """A site whose last words are a body's name: "Kestrel Space Force Station" is no part of the Space Force."""
    return name.source == "suffix" and any(
        n.source == "authority" and name.begin < n.begin and n.end < name.end for n in names
    )
