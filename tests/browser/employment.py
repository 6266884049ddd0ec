"""Contracts of employment: a company that keeps them is logged in, or the worker."""

from kardad.core import outside
from tests.browser import contract_endings as endings
from tests.browser import contract_life as life
from tests.contracts import world as contracts


def sent(world):
    """The worker is logged in; a contract of a company lies before him."""
    made = contracts.world(at=world.now)
    made = contracts.sent(made, sms=outside.messengers()[0], at=world.now)
    world.enter(made.worker)
    return made


def writing(*more):
    """A page of a draft; its company's keeper is logged in."""

    def visit(world):
        made = contracts.drafted(contracts.world(at=world.now), at=world.now, pay={"amount": 1_000_000})
        world.enter(made.keeper)
        return (made.contract.token, *more)

    return visit


def keeping(world):
    """The keeper of a company is logged in; one contract is begun."""
    writing()(world)
    return ()


NOT_PAGES = {
    **endings.NOT_PAGES,
    **life.NOT_PAGES,
    "contracts:part_findings": "a piece of the page of a part",
    "contracts:annex": "a download",
    "contracts:annex_drop": "takes a paper away and leads back",
}
VISITS = {
    **endings.VISITS,
    **life.VISITS,
    "contracts:index": keeping,
    "contracts:drafts": keeping,
    "contracts:new": keeping,
    "contracts:again": writing(),
    "contracts:part": writing("pay"),
    "contracts:annexes": writing(),
    "contracts:review": writing(),
    "contracts:drop": writing(),
    "contracts:contract": lambda world: (sent(world).contract.token,),
}
