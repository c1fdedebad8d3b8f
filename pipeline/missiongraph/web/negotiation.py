"""Content negotiation: which of the forms on offer the client likes best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["best"]


def best(accept: str, offers: Sequence[str]) -> str | None:
    """The media type of highest quality, the first of equals; None where none is acceptable.

    An empty `accept` takes anything. What is not well formed in it is passed over.
    """
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    if not ranges:
        return offers[0] if offers else None
    qualities = [_quality(offer, ranges) for offer in offers]
    top = max(qualities, default=0.0)
    return offers[qualities.index(top)] if top > 0 else None


def _range(text: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, min(max(float(value), 0.0), 1.0)
            except ValueError:
                return media, 0.0
    return media, 1.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """That of the most specific range that fits."""
    for pattern in (offer, offer.partition("/")[0] + "/*", "*/*"):
        found = [quality for media, quality in ranges if media == pattern]
        if found:
            return max(found)
    return 0.0
