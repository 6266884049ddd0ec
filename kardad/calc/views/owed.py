"""Pages of «what am I owed»: one question a page; the answers travel in the address, nothing is stored for a stranger."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kardad.calc import access, actions
from kardad.calc.forms import link_of
from kardad.calc.forms import owed as forms
from kardad.calc.owed import answers, outcome, steps, telling
from kardad.calc.owed.answers import Answers
from kardad.core.pages import page
from kardad.kit import calendar
from kardad.law import instruments
from kardad.law.instruments import Silent
from kardad.ui import structured

TITLE = "چقدر طلب دارم؟"
ABOUT = "با چند پرسش ساده و بی نام، ببینید از مزد، عیدی، سنوات و مرخصی چقدر طلب دارید؛ سال به سال، با قانون همان سال."


@require_safe
def owed(request: HttpRequest) -> HttpResponse:
    """What is needed at hand, how long it takes, and the way in."""
    above = (("محاسبه‌های قانون کار", reverse("calc:index")),)
    facts = structured.page("WebApplication", request.path, name=TITLE, description=ABOUT, above=above)
    return page(request, "calc/owed_start.html", title=TITLE, description=ABOUT, structured=facts)


@require_http_methods(["GET", "HEAD", "POST"])
def owed_step(request: HttpRequest, step: str) -> HttpResponse:
    """One question; its answer leads on to the next that has none."""
    told, here = _told(request), steps.NAMED.get(step)
    if here is None:
        raise Http404
    if here not in steps.asked(told) or (here.name != "dates" and not steps.NAMED["dates"].is_answered(told)):
        return _onward(told)
    form = forms.FORMS[here.name](request.POST if request.method == "POST" else None, told=told, today=_today())
    do, _, place = request.POST.get("do", "").partition(".")
    if isinstance(form, forms.Rows) and (do == "add" or (do == "drop" and place.isdecimal())):
        form = form.again(add=do == "add", drop=int(place) if place else None)
    elif form.is_valid():
        return _onward(answers.fitting(form.answer()))
    context = {"step": here, "stages": steps.STAGES, "is_change": steps.upcoming(told) is None, "back": _back(told, here)}
    return page(request, f"calc/owed_{_template(here.name)}.html", form=form, **context)


@require_safe
def owed_check(request: HttpRequest) -> HttpResponse:
    """All answers, each with the way to change it."""
    told = _told(request)
    if steps.upcoming(told):
        return _onward(told)
    groups = [(title, [(one, _link(told, "owed_step", one.step)) for one in rows]) for title, rows in telling.groups(told)]
    context = {"groups": groups, "stages": steps.STAGES, "hint": telling.toman_hint(told, instruments.current())}
    back = _link(told, "owed_step", steps.asked(told)[-1].name)
    return page(request, "calc/owed_check.html", result=_link(told, "owed_result"), back=back, **context)


@require_safe
def owed_result(request: HttpRequest) -> HttpResponse:
    """What is owed, how, and what proves it."""
    told = _told(request)
    if steps.upcoming(told):
        return _onward(told)
    context = {"told": told, "check": _link(told, "owed_check"), "link": _link(told, "owed_result")}
    try:
        found = outcome.of(told, instruments.current())
    except Silent as silent:
        return page(request, "calc/owed_silent.html", status=silent.status, silent=silent, **context)
    sheets = {"low": _claim(found.ends.low), "high": _claim(found.ends.high)}
    context |= {"outcome": found, "sheets": sheets, "insurance": telling.insurance(told), "made_at": timezone.now()}
    return page(request, "calc/owed_result.html", keep=_link(told, "owed_keep"), **context)


@require_POST
def owed_keep(request: HttpRequest) -> HttpResponse:
    """The result lies among my sheets: one, or one for each end; a petition, where one is to follow, begins from the greater."""
    person, told = access.person(request.actor), _told(request)
    if steps.upcoming(told):
        return _onward(told)
    law, title = instruments.current(), outcome.title_of(told)
    both = outcome.of(told, law).ends
    kept = [(given, title) for given in (both.low,) if given]
    if both.high and both.high != both.low:
        kept = [(given, f"{name}، {end}") for given, name, end in ((both.low, title, "کمترین"), (both.high, title, "بیشترین")) if given]
    facts = {"calculator": outcome.CALCULATOR, "law": law, "by": request.actor, "at": timezone.now()}
    rows = [actions.keep(person, given=given, title=name, **facts) for given, name in kept]
    if rows and request.POST.get("then") == "petition":
        return redirect(f"{reverse('cases:petition_new')}?sheet={rows[-1].pk}")
    if rows:
        messages.success(request, "نتیجه در پنل شما نگه داشته شد.")
    return redirect("calc:sheets")


def _today() -> date:
    return calendar.tehran_day(timezone.now())


def _told(request: HttpRequest) -> Answers:
    return answers.read(request.GET, _today())


def _link(told: Answers, name: str, *args: str) -> str:
    query = urlencode(answers.pairs(told))
    return reverse(f"calc:{name}", args=args) + (f"?{query}" if query else "")


def _claim(given: Mapping[str, Any] | None) -> str:
    """The address of the calculator itself with the same facts; empty where nothing is claimed."""
    told = {name: "true" if value is True else value for name, value in (given or {}).items() if value is not False}
    return link_of(outcome.CALCULATOR, told) if told else ""


def _onward(told: Answers) -> HttpResponseRedirect:
    """To the first question without an answer, else to all answers."""
    ahead = steps.upcoming(told)
    return HttpResponseRedirect(_link(told, "owed_step", ahead.name) if ahead else _link(told, "owed_check"))


def _back(told: Answers, here: steps.Step) -> str:
    """To all answers where they are complete, else to the question before, else to the start."""
    if steps.upcoming(told) is None:
        return _link(told, "owed_check")
    ahead = steps.before(here, told)
    return _link(told, "owed_step", ahead.name) if ahead else reverse("calc:owed")


def _template(step: str) -> str:
    return "periods" if step in ("periods", "hour-periods") else "question"
