"""Rungs go one way: whatever happens in whatever order, no rung goes down, and nothing counts as told because a messenger took it."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kardad.inbox import flow, signals
from kardad.inbox.actions import dossiers, notices, rungs
from kardad.inbox.models import Delivery, Letter
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, placed
from tests.people.staff_world import company, place

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def fresh(delivery):
    """The delivery as it is kept."""
    return Delivery.objects.get(pk=delivery.pk)


def test_the_first_opening_makes_the_service_actual_and_leaves_its_day(case):
    made, heard = placed(case)["respondent"], []
    signals.notice_opened.connect(lambda delivery, at, **_: heard.append(delivery.pk), weak=False, dispatch_uid="test")
    try:
        first = rungs.open_delivery(made, by=by(case.respondent), at=NOW + 3 * DAY)
        second = rungs.open_delivery(made, by=by(case.respondent), at=NOW + 4 * DAY)
    finally:
        signals.notice_opened.disconnect(dispatch_uid="test")
    kept = fresh(made)
    assert (first, second, heard) == (True, False, [made.pk])
    assert (kept.opened_at, kept.opened_by_id) == (NOW + 3 * DAY, case.respondent.pk)
    assert (kept.effect, kept.served_on, kept.rung) == ("actual", date(2025, 11, 22), "opened")
    assert Letter.objects.get(delivery=made).is_read


def test_nobody_else_opens_it(case, make):
    made = placed(case)["respondent"]
    for other in (by(case.claimant), case.secretary, by(make.person()), by(make.staff("manager"), "manager")):
        assert rungs.open_delivery(made, by=other, at=NOW) is False
    kept = fresh(made)
    assert (kept.opened_at, kept.effect, kept.rung) == (None, "legal", "placed")


def test_a_confidential_one_opens_only_when_he_said_so(case):
    made = placed(case, is_confidential=True)["claimant"]
    with pytest.raises(rungs.NotConfirmed):
        rungs.open_delivery(made, by=by(case.claimant), at=NOW)
    assert fresh(made).opened_at is None
    assert rungs.open_delivery(made, by=by(case.claimant), at=NOW, is_confirmed=True)


def test_it_is_acknowledged_after_it_was_opened_and_by_the_addressee(case):
    made = placed(case)["claimant"]
    with pytest.raises(NotAllowed):
        rungs.acknowledge(made, by=by(case.claimant), at=NOW)
    rungs.open_delivery(made, by=by(case.claimant), at=NOW)
    with pytest.raises(NotAllowed):
        rungs.acknowledge(made, by=by(case.respondent), at=NOW)
    assert rungs.acknowledge(made, by=by(case.claimant), at=NOW)
    assert not rungs.acknowledge(made, by=by(case.claimant), at=NOW + DAY)
    assert (fresh(made).rung, fresh(made).acknowledged_at) == ("acknowledged", NOW)


def test_an_organisations_members_open_for_it(case, secretary, make):
    owner, clerk, other = make.person(), make.person(), make.person()
    firm = company(NOW)
    place(firm, owner, NOW, is_owner=True, rights=[])
    place(firm, clerk, NOW)
    place(firm, other, NOW, rights=["payroll"])
    party = dossiers.add_party(case.dossier, side="third", name="سپهر", organisation=firm, by=secretary, at=NOW)
    made = placed(case)["third"]
    assert {letter.person_id for letter in Letter.objects.filter(delivery=made)} == {owner.pk, clerk.pk}
    assert not rungs.open_delivery(made, by=by(other), at=NOW)
    assert rungs.open_delivery(made, by=by(clerk), at=NOW)
    assert fresh(made).opened_by_id == clerk.pk
    assert party.has_account


HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(
            ["taken", "delivered", "blocked", "failed", "mail_taken", "open", "stranger", "staff", "acknowledge", "look", "void"]
        ),
        st.integers(min_value=-3, max_value=40),  # the clock of each, in hours from the placing: it may go back
    ),
    max_size=12,
)


def _happen(what, case, made, messages, at):
    """One thing happens, or is refused."""
    sms, mail = messages
    said = {"taken": "sent", "delivered": "delivered", "blocked": "blocked", "failed": "failed", "mail_taken": "sent"}
    if what in said:
        message = mail if what == "mail_taken" else sms
        message.state, message.sent_at = said[what], at
        message.save()
        rungs.hear(message, at=at)
    elif what == "look":
        rungs.look(made.pk, at=at + 6 * DAY)
    elif what == "acknowledge":
        rungs.acknowledge(made, by=by(case.claimant), at=at)
    elif what == "void":
        notices.void(made, reason="دسترسی نداشت", by=case.secretary, at=at)
    else:
        who = {"open": by(case.claimant), "stranger": by(case.respondent), "staff": case.secretary}[what]
        rungs.open_delivery(made, by=who, at=at)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HAPPENINGS)
def test_no_order_of_happenings_takes_a_rung_back_or_tells_from_acceptance(secretary, happenings):
    case = opened(secretary)
    made = placed(case)["claimant"]
    sms = Message.objects.get(subject_type="inbox.letter", subject_id=Letter.objects.get(delivery=made).pk)
    mail = Message.objects.create(
        template="notice.placed", channel="email", subject_type="inbox.letter", subject_id=sms.subject_id, made_at=NOW
    )
    heights, said, before = flow.HEIGHTS["account"], set(), fresh(made)
    for what, hours in happenings:
        try:
            _happen(what, case, made, (sms, mail), NOW + timedelta(hours=hours))
            said.add(what)
        except (NotAllowed, notices.NotServed):
            pass
        kept = fresh(made)
        assert heights.index(kept.rung) >= heights.index(before.rung), (what, before.rung, kept.rung)
        for moment in ("notified_at", "opened_at", "acknowledged_at", "handed_at", "voided_at", "failed_at"):
            assert getattr(before, moment) in (None, getattr(kept, moment)), moment
        assert kept.served_on == date(2025, 11, 22)
        assert (kept.notified_at is not None) <= ("delivered" in said)
        assert (kept.opened_at is not None) == (kept.effect == "actual") <= ("open" in said)
        assert all(moment >= kept.placed_at for moment in (kept.notified_at, kept.opened_at, kept.acknowledged_at) if moment)
        before = kept
    assert before.rung != "notified" or "delivered" in said
