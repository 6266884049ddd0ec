"""The kartable: what is asked of me and until when, what came since I last looked, and every letter."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.operator import operator
from kardad.core.pages import page
from kardad.inbox import access, kinds, policy, queries
from kardad.inbox.actions import keeping
from kardad.inbox.queries import announcements, kartable
from kardad.inbox.queries.kartable import ARCHIVE, NOTICES, UNREAD, Wanted
from kardad.inbox.shown import letters as shown
from kardad.kit import calendar, text

LONGEST = 80  # letters of what is searched for


def inbox(request: HttpRequest) -> HttpResponse:
    """My letters: what is asked of me on top, then the unread before the read by dossier, or those that I asked for, newest first."""
    person = access.person(request.actor)
    if request.method == "POST":
        return _put(request)
    at, wanted = timezone.now(), _wanted(request)
    after = request.GET.get("after", "")
    found, unread = (
        kartable.front(person.pk, after=after) if wanted.is_everything else (kartable.kartable(person.pk, wanted, after=after), None)
    )
    is_front = wanted.is_everything and not after
    before = keeping.look(person, at=at) if is_front else None
    today, folders = calendar.tehran_day(at), list(kartable.dossiers(person.pk))
    return page(
        request,
        "inbox/inbox.html",
        folders=shown.folders([shown.row(one, since=before, today=today) for one in found.rows], are_parted=wanted.is_everything),
        wanted=wanted,
        shows=_shelves(queries.unread(person.pk) if unread is None else unread),
        dossiers=folders,
        asked=[shown.row(one, since=before, today=today) for one in kartable.asked(person.pk, today)[: policy.ASKED_SHOWN]]
        if is_front
        else [],
        news=shown.news(found, before) if before else None,
        announcements=announcements.current(person, at)[: policy.ANNOUNCED] if is_front else [],
        searched=policy.SEARCHED,
        next_url="?" + urlencode(_asked_for(wanted) | {"after": found.after}) if found.after else "",
    )


def _put(request: HttpRequest) -> HttpResponse:
    """The letters that were ticked are put away, or taken back."""
    chosen = [int(pk) for pk in request.POST.getlist("letter") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    if request.POST.get("do") == "restore":
        done, said = keeping.restore(chosen, by=request.actor), "نامه به کارپوشه برگشت."
    else:
        done, said = keeping.archive(chosen, by=request.actor, at=timezone.now()), "نامه بایگانی شد و پاک نمی‌شود."
    if done:
        messages.success(request, f"{text.to_persian_digits(done)} {said}")
    else:
        messages.warning(request, "نامه‌ای انتخاب نشده بود. کنار نامه‌ها را علامت بزنید.")
    back = request.POST.get("back", "")
    return redirect(f"{request.path}?{back}" if back else request.path)


def _shelves(unread: int) -> list[tuple[str, str, int]]:
    official = [(NOTICES, "ابلاغیه‌ها", 0)] if operator().is_authority else []
    groups = [(key, title, 0) for key, title in kinds.groups().items()]
    return [("", "همه", 0), (UNREAD, "خوانده‌نشده", unread), *official, *groups, (ARCHIVE, "بایگانی", 0)]


def _wanted(request: HttpRequest) -> Wanted:
    """What the address asks for; what it cannot mean is left out."""
    show, dossier = request.GET.get("show", ""), request.GET.get("dossier", "")
    known = {UNREAD, NOTICES, ARCHIVE} | set(kinds.groups())
    return Wanted(
        show if show in known else "", dossier[:32] if dossier.isalnum() else "", " ".join(request.GET.get("q", "").split())[:LONGEST]
    )


def _asked_for(wanted: Wanted) -> dict[str, str]:
    asked = {"show": wanted.show, "dossier": wanted.dossier, "q": wanted.words}
    return {name: value for name, value in asked.items() if value}
