"""How the process agents' calls are shown: whose turn it is, and how the two days of an agent stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from kardad.inbox.models import Delivery, Visit
from kardad.kit import calendar

PARTS: Final = (("", "همه"), ("waiting", "برای سپردن"), ("with_agent", "نزد مأمور"), ("returned", "برگشته"))


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the paper is, in words and a tone; `due_on` is the agent's last day."""

    tone: str
    words: str
    agent: str = ""
    due_on: date | None = None


def latest(rows: Iterable[Delivery]) -> dict[int, Visit]:
    """The newest call of each delivery."""
    return {one.delivery_id: one for one in Visit.objects.filter(delivery__in=list(rows)).order_by("pk")}


def clock(delivery: Delivery, call: Visit | None, *, today: date) -> Clock:
    """How the paper stands today."""
    if delivery.voided_at:
        return Clock("plain", "بی‌اثر شد")
    if delivery.rung == "served":
        return Clock("good", "ابلاغ شد")
    if delivery.rung == "returned":
        return Clock("bad", "برگشت؛ دوباره سپرده شود", call.agent_name if call else "")
    if call is None or call.outcome:
        return Clock("wait", "برای سپردن به مأمور")
    if today > call.due_on:
        return Clock("bad", f"دیر شده؛ مهلت مأمور {calendar.relative(call.due_on, today)} بود", call.agent_name, call.due_on)
    return Clock("wait", f"نزد مأمور، تا {calendar.long(call.due_on)}", call.agent_name, call.due_on)
