"""A real Chromium for whatever test asks for one; loaded by `-p tests.chromium`."""

import os
from contextlib import closing

import pytest
from playwright.sync_api import expect

expect.set_options(timeout=15_000)  # two busy cores are slow; what is judged is what comes
CHROMIUM = os.environ.get("KARDAD_TEST_CHROMIUM", "/usr/bin/chromium")
# Playwright's loop runs in this thread, and Django would take the test for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items):
    """Whatever asks for a browser is marked so, and can be left out by `-m "not browser"`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) or "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium, which stays off the network."""
    return {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture
def site(live_server):
    """The address of the running site."""
    return live_server.url


@pytest.fixture(scope="session")
def kept_window(browser, browser_context_args):
    from tests.browser.looking import Window

    with closing(Window(browser, browser_context_args)) as window:
        yield window


@pytest.fixture
def look(kept_window, live_server):
    """A page with somebody listening, in which nothing is left of what was seen in it before."""
    return kept_window.clean(live_server.url)
