"""A side follows its case: where it stands, what the other side filed once that is to be answered; nobody else sees any of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kardad.cases.actions import briefs, intake
from kardad.cases.models import Filing, FilingFile
from kardad.cases.queries import following, standing
from kardad.core.actor import SYSTEM
from kardad.evidence.models import Entry
from kardad.inbox.actions import notices
from kardad.inbox.models import Letter
from tests import factories
from tests.cases import world
from tests.conftest import NOW
from tests.desk.world import stored

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def place(made, who):
    return standing.of(made.case, who, at=NOW)


def filed(made, who, words="کارفرما همه مزد را نداده است.", at=NOW, **more):
    return briefs.file(place(made, who), kind="brief", title="لایحه", words=words, files=[], by=factories.actor(who), at=at, **more)


def serve_petition(made):
    says = {"petition_number": made.case.number, "filed_on": "2025-11-22"}
    notice = notices.draft(made.case.dossier, code="N3", title="ابلاغ دادخواست", says=says, by=made.secretary, at=NOW)
    return notices.place(notice, by=made.secretary, at=NOW)


def test_what_the_claimant_files_is_the_other_sides_to_read_once_the_petition_is_served():
    made = world.filed()
    mine = filed(made, made.worker)
    assert list(following.filings(place(made, made.worker))) == [mine]
    assert list(following.filings(place(made, made.employer))) == []
    assert not Letter.objects.filter(person=made.employer, event="filing.filed").exists()
    serve_petition(made)
    assert list(following.filings(place(made, made.employer))) == [mine]
    theirs = filed(made, made.employer, words="پرداخت شده است.")
    assert list(following.filings(place(made, made.worker))) == [theirs, mine]
    assert Letter.objects.filter(person=made.worker, event="filing.filed").count() == 1


def test_two_hundred_files_of_one_side_leave_the_other_its_own_room():
    made = world.filed()
    mine = filed(made, made.worker)
    serve_petition(made)
    one = stored(made.worker)
    FilingFile.objects.bulk_create(FilingFile(case=made.case, filing=mine, file=one, added_at=NOW) for _ in range(200))
    say = {"kind": "evidence", "title": "سند", "words": "", "at": NOW}
    with pytest.raises(briefs.TooMany):
        briefs.file(place(made, made.worker), files=[stored(made.worker)], by=factories.actor(made.worker), **say)
    theirs = briefs.file(place(made, made.employer), files=[stored(made.employer)], by=factories.actor(made.employer), **say)
    assert theirs.files.count() == 1


def test_the_same_brief_sent_twice_in_a_moment_lies_there_once_and_the_chain_keeps_only_its_digest():
    made = world.filed()
    first = filed(made, made.worker)
    assert filed(made, made.worker, at=NOW + timedelta(seconds=5)) == first
    assert filed(made, made.worker, words="چیز دیگری هم هست.", at=NOW + timedelta(seconds=9)) != first
    told = Entry.objects.filter(kind="filing.filed")
    assert told.count() == 2
    assert not any("کارفرما همه مزد" in entry.body for entry in told)


@pytest.mark.parametrize("state", ["heard", "decided", "serving", "window", "final", "settled", "withdrawn", "archived"])
def test_after_the_session_nothing_new_comes_into_the_file(state):
    made = world.filed(state=state)
    with pytest.raises(briefs.SessionClosed):
        filed(made, made.worker)


def test_who_was_not_served_with_the_petition_answers_nothing_and_is_told_why(client):
    made = world.filed(state="accepted")
    with pytest.raises(briefs.NotServedYet):
        filed(made, made.employer)
    client.force_login(made.employer)
    here = reverse("cases:file", args=[made.case.token])
    assert here not in client.get(reverse("cases:case", args=[made.case.token])).content.decode()
    assert "هنوز به شما ابلاغ نشده" in client.get(here).content.decode()
    refused = client.post(here, {"kind": "evidence", "title": "رسید", "words": "پرداخت شده است."})
    assert "هنوز به شما ابلاغ نشده" in refused.content.decode()
    assert not Filing.objects.exists()
    serve_petition(made)
    assert here in client.get(reverse("cases:case", args=[made.case.token])).content.decode()
    assert filed(made, made.employer)


def test_an_empty_filing_is_refused():
    made = world.filed()
    with pytest.raises(briefs.NothingFiled):
        filed(made, made.worker, words="  ")


def test_a_side_by_its_pages(client, django_assert_max_num_queries):
    made = world.filed()
    intake.accept(made.case, by=made.secretary, at=NOW)
    client.force_login(made.worker)
    with django_assert_max_num_queries(10):
        assert "دعوای مریم کاظمی" in client.get(reverse("cases:cases")).content.decode()
    here = reverse("cases:case", args=[made.case.token])
    shown = client.get(here).content.decode()
    for words in ("دادخواست پذیرفته شد.", "پذیرفته شد؛ در نوبت تعیین وقت", "حقوق معوقه", "فرستادن لایحه یا مدرک"):
        assert words in shown
    sent = {"kind": "evidence", "title": "قرارداد", "words": "", "files": SimpleUploadedFile("قرارداد.pdf", PDF, "application/pdf")}
    assert client.post(reverse("cases:file", args=[made.case.token]), sent).status_code == 302
    row = Filing.objects.get().files.get()
    address = reverse("cases:filing_file", args=[made.case.token, row.pk])
    assert address in client.get(here).content.decode()
    client.force_login(made.employer)
    assert client.get(here).status_code == 200
    assert client.get(address).status_code == 404
    assert "حقوق معوقه" not in client.get(here).content.decode()
    serve_petition(made)
    assert "حقوق معوقه" in client.get(here).content.decode()


@pytest.mark.parametrize("name", ["case", "file"])
def test_nobody_else_finds_the_case(client, name):
    made, other = world.filed(), world.filed()
    for who in (factories.person(), other.worker, factories.staff("secretary"), factories.staff("board_member")):
        client.force_login(who)
        assert client.get(reverse(f"cases:{name}", args=[made.case.token])).status_code == 404


def test_staff_of_the_case_read_its_file_and_no_other_staff(client):
    made = world.filed()
    mine = filed(made, made.worker)
    page = reverse("cases_office:filings", args=[made.case.pk])
    client.force_login(world_person(made.secretary))
    assert mine.text in client.get(page).content.decode()
    for who in (factories.staff("board_member"), factories.staff("expert"), made.worker):
        client.force_login(who)
        assert client.get(page).status_code == 404


def world_person(actor):
    from kardad.people.models import Person

    return Person.objects.get(pk=actor.person_id)


def test_a_case_is_found_by_its_code_without_a_name_or_a_paper(client):
    made = world.filed(state="set", next_at=NOW + timedelta(days=9))
    code = made.case.dossier.tracking_code
    shown = client.post(reverse("cases:status"), {"code": code})
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "تعیین وقت هیئت تشخیص" in text
    for secret in ("کاظمی", "راد", made.case.number, "حقوق معوقه"):
        assert secret not in text
    assert client.post(reverse("cases:status"), {"code": "1234567890123"}).status_code == 422
    made.case.is_restricted = True
    made.case.save()
    assert client.post(reverse("cases:status"), {"code": code}).status_code == 404


def test_the_public_page_counts_who_asks(client):
    code = world.filed().case.dossier.tracking_code
    answers = [client.post(reverse("cases:status"), {"code": code}).status_code for _ in range(21)]
    assert answers[:20] == [200] * 20
    assert answers[20] == 429


def test_the_house_files_nothing_for_a_side():
    made = world.filed()
    with pytest.raises(LookupError):
        briefs.file(place(made, made.worker), kind="brief", title="ل", words="و", files=[], by=SYSTEM, at=NOW)
