"""A petition from its first page to its receipt, through pages as people use them; and nobody else's to read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kardad.calc import actions as calc
from kardad.cases import petition
from kardad.cases.actions import drafting
from kardad.cases.models import Case
from kardad.core import files
from kardad.kit import text
from kardad.law import instruments
from tests import factories
from tests.calc import owed_samples
from tests.cases import petitions, world
from tests.conftest import NOW
from tests.people import staff_world
from tests.samples import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client, clock, no_captcha):
    """A worker at his browser, who has just shown that it is he."""
    found = factories.person(level=2, first_name="مریم", last_name="کاظمی")
    client.force_login(found)
    factories.show(client, found)
    return found


def follow(client, answer):
    """Where the answer leads."""
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]


def test_a_whole_petition_goes_from_the_first_page_to_its_receipt(client, me):
    office = world.office()
    rows = {"hired_on": "1402-01-01", "left_on": "1404-06-31", "daily": "3463656"}
    kept = calc.keep(me, calculator="claim", given=rows, title="طلب من", law=instruments.current(), by=factories.actor(me), at=NOW)
    at = follow(client, client.post(reverse("cases:petition_new"), {"side": "worker", "whom": "self"}))
    assert me.particulars.code in text.to_ascii_digits(client.get(at).content.decode())
    forged = {"first_name": "سارا", "last_name": "راستی", "code": factories.national_code(), "birth_year": "۱۳۵۰"}
    at = follow(client, client.post(at, petitions.CLAIMANT | forged))
    at = follow(client, client.get(at))
    assert at.endswith("/respondents/1/")
    at = follow(client, client.post(at, petitions.LEGAL))
    at = follow(client, client.post(at.replace("respondents/", "respondents/2/"), petitions.UNKNOWN))
    at = follow(client, client.post(at))
    at = follow(client, client.post(at, petitions.WORKSHOP))
    assert office.name in client.get(at).content.decode()
    at = follow(client, client.post(at))
    at = follow(client, client.post(at, petitions.EMPLOYMENT))
    claims = at
    follow(client, client.post(at, {"sheet": kept.pk}))
    at = follow(client, client.post(at, {"codes": ["W01", "W19"]}))
    at = follow(client, client.post(at, {"from_day": "۱۴۰۴/۰۱/۰۱", "to_day": "۱۴۰۴/۰۶/۳۱", "way": "typed", "amount": "۱۸ میلیون تومان"}))
    assert at == claims
    at = follow(client, client.post(at))
    at = follow(client, client.post(at, petitions.NARRATIVE))
    follow(client, client.post(at, {"add": "1", "paper": "payslip", "files": SimpleUploadedFile("فیش.pdf", PDF)}))
    at = follow(client, client.post(at, {"paper": "", "files": SimpleUploadedFile("عکس.pdf", PDF + b"2")}))  # kept, and one goes on
    at = follow(client, client.post(at, petitions.CONCILIATION))
    page = client.get(at)
    assert not page.context["gaps"], page.context["gaps"]
    at = follow(client, client.post(at))
    at = follow(client, client.post(at, {"true": "on"}))
    case = Case.objects.get()
    words = client.get(at).content.decode()
    assert case.state == "filed"
    assert case.office == office
    assert case.number == f"1404-{office.pk}-000001"
    for said in ("۱۴۰۴-", case.dossier.tracking_code[:1], "شرکت سپهر نمونه", "تولیدی گلستان", office.name):
        assert said in words
    held = petition.read(case.petition)
    assert [(item.code, item.amount) for item in case.items.order_by("position")] == [(one.code, one.amount) for one in held.items]
    assert sum(one.amount or 0 for one in held.items if one.code not in ("W01", "W19")) == kept.sheet["totals"]["total"]
    assert {one.paper for one in case.files.all()} == {"payslip", "other"}
    claimant = case.filings.get().party
    assert (claimant.side, claimant.person, claimant.name) == ("claimant", me, "مریم کاظمی")
    assert (held.claimant.name, held.claimant.code, held.claimant.birth_year) == ("مریم کاظمی", me.particulars.code, 1370)


def test_the_law_computes_an_item_from_what_the_petition_has_told(client, me):
    world.office()
    case = petitions.whole(me)
    by = factories.actor(me)
    drafting.save_step(case, step="employment", told={"wage": 150_000_000}, by=by, at=NOW)
    drafting.add_items(case, codes=["W03"], by=by, at=NOW)
    span = {"from_day": NOW.date().replace(month=4), "to_day": NOW.date(), "way": "computed"}
    drafting.put_item(case, place=3, told=span, by=by, at=NOW)
    at = petitions.address(case, "petition_claim_sheet", 3)
    page = client.get(at)
    amount = page.context["amount"]
    assert amount
    assert page.context["sheet"]
    client.post(at, {"query": page.context["form"].link})
    case.refresh_from_db()
    item = petition.read(case.petition).items[2]
    assert (item.amount, item.way, item.sheet["calculator"]) == (amount, "computed", "bonus")
    client.post(petitions.address(case, "petition_claim", 3), {"from_day": "۱۴۰۴/۰۲/۰۱", "to_day": "۱۴۰۴/۰۸/۰۱", "way": "computed"})
    case.refresh_from_db()
    assert petition.read(case.petition).items[2].amount is None  # another period wants another sheet


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(client, me):
    world.office()
    case = petitions.whole(me)
    answer = client.post(petitions.address(case, "petition_step", "claimant"), petitions.CLAIMANT | {"mobile": "123", "father_name": "رضا"})
    assert answer.status_code == 422
    assert "موبایل" in answer.content.decode() or "همراه" in answer.content.decode()
    case.refresh_from_db()
    assert petition.read(case.petition).claimant.father_name == "رضا"
    evil = "مزد\x00 من\x07 را\u202e ندادند\r\nكارفرما " + "ا" * 30_000
    answer = client.post(petitions.address(case, "petition_step", "narrative"), {"text": evil})
    assert answer.status_code == 422
    assert "بلند" in answer.content.decode()
    client.post(petitions.address(case, "petition_step", "narrative"), {"text": evil[:60]})
    case.refresh_from_db()
    assert petition.read(case.petition).narrative.text.startswith("مزد من را ندادند\nکارفرما ا")
    answer = client.post(petitions.address(case, "petition_step", "narrative"), {"text": "", "then": "later"})
    assert answer["Location"] == reverse("cases:petitions")
    case.refresh_from_db()
    assert petition.read(case.petition).narrative.text  # an emptied box of a step that is left does not cost what was there
    drafting.save_step(case, step="narrative", told={"text": ""}, by=factories.actor(me), at=NOW)
    page = client.get(petitions.address(case, "petition_check"))
    assert [gap.field for gap, _ in page.context["gaps"]] == ["narrative"]
    assert client.post(petitions.address(case, "petition_sign"), {"true": "on"}).status_code == 422
    case.refresh_from_db()
    assert case.state == "draft"


def test_two_hundred_papers_come_page_by_page_and_each_goes_after_being_asked_once(client, me):
    world.office()
    case = petitions.whole(me)
    stored = [files.store(SimpleUploadedFile(f"برگ {one}.pdf", PDF + b"%d" % one), owner_id=me.pk, at=NOW) for one in range(60)]
    for begin in range(0, 60, 20):
        drafting.attach(case, files=stored[begin : begin + 20], paper="payslip", by=factories.actor(me), at=NOW)
    at, seen = petitions.address(case, "petition_evidence"), []
    page = client.get(at)
    while page.context["next_url"]:
        assert len(page.context["rows"]) == 25
        seen += [row.pk for row, _ in page.context["rows"]]
        page = client.get(at + page.context["next_url"])
    seen += [row.pk for row, _ in page.context["rows"]]
    assert sorted(seen) == list(case.files.order_by("pk").values_list("pk", flat=True))
    drop = petitions.address(case, "petition_file_drop", seen[0])
    assert drop in client.get(at).content.decode()
    assert "این فایل را برمی‌دارید؟" in client.get(drop).content.decode()
    assert case.files.count() == 60
    assert client.post(drop)["Location"] == at
    assert case.files.count() == 59
    assert len(client.get(petitions.address(case, "petition_check")).context["files"]) == 25


GETS = [
    ("petition_step", "claimant"),
    ("petition_respondents",),
    ("petition_respondent", 1),
    ("petition_office",),
    ("petition_claims",),
    ("petition_claim", 1),
    ("petition_claim_sheet", 1),
    ("petition_evidence",),
    ("petition_check",),
    ("petition_sign",),
    ("petition_done",),
    ("petition_cure",),
    ("petition_prepared",),
    ("petition_drop",),
    ("petition_file", 1),
    ("petition_file_drop", 1),
]
POSTS = [("petition_respondent_drop", 1), ("petition_claim_drop", 1)]


def test_every_page_of_a_petition_is_its_writers_alone(me, client):
    case = petitions.whole(me)
    stranger, secretary = factories.person(level=2), factories.staff("secretary", at_office=world.office())
    for someone, pages in ((stranger, GETS), (secretary, GETS[8:10])):
        browser = Client()
        browser.force_login(someone)
        factories.show(browser, someone)
        for name, *more in pages:
            assert browser.get(petitions.address(case, name, *more)).status_code == 404, name
        for name, *more in [*pages, *POSTS]:
            assert browser.post(petitions.address(case, name, *more)).status_code == 404, name
    for name, *more in GETS:
        assert Client().get(petitions.address(case, name, *more)).status_code == 302, name  # to the log-in page
    for place in (0, 3, 10**12):
        assert client.get(petitions.address(case, "petition_claim", place)).status_code == 404
    assert client.get(reverse("cases:petition_step", args=["x" * 80, "claimant"])).status_code == 404
    assert client.get(petitions.address(case, "petition_step", "nothing")).status_code == 404


def test_a_company_files_by_a_member_with_the_right_and_no_other(client, clock, no_captcha):
    world.office()
    owner = factories.person(level=2, role="employer")
    place = staff_world.place(staff_world.company(NOW), owner, NOW)
    client.force_login(owner)
    factories.show(client, owner)
    answer = client.post(reverse("cases:petition_new"), {"side": "employer", "whom": f"organisation-{place.organisation_id}"})
    case = Case.objects.get()
    assert answer.status_code == 302
    assert petition.read(case.petition).claimant.company_name == place.organisation.name
    assert client.get(answer["Location"]).status_code == 200
    type(place).objects.filter(pk=place.pk).update(state="ended")
    assert client.get(answer["Location"]).status_code == 404
    again = {"side": "employer", "whom": f"organisation-{place.organisation_id}"}
    assert client.post(reverse("cases:petition_new"), again).status_code == 422


def test_a_petition_begins_from_what_one_is_owed_without_typing_it_again(client, me):
    world.office()
    rows = {"hired_on": "1402-01-01", "left_on": "1404-06-31", "daily": "3463656"}
    kept = calc.keep(me, calculator="claim", given=rows, title="طلب من", law=instruments.current(), by=factories.actor(me), at=NOW)
    assert f"?sheet={kept.pk}" in client.get(reverse("calc:sheet", args=[kept.pk])).content.decode()
    at = follow(client, client.post(owed_samples.where("keep", owed_samples.UNKNOWN), {"then": "petition"}))
    assert at == f"{reverse('cases:petition_new')}?sheet={me.sheets.latest('pk').pk}"  # the greater of both ends
    at = f"{reverse('cases:petition_new')}?sheet={kept.pk}"
    assert "طلب من" in client.get(at).content.decode()
    follow(client, client.post(at, {"side": "worker", "whom": "self"}))
    held = petition.read(Case.objects.get().petition)
    assert sum(one.amount or 0 for one in held.items) == kept.sheet["totals"]["total"]
    assert held.employment.started_on
    assert all(one.sheet for one in held.items)
    payslip = calc.keep(
        me,
        calculator="bonus",
        given={"year": "1403", "monthly": "100000000"},
        title="عیدی",
        law=instruments.current(),
        by=factories.actor(me),
        at=NOW,
    )
    stranger = factories.person(level=2)
    other = Client()
    other.force_login(stranger)
    factories.show(other, stranger)
    assert other.get(at).status_code == other.post(at, {"side": "worker", "whom": "self"}).status_code == 404
    for wrong in (payslip.pk, 10**30, "x", "-1"):
        assert client.get(f"{reverse('cases:petition_new')}?sheet={wrong}").status_code == 404
