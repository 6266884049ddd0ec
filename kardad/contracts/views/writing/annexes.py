"""The papers that are laid beside a contract and signed with it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kardad.contracts import access
from kardad.contracts.actions import drafting
from kardad.contracts.forms import writing as forms
from kardad.contracts.models import Annex, Contract
from kardad.contracts.queries import annexes as queries
from kardad.contracts.queries import standing
from kardad.contracts.views.writing import frame
from kardad.core import files, limits
from kardad.core.pages import attempt, page
from kardad.kit import text
from kardad.kit.refusal import Refusal

A_DAY = 200  # uploads of one person


def annexes(request: HttpRequest, token: str) -> HttpResponse:
    """What is annexed, and the way to add more; without adding, on to the review."""
    contract = access.employing(request.actor, token).contract
    if answer := frame.closed(contract):
        return answer
    is_adding = request.method == "POST" and "add" in request.POST
    if request.method == "POST" and not is_adding:
        return frame.onward(request, contract, frame.ANNEXES)
    form = forms.Annexes(*((request.POST, request.FILES) if is_adding else (None, None)))
    if form.is_valid() and _keep(request, form, contract):
        return redirect("contracts:annexes", token)
    rows = contract.annexes.filter(removed_at=None).select_related("file").order_by("pk")
    told = {"rows": rows, "has_room": len(rows) < drafting.MOST_ANNEXES}
    return page(request, "contracts/writing/annexes.html", form=form, **told, **frame.context(contract, frame.ANNEXES))


@require_POST
def annex_drop(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A paper is taken away again."""
    contract = access.employing(request.actor, token).contract
    try:
        drafting.take_annex_away(_annex(contract, pk), by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect("contracts:annexes", token)


@require_safe
def annex(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A paper, as it was given, for both sides; its worker's as soon as it was sent to him, and from then on for good."""
    place = access.contract(request.actor, token)
    found = Annex.objects.filter(contract=place.contract, pk=pk).select_related("file").first()
    is_employers = place.side == standing.EMPLOYER and found is not None and found.removed_at is None
    if found is None or not (is_employers or queries.was_sent(found)):
        raise Http404
    return files.answer(found.file)


def _annex(contract: Contract, pk: int) -> Annex:
    found = Annex.objects.filter(contract=contract, pk=pk, removed_at=None).select_related("file").first()
    if found is None:
        raise Http404
    found.contract = contract
    return found


def _keep(request: HttpRequest, form: forms.Annexes, contract: Contract) -> bool:
    """What was chosen is annexed, each file or none: a contract is not signed with half its papers."""
    at, me = timezone.now(), request.actor.somebody
    kept, chosen = [], form.cleaned_data["files"]
    if len(chosen) > drafting.MOST_ANNEXES:
        form.add_error("files", drafting.TooManyAnnexes(most=text.to_persian_digits(drafting.MOST_ANNEXES)).text)
        return False
    for upload in chosen:
        try:
            kept.append(_stored(upload, me, at))
        except Refusal as refusal:
            form.add_error("files", f"«{text.display(upload.name or '')}»: {refusal.text}")
    if form.errors:
        return False
    return attempt(form, drafting.annex, contract, kept, title=form.cleaned_data["title"], by=request.actor, at=at)


def _stored(upload: UploadedFile, owner_id: int, at: Any) -> Any:
    limits.allow("contract-files", str(owner_id), limit=A_DAY, at=at, window=timedelta(days=1))
    upload.seek(0)
    return files.store(upload, owner_id=owner_id, at=at)
