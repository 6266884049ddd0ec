"""Roles: in which one acts, which one holds, what a new one needs."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.people import access, papers, roles, timeline, uploads
from kardad.people.actions import papers as paper_actions
from kardad.people.actions import reviews
from kardad.people.actions import roles as actions
from kardad.people.forms import papers as paper_forms
from kardad.people.forms import roles as forms
from kardad.people.models import Person, RoleGrant
from kardad.people.queries import roles as queries

TONES = {"active": "good", "pending": "wait", "incomplete": "bad", "refused": "bad", "ended": "plain"}
STATES = {"active": "فعال", "pending": "در حال بررسی", "incomplete": "منتظر مدارک شما", "refused": "پذیرفته نشد", "ended": "پایان‌یافته"}
OPEN = ("pending", "incomplete", "active")


def act_as(request: HttpRequest) -> HttpResponse:
    """Choose the role to act in; the session keeps it, and every request judges it anew."""
    person = access.person(request.actor)
    choices = queries.acting_choices(person.pk)
    now = f"{request.actor.role}|{request.actor.on_behalf_of}"
    form = forms.ActAs(request.POST or None, choices=choices, initial={"acting": now})
    if form.is_valid():
        chosen = next(choice for choice in choices if choice.value == form.cleaned_data["acting"])
        request.session["acting"], request.session["acting_title"] = chosen.value, chosen.title
        messages.success(request, f"از این پس در نقش «{chosen.title}» کار می‌کنید.")
        return redirect("office:home" if chosen.value.partition("|")[0] in roles.STAFF else "portal:panel")
    return page(request, "people/act_as.html", form=form)


def my_roles(request: HttpRequest) -> HttpResponse:
    """What one holds and asked for, and what one may still ask for."""
    person = access.person(request.actor)
    grants = newest(queries.grants_of(person.pk), after=request.GET.get("after", ""))
    rows = [(grant, roles.title(grant.role), STATES[grant.state], TONES[grant.state]) for grant in grants.rows]
    held = set(queries.grants_of(person.pk).filter(state__in=OPEN).values_list("role", flat=True))
    more = [roles.ROLES[key] for key in actions.ASKED_BY_HAND if key not in held]
    return page(request, "people/roles.html", rows=rows, more=more, next_url=grants.next_url, person=person, papers=papers.table())


def role_add(request: HttpRequest, role: str) -> HttpResponse:
    """Ask for one more role with what it rests on."""
    person = access.level(request, 1)
    if role not in actions.ASKED_BY_HAND:
        raise Http404
    form = forms.AddRole(request.POST or None, request.FILES or None, role=role)
    if form.is_valid() and attempt(form, _ask, request, person, role, form):
        messages.success(request, f"نقش «{roles.title(role)}» {'افزوده شد' if form.result.state == 'active' else 'برای بررسی رفت'}.")
        return redirect("people:role_papers", form.result.pk)
    return page(request, "people/role_add.html", form=form, role=roles.ROLES[role], licensed=role in actions.LICENSED)


def _ask(request: HttpRequest, person: Person, role: str, form: forms.AddRole) -> RoleGrant:
    at = timezone.now()
    kept = uploads.keep(form.chosen(), person_id=person.pk, at=at)
    return actions.ask(person, role=role, files=kept, licence=form.licence(), by=request.actor, at=at)


def role_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """One role: its state, its papers, what is missing, how to end it."""
    grant = access.grant(request.actor, pk)
    at = timezone.now()
    ending = request.POST.get("do") == "end"
    reason = forms.Reason(request.POST if ending else None)
    if ending and reason.is_valid() and attempt(reason, _end, request, grant, reason, at):
        messages.success(request, f"نقش «{roles.title(grant.role)}» پایان یافت.")
        return redirect("people:roles")
    form = _papers_form(request, grant, is_sent=not ending)
    if form and not ending and form.is_valid() and attempt(form, _add, request, grant, form, at):
        messages.success(request, "مدرک رسید.")
        return redirect("people:role_papers", grant.pk)
    return page(
        request,
        "people/role_papers.html",
        grant=grant,
        title=roles.title(grant.role),
        state=STATES[grant.state],
        tone=TONES[grant.state],
        papers=[(paper, papers.title(paper.kind)) for paper in grant.papers.select_related("file").order_by("-pk")],
        missing=[papers.title(key) for key in paper_actions.awaited(grant)],
        form=reason if ending else form,
        paper_form=form,
        reason=reason,
        may_end=grant.role not in roles.STAFF and grant.state in OPEN,
        events=timeline.of(grant, reader_id=grant.person_id),
    )


def _papers_form(request: HttpRequest, grant: RoleGrant, *, is_sent: bool) -> paper_forms.Papers | None:
    asked = paper_actions.asked(grant)
    if not asked or grant.state not in OPEN:
        return None
    sent = (request.POST, request.FILES) if is_sent and request.method == "POST" else (None, None)
    return paper_forms.Papers(*sent, kinds=asked, needed=paper_actions.awaited(grant))


def _add(request: HttpRequest, grant: RoleGrant, form: paper_forms.Papers, at: datetime) -> RoleGrant:
    kept = uploads.keep(form.chosen(), person_id=grant.person_id, at=at)
    return actions.add_papers(grant, files=kept, by=request.actor, at=at)


def _end(request: HttpRequest, grant: RoleGrant, form: forms.Reason, at: datetime) -> RoleGrant:
    return actions.end(grant, reason=form.cleaned_data["reason"], by=request.actor, at=at)


def paper(request: HttpRequest, token: str) -> HttpResponse:
    """The paper itself, for its owner – or for a reviewer, whose look its owner can read about."""
    found, stored, grant = access.paper(request.actor, token)
    answer = files.answer(stored)
    if grant:
        reviews.look_at_paper(found, reason="بررسی مدرک", by=request.actor.acting_as(grant.role), at=timezone.now())
    return answer
