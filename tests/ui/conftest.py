"""Where the design system's files lie; Chromium comes from `tests.chromium`."""

from pathlib import Path

import pytest

from tests.chromium import CHROMIUM, QUIET

ROOM = Path(__file__).parents[2] / "kardad" / "ui"

__all__ = ["CHROMIUM", "QUIET", "ROOM"]


@pytest.fixture
def gallery(site, page):
    def open_room(slug):
        page.goto(f"{site}/gallery/{slug if slug.endswith('=1') else slug + '/'}")
        page.wait_for_load_state("networkidle")  # the elements' scripts are fetched after the page

    page.goto(f"{site}/gallery/")
    return open_room
