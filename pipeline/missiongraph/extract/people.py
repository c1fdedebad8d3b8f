"""What a release says a person is: member of a body, of a nationality, born somewhere, on which flight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from missiongraph.extract import untried
from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Value
from missiongraph.extract.patterns import Found, claims, confidence, load, matches, values
from missiongraph.extract.planning import SET
from missiongraph.extract.roles import signatures
from missiongraph.extract.sentence import Item, Sentence
from missiongraph.model import Literal, Status

__all__ = ["country_of", "find"]


_ORDINAL = {w: i for i, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
_ORDINAL |= {"maiden": 1, "1st": 1, "2nd": 2, "3rd": 3} | {f"{n}th": n for n in range(4, 10)}


def find(document: Document) -> Iterator[Claim]:
    """Claims about people: memberOf, nationality, birthPlace, birthDate, flightNumber."""
    members = [*claims(load("people")["member"], document)]
    listed = [*_listed(document, members)]
    own = {(c.sentence, c.subject): c.object for c in listed}
    for claim in members:
        another = own.get((claim.sentence, claim.subject), claim.object) != claim.object
        if another and claim.rule == "body-astronauts-names":
            continue  # "NASA astronauts A and B, as well as C of JAXA"
        if claim.rule not in ("names-comma-body", "attribution-role-body") or not _serves(claim.object, document):
            yield claim
    yield from listed
    for person, _, body, index in signatures(document):
        yield Claim(person, "memberOf", body, index, "signature", 0.92)
    yield from _nationalities(document)
    yield from claims(load("people")["origin"], document)
    yield from _born(document)
    yield from _headed_birth(document)
    yield from _spoken_of(document)
    yield from _natives(document)
    for found in matches(load("people")["flight"], document):
        if number := _ORDINAL.get(found.match.group("n")):  # "1th" is none
            yield from _flights(found, number, document)
    for found in matches(load("people")["first"], document):
        yield from _flights(found, 1, document)
    yield from untried.find(document)


_HEADED = re.compile(r"<[AO]\d+>(?:'s)? (?:[a-z]+ )?(?:astronauts?|cosmonauts?|<R\d+>s?) [^;.]*$")


def _mixed(who: Sequence[Item], sentence: Sentence) -> bool:
    """Whether each of a list has an office or nation of his own: "A, Dutchman B and C of BODY", "A, pilot B and C of BODY"."""
    first, last = (sentence.items.index(item) for item in (who[0], who[-1]))
    before, _, rest = sentence.typed.partition(f"<P{first}>")
    inside = rest.partition(f"<P{last}>")[0] + "<P"
    marked = _MARK.search(inside) is not None or _GOES_ON.search(before) is not None
    return marked and (len(who) > 2 or not _MARK.search(before[-7:] + "<P"))


_MARK = re.compile(r"<[RNA]\d+>s? <P")
_GOES_ON = re.compile(r"<P\d+>, (?:<R\d+>s? )$")


def _listed(document: Document, members: Sequence[Claim]) -> Iterator[Claim]:
    """ "A and B of BODY": both, unless the list began with a body of its own ("NASA astronauts A and B of JAXA").

    Nor those before the last whom another sentence, or the authority, gives another agency.
    """
    others = {c.subject: c.object for c in members if _agency(c.object, document)}
    for found in matches(load("people")["shared"], document):
        who = found.items("who", "P")
        before = found.view.typed[: found.match.start()]
        for item in who[-1:] if _HEADED.search(before) or (len(who) > 1 and _mixed(who, found.sentence)) else who:
            for person, body in product(item.entities, found.items("org")):
                if item is not who[-1] and others.get(person, body.entities[0]) != body.entities[0]:
                    continue
                if item is not who[-1] and _of_another(person, body.entities[0], document):
                    continue
                trust = confidence(found.rule.confidence, item)
                yield Claim(person, "memberOf", body.entities[0], found.sentence.index, found.rule.name, trust)


def _of_another(person: int, body: int, document: Document) -> bool:
    """Whether the authority knows somebody as a member of another agency than the one beside a list."""
    entry = document.authority.entries.get(document.entity(person).iri or "")
    known = entry.facts.get("memberOf", ()) if entry else ()
    return _agency(body, document) and bool(known) and document.entity(body).iri not in known


_FORCES = re.compile(
    r"US(?:N|AF|MC|CG|NR|AR|A)(?:FR|R)?|(?:.* )?(?:Navy|Air Force|Marine Corps|Marines|Army|Coast Guard|Reserve)"
)


def _serves(value: Value, document: Document) -> bool:
    """ "Lt. Col. X, USAF": where an officer serves, no body of which the release makes him a member."""
    return isinstance(value, int) and bool(_FORCES.fullmatch(document.entity(value).name))


def _agency(value: Value, document: Document) -> bool:
    return isinstance(value, int) and document.entity(value).type == "Agency"


_YEAR = re.compile(r"<P(\d+)>(?:,? (?:who )?(?:was )?| \()born (?:in |c\. )?((?:18|19|20)\d\d)\b")


def _born(document: Document) -> Iterator[Claim]:
    """ "X (born 1991)": a bare year that no other word makes a time."""
    for sentence in document.sentences:
        for match in _YEAR.finditer(sentence.typed):
            for person in sentence.items[int(match.group(1))].entities:
                yield Claim(person, "birthDate", Literal(match.group(2), "gYear"), sentence.index, "born-year", 0.9)


_OF_BIRTH = re.compile(
    r"(?i)(?:(?:birth ?place|place|date)(?: and (?:date|birth ?place|place))?(?: of birth)?|born|birth ?date):?"
)


def _headed_birth(document: Document) -> Iterator[Claim]:
    """A line under "Birthplace and date" in a biography: where and when the person of the title was born."""
    title = document.sentences[:1]
    people = {e for s in title for item in s.of("P") for e in item.entities}
    for head, line in pairwise(document.sentences) if len(people) == 1 else ():
        said = document.text[head.begin : head.end].strip()
        if not (_OF_BIRTH.fullmatch(said) and "irth" in said.casefold()):
            continue
        for code, predicate in (("L", "birthPlace"), ("T", "birthDate")):
            for value in (v for item in list(line.of(code))[:1] for v in values(item)):
                yield Claim(next(iter(people)), predicate, value, line.index, "heading-of-birth", 0.88)


def _nationalities(document: Document) -> Iterator[Claim]:
    for found in matches(load("people")["nation"], document):
        for nation in found.items("nat"):
            country = None if _one_of(nation, found) else country_of(nation, document)
            for who in () if _of_the_subject(found) else found.items("who"):
                for person in who.entities if country is not None else ():
                    yield Claim(
                        person,
                        "nationality",
                        country or 0,
                        found.sentence.index,
                        found.rule.name,
                        confidence(found.rule.confidence, who),
                    )


def _one_of(nation: Item, found: Found) -> bool:
    """Whether a rule for several of a nation ("Americans A and B") met the word for one ("Canadian A")."""
    said = found.sentence.whole[nation.begin : nation.end]
    return found.rule.name == "nats-and-names" and not re.search(r"[a-z]{3}s$", said)


_BECOMING = re.compile(r", (?:becoming|making <P\d+>)\b")


def _of_the_subject(found: Found) -> bool:
    """ "A took over from B, becoming the second Japanese …": said of the subject, not of the name right before."""
    groups = found.match.re.groupindex
    if "who" not in groups or found.match.start("who") > found.match.start("nat"):
        return False
    between = found.view.typed[found.match.end("who") : found.match.start("nat")]
    before = found.view.typed[: found.match.start("who")]
    return bool(_BECOMING.match(between)) and bool(re.search(r"<P\d+>(?!'|,? and |, <P)", before))


def _spoken_of(document: Document) -> Iterator[Claim]:
    """ "The Dane": calling somebody by a nationality says it."""
    for sentence in document.sentences:
        for item in sentence.of("P"):
            words = document.text[item.begin : item.end].split(" ", 1)
            if (
                item.mention
                and item.mention.kind == "nominal"
                and len(words) == 2
                and (entry := document.authority.countries.get(words[1]))
            ):
                country = next((e.index for e in document.entities if e.iri == entry.iri), None)
                if country is not None:
                    yield Claim(item.entities[0], "nationality", country, sentence.index, "called-by-nationality", 0.9)


_NATIVE = re.compile(r"^<L(\d+)>(?:, <L\d+>)*,? native\b")


def _natives(document: Document) -> Iterator[Claim]:
    """ "The Houston, Texas, native holds …": of the person spoken of before."""
    for sentence in document.sentences[1:]:
        match = _NATIVE.match(sentence.typed)
        before = [
            m for m in document.mentions if m.type == "Person" and len(m.entities) == 1 and m.begin < sentence.begin
        ]
        if match and before:
            yield Claim(
                before[-1].entities[0],
                "birthPlace",
                sentence.items[int(match.group(1))].entities[0],
                sentence.index,
                "place-native-holds",
                0.82,
            )


def country_of(item: Item, document: Document) -> int | None:
    """The entity index of a country word or of a place that is a country."""
    if item.country is not None:
        return item.country
    entity = document.entity(item.entities[0])
    entry = document.authority.entries.get(entity.iri or "")
    return entity.index if entry and "country" in entry.facts.get("placeKind", ()) else None


_AHEAD = re.compile(
    rf"[’']ll\b|\b(?:will|(?:is|are) going to (?:space|orbit)|would be|is to|are to|upcoming|plans?|(?:is|are|was|were) {SET})\b"
)


_DENIED = re.compile(r"(?:n't|\bnot|\bnever) (?:be |been )?$")


_ELSE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:[a-z]+ )?(?:spacewalk|EVA|walk|outing|excursion|docking|command|handover|launch attempt)"
)
_IN_BRACKETS = re.compile(r"\((?:<P\d+>.s )?[a-z]+ (?:space ?)?(?:flight|mission|trip|expedition)\)")


def _of_something_else(found: Found) -> bool:
    """Whether an ordinal alone counts no flights: "the fifth spacewalk for A and the first for B", "A (second)"."""
    typed, rule = found.view.typed, found.rule.name
    if rule == "name-nth-in-brackets":
        return not _IN_BRACKETS.search(typed)
    alone = "n" in found.match.groupdict() and re.match(r"(?: for |[.,;]|$)", typed[found.match.end("n") :])
    return bool(alone) and bool(_ELSE.search(typed))


_THEIRS = re.compile(r"<P(\d+)>'s $")


_ONE = re.compile(
    r", (?:an? |the |<R\d+> and )?(?:[a-z]+ )?(?:rookie|newcomer|novice|debutante?|first-timer|(?:first-time|First-time) [a-z]+[a-rt-z])$"
)
"""Behind a list, one of it: "A and B, a rookie, plan to stay"."""


def _whose(found: Found) -> list[Item]:
    """ "A, the commander, and B, a test pilot making his first flight": of a list, "his" means the last."""
    people = found.items("who")
    if "n" not in found.match.re.groupindex or not people:
        one = _ONE.search(found.match.group()) and found.match.start("who") == found.match.start()
        return people[-1:] if one else people
    before = found.view.typed[found.match.start() : found.match.start("n")]
    own = _THEIRS.search(before)
    single = own and len(found.sentence.items[int(own.group(1))].entities) == 1
    inside = own and found.match.start() + own.start() >= found.match.end("who")
    return people[-1:] if single and inside and len(people) > 1 else people


def _of_old(found: Found, document: Document) -> bool:
    """ "Made her first flight in 2000": not the one she is about to make."""
    year = document.release.published.year if document.release.published else 0
    behind = found.match.start("n") if "n" in found.match.re.groupindex else found.match.end()
    when = re.match(r"[^;.,]{0,60}?<T(\d+)>", found.view.typed[behind:])
    time = found.sentence.items[int(when.group(1))].time if when else None
    return time is not None and time.value[:4] < str(year)


def _flights(found: Found, number: int, document: Document) -> Iterator[Claim]:
    """flightNumber, planned where the sentence looks ahead."""
    typed = found.view.typed
    if _DENIED.search(typed[: found.match.start()]) or _of_something_else(found):
        return
    state = (
        Status.PLANNED
        if _AHEAD.search(typed[: found.match.end()]) or re.search(r"\bwill be\b", typed)
        else Status.OCCURRED
    )
    for who in _whose(found):
        for person in who.entities:
            yield Claim(
                person,
                "flightNumber",
                Literal(str(number), "integer"),
                found.sentence.index,
                f"{found.rule.name}-of-old" if _of_old(found, document) else found.rule.name,
                confidence(found.rule.confidence, who),
                state,
            )
