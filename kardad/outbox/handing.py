"""Handing over what waits: claim a lot of rows, commit, call the messenger, record what it said, all in few statements.

A row that is claimed is nobody else's until its `due_at`. Who claims one that was claimed before, and of which nobody said what
came of it, asks the messengers whether they have it before it is sent.
"""

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import transaction

from kardad.core import bulk, outside
from kardad.gateways.mail.port import Mail
from kardad.gateways.mail.port import Sending as Mailing
from kardad.gateways.sms.port import Filled, Outcome, Sending, Sms
from kardad.outbox import actions, pacing
from kardad.outbox.models import Message

log = structlog.get_logger()
BATCH = 200
LANES = 64  # calls under way at once; each waits for its answer
IN_FLIGHT = 16  # lots: others leave while one waits for a slow answer
LOOK = 0.1  # seconds after which lots are looked at again
PATIENCE = 57.0  # seconds; the next sweep goes on
LONGEST = timedelta(seconds=60)  # one message with every messenger in turn, at the worst
CLAIMED = ["tries", "due_at", "claimed_at"]
RECORDED = [
    *CLAIMED,
    "parameters",
    "state",
    "provider",
    "provider_id",
    "provider_code",
    "sent_at",
    "ask_due_at",
    "tell_due_at",
]
Call = Callable[[], Sending | Mailing | None]


class TooLate(Exception):
    """The row may be another's soon, so it was not sent."""


class NotKnown(Exception):
    """It may have been sent before, and the messenger that would know cannot be asked, so it was not sent."""


Said = Sending | Mailing | TooLate | NotKnown | None


@dataclass(frozen=True, slots=True)
class Place:
    """A claimed row, the call that hands it over, and when that is made: at that moment, and never after the last one (monotonic)."""

    row: Message
    call: Call
    moment: float
    until: float


@dataclass(frozen=True, slots=True)
class Lot:
    """Rows that leave together, and the call of each."""

    rows: Sequence[Message]
    calls: Sequence[Future[Sending | Mailing | None]]

    @property
    def is_over(self) -> bool:
        """Whether every call has come to something."""
        return all(call.done() for call in self.calls)


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of a sweep that takes long: its own beginning, and what has gone by since on a clock that nobody sets."""

    at: datetime
    began: float

    @classmethod
    def of(cls, at: datetime) -> "Clock":
        """A clock that shows this moment now."""
        return cls(at, time.monotonic())

    def now(self) -> datetime:
        """What it shows."""
        return self.at + timedelta(seconds=self.passed)

    def when(self, moment: datetime) -> float:
        """That moment on the clock that nobody sets."""
        return self.began + (moment - self.at).total_seconds()

    @property
    def passed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began


def texts(*, at: datetime) -> int:
    """Every text that is due was handed over, or its next try has a time; how many a messenger took."""
    outside.ensure_no_transaction()
    messengers = outside.messengers()
    rate = outside.per_second(messengers[0].name) if messengers else 0
    return _paced(messengers, rate, at=at) if rate else _in_turn(messengers, at=at)


def mails(*, at: datetime) -> int:
    """Some of the e-mails that are due were handed over, or their next try has a time; how many the server took."""
    outside.ensure_no_transaction()
    rows = _claimed(BATCH, at=at, is_mail=True)
    return sum(_recorded([row], [_said(partial(_mailed, row))], at=at) for row, _ in rows)


def _in_turn(messengers: Sequence[Sms], *, at: datetime) -> int:
    """One text after the other, where nobody said at what rate they may leave."""
    clock, taken = Clock.of(at), 0
    while clock.passed < PATIENCE and (rows := _claimed(1, at=at)):
        for row, is_known in rows:
            taken += _recorded([row], [_said(_text(messengers, row, is_known=is_known))], at=at)
    return taken


def _paced(messengers: Sequence[Sms], rate: int, *, at: datetime) -> int:
    """Lots of texts, each text at its place in the messenger's rate, in as many lanes as the answers' slowness wants."""
    clock, taken, lots = Clock.of(at), 0, list[Lot]()
    pool, gate = ThreadPoolExecutor(LANES), pacing.Gate(rate)
    try:
        while True:
            while len(lots) < IN_FLIGHT and clock.passed < PATIENCE and (calls := _places(messengers, rate, clock)):
                lots.append(Lot([one.row for one in calls], [pool.submit(_at_its_place, one, gate) for one in calls]))
            if not lots:
                return taken
            wait(lots[0].calls, timeout=LOOK)
            for lot in [one for one in lots if one.is_over]:
                lots.remove(lot)
                taken += _recorded(lot.rows, [_said(call.result) for call in lot.calls], at=clock.now())
    finally:
        pool.shutdown(cancel_futures=True)


def _places(messengers: Sequence[Sms], rate: int, clock: Clock) -> list[Place]:
    """Rows that are claimed and have their places; none when nothing is due, or others have taken the rate."""
    name, now = messengers[0].name, clock.now()
    with transaction.atomic():
        since = pacing.start(name, at=now)
        if since is None:
            return []
        rows = _claimed(pacing.lot(rate), at=now)
        pacing.take(name, [row for row, _ in rows], since=since, per_second=rate)
    first, step = clock.when(since), pacing.step(rate).total_seconds()
    until = clock.when(now + actions.RETRY - LONGEST)
    return [
        Place(row, _text(messengers, row, is_known=is_known), first + place * step, until) for place, (row, is_known) in enumerate(rows)
    ]


def _at_its_place(place: Place, gate: pacing.Gate) -> Sending | Mailing | None:
    """What the call said; raises TooLate."""
    if gate.wait(place.moment) > place.until:
        raise TooLate
    return place.call()


@transaction.atomic
def _claimed(count: int, *, at: datetime, is_mail: bool = False) -> list[tuple[Message, bool]]:
    """Rows that are due, the longest first, and are nobody else's until their next try; and whether one was claimed before in vain."""
    due = Message.objects.select_for_update(skip_locked=True).filter(due_at__lte=at).order_by("due_at", "pk")
    is_one = {"channel": Message.Channel.EMAIL}
    rows = list((due.filter(**is_one) if is_mail else due.exclude(**is_one))[:count])
    known = [row.claimed_at is not None for row in rows]
    for row in rows:
        row.tries += 1
        row.claimed_at, row.due_at = at, at + actions.RETRY * row.tries
    bulk.update(rows, CLAIMED)
    return list(zip(rows, known, strict=True))


def _said(call: Call) -> Said:
    """What the call said, or why it was not made; nothing when it failed by a fault of ours, which holds up no other message."""
    try:
        return call()
    except (TooLate, NotKnown) as reason:
        return reason
    except Exception:
        log.exception("message not handed over")
        return None


@transaction.atomic
def _recorded(rows: Sequence[Message], sayings: Sequence[Said], *, at: datetime) -> int:
    """Every row says what came of its handing over; how many were taken."""
    taken = 0
    for row, said in zip(rows, sayings, strict=True):
        if isinstance(said, TooLate):
            row.due_at, row.tries = at, row.tries - 1
        elif said and not isinstance(said, NotKnown) and said.outcome in actions.TAKEN:
            row.parameters, row.due_at, row.claimed_at, row.tell_due_at = "", None, None, at
            actions.noted(row, said, at=at)
            taken += 1
        else:
            _not_taken(row, None if isinstance(said, NotKnown) else said, at=at)
    bulk.update(rows, RECORDED)
    return taken


def _not_taken(row: Message, said: Sending | Mailing | None, *, at: datetime) -> None:
    if said is not None:  # else it stays claimed: whoever takes it next asks whether somebody has it
        row.claimed_at, row.provider_code = None, said.code[: actions.CODE_KEPT]
    if row.tries >= actions.GIVE_UP_AFTER or (said is not None and said.outcome in actions.HOPELESS):
        row.parameters, row.due_at, row.claimed_at, row.state, row.tell_due_at = "", None, None, Message.State.FAILED, at
        log.error("message given up", message=row.pk, template=row.template, code=row.provider_code)


def _text(messengers: Sequence[Sms], row: Message, *, is_known: bool) -> Call:
    """The call that hands the text to the first messenger that takes it, unless one has it already."""

    def call() -> Sending | None:
        sending = _found(messengers, row) if is_known else None
        if sending:
            return sending
        filled = Filled(row.template, json.loads(row.parameters or "{}"))
        for messenger in messengers:
            sending = messenger.send_text(actions.local(row.mobile), filled, local_id=row.pk)
            if sending.outcome in actions.TAKEN:
                break
        return sending

    return call


def _found(messengers: Sequence[Sms], row: Message) -> Sending | None:
    """What a messenger knows of it that was handed over before; None where none has it, or none keeps count. Raises NotKnown."""
    found = [messenger.find(row.pk) for messenger in messengers]
    if any(one.outcome is Outcome.UNSURE and one.is_findable for one in found):
        raise NotKnown
    return next((one for one in found if one.outcome is Outcome.ACCEPTED), None)


def _mailed(row: Message) -> Mailing | None:
    """What the mail server said; nothing when the settings name none any more."""
    mailer = outside.mailer()
    if mailer is None:
        return None
    return mailer.send(Mail(to=row.email, local_id=row.pk, at=row.made_at, **json.loads(row.parameters)))
