"""Reads over decisions: what is being written, who votes on it and what the votes come to, what an appeal is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kardad.cases import flow
from kardad.cases.models import Case, ClaimItem, Decision, Finding, Hearing, Objection, Presence, Referral, Seat, Vote
from kardad.inbox.models import Party
from kardad.inbox.queries import deadlines
from kardad.kit import calendar
from kardad.law import deadlines as law
from kardad.law import holidays, procedure, rules

AGREE, AGAINST = "agree", "against"
Kind = Decision.Kind
WEIGHED = (Kind.MERITS, Kind.CORRECTION)  # those that find on each claim item
AWARDS = frozenset({Finding.Outcome.ALLOWED, Finding.Outcome.PARTLY})


@dataclass(frozen=True, slots=True)
class Tally:
    """How a vote stands: who may vote, what was voted on this version, and what it comes to at this moment."""

    seats: list[Seat]
    votes: dict[int, Vote]  # by seat
    outcome: procedure.Decision | procedure.Renewal
    needed: int  # how many must agree

    @property
    def waiting(self) -> list[Seat]:
        """Those present who have not voted."""
        return [one for one in self.seats if one.pk not in self.votes]

    @property
    def agreeing(self) -> int:
        """How many agree."""
        return sum(1 for one in self.seats if one.pk in self.votes and self.votes[one.pk].opinion == AGREE)

    @property
    def is_quorate(self) -> bool:
        """Whether those who are left may decide."""
        return not (isinstance(self.outcome, procedure.Renewal) and self.outcome.reason == procedure.NO_QUORUM)

    @property
    def is_carried(self) -> bool:
        """Whether enough of them agree."""
        return isinstance(self.outcome, procedure.Decision) and self.outcome.opinion == AGREE

    @property
    def is_renewed(self) -> bool:
        """Whether nothing can come of it: too few are left, or all have voted and no opinion has its majority."""
        return isinstance(self.outcome, procedure.Renewal) and (not self.is_quorate or not self.waiting)


def heard(case: Case) -> Hearing | None:
    """The last session of the present instance that was closed."""
    return Hearing.objects.filter(case=case, instance=case.instance, state="closed").order_by("-position").first()


def due_on(case: Case, hearing: Hearing | None) -> date | None:
    """The last day for the decision after the session closed (LP 101), or after the expert to whom it led was done."""
    if hearing is None or hearing.closed_at is None or case.dossier is None:
        return None
    ended = Referral.objects.filter(hearing=hearing, ended_at__isnull=False).values_list("ended_at", flat=True)
    begun = calendar.tehran_day(max([hearing.closed_at, *(one for one in ended if one)]))
    asking = law.Asking(rules.current().rule("D3"), begun, policy=deadlines.policy_of(case.dossier))
    return law.deadline(asking, calendar=holidays.current()).hard_until


def in_the_making(case: Case) -> Decision | None:
    """What the present board is writing or voting on."""
    rows = Decision.objects.filter(case=case, instance=case.instance, state__in=("draft", "voting"))
    return rows.select_related("hearing", "corrects").first()


def issued(case: Case) -> QuerySet[Decision]:
    """What the boards have decided, the oldest first."""
    rows = Decision.objects.filter(case=case, state="issued").select_related("notice", "corrects__notice", "hearing")
    return rows.order_by("issued_at", "pk")


def merits(case: Case, instance: str) -> Decision | None:
    """The decision on the matter of one instance; after a quash, the last."""
    return issued(case).filter(instance=instance, kind=Kind.MERITS).last()


def as_corrected(decision: Decision) -> Decision:
    """The decision as it reads now: itself, or the last correction of it."""
    return corrections(decision).last() or decision


def corrections(decision: Decision) -> QuerySet[Decision]:
    """Its corrections, the oldest first."""
    return Decision.objects.filter(corrects=decision, state="issued", kind=Kind.CORRECTION).order_by("issued_at", "pk")


def concerned(decision: Decision) -> set[int]:
    """The claim items of which it speaks: a correction of those that read otherwise after it, and of all where only common words do."""
    found = {one.item_id: one for one in findings(decision)}
    if decision.corrects is None:
        return set(found)
    before = corrections(decision.corrects).filter(pk__lt=decision.pk).last() or decision.corrects
    was = {one.item_id: one for one in findings(before)}
    told = [pk for pk, one in found.items() if pk not in was or _reads(one) != _reads(was[pk])]
    return set(told or found)


def _reads(one: Finding) -> tuple[object, ...]:
    return one.outcome, one.amount, one.order, one.reasons, one.articles


def findings(decision: Decision) -> QuerySet[Finding]:
    """What was found, in the order of the claim items."""
    return Finding.objects.filter(decision=decision).select_related("item").order_by("item__position")


def first_findings(case: Case) -> dict[int, Finding]:
    """What the first instance found, as it was corrected, by claim item."""
    found = merits(case, flow.FIRST)
    return {one.item_id: one for one in findings(as_corrected(found))} if found else {}


def electorate(decision: Decision) -> list[Seat]:
    """Who votes: members in their seats who were in the session to its end; of a correction, whoever sits in the body.

    Of what was issued, those who sat then; a decision that no board made has none.
    """
    if decision.kind in (Kind.WITHDRAWAL, Kind.SETTLEMENT):
        return []
    here_then = Q(left_at=None)
    if decision.issued_at:
        here_then = Q(taken_at__lte=decision.issued_at) & (here_then | Q(left_at__gte=decision.issued_at))
    seats = Seat.objects.filter(here_then, case=decision.case_id, instance=decision.instance)
    if decision.kind != Kind.CORRECTION:
        hearing = decision.hearing
        stayed = Q(left_at=None) | Q(left_at__gte=hearing.closed_at) if hearing and hearing.closed_at else Q(left_at=None)
        here = Presence.objects.filter(stayed, hearing=decision.hearing_id, seat__isnull=False, is_present=True)
        seats = seats.filter(pk__in=here.values("seat"))
    found = list(seats.select_related("member", "person").order_by("-is_chair", "pk"))
    return sorted(found, key=lambda one: one.pk != decision.chair_id) if decision.issued_at else found


def leads(decision: Decision, seat: Seat) -> bool:
    """Whether this member leads it: who chairs, or votes where the chair is not among those who vote.

    A board that has lost everybody may still be led by its chair, so that the session can be renewed.
    """
    seats = electorate(decision)
    leading = [one for one in seats if one.is_chair] or seats
    return any(one.pk == seat.pk for one in leading) or (not seats and seat.is_chair)


def tally(decision: Decision) -> Tally:
    """How the vote on the present version stands; who has not voted holds nothing."""
    seats = electorate(decision)
    votes = {one.seat_id: one for one in Vote.objects.filter(decision=decision, version=decision.version, seat__in=seats)}
    body = procedure.body(decision.instance)
    held = [procedure.Vote(one.member.kind, votes[one.pk].opinion if one.pk in votes else procedure.ABSTAINS) for one in seats]
    return Tally(seats, votes, procedure.decided(body, held), body.agreeing.get(len(seats), 0))


def objections(case: Case) -> QuerySet[Objection]:
    """What the sides objected, the first filed first."""
    return Objection.objects.filter(case=case).select_related("party", "decision").prefetch_related("items").order_by("pk")


def unruled(case: Case) -> QuerySet[Objection]:
    """Late objections on which the appeal board has not ruled."""
    return objections(case).filter(is_late=True, ruled="")


def objected(case: Case) -> set[int]:
    """The claim items that the appeal is about: what was marked in time, or late and is heard all the same."""
    in_time = Objection.timely.through.objects.filter(objection=OuterRef("objection"), claimitem=OuterRef("claimitem"))
    counts = Q(objection__is_late=False) | Q(objection__ruled="heard") | Exists(in_time)
    return set(Objection.items.through.objects.filter(counts, objection__case=case).values_list("claimitem", flat=True))


def missing(decision: Decision) -> list[ClaimItem]:
    """The claim items on which nothing has been found."""
    found = Finding.objects.filter(decision=decision).values("item")
    return list(ClaimItem.objects.filter(case=decision.case_id).exclude(pk__in=found).order_by("position"))


def expert_fee(case: Case, found: Iterable[Finding]) -> int:
    """What the claimant paid for opinions of experts, where the respondent loses anything (LP 99); without an opinion he has it back."""
    if not any(one.amount or one.order for one in found):
        return 0
    paid = Referral.objects.filter(case=case, paid_at__isnull=False, opinion__isnull=False, payer__side=Party.Side.CLAIMANT)
    return sum(paid.values_list("fee", flat=True))


def total(found: Iterable[Finding], fee: int) -> int:
    """The one sum of a decision."""
    return sum(one.amount or 0 for one in found) + fee


def is_claimant_away(hearing: Hearing) -> bool:
    """Whether nobody of the claimant's side was in the session, himself or by another, and no brief of his lay there."""
    rows = Presence.objects.filter(hearing=hearing, party__side=Party.Side.CLAIMANT)
    return not rows.filter(Q(is_present=True) | ~Q(by_whom="")).exists()
