"""A demo's dossiers: notices on every rung, papers that went by hand, a service that fell, days that come and days that passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from kardad.core import hours, incidents
from kardad.core.actor import SYSTEM, Actor
from kardad.core.operator import operator
from kardad.inbox import sweeps
from kardad.inbox.actions import announcements, dossiers, elsewhere, notices, paper, rungs
from kardad.inbox.actions.elsewhere import Told
from kardad.inbox.models import Delivery, Dossier, Notice, Party
from kardad.kit import calendar
from kardad.law import deadlines as law
from kardad.law import holidays, rules
from kardad.outbox import sweeps as outbox
from kardad.people.models import LabourOffice, Person, RoleGrant

Story = Iterator[datetime]
"""What happens in one dossier: it yields the moment of its next deed, and does it when that has come."""
SIDE, VIA = Party.Side, Delivery.Via
SWEPT = (
    outbox.send,
    outbox.ask,
    outbox.tell,
    sweeps.look_for_unopened,
    sweeps.remind_of_deadlines,
    sweeps.look_at_outages,
)
DAYS, FEE_DAYS = 44, 10
OUTAGE_AGO, OUTAGE_LONG = timedelta(days=3), timedelta(hours=5)
Says = dict[str, Any]
DECIDED: Says = {"findings": [{"claim": "مزد مهر و آبان", "finding": "وارد است", "amount": 280_000_000, "basis": "ماده ۳۷ قانون کار"}]}
SUMMONED: Says = {"place": "تهران، خیابان نمونه، پلاک ۱۲، طبقه دوم", "bring": ["قرارداد کار", "فیش‌های حقوق"]}
MEMBERS: Says = {"members": [{"name": "مریم راد", "role": "رئیس"}, {"name": "علی نادری", "role": "نماینده کارگران"}]}


@dataclass(slots=True)
class Stage:
    """Who is there, and the present; `now` is the moment in the story."""

    at: datetime
    now: datetime
    worker: Person
    employer: Person
    agent: Person
    secretary: Actor
    office: LabourOffice | None

    def days(self, past: float) -> datetime:
        """The working moment so many days ago; what has come since is left to the present."""
        return min(hours.add(self.at - timedelta(days=past), 0), self.at)

    def to(self, past: float) -> datetime:
        """The story goes on there."""
        self.now = max(self.now, self.days(past))
        return self.now

    def before(self, past: float) -> datetime:
        """The story goes on there, or at the working moment before it where that would come later."""
        back = past
        while self.at - self.days(back) < timedelta(days=past):
            back += 1
        return self.to(back)

    def day(self, past: float) -> str:
        """The day so many days ago, as papers write it; below nought it is ahead."""
        return calendar.tehran_day(self.at - timedelta(days=past)).isoformat()

    def hearing(self, past: float) -> str:
        """A hearing on the working day so many days ago, in the morning."""
        day = calendar.tehran_day(hours.add(self.at - timedelta(days=past), 0))
        return datetime.combine(day, datetime.min.time(), calendar.TEHRAN).replace(hour=10, minute=30).isoformat()

    def opened(self, title: str, number: str) -> Dossier:
        """The dossier is open."""
        return dossiers.open_dossier(title=title, number=number, office=self.office, by=self.secretary, at=self.now)

    def side(self, dossier: Dossier, side: str, person: Person | None = None, **known: str) -> Party:
        """The dossier has this side."""
        name = known.pop("name", "") or (person.name if person else "")
        return dossiers.add_party(dossier, side=side, name=name, person=person, by=self.secretary, at=self.now, **known)  # type: ignore[arg-type]

    def written(self, dossier: Dossier, code: str, title: str, says: Says, **more: Any) -> Notice:
        """A draft waits."""
        return notices.draft(dossier, code=code, title=title, says=says, by=self.secretary, at=self.now, **more)

    def placed(self, dossier: Dossier, code: str, title: str, says: Says, **more: Any) -> dict[str, Delivery]:
        """The notice is on its way to those whom the law names, or to those in `to`; by side."""
        to = more.pop("to", ())
        made = notices.place(self.written(dossier, code, title, says, **more), to=to, by=self.secretary, at=self.now)
        return {one.party.side: one for one in made if not one.is_copy}

    def open(self, delivery: Delivery, person: Person, *, acknowledges: bool = False) -> None:
        """The addressee opened it, and said that he has it."""
        by = Actor(person.pk, "member", "", person.level)
        rungs.open_delivery(delivery, by=by, at=self.now)
        if acknowledges:
            rungs.acknowledge(delivery, by=by, at=self.now + timedelta(minutes=4))

    def called(self, delivery: Delivery, outcome: str, after: timedelta, **found: str) -> None:
        """A process agent took the paper now and came back with this."""
        visit = paper.hand_out(delivery, agent_name="حمید صفری", by=self.secretary, at=self.now)
        self.now += after
        paper.record(visit, outcome=outcome, at=self.now - timedelta(hours=1), by=self.secretary, now=self.now, **found)  # type: ignore[arg-type]


def stories(people: list[Person], *, at: datetime) -> list[Story]:
    """What happens in the dossiers of the demo's worker and employer in the weeks before `at`; whoever plays them keeps their order.

    Of a bureau, which serves nothing, only a paper that another body served.
    """
    if not settings.DEMO:
        raise RuntimeError("a demo's dossiers are made in a demo only")
    told = (going, by_hand, represented, in_doubt, announced) if operator().is_authority else ()
    return [story(_stage(people, at)) for story in (*told, from_elsewhere, due_work)]


def going(stage: Stage) -> Story:
    """A dossier between two accounts: acknowledged, opened, told of by text, and days that come."""
    yield stage.to(40)
    dossier = stage.opened("مریم احمدی و آرش رئیسی: مزد و سنوات", "۱۴۰۵/۲۱۷")
    stage.side(dossier, SIDE.CLAIMANT, stage.worker)
    stage.side(dossier, SIDE.RESPONDENT, stage.employer)
    petition = {"petition_number": "۱۴۰۵/۳۲۱۷", "filed_on": stage.day(42), "claims": ["مزد مهر و آبان", "سنوات", "عیدی"]}
    copied = stage.placed(dossier, "N3", "دادخواست مریم احمدی", petition)
    yield stage.to(39)
    stage.open(copied[SIDE.RESPONDENT], stage.employer, acknowledges=True)
    yield stage.to(30)
    says = SUMMONED | {"hearing_at": stage.hearing(14), "board": "هیئت تشخیص، شعبه ۲"}
    called = stage.placed(dossier, "N1", "جلسه هیئت تشخیص", says)
    yield stage.to(28)
    stage.open(called[SIDE.CLAIMANT], stage.worker, acknowledges=True)
    stage.open(called[SIDE.RESPONDENT], stage.employer)
    yield stage.to(2.2)
    says = DECIDED | MEMBERS | {"decision_number": "۱۴۰۵/د/۵۵۱", "decided_on": stage.day(4), "total": 280_000_000}
    decided = stage.placed(dossier, "N7", "رأی بدوی", says)
    yield stage.to(1.4)
    stage.open(decided[SIDE.RESPONDENT], stage.employer)


def by_hand(stage: Stage) -> Story:
    """The respondent has no account: an agent comes back, the paper is refused and attached; a notice that nobody opens is work."""
    yield stage.to(24)
    dossier = stage.opened("مریم احمدی و شرکت ساختمانی البرز نمونه", "۱۴۰۵/۲۴۳")
    stage.side(dossier, SIDE.CLAIMANT, stage.worker)
    stage.side(dossier, SIDE.RESPONDENT, name="شرکت ساختمانی البرز نمونه", address="تهران، خیابان نمونه، پلاک ۸۶")
    petition = {"petition_number": "۱۴۰۵/۳۵۰۹", "filed_on": stage.day(26), "claims": ["حق بیمه", "اضافه‌کاری"]}
    copied = stage.placed(dossier, "N3", "دادخواست مریم احمدی", petition)[SIDE.RESPONDENT]
    yield stage.to(23)
    stage.called(copied, "returned", timedelta(hours=5), note="در این نشانی دفتر بسته بود؛ همسایه گفت عصرها باز است.")
    yield stage.to(20)
    stage.called(copied, "refused", timedelta(hours=6), note="کارمند دفتر برگه را نپذیرفت؛ به در دفتر الصاق شد.")
    yield stage.before(5.6)
    says = {"petition_number": "۱۴۰۵/۳۵۰۹", "defects": ["نسخه قرارداد کار پیوست نیست", "دوره اضافه‌کاری نوشته نشده است"]}
    stage.placed(dossier, "N2", "کمبود دادخواست", says)
    yield stage.to(0.4)
    stage.placed(dossier, "N1", "جلسه هیئت تشخیص", SUMMONED | {"hearing_at": stage.hearing(-12), "board": "هیئت تشخیص، شعبه ۵"})
    yield stage.to(0.2)
    fee = {"amount": 45_000_000, "question": "ساعت‌های اضافه‌کاری را از روی کارت‌های ورود و خروج حساب کنید."}
    stage.written(dossier, "N5", "دستمزد کارشناس اضافه‌کاری", fee)


def represented(stage: Stage) -> Story:
    """Papers go to a representative; a service of his fell and was made again, and its days have passed."""
    yield stage.to(44)
    dossier = stage.opened("رضا نوری و آرش رئیسی: بازگشت به کار", "۱۴۰۵/۱۸۹")
    claimant = stage.side(dossier, SIDE.CLAIMANT, name="رضا نوری", address="تهران، خیابان نمونه، پلاک ۳۱")
    respondent = stage.side(dossier, SIDE.RESPONDENT, stage.employer)
    dossiers.represent(respondent, agent=stage.agent, by=stage.secretary, at=stage.now)
    yield stage.to(38)
    says = MEMBERS | {"decision_number": "۱۴۰۵/د/۴۰۲", "decided_on": stage.day(41)}
    decided = stage.placed(dossier, "N7", "رأی بدوی درباره بازگشت به کار", says)
    yield stage.to(37)
    stage.called(decided[SIDE.CLAIMANT], "relative", timedelta(hours=4), receiver="زهرا نوری", relation="خواهر")
    yield stage.to(33)
    reason = "نماینده نشان داد که در آن روزها به حساب خود دسترسی نداشت."
    fallen = notices.void(decided[SIDE.RESPONDENT], reason=reason, by=stage.secretary, at=stage.now)
    stage.now += timedelta(minutes=20)
    again = notices.serve_again(fallen, via=VIA.ACCOUNT, by=stage.secretary, at=stage.now)
    yield stage.to(32)
    stage.open(again, stage.agent)
    told = Delivery.objects.filter(notice__code="N13", is_copy=False)
    stage.open(told.get(party=respondent), stage.agent)
    stage.called(told.get(party=claimant), "handed", timedelta(hours=4), receiver="رضا نوری")
    yield stage.to(9)
    final = {"decision_number": "۱۴۰۵/د/۴۰۲", "decided_on": stage.day(41), "final_on": stage.day(16), "because": "مهلت هر دو طرف گذشت"}
    certified = stage.placed(dossier, "N12", "قطعیت رأی بازگشت به کار", final, to=[claimant, respondent])
    yield stage.to(8)
    stage.open(certified[SIDE.RESPONDENT], stage.agent)
    stage.called(certified[SIDE.CLAIMANT], "handed", timedelta(hours=3), receiver="رضا نوری")


def in_doubt(stage: Stage) -> Story:
    """The site was not reached on the last days of a fee: the secretary has to judge."""
    began = stage.at - OUTAGE_AGO
    served = _touching(stage, calendar.tehran_day(began))
    yield stage.to(served + 1)
    dossier = stage.opened("سارا بهاری و آرش رئیسی: حادثه کار", "۱۴۰۵/۲۳۰")
    stage.side(dossier, SIDE.CLAIMANT, name="سارا بهاری", address="کرج، خیابان نمونه، پلاک ۵")
    payer = stage.side(dossier, SIDE.RESPONDENT, stage.employer)
    yield stage.to(served)
    fee = {"amount": 60_000_000, "question": "سبب حادثه و سهم هر طرف را بنویسید."}
    asked = stage.placed(dossier, "N5", "دستمزد کارشناس حادثه", fee, days=FEE_DAYS, to=[payer])
    yield stage.to(served - 1)
    stage.open(asked[SIDE.RESPONDENT], stage.employer)
    stage.now = max(stage.now, began)
    yield stage.now
    text = "پنل و کارپوشه باز نمی‌شد."
    hit = incidents.open_incident(part="panel", title="قطعی پنل", text=text, by=SYSTEM, at=began)
    stage.now = began + OUTAGE_LONG
    yield stage.now
    incidents.close_incident(hit, afterword="حافظه پایگاه داده بیشتر شد.", by=SYSTEM, at=stage.now)
    sweeps.look_at_outages(stage.now)


def announced(stage: Stage) -> Story:
    """Something is said to everybody in the province."""
    yield stage.to(2)
    text = "پنجشنبه این هفته بخش ثبت اوراق اداره کار بسته است. برگه‌های خود را در پنل بفرستید."
    announcements.announce(
        title="تعطیلی ثبت حضوری اوراق در پنجشنبه",
        text=text,
        province=stage.office.province if stage.office else "",
        from_at=stage.now,
        until_at=stage.at + timedelta(days=12),
        by=stage.secretary,
        at=stage.now,
    )


def from_elsewhere(stage: Stage) -> Story:
    """The employer holds a paper of another body, and has its days counted."""
    yield stage.to(3.4)
    by = Actor(stage.employer.pk, "member", "", stage.employer.level)
    day = date.fromisoformat(stage.day(5))
    told = Told(code="N9", number="۱۴۰۵/ق/۷۷۱", body="هیئت حل اختلاف غرب تهران", day=day, title="رأی قطعی کارگاه دوم")
    elsewhere.enter(stage.employer, told, by=by, at=stage.now)


def due_work(stage: Stage) -> Story:
    """What the sweeps of a running site would have done by then."""
    for past in range(DAYS, -1, -1):
        yield stage.to(past)
        for done in SWEPT:
            done(stage.now)


def _touching(stage: Stage, hit: date) -> int:
    """How many days ago a fee was served whose last days the outage touched."""
    rule = rules.current().rule("D8")
    province = stage.office.province if stage.office else ""
    policy = law.Policy(calendar="offices", province=province) if province else law.Policy()
    for past in range(FEE_DAYS, 3 * FEE_DAYS):
        served_on = calendar.tehran_day(stage.days(past))
        found = law.deadline(law.Asking(rule, served_on, FEE_DAYS, policy=policy), calendar=holidays.current())
        if found.safe_until <= hit <= found.hard_until:
            return past
    raise LookupError("no day of service ends on that day")


def _stage(people: list[Person], at: datetime) -> Stage:
    rows = RoleGrant.objects.filter(person__in={person.pk for person in people}, state="active").select_related("person", "office")
    held = {grant.role: grant for grant in rows.order_by("-pk")}
    at = at.replace(second=0, microsecond=0)
    secretary = held["secretary"]
    return Stage(
        at=at,
        now=at - timedelta(days=60),
        worker=held["worker"].person,
        employer=held["employer_natural"].person,
        agent=held["practitioner"].person,
        secretary=Actor(secretary.person_id, "secretary", "", secretary.person.level),
        office=secretary.office,
    )
