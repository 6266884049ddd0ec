"""The client book: a practitioner's clients and what he does for each; and the consents of those for whom it is done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.billing import shown as money
from kardad.core import paging
from kardad.core.pages import attempt, page
from kardad.desk import flow
from kardad.desk.access import clients as access
from kardad.desk.access import requests as sides
from kardad.desk.actions import clients as actions
from kardad.desk.forms import clients as forms
from kardad.desk.models import Engagement
from kardad.desk.queries import clients as queries
from kardad.desk.shown import listing
from kardad.desk.views.requests import posted
from kardad.people import access as access_of_people
from kardad.people.forms.accounts import Nothing

SHOWS = {"": "همه", "agreed": "رضایت داده", "invited": "منتظر رضایت", "ended": "پایان‌یافته"}
KEPT = {"agreed": ("agreed",), "invited": ("invited",), "ended": ("refused", "expired", "withdrawn", "dropped")}
INVOICES_SHOWN = INVITATIONS_SHOWN = 20


@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """Everybody in my book, by whether they consent."""
    rows = queries.book(access.keeper(request.actor).pk)
    show = request.GET.get("show", "")
    if show in KEPT:
        rows = rows.filter(state__in=KEPT[show])
    found = paging.newest(rows, after=request.GET.get("after", ""))
    more = f"?show={show if show in KEPT else ''}&after={found.after}" if found.after else ""
    shown = [(row, *flow.ENGAGEMENTS[row.state]) for row in found.rows]
    return page(request, "desk/clients.html", rows=shown, shows=SHOWS, show=show if show in KEPT else "", more=more)


def new(request: HttpRequest) -> HttpResponse:
    """A client is put in the book and asked for his consent; whoever asks has proved who he is."""
    mine = access.keeper(request.actor)
    access_of_people.level(request, 1)
    form = forms.NewClient(*posted(request))
    told = {"by": sides.as_client(request.actor), "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.invite, mine, **form.cleaned_data, **told):
        messages.success(request, "موکل افزوده شد و برای رضایت به او پیامک می‌رود.")
        return redirect("desk:client", form.result.pk)
    return page(request, "desk/client_new.html", form=form, practitioner=mine)


@require_safe
def client(request: HttpRequest, pk: int) -> HttpResponse:
    """One client: what I asked for him and its money, apart from everybody else's."""
    found = access.client(request.actor, pk)
    rows = paging.latest(listing.with_all(queries.requests_by(found)), by="changed_at", after=request.GET.get("after", ""))
    invoices = [(row, money.invoice(row)) for row in queries.invoices_by(found)[: INVOICES_SHOWN + 1]]
    title, tone = flow.ENGAGEMENTS[found.state]
    return page(
        request,
        "desk/client.html",
        found=found,
        title=title,
        tone=tone,
        rows=listing.shown(rows.rows, reader=request.actor.somebody),
        more=rows.next_url,
        invoices=invoices[:INVOICES_SHOWN],
        has_more_invoices=len(invoices) > INVOICES_SHOWN,
    )


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """A client is taken out of the book, after being told what that means."""
    found = access.client(request.actor, pk)
    if found.state not in actions.LIVE:
        raise Http404
    form = Nothing(*posted(request))
    told = {"by": sides.as_client(request.actor), "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.drop, found, **told):
        messages.success(request, "موکل از دفتر شما برداشته شد.")
        return redirect("desk:clients")
    return page(request, "desk/client_drop.html", form=form, found=found)


@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """Who may ask for me, and who once might."""
    mine = access_of_people.person(request.actor)
    found = paging.newest(queries.given(mine.pk), after=request.GET.get("after", ""))
    rows = [(row, *flow.CONSENTS[row.state]) for row in found.rows]
    waiting = [] if request.GET.get("after") else list(queries.invitations(mine)[:INVITATIONS_SHOWN])
    return page(request, "desk/consents.html", waiting=waiting, rows=rows, next_url=found.next_url)


def consent(request: HttpRequest, token: str) -> HttpResponse:
    """What a practitioner would see and do, in plain words; the answer, and afterwards how it stands."""
    found = access.consent(request.actor, token)
    title, tone = flow.CONSENTS[found.state]
    if found.state != "invited":
        return page(request, "desk/consent_given.html", found=found, title=title, tone=tone)
    form = forms.Decide(*posted(request))
    if form.is_valid() and attempt(form, _decide, request, found, form.cleaned_data["decision"]):
        messages.success(request, "رضایت شما ثبت شد." if form.result.state == "agreed" else "ثبت شد؛ کسی برای شما درخواستی ثبت نمی‌کند.")
        return redirect("desk:consent", found.token)
    return page(request, "desk/consent.html", form=form, found=found)


def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The consent is taken back, at any time."""
    found = access.consent(request.actor, token)
    if found.state != "agreed":
        raise Http404
    form = Nothing(*posted(request))
    told = {"by": sides.as_client(request.actor), "at": timezone.now()}
    if form.is_valid() and attempt(form, actions.withdraw, found, **told):
        messages.success(request, "رضایت شما پس گرفته شد.")
        return redirect("desk:consent", found.token)
    return page(request, "desk/consent_withdraw.html", form=form, found=found)


def _decide(request: HttpRequest, found: Engagement, decision: str) -> Engagement:
    act = actions.agree if decision == forms.AGREE else actions.refuse
    return act(found, person=access_of_people.person(request.actor), by=sides.as_client(request.actor), at=timezone.now())
