"""A work diary: its writer is logged in."""

from dataclasses import replace
from datetime import time, timedelta

from kardad.contracts.actions import diary as actions
from kardad.contracts.diaries import About, Told
from kardad.kit.calendar import tehran_day
from tests import factories


def of(person, *, at):
    """A diary of some days, in which something was corrected."""
    by, today = factories.actor(person), tehran_day(at)
    about = About(workplace="کارگاه جوشکاری برادران", employer="اوستا کریم", job="جوشکار", since_on=today - timedelta(days=200))
    made = actions.begin(person, about, by=by, at=at)
    for days in range(4, -1, -1):
        hours = Told(kind="hours", on=today - timedelta(days=days), starts=time(8), ends=time(17, 30), rest=45, text="جوش در و پنجره")
        entry = actions.write(made, hours, by=by, at=at - timedelta(days=days))
    actions.correct(entry, replace(hours, ends=time(15), text="زودتر رفتم؛ اشتباه نوشته بودم."), by=by, at=at)
    late = Told(kind="payment", on=today - timedelta(days=40), amount=85_000_000, way="card", who="اوستا کریم", text="مزد شهریور")
    actions.write(made, late, by=by, at=at)
    actions.write(made, Told(kind="message", on=today, who="سرکارگر", text="گفت بیمه را از ماه بعد رد می‌کنیم."), by=by, at=at)
    return made


def written(world, *more):
    """The writer of such a diary is logged in."""
    made = of(world.member(), at=world.now)
    return (made.token, *more)


NOT_PAGES = {
    "contracts:diary_file": "a download",
    "contracts:diary_receipt": "a download",
    "contracts:diary_paper": "makes a paper and leads to it",
    "contracts:diary_everything": "a download",
}
VISITS = {
    "contracts:diaries": lambda world: written(world) and (),
    "contracts:diary_new": lambda world: world.member() and (),
    "contracts:diary": written,
    "contracts:diary_write": lambda world: written(world, "payment"),
    "contracts:diary_correct": lambda world: written(world, 1),
}
