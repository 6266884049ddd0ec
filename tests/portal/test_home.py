"""The home page: its entrances, its first-visit window, its demo box, its line of status."""

import pytest
from django.urls import reverse

from kardad.gateways.registry import demo as registry

pytestmark = pytest.mark.django_db


def entrances(shown):
    return {link.text.strip(): link["href"] for link in shown.select(".entrances a")}


def test_a_visitor_finds_three_entrances(read):
    assert entrances(read("/")) == {
        "احراز هویت": reverse("people:verify"),
        "عضو نیستم! عضویت": reverse("people:join"),
        "ورود به پنل": reverse("portal:panel"),
    }


def test_the_way_to_verification_is_blue(read):
    shown = read("/")
    assert "button-blue" in shown.select_one(".entrances a")["class"]
    assert shown.select_one("#first-visit a.button-blue")["href"] == reverse("people:verify")


def test_the_first_visit_window_asks_a_visitor_and_not_a_member(read, client, make):
    assert read("/").select_one("dialog#first-visit")
    client.force_login(make.person(level=0))
    assert not read("/").select_one("#first-visit")


def test_a_member_finds_his_panel_and_an_unverified_one_the_blue_button_too(read, client, make):
    client.force_login(make.person(level=0))
    assert entrances(read("/")) == {"رفتن به پنل من": reverse("portal:panel"), "احراز هویت": reverse("people:verify")}
    client.force_login(make.person(level=1))
    assert entrances(read("/")) == {"رفتن به پنل من": reverse("portal:panel")}


def test_header_and_footer_of_the_home_lead_to_both_doors(read):
    shown = read("/")
    for part in ("header", "footer"):
        words = shown.find(part).text
        assert "پنل کاربران" in words
        assert "امور اداری آنلاین" in words


def test_the_home_leads_to_petitions_and_to_the_state_of_a_case_where_it_files_them(read, mode):
    shown = read("/")
    assert len(shown.select(".home-body .path > li")) == 5
    assert shown.select_one(f".home-body a[href='{reverse('cases:start')}']")
    assert bool(shown.select_one(f".home-body a[href='{reverse('cases:status')}']")) == (mode == "authority")
    start = read(reverse("cases:start"))
    assert start.select_one(f"a[href='{reverse('cases:petition_new')}']")
    assert bool(start.select_one("#way")) == (mode == "authority")


def test_the_demo_box_shows_people_whose_details_can_be_typed(read, settings):
    settings.DEMO = True
    box = read("/").select_one(".demo-box").text
    first = registry.PEOPLE[0]
    assert first.national_code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in box
    assert "علی کریمی" in box  # the register wrote Arabic letters
    assert "۱۳۷۰/۰۶/۳۱" in box
    assert "۰۹۱۲۰۰۰۰۰۰۱" in box
    assert "این یک نسخه نمایشی است" in box


def test_people_with_whom_something_goes_wrong_stand_apart(read, settings):
    settings.DEMO = True
    easy, hard, _ = read("/").select(".demo-box details")
    assert "نیک‌پور" not in easy.text
    assert "نیک‌پور" in hard.text
    assert "به بررسی حضوری فرستاده می‌شود" in hard.text


def test_where_people_are_real_there_is_no_demo_box(read, settings):
    settings.DEMO = False
    shown = read("/")
    assert not shown.select_one(".demo-box")
    assert "ساختگی" not in shown.text


def test_every_demo_account_is_shown_with_its_password(read, settings):
    from kardad.people import demo

    settings.DEMO = True
    box = read("/").select_one(".demo-box").text
    assert demo.PASSWORD in box
    for account in demo.ACCOUNTS:
        assert account.code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in box
        assert account.try_this in box


def test_the_home_says_when_something_does_not_work(read, make, now):
    from kardad.core import incidents
    from kardad.core.actor import SYSTEM

    assert "همه بخش‌ها کار می‌کنند" in read("/").select_one(".status-line").text
    incidents.open_incident(part="sms", title="پیامک‌ها دیر می‌رسند", text="اپراتور خبر داده است.", by=SYSTEM, at=now)
    assert "پیامک‌ها دیر می‌رسند" in read("/").select_one(".status-line").text
