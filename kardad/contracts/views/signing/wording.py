"""The pages of every other wording that is signed: read, signed by each side, refused, taken back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.contracts import access, signing_kinds
from kardad.contracts.actions import answering, signing, wording
from kardad.contracts.forms import signing as forms
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.signing_kinds import SignedKind
from kardad.contracts.views.signing import frame
from kardad.core.pages import attempt, page


def sign_version(request: HttpRequest, token: str, kind: str, number: int) -> HttpResponse:
    """A side reads the wording, and signs it with a code to its own SIM; once it is closed the page shows what became of it."""
    place, version, known = _found(request, token, kind, number)
    at = timezone.now()
    if place.side == standing.WORKER and version.state == "open":
        if version.opened_at is None:
            version = answering.opened(place, version, by=request.actor, at=at)
        if request.POST.get("do") == "read" and answering.read(place, version, by=request.actor, at=at):
            return redirect(request.path)
    found, waits = frame.warnings(version), frame.waited(request, place, version, at=at)
    items = known.reservable(version) if place.side == standing.WORKER else ()
    form = frame.form(request, version.sha256, frame.titles(version, found), waits, items=items)
    done = frame.gave(request, form, place, ready=lambda: _ready(version, at), sign=_signer(request, place, at))
    if done == "asked":
        return redirect(request.path)
    if done == "signed":
        messages.success(request, f"{known.title} را امضا کردید.")
        return redirect(place.contract.url)
    told = {"known": known, "version": version, "contract": place.contract, "side": place.side, "told": dict(known.told(version))}
    told |= {"signatures": frame.signatures(version), "warnings": frame.cited(found), "stands": _stands(place, version, known)}
    told |= {"may_refuse": version.state == "open" and not signing_kinds.begins(version, place.side)}
    told |= {"may_recall": version.state == "open" and place.side == standing.EMPLOYER}
    return frame.known(request, page(request, "contracts/signing/wording.html", form=form, place=place, **told, **waits))


def refuse_version(request: HttpRequest, token: str, kind: str, number: int) -> HttpResponse:
    """The wording is not signed, and the other side reads why."""
    place, version, known = _found(request, token, kind, number)
    form = forms.Reason(request.POST if request.method == "POST" else None)
    if version.state != "open" or signing_kinds.begins(version, place.side):
        raise Http404
    if form.is_valid() and attempt(form, wording.refuse, place, version, **form.cleaned_data, by=request.actor, at=timezone.now()):
        messages.success(request, "نپذیرفتید و طرف دیگر دلیل شما را می‌بیند.")
        return redirect(place.contract.url)
    return page(request, "contracts/signing/refuse.html", form=form, contract=place.contract, known=known, version=version)


def recall_version(request: HttpRequest, token: str, kind: str, number: int) -> HttpResponse:
    """The employer takes the wording back before it is whole."""
    place, version, known = _found(request, token, kind, number)
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    if place.side != standing.EMPLOYER or version.state != "open":
        raise Http404
    if form.is_valid() and attempt(form, wording.recall, place, version, by=request.actor, at=timezone.now()):
        messages.success(request, f"{known.title} پس گرفته شد.")
        return redirect(place.contract.url)
    return page(request, "contracts/signing/recall_version.html", form=form, contract=place.contract, known=known, version=version)


def _found(request: HttpRequest, token: str, kind: str, number: int) -> tuple[Standing, Version, SignedKind]:
    place = access.contract(request.actor, token)
    known = signing_kinds.find(kind)
    if known is None:
        raise Http404
    access.verified(request)
    return place, access.version(place, kind, number), known


def _stands(place: Standing, version: Version, known: SignedKind) -> str:
    """What this side may do now: read, sign, wait, or nothing any more."""
    if version.state != "open":
        return "closed"
    if place.side not in known.sides(version) - signing_kinds.signed(version):
        return "wait"
    return "read" if place.side == standing.WORKER and version.read_at is None else "sign"


def _ready(version: Version, at: datetime) -> Version:
    wording.ensure(version, at=at)
    return version


def _signer(request: HttpRequest, place: Standing, at: datetime) -> Any:
    def signed(version: Version, answer: signing.Answer, seen: signing.Seen) -> Contract:
        return wording.sign(place, version, answer, seen=seen, by=request.actor, at=at)

    return signed
