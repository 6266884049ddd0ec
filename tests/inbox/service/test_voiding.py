"""A service made void stays on record; what was read and acknowledged too, and the next service is another row."""

from datetime import date, timedelta

import pytest

from kardad.evidence import canonical
from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.inbox import signals
from kardad.inbox.actions import notices, paper, rungs
from kardad.inbox.models import Delivery, Letter
from kardad.inbox.queries import deliveries
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_voided_service_is_told_to_both_and_served_again_once(case):
    made, heard = placed(case)["respondent"], []
    rungs.open_delivery(made, by=by(case.respondent), at=NOW + DAY)
    before = Delivery.objects.values("rung", "opened_at", "served_on", "effect", "rule").get(pk=made.pk)
    signals.service_voided.connect(lambda delivery, at, **_: heard.append(delivery.pk), weak=False, dispatch_uid="test")
    try:
        notices.void(made, reason="سامانه در دسترس نبود", by=case.secretary, at=NOW + 2 * DAY)
    finally:
        signals.service_voided.disconnect(dispatch_uid="test")
    assert heard == [made.pk]
    assert Delivery.objects.values(*before).get(pk=made.pk) == before
    assert Delivery.objects.get(pk=made.pk).void_reason == "سامانه در دسترس نبود"
    assert {one.person_id for one in Letter.objects.filter(event="notice.voided")} == {case.claimant.pk, case.respondent.pk}
    with pytest.raises(notices.NotServed):
        notices.void(made, reason="دوباره", by=case.secretary, at=NOW + 2 * DAY)
    again = notices.serve_again(made, via="account", by=case.secretary, at=NOW + 3 * DAY)
    assert (again.replaces_id, again.served_on, again.effect, again.rung) == (made.pk, date(2025, 11, 25), "legal", "placed")
    with pytest.raises(notices.ServedAlready):
        notices.serve_again(made, via="paper", by=case.secretary, at=NOW + 3 * DAY)
    assert deliveries.of_record(again.notice, again.party).pk == again.pk
    told = [(one.event, one.person_id) for one in Letter.objects.filter(at=NOW + 3 * DAY).order_by("pk")]
    assert told == [("notice.placed", case.respondent.pk), ("notice.told_again", case.claimant.pk)]


def test_who_was_told_in_his_account_hears_that_the_paper_comes_to_his_door(case):
    made = placed(case)["respondent"]
    notices.void(made, reason="سامانه در دسترس نبود", by=case.secretary, at=NOW + DAY)
    waiting = notices.serve_again(made, via="paper", by=case.secretary, at=NOW + 2 * DAY)
    heard = Letter.objects.filter(event="notice.told_again")
    assert set(heard.values_list("person_id", flat=True)) == {case.claimant.pk, case.respondent.pk}
    notices.serve_again(waiting, via="account", by=case.secretary, at=NOW + 3 * DAY)  # given up: nobody had heard that it was void
    assert heard.count() == 2


def test_only_staff_make_void_and_only_what_was_served(case, secretary):
    from kardad.inbox.actions import dossiers

    made = placed(case)["claimant"]
    with pytest.raises(NotAllowed):
        notices.void(made, reason="نخواستم", by=by(case.claimant), at=NOW)
    dossiers.add_party(case.dossier, side="third", name="رحیمی", by=secretary, at=NOW)
    waiting = placed(case)["third"]
    with pytest.raises(notices.NotServed):
        notices.void(waiting, reason="هنوز نرفته", by=secretary, at=NOW)
    with pytest.raises(NotAllowed):
        notices.serve_again(waiting, via="account", by=secretary, at=NOW)


def test_a_void_ends_the_agents_errand_and_every_item(case, secretary):
    from kardad.inbox.actions import dossiers, failing

    dossiers.add_party(case.dossier, side="third", name="رحیمی", by=secretary, at=NOW)
    waiting = placed(case)["third"]
    visit = paper.hand_out(waiting, agent_name="کاظم", by=secretary, at=NOW)
    again = notices.serve_again(waiting, via="paper", by=secretary, at=NOW + DAY)
    with pytest.raises(NotAllowed):
        paper.record(visit, outcome="absent", at=NOW + DAY, by=secretary, now=NOW + DAY)
    rows = WorkItem.objects.filter(subject_type="inbox.delivery", closed_at=None)
    assert [(row.kind, row.subject_id) for row in rows.filter(subject_id__in=[waiting.pk, again.pk])] == [("delivery.paper", again.pk)]
    made = placed(case)["claimant"]
    failing.fail(made, "blocked", at=NOW)
    notices.void(made, reason="دسترسی نبود", by=secretary, at=NOW + DAY)
    assert not rows.filter(subject_id=made.pk).exists()
    assert not failing.fail(Delivery.objects.get(pk=made.pk), "unopened", at=NOW + DAY)


def test_a_voided_one_opens_and_is_acknowledged_no_more(case):
    made = placed(case)["claimant"]
    notices.void(made, reason="دسترسی نبود", by=case.secretary, at=NOW)
    assert rungs.open_delivery(made, by=by(case.claimant), at=NOW) is False
    with pytest.raises(NotAllowed):
        rungs.acknowledge(made, by=by(case.claimant), at=NOW)


def test_a_receipt_of_each_step_verifies_without_us(case):
    made = placed(case)["claimant"]
    rungs.open_delivery(made, by=by(case.claimant), at=NOW + DAY)
    receipt = deliveries.receipt(made)
    assert receipt["entry"]["kind"] == "service.opened"
    assert [entry.kind for entry in deliveries.entries(made)] == ["service.placed", "service.opened"]
    assert receipt["entry"]["data"]["effect"] == "actual"
    assert verify(canonical.encode(receipt), keys=evidence.published_keys()).is_valid
    receipt["entry"]["data"]["served_on"] = "2025-11-23"
    assert not verify(canonical.encode(receipt), keys=evidence.published_keys()).is_valid
