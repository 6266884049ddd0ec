"""What staff do with a service: the next lawful way by one press, a copy to print, who asks to join, and a word to everybody."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from kardad.documents import sweeps
from kardad.inbox.actions import dossiers, failing
from kardad.inbox.forms.office_notices import Written
from kardad.inbox.models import Announcement, Delivery, Notice, Party
from kardad.inbox.queries import announcements
from kardad.law import notices as kinds
from kardad.office import rooms
from kardad.people.models import RoleGrant
from kardad.work.models import WorkItem
from tests import factories
from tests.conftest import NOW
from tests.inbox.service.conftest import by, placed, written
from tests.inbox.service.test_office_access import window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def desk(case):
    """The browser of another secretary of the house."""
    return window(factories.staff("secretary"))


def press(desk, name, pk, **typed):
    return desk.post(reverse(f"inbox_office:{name}", args=[pk]), typed)


def test_what_reached_nobody_has_one_next_way_and_the_service_stands(desk, case):
    row = placed(case)["claimant"]
    failing.fail(row, "unopened", at=NOW)
    item = WorkItem.objects.get(kind="delivery.failed", subject_id=row.pk)
    where = rooms.task(item, at=NOW).href
    page = BeautifulSoup(desk.get(where).content, "html.parser")
    assert page.select_one(".notice .button")["href"] == reverse("inbox_office:next_way", args=[row.pk])
    for _ in range(2):
        press(desk, "next_way", row.pk)
    copy = Delivery.objects.get(is_copy=True, via="paper")
    row.refresh_from_db()
    assert (row.served_on is not None, row.voided_at, copy.party_id) == (True, None, row.party_id)
    sweeps.render(NOW)
    sweeps.sign(NOW)
    printed = desk.get(reverse("inbox_office:paper_print", args=[copy.pk]))
    assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
    assert desk.get(reverse("inbox_office:paper_print", args=[row.pk])).status_code == 404


def test_void_asks_for_a_reason_and_a_service_that_stands_is_not_served_again(desk, case):
    row = placed(case)["claimant"]
    assert press(desk, "void", row.pk, reason="").status_code == 422
    assert press(desk, "again", row.pk, via="paper").status_code == 302
    assert Delivery.objects.filter(replaces=row).count() == 0
    press(desk, "void", row.pk, reason="در سفر بود و دسترسی نداشت.")
    row.refresh_from_db()
    assert row.void_reason == "در سفر بود و دسترسی نداشت."
    assert press(desk, "certify", row.pk).status_code == 404


def test_who_asks_to_join_is_let_in_or_told_why_not(desk, case, secretary, make):
    dossiers.add_party(case.dossier, side="third", name="رضا", by=secretary, at=NOW)
    first, second = make.person(), make.person()
    for person, typed in ((first, {"verdict": "turn_away", "reason": "نام شما در پرونده نیست."}), (second, {"verdict": "admit"})):
        party = dossiers.join(person, tracking_code=case.dossier.tracking_code, by=by(person), at=NOW)
        assert press(desk, "joining", party.pk, verdict="turn_away", reason="").status_code == 422
        assert press(desk, "joining", party.pk, **typed).status_code == 302
        assert press(desk, "joining", party.pk, **typed).status_code == 404
    assert Party.objects.get(side="third").person_id == second.pk


def test_a_word_to_everybody_is_seen_before_it_is_said_and_can_be_taken_back(desk, case):
    where = reverse("inbox_office:announcements")
    typed = {
        "title": "تعطیلی",
        "text": "فردا بسته‌ایم.",
        "from_day": "۱۴۰۴/۰۹/۰۱",
        "until_day": "۱۴۰۴/۰۹/۰۳",
        "role": "worker",
        "province": "",
    }
    assert "این‌گونه دیده می‌شود" in desk.post(where, typed).content.decode()
    assert not Announcement.objects.exists()
    desk.post(where, typed | {"do": "announce"})
    made = Announcement.objects.get()
    RoleGrant.objects.filter(person__in=[case.claimant, case.respondent]).delete()
    RoleGrant.objects.create(person=case.claimant, role="worker", state="active", asked_at=NOW)
    assert [list(announcements.current(one, NOW)) for one in (case.claimant, case.respondent)] == [[made], []]
    for province, status in (("تهران", 1), ("اصفهان", 1), ("یزد", 0)):  # he is told what concerns the office of any open dossier of his
        Announcement.objects.filter(pk=made.pk).update(province=province)
        if status:
            case.dossier.office = factories.office(kind="labour", province=province)
            case.dossier.save()
            placed(case)
        assert announcements.current(case.claimant, NOW).count() == status
    Announcement.objects.filter(pk=made.pk).update(province="")
    press(desk, "announcement_withdraw", made.pk)
    assert list(announcements.current(case.claimant, NOW)) == []


@pytest.mark.parametrize("code", kinds.every())
def test_the_form_of_every_kind_asks_for_what_its_paper_prints(desk, case, code):
    placed(case)
    form = Written(code=code, dossier=case.dossier, parties=list(case.sides.values()))
    typed = {name: "۱" for name, field in form.fields.items() if field.required}
    needed = [one for name, one in form.tables.items() if name in form.paper.fields]  # one that may be empty has a «?» there
    typed |= {cell: "۱" for one in needed for cell in one.cells(0)}
    days = [name for name in typed if name.endswith("_on") or (name.endswith("_at") and f"{name}_hour" in typed)]
    typed |= dict.fromkeys(days, "۱۴۰۴/۰۹/۱۰") | {name: "۱۰:۳۰" for name in typed if name.endswith("_hour")}
    typed |= {"filer": str(case.sides["claimant"].pk)} if "filer" in typed else {}
    typed |= {"corrects": next(iter(form.corrected))} if "corrects" in typed else {}
    answer = desk.post(reverse("inbox_office:notice_write", args=[case.dossier.pk, code]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Notice.objects.latest("pk")
    assert (made.code, made.state) == (code, "draft")
    page = desk.get(answer["Location"])
    assert "به زبان ساده" in page.content.decode()


def test_findings_and_members_are_rows_of_cells_and_a_row_that_is_begun_is_whole(desk, case):
    where = reverse("inbox_office:notice_write", args=[case.dossier.pk, "N7"])
    typed = {"title": "رأی", "decision_number": "۱", "decided_on": "۱۴۰۴/۰۹/۰۱", "findings_0_claim": "مزد مهر", "findings_rows": "2"}
    typed |= {"findings_1_claim": "عیدی", "findings_1_finding": "رد می‌شود", "members_0_name": "مریم راد", "members_0_role": "رئیس"}
    typed |= {"members_1_name": "علی کریمی", "members_1_role": "عضو", "members_1_dissents": "on"}
    page = BeautifulSoup(desk.post(where, typed | {"more": "findings"}).content, "html.parser")
    assert (len(page.select("[name$=_claim]")), page.select_one(".error-summary")) == (3, None)
    assert (page.select_one("[name=findings_0_claim]")["value"], page.select_one("[name=findings_2_claim]").get("value")) == (
        "مزد مهر",
        None,
    )
    answer = desk.post(where, typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["findings_0_finding"])
    assert Notice.objects.count() == 0
    desk.post(where, typed | {"findings_0_finding": "وارد است", "findings_0_amount": "۱۸۰٬۰۰۰٬۰۰۰"})
    said = json.loads(Notice.objects.get().says)
    assert said["findings"] == [
        {"claim": "مزد مهر", "finding": "وارد است", "amount": 180_000_000},
        {"claim": "عیدی", "finding": "رد می‌شود"},
    ]
    assert said["members"] == [{"name": "مریم راد", "role": "رئیس"}, {"name": "علی کریمی", "role": "عضو", "dissents": True}]


def test_a_draft_shows_every_wording_that_its_addressees_would_get(desk, case, make):
    agent = make.person(first_name="سمیرا", last_name="کاظمی")
    dossiers.represent(case.sides["claimant"], agent=agent, by=case.secretary, at=NOW)
    dossiers.add_party(case.dossier, side="third", name="شرکت البرز", by=case.secretary, at=NOW)
    draft = written(case)
    page = BeautifulSoup(desk.get(reverse("inbox_office:notice", args=[draft.pk])).content, "html.parser")
    looks = {one["src"].split("/")[-2] for one in page.select("img.sheet-picture")}
    assert (looks, "۳ مخاطب" in page.text, "سمیرا کاظمی" in page.text) == ({"1", "2", "3"}, True, True)
    found = {desk.get(reverse("inbox_office:notice_sheet", args=[draft.pk, one, 1])).content for one in (1, 2, 3)}
    assert len(found) == 3
    assert desk.get(reverse("inbox_office:notice_sheet", args=[draft.pk, 4, 1])).status_code == 404
