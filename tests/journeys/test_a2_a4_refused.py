"""Scenarios A2–A4: a SIM of somebody else, a wrong birth date, a death."""

from datetime import timedelta

import pytest

from kardad.gateways.registry.port import Operation
from kardad.people.models import Attempt, Person
from kardad.work.models import WorkItem
from tests.journeys.walker import text_of


def test_no_code_is_sent_when_the_sim_belongs_to_someone_else(walker, registry, sms, sms2):
    walker.choose()
    response = walker.describe("not_owned")
    assert response.status_code == 409
    words = text_of(response)
    assert "این شماره به نام صاحب این کد ملی ثبت نشده است" in words
    assert "شماره‌ای را بنویسید که به نام خودتان است" in words
    assert "در دفتر اپراتور" in words
    assert "نوبت حضوری بگیرید" in words
    assert sms.outbox == sms2.outbox == []
    assert registry.asked(Operation.IDENTITY) == []
    assert Attempt.objects.get().error == "IDV_SIM_NOT_OWNED"
    for word in ("صادقی", "بهرام", "0090007778", "۰۰۹۰۰۰۷۷۷۸"):
        assert word not in words


def test_a_wrong_birth_date_locks_at_the_third_time_and_leaves_the_counter_open(walker, sms, clock):
    walker.choose()
    first = walker.describe("wrong_birth")
    assert first.status_code == 409
    assert "کد ملی و تاریخ تولد با هم همخوانی ندارد" in text_of(first)
    assert "همخوانی ندارد" in text_of(walker.describe("wrong_birth"))
    third = walker.describe("wrong_birth")
    assert third.status_code == 423
    assert "امکان تلاش نیست" in text_of(third)
    assert walker.describe("wrong_birth").status_code == 423
    assert sms.outbox == []
    walker.post("people:verify_checks", {"do": "in_person"})
    assert walker.attempt.state == "in_person" or Attempt.objects.filter(state="locked").exists()


def test_a_locked_code_is_open_again_on_the_next_day_and_in_person_at_once(walker, clock):
    walker.choose()
    for _ in range(3):
        walker.describe("wrong_birth")
    walker.choose(method="in_person")
    ticket = walker.describe("wrong_birth", first_name="نرگس", last_name="شریفی")
    assert ticket.status_code == 302
    assert walker.attempt.state == "in_person"
    clock.shift(timedelta(days=1))
    walker.choose()
    assert walker.describe("wrong_birth").status_code == 409


def test_a_format_error_never_counts_and_asks_nobody(walker, registry):
    walker.choose()
    for _ in range(5):
        response = walker.describe("karimi", birth="1400/12/30")
        assert response.status_code == 422
    assert registry.calls == []
    assert walker.describe("karimi").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "9990001236"),
        ("code", "1111111111"),
        ("mobile", "02188880000"),
        ("birth", "1370/07/31"),
        ("birth", "1450/01/01"),
        ("birth", "1270/01/01"),
    ],
)
def test_every_malformed_identifier_is_refused_before_any_provider(walker, registry, field, value):
    walker.choose()
    response = walker.describe("karimi", **{field: value})
    assert response.status_code == 422
    assert registry.calls == []
    assert 'aria-invalid="true"' in response.content.decode()
    assert "09120000001" in response.content.decode() or field == "mobile"  # nothing typed is lost


def test_a_death_is_told_neutrally_and_opens_a_fraud_item(walker, sms):
    walker.choose()
    response = walker.describe("deceased")
    assert response.status_code == 409
    assert "بررسی حضوری لازم است" in text_of(response)
    assert "فوت" not in text_of(response)
    assert sms.outbox == []
    assert not Person.objects.exists()
    assert WorkItem.objects.filter(kind="death_signal", closed_at=None).count() == 1


def test_a_death_is_told_the_same_with_another_mobile(walker, registry):
    from kardad.gateways.registry.port import Outcome

    registry.rule(Operation.MOBILE_OWNER, Outcome.MATCH)
    walker.choose()
    response = walker.describe("deceased", mobile="09121112233")
    assert response.status_code == 409
    assert "بررسی حضوری لازم است" in text_of(response)


def test_a_death_signal_freezes_the_account_that_exists(walker, make, sms):
    someone = make.person(code="9987654320", phone="+989120000005", birth="1951-07-28")
    walker.choose()
    walker.describe("deceased")
    someone.refresh_from_db()
    assert someone.state == "frozen"
