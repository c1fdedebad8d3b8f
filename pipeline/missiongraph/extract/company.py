"""Whose company somebody keeps: "Joining her are A and B", "With him were A and B"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim, Event, Filler
from missiongraph.extract.sentence import Item

__all__ = ["companions", "seated"]

_BESIDE = re.compile(
    r"(?:[Ii]n the (?:(?:two|other|three) )*seats? (?:beside|next to|alongside|on either side of)|[Oo]n either side of|[Aa]longside|[Jj]oining|[Ww]ith|[Aa]ccompanying|[Tt]ogether with|[Bb]eside|[Bb]esides|(?:[Ff]ly|[Rr]eturn|[Ll]aunch|[Tt]ravell?|[Ll]and|[Cc]om|[Rr]id|[Aa]rriv|[Gg]o|[Ss]erv|[Ss]plash|[Dd]epart)ing (?:\w+ ){0,2}with) (?:[Aa]stronaut |[Cc]osmonaut |[Cc]ommander |Dr\.? |<R\d+> |the (?:\w+ )?<R\d+> )?<P(\d+)>(?! and)(?:, (?:the|its) (?:other )?<R\d+>s?|[^<;.]{0,40}(?:<[XCS]\d+>)?[^<;.]{0,20})? (?:is|are|was|were|will be|will fly|will go|will travel|will launch|will serve|flew|fl(?:y|ies)|went|travell?ed|rode|launched|come|goes|go) (?P<rest>.*)"
    r"|^(?:<R\d+> )?<P(\d+)> (?:is|was|will be|is to be|is being) (?:joined|accompanied) (?:on [^<;.]{0,20}(?:<[XCS]\d+> )?)?by (?P<others>.*)"
    r"|^<P(\d+)> (?:(?:will|is to|is set to|is due to|is scheduled to) (?:travel|fly|launch|lift off|go|ride|journey)|travell?ed|flew|was launched|launched|rode|journeyed) "
    r"(?:in)?to (?:<S\d+>|the (?:space )?station|space|orbit) (?:together |along )?(?:with|alongside) (?P<fellows>.*)"
)


_OF_A_FLIGHT = re.compile(
    r"> (?:the |its )?(?:other )?(?:\w+ )?(?:members|crew)\b|<[XC]\d+>'s (?:\w+ )?(?:members|crew)\b"
)
"""The crew that a company makes up: of the flight it is said of, whatever else the first of them flew on."""

_MEMBER = re.compile(
    r"<P(\d+)>(?:, | (?:is|was) )the (?:third|fourth|other|remaining|final|last) (?:crew )?member of (?:the (?:crew|trio) with )?<P(\d+)>(?!')"
)
""" "Wang, the third member of the crew": of those spoken of as the crew."""


def companions(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """ "Joining her are A and B": they belong to her mission and fly on her craft, as the sentences around say."""
    told = list(claims)
    for sentence in document.sentences:
        match = _BESIDE.match(sentence.typed)
        lead = sentence.items[int(match.group(1) or match.group(3) or match.group(5))].entities if match else ()
        others: list[Item] = []
        if match and len(lead) == 1:
            main = _told_of(match)
            others = [sentence.items[int(n)] for n in re.findall(r"<P(\d+)>(?!')", main)]
        elif match := _MEMBER.search(sentence.typed):
            lead = sentence.items[int(match.group(2))].entities
            others = [sentence.items[int(match.group(1))]]
        if not others or (match and _OF_A_FLIGHT.search(match.group())):
            continue
        for claim in told:
            if (
                claim.subject in lead
                and claim.predicate in ("crewMemberOf", "flewOn")
                and abs(claim.sentence - sentence.index) <= 3
                and claim.rule != "mission-that-he-named"
                and not _history(claim, sentence.index, document)
            ):
                for person in (p for item in others for p in item.entities if p not in lead):
                    yield replace(
                        claim,
                        subject=person,
                        sentence=sentence.index,
                        rule="beside-crewmate",
                        confidence=round(claim.confidence * 0.9, 3),
                    )


def _told_of(match: re.Match[str]) -> str:
    """The words that name the company, without what is told beside of it."""
    if match.group("fellows"):
        return re.sub(r",? (?:both of whom|all of whom|who|which|whose)\b.*", "", match.group("fellows"))
    return re.sub(r", (?:who|which|whose) [^,;.]*", "", match.group("rest") or match.group("others"))


def seated(document: Document, events: Iterable[Event]) -> Iterator[Event]:
    """ "With him were A and B" right behind a landing of his: theirs too."""
    told = list(events)
    for sentence in document.sentences:
        match = _BESIDE.match(sentence.typed)
        if not match or match.group("others"):  # whoever "is joined by" others meets them, and has not come with them
            continue
        lead = sentence.items[int(match.group(1) or match.group(5))].entities
        near = [
            e
            for e in told
            if e.type in (("Launch",) if match.group("fellows") else ("Launch", "Landing", "Docking", "Undocking"))
            and set(lead) <= set(e.values("participant"))
            and 0 <= sentence.index - e.sentence <= 3
        ]
        main = _told_of(match)
        people = [p for n in re.findall(r"<P(\d+)>(?!')", main) for p in sentence.items[int(n)].entities]
        added = tuple(Filler("participant", p, sentence.index, "beside-crewmate", 0.8) for p in people if p not in lead)
        if near and added:
            latest = max(e.sentence for e in near)
            told = [replace(e, fillers=(*e.fillers, *added)) if e in near and e.sentence == latest else e for e in told]
    yield from told


def _history(claim: Claim, here: int, document: Document) -> bool:
    """A flight told with a year before the release's own is an earlier one, not that of the company spoken of now."""
    published = document.release.published
    items = document.sentences[claim.sentence].items
    places = [n for n, i in enumerate(items) if claim.object in i.entities]
    if claim.sentence == here or not published or not places:
        return False
    alone = len({e for i in items if i.code in "CX" for e in i.entities}) == 1
    end = next((n for n in range(places[0] + 1, len(items)) if items[n].code in "CX"), len(items))
    told = [i.time.value[:4] for i in (items if alone else items[places[0] : end]) if i.time]
    told = told or [i.time.value[:4] for i in items[:1] if i.time]  # "In 2016 she served on Expeditions 48 and 49"
    return bool(told) and all(t < str(published.year) for t in told)
