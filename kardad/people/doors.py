"""Between pages: to log-in or step-up and back, with everything that was typed.

The one mechanism against lost words, for every view that uses `pages.page` and `access`:
- an access function raises `access.Elsewhere`; `lead` keeps the posted form as a draft of the page it stood on and redirects with `next`;
- after log-in `adopt` hands the draft to the person, unless another person used this browser last;
- `pages.page` fills an unbound form from the person's draft of that path; a POST answered by a redirect forgets it.
Secrets and uploads are never kept.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from kardad.core import drafts, limits
from kardad.core.requests import caller_ip
from kardad.people.access import Elsewhere

KEPT = "kept_draft"  # in a visitor's session: the draft that waits for its owner
WHO = "who"  # a signed cookie: who used this browser last, so that nobody else is handed his words
WHO_LASTS = 60 * 60 * 24 * 30
VISITORS_DRAFTS = 30  # an hour and address


def lead(request: HttpRequest, first: Elsewhere) -> HttpResponse:
    """To the page that comes first, to return to where the form stood."""
    back = request.get_full_path()
    if request.method == "POST":
        back = came_from(request) or back
        keep(request, path=urlsplit(back).path, at=timezone.now())
    return redirect(f"{reverse(first.where)}?{urlencode({'next': back})}")


def keep(request: HttpRequest, *, path: str, at: datetime) -> None:
    """What was posted lies with the person's drafts, or waits in the visitor's session for its owner."""
    typed = {key: values if len(values) > 1 else values[0] for key, values in request.POST.lists() if values}
    request.keeps_draft = True
    if not drafts.worth(typed):
        return
    person_id = request.user.pk
    try:
        if person_id is None:
            _make_room(request, at=at)
        draft = drafts.keep(path, typed, person_id=person_id, at=at)
    except (drafts.DraftTooLarge, drafts.TooManyDrafts, limits.TooMany) as refusal:
        messages.warning(request, refusal.text)
        return
    if person_id is None:
        request.session[KEPT] = {"token": draft.token, "who": request.get_signed_cookie(WHO, default="", salt=WHO)}
    messages.info(request, "نوشته‌های شما نگه داشته شد و در همان فرم به شما برمی‌گردد.")


def _make_room(request: HttpRequest, *, at: datetime) -> None:
    """A visitor has one draft, and an address few in an hour: what nobody may ever claim must not fill the table."""
    limits.allow("visitor-draft", caller_ip(request), limit=VISITORS_DRAFTS, at=at, window=timedelta(hours=1))
    if isinstance(earlier := request.session.pop(KEPT, None), dict):
        drafts.forget(earlier["token"])


def adopt(request: HttpRequest, person_id: int) -> None:
    """The draft that waited in this session is the person's, unless someone else typed it."""
    kept = request.session.pop(KEPT, None)
    if isinstance(kept, dict) and kept["who"] in ("", str(person_id)):
        drafts.adopt(kept["token"], person_id=person_id)


def remember(response: HttpResponse, person_id: int) -> None:
    """The browser knows who used it last; no credential, only a guard for `adopt`."""
    response.set_signed_cookie(
        WHO, str(person_id), salt=WHO, max_age=WHO_LASTS, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


def is_known(request: HttpRequest, person_id: int) -> bool:
    """Whether this person was the last to use this browser, in the last thirty days."""
    return request.get_signed_cookie(WHO, default="", salt=WHO) == str(person_id)


def back_to(request: HttpRequest, otherwise: str = "portal:panel") -> str:
    """The address in `next` if it is one of ours, else the page named."""
    wanted = request.GET.get("next") or request.POST.get("next") or ""
    good = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if good and wanted.startswith("/") else resolve_url(otherwise)


def came_from(request: HttpRequest) -> str:
    """The page of ours on which the posted form stood; empty when the browser does not say."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host() or not page.path.startswith("/"):
        return ""
    return page.path + (f"?{page.query}" if page.query else "")
