"""The fixture of the acceptance scenarios: an invented tariff, a rate of ten percent, a registered seller, and who acts."""

from datetime import timedelta

from kardad.billing.actions import invoices, tariff
from kardad.billing.actions.invoices import Asked, Buyer
from kardad.core.actor import Actor
from kardad.kit import calendar
from tests import factories
from tests.conftest import NOW

TODAY = calendar.tehran_day(NOW)
TARIFF = {"phone_15": 1_500_000, "written": 4_000_000, "payslip": 1_500_000, "settlement_calc": 2_500_000}
EXPERT = Actor(9001, "expert")
MANAGER = Actor(9002, "manager")
OTHER_MANAGER = Actor(9003, "manager")
FINANCE = Actor(9004, "finance_officer")
OTHER_FINANCE = Actor(9005, "finance_officer")
CLIENT = Actor(9006, "member")
LATER = timedelta(days=1)


def approved(row):
    """The row after a second person said yes."""
    return tariff.approve(row, by=OTHER_MANAGER, at=NOW)


def price(code, rials, *, valid_from=TODAY, valid_to=None):
    """An approved price."""
    return approved(tariff.propose_price(code, rials=rials, valid_from=valid_from, valid_to=valid_to, by=FINANCE, at=NOW))


def seller(*, is_vat_registered=True):
    """An approved seller."""
    return approved(tariff.propose_seller("کارداد", is_vat_registered=is_vat_registered, valid_from=TODAY, by=MANAGER, at=NOW))


def vat(rate=1000, *, valid_from=TODAY, valid_to=None):
    """An approved rate."""
    row = tariff.propose_vat_rate(rate, legal_reference="ماده آزمایشی", valid_from=valid_from, valid_to=valid_to, by=MANAGER, at=NOW)
    return approved(row)


def discount(code="NOWRUZ", *, valid_to=None, **off):
    """An approved discount."""
    return approved(tariff.propose_discount(code, valid_from=TODAY, valid_to=valid_to, by=MANAGER, at=NOW, **off))


def open_shop():
    """Everything that an invoice needs."""
    for code, rials in TARIFF.items():
        price(code, rials)
    seller()
    vat()


def asked(code, quantity=1, **by_hand):
    """One service asked for."""
    return Asked(service_code=code, title=code, quantity=quantity, **by_hand)


def invoice(*wanted, buyer=None, by=EXPERT, at=NOW, **more):
    """An invoice for these services; 7,700,000 rials unless told otherwise."""
    buyer = buyer or Buyer(person=factories.person())
    return invoices.issue(buyer, asked=wanted or [asked("written"), asked("payslip", 2)], by=by, at=at, **more)
