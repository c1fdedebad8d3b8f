"""Releases to measure with: invented, each different from every other, no two paragraphs alike.

    python benchmarks/generate.py 2000 > releases.jsonl

200 to 600 words, facts in about half of the paragraphs; the rest quotes, science and programme background. The same
seed gives the same releases, whatever the number asked for.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from html import escape
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

_TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_SLOT = re.compile(r"\{(\w+)\}")
_FACTS = 0.5
"""Share of paragraphs that tell facts."""


def releases(seed: int = 1) -> Iterator[dict[str, str]]:
    """Without end: id, title, published, text."""
    for number in count():
        yield _Author(seed * 1_000_003 + number).release(number)


def page(release: Mapping[str, str]) -> str:
    """The release as a page of a site: its text between a menu and a footer."""
    paragraphs = "".join(f"<p>{escape(p)}</p>\n" for p in release["text"].split("\n\n"))
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(12))
    return (
        f"<!doctype html><html lang=en><head><title>{escape(release['title'])}</title>"
        f'<meta property="article:published_time" content="{release["published"]}"></head><body><nav><ul>{links}</ul>'
        f"</nav><main><article><h1>{escape(release['title'])}</h1>\n{paragraphs}</article></main>"
        f"<footer><p>Copyright, imprint, contact</p><ul>{links}</ul></footer></body></html>"
    )


class _Author:
    """Draws the words of one release."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.people = [f"{self._name(1)} {self._name(2)}" for _ in range(3)]
        self.drawn: Mapping[str, Callable[[], str]] = {
            **{who: (lambda i=i: self.people[i]) for i, who in enumerate("pqr")},
            "surname": lambda: self.people[0].split()[1],
            "surname2": lambda: self.people[1].split()[1],
            "town": lambda: self._name(2),
            "number": lambda: str(self.random.randint(5, 99)),
            "n": lambda: str(self.random.randint(11, 980)),
            "m": lambda: str(self.random.randint(2, 59)),
            "h": lambda: str(self.random.randint(2, 8)),
            "tons": lambda: f"{self.random.randint(20, 190) / 10}",
            "year": lambda: str(self.random.randint(1986, 2026)),
            "clock": lambda: f"{self.random.randint(0, 23):02}:{self.random.randint(0, 59):02}",
            "date": lambda: f"{self.random.randint(1, 28)} {self._said('month')} {self._said('year')}",
        }

    def release(self, number: int) -> dict[str, str]:
        title = self._filled(self.random.choice(_TABLE["titles"]))
        words, parts, wanted = 0, [title], self.random.randint(200, 560)
        while words < wanted:
            kind = "facts" if self.random.random() < _FACTS else self.random.choice(("quotes", "science", "background"))
            sentences = self.random.sample(_TABLE[kind], self.random.randint(2, 4))
            parts.append(" ".join(map(self._filled, sentences)))
            words += parts[-1].count(" ") + 1
        day = f"{self.random.randint(2001, 2025)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        return {"id": f"made-{number:06}", "title": title, "published": day, "text": "\n\n".join(parts)}

    def _filled(self, template: str) -> str:
        return _SLOT.sub(lambda slot: self._said(slot[1]), template)

    def _said(self, slot: str) -> str:
        if slot in self.drawn:
            return self.drawn[slot]()
        said = self._filled(self.random.choice(_TABLE["words"][slot.lower()]))
        return said[0].upper() + said[1:] if slot[0].isupper() else said

    def _name(self, syllables: int) -> str:
        made = "".join(
            self.random.choice("bdfgklmnprstv") + self.random.choice(("a", "e", "i", "o", "u", "ei", "ar", "en"))
            for _ in range(syllables + self.random.randint(0, 1))
        )
        return made.capitalize() + self.random.choice(("n", "s", "l", "ra", "k", "no"))


if __name__ == "__main__":
    for made in islice(releases(), int(sys.argv[1])):
        print(json.dumps(made, ensure_ascii=False))
