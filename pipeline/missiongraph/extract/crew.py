"""Who belongs to which mission, flew on which craft, stayed on which station, backs up whom, worked on what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from missiongraph.extract.document import Document
from missiongraph.extract.frames import Claim
from missiongraph.extract.patterns import Rule, claims, confidence, matches, values
from missiongraph.model import Literal, Status

__all__ = ["find"]

_CREWED = r"(?:crews?|crew ?members?|astronauts?|cosmonauts?|crewmates?|crewmen|flight engineers?|commander|team|members?|participants?|passengers?|pilots?|spacewalkers)"

CREW = (
    Rule("mission-crew-names", rf"{{in:MISSIONS}}(?:{{S}})?(?: and {{MISSION}})? (?:private |commercial |prime |veteran |fellow |{{ORG}}{{S}}? |{{NAT}} )*{_CREWED},? (?:and (?:{{ASTRO}} )?)?(?:including |are |were |is |was |will be |comprises |consists of |of |: |- )?(?:{{ORG}}{{S}}? (?:{{ASTRO}} )?)?{{who:PERS}}", ("who crewMemberOf in",), 0.94),
    Rule("mission-role-name", r"{in:MISSIONS}(?:{S})? (?:{ORG}{S}? )?(?:[a-z]+ ){0,2}<R\d+>s?,? (?:{NAT} )?{who:PERS}", ("who crewMemberOf in",), 0.95),
    Rule("mission-body-astronaut", r"{in:MISSION} {ORG}{S}? {ASTRO} {who:PERS}", ("who crewMemberOf in",), 0.92),
    Rule("astronaut-and-mission-role", r"{ASTRO} and {in:MISSIONS} (?:[a-z]+ ){0,2}<R\d+> {who:PERS}", ("who crewMemberOf in",), 0.95),
    Rule("name-mission-role", r"{who:P}, (?:the |an? |former )?{in:MISSION} (?:[a-z]+ ){0,2}(?:<R\d+>|astronaut)", ("who crewMemberOf in",), 0.93),
    Rule("crew-of-mission-names", rf"(?:{_CREWED}|{{ASTRO}}) (?:of|for|on|aboard|to) (?:the )?{{in:MISSIONS}}(?:,| -|:| –| —| are| is| were| was| include[sd]?)?(?: the)? (?:{{NAT}} )?(?:{{ORG}}{{S}}? (?:{{ASTRO}} )?)?{{who:PERS}}", ("who crewMemberOf in",), 0.9),
    Rule("name-member-of", r"{who:PERS}[^<;]{0,50}(?:<D\d+>[^<;]{0,20})?(?:(?:crew )?members? of|part of|crew of|veterans? of|participants? (?:in|on)|belong(?:s|ed)? to|veterans? of [^<;]{0,40}(?:flights?|missions?)(?: [^<;]{0,30})?(?:,|including|:)(?: including)?) (?:the |both |a |an )?(?:later )?(?:\w+ )?(?:crew (?:of|for) )?(?:{ORG}{S}? )?{in:MISSIONS}(?! and [A-Z])", ("who crewMemberOf in",), 0.9),
    Rule("assigned-to-mission", r"{who:PERS}[^<;]{0,60}(?:<[ASRNLO]\d+>[^<;]{0,30})?(?:seats? (?:on|aboard)|place on|assigned to(?: fly (?:on|aboard))?|selected (?:for|to fly on)|named to(?: fly)?(?: on)?|make up the crew of|next up on|in line for|given command of) (?:the |a )?(?:later )?(?:{ORG}{S}? )?{in:MISSIONS}", ("who crewMemberOf in",), 0.91, Status.PLANNED),
    Rule("body-assigned-to", r"{ORG} (?:has |have |had |today )?(?:assigned|named|selected|chosen|picked|announced) (?:{ASTRO} )?{who:PERS} (?:to|for|as [^;.<]{0,40}(?:<R\d+>s? )?(?:of|for|on)) (?:the )?(?:crew of )?{in:MISSIONS}", ("who crewMemberOf in",), 0.9, Status.PLANNED),
    Rule("as-part-of", r"{who:PERS},? [^<;.]{0,40}(?P<v>spend|spent|serve|served|launched|launch|live|lived|fly|flew|work|worked|conducted|completed|returned|traveled|travelled|stayed|stay|arrived|orbited)(?:[^;.]{0,110}) as (?:a )?(?:part|members?) of (?:the )?(?:{ORG}{S}? )?{in:MISSIONS}", ("who crewMemberOf in",), 0.86),
    Rule("a-veteran-of-name", r"[Aa] veteran of (?:[^<;]{0,40}(?:flights?|missions?),? (?:including )?)?{in:MISSIONS},? {who:P}", ("who crewMemberOf in",), 0.92),
    Rule("fly-on-mission", r"{who:PERS},? (?:who )?(?:[^<;.]{0,60}(?:<[ARSLN]\d+>[^<;.]{0,25}){0,2})?(?P<v>fl(?:y|ies|ew|own|ying)|launch(?:ed|es)?|travel(?:l?ed)?|serv(?:e|ed|es|ing)|rode|ride|participat\w+|took part|take part|train(?:ed|s|ing)?|assigned|named|selected|announced|chosen|headed|work(?:ed|ing)|liv(?:ed|ing)|stayed|join(?:ed|ing)?) (?:[^<;.]{0,60}(?:<[ADRSLTC]\d+>[^<;.]{0,25}){0,2})?(?:on|aboard|for|during|as part of|to|in|the crew of|of|with the crew of) (?:the |an? |both )?(?:upcoming |\w+-\w+ )?(?:{ORG}{S}? )?{in:MISSIONS}(?! (?:launch|coverage|program))", ("who crewMemberOf in",), 0.86),
    Rule("persons-mission-known-as", r"{who:P}'s (?:\w+ )?(?:<D\d+> )?(?:mission|flight|stay)[^<;.]{0,40}(?:,| is| was) (?:known as|called|named|dubbed|is called) [\"'“‘]?{in:MISSION}", ("who crewMemberOf in",), 0.95),
    Rule("during-his-mission-x", r"[Dd]uring {who:P}'s (?:\w+ )?(?:<D\d+> )?(?:mission|flight|stay|expedition),? (?:known as |called |named |dubbed )?[\"'“‘]?{in:MISSION}", ("who crewMemberOf in",), 0.93),
    Rule("his-mission-x", r"{who:P}'s (?:next |last |first |second |third |previous |own |recent )?(?:<D\d+> )?(?:mission|flight|stay)s?,? (?:named |called |known as |dubbed )?[\"'“‘]?{in:MISSIONS}", ("who crewMemberOf in",), 0.88),
    Rule("mission-that-he-named", r"{who:P}[^<;.]{0,80}(?:<[XSC]\d+>[^<;.]{0,40})?mission(?: that| which)? (?:<P\d+>|he|she) (?:has |have |had )?(?:named|called|dubbed) {in:MISSION}", ("who crewMemberOf in",), 0.92),
    Rule("stay-mission-known", r"{who:P} (?:stayed|spent|lived)[^;.]{0,80}, a (?:mission|stay|flight) (?:known as|called|named|dubbed) [\"'“‘]?{in:MISSION}", ("who crewMemberOf in",), 0.92),
    Rule("during-mission-he", r"(?:[Dd]uring|[Oo]n|[Ff]or|[Ii]n) (?:the )?{in:MISSIONS}(?: in [^<,]{0,12}(?:<T\d+>)?)?, (?:{who:P}) (?:also |then )?(?:became|served|performed|conducted|captured|helped|flew|spent|carried|was|made|logged|operated)", ("who crewMemberOf in",), 0.9),
    Rule("end-of-mission", r"{who:P} (?:returned|landed|came home|came back|splashed)[^;.]{0,80}(?:at|after) the end of {in:MISSION}", ("who crewMemberOf in",), 0.9),
    Rule("led-mission", r"{who:P}(?:, who)?(?: also| had)? (?:<P\d+> )?(?P<v>led|leads|commanded|commands|flew|flies|piloted|fly|command) (?:[^<;.]{0,25})?(?:on )?{in:MISSIONS}", ("who crewMemberOf in",), 0.9),
    Rule("role-on-mission", r"{who:P}[^<;.]{0,60}(?P<v>serv(?:e|es|ed|ing)|fly|flew|flies|is|was|rode|be|launch(?:ed)?)[^<;.]{0,40} as (?:an? |the )?(?:[a-z]+ )?<R\d+>(?: and (?:member|<R\d+>))?(?:[^<;.]{0,25}) (?:on|for|of|aboard|with|in|during) (?:the )?(?:{ORG}{S}? )?(?:{STATION} )?{in:MISSIONS}", ("who crewMemberOf in",), 0.93),
    Rule("mission-carries", r"{in:MISSION}[^<;.]{0,20}(?:(?:and )?its [a-z-]+ crew [^<;.]{0,12})?(?P<v>carr(?:y|ies|ied|ying)|includ(?:es?|ed|ing)|consist(?:s|ed)? of|comprises?|with|features?) (?:[^<;.]{0,30}(?:<[AON]\d+>[^<;.]{0,20})?)?{who:PERS}(?! (?:in|at) (?:mission control|the helm))", ("who crewMemberOf in",), 0.85),
    Rule("joining-on-mission", r"[Jj]oining {P} (?:on|aboard|for) {in:MISSION}[^<;.]{0,30} (?:is|are|will be|were|was) (?:[^<;.]{0,20}(?:<[AN]\d+>[^<;.]{0,20})?)?{who:PERS}", ("who crewMemberOf in",), 0.9),
    Rule("crewmate-of-mission", r"{who:PERS} and (?:<P\d+>'s |her |his |their )?{in:MISSION} (?:crewmates|crew)", ("who crewMemberOf in",), 0.93),
    Rule("as-part-of-mission", r"[Aa]s part of (?:the )?(?:{ORG}{S} )?{in:MISSIONS},? (?:the )?(?:{ORG}{S}? (?:{ASTRO} )?)?{who:PERS}", ("who crewMemberOf in",), 0.88),
    Rule("handed-mission", r"{who:P} (?:has |have |had )?(?:replac(?:ed|es)|succeed(?:ed|s)|reliev(?:ed|es)) [^;.]{0,50} (?:as|on) [^;.]{0,40}{in:MISSION}", ("who crewMemberOf in",), 0.85),
)

_LIVING = r"(?:aboard|on board|onboard|on|inside|at|in)"
STAY = (
    Rule("live-on-station", rf"{{who:PERS}},? (?:who )?(?:[^<;.]{{0,70}}(?:<[ARDTXPCNL]\d+>[^<;.]{{0,30}}){{0,3}})?(?P<v>spen(?:d|ds|t|ding)|stay(?:s|ed|ing)?|liv(?:e|es|ed|ing)|work(?:s|ed|ing)?|remain(?:s|ed|ing)?|conduct(?:s|ed|ing)?|serv(?:e|es|ed|ing)|accumulated|logged|is|are|was|were|been|be) (?:(?:<[DTR]\d+>|[^<;.]){{0,90}}?){_LIVING} (?:the )?(?:{{NAT}} )?{{at:STATION}}(?!'s? (?:program|side|end|crew on the ground))", ("who stayedOn at",), 0.92),
    Rule("arrive-at-station", r"{who:PERS},? (?:who )?(?:[^<;.]{0,60}(?:<[ARDTXPCV]\d+>[^<;.]{0,30}){0,3})?(?P<v>arriv(?:e|es|ed|ing)|reach(?:es|ed)?|enter(?:s|ed)?|board(?:s|ed)?|visit(?:s|ed|ing)?|return(?:s|ed|ing)?|travel(?:s|l?ed)?|transport|join(?:s|ed)?|com(?:e|ing)|came|head(?:s|ed)?|fly|flies|flew|dock(?:s|ed)?|launch(?:ed|es)?|go|set off|lift(?:ed)? off|blast(?:ed)? off|make (?:a |her |his )?\w+ (?:visit|trip)) (?:(?:<[TDCX]\d+>|[^<;.]){0,60}?)(?:to|at|aboard|on|for|from) (?:the )?{at:STATION}(?!'s? (?:program))", ("who stayedOn at",), 0.85),
    Rule("visit-station", r"{who:PERS},? [^<;.]{0,50}(?P<v>visit(?:s|ed|ing)?|board(?:s|ed)?|reach(?:es|ed)?|leav(?:e|es|ing)|left|depart(?:s|ed|ing)?) (?:the )?{at:STATION}(?!'s)", ("who stayedOn at",), 0.9),
    Rule("persons-stay-on-station", r"{who:PERS}'s (?:(?:\w+|<D\d+>|\w+-\w+)[ -]){0,3}(?:stay|mission|stint|expedition|tour|residency|sojourn|visit|time)s? (?:on|aboard|at|to|in) (?:the )?{at:STATION}", ("who stayedOn at",), 0.93),
    Rule("stay-on-station-for", r"(?:[Aa]fter|[Ff]ollowing|[Ww]ith|[Cc]oncluding|[Cc]ompleting|[Ee]nding|from|[Dd]uring|[Aa]fter) (?:an? |his |her |their |<P\d+>'s |spending )?(?:\w+ )?(?:(?:nearly|almost|about|more than) )?(?:(?:<D\d+>|\w+-\w+|\w+)[ -]){0,3}?(?:stay|mission|stint|expedition|tour|flight|)s?(?: of <D\d+>)? ?(?:on|aboard|at|in|to) (?:the )?{at:STATION}, (?:{NAT} )?(?:{ORG}{S}? )?(?:{ASTRO} )?{who:PERS}", ("who stayedOn at",), 0.88),
    Rule("station-crew-names", r"{at:STATION}{S}? (?:{MISSION} )?(?:resident |long-duration )?(?:crew ?members?|residents?|crew|occupants?|<R\d+>s?)(?:,| are| were| including| include)* (?:{ORG}{S}? )?(?:{ASTRO} )?{who:PERS}", ("who stayedOn at",), 0.9),
    Rule("astronaut-aboard", r"{who:PERS},? (?:who (?:is|are|was|were) )?(?:currently |now |already |left |living |and |working |still |)*(?:aboard|on board|onboard|at|living on|living aboard) (?:the )?{at:STATION}(?!'s)", ("who stayedOn at",), 0.9),
    Rule("join-already-aboard", r"(?:join|welcome|meet|greet|met|relieve|replace|joined|joining|welcomed) (?:[^;]{0,120}?)?{who:PERS}(?:,? (?:and|as well as) {ORG}{S}? {ASTRO} {PERS})?,? (?:who (?:are|were|have been) )?(?:already )?(?:living and working|living|aboard|working) (?:aboard|on|in|the)? ?(?:the )?{at:STATION}", ("who stayedOn at",), 0.9),
    Rule("remain-aboard", r"{who:PERS}(?:,| will| are| is| remains?| stay on| also)* (?P<v>remain(?:s|ed|ing)?|stay(?:s|ed|ing)?) (?:on board|aboard|in orbit|behind|on)(?! (?:for )?Earth)(?:, as (?:do|did|does) {who:PERS})?", (), 0.85),
    Rule("waiting-aboard", r"(?:aboard|on board|on|at) (?:the )?{at:STATION},? (?:<X\d+> )?(?:crew ?members? |{ASTRO} )?{who:PERS}", ("who stayedOn at",), 0.86),
    Rule("station-whose-residents", r"{at:STATION},? (?:whose|where)(?: the)? (?:\w+ )?(?:residents|crew|occupants|hosts|cosmonauts|astronauts),? {who:PERS}", ("who stayedOn at",), 0.93),
    Rule("brought-persons-to", r"(?P<v>bring(?:s|ing)?|brought|carr(?:y|ies|ied|ying)|deliver(?:s|ed|ing)?|transport(?:s|ed|ing)?|tak(?:e|es|ing)|took|ferr(?:y|ied|ies|ying)|fly|flew) (?:[^<;.]{0,30}(?:<[AN]\d+>[^<;.]{0,20})?)?{who:PERS} (?:up )?to (?:the )?{at:STATION}", ("who stayedOn at",), 0.92),
    Rule("station-mission-of-person", r"{who:P}'s (?:\w+ )?(?:mission|stay|flight|return|trip|third time|visit) (?:on|to|aboard|from) (?:the )?{at:STATION}", ("who stayedOn at",), 0.9),
    Rule("speaking-from", r"(?:[Ss]peaking|[Tt]alking|[Cc]alling|[Pp]osting|[Rr]eporting|[Ww]riting)(?: live| to [^;.,<]{0,30})? from (?:the )?{at:STATION}, {who:PERS}", ("who stayedOn at",), 0.9),
    Rule("has-been-aboard", r"{who:PERS}[^<;.]{0,90}(?:<[TRA]\d+>[^<;.]{0,50})*\b(?:has|have|had) been aboard (?:the )?{at:STATION}", ("who stayedOn at",), 0.92),
    Rule("live-later-aboard", r"{who:PERS},? (?:both of whom |who |each of whom )(?:would |had |have |has |will )?(?:later )?(?P<v>live|lived|stay|stayed|spend|spent) [^<;.]{0,30}(?:aboard|on) (?:the )?{at:STATION}", (), 0.9, Status.OCCURRED),
)

FLEW = (
    Rule("craft-crewmates", r"{who:PERS}(?:,)? (?:joined |and )?(?:<P\d+>'s |his |her |their )?{on:CRAFT} crewmates?,? {who:PERS}", ("who flewOn on",), 0.93),
    Rule("role-aboard-craft", r"{who:PERS},? (?:[^<;.]{0,60}(?:<[ARSLXDT]\d+>[^<;.]{0,40}){0,3})?(?P<v>launch(?:ed|es|ing)?|travel(?:s|led|ed|ling|ing)?|fl(?:y|ew|ies|ying|own)|rid(?:e|es|ing)|rode|return(?:s|ed|ing)?|com(?:e|es|ing)|came|went|go|arriv(?:e|ed|ing)|depart(?:s|ed)?|land(?:ed|s|ing)?|splash(?:ed|es|ing)? down|lift(?:ed|ing)? off|leave|left|up|be) (?:(?:<[TSLDF]\d+>|[^<;.]){0,60}?)(?:aboard|on board|onboard|on|in|with) (?:the |an? |its )?(?:{ORG}{S}? |{NAT} |same |space shuttle )?{on:CRAFT}(?!'s)", ("who flewOn on",), 0.9),
    Rule("flew-craft", r"{who:PERS}(?:,? (?:who|also|had|has|will|have|both))* (?P<v>fl(?:y|ew|ies|own|ying)|pilot(?:ed|s)?|command(?:ed|s)?|rode|ride) (?:the )?(?:space shuttle |{NAT} )?{on:CRAFT}(?! over)", ("who flewOn on",), 0.88),
    Rule("craft-carried", r"{on:CRAFT}[^<;.]{0,40}(?:<[ATSVD]\d+>[^<;.]{0,25})?(?P<v>carr(?:y|ies|ied|ying)|brought|bring(?:s|ing)?|deliver(?:ed|s)?|transport(?:ed|s)?|took) (?:[^<;.]{0,40}(?:<[ANXR]\d+>[^<;.]{0,20}){0,3})?{who:PERS}", ("who flewOn on",), 0.9),
    Rule("craft-crew-names", r"{on:CRAFT} (?:crew(?: ?members?)?|cosmonauts|astronauts|crewmates)(?:,| -|:| are| is| were)? {who:PERS}", ("who flewOn on",), 0.9),
    Rule("crew-of-craft-is", r"crew of (?:the )?{on:CRAFT}(?:, [^;.]{0,60},)?(?:,| consists? of| consisted of| comprises?| comprised| is| are| were| includes?| included|:) {who:PERS}", ("who flewOn on",), 0.9),
    Rule("craft-flown-by", r"{on:CRAFT},? (?:[^<;.]{0,20})?(?:flown|piloted|crewed|manned|commanded) by (?:{NAT} |{ORG}{S}? |{ASTRO} )*{who:PERS}", ("who flewOn on",), 0.92),
    Rule("veteran-of-craft", r"{who:P},? (?:an? )?veteran of (?:the )?{on:CRAFT}", ("who flewOn on",), 0.85),
    Rule("seat-on-craft", r"{who:PERS}[^<;.]{0,40}(?:seats? (?:on|aboard)|inside|is set to ride|strapped into) (?:the )?{on:CRAFT}", ("who flewOn on",), 0.85),
    Rule("inside-it-were", r"^(?:[Ii]nside|[Aa]board|[Oo]n board)(?: (?:it|her))? (?:is|are|was|were|will be) {who:PERS}", (), 0.88),
    Rule("inside-craft-were", r"(?:[Ii]nside|[Aa]board|[Oo]n board) (?:the )?{on:CRAFT},? (?:is|are|was|were|will be) (?:[^<;.]{0,20}(?:<[ANXR]\d+>[^<;.]{0,20}){0,3})?{who:PERS}", ("who flewOn on",), 0.93),
    Rule("commander-of-craft", r"{who:P}[^<;.]{0,60} as (?:an? |the )?(?:second |first )?<R\d+> (?:of|aboard|on) (?:the )?{on:CRAFT}", ("who flewOn on",), 0.9),
    Rule("persons-craft", r"{who:PERS}(?:'s? | and (?:his|her|their) crewmates?'? )(?:aboard|in) (?:the )?{on:CRAFT}", ("who flewOn on",), 0.85),
    Rule("craft-had-delivered", r"{on:CRAFT}, (?:the )?(?:\w+ )?that (?:had )?(?:delivered|brought|carried) {who:PERS}", ("who flewOn on",), 0.93),
)

BACKUP = (
    Rule("backup-for", r"{who:PERS}[^<;.]{0,60}(?:<[ATN]\d+>[^<;.]{0,40})?(?:backups?|back-ups?|understud(?:y|ies)|reserves?|stand-in|stand-ins|doubles?)(?: crew(?: ?members?)?| <R\d+>|member)? (?:crew )?(?:to|for|of) (?:the )?{whom:PERS}(?:,? (?:for|on) (?:the )?{for:MISSION})?", ("who backupFor whom", "who backupFor for"), 0.93),
    Rule("backup-for-mission", r"{who:PERS}[^<;.]{0,60}(?:<[ATN]\d+>[^<;.]{0,40})?(?:backups?|back-ups?|reserves?|understud(?:y|ies))(?: crew)?(?: ?members?| <R\d+>)? (?:to|for|of|on) (?:the )?(?:{ORG}{S}? )?{for:MISSION}", ("who backupFor for",), 0.92),
    Rule("back-up-verb", r"{who:PERS}[^<;.]{0,40}(?:<[XTNC]\d+>[^<;.]{0,30})?back(?:s|ed|ing)? up {whom:PERS}", ("who backupFor whom",), 0.9),
    Rule("backing-up-is", r"[Bb]acking up {whom:PERS} (?:is|are|was|were|will be) (?:{NAT} |{ORG}{S}? |{ASTRO} )*{who:PERS}", ("who backupFor whom",), 0.92),
    Rule("persons-backup-is", r"{whom:PERS}(?:'s?|s')? (?:backups?|back-ups?|understud(?:y|ies)|reserves?)(?: for {for:MISSION})?(?:,| is| was| are| were| will be| on the ground (?:is|was))* (?:the |{NAT} |{ORG}{S}? |{ASTRO} |fellow |[a-z]+ )*{who:PERS}", ("who backupFor whom", "who backupFor for"), 0.93),
    Rule("name-persons-backup", r"{who:P},? (?:[^<;.]{0,60}|(?:[^<;.]{0,40}<[AN]\d+>[^<;.]{0,40}))?(?:as |is (?:now )?|was |, )?{whom:P}'s (?:backup|back-up|understudy|reserve)(?: (?:for|on) {for:MISSION})?", ("who backupFor whom", "who backupFor for"), 0.93),
    Rule("backup-crew-is", r"(?:[Bb]ackup|[Bb]ack-up|[Rr]eserve) (?:crew|crew ?members?|<R\d+>s?|astronauts?|cosmonauts?)(?: for (?:the )?{for:MISSION})?(?: (?:are|is|was|were|consists of|comprises|includes?)|:|,)? (?:{ORG}{S}? )?(?:{ASTRO} )?{who:PERS}", ("who backupFor for",), 0.9),
)

_ON = r"(?:maintain|repair|service|install|operat(?:e|ed|es|ing)|us(?:e|ed|ing)|upgrad|replac|work(?:ed|ing|s)? on|fix|test|assembl|mount|attach|inspect|retriev|captur(?:ed?|ing)|prepar|deploy|ran|run|running|drove|drive|control|activat|set up|with|on|in|at|tended|configured|water)"
WORK = (
    Rule("operate-payload", r"{who:PERS}[^<;.]{0,80}(?:<[TDM]\d+>[^<;.]{0,40})?(?P<v>operat(?:ed?|es|ing)|ran|run|runs|running|us(?:ed|es|ing)|work(?:ed|s|ing)? (?:on|with|at)|servic(?:ed|es|ing)|repair(?:ed|s|ing)?|install(?:ed|s|ing)?|maintain(?:ed|s|ing)?|upgrad(?:ed|es|ing)|replac(?:ed|es|ing)|tested|tests|retriev(?:ed|es|ing)|deploy(?:ed|s|ing)?|mount(?:ed|s|ing)?|caught|captured?|inspected|watered|tended|conduct(?:ed|s|ing)?|activat(?:ed|es|ing)|drove|fix(?:ed|es|ing)?|swapp(?:ed|ing)) (?:[^<;.]{0,60}(?:<[CPT]\d+>[^<;.]{0,20})?)?{on:PAYLOAD}", ("who workedOn on",), 0.85),
    Rule("spent-on-payload", r"{who:PERS} spent [^<;.]{0,40}(?:at|on|with) (?:the )?{on:PAYLOAD}", ("who workedOn on",), 0.88),
    Rule("grown-in-payload", r"{who:PERS} (?P<v>\w+ed) [^<;.]{0,40}(?:in|with|using|for) (?:the )?{on:PAYLOAD}", ("who workedOn on",), 0.8),
)

_SPAN = r"(?P<v>spen(?:d|ds|t|ding)|stay(?:s|ed|ing)?|log(?:s|ged)|liv(?:e|ed|ing)|accumulated|complet(?:e|ed|ing)|made|makes?|be|been|begin|began|begins|start(?:s|ed)?|embark(?:s|ed)? on|conclud(?:e|es|ed|ing)|finish(?:es|ed)?|wrap(?:s|ped)? up|work(?:s|ed|ing)?|remain(?:s|ed)?|return(?:s|ed|ing)?|land(?:s|ed|ing)?|kept|la?st(?:s|ed|ing)?)"
DURATION = (
    Rule("spend-time", rf"{{who:PERS}},? (?:both of whom |each of whom |who |all of whom )?(?:[^<;.]{{0,60}}(?:<(?:[ARSTXCLN]\d+>|P\d+>'s)[^<;.]{{0,40}}){{0,3}})?{_SPAN} (?:an? |another |the last |the next |[^<;.]{{0,30}}|[^<;.]{{0,20}}<S\d+>[^<;.]{{0,12}})?(?:total of )?{{long:DUR}}(?! (?:spacewalk|EVA|excursion|training|course|outside|later|ago|conducting))(?![^<;.]{{0,40}}(?:outside|working outside|EVA|spacewalk|training))", ("who duration long",), 0.9),
    Rule("mission-for-person", r"{who:PERS}'s (?:(?:first|second|third|fourth|fifth|latest|last|own|next|long|total) )*{long:DUR}(?:[ -]long)?[ -]?(?:mission|stay|flight|expedition|stint|trip|spaceflight|sojourn|journey|space mission|visit)", ("who duration long",), 0.92),
    Rule("persons-mission-of", r"{who:PERS}'s (?:[\w-]+ ){0,2}(?:mission|stay|flight|expedition|stint|trip|journey|record)(?: (?:aboard|on|in) [^<;.]{0,10}(?:<S\d+>|space|orbit))? (?:of|lasted|took|had taken|lasting|has lasted|had lasted) {long:DUR}", ("who duration long",), 0.92),
    Rule("after-time-in-space", r"(?:after|following|concluding|completing|ending|wrapping up|made|make|makes|on) (?:an? |his |her |their |<P\d+>'s |spending |a stay of |a mission of |the |\w+ )*{long:DUR}(?:[ -](?:long))?(?: (?:mission|stay|flight|expedition|stint|trip|journey|spaceflight|in space|in orbit|aboard|on|away|off|science|long-duration|research|space)|$|[.,])", (), 0.88),
    Rule("mission-lasting", r"{what:MISSION}(?:'s)?[^<;.]{0,40}(?:<[SLPC]\d+>[^<;.]{0,30})?(?P<v>la?st(?:s|ed|ing)?|took|spent|of|spanning|after|was|is|complet\w+|be) (?:an? |the )?(?:[a-z-]+ )?{long:DUR}(?:[ -](?:long )?(?:mission|flight|journey|stay|orbit|trip|spaceflight))?", ("what duration long",), 0.82),
    Rule("dur-mission-apposed", r"{long:DUR}[ -](?:long )?(?:[a-z]+ ){0,2}?(?:mission|flight|expedition|spaceflight|journey|stay)s?,? (?:of |named |called |known as |dubbed |the |on |, )?[\"'“‘]?{what:MISSION}", ("what duration long",), 0.9),
    Rule("mission-a-dur-mission", r"{what:MISSION},? (?:was |is |as |will be )?(?:an? |the )(?:[a-z-]+ )?{long:DUR}[ -](?:long )?(?:[a-z-]+ )?(?:mission|flight|expedition|journey|orbit|stay|trip)", ("what duration long",), 0.93),
    Rule("dur-mission-name", r"(?:the|an?|its|their) {long:DUR} {what:MISSION}", ("what duration long",), 0.92),
    Rule("mission-comma-mission-of-dur", r"{what:MISSION}, (?:a|an|the) (?:mission|flight|stay) (?:of|lasting) {long:DUR}", ("what duration long",), 0.94),
)


def find(document: Document) -> Iterator[Claim]:
    """Claims about crews: crewMemberOf, stayedOn, flewOn, backupFor, workedOn, duration."""
    for table in (CREW, STAY, FLEW, BACKUP, WORK):
        yield from claims(table, document)
    for claim in claims(DURATION, document):
        if not (document.entity(claim.subject).type == "Person" and isinstance(claim.object, Literal) and claim.object.value.startswith("PT")):
            yield claim  # hours alone are a spacewalk's, not a stay's
    yield from _remaining(document)
    yield from _subjects(document)
    yield from _inside(document)


def _remaining(document: Document) -> Iterator[Claim]:
    """"Volkov and Kelly remain in orbit": on the release's only station."""
    stations = {m.entities[0] for m in document.mentions if m.type == "Station"}
    if len(stations) != 1:
        return
    for found in matches([r for r in STAY if r.name == "remain-aboard"], document):
        for who in found.items("who"):
            for person in who.entities:
                yield Claim(person, "stayedOn", next(iter(stations)), found.sentence.index, "remain-aboard", confidence(0.85, who), found.status)


def _inside(document: Document) -> Iterator[Claim]:
    """"Inside were A, B and C": in the craft spoken of last."""
    for found in matches([r for r in FLEW if r.name == "inside-it-were"], document):
        before = [m.entities[0] for m in document.mentions if m.type == "Spacecraft" and m.begin < found.sentence.begin]
        for who in re.findall(r"<P(\d+)>", found.sentence.typed[found.match.start() :]) if before else ():
            item = found.sentence.items[int(who)]
            for person in item.entities:
                yield Claim(person, "flewOn", before[-1], found.sentence.index, "inside-it-were", confidence(0.88, item))


def _subjects(document: Document) -> Iterator[Claim]:
    """"… landed after 204 days in space": the length of stay of the sentence's subject."""
    for found in matches([r for r in DURATION if r.name == "after-time-in-space"], document):
        typed = found.sentence.typed[: found.match.start()]
        nearest = re.findall(r"<P(\d+)>(?!')", typed)
        if not nearest:
            continue
        first = found.sentence.items[int(nearest[0])]
        for value in (v for d in found.items("long") for v in values(d)):
            for person in first.entities:
                yield Claim(person, "duration", value, found.sentence.index, found.rule.name, confidence(0.85, first), found.status)
