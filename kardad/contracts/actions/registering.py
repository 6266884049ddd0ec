"""The number that the ministry's own system gave is written beside the contract; ours does not take its place (services.md 4.3)."""

import re
from datetime import datetime

from django.db import transaction

from kardad.contracts import flow
from kardad.contracts.actions import common
from kardad.contracts.models import Contract
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core.actor import Actor
from kardad.kit import text
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput

FORM = re.compile(r"[0-9A-Za-z][0-9A-Za-z/_-]{3,39}")


class NotANumber(BadInput):
    """It does not look like a number of any register."""

    code = "MINISTRY_NUMBER"
    message = "شناسه را همان‌گونه که سامانه وزارت داده است بنویسید: ۴ تا ۴۰ رقم یا حرف لاتین."


def read(number: str) -> str:
    """The number as the ministry writes it: its own digits, letters and strokes, no spaces."""
    return text.to_ascii_digits("".join(text.drop_unseen(number).split()))


@transaction.atomic
def register(place: Standing, *, number: str, by: Actor, at: datetime) -> Contract:
    """The number stands beside the contract, and the worker is told; the same number again changes nothing.

    Raises NotAllowed, NotYours, NotANumber.
    """
    typed = read(number)
    if not FORM.fullmatch(typed):
        raise NotANumber(field="number")
    contract = common.locked(place.contract)
    acts = common.acting(place, by)
    if acts.role != standing.EMPLOYER or contract.state not in flow.RUNNING:
        raise NotAllowed(flow="contract", state=contract.state, move="register", role=acts.role)
    if contract.ministry_number == typed:
        return contract
    contract.ministry_number, contract.registered_at = typed, at
    if flow.CONTRACT.allows(contract.state, "register", acts.role):
        common.step(contract, "register", "contract.registered", by=acts, at=at)
    else:
        contract.changed_at = at
        contract.save()
        common.noted(contract, "contract.registered", by=acts, at=at)
    common.tell(contract, standing.WORKER, "contract.registered", at=at)
    return contract
