"""A petition that an officer writes for a person at his counter: by the person's code it begins, by another one he signs it."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kardad.cases import petition, proof
from kardad.cases.actions import drafting
from kardad.cases.models import Case, CounterConsent, FilingFile
from kardad.cases.petition import Petition
from kardad.core import limits
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.inbox.actions import dossiers
from kardad.kit.refusal import BadInput, Refusal
from kardad.people import particulars
from kardad.people.actions import codes, sims
from kardad.people.models import Code, LabourOffice, Person, RoleGrant
from kardad.people.refusals import SmsUnusable

LASTS: Final = timedelta(hours=12)  # a person comes and goes within a day
A_DAY: Final = 60  # people whom one officer may ask in a day
WORDS: Final = "می‌پذیرم که متصدی «{office}» از سوی من دادخواست بنویسد و پس از خواندن آن برای من و با رمز دوم خودم آن را ثبت کند."


class NotKnown(BadInput):
    """Nobody with a verified identity bears this code, or he cannot be reached."""

    code = "COUNTER_UNKNOWN"
    message = "کسی با این کد، با هویت تأییدشده، حساب ندارد. نخست در همین باجه احراز هویت شود."


class NotReached(Refusal):
    """The mobile on record is not known to be the person's any more."""

    code = "COUNTER_NOT_REACHED"
    message = "شماره همراهی که از او داریم دیگر به نام خودش تأیید نمی‌شود؛ رمزی به آن نمی‌رود. نخست شماره تازه او را در همین باجه ثبت کنید."


class OwnPetition(Refusal):
    """An officer writes neither for himself nor for his own people at the counter."""

    code = "COUNTER_OWN_PETITION"
    message = "دادخواست خودتان و کسی که ولی او هستید یا ولی شماست با متصدی دیگری است."


class NoConsent(Refusal):
    """The person did not consent, or his consent is over."""

    code = "COUNTER_NO_CONSENT"
    status = 403
    message = "رضایت این شخص برقرار نیست یا زمان آن گذشته است. دوباره از او رمز بگیرید."


class WordsChanged(Refusal):
    """A code signs the words that stood when it was sent; who changed them since reads them out again."""

    code = "COUNTER_CHANGED"
    message = "متن دادخواست پس از فرستادن این رمز عوض شده است. متن تازه را برای او بخوانید و رمز تازه‌ای به همراه او بفرستید."


@transaction.atomic
def ask(*, code: str, side: str, office: LabourOffice, by: Actor, at: datetime) -> CounterConsent:
    """The person of this code is at the counter and may be asked for his consent. Raises NotKnown, OwnPetition, TooMany."""
    if limits.hit_today("counter-petition", str(by.somebody), at=at) > A_DAY:
        raise limits.TooMany
    person = Person.objects.filter(code_index=dossiers.index_of(code), level__gte=1, state=Person.State.ACTIVE).first()
    if person is None:
        raise NotKnown(field="code")
    officer = Person.objects.get(pk=by.somebody)
    if officer.pk in (person.pk, person.guardian_id) or officer.guardian_id == person.pk:
        raise OwnPetition(field="code")
    text = WORDS.format(office=office.name)
    whose = {"person": person, "officer": officer, "office": office}
    made = CounterConsent.objects.create(**whose, side=side, text=text, asked_at=at, until=at + LASTS)
    record("consent.asked", made, by=by, at=at, person_id=person.pk, office=office.name)
    return made


def send(consent: CounterConsent, *, session_key: str, ip: str, by: Actor, at: datetime, voice: bool = False) -> Code:
    """A code is on its way to the person's own mobile; where the petition is written, it signs the words that stand now.

    Raises NoConsent, NotReached, CodeCooldown, CodeLimit.
    """
    _ensure_live(consent, by=by, at=at)
    try:
        sims.require(consent.person, by=by, at=at)
    except SmsUnusable as unusable:
        raise NotReached from unusable
    words = Case.objects.filter(consent=consent.pk).values_list("petition", flat=True).first()
    sent = codes.send(code_for(consent, session_key=session_key, ip=ip), by=by, at=at, voice=voice)
    CounterConsent.objects.filter(pk=consent.pk).update(digest=proof.digest(words) if words is not None else "")
    return sent


def give(consent: CounterConsent, *, typed: str, session_key: str, by: Actor, at: datetime) -> Case:
    """By his code the person consented: a draft of his petition stands with the officer. Raises NoConsent, and what a wrong code raises."""
    _ensure_live(consent, by=by, at=at)
    if consent.case_id is None:
        codes.accept(code_for(consent, session_key=session_key), typed, by=by, at=at)
    return _begun(consent, by=by, at=at)


def hear(consent: CounterConsent, *, typed: str, session_key: str, by: Actor, at: datetime) -> None:
    """The person's second code is right: what was read to him, in these very words, may be filed.

    Raises NoConsent, WordsChanged, what a code raises.
    """
    held = CounterConsent.objects.select_related("case", "person").get(pk=consent.pk)
    _ensure_live(held, by=by, at=at)
    if held.case is None:
        raise NoConsent
    if held.digest and held.digest != proof.digest(held.case.petition):
        raise WordsChanged(field="code")
    codes.accept(code_for(held, session_key=session_key), typed, by=by, at=at)


def seal(case: Case, *, by: Actor, at: datetime) -> dict[str, str]:
    """What the person signed at the counter is his from now on, the officer's no more; called inside the action that files.

    Gives what the entry of the filing says of it. Raises NoConsent, also where the words are not those that were read to him.
    """
    consent = CounterConsent.objects.select_for_update(of=("self",)).select_related("office", "person").filter(case=case).first()
    if consent is None or consent.digest != proof.digest(case.petition):
        raise NoConsent
    _ensure_live(consent, by=by, at=at)
    consent.signed_at = at
    consent.save(update_fields=["signed_at"])
    case.filer = consent.person
    record("consent.signed", consent, by=by, at=at, person_id=consent.person_id, office=consent.office.name)
    return {"counter": str(consent.office_id), "officer": str(consent.officer_id), "consent": proof.digest(consent.text)}


def ensure_consent(case: Case, officer_id: int, *, at: datetime) -> None:
    """The officer still sits at the counter at which the person consented, in the hours of that consent. Raises NoConsent."""
    consent = CounterConsent.objects.select_related("office").filter(case=case).first()
    if consent is None:
        raise NoConsent
    _ensure_live(consent, by=Actor(officer_id, "officer"), at=at)


def forget_due(pk: int, *, at: datetime) -> bool:
    """A petition that nobody signed in time is gone from the counter."""
    with transaction.atomic():
        held = CounterConsent.objects.select_for_update(skip_locked=True, of=("self",)).select_related("case")
        consent = held.filter(pk=pk, signed_at=None, until__lte=at).first()
        if consent is None:
            return False
        if consent.case is not None:
            FilingFile.objects.filter(case=consent.case).delete()
        case, consent.case = consent.case, None
        consent.save(update_fields=["case"])
        if case is not None:
            case.delete()
        record("consent.lapsed", consent, by=SYSTEM, at=at, person_id=consent.person_id)
        consent.delete()
    return True


def code_for(consent: CounterConsent, *, session_key: str, ip: str = "") -> codes.For:
    """What the person's code is for: this consent, his own mobile, the officer's session."""
    mobile = particulars.own(consent.person).mobile
    whose = {"code_index": consent.person.code_index or "", "session_key": session_key, "ip": ip}
    return codes.For(purpose="consent", subject=consent, mobile=mobile, **whose)


@transaction.atomic
def _begun(consent: CounterConsent, *, by: Actor, at: datetime) -> Case:
    held = CounterConsent.objects.select_for_update(of=("self",)).select_related("person", "officer", "case").get(pk=consent.pk)
    if held.case is not None:
        return held.case
    written = Petition(side=held.side, capacity=Case.Capacity.COUNTER)
    kept = particulars.read(held.person, by=by, what=drafting.LOOKED_AT, reason="دادخواست در باجه با رضایت", at=at)
    written = petition.told(written, "claimant", drafting.known_of(held.person, kept))
    held.case = Case.objects.create(
        by_side=held.side,
        filer=held.officer,
        claimant=held.person,
        capacity=Case.Capacity.COUNTER,
        petition=petition.as_json(written),
        made_at=at,
        changed_at=at,
    )
    held.given_at = at
    held.save(update_fields=["case", "given_at"])
    record("consent.given", held, by=by, at=at, person_id=held.person_id)
    record("petition.begun", held.case, by=by, at=at, person_id=held.person_id)
    return held.case


def _ensure_live(consent: CounterConsent, *, by: Actor, at: datetime) -> None:
    """Asked by this officer, at a counter where he sits and which is open, not over, not signed."""
    sits = RoleGrant.objects.filter(
        person_id=by.somebody, role="officer", state="active", office_id=consent.office_id, office__is_open=True
    )
    if consent.officer_id != by.person_id or consent.signed_at or consent.until <= at or not sits.exists():
        raise NoConsent
