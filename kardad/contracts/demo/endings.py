"""Contracts of the demo that have ended: settled to the last rial, and one whose settlement was signed by mistake."""

from typing import Final

from kardad.contracts.actions import ending, paying, resigning, settling
from kardad.contracts.actions.ending import Named
from kardad.contracts.actions.paying import Payment
from kardad.contracts.demo.stage import Play, Stage, Story, Work, acting
from kardad.contracts.models import Settlement, Version
from kardad.contracts.statement import Facts
from kardad.kit import calendar

PACKER: Final = Work("بسته‌بند", "932101", "بسته‌بندی و برچسب‌زدن کالا", skill="unskilled")
FITTER: Final = Work("مونتاژکار", "821101", "سوار کردن قطعات و آزمایش آن‌ها")


def settled(stage: Stage) -> Story:
    """Its term ended, both signed the statement, the worker kept one item back, and the money came."""
    yield stage.ago(59)
    play = Play(stage, stage.worker, stage.ago(59))
    if not play.sent(PACKER, -86, -50):
        return
    yield play.to(58.5)
    play.sign()
    yield play.to(49)
    over = Named(cause="term_ended", ends_on=stage.day(-50))
    ending.declare(play.place(stage.employer), over, by=play.keeps, at=play.now)
    yield play.to(46)
    version = _reckoned(play, Facts(unpaid_from=stage.day(-60), used_leave="1", pays_until=stage.day(-44)))
    yield play.to(45.4)
    play.give(play.works, version, reserves=frozenset({"leave"}))
    yield play.to(44)
    amount = paying.net(play.place(stage.employer).contract, Settlement.objects.get(contract=play.contract)) or 0
    paid = Payment(paid_on=calendar.tehran_day(play.now), amount=amount, method="bank", trace="۶۲۰۴۰۳۱۲۸۸", proof=play.paper("resid.pdf"))
    paying.pay(play.place(stage.employer), paid, by=play.keeps, at=play.now)


def signed_by_mistake(stage: Stage) -> Story:
    """The worker resigned, the employer let him go; he took his signature below the statement back, and it is to be written anew."""
    yield stage.ago(56)
    play = Play(stage, stage.others[0], stage.ago(56))
    if not play.sent(FITTER, -70, 40):
        return
    yield play.to(55.5)
    play.sign()
    yield play.to(14)
    leaves = Named(cause="resignation", ends_on=stage.day(-9))
    version = resigning.write(play.place(play.works), leaves, by=acting(play.works), at=play.now)
    play.give(play.works, version)
    yield play.to(13.2)
    resigning.accept(play.place(stage.employer), by=play.keeps, at=play.now)
    yield play.to(7.9)
    for row in play.contract.endings.filter(due_at__lte=play.now):
        ending.come(row.pk, at=play.now)
    yield play.to(7)
    version = _reckoned(play, Facts(unpaid_from=stage.day(-20), overtime_hours="6", advances=20_000_000))
    yield play.to(6.2)
    play.give(play.works, version)
    yield play.to(5.5)
    settling.undo(play.place(play.works), by=acting(play.works), at=play.now)


def _reckoned(play: Play, facts: Facts) -> Version:
    """The statement of these facts bears the employer's signature."""
    settling.save(play.place(play.stage.employer), facts, by=play.keeps, at=play.now)
    version = settling.prepare(play.place(play.stage.employer), by=play.keeps, at=play.now)
    play.give(play.stage.employer, version)
    return version


STORIES = (settled, signed_by_mistake)
