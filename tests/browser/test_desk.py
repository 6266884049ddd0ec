"""The desk's main road in a real Chromium: asked, assigned, answered, priced, paid at the demo's bank, delivered, accepted and rated."""

import re

import pytest
from playwright.sync_api import expect

from kardad.core import outside
from kardad.desk.models import Rating, Request
from tests import factories
from tests.billing import world as shop
from tests.browser.logins import enter
from tests.browser.looking import DESK, PHONE
from tests.browser.test_journeys import answer_question, prove
from tests.journeys.bureau import TEXT
from tests.people import accounts
from tests.samples import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPINION = {
    "facts": "متقاضی از فروردین ۱۴۰۲ کار کرده و مزد دو ماه آخر را نگرفته است.",
    "question": "برای گرفتن مزد عقب‌افتاده چه باید کرد؟",
    "law": "ماده ۳۷ قانون کار، مصوب ۱۳۶۹.",
    "opinion": "مزد باید در پایان هر ماه پرداخت شود و می‌توان دادخواست داد.",
    "next_steps": "دادخواست در اداره کار محل کارگاه، با فیش‌ها و قرارداد.",
    "limits": "بر پایه گفته‌های متقاضی است و قرارداد دیده نشده است.",
}


@pytest.fixture
def bank(settings, live_server):
    """The demo's bank stands behind the pages of this server."""
    settings.DEMO, settings.SITE_URL = True, live_server.url
    settings.GATEWAYS = settings.GATEWAYS | {"payments": ["console"]}
    outside.forget()


@pytest.fixture
def window(browser, live_server):
    """Opens a browser of somebody's own, of this size, with script or without."""
    opened = []

    def open_window(size, *, script=True, person=None):
        context = browser.new_context(viewport=size, locale="fa-IR", base_url=live_server.url, java_script_enabled=script)
        context.set_default_timeout(15_000)
        opened.append(context)
        if person is not None:
            enter(context, live_server.url, person)
        return context.new_page()

    yield open_window
    for context in opened:
        context.close()


def press(page, name):
    """Press the one button of this name."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def go(page, name):
    """Follow the first link of the page that bears this name."""
    page.locator("main").get_by_role("link", name=re.compile(name)).first.click()


def log_in(page, person, *, script):
    """The log-in page, as people fill it in."""
    page.goto("/login/")
    page.fill("[name=code]", accounts.own(person).code)
    page.fill("[name=password]", factories.PASSWORD)
    if script:
        prove(page)
    else:
        answer_question(page)
    press(page, "ورود")
    page.wait_for_url("**/panel/")


def ask(page):
    """Two services in one request, with a paper; the number to keep is shown."""
    page.goto("/panel/")
    page.get_by_role("link", name="ثبت درخواست خدمات").first.click()
    expect(page.locator("h1")).to_have_text("ثبت درخواست خدمات")
    group = page.locator("details.choosing-group").first
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    for code in ("written", "insurance"):
        page.locator(f"label[for=service-{code}]").click()
    page.fill("main [name=description]", TEXT)
    page.set_input_files("[name=files]", {"name": "قرارداد.pdf", "mimeType": "application/pdf", "buffer": PDF})
    press(page, "ادامه")
    page.wait_for_url("**/fields/")
    page.locator("[name$=-subject][value=record]").check(force=True)
    press(page, "ادامه")
    page.wait_for_url("**/check/")
    assert "قرارداد.pdf" in page.inner_text("main")
    page.locator("[name=rules]").check(force=True)
    press(page, "ثبت درخواست")
    page.wait_for_url("**/done/")
    request = Request.objects.get()
    assert request.shown_number in page.inner_text("main")
    return request


def fits(page):
    """Nothing of the page stands out at its side."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def write_and_release(expert, request):
    """An opinion for every service; with the last one all of it is handed over."""
    for item in request.items.order_by("pk"):
        expert.goto(f"/office/items/{item.pk}/paper/")
        for name, words in OPINION.items():
            expert.fill(f"main [name={name}]", words)
        press(expert, "نگه‌داشتن نسخه")
        expert.wait_for_url("**/deliverables/*/")
        go(expert, "دادن این سند به متقاضی")
        expert.wait_for_url("**/release/")
        expert.locator("main form[method=post] button[type=submit]").first.click()
        expert.wait_for_load_state()
    assert Request.objects.get(pk=request.pk).state == "delivered"


def assign(manager, request, expert):
    """The manager gives it to the expert, from the queue."""
    manager.goto("/office/requests/")
    go(manager, "سپردن")
    manager.wait_for_url(f"**/requests/{request.pk}/assign/")
    manager.locator(f"[name=expert][value='{expert.pk}']").check(force=True)
    fits(manager)
    press(manager, "سپردن این درخواست")
    manager.wait_for_url(f"**/requests/{request.pk}/")


def ask_back(expert, request):
    """The expert wants a paper."""
    expert.goto(f"/office/requests/{request.pk}/ask/")
    expert.fill("[name=other]", "آخرین فیش حقوق")
    expert.fill("[name=body]", "لطفاً آخرین فیش حقوق را بفرستید.")
    press(expert, "خواستن از متقاضی")
    expert.wait_for_url(f"**/requests/{request.pk}/")


def answer_back(page, request):
    """The client sends it."""
    page.goto(f"/panel/requests/{request.pk}/")
    assert "آخرین فیش حقوق" in page.inner_text("main")
    go(page, "فرستادن پاسخ")
    page.wait_for_url("**/answer/")
    page.fill("[name=body]", "این هم آخرین فیش.")
    page.set_input_files("[name=files]", {"name": "فیش.pdf", "mimeType": "application/pdf", "buffer": PDF})
    press(page, "فرستادن پاسخ")
    page.wait_for_url(f"**/requests/{request.pk}/")


def issue(expert, request):
    """The tariff's prices, looked at as an invoice, which goes out."""
    expert.goto(f"/office/requests/{request.pk}/price/")
    press(expert, "ثبت قیمت‌ها و دیدن صورتحساب")
    expert.wait_for_url("**/invoice/")
    assert "۷٬۷۰۰٬۰۰۰\u00a0ریال" in expert.inner_text("main")
    fits(expert)
    press(expert, "صدور صورتحساب")
    expert.wait_for_url(f"**/requests/{request.pk}/")


def pay(page, request):
    """The whole of it at the demo's bank."""
    page.goto(f"/panel/requests/{request.pk}/")
    go(page, "دیدن و پرداخت صورتحساب")
    page.wait_for_url("**/panel/invoices/**")
    assert "۷٬۷۰۰٬۰۰۰\u00a0ریال" in page.inner_text("main")
    fits(page)
    page.goto(page.url.rstrip("/") + "/pay/")
    press(page, "رفتن به پرداخت")
    page.wait_for_url("**/demo/pay/**")
    press(page, "پرداخت می‌کنم")
    page.wait_for_url("**/panel/payments/**")
    assert "پرداخت شما رسید" in page.inner_text("main")


def accept_and_rate(page, request):
    """The opinion is read, what was asked for is accepted, and told how it was."""
    page.goto(f"/panel/requests/{request.pk}/")
    fits(page)
    page.locator("main a[href*='/panel/deliverables/']").first.click()
    page.wait_for_url("**/panel/deliverables/**")
    assert OPINION["opinion"] in page.inner_text("main")
    fits(page)
    page.goto(f"/panel/requests/{request.pk}/")
    go(page, "تأیید تحویل")
    page.wait_for_url("**/accept/")
    press(page, "تأیید تحویل")
    page.wait_for_url(f"**/requests/{request.pk}/")
    item = request.items.order_by("pk").first()
    page.goto(f"/panel/requests/{request.pk}/rate/{item.pk}/")
    page.locator("[name=score][value='5']").check(force=True)
    press(page, "ثبت نظر")
    page.wait_for_url(f"**/requests/{request.pk}/")


@pytest.mark.parametrize(("size", "script"), [(DESK, True), (PHONE, True), (PHONE, False)], ids=["desk", "phone", "phone without script"])
def test_a_worker_asks_pays_and_gets_what_was_asked_for(bank, window, size, script):
    shop.open_shop()
    shop.price("insurance", 3_000_000)
    worker = factories.person(level=2)
    expert, manager = factories.staff("expert", first_name="مریم"), factories.staff("manager", first_name="زهرا")
    page = window(size, script=script)
    at_work, at_the_queue = window(size, person=expert), window(size, person=manager)

    log_in(page, worker, script=script)
    request = ask(page)
    assign(at_the_queue, request, expert)
    ask_back(at_work, request)
    answer_back(page, request)
    issue(at_work, request)
    pay(page, request)
    at_work.goto(f"/office/requests/{request.pk}/start/")
    press(at_work, "آغاز کار")
    at_work.wait_for_url(f"**/requests/{request.pk}/")
    write_and_release(at_work, request)
    accept_and_rate(page, request)

    request.refresh_from_db()
    assert (request.state, request.invoice.state, request.invoice.paid) == ("closed", "paid", 7_700_000)
    assert list(request.items.values_list("state", flat=True)) == ["delivered", "delivered"]
    assert request.attachments.count() == 2
    assert Rating.objects.get().score == 5
