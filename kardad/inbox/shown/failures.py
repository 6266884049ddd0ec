"""How what went wrong with a service is shown: the next lawful way as one deed, and what was out of order in its days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kardad.availability import queries as availability
from kardad.availability.queries import Outage
from kardad.inbox import problems
from kardad.inbox.models import Delivery
from kardad.inbox.problems import Problem
from kardad.inbox.queries.deadlines import PARTS
from kardad.kit import calendar

COPY, AGAIN, HAND_OUT = "copy", "again", "hand_out"
SAYS: Final = {
    COPY: "فرستادن نسخه کاغذی",
    AGAIN: "ابلاغ کاغذی",
    HAND_OUT: "سپردن دوباره به مأمور",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A delivery that reached nobody: what happened, and the deed that comes next with the words of its button."""

    row: Delivery
    problem: Problem
    deed: str

    @property
    def button(self) -> str:
        """The deed in words."""
        return SAYS[self.deed]


def failure(delivery: Delivery) -> Failure:
    """What is to be done about the delivery: whoever is served by his account is sent a copy, whoever is not is served on paper."""
    problem = problems.PROBLEMS[delivery.problem]
    if delivery.via == Delivery.Via.PAPER:
        return Failure(delivery, problem, HAND_OUT)
    return Failure(delivery, problem, COPY if delivery.served_on else AGAIN)


def outages(delivery: Delivery, *, at: datetime) -> list[Outage]:
    """What kept people from acting, for everyone or for the dossier's office, from the service to its last day or to now."""
    until = at
    row = delivery.deadlines.order_by("-hard_until").first()
    if row is not None:
        until = min(at, calendar.day_start_end(row.final_on)[1])
    office = delivery.notice.dossier.office
    places = {"", f"office:{office.pk}", f"province:{office.province}"} if office else {""}
    found = availability.outages(None, delivery.placed_at, until)
    return [one for one in found if one.part in PARTS and one.group in places]
