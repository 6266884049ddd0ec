"""The steps of a petition that are lists: respondents, claim items with their sheets, evidence."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kardad.calc import rooms, shown
from kardad.calc.forms import Asking
from kardad.cases import computing, papers, petition, writing
from kardad.cases.access import petitions as access
from kardad.cases.actions import declaring, drafting
from kardad.cases.forms import petition as forms
from kardad.cases.models import Case
from kardad.cases.petition import Item, Petition
from kardad.cases.queries import petitions as queries
from kardad.cases.views.petition import frame, uploads
from kardad.core import files
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.kit import calendar
from kardad.law import claims, instruments


def petition_respondents(request: HttpRequest, token: str) -> HttpResponse:
    """Those against whom the petition is; the first is asked at once."""
    case, held = access.step(request.actor, token, "respondents", at=timezone.now())
    if not held.respondents and request.method == "GET":
        return redirect("cases:petition_respondent", token, 1)
    if request.method == "POST" and held.respondents:
        return frame.onward(request, case, "respondents")
    rows = [(place, one, list(writing.respondent(one))) for place, one in enumerate(held.respondents, start=1)]
    told = {"rows": rows, "next": len(rows) + 1, "has_room": len(rows) < petition.MOST_RESPONDENTS}
    return page(request, "cases/petition/respondents.html", **told, **frame.context(case, "respondents"))


def petition_respondent(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """One respondent; the place after the last adds one."""
    case, held = access.step(request.actor, token, "respondents", at=timezone.now())
    if not 1 <= place <= len(held.respondents) + 1:
        raise Http404
    known = asdict(held.respondents[place - 1]) if place <= len(held.respondents) else {}
    form = forms.Respondent(*frame.posted(request), initial=known)
    if request.method == "POST":
        is_right = form.is_valid()
        is_later = request.POST.get("then") == "later"
        told = {"place": place, "told": form.told, "by": request.actor, "at": timezone.now()}
        if (is_right or is_later) and attempt(form, drafting.put_respondent, case, **told) and _keep_photos(request, form, case):
            return redirect("cases:petitions") if is_later else redirect("cases:petition_respondents", token)
    context = frame.context(case, "respondents")
    if held.respondents:
        context["back"] = frame.address(case, "respondents")
    return page(request, "cases/petition/respondent.html", form=form, held=held, at=place, **context)


@require_POST
def petition_respondent_drop(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """A respondent is taken out again."""
    case, held = access.step(request.actor, token, "respondents", at=timezone.now())
    if not 1 <= place <= len(held.respondents):
        raise Http404
    drafting.drop_respondent(case, place=place, by=request.actor, at=timezone.now())
    return redirect("cases:petition_respondents", token)


def petition_claims(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked for, with the way to add more: from the catalogue, or from a kept sheet."""
    case, held = access.step(request.actor, token, "claims", at=timezone.now())
    sheets = list(queries.sheets(request.actor.somebody))
    form = forms.Claims(frame.posted(request)[0], held=held, sheets=sheets)
    if form.is_valid() and _add(request, form, case):
        return _after_adding(request, case, held)
    rows = [_row(place, item) for place, item in enumerate(held.items, start=1)]
    guides = [one for one in claims.of(held.side) if not one.is_for_board]
    told = {"rows": rows, "sheets": sheets, "guides": guides, "total": held.total}
    return page(request, "cases/petition/claims.html", form=form, **told, **frame.context(case, "claims"))


def petition_claim(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """One claim item: its period, how its amount is found, its words."""
    case, held = access.step(request.actor, token, "claims", at=timezone.now())
    item = _item(held, place)
    can_compute = computing.is_computed(item.code)
    fitted: dict[str, Any] = {"held": held, "today": calendar.tehran_day(timezone.now())}
    form = forms.Item(frame.posted(request)[0], item=item, can_compute=can_compute, initial=asdict(item), **fitted)
    if request.method == "POST":
        is_right = form.is_valid()
        is_later = request.POST.get("then") == "later"
        told = {"place": place, "told": form.told, "by": request.actor, "at": timezone.now()}
        if (is_right or is_later) and attempt(form, drafting.put_item, case, **told):
            return redirect("cases:petitions") if is_later else _after_item(case, place)
    context = frame.context(case, "claims") | {"back": frame.address(case, "claims")}
    claim = claims.claim(item.code)
    by_month = claim.has_amount and claim.needs_period and bool(item.from_day and item.to_day)
    return page(request, "cases/petition/claim.html", form=form, item=item, claim=claim, at=place, by_month=by_month, **context)


def petition_claim_sheet(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """The law computes the amount from the facts, most of which the petition has told; kept, it is the item's amount and sheet."""
    case, held = access.step(request.actor, token, "claims", at=timezone.now())
    item = _item(held, place)
    if not computing.is_computed(item.code):
        raise Http404
    asking = _asking(request, held, item)
    sheet = asking.sheet(instruments.current())
    found = sheet.as_json() if sheet else None
    amount = computing.amount(item.code, found) if found else None
    if request.method == "POST" and found is not None and amount is not None:
        told = {"way": "computed", "amount": amount, "sheet": found}
        drafting.put_item(case, place=place, told=told, by=request.actor, at=timezone.now())
        messages.success(request, f"مبلغ «{claims.claim(item.code).title}» حساب شد.")
        return _after_item(drafted(case), place)
    context = frame.context(case, "claims") | {"back": _claim_address(case, place), "at": place, "amount": amount}
    context |= {"sheet": shown.of(found) if found else None, "silent": asking.silent, "claim": claims.claim(item.code)}
    return page(request, "cases/petition/claim_sheet.html", form=asking, **context)


@require_POST
def petition_claim_drop(request: HttpRequest, token: str, place: int) -> HttpResponse:
    """A claim item is taken out again."""
    case, held = access.step(request.actor, token, "claims", at=timezone.now())
    _item(held, place)
    drafting.drop_item(case, place=place, by=request.actor, at=timezone.now())
    return redirect("cases:petition_claims", token)


def petition_evidence(request: HttpRequest, token: str) -> HttpResponse:
    """What helps to prove each claim and what is there; whichever button is pressed, the files that were chosen are kept."""
    case, held = access.step(request.actor, token, "evidence", at=timezone.now())
    wanted = papers.wanted(held, queries.kinds(case))
    form = forms.Evidence(*frame.posted(request), wanted=wanted, initial={"paper": request.GET.get("paper", "")})
    is_over = request.method == "POST" and "add" not in request.POST
    if is_over and not request.FILES:
        return frame.onward(request, case, "evidence")
    if form.is_valid() and _keep(request, form, case):
        return frame.onward(request, case, "evidence") if is_over else redirect("cases:petition_evidence", token)
    files = newest(queries.files(case), after=request.GET.get("after", ""))
    told = {"wanted": wanted, "rows": [(row, papers.title(row.paper)) for row in files.rows], "next_url": files.next_url}
    told["diaries"] = declaring.offered(case, request.actor)
    return page(request, "cases/petition/evidence.html", form=form, **told, **frame.context(case, "evidence"))


def petition_file_drop(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A file is taken away again, after being asked once."""
    case, _ = access.step(request.actor, token, "evidence", at=timezone.now())
    row = access.file(request.actor, token, pk, at=timezone.now())
    form = forms.Nothing(frame.posted(request)[0])
    if form.is_valid() and attempt(form, drafting.detach, row, by=request.actor, at=timezone.now()):
        messages.success(request, "فایل برداشته شد.")
        return redirect("cases:petition_evidence", case.token)
    return page(request, "cases/petition/drop_file.html", form=form, case=case, row=row, title=papers.title(row.paper))


def petition_file(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """A file of the petition, as it was given."""
    return files.answer(access.file(request.actor, token, pk, at=timezone.now()).file)


def drafted(case: Case) -> Case:
    """The case as it stands now."""
    case.refresh_from_db()
    return case


def _item(held: Petition, place: int) -> Item:
    if not 1 <= place <= len(held.items):
        raise Http404
    return held.items[place - 1]


def _row(place: int, item: Item) -> dict[str, Any]:
    way = "" if item.amount is not None else petition.WAYS.get(item.way, "")
    is_known = item.amount is not None or item.way == "left" or not claims.claim(item.code).has_amount
    told = {"at": place, "title": claims.claim(item.code).title, "period": writing.period(item), "amount": item.amount, "way": way}
    return told | {"is_known": is_known and (bool(item.from_day and item.to_day) or not claims.claim(item.code).needs_period)}


def _add(request: HttpRequest, form: forms.Claims, case: Case) -> bool:
    told = {"by": request.actor, "at": timezone.now()}
    chosen = form.cleaned_data.get("sheet")
    if chosen and not attempt(form, drafting.take_sheet, case, access.sheet(request.actor, int(chosen)), **told):
        return False
    codes = form.cleaned_data.get("codes") or []
    return not codes or attempt(form, drafting.add_items, case, codes=codes, **told)


def _after_adding(request: HttpRequest, case: Case, before: Petition) -> HttpResponse:
    """To the first claim that is not whole; with nothing added and something there, to the next step."""
    held = petition.read(drafted(case).petition)
    if len(held.items) == len(before.items) and held.items == before.items:
        return frame.onward(request, case, "claims") if held.items else redirect("cases:petition_claims", case.token)
    return redirect("cases:petition_claims", case.token) if request.POST.get("sheet") else _after_item(case, 0)


def _after_item(case: Case, place: int) -> HttpResponse:
    """To its sheet where the law computes it, else to the next one that is not whole, else to the list."""
    held = petition.read(drafted(case).petition)
    if place and held.items[place - 1].way == "computed" and held.items[place - 1].amount is None:
        return redirect("cases:petition_claim_sheet", case.token, place)
    rows = [_row(number, item) for number, item in enumerate(held.items, start=1)]
    ahead = next((row["at"] for row in rows if not row["is_known"] and row["at"] != place), None)
    return redirect("cases:petition_claim", case.token, ahead) if ahead else redirect("cases:petition_claims", case.token)


def _claim_address(case: Case, place: int) -> str:
    return f"{frame.address(case, 'claims')}{place}/"


def _asking(request: HttpRequest, held: Petition, item: Item) -> Asking:
    """The calculator's own questions: those of the address, else what the petition tells, not judged before it is looked at."""
    room = rooms.rooms()[claims.claim(item.code).calculator]
    query = request.GET.copy() if request.method == "GET" else QueryDict(request.POST.get("query", "")).copy()
    if not query:
        for name, value in computing.facts(held, item).items():
            query[name] = value
    asking = Asking(room, query, today=calendar.tehran_day(timezone.now()))
    if request.method == "GET" and not request.GET and asking.errors:
        asking.is_bound = False  # what the petition cannot tell is asked, not blamed, before anybody has looked
        asking.non_field_errors.clear()
        for answer in asking:
            answer.errors.clear()
    return asking


def _keep_photos(request: HttpRequest, form: forms.Respondent, case: Case) -> bool:
    """Pictures of the sign lie with the papers of the petition."""
    at, photos = timezone.now(), form.cleaned_data.get("photos") or []
    kept = uploads.keep(photos, owner_id=request.actor.somebody, at=at)
    for why in kept.refused:
        form.add_error("photos", why)
    is_kept = not kept.files or attempt(form, drafting.attach, case, files=kept.files, paper="sign", by=request.actor, at=at)
    return is_kept and not kept.refused


def _keep(request: HttpRequest, form: forms.Evidence, case: Case) -> bool:
    at = timezone.now()
    kept = uploads.keep(form.cleaned_data["files"], owner_id=request.actor.somebody, at=at)
    paper = form.cleaned_data["paper"] or papers.OTHER
    is_kept = not kept.files or attempt(form, drafting.attach, case, files=kept.files, paper=paper, by=request.actor, at=at)
    for why in kept.refused:
        form.add_error("files", why)
    return is_kept and not kept.refused
