"""Pages of who may sign for an employer: the papers there are, a new one, its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access
from kardad.contracts.access import authorities as access_papers
from kardad.contracts.actions import authorising
from kardad.contracts.forms import authorities as forms
from kardad.contracts.forms.signing import Nothing
from kardad.contracts.models import Authority
from kardad.contracts.queries import authorities as queries
from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.kit import calendar
from kardad.people.models import Person

SHOWN = 100


@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """The papers that this person gave, and those by which he signs himself."""
    me = access.person(request.actor)
    given, held = queries.given(me)[:SHOWN], queries.held(me)[:SHOWN]
    can_give = bool(queries.candidates(me))
    return page(
        request, "contracts/signing/authorities.html", given=given, held=held, can_give=can_give, today=calendar.tehran_day(timezone.now())
    )


def give_authority(request: HttpRequest) -> HttpResponse:
    """Somebody who keeps contracts may sign them from now on, by a paper that is kept."""
    me = access.verified(request)
    found = queries.candidates(me)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.Give(*posted, candidates=found)
    if form.is_valid() and attempt(form, _given, request, me, form.cleaned_data):
        messages.success(request, "اختیار امضا ثبت شد.")
        return redirect("contracts:authorities")
    return page(request, "contracts/signing/give_authority.html", form=form, candidates=found)


def end_authority(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper counts no more."""
    me, found = access.person(request.actor), access_papers.mine(request.actor, pk)
    form = Nothing(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, authorising.end, me, found, by=request.actor, at=timezone.now()):
        messages.success(request, "اختیار امضا پایان یافت.")
        return redirect("contracts:authorities")
    return page(request, "contracts/signing/end_authority.html", form=form, found=found)


@require_safe
def authority_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper itself."""
    return files.answer(access_papers.readable(request.actor, pk).file)


def _given(request: HttpRequest, me: Person, told: dict[str, Any]) -> Authority:
    at = timezone.now()
    kept = files.store(told["file"], owner_id=me.pk, at=at)
    days = authorising.Days(told["valid_from"], told["valid_to"])
    return authorising.give(me, told["to"], file=kept, days=days, by=request.actor, at=at)
