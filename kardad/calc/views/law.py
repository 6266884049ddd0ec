"""Pages of the law itself: what it says today, said on any day, and where that is known from."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.calc import lawbook
from kardad.core.pages import page
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import instruments, policies
from kardad.law.instruments import Law, Silent
from kardad.ui import structured

INDEX = "عددهای قانون کار"


@require_safe
def values(request: HttpRequest) -> HttpResponse:
    """Every value by group, with what holds today."""
    law, today = instruments.current(), calendar.tehran_day(timezone.now())
    description = "حداقل مزد، حق مسکن، بن، پایه سنوات، درصدهای بیمه و مالیات: عدد امروز، تاریخچه از ۱۳۹۰، و منبع هر کدام."
    facts = structured.page("CollectionPage", request.path, name=INDEX, description=description)
    context = {"groups": lawbook.groups(law, today), "today": today, "version": law.version, "title": INDEX, "description": description}
    return page(request, "calc/values.html", structured=facts, **context)


@require_safe
def value(request: HttpRequest, key: str) -> HttpResponse:
    """The history of one value, and what held on a day."""
    law, today = instruments.current(), calendar.tehran_day(timezone.now())
    if key not in law.keys:
        raise Http404
    typed = request.GET.get("on", "")
    on, wrong = _day(typed, today)
    held, silent = _held(law, key, on)
    title, picture = law.keys[key].title, lawbook.picture(law, key, today)
    description = f"{title}: عدد امروز، تاریخچه از سال ۱۳۹۰، سند هر دوره، منبع و برداشت‌های دیگر."
    above = ((INDEX, reverse("calc:values")),)
    context = {
        "key": law.keys[key],
        "name": key,
        "held": held,
        "silent": silent,
        "on": on,
        "is_today": on == today,
        "typed": typed or calendar.slashed(today),
        "wrong": wrong,
        "history": [(one, lawbook.is_now(one, on)) for one in lawbook.history(law, key)],
        "picture": picture,
        "most": lawbook.amount_of(picture.most, law.keys[key]) if picture else "",
        "version": law.version,
        "description": description,
        "structured": structured.page("WebPage", request.path, name=title, description=description, above=above),
    }
    return page(request, "calc/value.html", status=_status(wrong, silent if typed else None), **context)


@require_safe
def value_answer(request: HttpRequest, key: str) -> HttpResponse:
    """The address that scripts know leads to the interface's answer, and one who reads pages to the page."""
    if key not in instruments.current().keys:
        raise Http404
    is_reader = "text/html" in request.headers.get("Accept", "")
    where = reverse("calc:value", args=[key]) if is_reader else f"/api/v1/law/values/{key}"
    asked = request.GET.urlencode()
    return redirect(f"{where}?{asked}" if asked else where)


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Where practice differs: what may be chosen, what is taken if nothing is, and why."""
    description = "پرسش‌هایی که قانون کار پاسخ یگانه‌ای به آن‌ها ندارد: برداشت پیش‌فرض ما، برداشت‌های دیگر و مبنای هر کدام."
    above = ((INDEX, reverse("calc:values")),)
    facts = structured.page("WebPage", request.path, name="برداشت‌ها", description=description, above=above)
    return page(request, "calc/readings.html", policies=policies.known().values(), description=description, structured=facts)


def _day(typed: str, today: date) -> tuple[date, str]:
    if not typed:
        return today, ""
    try:
        return calendar.parse_jalali(typed), ""
    except Refusal as refusal:
        return today, refusal.text


def _held(law: Law, key: str, on: date) -> tuple[lawbook.Held | None, Silent | None]:
    try:
        return lawbook.held_on(law, key, on), None
    except Silent as silent:
        return None, silent


def _status(wrong: str, silent: Silent | None) -> int:
    if wrong:
        return 422
    return silent.status if silent else 200
