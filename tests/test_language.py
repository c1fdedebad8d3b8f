"""Releases in other languages are told apart and reported; whatever might be English is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from missiongraph.language import foreign
from missiongraph.run import build
from missiongraph.settings import Settings

HERE = Path(__file__).parent
ROWS = [json.loads(line) for line in (HERE / "silence.jsonl").read_text("utf-8").splitlines()]
LANGUAGES = {
    "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sv": "Swedish", "zh": "Chinese",
}  # fmt: skip
SHORT = """
Liftoff!
Splashdown.
Crew-12 docks
Soyuz MS-27 lands in Kazakhstan
Docking confirmed at 09:12 UTC
NO-GO for launch today
Astronauts arrive at Kennedy
Perseverance
Luca Parmitano
Sławosz Uznański-Wiśniewski, Tibor Kapu, Shubhanshu Shukla
Alexander Gerst, Matthias Maurer, Samantha Cristoforetti, Thomas Pesquet
Crew: Koichi Wakata, Nicole Mann, Josh Cassada, Anna Kikina
Jing Haipeng, Zhu Yangzhu, Gui Haichao
Baikonur Cosmodrome, Kazakhstan
Centro de Lançamento de Alcântara
Guiana Space Centre, Kourou, French Guiana
Deutsches Zentrum für Luft- und Raumfahrt, Köln
Agence spatiale canadienne / Canadian Space Agency
Moskva, 25 June. /TASS/
MOSCOW, April 12 (TASS)
BEIJING, Oct. 30 (Xinhua)
Tsukuba, Japan (JAXA)
PARIS (AFP)
T-0: 14:35 hrs IST
Orbit 1: nominal. Orbit 2: nominal. Orbit 3: nominal
LIFTOFF 0927 ZULU STOP ALL NOMINAL STOP CREW FINE STOP
Landed 05:47 Moscow time, crew well, recovery under way
Undocked 02:25, landed 05:47, all nominal
Pontes in orbit
Hadfield takes command
Cosmonaut Kononenko hands over
Parachutes open
Hatch open
Crew go
Go for docking
EVA-61 ends after 6 h 12 min
Apollo 17 + 50
STS-107 crew
Born 27 September 1976, Paternò, Italy
Flight engineer, Expedition 36/37
Selected 2009; flew 2013, 2019
Missions: Volare (2013), Beyond (2019)
Dragon Endurance, Dragon Freedom, Dragon Resilience
Press kit: https://example.org/presse/dossier-de-presse-lancement
Kontakt: presse@example.org, medien@example.org, redaktion@example.org
Ad astra per aspera
Per aspera ad astra, says the patch
Per la Terra e oltre
Vive la France! shouts Aubert from orbit
"Poyekhali!" Gagarin shouted
"Spasibo, spasibo," Kononenko said
Bon voyage, Columbus
Alpha, Minerva, Proxima, Beyond, Blue Dot, Futura, Volare, MagISStra, OasISS, Astrolab, Marco Polo, Eneide, Cervantes
Long March-2F Y16 rocket, Jiuquan, Shenzhou-16, Tianhe, Tiangong, Wentian, Mengtian
Vikram, Pragyan, Chandrayaan-3, Gaganyaan, Vyommitra
Hayabusa2, Ryugu, Kibo, Kounotori, Tanegashima
Scrub! Valve stuck, tank drained, crew out, next try Thursday
Bumpy ride home; smiles all round
Six months, 2,784 orbits, 118 million km
Two walkers, one new battery, no leaks
Rocket fuelled, crew strapped in, countdown running
Launch slips again; new date open
Soft landing on Mars! Rover healthy, images tonight
Welcome home, Alexey, Nikolai, Oleg
Jules Verne ATV
Cupola view, anyone?
""".strip().splitlines()


@pytest.mark.parametrize("row", [row for row in ROWS if "language" in row], ids=lambda row: row["language"])
def test_language_is_told_of_a_release_and_of_its_first_lines(row):
    assert foreign(row["text"]) == LANGUAGES[row["language"]]
    assert foreign(row["text"][: row["text"].index("\n\n", len(row["title"]) + 2)]) == LANGUAGES[row["language"]]


@pytest.mark.parametrize("row", [row for row in ROWS if "language" not in row], ids=lambda row: row["id"])
def test_english_is_read_whatever_it_is_about(row):
    for text in (row["text"], *row["text"].split("\n"), *row["text"].split(". ")):
        assert foreign(text) is None, text


@pytest.mark.parametrize("text", SHORT)
def test_short_texts_names_and_telegrams_are_never_turned_away(text):
    assert foreign(text) is None


def test_there_are_many_short_ones():
    assert len(SHORT) >= 60


def test_names_and_quotations_of_other_languages_do_not_make_a_release_foreign():
    text = (
        "Aubert back in Brest\n« C'est le rêve d'une petite fille de Brest, et je voudrais remercier les équipes "
        "qui ont travaillé à ce vol », she said in French. She landed on Friday with Oleg Zimin, and the two flew to "
        "Cologne, where they were met by their families."
    )
    assert foreign(text) is None


@given(st.text(max_size=300))
def test_any_text_is_judged_without_error(text):
    assert foreign(text) is None or foreign(text * 2)


def test_build_reports_a_foreign_release_and_keeps_the_rest(tmp_path):
    german = next(row for row in ROWS if row.get("language") == "de")
    english = "Crew lands\n\nAstronaut Dana Whitlock landed in Kazakhstan on 4 May 2031.\n"
    source = tmp_path / "in.jsonl"
    rows = [{"id": "en", "text": english}, {"id": "de", "text": german["text"]}, {"id": "en2", "text": english}]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    report = build([str(source)], tmp_path / "out", Settings())
    failures = [json.loads(line) for line in (tmp_path / "out" / "failures.jsonl").read_text("utf-8").splitlines()]
    assert [(f["id"], f["stage"], f["code"]) for f in failures] == [("de", "language", "L001")]
    assert str(source) in failures[0]["where"]
    assert "2" in failures[0]["where"].rpartition("in.jsonl")[2]
    assert "German" in failures[0]["message"]
    assert report.failures[0].count("L001") == 1
    assert "MISSIONGRAPH_LANGUAGE" in failures[0]["message"]
    assert (report.failed, report.exit_code, report.new) == (1, 1, 3)
    releases = {
        json.loads(line)["release"] for line in (tmp_path / "out" / "facts.jsonl").read_text("utf-8").splitlines()
    }
    assert releases == {"en", "en2"}
    assert build([str(source)], tmp_path / "out", Settings(language="any")).failed == 0
    facts = (tmp_path / "out" / "facts.jsonl").read_bytes()
    assert build([str(source)], tmp_path / "out", Settings()).failed == 1
    assert (tmp_path / "out" / "facts.jsonl").read_bytes() == b"".join(
        line for line in facts.splitlines(keepends=True) if b'"release": "de"' not in line
    )
