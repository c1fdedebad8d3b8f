"""Times and durations in the text of a release, as ISO 8601.

`find` spots time expressions, `resolve` fixes one in its `Context`, and `read` does both for a whole text,
carrying zone, day and year along. `durations` finds lengths of time. Pure functions over text, no spaCy.
"""

from __future__ import annotations

from missiongraph.times.durations import DurationSpan, durations
from missiongraph.times.finding import find
from missiongraph.times.parts import Clock, Day, Precision, Shift, Tense, TimeSpan
from missiongraph.times.reading import Time, read
from missiongraph.times.resolving import Context, Settled, resolve, settle

__all__ = [
    "Clock",
    "Context",
    "Day",
    "DurationSpan",
    "Precision",
    "Settled",
    "Shift",
    "Tense",
    "Time",
    "TimeSpan",
    "durations",
    "find",
    "read",
    "resolve",
    "settle",
]
