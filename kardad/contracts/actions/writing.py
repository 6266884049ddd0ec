"""What the employer's pages do to a draft: a part is saved over what its page was opened with, a new one is begun from an earlier one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from kardad.contracts import flow, terms
from kardad.contracts.actions import common, drafting
from kardad.contracts.models import Contract
from kardad.contracts.terms import Terms
from kardad.core.actor import Actor
from kardad.kit import records
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import Refusal
from kardad.law.contract_rules import Worker
from kardad.people.models import Person

SALT: Final = "contracts.writing.seen"
WAYS: Final = ("renew", "same", "other")


class Changed(Refusal):
    """Somebody else has changed the part since the page was opened: nothing was saved, `now` is what it says."""

    code = "CONTRACT_CHANGED"
    message = (
        "این بخش پس از باز شدن صفحه شما تغییر کرده است؛ نوشته شما هنوز نگه داشته نشده. "
        "تفاوت‌ها را ببینید. اگر همین را دوباره نگه دارید، نوشته شما جای آن می‌نشیند."
    )

    def __init__(self, now: Terms, **details: Any) -> None:
        super().__init__(**details)
        self.now = now


class NotRenewable(Refusal):
    """Only what both have signed goes on."""

    code = "CONTRACT_NOT_RENEWABLE"
    message = "تنها قراردادی تمدید می‌شود که هر دو طرف امضا کرده باشند و تمام‌شدنی باشد."


def mark(held: Terms, part: str) -> str:
    """What a page carries of the part that it was opened with; it tells nothing of what the part says."""
    return salted_hmac(SALT, f"{part}:{records.as_json(getattr(held, part))}", algorithm="sha256").hexdigest()


@transaction.atomic
def save(contract: Contract, *, part: str, told: Mapping[str, Any], seen: str, by: Actor, at: datetime) -> Contract:
    """What was told in a part is kept, unless the part says something else by now than when it was `seen`.

    Raises Changed, and what `drafting.save_part` raises.
    """
    held = drafting.writable(contract, by)
    if part not in terms.PARTS:
        raise NotAllowed(flow="contract", state=held.state, move=f"save {part}", role=by.role)
    now = terms.read(held.terms)
    said = terms.told(now, part, told)
    if said == now:
        return held
    if seen != mark(now, part):
        raise Changed(now)
    return drafting.kept(held, said, at=at)


@transaction.atomic
def begin_again(person: Person, earlier: Contract, *, way: str, by: Actor, at: datetime) -> Contract:
    """A draft stands with the words of an earlier contract: one that renews it, another with the same worker, or with another worker.

    Raises NotRenewable, and what `drafting.begin` raises.
    """
    if way not in WAYS or (way == "renew" and not may_renew(earlier)):
        raise NotRenewable
    made = drafting.begin_from(person, earlier, renews=way == "renew", by=by, at=at)
    said = terms.read(made.terms)
    if way == "renew" and earlier.ends_on is not None:
        first = earlier.ends_on + timedelta(days=1)
        said = replace(said, term=replace(said.term, starts_on=first), pay=replace(said.pay, insured_from=first))
    if way == "other":
        said = replace(said, worker=Worker(), pay=replace(said.pay, iban="", account_holder=""))
    return drafting.kept(common.locked(made), said, at=at)


def may_renew(earlier: Contract) -> bool:
    """Whether a contract may be the one that a new one goes on from."""
    return earlier.state in flow.BINDING - {"renewed"} and earlier.ends_on is not None
