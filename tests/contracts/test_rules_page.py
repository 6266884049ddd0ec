"""By what a contract is judged, as everybody reads it: each check with what it does, and what this house does where sources differ."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from kardad.law.contract_rules import rulebook
from tests.contracts.world import day

pytestmark = pytest.mark.django_db


def test_every_check_is_told_with_what_it_does_and_the_cap_as_its_operator_chose(client, settings):
    page = BeautifulSoup(client.get(reverse("contracts:rules")).content, "html.parser")
    rows = {row.th.get_text(strip=True): row.get_text(" ", strip=True) for row in page.select("tbody tr")}
    assert set(rows) == {rule.title for rule in rulebook.current().rules.values()}
    assert "باید درست شود" in rows["مزد کمتر از حداقل"]
    assert "ماده ۴۱ قانون کار" in rows["مزد کمتر از حداقل"]
    assert "۴۸ ماه، از یکشنبه ۲۰ بهمن ۱۳۹۸. گذشتن از آن تنها هشدار می‌دهد." in page.main.get_text()
    assert page.find("a", href=reverse("calc:value", args=["contract.non_continuous_cap_months"]))
    assert "خدمت نظام وظیفه: جزو سابقه شمرده می‌شود" in page.main.get_text()
    settings.CONTRACT_CAP_BINDS, settings.CONTRACT_CAP_FROM = True, day("1399-01-01")
    words = client.get(reverse("contracts:rules")).content.decode()
    assert "جلوی امضا را می‌گیرد، و تنها کارهای پس از جمعه ۱ فروردین ۱۳۹۹ شمرده می‌شود" in words
