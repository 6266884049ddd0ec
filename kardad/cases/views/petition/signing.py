"""A petition looked over as the official form, signed by its writer's code, filed or prepared, mended; and the receipt to keep."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.cases import jurisdiction, lacking, papers, petition, writing
from kardad.cases import shown_petition as shown
from kardad.cases.access import petitions as access
from kardad.cases.actions import filing
from kardad.cases.forms import petition as forms
from kardad.cases.models import Case
from kardad.cases.petition import Petition
from kardad.cases.queries import identity
from kardad.cases.queries import petitions as queries
from kardad.cases.views.petition import frame
from kardad.core.operator import operator
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.documents import queries as documents
from kardad.kit import calendar
from kardad.people import access as people

SHOWN = ("draft", "defect")


def petition_check(request: HttpRequest, token: str) -> HttpResponse:
    """The petition as the official form has it, with the way to change each part, and what it still lacks."""
    case, held = access.writing(request.actor, token, *SHOWN, at=timezone.now())
    lacks = gaps(case, held, at=timezone.now())
    form = forms.Nothing(frame.posted(request)[0])
    if form.is_valid() and not lacks:
        return redirect("cases:petition_sign", token)
    told = _look(case, held) | {"gaps": lacks, "is_authority": operator().is_authority}
    return page(request, "cases/petition/check.html", form=form, **told, **frame.context(case, "check"))


def petition_sign(request: HttpRequest, token: str) -> HttpResponse:
    """The writer has just shown by a code that it is he: with that he signs, and the petition is filed, prepared, or filed again."""
    case, held = _to_sign(request, token)
    if case.state not in ("draft", "defect"):
        return redirect("cases:petition_done", token)
    if case.capacity == Case.Capacity.COUNTER and case.state == "draft":
        return redirect("cases:counter_sign", case.consent.token)  # the person's code, not the officer's
    access.verified(request)
    factor = people.fresh(request)
    form = forms.Sign(frame.posted(request)[0])
    deed = _deed(case)
    if form.is_valid() and attempt(form, deed, case, factor=factor, by=request.actor, at=timezone.now()):
        done = form.result
        return redirect("cases:petition_prepared" if done.state == "prepared" else "cases:petition_done", done.token)
    office = jurisdiction.of(held.workshop).office if case.office is None else case.office
    told = {"is_authority": operator().is_authority, "office": office, "total": held.total}
    return page(request, "cases/petition/sign.html", form=form, held=held, **told, **frame.context(case, "check"))


def petition_done(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt (LP 29): the sides, the day, the number, the code by which the case is followed, and what comes next."""
    place = access.filed(request.actor, token, at=timezone.now())
    held = petition.read(place.case.petition)
    rows = list(documents.of(place.case))
    return page(request, "cases/petition/done.html", case=place.case, held=held, papers=rows)


def petition_cure(request: HttpRequest, token: str) -> HttpResponse:
    """What the office asked, field by field, each with the way to mend it; and the deed that files again."""
    case, held = access.writing(request.actor, token, "defect", at=timezone.now())
    form = forms.Nothing(frame.posted(request)[0])
    lacks = gaps(case, held, at=timezone.now())
    if form.is_valid() and not lacks:
        return redirect("cases:petition_sign", token)
    asked = [_asked(case, field, words) for field, words in case.asked.items()]
    notices = list(case.dossier.notices.filter(code="N2").order_by("-pk")[:1]) if case.dossier else []
    return page(request, "cases/petition/cure.html", form=form, case=case, held=held, asked=asked, gaps=lacks, notices=notices)


def petition_prepared(request: HttpRequest, token: str) -> HttpResponse:
    """In a bureau: the petition to print and to take to the office, marked as not filed; or to be written once more."""
    case, held = access.writing(request.actor, token, "prepared", at=timezone.now())
    form = forms.Nothing(frame.posted(request)[0])
    if form.is_valid() and attempt(form, filing.resume, case, by=request.actor, at=timezone.now()):
        messages.success(request, "دادخواست دوباره پیش‌نویس شد؛ پس از تغییر، آن را از نو امضا کنید.")
        return redirect("cases:petition_check", token)
    found = jurisdiction.of(held.workshop)
    rows = list(documents.of(case)[:1])
    return page(
        request,
        "cases/petition/prepared.html",
        form=form,
        case=case,
        held=held,
        found=found,
        papers=rows,
        stamp=writing.NOT_FILED,
        is_there=case.official.filter(voided_at=None).exists(),
    )


def _to_sign(request: HttpRequest, token: str) -> tuple[Case, Petition]:
    """The petition to sign; pressed once more after it was filed, it is still its writer's."""
    case, held = access.writing(request.actor, token, "draft", "defect", "filed", "prepared", at=timezone.now())
    return case, held


def _deed(case: Case) -> Any:
    if case.state == "defect":
        return filing.cure
    return filing.submit if operator().is_authority else filing.prepare


def gaps(case: Case, held: Petition, *, at: datetime) -> list[tuple[lacking.Gap, str]]:
    """What the petition still lacks, each with the address where it is mended."""
    known = identity.known(case, held) if queries.is_writable(case, "claimant") else {}
    found = lacking.missing(held, today=calendar.tehran_day(at), have=queries.kinds(case), known=known)
    if operator().is_authority and held.workshop.province and jurisdiction.of(held.workshop).office is None:
        found.append(lacking.Gap("workshop.office", "workshop", "اداره رسیدگی‌کننده را انتخاب کنید."))
    return [(gap, frame.address(case, gap.step)) for gap in found]


def _asked(case: Case, field: str, words: str) -> dict[str, str]:
    step, title = lacking.FIELDS.get(field, (field.partition(".")[0], field))
    return {"title": title, "words": words, "url": frame.address(case, step) if step in lacking.STEPS else ""}


def _look(case: Case, held: Petition) -> dict[str, Any]:
    """The parts of the official form, each with the address of its step."""
    at = {step: frame.address(case, step) if queries.is_writable(case, step) else "" for step in lacking.STEPS}
    told = shown.draft(held)
    files = newest(queries.files(case))
    rows = [(row, papers.title(row.paper)) for row in files.rows]
    found = jurisdiction.of(held.workshop)
    parts = [(title, at[step], lines) for title, step, lines in told["parts"]]
    return told | {"parts": parts, "files": rows, "has_more": bool(files.after), "found": found, "at": at}
