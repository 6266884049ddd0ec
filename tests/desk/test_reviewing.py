"""Talk and review: redirected without a word published, rejected by two, objected to once – and what nobody may do is kept."""

import pytest
import structlog
from structlog.testing import capture_logs

from kardad.core import history
from kardad.core.models import Event
from kardad.desk.actions import clocks, common, requests, reviewing, talking
from kardad.desk.queries import requests as queries
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.outbox.models import Message as Text
from kardad.work.models import WorkItem
from tests import factories
from tests.conftest import NOW
from tests.desk import world

SECRET = "کد ملی من ۰۰۱۲۳۴۵۶۷۹ است <script>alert(1)</script>"


def letters(event):
    return Letter.objects.filter(event=event).count()


@pytest.mark.parametrize("lacking", sorted(reviewing.CHECKS))
def test_a_redirect_wants_the_whole_test(bureau, lacking):
    request = world.in_review(bureau, "written")
    with pytest.raises(reviewing.ChecksMissing) as refused:
        reviewing.redirect(request.items.get(), checks=world.YES | {lacking: False}, by=bureau.by("expert"), at=NOW)
    assert reviewing.CHECKS[lacking] in refused.value.text


def test_a_redirected_request_ends_without_an_invoice_and_nothing_of_it_is_published(bureau):  # A3
    from django.apps import apps

    request = world.redirected(bureau)
    assert (request.state, request.invoice, request.ended_at, letters("request.redirected")) == ("redirected_to_qa", None, NOW, 1)
    questions = apps.get_model("qa", "Question")
    assert not questions.objects.exists()


def test_a_redirect_is_objected_to_once_and_a_manager_takes_it_back(bureau):
    request = world.redirected(bureau)
    approval = reviewing.object_to_redirect(request, reason="پرونده من خاص است", by=bureau.by("client"), at=NOW)
    assert world.fresh(request).clock == "objection"
    reviewing.approve(approval, by=bureau.by("manager"), at=NOW)
    request = world.fresh(request)
    assert (request.state, world.states(request), request.ended_at) == ("in_review", ["pending"], None)
    reviewing.redirect(request.items.get(), checks=world.YES, by=bureau.by("expert"), at=NOW)
    with pytest.raises(reviewing.ObjectedBefore):
        reviewing.object_to_redirect(request, reason="باز هم", by=bureau.by("client"), at=NOW)


def test_a_declined_objection_is_told_with_its_reason(bureau):
    request = world.redirected(bureau)
    approval = reviewing.object_to_redirect(request, reason="نه", by=bureau.by("client"), at=NOW)
    with pytest.raises(reviewing.ReasonMissing):
        reviewing.decline(approval, note=" ", by=bureau.by("manager"), at=NOW)
    reviewing.decline(approval, note="پاسخ در ماده ۶۴ است.", by=bureau.by("manager"), at=NOW)
    assert (world.fresh(request).state, world.fresh(request).clock, letters("request.objection_declined")) == ("redirected_to_qa", "", 1)


def test_a_rejection_is_two_persons_word_and_costs_nothing(bureau):  # T6
    request = world.in_review(bureau)
    with pytest.raises(reviewing.NoSuchReason):
        reviewing.propose_rejection(request, code="ugly", reason="…", by=bureau.by("expert"), at=NOW)
    approval = reviewing.propose_rejection(request, code="unlawful", reason="سند جعلی است.", by=bureau.by("expert"), at=NOW)
    assert (world.fresh(request).state, letters("request.rejected")) == ("in_review", 0)
    reviewing.approve(approval, by=bureau.by("manager"), at=NOW)
    request = world.fresh(request)
    assert (request.state, world.states(request), request.invoice) == ("rejected", ["rejected"], None)
    assert request.end_reason.startswith(reviewing.REJECTIONS["unlawful"])
    assert not WorkItem.objects.filter(closed_at=None).exists()


def test_a_question_names_what_is_missing(bureau):
    request = world.in_review(bureau)
    with pytest.raises(talking.NothingMissing):
        talking.ask(request, body="چیزی کم است", missing=[" "], by=bureau.by("expert"), at=NOW)
    with pytest.raises(talking.NothingMissing):  # what nobody sees is no name
        talking.ask(request, body="چیزی کم است", missing=["\u200c", "\u200f \u200e"], by=bureau.by("expert"), at=NOW)
    with pytest.raises(talking.NothingSaid):
        talking.ask(request, body=" ", missing=["فیش"], by=bureau.by("expert"), at=NOW)


def test_an_answer_has_words_or_files(bureau):
    request = world.info_requested(bureau)
    with pytest.raises(talking.NothingSaid):
        talking.answer(request, body="", by=bureau.by("client"), at=NOW)
    message = talking.answer(request, body="", files=[world.stored(bureau.client)], by=bureau.by("client"), at=NOW)
    assert (message.attachments.count(), world.fresh(request).state) == (1, "in_review")


def test_a_note_between_staff_never_reaches_the_client(bureau):
    request = world.in_review(bureau)
    note = talking.say(request, body="مشکوک است", is_internal=True, files=[world.stored(bureau.expert)], by=bureau.by("expert"), at=NOW)
    assert note not in queries.talk(request, is_staff=False)
    assert note in queries.talk(request, is_staff=True)
    assert not queries.files(request, is_staff=False).exists()
    assert letters("request.message") == 0
    mine = talking.say(request, body="یادداشت من", is_internal=True, by=bureau.by("client"), at=NOW)
    assert not mine.is_internal


def test_a_manager_leaves_a_note_on_what_has_ended_and_the_client_says_no_more(bureau):
    request = world.closed(bureau)
    assert talking.say(request, body="بازبینی شد", is_internal=True, by=bureau.by("manager"), at=NOW).is_internal
    with pytest.raises(NotAllowed):
        talking.say(request, body="سلام", by=bureau.by("client"), at=NOW)


def test_reading_is_kept_once_for_the_other_side_and_a_managers_glance_is_none(bureau):
    request = world.in_review(bureau)
    talking.say(request, body="سلام", by=bureau.by("client"), at=NOW)
    assert talking.read(request, by=bureau.by("manager"), at=NOW) == 0
    assert talking.read(request, by=bureau.by("client"), at=NOW) == 0
    assert talking.read(request, by=bureau.by("expert"), at=NOW) == 1
    assert talking.read(request, by=bureau.by("expert"), at=NOW + world.DAY) == 0
    assert request.messages.get().read_at == NOW


def test_a_refused_move_is_kept_in_history_and_log_by_ids_alone(bureau, monkeypatch):
    request = world.submitted(bureau)
    monkeypatch.setattr(common, "log", structlog.get_logger())  # one that no other test has bound to its outlet
    with capture_logs() as logs, pytest.raises(NotAllowed) as refused:
        talking.answer(request, body=SECRET, by=bureau.by("client"), at=NOW)
    assert refused.value.as_error()["error"]["code"] == "NOT_ALLOWED"
    event = Event.objects.get(name="request.refused_move")
    assert (event.subject_id, event.person_id, event.data) == (request.pk, None, {"state": "ثبت شده", "move": "answer"})
    assert history.sentence(event).startswith("کاری که در وضعیت «ثبت شده»")
    kept = [one for one in logs if one["event"] == "move refused"]
    assert [(one["request"], one["person"], one["state"]) for one in kept] == [(request.pk, bureau.client.pk, "submitted")]
    assert SECRET not in str(logs)


def test_logs_history_and_texts_hold_nothing_of_what_was_written(bureau):
    with capture_logs() as logs:
        request = world.in_review(bureau)
        talking.say(request, body=SECRET, by=bureau.by("client"), at=NOW)
        talking.say(request, body=SECRET, by=bureau.by("expert"), at=NOW)
        talking.ask(request, body=SECRET, missing=["فیش"], by=bureau.by("expert"), at=NOW)
    for kept in (
        str(logs),
        str(list(Event.objects.values_list("data", flat=True))),
        str(list(Text.objects.values_list("parameters", flat=True))),
    ):
        assert "۰۰۱۲۳" not in kept
        assert "script" not in kept
    assert request.messages.filter(body=SECRET).count() == 3  # letter for letter: pages escape it


def test_every_event_of_a_request_stands_in_its_clients_history(bureau):
    world.closed(bureau)
    told = {event.name for event in history.of_person(bureau.client.pk)}
    steps = ("submitted", "assigned", "invoiced", "paid", "started", "delivered", "closed")
    assert {f"request.{one}" for one in steps} <= told


def test_a_deed_is_whole_or_nothing(bureau, monkeypatch):
    request = world.in_review(bureau)
    monkeypatch.setattr(common.inbox, "tell", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        talking.ask(request, body="فیش؟", missing=["فیش"], by=bureau.by("expert"), at=NOW)
    assert (world.fresh(request).state, request.messages.count()) == ("in_review", 0)


def test_an_expert_who_lost_the_request_meanwhile_is_told_so(bureau):
    request = world.in_review(bureau)
    from kardad.desk.actions import assigning

    assigning.reassign(request, expert=bureau.other_expert, reason="بار کار", by=bureau.by("manager"), at=NOW)
    with pytest.raises(common.NotYours):
        talking.say(request, body="سلام", by=bureau.by("expert"), at=NOW)


def test_every_clock_has_a_name_for_managers(bureau):
    assert set(clocks.TITLES) == {"assign", "first_response", "work", "objection", "reply"}


def test_a_stranger_in_the_experts_role_hides_no_file(bureau):
    request = world.in_review(bureau)
    (attachment,) = requests.attach(request, files=[world.stored(bureau.client)], by=bureau.by("client"), at=NOW)
    with pytest.raises(NotAllowed):
        requests.hide(attachment, reason="…", by=factories.actor(bureau.other_expert, "expert"), at=NOW)


def test_what_passes_between_staff_stands_in_nobodys_own_history(bureau):
    request = world.in_review(bureau, "written")
    expert, manager = bureau.by("expert"), bureau.by("manager")
    talking.say(request, body=SECRET, is_internal=True, by=expert, at=NOW)
    asked = talking.ask_opinion(request, of=bureau.other_expert, question="به نظر شما؟", is_shared=False, by=expert, at=NOW)
    talking.give_opinion(asked, body="بله", by=factories.actor(bureau.other_expert, "expert"), at=NOW)
    for decide in (
        lambda one: reviewing.decline(one, note="هنوز نه.", by=manager, at=NOW),
        lambda one: reviewing.drop(one, by=expert, at=NOW),
    ):
        decide(reviewing.propose_rejection(request, code="out_of_scope", reason="مالیاتی است.", by=expert, at=NOW))
    kept = set(history.of(request).values_list("name", flat=True))
    among = {"request.noted", "request.opinion_asked", "request.opinion_given", "request.rejection_asked"}
    among |= {"request.approval_declined", "request.approval_dropped"}
    assert among <= kept
    assert not among & set(history.of_person(bureau.client.pk).values_list("name", flat=True))


def test_a_declined_objection_stands_in_the_history_of_who_objected(bureau):
    request = world.redirected(bureau)
    objected = reviewing.object_to_redirect(request, reason="متن من پرسش همگانی نیست.", by=bureau.by("client"), at=NOW)
    waiting = objected if hasattr(objected, "kind") else request.approvals.get(state="asked")
    reviewing.decline(waiting, note="پاسخ آن منتشر شده است.", by=bureau.by("manager"), at=NOW)
    assert history.of_person(bureau.client.pk).filter(name="request.approval_declined").exists()
