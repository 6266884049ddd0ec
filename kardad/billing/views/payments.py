"""Pages of one payment: what became of it, its receipt, the file that was sent with it."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.billing import access, flow, papers, policy, shown, standing
from kardad.billing.actions import payments
from kardad.billing.forms.paying import Nothing
from kardad.billing.models import Payment
from kardad.billing.views import leaving
from kardad.core import files, limits
from kardad.core.pages import attempt, page


def payment(request: HttpRequest, token: str) -> HttpResponse:
    """What became of the payment, by three sources; the bank can be asked again, and what failed tried again."""
    found = access.payment(request.actor, token)
    do, form = request.POST.get("do", ""), Nothing(request.POST or None)
    if do == "go" and (way := leaving.way_of(found)):
        return leaving.leave(request, found, way)
    if do == "ask" and form.is_valid() and attempt(form, ask, found):
        return redirect("billing:payment", found.token)
    is_under_way, is_buyer = standing.is_under_way(found), access.is_buyer(request.actor, found.invoice)
    is_taken = found.state in flow.TAKEN_PAYMENTS
    answer = page(
        request,
        "billing/payment.html",
        form=form,
        payment=found,
        invoice=found.invoice,
        state=shown.payment(found),
        way=shown.way(found),
        purpose=access.purpose(request.actor, found.invoice),
        claim=shown.claim(found),
        verdict=shown.verdict(found),
        is_under_way=is_under_way,
        may_go=leaving.way_of(found) is not None,
        is_taken=is_taken,
        is_buyer=is_buyer,
        pdf=papers.receipt_pdf(found) if is_taken and is_buyer else None,
        has_file=found.receipt_id is not None and (found.begun_by_id == request.actor.person_id or is_buyer),
    )
    return leaving.let_out(answer, [leaving.origin_of(way.url)]) if (way := leaving.way_of(found)) else answer


@require_safe
def payment_paper(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt of a payment that came, for its buyer: his code stands on it."""
    found = access.payment(request.actor, token)
    access.own_invoice(request.actor, found.invoice.token)
    if found.state not in flow.TAKEN_PAYMENTS:
        raise Http404
    stamp = shown.payment(found).title if found.state != "succeeded" else ""
    context = {"payment": found, "invoice": found.invoice, "seller": found.invoice.seller, "buyer": papers.buyer_of(found.invoice)}
    context["purpose"] = access.purpose(request.actor, found.invoice)
    return page(request, "billing/payment_paper.html", way=shown.way(found), stamp=stamp, **context)


@require_safe
def payment_file(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt's picture, as its sender gave it."""
    found = access.own_payment(request.actor, token)
    if found.receipt is None:
        raise Http404
    return files.answer(found.receipt)


def ask(found: Payment) -> Payment:
    """The bank has been asked once more; not more often than it would bear."""
    at = timezone.now()
    limits.allow("bank-asked", str(found.pk), limit=policy.ASKED_AT_MOST, at=at, window=timedelta(minutes=10))
    return payments.check(found, at=at)
