"""Deadlines: which there are, and by when something must be done."""

from django.http import HttpRequest, HttpResponseBase
from ninja import Router

from kardad.api import answers, asking, shapes
from kardad.api.rooms import ASKED, KEY, READS, errors
from kardad.law import askings, holidays, rules
from kardad.law import deadlines as law

router = Router(tags=["مهلت"])


@router.api_operation(
    READS,
    "",
    response={200: shapes.DeadlineRules, **errors()},
    operation_id="deadline_rules",
    url_name="deadlines",
    summary="فهرست مهلت‌ها",
    description="کد، نام، طول و ماده هر مهلت.",
)
def listed(request: HttpRequest) -> HttpResponseBase:
    """Every deadline."""
    return answers.answer({"items": [rule.as_json() for rule in rules.current().all], "next_cursor": None})


@router.post(
    "/{code}",
    response={200: shapes.Deadline, **ASKED},
    operation_id="deadline",
    url_name="deadline",
    summary="شمارش یک مهلت",
    description="تا چه روزی، با دلیل هر روزی که مهلت را جابه‌جا کرده است. فهرست و JSON Lines هم پذیرفته است.",
    openapi_extra={"parameters": [KEY]},
)
def deadline(request: HttpRequest, code: str) -> HttpResponseBase:
    """The deadline that runs from the days given, with its reasons."""
    rule, calendar = rules.current().rule(code), holidays.current()
    return asking.answered(request, lambda given: law.deadline(askings.read(rule, given), calendar=calendar).as_json())
