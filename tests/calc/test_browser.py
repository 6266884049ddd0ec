"""Every calculator in a real browser – asked, answered, wrong, refused – at a desk and on a phone; and computing without script."""

from urllib.parse import quote

import pytest

from kardad.law import calculators
from tests.browser.looking import DESK, PHONE
from tests.calc import samples

OPEN = "document.querySelectorAll('details').forEach(fold => { fold.open = true; })"
# Where the figures of a column begin, for every column in which they do not begin under one another.
CROOKED = """() => [...document.querySelectorAll('table')].flatMap((table) => {
  const columns = new Map();
  for (const figure of table.querySelectorAll('td.number, td strong.number')) {
    const words = document.createRange(), cell = figure.closest('td');
    words.selectNodeContents(figure);
    const edges = [...words.getClientRects()].map((box) => box.right);
    if (edges.length) columns.set(cell.cellIndex, [...(columns.get(cell.cellIndex) ?? []), Math.max(...edges)]);
  }
  return [...columns.values()].filter((edges) => Math.max(...edges) - Math.min(...edges) > 1);
})"""
TABLES = (
    "/gallery/facts/",
    f"/calculators/payslip/?{samples.EVERY['payslip']}",
    f"/calculators/claim/?{samples.EVERY['claim']}",
    "/law/wage.daily_minimum/",
)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("name", calculators.ROOMS)
def test_every_state_of_a_calculator_is_open_to_everyone(name, look, live_server):
    address = f"{live_server.url}/calculators/{name}/"
    states = {200: samples.EVERY[name], 422: samples.WRONG, 409: samples.SILENT.get(name, "")}
    problems = []
    for size in (DESK, PHONE):
        look.page.set_viewport_size(size)
        for status, query in states.items():
            if query:
                answer = look.page.goto(f"{address}?{quote(query, safe='=&./-')}")
                assert answer.status == status
                look.page.evaluate(OPEN)
                problems += look.problems(f"{size['width']} px, {status}")
        look.page.goto(address)
        problems += look.problems(f"{size['width']} px, asked")
    assert problems == []


@pytest.mark.parametrize("path", TABLES)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_figures_of_a_column_line_up_by_their_ones(path, size, page, live_server):
    page.set_viewport_size(size)
    page.goto(live_server.url + path)
    assert page.locator("td.number, td strong.number").count() > 1
    page.evaluate(OPEN)
    assert page.evaluate(CROOKED) == []


def test_a_payslip_is_computed_changed_and_shared_without_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{live_server.url}/")
    page.click("main a[href='/calculators/']")
    page.click("text=حقوق این ماه من چقدر باید باشد؟")
    page.select_option("#id_month", "5")
    page.select_option("select[name='month.year']", "1404")
    page.fill("#id_children", "۲")
    page.keyboard.press("Enter")
    first = page.inner_text(".answer .big")
    assert "ریال" in first
    page.click("details.ask-fold > summary")
    page.fill("#id_daily", "۵٬۰۰۰٬۰۰۰")
    page.click("#ask .button-primary")
    assert page.inner_text(".answer .big") != first
    assert page.url.endswith("#result")
    context.close()


def test_a_row_is_added_without_script_and_nothing_typed_is_lost(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    page.goto(f"{live_server.url}/calculators/claim/")
    page.fill("#id_hired_on", "۱۴۰۰/۰۲/۰۱")
    page.fill("#id_paid-0-monthly", "35000000")
    page.click("#id_paid button[name=more]")
    assert page.input_value("#id_hired_on") == "۱۴۰۰/۰۲/۰۱"
    assert page.input_value("#id_paid-0-monthly") == "۳۵٬۰۰۰٬۰۰۰"
    assert page.locator("#id_paid-1-monthly").count() == 1
    context.close()


@pytest.mark.parametrize(
    "path", ["/law/tax.salary_ladder/?on=1401-05-05", "/law/wage.daily_minimum/?on=1399-13-01", "/law/hours.required_monthly/"]
)
def test_the_pages_of_the_law_are_open_to_everyone_in_every_state(path, look, live_server):
    problems = []
    for size in (DESK, PHONE):
        look.page.set_viewport_size(size)
        look.page.goto(live_server.url + path)
        problems += look.problems(f"{path} {size['width']} px")
    assert problems == []
