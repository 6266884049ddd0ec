"""How pages say what a representative may do and how a dispute may end without a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse

from kardad.cases import flow, shown
from kardad.cases.actions.empowering import POWERS
from kardad.cases.models import Capability, Case, Settlement
from kardad.cases.queries import powers, settlements, withdrawals
from kardad.cases.queries.standing import Standing
from kardad.cases.queries.traces import Traces
from kardad.core.operator import operator
from kardad.inbox.models import Party

CAN: Final = {"object": "اعتراض به رأی هیئت تشخیص", "settle": "سازش", "withdraw": "پس گرفتن دعوا"}
DEEDS: Final = {"ordinary": "سند عادی", "official": "سند رسمی"}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a representative as pages say it: each power with whether it is given."""

    row: Capability
    powers: list[tuple[str, bool]]
    deed: str
    number: str
    on: date | None
    files: list[Any]
    waits_for: str
    is_mine: bool  # the reader is the one whose yes is missing


def letter(row: Capability | None, place: Standing) -> Letter | None:
    """The letter, or None where there is none."""
    if row is None:
        return None
    held = row.representation
    told = [(CAN[one], getattr(row, f"can_{one}")) for one in POWERS]
    files = list(row.filing.files.select_related("file")) if row.filing else []
    waits_for = held.party.name if row.side_at is None else held.agent.name
    is_mine = (row.agent_at if place.representation else row.side_at) is None
    return Letter(row, told, DEEDS[row.deed], row.deed_number, row.deed_on, files, waits_for, is_mine)


def deeds(case: Case, traces: Traces) -> list[shown.Deed]:
    """What waits for the secretary at the end of a dispute: a settlement that all have signed, where no board has the case."""
    found = []
    if traces.has_settlement and settlements.is_ready(case) and settlements.chair(case) is None:
        found.append(shown.Deed("تأیید سازش‌نامه", reverse("cases_office:confirm_settlement", args=[case.pk])))
    return found


def letters(case: Case, parties: Iterable[Party]) -> list[shown.Deed]:
    """Whose letter the secretary may enter: of sides without an account."""
    if case.state in flow.ENDED or all(one.has_account for one in parties):
        return []
    return [
        shown.Deed(f"ثبت اختیارهای {one.agent.name}", reverse("cases_office:record_powers", args=[case.pk, one.pk]))
        for one in powers.unheard(case)
    ]


def facts(place: Standing) -> dict[str, Any]:
    """What every page of a case's endings says of it."""
    case = place.case
    return {"case": case, "number": case.class_number or case.number or "", "board": shown.board(case.instance)}


def urgent(place: Standing, traces: Traces, table: Settlement | None) -> list[tuple[str, str]]:
    """What waits for this very side, or is all that is left of the case: before everything else on its page.

    `table` is the last settlement of the case, be it made or in the making.
    """
    case, token = place.case, place.case.token
    if not operator().is_authority or place.party is None:
        return []
    if traces.has_withdrawal and withdrawals.is_asked(withdrawals.asked(case), place.party):
        return [("پاسخ به پس گرفتن دعوا", reverse("cases:withdraw", args=[token]))]
    if place.side not in settlements.AT_THE_TABLE:
        return []
    if table is not None and table.state == "confirmed":
        return [("سازش و قسط‌های آن", reverse("cases:settlement", args=[token]))]
    if table is not None and settlements.is_open_to_settle(case) and settlements.waits_for(table, place.party):
        return [("سازش: نوبت شماست", reverse("cases:settlement", args=[token]))]
    return []


def ways(place: Standing, table: Settlement | None, said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the side may do about ending the dispute, and about its representative, besides what was said as urgent."""
    case, token, found = place.case, place.case.token, []
    if not operator().is_authority or place.party is None:
        return []
    is_seated = place.side in settlements.AT_THE_TABLE and settlements.is_open_to_settle(case)
    here = reverse("cases:settlement", args=[token])
    if is_seated and all(url != here for _, url in said) and (table or place.may("settle")):
        found.append(("میز سازش" if table else "سازش با طرف دیگر", here))
    may_wait = case.state != "filed" or place.side == Party.Side.CLAIMANT
    if is_seated and may_wait and flow.CASE.allows(case.state, "conciliate", "party"):
        found.append(("سازش پیش از هیئت", reverse("cases:propose_conciliation", args=[token])))
    if case.state not in flow.ENDED and (place.representation or place.is_represented):
        found.append(("اختیارهای نماینده", reverse("cases:powers", args=[token])))
    if place.side == Party.Side.CLAIMANT and flow.CASE.allows(case.state, "withdraw", "party") and place.may("withdraw"):
        found.append(("پس گرفتن دعوا", reverse("cases:withdraw", args=[token])))
    return found
