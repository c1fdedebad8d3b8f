"""Words that go with each type of name. Constructions use these; lists of names live in the authority."""

from __future__ import annotations

import re

__all__ = ["CREW_OF", "CUES", "GENERIC", "HAPPENING", "LEADS", "NAME", "SUFFIXES", "TITLES", "abbreviates"]

# Abbreviations that end no sentence: a name or a number comes next.
_ABBREVIATIONS = frozenset(
    "Lt. Col. Gen. Maj. Capt. Cmdr. Cdr. Comdr. Adm. Sgt. Brig. Sen. Rep. Gov. Prof. Dr. Mr. Mrs. Ms. Rev. Hon. St. Mt. "
    "Smt. Eng. Ing. Er. Amb. Insp. Cpl. Sqn. Ldr. Wg. Gp. Flt. Cdre. No. Nos. approx. ca. Jan. Feb. Mar. Apr. Aug. Sep. Sept. Oct. Nov. Dec.".split()
)

_SHOUTED = frozenset(a.upper() for a in _ABBREVIATIONS if len(a) > 2 and a[0].isupper()) - {"NO.", "NOS.", "MAR."}

# Behind a craft or a mission: it is named for its people only ("the Crew-9 mission's crew").
CREW_OF = re.compile(
    r"(?:[’']s)?(?: mission)? (?:crew|trio|pair|duo|quartet|astronauts|cosmonauts|taikonauts|crewmates)\b"
)

# What ends a headline's "Gulf Splashdown", which is no place.
HAPPENING = re.compile(r"\b(?i:splashdown|touchdown|landing|launch|lift-?off|(?:un)?docking|spacewalk)$")

# A run of capitalised words: "Sparrowhawk", "Corona-H", "Polaris Dawn", "Boeing Crew Flight Test".
NAME = r"(?-i:[A-ZÀ-Þ][\w’'-]*[\w](?:[ -](?:[A-ZÀ-Þ][\w’'-]*\w|[IVX]+|\d+[A-Z]?)\b){0,3})"

# Generic nouns that may follow a name of the type and belong to the mention.
GENERIC: dict[str, str] = {
    "Spacecraft": r"(?:(?:uncrewed|crewed|crew|cargo|resupply|return|descent|transfer|space|service|recovery|trash-packed)[ -])*"
    r"(?:spacecraft|capsule|spaceship|spaceplane|ship|freighter|lander|orbiter|probe|satellite|craft|vehicle|shuttle"
    r"|observatory)",
    "Station": r"(?:orbital |space )?(?:station|outpost|complex)",
    "Module": r"(?:multipurpose |science |service |core |docking |research |logistics |laboratory )*"
    r"(?:module|laboratory|lab|node|airlock|compartment|truss|segment)",
    "LaunchVehicle": r"(?:carrier |launch |heavy-lift |booster )*(?:rocket|launcher|vehicle|booster)",
    "Mission": r"(?:(?:crew|spaceflight|astronaut|cargo|test|private|research|space|servicing) )*"
    r"(?:missions?|flight|expedition|programme|program|campaign)",
    "Payload": r"(?:robotic |science |research |space |human |optical )*"
    r"(?:rover|instrument|experiment|investigation|study|camera|telescope|arm|manipulator|detector|facility)",
    "Facility": r"(?:cosmodrome|launch site|facility)",
    "Organization": r"(?-i:(?:(?:[A-Z]\w+|&) ){0,2}(?:Corp(?:oration)?|Co|Inc|Ltd|LLC|Company|Division)\b\.?)",
    "Place": r"(?:region|oblast|province|prefecture|county|desert)",
}

# What stands right before an unknown name of the type: "the capsule X", "a mission named X".
_NAMED = r"(?:,? (?:which (?:is|was) |(?:that )?(?:he|she|they) (?:has|have|had) )?(?:named|called|dubbed|christened|nicknamed|designated|known as))?,? (?:the )?[\"“‘'«]?"
LEADS: dict[str, str] = {
    "Spacecraft": r"(?:Satellite|Spacecraft|Orbiter|Capsule|Probe): |(?:spacecraft|capsule|spaceship|spaceplane|cargo ship|freighter|lander|orbiter|space probe|probe|satellite|"
    r"(?:space )?shuttle|observatory|space telescope|cargo craft|crew ship|supply ship|resupply ship|cargo vehicle|transfer vehicle|"
    r"(?:command|lunar|service|descent|landing|propulsion) module|Dragon|Cygnus)" + _NAMED,
    "Mission": r"(?:missions?|expedition|spaceflight)(?:,? (?:named|called|dubbed|known as|which is called|(?:that )?(?:he|she|they) (?:has|have|had) (?:named|called|dubbed)),? |, |: )"
    r"[\"“‘'«]?",
    "Station": r"(?:(?:space|orbital|private|commercial) station|outpost)" + _NAMED,
    "LaunchVehicle": r"(?:rocket|launch vehicle|launcher|carrier)" + _NAMED,
    "Payload": r"(?:rover|instrument|robotic arm|experiment|telescope|camera|platform|magnetometer|radar|spectrometer|spectrograph|seismometer|"
    r"radiometer|altimeter|incubator|centrifuge|furnace|greenhouse|imager|detector)" + _NAMED,
}

# The type that a generic noun after a capitalised name gives it.
CUES: dict[str, str] = {
    "Spacecraft": r"(?:crew |cargo |return |descent |space )?(?:spacecraft|capsule|spaceship|spaceplane|freighter|lander|orbiter|"
    r"probe|cargo ship|cargo craft|space telescope|(?:space )?shuttle|spaceplane)",
    "Station": r"(?:space station|orbital station|orbital complex)",
    "Module": r"(?:(?:science|service|core|docking|laboratory|research|logistics|node) )?(?:module|airlock|node|truss(?: segment)?)",
    "LaunchVehicle": r"(?:carrier )?(?:rocket|launcher|launch vehicle)",
    "Mission": r"(?:mission|spaceflight|expedition|programme|program|campaign|mission's)",
    "Payload": r"(?:(?:solar|x-ray|gamma-ray|infrared|ultraviolet|imaging|docking|educational|science|research|plant|growth|space) )*"
    r"(?:rover|instrument|experiment|investigation|study|camera|spectrometer|robotic arm|telescope|docking adapter|adapter|coronagraph|"
    r"incubator|greenhouse|furnace|centrifuge|glovebox|radiometer|magnetometer|spectrograph|seismometer|altimeter|radar|educational project)",
}

# Last words that type a capitalised name by themselves.
SUFFIXES: dict[str, str] = {
    "Facility": r"(?:Space|Flight|Launch|Research|Training|Control|Test|Astronaut|Operations|Visitor|Satellite Launch|Propulsion|"
    r"Mission Control|Launch Control|Spaceflight|Cosmonaut Training|Technology|Media|Engineering|Landing)"
    r" (?:Centre|Center|Complex|Site|Facility|Laboratory|Base|Range)"
    r"|(?:Space Force|Air Force|Naval Air|Naval) (?:Station|Base)|Cosmodrome|cosmodrome|Spaceport|Launch Pad|Launch Complex|"
    r"Headquarters|Auditorium|(?:Science|Discovery|Exploration) (?:Centre|Center)|Observatory|[Ll]anding [Ss]ite|Launch Site|Airfield|Airport|National Laboratory|Starbase",
    "Agency": r"(?:Space Agency|Aerospace Center|Space Administration|Aerospace Exploration Agency|Space Research Organi[sz]ation|"
    r"Space Office|Space Commission|Space Corporation)",
    "Organization": r"University|Institute|Corporation|Company|Aerospace|Industries|Systems|Instruments|Dynamics|Robotics|Motors|Ventures|Academy|College|Museum|School|"
    r"Hospital|Ministry|Fund|Trust|Federation|Institution|Department|Foundation|Association|Technologies|Laboratories|Airlines|Inc|Ltd|GmbH|Navy|Army|"
    r"Air Force|Space Force|Marine Corps|Astronaut Corps|Astronaut Office|Astronaut Group|Office|Council|Group(?! Capt)|Branch|Directorate|Imaging|Spaceworks|Photonics|Optics|Electronics|Composites|Semiconductors|Labs|Holdings|Airways|Consortium",
    "Station": r"(?<!Force )(?<!Naval )(?<!Air )(?<!Power )(?<!Research )(?<!Police )(?<!Railway )(?<!Space )Station|(?:Orbital )?Space Station|Orbital (?:Outpost|Complex)|Outpost",
    "Payload": r"Monitor|Spectrometer|Spectrograph|Imager|Radiometer|Magnetometer|Altimeter|Coronagraph|Interferometer|Seismometer|"
    r"Photometer|Polarimeter|Levitator|Detector|Camera|Antenna|Gyros(?:copes)?|Dosimeter|Bioreactor|Treadmill|(?<!Crew )(?<!Engine )(?<!Cargo )(?<!Equipment )Compartment|(?:Plant|Fish) Habitat|"
    r"(?:Electrophoresis|Manipulator|Levitation|Exercise) System|Man(?:eu|oeu)vering Unit|Roving Vehicle|Translation Aid|Growth Chamber|Glovebox|Greenhouse|Furnace|Incubator|Centrifuge|(?:Imaging|Survey|Solar|Ultraviolet) Telescope|Telescope Mount|Rover",
    "Place": r"Ocean|Sea|Gulf|Desert|Steppe|steppe|Islands?|Prefecture|Province|Oblast|Peninsula|Crater|Autonomous Region|Massif|Plateau|Highlands|Mountains|Hills|Plains?|Bay|Strait|Archipelago|Lagoon|Valley",
}

# Words before a person's name that are no part of it.
TITLES = (
    r"(?:(?:Senior|First|Second|Chief|Master|Staff|Lieutenant|Major|Brigadier|Vice|Rear)[- ](?:Colonel|General|Admiral|Adm|Lieutenant|Captain|Sergeant|Major|Commander)|(?:Sqn|Wg|Gp|Flt)\.? (?:Ldr|Cdr|Capt|Lt)|Air (?:Cdre|Commodore|Marshal)|Group Captain|Drs?|Profs?|Professor|Mr|Mrs|Ms|Miss|Sir|Dame|Lord|Sen|Senator|Rep|Gov|Governor|Gen|General|Col|Colonel|Lt|Maj|Major|Cmdr|Capt|"
    r"Captain|Adm|Admiral|Sgt|Eng|Ing|Amb|Ambassador|Astronauts?|Cosmonauts?|Taikonauts?|Commander|Pilot|President|Administrator|Chancellor|King|Queen|Prince|"
    r"Vice|Minister|Secretary|Director|Prime|Flight|Engineers?|Mission|Specialists?|Payload|Former|Fellow|Crew|Station|Soyuz|"
    r"Honou?rable|Shri|Smt|The|And|Dear|Congressman|Congresswoman|Brigadier|Wing|Squadron|Lieutenant|Chief|Lead|Deputy|Associate|"
    r"Manager|Chairman|Chairwoman|Chair|Professeur|Veteran|Godspeed|Space)\.?"
)


def abbreviates(previous: str, token: str) -> bool:
    """Whether a token, after the one before it, ends an abbreviation that a name or number follows ("Lt", "."; "LT.")."""
    word = previous + token if token == "." else token
    return word in _ABBREVIATIONS or word in _SHOUTED
