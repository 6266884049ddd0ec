"""Letters of the tests' own: what the kartable does depends on no other app's words."""

from functools import cache

import pytest

from kardad.core import outside
from kardad.inbox import kinds
from kardad.inbox.kinds import Kind

KINDS = {
    one.event: one
    for one in (
        Kind(
            event="bill.made",
            group="money",
            title="صورتحساب {total} صادر شد",
            text="{who}، تا {day} بپردازید.",
            sms="{operator}: صورتحساب {number} منتظر پرداخت است.",
            always=True,
        ),
        Kind(
            event="question.answered",
            group="questions",
            title="پاسخ «{title}» رسید",
            text="پاسخ را بخوانید.",
            sms="{operator}: پاسخ شما رسید.",
        ),
        Kind(event="draft.waits", group="requests", title="پیش‌نویس شما مانده است", text="آن را بفرستید."),
    )
}
BILL = {"total": "۷۷۰ ریال", "who": "علی کریمی", "day": "سه‌شنبه ۱۰ آذر", "number": "INV-1405-000001"}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """Three kinds of letters and no other, and their texts at the messengers."""
    texts = {event: kind.sms.replace("{operator}", "کارداد") for event, kind in KINDS.items() if kind.sms}
    monkeypatch.setattr(kinds, "kinds", lambda: KINDS)
    monkeypatch.setattr(outside, "texts", cache(lambda: texts))
    outside.forget()
