"""Inputs that something is wrong with, made at random from a seed: each with what must come of it all the same."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from fastwarc.stream_io import ZstdWriter


@dataclass
class Mutant:
    """A file, the releases in it that are sound, and how much is known of the rest."""

    name: str
    data: bytes
    sound: list[str] = field(default_factory=list)
    lost: bool = False
    """Nothing in it can be read: exactly one line of failures.jsonl speaks of it."""
    loud: bool = True
    """Something must come of it: a release or a failure. (A crawl may hold no page, a damaged table no row.)"""


TEXT = "Crew {0} lands\n\nAda Quist of NASA landed in Soyuz MS-{1} on 6 May 2031. She had left the station that day.\n"
TOKENS = [
    b"\x00", b"\x1b[2J", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\r", b"\x0c", b"\x85", b"<!--", b"]]>", b'"', b"\\",
    b"\\u0000", b"\\ud800", b"&#0;", b"&#x110000;", b"<![CDATA[", b"<script>", b"</html>", b"\xef\xbb\xbf", b"\n\n\n",
    "\u202e\u2028\u0085\ufeff\ufffe\U000e0001\u0300".encode() * 9, b"=" * 3000, b"\xf0\x9f\x9a\x80" * 200, b"( " * 500,
    b"a." * 2000, b"\xe2\x80\x9c" * 300, b"Mr. Dr. St. " * 99, b"1,2,3/4-5 " * 400, b"of the " * 900,
]  # fmt: skip
IRIS = [
    "http://x.org/a b", "http://x.org/><script>", 'http://x.org/"^`{|}\\', "javascript:alert(1)", "http://[::1", "::::",
    "http://x.org/\x00\n\t", "http://\ud800.org", "//", "#", "?", "%", "%zz", "urn:x:\u202e",
    "http://x.org/" + "a" * 9000, "file:///etc/passwd", "<http://x.org>", "_:b0", "http://x.org/\U0001f680/\u200b",
]  # fmt: skip
IDS = [
    "../../etc/passwd", "/etc/passwd", "a\x00b", ".", "..", "a" * 5000, "C:\\x", '"><&',
    "\ud800", "\u202e\u200b", "a\n b", "%2e%2e/%2F", "#s-1", "?", "🚀",
]  # fmt: skip
DATES = [
    "0000-00-00", "9999-12-31", "+292277026596-12-04", "1e309", "99999999999999999999",
    "-1", "31.31.31", "NaN", "\x00", "6 May " * 500,
]  # fmt: skip
NAMES = [
    "../up{0}.txt", "/abs{0}.txt", "C:\\drive{0}.txt", "a/../../b{0}.txt", "..\\back{0}.txt",
    "new\nline{0}.txt", "nul\x01{0}.txt",
]  # fmt: skip


def text(chance: random.Random, name: str = "x") -> str:
    return TEXT.format(name, chance.randrange(1000))


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """A few changes of bytes: cut, turned, put in, doubled, taken out."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(out) + 1)
        to = min(len(out), at + chance.randrange(1, 60))
        match chance.randrange(6):
            case 0:
                del out[at:]
            case 1:
                out[at:to] = bytes(byte ^ chance.randrange(256) for byte in out[at:to])
            case 2:
                out[at:at] = chance.choice(TOKENS)
            case 3:
                out[at:at] = out[at:to] * chance.randint(1, 40)
            case 4:
                del out[at:to]
            case _:
                out[at:at] = chance.randbytes(chance.randrange(1, 40))
    return bytes(out)


def plain(chance: random.Random, name: str) -> Mutant:
    return Mutant(f"{name}.{chance.choice(['txt', 'md', 'html', '12'])}", spoilt(text(chance, name).encode(), chance))


def markup(chance: random.Random, name: str) -> Mutant:
    """Elements in each other, a page cut anywhere, tags of no kind."""
    tags = chance.choices(["div", "b", "table", "tr", "td", "p", "span", "ul", "li", "x-y", "svg", "template"], k=4)
    depth = chance.choice([3, 40, 300, 3000])
    inner = "".join(f"<{chance.choice(tags)}>" for _ in range(depth)) + text(chance, name).replace("\n", "<p>")
    page = f"<html><head><title>Crew</title></head><body><p>{inner}</p></body></html>".encode()
    return Mutant(f"{name}.html", page if chance.random() < 0.3 else spoilt(page, chance))


def record(chance: random.Random, name: str) -> dict[str, object]:
    """A record in which one field is hostile."""
    found: dict[str, object] = {"id": name, "title": "Crew", "text": text(chance, name), "url": f"http://x.org/{name}"}
    key, values = chance.choice([("url", IRIS), ("published", DATES), ("publisher", IRIS), ("title", IDS)])
    found[key] = chance.choice(values)
    if chance.random() < 0.2:
        found |= {"id": f"{chance.choice(IDS)}{name}"}
    if chance.random() < 0.2:
        broken = ["\ud83d " * 50, "\x00" * 99, "\u0085" * 99]
        found["text"] = chance.choice([None, 1e300, [], {"a": {}}, [[text(chance)]], *broken])
    return found


def lines(chance: random.Random, name: str) -> Mutant:
    """Two sound records with a bad one between them."""
    good = [json.dumps({"id": f"{name}-{end}", "text": text(chance, name)}).encode() for end in "ab"]
    bad = json.dumps(record(chance, f"{name}-x")).encode()
    kinds: list[Callable[[], bytes]] = [
        lambda: bad,
        lambda: spoilt(bad, chance).replace(b"\n", b" "),
        lambda: b'{"text":' + b"[" * 100_000,
        lambda: b'{"id": 1' + b"0" * 5000 + b', "text": "Crew"}',
        lambda: b"null",
    ]
    data = b"\n".join([good[0], chance.choice(kinds)(), good[1]]) + b"\n"
    return Mutant(f"{name}.jsonl", data, [f"{name}-a", f"{name}-b"])


def table(chance: random.Random, name: str) -> Mutant:
    sound = text(chance, name).strip().replace("\n", " ").replace('"', "")
    bad = spoilt(f'{name}-x,"{sound}",http://x.org'.encode(), chance)
    rows = [b"id,text,url", f'{name}-a,"{sound}",'.encode(), bad, f'{name}-b,"{sound}",'.encode()]
    return Mutant(f"{name}.csv", b"\n".join(rows), [f"{name}-a"])


def feed(chance: random.Random, name: str) -> Mutant:
    bombs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "crew"}">' for n in range(12))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [{bombs}]>' if chance.random() < 0.3 else '<?xml version="1.0"?>'
    end = "&e11;" if "DOCTYPE" in head else ""
    items = "".join(
        f"<item><guid>{name}-{n}</guid><title>Crew {end}</title><description>{text(chance, name)}</description></item>"
        for n in range(2)
    )
    data = f"{head}<rss><channel><title>x</title>{items}</channel></rss>".encode()
    return Mutant(f"{name}.xml", data if end else spoilt(data, chance))


def packed(chance: random.Random, name: str) -> Mutant:
    """One packed text that breaks off."""
    data = gzip.compress(chance.randbytes(3000).hex().encode(), mtime=0)
    return Mutant(f"{name}.txt.gz", data[: chance.randrange(20, len(data) - 8)], lost=True)


def zst(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with ZstdWriter(buffer) as writer:
        writer.write(data)
        writer.finish()
    return buffer.getvalue()


@cache
def bomb() -> bytes:
    """80 MB of the same, in 80 kB."""
    return gzip.compress(b"x" * (80 << 20), 9, mtime=0)


def bombs(chance: random.Random, name: str) -> Mutant:
    return Mutant(f"{name}.jsonl.gz", bomb(), lost=True)


def zipped(chance: random.Random, name: str) -> Mutant:
    """Sound members beside one that leads outside, or an archive cut or changed anywhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text(chance, name))
        if chance.random() < 0.6:
            archive.writestr(chance.choice(NAMES).format(name), text(chance, name))
        archive.writestr("b.txt", text(chance, name))
    data = buffer.getvalue()
    kind = chance.randrange(3)
    if kind == 0:
        return Mutant(f"{name}.zip", data, [f"{name}/a", f"{name}/b"])
    if kind == 1:
        return Mutant(f"{name}.zip", data[: chance.randrange(1, len(data) - 22)], lost=True)
    return Mutant(f"{name}.zip", spoilt(data, chance))


def tarred(chance: random.Random, name: str) -> Mutant:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for member in ("a.txt", chance.choice([*NAMES, "link"]).format(name), "b.txt"):
            info, data = tarfile.TarInfo(member), text(chance, name).encode()
            info.size = len(data)
            if member == "link":
                info.type, info.linkname, info.size = tarfile.SYMTYPE, "../../../etc/passwd", 0
            archive.addfile(info, io.BytesIO(data))
    data = buffer.getvalue()
    ending, pack = chance.choice([("tar", bytes), ("tar.gz", lambda d: gzip.compress(d, mtime=0)), ("tar.zst", zst)])
    if chance.random() < 0.4:
        return Mutant(f"{name}.{ending}", pack(data), [f"{name}/a", f"{name}/b"])
    if chance.random() < 0.5:
        return Mutant(f"{name}.{ending}", pack(spoilt(data, chance)), loud=False)
    return Mutant(f"{name}.{ending}", spoilt(pack(data), chance), loud=False)


def crawl(chance: random.Random, name: str) -> Mutant:
    page = f"<html><body><p>{text(chance, name)}</p></body></html>".encode()
    records = []
    for end in "ab":
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.org/{name}-{end}\r\n"
        head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        records.append(head.encode() + answer + b"\r\n\r\n")
    sound = [f"http://x.org/{name}-a"]
    return Mutant(f"{name}.warc", records[0] + spoilt(records[1], chance), sound, loud=False)


def liar(chance: random.Random, name: str) -> Mutant:
    """Bytes of no kind under a name that promises one."""
    ending = chance.choice(["txt", "html", "jsonl", "csv", "xml", "zip", "tar", "warc", "tar.gz", "txt.zst", "pdf"])
    return Mutant(f"{name}.{ending}", chance.randbytes(chance.randrange(1, 3000)), loud=False)


def long_line(chance: random.Random, name: str) -> Mutant:
    """50 MB on one line, between sound ones."""
    good = [json.dumps({"id": f"{name}-{end}", "text": text(chance, name)}).encode() for end in "ab"]
    return Mutant(f"{name}.jsonl", b"\n".join([good[0], b"x" * 50_000_000, good[1]]), [f"{name}-a", f"{name}-b"])


KINDS = (plain, markup, lines, lines, table, feed, packed, zipped, tarred, crawl, liar)
"""Made in turn; those that are large, once in a while."""


def mutants(number: int, seed: int) -> list[Mutant]:
    chance = random.Random(seed)
    found = [KINDS[n % len(KINDS)](chance, f"m{n:05}") for n in range(number)]
    found[0] = long_line(chance, "m00000")
    found[1] = bombs(chance, "m00001")
    return found
