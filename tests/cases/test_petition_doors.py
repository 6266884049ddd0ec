"""What a petition's people lay beside it: a picture of a sign, the papers of an objection; and what an office asks, step by step."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kardad.cases import lacking, petition
from kardad.cases.models import Filing, Objection
from kardad.evidence.models import Entry
from kardad.inbox.models import Letter
from kardad.people.models import Person
from tests import factories
from tests.cases import boards, petitions, world
from tests.cases.boards import moment
from tests.samples import PDF

pytestmark = pytest.mark.django_db
SERVED = moment("1404-07-26")


def shot(name="سند.pdf", content=PDF):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def test_whom_nobody_knows_by_name_is_told_by_his_sign_and_its_picture(client, clock, no_captcha):
    world.office()
    me = factories.person(level=2)
    client.force_login(me)
    factories.show(client, me)
    case = petitions.whole(me)
    at = petitions.address(case, "petition_respondent", 1)
    assert client.post(at, petitions.UNKNOWN | {"sign": "", "payer": "", "photos": shot()}).status_code == 422
    assert not case.files.exists()
    assert client.post(at, petitions.UNKNOWN | {"photos": shot()}).status_code == 302
    assert case.files.get().paper == "sign"
    case.refresh_from_db()
    assert petition.read(case.petition).respondents[0].name == "کارفرمای «تولیدی گلستان»"
    assert client.post(petitions.address(case, "petition_sign"), {"true": "on"}).status_code == 302
    case.refresh_from_db()
    assert case.dossier.parties.get(side="respondent").name == "کارفرمای «تولیدی گلستان»"


def test_an_objection_brings_its_papers_which_the_other_side_reads(settings, clock):
    settings.OPERATOR = "authority"
    made = boards.heard(at=moment("1404-07-20"))
    boards.served(made, {1: 1000, 2: "rejected"}, at=SERVED)
    clock.move_to(SERVED)
    browser = Client()
    browser.force_login(made.employer)
    factories.show(browser, made.employer)
    at = reverse("cases:object", args=[made.case.token])
    said = {"items": [made.items[0].pk], "grounds": "پرداخت شده است."}
    assert browser.post(at, said | {"files": shot("بد.exe", b"MZ\x90\x00")}).status_code == 422
    assert not Objection.objects.exists()
    assert browser.post(at, said | {"files": shot("رسید.pdf")}).status_code == 302
    filing = Filing.objects.get(title="مدارک اعتراض")
    assert (filing.party, filing.files.count(), filing.shown_at) == (made.sides["respondent"], 1, filing.filed_at)
    assert filing.files.get().file.sha256 in Entry.objects.filter(kind="filing.filed").latest("pk").body
    other = Client()
    other.force_login(made.worker)
    url = reverse("cases:filing_file", args=[made.case.token, filing.files.get().pk])
    assert other.get(url).status_code == 200
    assert Letter.objects.filter(person=made.worker, event="filing.filed").exists()


def test_an_office_asks_step_by_step_and_only_what_is_opened_takes_room(clock):
    made = world.filed()
    staff = Person.objects.get(pk=made.secretary.person_id)
    browser = Client()
    browser.force_login(staff)
    at = reverse("cases_office:mark_defect", args=[made.case.pk])
    page = browser.get(at).content.decode()
    assert page.count("<details") >= len({step for step, _ in lacking.FIELDS.values()})
    assert '<details class="details" open' not in page
    wrong = browser.post(at, {"claims_period": "ا" * 400})
    assert wrong.status_code == 422
    assert wrong.content.decode().count('<details class="details" open') == 1
    assert browser.post(at, {"claims_period": "دوره را بنویسید."}).status_code == 302
    made.case.refresh_from_db()
    assert made.case.asked == {"claims.period": "دوره را بنویسید."}
