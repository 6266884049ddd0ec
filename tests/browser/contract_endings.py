"""The end of a contract and its settlement: the keeper of a company is logged in, or the worker."""

from kardad.contracts.actions import ending, settling
from kardad.contracts.causes import Evidence
from kardad.contracts.models import Contract, Ending
from kardad.contracts.statement import Facts
from kardad.core import outside
from kardad.kit.calendar import tehran_day
from tests.contracts import test_settlement as sets
from tests.contracts import world as contracts


def running(world, *, side="employer"):
    """A contract that began today runs."""
    made = contracts.signed(contracts.world(at=world.now), sms=outside.messengers()[0], at=world.now)
    Contract.objects.filter(pk=made.contract.pk).update(state="active")
    made.contract.refresh_from_db()
    world.enter(made.keeper if side == "employer" else made.worker)
    return made


def resigned(world, *, side):
    """The worker has resigned, and the employer has not answered."""
    made = running(world, side=side)
    today = tehran_day(world.now)
    told = {"cause": "resignation", "side": "worker", "state": "offered", "ends_on": today, "evidence": "{}", "by": made.worker}
    Ending.objects.create(contract=made.contract, made_at=world.now, signed_at=world.now, **told)
    return (made.contract.token,)


def ended(world, *, side="employer"):
    """The workplace closed today."""
    made = running(world, side=side)
    today = tehran_day(world.now)
    shown = Evidence(detail="کارگاه برای همیشه بسته شد.", number="۱۲۳", dated_on=today, file="a" * 64)
    named = ending.Named(cause="closure", ends_on=today, shown=shown)
    ending.declare(contracts.place(made, made.keeps), named, by=made.keeps, at=world.now)
    return made


def told(world):
    """The employer has told what the statement needs."""
    made = ended(world)
    facts = Facts(unpaid_from=tehran_day(world.now), overtime_hours="2.5", advances=1_000_000)
    settling.save(contracts.place(made, made.keeps), facts, by=made.keeps, at=world.now)
    return (made.contract.token,)


def signed(world):
    """Both have signed the statement; the worker is logged in."""
    made = ended(world, side="worker")
    sets.signed(made, outside.messengers()[0], at=world.now)
    return (made.contract.token,)


NOT_PAGES = {
    "contracts:ending_paper": "a download",
    "contracts:settlement_proof": "a download",
    "contracts:settlement_prepare": "makes the statement ready and leads on to its signature",
}
VISITS = {
    "contracts:ending": lambda world: (running(world).contract.token,),
    "contracts:ending_named": lambda world: (running(world).contract.token, "dismissal"),
    "contracts:ending_accept": lambda world: resigned(world, side="employer"),
    "contracts:ending_take_back": lambda world: resigned(world, side="worker"),
    "contracts:settlement": told,
    "contracts:settlement_facts": lambda world: (ended(world).contract.token,),
    "contracts:settlement_pay": told,
    "contracts:settlement_undo": signed,
}
