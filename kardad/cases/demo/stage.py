"""Where the stories of the demo's disputes play: who is there, and the deeds that many stories share, each by the product's own action."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.cases.actions import (
    attendance,
    decisions,
    divan,
    drafting,
    filing,
    findings,
    hearings,
    intake,
    issuing,
    minutes,
    objections,
    panels,
)
from kardad.cases.actions import serving as service
from kardad.cases.models import Case, Decision, Divan, Hearing, Room, Seat
from kardad.cases.queries import boards, sittings, standing
from kardad.cases.queries import decisions as decided
from kardad.cases.queries.standing import Standing
from kardad.core import files, hours
from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.people.models import LabourOffice, Person

Story = Iterator[datetime]
"""What happens in one case: it yields the moment of its next deed, and does it when that has come."""
HOURS = (time(9), time(9, 45), time(10, 30), time(11, 15), time(12))
DAYS_TRIED = 30
LASTS = timedelta(minutes=40)
ITEMS: dict[str, int] = {"W01": 280_000_000, "W03": 162_000_000, "W06": 48_500_000}
NARRATIVE = "چهار ماه است که مزد نگرفته‌ام و عیدی سال پیش هم پرداخت نشد. هر بار گفتند ماه بعد. فیش و صورتحساب بانک پیوست است."
GROUNDS = "مزد آبان به حساب او ریخته شده است و رسید آن در پرونده هست."
REASONS = "رابطه کار با قرارداد و فیش روشن است و خوانده دلیلی بر پرداخت نیاورد."


@dataclass(slots=True)
class Stage:
    """The labour office of the demo; `at` is the present."""

    at: datetime
    office: LabourOffice
    other_office: LabourOffice
    secretary: Actor
    manager: Actor
    reviewer: Actor
    finance: Actor
    officer: Actor
    counter: LabourOffice | None  # where the officer sits
    worker: Person
    employer: Person
    member: Person  # of the first board
    appeal_chair: Person
    lawyer: Person
    expert: Person
    others: list[Person]  # two who claim, without a ready log-in
    letter: bytes  # a scanned page
    room: Room | None = None

    def days(self, past: float) -> datetime:
        """The working moment so many days ago."""
        return min(hours.add(self.at - timedelta(days=past), 0), self.at)


def acting(person: Person, role: str = "member") -> Actor:
    """The person as actions see him."""
    return Actor(person.pk, role, "", person.level)


def paper(owner: Person, name: str, raw: bytes, *, at: datetime) -> StoredFile:
    """A file of the person lies in the storage."""
    return files.store(SimpleUploadedFile(name, raw, "application/pdf"), owner_id=owner.pk, at=at)


@dataclass(slots=True)
class Play:
    """One case on its way: `now` never goes back, and nothing happens after the present."""

    stage: Stage
    claimant: Person
    respondent: Person | None
    now: datetime
    case: Case

    def to(self, past: float) -> datetime:
        """The story goes on so many days ago, and never earlier than where it stands."""
        self.now = max(self.now + timedelta(minutes=1), self.stage.days(past))
        return self.now

    def later(self, days: float) -> datetime:
        """The story goes on so many days after where it stands, when the office is open."""
        self.now = min(hours.add(self.now + timedelta(days=days), 7), self.stage.at)
        return self.now

    def fresh(self) -> Case:
        """The case as it stands."""
        self.case = Case.objects.select_related("dossier", "office").get(pk=self.case.pk)
        return self.case

    def place(self, person: Person) -> Standing:
        """The person's place in the case."""
        found = standing.of(self.fresh(), person, at=self.now)
        if found is None:
            raise LookupError(f"person {person.pk} is nobody in case {self.case.pk}")
        return found

    def file(self, **asked: int) -> None:
        """The petition is filed."""
        self.case = filing.submit(self.case, by=acting(self.claimant), at=self.now)

    def by_desk(self, deed: Callable[..., Any], **said: Any) -> None:
        """The secretary does this with the case."""
        deed(self.fresh(), **said, by=self.stage.secretary, at=self.now)

    def draw(self) -> None:
        """The panel is promised and drawn."""
        self.by_desk(panels.commit)
        self.now += timedelta(minutes=20)
        self.by_desk(panels.draw)

    def summon(self, *, not_before: datetime | None = None) -> Hearing:
        """The first session for which everybody is free is set."""
        case, room = self.fresh(), self.stage.room
        first = sittings.earliest(case, at=self.now)
        if not_before is not None:
            first = max(first, calendar.tehran_day(not_before))
        if room is None:
            raise LookupError("the boards have no room")
        for day in range(DAYS_TRIED):
            for hour in HOURS:
                when = datetime.combine(first + timedelta(days=day), hour, calendar.TEHRAN)
                try:
                    return hearings.set_hearing(case, hearings.Wish(when, room), by=self.stage.secretary, at=self.now)
                except Refusal:
                    continue
        raise LookupError("no day is free")

    def chair(self) -> Actor:
        """Who chairs the panel."""
        return acting(boards.panel(self.case).get(is_chair=True).person, "board_member")

    def seats(self) -> list[Seat]:
        """The panel."""
        return list(boards.panel(self.fresh()))

    def meet(self, hearing: Hearing, *, absent: tuple[str, ...] = ()) -> None:
        """The session is held and closed, its minutes signed by everybody."""
        self.open(hearing, absent=absent)
        said = {"statements": "خواهان گفت مزدش پرداخت نشده است؛ خوانده گفت بخشی را پرداخته است.", "orders": "ختم رسیدگی اعلام شد."}
        self.now += LASTS
        minutes.write(hearing, parts={part: said.get(part, "") for part in minutes.PARTS}, by=self.chair(), at=self.now)
        hearings.close_hearing(hearing, by=self.chair(), at=self.now)
        hearing.refresh_from_db()
        seen = minutes.digest(hearing)
        for seat in self.seats():
            minutes.sign(hearing, seen=seen, by=acting(seat.person, "board_member"), at=self.now)
            seen = Hearing.objects.get(pk=hearing.pk).locked_hash or seen

    def open(self, hearing: Hearing, *, absent: tuple[str, ...] = ()) -> None:
        """The members and the sides came, and the session runs."""
        self.now = hearing.starts_at
        for seat in self.seats():
            attendance.come(hearing, seat, by=self.stage.secretary, at=self.now)
        for party in self.case.dossier.parties.all() if self.case.dossier else ():
            if party.side not in absent and party.has_account:
                attendance.come(hearing, party, by=self.stage.secretary, at=self.now)
        hearings.open_hearing(hearing, by=self.chair(), at=self.now)

    def draft(self, *, kind: str = "merits", outcome: str = "allowed", text: str = "") -> Decision:
        """The board's draft says this of every item that is before it."""
        made = decisions.draft(self.fresh(), kind=kind, by=self.chair(), at=self.now)
        for item in decided.missing(made) if kind in decided.WEIGHED else ():
            amount = item.amount if outcome == "allowed" else None
            findings.find(made, item, by=self.chair(), at=self.now, outcome=outcome, amount=amount, reasons=REASONS)
        return decisions.write(made, text=text, by=self.chair(), at=self.now) if text else made

    def vote(self, made: Decision, *, but: tuple[Person, ...] = ()) -> Decision:
        """It was put to the vote, and everybody but those has voted."""
        made = decisions.propose(made, by=self.chair(), at=self.now)
        for seat in self.seats():
            self.now += timedelta(minutes=1)
            if seat.person not in but:
                ballot = decisions.Ballot(version=made.version, opinion=decided.AGREE, dissent="")
                decisions.vote(made, by=acting(seat.person, "board_member"), at=self.now, **ballot)
        return made

    def decide(self, **said: str) -> Decision:
        """The board decided so, all agreeing."""
        return issuing.issue(self.vote(self.draft(**said)), by=self.chair(), at=self.now)

    def serve(self, made: Decision) -> None:
        """The decision is on its way to the sides."""
        service.serve(made, by=self.stage.secretary, at=self.now)

    def complain(self, number: str) -> Divan:
        """The respondent's complaint lies with the Divan."""
        party = self.fresh().dossier.parties.get(side="respondent")  # type: ignore[union-attr]
        told = {"party": party, "number": number, "opened_on": calendar.tehran_day(self.now)}
        return divan.complain(self.case, **told, by=self.stage.secretary, at=self.now)  # type: ignore[arg-type]


def heard(play: Play, filed: float) -> Story:
    """The way that every case goes to its first session: filed so many days ago, accepted, a panel drawn, the sides summoned and heard."""
    yield play.to(filed)
    play.file()
    yield play.to(filed - 0.8)
    play.by_desk(intake.accept)
    yield play.to(filed - 1)
    play.draw()
    hearing = play.summon()
    yield hearing.starts_at
    play.meet(hearing)


def served(play: Play, filed: float, *, after: float) -> Story:
    """A decision of the first board, on its way to both sides so many days after the session."""
    yield from heard(play, filed)
    made = play.decide()
    yield play.later(after)
    play.serve(made)


def objected(play: Play, filed: float) -> Story:
    """The employer objected some days after the service."""
    yield from served(play, filed, after=0.5)
    yield play.later(4)
    items = list(play.fresh().items.order_by("position")[:1])
    objections.object(play.place(play.stage.employer), by=acting(play.stage.employer), at=play.now, items=items, grounds=GROUNDS, excuse="")


def to_appeal(play: Play, filed: float) -> Story:
    """The appeal board upheld the decision to which the employer objected: final on issue, and on its way to both sides."""
    yield from objected(play, filed)
    yield play.later(1)
    play.draw()
    hearing = play.summon()
    yield hearing.starts_at
    play.meet(hearing)
    made = play.decide(outcome="upheld")
    play.now += timedelta(hours=2)
    play.serve(made)


def written(
    stage: Stage, claimant: Person, *, past: float, respondent: Person | None = None, codes: tuple[str, ...] = ("W01", "W03")
) -> Play:
    """A petition that lacks nothing, begun a little before it is filed."""
    at = stage.days(past) - timedelta(minutes=30)
    by = acting(claimant)
    case = drafting.begin(claimant, drafting.For("worker"), by=by, at=at)
    for step, told in _steps(stage, at).items():
        drafting.save_step(case, step=step, told=told, by=by, at=at)
    drafting.put_respondent(case, place=1, told=_against(respondent), by=by, at=at)
    drafting.add_items(case, codes=codes, by=by, at=at)
    day = calendar.tehran_day(at)
    for place, code in enumerate(codes, start=1):
        told = {"from_day": day - timedelta(days=200), "to_day": day - timedelta(days=20), "way": "typed", "amount": ITEMS[code]}
        drafting.put_item(case, place=place, told=told, by=by, at=at)
    return Play(stage, claimant, respondent, at, case)


def _steps(stage: Stage, at: datetime) -> dict[str, dict[str, Any]]:
    day = calendar.tehran_day(at)
    place = {"province": stage.office.province, "city": stage.office.city}
    return {
        "claimant": {"father_name": "حسن", "birth_year": 1365, "address": "تهران، خیابان نمونه، پلاک ۱۲"},
        "workshop": {"name": "کارگاه نمونه", "address": "تهران، جاده نمونه، کیلومتر ۵", "is_operating": "yes", **place},
        "employment": {
            "job": "جوشکار",
            "contract": "fixed",
            "started_on": day - timedelta(days=900),
            "ended_on": day - timedelta(days=20),
            "end": "dismissal",
            "wage": 152_000_000,
        },
        "narrative": {"text": NARRATIVE},
        "conciliation": {"tried": "no"},
    }


def _against(respondent: Person | None) -> dict[str, str]:
    if respondent is None:
        return {"kind": "legal", "company_name": "شرکت ساختمانی البرز نمونه", "address": "تهران، خیابان نمونه، پلاک ۸۶"}
    known = {"kind": "natural", "first_name": respondent.first_name, "last_name": respondent.last_name}
    return known | {"code": respondent.particulars.code, "address": "تهران، خیابان نمونه، پلاک ۵"}
