"""The gallery in a real Chromium: no accessibility violation, everything by keyboard, everything without script."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from kardad.kit import calendar, ids
from kardad.ui import samples

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # The base-url plug-in that pytest-playwright brings still defines its fixture the old way.
    pytest.mark.filterwarnings("ignore:Session-scoped fixtures defined as instance methods:pytest.PytestWarning"),
]

ROOMS = [*samples.PARTS, "fields/?wrong=1", "choices/?wrong=1", "question/?wrong=1"]
TYPED = {
    "national-code": ["", "0001234560", "۰۰۰۱۲۳۴۵۶۰", "001234567", "00123456789", "0012345678", "1111111111", "001000000x", "123000000 5"],
    "company-id": ["99900012303", "99900012304", "33333333333", "9990001230", "99900000010"],
    "foreigner-code": ["990000000001", "111111111111", "99000000000"],
    "mobile": ["", "09120000001", "+98 912 000 0001", "۰۹۱۲۰۰۰۰۰۰۱", "0912000000", "02188880000", "0912000000a", "(0912)0000001"],
    "iban": [
        "",
        "IR810100000000000001000003",
        "81 0100 0000 0000 0001 0000 03",
        "IR81",
        "IR810100000000000001000004",
        "IR8101000000000000010000O3",
    ],
    "postal-code": ["1498370910", "0131111111", "1111111111", "14983-70910"],
    "workshop-code": ["0183630045", "0183630000", "018363004"],
    "insurance-number": ["0012345678", "1111111111"],
    "jalali-date": [
        "",
        "1370/06/31",
        "۱۴۰۳/۱۲/۳۰",
        "1404/12/30",
        "1404/13/01",
        "70/06/31",
        "31/06/1370",
        "1991-09-22",
        "1200/01/01",
        "دیروز",
        "1404/7-1",
    ],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_accessibility_violation_in_any_room(site, new_context, width, scheme):
    page = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce").new_page()
    troubles = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    for slug in ROOMS:
        page.goto(f"{site}/gallery/{slug if '?' in slug else slug + '/'}")
        page.wait_for_load_state("networkidle")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{slug}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{slug} scrolls sideways"
        assert not troubles, f"{slug}: {troubles}"


def test_what_can_be_pressed_is_large_enough_for_a_thumb(site, new_context):
    page = new_context(viewport={"width": 390, "height": 900}).new_page()
    for slug in ROOMS:
        page.goto(f"{site}/gallery/{slug if '?' in slug else slug + '/'}")
        small = page.evaluate(
            "[...document.querySelectorAll('button, .button, select, summary, .chip, .tick, .radio-card, .header a, .footer a')]"
            ".filter(e => e.checkVisibility() && !e.closest('dialog:not([open])') && e.getBoundingClientRect().height < 44)"
            ".map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == [], slug


def test_the_rules_in_the_browser_are_those_of_the_server(gallery, page):
    gallery("fields")
    judge = "async (typed) => { const {rules} = await import('/static/ui/js/rules.js'); return Object.fromEntries("
    judge += "Object.entries(typed).map(([kind, values]) => [kind, values.map((value) => rules[kind](value))])); }"
    said = page.evaluate(judge, TYPED)
    for kind, values in TYPED.items():
        if kind == "jalali-date":
            expected = [_date_problem(value) for value in values]
        else:
            expected = [ids.KINDS[kind](value).problem for value in values]
        assert said[kind] == expected, kind


def _date_problem(typed):
    try:
        calendar.parse_jalali(typed)
    except calendar.BadDate as bad:
        return bad.text
    return None


def test_the_calendar_in_the_browser_is_that_of_the_server(gallery, page):
    gallery("fields")
    script = "async () => { const j = await import('/static/ui/js/jalali.js'); const out = [];"
    script += "const iso = (day) => new Date(day).toISOString().slice(0, 10);"
    script += "for (let y = 1300; y <= 1450; y++) out.push([y, j.isLeap(y), iso(j.dayOf(y, 1, 1))]); return out; }"
    for year, leap, first in page.evaluate(script):
        assert leap == calendar.is_leap(year), year
        assert first == calendar.from_jalali(year, 1, 1).isoformat(), year


def test_a_field_is_checked_as_one_leaves_it_and_freed_as_it_is_mended(gallery, page):
    gallery("question")
    field = page.get_by_label("کد ملی")
    field.fill("001234567")
    field.press("Tab")
    error = page.locator("#id_national_code_error")
    expect(error).to_have_text("کد ملی ۱۰ رقم دارد؛ ۹ رقم نوشته‌اید. صفرهای اول را هم بنویسید.")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "id_national_code_error" in field.get_attribute("aria-describedby")
    field.fill("۰۰۰۱۲۳۴۵۶۰")
    expect(error).to_be_hidden()
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_a_day_is_picked_by_keyboard(gallery, page):
    gallery("question")
    field = page.get_by_label("تاریخ تولد")
    field.fill("1370/06/31")
    page.get_by_role("button", name="تقویم").press("Enter")
    expect(page.get_by_role("dialog", name="انتخاب تاریخ")).to_be_visible()
    expect(page.locator(":focus")).to_have_accessible_name("یکشنبه ۳۱ شهریور ۱۳۷۰")
    page.keyboard.press("ArrowLeft")  # tomorrow: time runs to the left
    expect(page.locator(":focus")).to_have_accessible_name("دوشنبه ۱ مهر ۱۳۷۰")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("PageUp")
    page.keyboard.press("Shift+PageUp")
    expect(page.locator(":focus")).to_have_accessible_name(_long(1369, 6, 8))
    page.keyboard.press("Enter")
    expect(field).to_have_value("۱۳۶۹/۰۶/۰۸")
    expect(page.get_by_role("button", name="تقویم")).to_be_focused()


def _long(year, month, day):
    return calendar.long(calendar.from_jalali(year, month, day))


def test_escape_closes_the_calendar_and_picks_nothing(gallery, page):
    gallery("question")
    page.get_by_role("button", name="تقویم").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="انتخاب تاریخ")).to_be_hidden()
    expect(page.get_by_label("تاریخ تولد")).to_have_value("")


def test_an_open_calendar_has_no_accessibility_violation(gallery, page):
    gallery("question")
    page.get_by_role("button", name="تقویم").click()
    assert Axe().run(page).violations_count == 0


def test_a_day_outside_the_range_cannot_be_picked(gallery, page):
    gallery("question")  # nobody born after 1388 is asked
    page.get_by_label("تاریخ تولد").fill("1404/01/01")
    page.get_by_role("button", name="تقویم").click()
    expect(page.locator(":focus")).to_have_accessible_name(_long(1388, 12, 29))
    page.keyboard.press("ArrowLeft")
    expect(page.locator(":focus")).to_have_accessible_name(_long(1388, 12, 29))


def test_the_browser_works_instead_of_asking(gallery, page):
    gallery("fields")
    expect(page.locator(".captcha-question")).to_be_hidden()
    page.get_by_label("کد ملی").focus()
    page.wait_for_function("() => document.querySelector('[name=captcha_proof]').value !== ''", timeout=60_000)
    proof = page.locator("[name=captcha_proof]").input_value()
    from django.utils import timezone

    from kardad.core import captcha

    captcha.require(token="", answer="", proof=proof, at=timezone.now())  # accepted: no refusal
    with pytest.raises(captcha.CaptchaWrong):
        captcha.require(token="", answer="", proof=proof, at=timezone.now())


def test_a_press_that_begins_the_work_still_hits_the_button(page, site):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/login/")
    button = page.locator("main form button[type=submit]").first
    place = "button => button.getBoundingClientRect().top + scrollY"
    stood = button.evaluate(place)
    button.focus()  # what a press does first; nobody was in the form before
    page.wait_for_function("() => document.querySelector('[name=captcha_proof]').value !== ''", timeout=60_000)
    assert button.evaluate(place) == stood


def test_the_first_stop_of_the_keyboard_leads_to_the_text(gallery, page):
    gallery("buttons")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("رفتن به متن صفحه")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_summary_takes_the_focus_and_its_links_lead_to_the_fields(gallery, page):
    gallery("question/?wrong=1")
    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("کد ملی")).to_be_focused()


def test_the_window_is_modal_and_escape_closes_it(gallery, page):
    gallery("window")
    window = page.get_by_role("dialog")
    expect(window.get_by_role("heading")).to_be_focused()
    assert page.evaluate("document.querySelector('dialog').matches(':modal')")
    page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(page.locator("main")).to_be_focused()


def test_the_button_of_the_first_visit_is_blue(gallery, page):
    gallery("window")
    red, green, blue = json.loads(
        re.sub(r"rgb\((.*)\)", r"[\1]", page.evaluate("getComputedStyle(document.querySelector('dialog .button-blue')).backgroundColor"))
    )
    assert blue > 1.5 * green > red


def test_a_code_is_copied_whole(gallery, page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    gallery("facts")
    page.get_by_role("button", name="کپی شماره شبا").click()
    expect(page.get_by_role("status").filter(has_text="کپی شد")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == samples.IBAN


def test_a_password_is_shown_and_hidden(gallery, page):
    gallery("fields")
    field = page.locator("#id_password")
    page.get_by_role("button", name="نمایش رمز").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="نمایش رمز").click()
    expect(field).to_have_attribute("type", "password")


def test_a_button_is_freed_when_the_time_is_up(site, page):
    page.clock.install()
    page.goto(f"{site}/gallery/buttons/")
    button = page.get_by_role("button", name="فرستادن دوباره کد")
    expect(button).to_be_disabled()
    page.clock.run_for(91_000)
    expect(button).to_be_enabled()


@pytest.mark.parametrize("slug", ROOMS)
def test_without_script_everything_is_there(site, new_context, slug):
    page = new_context(java_script_enabled=False, viewport={"width": 390, "height": 900}).new_page()
    page.goto(f"{site}/gallery/{slug if '?' in slug else slug + '/'}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if slug == "window":
        expect(page.get_by_role("link", name="احراز هویت", exact=True)).to_be_visible()
    if slug == "fields":
        expect(page.locator(".captcha-question")).to_be_visible()
        expect(page.get_by_label("پرسش امنیتی")).to_be_editable()
        expect(page.get_by_label("تاریخ تولد", exact=True)).to_be_editable()


def test_colours_may_be_forced(site, new_context):
    page = new_context(forced_colors="active").new_page()
    page.goto(f"{site}/gallery/messages/")
    assert page.evaluate("getComputedStyle(document.querySelector('.tag')).borderTopStyle") == "solid"


def test_paper_has_nothing_to_press(gallery, page):
    gallery("paper")
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_be_visible()
    for what in (".header", ".footer", ".back", "k-print", ".demo"):
        expect(page.locator(what).first).to_be_hidden()


def test_what_is_typed_is_kept_but_no_secret(site, page):
    page.clock.install()
    kept = []
    page.route("**/panel/drafts/", lambda route: (kept.append(route.request.post_data), route.fulfill(status=204)))
    page.goto(f"{site}/gallery/fields/")
    page.get_by_label("کد ملی").fill("0001234560")
    page.locator("#id_password").fill("a long secret")
    page.locator("#id_code").fill("987654")
    page.clock.run_for(2_000)
    expect(page.get_by_text("پیش‌نویس نگه داشته شد.")).to_be_visible()
    assert "national_code=0001234560" in kept[0]
    assert "path=%2Fgallery%2Ffields%2F" in kept[0]
    assert "csrfmiddlewaretoken=" in kept[0]
    for secret in ("secret", "987654", "captcha"):
        assert secret not in kept[0]


def test_a_visitor_is_not_bothered_about_drafts(site, page):
    page.clock.install()
    asked = []
    page.route("**/panel/drafts/", lambda route: (asked.append(1), route.fulfill(status=401)))
    page.goto(f"{site}/gallery/question/")
    for typed in ("0", "00", "001"):
        page.get_by_label("کد ملی").fill(typed)
        page.clock.run_for(2_000)
        page.wait_for_timeout(50)
    assert asked == [1]
    expect(page.locator("k-autosave")).to_be_empty()


def test_after_a_link_of_the_summary_the_next_errors_take_the_focus_again(gallery, page):
    gallery("question/?wrong=1")
    page.locator(".error-summary a").first.click()
    assert "#id_" in page.url
    page.route("**/gallery/question/**", lambda route: route.continue_(method="GET", post_data=None))
    page.locator("main form").first.evaluate("form => form.requestSubmit()")
    page.wait_for_url(lambda url: "#" not in url)
    expect(page.locator(".error-summary")).to_be_focused()


def test_the_calendar_of_a_birth_ends_today(site, page):
    page.goto(f"{site}/verify/")
    page.get_by_label("می‌پذیرم").check()
    for _ in range(2):
        page.locator("main form button[type=submit]").click()
        if "role" in page.url:
            page.locator("input[value=worker]").check(force=True)
    page.get_by_role("button", name="تقویم").click()
    this_year = calendar.jalali(timezone.localdate()).split("-")[0]
    assert page.get_by_label("سال", exact=True).locator("option").first.get_attribute("value") == this_year


def test_a_waiting_part_looks_again_by_itself(site, page):
    page.clock.install()
    page.goto(f"{site}/gallery/messages/")
    page.wait_for_function("() => Boolean(customElements.get('k-poll'))")
    fresh = "<html><body><div id='waiting'><p>پاسخ رسید.</p></div></body></html>"
    page.route("**/gallery/messages/", lambda route: route.fulfill(body=fresh, content_type="text/html; charset=utf-8"))
    page.clock.run_for(31_000)
    expect(page.get_by_text("پاسخ رسید.")).to_be_visible()


def test_paper_is_light_even_for_a_reader_of_the_dark(site, new_context):
    page = new_context(color_scheme="dark").new_page()
    page.goto(f"{site}/gallery/facts/")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("() => getComputedStyle(document.querySelector('.tag-good')).color") == "rgb(20, 96, 58)"
    expect(page.locator(".data-change").first).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_on_a_desk_the_work_is_seen_and_tabbed_before_the_queue(site, new_context, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{site}/gallery/desk/")
    work, queue = page.locator("main").bounding_box(), page.locator("nav.queue").bounding_box()
    if width == 390:
        assert work["y"] + work["height"] <= queue["y"]
    else:  # a line of Persian begins at the right
        assert work["x"] >= queue["x"] + queue["width"]
        assert queue["y"] < work["y"] + 200
    assert page.locator("h1").bounding_box()["y"] < 600
    page.locator("main").focus()
    met = []
    for _ in range(8):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.closest('main, nav.queue')?.localName ?? ''"))
    assert met.index("main") < met.index("nav")
    assert "main" not in met[met.index("nav") :]
