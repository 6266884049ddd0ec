"""Sending files in a real Chromium: what is known to be refused stays here, and no trouble on the way costs a word."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_file_too_large_is_named_before_it_is_sent(gallery, page, settings):
    settings.UPLOAD_MAX_BYTES = 10
    gallery("fields")
    page.get_by_label("تصویر کارت ملی").set_input_files({"name": "card.png", "mimeType": "image/png", "buffer": b"0" * 10_500_000})
    expect(page.get_by_text("«card.png» بزرگ‌تر از")).to_be_visible()


def test_a_file_is_sent_with_progress_and_the_answer_takes_the_place_of_the_page(gallery, page):
    gallery("fields")
    page.get_by_label("تصویر کارت ملی").set_input_files({"name": "card.png", "mimeType": "image/png", "buffer": b"0" * 50_000})
    expect(page.get_by_text("«card.png»")).to_be_visible()
    page.evaluate("document.body.dataset.old = 'yes'")
    page.get_by_role("button", name="ثبت مشخصات").click()
    page.wait_for_function("() => document.body.dataset.old !== 'yes'", timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("فیلدهای فرم")
    expect(page.locator("main")).to_be_focused()
    expect(page.get_by_role("button", name="تقویم")).to_be_visible()  # the elements of the new page are alive


def test_a_lost_line_keeps_the_form(gallery, page):
    gallery("fields")
    page.get_by_label("کد ملی").fill("0001234560")
    page.get_by_label("تصویر کارت ملی").set_input_files({"name": "card.png", "mimeType": "image/png", "buffer": b"0"})
    page.wait_for_function("() => document.querySelector('[name=captcha_proof]').value !== ''", timeout=60_000)
    page.route("**/gallery/fields/", lambda route: route.abort())
    page.get_by_role("button", name="ثبت مشخصات").click()
    expect(page.get_by_text("ارتباط قطع شد")).to_be_visible()
    expect(page.get_by_label("کد ملی")).to_have_value("0001234560")


def test_a_file_known_to_be_too_large_or_empty_is_not_sent(gallery, page):
    gallery("fields")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" and "/gallery/" in request.url else None)
    page.wait_for_function("() => document.querySelector('k-upload.ready')")
    page.get_by_label("کد ملی").fill("0001234560")
    page.wait_for_function("() => document.querySelector('[name=captcha_proof]').value !== ''", timeout=60_000)
    for raw, said in ((b"0" * 10_500_000, "بزرگ‌تر از"), (b"", "خالی است")):
        page.get_by_label("تصویر کارت ملی").set_input_files({"name": "card.png", "mimeType": "image/png", "buffer": raw})
        page.get_by_role("button", name="ثبت مشخصات").click()
        expect(page.get_by_text(f"«card.png» {said}")).to_be_visible()
        expect(page.get_by_label("تصویر کارت ملی")).to_be_focused()
    assert sent == []


@pytest.mark.parametrize(("status", "said"), [(413, "روی هم بسیار بزرگ‌اند"), (500, "اشکالی از سوی ماست"), (502, "اشکالی از سوی ماست")])
def test_an_answer_that_is_no_page_of_ours_keeps_the_form(gallery, page, status, said):
    gallery("fields")
    page.get_by_label("کد ملی").fill("0001234560")
    page.get_by_label("تصویر کارت ملی").set_input_files({"name": "card.png", "mimeType": "image/png", "buffer": b"0"})
    page.wait_for_function("() => document.querySelector('[name=captcha_proof]').value !== ''", timeout=60_000)
    page.route("**/gallery/fields/", lambda route: route.fulfill(status=status, body="Bad Gateway", content_type="text/plain"))
    page.get_by_role("button", name="ثبت مشخصات").click()
    expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_label("کد ملی")).to_have_value("0001234560")


def test_a_file_that_was_not_refused_is_chosen_still(gallery, page):
    gallery("fields")
    page.get_by_label("کد ملی").fill("0001234560")
    page.get_by_label("تصویر کارت ملی").set_input_files({"name": "card.png", "mimeType": "image/png", "buffer": b"0"})
    page.wait_for_function("() => document.querySelector('[name=captcha_proof]').value !== ''", timeout=60_000)
    answer = page.content().replace('<main class="main"', '<div class="error-summary" tabindex="-1" data-focus></div><main class="main"')
    page.route("**/gallery/fields/", lambda route: route.fulfill(status=422, body=answer, content_type="text/html; charset=utf-8"))
    page.get_by_role("button", name="ثبت مشخصات").click()
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.evaluate("document.querySelector('input[type=file]').files[0]?.name") == "card.png"
