"""The pages of experts: a case referred, paid, answered; who is logged in is the chair, the secretary, a side or the expert."""

from django.db import transaction
from django.test import override_settings

from kardad.people.models import Person
from tests import factories
from tests.cases import experts


@transaction.atomic
@override_settings(OPERATOR="authority")
def at(world, step, enter, **more):
    """A case that has come so far, in the eyes of that person."""
    made = getattr(experts, step)(at=world.now, **more)
    if enter == "chair":
        world.enter(factories.with_totp(made.seats[0].person), "totp")
    elif enter == "secretary":
        world.enter(Person.objects.get(pk=made.secretary.person_id), "totp")
    else:
        world.enter(getattr(made, enter))
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def without_account(world):
    """The claimant has no account and owes the fee; the secretary is logged in."""
    made = experts.owing(at=world.now)
    world.enter(Person.objects.get(pk=made.secretary.person_id), "totp")
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def unspent(world):
    """A fee was paid at a bank in vain; an officer of finance is logged in."""
    made = experts.unspent(at=world.now)
    world.enter(factories.staff("finance_officer"), "totp")
    return made


def staff(step, enter="chair"):
    """The case of that step."""
    return lambda world: (at(world, step, enter).case.pk,)


def side(step, enter="worker"):
    """The same for a side."""
    return lambda world: (at(world, step, enter).case.token,)


def own(step):
    """The same for the expert."""
    return lambda world: (at(world, step, "expert").referral.pk,)


VISITS = {
    "cases_office:expert": staff("opined"),
    "cases_office:refer": staff("heard"),
    "cases_office:appoint": staff("declined"),
    "cases_office:go_on": staff("opined"),
    "cases_office:take_up": staff("paid", "secretary"),
    "cases_office:note_fee": lambda world: (without_account(world).case.pk,),
    "cases_office:fee_return": lambda world: (unspent(world).referral.fee_return.pk,),
    "cases_office:opine": staff("paid", "secretary"),
    "cases:expert": side("opined"),
    "cases:opinion_object": side("opined", "employer"),
    "cases:expertises": lambda world: at(world, "paid", "expert") and (),
    "cases:expertise": own("paid"),
    "cases:opine": own("paid"),
    "cases:decline_expertise": own("paid"),
}
NOT_PAGES = {"cases:expertise_file": "a download"}
