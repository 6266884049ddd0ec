"""The papers of a contract: taken by its sides with their receipts, given to the council and the office, checked by anybody."""

import json
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kardad.contracts import package, trail
from kardad.contracts import papers as printed
from kardad.contracts.access import papers as access
from kardad.contracts.actions import copies
from kardad.contracts.forms import papers as forms
from kardad.contracts.queries import standing
from kardad.contracts.shown import checking
from kardad.contracts.shown import papers as shown
from kardad.core import files, limits
from kardad.core.pages import attempt, page
from kardad.core.requests import caller_ip
from kardad.documents.access import NotReady
from kardad.documents.forms import LookUp
from kardad.evidence import queries as evidence

ASKED_AN_HOUR = 20  # numbers that one address looks up, as on /papers/number/
DRAWN_AN_HOUR = 30  # unsealed papers that one person has drawn
HOUR = timedelta(hours=1)
SHOWN = 60  # events on the page; the record has all of them


@require_safe
def papers(request: HttpRequest, token: str) -> HttpResponse:
    """Every paper of the contract, the four copies, and the receipt of every event."""
    place = access.papers(request.actor, token)
    contract = place.contract
    found = shown.wordings(contract)
    return page(
        request,
        "contracts/papers/papers.html",
        contract=contract,
        papers=found,
        copies=shown.copies(contract),
        steps=shown.steps(contract)[:SHOWN],
        record=trail.last(contract),
        is_ready=shown.ready(found),
        is_employer=place.side == standing.EMPLOYER,
    )


@require_safe
def paper(request: HttpRequest, token: str, kind: str, number: int) -> HttpResponse:
    """The sealed paper of a wording, byte for byte; that this side took its copy is on record."""
    place, version = access.wording(request.actor, token, kind, number)
    found = printed.of(version)
    if found is None or found.file is None or not found.is_sealed:
        raise NotReady
    copies.taken(place, version, by=request.actor, at=timezone.now())
    return files.answer(found.file)


@require_safe
def unsigned(request: HttpRequest, token: str, kind: str, number: int) -> HttpResponse:
    """A wording that lies before this side, to be taken home and read before anybody signs: a PDF without a seal."""
    place, version = access.lying(request.actor, token, kind, number)
    now = timezone.now()
    limits.allow("contract-unsigned", str(place.person.pk), limit=DRAWN_AN_HOUR, at=now, window=HOUR)
    return _file(printed.unsigned(version, at=now), f"{kind}-{number}-unsigned.pdf", "application/pdf")


@require_safe
def receipt(request: HttpRequest, token: str, seq: int) -> HttpResponse:
    """The receipt of one event of the contract: whoever has it checks it without us."""
    found = access.entry(request.actor, token, seq)
    body = json.dumps(evidence.receipt(found), ensure_ascii=False, indent=1)
    return _file(body.encode(), f"{found.chain.token[:8]}-{seq}.receipt.json", "application/json")


@require_POST
def record(request: HttpRequest, token: str) -> HttpResponse:
    """The record of all events is asked for as a paper."""
    place = access.papers(request.actor, token)
    trail.ask(place.contract, by=request.actor, at=timezone.now())
    messages.success(request, "گزارش رویدادها تا چند دقیقه دیگر همین‌جا آماده می‌شود.")
    return redirect("contracts:papers", token)


@require_safe
def everything(request: HttpRequest, token: str) -> HttpResponse:
    """Papers, words and receipts in one ZIP; that this side took its copy is on record."""
    place = access.papers(request.actor, token)
    now = timezone.now()
    raw = package.written(place.contract, at=now)
    copies.taken(place, access.contracts_own(place), by=request.actor, at=now)
    return _zipped(raw, place.contract.token)


def office(request: HttpRequest, token: str) -> HttpResponse:
    """The package for the labour office is taken, and that is on record."""
    place = access.papers(request.actor, token)
    version, now = access.contracts_own(place), timezone.now()
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, package.written, place.contract, at=now):
        copies.to_office(place, version, by=request.actor, at=now)
        return _zipped(form.result, place.contract.token)
    return page(request, "contracts/papers/office.html", form=form, contract=place.contract)


def council(request: HttpRequest, token: str) -> HttpResponse:
    """To whom of the workers' side the third copy was given is on record."""
    place, version = access.employers(request.actor, token)
    form = forms.Council(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, copies.to_council, place, version, **form.told, by=request.actor, at=timezone.now()):
        messages.success(request, "نسخه سوم ثبت شد.")
        return redirect("contracts:papers", token)
    return page(request, "contracts/papers/council.html", form=form, contract=place.contract)


def check(request: HttpRequest) -> HttpResponse:
    """Whether a paper of a contract is ours and how the contract stands today, by the number on the paper's face."""
    form = LookUp(request.POST or None, initial={"number": request.GET.get("number", "")[:40]})
    is_found = form.is_valid() and attempt(form, _found, request, form.cleaned_data["number"])
    return page(request, "contracts/papers/check.html", form=form, found=form.result if is_found else None)


def _found(request: HttpRequest, number: str) -> checking.Public:
    limits.allow("paper-number", caller_ip(request), limit=ASKED_AN_HOUR, at=timezone.now(), window=HOUR)
    return checking.found(number)


def _zipped(raw: bytes, token: str) -> HttpResponse:
    return _file(raw, f"contract-{token[:8]}.zip", "application/zip")


def _file(raw: bytes, name: str, media: str) -> HttpResponse:
    """A download under a name that tells nothing of anybody."""
    return HttpResponse(raw, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
