"""What belongs where, who runs and builds it: craft, stations, modules, vehicles, missions, sites, bodies."""

from __future__ import annotations

from collections.abc import Iterator

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim
from missiongraph.extract.patterns import Rule, claims
from missiongraph.model import Status

__all__ = ["find"]

OPERATED = (
    Rule("bodys-asset", r"{by:ORG}{S} (?:own |new |next |first |[a-z-]+ ){0,2}(?:{ORG} )?{what:RUN}", ("what operatedBy by",), 0.95),
    Rule("agency-asset", r"(?<![\w>] ){by:AGENCY} (?:[a-z-]+ )?{what:RUN}", ("what operatedBy by",), 0.92),
    Rule("agency-asset-mid", r"{by:AGENCY} {what:RUN}", ("what operatedBy by",), 0.92),
    Rule("operated-by", r"{what:RUN}[^<;.]{0,40}(?:operated|run|managed|led|controlled|owned) by (?:the )?(?:{NAT} )?{by:ORG}", ("what operatedBy by",), 0.93),
    Rule("bodys-kind-asset", r"{by:ORG}{S} [^<;.,]{0,50}(?:spaceflight|space|exploration|crewed|lunar|science)? ?(?:programme|program|mission|campaign|spacecraft|telescope|probe|station|centre|center|satellite),? {what:RUN}", ("what operatedBy by",), 0.88),
    Rule("asset-bodys-kind", r"{what:RUN}, {by:ORG}{S} (?:[\w-]+ ){0,4}(?:programme|program|mission|campaign|spacecraft|telescope|probe|capsule|centre|center|station|satellite|observatory|rover|lander)", ("what operatedBy by",), 0.93),
    Rule("asset-of-body", r"{what:RUNNABLE} of (?:the )?{by:AGENCY}", ("what operatedBy by",), 0.85),
    Rule("companys-next-mission", r"{by:ORG}[^;.]{0,140}{what:MISSION}, its (?:own |next |latest |first |second |third |new |[a-z-]+ )+(?:mission|flight)", ("what operatedBy by",), 0.85),
)
BUILT = (
    Rule("company-craft", r"(?<![-\w]){by:O}(?:{S})? (?:built |newest |new |latest |first |own |[a-z]+ )?{what:MADE}", ("what builtBy by",), 0.94),
    Rule("company-built-craft", r"{by:ORG}-(?:built|made|manufactured) {what:MADE}", ("what builtBy by",), 0.96),
    Rule("company-built-kind", r"{by:ORG}-(?:built|made|developed) (?:[a-z]+ )?(?:capsule|spacecraft|craft|ship|module|rocket|rover|vehicle|freighter|lander|platform|satellite),? (?:named |called |dubbed )?{what:MADE}", ("what builtBy by",), 0.94),
    Rule("built-by", r"{what:MADE}[^<;.]{0,40}(?:built|manufactured|developed|made|constructed|assembled|supplied) (?:for {ORG} )?(?:in <L\d+> )?by (?:the )?{by:ORG}", ("what builtBy by",), 0.94),
    Rule("built-by-fronted", r"(?:^|[.;] |, )[Bb]uilt by (?:the )?{by:ORG}[^<;.]{0,30}(?:(?:<L\d+>)[^<;.]{0,6}){0,2},? {what:MADE}", ("what builtBy by",), 0.94),
    Rule("that-body-built", r"{what:MADE}[^<;.]{0,40}(?:that|which) {by:ORG} (?:has |had )?(?:built|developed|manufactured|made)", ("what builtBy by",), 0.94),
    Rule("named-craft-of-company", r"{by:O}{S} (?:[a-z-]+ )?{MADE}, (?:named |called |dubbed )?(?:the )?{what:MADE}", ("what builtBy by",), 0.85),
)
PART = (
    Rule("pad-at-centre", r"{what:FAC},? (?:at|of|in|on|within) (?:the )?(?:nearby )?(?:{ORG}{S}? )?{whole:FAC}", ("what partOf whole",), 0.95),
    Rule("pad-comma-centre", r"{what:PAD}, (?:{ORG}{S}? )?{whole:FAC}", ("what partOf whole",), 0.85),
    Rule("stations-module", r"{whole:STATION}{S} (?:[a-z-]+ )*{what:MODULE}", ("what partOf whole",), 0.95),
    Rule("module-of-station", r"{what:MODULE}(?:'s [a-z-]+ port)? (?:of|on|aboard|at) (?:the )?{whole:STATION}", ("what partOf whole",), 0.93),
    Rule("station-module-named", r"{whole:STATION}(?:{S})? {what:MODULE}", ("what partOf whole",), 0.85),
    Rule("payload-on-host", r"{what:PAYLOAD}[^<;.]{0,20}(?:aboard|on|of|on board|mounted on|attached to|outside) (?:the )?{whole:HOST}", ("what partOf whole",), 0.85),
    Rule("module-part-of", r"{what:MODULE}[^<;.]{0,60}part of (?:the )?{whole:STATION}", ("what partOf whole",), 0.93),
    Rule("mounted-on", r"{what:PAYLOAD}[^<;.]{0,20}(?:<A\d+>[^<;.]{0,8})?(?:is|are|was|were) (?:mounted|installed|carried|attached) (?:on|to|aboard|in) (?:the )?{whole:HOST}", ("what partOf whole",), 0.92),
    Rule("mission-part-of", r"{what:MISSION}[^<;.]{0,60}(?:<[PSL]\d+>[^<;.]{0,30})?(?:is |as )?(?:part of|under|within) (?:the )?(?:{ORG}{S}? )?{whole:PROGRAMME}", ("what partOf whole",), 0.9),
    Rule("mission-flight-in-programme", r"{what:MISSION}[^<;.]{0,30}(?:is|was|will be|,) the \w+ of [a-z]+ (?:flights|missions) in (?:the )?{whole:MISSION}", ("what partOf whole",), 0.93),
    Rule("org-part-of", r"{what:O},? (?:which )?(?:is |are )?(?:part|a division|a subsidiary|a unit|an institute) of (?:the )?{whole:ORG}", ("what partOf whole",), 0.92),
    Rule("comprises", r"{whole:CRAFT},? [^<;.]{0,30}(?:comprises?|consists? of|carries) (?:[^<;.]{0,30}(?:<[CY]\d+>)[^<;.]{0,30})*?{what:PAYLOAD}", ("what partOf whole",), 0.88),
)
FLIES = (
    Rule("mission-on-craft", r"{mission:MISSION}[^<;.]{0,70}(?:<[SLT]\d+>[^<;.]{0,30})?(?:aboard|on|in|uses?|using|flies|atop|with) (?:the |an? |its )?(?:new |same )?(?:{ORG}{S}? )?{craft:CRAFT}(?!'s)", ("mission usesSpacecraft craft",), 0.88),
    Rule("craft-during-mission", r"{craft:CRAFT} (?:during|for|on) (?:the )?(?:{ORG}{S}? )?{mission:MISSION}", ("mission usesSpacecraft craft",), 0.92),
    Rule("craft-carrying-mission", r"{craft:CRAFT} (?:carrying|supporting|with|supports|supported) (?:the )?(?:[\w-]+ )?{mission:MISSION}", ("mission usesSpacecraft craft",), 0.93),
    Rule("craft-on-mission", r"{craft:CRAFT} on (?:the )?(?:space shuttle )?(?:mission )?{mission:MISSION}", ("mission usesSpacecraft craft",), 0.93),
    Rule("mission-craft", r"{mission:MISSION} (?:aboard |on )?(?:space shuttle |Space Shuttle )?{craft:CRAFT}", ("mission usesSpacecraft craft",), 0.92),
    Rule("previously-supported", r"{craft:CRAFT}[^<]{0,80}(?:previously |also |earlier )?(?P<v>supported|flew|flown|carried|used) (?:for |on |by )?(?:the )?{mission:MISSIONS}", ("mission usesSpacecraft craft",), 0.9),
    Rule("mission-on-craft-crew", r"{mission:MISSION} crew (?P<v>launch\w*|return\w*|splash\w*|land\w*|undock\w*|dock\w*)[^;.]{0,80}(?:aboard|on|in) (?:the |an? )?(?:{ORG}{S}? )?{craft:CRAFT}", ("mission usesSpacecraft craft",), 0.92),
    Rule("mission-its-craft", r"{mission:MISSION}[^;]{0,160}its (?:{ORG}{S}? )?{CRAFT}, {craft:CRAFT}", ("mission usesSpacecraft craft",), 0.85),
    Rule("mission-will-test-craft", r"{mission:MISSION}[^<;.]{0,90}(?:<[VFL]\d+>[^<;.]{0,30}){0,3}(?P<v>test|demonstrate) (?:the )?(?:[^<;.]{0,40}(?:of|in) (?:the )?)?(?:{ORG}{S}? )?{craft:CRAFT}", ("mission usesSpacecraft craft",), 0.88),
    Rule("first-crewed-flight-of", r"{mission:MISSION}[^<;.]{0,40}first (?:crewed|piloted) (?:flight|mission) of (?:the )?(?:{ORG}{S}? )?{craft:CRAFT}", ("mission usesSpacecraft craft",), 0.9),
    Rule("rode-craft-on-mission", r"{P}[^<;.]{0,30}(?:rode|flew|piloted|commanded) (?:the )?(?:space shuttle )?{craft:CRAFT}[^;.]{0,100}(?:on|during|for) {mission:MISSION}", ("mission usesSpacecraft craft",), 0.88),
)
ROCKET = (
    Rule("craft-atop-rocket", r"{what:FLIES}[^<;.]{0,60}(?:<[TFLSP]\d+>[^<;.]{0,30}){0,4}(?:atop|on top of|aboard|on|by|with) (?:the |an? )?(?:{NAT} )?(?:{ORG}{S}? )?{rocket:VEHICLE}", ("what launchVehicle rocket",), 0.92),
    Rule("rocket-with-craft-on-top", r"{rocket:VEHICLE}[^<;.]{0,30}(?:with (?:the )?|carrying (?:the )?|carried (?:the )?|propelled (?:the )?|launched (?:the )?|lofted (?:the )?|sends? (?:the )?|boosted (?:the )?|placed (?:the )?|put (?:the )?|lifted (?:the )?)(?:[^<;.]{0,20})?(?:{ORG}{S}? )?{what:CRAFT}", ("what launchVehicle rocket",), 0.92),
    Rule("chosen-to-carry", r"{rocket:VEHICLE} (?:has |have |had |will |is |was )*(?:also )?(?:been )?(?:chosen|selected|picked|assigned|due) to (?:carry|launch|lift) {what:FLIES}", ("what launchVehicle rocket",), 0.92, Status.PLANNED),
)
BOUND = (
    Rule("mission-to", r"{what:MISSION}(?:,? (?:the |an? |its )?(?:[a-z-]+ ){0,6}(?:mission|flight|trip|journey))? to (?:the )?{where:GOAL}", ("what destination where",), 0.92),
    Rule("bound-for", r"{what:FLIES}[^<;.]{0,40}(?:bound for|headed (?:for|to)|en route to|on (?:its|the) way to|heading (?:for|to)|destined for|a mission to|mission to|journey to|set off for|travel(?:s|ed)? to|on course for) (?:the )?{where:GOAL}", ("what destination where",), 0.9),
    Rule("launch-to", r"{what:FLIES}[^<;.]{0,60}(?:<[TVFLCPX]\d+>[^<;.]{0,30}){0,4}(?P<v>launch\w*|lift\w* off|blast\w* off|fl(?:y|ies|ew|ying)|sent|set off|carry|carries|took off)(?:[^<;.]{0,40}(?:<[TVFLCP]\d+>[^<;.]{0,20}){0,3}) (?:to|for|towards?) (?:the )?{where:GOAL}(?!'s)", ("what destination where",), 0.86),
    Rule("flight-of-mission-to", r"(?:mission|flight) of {what:MISSION} to (?:the )?{where:GOAL}", ("what destination where",), 0.9),
    Rule("flights-to-including", r"(?:flights|missions|trips) to (?:the )?{where:STATION},? including {what:MISSIONS}", ("what destination where",), 0.92),
    Rule("mission-that-took-to", r"{what:MISSION}, the (?:mission|flight) that (?:took|carried|brought) {P} to (?:the )?{where:GOAL}", ("what destination where",), 0.94),
    Rule("fly-around", r"{what:MISSION}[^;.]{0,160}(?:journey|fly|flight|trip|mission)(?: \w+)? (?:around|beyond|to) (?:the )?{where:MOON}", ("what destination where",), 0.85),
)
LOCATED = (
    Rule("site-comma-place", r"{what:WHERE}, {where:PLACE}", ("what locatedIn where",), 0.95),
    Rule("site-in-place", r"{what:SITED} (?:\([^)]*\) )?(?:in|at) (?:the )?(?:[a-z]+ ){0,2}(?:{PLACE}{S} )?{where:PLACE}(?!'s (?:first|second|president))", ("what locatedIn where",), 0.94),
    Rule("place-in-place", r"(?:in|at|near|from|of|off|to) {what:PLACE}(?: in|, a (?:small )?(?:village|town|city) (?:in|of)) (?:the )?{where:PLACE}", ("what locatedIn where",), 0.85),
    Rule("org-of-place", r"{what:O} of {where:PLACE}", ("what locatedIn where",), 0.9),
    Rule("places-site", r"{where:PLACE}{S} {what:SCHOOL}", ("what locatedIn where",), 0.88),
    Rule("site-of-town-in", r"{what:WHERE} (?:is |was )?(?:located|based|situated|headquartered) (?:in|near) (?:the )?{where:PLACE}", ("what locatedIn where",), 0.95),
    Rule("schools-at-place", r"(?:at|from|of) {where:PLACE}{S} {what:O} and {what:O}", ("what locatedIn where",), 0.85),
)


def find(document: Document) -> Iterator[Claim]:
    """Claims about things: operatedBy, builtBy, partOf, usesSpacecraft, launchVehicle, destination, locatedIn."""
    for table in (OPERATED, BUILT, PART, FLIES, ROCKET, BOUND, LOCATED):
        yield from claims(table, document)
