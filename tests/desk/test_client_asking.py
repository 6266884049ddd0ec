"""Asking through the pages: one page, the typed questions, a look at all of it, the number; nothing typed is lost on the way."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kardad.core.models import Draft
from kardad.desk import catalogue
from kardad.desk.actions import files, requests
from kardad.desk.models import Request
from kardad.gateways.scanner.memory import EICAR
from kardad.kit.flow import NotAllowed
from kardad.people.actions.persons import RULES_VERSION
from tests import factories
from tests.billing import world as shop
from tests.conftest import NOW
from tests.samples import PDF

NEW = reverse("desk:request_new")
TEXT = "قرارداد من تمام شده و سنوات نداده‌اند؛ می‌خواهم بدانم چقدر طلب دارم."
FIRST = {"services": ["written"], "description": TEXT}


@pytest.fixture
def member(client, db, clock):
    """A worker is logged in, and there are prices."""
    shop.open_shop()
    someone = factories.person()
    client.force_login(someone)
    return someone


@pytest.fixture
def wanted():
    """A service that wants a paper, and the paper."""
    return "defence", next(paper for paper in catalogue.service("defence").papers if paper.required)


def pdf(name="قرارداد.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def the_draft():
    return Request.objects.get()


def errors(answer):
    return answer.context["form"].errors


def test_a_request_is_written_looked_over_and_sent(client, member):
    answer = client.post(NEW, FIRST | {"files": [pdf(), pdf("فیش.pdf")]})
    draft = the_draft()
    assert answer["Location"] == reverse("desk:request_fields", args=[draft.pk])
    assert (draft.state, draft.description, draft.attachments.count()) == ("draft", TEXT, 2)
    answer = client.post(answer["Location"], {})
    assert answer["Location"] == reverse("desk:request_check", args=[draft.pk])
    look = client.get(answer["Location"]).content.decode()
    assert "۴٬۰۰۰٬۰۰۰\u00a0ریال" in look
    assert "به‌علاوه ۱۰٪ مالیات" in look
    answer = client.post(reverse("desk:request_check", args=[draft.pk]), {"rules": "on"})
    assert answer["Location"] == reverse("desk:request_done", args=[draft.pk])
    draft.refresh_from_db()
    assert (draft.state, draft.rules_version) == ("submitted", RULES_VERSION)
    done = client.get(answer["Location"]).content.decode()
    assert draft.shown_number in done
    assert "نخستین پاسخ" in done


def test_a_request_without_the_rules_is_not_sent(client, member):
    client.post(NEW, FIRST)
    answer = client.post(reverse("desk:request_check", args=[the_draft().pk]), {})
    assert answer.status_code == 422
    assert errors(answer)["rules"]
    assert the_draft().state == "draft"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"services": []}, "services"),
        ({"services": ["cooking"]}, "services"),
        ({"description": "کوتاه"}, "description"),
        ({"description": "الف" * 5001}, "description"),
        ({"opponent": "123"}, "opponent"),
    ],
)
def test_what_is_wrong_is_told_in_place_and_stays_typed(client, member, given, field):
    answer = client.post(NEW, FIRST | given)
    assert answer.status_code == 422
    assert set(errors(answer)) == {field}
    assert not Request.objects.exists()
    assert (FIRST | given)["description"][:20] in answer.content.decode()


def test_files_of_a_form_that_is_wrong_are_kept_in_a_draft_which_the_next_press_mends(client, member):
    answer = client.post(NEW, FIRST | {"description": "کوتاه", "files": [pdf()]})
    draft = the_draft()
    assert answer.status_code == 422
    assert f'action="{reverse("desk:request_edit", args=[draft.pk])}"' in answer.content.decode()
    assert (draft.description, draft.attachments.count()) == ("کوتاه", 1)
    client.post(reverse("desk:request_edit", args=[draft.pk]), FIRST)
    assert (the_draft().description, the_draft().attachments.count()) == (TEXT, 1)


def test_an_infected_file_is_named_and_the_others_stay(client, member):
    answer = client.post(NEW, FIRST | {"files": [pdf(), pdf("ویروس.pdf", PDF + EICAR)]})
    assert answer.status_code == 422
    assert "«ویروس.pdf»" in errors(answer)["files"][0]
    assert "بدافزار" in errors(answer)["files"][0]
    assert [row.file.name for row in the_draft().attachments.all()] == ["قرارداد.pdf"]


def test_a_file_of_another_kind_is_refused(client, member):
    answer = client.post(NEW, FIRST | {"files": [SimpleUploadedFile("a.exe", b"MZ binary")]})
    assert answer.status_code == 422
    assert errors(answer)["files"]


def test_a_request_is_kept_for_later_as_it_is(client, member):
    answer = client.post(NEW, {"services": ["payslip"], "description": "نیمه", "then": "later"})
    assert answer["Location"] == reverse("desk:requests")
    draft = the_draft()
    assert (draft.description, draft.items.get().service_code) == ("نیمه", "payslip")
    shown = client.get(reverse("desk:request_edit", args=[draft.pk])).content.decode()
    assert "نیمه" in shown
    assert 'value="payslip" id="service-payslip" checked' in shown


def test_what_a_service_asks_is_asked_and_kept_as_typed_answers(client, member):
    client.post(NEW, FIRST | {"services": ["settlement_calc"]})
    item = the_draft().items.get()
    page = reverse("desk:request_fields", args=[the_draft().pk])
    told = {"hired_on": "۱۴۰۰/۰۲/۰۱", "left_on": "1403/11/15", "reason": "dismissed", "last_wage": "۲۰ میلیون تومان", "quantity": "۲"}
    answer = client.post(page, {f"{item.pk}-{name}": value for name, value in told.items()})
    assert answer["Location"] == reverse("desk:request_check", args=[the_draft().pk])
    item.refresh_from_db()
    assert item.quantity == 2
    assert item.inputs == {"hired_on": "2021-04-21", "left_on": "2025-02-03", "reason": "dismissed", "last_wage": 200_000_000}
    look = client.get(answer["Location"]).content.decode()
    assert "اخراج" in look
    assert "۵٬۰۰۰٬۰۰۰\u00a0ریال" in look


def test_an_answer_that_must_be_given_is_missed_in_place(client, member):
    client.post(NEW, FIRST | {"services": ["settlement_calc"]})
    draft, item = the_draft(), the_draft().items.get()
    answer = client.post(reverse("desk:request_fields", args=[draft.pk]), {f"{item.pk}-quantity": "۱", f"{item.pk}-reason": "end"})
    assert answer.status_code == 422
    assert set(errors(answer)) == {f"{item.pk}-hired_on", f"{item.pk}-left_on"}
    refused = client.post(reverse("desk:request_check", args=[draft.pk]), {"rules": "on"})
    assert refused.status_code == 422
    assert "اولین روز کار" in refused.content.decode()


def test_a_question_that_depends_on_another_is_neither_demanded_nor_kept(client, member):
    client.post(NEW, FIRST | {"services": ["contract_draft"]})
    draft, item = the_draft(), the_draft().items.get()
    page, told = reverse("desk:request_fields", args=[draft.pk]), {"kind": "fixed", "job": "جوشکار", "is_hard": "no", "quantity": "1"}
    given = {f"{item.pk}-{name}": value for name, value in told.items()}
    assert set(errors(client.post(page, given))) == {f"{item.pk}-months"}
    assert client.post(page, given | {f"{item.pk}-kind": "open", f"{item.pk}-months": "۷۰۰"}).status_code == 302
    item.refresh_from_db()
    assert item.inputs == {"kind": "open", "job": "جوشکار", "is_hard": "no"}


def test_a_wanted_paper_is_asked_by_name_and_only_once(client, member):
    client.post(NEW, FIRST | {"services": ["defence"]})
    draft, item = the_draft(), the_draft().items.get()
    page, told = reverse("desk:request_fields", args=[draft.pk]), {f"{item.pk}-stage": "recognition"}
    assert set(errors(client.post(page, told))) == {f"{item.pk}-paper-petition"}
    assert client.post(page, told | {f"{item.pk}-paper-petition": [pdf("دادخواست.pdf")]}).status_code == 302
    assert draft.attachments.get().kind == "petition"
    assert client.post(page, told).status_code == 302
    assert draft.attachments.count() == 1


def test_a_file_of_the_first_page_is_named_as_the_wanted_paper_and_not_brought_twice(client, member, wanted):
    service, paper = wanted
    client.post(NEW, FIRST | {"services": [service], "files": [pdf("عکس.pdf"), pdf("سند.pdf")]})
    draft = the_draft()
    item, place = draft.items.get(), reverse("desk:request_fields", args=[draft.pk])
    told = {f"{item.pk}-stage": "recognition"}
    first, second = draft.attachments.order_by("pk")
    shown = client.get(place).content.decode()
    assert f"یا یکی از فایل‌های پیوست‌شده همان «{paper.title}» است" in shown
    missed = client.post(place, told)
    assert f"این مدرک لازم است: {paper.title}." in errors(missed)[f"{item.pk}-paper-{paper.kind}"]
    assert client.post(place, told | {f"{item.pk}-same-{paper.kind}": "999999"}).status_code == 422
    assert client.post(place, told | {f"{item.pk}-same-{paper.kind}": str(second.pk)}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert ((first.kind, first.item), (second.kind, second.item)) == (("", None), (paper.kind, item))
    assert draft.attachments.count() == 2
    again = client.get(place).content.decode()
    assert f"{item.pk}-same-{paper.kind}" not in again
    assert paper.title in client.get(reverse("desk:request_check", args=[draft.pk])).content.decode()


def test_only_its_owner_names_a_file_of_a_draft_as_a_paper_that_the_service_wants(client, member, wanted):
    service, paper = wanted
    client.post(NEW, FIRST | {"services": [service], "files": [pdf()]})
    draft, by = the_draft(), factories.actor(member)
    item, file = draft.items.get(), draft.attachments.get()
    with pytest.raises(files.NoSuchPaper):
        requests.name(file, kind="selfie", item=item, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        requests.name(file, kind=paper.kind, item=item, by=factories.actor(factories.staff("finance_officer"), "finance_officer"), at=NOW)
    other = requests.begin(member, services=[service], description=TEXT, by=by, at=NOW)
    with pytest.raises(files.NotYourFile):
        requests.name(file, kind=paper.kind, item=other.items.get(), by=by, at=NOW)
    Request.objects.filter(pk=draft.pk).update(state="submitted", number="SR-1404-000999", submitted_at=NOW)
    with pytest.raises(NotAllowed):
        requests.name(file, kind=paper.kind, item=item, by=by, at=NOW)
    file.refresh_from_db()
    assert (file.kind, file.item) == ("", None)


def test_the_other_party_is_known_by_its_blind_index_alone(client, member):
    code = factories.national_code()
    client.post(NEW, FIRST | {"opponent": code})
    shown = client.get(reverse("desk:request_edit", args=[the_draft().pk])).content.decode()
    assert the_draft().opponents.exists()
    assert code not in shown
    assert "کد طرف مقابل ثبت شده است" in shown


def test_a_service_that_was_picked_on_its_page_is_ticked(client, member):
    shown = client.get(f"{NEW}?service=petition").content.decode()
    assert 'value="petition" id="service-petition" checked' in shown
    assert shown.count(" checked") == 1


def test_typed_words_come_back_beside_the_picked_service(client, member):
    client.post(reverse("people:draft"), {"path": NEW, "services": "written", "description": "نوشته نیمه‌کاره"})
    shown = client.get(f"{NEW}?service=petition").content.decode()
    assert "نوشته نیمه‌کاره" in shown
    assert shown.count(" checked") == 2
    client.post(NEW, FIRST)
    assert not Draft.objects.exists()


def test_a_draft_and_its_file_are_thrown_away(client, member):
    client.post(NEW, FIRST | {"files": [pdf()]})
    draft = the_draft()
    client.post(reverse("desk:request_file_drop", args=[draft.attachments.get().pk]))
    assert not draft.attachments.exists()
    assert client.get(reverse("desk:request_drop", args=[draft.pk])).status_code == 200
    client.post(reverse("desk:request_drop", args=[draft.pk]))
    assert not Request.objects.exists()


def test_a_sent_request_is_not_written_again(client, member):
    client.post(NEW, FIRST)
    client.post(reverse("desk:request_check", args=[the_draft().pk]), {"rules": "on"})
    for name in ("edit", "fields", "check", "drop"):
        assert client.get(reverse(f"desk:request_{name}", args=[the_draft().pk])).status_code == 404


def test_a_visitor_is_led_to_log_in_and_finds_his_words(client, db):
    answer = client.post(NEW, FIRST, headers={"referer": f"http://testserver{NEW}?service=written"})
    assert answer["Location"].startswith(reverse("people:login"))
    assert Draft.objects.get().path == NEW


def test_a_company_asks_in_its_own_name(client, member):
    from tests.people.staff_world import company, place

    firm = company(NOW)
    place(firm, member, NOW, rights=["requests"])
    session = client.session
    session["acting"] = f"employer_legal|organisation:{firm.pk}"
    session.save()
    assert firm.name in client.get(NEW).content.decode()
    client.post(NEW, FIRST)
    assert the_draft().organisation == firm


def test_a_member_without_the_right_asks_for_no_company(client, member):
    from tests.people.staff_world import company, place

    firm = company(NOW)
    place(firm, member, NOW, rights=["cases"])
    session = client.session
    session["acting"] = f"employer_legal|organisation:{firm.pk}"
    session.save()
    assert client.get(NEW).status_code == 404


def test_a_public_question_begins_a_request_with_its_words(client, member):
    from kardad.qa.models import Question

    words = {"title": "مرخصی سالانه چند روز است؟", "slug": "x", "body": "سه سال است کار می‌کنم.", "asker_role": "worker", "topic": "leave"}
    open_one = Question.objects.create(**words, state="published", asked_at=NOW)
    hidden = Question.objects.create(**words | {"body": "پنهان"}, state="pending", asked_at=NOW)
    assert "سه سال است کار می‌کنم." in client.get(f"{NEW}?question={open_one.pk}").content.decode()
    assert "پنهان" not in client.get(f"{NEW}?question={hidden.pk}").content.decode()
    client.post(f"{NEW}?question={open_one.pk}", FIRST)
    assert the_draft().question_id == open_one.pk
