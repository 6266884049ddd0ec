"""The copy of one's own data names what the calculators keep: sheets and payroll lists, and nobody else's."""

import json

import pytest

from kardad.calc import receivers
from kardad.calc.models import PayrollList
from kardad.core.actor import SYSTEM
from kardad.kit import calendar
from kardad.people.actions import accounts
from tests import factories
from tests.calc.rosters import ALI, HEAD, SARA, xlsx
from tests.calc.test_payroll_list import send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(make):
    return make.person(code="9990001235")


@pytest.fixture
def copied(now):
    """The copy as it is written."""
    return lambda person: json.loads(json.dumps(accounts.copy(person, by=SYSTEM, at=now)))


@pytest.fixture
def sent(client, now):
    """A list that a person sent and that is done."""

    def sent(person, *people):
        client.force_login(person)
        assert send(client, xlsx(HEAD, *people), once=f"{PayrollList.objects.count():032}").status_code == 302
        return PayrollList.objects.latest("pk")

    return sent


def test_the_copy_names_a_kept_sheet_with_what_was_asked_and_answered(copied, keep, person, now):
    row = keep(person, title="فیش مرداد")
    (found,) = copied(person)["sheets"]
    assert (found["title"], found["calculator"], found["inputs"]) == ("فیش مرداد", "payslip", row.inputs)
    assert found["totals"] == row.sheet["totals"]
    assert found["made_at"]["jalali"] == calendar.jalali(calendar.tehran_day(now))


def test_the_copy_names_a_payroll_list_with_its_people(copied, sent, person):
    row = sent(person, ALI, SARA)
    (found,) = copied(person)["payroll_lists"]
    assert (found["month"], found["state"], found["count"], found["with_errors"]) == ("1404-05", "done", 2, 0)
    assert found["expires_at"]["gregorian"][:10] == calendar.tehran_day(row.expires_at).isoformat()
    assert found["address"].endswith(f"/{row.token}/")
    assert [one["who"]["name"] for one in found["rows"]] == ["علی کریمی", "سارا مؤمنی"]
    assert sum(one["totals"]["net"] for one in found["rows"]) == row.control["sums"]["net"]


def test_a_row_with_errors_is_copied_as_it_was_typed(copied, sent, person):
    sent(person, [*ALI[:3], -1, *ALI[4:]])
    (found,) = copied(person)["payroll_lists"]
    assert found["with_errors"] == 1
    assert found["rows"][0]["wrong"]


def test_a_list_too_long_for_the_copy_says_where_it_lies(copied, sent, person, monkeypatch):
    sent(person, ALI, SARA)
    sent(person, ALI)
    monkeypatch.setattr(receivers, "ROWS_COPIED", 1)
    short, long = copied(person)["payroll_lists"]
    assert len(short["rows"]) == 1
    assert long["rows"] is None
    assert long["address"].startswith("http")


def test_what_another_person_keeps_is_not_in_the_copy(copied, keep, sent, person):
    other = factories.person(code="9990001243")
    keep(other, title="فیش دیگری")
    sent(other, ALI)
    found = copied(person)
    assert found["sheets"] == found["payroll_lists"] == []


def test_the_page_hands_out_what_the_calculators_keep(client, person, keep, make, clock):
    keep(person)
    client.force_login(person)
    make.show(client, person)
    body = json.loads(client.post("/panel/account/export/").content)
    assert [one["title"] for one in body["sheets"]] == ["فیش مرداد"]
    assert body["payroll_lists"] == []
