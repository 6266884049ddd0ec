"""Contracts of the demo that run or ran on: with a raise, renewed, suspended; and the diary of who works without one."""

from datetime import date, time, timedelta
from typing import Final

from kardad.contracts import amendments
from kardad.contracts.actions import amending, diary, renewing, suspending, writing
from kardad.contracts.actions.suspending import Suspension
from kardad.contracts.demo.stage import DAY, Play, Stage, Story, Work, acting, spoken_of, wage
from kardad.contracts.diaries import About, Told
from kardad.contracts.models import Wish
from kardad.kit import calendar

WELDER: Final = Work("جوشکار", "721201", "جوشکاری اسکلت و قطعات فلزی در کارگاه", skill="skilled", times=(13, 10))
RAISED: Final = Work("", "", "", times=(3, 2))
CUTTER: Final = Work("برشکار", "722401", "برش ورق و تمیزکاری لبه قطعات")


def running(stage: Stage) -> Story:
    """It runs with a raise that both signed; its end comes near, and the one that goes on from it lies with the worker."""
    yield stage.ago(47)
    play = Play(stage, stage.worker, stage.ago(47))
    if not play.sent(WELDER, -48, 20):
        return
    yield play.to(46.6)
    play.sign()
    yield play.to(25)
    play.remind()
    yield play.to(14)
    tomorrow = stage.day(-13)
    raised = {amendments.WAGE: wage(tomorrow, RAISED)}
    version = amending.propose(play.place(stage.employer), raised, from_on=tomorrow, reason="پایان دوره مهارت", by=play.keeps, at=play.now)
    play.give(stage.employer, version)
    yield play.to(13.3)
    play.give(play.works, version)
    yield play.to(12.9)
    for row in play.contract.amendments.filter(due_at__lte=play.now):
        amending.come(row.pk, at=play.now)
    yield play.to(10)
    play.remind()
    yield play.to(5)
    renewing.choose(play.place(play.works), wants=Wish.Wants.RENEW, by=acting(play.works), at=play.now)
    yield play.to(2)
    goes_on(play, RAISED, lasts=70)


def suspended(stage: Stage) -> Story:
    """Renewed, and suspended since for a leave that both wrote."""
    yield stage.ago(58)
    play = Play(stage, stage.others[1], stage.ago(58))
    if not play.sent(CUTTER, -62, -26):
        return
    yield play.to(57)
    play.sign()
    play.remind()
    yield play.to(30)
    play.remind()
    after = goes_on(play, CUTTER, lasts=65)
    if after is None:
        return
    yield after.to(24.5)
    after.sign()
    yield after.to(6)
    left = stage.day(-6)
    told = Suspension(cause="leave", starts_on=left, expected_on=left + timedelta(days=30), file=after.paper("tavafoq.pdf"))
    suspending.suspend(after.place(stage.employer), told, by=after.keeps, at=after.now)


def goes_on(play: Play, work: Work, *, lasts: int) -> Play | None:
    """The one that renews it from the day after its last lies with the worker; None where the law has no wage yet for that day."""
    earlier = play.place(play.stage.employer).contract
    first = (earlier.ends_on or date.max - DAY) + DAY
    if not spoken_of(first):
        return None
    after = Play(play.stage, play.worker, play.now)
    after.contract = writing.begin_again(play.stage.employer, earlier, way="renew", by=play.keeps, at=play.now)
    after.last(first, first + timedelta(days=lasts), work)
    after.send()
    return after


def told_day_by_day(stage: Stage) -> Story:
    """Who works in the evenings without a contract keeps a diary of it."""
    yield stage.ago(19)
    by = acting(stage.worker)
    about = About(workplace="فروشگاه نمونه", employer="آقای توکلی", job="فروشنده عصر", place="تهران، بازار نمونه", since_on=stage.day(-40))
    book = diary.begin(stage.worker, about, by=by, at=stage.ago(19))
    for past in (18, 16, 11):
        yield stage.ago(past - 0.3)
        day = calendar.tehran_day(stage.ago(past))
        diary.write(book, Told(kind="hours", on=day, starts=time(17), ends=time(22), rest=20), by=by, at=stage.ago(past - 0.3))
    yield stage.ago(9)
    paid = Told(kind="payment", on=stage.day(-9), amount=18_000_000, way="card", who="آقای توکلی", text="بخشی از مزد ماه پیش")
    diary.write(book, paid, by=by, at=stage.ago(9))
    yield stage.ago(4)
    said = Told(kind="message", on=stage.day(-4), who="آقای توکلی", text="پیام داد که قرارداد را ماه بعد می‌نویسد.")
    diary.write(book, said, by=by, at=stage.ago(4))


STORIES = (running, suspended, told_day_by_day)
