"""What has happened on a delivery's way, judged by the dated rules: its day of service, its effect, and which row said so."""

from datetime import date, datetime

from kardad.inbox import signals
from kardad.inbox.models import Delivery
from kardad.kit import calendar
from kardad.law import serving
from kardad.law.serving import Happening

ACTUAL = "actual"
JUDGED = ["served_on", "effect", "rule"]


def judge(delivery: Delivery, happenings: list[tuple[str, date]], *, at: datetime) -> bool:
    """The delivery says what its happenings come to; whether it counts as served for the first time. It is not saved here.

    A copy for information is never a service, a day of service that was set never moves, and its effect never goes down.
    """
    if delivery.is_copy:
        return False
    found = serving.ruling(delivery.via, [Happening(what, day) for what, day in happenings])
    if found.served_on is None:
        return False
    is_first = delivery.served_on is None
    if is_first:
        delivery.served_on = found.served_on
        delivery.rule = f"{found.rules[0].id}@{serving.every().version}"
    if delivery.effect != ACTUAL:  # what was in the addressee's own hands once stays so
        delivery.effect = found.effect
    return is_first


def tell(delivery: Delivery, *, at: datetime) -> None:
    """Whoever waits for the service knows it; called once the delivery is saved, inside the transaction."""
    signals.notice_served.send(Delivery, delivery=delivery, at=at)


def happened(delivery: Delivery) -> list[tuple[str, date]]:
    """What has happened by account, each on its day in Tehran."""
    told = [("placed", delivery.placed_at), ("notified", delivery.notified_at), ("opened", delivery.opened_at)]
    return [(what, calendar.tehran_day(moment)) for what, moment in told if moment]
