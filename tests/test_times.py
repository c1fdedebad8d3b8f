from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missiongraph.times import Context, Time, durations, find, read, resolve, settle

HERE = Path(__file__).parent
TIMES = [json.loads(line) for line in (HERE / "times.jsonl").read_text("utf-8").splitlines()]
DURATIONS = [json.loads(line) for line in (HERE / "durations.jsonl").read_text("utf-8").splitlines()]
PUBLISHED = date(2024, 3, 15)
"""A Friday."""

HOUSES = {
    "US": "at {h12}:{m} {half} {zone} on {month} {d}, {y}",
    "US, weekday first": "on {weekday}, {month} {d}, {y}, at {h12}:{m} {half} {zone}",
    "US, time first": "at {h12}:{m} {half} {zone} {weekday}, {short} {d}, {y}",
    "US, capitals": "{h12}:{m} {HALF} {zone}, {month} {d}, {y}",
    "Europe": "at {h}:{m} {zone} on {d} {month} {y}",
    "Europe, weekday first": "on {weekday} {d} {month} {y} at {h}:{m} {zone}",
    "Europe, with a dot": "at {h}.{m} {zone}, {d} {month} {y}",
    "two zones": "at {h}:{m} {zone} ({uh}:{um} GMT), {d} {month} {y}",
    "military": "at {h}{m} {zone}, {d} {month} {y}",
    "India": "on {month} {d}, {y} at {h}:{m} hrs ({zone})",
    "Japan": "at {h12}:{m} {half} on {month} {d}, {y} ({zone})",
    "ISO": "{y}-{mm}-{dd} {h}:{m} {zone}",
}
ZONES = {
    "UTC": "UTC", "GMT": "UTC", "ET": "America/New_York", "Eastern time": "America/New_York",
    "Houston time": "America/Chicago", "PT": "America/Los_Angeles", "Moscow time": "Europe/Moscow", "JST": "Asia/Tokyo",
    "Japan Standard Time": "Asia/Tokyo", "IST": "Asia/Kolkata", "Beijing time": "Asia/Shanghai",
    "Kazakhstan time": "Asia/Almaty", "Paris time": "Europe/Paris", "Kourou time": "America/Cayenne",
}  # fmt: skip


def read_case(case: dict[str, Any]) -> list[Time]:
    published = date.fromisoformat(case["published"]) if "published" in case else None
    tense = case.get("tense")
    return read(
        case["text"],
        published=published,
        place_zone=case.get("place_zone"),
        tense=lambda begin, end: tense,
    )


@pytest.mark.parametrize("case", TIMES, ids=lambda case: case["text"])
def test_expression_resolves_as_written(case: dict[str, Any]) -> None:
    assert [time.value for time in read_case(case)] == case["expected"]


@pytest.mark.parametrize("case", DURATIONS, ids=lambda case: case["text"])
def test_duration_is_read_as_written(case: dict[str, Any]) -> None:
    found = durations(case["text"])
    assert [span.value for span in found] == case["expected"]
    assert all(span.approximate is case["approximate"] for span in found)


def in_house_style(moment: datetime, house: str, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(ZONES[zone]))
    half = "a.m." if local.hour < 12 else "p.m."
    month = local.strftime("%B")
    return HOUSES[house].format(
        h=f"{local.hour:02d}", m=f"{local.minute:02d}", h12=local.hour % 12 or 12, half=half,
        HALF=half.replace(".", "").upper(), zone=zone, d=local.day, y=local.year, month=month,
        short=month if len(month) < 6 else f"{month[:4] if month == 'September' else month[:3]}.",
        weekday=local.strftime("%A"), mm=f"{local.month:02d}", dd=f"{local.day:02d}",
        uh=f"{moment.hour:02d}", um=f"{moment.minute:02d}",
    )  # fmt: skip


def told_twice(moment: datetime, zone: str) -> bool:
    """Whether the clock shows this time twice that day, or never: no text can tell which is meant."""
    local = moment.astimezone(ZoneInfo(ZONES[zone]))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


@given(
    moment=st.datetimes(datetime(1957, 10, 4), datetime(2035, 1, 1)),
    house=st.sampled_from(sorted(HOUSES)),
    zone=st.sampled_from(sorted(ZONES)),
)
def test_any_instant_survives_any_house_style(moment: datetime, house: str, zone: str) -> None:
    moment = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    local = moment.astimezone(ZoneInfo(ZONES[zone]))
    seconds = (local.utcoffset() or timedelta()).total_seconds()
    if told_twice(moment, zone) or seconds % 60:
        return
    text = f"The crew landed {in_house_style(moment, house, zone)}, tired and happy."
    spans = find(text)
    assert len(spans) == 1
    assert resolve(spans[0], Context()) == moment.strftime("%Y-%m-%dT%H:%MZ")


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    spans = find(text)
    assert all(0 <= span.begin < span.end <= len(text) for span in spans)
    assert all(one.end <= other.begin for one, other in pairwise(spans))
    assert all(time.value for time in read(text, published=PUBLISHED))


WORDS = """
    Jan. May 5 2019 Friday at 9:15 p.m. EST ( ) , to and two days later last - 0737 GMT noon in of year a half hours
    today
""".split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_mix_of_time_words_is_read_without_error(text: str) -> None:
    for time in read(text, published=PUBLISHED):
        assert text[time.begin : time.end].strip()
        assert 0 < time.confidence <= 1
        assert len(time.value) >= len("2019")
    assert all(span.value.startswith("P") for span in durations(text))


@given(st.dates(date(1950, 1, 2), date(2090, 1, 1)), st.integers(0, 6))
def test_weekdays_lean_with_the_tense(published: date, weekday: int) -> None:
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    span = find(f"on {name}")[0]
    past = date.fromisoformat(resolve(span, Context(published, tense="past")) or "")
    future = date.fromisoformat(resolve(span, Context(published, tense="future")) or "")
    assert past.weekday() == future.weekday() == weekday
    assert 0 <= (published - past).days <= 6
    assert 0 <= (future - published).days <= 6


@given(st.integers(1, 999))
def test_numbers_in_words_and_digits_agree(number: int) -> None:
    assert [span.value for span in durations(f"for {in_words(number)} days")] == [f"P{number}D"]
    assert [span.value for span in durations(f"for {number} days")] == [f"P{number}D"]


def in_words(number: int) -> str:
    ones = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    small = ["", *ones.split(), "eighteen", "nineteen"]
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    if number >= 100:
        rest = in_words(number % 100) if number % 100 else ""
        return f"{small[number // 100]} hundred" + (f" and {rest}" if rest else "")
    if number >= 20:
        return tens[number // 10 - 2] + (f"-{small[number % 10]}" if number % 10 else "")
    return small[number]


@given(st.integers(0, 40), st.integers(0, 59))
def test_spacewalk_length_in_four_spellings(hours: int, minutes: int) -> None:
    if hours < 2 or minutes < 2:
        return
    wanted = [f"PT{hours}H{minutes}M"]
    for text in (
        f"{hours} hours and {minutes} minutes",
        f"{hours} hours, {minutes} minutes",
        f"a {hours}-hour, {minutes}-minute spacewalk",
        f"{hours} h {minutes} min",
    ):
        assert [span.value for span in durations(text)] == wanted


def test_spans_are_offsets_into_the_whole_text() -> None:
    text = "On Monday it left. On Tuesday, at 9:15 a.m. EST, it came back."
    assert [text[span.begin : span.end] for span in find(text)] == ["Monday", "Tuesday, at 9:15 a.m. EST"]
    assert [text[span.begin : span.end] for span in find(text, text.index("On T"))] == ["Tuesday, at 9:15 a.m. EST"]
    assert [text[span.begin : span.end] for span in find(text, 0, 18)] == ["Monday"]
    assert find("Nothing is timed here.") == []


def test_range_keeps_both_ends() -> None:
    told = read("He stayed from April to September 2019 and from 3 to 5 May 2020.", published=PUBLISHED)
    assert [(time.kind, time.value, time.until) for time in told] == [
        ("range", "2019-04", "2019-09"),
        ("range", "2020-05-03", "2020-05-05"),
    ]
    clocks = read("Watch from 9 a.m. to 5 p.m. EDT on March 20, 2024.", published=PUBLISHED)
    assert [(time.value, time.until) for time in clocks] == [("2024-03-20T13:00Z", "2024-03-20T21:00Z")]


@pytest.mark.parametrize(
    ("text", "approximate"),
    [
        ("about 6 a.m. EDT on May 4, 2023", True),
        ("around 4 May 2023", True),
        ("on May 4, 2023, shortly after 6 a.m. EDT", True),
        ("at 6 a.m. EDT on May 4, 2023", False),
        ("no earlier than May 4, 2023", False),
    ],
)
def test_loose_times_say_so(text: str, approximate: bool) -> None:
    assert [time.approximate for time in read(text)] == [approximate]


def test_a_zone_set_once_holds_until_another_is_given() -> None:
    text = "On May 4, 2023, it left at 8 a.m. EDT. At 9 a.m. it passed. At 10 a.m. PDT it rose. At 11 a.m. it sank."
    values = [
        time.value
        for time in read(text, [(0, 38, None), (38, 58, None), (58, 80, None), (80, len(text), None)])
        if "T" in time.value
    ]
    assert values == ["2023-05-04T12:00Z", "2023-05-04T13:00Z", "2023-05-04T17:00Z", "2023-05-04T18:00Z"]


def test_a_carried_summer_zone_follows_the_calendar() -> None:
    text = "It left at 8 a.m. EDT on June 1, 2023, and came back at 8 a.m. on Dec. 1, 2023."
    assert [time.value for time in read(text)] == ["2023-06-01T12:00Z", "2023-12-01T13:00Z"]


def test_local_time_of_an_unknown_place_ends_the_carried_zone() -> None:
    text = "It left at 8 a.m. EDT on June 1, 2023, and landed at 8 a.m. local time on June 2, 2023."
    assert [time.value for time in read(text)] == ["2023-06-01T12:00Z", "2023-06-02"]
    placed = read(text, place_zone=lambda begin, end: "Asia/Almaty" if begin > 40 else None)
    assert placed[1].value == "2023-06-02T02:00Z"


def test_tense_is_asked_for_each_expression() -> None:
    text = "It left on Tuesday and will return on Tuesday."
    told = read(text, published=PUBLISHED, tense=lambda begin, end: "past" if begin < 20 else "future")
    assert [time.value for time in told] == ["2024-03-12", "2024-03-19"]
    by_sentence = read("It left on Tuesday. It returns on Tuesday.", [(0, 19, "past"), (20, 42, "future")], PUBLISHED)
    assert [time.value for time in by_sentence] == ["2024-03-12", "2024-03-19"]


def test_a_weekday_tells_the_year_or_forbids_it() -> None:
    assert [time.value for time in read("It flew on May 4, 2022. Training starts Monday, May 13.")] == ["2022-05-04"]
    told = read("It flew on May 4, 2022. Training started Saturday, May 13.")
    assert [time.value for time in told] == ["2022-05-04", "2023-05-13"]


def test_settle_tells_the_day_of_the_text_not_of_utc() -> None:
    settled = settle(find("at 11:20 p.m. EDT on June 24, 2019")[0], Context())
    assert settled is not None
    assert (settled.value, settled.day, settled.precision) == ("2019-06-25T03:20Z", date(2019, 6, 24), "minute")


def test_nothing_is_guessed_without_a_release_date() -> None:
    for text in ("on Friday", "today", "on Oct. 12", "in July", "last year", "two days later", "at 9 a.m. EST"):
        assert resolve(find(text)[0], Context()) is None, text
        assert read(text) == []


def test_clock_time_takes_the_day_last_spoken_of() -> None:
    span = find("at 9:15 a.m. EST")[0]
    context = Context(published=PUBLISHED, reference=date(2024, 3, 11))
    assert resolve(span, context) == "2024-03-11T14:15Z"
    assert span.clock
    assert resolve(replace(span, clock=replace(span.clock, zone=None)), context) == "2024-03-11"
