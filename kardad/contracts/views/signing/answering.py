"""The worker's pages: the whole text to read, correction, refusal, signature; and what changed between two wordings."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.contracts import access, proof, reading
from kardad.contracts.actions import answering, common, signing
from kardad.contracts.forms import signing as forms
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries import annexes, sent, standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.shown import worth
from kardad.contracts.views.signing import frame
from kardad.contracts.views.signing.sending import KIND, shown
from kardad.core.pages import attempt, page


def read(request: HttpRequest, token: str) -> HttpResponse:
    """The whole text that lies before the worker; that he opened it, and that he came to its end, is on record."""
    place = access.contract(request.actor, token)
    version = _last(place)
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    if place.side == standing.WORKER and version.state == "open" and version.opened_at is None:
        version = answering.opened(place, version, by=request.actor, at=timezone.now())
    if form.is_valid() and attempt(form, answering.read, place, version, by=request.actor, at=timezone.now()):
        return redirect("contracts:read", token)
    told = {"version": version, "contract": place.contract, "employer": common.employer(place.contract)}
    found = frame.cited(frame.warnings(version) + frame.beside(place, version))
    told |= {"signatures": frame.signatures(version), "warnings": found, "may_answer": _may_answer(place, version)}
    told |= worth.of(place.contract, sent.said(version)) | {"annexes": annexes.of(version)}
    return page(request, "contracts/signing/read.html", form=form, place=place, **told, **shown(place, proof.read(version.words)))


def sign(request: HttpRequest, token: str) -> HttpResponse:
    """The worker signs what he read, with a code to his own SIM; with that the contract is concluded."""
    place = access.contract(request.actor, token)
    if frame.pressed_again(request, place, standing.WORKER):
        return redirect(place.contract.url)
    place, version, at = *_before(request, token), timezone.now()
    if version.read_at is None:
        return redirect("contracts:read", token)
    found = frame.warnings(version)
    waits = frame.waited(request, place, version, at=at)
    form = frame.form(request, version.sha256, frame.titles(version, found), waits)
    done = frame.gave(request, form, place, ready=lambda: version, sign=_signer(request, place, at))
    if done == "signed":
        messages.success(request, "قرارداد با امضای دو طرف بسته شد. نسخه آن همیشه همین‌جا برای شماست.")
        return redirect(place.contract.url)
    if done == "asked":
        return redirect(request.path)
    told = {"version": version, "contract": place.contract, "employer": common.employer(place.contract)}
    told |= {"signatures": frame.signatures(version), "warnings": frame.cited(found + frame.beside(place, version))}
    answer = page(
        request, "contracts/signing/sign.html", form=form, place=place, **told, **waits, **shown(place, proof.read(version.words))
    )
    return frame.known(request, answer)


def correct(request: HttpRequest, token: str) -> HttpResponse:
    """The worker marks what should stand otherwise; the text goes back, and no signature below it counts."""
    place, version = _before(request, token)
    form = forms.Correct(request.POST if request.method == "POST" else None, parts=reading.parts(proof.read(version.words)))
    if form.is_valid() and attempt(form, answering.ask_correction, place, version, wanted=form.wanted, by=request.actor, at=timezone.now()):
        messages.success(request, "درخواست اصلاح شما نزد کارفرماست. نسخه تازه که آمد خبر می‌دهیم.")
        return redirect(place.contract.url)
    return page(request, "contracts/signing/correct.html", form=form, contract=place.contract, side=place.side)


def reject(request: HttpRequest, token: str) -> HttpResponse:
    """The worker does not want the contract and says why; it is over."""
    place = access.working(request.actor, token, "sent", "revision_requested")
    version = _last(place)
    form = forms.Reason(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, answering.reject, place, version, **form.cleaned_data, by=request.actor, at=timezone.now()):
        messages.success(request, "قرارداد را نپذیرفتید و کارفرما دلیل شما را می‌بیند.")
        return redirect(place.contract.url)
    return page(request, "contracts/signing/reject.html", form=form, contract=place.contract, employer=common.employer(place.contract))


@require_safe
def compare(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """What this wording of the contract says otherwise than the one before it, field by field."""
    place = access.contract(request.actor, token)
    if number < 2:
        raise Http404
    new, old = access.version(place, KIND, number), access.version(place, KIND, number - 1)
    changes = reading.changes(proof.read(old.words), proof.read(new.words))
    return page(request, "contracts/signing/compare.html", contract=place.contract, old=old, new=new, changes=changes, side=place.side)


def _before(request: HttpRequest, token: str) -> tuple[Standing, Version]:
    """The worker's place, and the text that waits for his answer; 404 where none does."""
    place = access.working(request.actor, token, "sent")
    access.verified(request)
    version = _last(place)
    if version.state != "open":
        raise Http404
    return place, version


def _last(place: Standing) -> Version:
    """The wording that was sent last; 404 where none ever was."""
    if not place.contract.version:
        raise Http404
    return access.version(place, KIND, place.contract.version)


def _may_answer(place: Standing, version: Version) -> bool:
    return place.side == standing.WORKER and version.state == "open" and place.contract.state == "sent"


def _signer(request: HttpRequest, place: Standing, at: datetime) -> Any:
    def signed(version: Version, answer: signing.Answer, seen: signing.Seen) -> Contract:
        return answering.sign(place, version, code=answer.code, knows=answer.knows, seen=seen, by=request.actor, at=at)

    return signed
