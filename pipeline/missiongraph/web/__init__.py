"""The graph on the web, read-only: a SPARQL 1.1 endpoint and, where the explorer is installed, its pages. Extra: `web`."""

from .app import create_app
from .engine import Engine, Limits

__all__ = ["Engine", "Limits", "create_app"]
