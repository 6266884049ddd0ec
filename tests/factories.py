"""People and things that tests start from; made by models, so that a test of an action begins where it wants."""

import itertools
import secrets
from datetime import UTC, datetime

JOINED = datetime(2025, 11, 1, 8, 0, tzinfo=UTC)
PASSWORD = "رمز-بسیار-بلند-۱۴۰۴"


_CODES = itertools.count(secrets.randbelow(900_000))
_MOBILES = itertools.count(secrets.randbelow(9_000_000))


def national_code() -> str:
    """A code with a right check digit, of an unallocated place; none comes twice in a run, nor is one that a test writes (999-0…)."""
    while True:
        body = f"999{100_000 + next(_CODES) % 900_000}"
        rest = sum(int(digit) * (10 - place) for place, digit in enumerate(body)) % 11
        code = body + str(rest if rest < 2 else 11 - rest)
        if len(set(code)) > 1:
            return code


def mobile() -> str:
    """A canonical mobile; none comes twice in a run, nor is one that a test writes (0912 000 …, 0912 1…)."""
    return f"+98912{2_000_000 + next(_MOBILES) % 8_000_000}"


def person(
    *, level=1, role="worker", code=None, phone=None, password=PASSWORD, first_name="علی", last_name="کریمی", birth="1991-09-22", **extra
):
    """A person with particulars and one active role."""
    from kardad.people import particulars
    from kardad.people.models import Particulars, Person, RoleGrant

    code, phone = code or national_code(), phone or mobile()
    made = Person(
        code_index=particulars.code_index(extra.get("kind", "iran"), code),
        mobile_index=particulars.mobile_index(phone),
        first_name=first_name,
        last_name=last_name,
        level=level,
        level_at=JOINED if level else None,
        joined_at=JOINED,
        mobile_proved_at=JOINED,
        **extra,
    )
    made.set_password(password) if password else made.set_unusable_password()
    made.save()
    Particulars.objects.create(person=made, code=code, mobile=phone, birth=birth if level else "")
    if role:
        RoleGrant.objects.create(person=made, role=role, state="active", asked_at=JOINED)
    return made


def office(**extra):
    """A place with staff."""
    from kardad.people.models import LabourOffice

    values = {"name": "دفتر پیشخوان ونک", "kind": "counter", "province": "تهران", "city": "تهران"} | extra
    return LabourOffice.objects.create(**values)


TOTP_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def staff(role, *, at_office=None, factor=True, **extra):
    """A member of staff at L3 with the role and a second factor, bound to an office when the role needs one."""
    from kardad.people.models import RoleGrant

    made = person(level=3, role=None, **extra)
    RoleGrant.objects.create(person=made, role=role, state="active", asked_at=JOINED, office=at_office)
    return with_totp(made) if factor else made


def with_totp(someone):
    """The person with an authenticator app; `totp_code()` is what it shows."""
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(someone, TOTP_SECRET)
    return someone


def totp_code():
    """What the app shows now."""
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // 30))


def show(client, someone, factor="sms"):
    """The client's session has just been stepped up, for tests of what comes after."""
    from django.utils import timezone

    session = client.session
    session["step_up"] = {"person": someone.pk, "by": factor, "at": timezone.now().isoformat()}
    session.save()


def actor(someone, role=None, *, on_behalf_of=""):
    """The Actor that middleware would make for this person."""
    from kardad.core.actor import Actor

    return Actor(someone.pk, role or "member", on_behalf_of, someone.level)
