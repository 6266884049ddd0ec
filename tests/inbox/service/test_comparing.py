"""A dossier that was edited by hand is found: by the pages that speak of it, and by whoever looks through all of them at night."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.inbox import policy, sweeps
from kardad.inbox.actions import rungs
from kardad.inbox.models import Deadline, Delivery, Letter
from kardad.work.models import WorkItem
from tests.conftest import NOW
from tests.inbox.service.conftest import by, opened, placed
from tests.inbox.service.test_office_access import window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NIGHT = NOW.replace(hour=22, minute=0) + timedelta(days=1)  # half past one in Tehran


def edited(delivery):
    """Somebody moves the day of service and its deadline in the database."""
    Delivery.objects.filter(pk=delivery.pk).update(served_on="2025-10-20")
    Deadline.objects.filter(delivery=delivery).update(
        served_on="2025-10-20", safe_until="2025-11-04", hard_until="2025-11-05", final_on="2025-11-06"
    )


def items():
    return WorkItem.objects.filter(kind="dossier.differs", closed_at=None)


def test_no_page_speaks_from_rows_that_were_edited(case, make):
    row, desk, mine = placed(case)["claimant"], window(make.staff("secretary")), window(case.claimant)
    rungs.open_delivery(row, by=by(case.claimant), at=NOW)
    evidence = reverse("inbox_office:evidence", args=[case.dossier.pk])
    pages = (reverse("inbox:letter", args=[Letter.objects.get(delivery=row, person=case.claimant).pk]), case.dossier.url)
    assert "پایگاه داده با سند نمی‌خواند" not in desk.get(evidence).content.decode()
    for page in pages:
        assert ("۱ آذر" in mine.get(page).content.decode(), "در دست بررسی" in mine.get(page).content.decode()) == (True, False)
    edited(row)
    said = desk.get(evidence).content.decode()
    assert ("پایگاه داده با سند نمی‌خواند" in said, "دفتر رویدادها دست نخورده است" in said, items().count()) == (True, True, 1)
    for page in pages:
        said = mine.get(page).content.decode()
        assert ("این پرونده در دست بررسی است" in said, "۲۸ مهر" in said, "آخرین روز" in said) == (True, False, False)


def test_every_dossier_is_compared_once_a_night_in_small_lots(case, monkeypatch):
    monkeypatch.setattr(policy, "COMPARED_AT_ONCE", 2)
    others = [opened(case.secretary) for _ in range(2)]
    row = placed(case)["claimant"]
    placed(others[0])
    before = Deadline.objects.get(delivery=row)
    edited(row)
    assert sweeps.compare_with_the_chains(NOW) == 0  # by day people need the machine
    assert [sweeps.compare_with_the_chains(NIGHT) for _ in range(3)] == [2, 1, 0]
    assert [one.subject_id for one in items()] == [case.dossier.pk]
    assert sweeps.compare_with_the_chains(NIGHT + timedelta(days=1)) == 2
    assert items().count() == 1
    Delivery.objects.filter(pk=row.pk).update(served_on=before.served_on)
    days = {name: getattr(before, name) for name in ("served_on", "safe_until", "hard_until", "final_on")}
    Deadline.objects.filter(pk=before.pk).update(**days)
    assert [sweeps.compare_with_the_chains(NIGHT + timedelta(days=2)) for _ in range(3)] == [2, 1, 0]
    assert WorkItem.objects.get(kind="dossier.differs").outcome == "alike"
