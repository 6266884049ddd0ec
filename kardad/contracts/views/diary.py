"""«Declare my work»: who has no contract writes of his work day by day, corrects by writing further, takes it away with its proof."""

import json
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kardad.contracts import diaries as noted
from kardad.contracts import diary_paper as printing
from kardad.contracts import proof
from kardad.contracts.access import diary as access
from kardad.contracts.actions import diary as actions
from kardad.contracts.forms import diary as forms
from kardad.contracts.models import Diary, DiaryEntry
from kardad.contracts.queries import diary as queries
from kardad.contracts.shown import diary as shown
from kardad.contracts.views.ending import uploads
from kardad.core import files, limits, paging
from kardad.core.pages import attempt, page
from kardad.evidence import queries as evidence
from kardad.kit import calendar

PRINTED_AN_HOUR = 20  # papers and packages of one person
HOUR = timedelta(hours=1)


@require_safe
def diaries(request: HttpRequest) -> HttpResponse:
    """The reader's diaries, and what a diary is for."""
    me = access.person(request.actor)
    rows = [(one, queries.about(one)) for one in queries.of(me)]
    return page(request, "contracts/diary/diaries.html", rows=rows)


def diary_new(request: HttpRequest) -> HttpResponse:
    """A diary begins with where one works."""
    me, at = access.verified(request), timezone.now()
    form = forms.Begin(request.POST if request.method == "POST" else None, today=calendar.tehran_day(at))

    def act() -> Diary:
        return actions.begin(me, form.told(), by=request.actor, at=at)

    if form.is_valid() and attempt(form, act):
        return redirect(form.result.url)
    return page(request, "contracts/diary/new.html", form=form)


@require_safe
def diary(request: HttpRequest, token: str) -> HttpResponse:
    """What was written, newest first, month by month in sums."""
    mine = access.diary(request.actor, token)
    found = paging.newest(queries.entries(mine), after=request.GET.get("after", ""))
    return page(
        request,
        "contracts/diary/diary.html",
        diary=mine,
        about=queries.about(mine),
        rows=shown.rows(found.rows),
        next_url=found.next_url,
        months=queries.months(mine),
        kinds=DiaryEntry.Kind.choices,
        paper=printing.last(mine),
    )


def diary_write(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """Another entry of that kind."""
    mine, at = access.diary(request.actor, token), timezone.now()
    if kind not in DiaryEntry.Kind.values:
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.Write(*posted, kind=kind, today=calendar.tehran_day(at))

    def act() -> DiaryEntry:
        file = uploads.keep(request, form.cleaned_data.get("file"), at=at)
        return actions.write(mine, form.told(), file=file, by=request.actor, at=at)

    if form.is_valid() and attempt(form, act):
        messages.success(request, "نوشته شد. وقت نوشتن آن ثبت است و دیگر عوض نمی‌شود.")
        return redirect(mine.url)
    return page(request, "contracts/diary/write.html", form=form, diary=mine, title=DiaryEntry.Kind(kind).label)


def diary_correct(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """A further entry says what is right instead of this one."""
    entry, at = access.entry(request.actor, token, number), timezone.now()
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    was = noted.told(proof.read(entry.words))
    form = forms.Correct(*posted, kind=entry.kind, today=calendar.tehran_day(at), was=was)

    def act() -> DiaryEntry:
        file = uploads.keep(request, form.cleaned_data.get("file"), at=at)
        return actions.correct(entry, form.told(), file=file, by=request.actor, at=at)

    if form.is_valid() and attempt(form, act):
        messages.success(request, "اصلاح نوشته شد؛ نوشته پیشین سر جای خود می‌ماند.")
        return redirect(entry.diary.url)
    return page(request, "contracts/diary/correct.html", form=form, diary=entry.diary, row=shown.rows([entry])[0])


@require_safe
def diary_file(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The picture or paper that was written with an entry."""
    entry = access.entry(request.actor, token, number)
    if entry.file is None:
        raise Http404
    return files.answer(entry.file)


@require_safe
def diary_receipt(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The receipt of one entry: whoever has it checks it without us."""
    entry = access.entry(request.actor, token, number)
    chain = evidence.chain_of(entry.diary)
    found = chain.entries.select_related("chain").filter(seq=entry.seq).first() if chain else None
    if found is None:
        raise Http404
    body = json.dumps(evidence.receipt(found), ensure_ascii=False, indent=1)
    return _file(body.encode(), f"diary-{token[:8]}-{number}.receipt.json", "application/json")


@require_POST
def diary_paper(request: HttpRequest, token: str) -> HttpResponse:
    """The diary up to now as a sealed paper."""
    mine, at = access.diary(request.actor, token), timezone.now()
    limits.allow("diary-paper", str(mine.person_id), limit=PRINTED_AN_HOUR, at=at, window=HOUR)
    made = printing.paper(mine, by=request.actor, at=at)
    if made.is_sealed:
        return redirect("documents:file", made.token)
    messages.success(request, "برگه دفترچه تا چند دقیقه دیگر همین‌جا آماده می‌شود.")
    return redirect(mine.url)


@require_safe
def diary_everything(request: HttpRequest, token: str) -> HttpResponse:
    """Words, files and chain in one ZIP."""
    mine, at = access.diary(request.actor, token), timezone.now()
    limits.allow("diary-paper", str(mine.person_id), limit=PRINTED_AN_HOUR, at=at, window=HOUR)
    return _file(printing.written(mine, at=at), f"diary-{token[:8]}.zip", "application/zip")


def _file(raw: bytes, name: str, media: str) -> HttpResponse:
    """A download under a name that tells nothing of anybody."""
    return HttpResponse(raw, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
