"""Papers of contracts: both have signed, the paper is sealed, and a side or a stranger looks."""

from kardad.core import outside
from kardad.documents import sweeps
from kardad.documents.models import Document
from tests.contracts import world as contracts


def signed(world, whom="worker"):
    """A side of a signed contract is logged in."""
    made = contracts.signed(contracts.world(at=world.now), sms=outside.messengers()[0], at=world.now)
    sweeps.render(world.now)
    # The seal is made by a loop of its own, and the browser's runs in this thread: here the page alone is looked at.
    Document.objects.filter(state="rendered").update(state="signed", due_at=None, signed_at=world.now)
    world.enter(getattr(made, whom))
    return (made.contract.token,)


NOT_PAGES = {
    "contracts:paper": "a download",
    "contracts:paper_unsigned": "a download",
    "contracts:paper_package": "a download",
    "contracts:paper_receipt": "a download",
    "contracts:paper_record": "asks for a paper and leads back",
}
VISITS = {
    "contracts:check": lambda world: (),
    "contracts:rules": lambda world: (),
    "contracts:papers": signed,
    "contracts:paper_office": signed,
    "contracts:paper_council": lambda world: signed(world, "keeper"),
}
