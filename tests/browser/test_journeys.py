"""Whole journeys in a real Chromium at 390 px: a worker (also without script), a legal employer, and in person."""

import re

import pytest

from kardad.core import captcha, outside
from kardad.people.models import Membership, Person
from tests.journeys.walker import PASSWORD, PEOPLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def browser_context_args(browser_context_args):
    """A phone, in Persian."""
    return browser_context_args | {"viewport": PHONE, "locale": "fa-IR"}


@pytest.fixture
def bare(browser):
    """A phone without script."""
    context = browser.new_context(viewport=PHONE, locale="fa-IR", java_script_enabled=False)
    yield context.new_page()
    context.close()


def code():
    """The code that the messenger sent last."""
    return [one for one in outside.messengers()[0].outbox if one.code][-1].code


def answer_question(page):
    """Answer the captcha's question in words, as a person without script does."""
    asked = page.locator(".captcha-question").inner_text()
    first, second = [captcha.NUMBERS.index(word) for word in re.findall(r"\w+", asked) if word in captcha.NUMBERS][:2]
    page.fill("[name=captcha_answer]", str(first - second if "کم" in asked else first + second))


def press(page, name):
    """Press the button with this deed."""
    page.get_by_role("button", name=name, exact=True).click()


def begin(page, site, *, role, method="otp_l1"):
    """From the blue button of the first visit's window to the details."""
    page.goto(site)
    page.locator("#first-visit").get_by_role("link", name="احراز هویت", exact=True).click()
    page.locator(f"[name=method][value={method}]").check(force=True)
    page.locator("[name=consent]").check(force=True)
    press(page, "ادامه احراز هویت")
    page.locator(f"[name=role][value={role}]").check(force=True)
    press(page, "ادامه")


def describe(page, who, **more):
    """Type the details."""
    for name, value in (PEOPLE[who] | more).items():
        page.fill(f"[name={name}]", value)


def prove(page):
    """Wait until the browser has done the captcha's work."""
    page.wait_for_function("document.querySelector('[name=captcha_proof]').value !== ''")


def finish(page):
    """The code, the user form, the panel."""
    page.fill("[name=code]", code())
    if page.locator("[name=password]").count() == 0:
        page.get_by_role("button", name="ثبت کد", exact=True).click()
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=rules]").check(force=True)
    press(page, "ثبت فرم کاربری")
    page.get_by_role("link", name="رفتن به پنل").click()


def test_a_worker_goes_from_home_to_the_panel(page, live_server):
    begin(page, live_server.url, role="worker")
    describe(page, "karimi")
    prove(page)
    press(page, "سنجش مشخصات و دریافت کد")
    page.wait_for_url("**/verify/code/")
    page.locator("[name=code]").press_sequentially(code())
    page.wait_for_timeout(300)
    if "code" in page.url:
        press(page, "ثبت کد")
    page.wait_for_url("**/verify/profile/")
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=rules]").check(force=True)
    press(page, "ثبت فرم کاربری")
    page.wait_for_url("**/verify/done/")
    page.get_by_role("link", name="رفتن به پنل").click()
    page.wait_for_url("**/panel/")
    assert "علی کریمی" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_worker_needs_no_script(bare, live_server):
    begin(bare, live_server.url, role="worker")
    describe(bare, "karimi")
    answer_question(bare)
    press(bare, "سنجش مشخصات و دریافت کد")
    finish(bare)
    assert bare.url.endswith("/panel/")
    assert "علی کریمی" in bare.inner_text("main")


def test_a_legal_employer_owns_the_account_of_the_company(page, live_server):
    begin(page, live_server.url, role="employer_legal")
    describe(page, "karimi", company_id="۹۹۹۰۰۰۱۲۳۰۳", registration_number="12345", position="مدیرعامل")
    prove(page)
    press(page, "سنجش مشخصات و دریافت کد")
    page.wait_for_url("**/verify/code/")
    page.locator("[name=code]").press_sequentially(code())
    page.wait_for_timeout(300)
    if "code" in page.url:
        press(page, "ثبت کد")
    page.wait_for_url("**/verify/profile/")
    page.fill("[name=password]", PASSWORD)
    page.locator("[name=rules]").check(force=True)
    press(page, "ثبت فرم کاربری")
    page.wait_for_url("**/verify/done/")
    page.goto(live_server.url + "/panel/organisations/")
    assert "شرکت نمونه کارداد" in page.inner_text("main")
    assert Membership.objects.get().is_owner


def test_someone_without_a_sim_takes_a_ticket_and_is_seen_at_a_counter(page, browser, live_server, make_committed):
    from tests.people import desks

    begin(page, live_server.url, role="worker", method="in_person")
    page.fill("[name=code]", "0090007778")
    page.fill("[name=first_name]", "زهرا")
    page.fill("[name=last_name]", "حسینی")
    page.fill("[name=birth]", "۱۳۶۸/۰۳/۰۳")
    prove(page)
    press(page, "گرفتن نوبت حضوری")
    page.wait_for_url("**/verify/ticket/")
    assert "اصل این مدارک را ببرید" in page.inner_text("main")
    assert page.locator("main img, main svg").count()
    officer = desks.officer(make_committed)
    from kardad.people.models import Attempt
    from tests.browser.logins import enter

    tracking = Attempt.objects.latest("id").tracking
    desk = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fa-IR")
    window = desk.new_page()
    enter(desk, live_server.url, officer)
    window.goto(f"{live_server.url}/counter/{tracking}/")
    assert "ز" in window.inner_text("main")
    assert "0090007778" not in window.content()
    desk.close()
    assert not Person.objects.filter(level=3).exclude(pk=officer.pk).exists()
