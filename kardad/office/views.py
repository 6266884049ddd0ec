"""The office's own pages: my work, outages."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kardad.availability import actions as availability
from kardad.availability import forms as availability_forms
from kardad.availability import queries as available
from kardad.availability import shown
from kardad.availability import views as sheets
from kardad.availability.models import Certificate
from kardad.core import incidents
from kardad.core.actor import Actor
from kardad.core.models import Incident
from kardad.core.operator import operator
from kardad.core.pages import attempt, page
from kardad.core.paging import newest, oldest
from kardad.documents import actions as documents
from kardad.documents import queries as papers
from kardad.kit import calendar
from kardad.office import forms, rooms
from kardad.people import access, roles
from kardad.people.queries import roles as grants
from kardad.work import queries as work

POWER = "cases_office:"  # rooms that stand in an authority alone
DOORS = (
    ("reviewer", "people_office:reviews", "بررسی‌ها", "احراز هویت، نقش‌ها و نمایندگی‌هایی که کارشناس باید ببیند"),
    ("officer", "people:counter", "باجه", "نوبت‌های حضوری"),
    ("finance_officer", "billing_office:receipts", "رسیدها", "کارت‌به‌کارت و فیش‌هایی که باید دیده شود"),
    ("finance_officer", "billing_office:refunds", "استردادها", "آنچه تصمیم یا فرستادن می‌خواهد"),
    ("finance_officer", "billing_office:payouts", "پرداخت اعتبار", "اعتبار خریداران که به حسابشان می‌رود"),
    ("finance_officer", "billing_office:invoices", "صورتحساب‌ها", "یافتن با شماره، فیش دستی، ابطال"),
    ("finance_officer", "billing_office:ledger", "دفتر حساب", "مانده حساب‌ها و سندها"),
    ("finance_officer", "billing_office:tariff", "تعرفه", "نرخ خدمت‌ها، مالیات، فروشنده، تخفیف"),
    ("manager", "billing_office:tariff", "تعرفه", "نرخ خدمت‌ها، مالیات، فروشنده، تخفیف"),
    ("manager", "billing_office:refunds", "استردادها", "آنچه تصمیم می‌خواهد"),
    ("manager", "billing_office:invoices", "صورتحساب‌ها", "یافتن با شماره، ابطال"),
    ("manager", "billing_office:ledger", "دفتر حساب", "مانده حساب‌ها و سندها"),
    ("expert", "qa_office:queue", "پرسش‌ها", "بررسی، پاسخ و بازبینی پرسش‌های همگانی، راهنماها و نشانی‌ها"),
    ("manager", "qa_office:queue", "پرسش‌ها", "بررسی، پاسخ و بازبینی پرسش‌های همگانی، راهنماها و نشانی‌ها"),
    ("manager", "desk_office:queue", "صف درخواست‌ها", "سپردن به کارشناس، پیگیری، مهلت‌ها"),
    ("manager", "desk_office:approvals", "منتظر تصمیم مدیر", "رد درخواست، صورتحساب ویژه، اعتراض"),
    ("manager", "desk_office:experts", "کارشناسان", "گروه‌های کاری، مرخصی، بار هر کس"),
    ("manager", "desk_office:picture", "تصویر مدیر", "مهلت‌ها، درآمد، امتیازها، ماه به ماه"),
    ("expert", "desk_office:mine", "درخواست‌های من", "آنچه در دست دارید، به ترتیب مهلت"),
    ("expert", "desk_office:calendar", "ساعت‌های تماس", "ساعت‌هایی که متقاضی می‌تواند بگیرد، و تماس‌های پیش رو"),
    ("manager", "desk_office:calendar", "ساعت‌های تماس", "ساعت‌های همه کارشناسان در هفته"),
    ("manager", "people_office:offices", "دفترها", "جاهای احراز هویت حضوری"),
    ("manager", "people_office:methods", "روش‌های احراز هویت", "باز و بسته کردن، ساعت کار"),
    ("manager", "people_office:staff", "کارکنان", "دادن و گرفتن نقش"),
    ("secretary", "cases_office:queue", "دعواها", "پذیرش دادخواست، تعیین وقت، ابلاغ رأی؛ یافتن پرونده"),
    ("manager", "cases_office:queue", "دعواها", "همه پرونده‌های دعوا؛ یافتن پرونده، پرونده‌های محدود"),
    ("secretary", "cases_office:board_calendar", "تقویم هیئت‌ها", "جلسه‌های هر روز و هر اتاق"),
    ("secretary", "cases_office:causes", "فهرست جلسه‌ها", "جلسه‌های یک روز، برای نصب در تابلو"),
    ("manager", "cases_office:figures", "آمار دعواها", "رسیده، رأی‌ها، زمان معمول، اداره به اداره"),
    ("secretary", "cases_office:members", "اعضای هیئت‌ها", "دوره هر عضو، خویشاوندی‌ها، اتاق‌ها"),
    ("manager", "cases_office:members", "اعضای هیئت‌ها", "دوره هر عضو، خویشاوندی‌ها، اتاق‌ها"),
    ("board_member", "cases_office:sittings", "جلسه‌های من", "جلسه‌های پیش رو، رأی‌های منتظر شما، روزهای نبودن"),
    ("secretary", "inbox_office:dossiers", "پرونده‌ها و ابلاغ", "ابلاغیه، برگه کاغذی، نرسیده‌ها، مهلت‌های در اختلال"),
    ("manager", "inbox_office:dossiers", "پرونده‌ها و ابلاغ", "پرونده‌ها، نرسیده‌ها، مهلت‌های در اختلال، اطلاعیه‌ها"),
    ("manager", "office:incidents", "اختلال‌ها", "آگاه‌کردن مردم از قطعی‌ها"),
    ("manager", "office:availability", "دسترس‌پذیری", "گواهی هر بازه برای پرونده‌ها"),
    ("reviewer", "office:availability", "دسترس‌پذیری", "گواهی هر بازه برای پرونده‌ها"),
)


def home(request: HttpRequest) -> HttpResponse:
    """What waits for me in my staff roles, oldest first."""
    grant = access.staff(request.actor)
    at = timezone.now()
    held = [one for one in grants.held(grant.person_id) if one.role in roles.STAFF]
    mine, everywhere = {one.role for one in held}, {one.role for one in held if one.office_id is None}
    offices = {role: [one.office_id for one in held if one.role == role and one.office_id] for role in mine - everywhere}
    found = oldest(work.waiting(mine, offices=offices, person_id=grant.person_id), by="opened_at", after=request.GET.get("after", ""))
    tasks = [rooms.task(item, at=at) for item in found.rows]
    is_there = {door[1]: door[1:] for door in DOORS if door[0] in mine}  # a room once, for who holds two roles
    doors = [door for name, door in is_there.items() if operator().is_authority or not name.startswith(POWER)]
    titles = "، ".join(roles.title(role) for role in sorted(mine))
    return page(request, "office/home.html", tasks=tasks, next_url=found.next_url, doors=doors, titles=titles)


def incident_list(request: HttpRequest) -> HttpResponse:
    """What the public was told; tell them more."""
    by = _manager(request)
    form = forms.Open(request.POST or None)
    if form.is_valid() and attempt(form, incidents.open_incident, **form.cleaned_data, by=by, at=timezone.now()):
        messages.success(request, "اعلام شد و همین حالا در سایت دیده می‌شود.")
        return redirect("office:incidents")
    found = newest(incidents.recent(), after=request.GET.get("after", ""))
    return page(request, "office/incidents.html", form=form, rows=found.rows, next_url=found.next_url)


def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an outage is over."""
    by = _manager(request)
    found = incidents.recent().filter(pk=pk).first()
    if found is None:
        raise Http404
    form = forms.Close(request.POST or None)
    if form.is_valid() and attempt(form, _close, found, form, by, timezone.now()):
        messages.success(request, "اختلال بسته شد.")
        return redirect("office:incidents")
    return page(request, "office/incident.html", form=form, found=found)


def incident_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the same outage in other words; the words before stay in its history."""
    by = _manager(request)
    found = incidents.recent().filter(pk=pk).first()
    if found is None:
        raise Http404
    words = {"title": found.title, "text": found.text, "afterword": found.afterword}
    form = forms.Words(request.POST or None, initial=words)
    if form.is_valid() and attempt(form, _reword, found, form, by, timezone.now()):
        messages.success(request, "نوشته تازه همین حالا در سایت دیده می‌شود.")
        return redirect("office:incidents")
    return page(request, "office/incident_words.html", form=form, found=found)


def availability_list(request: HttpRequest) -> HttpResponse:
    """Certify an interval for a dossier; what staff had certified."""
    grant = access.staff(request.actor, "manager", "reviewer")
    by, at = request.actor.acting_as(grant.role), timezone.now()
    form = availability_forms.Interval(request.POST or None, today=calendar.tehran_day(at))
    if form.is_valid() and attempt(form, availability.certificate, **form.interval(at), person=None, by=by, at=at):
        return redirect("office:availability_certificate", cast(Any, form).result.token)
    found = newest(available.of_staff(), after=request.GET.get("after", ""))
    rows = [(one, shown.part_title(one)) for one in found.rows]
    told = {"form": form, "rows": rows, "next_url": found.next_url, "office": True, "back": reverse("office:home")}
    return page(request, "availability/certificates.html", **told)


def availability_certificate(request: HttpRequest, token: str) -> HttpResponse:
    """Any certificate, whoever it was made for."""
    made = _certificate(request, token)
    return sheets.sheet(request, made, back="office:availability", file="office:availability_file")


def availability_file(request: HttpRequest, token: str) -> HttpResponse:
    """Any certificate as it was signed."""
    made = _certificate(request, token)
    return sheets.signed_file(made)


def _certificate(request: HttpRequest, token: str) -> Certificate:
    access.staff(request.actor, "manager", "reviewer")
    found = available.certified(token)
    if found is None:
        raise Http404
    return found


def _reword(found: Incident, form: forms.Words, by: Actor, at: datetime) -> Incident:
    return incidents.reword(found, **form.cleaned_data, by=by, at=at)


def _close(found: Incident, form: forms.Close, by: Actor, at: datetime) -> Incident:
    return incidents.close_incident(found, **form.cleaned_data, by=by, at=at)


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a paper that could not be made back to the beginning."""
    by = _manager(request)
    found = papers.failed().filter(pk=pk).first()
    if found is None:
        raise Http404
    form = forms.Again(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, documents.retry, found, by=by, at=timezone.now()):
        messages.success(request, "برگ دوباره در نوبت ساخت است.")
        return redirect("office:home")
    return page(request, "office/paper.html", form=form, found=found)


def _manager(request: HttpRequest) -> Actor:
    return request.actor.acting_as(access.staff(request.actor, "manager").role)
