"""The steps of a petition that are one form each, and the first page, on which it is begun."""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.calc.models import SavedSheet
from kardad.cases import jurisdiction, petition, writing
from kardad.cases.access import petitions as access
from kardad.cases.actions import declaring, drafting
from kardad.cases.forms import petition as forms
from kardad.cases.models import Case
from kardad.cases.petition import Petition
from kardad.cases.queries import identity
from kardad.cases.queries import petitions as queries
from kardad.cases.views.petition import contracting, frame
from kardad.contracts.models import Diary
from kardad.core import drafts
from kardad.core.operator import operator
from kardad.core.pages import attempt, page
from kardad.kit import calendar
from kardad.people.models import Person
from kardad.people.queries import mandates, organisations

MOST_SHOWN = 50


MADE: Final[dict[str, type[forms.Step]]] = {
    "claimant": forms.Claimant,
    "workshop": forms.Workshop,
    "employment": forms.Employment,
    "narrative": forms.Narrative,
    "conciliation": forms.Conciliation,
}


@require_safe
def petitions(request: HttpRequest) -> HttpResponse:
    """My petitions that are not filed yet, the last changed first."""
    me = access.person(request.actor)
    rows = [(row, petition.read(row.petition)) for row in queries.drafts(me.pk)[:MOST_SHOWN]]
    return page(request, "cases/petition/petitions.html", rows=rows)


def new(request: HttpRequest) -> HttpResponse:
    """What is needed at hand, who claims and for whom; with that the draft stands, from a kept sheet or beside a co-worker's."""
    if contract := request.GET.get("contract", ""):
        return contracting.from_contract(request, contract)
    lead = access.named_lead(request.GET.get("join", ""))
    me, sheet = access.verified(request), access.named_sheet(request.actor, request.GET.get("sheet", ""))
    diary = access.named_diary(request.actor, request.GET.get("diary", ""))
    form = forms.New(*frame.posted(request), initial=_initial(request), **_others(me))
    if form.is_valid():
        chosen = form.cleaned_data["whom"]
        whom = drafting.For(
            side=form.cleaned_data["side"],
            capacity="heir" if chosen == "heir" else "self",
            organisation=form.organisations.get(chosen),
            mandate=form.mandates.get(chosen),
        )
        if attempt(form, _beginning(sheet, lead, diary), me, whom, by=request.actor, at=timezone.now()):
            return redirect("cases:petition_step", form.result.token, "claimant")
    told = {"sheet": sheet, "lead": lead, "diary": diary, "is_authority": operator().is_authority}
    return page(request, "cases/petition/new.html", form=form, **told)


def petition_step(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """One step: what was read of it is kept, and where all of it is right the next one follows."""
    if step not in MADE:
        raise Http404
    case, held = access.step(request.actor, token, step, at=timezone.now())
    known = identity.known(case, held) if step == "claimant" else {}
    fitted: dict[str, Any] = {"held": held, "known": known, "today": calendar.tehran_day(timezone.now())}
    form = MADE[step](*frame.posted(request), initial=frame.typed(asdict(getattr(held, step))), **fitted)
    if request.method == "POST":
        is_right = form.is_valid()
        told = {"told": form.told, "step": step, "by": request.actor, "at": timezone.now()}
        if attempt(form, drafting.save_step, case, **told) and (is_right or _is_later(request)):
            _forget_typed(request)
            if step == "workshop" and is_right and not _is_later(request):
                return redirect("cases:petition_office", case.token)
            if step == "claimant" and held.capacity == "heir" and not _is_later(request):
                return redirect("cases:petition_heirs", case.token)
            return frame.onward(request, case, step)
    lines = list(writing.claimant(petition.Claimant(**known))) if known else []
    return page(request, f"cases/petition/{step}.html", form=form, held=held, known=lines, **frame.context(case, step))


def petition_office(request: HttpRequest, token: str) -> HttpResponse:
    """Which office decides, and why; chosen by the filer where the place leaves more than one."""
    case, held = access.step(request.actor, token, "workshop", at=timezone.now())
    found = jurisdiction.of(held.workshop)
    is_asked = len(found.choices) > 1
    form: Any = forms.Nothing(frame.posted(request)[0])
    if is_asked:
        chosen = {"office": str(found.office.pk)} if found.office else {}
        form = forms.Office(frame.posted(request)[0], found=found, initial=chosen)
    if form.is_valid() and (not is_asked or _keep_office(form, case, held, request)):
        return frame.onward(request, case, "workshop")
    told = frame.context(case, "workshop") | {"back": frame.address(case, "workshop")}
    return page(request, "cases/petition/office.html", form=form, found=found, is_asked=is_asked, **told)


def petition_drop(request: HttpRequest, token: str) -> HttpResponse:
    """The draft is put away for good, after being asked once."""
    case, held = access.writing(request.actor, token, "draft", at=timezone.now())
    form = forms.Nothing(frame.posted(request)[0])
    if form.is_valid() and attempt(form, drafting.drop, case, by=request.actor, at=timezone.now()):
        messages.success(request, "دادخواست نیمه‌کاره کنار گذاشته شد.")
        return redirect("cases:petitions")
    return page(request, "cases/petition/drop.html", form=form, case=case, held=held)


def _beginning(sheet: SavedSheet | None, lead: Case | None, diary: Diary | None) -> Callable[..., Case]:
    """By which deed the draft begins."""
    if diary is not None:
        return partial(declaring.begin_with_diary, diary=diary)
    if lead is not None:
        return partial(drafting.begin_with_coworker, lead=lead)
    return drafting.begin if sheet is None else partial(drafting.begin_with_sheet, row=sheet)


def _keep_office(form: forms.Office, case: Case, held: Petition, request: HttpRequest) -> bool:
    told = asdict(held.workshop) | {"office": form.cleaned_data["office"]}
    return attempt(form, drafting.save_step, case, step="workshop", told=told, by=request.actor, at=timezone.now())


def _others(me: Person) -> dict[str, Any]:
    """For whom else one may file: those who gave a mandate, and companies whose cases are his to see."""
    places = [row.organisation for row in organisations.acting_memberships(me.pk) if row.is_owner or "cases" in row.rights]
    return {"mandates": list(mandates.active_mandates(me.pk).select_related("principal")), "organisations": places}


def _initial(request: HttpRequest) -> dict[str, str]:
    """Whoever acts for another here begins with him; an employer begins as one."""
    kind, _, pk = request.actor.on_behalf_of.partition(":")
    side = "employer" if kind == "organisation" or request.actor.role == "employer" else "worker"
    if kind == "organisation":
        return {"side": side, "whom": f"organisation-{pk}"}
    found = mandates.active_mandates(request.actor.somebody).filter(principal_id=int(pk)).first() if kind == "person" else None
    return {"side": side, "whom": f"mandate-{found.pk}" if found else "self"}


def _is_later(request: HttpRequest) -> bool:
    return request.POST.get("then") == "later"


def _forget_typed(request: HttpRequest) -> None:
    drafts.drop(request.path, person_id=request.actor.somebody)
