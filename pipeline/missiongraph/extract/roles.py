"""Who holds which role, and in what: crew positions and jobs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract.document import Document, Item, Sentence
from missiongraph.extract.frames import Tenure
from missiongraph.extract.patterns import Found, Rule, confidence, matches

__all__ = ["find"]

_IN = r"{of:IN}"
_OF = r"(?:,? (?:of|for|on|during|aboard|at|in|with|to) (?:the )?(?:{NAT} )?(?:[a-z-]+ ){0,3}?{of:IN}(?:'s? (?:crew|mission|flight))?)?"
_ART = r"(?:the |an? |its |their |his |her |mission's |first |second |third |former |now |current |one of the )*"
_MODS = r"(?:(?:acting|deputy|assistant|associate|executive|senior|lead|vice|interim|principal|chief|mission|station|crew|spacecraft|launch|return|second|first|Soyuz|shuttle|veteran) )*"

RULES = (
    Rule("role-then-names", rf"(?:(?<=^)|(?<=[^\w>]))(?:{_IN}{{S}}? (?:{{NAT}} )?(?:crew ?members? |crew |mission |private |commercial |veteran |astronauts? |cosmonauts? )*)?{_MODS}{{role:ROLE}}s?,? (?:and (?:{{NAT}} )?{{ASTRO}} )?{{who:NAMED}}", (), 0.94),
    Rule("astronaut-and-role", rf"{{ASTRO}} and {_IN} {_MODS}{{role:ROLE}} {{who:PER}}", (), 0.95),
    Rule("name-apposed-role", rf"{{who:P}}(?: \([^)]*\))?, (?:{{NAT}} )?(?:{{ORG}}{{S}}? )?(?:who (?:is|was) (?:now )?)?{_ART}(?:{_IN}{{S}}? )?(?:[a-z-]+ ){{0,2}}?{_MODS}{{role:ROLE}}(?!s? <P){_OF}(?=[,.;)]|$| and| of| for| at| who)", (), 0.9),
    Rule("name-org-role", rf"{{who:P}}, {_ART}{{of:BODY}}{{S}} {_ART}(?:[\w-]+ ){{0,3}}?{{role:ROLE}}(?!s? <P)", (), 0.94),
    Rule("serve-as", rf"{{who:PERS}}[^<;]{{0,40}}(?:<[ADTSXCF]\d+>[^<;]{{0,20}}){{0,2}}(?P<v>serv(?:e|es|ed|ing)|rode|fl(?:y|ies|ew|ying)|work(?:s|ed|ing)?|act(?:s|ed|ing)?|launch(?:ed)?) (?:[^<;,.]{{0,30}})?as {_ART}(?:{_IN}{{S}}? )?{_MODS}{{role:ROLE}}s?{_OF}", (), 0.93),
    Rule("be-role", rf"{{who:PERS}},? (?:who )?(?P<v>is|was|are|were|became|becomes|remains|be|becoming) (?:now |also |then |currently )?{_ART}(?:{_IN}{{S}}? )?{_MODS}{{role:ROLE}}s?(?!s? <P){_OF}", (), 0.9),
    Rule("name-as-role", rf"{{who:P}}(?:, (?:also )?(?:of|from) <[AOLN]\d+>,?)? as {_ART}(?:{_IN}{{S}}? )?{_MODS}{{role:ROLE}}(?!s? <P){_OF}", (), 0.92),
    Rule("who-did-as-role", rf"{{who:P}}, who [^;.]{{0,80}} as {_ART}{_MODS}{{role:ROLE}} (?:of|on|aboard|for) (?:the )?{{of:IN}}", (), 0.9),
    Rule("as-role-with-ellipsis", rf"(?:^|\. )[Ss]erved as {_ART}{_MODS}{{role:ROLE}}{_OF}", (), 0.9),
    Rule("led-in-role", rf"{{who:PER}}[^<;.]{{0,60}}(?:aboard|on|in|to) (?:the )?{{of:IN}}[^<;.]{{0,25}} as {_ART}{_MODS}{{role:ROLE}}(?=[,.;]|$| and| in| on)", (), 0.9),
    Rule("role-is-name", rf"{_MODS}{{role:ROLE}}s?(?: (?:of|for|on) (?:the )?{{of:IN}})?(?: of the (?:mission|crew|flight))? (?P<v>is|was|are|were|will be) {{who:PERS}}", (), 0.93),
    Rule("role-of-x-name", rf"{_MODS}{{role:ROLE}} (?:of|for) (?:the )?{{of:IN}},? {{who:PER}}", (), 0.92),
    Rule("role-colon-name", rf"{_MODS}{{role:ROLE}}s?(?: [-–—:]|:) {{who:PERS}}", (), 0.92),
    Rule("replaced-as-role", rf"{{who:P}} (?:has |have |had )?(?:replaced|succeeded|relieved|replaces|succeeds) {{who:P}}(?: of <[AO]\d+>)? as {_ART}{_MODS}{{role:ROLE}}{_OF}", (), 0.92),
    Rule("besides-roles-are", rf"[Bb]esides {{who:P}}, {_ART}{_MODS}{{role:ROLE}}s (?:are|were|will be)", (), 0.9),
    Rule("names-dash-role", rf"{{who:P}}(?: \([^)]*\)| of <[AOL]\d+>|, {{ORG}} {{ASTRO}})? ?(?: [-–—:]|:|,) {_ART}(?:{_IN}{{S}}? )?{_MODS}{{role:ROLE}}(?=[,.;]|$|\n)", (), 0.88),
    Rule("name-paren-role", rf"{{who:P}} \((?:[^()<]*<[AOLN]\d+>,? )?{_ART}{_MODS}{{role:ROLE}}(?:,[^)]*)?\)", (), 0.92),
)

_SHIP = r"(?:{of:IN}|(?:the |a )?(?:crew|flight|mission|trio|team|expedition|company|three-day \w+))"
COMMAND = (
    Rule("commanded", rf"{{who:P}}(?:, who)?(?: also| has| had| twice| will)? (?P<v>command(?:ed|s|ing)?|lead|led|leads) (?:the )?(?:space shuttle |{{NAT}} )?{{of:IN}}", (), 0.9),
    Rule("commanded-the-flight", r"{who:P}(?:, who)?(?: also| has| had| will)? (?P<v>command(?:ed|s|ing)?) (?:the )?(?:\w+ )?(?:crew|flight|mission|trio|team|expedition)", (), 0.88),
    Rule("commanded-by", rf"(?:{{of:IN}}[^<;]{{0,40}})?(?P<v>commanded|led) by (?:{{NAT}} )?(?:veteran )?(?:[\w-]+ )?(?:{{ORG}}{{S}}? )?(?:{{ASTRO}} )?{{who:PER}}", (), 0.9),
    Rule("under-command-of", r"(?:{of:IN}[^;]{0,80}?)?under (?:the )?(?:command|leadership) of (?:{ORG}{S}? )?(?:{NAT} )?(?:{ASTRO} )?{who:PER}", (), 0.93),
    Rule("with-in-command", r"(?:{of:IN}[^;<]{0,20})?(?:, )?with (?:{ORG}{S}? )?(?:{NAT} )?(?:{ASTRO} )?{who:PER} in command(?: of (?:the )?{of:IN})?", (), 0.93),
    Rule("in-command-of", r"{who:P}[^;.]{0,160}? in command of (?:the )?{of:IN}", (), 0.9),
    Rule("in-command-is", r"[Ii]n command(?: of (?:the )?{of:IN})? (?P<v>is|was|will be|are) {who:PER}", (), 0.93),
    Rule("took-command", r"{who:P}[^;.<]{0,80}(?:<T\d+>[^;.<]{0,12})?(?P<v>t(?:ake|akes|ook|aking)|assum(?:e|es|ed|ing)|accept(?:s|ed)?) (?:over )?(?:the )?(?:command|helm) of (?:the )?{of:IN}", (), 0.93),
)
PILOT = (
    Rule("piloted", r"{who:P}(?:, who)?(?: also| has| had| will)? (?P<v>pilot(?:ed|s)?) (?:the )?(?:space shuttle |{NAT} )?{of:IN}", (), 0.9),
)

_JOB_ONLY = frozenset({"astronaut", "cosmonaut", "taikonaut", "crew member"})


def find(document: Document) -> Iterator[Tenure]:
    """Role tenures of a document. `of` is set only where the sentence binds it."""
    for found in matches(RULES, document):
        role = found.items("role", "R")
        if role and role[0].role not in _JOB_ONLY:
            yield from _tenures(found, role[0], document)
    for table, name in ((COMMAND, "commander"), (PILOT, "pilot")):
        for found in matches(table, document):
            for who in found.items("who"):
                for person in who.entities:
                    yield Tenure(person, name, _within(found), found.sentence.index, found.rule.name, confidence(found.rule.confidence, who), found.status)


_STATION = re.compile(r"(?:space )?station ")


def _tenures(found: Found, item: Item, document: Document) -> Iterator[Tenure]:
    sentence = found.sentence
    title, bound = title_of(sentence, item)
    of = _within(found)
    if (match := _STATION.match(title)) or re.search(r"(?:[Ss]tation|ISS) $", sentence.span.doc.text[: item.begin][-9:]):
        title = title[match.end() :] if match else title
        stations = {m.entities[0] for m in document.mentions if m.type == "Station"}
        of = of if of is not None and document.entity(of).type == "Station" else next(iter(stations)) if len(stations) == 1 else of
    if of is None and bound is not None and bound.code in "XCSAOF":
        of = bound.entities[0]
    holders = found.items("who", "P") or _implied(document, sentence)
    plural = sentence.span.doc.text[item.begin : item.end].casefold().endswith("s") and not item.role.endswith("s")
    if found.rule.name in ("role-then-names", "role-colon-name") and not plural:
        holders = holders[:1]
    for who in holders:
        for person in who.entities:
            yield Tenure(person, title, of, sentence.index, found.rule.name, confidence(found.rule.confidence, who), found.status)


def _implied(document: Document, sentence: Sentence) -> list[Item]:
    """A telegram style ("Served as flight engineer …"): the person of the title."""
    if re.match(r"(?:[^<]*, <T\d+>\. )?[Ss]erved", sentence.typed) or " Served" in sentence.typed:
        return [i for i in document.sentences[0].of("P")][:1]
    return []


def _within(found: Found) -> int | None:
    items = found.items("of", "XCSAOF")
    return items[0].entities[0] if items else None


_LEFT = re.compile(r"(?:\b(?:acting|deputy|assistant|associate|executive|senior|lead|vice|interim|principal|chief|mission|station|launch|second|first|project|program|programme|branch|flight|integration|safety|medical|science|staff)[ -])+$", re.IGNORECASE)
_WORD = r"(?!(?:at|in|on|of|who|for|from|with|said|to|is|was|will|and|the|which|told|as|by)\b)[A-Za-z][\w'’&-]*"
_RIGHT = re.compile(rf"^ (?:of|for) ({_WORD}(?: {_WORD}){{0,4}}(?:(?:, {_WORD}(?: {_WORD})?)*,? and {_WORD}(?: {_WORD}){{0,3}})?)")


def title_of(sentence: Sentence, item: Item) -> tuple[str, Item | None]:
    """The whole title in lower case ("director of human and robotic exploration"), and the entity that follows "of"."""
    text = sentence.span.doc.text
    number = sentence.items.index(item)
    before = text[sentence.begin if number == 0 else max(sentence.begin, sentence.items[number - 1].end) : item.begin]
    left = _LEFT.search(before)
    head = singular(text[item.begin : item.end].casefold())
    title = ((left.group() if left and not item.role.startswith(left.group().strip().casefold()) else "") + head).casefold()
    if left and left.group().strip().casefold() in ("second", "first"):
        title = head
    nxt = sentence.items[number + 1] if number + 1 < len(sentence.items) else None
    after = text[item.end : nxt.begin if nxt else sentence.end]
    if nxt and re.fullmatch(r"(?: (?:of|for|at|on|to))?,? (?:the )?", after) and (after.strip() or False):
        return title, nxt
    if (right := _RIGHT.match(after)) and not re.search(r"\b(?:said|told|added)\b", right.group(1)):
        return title + " of " + right.group(1).casefold(), None
    return title, None


def singular(title: str) -> str:
    """"flight engineers" -> "flight engineer"; a title that ends in s for itself keeps it."""
    words = title.split(" ")
    if words[-1].endswith("s") and not words[-1].endswith("ss"):
        words[-1] = words[-1][:-1]
    return " ".join(words)


