"""A contract between its signature and its end: the keeper of a company is logged in, or the worker."""

from dataclasses import replace
from datetime import timedelta

from kardad.contracts import terms
from kardad.contracts.actions import amending, suspending
from kardad.contracts.models import Contract
from kardad.core import outside
from kardad.kit.calendar import from_jalali, tehran_day, to_jalali
from kardad.law import instruments
from tests.browser import contract_endings as endings
from tests.contracts import test_ending as ends
from tests.contracts import world as contracts


def at(side="employer", **values):
    """A contract that runs, with these values in its row."""

    def visit(world):
        made = endings.running(world, side=side)
        Contract.objects.filter(pk=made.contract.pk).update(**values)
        return (made.contract.token,)

    return visit


def lived(world):
    """An amendment waits for its day, and the contract is suspended; the worker is logged in."""
    made = endings.running(world, side="worker")
    place = {"work.place": "شیراز، کارگاه شماره ۲، خیابان لاله"}
    here = contracts.place(made, made.keeps)
    day = tehran_day(world.now) + timedelta(days=9)
    version = amending.propose(here, place, from_on=day, by=made.keeps, at=world.now)
    sms = outside.messengers()[0]
    ends.gave(made, "employer", version, sms, at=world.now)
    version.refresh_from_db()
    ends.gave(made, "worker", version, sms, at=world.now)
    paused(made, world)
    return (made.contract.token,)


def paused(made, world):
    """The contract is suspended since today."""
    told = suspending.Suspension(cause="military", starts_on=tehran_day(world.now))
    suspending.suspend(contracts.place(made, made.keeps), told, by=made.keeps, at=world.now)


def suspended(world):
    """The keeper is logged in at a suspended contract."""
    made = endings.running(world)
    paused(made, world)
    return (made.contract.token,)


def near_its_end(world):
    """Ten days are left; the keeper is logged in."""
    return at(ends_on=tehran_day(world.now) + timedelta(days=10))(world)


def before_it_begins(world):
    """The first day is a week away; the worker is logged in."""
    made = endings.running(world, side="worker")
    Contract.objects.filter(pk=made.contract.pk).update(state="signed", starts_on=tehran_day(world.now) + timedelta(days=7))
    return (made.contract.token,)


def wage_due(world):
    """Its wage is that of the year before; the keeper is logged in."""
    made = endings.running(world)
    first = from_jalali(to_jalali(tehran_day(world.now)).year, 1, 1)
    held = terms.read(made.contract.terms)
    since = first - timedelta(days=100)
    least = int(instruments.current().amount("wage.daily_minimum", since))
    term, pay = replace(held.term, starts_on=since), replace(held.pay, amount=least)
    values = {"terms": terms.as_json(replace(held, term=term, pay=pay)), "starts_on": since}
    Contract.objects.filter(pk=made.contract.pk).update(**values)
    return (made.contract.token,)


NOT_PAGES = {"contracts:pause_paper": "a download"}


def ending(world):
    """The keeper of a company of which several contracts and trials end in this month and the next."""
    made = endings.running(world)
    today = tehran_day(world.now)
    told = {"organisation": made.company, "state": "active", "terms": "{}", "starts_on": today - timedelta(days=200), "maker": made.keeper}
    days = [-3, 0, 1, 1, 1, 4, 9, 9, 20, 33]
    Contract.objects.bulk_create(
        Contract(
            worker_name=f"کارگر {place}",
            job="جوشکار",
            ends_on=today + timedelta(days=day),
            trial_ends_on=today + timedelta(days=2) if place % 3 == 0 else None,
            made_at=world.now,
            changed_at=world.now,
            **told,
        )
        for place, day in enumerate(days)
    )
    return ()


VISITS = {
    "contracts:ends": ending,
    "contracts:ends_day": lambda world: (*ending(world), "past"),
    "contracts:life": lived,
    "contracts:amend": at(),
    "contracts:yearly_annex": wage_due,
    "contracts:suspend": at("worker"),
    "contracts:resume": suspended,
    "contracts:void": before_it_begins,
    "contracts:ministry": at(),
    "contracts:renewal": near_its_end,
}
