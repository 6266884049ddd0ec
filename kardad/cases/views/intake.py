"""The desk of disputes: what waits, one case, and the deeds of intake."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import access, policy, shown
from kardad.cases import shown_enforcing as enforcing
from kardad.cases import shown_following as told
from kardad.cases import shown_phases as phases
from kardad.cases import shown_settling as settling
from kardad.cases.actions import intake as actions
from kardad.cases.forms import batches
from kardad.cases.forms import intake as forms
from kardad.cases.models import Case, FilingFile
from kardad.cases.queries import following, traces
from kardad.cases.queries import office as queries
from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.core.paging import newest, oldest
from kardad.inbox.models import Party
from kardad.inbox.queries import deadlines
from kardad.kit import text

SHELVES = {"": "همه آنچه منتظر است", **queries.DESKS, "all": "همه پرونده‌ها"}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits at the reader's desks, the soonest due first; one case is found by its number, its code, or a side."""
    at, now = access.desk(request.actor), timezone.now()
    desk, typed, after = request.GET.get("desk", ""), request.GET.get("q", "").strip()[:80], request.GET.get("after", "")
    reach = access.office_cases(at, now=now)
    if typed:
        found = newest(queries.sought(reach, typed, offices=at.offices).select_related("office", "dossier"), after=after)
    elif desk == "all":
        found = newest(reach.select_related("office", "dossier"), after=after)
    else:
        found = oldest(queries.waiting(reach, desk), by="due_at", after=after)
    rows = list(found.rows)
    sides = queries.parties(rows)
    kept = "".join(f"&{name}={value}" for name, value in (("desk", desk), ("q", typed)) if value)
    return page(
        request,
        "cases/office/queue.html",
        rows=[(row, sides.get(row.pk, []), shown.state(row), shown.tone(row)) for row in rows],
        next_url=found.next_url and f"{found.next_url}{kept}",
        desks=[(key, title, key == desk and not typed) for key, title in SHELVES.items()],
        typed=typed,
        desk=desk,
        batch_deeds=batches.deeds() if at.serves and desk != "all" and not typed else [],
        now=now,
    )


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case for who runs it: its sides, what is asked, where it stands, what may be done now."""
    now = timezone.now()
    found, at = access.office_case(request.actor, pk, now=now)
    left, sides = traces.of(found), queries.parties([found]).get(found.pk, [])
    return page(
        request,
        "cases/office/case.html",
        found=found,
        state=shown.state(found),
        tone=shown.tone(found),
        sides=sides,
        items=shown.items(found),
        deeds=_deeds(found, left, sides) if at.may_run(found) else [],
        events=_events(found, now),
        phases=list(phases.PHASES),
        phase=phases.phase(found),
        alike=actions.alike(found) if found.state == "filed" else [],
        has_enforcement=enforcing.is_reached(found, left),
        is_manager=at.by.role == policy.MANAGER,
    )


def _deeds(found: Case, left: traces.Traces, sides: list[Party]) -> list[shown.Deed]:
    """What the secretary may do now, the next step first."""
    return phases.desk_next(found) + settling.deeds(found, left) + shown.deeds(found, "secretary") + settling.letters(found, sides)


def _events(found: Case, now: datetime) -> list[dict[str, Any]]:
    """What was done in the case, and the days of both sides that still run."""
    running = [one for one in deadlines.of_dossier(found.dossier) if not deadlines.is_over(one, now)] if found.dossier else []
    return told.timeline(found, following.steps(found), running, following.sessions(found))


@require_safe
def filings(request: HttpRequest, pk: int) -> HttpResponse:
    """What both sides put into the file, for its desk and its panel."""
    found = access.read_by_staff(request.actor, pk, now=timezone.now())
    return page(request, "cases/office/filings.html", found=found, filings=queries.filings(found), items=shown.items(found))


@require_safe
def filing_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """One of its files."""
    found = access.read_by_staff(request.actor, pk, now=timezone.now())
    return files.answer(get_object_or_404(FilingFile, case=found, filing__isnull=False, pk=min(file, access.GREATEST_ID)).file)


def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the petition."""
    return _deed(request, pk, "accept", forms.Bare, lambda found, form, **who: actions.accept(found, **who))


def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over a case that another office sent."""
    return _deed(request, pk, "receive", forms.Bare, lambda found, form, **who: actions.receive(found, **who))


def mark_defect(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the filer what is missing, field by field."""
    return _deed(request, pk, "mark_defect", forms.Defect, lambda found, form, **who: actions.mark_defect(found, asked=form.asked, **who))


def lapse(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss a petition that was not mended in its time."""
    return _deed(request, pk, "lapse", forms.Reason, lambda found, form, **who: actions.lapse(found, **form.cleaned_data, **who))


def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the case to the office of its place."""
    return _deed(request, pk, "transfer", forms.Transfer, lambda found, form, **who: actions.transfer(found, **form.cleaned_data, **who))


def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie the case to another one, or untie it."""
    return _deed(request, pk, "tie", forms.Tie, _tie)


def restrict(request: HttpRequest, pk: int) -> HttpResponse:
    """A manager makes the case one that staff open by a grant alone; what lifts it is asked for, and another answers."""
    found, at = access.office_case(request.actor, pk, policy.MANAGER, now=timezone.now())
    if found.is_restricted:
        return redirect(f"{reverse('cases_office:ask_access')}?{urlencode({'number': found.number or '', 'wanted': 'lift'})}")
    form = forms.Reason(request.POST or None)
    if form.is_valid() and attempt(form, actions.restrict, found, **form.cleaned_data, by=at.by, at=timezone.now()):
        told = f"پرونده {text.to_persian_digits(found.number or '')} محدود شد. برداشتن آن را با همین شماره از «دیدن پرونده محدود» بخواهید."
        messages.success(request, told)
        return redirect("cases_office:queue")
    return page(request, "cases/office/deed.html", form=form, found=found, **shown.deed("restrict"))


def ask_access(request: HttpRequest) -> HttpResponse:
    """Ask to open a restricted case, or to lift its restriction, by its number; whether there is one, the answer does not tell."""
    at, now = access.desk(request.actor), timezone.now()
    known = {name: request.GET[name][:24] for name in ("number", "wanted") if name in request.GET}
    form = forms.AskAccess(request.POST or None, initial=known)
    if form.is_valid():
        found = access.restricted(at).filter(queries.numbered(form.cleaned_data["number"])).first()
        if found is None or attempt(form, actions.ask_access, found, **form.told, by=at.by, at=now):
            messages.success(request, "اگر چنین پرونده محدودی در اداره شما باشد، درخواست به مدیر رسید.")
            return redirect("cases_office:queue")
    return page(request, "cases/office/ask_access.html", form=form)


def decide_access(request: HttpRequest, pk: int) -> HttpResponse:
    """A manager answers who asked to open a restricted case, or to lift its restriction."""
    found, at = access.asked(request.actor, pk)
    form = forms.Decide(request.POST or None, is_lifting=found.is_lifting)
    if form.is_valid() and attempt(form, actions.decide_access, found, form.cleaned_data["name"], by=at.by, at=timezone.now()):
        messages.success(request, "پاسخ ثبت شد.")
        return redirect("office:home")
    return page(request, "cases/office/decide_access.html", form=form, found=found)


def _deed(request: HttpRequest, pk: int, name: str, kind: Callable[..., Form], act: Callable[..., Any]) -> HttpResponse:
    """The page of one deed of a secretary: its form, then the case."""
    now = timezone.now()
    found, at = access.office_case(request.actor, pk, policy.SECRETARY, now=now)
    if not at.may_run(found):
        raise Http404
    form = kind(request.POST or None, case=found) if kind is forms.Transfer else kind(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, act, found, form, by=at.by, at=now):
        messages.success(request, shown.deed(name)["done"])
        return redirect("cases_office:queue" if name == "transfer" else "cases_office:case", *([] if name == "transfer" else [found.pk]))
    return page(request, "cases/office/deed.html", form=form, found=found, **shown.deed(name))


def _tie(found: Case, form: Form, **who: Any) -> Case:
    other = form.cleaned_data["number"]
    if form.cleaned_data["how"] == "lead":
        return actions.tie(found, lead=other, **who)
    return actions.mark_duplicate(found, of=other, **who)
