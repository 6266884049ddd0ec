"""Stories of the demo that the bureau works on: paid, under way, delivered, opened again; and the hours in which its experts take calls."""

from datetime import datetime, timedelta

from kardad.core import hours
from kardad.core.actor import Actor
from kardad.desk.actions import assigning, requests, slots, talking
from kardad.desk.demo.stage import Stage, Story, fresh
from kardad.desk.queries import delivery
from kardad.kit import calendar
from kardad.people.models import Person

FULL_DAYS = 5  # Saturday to Wednesday; Thursday ends at noon
# When the two experts take calls: the first in the morning, the second after lunch where there is such a time.
MORNING, AFTERNOON = (timedelta(hours=9), timedelta(hours=11)), (timedelta(hours=13), timedelta(hours=15))


def shifts(stage: Stage) -> Story:
    """Both experts take calls on the working days of two weeks."""
    yield stage.ago(9)
    today = calendar.tehran_day(stage.at)
    for ahead in range(1, 14):
        day = today + timedelta(days=ahead)
        if hours.is_working_day(day):
            midnight = calendar.day_start_end(day)[0]
            _lay(stage, stage.experts[0], midnight + MORNING[0], MORNING[1] - MORNING[0])
            if calendar.weekday(day) < FULL_DAYS:
                _lay(stage, stage.experts[1], midnight + AFTERNOON[0], AFTERNOON[1] - AFTERNOON[0])


def calling(stage: Stage) -> Story:
    """A call that is booked for tomorrow, or the next day on which somebody works."""
    yield stage.ago(14)
    request = stage.send(stage.worker, "appointment")
    yield stage.ago(12)
    stage.reply(request, stage.words["appointment"]["reply"])
    stage.bill(request)
    yield stage.ago(8)
    item = request.items.get()
    item.request = fresh(request)
    tomorrow = [one for one in delivery.free_hours(item, at=stage.now) if one.starts_at > stage.at + timedelta(hours=10)]
    chosen = min(tomorrow, key=lambda one: (calendar.tehran_day(one.starts_at), one.starts_at))
    slots.hold(item, expert=chosen.expert, starts_at=chosen.starts_at, may_record=True, by=stage.as_client(request), at=stage.now)
    stage.pay(request)
    yield stage.ago(7)
    stage.start(request)


def to_sign(stage: Stage) -> Story:
    """Figures that wait for the second expert's eyes."""
    yield stage.ago(24)
    request = stage.send(stage.employer, "sign")
    yield stage.ago(23)
    first, second = stage.experts
    if fresh(request).assigned_to_id == second.pk:  # who then signs is known to whoever reads the list of accounts
        reason = stage.words["sign"]["moved"]
        assigning.reassign(request, expert=first, reason=reason, by=stage.manager, at=stage.now)
    yield stage.ago(22)
    stage.bill(request)
    yield stage.soon(11)
    stage.pay(request)
    yield stage.ago(9)
    item = stage.start(request)
    yield stage.ago(4)
    stage.ask_signature(stage.write(item, "sign"))


def drafting(stage: Stage) -> Story:
    """A petition of which the expert wrote a first version, with a word to the client."""
    yield stage.ago(30)
    request = stage.send(stage.worker, "petition")
    yield stage.ago(28)
    stage.bill(request)
    yield stage.soon(20)
    stage.pay(request)
    yield stage.ago(13)
    item = stage.start(request)
    yield stage.ago(5)
    stage.write(item, "petition")
    stage.reply(request, stage.words["petition"]["reply"])


def paid(stage: Stage) -> Story:
    """Paid this morning; the work can begin."""
    yield stage.ago(19)
    request = stage.send(stage.employer, "contract")
    yield stage.ago(17)
    stage.reply(request, stage.words["contract"]["reply"])
    stage.bill(request)
    yield stage.soon(3)
    stage.pay(request)


def in_part(stage: Stage) -> Story:
    """A large invoice of which one transfer is taken and another waits for finance."""
    yield stage.ago(32)
    request = stage.send(stage.employer, "classification")
    yield stage.ago(31)
    stage.assign(request, stage.experts[1])
    yield stage.ago(28)
    stage.reply(request, stage.words["classification"]["reply"])
    stage.bill(request)
    yield stage.soon(18)
    first = stage.transfer(request, 20_000_000, "620418773301")
    yield stage.ago(15)
    stage.take(first)
    yield stage.ago(2)
    stage.transfer(request, 13_000_000, "620419905512")


def opinion(stage: Stage) -> Story:
    """A written opinion that its client has in hand."""
    yield stage.ago(34)
    request = stage.send(stage.worker, "opinion")
    yield stage.ago(32)
    stage.bill(request)
    yield stage.soon(27)
    stage.pay(request)
    yield stage.ago(26)
    item = stage.start(request)
    yield stage.lately(9)
    stage.deliver(stage.write(item, "opinion"))


def figures(stage: Stage) -> Story:
    """A calculation that two experts signed and its client has in hand."""
    yield stage.ago(36)
    request = stage.send(stage.employer, "figures")
    yield stage.ago(33)
    stage.bill(request)
    yield stage.soon(27)
    stage.pay(request)
    yield stage.ago(26)
    item = stage.start(request)
    yield stage.ago(16)
    row = stage.write(item, "figures")
    stage.ask_signature(row)
    yield stage.ago(13)
    stage.sign(row)
    yield stage.lately(12)
    stage.deliver(row)


def reopened(stage: Stage) -> Story:
    """A client found something missing, and the same expert corrects it."""
    yield stage.ago(44)
    request = stage.send(stage.employer, "reopen")
    yield stage.ago(42)
    stage.bill(request)
    yield stage.soon(38)
    stage.pay(request)
    yield stage.ago(37)
    item = stage.start(request)
    yield stage.ago(24)
    stage.deliver(stage.write(item, "reopen"))
    yield stage.soon(6)
    talking.read(request, by=stage.as_client(request), at=stage.now)
    requests.reopen(request, reason=stage.words["reopen"]["reason"], by=stage.as_client(request), at=stage.now)


def _lay(stage: Stage, expert: Person, starts_at: datetime, lasts: timedelta) -> None:
    slots.lay(expert, starts_at=starts_at, ends_at=starts_at + lasts, by=Actor(expert.pk, "expert", "", 3), at=stage.now)


STORIES = (shifts, calling, to_sign, drafting, paid, in_part, opinion, figures, reopened)
