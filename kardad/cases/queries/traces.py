"""What a case has left behind so far, in one read, so that its pages look for nothing that is not there."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from kardad.cases.models import Case, Decision, Divan, Enforcement, Referral, Settlement, Withdrawal


@dataclass(frozen=True, slots=True)
class Traces:
    """Of what there is any: issued decisions, referrals, a settlement made or in the making, a withdrawal that waits, what follows."""

    has_decision: bool
    has_referral: bool
    has_settlement: bool
    has_withdrawal: bool
    has_enforcement: bool
    has_divan: bool

    @property
    def has_followed(self) -> bool:
        """Whether anything followed a decision, in whatever state it is since."""
        return self.has_enforcement or self.has_divan


def of(case: Case) -> Traces:
    """The traces of the case now."""
    here = {"case": OuterRef("pk")}
    found = Case.objects.filter(pk=case.pk).values_list(
        Exists(Decision.objects.filter(**here, state="issued")),
        Exists(Referral.objects.filter(**here)),
        Exists(Settlement.objects.filter(**here, state__in=("open", "agreed", "confirmed"))),
        Exists(Withdrawal.objects.filter(**here, state="asked")),
        Exists(Enforcement.objects.filter(**here)),
        Exists(Divan.objects.filter(**here)),
    )
    return Traces(*found.get())
