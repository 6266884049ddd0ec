"""The law: its keys, what it says of one on a day, and since when."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from ninja import Router

from kardad.api import answers, refusals, shapes, writing
from kardad.api.rooms import READS, errors
from kardad.kit import calendar
from kardad.law import holidays, instruments, rules
from kardad.law.instruments import Law

router = Router(tags=["قانون"])


@router.api_operation(
    READS,
    "/version",
    response={200: shapes.Version, **errors()},
    operation_id="law_version",
    url_name="law_version",
    summary="نسخه داده‌های قانون",
    description="نسخه عددهای قانون، تقویم و مهلت‌ها؛ روی هر برگه هم نوشته می‌شود.",
)
def version(request: HttpRequest) -> HttpResponseBase:
    """The versions of the data that every answer rests on."""
    deadlines = {rule.name: rule.version for rule in rules.current().all}
    found = {"law_version": instruments.current().version, "calendar_version": holidays.current().version, "deadlines": deadlines}
    return answers.answer(found)


@router.api_operation(
    READS,
    "/values",
    response={200: shapes.LegalKeys, **errors()},
    operation_id="law_keys",
    url_name="law_keys",
    summary="فهرست عددهای قانون",
    description="هر چیزی که قانون برایش عددی می‌گذارد، با عنوان و واحد.",
)
def keys(request: HttpRequest) -> HttpResponseBase:
    """Every key of the law."""
    law = instruments.current()
    return answers.answer({"items": [_key(name, law) for name in law.keys], "next_cursor": None})


@router.api_operation(
    READS,
    "/values/{key}",
    response={200: shapes.ValueOn | shapes.History, **errors(404, 409, 422)},
    operation_id="law_value",
    url_name="law_value",
    summary="یک عدد قانون در یک روز، یا همه تاریخ آن",
    description="با «on» عدد همان روز، و بی آن همه دوره‌ها. جایی که قانون ساکت است حدس نمی‌زنیم (LAW_SILENT).",
)
def value(request: HttpRequest, key: str, on: str | None = None) -> HttpResponseBase:
    """What the law says of a key on a day, or its whole history; silence is a refusal."""
    law = instruments.current()
    if key not in law.keys:
        raise refusals.NoSuchLegalKey(field="key", key=key[:100])
    about = {**_key(key, law), "law_version": law.version}
    if on is None:
        return answers.answer({**about, "items": [writing.value(one, law) for one in law.spans(key)], "next_cursor": None})
    day = calendar.parse_jalali(on, field="on")
    return answers.answer({**about, **writing.days(on=day), "value": writing.value(law.value(key, day), law)})


def _key(name: str, law: Law) -> dict[str, Any]:
    key = law.keys[name]
    return {
        "key": name,
        "title": key.title,
        "unit": key.unit,
        "group": key.group,
        "lapse": key.lapse,
        "note": key.note or None,
        "url": reverse("api:law_value", args=[name]),
    }
