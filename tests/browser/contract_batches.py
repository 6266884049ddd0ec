"""Work on many contracts at once: the keeper of a company is logged in, and a file of his is dealt with."""

from kardad.calc.roster import books
from kardad.contracts import sweeps
from kardad.contracts.actions import batch_rosters, batch_signing
from kardad.contracts.actions.drafting import For
from kardad.contracts.forms import rosters as forms
from kardad.core.actor import Actor
from kardad.kit import calendar
from tests.browser import employment
from tests.contracts import rosters
from tests.contracts import world as contracts


def made(world, *, kind="drafts"):
    """A file of four workers that became drafts, a row of it wrong."""
    there = contracts.world(at=world.now)
    there.company.company_id = "10380284790"
    there.company.save()
    first, last, least = contracts.span(world.now)
    days = {"starts_on": calendar.slashed(first), "ends_on": calendar.slashed(last), "amount": str(least)}
    rows = [rosters.row(number, **days) for number in range(3)]
    rows.append(rosters.row(3, **days | {"amount": "سه میلیون", "type": "همیشگی"}))
    book = books.read("workers.xlsx", rosters.xlsx(*rows), forms.Table(kind))
    told = batch_rosters.Sent(kind, "a" * 32, "workers.xlsx")
    by = Actor(there.keeper.pk, "employer", level=2)
    batch = batch_rosters.begin(there.keeper, For(there.company), book, told, by=by, at=world.now)
    sweeps.go_on(batch)
    batch.refresh_from_db()
    world.enter(there.keeper)
    return batch


def of(world):
    """The address of the batch."""
    return (made(world).token,)


def keeping(world):
    """One batch is there."""
    made(world)
    return ()


def listed(world):
    """The drafts are a list that waits for its code."""
    batch = made(world)
    by = Actor(batch.person_id, "employer", level=2)
    found = batch_signing.begin(batch, once="b" * 32, by=by, at=world.now)
    sweeps.go_on(found)
    return (found.token,)


NOT_PAGES = {
    "contracts:batch_template_xlsx": "a download",
    "contracts:batch_template_csv": "a download",
    "contracts:batch_errors": "a download",
    "contracts:batch_prepare": "makes a list and leads to it",
    "contracts:batch_leave": "shortens a list and leads to it",
}
VISITS = {
    "contracts:batches": keeping,
    "contracts:batch_begin": employment.keeping,
    "contracts:batch_yearly": employment.keeping,
    "contracts:batch_choose": keeping,
    "contracts:batch": of,
    "contracts:batch_sign": listed,
}
