"""What a first visit and the next one weigh, compressed, fonts included."""

import gzip
import re

import pytest
from django.test import Client

from tests.ui.conftest import ROOM

FIRST, LATER = 150_000, 25_000
STATIC = ROOM / "static"


def weight(raw):
    return len(gzip.compress(raw, 6))


def brought(names):
    """The files of these names and the modules that they import, each once."""
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if name.endswith(".js"):
            waiting += [f"ui/js/{other}" for other in re.findall(r'(?:from|import\()\s*"\./([a-z]+\.js)"', (STATIC / name).read_text())]
    return found


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/question/", "/gallery/fields/?wrong=1"])
def test_a_first_visit_is_light_and_the_next_is_lighter(address):
    page = Client().get(address).content
    names = brought(re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode()))
    files = sum(len(raw) if name.endswith("woff2") else weight(raw) for name in names for raw in [(STATIC / name).read_bytes()])
    assert any(name.endswith("woff2") for name in names)
    assert weight(page) + files <= FIRST
    assert weight(page) <= LATER


def test_the_font_travels_with_its_licence():
    assert "SIL Open Font License" in (STATIC / "ui/font/OFL.txt").read_text()
