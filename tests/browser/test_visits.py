"""Every page at a desk and on a phone, and every form sent empty and sent wrong: no violation, no complaint, nothing too wide."""

import pytest

from kardad.core import captcha, outside
from kardad.core.operator import Operator, operator
from tests.browser import visits
from tests.browser.looking import DESK, PHONE
from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEPT = "evidence:check"  # read without us: it knows the keys of its site, and nothing of who operates it
FORMS = "main form[method=post]"
KINDS = '["text", "tel", "search", "email", "password", "number", "textarea"]'
TYPED = f"forms => forms.map(form => [...form.elements].some(field => {KINDS}.includes(field.type)))"  # in which something is typed
# A button is the form’s own wherever it stands, and not every button that stands in a form is its own.
SEND = """(form, wrong) => {
  form.noValidate = true;
  if (wrong) for (const field of form.elements)
    if (KINDS.includes(field.type)) field.value = "؟!";
  const button = [...form.elements].find(one => one.matches("button:not([type=button]), input[type=submit]"));
  button && !button.disabled ? form.requestSubmit(button) : form.submit();
}""".replace("KINDS", KINDS)


@pytest.fixture
def world(settings, monkeypatch, live_server):
    """A world in which the captcha is solved and nobody waits for a second factor."""
    monkeypatch.setattr(captcha, "require", lambda **_: None)
    settings.GATEWAYS = settings.GATEWAYS | {"sso": ["console"]}
    outside.forget()
    return World()


@pytest.mark.parametrize("name", sorted(visits.VISITS))
def test_a_page_and_its_error_states_are_open_to_everyone_at_a_desk_and_on_a_phone(name, world, look, live_server):
    address = live_server.url + visits.path(name, world)
    look.page.context.add_cookies(world.cookies(live_server.url))
    look.page.set_viewport_size(DESK)
    answer = look.page.goto(address)
    assert (answer.status, look.page.url) == (200, address), look.page.inner_text("body")[:600]
    problems = look.problems("1280 px") + (claims(look) if name != KEPT else [])
    look.page.set_viewport_size(PHONE)
    if look.page.locator("dialog[open]").count():  # the window of the first visit has been seen now: what lies below it counts
        look.page.reload()
    problems += look.problems("390 px")
    if name not in visits.DOWNLOADS:
        problems += refused(look, address)
    assert problems == []


def claims(look):
    """What is wrong with what a page of an authority says of its operator."""
    said, text = look.page.locator("footer.footer"), look.page.content()
    told = "" if operator().statement in said.inner_text() else f"the footer does not say who operates this: {operator().statement}"
    others = [words for words in (Operator("bureau", operator().name).statement, "دفتر خصوصی") if words in text]
    return [told] * bool(told) + others


def refused(look, address):
    """What is wrong with the answers to each form of the page, sent empty and, where something is typed, sent wrong."""
    problems, is_fresh = [], True
    for place, is_typed in enumerate(look.page.locator(FORMS).evaluate_all(TYPED)):
        for wrong in (False, True)[: 1 + is_typed]:
            if not is_fresh:
                look.page.goto(address)
            if look.page.locator(FORMS).count() <= place:  # what was sent has changed the page
                break
            is_fresh = False
            with look.page.expect_navigation() as sent:
                look.page.locator(FORMS).nth(place).evaluate(SEND, wrong)
            assert sent.value.status < 500
            problems += look.problems(f"form {place + 1}, {'wrong' if wrong else 'empty'}")
    return problems


@pytest.mark.parametrize("path", ["/no-such-page/", "/help/no-such-guide/", "/panel/roles/999999/"])
def test_a_refusal_is_a_page_too(path, world, look, live_server):
    world.member()
    look.page.context.add_cookies(world.cookies(live_server.url))
    look.page.set_viewport_size(PHONE)
    assert look.page.goto(live_server.url + path).status == 404
    assert look.problems(path) == []
