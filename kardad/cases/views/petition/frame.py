"""What every page of a petition shows beside its form: how far one has come, what the office asked, where next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kardad.cases import lacking
from kardad.cases.forms import petition as forms
from kardad.cases.models import Case
from kardad.kit.text import to_persian_digits

ROWS = {
    "heirs": "petition_heirs",
    "respondents": "petition_respondents",
    "claims": "petition_claims",
    "evidence": "petition_evidence",
    "check": "petition_check",
}


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """What a form was sent with, be it nothing at all; two Nones where it was not sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def nothing(request: HttpRequest) -> forms.Nothing:
    """A form that asks nothing but its button."""
    return forms.Nothing(posted(request)[0])


def address(case: Case, step: str) -> str:
    """Where a step is."""
    if step in ROWS:
        return reverse(f"cases:{ROWS[step]}", args=[case.token])
    return reverse("cases:petition_step", args=[case.token, step])


def home(case: Case) -> str:
    """The list from which one came."""
    if case.capacity == Case.Capacity.COUNTER and case.state == "draft":
        return reverse("cases:counter_petitions")
    return reverse("cases:petitions")


def context(case: Case, step: str) -> dict[str, Any]:
    """For the template: the stepper, the way back, the notes of the office about this step."""
    names = list(lacking.STEPS)
    place = names.index(step)
    back = address(case, names[place - 1]) if place else home(case)
    if case.state == "defect":
        back = reverse("cases:petition_cure", args=[case.token])
    asked = [words for field, words in case.asked.items() if lacking.FIELDS.get(field, (field.partition(".")[0],))[0] == step]
    return {"case": case, "step": step, "steps": list(lacking.STEPS.values()), "place": place + 1, "back": back, "asked": asked}


def onward(request: HttpRequest, case: Case, step: str) -> HttpResponse:
    """To the next step, to all answers where one came from there, or to the list where one stops for now."""
    if request.POST.get("then") == "later":
        return redirect(home(case))
    if case.state == "defect":
        return redirect("cases:petition_cure", case.token)
    names = list(lacking.STEPS)
    if request.GET.get("back") == "check":
        return redirect("cases:petition_check", case.token)
    return redirect(address(case, names[names.index(step) + 1]))


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """What is kept, as people write it: whole numbers in Persian digits, sums left to their own field."""
    numbers = ("birth_year", "weekly_hours", "children")
    return {name: to_persian_digits(value) if name in numbers and value is not None else value for name, value in values.items()}
