"""«What am I owed» on a phone without script, from the home page to the result; and every state of it, open to everyone."""

import re

import pytest

from tests.browser.looking import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORKED = "from=1400-02-01&to=1403-11-15&still=no&wage=minimum&pay=same&pay_amount=35000000"
NOTHING = "bonus=none&severance=none&leave_pay=none&insurance=none"
EXAMPLE = f"{WORKED}&{NOTHING}&leave=none&hard=no&married=no&children=0&hours=none"
UNKNOWN = (
    "from=1400-02-01&to=1403-11-15&still=no&wage=unknown&pay=same&pay_amount=50000000&bonus=unknown&severance=unknown&leave_pay=unknown"
    "&insurance=unknown&leave=unknown&hard=unknown&married=yes&children=2&insured=unknown&hours=unknown&kind=overtime&kind=night&kind=friday&kind=holiday"
)
STATES = {
    "the start": "",
    "the first question": "dates/",
    "the wage": f"wage/?{EXAMPLE}",
    "the pay": f"pay/?{EXAMPLE}",
    "periods": "periods/?from=1400-02-01&to=1403-11-15&still=no&wage=minimum&pay=changed"
    "&paid=1400-02-01_1401-12-29_35000000&paid=1402-01-01_1403-11-15_60000000",
    "what was received": f"received/?{EXAMPLE}",
    "the bonus of each year": "bonuses/?" + EXAMPLE.replace("bonus=none", "bonus=part&bonus_in=1400_20000000"),
    "leave": f"leave/?{EXAMPLE}",
    "family": f"family/?{EXAMPLE}",
    "insured days": "insured/?" + EXAMPLE.replace("children=0", "children=1&insured=some&insured_days=300"),
    "hours": f"hours/?{EXAMPLE}",
    "hours of a month": "each-month/?" + EXAMPLE.replace("hours=none", "hours=same&each=20_0_8_0"),
    "hours by periods": "hour-periods/?" + EXAMPLE.replace("hours=none", "hours=changed&worked=1400-02-01_1401-01-31_20_0_8_0"),
    "kinds of hours": "hour-kinds/?" + EXAMPLE.replace("hours=none", "hours=unknown"),
    "the answers": f"check/?{EXAMPLE}",
    "the result": f"result/?{EXAMPLE}",
    "a result with everything unknown": f"result/?{UNKNOWN}",
    "a result before the law": "result/?" + EXAMPLE.replace("from=1400-02-01", "from=1388-02-01"),
    "nothing owed": "result/?"
    + EXAMPLE.replace("pay=same&pay_amount=35000000", "pay=unknown")
    .replace("bonus=none", "bonus=all")
    .replace("severance=none", "severance=all")
    .replace("leave_pay=none", "leave_pay=all"),
    "silence": "result/?" + EXAMPLE.replace("from=1400-02-01&to=1403-11-15", "from=1380-02-01&to=1385-11-15"),
}


@pytest.fixture
def bare(browser):
    """A phone without script."""
    context = browser.new_context(viewport=PHONE, locale="fa-IR", java_script_enabled=False)
    yield context.new_page()
    context.close()


def go_on(page, name="ادامه"):
    """Press the button of the page."""
    page.locator("form.form .buttons").get_by_role("button", name=name, exact=True).click()


def choose(page, name, value):
    """Pick one of the choices."""
    page.locator(f"[name={name}][value={value}]").check(force=True)


def test_a_stranger_goes_from_home_to_the_result_without_script_in_ten_pages(bare, live_server):
    visited = []
    bare.on("load", lambda page: visited.append(page.url))
    bare.goto(live_server.url)
    bare.get_by_role("link", name="چقدر طلب دارم؟").first.click()
    bare.get_by_role("link", name="شروع کنید").click()
    bare.fill("[name=hired_on]", "۱۴۰۰/۰۲/۰۱")
    choose(bare, "still", "no")
    bare.fill("[name=left_on]", "1403/11/15")
    go_on(bare)
    choose(bare, "wage", "minimum")
    go_on(bare)
    choose(bare, "pay", "same")
    bare.fill("[name=pay_amount]", "۳٬۵۰۰٬۰۰۰ تومان")
    go_on(bare)
    for name in ("bonus", "severance", "leave_pay", "insurance"):
        choose(bare, name, "none")
    go_on(bare)
    choose(bare, "leave", "none")
    choose(bare, "hard", "no")
    go_on(bare)
    choose(bare, "married", "no")
    bare.fill("[name=children]", "۰")
    go_on(bare)
    choose(bare, "hours", "none")
    go_on(bare)
    bare.get_by_role("link", name="حساب کن", exact=True).click()
    assert "۲٬۵۰۰٬۱۰۶٬۷۲۹" in bare.inner_text("main")
    assert len(visited) <= 12
    assert bare.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_period_is_added_and_removed_without_script(bare, live_server):
    bare.goto(f"{live_server.url}/calculators/owed/periods/?from=1400-02-01&to=1403-11-15&still=no&wage=minimum&pay=changed")
    bare.fill("[name=to_0]", "۱۴۰۱/۱۲/۲۹")
    bare.fill("[name=monthly_0]", "۳۵٬۰۰۰٬۰۰۰")
    bare.get_by_role("button", name="یک دوره دیگر").click()
    bare.fill("[name=from_1]", "۱۴۰۲/۰۱/۰۱")
    bare.fill("[name=monthly_1]", "۶۰٬۰۰۰٬۰۰۰")
    bare.get_by_role("button", name="برداشتن دوره ۳").click()
    assert bare.input_value("[name=monthly_1]") == "۶۰٬۰۰۰٬۰۰۰"
    go_on(bare)
    assert "paid=1400-02-01_1401-12-29_35000000&paid=1402-01-01_1403-11-15_60000000" in bare.url


def test_how_opens_the_months_of_a_cell(page, live_server):
    page.goto(f"{live_server.url}/calculators/owed/result/?{EXAMPLE}")
    page.get_by_role("link", name=re.compile("^ماه به ماه")).first.click()
    assert page.locator("#how-wage-difference-1400").is_visible()
    assert "اردیبهشت ۱۴۰۰" in page.inner_text("#how-wage-difference-1400")


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_open_to_everyone(state, look, live_server):
    page, problems = look.page, []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(f"{live_server.url}/calculators/owed/{STATES[state]}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        problems += look.problems(f"{state}, {size['width']} px")
    assert problems == []


@pytest.mark.parametrize("state", [state for state, path in STATES.items() if path and "result" not in path and "check" not in path])
def test_an_empty_answer_is_told_and_open_to_everyone(state, look, live_server):
    page = look.page
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/calculators/owed/{STATES[state].split('?')[0]}?{EXAMPLE.replace('from=1400-02-01&to=1403-11-15&', '')}")
    page.goto(f"{live_server.url}/calculators/owed/{STATES[state]}")
    page.evaluate(
        "for (const one of document.querySelectorAll('form.form input')) { one.checked = false; if (one.type === 'text') one.value = '؟!' }"
    )
    with page.expect_navigation() as sent:
        page.evaluate("document.querySelector('form.form').requestSubmit()")
    assert sent.value.status == 422
    assert page.locator(".error-summary a").count() > 0
    assert look.problems(state) == []
