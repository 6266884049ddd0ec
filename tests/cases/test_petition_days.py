"""Days that cannot have been are refused in their own step, at the review and at filing, with how to mend them."""

from dataclasses import replace

import pytest

from kardad.cases import lacking, petition
from kardad.cases.actions import filing
from kardad.cases.models import Case
from kardad.kit import calendar
from tests import factories
from tests.cases import petitions, world
from tests.conftest import NOW

TODAY = calendar.tehran_day(NOW)  # 1404/09/01
# Step, what is told in it, the field that is wrong, a word of how to mend it.
IMPOSSIBLE = [
    (
        "employment",
        {"started_on": "1412/01/01", "end": "dismissal", "ended_on": "1413/01/01"},
        "started_on",
        "هنوز نیامده است (۱۴۱۲/۰۱/۰۱)",
    ),
    ("employment", {"ended_on": "1404/09/02"}, "ended_on", "هنوز نیامده است"),
    ("employment", {"ended_on": "1402/01/31"}, "ended_on", "پیش از شروع آن است"),
    ("workshop", {"last_day": "1410/01/01"}, "last_day", "هنوز نیامده است"),
    ("workshop", {"last_day": "1401/12/29"}, "last_day", "پیش از شروع کار (۱۴۰۲/۰۲/۰۱)"),
    ("workshop", {"last_day": "1404/05/01"}, "last_day", "پس از پایان کار (۱۴۰۴/۰۴/۳۱)"),
    ("claim", {"from_day": "1409/01/01", "to_day": "1409/06/31"}, "from_day", "هنوز نیامده است"),
    ("claim", {"from_day": "1402/01/31"}, "from_day", "پیش از شروع کار (۱۴۰۲/۰۲/۰۱) آغاز می‌شود"),
    ("claim", {"to_day": "1404/05/01"}, "to_day", "پس از پایان کار (۱۴۰۴/۰۴/۳۱) تمام می‌شود"),
    ("claim", {"from_day": "1404/03/01", "to_day": "1404/02/01"}, "to_day", "پیش از آغاز آن است"),
    ("conciliation", {"tried": "yes", "on": "1404/09/02"}, "on", "هنوز نیامده است"),
]
WORK = {"job": "جوشکار", "contract": "fixed", "started_on": "1402/02/01", "end": "dismissal", "ended_on": "1404/04/31"}
CLAIM = {"from_day": "1403/01/01", "to_day": "1404/04/31", "way": "typed", "amount": "180000000"}
RIGHT = {"employment": WORK, "workshop": petitions.WORKSHOP | {"last_day": "1404/04/31"}, "claim": CLAIM, "conciliation": {"tried": "no"}}


def days(told):
    """What is typed, as it is kept."""
    return {name: calendar.parse_jalali(value) if "/" in value else value for name, value in told.items()}


@pytest.mark.django_db
def test_days_that_cannot_have_been_are_said_in_their_step_at_the_review_and_nothing_is_filed(client, clock, no_captcha):
    world.office()
    me = factories.person(level=2)
    client.force_login(me)
    factories.show(client, me)
    case = petitions.whole(me)
    where = {step: petitions.address(case, "petition_step", step) for step in ("employment", "workshop", "conciliation")}
    where["claim"] = petitions.address(case, "petition_claim", 1)
    for step, told in RIGHT.items():
        assert client.post(where[step], told).status_code == 302, step
    case.refresh_from_db()
    whole = petition.read(case.petition)
    assert not lacking.missing(whole, today=TODAY, have=(), known={})
    for step, wrong, field, words in IMPOSSIBLE:
        answer = client.post(where[step], RIGHT[step] | wrong)
        assert answer.status_code == 422, (step, wrong)
        assert words in " ".join(answer.context["form"].errors[field]), (step, wrong, answer.context["form"].errors)
        told = days(wrong)
        if step == "claim":
            bad = replace(whole, items=(replace(whole.items[0], **told), *whole.items[1:]))
        else:
            bad = petition.told(whole, step, told)
        Case.objects.filter(pk=case.pk).update(petition=petition.as_json(bad))
        assert words in client.get(petitions.address(case, "petition_check")).content.decode(), (step, wrong)
        with pytest.raises(filing.Incomplete) as refused:
            filing.submit(case, by=factories.actor(me), at=NOW)
        assert words in refused.value.text or len(refused.value.details["gaps"]) > 1, (step, wrong)
    Case.objects.filter(pk=case.pk).update(petition=petition.as_json(whole))
    assert filing.submit(case, by=factories.actor(me), at=NOW).state == "filed"


def test_wages_of_a_dismissal_go_on_after_the_last_day_of_work_and_no_other_claim_does():
    work = petition.Employment(**days(WORK))
    for code, wanted in (("W20", []), ("W01", ["claims.period"]), ("W04", ["claims.period"])):
        item = petition.Item(code=code, way="left", **days({"from_day": "1404/03/01", "to_day": "1404/08/01"}))
        told = petition.Petition(employment=work, items=(item,))
        gaps = [one.field for one in lacking.missing(told, today=TODAY, have=(), known={}) if one.step == "claims"]
        assert gaps == wanted, code
