"""Short forms that a release gives its names: "Meridian Space Station (MSS)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from missiongraph.extract.finders import Name
from missiongraph.extract.forms import places

__all__ = ["joined", "spelt_out"]

_SPELT = re.compile(r"(?<![\w-])([A-Z][A-Za-z]{1,9}(?:-\d{1,2})?) \((?:the )?([A-Z][^()\n;]{8,100})\)")
_MEASURES = re.compile(
    r"(?i)\b(?:spectr|polarimet|radiomet|magnetomet|photomet|seismo|altimet|gravimet|dosimet|interferomet|imag|camera|detector|telescope|microscope|instrument"
    r"|experiment|sensor|radar|lidar|laser|monitor|analy[sz]|counter|sounder|payload|reflector|furnace|package|antenna|receiver)"
)


def spelt_out(text: str, names: Sequence[Name]) -> list[Name]:
    """ "POLIX (Polarimeter Instrument in X-rays)": an instrument by what its letters stand for, which is no name beside it."""
    out = list(names)
    for match in _SPELT.finditer(text):
        short, long = match.groups()
        of_it = [n for n in out if n.begin < match.end() and match.start() < n.end]
        if (
            not _MEASURES.search(long)
            or not _drawn(short, long)
            or any(n.iri and n.begin < match.end(1) for n in of_it)
        ):
            continue
        out = [n for n in out if n not in of_it]
        whole = Name(
            match.start(), match.end(1), "Payload", short, "cue", reason="what its letters stand for", aliases=(long,)
        )
        out = _stands_for(text, short, whole, out)
    return sorted(out, key=lambda n: n.begin)


def _drawn(short: str, long: str) -> bool:
    """Whether the capitals of a short form stand in its long form in that order, the first at its head."""
    rest = iter(long.casefold())
    return short[0] == long[0] and all(letter in rest for letter in re.sub(r"[^A-Z]", "", short).casefold())


def joined(text: str, names: Sequence[Name]) -> list[Name]:
    """ "Meridian Space Station (MSS)", "Whimbrel Mission 3 (Ax-3)": what stands in brackets is the same thing."""
    out = list(names)
    for name in names:
        match = _BRACKETED.match(text, name.end)
        given = match.group(1) if match and _initials(name.text, match.group(1)) else ""
        heads = "".join(re.findall(r"\b[A-Z]", name.text)) if not name.iri and name.source == "suffix" else ""
        form = given or (heads if len(heads) > 2 else "")
        if not form or name.type == "Person":
            continue
        short = [n for n in out if n.text == form]
        if given and short and short[0].type == name.type and (short[0].iri or short[0].source == "family"):
            if not name.iri and name in out:
                out[out.index(name)] = replace(name, iri=short[0].iri, label=short[0].label, reason=short[0].reason)
        elif not any(n.iri for n in short) or (given and not name.iri):
            out = _stands_for(text, form, name, out)
    return sorted(out, key=lambda n: n.begin)


def _stands_for(text: str, form: str, name: Name, names: list[Name]) -> list[Name]:
    """The names, with every mention of a short form as the name that it stands for."""
    whole = replace(name, label=name.label or name.text, reason=name.reason or "the short form that it gives")
    spans = list(places(form, text))
    kept = [n for n in names if not any(n.begin < e and b < n.end for b, e in spans)]
    return [*kept, *(replace(whole, begin=b, end=e, text=form) for b, e in spans)]


_BRACKETED = re.compile(r" \(([A-Z][A-Za-z]{1,6}(?:-\d{1,3})?)\)")


def _initials(name: str, short: str) -> bool:
    """Whether a short form is made of the first letters of a name (numbers stand in both)."""
    words = re.findall(r"[^\W_]+", name)
    heads = "".join(w[0] for w in words if w[0].isupper())
    letters = re.sub(r"[^A-Za-z]", "", short)
    digits = re.findall(r"\d+", short)
    if digits and digits != re.findall(r"\d+", name):
        return False
    return letters.upper() in (heads, "".join(w[0] for w in words).upper()) or (bool(digits) and heads[:1] == short[0])
