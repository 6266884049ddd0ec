"""A side's side of a decision: read it, object to it, have its finality certified."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import shown_decisions as shown
from kardad.cases.access import decisions as access
from kardad.cases.actions import objections, serving
from kardad.cases.forms import decisions as forms
from kardad.cases.queries import decisions as queries
from kardad.cases.views.petition import uploads
from kardad.core.pages import attempt, page
from kardad.people import access as people


@require_safe
def decisions(request: HttpRequest, token: str) -> HttpResponse:
    """What was decided, the side's own days, and whether it is final."""
    now = timezone.now()
    standing = access.side(request.actor, token, at=now)
    mine = queries.objections(standing.case).filter(party=standing.party).first()
    context = {"issued": shown.issued(standing.case), "way": shown.way(standing, at=now), "mine": mine, "standing": standing}
    return page(request, "cases/decisions/mine.html", **context, **shown.facts(standing.case))


def object(request: HttpRequest, token: str) -> HttpResponse:  # noqa: A001 – the deed's one word
    """Object to the decision of the first board, having just shown oneself: the press is the signature."""
    now = timezone.now()
    standing = access.side(request.actor, token, at=now)
    way = shown.way(standing, at=now)
    if way is None or way.has_objected:
        raise Http404
    if not way.may:
        return page(request, "cases/decisions/no_power.html", status=403, standing=standing, **shown.facts(standing.case))
    people.fresh(request)
    items = list(standing.case.items.order_by("position"))
    form = forms.Objection(request.POST or None, request.FILES or None, items=items, over=way.over)
    if form.is_valid():
        kept = uploads.keep(form.cleaned_data["files"] or [], owner_id=standing.person.pk, at=now)
        for why in kept.refused:
            form.add_error("files", why)
        given = form.written | {"files": kept.files}
        if not kept.refused and attempt(form, objections.object, standing, by=request.actor, at=now, **given):
            messages.success(request, "اعتراض شما ثبت شد و نسخه آن به طرف دیگر ابلاغ شد.")
            return redirect("cases:decisions", token)
    return page(request, "cases/decisions/object.html", form=form, way=way, standing=standing, **shown.facts(standing.case))


def certify(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the certificate of finality."""
    now = timezone.now()
    standing = access.side(request.actor, token, at=now)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, serving.certify, standing.case, at=now):
        messages.success(request, "گواهی قطعیت در کارپوشه هر دو طرف است.")
        return redirect("cases:decisions", token)
    return page(request, "cases/decisions/certify.html", form=form, standing=standing, **shown.facts(standing.case))
