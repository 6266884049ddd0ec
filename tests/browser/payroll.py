"""Payroll lists that a visit looks at: done, waiting, with errors."""

from kardad.calc.payroll import actions
from kardad.calc.roster import books
from kardad.core.actor import Actor
from kardad.law import instruments
from kardad.law.kinds import Month
from tests.calc.rosters import ALI, HEAD, SARA, many, xlsx

WRONG = ["رضا محمدی", None, "29.5", -1, "شاید", None, None, None]
UNDER = ["زهرا حسینی", None, 30, 1_000, "خیر", None, None, None]


def waiting(world, *rows, once="a" * 32, month=(1404, 5)):
    """A member's list that nobody has begun."""
    member = world.member()
    book = books.opened("roster.xlsx", xlsx(HEAD, *(rows or many(240))))
    sent = actions.Sent(once=once, file_name="roster.xlsx", month=Month(*month), readings={}, rounding=1_000, title="کارگاه نمونه")
    return actions.begin(book, sent=sent, person=member, law=instruments.current(), by=Actor(member.pk, "worker"), at=world.now)


def made(world):
    """A member's list that is done, one of its rows wrong and one under the minimum wage."""
    row = waiting(world, ALI, WRONG, SARA, UNDER, *many(30))
    actions.work(row.pk, clock=lambda: world.now)
    row.refresh_from_db()
    return row
