"""The visits of the office of money: tariff, receipts, refunds, payouts, invoices, an unclear payment, the ledger."""

from datetime import timedelta

from kardad.billing.actions import invoices, payments, payouts, receipts, refunds, tariff
from kardad.billing.actions.invoices import Asked, Buyer
from kardad.billing.actions.receipts import Receipt
from kardad.core.actor import Actor
from kardad.kit import calendar
from kardad.people.models import Person
from tests import factories

IBAN = "IR062960000000100324200001"
ONE, TWO = Actor(9001, "finance_officer"), Actor(9002, "manager")
EXPERT = Actor(9003, "manager")


class Books:
    """A tariff, and money in every stage, at the moment of the visit."""

    def __init__(self, world):
        self.at, self.world = world.now, world
        self.on = calendar.tehran_day(self.at)
        self.buyer = Person.objects.filter(level=2).first() or factories.person(level=2)
        rows = [
            tariff.propose_seller("کارداد", is_vat_registered=True, valid_from=self.on, by=ONE, at=self.at),
            tariff.propose_vat_rate(1000, legal_reference="آزمایشی", valid_from=self.on, valid_to=self._end(), by=ONE, at=self.at),
            tariff.propose_price("written", rials=4_000_000, valid_from=self.on, valid_to=None, by=ONE, at=self.at),
        ]
        for row in rows:
            tariff.approve(row, by=TWO, at=self.at)

    def _end(self):
        return self.on + timedelta(days=40)

    def invoice(self):
        """An invoice of 4,400,000 rials."""
        asked = [Asked(service_code="written", title="مشاوره کتبی قانون کار")]
        return invoices.issue(Buyer(person=self.buyer), asked=asked, by=EXPERT, at=self.at)

    def receipt(self, rials=3_000_000, trace="558213"):
        """A receipt that waits for finance, beside another of the same number."""
        told = {"trace": trace, "card": "1234"}
        before = Receipt(rials=1_000_000, on=self.on - timedelta(days=6), **told)
        receipts.submit(self.invoice(), receipt=before, by=self.payer, at=self.at - timedelta(days=5))
        return receipts.submit(self.invoice(), receipt=Receipt(rials=rials, on=self.on, **told), by=self.payer, at=self.at)

    @property
    def payer(self):
        """The buyer as actions see him."""
        return Actor(self.buyer.pk, "member")

    def paid(self, rials=5_000_000):
        """An invoice that is paid with more than it needs."""
        row = receipts.approve(self.receipt(rials), by=ONE, at=self.at)
        row.invoice.refresh_from_db()
        return row.invoice

    def refund(self):
        """A refund that a manager let go."""
        row = refunds.request(self.paid(), rials=1_100_000, reason="یک ردیف انجام نشد.", by=self.payer, at=self.at)
        return refunds.approve(row, by=TWO, at=self.at)

    def payout(self):
        """A payout of credit that is to be sent."""
        told = {"rials": 600_000, "iban": IBAN, "reason": "خریدار خواست.", "at": self.at}
        return payouts.approve(payouts.pay_out_credit(self.paid().holder, **told, by=ONE), by=TWO, at=self.at)

    def payment(self):
        """A payment that is at the bank."""
        made = self.invoice()
        return payments.begin(made, rials=made.total, gateway_name="memory", by=self.payer, at=self.at)[0]

    def price(self):
        """A price that waits for a second person."""
        return tariff.propose_price("written", rials=5, valid_from=self.on + timedelta(days=9), valid_to=None, by=ONE, at=self.at)

    def seller(self):
        """A seller that waits."""
        told = {"legal_id": "99900012303", "economic_code": "411111", "address": "تهران، خیابان نمونه"}
        return tariff.propose_seller("شرکت نمونه", is_vat_registered=True, valid_from=self.on, **told, by=ONE, at=self.at)

    def vat_rate(self):
        """A rate that waits."""
        return tariff.propose_vat_rate(950, legal_reference="نمونه", valid_from=self._end(), valid_to=None, by=ONE, at=self.at)

    def discount(self):
        """A discount that waits."""
        return tariff.propose_discount("NOWRUZ", percent=10, valid_from=self.on, valid_to=None, by=ONE, at=self.at)


def _visit(make=None, role="finance_officer", arg=lambda made: (made.pk,)):
    def visit(world):
        made = make(Books(world)) if make else None
        world.staff(role)
        return arg(made) if made is not None else ()

    return visit


def _list(make):
    return _visit(make, arg=lambda made: ())


VISITS = {
    "billing_office:tariff": _list(lambda books: (books.price(), books.vat_rate())),
    "billing_office:setup": _list(lambda books: books),
    "billing_office:propose": _visit(lambda books: books, arg=lambda made: ("seller",)),
    "billing_office:price": _visit(lambda books: books.price(), role="manager"),
    "billing_office:vat_rate": _visit(lambda books: books.vat_rate(), role="manager"),
    "billing_office:seller": _visit(lambda books: books.seller(), role="manager"),
    "billing_office:discount": _visit(lambda books: books.discount(), role="manager"),
    "billing_office:receipts": _list(lambda books: books.receipt()),
    "billing_office:receipt": _visit(lambda books: books.receipt()),
    "billing_office:refunds": _list(lambda books: books.refund()),
    "billing_office:refund": _visit(lambda books: books.refund()),
    "billing_office:refund_new": _visit(lambda books: books.paid()),
    "billing_office:creditors": _list(lambda books: books.paid()),
    "billing_office:payout_new": _visit(lambda books: books.paid(), arg=lambda made: (made.holder.replace(":", "-"),)),
    "billing_office:payouts": _list(lambda books: books.payout()),
    "billing_office:payout": _visit(lambda books: books.payout()),
    "billing_office:invoices": _list(lambda books: books.paid()),
    "billing_office:invoice": _visit(lambda books: books.refund().invoice),
    "billing_office:paper": _visit(lambda books: books.paid()),
    "billing_office:void": _visit(lambda books: books.invoice()),
    "billing_office:slip": _visit(lambda books: books.invoice()),
    "billing_office:payment": _visit(lambda books: books.payment()),
    "billing_office:ledger": _list(lambda books: books.paid()),
}
