"""Reads over what follows a final decision: what is owed by it, its enforcement with the money that came, the Divan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from kardad.cases import bargaining
from kardad.cases.models import Case, Collection, Decision, Divan, Enforcement, Finding, Instalment, Settlement
from kardad.cases.queries import decisions
from kardad.cases.queries.standing import Standing
from kardad.inbox.models import Deadline, Delivery, Party
from kardad.inbox.queries import deadlines, dossiers
from kardad.kit import calendar
from kardad.law import deadlines as law
from kardad.law import holidays, rules
from kardad.work.models import WorkItem

OPEN = ("requested", "sent")
DIVAN = "divan"  # of law/data/deadlines.toml: who lives in Iran


@dataclass(frozen=True, slots=True)
class Due:
    """What a case still owes its claimant: by which decision, how it reads now, the sum that is left and what is to be done."""

    decision: Decision
    reading: Decision  # the decision itself, or the last correction of it
    total: int
    received: int
    orders: tuple[str, ...]

    @property
    def rest(self) -> int:
        """What was not received yet, in rials."""
        return max(self.total - self.received, 0)

    @property
    def is_something(self) -> bool:
        """Whether anything is left to be carried out."""
        return self.rest > 0 or bool(self.orders)


def due(case: Case, *, today: date) -> Due | None:
    """What is owed by the decision that counts now; None where nothing can be enforced (LL 159, 166)."""
    if case.state == "settled":
        return _of_settlement(case, today=today)
    found = decisions.merits(case, case.instance) if case.state == "final" else None
    if found is None:
        return None
    reading = decisions.as_corrected(found)
    rows = list(decisions.findings(reading))
    orders = [] if _is_done(case, found) else [one.order for one in rows if one.order]
    return Due(found, reading, reading.total, collected(case), tuple(orders))


def unserved(due: Due, parties: Iterable[Party]) -> list[Party]:
    """The parties on whom the decision, or the correction of it, was not served: the copy that is enforced is of a served one."""
    papers = {one.notice_id for one in (due.decision, due.reading)}
    if None in papers:
        return list(parties)
    rows = Delivery.objects.filter(notice__in=papers, is_copy=False, voided_at=None, served_on__isnull=False)
    served = set(rows.values_list("notice_id", "party_id"))
    return [one for one in parties if any((paper, one.pk) not in served for paper in papers)]


def services(due: Due) -> list[Delivery]:
    """The services that count of the decision, by party."""
    notices = [one.notice_id for one in {due.decision.pk: due.decision, due.reading.pk: due.reading}.values() if one.notice_id]
    rows = Delivery.objects.filter(notice__in=notices, is_copy=False, voided_at=None, served_on__isnull=False)
    return list(rows.select_related("party", "notice", "agent").order_by("notice_id", "party_id"))


def collected(case: Case) -> int:
    """All that reached the creditor through enforcements of the case, in rials."""
    rows = Collection.objects.filter(enforcement__case=case, state="counted")
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0


def of_case(case: Case) -> QuerySet[Enforcement]:
    """The enforcements of the case, newest first."""
    return Enforcement.objects.filter(case=case).select_related("decision", "party").order_by("-pk")


def followed(case: Case) -> list[Enforcement]:
    """The same with what was told of their money, newest first, and their instalments in order, in three statements."""
    money = Prefetch("collections", Collection.objects.select_related("party").order_by("-pk"))
    plan = Prefetch("instalments", Instalment.objects.order_by("position"))
    return list(of_case(case).prefetch_related(money, plan))


def open_of(case: Case) -> Enforcement | None:
    """The enforcement that runs."""
    return of_case(case).filter(state__in=OPEN).first()


def returning(case: Case) -> list[int]:
    """The enforcements whose letter of recall waits to be sent to the court."""
    waiting = WorkItem.objects.filter(kind="enforcement.return", subject_type=Enforcement._meta.label_lower, closed_at=None)
    rows = Enforcement.objects.filter(case=case, state="recalled", pk__in=waiting.values("subject_id")).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def collections(enforcement: Enforcement) -> QuerySet[Collection]:
    """What was told of money, newest first."""
    return Collection.objects.filter(enforcement=enforcement).select_related("party").order_by("-pk")


def instalments(enforcement: Enforcement) -> QuerySet[Instalment]:
    """What the court allowed, in order."""
    return Instalment.objects.filter(enforcement=enforcement).order_by("position")


def divans(case: Case) -> QuerySet[Divan]:
    """What the Divan had of the case, newest first."""
    return Divan.objects.filter(case=case).select_related("decision", "party").order_by("-pk")


def served_on(decision: Decision, party: Party) -> date | None:
    """The day on which the decision was served on this side; None while no service of it counts."""
    rows = Delivery.objects.filter(notice=decision.notice_id, party=party, is_copy=False, voided_at=None, served_on__isnull=False)
    return rows.values_list("served_on", flat=True).first() if decision.notice_id else None


def divan_until(case: Case, decision: Decision, party: Party) -> date:
    """The last day on which the side goes to the Divan: by its own service of the decision and of what corrects it.

    Where no service set these days going, the decision being final by lapse, they are counted from its finality.
    """
    papers = Decision.objects.filter(Q(pk=decision.pk) | Q(corrects=decision, state="issued")).values("notice")
    rule = rules.current().rule(DIVAN)
    rows = Deadline.objects.filter(deadlines.RUNNING, code=rule.code, delivery__notice__in=papers, delivery__party=party)
    if found := rows.order_by("-hard_until").first():
        return found.hard_until
    if case.final_on is None or case.dossier is None:
        raise LookupError(f"case {case.pk} is not final")
    asking = law.Asking(rule, case.final_on, policy=deadlines.policy_of(case.dossier))
    return law.deadline(asking, calendar=holidays.current()).hard_until


def is_stayed(case: Case) -> bool:
    """Whether the Divan has stayed the enforcement."""
    return Divan.objects.filter(case=case, state="stayed").exists()


def is_creditor(place: Standing) -> bool:
    """Whether the person's side is the one to which the decision awards: what is found is found on the claims of the claimant."""
    return place.side == Party.Side.CLAIMANT and place.party is not None


def parties(case: Case) -> list[Party]:
    """The sides of a filed case."""
    return list(dossiers.parties(case.dossier)) if case.dossier else []


def closable(at: datetime, *, ended_before: datetime, final_before: date) -> QuerySet[Case]:
    """Cases with no open matter, over for long: nothing is left to enforce, nothing lies with the Divan, nothing waits to be served."""
    ended = Q(state__in=("settled", "withdrawn", "annulled", "dismissed"), ended_at__lt=ended_before)
    rows = Case.objects.filter(ended | Q(state="final", final_on__lt=final_before))
    return _without_matter(rows).order_by("pk")


def has_matter(case: Case) -> bool:
    """Whether something of the case is still open."""
    return not _without_matter(Case.objects.filter(pk=case.pk)).exists()


def _without_matter(rows: QuerySet[Case]) -> QuerySet[Case]:
    here = {"case": OuterRef("pk")}
    award = Q(amount__gt=0) | ~Q(order="")
    of_final = Finding.objects.filter(award, decision__case=OuterRef("pk"), decision__instance=OuterRef("instance"))
    of_final = of_final.filter(decision__state="issued")
    ended = Enforcement.objects.filter(**here, state="ended")
    unpaid = Instalment.objects.filter(Q(settlement__isnull=False), case=OuterRef("pk")).filter(paid_on=None)
    return rows.exclude(
        Exists(Enforcement.objects.filter(**here, state__in=OPEN))
        | Exists(Divan.objects.filter(**here, state__in=("open", "stayed")))
        | Exists(Decision.objects.filter(Q(state__in=("draft", "voting")) | Q(state="issued", notice=None), **here))
        | (Q(state="settled") & Exists(unpaid) & ~Exists(ended))
        | (Q(state="final") & Exists(of_final) & ~Exists(ended))
    )


def _is_done(case: Case, decision: Decision) -> bool:
    """Whether what is to be done was done: an enforcement of this decision ended."""
    return Enforcement.objects.filter(case=case, decision=decision, state="ended").exists()


def settled(case: Case) -> tuple[Settlement, list[Instalment]] | None:
    """The settlement that ended the case, with its instalments in order."""
    found = Settlement.objects.filter(case=case, state="confirmed").select_related("decision").order_by("-pk").first()
    if found is None or found.decision is None:
        return None
    return found, list(Instalment.objects.filter(settlement=found).order_by("position"))


def _of_settlement(case: Case, *, today: date) -> Due | None:
    """What a settlement owes by its default clause once an instalment is late; what came is kept with its instalments."""
    found, terms = settled(case), None
    if found is not None:
        terms = bargaining.read(found[0].terms)
    if found is None or terms is None or found[0].decision is None:
        return None
    table, rows = found
    sum_now = bargaining.reckon(rows, terms.default, on=today).enforceable
    if not sum_now or table.decision is None:
        return None
    return Due(table.decision, table.decision, sum_now, 0, ())


def more_on(case: Case, *, today: date) -> date | None:
    """From which day a settlement that nobody may enforce yet may be; None where no instalment is ahead."""
    found = settled(case)
    terms = bargaining.read(found[0].terms) if found else None
    return bargaining.reckon(found[1], terms.default, on=today).more_on if found and terms else None


def covered(case: Case, instalment: Instalment) -> tuple[Enforcement, int] | None:
    """The enforcement of the settlement that runs, and how much of this instalment it has still to bring; None where it brings none of it.

    It brings what was late when it was asked for: the oldest instalments, as far as its sum goes.
    """
    found, table = open_of(case), settled(case)
    if found is None or table is None or found.decision_id != table[0].decision_id:
        return None
    rest = found.owed - found.received
    for one in table[1]:
        part = min(one.amount - one.paid, rest)
        if one.pk == instalment.pk:
            return (found, part) if part > 0 else None
        rest -= part
    return None


def days_late(instalment: Instalment, *, at: datetime) -> int:
    """How many days an unpaid instalment is overdue."""
    day = calendar.tehran_day(at)
    return max((day - instalment.due_on).days, 0) if instalment.paid < instalment.amount else 0
