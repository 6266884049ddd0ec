"""Rows of the list of requests: what each is about, where it stands, and what its client does next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kardad.billing import queries as billing
from kardad.core.actor import Actor
from kardad.desk import flow
from kardad.desk.models import Message, Request
from kardad.desk.queries import requests as queries
from kardad.desk.shown import steps

SHOWS: Final = {"": "همه", "waiting": "منتظر من", "open": "در جریان", "ended": "پایان‌یافته"}
RECEIPT_WAITS: Final = "رسید شما نزد امور مالی است"
NEXT: Final = {
    "draft": "ادامه دهید و ثبت کنید",
    "submitted": "به کارشناس سپرده می‌شود",
    "in_review": "کارشناس بررسی می‌کند",
    "info_requested": "پاسخ دهید یا مدرک بفرستید",
    "invoiced": "صورتحساب را بپردازید",
    "partially_paid": "مانده صورتحساب را بپردازید",
    "paid": "کار آغاز می‌شود",
    "in_progress": "کارشناس روی آن کار می‌کند",
    "delivered": "ببینید و تأیید کنید",
    "reopened": "کارشناس اصلاح می‌کند",
    "expired": "تا ۳۰ روز می‌توانید بازگردانید",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the list."""

    request: Request
    title: str
    state: str
    tone: str
    next: str
    until: datetime | None
    has_unread: bool


def rows(actor: Actor, show: str) -> QuerySet[Request]:
    """The requests of the place where the actor acts that this filter keeps; the list reads them by pages."""
    return with_all(queries.requests_of(actor).filter(_kept(actor.somebody)[show]))


def waiting(actor: Actor) -> QuerySet[Request]:
    """Those in which it is the client's turn, last changed first."""
    return rows(actor, "waiting")


def shown(found: Iterable[Request], *, reader: int | None) -> list[Row]:
    """The rows as they are drawn for this reader: nobody is told to pay what another pays."""
    return [_row(one, reader) for one in found]


def has_unread(request: Request) -> bool:
    """Whether staff wrote something that the client has not opened."""
    return _unread().filter(request=request).exists()


def _unread() -> QuerySet[Message]:
    return Message.objects.filter(side="staff", is_internal=False, read_at=None)


def with_all(found: QuerySet[Request]) -> QuerySet[Request]:
    """The requests with everything that a row of the list shows."""
    unread = Exists(_unread().filter(request=OuterRef("pk")))
    rows = found.select_related("invoice", "engagement__practitioner").prefetch_related("items")
    return rows.annotate(has_unread=unread, receipt_waits=billing.receipt_waits("invoice"))


def _kept(reader: int | None) -> dict[str, Q]:
    turn, anothers = Q(state__in=flow.CLIENTS_TURN), _anothers(reader)
    return {
        "waiting": turn & ~anothers,
        "open": ~Q(state__in=(*flow.ENDED, "draft")),
        "ended": Q(state__in=flow.ENDED),
        "": ~turn | anothers,  # the others stand above, on the first page
    }


def _anothers(reader: int | None) -> Q:
    """What waits for the money of the practitioner who asked for the reader, in whose own name the invoice is."""
    unpaid = Q(state__in=steps.UNPAID, engagement__isnull=False, invoice__isnull=False, invoice__person=F("engagement__practitioner"))
    return unpaid & ~Q(engagement__practitioner=reader)


def _row(one: Request, reader: int | None) -> Row:
    titles = [item.title for item in sorted(one.items.all(), key=lambda item: item.pk)]
    until = one.invoice.due_at if one.invoice and one.state in ("invoiced", "partially_paid") else one.due_at
    payer = _other_payer(one, reader)
    mine = one.state in flow.CLIENTS_TURN and not payer
    return Row(
        request=one,
        title="، ".join(titles) or "درخواست بی‌نام",
        state=flow.STATES[one.state],
        tone=flow.TONES[one.state],
        next=f"{payer} صورتحساب را می‌پردازد" if payer else _next(one),
        until=until if mine else None,
        has_unread=one.has_unread,  # type: ignore[attr-defined]
    )


def _next(one: Request) -> str:
    is_checked = one.receipt_waits and one.state in steps.UNPAID  # type: ignore[attr-defined]
    return RECEIPT_WAITS if is_checked else NEXT.get(one.state, "")


def _other_payer(one: Request, reader: int | None) -> str:
    """The name of the practitioner who pays for the reader; nothing where the reader pays, or nobody has to."""
    if one.state not in steps.UNPAID or one.engagement is None or one.invoice is None:
        return ""
    keeper = one.engagement.practitioner
    return keeper.name if one.invoice.person_id == keeper.pk != reader else ""
