"""Sending: claim a row, commit, call the messenger, record what it said."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from django.db import transaction

from kardad.core import crypto, outside
from kardad.gateways.sms.port import Delivery, Filled, Outcome, Route, Sending, Sms
from kardad.kit.refusal import Refusal
from kardad.outbox.models import Message

log = structlog.get_logger()
NEXT_MESSENGER_AFTER = timedelta(seconds=45)
RETRY = timedelta(minutes=2)
GIVE_UP_AFTER = 8
ASK_AGAIN = timedelta(seconds=5)
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
    for messenger in ordered:
        sending = _send_code(messenger, row, mobile, code, voice=voice)
        _note(row, sending, at=at)
        if sending.outcome in (Outcome.ACCEPTED, Outcome.UNSURE):
            return row
    row.state = Message.State.FAILED
    row.save(update_fields=["state"])
    raise NotSent


def queue_text(
    template: str,
    mobile: str,
    *,
    at: datetime,
    subject: tuple[str, int] = ("", 0),
    person_id: int | None = None,
    parameters: dict[str, str] | None = None,
) -> Message:
    """A text waits for the next sweep; called inside the transaction of the action that has something to say."""
    row = _row(template, mobile, at=at, subject=subject, person_id=person_id)
    words = json.dumps(parameters or {}, ensure_ascii=False, sort_keys=True)
    row.parameters, row.digest, row.due_at = words, sha256(words.encode()).hexdigest(), at
    row.save()
    return row


def send_due(row_id: int, *, at: datetime) -> bool:
    """One waiting text was handed to a messenger, or its next try has a time. Safe against a second sweep."""
    with transaction.atomic():
        row = Message.objects.select_for_update(skip_locked=True).filter(pk=row_id, due_at__lte=at).first()
        if row is None:
            return False
        row.tries += 1
        row.due_at = at + RETRY * row.tries
        row.save(update_fields=["tries", "due_at"])
    mobile = _local(row.mobile)
    filled = Filled(row.template, json.loads(row.parameters or "{}"))
    for messenger in outside.messengers():
        sending = messenger.send_text(mobile, filled, local_id=row.pk)
        if sending.outcome in (Outcome.ACCEPTED, Outcome.UNSURE):
            row.parameters, row.due_at = "", None
            _note(row, sending, at=at)
            return True
    if row.tries >= GIVE_UP_AFTER:
        row.parameters, row.due_at, row.state = "", None, Message.State.FAILED
        row.save()
        log.error("message given up", message=row.pk, template=row.template)
    return False


def refresh(row: Message, *, at: datetime) -> Message:
    """The row says what the messenger says about it, asked at most every few seconds."""
    if row.state != Message.State.SENT or not row.provider_id or (row.checked_at and at - row.checked_at < ASK_AGAIN):
        return row
    messenger = outside.messenger(row.provider)
    if messenger is None:
        return row
    report = messenger.status(row.provider_id)
    row.state = STATES.get(report.delivery, row.state)
    row.checked_at = at
    row.save(update_fields=["state", "checked_at"])
    return row


def _row(template: str, mobile: str, *, at: datetime, subject: tuple[str, int], person_id: int | None) -> Message:
    return Message(
        template=template,
        mobile=mobile,
        mobile_index=crypto.blind_index("mobile", mobile),
        subject_type=subject[0],
        subject_id=subject[1],
        person_id=person_id,
        made_at=at,
    )


def _send_code(messenger: Sms, row: Message, mobile: str, code: str, *, voice: bool) -> Sending:
    if voice:
        return messenger.call_code(_local(mobile), code, template=row.template, local_id=row.pk)
    return messenger.send_code(_local(mobile), code, template=row.template, route=Route.SERVICE, local_id=row.pk)


def _note(row: Message, sending: Sending, *, at: datetime) -> None:
    row.provider, row.provider_id, row.sent_at = sending.provider, sending.message_id, at
    row.tries += 1
    if sending.outcome in (Outcome.ACCEPTED, Outcome.UNSURE):
        row.state = STATES.get(sending.delivery, Message.State.SENT)
    else:
        log.warning("messenger refused", provider=sending.provider, outcome=sending.outcome, message=row.pk)
    row.save()


def _local(mobile: str) -> str:
    return "0" + mobile.removeprefix("+98")
