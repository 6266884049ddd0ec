"""The board's room: a decision begun, found item by item, put to the vote, signed by votes, issued or corrected."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import shown_decisions as shown
from kardad.cases import wording
from kardad.cases.access import decisions as access
from kardad.cases.actions import decisions as actions
from kardad.cases.actions import findings, holding, issuing, objections
from kardad.cases.forms import decisions as forms
from kardad.cases.models import ClaimItem, Decision
from kardad.cases.queries import decisions as queries
from kardad.cases.queries import settlements
from kardad.core.pages import attempt, page
from kardad.people import access as people

PAGE = "cases_office:decision"
# Each press: what is asked, what it means, what its button says and its tone.
DEEDS: dict[str, tuple[str, str, str, str]] = {
    "propose": (
        "متن برای رأی اعضا فرستاده شود؟",
        "تا رأی‌گیری تمام نشود متن تغییر نمی‌کند. هر عضو حاضر همین متن را می‌خواند و رأی خود را امضا می‌کند.",
        "فرستادن برای رأی اعضا",
        "primary",
    ),
    "redraft": (
        "متن دوباره ویرایش شود؟",
        "رأی‌هایی که داده شده است برای متن تازه شمرده نمی‌شود و همه دوباره رأی می‌دهند.",
        "بازگرداندن",
        "danger",
    ),
    "drop": ("این پیش‌نویس کنار گذاشته شود؟", "آنچه نوشته شده است دیگر به کار نمی‌آید. می‌توانید رأی دیگری بنویسید.", "کنار گذاشتن", "danger"),
    "issue": (
        "رأی صادر شود؟",
        "رأی شماره می‌گیرد و پس از آن هیچ کس آن را تغییر نمی‌دهد (ماده ۱۰۲ آیین دادرسی کار). سپس دبیرخانه آن را به طرف‌ها ابلاغ می‌کند.",
        "صدور",
        "primary",
    ),
    "renew": (
        "جلسه تجدید شود؟",
        "با این رأی‌ها یا این شمار حاضران رأیی به دست نمی‌آید (ماده ۶۸ آیین دادرسی کار). پیش‌نویس کنار می‌رود و دبیرخانه وقت تازه می‌گذارد.",
        "تجدید جلسه",
        "primary",
    ),
}


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """What the board is writing, with its votes; or that it may begin."""
    case, seat, _ = access.board(request.actor, pk)
    now, found = timezone.now(), queries.in_the_making(case)
    context: dict[str, Any] = shown.facts(case) | {"seat": seat, "issued": shown.issued(case)}
    context["confirms"] = seat.is_chair and settlements.is_ready(case)
    if found is None:
        return page(request, "cases/decisions/none.html", **context, hearing=shown.begin(case))
    found.case = case
    hold = holding.current(case, at=now)
    context |= {"found": found, "rows": shown.rows(found), "buttons": shown.buttons(found, seat, at=now), "due": shown.last_day(found, now)}
    context |= {"hold": hold if hold and hold.person_id != seat.person_id else None, "late": queries.unruled(case)}
    if found.state == "voting":
        context |= {"ballots": shown.ballots(found), "tally": queries.tally(found)}
    return page(request, "cases/decisions/decision.html", **context)


def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a decision."""
    case, _, by = access.board(request.actor, pk)
    form = forms.Draft(request.POST or None, instance=case.instance)
    if form.is_valid() and attempt(form, actions.draft, case, kind=form.cleaned_data["kind"], by=by, at=timezone.now()):
        return redirect(PAGE, case.pk)
    return page(request, "cases/decisions/draft.html", form=form, **shown.facts(case))


def find(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """What is found on one claim item; its computation is beside it."""
    found, _, by = access.making(request.actor, pk)
    item = ClaimItem.objects.filter(case=found.case_id, position=position).first()
    if item is None or found.kind not in queries.WEIGHED:
        raise Http404
    here = next(one for one in shown.rows(found) if one.item.pk == item.pk)
    form = forms.Find(request.POST or None, decision=found, item=item, initial=_begun(here, item))
    said = _with_sheet(form, item) if form.is_valid() else {}
    if said and attempt(form, findings.find, found, item, by=by, at=timezone.now(), **said):
        return redirect(PAGE, found.case_id)
    context = {"row": here, "sheet": shown.sheet(item), "asked": shown.asked(item)}
    return page(request, "cases/decisions/find.html", form=form, found=found, **context, **shown.facts(found.case))


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The words that are common to all items, or those of an order or a correction."""
    found, _, by = access.making(request.actor, pk)
    form = forms.Write(request.POST or None, decision=found, initial={"text": found.text, "was": found.was})
    if form.is_valid() and attempt(form, actions.write, found, by=by, at=timezone.now(), **form.cleaned_data):
        return redirect(PAGE, found.case_id)
    return page(request, "cases/decisions/write.html", form=form, found=found, **shown.facts(found.case))


def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the draft to the vote."""
    found, _, by = access.leading(request.actor, pk)
    return _deed(request, "propose", found, lambda: actions.propose(found, by=by, at=timezone.now()), "متن برای رأی اعضا فرستاده شد.")


def redraft(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words after all."""
    found, _, by = access.leading(request.actor, pk)
    return _deed(request, "redraft", found, lambda: actions.redraft(found, by=by, at=timezone.now()), "متن دوباره باز است.")


def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing comes of it."""
    found, _, by = access.leading(request.actor, pk)
    return _deed(request, "drop", found, lambda: actions.drop(found, by=by, at=timezone.now()), "پیش‌نویس کنار گذاشته شد.")


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue what was carried; whoever signs it has just shown himself."""
    found, _, by = access.leading(request.actor, pk)
    people.fresh(request)
    return _deed(request, "issue", found, lambda: issuing.issue(found, by=by, at=timezone.now()), "رأی صادر شد و به دبیرخانه رفت.")


def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Meet anew."""
    found, _, by = access.leading(request.actor, pk)
    return _deed(request, "renew", found, lambda: issuing.renew(found, by=by, at=timezone.now()), "جلسه تجدید شد.")


def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """A member signs what he holds, having just shown himself."""
    found, seat, by = access.making(request.actor, pk)
    people.fresh(request)
    form = forms.Vote(request.POST or None, initial={"version": found.version})
    if form.is_valid() and attempt(form, actions.vote, found, by=by, at=timezone.now(), **form.cleaned_data):
        messages.success(request, "رأی شما ثبت شد.")
        return redirect(PAGE, found.case_id)
    context = {"found": found, "rows": shown.rows(found), "seat": seat}
    return page(request, "cases/decisions/vote.html", form=form, **context, **shown.facts(found.case))


def rule(request: HttpRequest, pk: int, objection: int) -> HttpResponse:
    """Say whether a late objection is heard."""
    found, _, by = access.making(request.actor, pk)
    late = queries.objections(found.case).filter(pk=objection, is_late=True).first()
    if late is None:
        raise Http404
    form = forms.Rule(request.POST or None, initial={"ruled": late.ruled})
    if form.is_valid() and attempt(form, objections.rule, late, ruled=form.cleaned_data["ruled"], by=by, at=timezone.now()):
        return redirect(PAGE, found.case_id)
    timely = set(late.timely.values_list("pk", flat=True))
    parts = [wording.item(one) for one in late.items.order_by("position") if one.pk not in timely] if timely else []
    return page(request, "cases/decisions/rule.html", form=form, late=late, late_items=parts, **shown.facts(found.case))


def correct(request: HttpRequest, pk: int, issued: int) -> HttpResponse:
    """Begin the correction of a decision of this board."""
    case, _, by = access.board(request.actor, pk)
    found = queries.issued(case).filter(pk=issued, instance=case.instance).first()
    if found is None:
        raise Http404
    found.case = case
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, issuing.correct, found, by=by, at=timezone.now()):
        return redirect(PAGE, case.pk)
    return page(request, "cases/decisions/correct.html", form=form, found=found, **shown.facts(case))


def _deed(request: HttpRequest, name: str, found: Decision, do: Callable[[], Any], told: str) -> HttpResponse:
    form: Form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, do):
        messages.success(request, told)
        return redirect(PAGE, found.case_id)
    title, meaning, label, tone = DEEDS[name]
    context = {"title": title, "meaning": meaning, "label": label, "deed_tone": tone, "deed": name, "found": found}
    return page(request, "cases/decisions/deed.html", form=form, **context, **shown.facts(found.case))


def _begun(here: shown.Row, item: ClaimItem) -> dict[str, Any]:
    """What the form begins with: the finding as it stands, what the first board awarded, or what is asked for."""
    if here.finding is None:
        first = here.before
        return {"amount": first.amount, "order": first.order} if first else {"amount": item.amount}
    one = here.finding
    return {"outcome": one.outcome, "amount": one.amount, "order": one.order, "reasons": one.reasons, "articles": one.articles}


def _with_sheet(form: forms.Find, item: ClaimItem) -> dict[str, Any]:
    """The finding carries the petition's computation when it awards that very sum."""
    said = form.found
    is_computed = said.get("amount") is not None and said["amount"] == item.amount and not item.is_typed
    return said | ({"sheet": item.sheet} if is_computed else {})
