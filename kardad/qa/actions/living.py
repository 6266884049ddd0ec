"""Living answers: what an answer cites is compared with the law as it stands, and exactly the answers that cite a change are reviewed."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from kardad.core import hours
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import instruments
from kardad.law.instruments import Law
from kardad.qa import citing, flow, policy
from kardad.qa.actions import telling
from kardad.qa.actions.questions import UPDATE
from kardad.qa.models import Answer, Citation, Question
from kardad.work import actions as work

EXPIRED = "سالی که این پاسخ برای آن نوشته شده بود پایان یافته است."


class StillSilent(Refusal):
    """An answer that cites a figure which the law does not give today is not called fresh."""

    code = "ANSWER_STILL_SILENT"
    message = "برای «{title}» امروز عدد قانونی نداریم؛ پاسخ را بازنویسی کنید یا این استناد را به تاریخ آن سال ببندید."


def review(law: Law, *, at: datetime) -> int:
    """Every published answer that cites a figure or place which is no longer what it was is marked; how many. Safe to run twice."""
    today = calendar.tehran_day(at)
    live = Citation.objects.filter(answer__state="published").exclude(kind="circular")
    cited = live.values_list("kind", "ref", "on", "is_living", "fingerprint").distinct().order_by()
    done = 0
    for kind, ref, on, is_living, fingerprint in list(cited):
        if citing.fingerprint(law, kind, ref, today if is_living else on) == fingerprint:
            continue
        same = live.filter(kind=kind, ref=ref, on=on, is_living=is_living, fingerprint=fingerprint)
        done += sum(outdate(answer, reason=_changed(same), by=SYSTEM, at=at) for answer in _answers(same))
    return done


def expire(*, at: datetime) -> int:
    """Every published answer whose year is over is marked; how many."""
    over = Answer.objects.filter(state="published", expires_on__lte=calendar.tehran_day(at)).order_by("pk")
    return sum(outdate(answer, reason=EXPIRED, by=SYSTEM, at=at) for answer in list(over))


def replace_circular(number: str, *, reason: str, by: Actor, at: datetime) -> int:
    """Every published answer that rests on the circular of this number is marked; how many."""
    cited = Citation.objects.filter(kind=Citation.Kind.CIRCULAR, ref=number, answer__state="published")
    return sum(outdate(answer, reason=reason, by=by, at=at) for answer in _answers(cited))


@transaction.atomic
def outdate(answer: Answer, *, reason: str, by: Actor, at: datetime) -> bool:
    """Readers see that the answer is being reviewed, and an expert has work; False when it was marked already."""
    question = Question.objects.select_for_update().get(pk=answer.question_id)
    found = Answer.objects.select_for_update().get(pk=answer.pk)
    if not flow.ANSWER.allows(found.state, "outdate", flow.role_of(by.role)):
        return False
    found.state = flow.ANSWER.after(found.state, "outdate", flow.role_of(by.role))
    found.stale_at, found.stale_reason = at, reason[:300]
    found.save(update_fields=["state", "stale_at", "stale_reason"])
    settle(question, at=at)
    record("answer.outdated", found, by=by, at=at, person_id=None, question=question.pk, reason=found.stale_reason)
    return True


@transaction.atomic
def refresh(answer: Answer, *, by: Actor, at: datetime) -> Answer:
    """An expert has read the answer against the law of today: it holds, its citations are of today. Raises StillSilent."""
    question = Question.objects.select_for_update().get(pk=answer.question_id)
    found = Answer.objects.select_for_update().get(pk=answer.pk)
    found.state = flow.ANSWER.after(found.state, "refresh", flow.role_of(by.role))
    found.stale_at, found.stale_reason, found.changed_at = None, "", at
    found.save(update_fields=["state", "stale_at", "stale_reason", "changed_at"])
    cite_anew(found, law=instruments.current(), on=calendar.tehran_day(at))
    settle(question, at=at)
    telling.asker(question, "qa.stale_fixed", at=at)
    record("answer.refreshed", found, by=by, at=at, person_id=None, question=question.pk)
    return found


def cite_anew(answer: Answer, *, law: Law, on: date) -> None:
    """What the answer cites of today is of this day, and it lapses with the first figure that does. Raises StillSilent."""
    ends: list[date] = []
    for row in answer.citations.exclude(kind=Citation.Kind.CIRCULAR):
        try:
            cited = citing.value(law, row.ref, on if row.is_living else row.on) if row.kind == "value" else citing.article(row.ref)
        except Refusal as silent:
            raise StillSilent(title=row.title) from silent
        if row.is_living:
            row.on = on
            ends += [cited.until] if cited.until else []
        row.fingerprint, row.title, row.told, row.since, row.source = cited.fingerprint, cited.title, cited.told, cited.since, cited.source
        row.save()
    answer.valid_as_of, answer.expires_on = on, min(ends, default=None)
    answer.save(update_fields=["valid_as_of", "expires_on"])


def settle(question: Question, *, at: datetime) -> None:
    """The question's state, and the expert's work, follow from its answers: one of them stale is enough."""
    found = Question.objects.select_for_update().get(pk=question.pk)
    has_stale = found.answers.filter(state="stale").exists()
    if has_stale and found.state == "answered":
        found.state = flow.QUESTION.after(found.state, "outdate", "system")
    elif not has_stale and found.state == "needs_update":
        found.state = flow.QUESTION.after(found.state, "refresh", "expert")
    found.save(update_fields=["state"])
    if has_stale:
        due = hours.add(at, 60 * policy.ANSWER_HOURS)
        work.open_item(UPDATE, found, title=f"بازبینی پاسخ «{found.title}»"[:120], role="expert", at=at, due_at=due)
    else:
        work.close_item(UPDATE, found, outcome="fresh", at=at)


def _answers(cited: QuerySet[Citation]) -> list[Answer]:
    return list(Answer.objects.filter(pk__in=cited.values("answer")).order_by("pk"))


def _changed(cited: QuerySet[Citation]) -> str:
    title = cited.values_list("title", flat=True).first() or ""
    return f"آنچه پاسخ به آن استناد کرده تغییر کرده است: {title}"
