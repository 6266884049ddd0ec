"""Messages are written and wait, codes leave at once, and what became of each is asked and told. What waits is handed over by `handing`."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from hashlib import sha256

import structlog
from django.db import transaction

from kardad.core import bulk, crypto, outside
from kardad.gateways.mail.port import Outcome as MailOutcome
from kardad.gateways.mail.port import Sending as Mailing
from kardad.gateways.sms.port import Delivery, Outcome, Route, Sending, Sms
from kardad.kit.refusal import Refusal
from kardad.outbox import signals
from kardad.outbox.models import Message

log = structlog.get_logger()
NEXT_MESSENGER_AFTER = timedelta(seconds=45)
RETRY = timedelta(minutes=2)
GIVE_UP_AFTER = 8
ASK_AGAIN = timedelta(seconds=5)
FIRST_ASKED = timedelta(minutes=1)
SOUGHT_FOR = timedelta(hours=6)  # a messenger forgets our own ids: later, that it knows none says nothing
ASKED_UNTIL = timedelta(days=3)  # by then a network has delivered a text or dropped it
TAKEN = {Outcome.ACCEPTED, Outcome.UNSURE, MailOutcome.ACCEPTED, MailOutcome.UNSURE}
HOPELESS = {MailOutcome.REFUSED}
CODE_KEPT = 20
CODE_WAITS = (0.3, 0.7)  # seconds: a messenger that is asked too much in this second takes a code in the next, and somebody waits for it
_written = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
STATES = {
    Delivery.DELIVERED: Message.State.DELIVERED,
    Delivery.BLOCKED: Message.State.BLOCKED,
    Delivery.FAILED: Message.State.FAILED,
}


class NotSent(Refusal):
    """No messenger took the message."""

    code = "OTP_SEND_FAILED"
    status = 502
    message = "ارسال پیامک انجام نشد. دریافت با تماس را امتحان کنید."


def send_code(
    mobile: str, code: str, *, subject: tuple[str, int], at: datetime, voice: bool = False, not_by: str = "", person_id: int | None = None
) -> Message:
    """The code is on its way by the first messenger that takes it; its words are kept nowhere. Raises NotSent.

    `mobile` is canonical (+98…); `not_by` names a messenger that was tried before and did not deliver.
    """
    outside.ensure_no_transaction()
    messengers = outside.messengers()
    ordered = [m for m in messengers if m.name != not_by] + [m for m in messengers if m.name == not_by]
    row = _row("code_call" if voice else "code", mobile, at=at, subject=subject, person_id=person_id)
    row.channel = Message.Channel.VOICE if voice else Message.Channel.SMS
    row.save()
    for wait in (*CODE_WAITS, None):
        said = set()
        for messenger in ordered:
            sending = _send_code(messenger, row, mobile, code, voice=voice)
            _note(row, sending, at=at)
            if sending.outcome in TAKEN:
                return row
            said.add(sending.outcome)
        if wait is None or Outcome.QUOTA not in said:
            break
        time.sleep(wait)
    row.state = Message.State.FAILED
    row.save(update_fields=["state"])
    raise NotSent


def queue_text(
    template: str,
    mobile: str,
    *,
    at: datetime,
    due_at: datetime | None = None,
    subject: tuple[str, int] = ("", 0),
    person_id: int | None = None,
    parameters: dict[str, str] | None = None,
) -> Message:
    """A text waits for the next sweep, or the first after `due_at`; called inside the transaction of the action that wants it said."""
    row = _waiting(_row(template, mobile, at=at, subject=subject, person_id=person_id), parameters or {}, due_at=due_at or at)
    row.save()
    return row


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom one of many texts goes to, because of which subject, and what fills it."""

    mobile: str
    person_id: int | None
    subject_id: int
    parameters: Mapping[str, str]


def queue_texts(template: str, addressed: Iterable[Addressed], *, at: datetime, due_at: datetime, subject_type: str) -> int:
    """As `queue_text` for many at once; how many wait now."""
    indexed = cache(partial(crypto.blind_index, "mobile"))
    first = Message(template=template, subject_type=subject_type, made_at=at, due_at=due_at)
    rows = []
    for one in addressed:
        words, digest = _sealable(one.parameters)
        about = {"person_id": one.person_id, "subject_id": one.subject_id, "parameters": words, "digest": digest}
        rows.append(bulk.like(first, mobile=one.mobile, mobile_index=indexed(one.mobile), **about))
    # The index shows which rows are of one mobile, and the subject which are of one notice, and so say the same.
    return len(bulk.insert(rows, alike={"mobile", "parameters"}))


def queue_mail(
    template: str,
    email: str,
    *,
    at: datetime,
    words: dict[str, str],
    due_at: datetime | None = None,
    subject: tuple[str, int] = ("", 0),
    person_id: int | None = None,
) -> Message:
    """An e-mail waits as a text does; `words` are its `subject` and its `body`."""
    row = _row(template, "", at=at, subject=subject, person_id=person_id)
    row.channel, row.email = Message.Channel.EMAIL, email
    _waiting(row, words, due_at=due_at or at).save()
    return row


def readdress(person_id: int, mobile: str, *, besides: str) -> int:
    """The texts that wait for the person, besides those of one template, go to his new mobile; how many. Called inside a transaction."""
    waiting = Message.objects.select_for_update().filter(person_id=person_id, due_at__isnull=False, claimed_at=None)
    texts = list(waiting.exclude(channel=Message.Channel.EMAIL).exclude(template=besides))
    for row in texts:
        row.mobile, row.mobile_index = mobile, crypto.blind_index("mobile", mobile)
        row.save(update_fields=["mobile", "mobile_index"])
    return len(texts)


def ask_due(row_id: int, *, at: datetime) -> bool:
    """The provider was asked what became of one message; while it does not say, it is asked ever more seldom, for three days."""
    with transaction.atomic():
        row = Message.objects.select_for_update(skip_locked=True).filter(pk=row_id, ask_due_at__lte=at).first()
        if row is None:
            return False
        age = at - (row.sent_at or row.made_at)
        row.ask_due_at = at + max(FIRST_ASKED, age) if age < ASKED_UNTIL else None
        row.save(update_fields=["ask_due_at"])
    return refresh(row, at=at).state != Message.State.SENT


def refresh(row: Message, *, at: datetime) -> Message:
    """The row says what the messenger says about it, asked at most every few seconds."""
    is_known = row.provider_id or row.ask_due_at  # what left without an answer is sought only where our own id went with it
    if row.state != Message.State.SENT or not is_known or (row.checked_at and at - row.checked_at < ASK_AGAIN):
        return row
    messenger = outside.messenger(row.provider)
    if messenger is None:
        return row
    row.checked_at = at
    if row.provider_id:
        report = messenger.status(row.provider_id)
        row.state, code = STATES.get(report.delivery, row.state), report.code
    else:
        code = _sought(messenger, row, at=at)
    row.provider_code = code[:CODE_KEPT] or row.provider_code
    if row.state != Message.State.SENT:
        row.ask_due_at, row.tell_due_at = None, at
    row.save(update_fields=["state", "provider_id", "checked_at", "provider_code", "ask_due_at", "tell_due_at"])
    return row


def _sought(messenger: Sms, row: Message, *, at: datetime) -> str:
    """What the messenger knows of a text that it never answered for: its id stands at the row then; one that never left has failed."""
    found = messenger.find(row.pk)
    if found.outcome is Outcome.ACCEPTED:
        row.provider_id, row.state = found.message_id, STATES.get(found.delivery, row.state)
    elif found.outcome is Outcome.UNAVAILABLE and at - (row.sent_at or row.made_at) < SOUGHT_FOR:
        row.state = Message.State.FAILED
    return found.code


@transaction.atomic
def tell_due(row_id: int, *, at: datetime) -> bool:
    """Whoever had the message sent knows what became of it, in one commit with that; what the provider said was committed before."""
    row = Message.objects.select_for_update(skip_locked=True).filter(pk=row_id, tell_due_at__lte=at).first()
    if row is None:
        return False
    row.tell_due_at = None
    row.save(update_fields=["tell_due_at"])
    signals.message_moved.send(Message, message=row, at=at)
    return True


def _row(template: str, mobile: str, *, at: datetime, subject: tuple[str, int], person_id: int | None) -> Message:
    return Message(
        template=template,
        mobile=mobile,
        mobile_index=crypto.blind_index("mobile", mobile) if mobile else "",
        subject_type=subject[0],
        subject_id=subject[1],
        person_id=person_id,
        made_at=at,
    )


def _waiting(row: Message, words: Mapping[str, str], *, due_at: datetime) -> Message:
    row.parameters, row.digest = _sealable(words)
    row.due_at = due_at
    return row


def _sealable(words: Mapping[str, str]) -> tuple[str, str]:
    """The words as a row keeps them until they have left, and their digest, which it keeps for ever."""
    written = _written(words)
    return written, sha256(written.encode()).hexdigest()


def _send_code(messenger: Sms, row: Message, mobile: str, code: str, *, voice: bool) -> Sending:
    if voice:
        return messenger.call_code(local(mobile), code, template=row.template, local_id=row.pk)
    return messenger.send_code(local(mobile), code, template=row.template, route=Route.SERVICE, local_id=row.pk)


def _note(row: Message, sending: Sending, *, at: datetime) -> None:
    row.tries += 1
    noted(row, sending, at=at)
    row.save()


def noted(row: Message, sending: Sending | Mailing, *, at: datetime) -> None:
    """The row says what the messenger said; it is not saved here."""
    row.provider, row.provider_id, row.sent_at = sending.provider, sending.message_id, at
    row.provider_code = sending.code[:CODE_KEPT]
    if sending.outcome not in TAKEN:
        log.warning("messenger refused", provider=sending.provider, outcome=sending.outcome, message=row.pk)
        return
    row.state = Message.State.SENT
    if isinstance(sending, Sending):  # a mail server says nothing more once it has taken a letter
        row.state = STATES.get(sending.delivery, row.state)
        is_asked = row.state == Message.State.SENT and (row.provider_id or sending.is_findable)
        row.ask_due_at = at + FIRST_ASKED if is_asked else None


def local(mobile: str) -> str:
    """A canonical mobile as messengers take it."""
    return "0" + mobile.removeprefix("+98")
