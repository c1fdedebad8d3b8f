"""Who was chosen as what, by whom and when."""

from __future__ import annotations

from collections.abc import Iterator

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Event, Filler
from missiongraph.extract.patterns import Found, Rule, confidence, literal, matches
from missiongraph.model import Literal, Status

__all__ = ["find"]

_CHOSE = r"(?:selected|chosen|recruited|picked|named|accepted|chose|selects|joined)"
_AS = r"(?P<as>(?:NASA |ESA |Roscosmos )?(?:astronaut|cosmonaut|taikonaut)(?: candidates?| trainees?|s)?|gaganyatris?)"
_WHEN = r"(?:[^<;.]{0,40}?(?:in|on|this|since|,)?(?: the)? ?{when:TIME})?"
_WHO = r"{who:PERS}"

RULES = (
    Rule("body-chose-names", rf"{{by:ORG}}(?: today| yesterday| has| had| <T\d+>)* (?P<v>selected|chose|recruited|picked|selects|announced the selection of|has selected|named) {_WHO}(?: [^<;.]{{0,60}}?as (?:an? |its |the )?(?:<A\d+> )?(?:[a-z]+ )?{_AS})?(?: out of [^<;.]{{0,40}})?{_WHEN}", (), 0.92),
    Rule("name-chosen-by", rf"{_WHO},? (?:who )?(?P<v>(?:was|were|had been|has been|have been)) (?:[a-z]+ ){{0,2}}{_CHOSE} (?:to be |as |for )?(?:[^<;.]{{0,20}}?by (?:the )?{{by:ORG}} )?(?:[^<;.]{{0,20}}?(?:to be |as |for )(?:an? |the |its )?(?:<A\d+> )?(?:[a-z]+ )?{_AS})?(?: by (?:the )?{{by:ORG}})?{_WHEN}", (), 0.92),
    Rule("selected-as-fronted", rf"(?:^|[.;] )(?:[Ss]elected|[Cc]hosen|[Rr]ecruited|[Pp]icked) (?:as |to be |for )?(?:an? |the )?(?:<A\d+> )?(?:[a-z]+ )?{_AS}?(?: (?:by|from) (?:the )?{{by:ORG}})?{_WHEN}(?: by (?:the )?{{by:ORG}})?,? {{who:P}}(?!')", (), 0.92),
    Rule("before-persons-selection", rf"{{who:P}}'s selection as (?:an? )?(?:{{by:ORG}}{{S}}? )?{_AS}{_WHEN}", (), 0.92),
    Rule("before-being-selected", rf"[Bb]efore (?:being )?{_CHOSE} (?:as |to be )(?:an? )?(?:{{by:ORG}}{{S}}? )?{_AS}{_WHEN}, {{who:P}}", (), 0.92),
    Rule("body-chose-candidates", rf"{{when:TIME}},? (?:the )?(?:{{NAT}} )?(?:space agency )?{{by:ORG}} (?P<v>chose|selected|picked) (?:[a-z]+ ){{0,2}}{_AS}[^<]{{0,60}}; {{who:P}} was", (), 0.92),
    Rule("to-be-chosen-since-when", rf"since {{when:TIME}}, when {{by:ORG}} (?P<v>selected|chose|picked|recruited) {_WHO}", (), 0.92),
    Rule("joined-corps", rf"{_WHO} (?P<v>joined|entered) (?:the )?(?:{{by:ORG}}{{S}}? )?(?:{_AS} )(?:corps|class|group|team|detachment){_WHEN}", (), 0.92),
    Rule("selected-group", rf"{_WHO}, (?:both |all )?{_CHOSE} (?:as |to be )?(?:an? )?(?:{{by:ORG}}{{S}}? )?{_AS}?{_WHEN}(?=[,.])", (), 0.92),
)


def find(document: Document) -> Iterator[Event]:
    """Selection events. Being assigned to a flight is none of them."""
    for found in matches(RULES, document):
        event = _event(found)
        if event:
            yield event


def _event(found: Found) -> Event | None:
    groups = found.match.groupdict()
    said = groups.get("as")
    bodies = found.items("by", "AO")
    when = [i for i in found.items("when", "T") if i.time and i.time.value]
    if not said and found.rule.name not in ("body-chose-names", "to-be-chosen-since-when"):
        return None
    if not (said or when) or "named" in found.match.group() and not said:
        return None
    fillers = [*_people(found), *(Filler("selectedBy", e, found.sentence.index, found.rule.name, 0.92) for b in bodies for e in b.entities)]
    if not any(f.slot == "participant" for f in fillers):
        return None
    if said:
        fillers.append(Filler("selectedAs", Literal(_role(said)), found.sentence.index, found.rule.name, 0.92))
    fillers += [Filler("time", literal(t.time.value), found.sentence.index, found.rule.name, 0.9) for t in when[:1] if t.time]
    return Event("Selection", found.status or Status.OCCURRED, found.sentence.index, tuple(fillers))


def _people(found: Found) -> Iterator[Filler]:
    for item in found.items("who", "P"):
        for person in item.entities:
            yield Filler("participant", person, found.sentence.index, found.rule.name, confidence(0.92, item))


def _role(said: str) -> str:
    """"NASA astronauts" -> "astronaut"; "astronaut candidates" -> "astronaut candidate"."""
    words = [w for w in said.split() if not w.isupper() and w != "Roscosmos"]
    return " ".join(w.removesuffix("s") if i == len(words) - 1 else w for i, w in enumerate(words)).casefold()

