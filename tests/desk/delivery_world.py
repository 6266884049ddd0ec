"""What tests of delivery start from: a paid request of one item, experts with hours, and a client; rows made by models."""

from datetime import timedelta
from itertools import count

from kardad.billing.actions import invoices, receipts
from kardad.billing.actions.invoices import Asked, Buyer
from kardad.billing.actions.receipts import Receipt
from kardad.core.actor import SYSTEM
from kardad.desk.actions import slots
from kardad.desk.models import Item, Request, Skill
from tests import factories
from tests.billing import world as shop
from tests.conftest import NOW

NINE = NOW + timedelta(days=2) - timedelta(hours=1)  # 09:00 in Tehran, the day after tomorrow
DELIVERIES = {
    "phone_15": "phone_consultation",
    "written": "written_consultation",
    "payslip": "calculation_file",
    "settlement_calc": "calculation_file",
    "petition": "document_draft",
    "training": "training_session",
}


def expert(group="*", **extra):
    """An expert who may be given everything."""
    made = factories.staff("expert", first_name="رضا", last_name="نیک‌زاد", **extra)
    Skill.objects.create(expert=made, group=group)
    return made


def as_client(request):
    """The Actor of the one who wrote."""
    return factories.actor(request.applicant)


def as_expert(person):
    """The Actor of an expert."""
    return factories.actor(person, "expert")


def manager():
    """A manager and his Actor."""
    made = factories.staff("manager")
    return made, factories.actor(made, "manager")


numbers = count(1)


def request(*, state="in_progress", assigned_to=None, applicant=None, **extra):
    """A request in this state."""
    number = f"SR-1404-{next(numbers):06d}"
    ended = {"delivered_at": NOW} if state == "delivered" else {}
    values = {"description": "شرح کامل موضوع من برای کارشناس، بیش از سی نویسه.", "made_at": NOW, "changed_at": NOW} | ended | extra
    applicant = applicant or factories.person()
    return Request.objects.create(state=state, number=number, applicant=applicant, assigned_to=assigned_to, submitted_at=NOW, **values)


def item(held, code="phone_15", *, quantity=1, state="in_progress", **extra):
    """An item of the request."""
    values = {"title": code, "delivery": DELIVERIES[code]} | extra
    return Item.objects.create(request=held, service_code=code, quantity=quantity, state=state, **values)


def paid_invoice(held, code="phone_15", quantity=1):
    """The request's invoice, issued by the tariff and paid in full by hand; the shop is open."""
    invoice = invoices.issue(
        Buyer(person=held.applicant, subject=("desk.request", held.pk)),
        asked=[Asked(service_code=code, title=code, quantity=quantity)],
        by=shop.EXPERT,
        at=NOW,
    )
    held.invoice = invoice
    held.save()
    return invoice


def pay(invoice):
    """The whole invoice is paid by a slip that two persons of finance have seen."""
    slip = Receipt(rials=invoice.total, trace=str(invoice.pk), on=shop.TODAY)
    return receipts.approve(receipts.enter(invoice, receipt=slip, by=shop.FINANCE, at=NOW), by=shop.OTHER_FINANCE, at=NOW)


def phone(*, state="in_progress", item_state="in_progress", quantity=1, of=None):
    """A phone item of a request with its expert, who takes calls from nine to eleven."""
    of = of or expert()
    held = item(request(state=state, assigned_to=of), quantity=quantity, state=item_state)
    shift(of)
    return held


def shift(of, starts_at=NINE, hours=2):
    """The expert takes calls."""
    return slots.lay(of, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), by=SYSTEM, at=NOW)


def hold(held, starts_at=NINE, *, of=None, at=NOW, may_record=False):
    """The client takes this hour."""
    of = of or held.request.assigned_to
    return slots.hold(held, expert=of, starts_at=starts_at, may_record=may_record, by=as_client(held.request), at=at)


def free(held, at=NOW):
    """The free hours of the item as (expert id, moment)."""
    from kardad.desk.queries import delivery as queries

    return [(one.expert.pk, one.starts_at) for one in queries.free_hours(held, at=at)]
