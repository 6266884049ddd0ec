"""A work diary: every entry is proven from the moment it is written, nothing is altered, nobody else reads it until it is attached."""

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kardad.cases import petition
from kardad.cases.models import Case, Filing, FilingFile
from kardad.contracts import auditing, diary_auditing
from kardad.contracts.models import Diary, DiaryEntry
from kardad.evidence import queries as evidence
from kardad.evidence.verifying import verify
from kardad.kit.calendar import parse_jalali
from kardad.people import signals
from tests import factories, samples
from tests.cases import petitions
from tests.cases import scenes as disputes
from tests.contracts.test_papers import own_folder  # noqa: F401 – a fixture
from tests.contracts.world import NOW
from tests.documents.test_rendering import bare, text_of

pytestmark = pytest.mark.django_db
HOME = "/panel/contracts/diary/"
HOURS = {"on": "۱۴۰۴/۰۱/۰۴", "starts": "۸", "ends": "۱۷:۳۰", "rest": "۳۰"}
PAID = {"on": "1404/01/05", "amount": "۲ میلیون تومان", "way": "cash", "who": "اوستا کریم"}


def at(person):
    """The person's own browser."""
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def worker(clock):
    """A worker without a contract, on 1404-01-05."""
    clock.move_to(NOW, tick=False)
    return factories.person(level=2, first_name="علی", last_name="رضایی")


def begun(worker, **told):
    """His diary, begun at his browser."""
    answer = at(worker).post(reverse("contracts:diary_new"), {"workplace": "کارگاه برادران", "since_on": "1403/07/01"} | told)
    assert answer.status_code == 302, answer.context["form"].errors
    return Diary.objects.order_by("pk").last()


def wrote(worker, diary, kind, told, status=302):
    """What the page answers to another entry."""
    answer = at(worker).post(reverse("contracts:diary_write", args=[diary.token, kind]), told)
    assert answer.status_code == status, answer.context and answer.context["form"].errors
    return answer


def test_what_is_written_is_proven_with_its_moment_and_a_correction_is_a_further_entry(worker, clock):
    diary = begun(worker)
    wrote(worker, diary, "hours", HOURS)
    clock.move_to(NOW + timedelta(days=10), tick=False)
    photo = SimpleUploadedFile("receipt.png", samples.png(), content_type="image/png")
    wrote(worker, diary, "payment", PAID | {"file": photo})
    first = diary.entries.get(number=1)
    was = first.words
    page = at(worker).get(diary.url).content.decode()
    for said in (
        "۹ ساعت کار؛ از ۰۸:۰۰ تا ۱۷:۳۰، با ۳۰ دقیقه استراحت",
        "۲۰٬۰۰۰٬۰۰۰",
        "از اوستا کریم",
        "۱ روز پس از آن روز",
        "۱۰ روز پس از آن روز",
    ):
        assert said in page, said
    way = reverse("contracts:diary_correct", args=[diary.token, 1])
    fixed = HOURS | {"ends": "۱۵:۰۰", "text": "ساعت پایان را اشتباه نوشتم"}
    assert at(worker).post(way, HOURS).status_code == 422  # why is asked
    assert at(worker).post(way, fixed).status_code == 302
    assert at(worker).post(way, fixed).status_code == 409  # the newest is corrected, not the old one twice
    first.refresh_from_db()
    assert (first.words, first.corrected_by.number, diary.entries.count()) == (was, 3, 3)
    (month,) = at(worker).get(diary.url).context["months"]
    assert (month.days, month.minutes, month.paid) == (1, 390, 20_000_000)
    undone = reverse("contracts:diary_correct", args=[diary.token, 3])
    assert at(worker).post(undone, {"on": HOURS["on"], "is_void": "on", "text": "آن روز نرفتم"}).status_code == 302
    (month,) = at(worker).get(diary.url).context["months"]
    assert (month.days, month.minutes) == (0, 0)
    chain = evidence.chain_of(diary)
    assert [one.kind for one in chain.entries.order_by("seq")] == [
        "diary.begun",
        "diary.written",
        "diary.written",
        "diary.corrected",
        "diary.corrected",
    ]
    body = chain.entries.get(seq=1).body
    assert first.sha256 in body
    assert "برادران" not in body
    receipt = at(worker).get(reverse("contracts:diary_receipt", args=[diary.token, 1])).content
    assert verify(receipt, keys=evidence.published_keys()).is_valid
    assert not verify(receipt.replace(first.sha256.encode(), b"0" * 64), keys=evidence.published_keys()).is_valid


def test_an_altered_row_is_found_by_the_audit(worker):
    diary = begun(worker)
    wrote(worker, diary, "hours", HOURS)
    wrote(worker, diary, "payment", PAID)
    assert list(diary_auditing.differences()) == []
    assert list(auditing.differences()) == []
    hours, paid = diary.entries.order_by("number")
    DiaryEntry.objects.filter(pk=hours.pk).update(words=hours.words.replace("17:30", "20:30"))
    DiaryEntry.objects.filter(pk=paid.pk).update(amount=1)
    Diary.objects.update(about=diary.about.replace("برادران", "خواهران"))
    assert [one.row for one in diary_auditing.differences()] == [
        f"contracts_diary {diary.pk}: about",
        f"contracts_diaryentry {hours.pk}: words, sums",
        f"contracts_diaryentry {paid.pk}: sums",
    ]
    paid.delete()
    assert f"contracts_diaryentry {diary.pk} 2" in [one.row for one in diary_auditing.differences()]


@pytest.mark.parametrize(
    ("kind", "told", "field"),
    [
        ("hours", HOURS | {"on": "۱۴۰۴/۰۱/۰۶"}, "on"),
        ("hours", HOURS | {"starts": ""}, "starts"),
        ("hours", HOURS | {"rest": "۶۰۰"}, "rest"),
        ("payment", PAID | {"amount": "-۵"}, "amount"),
        ("message", {"on": "۱۴۰۴/۰۱/۰۵", "text": "؟"}, "text"),
        ("file", {"on": "۱۴۰۴/۰۱/۰۵", "text": "عکس تابلو"}, "file"),
        ("event", {"on": "۱۴۰۴/۰۱/۰۵", "text": ""}, "text"),
    ],
)
def test_what_cannot_be_is_not_written(worker, kind, told, field):
    diary = begun(worker)
    answer = wrote(worker, diary, kind, told, status=422)
    assert list(answer.context["form"].errors) == [field]
    assert not diary.entries.exists()


def test_nobody_else_reaches_a_diary_and_no_page_writes_another_kind(worker):
    diary = begun(worker)
    wrote(worker, diary, "message", {"on": "۱۴۰۴/۰۱/۰۵", "text": "گفت از فردا نیا."})
    assert at(worker).get(reverse("contracts:diary_write", args=[diary.token, "nonsense"])).status_code == 404
    for person in (factories.person(level=2), factories.staff("support"), factories.staff("auditor")):
        browser = at(person)
        for name, args in [
            ("diary", ()),
            ("diary_write", ("hours",)),
            ("diary_everything", ()),
            ("diary_correct", (1,)),
            ("diary_receipt", (1,)),
        ]:
            assert browser.get(reverse(f"contracts:{name}", args=[diary.token, *args])).status_code == 404, name
        assert browser.post(reverse("contracts:diary_paper", args=[diary.token])).status_code == 404
    copy = dict(answer for _, answer in signals.asked_for_everything.send(sender=None, person=worker, at=NOW))
    assert "گفت از فردا نیا." in str(copy["work_diary"])
    other = dict(answer for _, answer in signals.asked_for_everything.send(sender=None, person=factories.person(), at=NOW))
    assert other["work_diary"] == []


def test_the_sealed_paper_and_the_package_say_it_all_and_an_altered_package_is_found(worker, clock):
    diary = begun(worker)
    wrote(worker, diary, "hours", HOURS)
    wrote(worker, diary, "file", {"on": "1404/01/05", "text": "تابلو", "file": SimpleUploadedFile("sign.png", samples.png())})
    answer = at(worker).post(reverse("contracts:diary_paper", args=[diary.token]), follow=True)
    assert answer["Content-Type"] == "application/pdf"
    words = bare(text_of(answer.content))
    for said in ("دفترچه کار", "علی رضایی", "کارگاه برادران", "تابلو", "sign.png", "درستی نوشته‌ها را کسی تأیید نکرده است"):
        assert bare(said) in words, said
    raw = at(worker).get(reverse("contracts:diary_everything", args=[diary.token])).content
    with ZipFile(io.BytesIO(raw)) as held:
        names = held.namelist()
        assert {"data/0.json.txt", "data/1.json.txt", "data/2.json.txt", "proof/diary.dossier.jsonl", "paper/diary.pdf"} <= set(names)
        dossier = held.read("proof/diary.dossier.jsonl")
    keys = evidence.published_keys()
    assert verify(dossier, keys=keys).is_valid
    assert not verify(dossier.replace(diary.entries.get(number=1).sha256.encode(), b"0" * 64), keys=keys).is_valid


def test_a_diary_lies_with_its_writers_petition_and_with_nobody_elses(worker, clock):
    diary = begun(worker)
    wrote(worker, diary, "file", {"on": "1404/01/05", "text": "تابلو", "file": SimpleUploadedFile("sign.png", samples.png())})
    case = petitions.whole(worker, at=NOW)
    page = at(worker).get(petitions.address(case, "petition_evidence")).content.decode()
    way = reverse("cases:petition_diary", args=[case.token, diary.token])
    assert way in page
    assert at(worker).post(way, {"with_files": "on"}).status_code == 302
    assert sorted(FilingFile.objects.filter(case=case).values_list("paper", "file__media_type")) == [
        ("diary", "application/pdf"),
        ("diary", "image/png"),
    ]
    wrote(worker, diary, "hours", HOURS)
    assert at(worker).post(way).status_code == 302  # the paper of today stands in the place of yesterday's
    assert FilingFile.objects.filter(case=case, file__media_type="application/pdf").count() == 1
    stranger = factories.person(level=2)
    theirs = petitions.whole(stranger, at=NOW)
    assert at(stranger).get(reverse("cases:petition_diary", args=[theirs.token, diary.token])).status_code == 404
    assert at(worker).get(reverse("cases:petition_diary", args=[theirs.token, diary.token])).status_code == 404


def test_a_petition_begins_from_a_diary_with_the_employer_that_it_names(worker, clock):
    told = {"employer": "رضا احمدی", "place": "شیراز، خیابان زند", "job": "نجار"}
    diary = begun(worker, **told)
    start = f"{reverse('cases:petition_new')}?diary={diary.token}"
    assert "از دفترچه کار شما" in at(worker).get(start).content.decode()
    answer = at(worker).post(start, {"side": "worker", "whom": "self"})
    case = Case.objects.get(token=answer.headers["Location"].split("/")[-3])
    held = petition.read(case.petition)
    one = held.respondents[0]
    assert (one.kind, one.sign, one.payer, one.address) == ("unknown", "کارگاه برادران", "رضا احمدی", "شیراز، خیابان زند")
    assert (held.workshop.name, held.workshop.address) == ("کارگاه برادران", "شیراز، خیابان زند")
    assert (held.employment.job, held.employment.started_on) == ("نجار", parse_jalali("1403-07-01"))
    wrote(worker, diary, "hours", HOURS)
    assert start in at(worker).get(diary.url).content.decode()
    firm = begun(worker, employer="شرکت فولاد سپهر", workplace="کارخانه سپهر")
    at(worker).post(f"{reverse('cases:petition_new')}?diary={firm.token}", {"side": "worker", "whom": "self"})
    named = petition.read(Case.objects.order_by("-pk").first().petition).respondents[0]
    assert (named.kind, named.company_name) == ("legal", "شرکت فولاد سپهر")
    assert at(worker).post(start, {"side": "employer", "whom": "self"}).status_code == 403
    assert at(factories.person(level=2)).get(start).status_code == 404
    assert Case.objects.count() == 2


def test_a_diary_is_evidence_in_a_case_that_was_filed_and_in_nobody_elses(sms, clock):
    clock.move_to(disputes.NOW, tick=False)
    made = disputes.listed().made
    case, me = made.case, made.people["claimant"]
    diary = Diary.objects.get(person=me)
    way = reverse("cases:filing_diary", args=[case.token, diary.token])
    browser = at(me)
    assert way in browser.get(reverse("cases:file", args=[case.token])).content.decode()
    assert way not in at(made.people["respondent"]).get(reverse("cases:file", args=[case.token])).content.decode()
    for other in (made.people["respondent"], factories.person(level=2)):
        assert at(other).get(way).status_code == 404
        assert at(other).post(way).status_code == 404
    before = Filing.objects.filter(case=case).count()
    assert browser.post(way).status_code == 302
    filing = Filing.objects.filter(case=case).order_by("-pk").first()
    assert (filing.kind, filing.party.side, Filing.objects.filter(case=case).count()) == ("evidence", "claimant", before + 1)
    held = filing.files.get()
    assert held.file.media_type == "application/pdf"
    read = at(made.people["respondent"]).get(reverse("cases:filing_file", args=[case.token, held.pk]))
    assert bare("کارگاه برادران") in bare(text_of(b"".join(read.streaming_content) if read.streaming else read.content))
    Case.objects.filter(pk=case.pk).update(state="decided")
    assert browser.post(way).status_code == 404


def test_a_long_diary_costs_no_more_statements_than_a_short_one(worker, django_assert_max_num_queries):
    diary, browser = begun(worker), at(worker)
    wrote(worker, diary, "hours", HOURS)
    browser.get(diary.url)
    with CaptureQueriesContext(connection) as short:
        browser.get(diary.url)
        count = len(short)
    for _ in range(12):
        wrote(worker, diary, "hours", HOURS)
    with django_assert_max_num_queries(count):
        browser.get(diary.url)
