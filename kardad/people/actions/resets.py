"""Password reset: a code to the mobile on record, for whoever knows the code and the birth date – and the same answer for everyone."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hmac import compare_digest

import structlog

from kardad.core import limits
from kardad.core.actor import VISITOR, Actor
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from kardad.people.actions import codes, sims
from kardad.people.models import Person

log = structlog.get_logger()
WINDOW = timedelta(minutes=30)
ASKED = 5  # times in the window, for one code and for one session
ANSWERED = 10  # wrong codes in the window
FROM_AN_IP = 30


class ResetCodeWrong(Refusal):
    """Wrong, late, used, or never sent: the same words for all."""

    code = "RESET_CODE"
    status = 401
    message = "این کد درست نیست یا مهلتش گذشته است. کد را دوباره بنویسید یا کد تازه بخواهید."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor typed to have the password made anew: the code, and the birth date or (for a member not yet verified) the mobile."""

    code_index: str
    birth: date | None
    mobile: str = field(default="", repr=False)
    session_key: str = ""
    ip: str = ""


def allow(code_index: str, *, ip: str, at: datetime) -> None:
    """One more try is within the limits, which hold for accounts that exist and for those that do not; raises TooMany."""
    limits.allow("reset", code_index, limit=ASKED, at=at, window=WINDOW)
    limits.allow("reset-ip", ip, limit=FROM_AN_IP, at=at, window=WINDOW)


def send(asked: Asked, *, at: datetime) -> bool:
    """A code is on its way if what was typed belongs to an account; True then. Done after the answer has left, so nobody can time it."""
    person = Person.objects.filter(code_index=asked.code_index, state=Person.State.ACTIVE).first()
    if person is None or not _belongs(person, asked):
        return False
    try:
        sims.require(person, by=VISITOR, at=at)
        codes.send(code_for(person, session_key=asked.session_key, ip=asked.ip), by=_owner(person), at=at)
    except Refusal as refusal:
        log.info("reset not sent", code=refusal.code)
        return False
    return True


def answer(code_index: str, *, code: str, session_key: str, ip: str, at: datetime) -> Person:
    """The person who may set a new password; raises ResetCodeWrong for every other case, and TooMany."""
    limits.allow("reset-code", code_index, limit=ANSWERED, at=at, window=WINDOW)
    limits.allow("reset-code-ip", ip, limit=FROM_AN_IP, at=at, window=WINDOW)
    person = Person.objects.filter(code_index=code_index, state=Person.State.ACTIVE).first() or Person(pk=0)
    what = code_for(person, session_key=session_key)
    row = codes.current(what)
    if row is None or not compare_digest(row.session_key, session_key):  # another's session must not use up the owner's tries
        raise ResetCodeWrong(field="code")
    try:
        codes.accept(what, code, by=_owner(person), at=at)
    except Refusal as refusal:
        raise ResetCodeWrong(field="code") from refusal
    sims.note_possession(person, at=at)
    return person


def code_for(person: Person, *, session_key: str, ip: str = "") -> codes.For:
    """What a reset's code is bound to."""
    mobile = particulars.own(person).mobile if person.login_key and person.pk else ""
    return codes.For(purpose="reset", subject=person, mobile=mobile, code_index=person.code_index or "", session_key=session_key, ip=ip)


def _belongs(person: Person, asked: Asked) -> bool:
    kept = particulars.own(person)
    if kept.birth:
        return asked.birth is not None and compare_digest(kept.birth, asked.birth.isoformat())
    return person.level == 0 and bool(asked.mobile) and compare_digest(kept.mobile, asked.mobile)


def _owner(person: Person) -> Actor:
    return Actor(person.pk, "applicant", level=person.level)
