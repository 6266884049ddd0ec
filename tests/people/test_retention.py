"""What was needed for a judgement is dropped when the judgement is old, and not a day before."""

import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.core import files, sweeps
from kardad.core.models import StoredFile
from kardad.people import policy
from kardad.people.actions import retention
from kardad.people.models import Attempt, Paper, RoleGrant
from tests.conftest import NOW
from tests.samples import png

DAY = timedelta(days=1)


@pytest.fixture
def ended(make):
    """A refused attempt."""
    return Attempt.objects.create(
        method="otp_l1",
        role="worker",
        state="rejected",
        typed=json.dumps({"code": "9990001235"}),
        code_index="x",
        mobile_tail="0001",
        ip="203.0.113.7",
        began_at=NOW,
        expires_at=NOW,
        ended_at=NOW,
    )


def test_a_refused_attempt_forgets_who_it_was_about_after_ninety_days(ended):
    assert retention.forget_attempts(NOW + policy.FAILED_ATTEMPTS_KEPT) == 0
    assert retention.forget_attempts(NOW + policy.FAILED_ATTEMPTS_KEPT + DAY) == 1
    ended.refresh_from_db()
    assert (ended.typed, ended.code_index, ended.mobile_tail, ended.ip) == ("", "", "", None)
    assert ended.state == "rejected"
    assert retention.forget_attempts(NOW + policy.FAILED_ATTEMPTS_KEPT + DAY) == 0


def test_a_running_attempt_is_kept(ended):
    Attempt.objects.update(ended_at=None)
    assert retention.forget_attempts(NOW + 400 * DAY) == 0


def test_a_scan_goes_thirty_days_after_the_decision_and_the_paper_stays(make):
    someone = make.person()
    grant = RoleGrant.objects.create(person=someone, role="lawyer", state="active", asked_at=NOW, decided_at=NOW)
    stored = files.store(SimpleUploadedFile("licence.png", png(), "image/png"), owner_id=someone.pk, at=NOW)
    paper = Paper.objects.create(kind="lawyer_licence", file=stored, grant=grant, added_at=NOW)
    path = f"{stored.token[:2]}/{stored.token}"
    assert retention.forget_scans(NOW + policy.SCANS_KEPT) == 0
    assert default_storage.exists(path)
    assert retention.forget_scans(NOW + policy.SCANS_KEPT + DAY) == 1
    paper.refresh_from_db()
    assert paper.file is None
    assert paper.file_dropped_at
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(path)


def test_a_scan_that_waits_for_its_decision_is_kept(make):
    someone = make.person()
    grant = RoleGrant.objects.create(person=someone, role="lawyer", state="pending", asked_at=NOW)
    stored = files.store(SimpleUploadedFile("licence.png", png(), "image/png"), owner_id=someone.pk, at=NOW)
    Paper.objects.create(kind="lawyer_licence", file=stored, grant=grant, added_at=NOW)
    assert retention.forget_scans(NOW + 400 * DAY) == 0


def test_a_file_that_belongs_to_nothing_is_dropped_after_a_day_and_one_that_belongs_stays(make):
    someone = make.person()
    grant = RoleGrant.objects.create(person=someone, role="lawyer", state="pending", asked_at=NOW)
    lone, owned = (files.store(SimpleUploadedFile("a.png", png(), "image/png"), owner_id=someone.pk, at=NOW) for _ in range(2))
    Paper.objects.create(kind="lawyer_licence", file=owned, grant=grant, added_at=NOW)
    assert list(files.orphans(NOW + DAY)) == []
    assert list(files.orphans(NOW + DAY + timedelta(seconds=1))) == [lone]
    sweeps.run("core.drop_orphans", NOW + 2 * DAY)
    assert list(StoredFile.objects.all()) == [owned]
