"""What the code pages of joining and verification share: how the code travels, and the ladder when it does not arrive."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.kit import ids, text
from kardad.kit.refusal import Refusal
from kardad.outbox import actions as outbox
from kardad.outbox import queries as outbox_queries
from kardad.people import particulars, policy
from kardad.people.actions import attempts
from kardad.people.actions import codes as one_time
from kardad.people.models import Attempt

DEEDS = ("resend", "voice")


def resend(request: HttpRequest, attempt: Attempt, name: str) -> HttpResponse:
    """Another code by SMS or by a call, and back to the page; a refusal is said there."""
    try:
        attempts.send_code(attempt, by=request.actor, at=timezone.now(), voice=request.POST["do"] == "voice")
        messages.success(request, "کد تازه فرستاده شد. کد پیشین دیگر کار نمی‌کند.")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect(name)


def state(attempt: Attempt, at: datetime) -> dict[str, Any]:
    """How the code travels, seen from the messenger; after 45 silent seconds the next messenger is used."""
    what = attempts.code_for(attempt)
    code = one_time.current(what)
    message = outbox_queries.find(code.message_id) if code else None
    if message is not None:
        message = outbox.refresh(message, at=at)
        if attempts.fall_back(attempt, message=message, at=at):
            code = one_time.current(what)
            message = outbox_queries.find(code.message_id) if code else None
    mobile = particulars.typed(attempt).get("mobile", "")
    wait = max(0, int((one_time.resend_at(code) - at).total_seconds())) if code else 0
    return {
        "message": message,
        "wait": wait,
        "mobile_masked": text.to_persian_digits(ids.mobile.mask(mobile)) if mobile else "",
        "minutes": policy.CODE_LIFE.total_seconds() // 60,
        "prepaid_hint": ids.has_prepaid_trouble(mobile) if mobile else False,
        "is_late": bool(message and message.state != message.State.DELIVERED and wait == 0),
        "shows_voice": bool(code and (code.sends > 1 or wait == 0)),
    }
