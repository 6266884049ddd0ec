"""The payroll list in a real browser: a roster is sent with and without script, every state is open to everyone."""

import pytest

from kardad.calc.payroll import actions
from tests.browser import payroll
from tests.browser.looking import DESK, PHONE
from tests.browser.world import World
from tests.calc.rosters import ALI, HEAD, SARA, many, xlsx

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
START = "/calculators/payroll-list/"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world():
    return World()


@pytest.fixture
def bare(browser):
    """A phone without script."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="fa-IR")
    yield context.new_page()
    context.close()


def roster(*rows):
    return {"name": "roster.xlsx", "mimeType": actions.WORKBOOK, "buffer": xlsx(HEAD, *rows)}


def send(page, live_server, *rows):
    page.goto(live_server.url + START)
    page.set_input_files("[name=file]", roster(*rows))
    page.select_option("[name=year]", "1404")
    page.select_option("[name=month]", "5")
    page.get_by_role("button", name="ساختن لیست حقوق").click()


def test_a_stranger_makes_a_list_without_script(bare, live_server):
    send(bare, live_server, ALI, payroll.WRONG, SARA)
    assert "خالص پرداختی به ۲ نفر" in bare.inner_text("main")
    bare.get_by_role("link", name="دیدن خطاها").click()
    assert "روز عدد کامل است" in bare.inner_text("main")
    bare.go_back()
    bare.get_by_role("link", name="علی کریمی").click()
    assert "فیش حقوق علی کریمی" in bare.inner_text("h1")
    bare.get_by_role("link", name="لیست حقوق مرداد ۱۴۰۴").click()
    bare.get_by_role("link", name="پاک کردن همین حالا").click()
    bare.get_by_role("button", name="پاک کردن لیست").click()
    assert bare.url.endswith(START)


def test_with_script_the_file_is_sent_and_the_list_shown(page, live_server):
    send(page, live_server, ALI, SARA)
    page.wait_for_url("**/calculators/payroll-list/*/")
    page.get_by_text("خالص پرداختی به ۲ نفر").wait_for()
    with page.expect_download() as kept:
        page.get_by_role("link", name="دریافت لیست (XLSX)").click()
    assert kept.value.suggested_filename == "payroll-list-1404-05.xlsx"


def test_a_refused_file_is_open_to_everyone(look, live_server):
    page = look.page
    page.set_viewport_size(PHONE)
    send(page, live_server)
    page.locator(".error-summary").wait_for()
    assert "زیر سرستون‌ها هیچ ردیفی نیست" in page.inner_text(".error-summary")
    assert look.problems("refused") == []


@pytest.mark.parametrize("state", ["waiting", "working", "writing", "failed", "silent"])
def test_every_state_is_open_to_everyone(state, world, look, live_server):
    page, problems = look.page, []
    row = payroll.waiting(world, *(many(3) if state == "silent" else ()), month=(1401, 5) if state == "silent" else (1404, 5))
    if state == "silent":
        actions.work(row.pk, clock=lambda: world.now)
    else:
        row.state, row.done, row.failure = state, 120, actions.GaveUp.message if state == "failed" else ""
        row.save()
    page.context.add_cookies(world.cookies(live_server.url))
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}{START}{row.token}/")
        problems += look.problems(f"{state}, {size['width']} px")
    assert problems == []


def test_progress_goes_on_by_itself(world, page, live_server):
    row = payroll.waiting(world)
    page.context.add_cookies(world.cookies(live_server.url))
    page.goto(f"{live_server.url}{START}{row.token}/")
    assert "۰ از ۲۴۰" in page.inner_text("main")
    actions.work(row.pk, clock=lambda: world.now)
    page.get_by_text("خالص پرداختی به ۲۴۰ نفر").wait_for(timeout=15_000)
