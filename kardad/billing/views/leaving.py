"""The way to a bank's page: a redirect, or a form that sends itself; and the browser's leave to go there."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kardad.billing.models import Payment
from kardad.core.pages import page
from kardad.gateways.payments.outcomes import Way

KEPT_FOR = 10 * 60
"""Seconds in which a payer who lost the bank's page may be sent there again; shorter than any bank's page is open."""


def leave(request: HttpRequest, payment: Payment, way: Way) -> HttpResponse:
    """The payer is on his way to the bank; for a little while he can be sent there again."""
    cache.set(_key(payment), (way.method, way.url, dict(way.fields), way.needs_referrer), KEPT_FOR)
    if way.method == "GET" and not way.needs_referrer:
        return redirect(way.url)
    # A form by GET would drop the query of its address: it goes along as fields.
    fields = dict(way.fields) or dict(parse_qsl(urlsplit(way.url).query))
    answer = page(request, "billing/leaving.html", way=way, fields=fields.items(), payment=payment)
    if way.needs_referrer:
        answer["Referrer-Policy"] = "strict-origin"
    return let_out(answer, [origin_of(way.url)])


def way_of(payment: Payment) -> Way | None:
    """The way on which the payer was sent a little while ago, while he is awaited at the bank."""
    if payment.state != "redirected" or payment.came_back_at is not None:
        return None
    kept = cache.get(_key(payment))
    return Way(*kept) if kept else None


def let_out(answer: HttpResponse, origins: Iterable[str]) -> HttpResponse:
    """The forms of this one page may lead to these banks; browsers hold redirects after a form to the same rule."""
    answer._csp_update = {"form-action": sorted(set(origins))}  # read by django-csp
    return answer


def origin_of(url: str) -> str:
    """Scheme and host of an address; a path is of our own house."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else "'self'"


def _key(payment: Payment) -> str:
    return f"way-to-bank:{payment.token}"
