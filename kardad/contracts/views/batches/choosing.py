"""Single contracts are chosen for one code; single ones are left out of a list."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kardad.contracts import access, sweeps
from kardad.contracts.access import batches as access_own
from kardad.contracts.actions import batch_choosing
from kardad.contracts.forms import batches as forms
from kardad.contracts.models import Batch, BatchRow, Contract
from kardad.contracts.queries import choosing as queries
from kardad.contracts.queries import lists
from kardad.contracts.queries.lists import Whose
from kardad.core import paging
from kardad.core.pages import attempt, page
from kardad.people.models import Person

SIZE = 50


def choose(request: HttpRequest) -> HttpResponse:
    """What waits for the employer's signature, to be ticked; what was ticked becomes a list."""
    me = access.verified(request)
    every, whose = _whose(request, me)
    form = forms.Choose(request.POST if request.method == "POST" else None)
    if whose and form.is_valid():
        told = {"tokens": form.cleaned_data["take"], "once": form.mark, "by": request.actor, "at": timezone.now()}
        if attempt(form, batch_choosing.begin, me, whose, **told):
            sweeps.go_on(form.result)
            return redirect("contracts:batch_sign", form.result.token)
    rows = queries.waiting(whose, me) if whose else Contract.objects.none()
    found = paging.newest(rows, after=request.GET.get("after", ""), size=SIZE)
    after = f"?{urlencode({'whose': whose.key, 'after': found.after})}" if whose and found.after else ""
    told = {"every": every, "whose": whose, "items": queries.items(found.rows), "next_url": after}
    return page(request, "contracts/batches/choose.html", form=form, once=form.initial["once"], **told)


@require_POST
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """What was marked is in the list no more."""
    row = access_own.batch(request.actor, token, Batch.Kind.SIGNING)
    places = row.rows.filter(state=BatchRow.State.READY).values_list("place", flat=True)
    form = forms.Leave(request.POST, places=list(places))
    if form.is_valid() and attempt(
        form, batch_choosing.leave_out, row, places=form.cleaned_data["place"], by=request.actor, at=timezone.now()
    ):
        messages.success(request, "از فهرست بیرون گذاشته شد. رمزی که پیش از این گرفته‌اید دیگر کار نمی‌کند.")
    else:
        messages.error(request, " ".join(str(said) for found in form.errors.values() for said in found))
    return redirect("contracts:batch_sign", token)


def _whose(request: HttpRequest, me: Person) -> tuple[list[Whose], Whose | None]:
    """The lists of the employers for whom the person signs, and the one that is asked for."""
    every = [one for one in lists.of(me) if not one.is_worker]
    named = request.GET.get("whose", "")
    found = next((one for one in every if one.key == named), None)
    if named and found is None:
        raise Http404
    return every, found or (every[0] if every else None)
