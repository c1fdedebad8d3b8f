"""Known words that are only a part of another name: "Castro-Webb", "Fort Nelson", "the capsule Morning Dawn"."""

from __future__ import annotations

import re

from missiongraph.authority import Authority, Entry, fold
from missiongraph.extract.scan import Scan
from missiongraph.lexicon import SUFFIXES

__all__ = ["FORT", "doubled", "inside_name", "is_part", "otherwise"]

_OTHER_HALF = re.compile(r"[A-ZÀ-Þ]\w+ [A-ZÀ-Þ]\w+-$")
_LONGER_PLACE = re.compile(r"(?<!\w)(?:Fort|Port|Mount|San|Santa|Baja|Saint|St\.) $")
_TOWN = re.compile(r" (?:City|Beach|Springs|Falls|Heights|County)\b")
_OWN_NAME = re.compile(r"(?<![\w-])([A-ZÀ-Þ][a-z]+) $")


def inside_name(text: str, begin: int, surface: str, authority: Authority) -> bool:
    """ "Ana Castro-Webb", "the spacecraft Morning Dawn … when Morning Dawn": a known word that is part of a longer name."""
    before = text[max(0, begin - 40) : begin]
    if _COMMITTEE.match(text, begin + len(surface)):
        return True
    if " " in surface:
        return False
    if _GROUND.match(text, begin + len(surface)):
        return True
    if _OTHER_HALF.search(before) or _LONGER_PLACE.search(before) or _TOWN.match(text, begin + len(surface)):
        return True
    first = _OWN_NAME.search(before)
    if first is None or fold(first.group(1)) in authority.by_label:
        return False
    whole = re.escape(f"{first.group(1)} {surface}")
    return re.search(rf"\b(?:spacecraft|capsule|spaceship|ship|lander|freighter|probe) {whole}\b", text) is not None


def doubled(text: str, end: int) -> bool:
    """Whether a second surname follows by a hyphen, which makes the known person another: "Karen Nyberg-Holt"."""
    return re.match(r"-[A-ZÀ-Þ][a-zà-ÿ]", text[end : end + 3]) is not None


_KIND = r"(?:stations?|outpost|spacecraft|capsule|spaceship|ship|freighter|lander|rover|module|rocket|craft|mission)"
_OF_A_KIND = re.compile(
    rf"(?<!ground )(?<!tracking )(?<!receiving )\b{_KIND}(?:,? (?:named|called|dubbed))?,? [“\"‘']?$"
)
_SURNAMED = re.compile(rf"\b{_KIND} [A-Z][a-z]+ $")


def is_part(text: str, begin: int, entry: Entry) -> bool:
    """Whether the word is a part of another name: "Castellanos-Webb", "Fort Saskatchewan", "President Kennedy"."""
    before = text[max(0, begin - 20) : begin]
    if entry.type in ("Facility", "Person", "Place") and _INSTRUMENT.match(text, begin):
        return True
    if entry.type == "Facility":
        return bool(_HEAD_OF_STATE.search(before))
    if entry.type in ("Spacecraft", "Payload", "Mission"):
        return bool(_BARRELLED.search(before))
    return entry.type == "Place" and bool(_HEADED.search(before))


def otherwise(text: str, begin: int, end: int, entry: Entry) -> bool:
    """Whether the release gives the name to another thing: "the space station Vesta", "the capsule Wayfarer Dawn"."""
    if " " in text[begin:end]:
        return False
    before = text[max(0, begin - 40) : begin]
    if entry.type == "Place":
        return "celestial" in entry.facts.get("placeKind", ()) and bool(_OF_A_KIND.search(before))
    return entry.type == "Spacecraft" and entry.ambiguous and bool(_SURNAMED.search(before))


_INSTRUMENT = re.compile(rf"[A-ZÀ-Þ]\w+ (?:[A-ZÀ-Þ][\w-]+ ){{0,4}}(?:{SUFFIXES['Payload']})(?!\w)")
""" "The Goddard High Resolution Spectrograph": the first word is neither a centre nor a person."""
_HEADED = re.compile(r"\b(?:Fort|Port|Saint|St\.|San|Santa|Bad|Nizhny|Veliky|Upper|Lower|Mount|Lake|Old) $")
FORT = Scan(
    re.compile(
        r"\b(?:(?:Fort|Port|Nizhny|Veliky|Upper|Lower|Mount|Lake) [A-Z][a-z]+(?:-[A-Z]?[a-z]+)*\b(?! [A-Z])"
        r"|(?:Mare|Lacus|Sinus|Oceanus|Palus|Mons|Montes|Vallis|Valles|Rima|Rimae|Rupes|Dorsum|Planitia|Promontorium|Statio|Fossae) [A-ZÀ-Þ][a-zà-ÿ]{2,}\b"
        r"|[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)? (?:Basin|Planitia|Planum|Patera|Mons|Montes|Vallis|Valles|Chasma|Rupes|Fossae|Regio)\b)"
    )
)
""" "Fort Nelson", and what maps of the Moon and the planets call their ground: "Lacus Mortis", "Utopia Planitia"."""
_GROUND = re.compile(r" (?:Basin|[Cc]raters?|Planitia|Planum|Patera|Mons|Montes|Vallis|Chasma|Rupes|Regio)\b")
_COMMITTEE = re.compile(r" (?:[A-Z]\w+ )?(?:Sub)?[Cc]ommittee on [A-Z]")
_HEAD_OF_STATE = re.compile(r"\b(?:President|Vice President|President-elect) $")
_BARRELLED = re.compile(r"\b(?!Apollo|Soyuz|Gemini|Salyut|Mir|Shuttle|NASA|ESA|Crew|Space)[A-Z][a-z]+-$")
