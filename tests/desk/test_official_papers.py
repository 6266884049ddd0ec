"""What the client got on an official paper: asked for by a sweep, once a version, read by its two sides and by nobody else."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from kardad.core import files, outside
from kardad.desk import sweeps
from kardad.desk.actions import deliverables
from kardad.documents import actions as documents
from kardad.documents import sweeps as jobs
from kardad.documents.models import Document
from tests import factories
from tests.conftest import NOW
from tests.desk import delivery_world as world
from tests.desk import test_delivery_papers as writing
from tests.documents.test_rendering import bare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "shop")]
shop = writing.shop
DRAFT = {"text": "# دادخواست\nریاست محترم هیئت تشخیص\n# شرح\nاز سال 1398 کار کرده‌ام.\n\nمزد نیم‌ماه مانده است."}


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, str(tmp_path / "files")
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    outside.forget()


def released(code, body):
    """A paper of a service, signed where it must be, in its client's hands."""
    row = writing.write(writing.paid(code), body)
    if row.kind == "calculation":
        second = world.expert()
        deliverables.ask_signature(row, of=second, by=writing.own(row.item), at=NOW)
        row = deliverables.sign(row, by=world.as_expert(second), at=NOW)
    return deliverables.release(row, by=writing.own(row.item), at=NOW)


def sealed():
    """The newest paper, printed and sealed."""
    assert sweeps.papers(NOW) == 1
    jobs.render(NOW)
    jobs.sign(NOW)
    return Document.objects.select_related("file").latest("pk")


def text_of(paper):
    return bare("\n".join(page.extract_text() for page in PdfReader(BytesIO(files.read(paper.file))).pages))


def browser(client, person):
    client.force_login(person)
    return client


def test_a_calculation_is_a_sealed_paper_for_its_client_its_experts_and_managers(client):
    row = released("payslip", writing.figures())
    held = row.item.request
    page, office = reverse("desk:deliverable", args=[row.token]), reverse("desk_office:deliverable", args=[row.pk])
    manager, _ = world.manager()
    seen = {(held.applicant, page), (held.assigned_to, office), (row.signer, office), (manager, office)}
    assert all("PDF در حال آماده شدن است" in browser(client, person).get(where).content.decode() for person, where in seen)
    paper = sealed()
    assert (paper.kind, paper.title, sweeps.papers(NOW)) == ("deliverable", "فایل محاسبات: payslip", 0)
    link = reverse("documents:file", args=[paper.token])
    for person, where in seen:
        assert f'href="{link}"' in browser(client, person).get(where).content.decode()
        assert client.get(link).content == files.read(paper.file)
    strangers = [factories.person(), world.expert(), factories.staff("finance_officer"), factories.staff("reviewer")]
    assert [browser(client, one).get(link).status_code for one in strangers] == [404] * 4
    client.logout()
    assert client.get(link).status_code == 404
    net = row.body["sheets"][0]["sheet"]["totals"]["net"]
    said = text_of(paper)
    assert all(
        bare(word) in said
        for word in (
            "فیش مرداد",
            "مزد پایه",
            "بیمه",
            f"{net:,}".replace(",", "٬").translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
            row.signer.last_name,
        )
    )


def test_an_opinion_and_a_draft_keep_their_parts_and_what_was_called_back_is_not_given_again(client):
    opinion = released("written", writing.OPINION)
    said = text_of(sealed())
    parts = ("آنچه از موضوع دریافتیم", "سه سال کار", "نظر کارشناس", "گام‌های بعدی", "حدود این نظر", "ماده ۲۴", "تعهد ما کوشش کارشناسانه است")
    assert [one for one in parts if bare(one) not in said] == []
    released("petition", DRAFT)
    draft = sealed()
    raw = PdfReader(BytesIO(files.read(draft.file))).pages[0].extract_text()
    assert all(word in raw for word in ("کرده\u200cام", "نیم\u200cماه", "۱۳۹۸"))
    assert "#" not in raw

    manager, by = world.manager()
    deliverables.recall(opinion, reason=writing.WHY, by=by, at=NOW)
    link = reverse("documents:file", args=[Document.objects.get(subject_id=opinion.pk).token])
    assert browser(client, opinion.item.request.applicant).get(link).status_code == 404
    assert link not in client.get(reverse("desk:deliverable", args=[opinion.token])).content.decode()
    assert browser(client, manager).get(link).status_code == 200


def test_a_paper_whose_asker_failed_or_died_is_asked_for_again_once(monkeypatch):
    row = released("written", writing.OPINION)
    with monkeypatch.context() as patch:
        patch.setattr(documents, "issue_once", lambda *_, **__: 1 / 0)
        assert sweeps.papers(NOW) == 0
    later = NOW + deliverables.policy.PAPER_AGAIN
    assert (sweeps.papers(NOW), sweeps.papers(later), sweeps.papers(later)) == (0, 1, 0)
    type(row).objects.update(paper_due_at=NOW)
    assert sweeps.papers(NOW) == 1
    assert Document.objects.count() == 1
    released("written", writing.OPINION)
    _, by = world.manager()
    deliverables.recall(type(row).objects.latest("pk"), reason=writing.WHY, by=by, at=NOW)
    sweeps.papers(NOW)
    assert Document.objects.count() == 1  # called back before anybody asked


def test_the_page_of_a_paper_costs_the_same_before_and_after_it_is_sealed(client):
    row = released("written", writing.OPINION)
    browser(client, row.item.request.applicant)
    page, counts = reverse("desk:deliverable", args=[row.token]), []
    client.get(page)
    for step in (lambda: None, sealed):
        step()
        with CaptureQueriesContext(connection) as seen:
            client.get(page)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20
