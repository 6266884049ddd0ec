"""The pages of the end and the settlement: what each side sees, who meets 404, what a form refuses and keeps."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kardad.contracts.models import Contract, Ending
from kardad.contracts.queries import settling as queries
from tests import factories, samples
from tests.contracts import test_ending as ends
from tests.contracts import test_settlement as sets
from tests.contracts.test_signing_pages import Side
from tests.journeys.test_a10_contract import at_browsers

pytestmark = pytest.mark.django_db
AT = ends.ENDED
PAGES = (
    "ending",
    "ending_accept",
    "ending_take_back",
    "ending_paper",
    "settlement",
    "settlement_facts",
    "settlement_pay",
    "settlement_undo",
)


@pytest.fixture
def made(sms, time_machine):
    time_machine.move_to(ends.NOW, tick=False)
    made = ends.running(sms, pay={"amount": 6_000_000})
    time_machine.move_to(AT, tick=False)
    return made


def test_an_employer_dismisses_with_its_papers_and_the_worker_sees_them(made, sms):
    keeper, worker = at_browsers(made, sms, at=AT)
    assert "اخراج به استناد" in keeper.get("ending").content.decode()
    told = {
        "ends_on": "۱۴۰۴/۰۶/۳۱",
        "detail": "سه بار بی‌خبر نیامد و کار خوابید.",
        "warning_1": "۱۴۰۴/۰۴/۰۱",
        "council": "against",
        "council_on": "۱۴۰۴/۰۶/۲۰",
    }
    raw = samples.pdf() if hasattr(samples, "pdf") else b"%PDF-1.4\n%%EOF\n"
    paper = SimpleUploadedFile("r.pdf", raw, content_type="application/pdf")
    refused = keeper.post("ending_named", told | {"file": paper}, "dismissal")
    assert refused.status_code == 422
    assert "سه بار بی‌خبر" in refused.content.decode()
    paper.seek(0)
    assert keeper.post("ending_named", told | {"council": "council", "file": paper}, "dismissal").status_code == 302
    assert Contract.objects.get().state == "in_settlement"
    shown = worker.get("ending").content.decode()
    assert "سه بار بی‌خبر" in shown
    assert "دریافت مدرک" in shown
    assert worker.get("ending_paper").headers["Content-Type"] == "application/pdf"
    assert worker.get("settlement_facts").status_code == 404


def test_a_resignation_by_pages_is_signed_accepted_and_taken_back(made, sms, time_machine):
    keeper, worker = at_browsers(made, sms, at=AT)
    assert keeper.get("ending_named", "resignation").status_code == 404
    answer = worker.post("ending_named", {"ends_on": "۱۴۰۴/۰۷/۰۵", "detail": ""}, "resignation")
    assert answer.headers["Location"] == worker.at("sign_version", "ending", 1)
    assert keeper.get("sign_version", "ending", 1).status_code == 404
    assert worker.post("sign_version", {"do": "read"}, "ending", 1).status_code == 302
    assert worker.signs("sign_version", "ending", 1).status_code == 302
    assert "پذیرفتن" in keeper.get("ending").content.decode()
    assert worker.get("ending_accept").status_code == 404
    assert keeper.post("ending_accept").status_code == 302
    assert Contract.objects.get().state == "in_settlement"
    assert keeper.get("ending_take_back").status_code == 404
    assert worker.get("ending_take_back").status_code == 200
    assert worker.post("ending_take_back").status_code == 302
    assert Contract.objects.get().state == "active"
    assert Ending.objects.get().state == "withdrawn"
    time_machine.move_to(AT + timedelta(days=16), tick=False)
    assert at_browsers(made, sms, at=AT)[1].get("ending_take_back").status_code == 404


def test_a_refused_statement_explains_the_deposit_and_an_undone_one_is_written_anew(made, sms):
    ends.declared(made, at=AT)
    keeper, worker = at_browsers(made, sms, at=AT)
    assert keeper.get("settlement_facts").status_code == 200
    wrong = keeper.post("settlement_facts", {"other_amount_1": "۵", "method": "bank", "note": "هیچ ادعایی ندارم و حق شکایت ندارم."})
    assert wrong.status_code == 422
    version = sets.signed(made, sms)
    assert worker.get("settlement_undo").status_code == 200
    assert keeper.get("settlement_undo").status_code == 404
    assert worker.post("settlement_undo").status_code == 302
    assert queries.settlement(made.contract).version is None
    version.refresh_from_db()
    assert version.state == "undone"
    assert keeper.post("settlement_prepare").status_code == 302
    keeper = Side(made, made.keeper, sms)
    assert "deposit" not in keeper.get("settlement_pay").content.decode()


def test_strangers_and_visitors_meet_no_page_of_the_room(made, sms):
    ends.declared(made, at=AT)
    other = Side(made, factories.person(level=2, role="employer"), sms)
    for name in PAGES:
        assert other.get(name).status_code == 404, name
        visitor = Client().get(reverse(f"contracts:{name}", args=[made.contract.token]))
        assert visitor.status_code == 302, name
    assert other.post("settlement_prepare").status_code == 404
    assert other.get("ending_named", "term_ended").status_code == 404
    worker = at_browsers(made, sms, at=AT)[1]
    for name in ("ending_accept", "settlement_facts", "settlement_pay"):
        assert worker.get(name).status_code == 404, name
    assert worker.post("settlement_prepare").status_code == 404
