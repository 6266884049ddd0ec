"""How pages say what a board writes and has written: a row for each claim item, the vote as its own board sees it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from kardad.calc import shown as sheets
from kardad.cases import flow, shown, wording
from kardad.cases.actions import decisions as actions
from kardad.cases.actions import objections
from kardad.cases.models import Case, ClaimItem, Decision, Finding, Hearing, Seat
from kardad.cases.queries import decisions as queries
from kardad.cases.queries import windows
from kardad.cases.queries.standing import Standing
from kardad.inbox.models import Deadline
from kardad.kit import calendar, money
from kardad.law import claims

Outcome = Finding.Outcome
TONES: Final = {
    Outcome.ALLOWED: "good",
    Outcome.PARTLY: "info",
    Outcome.REJECTED: "bad",
    Outcome.UPHELD: "good",
    Outcome.REVERSED: "wait",
    Outcome.OUTSIDE: "plain",
    Outcome.STANDS: "plain",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A claim item beside what was found on it; without a finding it waits."""

    item: ClaimItem
    title: str
    finding: Finding | None
    outcome: str
    tone: str
    basis: str
    is_objected: bool
    before: Finding | None  # what the first board found


@dataclass(frozen=True, slots=True)
class Ballot:
    """A member in the vote, for his own board."""

    seat: Seat
    role: str
    has_voted: bool
    agrees: bool
    dissent: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A decision as its sides and staff read it."""

    decision: Decision
    board: str
    rows: list[Row]
    text: str
    members: list[tuple[str, str]]
    is_served: bool

    @property
    def title(self) -> str:
        """What it is called."""
        return self.decision.get_kind_display()


def row(item: ClaimItem, finding: Finding | None, *, is_objected: bool = True, before: Finding | None = None) -> Row:
    """One claim item with its finding."""
    outcome = finding.get_outcome_display() if finding else "هنوز نوشته نشده"
    tone = TONES[Outcome(finding.outcome)] if finding else "wait"
    return Row(item, wording.item(item), finding, outcome, tone, wording.basis(finding) if finding else "", is_objected, before)


def rows(decision: Decision) -> list[Row]:
    """Every claim item of the draft, with what is found so far."""
    found = {one.item_id: one for one in queries.findings(decision)}
    is_appeal = decision.instance == flow.APPEAL
    first = queries.first_findings(decision.case) if is_appeal else {}
    objected = queries.objected(decision.case) if is_appeal else set()
    items = ClaimItem.objects.filter(case=decision.case_id).order_by("position")
    return [row(one, found.get(one.pk), is_objected=not is_appeal or one.pk in objected, before=first.get(one.pk)) for one in items]


def ballots(decision: Decision) -> list[Ballot]:
    """The vote on the present version; shown to nobody but the board itself (LL 159)."""
    told = queries.tally(decision)
    found = []
    for one in told.seats:
        vote = told.votes.get(one.pk)
        agrees, dissent = bool(vote and vote.opinion == queries.AGREE), vote.dissent if vote else ""
        found.append(Ballot(one, wording.role(one, decision), vote is not None, agrees, dissent))
    return found


def buttons(decision: Decision, seat: Seat, *, at: datetime) -> list[tuple[str, str]]:
    """What the member may do with it now: the name of the deed and what its button says, the main one first."""
    leads = queries.leads(decision, seat)
    if decision.state == "draft":
        return [("propose", "فرستادن برای رأی اعضا"), ("drop", "کنار گذاشتن")] if leads else []
    told = queries.tally(decision)
    mine = [one for one in told.waiting if one.pk == seat.pk and told.is_quorate]
    found = [("vote", "رأی دادن")] if mine else []
    is_time_left = decision.due_on is not None and calendar.tehran_day(at) < decision.due_on
    if leads and told.is_carried and not (told.waiting and is_time_left):
        found.append(("issue", "صدور"))
    if leads and told.is_renewed:
        found.append(("renew", "تجدید جلسه"))
    return [*found, ("redraft", "بازگرداندن به پیش‌نویس")] if leads else found


def issued(case: Case) -> list[Issued]:
    """What the boards decided, the newest first."""
    found = []
    for one in reversed(list(queries.issued(case))):
        one.case = case
        lines = [row(each.item, each) for each in queries.findings(one)] if one.kind in queries.WEIGHED else []
        members = [(each.person.name, wording.role(each, one)) for each in queries.electorate(one)]
        found.append(Issued(one, shown.board(one.instance), lines, one.text, members, one.notice_id is not None))
    return found


def begin(case: Case) -> Hearing | None:
    """The session after which the board may begin a decision now."""
    hearing = queries.heard(case)
    kind = Decision.Kind.MERITS
    if hearing is None or not flow.CASE.allows(case.state, actions.MOVES[kind, case.instance], "board_member"):
        return None
    return hearing


def sheet(item: ClaimItem) -> sheets.Shown | None:
    """The computation that the petition gave for the item."""
    return sheets.of(item.sheet) if item.sheet else None


def asked(item: ClaimItem) -> str:
    """What the claimant asks for on the item."""
    told = [claims.claim(item.code).title]
    told += [money.grouped(item.amount)] if item.amount else []
    return "، ".join(told)


@dataclass(frozen=True, slots=True)
class Way:
    """How a side's way to object stands: until when, whether it still may, and why it may not."""

    deadline: Deadline | None
    is_late: bool  # on every item
    over: set[int]  # the items on which it is
    may: bool
    has_objected: bool
    left: str


def way(standing: Standing, *, at: datetime) -> Way | None:
    """The side's way to object; None where nothing can be objected to."""
    case, party = standing.case, standing.party
    if party is None or objections.objectable(case) is None:
        return None
    deadline = windows.of_party(case, party)
    objected = queries.objections(case).filter(party=party).exists()
    left = calendar.relative(deadline.safe_until, calendar.tehran_day(at)) if deadline else ""
    over = windows.over(case, party, at)
    is_late = bool(over) and not case.items.exclude(pk__in=over).exists()
    return Way(deadline, is_late, over, standing.may("object"), objected, left)


def last_day(decision: Decision, at: datetime) -> tuple[date, bool] | None:
    """By when the decision must be given, and whether that day is over (LP 101)."""
    return (decision.due_on, calendar.tehran_day(at) > decision.due_on) if decision.due_on else None


def facts(case: Case) -> dict[str, Any]:
    """What every page of a case's board says of it."""
    return {"case": case, "number": case.class_number or case.number or "", "board": shown.board(case.instance)}
