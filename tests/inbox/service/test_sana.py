"""Papers that go by SANA: one key one paper, served on the day of its arrival, and the next way when there is no account."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kardad.core import outside
from kardad.gateways.sana.port import Outcome, State
from kardad.inbox import auditing, proof, sweeps
from kardad.inbox.actions import notices, sana
from kardad.inbox.models import Delivery
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def sent(case, settings, monkeypatch):
    """A decision on its way to the claimant by SANA, its official copy sealed."""
    settings.GOVERNING_CHANNEL = "sana"
    monkeypatch.setattr(proof, "sealed_copy", lambda delivery: b"%PDF-1.7 sealed")
    return placed(case)["claimant"]


def fresh(delivery):
    return Delivery.objects.get(pk=delivery.pk)


def swept(at):
    return sweeps.speak_to_sana(at)


def test_nothing_is_handed_over_before_the_copy_is_sealed(case, settings):
    settings.GOVERNING_CHANNEL = "sana"
    made = placed(case)["claimant"]
    assert swept(NOW) == 0
    assert outside.sana().sent == []
    assert fresh(made).due_at == NOW + sana.WAIT


def test_handing_over_is_no_service_arrival_is_and_opening_makes_it_actual(sent):
    assert swept(NOW) == 2
    kept = fresh(sent)
    assert (kept.rung, kept.served_on, kept.handed_at) == ("sent", None, NOW)
    assert swept(NOW) == 0
    twin = outside.sana()
    late = datetime(2025, 11, 23, 20, 40, tzinfo=UTC)  # after midnight in Tehran
    twin.arrive(kept.outside_number, late)
    swept(NOW + 2 * DAY)
    kept = fresh(sent)
    assert (kept.rung, kept.served_on, kept.effect, kept.arrived_at) == ("arrived", date(2025, 11, 24), "legal", late)
    twin.open(kept.outside_number, late + DAY)
    swept(NOW + 3 * DAY)
    kept = fresh(sent)
    assert (kept.rung, kept.served_on, kept.effect, kept.due_at) == ("opened", date(2025, 11, 24), "actual", None)
    assert {len(paper.key) >= 8 for paper in twin.sent} == {True}


def test_an_unclear_answer_is_sent_again_under_the_same_key(sent):
    twin = outside.sana()
    twin.fail(Outcome.UNSURE, times=2)
    swept(NOW)
    assert fresh(sent).rung == "sending"
    swept(NOW + 10 * MINUTE)
    assert fresh(sent).rung == "sent"
    keys = [paper.key for paper in twin.sent if paper.key.endswith(f".{sent.pk}")]
    assert len(keys) == 2
    assert len(set(keys)) == 1


@pytest.mark.parametrize(("outcome", "problem"), [(Outcome.NO_ACCOUNT, "no_account"), (Outcome.REFUSED, "refused")])
def test_without_an_account_there_the_paper_goes_by_hand(case, sent, outcome, problem):
    outside.sana().fail(outcome)
    swept(NOW)
    kept = fresh(sent)
    assert (kept.rung, kept.problem, kept.served_on) == ("returned", problem, None)
    assert "کاغذی" in WorkItem.objects.get(kind="delivery.failed", subject_id=sent.pk, closed_at=None).title
    again = notices.serve_again(kept, via="paper", by=case.secretary, at=NOW + DAY)
    assert (again.via, again.replaces_id, again.rung) == ("paper", sent.pk, "waiting")
    assert not WorkItem.objects.filter(kind="delivery.failed", subject_id=sent.pk, closed_at=None).exists()
    with pytest.raises(notices.ServedAlready):
        notices.serve_again(fresh(sent), via="paper", by=case.secretary, at=NOW + DAY)


def test_a_paper_that_will_not_arrive_after_it_was_taken_goes_by_hand(sent):
    swept(NOW)
    outside.sana().give_up(fresh(sent).outside_number, "closed", state=State.NO_ACCOUNT)
    swept(NOW + DAY)
    assert (fresh(sent).rung, fresh(sent).problem) == ("returned", "no_account")


def test_silence_and_a_refusal_of_us_change_nothing(sent):
    twin = outside.sana()
    twin.fail(Outcome.AUTH, times=2)
    swept(NOW)
    assert fresh(sent).rung == "sending"
    swept(NOW + DAY)
    twin.be_silent()
    for days in range(2, 5):
        swept(NOW + days * DAY)
    assert (fresh(sent).rung, fresh(sent).served_on, fresh(sent).problem) == ("sent", None, "")


def test_what_somebody_read_there_is_taken_down_by_hand(case, sent):
    told = {"number": "۱۲۳", "by": case.secretary}
    for arrived, opened in ((date(2025, 11, 21), None), (date(2025, 11, 26), None), (date(2025, 11, 24), date(2025, 11, 23))):
        with pytest.raises(sana.BadDays):
            sana.note_by_hand(sent, arrived_on=arrived, opened_on=opened, at=NOW + 3 * DAY, **told)
    with pytest.raises(NotAllowed):
        sana.note_by_hand(sent, number="۱", arrived_on=date(2025, 11, 24), by=by(case.claimant), at=NOW + 3 * DAY)
    noted = sana.note_by_hand(sent, arrived_on=date(2025, 11, 24), at=NOW + 3 * DAY, **told)
    assert (noted.rung, noted.served_on, noted.effect) == ("arrived", date(2025, 11, 24), "legal")
    opened = sana.note_by_hand(sent, arrived_on=date(2025, 11, 24), opened_on=date(2025, 11, 25), at=NOW + 3 * DAY, **told)
    assert (opened.rung, opened.served_on, opened.effect) == ("opened", date(2025, 11, 24), "actual")
    with pytest.raises(NotAllowed):
        sana.note_by_hand(sent, arrived_on=date(2025, 11, 25), at=NOW + 3 * DAY, **told)


MIDNIGHT = datetime(2025, 11, 23, 20, 30, tzinfo=UTC)  # in Tehran, between the second and the third of Azar


def arrived(case, *, placed_at, arrived_at, asked_at):
    """A paper that SANA took at once and says that it arrived then, by its own clock."""
    made = placed(case, at=placed_at)["respondent"]
    swept(placed_at)
    outside.sana().arrive(fresh(made).outside_number, arrived_at)
    swept(asked_at)
    return fresh(made)


def test_a_clock_that_is_not_ours_serves_nothing_the_day_before_it_was_placed_nor_tomorrow(case, sent):
    early = MIDNIGHT + 5 * MINUTE
    kept = arrived(case, placed_at=early, arrived_at=early - 9 * MINUTE, asked_at=early + DAY / 8)
    assert (kept.rung, kept.served_on, kept.arrived_at) == ("arrived", date(2025, 11, 24), early)
    late = MIDNIGHT + DAY - 5 * MINUTE
    kept = arrived(case, placed_at=early, arrived_at=late + 9 * MINUTE, asked_at=late)
    assert (kept.rung, kept.served_on, kept.arrived_at) == ("arrived", date(2025, 11, 24), late)


@pytest.mark.parametrize(("opened_after", "is_opened"), [(-DAY, False), (900 * DAY, False), (DAY + 9 * MINUTE, True)])
def test_an_opening_before_the_arrival_or_to_come_is_none_and_one_of_a_clock_ahead_is_now(sent, opened_after, is_opened):
    swept(NOW)
    twin, number = outside.sana(), fresh(sent).outside_number
    twin.arrive(number, NOW + MINUTE)
    twin.open(number, NOW + MINUTE + opened_after)
    swept(NOW + DAY)
    kept = fresh(sent)
    expected = ("opened", NOW + DAY, "actual") if is_opened else ("arrived", None, "legal")
    assert (kept.rung, kept.opened_at, kept.effect) == expected
    assert (kept.served_on, kept.arrived_at) == (date(2025, 11, 22), NOW + MINUTE)


def test_what_is_noted_by_hand_takes_nothing_back_from_what_sana_told(case, sent):
    swept(NOW)
    twin, number = outside.sana(), fresh(sent).outside_number
    twin.arrive(number, NOW + MINUTE)
    twin.open(number, NOW + 2 * MINUTE)
    swept(NOW + DAY)
    sana.note_by_hand(sent, number="۹۹۹", arrived_on=date(2025, 11, 22), by=case.secretary, at=NOW + 2 * DAY)
    kept = fresh(sent)
    assert (kept.rung, kept.effect, kept.outside_number) == ("opened", "actual", number)
    assert not auditing.differs(case.dossier)


def test_what_was_noted_by_hand_is_told_by_its_day_until_sana_tells_a_step_of_its_own(case, sent):
    swept(NOW)
    twin, number = outside.sana(), fresh(sent).outside_number
    sana.note_by_hand(sent, number=number, arrived_on=date(2025, 11, 22), by=case.secretary, at=NOW + MINUTE)
    Delivery.objects.filter(pk=sent.pk).update(due_at=NOW)
    twin.arrive(number, NOW + MINUTE)
    swept(NOW + 3 * MINUTE)
    assert (fresh(sent).rung, fresh(sent).arrived_at) == ("arrived", None)
    Delivery.objects.filter(pk=sent.pk).update(due_at=NOW)
    twin.open(number, NOW + 4 * MINUTE)
    swept(NOW + 5 * MINUTE)
    assert (fresh(sent).rung, fresh(sent).arrived_at, fresh(sent).effect) == ("opened", NOW + MINUTE, "actual")
    assert not auditing.differs(case.dossier)
