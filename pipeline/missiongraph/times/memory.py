"""What a reader of times keeps in mind: the zone, the days and the year told last."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from missiongraph.times.parts import Precision, TimeSpan

__all__ = ["Memory"]


@dataclass(slots=True)
class Memory:
    """What was last spoken of, in document order."""

    zone: str | None = None
    day: date | None = None
    precision: Precision = "day"
    past: date | None = None
    future: date | None = None
    year: int | None = None
    year_at: tuple[int, int] = (-1, -1)
    """Sentence and paragraph in which `year` was told."""
    history: bool | None = None
    """Whether the first day told lies more than a year back: a look at the past, not news."""
    launched: date | None = None
    """The first day told, where an undated text tells a launch of it."""
    told: date | None = None
    """The last day told to the day that lies more than a year back."""
    days: dict[tuple[int, int], date] = field(default_factory=dict)
    """The days told with their year, by month and day."""

    months: dict[int, int] = field(default_factory=dict)
    """The years of the months told with theirs, the last told."""
    resumed: date | None = None
    """The day of the story itself, where the last one told only looked back: "A had gone up on 7 April"."""
    news: date | None = None
    """The last day told of those right before the release."""

    def keep(self, span: TimeSpan, day: date, exact: bool) -> None:
        """Keep a day or a month that is told with its year."""
        if exact and span.day and span.day.year is not None:
            self.days.setdefault((day.month, day.day), day)
        elif span.day and span.day.year is not None and span.day.month is not None:
            self.months[day.month] = day.year

    def place(self, day: date, published: date, born: bool) -> None:
        """Keep where a day lies beside the release's own; one of somebody's birth begins no story."""
        back = (published - day).days
        if back >= 0:
            self.past = day
        if back <= 0:
            self.future = day
        if 0 <= back <= 2:
            self.news = day
        if back > 366 and not born:
            self.told = day
        if self.history is None:
            self.history = back > 366
