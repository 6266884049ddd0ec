"""A company, who keeps its contracts, a worker, and a contract between them that the law has nothing against."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from kardad.contracts import access, terms
from kardad.contracts.actions import answering, drafting, sending, signing
from kardad.contracts.models import Contract
from kardad.contracts.terms import Terms
from kardad.core.actor import Actor
from kardad.kit.calendar import from_jalali, month_length, parse_jalali, tehran_day, to_jalali
from kardad.law import instruments
from kardad.law.contract_rules import Employer, Worker
from kardad.people.models import Membership, Organisation, Particulars, Person
from tests import factories
from tests.people import accounts

NOW = datetime(2025, 3, 25, 6, 0, tzinfo=UTC)  # 1404-01-05 in Tehran


def day(jalali):
    return parse_jalali(jalali)


@dataclass
class World:
    """Who is there; `keeper` is the owner of the company."""

    company: Organisation
    keeper: Person
    worker: Person
    contract: Contract | None = None

    @property
    def keeps(self) -> Actor:
        return factories.actor(self.keeper, "employer")

    @property
    def works(self) -> Actor:
        return factories.actor(self.worker, "worker")


def company(owner, *, name="فولاد سپهر", company_id="10101234560", at=NOW):
    """A company with its owner, who signs for it."""
    made = Organisation.objects.create(
        company_index=f"i{company_id}", company_id=company_id, registration_number="۱۲۳۴", name=name, checked_at=at, joined_at=at
    )
    seat(made, owner, is_owner=True, is_signatory=True)
    return made


def seat(organisation, person, *, rights=(), is_owner=False, is_signatory=False):
    """The person's place in the organisation."""
    return Membership.objects.create(
        organisation=organisation,
        person=person,
        is_owner=is_owner,
        is_signatory=is_signatory,
        rights=list(rights),
        state="active",
        asked_at=NOW,
        decided_at=NOW,
        checked_at=NOW,
    )


def world(*, at=NOW):
    """A company and a worker, both known, each with a SIM that was proved lately."""
    keeper = factories.person(level=2, role="employer", first_name="مریم", last_name="احمدی", birth="1980-02-03")
    worker = factories.person(level=2, first_name="علی", last_name="رضایی", birth="1991-05-06")
    for one in (keeper, worker):
        one.mobile_proved_at = at
        one.save()
    return World(company(keeper), keeper, worker)


def code_of(person):
    """The person's national code."""
    return Particulars.objects.get(person=person).code


def sound(made, *, at=NOW, **changed):
    """Terms of a contract that the law has nothing against on that day: each part may be changed by its name. At NOW it is that of A9."""
    first, last, least = span(at)
    held = Terms(
        employer=Employer(
            kind="legal",
            name=made.company.name,
            company_id="10380284790",
            registration_number="۱۲۳۴",
            representative=made.keeper.name,
            position="مدیرعامل",
            address="شیراز، خیابان زند",
            postal_code="7134567891",
            phone="07132345678",
            workshop_code="1234567890",
        ),
        worker=Worker(
            name=made.worker.name,
            father_name="رضا",
            born_on=day("1370-02-16"),
            birth_place="شیراز",
            birth_certificate_number="۳۴",
            national_code=code_of(made.worker),
            education="دیپلم",
            is_married=True,
            children=0,
            address="شیراز، خیابان ارم",
            postal_code="7134567892",
            mobile=Particulars.objects.get(person=made.worker).mobile,
            insured_days=900,
        ),
        work=terms.Work(
            type="fixed_term",
            nature="continuous",
            job_title="جوشکار",
            job_code="012345",
            duties="جوشکاری قطعات فلزی در کارگاه",
            skill="unskilled",
            place="شیراز، شهرک صنعتی، خیابان پژوهش",
        ),
        term=terms.Term(starts_on=first, ends_on=last, trial_days=30 if at == NOW else None),
        hours=terms.Hours(weekly_minutes=44 * 60, shift="day", schedule="شنبه تا پنجشنبه، ۸ تا ۱۵:۲۰"),
        pay=terms.Pay(
            basis="daily",
            amount=least,
            period="monthly",
            iban="IR820540102680020817909002",
            account_holder=made.worker.name,
            insured_from=first,
        ),
        ending=terms.Ending(terms=("با پایان مدت، قرارداد پایان می‌یابد.",)),
    )
    for part, values in changed.items():
        held = terms.told(held, part, values)
    return held


def span(at):
    """The first and last day of a contract begun on that day, within its year, and the least wage of a day."""
    if at == NOW:
        return day("1404-01-01"), day("1404-06-31"), 3_463_656
    today = tehran_day(at)
    year = to_jalali(today).year
    end = from_jalali(year, 12, month_length(year, 12))
    return today, min(end, today + timedelta(days=60)), int(instruments.current().amount("wage.daily_minimum", today))


def drafted(made=None, *, at=NOW, **changed):
    """The world with a draft that says what `sound` says."""
    made = made or world(at=at)
    contract = drafting.begin(made.keeper, drafting.For(organisation=made.company), by=made.keeps, at=at)
    held = sound(made, at=at, **changed)
    for part in terms.PARTS:
        contract = drafting.save_part(contract, part=part, told=asdict_shallow(getattr(held, part)), by=made.keeps, at=at)
    made.contract = contract
    return made


def asdict_shallow(part):
    """The fields of a part, with their rows as they are."""
    return {name: getattr(part, name) for name in asdict(part)}


def place(made, actor):
    """The actor's place in the contract now."""
    return access.contract(actor, made.contract.token)


def by_code(sms, person):
    """The last code that went to the person's mobile."""
    return accounts.sent_code(sms, person)


def sent(made=None, *, sms, at=NOW, **changed):
    """The contract lies with its worker, signed by its employer."""
    made = made if made and made.contract else drafted(made, at=at, **changed)
    here = place(made, made.keeps)
    version = sending.freeze(here, by=made.keeps, at=at)
    seen = signing.Seen(device="desk", address="10.0.0.1", session_key="keeper")
    signing.ask(here, version, seen=seen, by=made.keeps, at=at)
    code = by_code(sms, made.keeper)
    made.contract = sending.send(here, version, code=code, knows=version.knows, seen=seen, by=made.keeps, at=at)
    return made


def open_version(made):
    """The version that lies before the sides."""
    return made.contract.versions.get(kind="contract", state="open")


def signed(made=None, *, sms, at=NOW, **changed):
    """Both have signed."""
    made = made if made and made.contract and made.contract.state == "sent" else sent(made, sms=sms, at=at, **changed)
    here, version = place(made, made.works), open_version(made)
    version = answering.read(here, version, by=made.works, at=at)
    seen = signing.Seen(device="phone", address="10.0.0.2", session_key="worker")
    signing.ask(here, version, seen=seen, by=made.works, at=at)
    code = by_code(sms, made.worker)
    made.contract = answering.sign(here, version, code=code, knows=version.knows, seen=seen, by=made.works, at=at)
    return made
