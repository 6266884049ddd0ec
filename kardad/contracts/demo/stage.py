"""Where the stories of the demo's contracts play: who is there, what a contract says, and how somebody signs."""

from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, cast

from django.core.files.uploadedfile import SimpleUploadedFile

from kardad.contracts import policy, terms
from kardad.contracts.actions import activating, answering, drafting, renewing, sending, signing, wording
from kardad.contracts.models import Contract, Version
from kardad.contracts.queries import standing
from kardad.contracts.queries.standing import Standing
from kardad.core import files, outside
from kardad.core.actor import Actor
from kardad.core.models import StoredFile
from kardad.gateways.registry.book import Person as Known
from kardad.gateways.sms.memory import Memory
from kardad.gateways.sms.twin import DEMO_DELIVERIES
from kardad.kit import calendar, ids
from kardad.law import instruments
from kardad.law.contract_rules import WageStep, Worker
from kardad.law.instruments import Silent
from kardad.people import particulars
from kardad.people.models import Person

Story = Generator[datetime, None, None]
"""What happens to one contract: it yields the moment of its next deed, and does it when that has come."""
DAY: Final = timedelta(days=1)
WEEK: Final = 44 * 60  # minutes


@dataclass(frozen=True, slots=True)
class Work:
    """What a contract is about, and what part of the least wage of its days it pays."""

    title: str
    code: str
    duties: str
    skill: str = "semi_skilled"
    times: tuple[int, int] = (6, 5)


@dataclass(frozen=True, slots=True)
class Stage:
    """Who is there; `at` is the present."""

    at: datetime
    employer: Person
    worker: Person
    others: Sequence[Person]
    letter: bytes  # a scanned page

    def ago(self, days: float) -> datetime:
        """The moment so many days ago."""
        return self.at - timedelta(days=days)

    def day(self, ahead: int) -> date:
        """The day so many days ahead; behind where it is less than nought."""
        return calendar.tehran_day(self.at) + timedelta(days=ahead)


def acting(person: Person) -> Actor:
    """The person as actions see him."""
    return Actor(person.pk, "member", "", person.level)


def spoken_of(day: date) -> bool:
    """Whether the law says a wage for the day."""
    try:
        instruments.current().amount("wage.daily_minimum", day)
    except Silent:
        return False
    return True


@dataclass(slots=True)
class Play:
    """One contract on its way; nothing happens to it after the present."""

    stage: Stage
    worker: Person | Known
    now: datetime
    contract: Contract = field(init=False)

    def to(self, past: float) -> datetime:
        """The story goes on so many days ago."""
        self.now = self.stage.ago(past)
        return self.now

    @property
    def keeps(self) -> Actor:
        """The employer."""
        return acting(self.stage.employer)

    @property
    def works(self) -> Person:
        """The worker, who has an account."""
        return cast("Person", self.worker)

    def place(self, person: Person) -> Standing:
        """The person's place in the contract as it stands."""
        self.contract = Contract.objects.select_related("organisation", "employer", "worker", "predecessor").get(pk=self.contract.pk)
        found = standing.of(self.contract, person)
        if found is None:
            raise LookupError(f"person {person.pk} is nobody in contract {self.contract.pk}")
        return found

    def paper(self, name: str) -> StoredFile:
        """A scanned page of the employer."""
        upload = SimpleUploadedFile(name, self.stage.letter, "application/pdf")
        return files.store(upload, owner_id=self.stage.employer.pk, at=self.now)

    def begin(self) -> None:
        """A draft with what is known of its employer."""
        stage = self.stage
        self.contract = drafting.begin(stage.employer, drafting.For(), by=self.keeps, at=self.now)
        more = {"father_name": "موسی", "birth_certificate_number": "۲۱۸", "address": "تهران، خیابان نمونه، پلاک ۵", "phone": "02188000005"}
        self.say("employer", **more, postal_code="1498370910", workshop_code="1040123456")

    def sent(self, work: Work, first: int, last: int) -> bool:
        """It lies with its worker, from so many days ahead to so many; nothing is written where the law has no wage yet for the first."""
        if not spoken_of(self.stage.day(first)):
            return False
        self.begin()
        self.say("worker", **asdict(_worker(self.worker)))
        self.say(
            "work",
            type="fixed_term",
            nature="continuous",
            job_title=work.title,
            job_code=work.code,
            duties=work.duties,
            skill=work.skill,
            place="تهران، جاده نمونه، کیلومتر ۵، کارگاه نمونه",
        )
        self.say("hours", weekly_minutes=WEEK, shift="day", schedule="شنبه تا پنجشنبه، ۸ تا ۱۵:۲۰")
        self.say("ending", terms=("با پایان مدت، قرارداد پایان می‌یابد.",))
        self.last(self.stage.day(first), self.stage.day(last), work)
        self.send()
        return True

    def last(self, first: date, last: date, work: Work) -> None:
        """It lasts so long, as far as the law has a wage for it, and pays by the law of each of its years."""
        while not spoken_of(last):
            last = calendar.from_jalali(calendar.to_jalali(last).year, 1, 1) - DAY
        self.say("term", starts_on=first, ends_on=last)
        name = terms.read(self.contract.terms).worker.name
        paid = {"basis": "daily", "period": "monthly", "iban": "IR820540102680020817909002", "account_holder": name, "insured_from": first}
        years = range(calendar.to_jalali(first).year + 1, calendar.to_jalali(last).year + 1)
        days = [calendar.from_jalali(year, 1, 1) for year in years]
        steps = tuple(WageStep(day, wage(day, work)) for day in days)
        self.say("pay", amount=wage(first, work), steps=steps, **paid)

    def say(self, part: str, **told: Any) -> None:
        """A part of the draft says so."""
        self.contract = drafting.save_part(self.contract, part=part, told=told, by=self.keeps, at=self.now)

    def send(self) -> None:
        """The employer signed it and it lies with its worker."""
        here = self.place(self.stage.employer)
        version = sending.freeze(here, by=self.keeps, at=self.now)
        code, seen = self._asked(here, version)
        sending.send(here, version, code=code, knows=version.knows, seen=seen, by=self.keeps, at=self.now)

    def sign(self) -> None:
        """The worker has read it and signed; it is under way where its first day has come."""
        here, version = self.read()
        code, seen = self._asked(here, version)
        answering.sign(here, version, code=code, knows=version.knows, seen=seen, by=acting(here.person), at=self.now)
        activating.activate(self.contract.pk, at=self.now)

    def read(self) -> tuple[Standing, Version]:
        """The worker came to the end of what was sent to him."""
        here = self.place(self.works)
        version = self.contract.versions.get(kind=Version.Kind.CONTRACT, state="open")
        answering.opened(here, version, by=acting(here.person), at=self.now)
        return here, answering.read(here, version, by=acting(here.person), at=self.now)

    def give(self, person: Person, version: Version, *, reserves: frozenset[str] = frozenset()) -> None:
        """This side signed another wording: an amendment, an ending, a settlement."""
        here = self.place(person)
        version.refresh_from_db()
        version.contract = self.contract
        if here.side == standing.WORKER:
            version = answering.read(here, version, by=acting(person), at=self.now)
        code, seen = self._asked(here, version)
        answer = signing.Answer(code, frozenset(version.knows), reserves)
        wording.sign(here, version, answer, seen=seen, by=acting(person), at=self.now)

    def remind(self) -> None:
        """Both were told of the end that comes near, as on that day they are."""
        for days in policy.REMIND_BEFORE:
            renewing.tell(self.contract.pk, days, at=self.now)

    def _asked(self, here: Standing, version: Version) -> tuple[str, signing.Seen]:
        """The code that came to his mobile, by a call where texts do not arrive, and his browser."""
        mark, mobile = f"demo-{here.person.pk}", ids.local_mobile(particulars.own(here.person).mobile)
        seen = signing.Seen(device=mark, address=mark, session_key=mark)
        signing.ask(here, version, seen=seen, by=acting(here.person), at=self.now, voice=mobile in DEMO_DELIVERIES)
        (messenger,) = cast("tuple[Memory, ...]", outside.messengers())
        return messenger.to(mobile)[-1].code, seen


def wage(day: date, work: Work) -> int:
    """The wage of a day, a part of the least of that day."""
    least = int(instruments.current().amount("wage.daily_minimum", day))
    return least * work.times[0] // work.times[1]


def _worker(person: Person | Known) -> Worker:
    """What a contract says of its worker."""
    born: date | None
    if isinstance(person, Known):
        name, born, code, mobile = f"{person.first_name} {person.last_name}", person.birth, person.national_code, person.mobile
    else:
        own = particulars.own(person)
        name, born, code, mobile = person.name, particulars.birth(person), own.code, own.mobile
    return Worker(
        name=name,
        father_name="حسن",
        born_on=born,
        birth_place="تهران",
        birth_certificate_number="۱۲۷",
        national_code=code,
        education="دیپلم",
        is_married=True,
        children=1,
        address="تهران، خیابان نمونه، پلاک ۱۲",
        postal_code="1498370910",
        mobile=ids.mobile(mobile).normalised or "",
        insured_days=1_200,
    )
