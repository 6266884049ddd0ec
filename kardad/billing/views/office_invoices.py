"""Invoices in the office: found by number or by state; amounts only, never what was asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kardad.billing import access, flow, papers
from kardad.billing.actions import invoices as actions
from kardad.billing.forms import office_money
from kardad.billing.models import Invoice, Payment
from kardad.billing.views import invoices as mine
from kardad.billing.views.office_tariff import percent
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.kit import calendar, ids, text
from kardad.people import timeline

TAGS = {
    "issued": ("wait", "منتظر پرداخت"),
    "partially_paid": ("wait", "بخشی پرداخت شده"),
    "paid": ("good", "پرداخت شده"),
    "void": ("plain", "باطل"),
    "credited": ("info", "برگشت خورده"),
}
PAYMENT_TAGS = {
    "initiated": ("plain", "آغاز شده"),
    "redirected": ("wait", "در بانک"),
    "pending_verification": ("wait", "در بررسی"),
    "succeeded": ("good", "رسیده"),
    "failed": ("plain", "ناموفق"),
    "expired": ("plain", "منقضی"),
    "rejected": ("bad", "رد شده"),
    "partially_refunded": ("info", "بخشی برگشته"),
    "refunded": ("info", "برگشته"),
}
CODES = {"کد ملی": "national-code", "کد فراگیر": "foreigner-code", "شناسه ملی": "company-id"}
YEARS = 4  # a number typed without its year is looked for in so many


def invoices(request: HttpRequest) -> HttpResponse:
    """Invoices, newest first; by number, or of one state."""
    access.office(request.actor)
    typed, state = request.GET.get("q", ""), request.GET.get("state", "")
    state = state if state in TAGS else ""
    rows = Invoice.objects.all()
    if typed.strip():
        year = calendar.to_jalali(calendar.tehran_day(timezone.now())).year
        rows = rows.filter(number__in=_numbers(typed, year))
    elif state:
        rows = rows.filter(state=state)
    found = newest(rows, after=request.GET.get("after", ""))
    next_url = f"?state={state}&after={found.after}" if found.after else ""
    shown = [(row, *TAGS[row.state]) for row in found.rows]
    return page(request, "billing/office/invoices.html", rows=shown, tags=TAGS, state=state, typed=typed, next_url=next_url)


def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """One invoice with its lines, payments, refunds and credit notes."""
    by = access.office(request.actor)
    found = get_object_or_404(Invoice.objects.select_related("seller"), pk=pk)
    payments = [(row, *PAYMENT_TAGS[row.state]) for row in found.payments.order_by("-pk")[:50]]
    return page(
        request,
        "billing/office/invoice.html",
        found=found,
        tag=TAGS[found.state],
        lines=found.lines.order_by("pk"),
        payments=payments,
        refunds=found.refunds.select_related("credit_note").order_by("-pk")[:50],
        held=access.held(by),
        may_void=flow.INVOICE.allows(found.state, "void", by.role),
        may_refund=found.state in ("paid", "partially_paid") and found.paid > found.refunded,
        online=Payment.Method.ONLINE,
        events=timeline.of(found, most=20),
    )


def void(request: HttpRequest, pk: int) -> HttpResponse:
    """End an unpaid invoice, with a reason."""
    by, at = access.office(request.actor), timezone.now()
    found = get_object_or_404(Invoice, pk=pk)
    form = office_money.Reason(request.POST or None)
    if form.is_valid() and attempt(form, actions.void, found, **form.cleaned_data, by=by, at=at):
        actions.announce_due(found.pk, at=at)
        messages.success(request, f"صورتحساب {text.to_persian_digits(found.number)} باطل شد.")
        return redirect("billing_office:invoice", found.pk)
    return page(request, "billing/office/void.html", form=form, found=found)


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The invoice on paper, for staff, its buyer's code masked; and the sealed papers, of which each look leaves a trace."""
    access.office(request.actor)
    found = get_object_or_404(Invoice.objects.select_related("seller", "person", "organisation"), pk=pk)
    buyer, notes = papers.buyer_of(found), list(found.credit_notes.order_by("pk"))
    return page(
        request,
        "billing/office/paper.html",
        invoice=found,
        lines=found.lines.order_by("pk"),
        notes=notes,
        pdfs=papers.pdfs(found, found.payments.order_by("-pk")[:50], notes),
        seller=found.seller,
        buyer=buyer | {"code": ids.KINDS[CODES[buyer["label"]]].mask(buyer["code"])},
        stamp=papers.STAMPS[found.state] if found.state in mine.PRINTED else "",
        percent=percent(found.vat_rate).removesuffix("٪"),
    )


def _numbers(typed: str, year: int) -> list[str]:
    """What the words may mean: a whole number of an invoice, or its last digits in one of the last years."""
    bare = text.to_ascii_digits(text.display(typed)).upper().replace(" ", "")
    if bare.isdigit() and len(bare) <= 6:
        return [f"INV-{year - past}-{int(bare):06d}" for past in range(YEARS)]
    return [bare if bare.startswith("INV-") else f"INV-{bare}"]
