"""Asking and moderating: a question waits, is published, refused, made one with another, or led to a request."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from kardad.core import crypto, hours, limits
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit import text
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.actions import codes
from kardad.people.models import Person
from kardad.qa import flow, pii, policy, slugs
from kardad.qa.actions import finding, tallies, telling
from kardad.qa.models import Question
from kardad.work import actions as work

REVIEW, ANSWER, UPDATE = "qa_review", "qa_answer", "qa_update"


class PrivateFacts(BadInput):
    """The text tells who somebody is; details: the kinds that were found."""

    code = "QUESTION_PRIVATE"
    message = "متن پرسش نباید شماره یا نشانی کسی را داشته باشد."


class TooManyQuestions(Refusal):
    """So many questions were asked today."""

    code = "QUESTIONS_MANY"
    status = 429
    message = "امروز سه پرسش فرستاده‌اید. فردا دوباره بپرسید؛ پرسش‌های همانند را هم ببینید."


class SameQuestion(BadInput):
    """A question is not made one with itself, with one that is not open to readers, or in a circle."""

    code = "QUESTION_SAME"
    message = "پرسشی که با آن یکی می‌شود باید منتشر شده و جز خودش باشد."


@transaction.atomic
def ask(person: Person, *, asked: dict[str, str], once: str, by: Actor, at: datetime) -> Question:
    """The member's question waits for a look; the same form sent twice asks once. Raises PrivateFacts, TooManyQuestions."""
    earlier = Question.objects.filter(once=once, asker=person).first()
    if earlier is not None:
        return earlier
    judge_private(asked)
    if limits.hit_today("question", f"person:{person.pk}", at=at) > policy.QUESTIONS_A_DAY:
        raise TooManyQuestions
    question = _make(asked, once=once, at=at, asker=person, state="pending")
    _wait(question, at=at)
    record("question.asked", question, by=by, at=at)
    return question


@transaction.atomic
def begin(*, asked: dict[str, str], mobile: str, once: str, ip: str, by: Actor, at: datetime) -> Question:
    """A visitor's question is kept until his mobile is proved; nobody has work with it yet. Raises PrivateFacts, TooMany."""
    earlier = Question.objects.filter(once=once, asker=None).first()
    if earlier is not None:
        return earlier
    judge_private(asked)
    limits.allow("question-ip", ip, limit=policy.BEGUN_FROM_AN_IP, at=at, window=policy.UNPROVED_KEPT / 24)
    index = crypto.blind_index("mobile", mobile)
    question = _make(asked, once=once, at=at, guest_mobile=mobile, guest_index=index, state="unproved")
    record("question.begun", question, by=by, at=at, person_id=None)
    return question


def code_for(question: Question, *, session_key: str, ip: str = "") -> codes.For:
    """What the code that proves the visitor's mobile is bound to."""
    return codes.For("question", question, question.guest_mobile, session_key=session_key, ip=ip)


def send_code(question: Question, *, session_key: str, ip: str, by: Actor, at: datetime) -> None:
    """A code is on its way to the visitor's mobile, of which few a day go to one mobile; raises TooMany and the refusals of codes."""
    # Anybody may type anybody's number: what proves a question leaves enough codes for its owner's own log-in.
    limits.allow("question-code", question.guest_index, limit=policy.CODES_A_MOBILE, at=at, window=timedelta(days=1))
    codes.send(code_for(question, session_key=session_key, ip=ip), by=by, at=at)


def prove(question: Question, *, code: str, session_key: str, by: Actor, at: datetime) -> Question:
    """The visitor typed the code and his question waits for a look; raises the refusals of codes and TooManyQuestions."""
    codes.accept(code_for(question, session_key=session_key), code, by=by, at=at)
    with transaction.atomic():
        found = Question.objects.select_for_update().get(pk=question.pk)
        found.state = flow.QUESTION.after(found.state, "prove", flow.role_of(by.role))
        if limits.hit_today("question", found.guest_index, at=at) > policy.QUESTIONS_A_DAY:
            raise TooManyQuestions
        found.asked_at = at
        found.save(update_fields=["state", "asked_at"])
        _wait(found, at=at)
        record("question.asked", found, by=by, at=at, person_id=None)
    return found


@transaction.atomic
def publish(question: Question, *, title: str, body: str, topic: str, by: Actor, at: datetime) -> Question:
    """Everybody may read the question, as the moderator worded it, and experts have so many hours to answer. Raises PrivateFacts."""
    found = _locked(question)
    found.state = flow.QUESTION.after(found.state, "publish", flow.role_of(by.role))
    judge_private({"title": title, "body": body})
    found.title, found.body, found.topic, found.slug = title, body, topic, slugs.slug(title)
    found.published_at, found.due_at = at, hours.add(found.asked_at, 60 * policy.ANSWER_HOURS)
    found.save(update_fields=["state", "title", "body", "topic", "slug", "published_at", "due_at"])
    finding.put(found, at=at)
    work.close_item(REVIEW, found, outcome="published", at=at)
    work.open_item(ANSWER, found, title=f"پاسخ به «{found.title}»"[:120], role="expert", at=at, due_at=found.due_at)
    telling.asker(found, "qa.published", at=at)
    record("question.published", found, by=by, at=at, person_id=found.asker_id, title=found.title)
    return found


@transaction.atomic
def reject(question: Question, *, reason: str, by: Actor, at: datetime) -> Question:
    """The question is not published, and the asker is told why."""
    found = _close(question, "reject", reason=reason, by=by, at=at)
    telling.asker(found, "qa.rejected", at=at, url=reverse("qa:mine"), reason=reason)
    record("question.rejected", found, by=by, at=at, person_id=found.asker_id, reason=reason)
    return found


@transaction.atomic
def convert(question: Question, *, reason: str, by: Actor, at: datetime) -> Question:
    """The question needs papers or computing: the asker is told, and led to a request that begins with its text."""
    found = _close(question, "convert", reason=reason, by=by, at=at)
    telling.asker(found, "qa.converted", at=at, url=reverse("qa:mine"), reason=reason)
    record("question.converted", found, by=by, at=at, person_id=found.asker_id, reason=reason)
    return found


@transaction.atomic
def merge(question: Question, *, into: Question, by: Actor, at: datetime) -> Question:
    """The question's address leads to another that asks the same; whatever led to it does too. Raises SameQuestion."""
    rows = {row.pk: row for row in Question.objects.select_for_update().filter(pk__in=[question.pk, into.pk]).order_by("pk")}
    found, target = rows[question.pk], rows.get(into.pk)
    if target is None or target.pk == found.pk or target.state not in flow.PUBLIC:
        raise SameQuestion(field="into")
    found.state = flow.QUESTION.after(found.state, "merge", flow.role_of(by.role))
    found.merged_into = target
    found.save(update_fields=["state", "merged_into"])
    Question.objects.filter(merged_into=found).update(merged_into=target)
    finding.forget(found)
    _end_work(found, "merged", at=at)
    telling.asker(found, "qa.merged", at=at, url=telling.address(target))
    record("question.merged", found, by=by, at=at, person_id=found.asker_id, into=target.pk)
    return found


@transaction.atomic
def archive(question: Question, *, reason: str, by: Actor, at: datetime) -> Question:
    """The question is read only by whoever has its address; search and lists no longer show it."""
    found = _close(question, "archive", reason=reason, by=by, at=at)
    record("question.archived", found, by=by, at=at, person_id=None, reason=reason)
    return found


def forget_unproved(at: datetime) -> int:
    """Visitors' questions whose mobile was not proved within a day are gone."""
    return Question.objects.filter(state="unproved", asked_at__lt=at - policy.UNPROVED_KEPT).delete()[0]


def forget_guests(at: datetime) -> int:
    """Mobiles of visitors whose question was dealt with long ago are gone."""
    old = Question.objects.exclude(guest_mobile="").exclude(state__in=["unproved", "pending", "published"])
    return old.filter(asked_at__lt=at - policy.GUEST_KEPT).update(guest_mobile="", guest_index="")


def judge_private(asked: dict[str, str]) -> None:
    """Nothing in title or body tells who somebody is; raises PrivateFacts at the field where something does."""
    for field in ("title", "body", "said"):
        if things := pii.found(asked.get(field, "")):
            raise PrivateFacts(pii.told(things), field=field, kinds=sorted({one.kind for one in things}))


def _make(asked: dict[str, str], *, once: str, at: datetime, **extra: Any) -> Question:
    title, body = text.display(asked["title"]), asked["body"].strip()
    named = {"title": title, "slug": slugs.slug(title), "body": body, "topic": asked["topic"], "asker_role": asked["asker_role"]}
    return Question.objects.create(**named, once=once or None, asked_at=at, **extra)


def _wait(question: Question, *, at: datetime) -> None:
    due = hours.add(at, 60 * policy.REVIEW_HOURS)
    work.open_item(REVIEW, question, title=f"بررسی «{question.title}»"[:120], role="expert", at=at, due_at=due)
    tallies.add("asked")


def _close(question: Question, deed: str, *, reason: str, by: Actor, at: datetime) -> Question:
    found = _locked(question)
    found.state = flow.QUESTION.after(found.state, deed, flow.role_of(by.role))
    found.reason = reason
    found.save(update_fields=["state", "reason"])
    finding.forget(found)
    _end_work(found, found.state, at=at)
    return found


def _end_work(question: Question, outcome: str, *, at: datetime) -> None:
    for kind in (REVIEW, ANSWER, UPDATE):
        work.close_item(kind, question, outcome=outcome, at=at)


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update().get(pk=question.pk)
