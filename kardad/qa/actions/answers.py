"""Answering: an expert's draft, its citations, its publication, its earlier versions, and taking it back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kardad.core import hours
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.inbox import actions as inbox
from kardad.kit import calendar
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.law import instruments
from kardad.people.models import Person
from kardad.qa import flow
from kardad.qa.actions import finding, living, tallies, telling
from kardad.qa.actions.questions import ANSWER, judge_private
from kardad.qa.citing import Cited
from kardad.qa.models import Answer, Citation, Opinion, Question, Version
from kardad.work import actions as work

CONTENT = ("coverage", "short", "explanation", "cases", "calculators")


class OwnQuestion(Refusal):
    """An expert does not answer what he asked himself."""

    code = "ANSWER_OWN_QUESTION"
    message = "به پرسش خودتان نمی‌توانید پاسخ رسمی بدهید؛ کارشناس دیگری پاسخ می‌دهد."


class NothingCited(BadInput):
    """An answer that says what the law is names a place of it."""

    code = "ANSWER_CITES_NOTHING"
    message = "پاسخ باید دست‌کم به یک ماده یا عدد قانونی استناد کند. اگر قانون ساکت است همان گزینه را برگزینید."


class NothingSaid(BadInput):
    """An answer begins with a short answer."""

    code = "ANSWER_SAYS_NOTHING"
    message = "پاسخ کوتاه را بنویسید؛ نخستین چیزی است که خوانده می‌شود."


class Unsaid(BadInput):
    """An edit of what is published says why."""

    code = "ANSWER_EDIT_UNEXPLAINED"
    message = "بنویسید چرا پاسخ منتشرشده را تغییر می‌دهید."


@dataclass(frozen=True, slots=True)
class Said:
    """The words of an answer as an expert typed them."""

    short: str
    explanation: str = ""
    coverage: str = "answered"
    cases: list[dict[str, str]] = field(default_factory=list)
    calculators: list[str] = field(default_factory=list)


@transaction.atomic
def draft(question: Question, *, author: Person, said: Said, by: Actor, at: datetime) -> Answer:
    """The expert's draft holds these words; nobody else sees it. Raises OwnQuestion, NotAllowed."""
    _judge_answerable(question, by)
    found = Answer.objects.select_for_update().filter(question=question, author=author, state="draft").first()
    if found is None:
        values: dict[str, Any] = {"made_at": at, "valid_as_of": calendar.tehran_day(at)}
        found = Answer(question=question, author=author, **values)
    _write(found, said, at=at)
    found.save()
    return found


@transaction.atomic
def revise(answer: Answer, *, author: Person, by: Actor, at: datetime) -> Answer:
    """The expert has a draft with the words and citations of what is published, to take its place."""
    found = Answer.objects.select_for_update().get(pk=answer.pk)
    if found.state not in flow.LIVE_ANSWERS or by.role != "expert":
        raise NotAllowed(flow="answer", state=found.state, move="revise", role=by.role)
    Answer.objects.filter(question_id=found.question_id, author=author, state="draft").delete()
    kept: dict[str, Any] = {name: getattr(found, name) for name in CONTENT}
    day = calendar.tehran_day(at)
    kept |= {"question_id": found.question_id, "revises": found, "version": found.version}
    copy = Answer.objects.create(author=author, made_at=at, changed_at=at, valid_as_of=day, **kept)
    for one in found.citations.order_by("place", "pk"):
        one.pk, one.answer = None, copy
        one.save(force_insert=True)
    return copy


@transaction.atomic
def cite(draft: Answer, cited: Cited, *, on: date, is_living: bool = True, by: Actor, at: datetime) -> Citation:
    """The draft rests on this place of the law too; the same place twice stands once."""
    _draft(draft, by)
    values: dict[str, Any] = {"fingerprint": cited.fingerprint, "title": cited.title, "told": cited.told, "since": cited.since}
    values |= {"source": cited.source, "url": cited.url, "on": on, "is_living": is_living, "place": draft.citations.count()}
    row, _ = Citation.objects.update_or_create(answer=draft, kind=cited.kind, ref=cited.ref, defaults=values)
    Answer.objects.filter(pk=draft.pk).update(changed_at=at)
    return row


@transaction.atomic
def uncite(citation: Citation, *, by: Actor, at: datetime) -> None:
    """The draft no longer rests on this place."""
    _draft(citation.answer, by)
    Answer.objects.filter(pk=citation.answer_id).update(changed_at=at)
    citation.delete()


@transaction.atomic
def publish(draft: Answer, *, why: str = "", by: Actor, at: datetime) -> Answer:
    """Everybody reads the answer; one that revises another takes its place and keeps the earlier words.

    Raises NothingSaid, NothingCited, Unsaid, StillSilent.
    """
    found = _draft(draft, by)
    if not found.short:
        raise NothingSaid(field="short")
    if found.coverage == Answer.Coverage.ANSWERED and not found.citations.exists():
        raise NothingCited
    judge_private({"body": f"{found.short}\n{found.explanation}", "said": "\n".join(finding.told(found)[2:])})
    living.cite_anew(found, law=instruments.current(), on=calendar.tehran_day(at))
    if found.revises is not None:
        return _replace(found, found.revises, why=why, by=by, at=at)
    return _publish(found, by=by, at=at)


@transaction.atomic
def accept(answer: Answer, *, by: Actor, at: datetime) -> Answer:
    """Of the answers of its question this one is shown first; the asker or an expert chose it. Raises NotAllowed."""
    question = Question.objects.select_for_update().get(pk=answer.question_id)
    found = Answer.objects.select_for_update().get(pk=answer.pk)
    is_allowed = by.role in ("expert", "manager") or (by.is_person and by.person_id == question.asker_id)
    if found.state not in flow.LIVE_ANSWERS or not is_allowed:
        raise NotAllowed(flow="answer", state=found.state, move="accept", role=by.role)
    Answer.objects.filter(question=question, is_accepted=True).update(is_accepted=False)
    Answer.objects.filter(pk=found.pk).update(is_accepted=True)
    record("answer.accepted", found, by=by, at=at, question=question.pk)
    found.is_accepted = True
    return found


@transaction.atomic
def recall(answer: Answer, *, reason: str, by: Actor, at: datetime) -> Answer:
    """The wrong answer is gone from the page; the asker, and the members to whom it was useful, are told why."""
    question = Question.objects.select_for_update().get(pk=answer.question_id)
    found = Answer.objects.select_for_update().get(pk=answer.pk)
    found.state = flow.ANSWER.after(found.state, "recall", flow.role_of(by.role))
    found.recall_reason, found.is_accepted = reason, False
    found.save(update_fields=["state", "recall_reason", "is_accepted"])
    Question.objects.filter(pk=question.pk).update(useful=F("useful") - found.useful)
    if not question.answers.filter(state__in=flow.LIVE_ANSWERS).exists():
        question.state = flow.QUESTION.after(question.state, "recall", flow.role_of(by.role))
        question.save(update_fields=["state"])
        tallies.add("answered", -1)
        work.open_item(ANSWER, question, title=f"پاسخ به «{question.title}»"[:120], role="expert", at=at, due_at=hours.add(at, 60 * 16))
    living.settle(question, at=at)
    finding.put(question, at=at)
    _tell_recall(question, found, reason=reason, at=at)
    record("answer.recalled", found, by=by, at=at, person_id=question.asker_id, question=question.pk, reason=reason)
    return found


def _publish(found: Answer, *, by: Actor, at: datetime) -> Answer:
    question = Question.objects.select_for_update().get(pk=found.question_id)
    _judge_answerable(question, by)
    found.state = flow.ANSWER.after(found.state, "publish", flow.role_of(by.role))
    found.published_at = found.changed_at = at
    found.is_accepted = not question.answers.filter(is_accepted=True).exists()
    found.save()
    if question.state == "published":
        question.state = flow.QUESTION.after(question.state, "answer", flow.role_of(by.role))
        _count_first(question, at=at)
    question.answered_at = at
    question.save(update_fields=["state", "answered_at"])
    work.close_item(ANSWER, question, outcome="answered", at=at)
    finding.put(question, at=at)
    telling.asker(question, "qa.answered", at=at)
    record("answer.published", found, by=by, at=at, person_id=question.asker_id, question=question.pk, title=question.title)
    return found


def _count_first(question: Question, *, at: datetime) -> None:
    tallies.add("answered")
    if question.answered_at is None:
        worked = hours.between(question.asked_at, at)
        tallies.add(f"hours:{min(worked // 60, 99)}")


def _replace(draft: Answer, target: Answer, *, why: str, by: Actor, at: datetime) -> Answer:
    if not why.strip():
        raise Unsaid(field="why")
    question = Question.objects.select_for_update().get(pk=target.question_id)
    kept = Answer.objects.select_for_update().get(pk=target.pk)
    if kept.state not in flow.LIVE_ANSWERS:
        raise NotAllowed(flow="answer", state=kept.state, move="revise", role=by.role)
    was_stale = kept.state == "stale"
    Version.objects.create(answer=kept, number=kept.version, content=content(kept), why=why, author_id=by.person_id, made_at=at)
    for name in (*CONTENT, "valid_as_of", "expires_on"):
        setattr(kept, name, getattr(draft, name))
    kept.version, kept.changed_at, kept.state, kept.stale_at, kept.stale_reason = kept.version + 1, at, "published", None, ""
    kept.save()
    kept.citations.all().delete()
    draft.citations.update(answer=kept)
    draft.delete()
    living.settle(question, at=at)
    finding.put(question, at=at)
    if was_stale:
        telling.asker(question, "qa.stale_fixed", at=at)
    record("answer.revised", kept, by=by, at=at, person_id=None, question=question.pk, why=why, version=kept.version)
    return kept


def content(answer: Answer) -> dict[str, Any]:
    """The words and citations of an answer, as they are kept of an earlier version."""
    cited = answer.citations.order_by("place", "pk").values("kind", "ref", "title", "told", "source", "on", "since")
    rows = [row | {"on": row["on"].isoformat(), "since": row["since"] and row["since"].isoformat()} for row in cited]
    return {name: getattr(answer, name) for name in CONTENT} | {"citations": rows, "valid_as_of": answer.valid_as_of.isoformat()}


def _write(answer: Answer, said: Said, *, at: datetime) -> None:
    for name in CONTENT:
        setattr(answer, name, getattr(said, name))
    answer.changed_at = at


def _draft(answer: Answer, by: Actor) -> Answer:
    found = Answer.objects.select_for_update().get(pk=answer.pk)
    if found.state != "draft" or found.author_id != by.person_id or by.role != "expert":
        raise NotAllowed(flow="answer", state=found.state, move="write", role=by.role)
    return found


def _judge_answerable(question: Question, by: Actor) -> None:
    if by.role != "expert" or question.state not in flow.PUBLIC:
        raise NotAllowed(flow="question", state=question.state, move="answer", role=by.role)
    if by.person_id == question.asker_id:
        raise OwnQuestion


def _tell_recall(question: Question, answer: Answer, *, reason: str, at: datetime) -> None:
    url = telling.address(question)
    telling.asker(question, "qa.recalled", at=at, reason=reason)
    helped = Opinion.objects.filter(answer=answer, is_useful=True, person__isnull=False)
    for one in helped.select_related("person").order_by("pk"):
        if one.person is not None and one.person_id != question.asker_id:
            inbox.tell(one.person, "qa.recalled", about=question, url=url, at=at, title=question.title, reason=reason)
