"""How pages say where a referral to an expert stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kardad.cases.models import FeeReturn, Filing, Referral
from kardad.cases.queries import experts as queries
from kardad.inbox.models import Deadline, Party
from kardad.kit import calendar

STATES: Final = {
    "ordered": ("منتظر پرداخت هزینه", "wait"),
    "paid": ("نزد کارشناس", "info"),
    "unpaid": ("هزینه پرداخت نشد", "bad"),
    "declined": ("کارشناس نپذیرفت", "wait"),
    "opined": ("نظر کارشناس رسید", "good"),
    "ended": ("پایان یافت", "plain"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A referral as a side or its board reads it."""

    referral: Referral
    state: str
    tone: str
    says: str  # who bears the fee and what follows when it is not paid
    objections: list[Filing]
    awaited: list[Party]
    fee_return: FeeReturn | None  # read by who paid, and by the board and the desk

    @property
    def waits(self) -> str:
        """Who may still object, by name."""
        return " و ".join(dict.fromkeys(one.name for one in self.awaited))


def of(referral: Referral, *, at: datetime, reader: Party | None = None) -> Shown:
    """The referral as it stands, for a side that reads it, or for its board and desk."""
    state, tone = STATES[referral.state]
    said = list(queries.objections(referral)) if referral.opinion_id else []
    waiting = queries.awaited(referral, at) if referral.state == "opined" else []
    back = getattr(referral, "fee_return", None) if reader is None or reader.pk == referral.payer_id else None
    return Shown(referral, state, tone, queries.rule(referral).says, said, waiting, back)


def objecting(one: Shown, party: Party | None) -> tuple[bool, Deadline | None]:
    """Whether this side may object to the opinion now, and until when it is in time."""
    if party is None or one.referral.state != "opined" or any(each.party_id == party.pk for each in one.objections):
        return False, None
    return True, queries.clock(one.referral.opinion_notice, party)


def left(day: Deadline | None, at: datetime) -> str:
    """How far its last safe day is."""
    return calendar.relative(day.safe_until, calendar.tehran_day(at)) if day else ""
