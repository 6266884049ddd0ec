"""The employer's pages: the whole text with what speaks against it, signed and sent; taken back; taken up again."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.contracts import access, flow, proof, reading, terms
from kardad.contracts.actions import sending, signing
from kardad.contracts.forms import signing as forms
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries import checking, standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.views.signing import frame
from kardad.core.pages import attempt, page
from kardad.kit import calendar

KIND = Version.Kind.CONTRACT


def send(request: HttpRequest, token: str) -> HttpResponse:
    """The words as they would be signed now; with a code to the employer's own SIM they are frozen, signed and with the worker."""
    place = access.contract(request.actor, token)
    if frame.pressed_again(request, place, standing.EMPLOYER):
        return redirect(place.contract.url)
    place, at = access.writing(request.actor, token), timezone.now()
    access.verified(request)
    contract, today = place.contract, calendar.tehran_day(at)
    words = sending.said(contract, number=contract.version + 1, concluded_on=today)
    digest = proof.words(words)[1]
    found = checking.findings(contract, terms.read(contract.terms), at=at, concluded_on=today)
    warned = [one for one in found if one.severity == "warning"]
    version = contract.versions.filter(kind=KIND, number=contract.version + 1, state="open", sha256=digest, until__gt=at).first()
    waits = frame.waited(request, place, version, at=at)
    form = frame.form(request, digest, {one.code: one.title for one in warned}, waits)
    done = frame.gave(request, form, place, ready=lambda: _frozen(request, place, at), sign=_sender(request, place, at))
    if done == "signed":
        messages.success(request, "قرارداد امضا شد و اکنون پیش روی کارگر است.")
        return redirect(contract.url)
    if done == "asked":
        return redirect(request.path)
    told: dict[str, Any] = {"errors": frame.cited([one for one in found if one.severity == "error"]), "warnings": frame.cited(warned)}
    told |= {"corrections": _corrections(contract), "changes": _changes(contract, words), "may_sign": _may_sign(place, at)}
    answer = page(request, "contracts/signing/send.html", form=form, place=place, contract=contract, **told, **waits, **shown(place, words))
    return frame.known(request, answer)


def recall(request: HttpRequest, token: str) -> HttpResponse:
    """What lies with the worker comes back to be changed; the employer's own signature below it counts no more."""
    place = access.employing(request.actor, token, "sent", "revision_requested")
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, sending.recall, place, by=request.actor, at=timezone.now()):
        messages.success(request, "قرارداد پس گرفته شد و پیش‌نویس است.")
        return redirect(place.contract.url)
    return page(request, "contracts/signing/recall.html", form=form, contract=place.contract)


def reopen(request: HttpRequest, token: str) -> HttpResponse:
    """What nobody signed in its days is a draft again."""
    place = access.employing(request.actor, token, "expired")
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, sending.reopen, place, by=request.actor, at=timezone.now()):
        messages.success(request, "قرارداد دوباره پیش‌نویس شد. آن را ببینید و بفرستید.")
        return redirect(place.contract.url)
    return page(request, "contracts/signing/reopen.html", form=form, contract=place.contract)


def shown(place: Standing, words: dict[str, Any]) -> dict[str, Any]:
    """For the template: the words part by part, and which side looks at them."""
    return {"parts": reading.parts(words), "side": place.side, "state": flow.STATES[place.contract.state]}


def _frozen(request: HttpRequest, place: Standing, at: datetime) -> Version:
    return sending.freeze(place, by=request.actor, at=at)


def _sender(request: HttpRequest, place: Standing, at: datetime) -> Any:
    def sign(version: Version, answer: signing.Answer, seen: signing.Seen) -> Contract:
        return sending.send(place, version, code=answer.code, knows=answer.knows, seen=seen, by=request.actor, at=at)

    return sign


def _may_sign(place: Standing, at: datetime) -> bool:
    try:
        signing.authority(place, at=at)
    except signing.NoAuthority:
        return False
    return True


def _corrections(contract: Contract) -> list[dict[str, str]]:
    """What the worker wants changed of the words that came back, field by field."""
    version = contract.versions.filter(kind=KIND, number=contract.version, state="returned").first()
    if version is None:
        return []
    rows = {row.path: (part.title, row) for part in reading.parts(proof.read(version.words)) for row in part.rows}
    found = []
    for one in version.corrections.order_by("pk"):
        title, row = rows.get(one.field, ("", None))
        found.append({"label": f"{title}، {row.label}" if row else one.field, "now": row.said if row else "", "wanted": one.words})
    return found


def _changes(contract: Contract, words: dict[str, Any]) -> tuple[reading.Change, ...]:
    """What these words say otherwise than those that were sent last."""
    last = contract.versions.filter(kind=KIND, number=contract.version).first() if contract.version else None
    return reading.changes(proof.read(last.words), words) if last else ()
