"""The words that refer without a name: pronouns, groups of people, nominals of things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from missiongraph.extract.entities import Mention

__all__ = ["COMPANIONS", "GROUP", "IS_MADE", "IT", "MADE", "NUMBER", "SINGLE", "THING", "beside"]

NUMBER = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "both": 2,
    "pair": 2,
    "duo": 2,
    "trio": 3,
    "threesome": 3,
    "quartet": 4,
    "foursome": 4,
    "twosome": 2,
    "couple": 2,
    "2": 2,
    "3": 3,
    "4": 4,
    "5": 5,
    "6": 6,
    "7": 7,
}
_COUNT = r"(?P<n>(?i:two|three|four|five|six|seven|eight)|[2-8])(?:[- ](?:person|member|man|woman|strong))?"
_PEOPLE = (
    r"(?:astronauts?|cosmonauts?|taikonauts?|crew ?members?|crewmates?|crew|crewmen|men|women|flyers|fliers|travell?ers|people|spacefarers|explorers|"
    r"spacewalkers|colleagues|visitors|companions|space travellers|residents|pilots|members(?= of (?:the )?(?:[A-Z]|crew|mission|expedition|flight)))"
)
# What shows that a bare number ("the four") means people: it acts, or is told more of.
_ACTS = (
    r"(?=,? who\b| (?:will|would|should|could|are to|were to|had|have) (?!be(?:en)? (?:used|built|launched|added|tested|installed|attached|delivered|made)\b)(?:\w+ly )?[a-z]{3,}\b|, (?:all|along|accompanied|together)\b| (?:(?:now|later|first|finally|safely|also|then|all|will|would|could|may|can|must|should|did|"
    r"is|are|was|were|has|have|had) )*(?:been |be )?(?:left|went|flew|fly|took|take|made|make|came|come|began|begin|spent|spend|rode|ride|got|became|become|"
    r"wore|met|blasted|lifted|splashed|touched|boarded|entered|(?:ventur|exit|stepp|end|conclud|wrapp)ed|head(?:ed)?|arrived?|departed?|reached|returned?|completed?|conducted|performed|carried|trained?|training|"
    r"worked|lived?|travell?ed|travel|walked|joined?|opened|remained?|stay(?:ed)?|visit(?:ed)?|orbited|circled|strapped|donned|climbed|floated|headed|formed?|"
    r"comprised?|replaced?|relieved?|slept|launch(?:ed)?|land(?:ed)?|dock(?:ed)?|undock(?:ed)?|chosen|selected|named|picked|born|due|scheduled|set|expected|to|slated|"
    r"recruited|assigned|flown|ferried|whisked|recovered|greeted|welcomed|in good|aboard|swung|drove|ate|drank|fell|rose|saw|held|kept|stood|sat|put|ran|broke|gave|found|felt|sailed)\b"
    r"| [a-z]+ed (?:once|in|on|at|to|from|back|into|around|their|with|off|down|up|out|over|and|by|as|after|before|aboard|through|home|safely|the|an?|[A-Z]\w+)\b)"
)
_NUMBERED = r"[A-Z][A-Za-z]+(?:-| (?:[A-Z]{1,3}-)?)\d+\w?"
"""A flight known by its number: "Crew-2", "Soyuz MS-26", "Apollo 13"."""
_NO_CREW = r"(?! (?:news|media|briefing|interview|conference|arrival|photo|portrait|event|compartment|cabin|module|system|time|size|safety|health|escape|launch|member|mate|capsule|dragon|vehicle|quarters|ship|module|flight|rotation|handover|office|access|swap)s?\b)"
"""Behind a "crew" that only says what sort of thing follows: "crew quarters"."""
_SEATS = (
    *"join joins joined joining complete completes completed out up to for fill".split(),
    "member of",
    "members of",
    "part of",
)
_NO_SEAT = rf"(?:{''.join(f'(?<!{words} )' for words in _SEATS)}|(?![Tt]he (?:[\w-]+ )?crew (?:of|for|on|aboard) (?:the )?[A-Z]))"
"""Not behind "joined" or "named to": in "A and B join the crew of X", those of the crew are not A and B."""
GROUP = re.compile(
    rf" ?(?<![\w-])(?:(?:[Tt]he|[Aa]ll|[Ii]ts|[Tt]heir) )?(?P<n8>two|three|four|five|six|seven)(?= {_NUMBERED} (?:astronauts|cosmonauts|taikonauts|crew ?members|crewmates|crewmen|fl[iy]ers|travell?ers|men|spacefarers)\b)|"
    r"\b[Tt]he (?P<n6>two|three|four|five)(?= [A-Z][\w.]+ (?:astronauts|cosmonauts|crew|flyers))"
    r"|\b(?:[Tt]he|[Aa]n?|[Ii]ts) (?:[\w-]+ )?crew of (?P<n5>two|three|four|five|six|seven)\b"
    rf"|\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Aa]ll) (?P<n7>two|three|four|five|six|seven|eight){_ACTS}"
    rf"|(?<!another )(?<!other )(?<!more )(?<!next )(?<! or )(?<! or)(?<!groups of )(?<!groups of)(?<!teams of )(?<!teams of)(?<!crews of )(?<!crews of)\b(?:(?:[Tt]he|[Tt]hese|[Aa]ll|[Tt]heir|[Ii]ts|[Tt]hose|[Bb]oth)?(?: of)?(?: the)? ?(?:(?:new|same|international|private|departing|returning|visiting|other|all-\w+) )*{_COUNT}"
    rf"(?:[ -](?:(?!decades?\b|years?\b|months?\b|weeks?\b|days?\b|hours?\b|flights?\b|missions?\b|spacewalks?\b|EVAs?\b|the\b|their\b|(?:Jan|Febr)uary\b|March\b|April\b|May\b|June\b|July\b|August\b|(?:Septem|Octo|Novem|Decem)ber\b|with\b|of\b|by\b|and\b|from\b|for\b)\w+[ -]){{0,2}}?{_PEOPLE}\b|(?= (?:had|have|were|are|will|then|also|set|landed|undocked|docked|launched|returned|spent|flew)\b))"
    r"|\b[Aa]ll (?P<n2>two|three|four|five|six|seven)\b(?! (?:\w+ )?(?:missions|flights|spacewalks|docking|engines|stages|days))"
    r"|\b(?:[Tt]he(?: same)?|[Tt]his) (?P<n3>trio|duo|pair|quartet|threesome|foursome|couple)\b|(?<!who )(?<!whom )(?<!they )(?<!are )(?<!were )(?<!have )\b[Bb]oth(?P<n4>)\b(?= (?:men|women|astronauts|cosmonauts|of them|are|were|will|have|had|belong|arrived|launched|flew|landed|returned|went|came|lifted|blasted|splashed|docked|undocked|left|joined|trained|served|spent|made|took|began|completed|first|later|then|also|now|live|lived|work|worked|hold|held|say|said|rode|travell?ed|boarded|entered|walked|stepped|became|were)\b|,)(?: (?:men|women|astronauts|cosmonauts|of them))?"
    rf"|{_NO_SEAT}\b(?:[Tt]he|[Tt]hese)(?! (?:[Bb]ack-?up|[Rr]eserve|[Ss]upport|[Aa]lternate|[Ss]tand-?by)\b)(?: newly| just| recently)?(?: \w+(?:-\w+)*){{0,1}} (?P<crew>crew(?!-){_NO_CREW}|crew ?members|crewmates|astronauts|cosmonauts|taikonauts|spacewalkers|travell?ers|crewmen|spacefarers|comrades|visitors(?= (?:came|went|flew|left|returned|landed|undocked|departed|docked|spent|boarded|climbed|took|were (?:launched|welcomed)))|guests(?= (?:came|went|flew|left|returned|landed|undocked|departed|docked) (?:home|back|down|off|in|on|from)))\b)"
)
COMPANIONS = re.compile(
    r"\b(?P<whose>[Hh]is|[Hh]er|[Tt]heir) (?:(?P<count>two|three|four|five|six) |other |fellow |rookie |veteran |[A-Z]\w+ )*(?:companions|crewmates|crew-mates|crew ?members|co-travellers|comrades|teammates|colleagues|partners|fellow travellers)\b"
    r"(?! [A-Z]|,? (?:will be|are|were|include[sd]?)(?: the| fellow| rookie| veteran)*(?: [a-z]+)?(?: [a-z]+)? [A-Z])"
    r"|(?<= and )(?P<mate>his|her) (?:[A-Z]\w+ |fellow |rookie |veteran |more experienced )?(?:colleague|crewmate|crew-mate|companion|partner|teammate)\b(?!,? (?:the |an? )?(?:[a-z]+ )?[A-Z]| for| of)"
    r"|\b(?P<own>[Hh]is|[Hh]er) (?:two |three |four |five )?(?:own )?crew\b(?! [A-Z]|[- ]?mates?| of)"
    rf"|(?<=[’']s )(?:(?:two|three|four|five|six|seven)-(?:person|member|man|woman) )?(?:(?P<named>crew)\b(?! [A-Z]|[- ]?mates?| of| (?:aboard|on board|in orbit|there),){_NO_CREW}|crew ?mates\b(?! (?:in|on|aboard|for|during)\b))"
    r"|\b[Tt]he other (?P<size>two|three|four|five)\b(?! [a-z]+s\b(?!,)| [A-Z]| (?:are|were|will be) (?:[a-z-]+ ){0,2}[A-Z])"
)
SINGLE = re.compile(
    r"\b(?P<he>[Hh]e|[Hh]is|[Hh]im|[Hh]imself)\b|\b(?P<she>[Ss]he|[Hh]er|[Hh]ers|[Hh]erself)\b|\b(?P<they>[Tt]hey|[Tt]heir|[Tt]hem|[Tt]hemselves)\b"
)
_THINGS = {
    "Station": r"(?:[Tt]he )?(?:[Ss]pace [Ss]tation|orbiting (?:laboratory|lab|outpost|complex)|orbital (?:laboratory|lab|outpost|complex|station|research laboratory)|microgravity laboratory)(?! (?:[Pp]rogram|blog|research))"
    r"|[Tt]he (?:[Ss]tation|outpost|complex|orbiting lab)(?!\w)|(?:(?<=arrived )|(?<=been )|(?<=lived )|(?<=stayed )|(?<=working )|(?<=living ))there\b|(?:(?<=leave )|(?<=left )|(?<=leaving )|(?<=aboard )|(?<=reached )|(?<=reach ))it(?= (?:in|on|aboard|with|at)\b|[,.])|(?<=[ -])station(?=[’']s)|[Tt]he laboratory(?=[’']s (?:[A-Z]\w+ ){1,2}(?:module|airlock)\b)|(?:aboard|on|to|from) station\b",
    "Spacecraft": r"(?:(?:[Tt]he|[Tt]his|[Tt]hat|[Tt]he same) |(?<=[Tt]heir )|(?<=[Ii]ts )|(?<=[Hh]is )|(?<=[Hh]er ))(?:\w+-built |[\d.,]+-(?:tonne|ton|kg|kilogram|pound|metre|meter|foot) (?:\w+ )?|descent |return |crew |cargo |uncrewed |space |scorched |visiting |re-entry )?"
    r"(?:spacecraft|capsule|spaceship|ship|(?:descent|re-entry|return) (?:module|vehicle|craft)|freighter|craft|shuttle|lander|probe|satellite|telescope|orbiter|spaceplane|vessel)\b(?!s)(?! of (?:the )?[A-Z])"
    r"|(?<=[A-Z][’']s )(?:first|second|third|newest|latest|next|new) (?:[a-z-]+ ){0,4}(?:spacecraft|explorer|probe|orbiter|lander|satellite|observatory|space telescope)"
    r"(?= (?:is|has|was|left|lifted|launched|set|took|blasted|departed|began|arrived|reached|landed|touched)\b)",
    "Mission": r"(?:(?:[Tt]he|[Tt]his) |(?<=uring their )|(?<=uring his )|(?<=uring her )|(?<=hroughout their ))(?:(?:approximately|nearly|roughly|about|planned) )?(?:\w+-(?:\w+ |))?(?:crewed |crew |private |astronaut |test |space |current |upcoming |whole )*(?:mission|flight test|flight|expedition)\b(?! (?:deck|day|engineer|director|control|specialist|manager|operation|team|plan|readiness|surgeon|objective))",
    "Payload": r"(?:[Tt]he|[Tt]his) (?:instrument|camera|experiment|spectrometer|payload|detector|device|sensor|antenna|arm)"
    r"(?= (?:was|is|has been|had been|will be) (?:built|developed|made|designed|supplied|provided|manufactured)\b)",
    "Facility": r"\bthe same (?:(?:launch |space )?(?:site|pad|complex)|cosmodrome|spaceport|launch (?:cent(?:er|re)|base))\b(?! (?:as|where|that|which|in|of)\b)",
    "LaunchVehicle": r"(?:[Tt]he|[Ii]ts) (?:carrier |launch |heavy-lift )?(?:rocket|launcher|launch vehicle|booster)\b",
    "Module": r"(?:[Tt]he) (?:\w+ )?(?:module|laboratory module)\b",
    "Agency": r"(?:[Tt]he|[Oo]ur) (?:space )?agency\b(?! (?:officials|said))",
    "Organization": r"(?<!\bin )(?:[Tt]he) company\b",
}
THING = re.compile("|".join(rf"(?P<{t}>{p})" for t, p in _THINGS.items()))
MADE = ("Spacecraft", "Payload")
"""What "it was built by" may speak of: whichever was named last."""
_MAKE = r"built|developed|designed|made|manufactured|assembled|supplied|provided|constructed|put together|(?:sit|sits|sat|housed|installed|mounted) (?:in|on|inside|aboard)"
_BEEN = r" (?:(?:will|was|is|had|has|been|be|also|now|itself|jointly|originally|first) )*"
IS_MADE = re.compile(rf"{_BEEN}(?:{_MAKE})\b")
IT = re.compile(
    rf"(?=[Ii]t)(?:(?:(?<=^)|(?<=[.;!?”\"] )|(?<=\n))It(?={_BEEN}(?:{_MAKE})\b)|"
    r"(?:(?<=^)|(?<=[.;!?”\"] )|(?<=\n))It(?= (?:(?:will|is|was|has|then|also|due|set|scheduled|expected|planned) (?:to )?)*(?:spend|spent|stay|stayed|remain|remained|deliver|delivered) (?!to be seen|uncertain|unclear|the )\w)|"
    r"(?:(?<=^)|(?<=[.;!?”\"] )|(?<=, )|(?<=and )|(?<=\n))(?:[Ii]t|[Ii]ts)(?= (?:(?:will|was|is|had|has|been|be|then|also|later|now|first|next|maiden|crewed|uncrewed|test|orbital|planned|scheduled|own|due to|(?:scheduled|slated|expected|planned|targeted|set) to) )*"
    r"(?:docked|undocked|left (?:the|for|from|[A-Z])|launched|launch|landed|lifted|arrived|arrive|splashed|carried|carries|separated|berthed|return|landing|arrival|departure|dock|undock|lift|land|splash|touch|touched|scheduled|due|slated|(?:moved|shifted|transferred|relocated|switched|swung|flown) (?:there|over|across|from|to [^.;]{0,40}\bport)|(?:originally |initially |first )?(?:planned|targeted|set) for|depart)\b)|(?:(?<=launch )|(?<=launched )|(?<=carry )|(?<=carried )|(?<=send )|(?<=seized )|(?<=captured )|(?<=grappled )|(?<=caught ))it\b"
    r"|(?:(?<=off in )|(?<=fly in )|(?<=flew in )|(?<=ride in )|(?<=rode in )|(?<=return in )|(?<=returned in )|(?<=landed in )|(?<=home in )|(?<=back in )|(?<=down in )|(?<=up in ))it(?= (?:on|at|in|with|and)\b|[,.]))"
    r"|(?:(?<=dock )|(?<=docked )|(?<=moored )|(?<=berthed )|(?<=move )|(?<=moved )|(?<=shifted )|(?<=swung )|(?<=flew )|(?<=fly )|(?<=flown )|(?<=steered )|(?<=piloted )|(?<=guided ))"
    r"it(?= (?:(?:over|across|around|back|safely|manually) )?(?:from|to|at|onto)\b)"
)


_APPOSED = re.compile(
    r"(?:, (?:an?|the) (?:[^,;.:]|\.(?=\w|[- ][a-zA-Z]\.?|(?<=\w\.\w\.) )){3,60}?,? |, (?:who (?:is|was|will be) )?)(?:now |currently )?"
    r"(?:on|making|flying|in|wrapping up|beginning|completing|starting)(?: what (?:is|was|will be))? $"
)


def beside(match: re.Match[str], names: Sequence[Mention]) -> int | None:
    """ "Sato, on his second flight": the name that the phrase stands beside, whoever the sentence is about."""
    if match.group().casefold() not in ("his", "her"):
        return None
    lead = _APPOSED.search(match.string, 0, match.start())
    if lead is None or any(m.type == "Person" and lead.start() < m.begin < match.start() for m in names):
        return None
    return next((m.entities[0] for m in names if m.type == "Person" and m.end == lead.start()), None)
