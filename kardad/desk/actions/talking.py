"""The conversation of a request: said, asked and answered, read, and colleagues' opinions beside it."""

from collections.abc import Sequence
from datetime import datetime

from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.desk import policy
from kardad.desk.actions import assigning, clocks, common, pricing
from kardad.desk.actions import files as papers
from kardad.desk.actions.common import deed
from kardad.desk.models import Message, Reminder, Request
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits
from kardad.people.models import Person
from kardad.work import actions as work

Files = Sequence[StoredFile]


class NothingSaid(BadInput):
    """A message has words or files."""

    code = "MESSAGE_EMPTY"
    message = "چیزی بنویسید یا پرونده‌ای پیوست کنید."


class MessageTooLong(BadInput):
    """The text is longer than a message takes."""

    code = "MESSAGE_TOO_LONG"
    message = "پیام بیش از {most} نویسه است. آن را کوتاه کنید یا پیوست کنید."


class NothingMissing(BadInput):
    """Whoever asks for something names it."""

    code = "ASK_NOTHING"
    message = "بنویسید چه چیزی کم است و نام هر سند یا توضیح را جدا بیاورید."


class WrongColleague(Refusal):
    """An opinion is asked of another working expert who may see the matter."""

    code = "OPINION_OF"
    message = "از این همکار نمی‌توان نظر خواست. کارشناس فعال دیگری را انتخاب کنید که با این پرونده تعارضی ندارد."


class AnsweredBefore(Refusal):
    """The opinion was given."""

    code = "OPINION_GIVEN"
    message = "نظر شما پیش‌تر ثبت شده است."


@deed
def say(request: Request, *, body: str, files: Files = (), is_internal: bool = False, by: Actor, at: datetime) -> Message:
    """One side said something and the other learns of it; a note between staff reaches staff alone."""
    request = common.locked(request.pk)
    _ensure_open(request, "say", by=by, is_internal=is_internal)
    internal = is_internal and common.is_staff(by)
    kind = Message.Kind.NOTE if internal else Message.Kind.TALK
    message = _add(request, kind, body, files, by=by, at=at)
    if internal:
        common.note("request.noted", request, by=by, at=at)
        return message
    if common.is_staff(by):
        _heard(request, at=at)
        common.tell(request, "request.message", at=at)
    elif request.state != "draft":
        clocks.await_reply(request, at=at)
    common.note("request.said", request, by=by, at=at)
    common.keep(request, at=at)
    return message


@deed
def ask(request: Request, *, body: str, missing: list[str], files: Files = (), by: Actor, at: datetime) -> Message:
    """T3: the client knows what is missing and by when; the clock stands meanwhile, and he is reminded twice."""
    request = common.locked(request.pk)
    common.move(request, "ask", by=by)
    named = [one.strip() for one in missing if common.letters(one)]
    if not named:
        raise NothingMissing(field="missing")
    pricing.ensure_nobody_asked(request)
    message = _add(request, Message.Kind.QUESTION, body, files, by=by, at=at, missing=named)
    clocks.stop(request, at=at)
    request.first_response_at = request.first_response_at or at
    work.close_item("request.assigned", request, outcome="asked", at=at)
    request.due_at = at + policy.INFO_LASTS
    after = policy.INFO_REMINDERS
    Reminder.objects.bulk_create([Reminder(request=request, event="request.info_reminder", due_at=at + one) for one in after])
    common.note("request.info_requested", request, by=by, at=at, missing="، ".join(named))
    common.tell(request, "request.info_requested", at=at, missing="، ".join(named))
    common.keep(request, at=at)
    return message


@deed
def answer(request: Request, *, body: str, files: Files = (), by: Actor, at: datetime) -> Message:
    """T4: what was asked for is there, and the clock goes on."""
    request = common.locked(request.pk)
    common.move(request, "answer", by=by)
    message = _add(request, Message.Kind.ANSWER, body, files, by=by, at=at)
    request.due_at = None
    Reminder.objects.filter(request=request).update(due_at=None)
    clocks.resume(request, at=at)
    common.note("request.answered", request, by=by, at=at)
    common.keep(request, at=at)
    return message


@deed
def read(request: Request, *, by: Actor, at: datetime) -> int:
    """What the other side wrote is read from now on; a manager who looks in leaves it unread. Returns how many were new."""
    request = common.locked(request.pk)
    if common.is_staff(by) and request.assigned_to_id != by.person_id:
        return 0
    other = "client" if common.is_staff(by) else "staff"
    return request.messages.filter(side=other, is_internal=False, read_at=None).update(read_at=at)


@deed
def ask_opinion(request: Request, *, of: Person, question: str, is_shared: bool, by: Actor, at: datetime) -> Message:
    """A colleague is asked what he thinks; the client sees none of it, other colleagues only what is shared."""
    request = common.locked(request.pk)
    if not common.is_staff(by) or request.state in ("draft", *papers.CLOSED):
        raise common.forbid(request, "ask_opinion", by=by)
    common.ensure_yours(request, "ask_opinion", by=by)
    fit = {one.expert.pk for one in assigning.candidates(request, at=at) if one.may_be_given}
    if of.pk not in fit or of.pk in (by.person_id, request.assigned_to_id):
        raise WrongColleague(field="of")
    message = _add(request, Message.Kind.OPINION, question, (), by=by, at=at, asked_of=of, is_shared=is_shared)
    title = f"نظر شما درباره درخواست {request.shown_number}"
    item = work.open_item("request.opinion", message, title=title, role="expert", at=at)
    item.assigned_to_id = of.pk
    item.save(update_fields=["assigned_to_id"])
    common.note("request.opinion_asked", request, by=by, at=at)
    return message


@deed
def give_opinion(message: Message, *, body: str, by: Actor, at: datetime) -> Message:
    """The colleague's opinion stands under the question, for staff."""
    request = common.locked(message.request_id)
    asked = Message.objects.get(pk=message.pk)
    if asked.asked_of_id is None or asked.asked_of_id != by.person_id or by.role != "expert":
        raise common.forbid(request, "give_opinion", by=by)
    if Message.objects.filter(reply_to=asked).exists():
        raise AnsweredBefore
    given = _add(request, Message.Kind.OPINION, body, (), by=by, at=at, reply_to=asked, is_shared=asked.is_shared)
    asked.read_at = asked.read_at or at
    asked.save(update_fields=["read_at"])
    work.close_item("request.opinion", asked, outcome="given", at=at)
    common.note("request.opinion_given", request, by=by, at=at)
    return given


def _ensure_open(request: Request, name: str, *, by: Actor, is_internal: bool) -> None:
    if not (is_internal and common.is_staff(by) and request.state != "draft"):
        papers.ensure_open(request, name, by=by)
    else:
        common.ensure_yours(request, name, by=by)
    if request.state == "draft":
        raise common.forbid(request, name, by=by)


def _heard(request: Request, *, at: datetime) -> None:
    clocks.responded(request, at=at)
    work.close_item("request.assigned", request, outcome="answered", at=at)


def _add(request: Request, kind: str, body: str, given: Files, *, by: Actor, at: datetime, **more: object) -> Message:
    body = body.replace("\r\n", "\n")
    if not common.letters(body) and not given:
        raise NothingSaid(field="body")
    if len(body) > policy.LONGEST_TEXT:
        raise MessageTooLong(field="body", most=to_persian_digits(policy.LONGEST_TEXT))
    internal = kind in (Message.Kind.NOTE, Message.Kind.OPINION)
    side = "staff" if internal else common.side_of(by)
    message = Message.objects.create(
        request=request, author_id=by.somebody, side=side, kind=kind, is_internal=internal, body=body, at=at, **more
    )
    papers.place(request, given, {"message": message, "is_internal": internal}, by=by, at=at)
    return message
