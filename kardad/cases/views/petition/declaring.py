"""A work diary is laid with a petition, or put into the file of a case that goes on."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.cases import access as access_to_cases
from kardad.cases.access import petitions as access
from kardad.cases.actions import declaring
from kardad.cases.forms.declaring import AttachDiary
from kardad.cases.models import Filing, FilingFile
from kardad.cases.views.petition import frame
from kardad.contracts import diary_paper
from kardad.contracts.access import diary as diaries
from kardad.contracts.models import Diary
from kardad.contracts.queries import diary as queries
from kardad.core import limits
from kardad.core.pages import attempt, page
from kardad.documents.models import Document

PRINTED_AN_HOUR = 20
HOUR = timedelta(hours=1)


def petition_diary(request: HttpRequest, token: str, diary: str) -> HttpResponse:
    """What it means that others read the diary from then on; then its paper lies with the petition."""
    at = timezone.now()
    case, _ = access.step(request.actor, token, "evidence", at=at)
    mine = diaries.diary(request.actor, diary)
    files = queries.counting(mine).filter(file__isnull=False).count()
    form = AttachDiary(frame.posted(request)[0], files=files)

    def act() -> list[FilingFile]:
        paper = _paper(request, mine, at)
        with_files = bool(form.cleaned_data.get("with_files"))
        return declaring.attach_diary(case, mine, paper, with_files=with_files, by=request.actor, at=at)

    if form.is_valid() and attempt(form, act):
        messages.success(request, "دفترچه کنار مدرک‌های دادخواست گذاشته شد.")
        return redirect("cases:petition_evidence", token)
    return page(request, "cases/petition/diary.html", form=form, case=case, diary=mine, about=queries.about(mine))


def filing_diary(request: HttpRequest, token: str, diary: str) -> HttpResponse:
    """The same for a case that was filed: from then on it is evidence that the board and the other side read."""
    at = timezone.now()
    place, mine = access_to_cases.case(request.actor, token, at=at), diaries.diary(request.actor, diary)
    if mine.pk not in [one.pk for one, _ in declaring.offered_to(place)]:
        raise Http404
    files = queries.counting(mine).filter(file__isnull=False).count()
    form = AttachDiary(frame.posted(request)[0], files=files)

    def act() -> Filing:
        with_files = bool(form.cleaned_data.get("with_files"))
        return declaring.file_diary(place, mine, _paper(request, mine, at), with_files=with_files, by=request.actor, at=at)

    if form.is_valid() and attempt(form, act):
        messages.success(request, "دفترچه در پرونده قرار گرفت و هیئت آن را می‌بیند.")
        return redirect("cases:case", token)
    return page(request, "cases/following/diary.html", form=form, found=place.case, diary=mine, about=queries.about(mine))


def _paper(request: HttpRequest, mine: Diary, at: datetime) -> Document:
    limits.allow("diary-paper", str(mine.person_id), limit=PRINTED_AN_HOUR, at=at, window=HOUR)
    return diary_paper.paper(mine, by=request.actor, at=at)
