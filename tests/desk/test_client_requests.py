"""The file of a request and its deeds, through the pages: what is seen in every state, what is done, what is refused, and by whom."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kardad.billing.actions import receipts, refunds
from kardad.desk import flow
from kardad.desk.actions import talking
from kardad.desk.models import Message, Request
from kardad.desk.shown import timeline
from kardad.gateways.scanner.memory import EICAR
from kardad.kit import calendar
from tests import factories
from tests.conftest import NOW
from tests.desk import world
from tests.samples import PDF


@pytest.fixture
def desk(bureau, client, clock):
    """The bureau, with its client logged in."""
    client.force_login(bureau.client)
    return bureau


def at(name, request):
    return reverse(f"desk:request_{name}", args=[request.pk])


def file_of(request):
    return reverse("desk:request", args=[request.pk])


def page(client, request):
    answer = client.get(file_of(request))
    assert answer.status_code == 200
    return answer.content.decode()


def state(request):
    return world.fresh(request).state


def pdf(name="فیش.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


FIRST = {
    "info_requested": "فرستادن پاسخ",
    "invoiced": "دیدن و پرداخت صورتحساب",
    "partially_paid": "دیدن و پرداخت صورتحساب",
    "delivered": "تأیید تحویل",
    "expired": "بازگرداندن درخواست",
}


QUIET = {"rejected", "closed", "cancelled", "redirected_to_qa"}
OF_DRAFTS = ("edit", "fields", "check", "drop")
DEEDS = (*OF_DRAFTS, "done", "say", "answer", "attach", "cancel", "restore", "accept", "reopen", "withdraw", "object")


@pytest.mark.parametrize("name", sorted(flow.REQUEST.states - {"draft"}))
def test_a_request_in_every_state_says_where_it_stands_and_what_comes_next(desk, client, name):
    answer = client.get(file_of(world.request_in(name, desk)))
    assert flow.STATES[name] in answer.content.decode()
    first = answer.context["first"]
    assert (first.label if first else None) == FIRST.get(name)
    assert bool(answer.context["told"].promise) == (name not in QUIET)
    for step in [*answer.context["others"], *([first] if first else [])]:
        assert client.get(step.href).status_code == 200, step.name


def test_what_was_asked_for_is_answered_in_words_and_files(desk, client):
    request = world.info_requested(desk)
    assert "فیش حقوق آخر" in page(client, request)
    answer = client.post(at("answer", request), {"body": "این هم فیش.", "files": [pdf()]})
    assert answer["Location"] == file_of(request)
    said = request.messages.get(kind="answer")
    assert (state(request), said.body, said.attachments.count()) == ("in_review", "این هم فیش.", 1)


def test_an_empty_answer_is_refused_in_place(desk, client):
    request = world.info_requested(desk)
    answer = client.post(at("answer", request), {"body": ""})
    assert answer.status_code == 422
    assert "چیزی بنویسید یا پرونده‌ای پیوست کنید" in answer.content.decode()
    assert state(request) == "info_requested"


def test_an_infected_file_is_named_and_nothing_is_sent(desk, client):
    request = world.info_requested(desk)
    answer = client.post(at("answer", request), {"body": "این هم فیش.", "files": [pdf("ویروس.pdf", PDF + EICAR)]})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "«ویروس.pdf»" in told
    assert "این هم فیش." in told
    assert state(request) == "info_requested"


def test_a_word_is_said_from_the_file_and_stays_in_its_box_when_refused(desk, client):
    request = world.in_review(desk)
    assert client.post(at("say", request), {"body": ""}).status_code == 422
    answer = client.post(at("say", request), {"body": "یک نکته دیگر", "files": [pdf()]})
    assert answer["Location"] == f"{file_of(request)}#talk"
    assert "یک نکته دیگر" in page(client, request)
    ended = world.cancelled(desk)
    refused = client.post(at("say", ended), {"body": "هنوز هستید؟"})
    assert refused.status_code == 409
    assert "در وضعیت کنونی ممکن نیست" in refused.content.decode()


def test_reading_marks_what_staff_wrote_and_hides_what_they_wrote_to_each_other(desk, client):
    request = world.in_review(desk)
    talking.say(request, body="سلام، دارم می‌خوانم.", by=desk.by("expert"), at=NOW)
    talking.say(request, body="این موکل سخت‌گیر است.", is_internal=True, by=desk.by("expert"), at=NOW)
    assert "پیام تازه" in client.get(reverse("desk:requests")).content.decode()
    shown = page(client, request)
    assert "دارم می‌خوانم" in shown
    assert "سخت‌گیر" not in shown
    assert "یادداشت" not in shown
    assert Message.objects.get(kind="talk").read_at == NOW
    assert Message.objects.get(kind="note").read_at is None
    assert "پیام تازه" not in client.get(reverse("desk:requests")).content.decode()


def test_more_files_are_attached_and_opened_by_their_owner_alone(desk, client):
    request = world.in_review(desk)
    client.post(at("attach", request), {"files": [pdf("الف.pdf"), pdf("ب.pdf")]})
    row = request.attachments.order_by("pk").first()
    answer = client.get(reverse("desk:request_file", args=[row.pk]))
    assert (answer.status_code, answer.content) == (200, PDF)
    client.force_login(factories.person())
    assert client.get(reverse("desk:request_file", args=[row.pk])).status_code == 404


def test_the_eleventh_file_is_refused_in_place(desk, client):
    request = world.in_review(desk)
    client.post(at("attach", request), {"files": [pdf(f"{n}.pdf", PDF + bytes([65 + n])) for n in range(10)]})
    answer = client.post(at("attach", request), {"files": [pdf("یازدهم.pdf")]})
    assert answer.status_code == 422
    assert request.attachments.count() == 10


def test_a_request_is_cancelled_after_being_asked(desk, client):
    request = world.in_review(desk)
    assert "لغو شود؟" in client.get(at("cancel", request)).content.decode()
    client.post(at("cancel", request), {"reason": "حل شد"})
    assert state(request) == "cancelled"


def test_what_is_partly_paid_is_withdrawn_from_and_not_cancelled(desk, client):
    request = world.partially_paid(desk)
    shown = page(client, request)
    assert "انصراف و استرداد" in shown
    assert "لغو درخواست" not in shown
    assert client.post(at("cancel", request), {}).status_code == 409
    assert state(request) == "partially_paid"


def test_a_withdrawal_shows_the_rule_and_the_sum_before_it_is_done(desk, client):
    request = world.paid(desk)
    shown = client.get(at("withdraw", request)).content.decode()
    assert "۲٬۷۵۰٬۰۰۰\u00a0ریال" in shown
    assert client.post(at("withdraw", request), {"reason": "", "target": "source"}).status_code == 422
    client.post(at("withdraw", request), {"reason": "دیگر لازم ندارم.", "target": "credit"})
    refund = request.withdrawals.get().refund
    assert (refund.rials, refund.target) == (2_750_000, "credit")
    shown = page(client, request)
    assert "منتظر موافقت مدیر" in shown
    assert at("withdraw", request) not in shown  # asked for once; offered again when a manager declined it
    again = client.post(at("withdraw", request), {"reason": "دوباره", "target": "source"})
    assert again.status_code == 409
    told = again.content.decode()
    assert "انصراف شما ثبت شده است" in told
    assert "متقاضی انصراف داده است" not in told


def test_who_wants_his_money_back_is_promised_no_work_and_sees_no_second_form(desk, client):
    request = world.in_progress(desk)
    world.withdrawn(request, desk)
    answer = client.get(file_of(request))
    assert answer.context["told"].promise is None
    assert [one.text for one in answer.context["told"].moments if one.state != "done"] == [timeline.LEAVING]
    shown = client.get(at("withdraw", request)).content.decode()
    assert "انصراف شما ثبت شده است" in shown
    assert 'name="reason"' not in shown


def test_where_nothing_goes_back_there_is_a_reason_and_no_form(desk, client):
    request = world.delivered(desk)
    shown = client.get(at("withdraw", request)).content.decode()
    assert "اکنون مبلغی برنمی‌گردد" in shown
    assert "این خدمت تحویل شده است" in shown
    assert 'name="reason"' not in shown
    assert "button-danger" not in shown
    assert client.post(at("withdraw", request), {"reason": "دیگر لازم ندارم.", "target": "source"}).status_code == 409


@pytest.mark.parametrize("name", ["rejected", "cancelled", "closed"])
def test_from_a_request_that_is_over_one_gets_on(desk, client, name):
    shown = page(client, world.request_in(name, desk))
    assert reverse("desk:request_new") in shown
    assert reverse("qa:ask") in shown


def test_a_withdrawal_that_was_declined_is_offered_again(desk, client):
    request = world.paid(desk)
    assert at("withdraw", request) in page(client, request)
    refunds.decline(world.withdrawn(request, desk), reason="کار رو به پایان است.", by=desk.by("manager"), at=NOW)
    assert at("withdraw", request) in page(client, request)


def test_an_expired_request_comes_back_with_what_was_asked_for(desk, client, clock):
    request = world.expired(desk)
    clock.move_to(NOW + timedelta(days=8), tick=False)
    assert "بازگرداندن درخواست" in page(client, request)
    client.post(at("restore", request), {"body": "پیدا شد", "files": [pdf()]})
    assert state(request) == "in_review"


def test_after_thirty_days_nothing_comes_back(desk, client, clock):
    request = world.expired(desk)
    clock.move_to(NOW + timedelta(days=45), tick=False)
    client.force_login(desk.client)
    assert client.get(file_of(request)).context["first"] is None
    assert client.post(at("restore", request), {"body": "پیدا شد"}).status_code == 409
    assert state(request) == "expired"


def test_a_delivery_is_accepted_or_mended_once(desk, client):
    request = world.delivered(desk)
    assert client.post(at("reopen", request), {"reason": "بد است"}).status_code == 422
    client.post(at("reopen", request), {"reason": world.WHY})
    assert state(request) == "reopened"
    other = world.delivered(desk)
    client.post(at("accept", other))
    assert state(other) == "closed"
    assert "درخواست اصلاح" in page(client, other)


def test_a_redirect_shows_the_free_way_with_nothing_of_the_private_text(desk, client):
    request = world.redirected(desk)
    shown = page(client, request)
    links = re.findall(r'href="([^"]*/questions/ask/[^"]*)"', shown)
    assert len(links) == 1
    assert "title=" in links[0]
    assert "%D9%85%D8%B2%D8%AF" not in links[0]  # «مزد», a word of the text
    client.post(at("object", request), {"reason": "باید قرارداد من خوانده شود."})
    assert request.approvals.get().kind == "objection"
    assert client.post(at("object", request), {"reason": "باز هم."}).status_code == 409


@pytest.mark.parametrize("name", ["request", *(f"request_{deed}" for deed in DEEDS)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_reaches_the_request_of_another(desk, client, name, method):
    is_of_drafts = name.endswith(OF_DRAFTS)
    request = world.draft(desk) if is_of_drafts else world.in_review(desk)
    for someone in (factories.person(), desk.expert, desk.manager):
        client.force_login(someone)
        answer = getattr(client, method)(reverse(f"desk:{name}", args=[request.pk]))
        assert answer.status_code in (404, 405), name
    assert Request.objects.filter(pk=request.pk).exists()


def test_a_draft_is_no_file_yet_and_a_file_no_draft(desk, client):
    draft = world.draft(desk)
    assert client.get(file_of(draft))["Location"] == at("edit", draft)
    for name in ("say", "answer", "attach", "cancel", "accept"):
        assert client.post(at(name, draft), {"body": "x"}).status_code == 404


def test_a_deed_of_another_state_is_refused_with_a_word(desk, client):
    request = world.in_review(desk)
    answer = client.post(at("accept", request))
    assert answer.status_code == 409
    assert "در وضعیت کنونی ممکن نیست" in answer.content.decode()


def test_a_receipt_that_finance_has_not_judged_is_waited_for_and_nothing_more_is_asked(desk, client):
    request = world.invoiced(desk)
    request.refresh_from_db()
    shown = receipts.Receipt(rials=request.invoice.total, trace="558213", on=calendar.tehran_day(NOW))
    receipts.submit(request.invoice, receipt=shown, by=desk.by("client"), at=NOW)
    first = client.get(file_of(request)).context["first"]
    assert (first.name, first.why) == ("wait", "رسید شما نزد امور مالی است و تا یک روز کاری بررسی می‌شود")
    assert "رسید شما نزد امور مالی است" in client.get(reverse("desk:requests")).content.decode()
