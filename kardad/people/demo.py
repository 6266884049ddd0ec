"""The people of a demo, made through the same actions as everyone else's, in the past; only where nobody is real."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import transaction

from kardad.core import incidents, outside
from kardad.core.actor import SYSTEM, Actor
from kardad.gateways.registry import demo as registry
from kardad.gateways.registry.memory import Memory
from kardad.gateways.sms import memory as sms
from kardad.kit import ids
from kardad.people import refusals
from kardad.people.actions import attempts, persons, staff
from kardad.people.demo_accounts import ACCOUNTS, OTHERS, PASSWORD, TOTP_SECRET, Account
from kardad.people.models import LabourOffice, Person

OFFICES = (
    {
        "name": "دفتر پیشخوان ونک",
        "kind": "counter",
        "province": "تهران",
        "city": "تهران",
        "address": "میدان ونک، خیابان نمونه",
        "hours": "شنبه تا چهارشنبه ۸ تا ۱۶",
    },
    {
        "name": "دفتر پیشخوان چهارباغ",
        "kind": "counter",
        "province": "اصفهان",
        "city": "اصفهان",
        "address": "چهارباغ بالا",
        "hours": "شنبه تا چهارشنبه ۸ تا ۱۴",
    },
    {
        "name": "شعبه مرکزی",
        "kind": "bank",
        "province": "تهران",
        "city": "تهران",
        "address": "خیابان نمونه",
        "hours": "شنبه تا چهارشنبه ۷:۳۰ تا ۱۳:۳۰",
    },
    {
        "name": "اداره کار کرج",
        "kind": "labour",
        "province": "البرز",
        "city": "کرج",
        "address": "خیابان نمونه، پلاک ۴",
        "hours": "شنبه تا چهارشنبه ۷:۳۰ تا ۱۴",
    },
    {
        "name": "اداره کار نمونه",
        "kind": "labour",
        "province": "تهران",
        "city": "تهران",
        "address": "خیابان نمونه، پلاک ۱۲",
        "hours": "شنبه تا چهارشنبه ۷:۳۰ تا ۱۴",
    },
)


def make(*, at: datetime) -> list[Person]:
    """Offices, members and staff stand, each through the pages' own actions, in the weeks before `at`."""
    if not settings.DEMO:
        raise RuntimeError("demo people are made in a demo only")
    offices = [LabourOffice.objects.create(**values) for values in OFFICES]
    with _quiet_gateways() as messenger:
        made = [_account(account, messenger, at=at - timedelta(days=61 - place)) for place, account in enumerate(ACCOUNTS)]
        _review(messenger, at=at - timedelta(days=2))
    officers, desks = iter(offices), dict.fromkeys(("secretary", "board_member"), offices[-1])
    for person, account in zip(made, ACCOUNTS, strict=True):
        if account.is_staff:
            place = next(officers) if account.role == "officer" else desks.get(account.role)
            staff.appoint(person, role=account.role, office=place, was_seen=True, by=SYSTEM, at=at - timedelta(days=46))
            TOTP.activate(person, TOTP_SECRET)
    with transaction.atomic():
        opened = incidents.open_incident(
            part="sms", title="کندی رسیدن پیامک", text="پیامک‌های کد تأیید با تأخیر می‌رسید.", by=SYSTEM, at=at - timedelta(days=9)
        )
        incidents.close_incident(
            opened, afterword="پیام‌رسان دوم از پس از ۴۵ ثانیه خودکار به کار می‌افتد.", by=SYSTEM, at=at - timedelta(days=9, hours=-2)
        )
    return made


def others(*, at: datetime) -> list[Person]:
    """Who has an account and no place in the list of log-ins."""
    with _quiet_gateways() as messenger:
        made = [replace(one, joined_as="practitioner" if one.role == "board_member" else one.role) for one in OTHERS]
        return [_account(one, messenger, at=at - timedelta(days=50)) for one in made]


def second_factor_codes(at: datetime) -> list[tuple[Account, str]]:
    """What the authenticator apps of the demo's staff would show now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    if not settings.DEMO:
        return []
    shown = format_hotp_value(hotp_value(TOTP_SECRET, int(at.timestamp()) // 30))
    return [(account, shown) for account in ACCOUNTS if account.is_staff]


@contextmanager
def _quiet_gateways() -> Iterator[sms.Memory]:
    """The demo's register and a messenger, which print nothing."""
    messenger = sms.Memory(outside.templates())
    with outside.replaced(registry=Memory(registry.book()), messengers=(messenger,)):
        yield messenger


def _account(account: Account, messenger: sms.Memory, *, at: datetime) -> Person:
    role = account.joined_as or ("practitioner" if account.is_staff else account.role)
    visitor = Actor(None, "visitor")
    attempt = attempts.begin(depth="verify", method="otp_l1", role=role, by=visitor, at=at, session_key=f"demo-{account.code}")
    typed = {"code": account.code, "birth": account.birth.isoformat(), "mobile": ids.mobile.require(account.mobile)}
    attempts.describe(attempt, typed=typed, by=visitor, at=at)
    attempts.check(attempt, by=visitor, at=at + timedelta(seconds=40))
    person = attempts.answer(attempt, code=messenger.to(account.mobile)[-1].code, by=visitor, at=at + timedelta(seconds=80))
    by = persons.as_actor(person)
    return persons.complete(person, password=PASSWORD, profile={"postal_code": "1498370910"}, by=by, at=at + timedelta(minutes=3))


def _review(messenger: sms.Memory, *, at: datetime) -> None:
    """Something waits for the reviewer: an account that is most possibly the applicant's."""
    visitor = Actor(None, "visitor")
    attempt = attempts.begin(depth="verify", method="otp_l1", role="employer_natural", by=visitor, at=at, session_key="demo-review")
    typed = {
        "code": "0001234560",
        "birth": "1997-03-20",
        "mobile": ids.mobile.require("09120000006"),
        "proof": "iban",
        "iban": registry.IBAN,
    }
    attempts.describe(attempt, typed=typed, by=visitor, at=at)
    try:
        attempts.check(attempt, by=visitor, at=at)
    except refusals.UnderReview:
        return


def is_made() -> bool:
    """Whether the demo's accounts stand."""
    return Authenticator.objects.exists()
