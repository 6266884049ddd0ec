"""The rungs of an account: told, opened, acknowledged – each reached once, never left, and never from what a messenger merely took."""

from datetime import datetime

from django.db import transaction

from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.inbox import flow, policy, proof, signals
from kardad.inbox.actions import failing, holding, ruling
from kardad.inbox.models import Delivery, Letter
from kardad.inbox.queries import deliveries
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.outbox.models import Message
from kardad.people.models import Person

ADDRESSEE = "addressee"
LOST = {Message.State.BLOCKED: "blocked", Message.State.FAILED: "failed"}


class NotConfirmed(Refusal):
    """A confidential notice opens only to who has just shown himself and said that he wants to read it."""

    code = "NOTICE_CONFIDENTIAL"
    message = "این برگه محرمانه است. نخست هویت خود را نشان دهید و بگویید که می‌خواهید آن را بخوانید."


@transaction.atomic
def open_delivery(delivery: Delivery, *, by: Actor, at: datetime, is_confirmed: bool = False) -> bool:
    """The first opening by who is entitled is on record and makes the service actual; its day stays. Whether this was the first.

    Others leave no trace here: the sender and staff who look open nothing. Raises NotConfirmed before a confidential one is shown.
    """
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if delivery.via != Delivery.Via.ACCOUNT or person is None or not deliveries.entitled(delivery, person, at):
        return False
    held = _held(delivery)
    if held.notice.is_confidential and not is_confirmed:
        raise NotConfirmed
    Letter.objects.filter(delivery=held, person=person, read_at=None).update(read_at=at)
    if held.opened_at is not None or held.voided_at is not None:
        return False
    held.rung = flow.ACCOUNT.after(held.rung, "open", ADDRESSEE)
    held.opened_at, held.opened_by_id = _not_before(at, held.placed_at), person.pk
    ruling.judge(held, ruling.happened(held), at=at)
    held.save(update_fields=["rung", "opened_at", "opened_by_id", *ruling.JUDGED])
    failing.mend(held, outcome="opened", at=at)
    proof.served(held, "service.opened", by=by, at=at)
    record("delivery.opened", held, by=by, at=at, number=held.notice.number)
    signals.notice_opened.send(Delivery, delivery=held, at=at)
    return True


@transaction.atomic
def acknowledge(delivery: Delivery, *, by: Actor, at: datetime) -> bool:
    """The addressee said that he has it; False when he had said so. Raises NotAllowed before it was opened, and for everyone else."""
    held = _held(delivery)
    person = Person.objects.filter(pk=by.person_id or 0).first()
    is_his = held.via == Delivery.Via.ACCOUNT and person is not None and deliveries.entitled(held, person, at)
    if is_his and held.acknowledged_at is not None:
        return False
    has_read = person is not None and Letter.objects.filter(delivery=held, person=person, read_at__isnull=False).exists()
    if not is_his or not has_read or held.voided_at is not None:  # of an organisation's members, whoever has read it himself
        raise NotAllowed(flow="account", state=held.rung, move="acknowledge", role=by.role)
    held.rung = flow.ACCOUNT.after(held.rung, "acknowledge", ADDRESSEE)
    held.acknowledged_at = _not_before(at, held.opened_at or at)
    held.save(update_fields=["rung", "acknowledged_at"])
    proof.served(held, "service.acknowledged", by=by, at=at)
    record("delivery.acknowledged", held, by=by, at=at, number=held.notice.number)
    return True


@transaction.atomic
def hear(message: Message, *, at: datetime) -> bool:
    """What the network said of a message stands at its delivery: taken is no rung, delivered is one, and lost is work. Safe to repeat."""
    letter = Letter.objects.filter(pk=message.subject_id or 0, delivery__isnull=False).select_related("delivery").first()
    if message.subject_type != failing.LETTER or letter is None or letter.delivery is None:
        return False
    held = _held(letter.delivery)
    if held.via != Delivery.Via.ACCOUNT:
        return False
    if message.sent_at and held.handed_at is None and message.state != Message.State.FAILED:
        held.handed_at = _not_before(message.sent_at, held.placed_at)
        held.save(update_fields=["handed_at"])
    if message.channel == Message.Channel.SMS and message.state == Message.State.DELIVERED:
        return _notified(held, at=at)
    if message.state not in LOST or held.notified_at is not None or held.opened_at is not None or failing.is_told(held):
        return False
    problem = "bounced" if message.channel == Message.Channel.EMAIL else LOST[Message.State(message.state)]
    return failing.fail(held, problem, at=at)


def _notified(held: Delivery, *, at: datetime) -> bool:
    """The network says that the SMS lies in a telephone of the addressee's; where he has opened the notice already, the rung stays."""
    if held.notified_at is not None or held.voided_at is not None:
        return False
    held.notified_at = _not_before(at, held.placed_at)
    if flow.ACCOUNT.allows(held.rung, "notify", "system"):
        held.rung = flow.ACCOUNT.after(held.rung, "notify", "system")
    held.save(update_fields=["rung", "notified_at"])
    failing.mend(held, outcome="notified", at=at)
    proof.served(held, "service.notified", by=SYSTEM, at=at)
    return True


@transaction.atomic
def look(pk: int, *, at: datetime) -> bool:
    """A notice placed with many others has its official copy asked for; one that nobody opened for days is the secretary's work.

    Safe against a second sweep.
    """
    if not holding.free([pk]):
        return False
    due = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("notice__dossier", "party")
    held = due.filter(pk=pk, via=Delivery.Via.ACCOUNT, due_at__lte=at).first()
    if held is None:
        return False
    is_written = proof.has_paper(held)
    held.due_at = None if is_written else held.placed_at + policy.UNOPENED_AFTER
    held.save(update_fields=["due_at"])
    if not is_written:
        proof.paper(held, by=SYSTEM, at=at)
        return True
    is_open = held.opened_at is None and held.voided_at is None and not held.is_copy
    return is_open and not held.problem and failing.fail(held, "unopened", at=at)


def _held(delivery: Delivery) -> Delivery:
    holding.of_delivery(delivery.pk)
    return Delivery.objects.select_for_update(of=("self",)).select_related("notice__dossier", "party").get(pk=delivery.pk)


def _not_before(at: datetime, earlier: datetime) -> datetime:
    """A clock that went back makes nothing happen before what made it possible."""
    return max(at, earlier)
