"""What every test may use: memory twins outside, a fixed moment, people who exist."""

from datetime import UTC, datetime

import pytest
from hypothesis import settings as hypothesis

from tests import factories
from tests.chromium import browser_type_launch_args, kept_window, look, site  # noqa: F401 – fixtures that must come after Playwright's own

# Two busy cores make any one example slow; what is judged is the property.
hypothesis.register_profile("kardad", deadline=None)
hypothesis.load_profile("kardad")

NOW = datetime(2025, 11, 22, 6, 30, tzinfo=UTC)  # 1404/09/01 10:00 in Tehran


@pytest.fixture(autouse=True)
def _no_outside(request, settings, monkeypatch, tmp_path_factory):
    """Memory twins behind every gateway, an index of this worker's own, and no network call inside a transaction of ours."""
    if request.node.get_closest_marker("no_django"):
        yield
        return
    from kardad.core import outside
    from kardad.search import index

    index.forget()
    settings.GATEWAYS = {port: ["memory"] for port in outside.PATHS} | {"sms": ["memory", "memory-2"]}
    settings.SEARCH_FRESH = 0
    settings.PROBE_URL = ""  # a sweep of a test asks no site; those of tests/availability name their own
    settings.SEARCH_ROOT = str(tmp_path_factory.getbasetemp() / "search")
    outside.forget()
    # pytest-django runs a test inside one open block, unless the test asks for real transactions.
    marker = request.node.get_closest_marker("django_db")
    real = bool(marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(request.fixturenames)
    monkeypatch.setattr(outside, "allowed_blocks", 0 if real else 1)
    yield
    outside.forget()


@pytest.fixture
def now():
    """The moment at which scenarios happen."""
    return NOW


@pytest.fixture
def clock(time_machine):
    """A clock that stands still at NOW until a test moves it."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def registry():
    """The memory registry that the product asks."""
    from kardad.core import outside

    return outside.registry()


@pytest.fixture
def sms():
    """The first memory messenger."""
    from kardad.core import outside

    return outside.messengers()[0]


@pytest.fixture
def sms2():
    """The second memory messenger."""
    from kardad.core import outside

    return outside.messengers()[1]


@pytest.fixture
def make(db):
    """Factories by keyword: `make.person(level=1)`, `make.staff("reviewer")`."""
    return factories


@pytest.fixture
def no_captcha(monkeypatch):
    """The captcha is taken as solved."""
    from kardad.core import captcha

    monkeypatch.setattr(captcha, "require", lambda **_: None)


@pytest.fixture
def make_committed(transactional_db):
    """The same factories where rows must be seen by other connections."""
    return factories
