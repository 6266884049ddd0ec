"""A petition that its owner filed at the office, followed by the office's own numbers, papers and days."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import official
from kardad.cases.access import petitions as access
from kardad.cases.actions import official as actions
from kardad.cases.forms import official as forms
from kardad.cases.models import OfficialEntry
from kardad.cases.queries import official as queries
from kardad.cases.views.petition import frame, uploads
from kardad.core.pages import attempt, page
from kardad.inbox.queries import deadlines
from kardad.kit import calendar, money
from kardad.kit.text import to_persian_digits


@require_safe
def course(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands at the office: numbers, the next day, money received and still owed, all that was told."""
    case, held = access.writing(request.actor, token, "prepared", at=timezone.now())
    now = timezone.now()
    today = calendar.tehran_day(now)
    rows = list(queries.entries(case))
    found = official.picture(rows, today=today)
    ways = [(forms.DEEDS[kind], reverse("cases:official_tell", args=[token, kind])) for kind in found.next_kinds]
    events = [_event(one, is_ahead=one.kind in official.AHEAD and one.on >= today) for one in reversed(rows)]
    told = {"held": held, "rows": rows[::-1], "found": found, "ways": ways, "events": events, "until": _until(rows, at=now)}
    return page(request, "cases/official/course.html", case=case, today=today, **told)


def official_tell(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """One thing that happened there, or a day to come."""
    case, _ = access.writing(request.actor, token, "prepared", at=timezone.now())
    now = timezone.now()
    rows = queries.entries(case)
    if kind not in official.picture(rows, today=calendar.tehran_day(now)).next_kinds:
        raise Http404
    form = forms.Entry(*frame.posted(request), kind=kind)
    if form.is_valid():
        given = dict(form.cleaned_data)
        kept = uploads.keep(given.pop("photos", None) or [], owner_id=case.filer_id, at=now)
        for why in kept.refused:
            form.add_error("photos", why)
        told = actions.Told(kind=kind, photos=kept.files, **{name: value for name, value in given.items() if value is not None})
        if not kept.refused and attempt(form, actions.tell, case, told, by=request.actor, at=now):
            messages.success(request, f"«{forms.KINDS[kind]}» ثبت شد.")
            return redirect("cases:official", token)
    return page(request, "cases/official/tell.html", form=form, case=case, title=forms.KINDS[kind], kind=kind)


def official_void(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """What was told by mistake is taken back, after being asked once."""
    case, _ = access.writing(request.actor, token, "prepared", at=timezone.now())
    entry = queries.entries(case).filter(pk=min(pk, 2**63 - 1)).first()
    if entry is None:
        raise Http404
    form = frame.nothing(request)
    if form.is_valid() and attempt(form, actions.void, entry, by=request.actor, at=timezone.now()):
        messages.success(request, "برداشته شد.")
        return redirect("cases:official", token)
    return page(request, "cases/official/void.html", form=form, case=case, entry=entry)


def _event(one: OfficialEntry, *, is_ahead: bool) -> dict[str, Any]:
    said = [one.number, one.place, money.grouped(one.amount) if one.amount is not None else "", one.text]
    hour = to_persian_digits(f"، ساعت {one.hour:%H:%M}") if one.hour else ""
    title = one.delivery.notice.title if one.delivery is not None else one.get_kind_display()
    words = to_persian_digits("؛ ".join(part for part in said if part))
    return {"text": title, "note": words, "by": calendar.long(one.on) + hour, "state": "expected" if is_ahead else "done", "pk": one.pk}


def _until(rows: list[OfficialEntry], *, at: datetime) -> list[Any]:
    """The deadlines that run from notices, the soonest first."""
    found = [deadlines.of(one.delivery) for one in rows if one.delivery is not None]
    return sorted((one for one in found if one is not None and not deadlines.is_over(one, at)), key=lambda one: one.safe_until)
