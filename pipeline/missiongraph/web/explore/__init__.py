"""The explorer: a page for each thing and release of the graph. It needs a browser and no network beyond the server."""

from .views import ROUTES

__all__ = ["ROUTES"]
