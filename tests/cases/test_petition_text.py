"""The petition as it is read: whole by who claims, masked where the reader has no need, as it was filed while it is mended."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from kardad.cases.actions import drafting, filing, intake
from kardad.kit.text import to_persian_digits
from kardad.people.models import AccessRead, Person
from tests import factories
from tests.cases import petitions, world
from tests.cases.test_following import serve_petition
from tests.conftest import NOW
from tests.desk import world as desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clock):
    """A petition that is filed with a paper, against one with an account."""
    world.office()
    me, other = factories.person(level=2), factories.person(role="employer", first_name="سپهر", last_name="راد")
    against = {"kind": "natural", "first_name": "سپهر", "last_name": "راد", "code": other.particulars.code, "address": "کوچه خوانده"}
    made = petitions.whole(me, respondents=[against], witnesses="همکارم بهمن")
    drafting.attach(made, files=[desk.stored(me)], paper="payslip", by=factories.actor(me), at=NOW)
    return filing.submit(made, by=factories.actor(me), at=NOW)


def test_each_reads_the_petition_without_what_identifies_whom_he_need_not_know(client, case):
    secretary = world.secretary(case.office)
    other = case.dossier.parties.get(side="respondent")
    side, staff = reverse("cases:petition_text", args=[case.token]), reverse("cases_office:petition_text", args=[case.pk])
    code = to_persian_digits(case.filer.particulars.code)

    def read(who, address, status=200):
        client.force_login(who)
        answer = client.get(address)
        assert answer.status_code == status
        return answer.content.decode()

    read(other.person, side, status=404)
    mine = read(case.filer, side)
    row = case.files.get()
    serve_petition(SimpleNamespace(case=case, secretary=secretary))
    theirs = read(other.person, side)
    theirs_paper = reverse("cases:filing_file", args=[case.token, row.pk])
    officers = read(Person.objects.get(pk=secretary.person_id), staff)
    for page, paper in (
        (mine, theirs_paper),
        (theirs, theirs_paper),
        (officers, reverse("cases_office:filing_file", args=[case.pk, row.pk])),
    ):
        for said in ("از فروردین ۱۴۰۴ مزد نگرفته‌ام.", "همکارم بهمن", "حقوق معوقه", "۱۸۰٬۰۰۰٬۰۰۰", "کارگاه سپهر", "جوشکار", paper):
            assert said in page, said
    for page, shows in ((mine, (True, True)), (theirs, (False, False)), (officers, (False, True))):
        assert (code in page, "کوچه خوانده" in page) == shows
        assert ("۰۹۱۲•••۶۷۸۹" in page) != shows[0]
    assert {one.person for one in AccessRead.objects.filter(reader_id=secretary.person_id, what="متن دادخواست")} == {
        case.filer,
        other.person,
    }


def test_while_its_writer_mends_it_the_desk_reads_what_was_filed(client, case):
    secretary, by = world.secretary(case.office), factories.actor(case.filer)
    intake.mark_defect(case, asked={"narrative": "روشن‌تر بنویسید."}, by=secretary, at=NOW)
    drafting.save_step(case, step="narrative", told={"text": "سخنی که هنوز ثبت نشده است"}, by=by, at=NOW)
    client.force_login(Person.objects.get(pk=secretary.person_id))
    address = reverse("cases_office:petition_text", args=[case.pk])
    page = client.get(address).content.decode()
    assert "مزد نگرفته‌ام" in page
    assert "سخنی که هنوز" not in page
    case.refresh_from_db()
    filing.cure(case, by=by, at=NOW)
    page = client.get(address).content.decode()
    assert "سخنی که هنوز" in page
