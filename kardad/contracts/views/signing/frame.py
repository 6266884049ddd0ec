"""What every page of signing shares: from where somebody signs, the code that is waited for, the deed of asking and giving it."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kardad.contracts import proof
from kardad.contracts.actions import signing
from kardad.contracts.forms import signing as forms
from kardad.contracts.models import Signature, Version
from kardad.contracts.queries import checking, sent
from kardad.contracts.queries.standing import WORKER, Standing
from kardad.contracts.terms import Terms
from kardad.core.pages import attempt, refuse
from kardad.core.requests import caller_ip
from kardad.kit import records
from kardad.law import articles
from kardad.law.contract_rules import Finding, rulebook
from kardad.people import particulars, policy
from kardad.people.actions import codes

COOKIE = "kardad_device"
A_YEAR = 365 * 24 * 3600
OVERLAP = "C13"
ALARMS = {
    "same_device": "دو طرف با یک مرورگر امضا کرده‌اند.",
    "same_address": "دو طرف از یک شبکه امضا کرده‌اند.",
}


def seen(request: HttpRequest) -> signing.Seen:
    """From where the request comes: the browser by its own cookie, the network, the session."""
    return signing.Seen(
        device=str(request.get_signed_cookie(COOKIE, default="")), address=caller_ip(request), session_key=request.session.session_key or ""
    )


def known(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The answer, with a browser's own sign where it has none yet: by it the same browser is known when the other side signs."""
    if not request.get_signed_cookie(COOKIE, default=""):
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_signed_cookie(COOKIE, secrets.token_hex(16), max_age=A_YEAR, httponly=True, secure=secure, samesite="Lax")
    return answer


def asks(request: HttpRequest) -> bool:
    """Whether a code is asked for, not given."""
    return request.POST.get("do") in ("send", "voice")


def gave(
    request: HttpRequest,
    form: forms.Sign,
    place: Standing,
    *,
    ready: Callable[[], Version],
    sign: Callable[[Version, signing.Answer, signing.Seen], Any],
) -> str:
    """What the posted form did: «asked» when a code is on its way, «signed» when it was right, empty where it was refused."""
    if not form.is_valid():
        return ""
    if not form.is_same:
        refuse(form, signing.Stale())
        return ""
    at, whence = timezone.now(), seen(request)

    def ask() -> None:
        voice = request.POST.get("do") == "voice"
        signing.ask(place, ready(), seen=whence, by=request.actor, at=at, voice=voice, said=form.answer)

    if asks(request):
        return "asked" if attempt(form, ask) else ""
    return "signed" if attempt(form, lambda: sign(ready(), form.answer, whence)) or pressed_again(request, place, place.side) else ""


def pressed_again(request: HttpRequest, place: Standing, side: str) -> bool:
    """Whether these very words bear his signature for that side already: a second press is led where the first led."""
    if request.method != "POST" or asks(request) or place.side != side:
        return False
    rows = Signature.objects.filter(version__contract=place.contract, side=side, person=place.person, signed_at__isnull=False)
    return rows.filter(sha256=request.POST.get("words", "")[:64]).exists()


def waited(request: HttpRequest, place: Standing, version: Version | None, *, at: datetime) -> dict[str, Any]:
    """For the template: whether a code of this session is waited for, when another may be asked for, where it went."""
    asked, row = signing.waiting(place, version, seen=seen(request)) if version else (None, None)
    is_sent = bool(row and not row.consumed_at and row.expires_at > at)
    wait = max(0, int((codes.resend_at(row) - at).total_seconds())) if is_sent and row else 0
    said = {"knows": asked.knows, "reserves": asked.reserves} if asked else {}
    life = policy.CODE_LIFE.seconds // 60
    return {"is_sent": is_sent, "wait": wait, "mobile": particulars.own(place.person).mobile, "said": said, "life": life}


def form(request: HttpRequest, digest: str, titles: dict[str, str], waits: dict[str, Any], **more: Any) -> forms.Sign:
    """The form of this signature, with what its signer had ticked before."""
    posted = request.POST if request.method == "POST" else None
    has_code = not asks(request) if posted is not None else waits["is_sent"]
    made = forms.Sign(posted, digest=digest, warnings=titles, has_code=has_code, **more)
    made.initial |= waits["said"]
    return made


def warnings(version: Version) -> list[Finding]:
    """What is to be known before signing, as it was found when the words were frozen."""
    if not version.knows:
        return []
    words = proof.read(version.words)
    held = records.of(Terms, words.get("terms") or {})
    found = checking.findings(version.contract, held, at=version.made_at)
    return [one for one in found if one.code in version.knows and one.severity == "warning"]


def beside(place: Standing, version: Version) -> list[Finding]:
    """What the worker alone is to know before he signs: how his contracts with other employers count beside this one."""
    if place.side != WORKER:
        return []
    found = checking.findings(version.contract, sent.said(version), at=version.made_at, for_worker=True)
    return [one for one in found if one.code == OVERLAP and one.code not in version.knows]


def titles(version: Version, found: list[Finding]) -> dict[str, str]:
    """Each warning of a version by its code; one that would not be found any more by its rule's own title."""
    told = {one.code: one.title for one in found}
    book = rulebook.current().rules
    return {code: told.get(code) or (book[code].title if code in book else code) for code in version.knows}


def cited(found: list[Finding]) -> list[tuple[Finding, list[articles.Article]]]:
    """Each finding with the articles it rests on."""
    return [(one, list(articles.cited(one.articles))) for one in found]


def signatures(version: Version) -> list[tuple[Signature, list[str]]]:
    """Who signed, in order, with what is odd about it."""
    rows = version.signatures.filter(signed_at__isnull=False).select_related("person").order_by("signed_at", "pk")
    return [(row, [ALARMS[name] for name in row.alarms if name in ALARMS]) for row in rows]
