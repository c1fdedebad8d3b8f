"""`python -m missiongraph` is the command `missiongraph`."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main()
