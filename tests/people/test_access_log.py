"""«چه کسی اطلاعات مرا دیده است»: every look by another, seen by its owner alone."""

from datetime import timedelta

import pytest

from kardad.people import particulars
from kardad.people.models import AccessRead
from tests.people import accounts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_captcha", "clock")]
PAGE = "/panel/access-log/"


@pytest.fixture
def person(make):
    return make.person()


@pytest.fixture
def here(client, person):
    accounts.enter(client, person)
    return client


def test_a_look_by_staff_stands_with_role_reason_and_moment(here, person, make, now):
    reviewer = make.staff("reviewer", first_name="سارا", last_name="نادری")
    particulars.read(person, by=make.actor(reviewer, "reviewer"), what="کد ملی", reason="بررسی پرونده", at=now)

    shown = here.get(PAGE).content.decode()

    assert "بررس مدارک" in shown
    assert "بررسی پرونده" in shown
    assert "۱۴۰۴" in shown
    assert "نادری" not in shown  # staff answer by their role


def test_a_look_by_a_representative_names_him(here, person, make, now):
    agent = make.person(first_name="سارا", last_name="نادری")
    particulars.read(person, by=make.actor(agent, "representative"), what="نشانی", reason="تنظیم دادخواست", at=now)

    assert "سارا نادری" in here.get(PAGE).content.decode()


def test_nobody_sees_the_looks_at_another(here, make, now):
    other = make.person()
    particulars.read(other, by=make.actor(make.staff("reviewer"), "reviewer"), what="کد ملی", reason="راز دیگری", at=now)

    assert "راز دیگری" not in here.get(PAGE).content.decode()


def test_my_own_look_leaves_no_trace(here, person):
    here.get("/panel/account/")

    assert AccessRead.objects.filter(person=person).count() == 0
    assert "هنوز کسی" in here.get(PAGE).content.decode()


def test_the_list_goes_on_after_the_last_row_and_costs_the_same(here, person, make, now, django_assert_max_num_queries):
    reviewer = make.actor(make.staff("reviewer"), "reviewer")
    for number in range(60):
        reason = f"دلیل {number}"
        particulars.read(person, by=reviewer, what="کد ملی", reason=reason, at=now + timedelta(minutes=number))
    with django_assert_max_num_queries(8) as first:
        page = here.get(PAGE)
    with django_assert_max_num_queries(8) as second:
        rest = here.get(PAGE + page.context["next_url"])

    assert "دلیل 59" in page.content.decode()
    assert "دلیل 34" in rest.content.decode()
    assert "دلیل 59" not in rest.content.decode()
    assert len(first.captured_queries) == len(second.captured_queries)


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 40, "1 OR 1=1", "۱۲"])
def test_a_cursor_that_cannot_be_read_begins_anew(here, cursor):
    assert here.get(PAGE, {"after": cursor}).status_code == 200


def test_a_visitor_is_led_to_log_in(client):
    assert client.get(PAGE)["Location"].startswith("/login/")
