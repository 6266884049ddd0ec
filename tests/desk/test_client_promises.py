"""Until when, as a row of days; how long a service usually takes, measured at night; prices of the day in words."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.billing.models import Seller
from kardad.desk import catalogue
from kardad.desk.actions import usual as measuring
from kardad.desk.models import Item, Request, UsualTime
from kardad.desk.queries import usual
from kardad.desk.shown import prices, promises
from kardad.kit import calendar
from tests import factories
from tests.billing import world as shop
from tests.conftest import NOW
from tests.desk import world

DAY = timedelta(days=1)
WRITTEN = catalogue.service("written")


def marks(since, until, at=NOW):
    return [one.mark for one in promises.days(since, until, at=at)]


def test_the_row_goes_from_the_first_day_to_the_last_with_today_and_days_off_in_it():
    # NOW is a Saturday: the Thursday before is gone, the Friday between is shut.
    assert marks(NOW - 2 * DAY, NOW + 2 * DAY) == ["gone", "shut", "today", "ahead", "last"]


def test_one_day_a_past_end_and_too_many_days_have_no_row():
    assert marks(NOW, NOW) == []
    assert marks(NOW - 3 * DAY, NOW - DAY) == []
    assert marks(NOW, NOW + 20 * DAY) == []


def test_a_long_past_is_cut_so_that_the_end_is_seen():
    assert len(marks(NOW - 30 * DAY, NOW + DAY)) == promises.MANY_DAYS
    assert marks(NOW - 30 * DAY, NOW + DAY)[-2:] == ["today", "last"]


def test_the_first_answer_is_promised_for_eight_working_hours_after_sending(bureau):
    sent = world.submitted(bureau)
    assert promises.first_response(sent) == NOW.replace(hour=6, minute=30) + DAY


@pytest.mark.parametrize(("state", "whose"), [("info_requested", "yours"), ("invoiced", "yours"), ("delivered", "yours"), ("paid", "ours")])
def test_a_promise_says_whose_turn_it_is(bureau, state, whose):
    found = promises.of(world.request_in(state, bureau), at=NOW, work_due_at=NOW + DAY)
    assert found.whose == whose
    assert not found.is_late


def test_a_promise_that_was_broken_is_told_as_late(bureau):
    found = promises.of(world.in_review(bureau), at=NOW + 9 * DAY)
    assert found.is_late


def delivered(count, *, code="written", days=1):
    """So many items that were with their clients after so many days."""
    owner = factories.person()
    for n in range(count):
        made = Request.objects.create(applicant=owner, state="closed", number=f"{code}-{n}", made_at=NOW, changed_at=NOW, submitted_at=NOW)
        facts = {"service_code": code, "title": code, "delivery": "document_draft", "state": "delivered"}
        Item.objects.create(request=made, delivered_at=NOW + (days if n < count - 1 else days + 6) * DAY, **facts)


def test_the_usual_time_is_that_of_nine_in_ten(db):
    delivered(10)
    assert measuring.measure(at=NOW + 8 * DAY) == 1
    assert usual.days("written") == 1
    assert usual.days("payslip") is None


def test_too_few_say_nothing_and_an_old_figure_goes(db):
    delivered(4)
    UsualTime.objects.create(service_code="written", minutes=60, counted=9, measured_at=NOW)
    assert measuring.measure(at=NOW + 8 * DAY) == 0
    assert usual.days("written") is None


def test_the_ninetieth_of_ten_is_the_ninth():
    assert measuring.ninetieth(list(range(1, 11))) == 9
    assert measuring.ninetieth([5]) == 5


def test_a_price_is_told_with_its_tax_and_its_absence_in_words(db):
    shop.open_shop()
    found = prices.shop(calendar.tehran_day(NOW))
    assert found.words(WRITTEN) == "۴٬۰۰۰٬۰۰۰\u00a0ریال برای هر پرسش"
    assert found.tax(WRITTEN) == "به‌علاوه ۱۰٪ مالیات"
    assert found.words(catalogue.service("petition")) == "بها پس از بررسی گفته می‌شود"
    Seller.objects.update(is_vat_registered=False)
    assert prices.shop(calendar.tehran_day(NOW)).tax(WRITTEN) == ""


def test_a_rate_with_a_part_is_told_whole():
    assert prices.Shop({}, 925).tax(WRITTEN) == "به‌علاوه ۹٫۲۵٪ مالیات"
    assert prices.Shop({}, 950).tax(WRITTEN) == "به‌علاوه ۹٫۵٪ مالیات"


def test_the_public_pages_show_what_is_offered_and_nothing_else(client, db, clock):
    shop.open_shop()
    shown = client.get(reverse("desk:services")).content.decode()
    assert all(one.title in shown for one in catalogue.offered())
    workers = client.get(reverse("desk:services"), {"for": "worker"}).content.decode()
    assert "پیگیری بیمه بیکاری" in workers
    assert "تنظیم آیین‌نامه انضباطی" not in workers
    one = client.get(reverse("desk:service", args=["written"])).content.decode()
    assert "۴٬۰۰۰٬۰۰۰\u00a0ریال" in one
    assert '"@type": "Service"' in one
    assert '"priceCurrency": "IRR"' in one
    assert client.get(reverse("desk:service", args=["cooking"])).status_code == 404


@pytest.mark.parametrize("one", catalogue.services().values(), ids=lambda one: one.code)
def test_every_service_is_described_in_a_length_that_is_shown_whole(one):
    assert 40 <= len(one.text) <= 160


def test_the_services_stand_in_the_map_of_the_site(client, db):
    shown = client.get(reverse("portal:sitemap")).content.decode()
    assert reverse("desk:service", args=["petition"]) in shown
