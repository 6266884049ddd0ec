"""Papers are downloaded, anybody may ask of one by its number, and the certificates that seal them are published."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import files, limits
from kardad.core.pages import attempt, page
from kardad.core.requests import caller_ip
from kardad.documents import access, certificates, forms, queries, standing
from kardad.kit.refusal import Refusal

ASKED_AN_HOUR = 20


class NotKnown(Refusal):
    """No sealed paper of ours has this number."""

    code = "PAPER_NOT_FOUND"
    status = 404
    message = "برگی با این شماره از این سامانه صادر نشده است. اگر شماره را درست نوشته‌اید، به این کاغذ تکیه نکنید."


@require_safe
def file(request: HttpRequest, token: str) -> HttpResponse:
    """The sealed paper, byte for byte."""
    stored = access.document(request.actor, token).file
    assert stored is not None  # noqa: S101 – a sealed paper has its file, the database says so
    return files.answer(stored)


def look_up(request: HttpRequest) -> HttpResponse:
    """What a paper is and how it stands today, by the number on its face, for whoever holds it."""
    form = forms.LookUp(request.POST or None, initial={"number": request.GET.get("number", "")[:40]})
    is_found = form.is_valid() and attempt(form, _found, request, form.cleaned_data["number"])
    return page(request, "documents/look_up.html", form=form, found=form.result if is_found else None)


def _found(request: HttpRequest, number: str) -> standing.Public:
    limits.allow("paper-number", caller_ip(request), limit=ASKED_AN_HOUR, at=timezone.now(), window=timedelta(hours=1))
    found = queries.numbered(number)
    if found is None:
        raise NotKnown(number=number)
    return standing.public(found)


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Every certificate that has sealed papers here, for whoever checks them without us."""
    return HttpResponse(certificates.published(at=timezone.now()), content_type="application/x-pem-file")
