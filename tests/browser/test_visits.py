"""Every page at a desk and on a phone, and every form sent empty and sent wrong: no violation, no complaint, nothing too wide."""

import pytest

from kardad.core import captcha, outside
from tests.browser import visits
from tests.browser.looking import DESK, PHONE, Look
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FORMS = "main form[method=post]"
SEND = """(form, wrong) => {
  form.noValidate = true;
  if (wrong) for (const field of form.elements)
    if (["text", "tel", "search", "email", "password", "number", "textarea"].includes(field.type)) field.value = "؟!";
  const button = form.querySelector("button:not([type=button]), input[type=submit]");
  button && !button.disabled ? form.requestSubmit(button) : form.submit();
}"""


@pytest.fixture
def world(settings, monkeypatch, live_server):
    """A world in which the captcha is solved and nobody waits for a second factor."""
    monkeypatch.setattr(captcha, "require", lambda **_: None)
    settings.GATEWAYS = settings.GATEWAYS | {"sso": ["console"]}
    outside.forget()
    return World()


@pytest.fixture
def look(page):
    """The page with somebody listening."""
    return Look(page)


@pytest.mark.parametrize("name", sorted(visits.VISITS))
def test_a_page_is_open_to_everyone_at_a_desk_and_on_a_phone(name, world, look, live_server):
    address = live_server.url + visits.path(name, world)
    look.page.context.add_cookies(world.cookies(live_server.url))
    problems = []
    for size in (DESK, PHONE):
        look.page.set_viewport_size(size)
        answer = look.page.goto(address)
        assert (answer.status, look.page.url) == (200, address), look.page.inner_text("body")[:600]
        problems += look.problems(f"{size['width']} px")
    assert problems == []


@pytest.mark.parametrize("name", sorted(set(visits.VISITS) - visits.DOWNLOADS))
def test_an_error_state_is_as_open_as_the_page(name, world, look, live_server):
    address = live_server.url + visits.path(name, world)
    look.page.context.add_cookies(world.cookies(live_server.url))
    look.page.set_viewport_size(PHONE)
    look.page.goto(address)
    problems = []
    for place in range(look.page.locator(FORMS).count()):
        for wrong in (False, True):
            look.page.goto(address)
            if look.page.locator(FORMS).count() <= place:  # what was sent has changed the page
                break
            with look.page.expect_navigation() as sent:
                look.page.locator(FORMS).nth(place).evaluate(SEND, wrong)
            assert sent.value.status < 500
            problems += look.problems(f"form {place + 1}, {'wrong' if wrong else 'empty'}")
    assert problems == []


@pytest.mark.parametrize("path", ["/no-such-page/", "/help/no-such-guide/", "/panel/roles/999999/"])
def test_a_refusal_is_a_page_too(path, world, look, live_server):
    world.member()
    look.page.context.add_cookies(world.cookies(live_server.url))
    look.page.set_viewport_size(PHONE)
    assert look.page.goto(live_server.url + path).status == 404
    assert look.problems(path) == []
