"""What a release says a person is: member of a body, of a nationality, born somewhere, on which flight."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract.document import Document, Item
from missiongraph.extract.frames import Claim
from missiongraph.extract.patterns import Found, Rule, claims, confidence, matches
from missiongraph.model import Literal, Status

__all__ = ["find"]

_JOB = r"(?:engineers?|scientists?|employees?|managers?|officials?|executives?|instructors?|trainers?|physicians?|doctors?|flight surgeons?|flight controllers?|researchers?|specialists?|officers?|test pilots?|spokes\w+|veterans?|analysts?)"

MEMBER = (
    Rule("body-astronauts-names", r"{org:ORG}(?:{S})? (?:{NAT} )?{ASTROS},? (?:and (?!<P)(?:[\w-]+ ){0,3})?(?:{MISSION} )?(?:[a-z][\w-]* ){0,2}{who:PERS}", ("who memberOf org",), 0.97),
    Rule("body-astronaut-name", r"{org:ORG}(?:{S})? (?:{NAT} )?{ASTRO},? (?:and (?!<P)(?:[\w-]+ ){0,3})?(?:{MISSION} )?(?:[a-z][\w-]* ){0,2}{who:PER}", ("who memberOf org",), 0.97),
    Rule("body-astronaut-and-role", r"{org:ORG}(?:{S})? {ASTRO}(?:,| and) [^<.;]{0,40}(?:{MISSION}|{CRAFT})?[^<.;]{0,20}(?:{ROLE} ){who:PERS}", ("who memberOf org",), 0.93),
    Rule("body-role-name", r"{org:ORG}(?:{S})? (?:(?:deputy|former|acting|lead|chief|senior|associate|current|{MISSION}|{STATION}|{CRAFT}) )*{ROLE}s?,? {who:PERS}", ("who memberOf org",), 0.95),
    Rule("nat-body-astronaut", r"{NAT} {org:AGENCY} {ASTRO} {who:PER}", ("who memberOf org",), 0.96),
    Rule("body-job-name", rf"{{org:ORG}}(?:{{S}})? (?:[a-z]+ ){{0,2}}{_JOB},? {{who:PERS}}", ("who memberOf org",), 0.93),
    Rule("body-assigned-astronauts", r"{org:ORG} (?:has |have |had |today )?(?:assigned|named|chosen|picked|announced|introduced) {ASTRO} {who:PERS}", ("who memberOf org",), 0.85),
    Rule("bodys-name", r"{org:ORG}{S} {who:PERS}(?! \w+(?:'s)? (?:building|center|centre))", ("who memberOf org",), 0.92),
    Rule("names-of-body", r"(?<!astronaut )(?<!cosmonaut )(?<!Engineer )(?<!>'s ){who:TEAM},? (?:both |all |each |also |\w+ )?(?:of|from|with|at|representing) (?:the )?(?:{NAT} )?(?:space agency )?{org:ORG}(?!{S})(?! (?:{NAT} )?{ASTRO})(?! (?:mission|crew|program|Dragon|<R))", ("who memberOf org",), 0.94),
    Rule("names-paren-body", r"{who:P} \((?:the )?{org:ORG}(?:[,;] [^)]*)?\)", ("who memberOf org",), 0.93),
    Rule("names-comma-body", r"{who:P}, {org:ORG}(?: {ASTRO})?(?=[.;,]|$)", ("who memberOf org",), 0.85),
    Rule("names-body-astronauts", r"{who:PERS},? (?:both |all )(?:former |retired |veteran )?(?:{NAT} )?{org:ORG}{S}? {ASTROS}", ("who memberOf org",), 0.94),
    Rule("name-body-astronaut", r"{who:P},? (?:who (?:is|was) |is |was )?(?:now )?(?:also )?(?:an? |the )(?:former |retired |veteran |fellow )?(?:{NAT} )?{org:ORG}{S}? {ASTRO}(?!,? (?:and )?(?:{ROLE} |{NAT} )?<P)", ("who memberOf org",), 0.94),
    Rule("name-comma-body-astronaut", r"{who:P}, {org:ORG}{S}? {ASTRO}(?=[,.;)]|$)", ("who memberOf org",), 0.93),
    Rule("name-astronaut-of-body", r"{who:PERS}, (?:an? |the )?(?:{NAT} )?(?:\w+ )?{ASTRO} (?:of|from|with|for) (?:the )?{org:ORG}", ("who memberOf org",), 0.95),
    Rule("astronaut-of-body-name", r"{ASTRO} (?:of|from|with) (?:the )?{org:ORG},? {who:PERS}", ("who memberOf org",), 0.93),
    Rule("name-role-of-body", r"{who:P}(?: \([^)]*\))?,? (?:who (?:is|was) |is |was |now |and |then |the |an? |currently |)*(?:now |the |an? |)?(?:[a-z]+(?:-[a-z]+)? ){0,3}{ROLE}(?: (?:and|,) {ROLE})?,? (?:of|for|at|with|from|in) (?:the )?(?:[\w&,-]+ ){0,6}?(?:at |of |for )?(?:the )?{org:ORG}", ("who memberOf org",), 0.88),
    Rule("name-bodys-role", r"{who:P},? (?:who (?:is|was) (?:now )?|is |was |now |the |an? )*{org:ORG}{S}? (?:[\w&,-]+ ){0,4}{ROLE}", ("who memberOf org",), 0.93),
    Rule("attribution-role-body", r"{who:P}, (?:[^<.;]{0,60})?{ROLE}(?: and {ROLE})?(?:[^<;.]{0,40}<[XCFS]\d+>){0,2}[^<.;]{0,60}, {org:ORG}(?!{S})", ("who memberOf org",), 0.9),
    Rule("joined-body", r"{who:PERS} (?:joined|works? (?:for|at)|worked (?:as an? [a-z ]+ )?(?:for|at)|represents|represented|flies for|came back to|retired from|was hired by) (?:the )?(?:(?:astronaut|cosmonaut) (?:corps|group|detachment|team|office) (?:of|at) (?:the )?)?{org:ORG}", ("who memberOf org",), 0.9),
    Rule("name-who-represents", r"{who:P}, who (?:now )?(?:represents|flies for|works for|works at|leads|heads|joined|retired from) (?:the )?{org:ORG}", ("who memberOf org",), 0.93),
    Rule("job-at-body", r"{who:P}[^<.;]{0,80}(?:is|was|as) an? (?:[a-z]+ ){0,2}(?:engineer|scientist|physician|researcher|manager|technician|member) (?:at|for|with|of) (?:the )?{org:ORG}", ("who memberOf org",), 0.88),
    Rule("member-of-body", r"{who:P}[^<.;]{0,30}(?:member|veteran) of (?:the )?(?:{ORG}{S} )?{org:ORG}", ("who memberOf org",), 0.86),
)

_PEOPLE = r"(?:astronauts?|cosmonauts?|taikonauts?|crewmates?|crew ?members?|crewmen|colleagues?|companions?|singer|researcher|pilots?|businessman|businesswoman|millionaire|billionaire|entrepreneur|scientists?|doctor|physician|engineers?|tourists?|travell?ers?|test pilot|spaceflight participants?|comrades?|teammates?|counterparts?|men|women|candidates?|officer|actress|actor|director|flight engineers?|commander|journalist|physicist|air force \w+)"

_SEVERAL = r"(?:astronauts|cosmonauts|taikonauts|crewmates|crew ?members|crewmen|colleagues|companions|pilots|scientists|engineers|tourists|travell?ers|spaceflight participants|comrades|teammates|counterparts|men|women|candidates|flight engineers|<R\d+>s)"
_NATTED = r"{nat:NAT}(?:[- ](?:born|national))? (?:(?:ISS|station|Air Force|fellow|former|veteran|female|male|woman|first|private|new|{MISSION}|{ROLE}|{AGENCY}{S}?|{ORG}) ,?)*"
NATION = (
    Rule("nat-people-names", rf"{_NATTED}{_SEVERAL},? (?:{{ORG}} )?{{who:PERS}}", ("who nationality nat",), 0.96),
    Rule("nat-person-name", rf"{_NATTED}(?:{_PEOPLE},? (?:and [a-z]+ )?)(?:{{ORG}} )?{{who:PER}}", ("who nationality nat",), 0.96),
    Rule("nat-body-people", r"{nat:NAT} {AGENCY} {ASTRO} {who:PER}", ("who nationality nat",), 0.96),
    Rule("nat-role-names", r"{nat:NAT} (?:[a-z]+ )?{ROLE}s? {who:PER}", ("who nationality nat",), 0.93),
    Rule("nat-name", r"(?:^|[Tt]he |[Ff]ellow |and |with |was |by |, )(?:fellow )?{nat:NAT} {who:P}", ("who nationality nat",), 0.93),
    Rule("name-nat-noun", r"{who:P}, (?:an? |the |another |also an? |who is an? )(?:[a-z-]+ )?{nat:NAT}(?=,|;|\.| who| and| in)", ("who nationality nat",), 0.9),
    Rule("nats-listed", r"(?:an?|two|three|four|the|fellow) (?:[a-z]+ )?{nat:NAT}, {who:TEAM}(?=[,.;]| and)", ("who nationality nat",), 0.9),
    Rule("nat-colleague", rf"{{P}}'s {{nat:NAT}} {_PEOPLE},? {{who:PER}}", ("who nationality nat",), 0.95),
    Rule("country-name", r"{nat:COUNTRY}'s (?:own )?(?:{ASTRO} |{ROLE} )?{who:PER}", ("who nationality nat",), 0.9),
    Rule("names-of-country", r"{who:P}(?:, (?:also|both|all|who (?:is|was|comes|came|hails)|originally))? (?:of|from) {nat:COUNTRY}(?!'s)(?=[,.;:)]|$| (?:and|will|were|was|are|is|on|had|have|in|to|for|at|by|joined|who|launched|returned|landed|aboard)\b)", ("who nationality nat",), 0.92),
    Rule("name-paren-country", r"{who:P} \((?:{nat:COUNTRY}|{NAT})(?:[,;] [^)]*)?\)", ("who nationality nat",), 0.92),
    Rule("first-nat-in-role", r"{who:P}[^<;.]{0,60}(?:as |became |is |was |being )?the (?:[a-z]+ and )?(?:first|second|third|fourth|only|\w+th)(?:[- ]ever)? {nat:NAT}(?! (?:ever )?(?:spacewalk|spacecraft|mission|flight|crew|module|satellite|rocket|lander|space|laboratory|commercial))", ("who nationality nat",), 0.9),
    Rule("first-nat-apposed", r"{who:P}, (?:[^<;.]{0,40})?(?:the )?first (?:ever )?{nat:NAT}(?! (?:spacewalk|spacecraft|mission|flight|crew))", ("who nationality nat",), 0.9),
    Rule("the-nat-astronaut-apposed", r"{who:P}, the {nat:NAT} {ASTRO}", ("who nationality nat",), 0.95),
)

_BORN = r"(?:[Bb]orn|was born|were born)"
ORIGIN = (
    Rule("born-place", rf"{{who:P}}[^<.;]{{0,25}}(?:{_BORN}|hails|comes) (?:on {{TIME}} )?(?:and raised )?(?:in|at|near|from) (?:the (?:village|town|city) of )?{{where:PLACE}}", ("who birthPlace where",), 0.92),
    Rule("born-date-place", rf"{{who:P}}[^<.;]{{0,25}}{_BORN},? (?:on |in )?{{when:TIME}},? (?:in|at|near) (?:the (?:village|town|city) of )?{{where:PLACE}}", ("who birthPlace where", "who birthDate when"), 0.95),
    Rule("born-place-date", rf"{{who:P}}[^<.;]{{0,25}}{_BORN} (?:in|at|near) (?:the (?:village|town|city) of )?{{where:PLACE}}(?:, {{PLACE}})*,? (?:on |in )?{{when:TIME}}", ("who birthPlace where", "who birthDate when"), 0.95),
    Rule("born-date", rf"{{who:P}}[^<.;]{{0,25}}{_BORN} (?:on |in )?{{when:TIME}}", ("who birthDate when",), 0.94),
    Rule("born-then-name", rf"{_BORN} (?:in|near) (?:the (?:village|town|city) of )?{{where:PLACE}}(?:, {{PLACE}})*(?:,? (?:on |in )?{{when:TIME}})?,? {{who:P}}", ("who birthPlace where", "who birthDate when"), 0.94),
    Rule("born-on-then-name", rf"{_BORN} (?:on |in )?{{when:TIME}},? in {{where:PLACE}}(?:, {{PLACE}})*,? {{who:P}}", ("who birthPlace where", "who birthDate when"), 0.94),
    Rule("born-bracket", r"{who:P} \((?:born|b\.)(?: in| on)? {when:TIME}", ("who birthDate when",), 0.93),
    Rule("place-born", r"{where:PLACE}-born {who:P}", ("who birthPlace where",), 0.9),
    Rule("native-of", r"{who:P},? (?:who is |is |was )?an? (?:\w+ )?native of {where:PLACE}", ("who birthPlace where",), 0.88),
    Rule("a-native-of", r"[Aa] native (?:of|from) {where:PLACE}(?:, {PLACE})*, {who:P}", ("who birthPlace where",), 0.88),
    Rule("place-native", r"{who:P} is an? {where:PLACE}(?:, {PLACE},?)? native", ("who birthPlace where",), 0.85),
)

_ORDINAL = {w: i for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
_ORDINAL["maiden"] = 1
_NTH = rf"(?P<n>{'|'.join(_ORDINAL)})"
_FLIGHT = r"(?:(?:ever|and final|long-duration|six-month|space|orbital|career|<D\d+>) )*(?:spaceflight|space flight|flight|mission|trip(?: to (?:space|orbit))?|journey(?: (?:in|in)to (?:space|orbit))?|voyage|launch|space mission|stay in space|visit to space|time in (?:space|orbit))"
FLIGHT = (
    Rule("persons-nth-flight", rf"{{who:P}}'s {_NTH}(?: and final)? {_FLIGHT}(?! (?:to|on|aboard|for|in command)? ?(?:the )?(?:{{STATION}}|orbiting))", (), 0.93),
    Rule("nth-flight-for", rf"(?:[Tt]he |an? |their |his |her )?{_NTH} {_FLIGHT}(?: to [^<;.,]{{0,20}}| into [^<;.,]{{0,20}}| in space)? (?:for|by|of) {{who:PERS}}", (), 0.95),
    Rule("nth-for", rf"(?:{_FLIGHT}|<X\d+>)[^;.]{{0,50}}(?:,| and|[Ff]or) the {_NTH} for (?:each of )?{{who:PERS}}", (), 0.93),
    Rule("for-it-was-nth", rf"[Ff]or {{who:PERS}},? (?:who [^,]{{0,60}}, )?(?:this|it|that) (?:is|was|will be|marks|marked|would be)(?: also)?(?: the| a| an| his| her| their)? {_NTH}(?:[.,;]| {_FLIGHT}| (?:one|visit|time))", (), 0.93),
    Rule("on-nth-flight", rf"{{who:PERS}},? (?:[^<;.]{{0,30}})?(?:on|making|makes|made|is making|completing|completed|for|both on|all on|was on|were on|are on|is on|flying|flew|begins?|began|embark\w* on) (?:<P\d+>'s |the |his |her |their |what (?:is|was) <P\d+>'s )?{_NTH} {_FLIGHT}", (), 0.94),
    Rule("flight-nth-apposed", rf"{_FLIGHT}, {{who:P}}'s {_NTH}(?=[.,;]|$| and the)", (), 0.93),
    Rule("flight-will-be-nth", rf"(?:[Tt]he (?:flight|mission|journey|trip)|{{MISSION}}|[Tt]his|[Ii]t) (?:is|was|will be|would be|marks) {{who:PERS}}'s {_NTH}(?=[.,;]|$| and| {_FLIGHT})", (), 0.94),
    Rule("for-the-nth-time", rf"{{who:P}} [^<;.]{{0,60}}(?:fl(?:ew|y|ies|ying)|launch\w*|(?:in|in)to space|to orbit|travel\w*)[^<;.]{{0,40}} for (?:the|a) {_NTH} time", (), 0.9),
    Rule("who-flight-nth", rf"{{who:P}}, (?:who (?:is|was) )?on (?:his|her|their|<P\d+>'s) {_NTH} {_FLIGHT}", (), 0.94),
    Rule("name-nth-flight-was", rf"(?:[Tt]his|[Ii]t) (?:is|was|will be|marks|marked)(?: also)? {{who:PERS}}'s {_NTH} {_FLIGHT}", (), 0.95),
)
FIRST = (
    Rule("first-time-flier", r"{who:PERS},? (?:both |all |each )?(?:is |was |are |were |as |who is |who are )?(?:both |all |an? |two |three )*(?:(?i:first-time) (?:flyers?|fliers?|astronauts?|space travell?ers?)|rookies?|space rookies?|newcomers? to space)", (), 0.93),
    Rule("first-time-flier-name", r"(?:(?i:first-time) (?:flyers?|fliers?|space fliers?|space flyers?)|rookies?(?: astronauts?| cosmonauts?)?),? {who:PERS}", (), 0.93),
    Rule("never-flown", r"{who:P},? who had never (?:flown|been) (?:in|to|into) space", (), 0.92),
)


def find(document: Document) -> Iterator[Claim]:
    """Claims about people: memberOf, nationality, birthPlace, birthDate, flightNumber."""
    yield from claims(MEMBER, document)
    yield from _nationalities(document)
    yield from claims(ORIGIN, document)
    yield from _spoken_of(document)
    yield from _natives(document)
    for found in matches(FLIGHT, document):
        yield from _flights(found, _ORDINAL[found.match.group("n")], document)
    for found in matches(FIRST, document):
        yield from _flights(found, 1, document)


def _nationalities(document: Document) -> Iterator[Claim]:
    for found in matches(NATION, document):
        for nation in found.items("nat"):
            country = _country(nation, document)
            for who in found.items("who"):
                for person in who.entities if country is not None else ():
                    yield Claim(person, "nationality", country or 0, found.sentence.index, found.rule.name, confidence(found.rule.confidence, who))


def _spoken_of(document: Document) -> Iterator[Claim]:
    """"The Dane": calling somebody by a nationality says it."""
    for sentence in document.sentences:
        for item in sentence.of("P"):
            words = document.doc.text[item.begin : item.end].split(" ", 1)
            if item.mention and item.mention.kind == "nominal" and len(words) == 2 and (entry := document.authority.countries.get(words[1])):
                country = next((e.index for e in document.entities if e.iri == entry.iri), None)
                if country is not None:
                    yield Claim(item.entities[0], "nationality", country, sentence.index, "called-by-nationality", 0.9)


_NATIVE = re.compile(r"^<L(\d+)>(?:, <L\d+>)*,? native\b")


def _natives(document: Document) -> Iterator[Claim]:
    """"The Houston, Texas, native holds …": of the person spoken of before."""
    for sentence in document.sentences[1:]:
        match = _NATIVE.match(sentence.typed)
        before = [m for m in document.mentions if m.type == "Person" and len(m.entities) == 1 and m.begin < sentence.begin]
        if match and before:
            yield Claim(before[-1].entities[0], "birthPlace", sentence.items[int(match.group(1))].entities[0], sentence.index, "place-native-holds", 0.82)


def _country(item: Item, document: Document) -> int | None:
    """The entity index of a country word or of a place that is a country."""
    if item.country is not None:
        return item.country
    entity = document.entity(item.entities[0])
    entry = document.authority.entries.get(entity.iri or "")
    return entity.index if entry and "country" in entry.facts.get("placeKind", ()) else None


_AHEAD = re.compile(r"\b(?:will|would be|is to|are to|upcoming|plans?|scheduled)\b")


def _flights(found: Found, number: int, document: Document) -> Iterator[Claim]:
    """flightNumber, planned where the sentence looks ahead."""
    typed = found.sentence.typed
    state = Status.PLANNED if _AHEAD.search(typed[: found.match.end()]) or re.search(r"\bwill be\b", typed) else Status.OCCURRED
    for who in found.items("who"):
        for person in who.entities:
            yield Claim(person, "flightNumber", Literal(str(number), "integer"), found.sentence.index, found.rule.name,
                        confidence(found.rule.confidence, who), state)
