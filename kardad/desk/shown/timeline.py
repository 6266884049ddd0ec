"""What happened to a request as its client reads it, where it stands, and what is still ahead."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kardad.core import history
from kardad.desk.models import Request

MOST: Final = 30
# What a client reads of his request's history; what staff say among themselves is not in it.
TOLD: Final = tuple(
    f"request.{deed}"
    for deed in (
        *("submitted", "assigned", "reassigned", "info_requested", "answered", "redirected", "objected", "taken_back", "rejected"),
        *("invoiced", "invoice_voided", "partially_paid", "paid", "started", "item_delivered", "delivered", "closed", "reopened"),
        *("expired", "restored", "cancelled", "withdrawn", "hour_used", "file_hidden"),
    )
)
NOW: Final = {
    "submitted": "درخواست شما ثبت شده و منتظر کارشناس است",
    "in_review": "کارشناس درخواست شما را بررسی می‌کند",
    "info_requested": "کارشناس منتظر پاسخ شماست",
    "invoiced": "صورتحساب منتظر پرداخت شماست",
    "partially_paid": "بخشی پرداخت شده؛ بقیه منتظر پرداخت شماست",
    "paid": "پرداخت شد و کار آغاز می‌شود",
    "in_progress": "کارشناس روی درخواست شما کار می‌کند",
    "delivered": "کار تحویل شد و منتظر تأیید شماست",
    "reopened": "کارشناس آنچه خواستید را اصلاح می‌کند",
}
LEAVING: Final = "انصراف شما نزد مدیر است و کار تا تصمیم او پیش نمی‌رود"
AHEAD: Final = (
    ("بررسی کارشناس و گفت‌وگو با شما", ("submitted",)),
    ("صورتحساب با بهای نهایی", ("submitted", "in_review", "info_requested")),
    ("پرداخت شما", ("submitted", "in_review", "info_requested")),
    ("انجام کار و تحویل", ("submitted", "in_review", "info_requested", "invoiced", "partially_paid", "paid", "in_progress", "reopened")),
    ("تأیید شما و پایان", ("submitted", "in_review", "info_requested", "invoiced", "partially_paid", "paid", "in_progress", "reopened")),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry, as the timeline component takes it."""

    text: str
    at: datetime | None = None
    state: str = "done"


def of(request: Request, *, is_leaving: bool = False) -> list[Moment]:
    """What is ahead, the farthest first; the present; what happened, newest first. Who wants his money back is promised no work."""
    ahead = [Moment(text, state="expected") for text, states in reversed(AHEAD) if request.state in states and not is_leaving]
    standing = LEAVING if is_leaving else NOW.get(request.state, "")
    now = [Moment(standing, state="now")] if standing else []
    events = history.of(request).filter(name__in=TOLD)[:MOST]
    return [*ahead, *now, *(Moment(history.sentence(event), event.at) for event in events)]
