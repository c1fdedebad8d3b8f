"""Remote paths (`s3://`, `gs://`, `az://`, `https://` and what else fsspec knows) as sources, through fsspec.

Object stores are read by obstore, which needs no other package and takes credentials from the environment; a file
system that somebody installed for the purpose (s3fs, gcsfs, adlfs: profiles, other logins) goes before it.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from fnmatch import translate
from functools import cache, partial
from typing import Any, BinaryIO, Final, cast

from missiongraph.errors import Problem, StartProblem
from missiongraph.read.naming import naming
from missiongraph.read.sources import Source

__all__ = ["check", "is_remote", "remote_sources"]

_REMOTE: Final = re.compile(r"([a-z][a-z0-9+]+)://(.+)", re.S)
_STORES: Final = {"s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "az": "adlfs", "abfs": "adlfs"}
"""Protocols that obstore reads, and the package that goes before it where it is installed."""
_MAGIC: Final = re.compile(r"[*?\[]")
_RETRY: Final = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}


def is_remote(name: str) -> bool:
    """Whether an input is a URL, not a path."""
    return bool(_REMOTE.match(name))


def check(name: str) -> None:
    """Raise StartProblem R016 where what reads this URL is not installed."""
    try:
        _filesystem(name.partition("://")[0])
    except (ImportError, ValueError) as error:
        raise StartProblem("R016", name, str(error)) from None


def remote_sources(name: str) -> Iterator[Source]:
    """The files at a URL, below it, or that it matches as a pattern, in the order of their names."""
    protocol, _, path = name.partition("://")
    try:
        check(name)
        if protocol in {"http", "https"}:
            yield _page(name)
            return
        found = list(_found(protocol, path))
    except Problem as problem:
        yield Source(name, name, "unknown", problem=problem)
    except Exception as error:  # noqa: BLE001 - each file system has errors of its own
        yield Source(name, name, "unknown", problem=_problem(error))
    else:
        yield from found or [Source(name, name, "unknown", problem=Problem("R001", name))]


def _page(url: str) -> Source:
    """A file on a web server: its URL is its id, if it is a release by itself."""
    path = re.sub(r"[?#].*", "", url)
    name = naming(path.rpartition("/")[2] or "index.html")
    single = name.format in {"", "text", "html", "unknown"}
    form = "" if name.format == "unknown" else name.format  # "news.php": what it is shows when it is read
    return Source(
        url if single else name.id,
        url,
        form,
        partial(_open, url.partition("://")[0], url),
        name.packing,
        url=url if single else None,
    )


def _found(protocol: str, path: str) -> Iterator[Source]:
    system = _filesystem(protocol)
    fixed = path.rstrip("/")
    pattern = None
    if match := _MAGIC.search(path):
        fixed = path[: match.start()].rpartition("/")[0]
        pattern = _pattern(path)
    elif "/" in fixed and not path.endswith("/") and system.isfile(fixed):
        yield _file(protocol, fixed, fixed.rpartition("/")[2])
        return
    for file in sorted(system.find(fixed)):
        relative = str(file).removeprefix(fixed).lstrip("/")
        hidden = any(part.startswith(".") for part in relative.split("/"))
        if relative and not hidden and (pattern is None or pattern.fullmatch(str(file))):
            yield _file(protocol, str(file), relative)


def _pattern(path: str) -> re.Pattern[str]:
    """`*` and `?` stay within a folder, `**/` is any number of folders, and what matches a folder is all below it."""
    pieces = []
    for part in path.rstrip("/").split("/"):
        inner = translate(part).removeprefix("(?s:").removesuffix(r")\Z").removesuffix(r")\z")
        pieces.append(r"(?:[^/]+/)*" if part == "**" else inner.replace(".*", "[^/]*") + "/")
    whole = "".join(pieces).removesuffix("/")
    return re.compile(whole + ("[^/]+" if path.endswith("**") else "") + "(?:/.*)?", re.S)


def _file(protocol: str, path: str, relative: str) -> Source:
    name = naming(relative)
    return Source(name.id, f"{protocol}://{path}", name.format, partial(_open, protocol, path), name.packing)


def _open(protocol: str, path: str) -> BinaryIO:
    try:
        file = _filesystem(protocol).open(path, "rb")
    except Exception as error:  # noqa: BLE001 - as above
        raise _problem(error) from None
    return cast(BinaryIO, io.BufferedReader(_File(file), 1 << 20))


class _File(io.RawIOBase):
    """A remote file whose errors are OSErrors, as everywhere else."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._inner.seekable())

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # of any buffer that io gives
        try:
            data = self._inner.read(len(buffer))
        except Exception as error:  # noqa: BLE001 - as above
            raise OSError(_first_line(error)) from None
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == io.SEEK_END:  # obstore counts from the wrong side
            offset, whence = self._inner.size + offset, io.SEEK_SET
        self._inner.seek(offset, whence)
        return self.tell()

    def tell(self) -> int:
        return int(self._inner.tell())

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


@cache
def _filesystem(protocol: str) -> Any:
    """The fsspec file system of a protocol. Raises ImportError, ValueError for one that nobody knows."""
    fsspec = importlib.import_module("fsspec")
    if protocol in _STORES and importlib.util.find_spec(_STORES[protocol]) is None:
        store = importlib.import_module("obstore.fsspec").FsspecStore
        endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
        options = {"allow_http": True} if protocol in {"s3", "s3a"} and endpoint.startswith("http://") else None
        return store(protocol, client_options=options, retry_config=_RETRY)
    return fsspec.filesystem(protocol)


def _problem(error: Exception) -> Problem:
    """R001 for what is not there; fsspec says so as well of servers that do not answer, and gives the cause."""
    cause = error.__cause__ if isinstance(error, FileNotFoundError) else error
    missing = cause is None or isinstance(cause, FileNotFoundError) or getattr(cause, "status", 0) in {404, 410}
    return Problem("R001") if missing or not isinstance(cause, Exception) else Problem("R010", "", _first_line(cause))


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
