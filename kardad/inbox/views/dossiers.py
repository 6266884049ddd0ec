"""Dossiers: those I read, one with its papers and days, everything of it in one file, and joining one by the code of a paper."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.inbox import access, auditing, bundle
from kardad.inbox.actions import dossiers as actions
from kardad.inbox.actions import joining
from kardad.inbox.forms import joining as forms
from kardad.inbox.models import Dossier, Letter, Representation
from kardad.inbox.queries import deadlines, deliveries, dossiers, kartable
from kardad.inbox.shown import dossiers as shown
from kardad.kit import calendar
from kardad.people.models import Organisation, Person

LONG_AGO = date(2000, 1, 1)
MOST = 200  # papers of one dossier on its page and in its file


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The dossiers that I read, newest first."""
    person, at = access.person(request.actor), timezone.now()
    found = newest(dossiers.of_person(person.pk, at=at).select_related("office"), after=request.GET.get("after", ""))
    today = calendar.tehran_day(at)
    running = deadlines.of_person(person.pk, since=today)
    soonest = {one.delivery.notice.dossier_id: one for one in reversed(list(running[:MOST]))}
    rows = [(one, soonest.get(one.pk)) for one in found.rows]
    return page(request, "inbox/dossiers.html", rows=rows, next_url=found.next_url, soon=today + timedelta(days=3))


@require_safe
def dossier(request: HttpRequest, token: str) -> HttpResponse:
    """One dossier: its sides, my days on one picture, its papers with each side's service."""
    at = timezone.now()
    found = access.dossier(request.actor, token, at=at)
    person = access.person(request.actor)
    own, stands = _own(found, person, at=at)
    mine = own | {party for party, one in stands.items() if one.agent_id == person.pk}
    ways = list(deliveries.of_dossier(found).select_related("notice", "party")[:MOST])
    letters = kartable.of_delivery(person.pk, [one.pk for one in ways])
    papers = shown.papers(ways, mine, letters)
    running = [one for one in deadlines.of_person(person.pk, since=LONG_AGO) if one.delivery.notice.dossier_id == found.pk]
    return page(
        request,
        "inbox/dossier.html",
        dossier=found,
        sides=shown.sides(dossiers.parties(found), mine, stands, own=own, me=person.pk),
        is_served=found.kind == Dossier.Kind.OFFICE and found.closed_at is None,
        papers=papers,
        differs=found.kind == Dossier.Kind.OFFICE and auditing.differs(found),
        events=shown.timeline(running, papers, calendar.tehran_day(at)),
        letters=Letter.objects.filter(person=person, dossier=found, delivery=None).order_by("-pk")[:10],
    )


@require_safe
def dossier_file(request: HttpRequest, token: str) -> HttpResponse:
    """Everything of the dossier that is mine, in one file, with what checks it."""
    at = timezone.now()
    found = access.dossier(request.actor, token, at=at)
    ways, may_read = bundle.yours(found, access.person(request.actor), is_fresh=access.is_fresh(request), at=at)
    raw = bundle.written(found, ways, may_read=may_read, at=at)
    headers = {"Content-Disposition": f'attachment; filename="dossier-{found.token[:8]}.zip"', "Cache-Control": "no-store"}
    return HttpResponse(raw, content_type="application/zip", headers=headers)


def join(request: HttpRequest) -> HttpResponse:
    """By the code of a paper: first what it would open is shown, then a press joins."""
    person, at = access.person(request.actor), timezone.now()
    mine = list(Organisation.objects.filter(pk__in=dossiers.organisations_of(person.pk)).order_by("pk"))
    form = forms.Join(request.POST or None, mine)
    if not form.is_valid():
        return page(request, "inbox/join.html", form=form)
    asked = {"tracking_code": form.cleaned_data["tracking_code"], "organisation": form.organisation, "by": request.actor, "at": at}
    if request.POST.get("do") != "join":
        is_right = attempt(form, joining.preview, person, **asked)
        return page(request, "inbox/join_check.html" if is_right else "inbox/join.html", form=form, party=getattr(form, "result", None))
    if not attempt(form, actions.join, person, **asked):
        return page(request, "inbox/join.html", form=form)
    if not form.result.has_account:
        messages.success(request, "درخواست شما ثبت شد. دبیر اداره آن را می‌بیند و نتیجه را در کارپوشه می‌خوانید.")
        return redirect("inbox:inbox")
    messages.success(request, "به پرونده پیوستید. برگه‌های بعدی آن در کارپوشه شما می‌آید.")
    return redirect(form.result.dossier.url)


def _own(found: Dossier, person: Person, *, at: datetime) -> tuple[set[int], dict[int, Representation]]:
    """The sides that are the reader's own, and who stands for each side."""
    rows = Representation.objects.filter(party__dossier=found, began_at__lte=at, ended_at=None).select_related("agent", "party")
    own = set(dossiers.own_parties(person.pk).filter(dossier=found).values_list("pk", flat=True))
    return own, {one.party_id: one for one in rows}
