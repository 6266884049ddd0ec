"""Money on paper: an invoice as it stands, a payment that came, a credit note – asked for by sweeps, once a version, read by its buyer."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from kardad.billing import papers, sweeps
from kardad.billing.actions import invoices, receipts, refunds
from kardad.billing.actions import papers as actions
from kardad.billing.actions.invoices import Buyer
from kardad.billing.models import Invoice, Payment
from kardad.core import files, outside
from kardad.documents import actions as documents
from kardad.documents import standing
from kardad.documents import sweeps as jobs
from kardad.documents.models import Document
from kardad.people import particulars
from kardad.people.models import AccessRead
from tests import factories
from tests.billing import office_world, pages, world
from tests.conftest import NOW
from tests.documents.test_rendering import bare

pytestmark = pytest.mark.django_db
CODE = "9990000012"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR, settings.MEDIA_ROOT = tmp_path, str(tmp_path / "files")
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    outside.forget()


def made():
    """Every paper as (what about, kind, version), oldest first."""
    return [(one.subject_type, one.kind, one.version) for one in Document.objects.order_by("pk")]


def buyer():
    """A buyer with a code of his own."""
    person = factories.person()
    told = particulars.own(person)
    told.code = CODE
    told.save()
    return person


def sealed():
    """Every paper that was asked for is printed and sealed."""
    assert jobs.render(NOW) == jobs.sign(NOW) == Document.objects.count()
    return {one.kind: one for one in Document.objects.select_related("file")}


def text_of(paper):
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(files.read(paper.file))).pages)


def test_money_leaves_papers_that_its_buyer_reads_and_staff_with_a_trace_and_nobody_else(shop, clock, client):
    invoice = world.invoice(buyer=Buyer(person=buyer()))
    receipts.approve(office_world.submitted(8_000_000, invoice), by=world.FINANCE, at=NOW)
    refund = refunds.approve(refunds.request(invoice, rials=1_100_000, reason="انصراف", by=world.CLIENT, at=NOW), by=world.MANAGER, at=NOW)
    refunds.finish(refunds.send(refund, by=world.FINANCE, at=NOW), trace="558214", by=world.FINANCE, at=NOW)
    assert made() == []  # money never waits for a paper
    assert sweeps.papers(NOW) == 3
    assert made() == [
        ("billing.invoice", "invoice", "paid"),
        ("billing.payment", "payment_receipt", "made"),
        ("billing.creditnote", "credit_note", "made"),
    ]

    client.force_login(invoice.person)
    page, payment = pages.url("invoice", invoice), pages.url("payment", Payment.objects.get())
    office = office_world.address("paper", invoice.pk)
    finance = office_world.sits("finance_officer")
    assert [pages.text(one).count("PDF در حال آماده شدن است") for one in (client.get(page), client.get(payment), finance.get(office))] == [
        3,
        1,
        3,
    ]
    assert client.get(reverse("documents:file", args=[Document.objects.first().token])).status_code == 409

    made_ones = sealed()
    links = {kind: reverse("documents:file", args=[one.token]) for kind, one in made_ones.items()}
    for who, where, kinds in ((client, page, links), (client, payment, ["payment_receipt"]), (finance, office, links)):
        told = who.get(where).content.decode()
        assert all(f'href="{links[kind]}"' in told for kind in kinds)
        assert "در حال آماده شدن است" not in told
    assert pages.url("paper", invoice) in client.get(page).content.decode()

    others = [office_world.sits(role) for role in ("expert", "reviewer", "member")]
    for kind, link in links.items():
        assert client.get(link).content == files.read(made_ones[kind].file)
        assert AccessRead.objects.count() == list(links).index(kind)
        assert [one.get(link).status_code for one in (*others, finance)] == [404, 404, 404, 200]
        look = AccessRead.objects.latest("pk")
        assert (look.person_id, look.reader_id, look.reader_role) == (invoice.person_id, finance.person.pk, "finance_officer")
    client.logout()
    assert {client.get(link).status_code for link in links.values()} == {404}

    said = {kind: bare(text_of(one)) for kind, one in made_ones.items()}
    assert all(
        bare(word) in said["invoice"]
        for word in ("پرداخت شد", "۷٬۷۰۰٬۰۰۰ ریال", "هفت میلیون و هفتصد هزار ریال", "مالیات بر ارزش افزوده (۱۰ درصد)")
    )
    assert all(bare(word) in said["payment_receipt"] for word in ("۸٬۰۰۰٬۰۰۰ ریال", "کارت به کارت", "۳۰۰٬۰۰۰ ریال", "۵۵۸۲۱۳"))
    assert all(bare(word) in said["credit_note"] for word in ("۱٬۱۰۰٬۰۰۰ ریال", "۱۰۰٬۰۰۰ ریال", "به همان کارت یا حساب", "انصراف"))
    assert all("۹۹۹۰۰۰۰۰۱۲" in one for one in said.values())


def test_a_version_of_an_invoice_has_one_paper_however_often_it_is_asked_for(shop):
    invoice = world.invoice()
    assert (sweeps.papers(NOW), sweeps.papers(NOW)) == (1, 0)
    Invoice.objects.update(paper_due_at=NOW)  # a sweep that died after the paper and before its own end
    assert sweeps.papers(NOW) == 1
    assert made() == [("billing.invoice", "invoice", "open")]
    invoices.void(invoice, reason="اشتباه بود.", by=world.MANAGER, at=NOW)
    sweeps.papers(NOW)
    assert made() == [("billing.invoice", "invoice", "open"), ("billing.invoice", "invoice", "void")]
    assert {standing.of(paper).state for paper in Document.objects.filter(kind="invoice")} == {standing.State.VOID}
    assert [actions.ask_due(paper, invoice.pk, at=NOW) for paper in papers.PAPERS] == [False, False, False]


def test_a_paper_that_cannot_be_asked_for_holds_up_neither_money_nor_the_others(shop, monkeypatch):
    first, second = office_world.paid(), world.invoice()
    issue = documents.issue_once

    def refuse(kind, subject, **told):
        if kind == "payment_receipt" or subject == first:
            raise OSError("the key is gone")
        return issue(kind, subject, **told)

    with monkeypatch.context() as patch:
        patch.setattr(documents, "issue_once", refuse)
        assert sweeps.papers(NOW) == 1
    assert made() == [("billing.invoice", "invoice", "open")]
    later = NOW + actions.policy.PAPER_AGAIN
    assert (sweeps.papers(NOW), sweeps.papers(later)) == (0, 2)
    assert Document.objects.filter(subject_id=second.pk, subject_type="billing.invoice").count() == 1


def test_papers_of_a_firm_are_read_by_those_with_the_right_and_its_code_is_no_secret(shop, client):
    place, clerk, other = pages.firm(), factories.person(), factories.person()
    pages.seat(place, clerk, "requests")
    pages.seat(place, other, "cases")
    world.invoice(buyer=Buyer(person=factories.person(), organisation=place))
    sweeps.papers(NOW)
    link = reverse("documents:file", args=[sealed()["invoice"].token])
    for person, status in ((clerk, 200), (other, 404), (factories.person(), 404)):
        client.force_login(person)
        assert client.get(link).status_code == status
    assert office_world.sits("manager").get(link).status_code == 200
    assert AccessRead.objects.count() == 0
    assert "۱۰۱۰۰۰۰۰۰۰۱" in bare(text_of(Document.objects.get()))


def test_pages_with_papers_cost_the_same_however_many_there_are(shop, client):
    invoice, counts = pages.mine(client), []
    for _ in range(2):
        office_world.submitted(1_000_000, invoice, trace=str(Payment.objects.count()))
        payment = Payment.objects.latest("pk")
        receipts.approve(payment, by=world.FINANCE, at=NOW)
        sweeps.papers(NOW)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(pages.url("invoice", invoice))
        counts.append(len(seen))
    assert counts[0] == counts[1]
