"""Wards: brought by a guardian, seen with him, acted for until eighteen."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kardad.core.actor import Actor
from kardad.gateways.registry.book import Person as Known
from kardad.outbox.models import Message
from kardad.people import ages, particulars, policy, refusals
from kardad.people.actions import attempts, attesting, visits, wards
from kardad.people.models import Attempt, Mandate, Person
from kardad.people.queries import counters
from kardad.people.queries import roles as role_queries
from tests.people import desks

pytestmark = pytest.mark.django_db
CHILD = {"code": "7330001112", "birth": "2010-08-01", "first_name": "نیکا", "last_name": "کریمی", "relation": "father"}


@pytest.fixture
def guardian(make):
    """A verified father."""
    return make.person(level=1, code="9990001235", phone="+989120000001")


@pytest.fixture(autouse=True)
def _known(request):
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        registry = request.getfixturevalue("registry")
        registry.book.add(
            Known(national_code=CHILD["code"], birth=date(2010, 8, 1), first_name="نیکا", last_name="كريمي", father_name="علی")
        )


def bring(guardian, at, **extra):
    """The guardian takes a ticket for his child; outside the ten percent."""
    while True:
        attempt = wards.begin(typed=CHILD | extra, guardian=guardian, by=Actor(guardian.pk, "member", level=1), at=at)
        if not counters.is_sampled(attempt):
            return attempt
        attempts.cancel(attempt, by=Actor(guardian.pk, "member"), at=at)


def stand(guardian, officer, at):
    """The child was verified over the counter."""
    attempt = bring(guardian, at)
    ticket = desks.attested(attempt.ticket, officer, CHILD, at=at, guardian_code="9990001235")
    assert ticket.state == "attested"
    return Person.objects.get(code_index=attempt.code_index)


def test_a_ward_stands_under_the_guardian_who_may_act_for_him(guardian, officer, now):
    ward = stand(guardian, officer, now)
    assert (ward.guardian_id, ward.level, ward.name) == (guardian.pk, 3, "نیکا کریمی")
    assert not ward.has_usable_password()
    mandate = Mandate.objects.get(principal=ward)
    assert (mandate.agent_id, mandate.basis, mandate.state) == (guardian.pk, "guardian", "active")
    assert f"guardian|person:{ward.pk}" in [choice.value for choice in role_queries.acting_choices(guardian.pk)]
    assert Message.objects.get().mobile == "+989120000001"


def test_the_officer_sees_the_wards_birth_certificate_and_the_guardians_card(guardian, officer, now):
    attempt = bring(guardian, now)
    assert [kind.key for kind in counters.expected_papers(attempt)] == ["birth_certificate", "guardian_card"]
    appointed = Attempt.objects.create(typed='{"relation": "appointed", "code": "1"}', method="in_person", began_at=now, expires_at=now)
    appointed.consents.create(person=guardian, text=counters.GUARDIAN_CONSENT, version="1", given_at=now)
    assert "guardianship" in [kind.key for kind in counters.expected_papers(appointed)]


def test_another_adults_card_is_not_the_guardians(guardian, officer, now):
    visit = desks.see_all(desks.begin(bring(guardian, now).ticket, officer, at=now), officer, at=now)
    for code in ("9990001243", ""):
        with pytest.raises(attesting.NotThisPerson) as refused:
            attesting.ask(visit, desks.shown(CHILD, guardian_code=code), by=desks.actor(officer), at=now)
        assert refused.value.field == "guardian_code"


def test_an_officer_does_not_verify_his_own_ward(make, now):
    father = desks.officer(make, code="9990001235")
    with pytest.raises(visits.OwnTicket):
        desks.begin(bring(father, now).ticket, father, at=now)


def test_only_a_verified_person_brings_another(make, now):
    stranger = make.person(level=0)
    with pytest.raises(wards.GuardianUnverified):
        bring(stranger, now)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"birth": "2000-01-01"}, wards.NotMinor),
        ({"birth": "2030-01-01"}, refusals.BirthImpossible),
        ({"code": "9990001235"}, wards.OwnCode),
    ],
)
def test_who_is_of_age_or_unborn_or_oneself_is_no_ward(guardian, now, change, refusal):
    with pytest.raises(refusal):
        bring(guardian, now, **change)
    assert not Attempt.objects.exists()


def test_an_adult_on_the_original_is_not_verified_as_a_ward(guardian, officer, now):
    visit = desks.see_all(desks.begin(bring(guardian, now).ticket, officer, at=now), officer, at=now)
    shown = attesting.Shown(code=CHILD["code"], birth=date(2000, 1, 1), guardian_code="9990001235")
    with pytest.raises(wards.NotMinor):
        attesting.ask(visit, shown, by=desks.actor(officer), at=now)


def test_a_second_press_takes_no_second_ticket(guardian, now):
    assert bring(guardian, now).pk == bring(guardian, now).pk


def test_a_guardian_takes_so_many_tickets_a_day(guardian, now, monkeypatch):
    monkeypatch.setattr(policy, "WARDS_A_DAY", 1)
    by = Actor(guardian.pk, "member", level=1)
    wards.begin(typed=CHILD, guardian=guardian, by=by, at=now)
    with pytest.raises(wards.TooManyWards):
        wards.begin(typed=CHILD | {"code": "8005550006"}, guardian=guardian, by=by, at=now)


def test_a_minor_alone_is_sent_to_a_guardian(now):
    by = Actor(None, "visitor")
    attempt = attempts.begin(depth="verify", method="otp_l1", role="worker", by=by, at=now)
    with pytest.raises(attempts.MinorNeedsGuardian):
        attempts.describe(attempt, typed={"code": CHILD["code"], "mobile": "+989120000001", "birth": "2008-01-01"}, by=by, at=now)


def test_the_guardians_authority_ends_on_the_eighteenth_birthday(guardian, officer, now):
    ward = stand(guardian, officer, now)
    mandate = Mandate.objects.get(principal=ward)
    birthday = datetime(2028, 8, 1, 12, tzinfo=UTC)
    assert wards.come_of_age(birthday - timedelta(days=1)) == 0
    assert [wards.come_of_age(birthday), wards.come_of_age(birthday)] == [1, 0]
    ward.refresh_from_db()
    mandate.refresh_from_db()
    assert (ward.guardian_id, mandate.state) == (None, "expired")
    assert not role_queries.still_holds(guardian.pk, f"guardian|person:{ward.pk}")


def test_another_guardian_seen_later_takes_the_place_of_the_first(make, guardian, officer, now):
    ward = stand(guardian, officer, now)
    mother = make.person(level=1, code="9990001243", phone="+989350000002")
    attempt = bring(mother, now, relation="appointed")
    desks.attested(attempt.ticket, officer, CHILD, at=now, guardian_code="9990001243")
    ward.refresh_from_db()
    assert ward.guardian_id == mother.pk
    assert [one.agent_id for one in Mandate.objects.filter(principal=ward, state="active")] == [mother.pk]


@pytest.mark.parametrize(
    ("birth", "day"),
    [(date(2010, 8, 1), date(2028, 8, 1)), (date(2008, 2, 29), date(2026, 3, 1))],
)
def test_majority_is_the_eighteenth_birthday(birth, day):
    assert ages.majority_day(birth) == day
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert ages.is_minor(birth, at=at - timedelta(days=1))
    assert not ages.is_minor(birth, at=at)


def test_the_wards_particulars_are_sealed_and_hold_no_mobile(guardian, officer, now):
    ward = stand(guardian, officer, now)
    kept = particulars.own(ward)
    assert (kept.birth, kept.mobile, ward.mobile_index) == (CHILD["birth"], "", None)
