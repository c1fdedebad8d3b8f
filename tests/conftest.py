"""Hypothesis tries the same examples in every run; `make soak` tries many more, and new ones each time."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("usual", derandomize=True, database=None, deadline=None, max_examples=60)
settings.register_profile("soak", derandomize=False, database=None, deadline=None, max_examples=2_000)
settings.load_profile("usual")
