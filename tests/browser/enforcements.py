"""The pages of what follows a final decision: an enforcement in each of its steps, and what the Divan has of it."""

from datetime import timedelta

from django.db import transaction
from django.test import override_settings

from kardad.cases import carrying_out, sweeps
from kardad.cases.actions import collecting, divan, enforcing
from kardad.cases.queries import standing
from kardad.inbox.models import Party
from kardad.kit import calendar
from tests import factories
from tests.browser import verdicts

FOUND = {1: 180_000_000, 2: 55_000_000}
DAY = timedelta(days=1)


@transaction.atomic
@override_settings(OPERATOR="authority")
def final(world, *, enter="worker"):
    """A decision to which nobody objected; somebody of its case is logged in and has just shown himself."""
    made = verdicts.boards.heard(at=world.now - 30 * DAY)
    made.decision = verdicts.boards.served(made, FOUND, at=world.now - 29 * DAY)
    sweeps.finalise(world.now)
    made.case.refresh_from_db()
    verdicts.entered(world, made, enter)
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def asked(world, *, enter="secretary"):
    """The worker has asked for enforcement."""
    made = final(world, enter=enter)
    place = standing.of(made.case, made.worker, at=world.now)
    made.enforcement = enforcing.request(place, by=factories.actor(made.worker), at=world.now - timedelta(hours=3))
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def sent(world, *, enter="secretary"):
    """The court has it, has allowed instalments, and money came; the employer says that more did."""
    made = asked(world, enter=enter)
    running = enforcing.send(made.enforcement, court=made.enforcement.court, by=made.secretary, at=world.now)
    today = calendar.tehran_day(world.now)
    enforcing.note_court(running, number="۱۴۰۴-۹۸۷۶", by=made.secretary, at=world.now)
    plan = carrying_out.plan(235_000_000, count=4, first_on=today - DAY)
    enforcing.allow(running, schedule=plan, by=made.secretary, at=world.now)
    collecting.note_money(running, amount=40_000_000, received_on=today, by=factories.actor(made.worker), at=world.now)
    made.told = collecting.note_money(running, amount=18_750_000, received_on=today, by=factories.actor(made.employer), at=world.now)
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def complained(world, *, is_stayed=False):
    """The employer went to the Divan."""
    made = sent(world)
    party = Party.objects.get(dossier=made.case.dossier, side="respondent")
    today = calendar.tehran_day(world.now)
    made.divan = divan.complain(made.case, party=party, number="۱۴۰۴۰۰۹۱", opened_on=today, by=made.secretary, at=world.now)
    if is_stayed:
        divan.stay(made.divan, on=today, note="دادنامه ۹۱", by=made.secretary, at=world.now)
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def recalled(world):
    """The request is taken back; the court has not heard of it yet."""
    made = sent(world)
    enforcing.recall(made.enforcement, reason="خواهان اجرا درخواست خود را پس گرفت.", by=made.secretary, at=world.now)
    return made


@transaction.atomic
@override_settings(OPERATOR="authority")
def paid(world):
    """The last rial came."""
    made = sent(world)
    rest = made.enforcement.owed - 40_000_000
    today = calendar.tehran_day(world.now)
    collecting.note_money(made.enforcement, amount=rest, received_on=today, by=made.secretary, at=world.now)
    return made


def token(make, **how):
    """The token of its case."""
    return lambda world: (make(world, **how).case.token,)


def case(make, **how):
    """The number of its case."""
    return lambda world: (make(world, **how).case.pk,)


def running(make, **how):
    """The number of its enforcement."""
    return lambda world: (make(world, **how).enforcement.pk,)


def order(**how):
    """The number of what the Divan has."""
    return lambda world: (complained(world, **how).divan.pk,)


def _answered(world):
    made = sent(world, enter="worker")
    return made.case.token, made.told.pk


VISITS = {
    "cases:enforce": token(final),
    "cases:enforcement": token(sent, enter="worker"),
    "cases:enforcement_money": token(sent, enter="employer"),
    "cases:enforcement_answer": _answered,
    "cases:enforcement_court": token(sent, enter="worker"),
    "cases:enforcement_allow": token(sent, enter="worker"),
    "cases:enforcement_end": token(sent, enter="worker"),
    "cases_office:enforcement": case(complained, is_stayed=True),
    "cases_office:enforcement_send": running(asked),
    "cases_office:enforcement_court": running(sent),
    "cases_office:enforcement_allow": running(sent),
    "cases_office:enforcement_money": running(sent),
    "cases_office:enforcement_recall": running(sent),
    "cases_office:enforcement_return": running(recalled),
    "cases_office:enforcement_end": running(sent),
    "cases_office:complain": case(final, enter="secretary"),
    "cases_office:divan_stay": order(),
    "cases_office:divan_lift": order(is_stayed=True),
    "cases_office:divan_reject": order(),
    "cases_office:divan_quash": order(),
    "cases_office:archive": case(paid),
}
NOT_PAGES = {"cases:enforcement_package": "a download", "cases_office:enforcement_package": "a download"}
