"""Read all times of a release in order, carrying the zone, the day and the year last spoken of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from missiongraph.times.days import safe_date
from missiongraph.times.finding import find
from missiongraph.times.memory import Memory
from missiongraph.times.parts import Precision, Tense, TimeSpan
from missiongraph.times.resolving import Context, Settled, settle
from missiongraph.times.zones import region_of, zone_statement

__all__ = ["Time", "read"]

TenseOf = Callable[[int, int], str | None]
Sentence = tuple[int, int, str | None]
ZoneOf = Callable[[int, int], str | None]
_AHEAD = re.compile(r"[;:]|,? \b(?:and|but|to|before|after|ahead|until|for|then|while|when|where|which|who|since)\b")
_PARALLEL = re.compile(r"\b(?:and|to|until)\b")
_DROPPED = re.compile(
    r"(?i:\bhad (?:first |originally )?been (?:scheduled|planned|set|targeted|due)\b"
    r"|\b(?:first|originally|initially|previously) (?:set|scheduled|planned|targeted|due)\b)[^.]*$"
)
_PLUPERFECT = re.compile(
    r"\bhad (?:\w+ly )?(?:been )?(?:[a-z]+ed|gone|come|flown|left|begun|taken|set|risen|made|spent)\b[^,;.]*$"
)
_LIFTOFF = re.compile(r"(?i:\b(?:lift(?:ed)?[ -]?off|blast(?:ed)?[ -]?off|took off|launch(?:ed)?)\b)")
_LAUNCHED = re.compile(r"\b(?:took off|lifted off|blasted off|launched|roared|thundered|rose)\b")
_BOUNDS = re.compile(r"\b(?:since|until|till) (?:the |late |early |mid-)?$")
_PLANS = re.compile(
    r"\b(?:delay|postpon|slip|reschedul|retarget|target|schedul|slat|mov|push)\w* "
    r"[^.;]{0,60}\b(?:to|for|until|in) (?:no earlier than |late |early |mid-|the )*$"
)
"""Before a month or year to come, of which a story of the past only tells that it was planned."""
_ABOUT_TWELVE = re.compile(r"(?i:\b(?:shortly|just|soon|some time|sometime) (?:before|after) (?:noon|midnight)\b)")
"""No time of day: which minute before or after it was is not said."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time the text states. `value` is ISO 8601; `day` the calendar day in the text's own zone."""

    begin: int
    end: int
    value: str
    precision: Precision
    kind: Literal["point", "range"]
    approximate: bool
    confidence: float
    until: str | None = None
    day: str | None = None


def read(
    text: str,
    sentences: Sequence[Sentence] = (),
    published: date | None = None,
    place_zone: str | ZoneOf | None = None,
    tense: TenseOf | None = None,
) -> list[Time]:
    """Every time in `text` that can be fixed, in order; what cannot be fixed is left out.

    `sentences` are (begin, end, tense) with "past", "future" or None, by default the lines with None.
    `tense`, where given, tells the tense of the verb nearest to a stretch of text and goes before the sentence's.
    `place_zone` is, or tells for a stretch, the IANA zone of "local time".
    """
    reader = _Reader(text, sentences, published, place_zone, tense)
    return [time for index in range(len(reader.spans)) if (time := reader.step(index))]


_STORY = 60
"""So many days after the last day told a story of the past may still go on."""


_NEWS = 150
"""So many days back news may tell a day without its year."""


def _to_the_day(span: TimeSpan) -> bool:
    """Whether a span is a day without its year, or counted in days from the last day told."""
    day = span.day
    if day is None or day.year is not None:
        return False
    return day.day is not None or bool(day.shift and day.shift.anchor == "reference" and day.shift.unit == "day")


class _Reader:
    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        published: date | None,
        place_zone: str | ZoneOf | None,
        tense: TenseOf | None,
    ) -> None:
        self.text, self.published, self.tense, self.place_zone = text, published, tense, place_zone
        self.spans = find(text)
        self.memory = Memory(zone=zone_statement(text))
        self.lines = [found.start() for found in re.finditer("\n", text)]
        self.sentences = (
            sorted(sentences, key=lambda each: each[:2])
            if sentences
            else [(at, at, None) for at in (0, *(n + 1 for n in self.lines))]
        )
        self.starts = [begin for begin, *_ in self.sentences]

    def _sentence(self, offset: int) -> int:
        return bisect_right(self.starts, offset)

    def _paragraph(self, offset: int) -> int:
        return bisect_right(self.lines, offset)

    def step(self, index: int) -> Time | None:
        """Settle the span at `index` and remember what it tells."""
        span = self.spans[index]
        context = self._context(span)
        if span.clock and span.day is None:
            context = replace(context, reference=self._day_of(index, context), reference_precision="day")
        settled = settle(span, context)
        if settled is None:
            return None
        if span.clock and _ABOUT_TWELVE.search(self.text, max(0, span.begin - 16), span.end):
            settled = replace(settled, value=settled.day.isoformat(), precision="day")
        end = None
        if span.until is not None:
            near = replace(context, reference=settled.day, reference_precision="day")
            if span.until.clock and span.until.clock.zone is None:
                near = replace(near, zone=settled.zone)
            end = settle(span.until, near)
        self._remember(span, settled)
        return Time(
            span.begin,
            span.end,
            settled.value,
            settled.precision,
            span.kind,
            span.approximate,
            settled.confidence,
            end.value if end else None,
            settled.day.isoformat() if settled.precision in ("day", "minute", "second") else None,
        )

    def _context(self, span: TimeSpan) -> Context:
        place, memory = self.place_zone, self.memory
        year, day, precision = self._year_in_force(span), memory.day, memory.precision
        if year is None and memory.history and memory.told and precision == "year" and _to_the_day(span):
            year, day, precision = memory.told.year, memory.told, "day"  # years told by the way do not end the story
        elif memory.told and (
            self._looked_back(span, memory.told) or (year is None and self._resumed(span, memory.told))
        ):
            year, day, precision = memory.told.year, memory.told, "day"
        again = self._told_before(span) if memory.history else None
        if again or (year is None and (again := self._of_month(span))):
            year, day, precision = again.year, again, "day"
        return Context(
            published=self.published,
            zone=self.memory.zone,
            place_zone=place(span.begin, span.end) if callable(place) else place,
            tense=self._tense_at(span),
            reference=day,
            reference_precision=precision,
            last_year=year,
        )

    def _told_before(self, span: TimeSpan) -> date | None:
        """The day of a story that was told with its year before: "On 7 February 1984 … On February 7 he …"."""
        day = span.day
        if not (day and day.month and day.day and day.year is None):
            return None
        return self.memory.days.get((day.month, day.day))

    def _of_month(self, span: TimeSpan) -> date | None:
        """A day of a month told with its year before: "lifted off in April 1970. … They came down on April 17"."""
        day = span.day
        if not (day and day.month and day.day and day.year is None) or self._tense_at(span) != "past":
            return None
        year = self.memory.months.get(day.month)
        return safe_date(year, day.month, day.day) if year and self._out_of_reach(day.month, day.day) else None

    def _looked_back(self, span: TimeSpan, told: date) -> bool:
        """Whether the month told last lies before the story's own days: "agreed in May 1972. … On 15 July …"."""
        memory = self.memory
        return bool(
            memory.history
            and memory.day
            and memory.precision == "month"
            and memory.day < told
            and self._sentence(span.begin) != memory.year_at[0]
            and _to_the_day(span)
        )

    def _resumed(self, span: TimeSpan, told: date) -> bool:
        """Whether a story of the past goes on after a word of today ("he says today. … They began on 5 December").

        In news it does where the same day of the last year would lie months back: nobody leaves out the year of that.
        """
        day = span.day
        if not (day and day.month and day.day and day.year is None):
            return False
        then = safe_date(told.year, day.month, day.day)
        if then is None or not 0 <= (then - told).days <= _STORY or self._tense_at(span) == "future":
            return False
        return bool(self.memory.history or (self._tense_at(span) == "past" and self._out_of_reach(day.month, day.day)))

    def _out_of_reach(self, month: int, day: int) -> bool:
        """Whether the last such day lies further back from the release than news goes."""
        years = (self.published.year, self.published.year - 1) if self.published else ()
        last = next(
            (d for y in years if (d := safe_date(y, month, day)) and self.published and d <= self.published), None
        )
        return last is not None and self.published is not None and (self.published - last).days > _NEWS

    def _tense_at(self, span: TimeSpan) -> Tense | None:
        told = self.tense(span.begin, span.end) if self.tense else None
        if told is None:
            told = self.sentences[max(self._sentence(span.begin) - 1, 0)][2]
        return "past" if told == "past" else "future" if told == "future" else None

    def _year_in_force(self, span: TimeSpan) -> int | None:
        """The narrative's year: told in this sentence or paragraph and well before the release, else None."""
        memory = self.memory
        if memory.year is None or memory.day is None:
            return None
        sentence, paragraph = memory.year_at
        same_sentence = sentence == self._sentence(span.begin)
        same_paragraph = paragraph == self._paragraph(span.begin)
        if self.published is None:
            return memory.year if same_sentence or same_paragraph else None
        if (self.published - memory.day).days < 366:
            return None
        if memory.precision == "year":
            story = same_paragraph and memory.told and memory.year > memory.told.year
            return memory.year if same_sentence or (story and _to_the_day(span)) else None
        carries_on = bool(memory.history and span.day and span.day.day)
        return memory.year if same_sentence or same_paragraph or carries_on or self._goes_on(span) else None

    def _goes_on(self, span: TimeSpan) -> bool:
        """Whether the next paragraph goes on with a story of the past, some days after what was told last."""
        memory, day = self.memory, span.day
        close = 0 < self._paragraph(span.begin) - memory.year_at[1] <= 2  # a blank line counts too
        if not (close and memory.day and memory.precision == "day" and day and day.month and day.day):
            return False
        told = safe_date(memory.day.year, day.month, day.day)
        return told is not None and 0 <= (told - memory.day).days <= 45 and self._tense_at(span) == "past"

    def _day_of(self, index: int, context: Context) -> date | None:
        """The day of a clock time told without one: this sentence's, else the last one that fits the tense."""
        span = self.spans[index]
        sentence = self._sentence(span.begin)
        told_here = any(each.day and self._sentence(each.begin) == sentence for each in self.spans[:index])
        if not told_here and (later := self._later_day(index, sentence, context)):
            return later
        memory = self.memory
        if not told_here and (launched := self._launch_day(span)):
            return launched
        last = memory.day if memory.precision == "day" else None
        if not told_here and memory.resumed:
            last = memory.resumed
        if last is None and context.tense == "past":
            if memory.day is None:  # "The ship has docked. It moored at 22:32 Moscow time": news of its own day
                return self.published
            last = memory.news  # "… that it carried up three months earlier. The capsule landed at 0401 GMT"
        listed = span.begin in self.starts or self.text[span.begin - 1 : span.begin] == "\n"
        if self.published is None or context.tense is None or last is None or listed:
            return last
        if context.tense == "past" and last > self.published:
            return memory.past
        if context.tense == "future" and last < self.published:
            return memory.future
        return last

    def _launch_day(self, span: TimeSpan) -> date | None:
        """The day on which an undated story began with a launch, for a lift-off told by the clock alone."""
        begin = self.starts[max(self._sentence(span.begin) - 1, 0)]
        paragraph = self.lines[self._paragraph(span.begin) - 1] if self._paragraph(span.begin) else 0
        opens = not self.text[paragraph:begin].strip()
        return self.memory.launched if opens and _LIFTOFF.search(self.text, begin, span.begin) else None

    def _later_day(self, index: int, sentence: int, context: Context) -> date | None:
        """The one day told after the clock time in its own clause ("at 3:37 a.m. off Florida on Sunday")."""
        span = self.spans[index]
        rest = [each for each in self.spans[index + 1 :] if each.day and self._sentence(each.begin) == sentence]
        if len(rest) != 1:
            return None
        between = self.text[span.end : rest[0].begin]
        if rest[0].clock:
            between = _PARALLEL.sub(" ", between, count=1)
        if _AHEAD.search(between):
            return None
        settled = settle(rest[0], context)
        return settled.day if settled and settled.precision in ("day", "minute", "second") else None

    def _dropped(self, span: TimeSpan) -> bool:
        """Whether this is a date that no longer holds ("had been scheduled for November 14")."""
        sentence = self._sentence(span.begin)
        begin = max(self.starts[sentence - 1] if sentence else 0, span.begin - 80)
        return bool(_DROPPED.search(self.text, begin, span.begin))

    def _before_that(self, span: TimeSpan, settled: Settled) -> bool:
        """Whether a story looks back at a day: "They landed on Saturday. A had gone up on 7 April. …"."""
        memory = self.memory
        earlier = memory.precision == "day" and memory.day is not None and settled.day < memory.day
        begin = max(self.starts[self._sentence(span.begin) - 1], span.begin - 60)
        return earlier and bool(_PLUPERFECT.search(self.text, begin, span.begin))

    def _aside(self, span: TimeSpan, settled: Settled) -> bool:
        """Whether a month or year only bounds or plans what a story of days tells ("for the first time since 2001")."""
        if settled.precision not in ("year", "month") or self.memory.precision != "day" or self.memory.day is None:
            return False
        sentence = self._sentence(span.begin)
        begin = max(self.starts[sentence - 1] if sentence else 0, span.begin - 90)
        bounds = settled.precision == "year" and _BOUNDS.search(self.text, begin, span.begin)
        return bool(bounds or (self.published is None and _PLANS.search(self.text, begin, span.begin)))

    def _begins(self, span: TimeSpan) -> bool:
        """Whether an undated story opens with a launch on this day."""
        if self.memory.day is not None or self.published is not None or self._tense_at(span) != "past":
            return False
        return bool(_LAUNCHED.search(self.text, span.begin, span.end + 60))

    def _remember(self, span: TimeSpan, settled: Settled) -> None:
        memory = self.memory
        if settled.zone and span.clock:
            memory.zone = region_of(settled.zone)
        elif span.clock and span.clock.zone == "local":
            memory.zone = None
        if span.clock and span.day is None and not any(each.day for each in span.also):
            return
        if self._dropped(span) or self._aside(span, settled):
            return
        exact = settled.precision in ("day", "minute", "second")
        if exact and self._begins(span):
            memory.launched = settled.day
        of_day = memory.day if memory.precision == "day" else None
        if settled.precision == "year" and of_day and of_day.year == settled.day.year:
            return
        memory.resumed = memory.day if self._before_that(span, settled) else None
        memory.keep(span, settled.day, exact)
        memory.day, memory.precision = settled.day, "day" if exact else settled.precision
        memory.year = settled.day.year
        memory.year_at = self._sentence(span.begin), self._paragraph(span.begin)
        if exact and self.published:
            born = "born" in self.text[max(0, span.begin - 40) : span.begin]
            memory.place(settled.day, self.published, born)
