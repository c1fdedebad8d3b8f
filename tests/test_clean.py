"""clean: what goes, what stays, and what holds for every text."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missiongraph.clean import clean
from missiongraph.errors import Problem
from missiongraph.model import Release

TITLE = "Testbird crew is home"
NEWS = (
    "Ann Example and Bo Sample landed near Lake Example on Friday after 204 days aboard Station Test, the agency said."
)
MORE = "Their ship, Testbird, had undocked from the forward port at 09:12 GMT on 6 February."


def cleaned(body: str, title: str = TITLE, published: date | None = None, html: bool = False) -> Release:
    return clean(Release("r", body, title=title, published=published, html=html))


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


FURNITURE = [
    "Home > Our missions > Testbird",
    "Top > Press Releases > 2031",
    "ETA  |  Press releases  |  Print this page",
    "Skip to content | Missions | Station Test | Careers",
    "ETA / Science & Exploration / Human and Robotic Exploration",
    "Thank you for liking",
    "You have already liked this page, you can only like it once!",
    "1204 views   37 likes",
    "Go to topicExploring far worlds",
    "We use cookies to improve your visit.",
    "Follow us on social media",
    "Get the latest from ETA delivered every week. Subscribe here.",
    "Subscribe to our newsletter",
    "READ ALSO",
    "Related links: Testbird blog",
    "KEY WORDS: Testbird, Station Test",
    "Language selection: Français",
    "Lee esta nota de prensa en español aquí.",
    "Para obtener información sobre cobertura en español, comuníquese con Zoe Prueba: 202-555-0100.",
    "To view this video please enable JavaScript, and consider a newer browser.",
    "Download full-resolution versions of all photos in this article.",
    "FOR IMMEDIATE RELEASE",
    "RELEASE: 31-76",
    "By Zoe Writer for Example News.",
    "https://www.example.org/testbird",
    "Learn more about Testbird at:\n\nhttps://www.example.org/testbird",
    "For more information about the work on Station Test, visit:",
    "Learn how to stream Example TV through a variety of platforms.",
    "See more photos from the Testbird mission.",
    "The Example Test Agency (ETA) is Testland's gateway to space. Its mission is to shape the future.",
    "Find out more about space activities in our 31 Member States, and how they work together.",
    "Media interested in participating must RSVP no later than 5 p.m. Tuesday to press@example.org or 202-555-0100.",
    "International media interested in covering the event must apply by 11:59 p.m., Thursday, March 14",
    "ETA's media accreditation policy is online.",
    "Editor’s note: This advisory was updated on Feb. 7, 2031, to reflect the current coverage.",
    "Image credit: ETA/Jo Camera",
    "ETA TV coverage is as follows:",
    "=====",
    "To be continued …",
]


@pytest.mark.parametrize("line", FURNITURE)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_furniture_goes_wherever_it_stands(line: str, place: int) -> None:
    paragraphs = [NEWS, MORE]
    paragraphs.insert(place, line)
    release = cleaned(text(*paragraphs))
    assert release.text == text(TITLE, NEWS, MORE)
    assert line.split(maxsplit=1)[0] in " ".join(release.removed)


@pytest.mark.parametrize(
    "line",
    [
        NEWS,
        "Crew: Ann Example, commander; Bo Sample, pilot | Ship: Testbird",
        "Cy Speaker, manager, Test Program, ETA",
        "About the size of a bus, Testbird carries four people and three tons of cargo to orbit.",
        "The media reported that Testbird was launched on Friday.",
        "“Follow us on this journey,” Sample said when Testbird was launched.",
        "Editor's note: As of Feb. 6, teams are targeting no earlier than Wednesday, Feb. 7, for the next attempt.",
        "Watch officers saw Testbird land at dawn and called the recovery ship.",
        "Contact was made at 10:02 GMT, and the hooks closed six minutes later.",
        "The crew of four spoke at a news conference on Friday.",
        "19:10 - Splashdown in the Example Sea, off Port Sample",
        "Bo Sample\nPresident, University of Testville",
    ],
)
def test_news_stays(line: str) -> None:
    assert cleaned(text(NEWS, line, MORE)).text == text(TITLE, NEWS, line, MORE)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("The crew poses in Hall 3. Credit: ETA/Jo Camera", "The crew poses in Hall 3."),
        ("The crew poses in Hall 3. NASA/Jo Camera", "The crew poses in Hall 3."),
        ("The crew poses in Hall 3. NASA", "The crew poses in Hall 3."),
        ("The crew poses in Hall 3 (NASA/Jo Camera)", "The crew poses in Hall 3"),
        ("The crew poses in Hall 3. Photo Date: May 4, 2031. Location: Hall 3.", "The crew poses in Hall 3."),
        ("Left: The crew. Image credit: courtesy Testbird Inc. Right: The ship.", "Left: The crew. Right: The ship."),
        (
            "Editor's note: This advisory was updated May 3. Teams now are targeting May 5 for launch.",
            "Editor's note: Teams now are targeting May 5 for launch.",
        ),
        (
            "The crew of four is awake. Learn how to stream Example TV through many platforms. The hatch is closed.",
            "The crew of four is awake. The hatch is closed.",
        ),
    ],
)
def test_parts_of_a_line_go(line: str, left: str) -> None:
    assert cleaned(text(NEWS, line, MORE)).text == text(TITLE, NEWS, left, MORE)


@pytest.mark.parametrize(
    "tail",
    [
        "-end-\n\nZoe Press / Jo Word\n\nHeadquarters, Testville\n\n202-555-0100\n\nzoe@example.org",
        "– end –\n\nZoe Press",
        "###\n\nAbout us all",
        "Media contact: press office",
        "News Media Contacts:\n\nZoe Press\nTest Center, Testville\n202-555-0100\nzoe@example.org",
        "Zoe Press\n\nTest Center, Testville\n\n202-555-0100\n\nzoe@example.org",
        "About Example Space\nExample Space, founded in 2016, is building stations.\nMedia contact: press office",
        "About the Example Test Agency\nThe Example Test Agency (ETA) provides access to orbit for all its members.",
        "-- \nZoe Press    | zoe@example.org\n  /_ /|  /____/ \\  /_ /|",
    ],
)
def test_the_end_of_a_release_goes(tail: str) -> None:
    assert cleaned(text(NEWS, MORE, tail)).text == text(TITLE, NEWS, MORE)


def test_news_after_an_end_mark_stays() -> None:
    assert cleaned(text(NEWS, "-end-", "Zoe Press", "202-555-0100", MORE)).text == text(TITLE, NEWS, MORE)


def test_a_schedule_keeps_what_the_ship_does() -> None:
    schedule = [
        "Schedule\n\nTuesday, 12 October\n16:00 - Online briefing on the landing",
        "Thursday, 14 October\n13:00 - Live coverage begins\n14:20 - Spacewalk begins",
        "Tuesday, 19 October\n11:45 - Testbird undocks with the four aboard\n18:00 - Coverage resumes",
    ]
    release = cleaned(
        text(NEWS, "The spacewalk begins at 14:20 on Thursday, the agency said in a note.", *schedule, MORE)
    )
    assert "Schedule\n\nTuesday, 19 October\n11:45 - Testbird undocks with the four aboard\n\n" in release.text
    for gone in ("briefing", "overage", "12 October", "14 October", "14:20 - "):
        assert gone not in release.text


def test_a_briefing_with_a_named_speaker_stays() -> None:
    line = "16:00 - Online briefing with Petra Sample, mission director at ETA"
    assert line in cleaned(text(NEWS, "Tuesday, 12 October", line, "18:00 - Coverage ends", MORE)).text


@pytest.mark.parametrize(
    ("prefix", "published"),
    [
        ("HOUSTON, October 3, 2028 — ", date(2028, 10, 3)),
        ("TESTVILLE, September 12. /TEST/. ", None),
        ("TESTVILLE, April 16 (Testhua) -- ", None),
        ("TESTVILLE, Testland, Oct 30 - ", None),
        ("Longueuil, Quebec – ", None),
        ("Sept 15, 2030 - ", date(2030, 9, 15)),
        ("February 27, 2031 (JST)\n", date(2031, 2, 27)),
        ("14/05/2029   1204 views   37 likes\n\n", date(2029, 5, 14)),
        ("Sep 22, 2021\n\n", date(2021, 9, 22)),
        ("12 Sep, 04:27    Science & Space    Share\n\n", None),
        ("Source: Testhua    Editor: zoe    2022-04-16 12:31:08\n\n", date(2022, 4, 16)),
        ("Zoe Press\nHeadquarters, Testville.       April 23, 1993\n(Phone:  202/555-0100)\n\n", date(1993, 4, 23)),
        ("Last updated: 22-07-2019\n\n", date(2019, 7, 22)),
        ("05/06/2029\n\n", None),
        (
            "Editor’s note: This media advisory was updated March 2, 2029, noting a new launch date.\n\n",
            date(2029, 3, 2),
        ),
        ("Editor's note: This release was updated May 3 with a new time.\n\n", None),
    ],
)
def test_datelines_date_the_release_and_go(prefix: str, published: date | None) -> None:
    release = cleaned(prefix + text(NEWS, MORE))
    assert release.text == text(TITLE, NEWS, MORE)
    assert release.published == published


def test_the_date_of_the_archive_outranks_the_dateline() -> None:
    assert cleaned("PARIS, May 4, 2030 — " + NEWS, published=date(2030, 5, 5)).published == date(2030, 5, 5)


@pytest.mark.parametrize(
    "line",
    [
        "On April 12, 1961 - a day that nobody forgot - the first of them was launched.",
        "Ann Example, Bo Sample and Cy Test – all of Testland – were launched on Friday, the agency said.",
    ],
)
def test_a_dash_makes_no_dateline(line: str) -> None:
    assert cleaned(text(line, NEWS)).text == text(TITLE, line, NEWS)


def test_a_chronology_keeps_its_dates() -> None:
    lines = [
        f"May {day} – The crew of Testbird worked on rack {day} of the station for the whole day." for day in (2, 3, 4)
    ]
    assert cleaned(text(*lines)).text == text(TITLE, *lines)


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        (TITLE, text(TITLE, NEWS), text(TITLE, NEWS)),
        (TITLE, text(TITLE.upper(), NEWS), text(TITLE, NEWS)),
        (TITLE, text("Home > News", "Print", TITLE + " ", NEWS), text(TITLE, NEWS)),
        ("Testbird crew is home after a long stay", "Testbird crew is home\nafter a long stay\n\n" + NEWS, None),
        (NEWS + " " + MORE, text(NEWS + " " + MORE, MORE), text(NEWS + " " + MORE, MORE)),
        ("Home > News > Testbird", text("Home > News > Testbird", TITLE, NEWS), text(TITLE, NEWS)),
        ("", text(TITLE, NEWS), text(TITLE, NEWS)),
        ("  Testbird\ncrew  is home ", NEWS, text(TITLE, NEWS)),
    ],
)
def test_the_title_stands_first_and_once(title: str, body: str, expected: str | None) -> None:
    assert cleaned(body, title=title).text == (expected or text(title, NEWS))


def test_wrapped_mail_becomes_paragraphs() -> None:
    body = (
        "From: zoe@example.org (Zoe Press)\nSubject: Re: Testbird crew is home\nDate: 23 Apr 93 12:00:00 GMT\n"
        "Organization: Example Lab\nLines: 8\n\n"
        "     Ann Example and Bo Sample landed near Lake Example on Friday after a\n"
        "long stay of 204 days aboard Station Test, which they reached in a ship\n"
        "called Testbird.  The two, who had trained for three years, left the long-\n"
        "duration crew of the station behind, and brought home six bags.\n\n"
        "     Their ship had undocked at dawn from the forward port of the station,\n"
        "and made two turns around the Earth before it came down.\n"
    )
    release = cleaned(body, title="From: zoe@example.org (Zoe Press)")
    paragraphs = release.text.split("\n\n")
    assert paragraphs[0] == release.title == TITLE
    assert release.published == date(1993, 4, 23)
    assert len(paragraphs) == 3
    assert "\n" not in paragraphs[1]
    assert "the long-duration crew" in paragraphs[1]


def test_ragged_lines_of_an_old_release_become_paragraphs() -> None:
    body = (
        "        A veteran of four flights will command a crew of seven when the ship called\n"
        "Testbird lifts off this October, a mission that will also put an old hand of the\n"
        "Example Agency back into orbit after 36 years. His pilot is Scott E.\n"
        "Example, who flew last November, and three more will serve as specialists together with\n"
        "Sample, of Spain, an astronaut of the agency and a first-time flier in the corps. The\n"
        "Agency of Testland will pay for it.\n\n"
        "CREW OF SEVEN\nAnn Example\nBo Sample\n"
    )
    paragraphs = cleaned(body).text.split("\n\n")
    assert len(paragraphs) == 3
    assert "\n" not in paragraphs[1]
    assert "Scott E. Example, who" in paragraphs[1]
    assert paragraphs[2] == "CREW OF SEVEN\nAnn Example\nBo Sample"


def test_characters_are_normalised_and_quotes_stay() -> None:
    body = (
        "Zoe\u0301 said “go”,\u00a0didn’t she?\u200b A soft\u00adhyphen, a tab\tor\r\n\r\nan end nobody expected.\ufeff"
    )
    assert cleaned(body).text == text(
        TITLE, "Zo\u00e9 said “go”, didn’t she? A softhyphen, a tab or", "an end nobody expected."
    )


PAGE = f"""<!doctype html><html lang="en"><head><title>{TITLE} | Example Agency</title>
<meta property="og:site_name" content="Example Agency">
<meta property="article:published_time" content="2031-02-06T10:00Z">
<link rel="canonical" href="https://example.org/home"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><h1>{TITLE}</h1>
<article><p>{NEWS}</p><h2>On the way</h2><p>{MORE}</p></article>
<footer>We use cookies. <a href="/privacy">Privacy</a></footer></body></html>"""


def test_a_page_gives_text_and_metadata() -> None:
    release = cleaned(PAGE, title="", html=True)
    assert release.text == text(TITLE, NEWS, "On the way", MORE)
    assert (release.published, release.publisher) == (date(2031, 2, 6), "Example Agency")
    assert release.url == "https://example.org/home"
    assert not release.html


def test_characters_that_no_page_may_hold_go() -> None:
    found = cleaned(f"<div><p>\x1f{NEWS}</p>\x01{MORE}</div>", html=True).text
    assert NEWS in found
    assert not set(found) & {"\x01", "\x1f"}


def test_a_scrap_of_markup_gives_its_text() -> None:
    assert cleaned(f"<p>{NEWS}</p><p>{MORE}</p>", html=True).text == text(TITLE, NEWS, MORE)


@pytest.mark.parametrize("body", ["Home > News > Testbird", "Thank you for liking\n1204 views", "\u200b\n"])
def test_nothing_but_furniture_is_a_problem(body: str) -> None:
    with pytest.raises(Problem) as caught:
        cleaned(body, title="")
    assert caught.value.code == "C001"


_ODD = """-end-
Schedule
Tuesday, 4 May
10:00 - Coverage begins
12:00 - Landing
4 May 2030
Subject: Foo
From: a@b.example
--
About Example Space
Zoe Press
202-555-0100
How to watch
| / \\ _ | / \\
a line of about seventy columns that someone broke at the wrong place,""".split("\n")
_LINES = st.sampled_from([*FURNITURE, *_ODD, NEWS, MORE, TITLE, "", "", "PARIS, May 4, 2030 — " + NEWS])
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(_LINES, max_size=25).map("\n".join),
    st.lists(st.text(alphabet="ab A.,-:|>/#*_\xad\u200b\n", max_size=80), max_size=12).map("\n".join),
)


LAYOUT = f"""<html><head><title>{TITLE}</title></head><body><div><a href="/">Agency</a></div>
<table><tr><td><ul><li>News</li><li>Launches</li></ul></td><td><div>23.09.2031 16:05</div>
<h2>{TITLE}</h2><p>{NEWS}</p><p>{MORE}</p>
<table><tr><td>Speed</td><td>7 km/s</td></tr><tr><td>Height</td><td>400 km</td></tr></table>
<p>See also</p><ul><li>Heron 3 docked with the Halo</li></ul></td></tr></table></body></html>"""


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    release = cleaned(LAYOUT, title="", html=True)
    lines = release.text.split("\n\n")
    assert [line.strip() for line in lines[:3]] == [TITLE, NEWS, MORE]
    assert "Heron 3" not in release.text
    assert "7 km/s" in release.text


def test_a_list_that_a_paragraph_introduces_is_text() -> None:
    items = "".join(f"<li><b>{name}</b> &ndash; pilot</li>" for name in ("Ann Example", "Bo Sample", "Cy Pattern"))
    body = f"<p>{NEWS}</p><p>On board were:</p><ul>{items}</ul><p>{MORE}</p>"
    page = f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>"
    lines = cleaned(page, title="", html=True).text.split("\n\n")
    assert [line for line in lines if line.startswith("- ")] == [
        "- Ann Example – pilot",
        "- Bo Sample – pilot",
        "- Cy Pattern – pilot",
    ]


@pytest.mark.parametrize("label", ["date", "news-date", "published"])
def test_a_page_that_shows_its_date_is_dated(label: str) -> None:
    page = f'<html><body><h1>{TITLE}</h1><div class="{label}">26.02.2023 05:10</div><p>{NEWS}</p></body></html>'
    assert cleaned(page, title="", html=True).published == date(2023, 2, 26)


@pytest.mark.parametrize("head", [f"Agency. {TITLE}", f"{TITLE} | Agency", TITLE])
def test_what_a_site_adds_to_its_headings_is_no_title(head: str) -> None:
    page = f"<html><head><title>{head}</title></head><body><h2>{TITLE}</h2><p>{NEWS}</p><p>{MORE}</p></body></html>"
    assert cleaned(page, title="", html=True).text == text(TITLE, NEWS, MORE)


def test_a_page_gives_its_date_in_its_data() -> None:
    data = '<script type="application/ld+json">{"datePublished": "2031-02-06T10:00:00Z"}</script>'
    page = f"<html><head><title>{TITLE}</title>{data}</head><body><p>{NEWS}</p><p>{MORE}</p></body></html>"
    release = cleaned(page, title="", html=True)
    assert (release.title, release.published) == (TITLE, date(2031, 2, 6))


@pytest.mark.parametrize("tail", ["See also", "Related stories:", "LATEST NEWS"])
def test_links_to_other_releases_end_the_text(tail: str) -> None:
    release = cleaned("\n\n".join([TITLE, NEWS, MORE, tail, "Heron 3 docked with the Halo", "Crew of Heron 2 landed"]))
    assert release.text == text(TITLE, NEWS, MORE)
    assert "Heron 3 docked with the Halo" in release.removed


def test_text_after_see_also_stays() -> None:
    release = cleaned("\n\n".join([TITLE, NEWS, "See also", "The crew of Heron 4", MORE]))
    assert release.text == text(TITLE, NEWS, "The crew of Heron 4", MORE)


@settings(deadline=None, max_examples=300)
@given(body=_TEXTS, title=st.one_of(st.just(""), _TEXTS), html=st.booleans())
def test_every_text_is_clean_after_one_cleaning(body: str, title: str, html: bool) -> None:
    try:
        release = cleaned(body, title=title, html=html)
    except Problem:
        return
    assert clean(release) == release
    assert release.text.startswith(release.title)
    assert release.text == release.text.strip()
    assert unicodedata.is_normalized("NFC", release.text)
