"""Failures become work: exactly one open item a delivery, naming the next lawful way, and closed by the next success."""

from datetime import date, timedelta

import pytest

from kardad.gateways.sms.port import Outcome
from kardad.inbox import sweeps
from kardad.inbox.actions import failing, notices, rungs
from kardad.inbox.models import Delivery, Letter
from kardad.kit.flow import NotAllowed
from kardad.outbox import actions as outbox
from kardad.outbox import sweeps as outbox_sweeps
from kardad.outbox.models import Message
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def items(delivery):
    """The open items about the delivery."""
    return list(WorkItem.objects.filter(subject_type="inbox.delivery", subject_id=delivery.pk, kind="delivery.failed", closed_at=None))


def fresh(delivery):
    """The delivery as it is kept."""
    return Delivery.objects.get(pk=delivery.pk)


def message_of(delivery, channel="sms"):
    """The message of its letter."""
    return Message.objects.get(subject_type="inbox.letter", subject_id=Letter.objects.get(delivery=delivery).pk, channel=channel)


def moved(message, state, at):
    """The provider said so, and the outbox told it twice, as a sweep that was killed would."""
    Message.objects.filter(pk=message.pk).update(state=state, sent_at=NOW, tell_due_at=at)
    outbox_sweeps.tell(at)
    Message.objects.filter(pk=message.pk).update(tell_due_at=at)
    outbox_sweeps.tell(at)


def test_that_a_messenger_took_the_sms_is_no_rung(case, sms):
    made = placed(case)["claimant"]
    outbox_sweeps.send(NOW)
    assert message_of(made).state == "sent"
    outbox_sweeps.tell(NOW)
    kept = fresh(made)
    assert (kept.rung, kept.handed_at, kept.notified_at) == ("placed", NOW, None)


def test_what_the_network_delivered_is(case, sms):
    made = placed(case)["claimant"]
    outbox_sweeps.send(NOW)
    outbox_sweeps.ask(NOW + 2 * MINUTE)
    outbox_sweeps.tell(NOW + 2 * MINUTE)
    kept = fresh(made)
    assert (kept.rung, kept.notified_at, kept.effect, kept.served_on) == ("notified", NOW + 2 * MINUTE, "legal", date(2025, 11, 22))


@pytest.mark.parametrize(("state", "problem"), [("blocked", "blocked"), ("failed", "failed")])
def test_a_lost_sms_is_one_item_with_the_next_way_and_the_opening_closes_it(case, state, problem):
    made = placed(case)["claimant"]
    moved(message_of(made), state, NOW + MINUTE)
    kept = fresh(made)
    assert (kept.problem, kept.rung, kept.served_on) == (problem, "placed", date(2025, 11, 22))
    (item,) = items(made)
    assert item.role == "secretary"
    assert "کاغذی" in item.title
    assert rungs.open_delivery(made, by=by(case.claimant), at=NOW + DAY)
    assert items(made) == []
    assert (fresh(made).problem, fresh(made).failed_at) == ("", NOW + MINUTE)


def test_a_returned_mail_is_work_only_while_no_sms_is_on_its_way(case):
    made = placed(case)["claimant"]
    letter = Letter.objects.get(delivery=made)
    mail = outbox.queue_mail("notice.placed", "a@b.ir", words={}, at=NOW, subject=("inbox.letter", letter.pk))
    moved(mail, "failed", NOW)
    assert items(made) == []
    moved(message_of(made), "failed", NOW)
    assert [item.title for item in items(made)] == [failing.problems.title("failed")]


def test_an_order_of_failures_leaves_one_item(case):
    made = placed(case)["claimant"]
    moved(message_of(made), "blocked", NOW)
    sweeps.look_for_unopened(NOW + 6 * DAY)
    sweeps.look_for_unopened(NOW + 7 * DAY)
    assert len(items(made)) == 1


def test_what_nobody_opens_for_days_is_work_once(case):
    made = placed(case)
    rungs.open_delivery(made["respondent"], by=by(case.respondent), at=NOW + DAY)
    assert sweeps.look_for_unopened(NOW + 4 * DAY) == 0
    assert sweeps.look_for_unopened(NOW + 5 * DAY) == 1
    assert sweeps.look_for_unopened(NOW + 9 * DAY) == 0
    assert [item.title for item in items(made["claimant"])] == [failing.problems.title("unopened")]
    assert items(made["respondent"]) == []


def test_who_was_not_reached_is_sent_a_paper_copy_and_stays_served(case):
    made = placed(case)["claimant"]
    moved(message_of(made), "blocked", NOW)
    copied = notices.send_copy(made, by=case.secretary, at=NOW + DAY)
    assert (copied.via, copied.is_copy, copied.served_on, copied.rung) == ("paper", True, None, "waiting")
    assert notices.send_copy(made, by=case.secretary, at=NOW + DAY).pk == copied.pk
    assert fresh(made).served_on == date(2025, 11, 22)
    with pytest.raises(notices.ServedAlready):
        notices.serve_again(made, via="paper", by=case.secretary, at=NOW + DAY)
    with pytest.raises(NotAllowed):
        notices.send_copy(made, by=by(case.claimant), at=NOW + DAY)


def test_a_messenger_that_takes_nothing_leaves_work_in_the_end(case, sms, sms2):
    for messenger in (sms, sms2):
        messenger.fail(Outcome.UNAVAILABLE)
    made = placed(case)["claimant"]
    at = NOW
    for _ in range(outbox.GIVE_UP_AFTER):
        outbox_sweeps.send(at)
        at += timedelta(hours=1)
    outbox_sweeps.tell(at)
    assert [item.title for item in items(made)] == [failing.problems.title("failed")]
    assert fresh(made).handed_at is None
