"""The calculator as a plain Django application would do it: a form, the same calculation, one template."""

import json
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kardad.kit import money, text
from kardad.law import calculators, facts, instruments

WORDS = {"sourced": "با منبع", "conflict": "منابع ناهمخوان", "derived": "محاسبه‌شده", "inferred": "برداشت‌شده"}
SUMS = ("gross", "net")


@cache
def form_class() -> type[forms.Form]:
    """A form of the fields that ours shows."""
    kept = json.loads((settings.FLAT / "fields.json").read_text(encoding="utf-8"))
    return type("Asked", (forms.Form,), {one["name"]: _field(one) for one in kept} | {"use_required_attribute": False})


@cache
def asked() -> frozenset[str]:
    """What the payslip takes as it is; rows and readings are left at their defaults."""
    return frozenset(one.name for one in facts.of(calculators.named("payslip").asks)) - {"month"}


def _field(one: dict[str, Any]) -> forms.Field:
    if one["kind"] == "checkbox":
        return forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs=one["attrs"]))
    if one["kind"] == "select":
        return forms.ChoiceField(required=False, choices=one["choices"], widget=forms.Select(attrs=one["attrs"]))
    return forms.CharField(required=False, max_length=200, widget=forms.TextInput(attrs=one["attrs"]))


def payslip(request: HttpRequest) -> HttpResponse:
    """The answered page."""
    form = form_class()(request.GET, auto_id=False)
    if not form.is_valid():
        return HttpResponse(status=422)
    calculator = calculators.named("payslip")
    given = {name: value for name, value in form.cleaned_data.items() if value and name in asked()}
    sheet = calculator.sheet(given | {"month": request.GET["month"]}, instruments.current()).as_json()
    lines = [_line(line) for line in sheet["lines"]]
    return render(request, "calculator.html", {"fields": list(form), "lines": lines, "on": sheet["on"], "totals": sheet["totals"]})


def _line(line: dict[str, Any]) -> dict[str, Any]:
    sources = line.get("sources") or ([line["source"]] if line["source"] else [])
    return {
        "title": line["title"],
        "how": text.to_persian_digits(line["how"]),
        "figure": money.figures(line["amount"] or 0),
        "is_sum": line["code"] in SUMS,
        "sources": [{**one, "words": WORDS.get(one["status"], "")} for one in sources],
    }
