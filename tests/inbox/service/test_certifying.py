"""A service is certified for who was served and for staff, as it stands; what SANA says and lost days are written by hand."""

import io
from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kardad.core import incidents
from kardad.core.actor import SYSTEM
from kardad.documents import queries as documents
from kardad.documents import sweeps
from kardad.inbox.actions import certifying, comparing, notices, rungs, watching
from kardad.inbox.models import Deadline, Delivery, Letter, Outage
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed
from tests.inbox.service.test_office_access import window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
DAY = timedelta(days=1)


def own(delivery, person):
    """The letter that brought it, and where its certificate is asked for."""
    letter = Letter.objects.get(delivery=delivery, person=person)
    return reverse("inbox:letter", args=[letter.pk]), reverse("inbox:certify_service", args=[letter.pk])


def test_who_was_served_has_a_certificate_of_every_step_and_no_second_of_the_same(case, make):
    made = placed(case)
    row, mine = made["claimant"], window(case.claimant)
    letter, where = own(row, case.claimant)
    assert mine.post(where).status_code == 404  # it is not opened yet
    rungs.open_delivery(row, by=by(case.claimant), at=NOW + timedelta(hours=2))
    assert where in mine.get(letter).content.decode()
    for _ in range(2):
        assert mine.post(where)["Location"] == letter
    (paper,) = documents.of(row).filter(kind="service_certificate")
    for person in (case.respondent, make.person(), make.staff("secretary")):
        assert window(person).post(where).status_code == 404
    assert Client().post(where).status_code == 302
    with pytest.raises(NotAllowed):
        certifying.certify_service(row, by=by(case.respondent), at=NOW)
    sweeps.render(NOW)
    sweeps.sign(NOW)
    got = mine.get(reverse("inbox:paper", args=[Letter.objects.get(delivery=row).pk, paper.token]))
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(got.content)).pages)
    assert "گواهی ابلاغ" in said
    assert "دریافت" not in said
    rungs.acknowledge(row, by=by(case.claimant), at=NOW + timedelta(hours=3))
    mine.post(where)
    assert documents.of(row).filter(kind="service_certificate").count() == 2


def test_staff_certify_what_stands_and_nothing_that_fell(case, make):
    row, desk = placed(case)["respondent"], window(make.staff("secretary"))
    ask, page = (reverse(f"inbox_office:{name}", args=[row.pk]) for name in ("certify_service", "delivery"))
    assert ask in desk.get(page).content.decode()
    desk.post(ask)
    paper = documents.of(row).get(kind="service_certificate")
    file = reverse("inbox_office:service_certificate", args=[row.pk, paper.token])
    assert (desk.get(file).status_code, "در حال آماده شدن" in desk.get(page).content.decode()) == (404, True)
    sweeps.render(NOW)
    sweeps.sign(NOW)
    assert desk.get(file).content[:5] == b"%PDF-"
    for person in (case.respondent, case.claimant, make.staff("expert"), make.person()):
        assert [window(person).post(ask).status_code, window(person).get(file).status_code] == [404, 404]
    notices.void(row, reason="دسترسی نداشت", by=case.secretary, at=NOW)
    with pytest.raises(certifying.NothingToCertify):
        certifying.certify_service(row, by=case.secretary, at=NOW)
    assert f'action="{ask}"' not in desk.get(page).content.decode()


def test_what_the_secretary_read_in_sana_stands_at_the_delivery(case, make, settings, clock):
    settings.GOVERNING_CHANNEL = "sana"
    ways = placed(case)
    row, desk = ways["claimant"], window(make.staff("secretary"))
    where = reverse("inbox_office:note_by_hand", args=[row.pk])
    assert where in desk.get(reverse("inbox_office:delivery", args=[row.pk])).content.decode()
    assert desk.post(where, {"number": "۷۷", "arrived_on": "۱۴۰۴/۰۸/۰۱"}).status_code == 422
    assert desk.post(where, {"number": "۷۷", "arrived_on": calendar.slashed(calendar.tehran_day(NOW))}).status_code == 302
    kept = Delivery.objects.get(pk=row.pk)
    assert (kept.rung, kept.served_on, kept.outside_number) == ("arrived", calendar.tehran_day(NOW), "۷۷")
    for person in (case.claimant, make.staff("expert"), make.person()):
        assert window(person).get(where).status_code == 404
    settings.GOVERNING_CHANNEL = "account"
    other = placed(case)["claimant"]
    assert desk.get(reverse("inbox_office:note_by_hand", args=[other.pk])).status_code == 404


def test_the_lost_days_of_an_outage_lengthen_the_deadline_with_a_reason(case, make, clock):
    row = placed(case)["claimant"]
    before = Deadline.objects.get(delivery=row)
    since = datetime.combine(before.hard_until, time(8), calendar.TEHRAN)
    hit = incidents.open_incident(part="panel", title="قطعی پنل", text="پنل باز نمی‌شد.", by=SYSTEM, at=since)
    incidents.close_incident(hit, afterword="درست شد.", by=SYSTEM, at=since + timedelta(hours=6))
    now = since + timedelta(hours=7)
    watching.look_at_outage(Outage.objects.get().pk, at=now)
    clock.move_to(now)
    desk, where = window(make.staff("secretary")), reverse("inbox_office:risk", args=[before.pk])
    typed = {"lost": [before.hard_until.isoformat()], "reason": "پنل در روز آخر باز نمی‌شد."}
    assert desk.post(where, typed | {"reason": ""}).status_code == 422
    assert desk.post(where, typed)["Location"] == reverse("inbox_office:delivery", args=[row.pk])
    after = Deadline.objects.get(delivery=row, superseded_at=None)
    assert (after.hard_until > before.hard_until, after.cause, after.at_risk_since) == (True, "outage", None)
    assert after.obstructed == {before.hard_until.isoformat(): typed["reason"]}
    assert Letter.objects.filter(event="deadline.moved", person=case.claimant).count() == 1
    assert "سبب آخرین تغییر" in desk.get(reverse("inbox_office:delivery", args=[row.pk])).content.decode()
    assert desk.post(where, typed).status_code == 404
    assert date.fromisoformat(next(iter(after.obstructed))) == before.hard_until


def test_nothing_is_certified_from_a_row_that_was_edited_by_hand(case, make):
    row, desk = placed(case)["claimant"], window(make.staff("secretary"))
    rungs.open_delivery(row, by=by(case.claimant), at=NOW)
    Delivery.objects.filter(pk=row.pk).update(served_on=date(2025, 11, 1))
    _, where = own(row, case.claimant)
    receipt = reverse("inbox:receipt_paper", args=[Letter.objects.get(delivery=row, person=case.claimant).pk])
    for one, ask in (
        (window(case.claimant), where),
        (window(case.claimant), receipt),
        (desk, reverse("inbox_office:certify_service", args=[row.pk])),
    ):
        said = one.post(ask, follow=True).content.decode()
        assert comparing.RowsDiffer().text in said
    assert not documents.of(row).filter(kind__in=("service_certificate", "service_receipt")).exists()
    item = WorkItem.objects.get(kind=comparing.KIND)
    assert (item.role, item.subject_id, item.closed_at) == ("manager", case.dossier.pk, None)
