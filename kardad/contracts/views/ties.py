"""What follows from a contract elsewhere: a petition of either side, the worker's own reckoning of what he is owed."""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from kardad.contracts import computing, flow, terms
from kardad.contracts.models import Contract
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.contracts.views import deeds
from kardad.kit import calendar, money
from kardad.law import instruments
from kardad.law.instruments import Silent


@deeds.offers
def ways(place: Standing) -> Iterator[deeds.Way]:
    """A petition of this side, and for the worker what he is owed."""
    if place.contract.state not in flow.CLAIMABLE:
        return
    if place.side == standing.WORKER and (address := owed(place.contract)):
        yield "چقدر طلب دارم؟", address
    yield "دادخواست بر پایه این قرارداد", f"{reverse('cases:petition_new')}?contract={place.contract.token}"


def owed(contract: Contract) -> str:
    """The interview of «چقدر طلب دارم؟» with what the contract answers; empty for one that has not begun, or for fewer hours."""
    today, held = calendar.tehran_day(timezone.now()), terms.read(contract.terms)
    first = contract.starts_on
    if first is None or first > today or held.pay.amount is None:
        return ""
    law = instruments.current()
    with suppress(Silent):
        if computing.share(held, law) < 1:
            return ""  # the interview knows whole weeks alone
    last = contract.ended_on or min(today, contract.ends_on or today)
    one = held.worker
    told = {
        "from": calendar.jalali(first),
        "to": calendar.jalali(last),
        "still": "no" if contract.ended_on else "yes",
        "hard": "yes" if held.work.is_hazardous else "no",
        "married": None if one.is_married is None else "yes" if one.is_married else "no",
        "children": one.children,
    }
    if one.children and one.insured_days is not None:
        told |= {"insured": "some", "insured_days": one.insured_days} if one.insured_days else {"insured": "none"}
    with suppress(Silent):
        told |= {"wage": "daily", "wage_amount": money.whole_rials(computing.daily(held, held.pay.amount, law))}
    known = {name: value for name, value in told.items() if value is not None}
    return f"{reverse('calc:owed_check')}?{urlencode(known)}"
