"""The certificate of a service for who was served: asked for by a press, ready in its letter a moment later."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.inbox import access
from kardad.inbox.actions import certifying
from kardad.kit.refusal import Refusal


def certify_service(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate waits to be made; the letter shows it."""
    at = timezone.now()
    letter, delivery = access.served(request.actor, pk, at=at)
    if request.method == "POST":
        try:
            certifying.certify_service(delivery, by=request.actor, at=at)
            messages.success(request, "گواهی ابلاغ تا چند دقیقه دیگر همین‌جا آماده است.")
        except Refusal as refusal:
            messages.error(request, refusal.text)
    return redirect("inbox:letter", letter.pk)
