"""The end of a term comes near: both are told in time, each says what he wants, and who works past it is warned."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kardad.contracts import flow, policy
from kardad.contracts.actions import common, wording
from kardad.contracts.models import Contract, Ending, EndNotice, Wish
from kardad.contracts.queries import life, standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import SYSTEM, Actor
from kardad.kit import calendar, text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput

PAST = 0  # days before the end of the notice that it is over


class NoSuchWish(BadInput):
    """A term is renewed, or it ends."""

    code = "RENEWAL_NO_WISH"
    message = "بگویید می‌خواهید قرارداد تمدید شود یا پایان یابد."


@transaction.atomic
def choose(place: Standing, *, wants: str, by: Actor, at: datetime) -> Wish:
    """What this side wants after the term is written and told to the other; it binds nobody. Raises NotAllowed, NotYours, NoSuchWish."""
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if not may_choose(contract, at=at):
        raise NotAllowed(flow="contract", state=contract.state, move="choose", role=acts.role)
    if wants not in Wish.Wants.values:
        raise NoSuchWish(field="wants")
    told: dict[str, Any] = {"contract": contract, "ends_on": contract.ends_on, "side": place.side}
    there = Wish.objects.filter(**told).first()
    if there is not None and there.wants == wants:
        return there
    made, _ = Wish.objects.update_or_create(**told, defaults={"wants": wants, "by": place.person, "at": at})
    said, who = made.get_wants_display(), {"employer": "کارفرما", "worker": "کارگر"}[place.side]
    common.noted(contract, "contract.wished", by=acts, at=at, who=who, wants=said)
    common.tell(contract, wording.OTHER[place.side], "contract.wished", at=at, who=who, wants=said)
    return made


def may_choose(contract: Contract, *, at: datetime) -> bool:
    """Whether it is time to say what comes after the term."""
    days = life.left(contract, calendar.tehran_day(at))
    return days is not None and days <= max(policy.REMIND_BEFORE) and contract.state in flow.RUNNING and not life.goes_on(contract)


def due(days: int, *, at: datetime) -> QuerySet[Contract]:
    """The contracts of whose end both are to be told now: so many days before it, or of 0 days after it."""
    today = calendar.tehran_day(at)
    least = max((one for one in policy.REMIND_BEFORE if one < days), default=-1)
    first, last = (today + timedelta(days=least + 1), today + timedelta(days=days)) if days else (None, today - timedelta(days=1))
    rows = Contract.objects.filter(state__in=life.AT_WORK, ends_on__lte=last)
    rows = rows.filter(ends_on__gte=first) if first else rows
    told = EndNotice.objects.filter(contract=OuterRef("pk"), ends_on=OuterRef("ends_on"), days=days)
    named = Ending.objects.filter(contract=OuterRef("pk"), state=Ending.State.GIVEN)
    goes_on = Contract.objects.filter(predecessor=OuterRef("pk"), state__in=tuple(flow.BINDING))
    return rows.filter(~Exists(told), ~Exists(named), ~Exists(goes_on)).order_by("ends_on", "pk")


@transaction.atomic
def tell(pk: int, days: int, *, at: datetime) -> bool:
    """Both were told, once, of the end that comes near or is past; safe against a second sweep."""
    contract = common.locked(Contract(pk=pk))
    if not due(days, at=at).filter(pk=pk).exists() or contract.ends_on is None:
        return False
    EndNotice.objects.create(contract=contract, ends_on=contract.ends_on, days=days, at=at)
    left = (contract.ends_on - calendar.tehran_day(at)).days
    event = "contract.past_end" if days == PAST else "contract.ending_soon"
    common.noted(contract, event, by=SYSTEM, at=at, ends_on=contract.ends_on.isoformat())
    said = {"day": calendar.long(contract.ends_on), "left": text.to_persian_digits(left) if left else "همین امروز"}
    for side in (standing.EMPLOYER, standing.WORKER):
        common.tell(contract, side, event, at=at, **said)
    return True
