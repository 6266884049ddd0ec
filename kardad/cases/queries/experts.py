"""Reads over experts: who may be asked, what he was asked, what is still owed to him, whose word on his opinion is waited for."""

from datetime import date, datetime

from django.db.models import OuterRef, QuerySet

from kardad.cases.models import Case, Decline, FeeReturn, Filing, FilingFile, Referral, Seat
from kardad.inbox.models import Deadline, Notice, Party
from kardad.inbox.queries import deadlines, deliveries, dossiers
from kardad.kit import calendar
from kardad.law import deadlines as law
from kardad.law import holidays, procedure, rules
from kardad.people.models import Person, RoleGrant

ROLE = "official_expert"
OPEN = ("ordered", "paid", "declined", "opined")
READ = ("paid", "opined")  # while the expert reads the part of the file that was put before him


def grants(case: Case) -> QuerySet[RoleGrant]:
    """The official experts who may be asked in this case: none who is a side of it, stands for one, or sits in its panel."""
    near: set[int] = set(Seat.objects.filter(case=case).values_list("person_id", flat=True))
    for party in Party.objects.filter(dossier=case.dossier_id).select_related("person", "organisation"):
        near |= {one.pk for one in dossiers.persons_of(party)}
        near |= set(party.representations.values_list("agent_id", flat=True))
    rows = RoleGrant.objects.filter(role=ROLE, state="active", person__state=Person.State.ACTIVE).exclude(person__in=near)
    return rows.select_related("person").order_by("field", "person__last_name", "pk")


def others(referral: Referral) -> QuerySet[RoleGrant]:
    """Those of them who have not declined this very question."""
    return grants(referral.case).exclude(person__in=declines(referral).values("expert"))


def declines(referral: Referral) -> QuerySet[Decline]:
    """Who did not take the question on, and why, in order."""
    return Decline.objects.filter(referral=referral).select_related("expert").order_by("pk")


def declined(case: Case) -> QuerySet[Decline]:
    """The same of all questions of the case."""
    return Decline.objects.filter(referral__case=case).select_related("expert").order_by("pk")


def grants_of(person_id: int | OuterRef) -> QuerySet[RoleGrant]:
    """What makes the person an official expert now."""
    return RoleGrant.objects.filter(person_id=person_id, role=ROLE, state="active")


def holds_role(person_id: int) -> bool:
    """Whether the person is an official expert now."""
    return grants_of(person_id).exists()


def of_case(case: Case) -> QuerySet[Referral]:
    """Every referral of the case, the newest first."""
    rows = Referral.objects.filter(case=case).select_related("payer", "asked_by", "expert", "invoice", "opinion", "opinion_notice")
    return rows.select_related("fee_return").order_by("-pk")


def current(case: Case) -> Referral | None:
    """The referral that is under way."""
    return of_case(case).filter(state__in=OPEN).first()


def takes_receipt(case: Case) -> bool:
    """Whether the last referral waits for a bank's receipt, or ended without one and its payer may still bring it."""
    last = of_case(case).first()
    return last is not None and last.invoice_id is None and not last.receipt and last.opinion_id is None


def fees_owed(reader: int) -> QuerySet[FeeReturn]:
    """Fees that are owed back in cases which are not the reader's own, the earliest due first."""
    rows = fee_returns(reader).filter(returned_at=None)
    return rows.order_by("due_at", "pk")


def fee_returns(reader: int) -> QuerySet[FeeReturn]:
    """The same with those that went."""
    rows = FeeReturn.objects.exclude(referral__case__dossier__in=dossiers.touching(reader))
    return rows.select_related("referral__case", "referral__payer")


def of_expert(person_id: int) -> QuerySet[Referral]:
    """What was put to this expert, from the payment of his fee on, the newest first."""
    rows = Referral.objects.filter(expert=person_id, paid_at__isnull=False).select_related("case__office", "case__dossier")
    return rows.order_by("-pk")


def referable(case: Case) -> list[FilingFile]:
    """The files of the case that may be put before an expert, newest first."""
    rows = FilingFile.objects.filter(case=case, filing__isnull=False).select_related("file", "filing__party")
    return list(rows.order_by("-pk")[:200])


def last_day(case: Case, days: int, *, at: datetime) -> date:
    """The last day of a period that the board sets, if its notice is served today (D8)."""
    if case.dossier is None:
        raise LookupError(f"case {case.pk} is not filed")
    policy = deadlines.policy_of(case.dossier)
    asking = law.Asking(rules.current().rule("D8"), calendar.tehran_day(at), days, policy=policy)
    return law.deadline(asking, calendar=holidays.current()).hard_until


def clock(notice: Notice | None, party: Party) -> Deadline | None:
    """What runs for the side from the service of this notice."""
    record = deliveries.of_record(notice, party) if notice else None
    return deadlines.of(record) if record else None


def is_fee_late(referral: Referral, at: datetime) -> bool:
    """Whether the payer was served and nothing is left of his days for certain (LP 97)."""
    running = clock(referral.notice, referral.payer)
    return running is not None and deadlines.is_over(running, at)


def objections(referral: Referral) -> QuerySet[Filing]:
    """What the sides hold against the opinion, in the order in which they filed it."""
    return Filing.objects.filter(answers=referral.opinion_id, answers__isnull=False).select_related("party").order_by("pk")


def awaited(referral: Referral, at: datetime) -> list[Party]:
    """The sides that may still object to the opinion and have not (D15)."""
    if referral.opinion_notice is None:
        return []
    spoke = set(objections(referral).values_list("party_id", flat=True))
    found = []
    for one in deliveries.of_notice(referral.opinion_notice):
        if one.is_copy or one.voided_at is not None or one.party_id in spoke:
            continue
        running = deadlines.of(one)
        if running is None or not deadlines.is_over(running, at):
            found.append(one.party)
    return found


def rule(referral: Referral) -> procedure.Rule:
    """The rule that says who pays and what follows when nobody does."""
    return basis(is_asked=referral.asked_by_id is not None, on=calendar.tehran_day(referral.ordered_at))


def basis(*, is_asked: bool, on: date) -> procedure.Rule:
    """The same, on a day: LP 97 where a side asked for it, LP 98 where the board wants it."""
    return procedure.rule("expert_by_request" if is_asked else "expert_by_board", on)
