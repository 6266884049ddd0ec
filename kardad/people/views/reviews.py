"""Reviews: what waits for a reviewer's eyes; each look is on record, each decision has a reason."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.core.pages import attempt as try_to
from kardad.core.pages import page
from kardad.core.paging import oldest
from kardad.kit import text
from kardad.people import access, papers, particulars, roles, timeline
from kardad.people.actions import mandates, organisations, reviews
from kardad.people.actions import papers as paper_actions
from kardad.people.actions import roles as role_actions
from kardad.people.forms import office as forms
from kardad.people.models import Attempt, Mandate, Membership, Paper, RoleGrant
from kardad.people.queries import reviews as queries
from kardad.work import queries as work

KINDS = {"review_attempt": "احراز هویت", "review_grant": "نقش‌ها", "review_mandate": "نمایندگی‌ها", "review_membership": "عضویت شرکت‌ها"}
Found = TypeVar("Found", Attempt, RoleGrant, Mandate, Membership)
DONE = {forms.APPROVE: "تأیید شد.", forms.ASK: "نقص مدرک به متقاضی گفته شد.", forms.REFUSE: "پذیرفته نشد و دلیل آن به متقاضی گفته شد."}


def reviews_list(request: HttpRequest) -> HttpResponse:
    """What waits for reviewers, oldest first."""
    grant, at = access.staff(request.actor, "reviewer"), timezone.now()
    kind = request.GET.get("kind", "")
    rows = work.waiting({grant.role}).filter(kind__in=[kind] if kind in KINDS else list(KINDS))
    found = oldest(rows, by="opened_at", after=request.GET.get("after", ""))
    next_url = f"?kind={kind}&after={found.after}" if found.after else ""
    tasks = [(item, reverse(f"people_office:{item.kind}", args=[item.subject_id]), *work.age(item, at=at)) for item in found.rows]
    return page(request, "people/reviews.html", tasks=tasks, next_url=next_url, kinds=KINDS, kind=kind)


def review_attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """An attempt that a register left open: both names side by side, how alike, the papers; yes or no."""
    by = _reviewer(request)
    found = access.under_review("review_attempt", get_object_or_404(queries.attempts(), pk=pk))
    form = forms.Decide(request.POST or None)
    if form.is_valid() and try_to(form, _judge_attempt, found, form.cleaned_data, by, timezone.now()):
        return _next(request, form)
    found = _now(found, queries.attempts(), form)
    reviews.look(found, what="مشخصات احراز هویت", reason="بررسی احراز هویت", by=by, at=timezone.now())
    return _page(request, "people/review_attempt.html", "review_attempt", form=form, found=found, **_names(found), papers=_titled(found))


def _judge_attempt(found: Attempt, given: dict[str, Any], by: Actor, at: datetime) -> Attempt:
    return reviews.decide_attempt(found, approve=given["verdict"] == forms.APPROVE, reason=given["reason"], by=by, at=at)


def _names(found: Attempt) -> dict[str, Any]:
    typed, told = particulars.typed(found), particulars.found(found)
    mine = f"{typed.get('first_name', '')} {typed.get('last_name', '')}".strip()
    theirs = f"{told.get('first_name', '')} {told.get('last_name', '')}".strip()
    return {
        "typed": typed,
        "told": told,
        "role": roles.title(found.role),
        "typed_name": mine,
        "told_name": theirs,
        "typed_key": text.match_key(mine),
        "told_key": text.match_key(theirs),
        "why": _why(found, told),
        "may_decide": found.state == "manual_review",
    }


def _why(found: Attempt, told: dict[str, Any]) -> str:
    """Why a person must look, in a sentence."""
    if "similarity" in told:
        return "نام نوشته‌شده با نام ثبت احوال کاملاً یکی نیست."
    if told.get("unsure_iban_owner"):
        return "بانک گفته است که این شبا «به احتمال زیاد» از آن متقاضی است."
    if found.error == "IDV_NOT_COMPANY_MEMBER":
        return "ثبت شرکت‌ها سمت متقاضی را تأیید نکرد و او معرفی‌نامه فرستاده است."
    return "یکی از سامانه‌ها پاسخ روشنی نداد."


def review_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """A role that rests on papers: yes, not yet, or no."""
    by = _reviewer(request)
    found = access.under_review("review_grant", get_object_or_404(queries.grants(), pk=pk))
    form = forms.DecidePapers(request.POST or None, kinds=paper_actions.asked(found))
    acts = {forms.APPROVE: role_actions.accept, forms.ASK: role_actions.ask_papers, forms.REFUSE: role_actions.refuse}
    if form.is_valid() and try_to(form, _judge, found, acts, form.cleaned_data, by, request.POST.get("seen", "")):
        return _next(request, form)
    found = _now(found, queries.grants(), form)
    reviews.look_at_person(found.person, what=f"نقش {roles.title(found.role)}", reason="بررسی نقش", by=by, at=timezone.now())
    shown = {"title": roles.title(found.role), "may_decide": found.state in ("pending", "incomplete")}
    return _page(
        request, "people/review_grant.html", "review_grant", form=form, found=found, papers=_titled(found), **shown, **_lacking(found)
    )


def review_mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """A mandate that rests on papers: yes, not yet, or no."""
    by = _reviewer(request)
    found = access.under_review("review_mandate", get_object_or_404(queries.mandates(), pk=pk))
    form = forms.DecidePapers(request.POST or None, kinds=paper_actions.asked(found))
    acts = {forms.APPROVE: mandates.confirm, forms.ASK: mandates.ask_papers, forms.REFUSE: mandates.refuse}
    if form.is_valid() and try_to(form, _judge, found, acts, form.cleaned_data, by, request.POST.get("seen", "")):
        return _next(request, form)
    found = _now(found, queries.mandates(), form)
    for side in filter(None, (found.principal, found.agent)):
        reviews.look_at_person(side, what="نمایندگی", reason="بررسی نمایندگی", by=by, at=timezone.now())
    shown = {"may_decide": found.state in ("pending", "incomplete")}
    template = "people/review_mandate.html"
    return _page(request, template, "review_mandate", form=form, found=found, papers=_titled(found), **shown, **_lacking(found))


def review_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Someone who wants to act for a company that nobody owns here: yes makes him its owner."""
    by = _reviewer(request)
    found = access.under_review("review_membership", get_object_or_404(queries.memberships(), pk=pk))
    form = forms.Decide(request.POST or None)
    if form.is_valid() and try_to(form, _judge_membership, found, form.cleaned_data, by, timezone.now()):
        return _next(request, form)
    found = _now(found, queries.memberships(), form)
    what = f"عضویت در «{found.organisation.name}»"
    reviews.look_at_person(found.person, what=what[:60], reason="بررسی عضویت شرکت", by=by, at=timezone.now())
    return _page(
        request, "people/review_membership.html", "review_membership", form=form, found=found, may_decide=found.state == "awaiting"
    )


def _judge_membership(found: Membership, given: dict[str, Any], by: Actor, at: datetime) -> Membership:
    if given["verdict"] == forms.APPROVE:
        return organisations.accept(found, rights=[], by=by, at=at)
    return organisations.refuse(found, reason=given["reason"], by=by, at=at)


def _judge(found: RoleGrant | Mandate, acts: dict[str, Callable[..., Any]], given: dict[str, Any], by: Actor, seen: str) -> object:
    verdict = given["verdict"]
    words = {} if verdict == forms.APPROVE else {"reason": given["reason"]}
    if verdict == forms.ASK:
        words["missing"] = given.get("missing", [])
    return acts[verdict](found, **words, by=by, at=timezone.now(), seen=seen)


def _reviewer(request: HttpRequest) -> Actor:
    return request.actor.acting_as(access.staff(request.actor, "reviewer").role)


def _now(found: Found, rows: QuerySet[Found], form: Form) -> Found:
    """What was judged as it is after a press that did not go through: a colleague may have been quicker by a moment."""
    return rows.get(pk=found.pk) if form.is_bound else found


def _next(request: HttpRequest, form: forms.Decide | forms.DecidePapers) -> HttpResponse:
    messages.success(request, DONE[form.cleaned_data["verdict"]])
    return redirect("people_office:reviews")


def _titled(found: Attempt | RoleGrant | Mandate) -> list[tuple[Paper, str]]:
    return [(paper, papers.title(paper.kind)) for paper in found.papers.select_related("file").order_by("-pk")]


def _lacking(found: RoleGrant | Mandate) -> dict[str, Any]:
    return {"lacking": [papers.title(key) for key in paper_actions.missing(found)], "seen": paper_actions.standing(found)}


def _page(request: HttpRequest, template: str, kind: str, **context: Any) -> HttpResponse:
    """The desk: the same kind of work beside it, oldest first; one's own work is somebody else's to judge."""
    context["is_own"] = context["may_decide"] and paper_actions.is_own(context["found"], by=request.actor)
    queue = oldest(work.waiting({"reviewer"}).filter(kind=kind), by="opened_at", size=8).rows
    return page(request, template, queue=queue, events=timeline.of(context["found"], most=10), **context)
