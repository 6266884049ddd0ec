"""Where banks send payers back to, and the demo's stand-in for a bank."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kardad.billing import access, shown, standing
from kardad.billing.actions import payments
from kardad.billing.models import Payment
from kardad.billing.views import leaving
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.core.pages import page
from kardad.gateways.payments.console import Console
from kardad.gateways.payments.twin import Bill, Button
from kardad.people.access import LogInFirst

LOST = "lost"
BUTTONS = {Button.PAY, Button.CANCEL, Button.INSUFFICIENT}


@csrf_exempt  # a bank posts here; the address itself is what nobody guesses
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, token: str) -> HttpResponse:
    """The payer is back: what he brings is a hint, the bank is asked, and the same page answers however often it is opened."""
    found = access.returning(token)
    brought = request.POST if request.method == "POST" else request.GET
    if brought:
        found = payments.come_back(found, params=brought.dict(), at=timezone.now())
        # Once more by GET: a browser that was posted here by a bank did not bring the session along.
        return redirect("billing:payment" if _is_own(request.actor, found) else "billing:back", found.token)
    if _is_own(request.actor, found):
        return redirect("billing:payment", found.token)
    return page(
        request,
        "billing/back.html",
        payment=found,
        state=shown.payment(found),
        verdict=shown.verdict(found),
        is_under_way=standing.is_under_way(found),
    )


def demo_bank(request: HttpRequest) -> HttpResponse:
    """The demo's stand-in for a bank's page: pay, cancel, hold too little, or pay and never come back; only in a demo."""
    gateway = next((one for one in outside.payment_gateways() if isinstance(one, Console)), None)
    authority = request.GET.get("authority", "")
    bill = gateway.bill(authority) if settings.DEMO and gateway is not None else None
    if gateway is None or bill is None:
        raise Http404
    pressed = request.POST.get("do", "")
    if pressed == LOST:
        gateway.press(authority, Button.PAY)
        return _bank_page(request, bill, is_lost=True)
    if pressed in BUTTONS:
        way = gateway.press(authority, Button(pressed))
        return redirect(way.url)
    return _bank_page(request, bill, is_lost=False)


def _bank_page(request: HttpRequest, bill: Bill, *, is_lost: bool) -> HttpResponse:
    answer = page(request, "billing/demo_bank.html", bill=bill, is_lost=is_lost)
    return leaving.let_out(answer, [leaving.origin_of(bill.callback_url)])


def _is_own(actor: Actor, found: Payment) -> bool:
    try:
        access.payment(actor, found.token)
    except (Http404, LogInFirst):
        return False
    return True
