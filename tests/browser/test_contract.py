"""A9 in a real Chromium: an employer at a desk and a worker with a telephone, from the draft to the contract that both have signed."""

import re

import pytest
from django.conf import settings as django
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from kardad.contracts.models import Contract, Signature, Version
from kardad.core import outside
from tests import factories
from tests.browser.looking import DESK, PHONE
from tests.contracts import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def at(browser, live_server):
    """A person's page in a browser of his own, of that size."""
    opened = []

    def come(person, size):
        client = Client()
        client.force_login(person)
        factories.show(client, person, "sms")
        context = browser.new_context(viewport=size, locale="fa-IR", base_url=live_server.url)
        context.set_default_timeout(20_000)
        name = django.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        opened.append(context)
        return context.new_page()

    yield come
    for one in opened:
        one.close()


def press(page, name):
    """The button or link of that name leads on."""
    page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True)).first.click()


def signs(page, person, deed):
    """The code is asked for, typed and sent."""
    press(page, "رمز امضا را به همراه من بفرست")
    box = page.get_by_label("رمزی که به همراه شما آمد")
    box.wait_for()
    box.fill(world.by_code(outside.messengers()[0], person))
    press(page, deed)


def reads(page, token):
    """The worker comes to the end of the text, and stays there."""
    page.goto(f"/panel/contracts/{token}/")
    press(page, "خواندن و پاسخ‌دادن")
    answer = page.get_by_role("link", name="رفتن به امضا")
    expect(answer).to_be_hidden()
    page.get_by_role("button", name="همه متن را خواندم").scroll_into_view_if_needed()
    expect(answer).to_be_visible()


def test_a9_an_employer_and_a_worker_sign_the_second_version_of_a_contract(at):
    made = world.drafted(world.world(at=timezone.now()), at=timezone.now())
    token = made.contract.token
    desk, phone = at(made.keeper, DESK), at(made.worker, PHONE)
    desk.goto(f"/panel/contracts/{token}/")
    press(desk, "امضا و فرستادن برای کارگر")
    signs(desk, made.keeper, "امضا و فرستادن برای کارگر")
    expect(desk.get_by_text("اکنون پیش روی کارگر است")).to_be_visible()
    reads(phone, token)
    press(phone, "درخواست اصلاح")
    phone.locator("summary", has_text=re.compile("^کار$")).click()
    phone.get_by_label("محل کار").fill("شیراز، کارگاه شماره ۲")
    press(phone, "فرستادن درخواست اصلاح")
    expect(phone.get_by_text("درخواست اصلاح شما نزد کارفرماست")).to_be_visible()
    desk.goto(f"/panel/contracts/{token}/send/")
    expect(desk.get_by_text("کارگر این‌ها را جور دیگری خواسته است")).to_be_visible()
    desk.goto(f"/panel/contracts/{token}/write/work/")
    desk.get_by_label("محل انجام کار").fill("شیراز، کارگاه شماره ۲")
    press(desk, "نگه داشتن و ادامه")
    desk.wait_for_url(re.compile("/write/term/"))
    desk.goto(f"/panel/contracts/{token}/send/")
    expect(desk.locator("ins", has_text="کارگاه شماره ۲")).to_be_visible()
    signs(desk, made.keeper, "امضا و فرستادن برای کارگر")
    expect(desk.get_by_text("اکنون پیش روی کارگر است")).to_be_visible()
    reads(phone, token)
    press(phone, "رفتن به امضا")
    signs(phone, made.worker, "امضای قرارداد")
    expect(phone.get_by_text("قرارداد با امضای دو طرف بسته شد")).to_be_visible()
    contract = Contract.objects.get()
    states = list(Version.objects.order_by("number").values_list("state", flat=True))
    assert (contract.state, contract.version, bool(contract.number), states) == ("signed", 2, True, ["returned", "signed"])
    assert set(Signature.objects.filter(version__number=2).values_list("side", "is_own_sim")) == {("employer", True), ("worker", True)}
