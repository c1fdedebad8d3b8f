"""Lengths of time: "204 days", "six-month", "7 hours, 12 minutes", "six and a half hours" as ISO 8601."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from missiongraph.times.words import NUMBER, SPACE, number_of, within
from missiongraph.times.zones import ZONE_AFTER

__all__ = ["DurationSpan", "durations"]

_S = rf"(?:{SPACE}|-|‑|–)"
_LONG = r"years?|months?|weeks?|days?|hours?|minutes?|seconds?|hrs?\b\.?|mins?\b\.?|secs?\b\.?|yrs?\b\.?"
_HALF = rf"(?:{_S}+and{_S}+(?:a|one){_S}+half)"
_AMOUNT = rf"(?P<n>{NUMBER}|half{SPACE}+an?|half(?=-)|(?:an?|one){SPACE}+half|an?)(?P<plus>-plus|\+)?(?P<half>{_HALF})?"
_PART = rf"{re.sub('[?]P<[a-z]+>', '?:', _AMOUNT)}{_S}*(?:{_LONG})(?![a-z])"
_AND = rf"(?:{SPACE}*,?{SPACE}+and{SPACE}+|{SPACE}*,{SPACE}*|{SPACE}+|-and-|-)"
_SPELT = re.compile(rf"(?<![\w.,/$:-]){_PART}(?:{_AND}{_PART})*(?:{_HALF}(?!\w))?", re.I)
_ONE_PART = re.compile(rf"{_AMOUNT}{_S}*(?P<unit>{_LONG})", re.I)
_SHORT = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<d>\d+){SPACE}?d{SPACE}?)?(?P<h>\d{{1,3}}){SPACE}?h{SPACE}?(?P<m>[0-5]?\d){SPACE}?m(?:in)?"
    rf"(?:{SPACE}?(?P<s>[0-5]?\d){SPACE}?s)?\b"
)
_COLON = re.compile(
    rf"(?<![\w.,/:-])(?P<h>\d{{1,3}}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?:{SPACE}*(?:\(?h+:mm(?::ss)?\)?|hours?\b(?!{ZONE_AFTER}))|-hour\b)"
)
_LASTING = re.compile(
    rf"(?i:\b(?:lasted|lasting|duration(?:{SPACE}+of)?:?|clocked{SPACE}+at){SPACE}+)(?P<all>(?P<h>\d{{1,2}}):(?P<m>[0-5]\d))(?![\d:]|{SPACE}?[ap]\.?m)"
)
_WHOLE = re.compile(rf"(?<![\w-])(?P<unit>year|month|week|day|hour)s?{_S}?long\b", re.I)
_LENGTHY = re.compile(rf"(?<![\w-])half{_S}year\b", re.I)
_CHOICE = re.compile(
    rf"(?<![\w.,/$:-])(?:{NUMBER}{_S}+(?:to|or){_S}+(?=\d|[a-z])|\d+{SPACE}*[-–]{SPACE}*(?=\d))(?={_PART})", re.I
)
_LOOSE = re.compile(
    rf"(?i:(?:\b(?:about|nearly|more{SPACE}than|almost|some|over|up{SPACE}to|at{SPACE}least|around"
    rf"|roughly|under|less{SPACE}than|fewer{SPACE}than|close{SPACE}to|estimated|as{SPACE}(?:many|long|much|little){SPACE}as|well{SPACE}over"
    rf"|just{SPACE}(?:over|under|shy{SPACE}of)|a{SPACE}little{SPACE}(?:over|under)|circa|\b(?!(?:ran|runs|came|comes|amounted|stretched|lasted){SPACE})\w+{SPACE}+(?:to|or))|[~≈])"
    rf"{SPACE}*(?:(?:a|an|the|another|its|his|her|their|roughly|total{SPACE}of){SPACE}+)?)$"
)
_LOOSE_AFTER = re.compile(rf"(?i:{SPACE}+(?:or{SPACE}+(?:so|more|longer|less)|plus\b)|-plus\b|\+)")
_NOT_AFTER = re.compile(
    rf"(?i:{_S}+(?:later|ago|earlier|old\b|of{SPACE}age|away\b(?!{SPACE}+from{SPACE}+(?:Earth|home))|from{SPACE}(?:now|today)|hence|afterwards?|previously)"
    rf"|['’]{SPACE}time\b)"
)
_AWAY = re.compile(rf"{SPACE}+away\b")
_AFTER = re.compile(r"(?i:\b(?:after|following|for|spen[dt])) (?:[a-z]+ )?$")
""" "Home after 177 days away": a stay, not the time until something."""
_OFFSET_AFTER = re.compile(rf"(?i:{SPACE}+(?:after|before|prior{SPACE}to|into|behind|ahead|past)\b)")
_SPENT = re.compile(
    r"(?i:\b(?:spen[dt]\w*|for|last(?:ed|ing|s)?|stay\w*|total|after|living|worked|lived|of|logg\w+|accumulat\w+|aboard)"
    rf"{SPACE}+(?:\w+{SPACE}+){{0,3}})$"
)
_SINGLE_BEFORE = re.compile(
    rf"(?i:\b(?:for|spen[dt]\w*|after|nearly|almost|about|over|than|least|to|within|lasting|lasted|of|takes?|took|stay"
    rf"|another|last|planned|full|roughly|approximately|around|just|and|,){SPACE}*(?:for{SPACE}+)?(?:nearly{SPACE}+|about{SPACE}+|almost{SPACE}+)?)$"
)
_SINGLE_AFTER = re.compile(
    rf"(?i:{SPACE}+(?:in{SPACE}+(?:space|orbit)|aboard|mission|stay|spacewalk|long|trip|on{SPACE}+the))"
)
_SINGLE = re.compile(rf"(?i:an?|one){SPACE}+(?:year|month|week|day|hour|minute|second)$", re.I)
_TRIGGER = re.compile(r"(?:[Yy]ear|[Mm]onth|[Ww]eek|[Dd]ay|[Hh]our|hr|[Mm]in|[Ss]ec|yr)")
_UNITS = {"ye": "Y", "yr": "Y", "mo": "M", "we": "W", "da": "D", "ho": "H", "hr": "H", "mi": "m", "se": "S"}


@dataclass(frozen=True, slots=True)
class DurationSpan:
    """A length of time. `value` is ISO 8601 ("P204D", "PT6H51M"); `unit_text` the units as written."""

    begin: int
    end: int
    value: str
    approximate: bool
    unit_text: str


def _count(text: str) -> Fraction:
    text = text.lower()
    if "half" in text:
        return Fraction(1, 2)
    return Fraction(1) if text in ("a", "an") else number_of(text)


def _split(amount: Fraction, unit: str, sums: dict[str, Fraction]) -> bool:
    """Add an amount, half units in the next smaller ones; False where that rounds."""
    lower = {"Y": ("M", 12), "W": ("D", 7), "D": ("H", 24), "H": ("m", 60), "m": ("S", 60), "M": ("D", 30)}
    exact = True
    while amount.denominator != 1 and unit in lower:
        whole = amount.numerator // amount.denominator
        sums[unit] = sums.get(unit, Fraction(0)) + whole
        exact = exact and unit not in ("M", "W", "D")
        smaller, factor = lower[unit]
        amount, unit = (amount - whole) * factor, smaller
    sums[unit] = sums.get(unit, Fraction(0)) + amount
    return exact


def _iso(sums: dict[str, Fraction]) -> str | None:
    """The ISO 8601 form of the sums, weeks as days; None where nothing is left or a fraction remains."""
    days = sums.get("D", Fraction(0)) + 7 * sums.get("W", Fraction(0))
    values = {**sums, "D": days}
    if any(value.denominator != 1 for value in values.values()):
        return None
    day = "".join(f"{int(values[unit])}{unit}" for unit in ("Y", "M", "D") if values.get(unit))
    time = "".join(f"{int(values[unit])}{unit.upper()}" for unit in ("H", "m", "S") if values.get(unit))
    return f"P{day}" + (f"T{time}" if time else "") if day or time else None


def _spelt(found: re.Match[str]) -> tuple[str, bool, str] | None:
    """Value, exactness and unit words of "seven days, 21 hours and 40 minutes"."""
    sums: dict[str, Fraction] = {}
    units: list[str] = []
    exact = True
    for part in _ONE_PART.finditer(found[0]):
        amount = _count(part["n"]) + (Fraction(1, 2) if part["half"] else 0)
        code = _UNITS[part["unit"][:2].lower()]
        if code in sums:
            return None
        exact = _split(amount, code, sums) and exact and not part["plus"]
        units.append(part["unit"].lower())
    if re.search(r"half$", found[0], re.I) and units:
        exact = _split(Fraction(1, 2), _UNITS[units[-1][:2]], sums) and exact
    value = _iso(sums)
    return (value, exact, " ".join(units)) if value else None


def _clocked(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    names = (("d", "D"), ("h", "H"), ("m", "m"), ("s", "S"))
    return _iso({unit: Fraction(int(groups[name])) for name, unit in names if groups.get(name)})


def _refused(text: str, begin: int, end: int) -> bool:
    """Points in time, ages, rates and idle uses of "a day", which are no lengths."""
    before = text[max(0, begin - 50) : begin]
    if _NOT_AFTER.match(text, end) and not (_AWAY.match(text, end) and _AFTER.search(before)):
        return True
    if _OFFSET_AFTER.match(text, end) and not _SPENT.search(before):
        return True
    if re.search(rf"(?i:one){_S}second$|(?<![\w-])[a-z]+{SPACE}+second$", text[begin:end], re.I):
        return True
    single = _SINGLE.fullmatch(text[begin:end])
    return bool(single) and not (_SINGLE_BEFORE.search(before) or _SINGLE_AFTER.match(text, end))


def _loose(text: str, begin: int, end: int) -> bool:
    return bool(_LOOSE.search(text[max(0, begin - 40) : begin]) or _LOOSE_AFTER.match(text, end))


def durations(text: str, begin: int = 0, end: int | None = None) -> list[DurationSpan]:
    """All lengths of time in `text[begin:end]`, in order, with offsets into `text`; none gives []."""
    stop = len(text) if end is None else end
    found: list[DurationSpan] = []
    line = text[:stop]
    for match in within(line, _TRIGGER, (_SPELT,), back=40, ahead=40):
        read = _spelt(match) if match.start() >= begin else None
        if read and not _refused(text, match.start(), match.end()):
            loose = not read[1] or _loose(text, match.start(), match.end())
            loose = loose or bool(_CHOICE.match(text, match.start()))
            found.append(DurationSpan(match.start(), match.end(), read[0], loose, read[2]))
    for pattern in (_SHORT, _COLON, _LASTING):
        for match in pattern.finditer(text, begin, stop):
            group = "all" if "all" in pattern.groupindex else 0
            if value := _clocked(match):
                start, last = match.span(group)
                found.append(DurationSpan(start, last, value, _loose(text, start, last), "hours minutes"))
    for pattern, value in ((_WHOLE, ""), (_LENGTHY, "P6M")):
        for match in pattern.finditer(text, begin, stop):
            unit = match["unit"].lower() if not value else "year"
            code = {"year": "P1Y", "month": "P1M", "week": "P7D", "day": "P1D", "hour": "PT1H"}[unit]
            loose = _loose(text, match.start(), match.end())
            found.append(DurationSpan(match.start(), match.end(), value or code, loose, unit))
    return _apart(found)


def _apart(found: list[DurationSpan]) -> list[DurationSpan]:
    kept: list[DurationSpan] = []
    for span in sorted(found, key=lambda each: (each.begin, -each.end)):
        if not kept or span.begin >= kept[-1].end:
            kept.append(span)
    return kept
