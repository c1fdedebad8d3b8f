"""Requests that are not answered, and why."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["Refusal"]


class Refusal(Exception):
    """HTTP status, a title that is the same each time, what to do about this one, and numbers such as `line`."""

    def __init__(self, status: int, title: str, detail: str = "", **numbers: int) -> None:
        self.status, self.title, self.detail, self.numbers = status, title, detail, numbers
        super().__init__(title)

    def __reduce__(self) -> tuple[object, ...]:
        """Refusals cross from query process to server whole."""
        return _refusal, (self.status, self.title, self.detail, self.numbers)


def _refusal(status: int, title: str, detail: str, numbers: Mapping[str, int]) -> Refusal:
    return Refusal(status, title, detail, **numbers)
