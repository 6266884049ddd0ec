"""Reads over withdrawals: which rule holds now, what waits for a yes, what the order is called and whether one may file again (2.6)."""

from datetime import datetime
from typing import Final

from kardad.cases import flow
from kardad.cases.models import Case, Hearing, Withdrawal
from kardad.kit import calendar
from kardad.law import procedure

NEEDS_CONSENT: Final = "consent"  # the unit of the rule for what comes after the hearing
OVER: Final = ("heard", "decided", "serving", "window")
# What a rule's value makes of the case -> what the order is called; giving up the right is an order of its own.
ORDERS: Final = {"annulled": "قرار ابطال دادخواست", "dismissed": "قرار رد دعوا", "withdrawn": "قرار رد دعوا"}
GIVEN_UP: Final = "قرار سقوط دعوا"


def rule(case: Case, *, at: datetime) -> procedure.Rule:
    """What holds for a withdrawal now: before the first session, until the hearing ends, or after."""
    day = calendar.tehran_day(at)
    if case.instance == flow.APPEAL or case.state in OVER:
        return procedure.rule("withdraw_late", day)
    if Hearing.objects.filter(case=case, opened_at__isnull=False).exists():
        return procedure.rule("withdraw_claim", day)
    return procedure.rule("withdraw_petition", day)


def asked(case: Case) -> Withdrawal | None:
    """What waits for the other side's yes."""
    return Withdrawal.objects.filter(case=case, state="asked").select_related("party").first()


def order(made: Withdrawal) -> str:
    """What the order is called."""
    found = procedure.rule(made.rule, calendar.tehran_day(made.asked_at))
    return GIVEN_UP if made.gives_up else ORDERS[str(found.value)]


def may_file_again(made: Withdrawal) -> bool:
    """Whether the same may be asked for once more."""
    return not made.gives_up
