"""Words of the desk: amounts, days and numbers as Persian reads them."""

import re

import pytest
from django.urls import reverse

from kardad.core import history
from kardad.core.models import Event
from kardad.desk import catalogue
from tests.desk import delivery_world as hours
from tests.desk import test_delivery_papers as writing
from tests.desk import world
from tests.desk.office_world import browser, opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_an_amount_never_sets_two_numbers_side_by_side():
    assert catalogue.service("phone_15").amount(2) == "۲ نوبت ۱۵ دقیقه\u200cای"
    assert catalogue.service("written").amount(1) == "۱ پرسش"
    for one in catalogue.services().values():
        assert not re.search(r"[۰-۹] [۰-۹]", one.amount(1)), one.code


def test_a_dossier_tells_how_much_was_asked_for(bureau, client):
    client.force_login(bureau.client)
    shown = client.get(reverse("desk:request", args=[world.submitted(bureau, "phone_15").pk])).content.decode()
    assert "۱ نوبت ۱۵ دقیقه\u200cای" in shown
    assert "۱ ۱۵ دقیقه" not in shown


def test_history_is_told_in_persian_digits(bureau):
    held = writing.paid("written")
    writing.write(held)
    hours.shift(held.request.assigned_to)
    told = [history.sentence(event) for event in Event.objects.filter(name__in=("deliverable.written", "shift.laid"))]
    assert len(told) == 2
    assert not [one for one in told if re.search(r"[0-9]", one)]


def test_the_page_that_begins_work_says_from_when_its_days_run(bureau):
    shown = opened(browser(bureau.expert), "start", world.paid(bureau).pk)
    assert "مهلت تحویل از زمان پرداخت شمرده می\u200cشود" in shown
    assert "از این لحظه" not in shown
