"""The front door in a real Chromium: the policy of contents is kept, facts for machines included, and the window opens once."""

import json

import pytest

from tests.portal.conftest import paths
from tests.ui.conftest import CHROMIUM, QUIET

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The base-url plug-in that pytest-playwright brings still defines its fixture the old way.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods:pytest.PytestWarning"),
]


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's Chromium, which stays off the network."""
    return {"executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture
def site(live_server, monkeypatch):
    """The address of the running site; Playwright's loop makes Django think it is in async code."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    return live_server.url


@pytest.fixture
def complaints(page):
    """What the browser refused or shouted about."""
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error(`csp ${event.violatedDirective} ${event.blockedURI}`))"
    )
    return heard


def test_no_page_breaks_its_content_policy_and_facts_for_machines_are_no_script(page, site, complaints):
    for path in paths():
        response = page.goto(site + path)
        assert "default-src 'self'" in response.headers["content-security-policy"]
        facts = page.locator('script[type="application/ld+json"]').text_content()
        assert json.loads(facts)["@context"] == "https://schema.org"
    assert complaints == []


def test_a_content_policy_violation_would_have_been_heard(page, site, complaints):
    page.goto(site + "/about/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    page.wait_for_timeout(100)
    assert any("script-src" in complaint or "Content Security Policy" in complaint for complaint in complaints)


def test_the_window_of_the_first_visit_opens_over_the_page_once(page, site):
    page.goto(site + "/")
    page.wait_for_selector("dialog#first-visit:modal")
    page.keyboard.press("Escape")
    page.goto(site + "/about/")
    page.goto(site + "/")
    page.wait_for_function("Boolean(customElements.get('k-dialog'))")
    page.wait_for_selector("dialog#first-visit", state="hidden")


def test_without_script_the_window_is_a_section_of_the_page(browser, site):
    bare = browser.new_context(java_script_enabled=False).new_page()
    bare.goto(site + "/")
    assert bare.locator("dialog#first-visit").is_visible()
    assert bare.locator("dialog#first-visit a.button-blue").is_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without"])
def test_from_the_window_what_one_is_owed_is_one_click_away(browser, site, has_script):
    page = browser.new_context(java_script_enabled=has_script, viewport={"width": 390, "height": 844}).new_page()
    page.goto(site + "/")
    window = page.locator("dialog#first-visit:modal" if has_script else "dialog#first-visit")
    window.get_by_role("link", name="چقدر طلب دارم؟").click()
    page.wait_for_url(site + "/calculators/owed/")
    assert page.locator("h1").inner_text() == "چقدر طلب دارم؟"


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in paths():
        page.goto(site + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
