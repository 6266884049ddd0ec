"""What tests of pages need: static files without collecting them, and a real Chromium."""

import os
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "kardad" / "ui"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# Playwright's loop runs in this thread, and Django would take the test for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(autouse=True)
def _static_as_it_lies(settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium, which stays off the network."""
    return {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture
def site(live_server):
    """The address of the running site."""
    return live_server.url
