"""Where each kind of work is done: the one table that turns an open item into a page."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from kardad.work import queries
from kardad.work.models import WorkItem

# The page of a kind of work; it takes the subject's id.
PAGES = {
    "review_attempt": "people_office:review_attempt",
    "review_grant": "people_office:review_grant",
    "review_mandate": "people_office:review_mandate",
    "review_membership": "people_office:review_membership",
    "death_signal": "people_office:death_signal",
    "alive_report": "people_office:frozen",
    "tariff.price": "billing_office:price",
    "tariff.vatrate": "billing_office:vat_rate",
    "tariff.seller": "billing_office:seller",
    "tariff.discount": "billing_office:discount",
    "payment.receipt": "billing_office:receipt",
    "payment.unclear": "billing_office:payment",
    "payment.ruling": "billing_office:payment",
    "invoice.overdue": "billing_office:invoice",
    "refund": "billing_office:refund",
    "refund.send": "billing_office:refund",
    "payout": "billing_office:payout",
    "payout.send": "billing_office:payout",
    "request.assign": "desk_office:assign",
    "request.assigned": "desk_office:request",
    "request.late": "desk_office:request",
    "request.reply_late": "desk_office:request",
    "request.approval": "desk_office:approval",
    "request.opinion": "desk_office:opinion",
    "deliverable.sign": "desk_office:deliverable",
    "appointment.absent": "desk_office:call",
    "appointment.overrun": "desk_office:call",
    "appointment.used": "desk_office:call",
    "qa_review": "qa_office:question",
    "qa_answer": "qa_office:question",
    "qa_update": "qa_office:question",
    "qa_comment": "qa_office:comment",
    "document.failed": "office:paper",
    "delivery.paper": "inbox_office:paper",
    "delivery.visit": "inbox_office:paper",
    "delivery.failed": "inbox_office:delivery",
    "deadline.at_risk": "inbox_office:risk",
    "party.join": "inbox_office:joining",
    "dossier.differs": "inbox_office:dossier",
    "case.intake": "cases_office:case",
    "case.grant": "cases_office:decide_access",
    "case.conciliation": "cases_office:case",
    "settlement.confirm": "cases_office:confirm_settlement",
    "decision.serve": "cases_office:decision_serve",
    "objection.late": "cases_office:objection_send_up",
    "enforcement.send": "cases_office:enforcement_send",
    "enforcement.return": "cases_office:enforcement_return",
    "expert.waits": "cases_office:expert",
    "expert.declined": "cases_office:expert",
    "expert.fee_return": "cases_office:fee_return",
    "dates.none": "cases_office:propose",
    "hearing.unfinished": "cases_office:hearing",
}
# Work whose page is a room of its own.
ROOMS = {"second_look": "people:counter", "evidence.unsealed": "evidence:roots", "availability.differs": "office:availability"}


@dataclass(frozen=True, slots=True)
class Task:
    """An open item as its row shows it; the colour says how long it has waited."""

    item: WorkItem
    href: str
    tone: str
    age: str

    @property
    def is_numbered(self) -> bool:
        """Whether the title names a number by which people know the thing; the row's own would only confuse."""
        return any(sign.isdigit() for sign in self.item.title)


def task(item: WorkItem, *, at: datetime) -> Task:
    """The row of an item."""
    if item.kind in PAGES:
        href = reverse(PAGES[item.kind], args=[item.subject_id])
    else:
        href = reverse(ROOMS[item.kind]) if item.kind in ROOMS else ""
    return Task(item, href, *queries.age(item, at=at))
