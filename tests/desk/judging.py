"""What a deed on the desk did, seen and then undone; and what it should have done by the rules."""

from django.db import transaction

from kardad.billing.models import Invoice, Refund
from kardad.core.models import Event
from kardad.desk.models import Approval, Engagement, Item, Reminder, Request, Withdrawal
from kardad.inbox.models import Letter
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.work.models import WorkItem
from tests.desk import world

ROLES = ("client", "expert", "manager", "finance_officer", "system")


class Back(Exception):
    """Whatever was done is undone."""


def everything():
    """All that a deed could change, but the history."""
    kinds = (Request, Item, Approval, Reminder, Invoice, Refund, Withdrawal, Engagement, WorkItem, Letter)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


def outcome(deed, before, *args):
    """What the deed raised, with the states after it, what was changed and whether a refused move was kept; then all is undone."""
    found = {}
    try:
        with transaction.atomic():
            try:
                deed(*args)
            except Refusal as refused:
                found["refused"] = refused.code
                found["is_no_move"] = isinstance(refused, NotAllowed)
            found["state"] = world.fresh(args[0]).state
            found["changed"] = before != everything()
            found["kept"] = Event.objects.filter(name="request.refused_move").exists()
            raise Back
    except Back:
        return found


def expected(told, state, names, role):
    """The state to which the rules lead by the first of these moves that they allow; None when they allow none."""
    return next((told[state, name, role] for name in names if (state, name, role) in told), None)
