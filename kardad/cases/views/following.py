"""Pages of who follows a case: his cases, one of them, what he puts into its file; and its public status."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import access, flow, policy, shown, shown_official
from kardad.cases import shown_enforcing as enforcing
from kardad.cases import shown_following as told
from kardad.cases import shown_phases as phases
from kardad.cases import shown_settling as settling
from kardad.cases.actions import briefs, declaring
from kardad.cases.forms import following as forms
from kardad.cases.models import Case
from kardad.cases.queries import experts, following, practice, settlements, standing, traces
from kardad.cases.views.petition import uploads
from kardad.core import files, limits
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.core.requests import caller_ip
from kardad.inbox.queries import deadlines
from kardad.kit.refusal import Refusal
from kardad.law import rules
from kardad.ui import structured

START = "شکایت کارگر و کارفرما: دادخواست به اداره کار"
ABOUT = "دادخواست کارگر یا کارفرما را گام به گام بنویسید: چه چیز لازم است، جلسه و رأی چگونه است و مهلت اعتراض چقدر است."
STATUS = "وضعیت پرونده"
STATUS_ABOUT = "با کد رهگیری، وضعیت پرونده دعوای کار و روز جلسه بعد را بی ورود به سامانه ببینید."


class NoSuchCase(Refusal):
    """No case has this tracking code."""

    code = "CASE_UNKNOWN"
    status = 404
    message = "پرونده‌ای با این کد رهگیری نیست. کد را از روی برگه دوباره بخوانید."


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What a petition is for and how it goes, for everybody."""
    told = structured.page("WebPage", request.path, name=START, description=ABOUT)
    days = rules.current().rule("D4").length
    return page(request, "cases/following/start.html", title=START, description=ABOUT, structured=told, objection_days=days)


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The reader's cases, newest first."""
    me, now = access.person(request.actor), timezone.now()
    found = newest(standing.mine(me, at=now).select_related("dossier").prefetch_related("items"), after=request.GET.get("after", ""))
    stands, is_expert = practice.places(me, at=now)
    unread = following.unread_petitions(me.pk, found.rows)
    elsewhere = shown_official.rows(found.rows, at=now)
    rows = [elsewhere.get(one.pk) or told.row(one, is_open=one.pk not in unread) for one in found.rows]
    return page(request, "cases/following/cases.html", rows=rows, next_url=found.next_url, stands=stands, is_expert=is_expert)


@require_safe
def case(request: HttpRequest, token: str) -> HttpResponse:
    """One case for a side: where it stands, what comes next and until when, what is in the file."""
    now = timezone.now()
    place = access.case(request.actor, token, at=now)
    found, dossier = place.case, place.case.dossier
    if place.party is None or dossier is None:
        raise Http404
    left = traces.of(found)
    referral = experts.of_case(found).first() if left.has_referral else None
    table = settlements.last(found) if left.has_settlement else None
    is_open = following.petition_is_open(place)
    mine = [one for one in deadlines.of_dossier(dossier) if one.delivery.party_id == place.party.pk and not deadlines.is_over(one, now)]
    may_file = found.state in following.TAKES_FILINGS and not briefs.awaits_petition(place, is_open=is_open)
    has_dates = found.state in ("accepted", "adjourned", "appealed")
    at_expert, urgent = told.expert_ways(place, referral), settling.urgent(place, left, table)
    return page(
        request,
        "cases/following/case.html",
        found=found,
        place=place,
        state=shown.state(found),
        tone=shown.tone(found),
        events=told.timeline(found, following.steps(found), mine, following.sessions(found)),
        parties=place.parties,
        is_open=is_open,
        items=shown.items(found) if is_open else [],
        filings=list(following.filings(place, is_open=is_open)[:50]),
        ways=enforcing.ways(place, left, at=now)
        + urgent
        + (at_expert if found.state == "expert" else [])
        + told.ways(place, may_file=may_file, has_decision=left.has_decision, has_dates=has_dates)
        + settling.ways(place, table, urgent)
        + ([] if found.state == "expert" else at_expert),
        phases=list(phases.PHASES),
        phase=phases.phase(found),
        until=phases.until(mine) if found.state not in flow.ENDED else None,
        has_ended=found.state in flow.ENDED,
        **told.ahead(found, referral),
    )


def file(request: HttpRequest, token: str) -> HttpResponse:
    """Put a brief, evidence or an application into the file."""
    now = timezone.now()
    place = access.case(request.actor, token, at=now)
    if place.party is None:
        raise Http404
    early = briefs.NotServedYet().text if briefs.awaits_petition(place) else ""
    form = forms.File(request.POST or None, request.FILES or None)
    if form.is_valid():
        kept = uploads.keep(form.cleaned_data["files"] or [], owner_id=place.person.pk, at=now)
        for refused in kept.refused:
            form.add_error("files", refused)
        given = {name: form.cleaned_data.get(name, "") for name in ("kind", "title", "words")}
        if not kept.refused and attempt(form, briefs.file, place, **given, files=kept.files, by=request.actor, at=now):
            messages.success(request, "در پرونده قرار گرفت و هیئت آن را می‌بیند.")
            return redirect("cases:case", token)
    told = {"found": place.case, "early": early, "diaries": declaring.offered_to(place)}
    return page(request, "cases/following/file.html", form=form, **told)


@require_safe
def filing_file(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A file of the case that the side may read."""
    place = access.case(request.actor, token, at=timezone.now())
    found = following.file(place, min(pk, access.GREATEST_ID))
    if found is None:
        raise Http404
    return files.answer(found.file)


def status(request: HttpRequest) -> HttpResponse:
    """The state of a case and its next date by its tracking code; no name, no paper."""
    form = forms.Status(request.POST or None)
    is_found = form.is_valid() and attempt(form, _looked_up, request, form.cleaned_data["code"])
    found = form.result if is_found else None
    before = experts.current(found) if found and found.state == "expert" else None
    context = {"state": shown.state(found), "tone": shown.tone(found), **told.ahead(found, before)} if found else {}
    about = structured.page("WebPage", request.path, name=STATUS, description=STATUS_ABOUT, above=((START, reverse("cases:start")),))
    words = {"title": STATUS, "description": STATUS_ABOUT, "structured": about}
    return page(request, "cases/following/status.html", form=form, found=found, **words, **context)


def _looked_up(request: HttpRequest, code: str) -> Case:
    limits.allow("case-status", caller_ip(request), limit=policy.STATUS_TRIES, at=timezone.now(), window=timedelta(hours=1))
    found = following.by_tracking_code(code)
    if found is None or found.is_restricted:
        raise NoSuchCase(field="code")
    return found
