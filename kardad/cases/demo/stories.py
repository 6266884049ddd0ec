"""The demo's disputes, one story a state: each ends where its name says, and what is left to do is left to whoever logs in."""

from datetime import datetime, timedelta

from kardad.cases.actions import countering, dates, enforcing, finality, hearings, intake, settling, withdrawing
from kardad.cases.actions.empowering import accept_powers, empower
from kardad.cases.demo.stage import Stage, Story, acting, heard, objected, paper, served, to_appeal, written
from kardad.cases.queries import windows
from kardad.inbox.actions import dossiers, notices, rungs
from kardad.inbox.models import Delivery
from kardad.inbox.queries import deliveries
from kardad.kit import calendar
from kardad.people import particulars

DAYS = 44
UNREAD = timedelta(hours=20)


def draft(stage: Stage) -> Story:
    """A petition lies half written."""
    play = written(stage, stage.worker, past=1.2, respondent=stage.employer, codes=("W01",))
    yield play.now


def filed(stage: Stage) -> Story:
    """A petition against a company without an account waits at the desk."""
    play = written(stage, stage.others[0], past=0.6)
    yield play.to(0.6)
    play.file()


def defect(stage: Stage) -> Story:
    """The office asked for what is missing."""
    play = written(stage, stage.worker, past=6.5, respondent=stage.employer, codes=("W06",))
    yield play.to(6.5)
    play.file()
    yield play.to(5.2)
    asked = {"narrative": "بنویسید چند روز مرخصی مانده است و از کدام سال‌ها."}
    play.by_desk(intake.mark_defect, asked=asked)


def dated(stage: Stage) -> Story:
    """It is accepted, its panel drawn, and both sides may strike out dates."""
    play = written(stage, stage.worker, past=4.5, respondent=stage.employer, codes=("W03",))
    yield play.to(4.5)
    play.file()
    yield play.to(3.4)
    play.by_desk(intake.accept)
    yield play.to(1.1)
    play.draw()
    play.by_desk(dates.propose)


def transferred(stage: Stage) -> Story:
    """The workshop turned out to lie in another office's area."""
    play = written(stage, stage.others[1], past=9.3, respondent=stage.employer, codes=("W06",))
    yield play.to(9.3)
    play.file()
    yield play.to(8.2)
    play.by_desk(intake.transfer, to=stage.other_office, reason="آخرین کارگاه در کرج است.")


def summoned(stage: Stage) -> Story:
    """A session is ahead."""
    play = written(stage, stage.worker, past=7.4, respondent=stage.employer)
    yield play.to(7.4)
    play.file()
    yield play.to(6.1)
    play.by_desk(intake.accept)
    yield play.to(5.3)
    play.draw()
    play.summon(not_before=stage.at + timedelta(days=4))
    yield play.later(1)
    settling.open_table(play.place(stage.worker), by=acting(stage.worker), at=play.now)
    settling.offer(play.place(stage.worker), amount=300_000_000, by=acting(stage.worker), at=play.now)


def voting(stage: Stage) -> Story:
    """The board heard the case, and one member has not voted yet; the claimant's lawyer follows it."""
    play = written(stage, stage.others[1], past=12.4, respondent=stage.employer)
    yield from heard(play, 12.4)
    yield play.to(1.3)
    side = play.fresh().dossier.parties.get(side="claimant")  # type: ignore[union-attr]
    dossiers.represent(side, agent=stage.lawyer, by=stage.secretary, at=play.now)
    yield play.to(0.9)
    play.vote(play.draft(text="با بررسی مدارک دو طرف:"), but=(stage.member,))


def adjourned(stage: Stage) -> Story:
    """The session ran and was put off on a joint request; a new day is to be set."""
    play = written(stage, stage.others[0], past=18.7, respondent=stage.employer, codes=("W06",))
    yield play.to(18.7)
    play.file()
    yield play.to(17.6)
    play.by_desk(intake.accept)
    play.draw()
    hearing = play.summon()
    yield hearing.starts_at
    play.open(hearing)
    hearings.adjourn(hearing, ground="joint_request", by=play.chair(), at=play.now + timedelta(minutes=15))


def decided(stage: Stage) -> Story:
    """A decision is issued, and the desk is to serve it."""
    play = written(stage, stage.others[0], past=14.2, respondent=stage.employer)
    yield from heard(play, 14.2)
    yield play.to(0.5)
    play.decide()


def serving(stage: Stage) -> Story:
    """A service of the decision was without effect, and is to be made again."""
    play = written(stage, stage.others[1], past=24.3, respondent=stage.employer, codes=("W03",))
    yield from served(play, 24.3, after=1)
    yield play.later(3)
    fallen = Delivery.objects.get(notice__dossier=play.fresh().dossier, notice__code="N7", party__side="respondent", is_copy=False)
    notices.void(fallen, reason="خوانده نشان داد که در آن روزها به حساب خود دسترسی نداشت.", by=stage.secretary, at=play.now)


def window(stage: Stage) -> Story:
    """Both sides have the decision, and their days run; the employer's lawyer may object by the words of his letter."""
    play = written(stage, stage.worker, past=19.4, respondent=stage.employer)
    yield from served(play, 19.4, after=0.5)
    yield play.later(0.2)
    dossier = play.fresh().dossier
    notice = Delivery.objects.get(notice__dossier=dossier, notice__code="N7", party__side="claimant", is_copy=False)
    rungs.open_delivery(notice, by=acting(stage.worker), at=play.now)
    side = dossier.parties.get(side="respondent")  # type: ignore[union-attr]
    dossiers.represent(side, agent=stage.lawyer, by=stage.secretary, at=play.now)
    day = calendar.tehran_day(play.now)
    scan = paper(stage.employer, "vekalat.pdf", stage.letter, at=play.now)
    told = {"can": ["object", "settle"], "deed": "official", "deed_number": "۱۲۳۴", "deed_on": day, "files": [scan]}
    empower(play.place(stage.employer), by=acting(stage.employer), at=play.now, **told)  # type: ignore[arg-type]
    play.now += timedelta(minutes=25)
    accept_powers(play.place(stage.lawyer), by=acting(stage.lawyer), at=play.now)


def appealed(stage: Stage) -> Story:
    """The employer objected to one item, and the appeal board is to be drawn."""
    yield from objected(written(stage, stage.others[0], past=22.6, respondent=stage.employer), 22.6)


def lapsed(stage: Stage) -> Story:
    """Nobody objected, and the decision is final: its creditor may ask for enforcement."""
    play = written(stage, stage.worker, past=42.4, respondent=stage.employer)
    yield from served(play, 42.4, after=0.5)


def upheld(stage: Stage) -> Story:
    """The appeal board upheld the decision, final on issue: its enforcement is asked for while a complaint lies with the Divan."""
    play = written(stage, stage.others[1], past=41.6, respondent=stage.employer)
    yield from to_appeal(play, 41.6)
    yield play.to(6.2)
    play.complain("۱۴۰۵/۱۰۴۱۷")
    yield play.to(2.2)
    enforcing.request(play.place(stage.others[1]), iban="", by=acting(stage.others[1]), at=play.now)


def annulled(stage: Stage) -> Story:
    """The claimant did not come, and the board could not decide without him."""
    play = written(stage, stage.others[0], past=30.3, respondent=stage.employer, codes=("W03",))
    yield play.to(30.3)
    play.file()
    yield play.to(29.4)
    play.by_desk(intake.accept)
    play.draw()
    hearing = play.summon()
    yield hearing.starts_at
    play.meet(hearing, absent=("claimant",))
    made = play.decide(kind="annulment", text="خواهان حاضر نشد و تصمیم بی توضیح او ممکن نبود. او می‌تواند دوباره دادخواست بدهد.")
    play.now += timedelta(hours=3)
    play.serve(made)


def dismissed(stage: Stage) -> Story:
    """A petition was not mended in its days."""
    play = written(stage, stage.others[0], past=33.5, respondent=stage.employer, codes=("W06",))
    yield play.to(33.5)
    play.file()
    yield play.to(32.6)
    play.by_desk(intake.mark_defect, asked={"narrative": "روشن کنید که مرخصی کدام سال‌ها مانده است."})
    yield play.to(15.5)
    play.by_desk(intake.lapse, reason="مهلت رفع نقص گذشت و چیزی نرسید.")


def withdrawn(stage: Stage) -> Story:
    """The claimant took the petition back before the first session."""
    play = written(stage, stage.worker, past=26.4, respondent=stage.employer, codes=("W06",))
    yield play.to(26.4)
    play.file()
    yield play.to(25.3)
    play.by_desk(intake.accept)
    yield play.to(23.4)
    withdrawing.withdraw(play.place(stage.worker), reason="کارفرما پرداخت کرد.", by=acting(stage.worker), at=play.now)


def at_counter(stage: Stage) -> Story:
    """Somebody is at the counter to have his petition written, and his code is waited for."""
    yield stage.days(0.01)
    if stage.counter is None:
        raise LookupError("the officer has no counter")
    countering.ask(code=particulars.own(stage.others[0]).code, side="worker", office=stage.counter, by=stage.officer, at=stage.days(0.01))


def due_work(stage: Stage) -> Story:
    """What a running site and its members would have done by then: papers are opened within days, decisions become final at midnight."""
    for past in range(DAYS, -1, -1):
        moment = min(max(stage.days(past), stage.at - timedelta(days=past)), stage.at)
        yield moment
        _read(moment)
        for pk in list(windows.lapsed(moment).values_list("pk", flat=True)):
            finality.finalise(pk, at=moment)


def _read(moment: datetime) -> None:
    """Whatever has lain in an account for a day is opened by whom it went to."""
    lying = Delivery.objects.filter(notice__dossier__case__isnull=False, via=Delivery.Via.ACCOUNT, opened_at=None, voided_at=None)
    for one in lying.filter(placed_at__lte=moment - UNREAD).select_related("party", "notice").order_by("pk"):
        for person in deliveries.readers(one.party, at=moment)[0]:
            rungs.open_delivery(one, by=acting(person), at=moment)


STORIES = (
    draft, filed, defect, dated, transferred, summoned, voting, adjourned, decided, serving, window, appealed, lapsed, upheld, annulled,
    dismissed, withdrawn, at_counter, due_work,
)  # fmt: skip
