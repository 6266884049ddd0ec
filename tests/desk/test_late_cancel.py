"""An hour given back less than four hours before it: another by the year's goodwill, else a manager ends the service."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kardad.billing.actions import refunds
from kardad.billing.models import Refund
from kardad.desk.actions import slots, withdrawing
from kardad.desk.models import Appointment
from kardad.inbox.models import Letter
from kardad.work.models import WorkItem
from tests.billing import world as shop
from tests.conftest import NOW
from tests.desk import delivery_world as world
from tests.desk.delivery_world import NINE

pytestmark = pytest.mark.django_db
LATE = timedelta(hours=3)


def booked(starts_at, *, has_goodwill=False):
    """A paid hour; unless told otherwise its client has used the year's goodwill."""
    held = world.phone()
    world.pay(world.paid_invoice(held.request))
    if not has_goodwill:
        before = world.item(world.request(applicant=held.request.applicant))
        used = {"cause": "goodwill", "state": "done", "starts_at": NOW, "made_at": starts_at - timedelta(days=2), "minutes": 15}
        Appointment.objects.create(item=before, expert=held.request.assigned_to, **used)
    if starts_at != NINE:
        world.shift(held.request.assigned_to, starts_at)
    return world.hold(held, starts_at, at=starts_at - timedelta(days=1))


@pytest.fixture(autouse=True)
def tariff(db):
    """A tariff, a seller and a rate."""
    shop.open_shop()


def cancel(row, client, clock):
    """The client reads what it means and gives the hour back; what he was told."""
    clock.move_to(row.starts_at - LATE, tick=False)
    client.force_login(row.item.request.applicant)
    page = reverse("desk:slot_cancel", args=[row.pk])
    told = client.get(page).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 302
    return told


def test_without_a_right_to_another_hour_a_manager_ends_the_service(client, clock):
    row = booked(NINE + timedelta(days=30))
    told = cancel(row, client, clock)
    assert "مدیر خدمت را پایان می‌دهد" in told
    assert "همه پول برمی‌گردد" not in told
    assert Letter.objects.get(event="appointment.cancelled_late").person == row.item.request.applicant
    page = client.get(reverse("desk:slots", args=[row.item.request_id, row.item_id])).content.decode()
    assert "این نوبت استفاده‌شده است" in page
    assert 'name="hour"' not in page
    work = WorkItem.objects.get(kind="appointment.used")
    manager, _ = world.manager()
    client.force_login(manager)
    assert "کمتر از ۴ ساعت پیش از آن لغو کرد" in client.get(reverse("desk_office:call", args=[row.pk])).content.decode()
    client.post(reverse("desk_office:call_end", args=[row.pk]))
    row.item.refresh_from_db()
    row.item.request.refresh_from_db()
    work.refresh_from_db()
    assert (row.item.state, row.item.reason, row.item.request.state) == ("cancelled", withdrawing.LATE, "cancelled")
    assert work.closed_at is not None
    assert not Refund.objects.exists()


def test_within_the_law_s_seven_working_days_all_goes_back_and_nothing_is_left_to_end(client, clock):
    row = booked(NINE)
    assert "مهلت قانونی انصراف است و اگر تا پایان آن انصراف بدهید، همه پول برمی‌گردد" in cancel(row, client, clock)
    assert WorkItem.objects.get(kind="appointment.used").closed_at is None
    at, request = NINE - LATE, row.item.request
    refund = withdrawing.withdraw(request, reason="نمی‌توانم.", by=world.as_client(request), at=at)
    assert refund.rials == request.invoice.total
    refunds.approve(refund, by=shop.OTHER_MANAGER, at=at)
    request.refresh_from_db()
    assert request.state == "cancelled"
    assert WorkItem.objects.get(kind="appointment.used").closed_at == at


def test_with_the_year_s_goodwill_another_hour_may_be_taken(client, clock):
    row = booked(NINE, has_goodwill=True)
    assert "جابه‌جایی سالانه خود را به کار ببرید" in cancel(row, client, clock)
    assert not WorkItem.objects.filter(kind="appointment.used").exists()
    assert not Letter.objects.filter(event="appointment.cancelled_late").exists()
    later = NINE + timedelta(minutes=90)
    again = slots.hold(row.item, expert=row.expert, starts_at=later, may_record=False, by=world.as_client(row.item.request), at=NINE - LATE)
    assert again.cause == "goodwill"
