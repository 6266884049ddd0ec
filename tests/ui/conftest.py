"""Where the design system's files lie; Chromium comes from `tests.chromium`."""

from pathlib import Path

from tests.chromium import CHROMIUM, QUIET

ROOM = Path(__file__).parents[2] / "kardad" / "ui"

__all__ = ["CHROMIUM", "QUIET", "ROOM"]
