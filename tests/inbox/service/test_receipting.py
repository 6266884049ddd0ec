"""The receipt of a service is a file for machines and a sealed paper for people, and both tell the same last step."""

import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kardad.documents import queries as documents
from kardad.documents import sweeps
from kardad.evidence import queries as evidence
from kardad.evidence import signing
from kardad.evidence.verifying import verify
from kardad.inbox.actions import receipting, rungs
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed
from tests.inbox.service.test_office_access import window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_who_opened_a_notice_has_its_receipt_on_paper_beside_the_file(case, make):
    row, mine = placed(case)["claimant"], window(case.claimant)
    letter = Letter.objects.get(delivery=row, person=case.claimant)
    where, page = reverse("inbox:receipt_paper", args=[letter.pk]), reverse("inbox:letter", args=[letter.pk])
    assert mine.post(where).status_code == 404  # it is not opened yet
    rungs.open_delivery(row, by=by(case.claimant), at=NOW + timedelta(hours=2))
    Letter.objects.filter(pk=letter.pk).update(read_at=NOW + timedelta(hours=2))
    assert where in mine.get(page).content.decode()
    for _ in range(2):
        assert mine.post(where)["Location"] == page
    (paper,) = documents.of(row).filter(kind="receipt")
    for other in (case.respondent, make.person(), make.staff("secretary")):
        assert window(other).post(where).status_code == 404
    assert Client().post(where).status_code == 302
    with pytest.raises(NotAllowed):
        receipting.receipt(row, by=by(case.respondent), at=NOW)
    file = mine.get(reverse("inbox:receipt", args=[letter.pk])).content
    assert verify(file, keys=evidence.published()).is_valid
    told = dict(json.loads(signing.from_text(paper.code.split(".")[1]))["facts"])
    assert told["نشان آن"] == json.loads(file)["hash"]
    sweeps.render(NOW)
    sweeps.sign(NOW)
    got = mine.get(reverse("inbox:paper", args=[letter.pk, paper.token]))
    said = "".join(one.extract_text() for one in PdfReader(io.BytesIO(got.content)).pages)
    assert "رسید ابلاغ" in said
    assert "باز کرد" in said
    assert json.loads(file)["hash"] in said.replace("\n", "")
    rungs.acknowledge(row, by=by(case.claimant), at=NOW + timedelta(hours=3))
    mine.post(where)
    assert documents.of(row).filter(kind="receipt").count() == 2
