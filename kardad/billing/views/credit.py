"""Pages of a buyer's credit: he asks that it be paid to his own bank account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.billing import access
from kardad.billing.actions import payouts
from kardad.billing.forms.credit import OwnPayout
from kardad.billing.models import Payout
from kardad.core.pages import attempt, page
from kardad.people import access as people
from kardad.people import particulars
from kardad.people.actions import persons
from kardad.people.models import Person


def payout(request: HttpRequest) -> HttpResponse:
    """One's own credit waits for a manager to let it be sent; whoever asks has just shown that it is he."""
    mine = people.person(request.actor)
    most = payouts.free(f"person:{mine.pk}")
    if most <= 0 or access.holder(request.actor) != f"person:{mine.pk}":
        return redirect("billing:invoices")
    known = particulars.own(mine).iban
    form = OwnPayout(request.POST or None, most=most, known=known, initial={"rials": most})
    if form.is_valid():
        people.fresh(request)  # money leaves: an open session is not enough
        if attempt(form, _ask, request, mine, known, form.cleaned_data["rials"], form.cleaned_data["iban"]):
            messages.success(request, "درخواست شما ثبت شد. پس از بررسی، پول به حساب شما می‌رود و خبرتان می‌کنیم.")
            return redirect("billing:invoices")
    return page(request, "billing/payout.html", form=form, most=most)


def _ask(request: HttpRequest, mine: Person, known: str, rials: int, iban: str) -> Payout:
    if iban != known:
        persons.require_iban(mine, iban)
    return payouts.ask_own(mine, rials=rials, iban=iban, by=request.actor.acting_as("member"), at=timezone.now())
