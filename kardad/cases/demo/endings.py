"""More stories of the demo's disputes: what goes round the boards, and what comes after a final decision."""

from collections.abc import Generator
from datetime import datetime, timedelta

from kardad.billing.actions import receipts
from kardad.cases.actions import archiving, conciliating, confirming, divan, enforcing, experts, intake, settling, withdrawing
from kardad.cases.actions.collecting import note_money
from kardad.cases.bargaining import Part, Terms
from kardad.cases.demo.stage import Play, Stage, Story, acting, heard, served, to_appeal, written
from kardad.cases.models import Enforcement, Referral, Settlement
from kardad.kit import calendar

FEE = 38_000_000
QUESTION = "مزد و عیدی خواهان را از روی فیش‌ها و صورتحساب بانک حساب کنید."
AGREED = (120_000_000, 90_000_000)
COURT = "اجرای احکام دادگاه عمومی حقوقی تهران، شعبه ۳"


def conciliating_story(stage: Stage) -> Story:
    """The workers' council of the workshop tries to bring the sides together."""
    play = written(stage, stage.others[0], past=5.6, respondent=stage.employer, codes=("W03",))
    yield play.to(5.6)
    play.file()
    yield play.to(4.7)
    play.by_desk(conciliating.conciliate, body="council")


def referred(stage: Stage) -> Story:
    """The board asked an expert, the claimant paid his fee, and the expert is to answer."""
    play = written(stage, stage.worker, past=20.4, respondent=stage.employer)
    yield from heard(play, 20.4)
    play.later(0.3)
    order = experts.Order(expert=stage.expert, question=QUESTION, fee=FEE, days=10)
    experts.refer(play.fresh(), order, by=play.chair(), at=play.now)
    yield play.later(1.2)
    invoice = Referral.objects.get(case=play.case).invoice
    if invoice is not None:
        told = receipts.Receipt(rials=invoice.total, trace="620403120077", on=calendar.tehran_day(play.now), card="4821")
        shown = receipts.submit(invoice, receipt=told, by=acting(stage.worker), at=play.now)
        yield play.later(0.2)
        receipts.approve(shown, by=stage.finance, at=play.now)


def settled(stage: Stage) -> Story:
    """The sides met at the table before any board: two instalments, signed by both, confirmed by the secretary."""
    play = written(stage, stage.worker, past=28.6, respondent=stage.employer)
    yield play.to(28.6)
    play.file()
    yield play.to(27.5)
    play.by_desk(intake.accept)
    yield play.later(1)
    worker, employer = acting(stage.worker), acting(stage.employer)
    settling.open_table(play.place(stage.worker), by=worker, at=play.now)
    day = calendar.tehran_day(play.now)
    parts = tuple(Part(due_on=day + timedelta(days=20 * place), amount=amount) for place, amount in enumerate(AGREED, start=1))
    play.later(0.2)
    settling.propose(play.place(stage.worker), terms=Terms(parts=parts, default="all", waiver="case"), by=worker, at=play.now)
    yield play.later(1)
    table = Settlement.objects.get(case=play.case)
    settling.agree(play.place(stage.employer), version=table.version, by=employer, at=play.now)
    table.refresh_from_db()
    settling.sign(play.place(stage.employer), hash=table.hash, by=employer, at=play.now)
    play.later(0.3)
    settling.sign(play.place(stage.worker), hash=table.hash, by=worker, at=play.now)
    yield play.later(1)
    play.by_desk(confirming.confirm_settlement)


def enforced(stage: Stage) -> Story:
    """A decision became final by lapse; the court has it, and a part of the money came."""
    play = written(stage, stage.others[1], past=43.4, respondent=stage.employer)
    if (made := (yield from _sent(play, 43.4))) is None:
        return
    yield play.later(3)
    enforcing.note_court(made, number="۱۴۰۵/اج/۳۳۱", by=stage.secretary, at=play.now)
    yield play.later(3)
    note_money(made, amount=150_000_000, received_on=calendar.tehran_day(play.now), by=acting(stage.others[1]), at=play.now)


def stayed(stage: Stage) -> Story:
    """The court has the decision, and an interim order of the Divan stops it."""
    play = written(stage, stage.worker, past=43.1, respondent=stage.employer, codes=("W01",))
    if (yield from _sent(play, 43.1)) is None:
        return
    yield play.later(2)
    told = play.complain("۱۴۰۵/۱۰۲۸۸")
    yield play.later(4)
    divan.stay(told, on=calendar.tehran_day(play.now), by=stage.secretary, at=play.now)


def paid(stage: Stage) -> Story:
    """The Divan rejected the complaint, all the money came through the court, and the enforcement is over."""
    play = written(stage, stage.others[0], past=42.7, respondent=stage.employer, codes=("W01", "W06"))
    if (made := (yield from _sent(play, 42.7))) is None:
        return
    yield play.later(1)
    told = play.complain("۱۴۰۵/۱۰۱۹۴")
    yield play.later(4)
    divan.reject(told, on=calendar.tehran_day(play.now), by=stage.secretary, at=play.now)
    yield play.later(2)
    note_money(made, amount=made.owed, received_on=calendar.tehran_day(play.now), by=acting(stage.others[0]), at=play.now)


def _sent(play: Play, filed: float) -> Generator[datetime, None, Enforcement | None]:
    """Nobody objected, and the court has the decision; None where it is not final yet."""
    yield from served(play, filed, after=0.5)
    yield play.to(11.5)
    if play.fresh().state != "final":
        return None
    made = enforcing.request(play.place(play.claimant), iban="", by=acting(play.claimant), at=play.now)
    yield play.later(1)
    return enforcing.send(made, court=COURT, by=play.stage.secretary, at=play.now)


def rehearing(stage: Stage) -> Story:
    """The Divan quashed a decision of the appeal board, and another panel is to hear the case."""
    play = written(stage, stage.others[0], past=42.9, respondent=stage.employer)
    yield from to_appeal(play, 42.9)
    yield play.later(3)
    told = play.complain("۱۴۰۵/۹۹۲۱")
    yield play.later(7)
    divan.quash(told, on=calendar.tehran_day(play.now), by=stage.secretary, at=play.now)


def archived(stage: Stage) -> Story:
    """A petition that was taken back is put away."""
    play = written(stage, stage.others[1], past=38.4, respondent=stage.employer, codes=("W06",))
    yield play.to(38.4)
    play.file()
    yield play.to(36.3)
    withdrawing.withdraw(play.place(stage.others[1]), reason="پرداخت شد.", by=acting(stage.others[1]), at=play.now)
    yield play.to(3.3)
    play.by_desk(archiving.archive)


STORIES = (conciliating_story, referred, settled, enforced, stayed, paid, rehearing, archived)
