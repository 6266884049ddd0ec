"""What a representative may do: his letter as it stands, written anew, accepted by the other of the two."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import shown_settling as shown
from kardad.cases.access import settling as access
from kardad.cases.actions import empowering as actions
from kardad.cases.forms import settling as forms
from kardad.cases.queries import powers as queries
from kardad.cases.views.petition import uploads
from kardad.core.pages import attempt, page
from kardad.kit import calendar
from kardad.people import access as people


@require_safe
def powers(request: HttpRequest, token: str) -> HttpResponse:
    """The letter in force, the one that waits, and who has to say yes."""
    now = timezone.now()
    place = access.side(request.actor, token, at=now)
    held = queries.of(place, at=now)
    context = shown.facts(place) | {"place": place, "held": held, "is_by_law": queries.is_by_law(held)}
    context |= {"now": shown.letter(queries.in_force(held), place), "waiting": shown.letter(queries.waiting(held), place)}
    return page(request, "cases/settling/powers.html", **context)


def empower(request: HttpRequest, token: str) -> HttpResponse:
    """Write a letter; its writer has just shown himself, which is his own yes."""
    now = timezone.now()
    place, held = access.represented(request.actor, token, at=now)
    people.fresh(request)
    form = forms.Empower(request.POST or None, request.FILES or None, today=calendar.tehran_day(now), initial=_begun(held))
    if form.is_valid():
        kept = uploads.keep(form.cleaned_data["files"] or [], owner_id=place.person.pk, at=now)
        for refused in kept.refused:
            form.add_error("files", refused)
        given = {name: form.cleaned_data[name] for name in ("can", "deed", "deed_number", "deed_on")}
        if not kept.refused and attempt(form, actions.empower, place, **given, files=kept.files, by=request.actor, at=now):
            messages.success(request, "نامه در پرونده است و با پذیرش طرف دیگر آن، برقرار می‌شود.")
            return redirect("cases:powers", token)
    return page(request, "cases/settling/empower.html", form=form, place=place, held=held, **shown.facts(place))


def record_powers(request: HttpRequest, pk: int, representation: int) -> HttpResponse:
    """The secretary enters the letter of who stands for a side without an account."""
    now = timezone.now()
    case, held, by = access.unheard(request.actor, pk, representation, now=now)
    form = forms.Empower(request.POST or None, request.FILES or None, today=calendar.tehran_day(now), initial=_begun(held))
    if form.is_valid():
        kept = uploads.keep(form.cleaned_data["files"] or [], owner_id=by.somebody, at=now)
        for refused in kept.refused:
            form.add_error("files", refused)
        given = {name: form.cleaned_data[name] for name in ("can", "deed", "deed_number", "deed_on")}
        if not kept.refused and attempt(form, actions.record_powers, case, held, **given, files=kept.files, by=by, at=now):
            messages.success(request, "نامه نماینده ثبت شد و از این پس برقرار است.")
            return redirect("cases_office:case", case.pk)
    return page(request, "cases/settling/record_powers.html", form=form, held=held, case=case, is_by_law=queries.is_by_law(held))


def accept_powers(request: HttpRequest, token: str) -> HttpResponse:
    """The other of the two says yes, having just shown himself."""
    now = timezone.now()
    place, waiting = access.letter(request.actor, token, at=now)
    people.fresh(request)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, actions.accept_powers, place, by=request.actor, at=now):
        messages.success(request, "نامه از این پس برقرار است.")
        return redirect("cases:powers", token)
    context = shown.facts(place) | {"place": place, "letter": shown.letter(waiting, place)}
    return page(request, "cases/settling/accept_powers.html", form=form, **context)


def decline_powers(request: HttpRequest, token: str) -> HttpResponse:
    """The letter that waits is set aside."""
    now = timezone.now()
    place, _ = access.letter(request.actor, token, at=now)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, actions.decline_powers, place, by=request.actor, at=now):
        messages.success(request, "آن نامه کنار گذاشته شد.")
        return redirect("cases:powers", token)
    return page(request, "cases/settling/decline_powers.html", form=form, place=place, **shown.facts(place))


def _begun(held: Any) -> dict[str, Any]:
    """The form begins with the letter in force."""
    found = queries.in_force(held)
    if found is None:
        return {}
    return {"can": [one for one in actions.POWERS if getattr(found, f"can_{one}")], "deed": found.deed, "deed_number": found.deed_number}
