"""How pages say a settlement: the common computation, the table as one side sees it, the words that are signed, what was paid."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from kardad.cases import bargaining, policy, shown_enforcing, wording
from kardad.cases import shown_decisions as decided
from kardad.cases.models import Instalment, Remittance, Settlement, Signature
from kardad.cases.queries import enforcing, following
from kardad.cases.queries import settlements as queries
from kardad.cases.queries.standing import Standing
from kardad.cases.shown_settling import facts
from kardad.inbox.models import Party
from kardad.kit import calendar

__all__ = ["facts", "settled", "signed", "table"]
COUNTS: Final = (1, 2, 3, 4, 6, 12, 24)


@dataclass(frozen=True, slots=True)
class Seat:
    """A side at the table."""

    party: Party
    is_mine: bool
    has_offered: bool
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """Terms in words."""

    parts: tuple[bargaining.Part, ...]
    total: int
    default: str
    waiver: str
    promises: str


@dataclass(frozen=True, slots=True)
class Paid:
    """An instalment as both follow it."""

    row: Instalment
    left: int
    tone: str
    state: str
    waiting: Remittance | None


def said(settlement: Settlement | None) -> Said | None:
    """The terms on the table; None where nobody has written any."""
    terms = bargaining.read(settlement.terms) if settlement else None
    if terms is None:
        return None
    return Said(terms.parts, terms.total, bargaining.DEFAULTS[terms.default], bargaining.WAIVERS[terms.waiver], terms.promises)


def computation(place: Standing) -> dict[str, Any]:
    """The rows that both sides see, letter by letter the same; nothing of it before the petition is served on the reader."""
    is_open = following.petition_is_open(place)
    rows = queries.sums(place.case) if is_open else []
    found = [one.found for one in rows if one.found is not None]
    lines = [(wording.item(one.item), one.asked, one.found, decided.sheet(one.item)) for one in rows]
    return {"rows": lines, "asked": sum(one.asked or 0 for one in rows), "found": sum(found) if found else None, "is_open": is_open}


def table(place: Standing, found: Settlement | None) -> dict[str, Any]:
    """The table as this side sees it; of the other's offers only that there is one."""
    context = facts(place) | computation(place) | {"place": place, "table": found, "terms": said(found), "may": place.may("settle")}
    if found is None:
        return context
    offered, signatures = queries.has_offered(found), queries.signatures(found)
    mine_is = place.party.pk if place.party else 0
    seats = [_seat(one, signatures, is_mine=one.pk == mine_is, has_offered=one.pk in offered) for one in queries.sides(place.case)]
    mine = [(one.round, int(one.amount)) for one in queries.offers(found, place.party)] if place.party else []
    me = next((one for one in seats if one.is_mine), None)
    context |= {"seats": seats, "me": me, "mine": mine, "is_mine": place.party is not None and found.proposed_by_id == place.party.pk}
    context |= {"way": bargaining.WAYS_SAID[policy.OFFERS_MEET_AT], "rounds": policy.OFFER_ROUNDS, "counts": COUNTS}
    is_sealed = found.state == "open" and found.figure is None and len(seats) == 2 and found.round <= policy.OFFER_ROUNDS
    return context | {"is_sealed": is_sealed, "is_signed": all(one.signed_at for one in seats), "confirmer": _confirmer(found)}


def signed(found: Settlement) -> dict[str, Any]:
    """What both have signed, for who confirms it."""
    case = found.case
    signatures = queries.signatures(found)
    seats = [_seat(one, signatures) for one in queries.sides(case)]
    return {"case": case, "number": case.class_number or case.number or "", "table": found, "terms": said(found), "seats": seats}


def settled(place: Standing, found: Settlement, *, at: datetime) -> dict[str, Any]:
    """The settlement that ended the case, and how far its instalments have come; both sides read the same."""
    today = calendar.tehran_day(at)
    plan = list(queries.instalments(found))
    rows = [_paid(one, today) for one in plan]
    left = sum(one.left for one in rows)
    context = facts(place) | {"place": place, "table": found, "terms": said(found), "rows": rows, "left": left, "may": place.may("settle")}
    owed = queries.owed(found, plan, on=today)
    context |= {"owed": owed, "until": owed.more_on - timedelta(days=1) if owed.more_on else None}
    context |= {
        "running": enforcing.open_of(place.case),
        "may_enforce": bool(owed.enforceable) and shown_enforcing.may_ask(place.case, at=at),
    }
    ahead = next((one for one in rows if one.left), None)
    return context | {"ahead": ahead, "is_creditor": place.side == Party.Side.CLAIMANT}


def _seat(party: Party, signatures: dict[int, Signature], *, is_mine: bool = False, has_offered: bool = False) -> Seat:
    signed_at = signatures[party.pk].at if party.pk in signatures else None
    return Seat(party, is_mine, has_offered, signed_at)


def _paid(row: Instalment, today: Any) -> Paid:
    left, waiting = row.amount - row.paid, queries.waiting(row)
    if not left:
        return Paid(row, 0, "good", "پرداخت شد", None)
    if waiting:
        return Paid(row, left, "info", "منتظر تأیید خواهان", waiting)
    if queries.is_late(row, today):
        return Paid(row, left, "bad", "دیر شده است", None)
    return Paid(row, left, "wait", "پیش رو" if not row.paid else "بخشی پرداخت شد", None)


def _confirmer(found: Settlement) -> str:
    return "رئیس هیئت پرونده" if queries.chair(found.case) else "دبیرخانه اداره کار"
