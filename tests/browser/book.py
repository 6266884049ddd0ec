"""The client book that a visit finds: a practitioner with clients, or somebody who was asked for his consent; and a buyer's credit."""

from tests import factories
from tests.browser import buying
from tests.desk import clients as made
from tests.desk import world as desk


def _client(world):
    """A practitioner who is logged in, and a client who consented, with a request and its invoice."""
    bureau = desk.open_bureau()
    keeper = world.member(role="practitioner")
    row = made.agreed(keeper, factories.person(first_name="مینا", last_name="رضایی"), at=world.now)
    made.invoiced(bureau, row, is_client_buyer=True, at=world.now)
    made.invited(keeper, factories.person(first_name="سارا"), name="آقای موسوی", at=world.now)
    return row


def _asked(world):
    """Somebody who is logged in and was asked for his consent."""
    return made.invited(made.practitioner(), world.member(), at=world.now)


def _consented(world):
    return made.agreed(made.practitioner(), world.member(), at=world.now)


def _credit(world):
    buying.transferred(world, buying.invoice(world), 10_000_000)
    return ()


VISITS = {
    "desk:clients": lambda world: _client(world) and (),
    "desk:client_new": lambda world: world.member(role="practitioner") and (),
    "desk:client": lambda world: (_client(world).pk,),
    "desk:client_drop": lambda world: (_client(world).pk,),
    "desk:consents": lambda world: _consented(world) and (),
    "desk:consent": lambda world: (_asked(world).token,),
    "desk:consent_withdraw": lambda world: (_consented(world).token,),
    "billing:payout": _credit,
}
