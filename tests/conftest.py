"""Hypothesis tries the same examples in every run; `make soak` tries many more, and new ones each time."""

from __future__ import annotations

import pytest
from hypothesis import settings

settings.register_profile("usual", derandomize=True, database=None, deadline=None, max_examples=60)
settings.register_profile("soak", derandomize=False, database=None, deadline=None, max_examples=2_000)
settings.load_profile("usual")


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    """Tables as wide as in a pipe: the workers of the test run know a terminal's COLUMNS."""
    monkeypatch.delenv("COLUMNS", raising=False)
