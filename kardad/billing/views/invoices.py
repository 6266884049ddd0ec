"""Pages of the buyer: his invoices, one of them, its paper."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.billing import access, papers, queries, shown, standing
from kardad.billing.models import Invoice
from kardad.core import paging
from kardad.core.actor import Actor
from kardad.core.pages import page

PAYOUTS_SHOWN = 5
DRAWN_UNTIL_PAID = ("issued", "partially_paid")
PRINTED = ("void", "credited")  # one that is paid says so by itself


@require_safe
def invoices(request: HttpRequest) -> HttpResponse:
    """What I, or the organisation I act for, owe and paid; newest first."""
    rows = access.invoices(request.actor)
    group = request.GET.get("state", "")
    if group in shown.GROUPS:
        rows = rows.filter(state__in=shown.GROUPS[group][1])
    found = paging.newest(rows.prefetch_related("lines"), after=request.GET.get("after", ""))
    return page(
        request,
        "billing/invoices.html",
        rows=[{"row": row, "state": shown.invoice(row), "what": _what(row)} for row in found.rows],
        groups=[(key, title) for key, (title, _) in shown.GROUPS.items()],
        group=group if group in shown.GROUPS else "",
        credit=_credit(request.actor),
        next_url=f"?state={group}&after={found.after}" if found.after and group in shown.GROUPS else found.next_url,
    )


@require_safe
def invoice(request: HttpRequest, token: str) -> HttpResponse:
    """One invoice: what to do next, what it is for, what came and what went back."""
    found = access.invoice(request.actor, token)
    now = timezone.now()
    told = standing.of(found, at=now)
    is_buyer = access.is_buyer(request.actor, found)
    if not is_buyer and not told.is_open:
        told.step = None  # its paper is the buyer's
    is_drawn = found.state in DRAWN_UNTIL_PAID and now <= found.due_at
    return page(
        request,
        "billing/invoice.html",
        invoice=found,
        told=told,
        deadline=shown.last_days(found) if is_drawn else None,
        is_late=told.is_open and now > found.due_at,
        percent=papers.percent(found.vat_rate),
        purpose=access.purpose(request.actor, found),
        is_buyer=is_buyer,
        pdfs=papers.pdfs(found, [row for row, _, _ in told.payments], told.notes) if is_buyer else [],
    )


@require_safe
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """The invoice on paper, for its buyer: seller and buyer in full, as law demands of an invoice."""
    found = access.own_invoice(request.actor, token)
    return page(
        request,
        "billing/paper.html",
        invoice=found,
        lines=found.lines.order_by("pk"),
        notes=found.credit_notes.order_by("pk"),
        seller=found.seller,
        buyer=papers.buyer_of(found),
        stamp=papers.STAMPS[found.state] if found.state in PRINTED else "",
        purpose=access.purpose(request.actor, found),
        percent=papers.percent(found.vat_rate),
    )


def _credit(actor: Actor) -> dict[str, Any]:
    """What the house owes the place in which one acts, how much of it can be asked for, and what was asked."""
    holder = access.holder(actor)
    owed, rows = queries.credit_of(holder), list(queries.payouts_of(holder)[:PAYOUTS_SHOWN])
    under_way = sum(row.rials for row in rows if row.state in ("requested", "approved"))
    is_own = holder == f"person:{actor.person_id}"
    return {
        "owed": owed,
        "is_own": is_own,
        "may_ask": is_own and owed > under_way,
        "payouts": [(row, shown.PAYOUTS[row.state]) for row in rows],
    }


def _what(row: Invoice) -> str:
    titles = [line.title for line in row.lines.all()]
    return "، ".join(titles[:2]) + (" و …" if len(titles) > 2 else "")
