"""Change of mobile: asked, proved by a code to the new one, held for a day while the old one is warned, then applied."""

from datetime import datetime

from django.db import transaction

from kardad.core import limits
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.gateways.registry.port import COUNTED, Outcome
from kardad.outbox import actions as outbox
from kardad.people import flow, particulars, policy
from kardad.people.actions import checks, codes, persons, sims
from kardad.people.models import MobileChange, Person
from kardad.people.refusals import CodeTries, IdentityRefusal, OutOfHours, ProviderDown, SimNotOwned

OPEN = ("asked", "held")
TOLD_TO_THE_OLD = "mobile_changing"  # the one text that is for the old mobile


class SameMobile(IdentityRefusal):
    """The mobile is already the account's."""

    code = "MOBILE_SAME"
    message = "این همان شماره‌ای است که در حساب شماست."


class ChangeWaits(IdentityRefusal):
    """An earlier change is held; it must take effect or be stopped first."""

    code = "MOBILE_CHANGE_WAITS"
    message = "یک شماره دیگر در راه جایگزینی است. نخست آن را بازدارید."


class OldSimNeeded(IdentityRefusal):
    """Without a code to the old mobile only someone verified at level two may change it."""

    code = "MOBILE_OLD_NEEDED"
    message = "برای عوض‌کردن شماره، یا با کد پیامکی به شماره کنونی خود را نشان دهید، یا حضوری مراجعه کنید."
    steps = ("in_person",)


def ask(person: Person, *, mobile: str, factor: str, ip: str, by: Actor, at: datetime) -> MobileChange:
    """The new SIM is the person's and a code is on its way to it; raises what stopped it. Never called inside a transaction."""
    if factor != "sms" and person.level < 2:
        raise OldSimNeeded
    change = _begin(person, mobile, ip=ip, by=by, at=at)
    if person.level:
        _require_own(change, sims.ask(person, mobile, by=by, at=at), ip=ip, by=by, at=at)
    return change


def send_code(change: MobileChange, *, session_key: str, ip: str, by: Actor, at: datetime, voice: bool = False) -> None:
    """A code is on its way to the new mobile."""
    flow.MOBILE_CHANGE.after(change.state, "prove", "owner")
    codes.send(code_for(change, session_key=session_key, ip=ip), by=by, at=at, voice=voice)


def code_for(change: MobileChange, *, session_key: str, ip: str = "") -> codes.For:
    """What the change's code is bound to."""
    return codes.For(
        purpose="change_mobile",
        subject=change,
        mobile=change.mobile,
        code_index=change.person.code_index or "",
        session_key=session_key,
        ip=ip,
    )


def prove(change: MobileChange, *, code: str, session_key: str, by: Actor, at: datetime) -> MobileChange:
    """The new mobile is proved: it waits a day, and the old one is told. A code answered twice changes nothing more."""
    flow.MOBILE_CHANGE.after(change.state, "prove", "owner")
    try:
        codes.accept(code_for(change, session_key=session_key), code, by=by, at=at)
    except CodeTries:
        _count_failure(change.person, change.mobile_index, ip="", at=at)
        raise
    return _hold(change, by=by, at=at)


@transaction.atomic
def cancel(change: MobileChange, *, by: Actor, at: datetime) -> MobileChange:
    """The old mobile stays."""
    return _end(change, "cancel", "owner", deed="mobile_change.cancelled", by=by, at=at)


def apply_due(change_id: int, *, at: datetime) -> bool:
    """A held change whose day has passed took effect, or one never proved ended. Safe against a second sweep."""
    with transaction.atomic():
        change = MobileChange.objects.select_for_update(skip_locked=True).filter(pk=change_id, due_at__lte=at, state__in=OPEN).first()
        if change is None:
            return False
        if change.state == "asked":
            _end(change, "expire", "system", deed="mobile_change.expired", by=SYSTEM, at=at)
            return True
        person = Person.objects.select_for_update().get(pk=change.person_id)
        persons.release_mobile(change.mobile_index, person, at=at)
        person.mobile_index, person.mobile_proved_at, person.sms_suspended_at = change.mobile_index, at, None
        person.save(update_fields=["mobile_index", "mobile_proved_at", "sms_suspended_at"])
        kept = particulars.own(person)
        kept.mobile = change.mobile
        kept.save(update_fields=["mobile"])
        outbox.readdress(person.pk, change.mobile, besides=TOLD_TO_THE_OLD)
        _end(change, "apply", "system", deed="mobile_change.applied", by=SYSTEM, at=at)
    return True


@transaction.atomic
def _begin(person: Person, mobile: str, *, ip: str, by: Actor, at: datetime) -> MobileChange:
    person = Person.objects.select_for_update().get(pk=person.pk)
    if particulars.own(person).mobile == mobile and not person.sms_suspended_at:
        raise SameMobile(field="mobile")
    index = particulars.mobile_index(mobile)
    if checks.is_locked(code_index=person.code_index or f"person:{person.pk}", mobile_index=index, ip=ip, at=at):
        raise checks.locked(at)
    earlier = MobileChange.objects.filter(person=person, state__in=OPEN).first()
    if earlier and earlier.state == "held":
        raise ChangeWaits(field="mobile")
    if earlier and earlier.mobile_index == index:
        return earlier
    if earlier:
        _end(earlier, "cancel", "owner", deed="mobile_change.cancelled", by=by, at=at)
    change = MobileChange.objects.create(person=person, mobile=mobile, mobile_index=index, asked_at=at, due_at=at + policy.ATTEMPT_LIFE)
    record("mobile_change.asked", change, by=by, at=at, person_id=person.pk)
    return change


def _require_own(change: MobileChange, outcome: Outcome, *, ip: str, by: Actor, at: datetime) -> None:
    if outcome is Outcome.MATCH:
        return
    with transaction.atomic():
        _end(change, "cancel", "owner", deed="mobile_change.refused" if outcome in COUNTED else "mobile_change.cancelled", by=by, at=at)
        if outcome in COUNTED:
            _count_failure(change.person, change.mobile_index, ip=ip, at=at)
    if outcome is Outcome.OUT_OF_HOURS:
        raise OutOfHours("سامانه‌ای که می‌گوید شماره به نام کیست، اکنون بسته است. از ساعت ۷:۰۵ دوباره تلاش کنید.")
    if sims.is_unanswered(outcome):
        raise ProviderDown("سامانه‌ای که می‌گوید شماره به نام کیست، پاسخ نمی‌دهد. کمی بعد دوباره تلاش کنید.")
    raise SimNotOwned(field="mobile")


def _count_failure(person: Person, mobile_index: str, *, ip: str, at: datetime) -> None:
    limits.hit_today("failed-code", person.code_index or f"person:{person.pk}", at=at)
    limits.hit_today("failed-mobile", mobile_index, at=at)
    if ip:
        limits.hit_today("failed-ip", ip, at=at)


@transaction.atomic
def _hold(change: MobileChange, *, by: Actor, at: datetime) -> MobileChange:
    change = MobileChange.objects.select_for_update().select_related("person").get(pk=change.pk)
    change.state = flow.MOBILE_CHANGE.after(change.state, "prove", "owner")
    change.due_at = at + policy.MOBILE_HOLD
    change.save(update_fields=["state", "due_at"])
    record("mobile_change.held", change, by=by, at=at, person_id=change.person_id)
    if old := particulars.reachable(change.person):
        outbox.queue_text(TOLD_TO_THE_OLD, old, at=at, person_id=change.person_id)
    return change


def _end(change: MobileChange, move: str, role: str, *, deed: str, by: Actor, at: datetime) -> MobileChange:
    change = MobileChange.objects.select_for_update().get(pk=change.pk)
    change.state = flow.MOBILE_CHANGE.after(change.state, move, role)
    change.due_at, change.ended_at = None, at
    change.save(update_fields=["state", "due_at", "ended_at"])
    record(deed, change, by=by, at=at, person_id=change.person_id)
    return change
