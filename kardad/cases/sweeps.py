"""The later work of disputes."""

from datetime import datetime

from kardad.cases import policy
from kardad.cases.actions import countering, experts, finality, instalments
from kardad.cases.actions import official as following
from kardad.cases.models import CounterConsent, Instalment, Referral
from kardad.cases.queries import official, windows
from kardad.core.sweeps import sweep
from kardad.kit import calendar


@sweep(minutes=1)
def finalise(at: datetime) -> int:
    """Make final, from midnight in Tehran, what nobody can object to any more."""
    return sum(finality.finalise(pk, at=at) for pk in list(windows.lapsed(at).values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=10)
def lapse_fees(at: datetime) -> int:
    """Let the case go on whose expert was not paid in time."""
    late = Referral.objects.filter(state="ordered", pay_by__lt=calendar.tehran_day(at)).order_by("pay_by", "pk")
    return sum(experts.lapse(pk, at=at) for pk in list(late.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=10)
def tell_instalments(at: datetime) -> int:
    """Tell of instalments that are near or late."""
    due = Instalment.objects.filter(tell_due_at__lte=at).order_by("tell_due_at", "pk")
    return sum(instalments.tell(pk, at=at) for pk in list(due.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=10)
def forget_counters(at: datetime) -> int:
    """Forget what officers wrote for people who did not sign it in its hours."""
    late = CounterConsent.objects.filter(signed_at=None, until__lte=at).order_by("until", "pk")
    return sum(countering.forget_due(pk, at=at) for pk in list(late.values_list("pk", flat=True)[: policy.BATCH]))


@sweep(minutes=10)
def remind_official(at: datetime) -> int:
    """Remind people of the days that they told of petitions filed at an office."""
    return sum(following.remind(pk, at=at) for pk in list(official.due(at).values_list("pk", flat=True)[: policy.BATCH]))
