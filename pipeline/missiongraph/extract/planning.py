"""The words of plans: what is set for a day, what is called off. One list for every module that asks."""

from __future__ import annotations

__all__ = [
    "AHEAD",
    "CALLED_OFF",
    "CALLING_OFF",
    "CANCELLED_ADJECTIVES",
    "CANCELLING",
    "FUTURE_ADJECTIVES",
    "FUTURE_NOUNS",
    "HYPOTHETICAL",
    "LEMMAS",
    "PLANNING",
    "READY",
    "REPORTING",
    "SET",
]

SET = r"(?:set|scheduled|planned|due|expected|targeted|targeting|slated|timed|booked|pencill?ed in|manifested|earmarked|aiming)"
"""What is said of a flight or its launch before "for Friday" or "to lift off" (a pattern)."""
CALLED_OFF = (
    r"(?:called off|scrubbed|postponed|delayed|put (?:off|back)|pushed back|cancel+ed|stood down|moved to|grounded|waved off"
    r"|rescheduled|slipped|aborted|was halted|dropped|(?:held|pulled) back)"
)
"""What is said of one that does not take place when it was to (a pattern)."""
AHEAD = frozenset(
    "will 'll ’ll shall scheduled targeted targeting planned expected set due slated planning aiming to should".split()
)
"""Words that make the time beside them one to come."""
PLANNING = frozenset(
    "schedule plan expect target set slate due prepare aim intend hope ready await anticipate assign pencil earmark propose book"
    " want gear train design seek invite agree approve foresee envisage forecast".split()
)
FUTURE_NOUNS = frozenset(
    "track go course plan countdown preparation goal opportunity schedule date readiness ahead chance way window line".split()
)
CANCELLING = frozenset(
    "cancel scrub postpone delay abort halt drop slip reschedule scuttle scrap abandon axe defer shelve".split()
)
CALLING_OFF = frozenset("postponement cancellation delay scrub abort rescheduling deferral".split())
HYPOTHETICAL = frozenset("could might may can would".split())
FUTURE_ADJECTIVES = frozenset(
    "planned upcoming scheduled targeted future next expected forthcoming proposed anticipated".split()
)
CANCELLED_ADJECTIVES = frozenset("cancelled canceled scrubbed aborted postponed failed".split())
READY = frozenset("due ready set scheduled slated expected poised keen eager".split())
REPORTING = frozenset("say announce tell confirm add state report note".split())
LEMMAS = {
    "hopes": "hope",
    "hoped": "hope",
    "hoping": "hope",
    "slated": "slate",
    "readied": "ready",
    "penciled": "pencil",
    "pencilled": "pencil",
}
"""What the model's lemmas get wrong."""
