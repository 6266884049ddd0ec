"""Reads over settlements: the table of a case, who sits at it, what both see, who confirms, what was paid and what is late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from kardad.cases import bargaining, flow
from kardad.cases.models import Case, ClaimItem, Instalment, Offer, Remittance, Seat, Settlement, Signature
from kardad.cases.queries import boards, decisions
from kardad.inbox.models import Party
from kardad.kit import calendar

AT_THE_TABLE: Final = (Party.Side.CLAIMANT, Party.Side.RESPONDENT)


@dataclass(frozen=True, slots=True)
class Sum:
    """A claim item as both see it: what is asked, and what the first board found, where it has decided."""

    item: ClaimItem
    asked: int | None
    found: int | None


def is_open_to_settle(case: Case) -> bool:
    """Whether the case has come to no end that a settlement could not change."""
    return flow.CASE.allows(case.state, "settle", "secretary")


def sides(case: Case) -> list[Party]:
    """Who has to sign."""
    return list(Party.objects.filter(dossier=case.dossier, side__in=AT_THE_TABLE).select_related("person", "organisation").order_by("pk"))


def table(case: Case) -> Settlement | None:
    """The table that stands."""
    return Settlement.objects.filter(case=case, state__in=("open", "agreed")).select_related("proposed_by").first()


def confirmed(case: Case) -> Settlement | None:
    """The settlement that ended the case."""
    return Settlement.objects.filter(case=case, state="confirmed").select_related("decision").first()


def last(case: Case) -> Settlement | None:
    """The table that stands, or the settlement that ended the case."""
    rows = Settlement.objects.filter(case=case, state__in=("open", "agreed", "confirmed")).select_related("proposed_by", "decision")
    return rows.order_by("-pk").first()


def sums(case: Case) -> list[Sum]:
    """The neutral computation: the same rows and figures for both."""
    decided = decisions.merits(case, flow.FIRST) is not None
    found = decisions.first_findings(case) if decided else {}
    items = ClaimItem.objects.filter(case=case).order_by("position")
    return [Sum(one, one.amount, (found[one.pk].amount or 0) if one.pk in found else None) for one in items]


def offers(settlement: Settlement, party: Party) -> QuerySet[Offer]:
    """What this side itself offered, the last first; the other's nobody reads."""
    return Offer.objects.filter(settlement=settlement, party=party).order_by("-round")


def has_offered(settlement: Settlement) -> set[int]:
    """The sides whose offer of this round is sealed."""
    return set(Offer.objects.filter(settlement=settlement, round=settlement.round).values_list("party_id", flat=True))


def signatures(settlement: Settlement) -> dict[int, Signature]:
    """Side -> its signature."""
    return {one.party_id: one for one in Signature.objects.filter(settlement=settlement, hash=settlement.hash)}


def is_signed(settlement: Settlement) -> bool:
    """Whether everybody at the table has signed."""
    return {one.pk for one in sides(settlement.case)} <= set(signatures(settlement))


def is_ready(case: Case) -> bool:
    """Whether a settlement that all have signed waits to be confirmed."""
    found = table(case)
    return found is not None and found.state == "agreed" and is_signed(found)


def is_outdated(settlement: Settlement) -> bool:
    """Whether its terms come to another sum than the one at which the sealed offers met."""
    return settlement.figure is not None and settlement.total is not None and settlement.total != settlement.figure


def agreed_on(instalment: Instalment, *, at: datetime) -> date:
    """The day on which the settlement of the instalment was agreed upon."""
    table = instalment.settlement
    return calendar.tehran_day((table.agreed_at if table else None) or at)


def waits_for(settlement: Settlement, party: Party) -> bool:
    """Whether the next deed at the table is this side's."""
    if settlement.state == "agreed":
        return party.pk not in signatures(settlement)
    if settlement.terms:
        return settlement.proposed_by_id != party.pk
    offered = has_offered(settlement)
    return bool(offered) and party.pk not in offered


def chair(case: Case) -> Seat | None:
    """Who chairs the board that has the case, and confirms; before the boards nobody does, and the secretary confirms (2.7)."""
    return boards.panel(case).filter(is_chair=True).first()


def instalments(settlement: Settlement) -> QuerySet[Instalment]:
    """The instalments in order."""
    return Instalment.objects.filter(settlement=settlement).prefetch_related("remittances").order_by("position")


def waiting(instalment: Instalment) -> Remittance | None:
    """What the debtor says he paid and the creditor has not answered."""
    return next((one for one in instalment.remittances.all() if one.state == "told"), None)


def is_late(instalment: Instalment, on: date) -> bool:
    """Whether its day is over and not all of it has come."""
    return instalment.paid < instalment.amount and instalment.due_on < on


def owed(settlement: Settlement, rows: Iterable[Instalment], *, on: date) -> bargaining.Reckoning:
    """What is due of these instalments, what of it may be enforced, and from which day more may be: the one reckoning of both (2.7)."""
    terms = bargaining.read(settlement.terms)
    return bargaining.reckon(rows, terms.default if terms else "each", on=on)
