"""Rows edited by hand beside chains that are whole: each is named, and what services of every sort leave behind is not."""

from datetime import UTC, datetime, timedelta
from heapq import merge

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kardad.core import crypto, outside
from kardad.evidence import auditing
from kardad.evidence.models import Chain, Entry
from kardad.inbox import demo, proof, sweeps
from kardad.inbox.actions import bulk, deadlines, notices, sana
from kardad.inbox.models import Deadline, Delivery
from kardad.kit.calendar import tehran_day
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, placed, written

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 7, 40, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kinds():
    """The real kinds of entries: what is compared is what the rooms write."""


@pytest.fixture
def case(db):
    """A dossier of two sides."""
    return opened(by(factories.staff("secretary"), "secretary"))


def found():
    """Every problem of the database: its name, its entry and what it says."""
    return [(one.problem, one.seq, one.detail) for one in auditing.audit().problems]


def after(*statements):
    """What is found once somebody has run these in the database; they are undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        problems = found()
        transaction.set_rollback(True)
    return problems


def seq_of(kind, delivery):
    return Entry.objects.get(kind=kind, body__contains=f'"delivery":{delivery},').seq


def test_services_of_every_sort_leave_rows_that_agree(settings, time_machine):
    settings.DEMO = True
    time_machine.move_to(AT, tick=False)
    office = factories.office(kind="labour")
    people = [factories.person(role=role) for role in ("worker", "employer_natural", "practitioner")]
    people.append(factories.staff("secretary", at_office=office))
    list(merge(*demo.stories(people, at=AT)))
    secretary = by(people[-1], "secretary")
    bulk.place_many([written(opened(secretary, at=AT), "N7", at=AT) for _ in range(12)], by=secretary, at=AT)
    moved = Deadline.objects.filter(superseded_at=None, final_on__gt=tehran_day(AT) + timedelta(days=2)).first()
    assert deadlines.recompute(moved, cause="outage", at=AT, obstructed={moved.hard_until: "اداره بسته بود"})
    kept = Delivery.objects
    assert {"account", "paper", "elsewhere"} <= set(kept.values_list("via", flat=True))
    assert kept.filter(is_copy=True).exists()
    assert kept.filter(voided_at__isnull=False).exists()
    assert Deadline.objects.filter(superseded_at__isnull=False).exists()
    with CaptureQueriesContext(connection) as statements:
        assert found() == []
    assert len(statements) <= 30  # however many dossiers there are; two of them look for signed contracts, two for work diaries


def test_what_sana_tells_and_what_is_taken_down_of_it_by_hand_agree(case, settings, monkeypatch):
    settings.GOVERNING_CHANNEL = "sana"
    monkeypatch.setattr(proof, "sealed_copy", lambda delivery: b"%PDF-1.7 sealed")
    made = placed(case)
    sweeps.speak_to_sana(NOW)
    told = Delivery.objects.get(pk=made["claimant"].pk)
    for days, tell in enumerate((outside.sana().arrive, outside.sana().open), start=1):
        tell(told.outside_number, NOW + timedelta(days=days))
        sweeps.speak_to_sana(NOW + timedelta(days=days, hours=7))
        assert found() == []
    by_hand, day = made["respondent"], tehran_day(NOW) + timedelta(days=1)
    sana.note_by_hand(by_hand, number="۱۲", arrived_on=day, opened_on=day, by=case.secretary, at=NOW + timedelta(days=2))
    told.refresh_from_db()
    assert (told.rung, told.effect) == ("opened", "actual")
    assert found() == []
    for moment in ("arrived_at", "opened_at"):
        earlier = f"UPDATE inbox_delivery SET {moment} = placed_at WHERE id = {told.pk}"
        assert after(earlier) == [("ROW_DIFFERS", seq_of("service.opened", told.pk), f"inbox_delivery {told.pk}: {moment}")]
    edited = f"UPDATE inbox_delivery SET effect = 'legal' WHERE id = {by_hand.pk}"
    assert after(edited) == [("ROW_DIFFERS", seq_of("service.noted", by_hand.pk), f"inbox_delivery {by_hand.pk}: effect")]


def test_each_row_edited_by_hand_is_named_with_its_entry(case):
    mine, other = placed(case)["claimant"], opened(case.secretary)
    notices.void(mine, reason="دسترسی نبود", by=case.secretary, at=NOW + timedelta(days=1))
    standing = Delivery.objects.get(notice=mine.notice, party=case.sides["respondent"])
    assert found() == []
    pk, last = standing.pk, seq_of("service.placed", standing.pk)
    edited = f"UPDATE inbox_delivery SET {{}} WHERE id = {pk}"
    for what, column in (
        ("served_on = '2025-11-10'", "served_on"),
        ("effect = 'actual'", "effect"),
        ("rung = 'opened'", "rung"),
        (f"opened_at = placed_at, opened_by_id = {case.respondent.pk}", "opened_at, opened_by_id"),
        ("voided_at = placed_at", "voided_at"),
        (f"party_id = {other.sides['respondent'].pk}", "party"),
    ):
        assert ("ROW_DIFFERS", last, f"inbox_delivery {pk}: {column}") in after(edited.format(what))
    voided = seq_of("service.voided", mine.pk)
    lifted = after(f"UPDATE inbox_delivery SET voided_at = NULL WHERE id = {mine.pk}")
    assert lifted == [("ROW_DIFFERS", voided, f"inbox_delivery {mine.pk}: voided_at")]
    began, days = seq_of("deadline.began", pk), Deadline.objects.get(delivery=pk)
    assert after(f"UPDATE inbox_deadline SET hard_until = '2026-01-01', final_on = '2026-01-02' WHERE id = {days.pk}") == [
        ("ROW_DIFFERS", began, f"inbox_deadline {days.pk}: hard_until, final_on")
    ]
    assert after(f"DELETE FROM inbox_deadline WHERE id = {days.pk}") == [("ROW_DIFFERS", began, f"inbox_deadline of {pk} {days.code}")]
    with transaction.atomic():
        days.pk, days.superseded_at = None, NOW
        days.save()
        assert found() == [("ROW_DIFFERS", None, f"inbox_deadline {days.pk}")]
        said = auditing.audit().problems[0]
        assert (said.chain, "هیچ رویدادی" in said.message) == (Chain.objects.get(subject_id=case.dossier.pk).token, True)
        transaction.set_rollback(True)


def test_a_chain_put_over_another_dossier_and_a_title_put_over_a_chain_are_named(case):
    standing = placed(case)["claimant"]
    held = Chain.objects.get(subject_type="inbox.dossier", subject_id=case.dossier.pk)
    moved = after(f"UPDATE evidence_chain SET subject_id = subject_id + 9000 WHERE id = {held.pk}")
    assert ("ROW_DIFFERS", None, f"inbox_delivery {standing.pk}") in moved
    assert ("ROW_DIFFERS", seq_of("service.placed", standing.pk), f"inbox_delivery {standing.pk}") in moved
    for title in (crypto.seal("دعوای دیگری"), "1:x"):
        assert after(f"UPDATE evidence_chain SET title = '{title}' WHERE id = {held.pk}") == [("TITLE_ALTERED", None, "")]
    blanked = after(f"UPDATE evidence_chain SET title = '', salt = '' WHERE id = {held.pk}")
    assert blanked == [("ROW_DIFFERS", 0, "evidence_chain: title, salt")]
