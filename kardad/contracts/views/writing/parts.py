"""The parts of a contract, one a page: what was read is kept, the law is asked as one types, nothing is written over unseen."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kardad.contracts import access, monthly, reading, terms
from kardad.contracts.actions import writing
from kardad.contracts.forms import writing as forms
from kardad.contracts.models import Contract
from kardad.contracts.shown import writing as shown
from kardad.contracts.terms import Terms
from kardad.contracts.views.writing import frame
from kardad.core import drafts
from kardad.core.pages import attempt, page
from kardad.kit.refusal import Refusal
from kardad.law import instruments
from kardad.law.instruments import Silent

GOING: Final = ("later", "next")  # the writer goes on although something is still wrong


def part(request: HttpRequest, token: str, part: str) -> HttpResponse:
    """One part: all of it that can be read is kept, and where the law has nothing against it the next one follows."""
    if part not in forms.OF:
        raise Http404
    contract = access.employing(request.actor, token).contract
    if request.method != "POST" and (answer := frame.closed(contract)):
        return answer
    if request.method == "POST" and request.POST.get("then") == "fresh":
        return redirect(request.get_full_path())  # with that, what was typed is forgotten
    held = terms.read(contract.terms)
    form = _form(request, part, held)
    if request.method == "POST" and (answer := _answer(request, contract, part, form)):
        return answer
    contract.refresh_from_db(fields=["terms", "state", "worker", "worker_index"])
    now = terms.read(contract.terms)
    context = frame.context(contract, part) | _figures(part, now)
    is_stopped = request.method == "POST" and not isinstance(getattr(form, "refusal", None), Refusal)
    context |= {"law": frame.judged(contract, now, part), "is_stopped": is_stopped, "differences": _differences(form, part)}
    status = 422 if is_stopped else None
    return page(request, f"contracts/writing/{part}.html", form=form, held=now, status=status, **context)


@require_POST
def part_findings(request: HttpRequest, token: str, part: str) -> HttpResponse:
    """What the law has against the part as it is typed now; nothing is kept."""
    if part not in forms.OF:
        raise Http404
    contract = access.writing(request.actor, token).contract
    held = terms.read(contract.terms)
    form = forms.OF[part](request.POST, held=held, seen="")
    form.is_valid()
    said = terms.told(held, part, form.told)
    return page(request, "contracts/writing/_law.html", law=frame.judged(contract, said, part), **_figures(part, said))


def _form(request: HttpRequest, part: str, held: Terms) -> forms.Part:
    """The part's form: as it was posted, else as it is kept, with the rows of what was typed and not sent."""
    seen = writing.mark(held, part)
    if request.method == "POST":
        return forms.OF[part](request.POST.copy(), held=held, seen=seen)
    draft = drafts.find(request.path, person_id=request.actor.somebody)
    return forms.OF[part](held=held, seen=seen, typed=drafts.typed(draft) if draft else ())


def _answer(request: HttpRequest, contract: Contract, part: str, form: forms.Part) -> HttpResponse | None:
    """Where the writer goes now; None where he must look once more. What cannot be read is kept as he typed it."""
    at, is_right, then = timezone.now(), form.is_valid(), request.POST.get("then", "")
    told = form.told
    if then == "steps" and (steps := _offered(terms.told(form.held, part, told))):
        told["steps"] = steps
    by = request.actor
    if not attempt(form, writing.save, contract, part=part, told=told, seen=request.POST.get("seen", ""), by=by, at=at):
        _carry(form, part)
        return None
    said = terms.read(form.result.terms)
    form.carry(writing.mark(said, part))
    if not is_right:
        _remember(request, form)
        return frame.onward(request, contract, part) if then in GOING else None
    drafts.drop(request.path, person_id=by.somebody)
    if then in ("more", "steps"):
        return redirect(f"{request.get_full_path()}#{form.kinds[0].name if form.kinds else 'law-title'}")
    if then not in GOING and any(one.finding.severity == "error" for one in frame.judged(form.result, said, part, at=at)):
        return None
    return frame.onward(request, contract, part)


def _remember(request: HttpRequest, form: forms.Part) -> None:
    """What could not be read waits, as it was typed, for the writer to come back."""
    request.keeps_draft = True
    lists = [(key, values) for key, values in form.data.lists() if key not in ("then", "csrfmiddlewaretoken")]
    typed = {key: values if len(values) > 1 else values[0] for key, values in lists}
    try:
        drafts.keep(request.path, typed, person_id=request.actor.somebody, at=timezone.now())
    except Refusal as refusal:
        form.add_error(None, refusal.text)


def _carry(form: forms.Part, part: str) -> None:
    """A page that was refused carries what stands now: saved once more, it is knowingly written over."""
    refusal = getattr(form, "refusal", None)
    if isinstance(refusal, writing.Changed):
        form.carry(writing.mark(refusal.now, part))


def _differences(form: forms.Part, part: str) -> tuple[reading.Change, ...]:
    refusal = getattr(form, "refusal", None)
    return shown.differences(refusal.now, terms.told(refusal.now, part, form.told)) if isinstance(refusal, writing.Changed) else ()


def _figures(part: str, held: Terms) -> dict[str, Any]:
    """For the days: how many they are; for the wage: the floor, the month by the law engine, the steps that the decrees ask for."""
    if part != "pay":
        return {"length": shown.length(held)} if part == "term" else {}
    law, start = instruments.current(), held.term.starts_on
    told: dict[str, Any] = {"starts_on": start, "basis": terms.BASES.get(held.pay.basis, "")}
    try:
        told["least"] = monthly.least(held, start, law) if start else None
        told["months"] = monthly.pays(held, law)
        steps = monthly.offered(held, law)
        told["offered"] = steps if [one.since for one in steps] != [one.since for one in held.pay.steps] else ()
    except Silent as silent:
        told["silent"] = silent.text
    return told


def _offered(said: Terms) -> tuple[Any, ...]:
    """The steps that the decrees ask for; none where a year has no figures."""
    try:
        return monthly.offered(said, instruments.current())
    except Silent:
        return ()
