"""The explorer in a real browser: the main paths, by mouse and by keyboard; screenshots go to outputs/screenshots."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

import factory
from missiongraph.resources import ontology
from missiongraph.store import Store
from missiongraph.terms import prefixes
from serving import put, serving

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SHOTS = Path(__file__).parents[1] / "outputs" / "screenshots"
MOST_MS = 10_000


def missing() -> str:
    """Why no browser test can run here; "" if they can."""
    if not CHROMIUM.exists():
        return f"no {CHROMIUM}: install Debian's chromium (BROWSER_TESTS=required makes this a failure)"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed: it is in the extra `dev`"
    return ""


@pytest.fixture(scope="module")
def chromium():
    if reason := missing():
        (pytest.fail if os.environ.get("BROWSER_TESTS") == "required" else pytest.skip)(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def from_cape():
    """A launch from a place that the authority knows, by a craft of the small archive, and a plan from there."""
    cape, tianhe = factory.entity("Facility", "Kennedy Space Center"), factory.entity("Spacecraft", "Heron 6")
    r = factory.release(
        "Heron 6 flies from Kennedy\nHeron 6 lifted off on 1 May 2032. Heron 7 is to follow.", "demo/cape"
    )
    up, later = factory.local("Launch"), factory.local("Launch", 2)
    return r, [
        factory.say(r, "Heron 6 lifted", up, "spacecraft", tianhe),
        factory.say(r, "Heron 6 lifted", up, "place", cape),
        factory.say(r, "Heron 6 lifted", up, "time", factory.Literal("2032-05-01", "date")),
        factory.say(r, "Heron 7", later, "spacecraft", factory.entity("Spacecraft", "Heron 7"), factory.PLANNED),
        factory.say(r, "Heron 7", later, "place", cape, factory.PLANNED),
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    directory = put(tmp_path_factory.mktemp("explored") / "graph", [*factory.archive(), from_cape()])
    with Store(directory / "store") as store:
        store.load_turtle(ontology() / "authority" / "facilities.ttl", prefixes().iri("graph:authority"))
        store.flush()
    with serving(directory) as server:
        yield server.url


@pytest.fixture
def visit(chromium, site):
    """Opens a page: `visit(path, width, scheme)`. What goes wrong in it, or leaves for another host, fails the test."""
    contexts, wrong = [], []

    def check(page):
        page.on("console", lambda message: message.type in ("error", "warning") and wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: request.url.startswith((site, "blob:")) or wrong.append(request.url))

    def open_(path, width=1200, scheme="light", **options):
        context = chromium.new_context(viewport={"width": width, "height": 850}, color_scheme=scheme, **options)
        contexts.append(context)
        context.set_default_timeout(MOST_MS)
        page = context.new_page()
        check(page)
        page.goto(site + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [line for line in wrong if "400 (Bad Request)" not in line] == []  # a query that is none


def shoot(page, name):
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def test_search_by_keyboard(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    field = page.get_by_role("combobox", name="Search by name")
    field.fill("capt")
    option = page.get_by_role("option").first
    option.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("#suggested").inner_text().startswith("1 suggestion")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    shoot(page, "suggestions")
    field.press("Enter")
    page.wait_for_url("**/person/mira-tarn")
    field.fill("quis")
    option.wait_for()
    field.press("Escape")
    assert not option.is_visible()
    field.press("Enter")
    page.wait_for_url("**/person/ada-quist")


def test_everything_but_pictures_works_without_scripts(visit):
    page = visit("/", java_script_enabled=False)
    page.get_by_role("combobox", name="Search by name").fill("Heron")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Heron 4", exact=True).click()
    page.locator(".facts summary").first.click()
    page.locator(".facts details[open] blockquote a").click()
    assert page.url.endswith("#char=" + page.url.rpartition("=")[2])
    assert page.locator("span:target").count() == 1


def test_from_a_fact_to_its_sentence_in_its_release(visit):
    page = visit("/person/mira-tarn")
    fact = page.locator(".fact", has_text="Ostland Space Agency").first
    quote = fact.locator("blockquote a")
    assert not quote.is_visible()
    fact.locator("summary .said").click()
    said = quote.inner_text()
    shoot(page, "person")
    quote.click()
    chosen = page.locator(".text .says.chosen")
    chosen.wait_for()
    assert chosen.inner_text() == said
    assert page.locator("aside .sentence.chosen li").count() > 2
    shoot(page, "release")
    page.locator(".text .says", has_text="took command").click(position={"x": 4, "y": 6})
    assert "handed command to" in page.locator("aside .sentence.chosen").inner_text()


def test_planned_things_look_planned(visit):
    page = visit("/craft/heron-5")
    assert page.locator(".timeline .planned > .what .status").all_inner_texts() == ["planned", "planned"]
    assert page.locator(".timeline .cancelled > .what .status").all_inner_texts() == ["cancelled"]
    shoot(page, "craft")


def moved(page, target, dx, dy):
    box = target.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx / 2, y + dy / 2)
    page.mouse.move(x + dx, y + dy)
    page.mouse.up()
    after = target.bounding_box()
    return after["x"] - box["x"], after["y"] - box["y"]


def test_the_picture_of_crews_moves(visit):
    page = visit("/person/jon-vale")
    svg = page.locator("svg.network")
    svg.scroll_into_view_if_needed()
    people = svg.locator("a.person")
    assert sorted(people.locator("text").all_text_contents()) == ["Ada Quist", "Jon Vale", "Mira Tarn"]
    dx, _ = moved(page, people.nth(1).locator("circle"), 70, 40)
    assert dx > 20
    assert page.url.endswith("/person/jon-vale"), "dragging is not following"
    before = svg.locator(".view").get_attribute("transform")
    page.get_by_role("button", name="Come closer").click()
    page.wait_for_function("before => document.querySelector('.view').getAttribute('transform') !== before", arg=before)
    shoot(page, "crew")
    ada = people.filter(has_text="Ada Quist")
    page.get_by_role("button", name="Show all").click()
    ada.focus()
    ada.press("Enter")
    page.wait_for_url("**/person/ada-quist")
    overview = visit("/network")
    overview.locator("svg.network a.person").first.focus()
    assert overview.locator("line.near").count() > 0
    shoot(overview, "network")


def test_the_map(visit):
    page = visit("/map")
    land = page.evaluate("document.querySelector('.land').getBoundingClientRect().width")
    assert land > 500, "the coastlines are drawn"
    marks = page.locator("svg.world a.site")
    assert [mark.get_attribute("class") for mark in marks.all()] == ["site Launch"]
    dx, _ = moved(page, marks.first, 60, 0)
    assert dx == pytest.approx(60, abs=3)
    shoot(page, "map")
    page.get_by_role("link", name="Kennedy Space Center").first.click()
    page.wait_for_url("**/facility/kennedy-space-center")


def test_sparql(visit):
    page = visit("/ask?saved=crewmates")
    assert page.locator(".editor .token.keyword").count() > 5
    page.get_by_label("whose crewmates").fill("Jon Vale")
    page.get_by_role("button", name="Put in").click()
    assert "person/jon-vale" in page.get_by_label("Query").input_value()
    page.get_by_role("button", name="Run").click()
    table = page.locator("#result table")
    table.wait_for()
    assert table.locator("th").all_inner_texts() == ["who", "crewmate", "flight"]
    assert table.locator("tbody tr").first.inner_text().split("\t") == ["Jon Vale", "Ada Quist", "Heron 4"]
    shoot(page, "sparql")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert Path(download.value.path()).read_text().splitlines()[0] == "who,crewmate,flight"
    page.get_by_label("Query").fill("SELECT * WHERE {")
    with page.expect_response("**/sparql"):
        page.get_by_label("Query").press("Control+Enter")
    page.locator("#state.failed").wait_for()


PAGES = (
    *("/", "/person/mira-tarn", "/release/demo%2Fone", "/network", "/map", "/conflicts", "/ask", "/release"),
    "/search?q=heron",
)
SEEN = {"/": "front", "/person/mira-tarn": "person", "/release/demo%2Fone": "release", "/map": "map"}
CONTRAST = """() => {
  const parts = text => text.match(/[\\d.]+/g).map(Number), poor = new Set();
  const linear = v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = rgb => [0.2126, 0.7152, 0.0722].reduce((sum, w, i) => sum + w * linear(rgb[i] / 255), 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
    return [255, 255, 255];
  };
  for (const e of document.querySelectorAll("body *:not(svg *, script, option, .hidden, .skip, textarea)")) {
    const speaks = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!speaks || !e.getClientRects().length) continue;
    const [dim, bright] = [parts(getComputedStyle(e).color), ground(e)].map(light).sort((x, y) => x - y);
    const ratio = (bright + 0.05) / (dim + 0.05);
    if (ratio < 4.5) poor.add(`${e.tagName}.${e.className} ${ratio.toFixed(2)}`);
  }
  return [...poor]; }"""
"""Texts that stand out too little: below 4.5 to 1, as WCAG's level AA wants."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_and_room_on_a_phone(visit, scheme):
    page = visit("/", 360, scheme)
    for path in PAGES:
        page.goto("/".join(page.url.split("/")[:3]) + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert page.evaluate(CONTRAST) == [], path
        if path in SEEN:
            shoot(page, f"phone-{scheme}-{SEEN[path]}")


def test_landmarks_and_names(visit):
    page = visit("/")
    for path in PAGES:
        page.goto("/".join(page.url.split("/")[:3]) + path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main, header.top, footer, nav[aria-label=Main], [role=search]").count() == 5, path
        unnamed = "e => !(e.labels?.length || e.ariaLabel || e.textContent.trim() || e.type === 'hidden')"
        assert (
            page.evaluate(f"[...document.querySelectorAll('a, button, input, textarea')].filter({unnamed}).length") == 0
        )
        assert page.locator("summary a, summary button, a a").count() == 0, path
        assert page.locator("th:not([scope])").count() == 0, path
        assert page.locator("a.person:not(:has(title)), a.site:not(:has(title))").count() == 0, path
        levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(h => +h.tagName[1])")
        assert all(after - before < 2 for before, after in pairwise(levels)), (path, levels)
