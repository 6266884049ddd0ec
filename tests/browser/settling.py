"""The pages of how a dispute ends without a verdict: a letter of a representative, a claim taken back, a table of settlement."""

from datetime import timedelta

from django.db import transaction
from django.test import override_settings

from kardad.cases import bargaining
from kardad.cases.actions import confirming, empowering, remitting, settling, withdrawing
from kardad.cases.queries import standing
from kardad.inbox.actions import dossiers
from kardad.kit import calendar
from kardad.people.models import Person
from tests import factories
from tests.browser import verdicts
from tests.cases import world as cases
from tests.desk import world as desk


@transaction.atomic
@override_settings(OPERATOR="authority")
def written(world, *, enter="employer"):
    """The employer has a representative, who has written a letter."""
    made = cases.filed(state="accepted", at=world.now - timedelta(days=2))
    agent = factories.person(first_name="نگار", last_name="کریمی")
    dossiers.represent(made.sides["respondent"], agent=agent, by=factories.actor(made.employer), at=world.now - timedelta(days=1))
    place = standing.of(made.case, agent, at=world.now)
    said = {"can": ["settle"], "deed": "ordinary", "deed_number": "۱۲/۴", "deed_on": calendar.tehran_day(world.now)}
    empowering.empower(place, **said, files=[desk.stored(agent)], by=factories.actor(agent), at=world.now)
    world.enter(getattr(made, enter, agent))
    return made


def one(make, **how):
    """The token of its case."""
    return lambda world: (make(world, **how).case.token,)


@transaction.atomic
@override_settings(OPERATOR="authority")
def asked(world):
    """After the hearing the worker asks for the employer's yes; the employer is logged in."""
    made = verdicts.heard(world, enter="employer")
    place = standing.of(made.case, made.worker, at=world.now)
    withdrawing.withdraw(place, how="consent", reason="توافق کردیم.", by=factories.actor(made.worker), at=world.now)
    return made


def going(world):
    """The worker is logged in; his case goes on."""
    made = cases.filed(state="accepted", at=world.now)
    world.enter(made.worker)
    return made


VISITS = {
    "cases:powers": one(written),
    "cases:empower": one(written),
    "cases:accept_powers": one(written),
    "cases:decline_powers": one(written),
    "cases:withdraw": one(going),
    "cases:withdrawal_consent": one(asked),
    "cases:withdrawal_refuse": one(asked),
}


@transaction.atomic
@override_settings(OPERATOR="authority")
def at_table(world, *, upto="open", enter="worker"):
    """A table of settlement, as far as it has come; the worker or the employer is logged in."""
    then = world.now - timedelta(days=45 if upto == "confirmed" else 0)  # so that an instalment is due
    made = cases.filed(state="accepted", at=then - timedelta(days=2))
    seats = {name: standing.of(made.case, getattr(made, name), at=then) for name in ("worker", "employer")}

    def act(name, deed, at=then, **more):
        return deed(seats[name], by=factories.actor(getattr(made, name)), at=at, **more)

    made.table = act("worker", settling.open_table)
    if upto != "open":
        first = calendar.tehran_day(then + timedelta(days=5 if upto == "confirmed" else 30))
        terms = bargaining.Terms(bargaining.parts(90_000_000, 3, first), "all", "case", "کارفرما گواهی سابقه کار می‌دهد.")
        act("employer", settling.offer, amount=100_000_000)
        act("worker", settling.offer, amount=80_000_000)
        act("employer", settling.propose, terms=terms)
    if upto in ("agreed", "signed", "confirmed"):
        made.table = act("worker", settling.agree, version=1)
    if upto in ("signed", "confirmed"):
        for name in seats:
            act(name, settling.sign, hash=made.table.hash)
    if upto == "confirmed":
        confirming.confirm_settlement(made.case, by=made.secretary, at=then + timedelta(hours=1))
        made.first = made.table.instalments.order_by("position").first()
        paid = {"amount": 30_000_000, "paid_on": calendar.tehran_day(world.now)}
        made.told = act("employer", remitting.remit, at=world.now, instalment=made.first, **paid)
    world.enter(Person.objects.get(pk=made.secretary.person_id), "totp") if enter == "secretary" else world.enter(getattr(made, enter))
    return made


def _second(world):
    made = at_table(world, upto="confirmed", enter="employer")
    return made.case.token, made.table.instalments.get(position=2).pk


def _told(world):
    made = at_table(world, upto="confirmed")
    return made.case.token, made.told.pk


VISITS |= {
    "cases:settlement": one(at_table, upto="confirmed"),
    "cases:settlement_open": one(going),
    "cases:settlement_offer": one(at_table),
    "cases:settlement_propose": one(at_table),
    "cases:settlement_agree": one(at_table, upto="proposed"),
    "cases:settlement_sign": one(at_table, upto="agreed"),
    "cases:settlement_drop": one(at_table),
    "cases:remit": _second,
    "cases:confirm_remittance": _told,
    "cases:deny_remittance": _told,
    "cases_office:confirm_settlement": lambda world: (at_table(world, upto="signed", enter="secretary").case.pk,),
}


def conciliated(world):
    """A secretary is logged in; a case of his office is with the body of its workshop."""
    made = cases.filed(state="conciliation", at=world.now)
    world.enter(Person.objects.get(pk=made.secretary.person_id), "totp")
    return (made.case.pk,)


def filed(world):
    """A secretary is logged in; a petition was filed at his office."""
    made = cases.filed(at=world.now)
    world.enter(Person.objects.get(pk=made.secretary.person_id), "totp")
    return (made.case.pk,)


VISITS |= {
    "cases:propose_conciliation": one(going),
    "cases_office:conciliate": filed,
    "cases_office:end_conciliation": conciliated,
}


@transaction.atomic
def absent(world):
    """A secretary is logged in; somebody stands for a side that has no account."""
    made = cases.filed(state="accepted", at=world.now)
    held = made.sides["respondent"].representations.create(agent=factories.person(), began_at=world.now)
    type(held.party).objects.filter(pk=held.party_id).update(person=None, joined_at=None)
    world.enter(Person.objects.get(pk=made.secretary.person_id), "totp")
    return made.case.pk, held.pk


VISITS["cases_office:record_powers"] = absent
