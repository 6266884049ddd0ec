"""Calculations: which there are, what each takes, and its sheet."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from ninja import Router

from kardad.api import answers, asking, shapes
from kardad.api.rooms import ASKED, KEY, READS, errors
from kardad.law import calculators, instruments

router = Router(tags=["محاسبه"])


@router.api_operation(
    READS,
    "",
    response={200: shapes.Calculators, **errors()},
    operation_id="calculators",
    url_name="calculations",
    summary="فهرست محاسبه‌ها",
    description="نام، عنوان و نشانی شِمای ورودی هر محاسبه.",
)
def listed(request: HttpRequest) -> HttpResponseBase:
    """Every calculator with the address of its schema."""
    items = [
        {
            "name": one.name,
            "title": one.title,
            "about": one.about,
            "main": one.main,
            "url": reverse("api:calculate", args=[one.name]),
            "schema_url": reverse("api:calculation_schema", args=[one.name]),
        }
        for one in calculators.every()
    ]
    return answers.answer({"items": items, "next_cursor": None})


@router.post(
    "/{name}",
    response={200: shapes.Sheet, **ASKED},
    operation_id="calculate",
    url_name="calculate",
    summary="محاسبه",
    description="یک شیء، یک برگه محاسبه می‌گیرد و فهرست، فهرست. در فهرست و JSON Lines، خطای هر پرسش در جای خودش می‌آید.",
    openapi_extra={"parameters": [KEY]},
)
def calculate(request: HttpRequest, name: str, brief: bool = False) -> HttpResponseBase:  # noqa: FBT001, FBT002 – Ninja's way to say so
    """An object is answered by a sheet, a list by a list, lines by lines."""
    calculator, law = calculators.named(name), instruments.current()

    def sheet(given: Any) -> dict[str, Any]:
        found = calculator.sheet(given, law)
        return {"totals": dict(found.totals)} if brief else found.as_json()

    return asking.answered(request, sheet)


@router.api_operation(
    READS,
    "/{name}/schema",
    response={200: dict[str, Any], **errors(404)},
    operation_id="calculation_schema",
    url_name="calculation_schema",
    summary="شِمای ورودی یک محاسبه",
    description="شِمای JSON ورودی، از امضای خود فرمول.",
)
def schema(request: HttpRequest, name: str) -> HttpResponseBase:
    """The JSON Schema of what a calculator takes, from the formula's own signature."""
    return answers.answer(calculators.named(name).schema())
