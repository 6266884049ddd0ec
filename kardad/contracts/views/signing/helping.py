"""Pages for who does not read, and for who signs by hand: a witness by his own code; the scan of the signed paper."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kardad.contracts import access, proof, signing_kinds, terms
from kardad.contracts.actions import assisting, common, papering, sending
from kardad.contracts.actions.assisting import Named
from kardad.contracts.forms import signing as forms
from kardad.contracts.models import Annex, Contract, Version
from kardad.contracts.queries.standing import Standing
from kardad.contracts.views.signing import frame
from kardad.contracts.views.signing.sending import KIND, shown
from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.kit import calendar
from kardad.people.models import Person


def assist(request: HttpRequest, token: str) -> HttpResponse:
    """The words are read aloud to the worker, and a witness of his choice says so by a code to his own mobile."""
    place = access.working(request.actor, token, "sent")
    version = access.version(place, KIND, place.contract.version)
    if version.state != "open":
        raise Http404
    if version.read_at is None:
        return redirect("contracts:read", token)
    return _assisted(request, place, version, reverse("contracts:sign", args=[token]), shown(place, proof.read(version.words)))


def assist_version(request: HttpRequest, token: str, kind: str, number: int) -> HttpResponse:
    """As `assist`, of an amendment, an ending or a settlement that waits for the worker's signature."""
    place, known = access.working(request.actor, token), signing_kinds.find(kind)
    if known is None:
        raise Http404
    access.verified(request)
    version = access.version(place, kind, number)
    if version.state != "open" or place.side not in known.sides(version) - signing_kinds.signed(version):
        raise Http404
    back = reverse("contracts:sign_version", args=[token, kind, number])
    if version.read_at is None:
        return redirect(back)
    return _assisted(request, place, version, back, {"known": known, "told": dict(known.told(version))})


def _assisted(request: HttpRequest, place: Standing, version: Version, back: str, told: dict[str, Any]) -> HttpResponse:
    """The witness is named and asked for his code; with it he bears witness, and the worker goes back to sign."""
    asked, has_one, at = assisting.waiting(version), assisting.of(version), timezone.now()
    is_code = bool(asked) and not has_one and request.POST.get("do") != "ask" and "again" not in request.GET
    posted = request.POST if request.method == "POST" else None
    form: forms.Attest | forms.Witness = forms.Attest(posted) if is_code else forms.Witness(posted)
    if form.is_valid() and not has_one:
        given = {"seen": frame.seen(request), "by": request.actor, "at": at}
        said = form.cleaned_data
        if is_code and attempt(form, assisting.attest, place, version, code=said["code"], **given):
            messages.success(request, "گواه ثبت شد. اکنون خودتان امضا کنید.")
            return redirect(back)
        if not is_code and attempt(form, assisting.ask, place, version, witness=_named(said), **given):
            return redirect(request.path)
    told |= {"asked": asked if is_code else None, "witness": has_one, "sign_url": back}
    told |= {"contract": place.contract, "employer": common.employer(place.contract)}
    return page(request, "contracts/signing/assist.html", form=form, place=place, **told)


def on_paper(request: HttpRequest, token: str) -> HttpResponse:
    """The words are printed, signed by hand and laid here as a scan; the worker then confirms them by his code."""
    place, at = access.writing(request.actor, token), timezone.now()
    contract = place.contract
    if request.POST.get("do") == "leave":
        papering.leave(contract, by=request.actor, at=at)
        return redirect("contracts:send", token)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = forms.Paper(*posted)
    if form.is_valid() and attempt(form, _laid, request, contract, form.cleaned_data["file"], place.person):
        messages.success(request, "برگه امضاشده کنار قرارداد است. اکنون آن را با رمز خودتان بفرستید.")
        return redirect("contracts:send", token)
    words = sending.said(contract, number=contract.version + 1, concluded_on=calendar.tehran_day(at))
    told = {"contract": contract, "scan": papering.scans(contract).select_related("file").first(), "held": terms.read(contract.terms)}
    return page(request, "contracts/signing/on_paper.html", form=form, **told, **shown(place, words))


def _named(told: dict[str, str]) -> Named:
    kind = Person.Kind.FOREIGN if len(told["code"]) == forms.FOREIGN_DIGITS else Person.Kind.IRAN
    return Named(kind, told["code"], told["mobile"])


def _laid(request: HttpRequest, contract: Contract, upload: UploadedFile, person: Person) -> Annex:
    at = timezone.now()
    kept = files.store(upload, owner_id=person.pk, at=at)
    return papering.lay(contract, kept, by=request.actor, at=at)
