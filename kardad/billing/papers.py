"""What the official papers of money say, and how pages offer them: an invoice as it stands, a payment that came, a credit note."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from kardad.billing import access, shown
from kardad.billing.actions.papers import Paper, Words
from kardad.billing.models import CreditNote, Invoice, Payment, Seller
from kardad.documents import queries as documents
from kardad.documents.shown import Pdf, pdf
from kardad.kit import calendar, money
from kardad.kit.text import to_persian_digits
from kardad.people import particulars
from kardad.people.models import Person

STAMPS: Final[Mapping[str, str]] = {"paid": "پرداخت شد", "void": "باطل شد", "credited": "برگردانده شد"}
"""The states in which an invoice asks for nothing any more; each is a version of its paper."""
OPEN: Final = "open"
MADE: Final = "made"  # the one version of what never changes
NO_TAX: Final = "مالیات بر ارزش افزوده ندارد؛ فروشنده در نظام مالیات بر ارزش افزوده ثبت نیست."
NO_INVOICE: Final = "این رسید، جای صورتحساب را نمی‌گیرد."


def version(row: Invoice) -> str:
    """The version of an invoice's paper: what it asks for is one, however much of it came; then each way in which it ends."""
    return row.state if row.state in STAMPS else OPEN


def invoice(row: Invoice) -> Words:
    """What the paper of an invoice says in its present version."""
    stamp, buyer = STAMPS.get(row.state, ""), buyer_of(row)
    data: dict[str, Any] = {"stamp": _stamp(row), "note": row.reason if row.state == "void" else "", "lines": _lines(row)}
    data |= {"buyer": buyer["name"], "buyer_code": to_persian_digits(buyer["code"]), "buyer_code_title": buyer["label"]}
    data |= _seller(row.seller) | _purpose(row) | {"issued_on": calendar.tehran_day(row.issued_at).isoformat()}
    data |= {"subtotal": row.subtotal, "total": row.total}
    if row.discount:
        data |= {"discount": row.discount, "taxable": row.taxable}
    if row.vat_row_id:
        data |= {"tax": row.vat, "tax_title": f"مالیات بر ارزش افزوده ({to_persian_digits(percent(row.vat_rate))} درصد)"}
    else:
        data |= {"tax_says": NO_TAX}
    if not stamp:
        data |= {"due_on": calendar.tehran_day(row.due_at).isoformat()}
    facts = [
        ("شماره صورتحساب", to_persian_digits(row.number)),
        ("تاریخ صدور", calendar.slashed(calendar.tehran_day(row.issued_at))),
        ("خریدار", buyer["name"]),
        ("مبلغ", money.grouped(row.total)),
        ("وضعیت", stamp or "منتظر پرداخت"),
    ]
    return Words(version(row), data, facts)


def receipt(row: Payment) -> Words:
    """What the receipt of a payment that came says."""
    owed, buyer = row.invoice, buyer_of(row.invoice)
    at = row.paid_at or row.begun_at
    data = {
        "payer": buyer["name"],
        "payer_code": to_persian_digits(buyer["code"]),
        "payer_code_title": buyer["label"],
        "payee": owed.seller.name,
        "amount": row.rials,
        "paid_at": at.isoformat(),
        "way": shown.way(row),
        "invoice_number": to_persian_digits(owed.number),
        "bank_reference": to_persian_digits(row.bank_reference),
        "trace": to_persian_digits(row.trace),
        "card": to_persian_digits(row.card),
        "surplus": row.surplus or None,
        "note": NO_INVOICE,
    }
    facts = [
        ("صورتحساب", to_persian_digits(owed.number)),
        ("پرداخت برای", buyer["name"]),
        ("مبلغ", money.grouped(row.rials)),
        ("زمان", calendar.with_time(at)),
    ]
    return Words(MADE, data | _purpose(owed), facts)


def credit_note(row: CreditNote) -> Words:
    """What a credit note says."""
    owed, refund, buyer = row.invoice, row.refund, buyer_of(row.invoice)
    data = {
        "invoice_number": to_persian_digits(owed.number),
        "invoiced_on": calendar.tehran_day(owed.issued_at).isoformat(),
        "buyer": buyer["name"],
        "buyer_code": to_persian_digits(buyer["code"]),
        "buyer_code_title": buyer["label"],
        "total": row.total,
        "tax": row.vat,
        "returned": refund.rials,
        "where": refund.get_target_display(),
        "trace": to_persian_digits(refund.trace),
        "reason": refund.reason,
    }
    facts = [
        ("شماره برگه اصلاحی", to_persian_digits(row.number)),
        ("تاریخ", calendar.slashed(calendar.tehran_day(row.issued_at))),
        ("صورتحساب", to_persian_digits(owed.number)),
        ("خریدار", buyer["name"]),
        ("کم شد", money.grouped(row.total)),
        ("برگشت", money.grouped(refund.rials)),
    ]
    return Words(MADE, data | _seller(owed.seller), facts)


def pdfs(row: Invoice, payments: Iterable[Payment], notes: Iterable[CreditNote]) -> list[Pdf]:
    """The papers of an invoice, of the payments that came for it and of its credit notes, in one statement."""
    payments, notes = list(payments), list(notes)
    among = list(documents.about([row, *payments, *notes]))
    found = [pdf(row, "صورتحساب", version=version(row), is_asked=row.paper_due_at is not None, among=among)]
    told: Sequence[tuple[Payment | CreditNote, str]] = [
        *((one, f"رسید پرداخت {money.grouped(one.rials)}") for one in payments),
        *((one, f"برگه اصلاحی {to_persian_digits(one.number)}") for one in notes),
    ]
    found += [pdf(one, title, version=MADE, is_asked=one.paper_due_at is not None, among=among) for one, title in told]
    return [one for one in found if one]


def receipt_pdf(row: Payment) -> Pdf | None:
    """The receipt of one payment."""
    return pdf(row, "رسید پرداخت", version=MADE, is_asked=row.paper_due_at is not None, among=documents.about([row]))


def buyer_of(found: Invoice) -> dict[str, str]:
    """The buyer's name, his code and how that is called."""
    if found.organisation is not None:
        return {"name": found.buyer_name, "label": "شناسه ملی", "code": found.organisation.company_id}
    label = "کد فراگیر" if found.person.kind == Person.Kind.FOREIGN else "کد ملی"
    return {"name": found.buyer_name, "label": label, "code": particulars.own(found.person).code}


def percent(rate: int) -> str:
    """A rate of ten thousand as people say it: «10», «9٫5»."""
    whole, rest = divmod(rate, 100)
    return f"{whole}٫{rest:02}".rstrip("0") if rest else str(whole)


def _stamp(row: Invoice) -> str:
    ended_at = row.paid_at if row.state == "paid" else row.ended_at
    told = STAMPS.get(row.state, "")
    return f"{told}؛ {calendar.long(calendar.tehran_day(ended_at))}" if told and ended_at else told


def _lines(row: Invoice) -> list[dict[str, Any]]:
    return [
        {"title": one.title, "detail": one.reason, "count": one.quantity, "price": one.unit_price, "amount": one.amount}
        for one in row.lines.order_by("pk")
    ]


def _seller(row: Seller) -> dict[str, str]:
    return {
        "seller": row.name,
        "seller_id": to_persian_digits(row.legal_id),
        "seller_economic_code": to_persian_digits(row.economic_code),
        "seller_address": row.address,
    }


def _purpose(row: Invoice) -> dict[str, str]:
    purpose = access.purpose(None, row)
    return {"purpose": f"شماره {purpose.word}", "purpose_number": to_persian_digits(purpose.number)} if purpose else {}


SIDES = ("person", "organisation", "seller")
OF_ITS_INVOICE = tuple(f"invoice__{side}" for side in SIDES)
PAPERS: Final[tuple[Paper[Any], ...]] = (
    Paper("invoice", Invoice, SIDES, invoice),
    Paper("payment_receipt", Payment, OF_ITS_INVOICE, receipt),
    Paper("credit_note", CreditNote, ("refund", *OF_ITS_INVOICE), credit_note),
)
"""Every kind of paper that money leaves."""
