"""Paper service: an agent's call with its hour in words, who took it, the ladder of LP 38–53, and what came back."""

from datetime import date, timedelta

import pytest

from kardad.core.models import StoredFile
from kardad.inbox.actions import dossiers, notices, paper
from kardad.inbox.models import Delivery, Visit
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed
from tests.people.staff_world import stored

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def waiting(case, secretary):
    """A paper to a respondent without an account, that waits for an agent."""
    dossiers.add_party(case.dossier, side="third", name="رحیمی", address="تهران، خیابان نمونه", by=secretary, at=NOW)
    return placed(case)["third"]


def open_items(delivery):
    """The kinds of work that wait about the delivery."""
    rows = WorkItem.objects.filter(subject_type="inbox.delivery", subject_id=delivery.pk, closed_at=None)
    return sorted(rows.values_list("kind", flat=True))


def test_the_agent_has_two_days_and_the_secretary_sees_the_clock(waiting, secretary):
    visit = paper.hand_out(waiting, agent_name="کاظم مأمور", by=secretary, at=NOW)
    assert visit.due_on == date(2025, 11, 24)
    assert Delivery.objects.get(pk=waiting.pk).rung == "with_agent"
    assert open_items(waiting) == ["delivery.visit"]
    with pytest.raises(NotAllowed):
        paper.hand_out(waiting, agent_name="دیگری", by=secretary, at=NOW)


def test_a_brother_at_the_address_is_legal_service_on_the_day_of_the_call(waiting, secretary, make):
    visit = paper.hand_out(waiting, agent_name="کاظم مأمور", by=secretary, at=NOW)
    photo = StoredFile.objects.get(pk=stored(make.person(), NOW))
    done = paper.record(
        visit,
        outcome="relative",
        at=NOW + 2 * DAY,
        receiver="حسین رحیمی",
        relation="برادر",
        photo=photo,
        by=secretary,
        now=NOW + 3 * DAY,
    )
    kept = Delivery.objects.get(pk=waiting.pk)
    assert (kept.rung, kept.served_on, kept.effect) == ("served", date(2025, 11, 24), "legal")
    assert kept.rule.startswith("paper-relative-1392-01-01@")
    call = Visit.objects.get(pk=visit.pk)
    assert call.in_words == "ساعت ده روز دوشنبه سوم آذر ماه یک هزار و چهارصد و چهار"
    assert (call.receiver, call.relation, call.photo) == ("حسین رحیمی", "برادر", photo)
    assert done.pk == kept.pk
    assert open_items(waiting) == []


@pytest.mark.parametrize(
    ("outcome", "effect"),
    [
        ("handed", "actual"),
        ("representative", "actual"),
        ("office", "legal"),
        ("refused", "legal"),
        ("absent", "legal"),
        ("published", "legal"),
    ],
)
def test_each_step_of_the_ladder_has_its_effect(waiting, secretary, outcome, effect):
    visit = paper.hand_out(waiting, agent_name="کاظم", by=secretary, at=NOW)
    done = paper.record(visit, outcome=outcome, at=NOW + DAY, receiver="رحیمی", by=secretary, now=NOW + DAY)
    assert (done.served_on, done.effect, done.rung) == (date(2025, 11, 23), effect, "served")


def test_what_cannot_have_happened_is_not_taken_down(waiting, secretary, make):
    visit = paper.hand_out(waiting, agent_name="کاظم", by=secretary, at=NOW)
    for at in (NOW - timedelta(minutes=1), NOW + DAY):
        with pytest.raises(paper.BadMoment):
            paper.record(visit, outcome="absent", at=at, by=secretary, now=NOW + timedelta(hours=2))
    for found in ({}, {"receiver": "حسین"}):
        with pytest.raises(paper.ReceiverMissing):
            paper.record(visit, outcome="relative", at=NOW, by=secretary, now=NOW, **found)
    with pytest.raises(NotAllowed):
        paper.record(visit, outcome="absent", at=NOW, by=by(make.person()), now=NOW)
    assert Delivery.objects.get(pk=waiting.pk).served_on is None


def test_a_call_is_taken_down_once(waiting, secretary):
    visit = paper.hand_out(waiting, agent_name="کاظم", by=secretary, at=NOW)
    paper.record(visit, outcome="absent", at=NOW, by=secretary, now=NOW)
    with pytest.raises(NotAllowed):
        paper.record(visit, outcome="handed", at=NOW, receiver="رحیمی", by=secretary, now=NOW)
    assert Visit.objects.get(pk=visit.pk).outcome == "absent"


def test_what_came_back_is_work_until_it_is_handed_out_again(waiting, secretary):
    visit = paper.hand_out(waiting, agent_name="کاظم", by=secretary, at=NOW)
    paper.record(visit, outcome="returned", at=NOW + DAY, note="نشانی پیدا نشد", by=secretary, now=NOW + DAY)
    kept = Delivery.objects.get(pk=waiting.pk)
    assert (kept.rung, kept.problem, kept.served_on) == ("returned", "returned", None)
    assert open_items(waiting) == ["delivery.failed"]
    again = paper.hand_out(kept, agent_name="ناصر", by=secretary, at=NOW + 2 * DAY)
    assert open_items(waiting) == ["delivery.visit"]
    done = paper.record(again, outcome="published", at=NOW + 3 * DAY, by=secretary, now=NOW + 3 * DAY)
    assert (done.served_on, done.effect, done.problem) == (date(2025, 11, 25), "legal", "")
    assert Visit.objects.filter(delivery=waiting).count() == 2


def test_a_copy_that_was_handed_over_mends_what_it_is_a_copy_of(case, secretary):
    from kardad.inbox.actions import failing

    made = placed(case)["claimant"]
    failing.fail(made, "blocked", at=NOW)
    copied = notices.send_copy(made, by=secretary, at=NOW)
    visit = paper.hand_out(copied, agent_name="کاظم", by=secretary, at=NOW)
    done = paper.record(visit, outcome="handed", at=NOW + DAY, receiver="علی کریمی", by=secretary, now=NOW + DAY)
    assert (done.served_on, done.effect) == (None, "")
    assert open_items(made) == []
    assert Delivery.objects.get(pk=made.pk).served_on == date(2025, 11, 22)
