"""Reads over withdrawals: which rule holds now, whose yes is waited for, what the order is called and whether one may file again (2.6)."""

from datetime import datetime
from typing import Final

from kardad.cases import flow
from kardad.cases.models import Case, Hearing, Withdrawal
from kardad.cases.queries import standing
from kardad.cases.queries.standing import Standing
from kardad.inbox.models import Party
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
    """What waits for somebody's yes."""
    return Withdrawal.objects.filter(case=case, state="asked").select_related("party", "case").first()


def claimants_besides(place: Standing, *, at: datetime) -> list[Party]:
    """The claimants whose own yes is needed besides that of who takes back."""
    ours = [one.pk for one in standing.spoken_for(place, "withdraw", at=at)]
    return list(Party.objects.filter(dossier=place.case.dossier_id, side=Party.Side.CLAIMANT).exclude(pk__in=ours).order_by("pk"))


def missing(made: Withdrawal) -> list[Party]:
    """Whose yes is waited for now: of every claimant first; then of the other sides, after the hearing and unless the right is given up."""
    said = {made.party_id, *made.consents.values_list("pk", flat=True)}
    silent = list(
        Party.objects.filter(dossier=made.case.dossier_id).exclude(pk__in=said).select_related("person", "organisation").order_by("pk")
    )
    ours = [one for one in silent if one.side == Party.Side.CLAIMANT]
    unit = procedure.rule(made.rule, calendar.tehran_day(made.asked_at)).unit
    return ours if ours or made.gives_up or unit != NEEDS_CONSENT else silent


def is_asked(made: Withdrawal | None, party: Party | None) -> bool:
    """Whether the side's answer is wanted, or was given and may still be taken back; who asked answers nothing."""
    if made is None or party is None or party.pk == made.party_id:
        return False
    return party in missing(made) or made.consents.filter(pk=party.pk).exists()


def order(made: Withdrawal) -> str:
    """What the order is called."""
    found = procedure.rule(made.rule, calendar.tehran_day(made.asked_at))
    return GIVEN_UP if made.gives_up else ORDERS[str(found.value)]


def may_file_again(made: Withdrawal) -> bool:
    """Whether the same may be asked for once more."""
    return not made.gives_up
