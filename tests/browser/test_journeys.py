"""Whole journeys in a real Chromium at 390 px: a worker (also without script), a legal employer, and in person."""

import re

import pytest

from kardad.core import captcha, outside
from kardad.people.models import Attempt, Membership, Person
from tests.browser.logins import enter
from tests.journeys.walker import PASSWORD, PEOPLE
from tests.people import desks

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


@pytest.fixture
def desk_of(browser, live_server):
    """A window at a counter, with an officer logged in."""
    opened = []

    def open_desk(officer):
        context = browser.new_context(viewport=PHONE, locale="fa-IR")
        opened.append(context)
        enter(context, live_server.url, officer)
        return context.new_page()

    yield open_desk
    for context in opened:
        context.close()


def deed(window, value):
    """Press the button of a deed."""
    window.locator(f"[name=do][value={value}]").first.click()


def test_in_person_without_a_sim_two_officers_see_the_papers(page, desk_of, live_server, make_committed):
    officer, other = desks.officer(make_committed), desks.officer(make_committed, make_committed.office(name="دفتر پیشخوان نارمک"))
    begin(page, live_server.url, role="worker", method="in_person")
    for name, value in {"code": "0090007778", "first_name": "زهرا", "last_name": "حسینی", "birth": "۱۳۶۸/۰۳/۰۳"}.items():
        page.fill(f"[name={name}]", value)
    prove(page)
    press(page, "گرفتن نوبت حضوری")
    page.wait_for_url("**/verify/ticket/")
    assert "اصل این مدارک را ببرید" in page.inner_text("main")
    tracking = Attempt.objects.latest("id").tracking
    here = f"{live_server.url}/counter/{tracking}/"
    desk = desk_of(officer)
    desk.goto(here)
    assert "0090007778" not in desk.content()
    assert "آغاز مراجعه" in desk.inner_text("main")
    deed(desk, "begin")
    for kind in ("identity_card", "birth_certificate"):
        desk.locator(f"[name=seen_{kind}]").check(force=True)
        desk.fill(f"[name=serial_{kind}]", "۱۲۳۴۵")
    desk.fill("[name=code]", "۰۰۹۰۰۰۷۷۷۸")
    desk.fill("[name=birth]", "۱۳۶۸/۰۳/۰۳")
    desk.locator("[name=no_sim]").select_option(index=1)
    deed(desk, "ask")
    desk.goto(f"{here}key/")
    desk.fill("[name=password]", PASSWORD)
    desk.fill("[name=again]", PASSWORD)
    desk.locator("[name=rules]").check(force=True)
    deed(desk, "save")
    desk.goto(here)
    deed(desk, "finish")
    desk.wait_for_url("**/receipt/")
    assert not Person.objects.filter(level_method="in_person").exists()
    second = desk_of(other)
    second.goto(f"{here}second/")
    deed(second, "agree")
    second.wait_for_load_state()
    person = Person.objects.get(level_method="in_person")
    assert (person.level, person.check_password(PASSWORD)) == (3, True)
