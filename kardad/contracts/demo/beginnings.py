"""Contracts of the demo that have not begun: written, sent, sent back, refused, forgotten, signed, registered, made void."""

from typing import Final

from kardad.contracts.actions import answering, drafting, registering, sending, voiding
from kardad.contracts.demo.stage import Play, Stage, Story, Work, acting
from kardad.gateways.registry import demo as registry

STORE: Final = Work("انباردار", "432101", "تحویل گرفتن و چیدن کالا، ثبت ورود و خروج انبار")
LATHE: Final = Work("تراشکار", "722301", "کار با دستگاه تراش و اندازه‌گیری قطعات", skill="skilled", times=(7, 5))
GUARD: Final = Work("نگهبان", "541401", "نگهبانی از کارگاه و ثبت رفت و آمد", times=(11, 10))
DRIVER: Final = Work("راننده وانت", "832201", "رساندن کالا به مشتری‌ها و گرفتن رسید")


def written(stage: Stage) -> Story:
    """A draft that its employer left in the middle yesterday."""
    yield stage.ago(1.3)
    play = Play(stage, stage.worker, stage.ago(1.3))
    play.begin()
    play.say("work", type="fixed_term", nature="non_continuous", job_title="نقاش ساختمان", duties="رنگ کردن دیوارهای انبار تازه")


def waiting(stage: Stage) -> Story:
    """Sent to a worker who has no account here: a newcomer who joins as him finds it."""
    yield stage.ago(0.4)
    play = Play(stage, registry.PEOPLE[0], stage.ago(0.4))
    play.sent(DRIVER, 3, 93)


def sent_back(stage: Stage) -> Story:
    """The worker marked what should stand there otherwise."""
    yield stage.ago(4)
    play = Play(stage, stage.others[0], stage.ago(4))
    if not play.sent(STORE, 5, 65):
        return
    yield play.to(3)
    here, version = play.read()
    wanted = {"work.place": "انبار تازه در کرج است، نه در جاده نمونه.", "hours.schedule": "قرار ما ۷ تا ۱۴:۲۰ بود."}
    answering.ask_correction(here, version, wanted=wanted, by=acting(here.person), at=play.now)


def refused(stage: Stage) -> Story:
    """The worker did not want it, and said why."""
    yield stage.ago(12)
    play = Play(stage, stage.others[1], stage.ago(12))
    if not play.sent(GUARD, 41, 71):
        return
    yield play.to(11)
    here, version = play.read()
    answering.reject(here, version, reason="شیفت شب را نمی‌پذیرم.", by=acting(here.person), at=play.now)


def forgotten(stage: Stage) -> Story:
    """Nobody signed it in its days."""
    yield stage.ago(20)
    play = Play(stage, stage.others[0], stage.ago(20))
    if play.sent(GUARD, -7, 50):
        yield play.to(9.9)
        sending.lapse(play.contract.pk, at=play.now)


def dropped(stage: Stage) -> Story:
    """Taken back before the worker signed, and put away."""
    yield stage.ago(33)
    play = Play(stage, stage.worker, stage.ago(33))
    if play.sent(LATHE, 25, 60):
        yield play.to(32)
        sending.recall(play.place(stage.employer), by=play.keeps, at=play.now)
        drafting.drop(play.contract, by=play.keeps, at=play.now)


def signed(stage: Stage) -> Story:
    """Signed by both; its first day is ahead."""
    yield stage.ago(10)
    play = Play(stage, stage.others[0], stage.ago(10))
    if play.sent(LATHE, 66, 120):
        yield play.to(8.8)
        play.sign()


def registered(stage: Stage) -> Story:
    """The number of the ministry's own system is written beside it."""
    yield stage.ago(18)
    play = Play(stage, stage.others[1], stage.ago(18))
    if play.sent(STORE, 41, 100):
        yield play.to(17)
        play.sign()
        yield play.to(15)
        registering.register(play.place(stage.employer), number="1405-CT-880412", by=play.keeps, at=play.now)


def made_void(stage: Stage) -> Story:
    """Both made it void before its first day."""
    yield stage.ago(16)
    play = Play(stage, stage.others[0], stage.ago(16))
    if not play.sent(DRIVER, 30, 60):
        return
    yield play.to(15)
    play.sign()
    yield play.to(13)
    version = voiding.propose(play.place(stage.employer), reason="سفارش کار برگشت خورد.", by=play.keeps, at=play.now)
    play.give(stage.employer, version)
    yield play.to(12.4)
    play.give(play.works, version)


STORIES = (written, waiting, sent_back, refused, forgotten, dropped, signed, registered, made_void)
