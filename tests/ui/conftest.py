"""What tests of pages need: static files without collecting them, and a real Chromium."""

import os
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[2] / "kardad" / "ui"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
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
def site(live_server, monkeypatch):
    """The address of the running site; Playwright's loop makes Django think it is in async code."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return live_server.url
