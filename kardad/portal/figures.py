"""The numbers that guides and rules name, in Persian words, taken from the policies that act on them."""

from datetime import timedelta
from functools import cache

from django.conf import settings

from kardad.contracts import policy as contracts
from kardad.contracts.queries import settling
from kardad.core import drafts
from kardad.kit.text import to_persian_digits
from kardad.people import policy

_UNITS = (
    (timedelta(days=2), timedelta(days=1), "روز"),
    (timedelta(hours=1), timedelta(hours=1), "ساعت"),
    (timedelta(minutes=1), timedelta(minutes=1), "دقیقه"),
)


def spoken(length: timedelta) -> str:
    """A length of time in its largest whole unit: «۱۶ روز», «۲۴ ساعت», «۳ دقیقه», «۴۵ ثانیه»."""
    for least, unit, name in _UNITS:
        if length >= least and not length % unit:
            return f"{to_persian_digits(length // unit)} {name}"
    return f"{to_persian_digits(int(length.total_seconds()))} ثانیه"


@cache
def figures() -> dict[str, str]:
    """Every figure by the name that templates use."""
    lengths = {
        "attempt_life": policy.ATTEMPT_LIFE,
        "approved_life": policy.APPROVED_LIFE,
        "ticket_life": policy.TICKET_LIFE,
        "code_life": policy.CODE_LIFE,
        "code_again": policy.CODE_COOLDOWN[0],
        "mobile_hold": policy.MOBILE_HOLD,
        "mobile_fresh": policy.MOBILE_PROOF_FRESH,
        "company_fresh": policy.COMPANY_CHECK_FRESH,
        "invitation": policy.MANDATE_INVITATION,
        "undo": policy.UNDO_WINDOW,
        "failed_kept": policy.FAILED_ATTEMPTS_KEPT,
        "codes_kept": policy.CODES_KEPT,
        "scans_kept": policy.SCANS_KEPT,
        "step_up": policy.STEP_UP_FRESH,
        "drafts_kept": drafts.KEPT_FOR,
        "contract_sign": contracts.SIGN_WITHIN,
        "contract_settle": timedelta(days=contracts.SETTLE_WITHIN),
        "contract_undo": contracts.UNDO_SETTLEMENT,
        "resignation": timedelta(days=settling.days_to_take_back()),
        "session": timedelta(seconds=settings.SESSION_COOKIE_AGE),
    }
    counts = {
        "code_tries": policy.CODE_TRIES,
        "sends": policy.SENDS_A_MOBILE,
        "failures": policy.FAILURES_A_CODE,
        "least_age": policy.LEAST_AGE,
        "majority": policy.MAJORITY,
        "login_failures": policy.LOGIN_FAILURES,
        "password_length": settings.PASSWORD_LENGTH,
    }
    shown = {name: spoken(length) for name, length in lengths.items()} | {name: to_persian_digits(count) for name, count in counts.items()}
    first, *others, last = (to_persian_digits(days) for days in contracts.REMIND_BEFORE)
    shown["contract_reminders"] = f"{'، '.join((first, *others))} و {last} روز"
    return shown | {"registers_open": to_persian_digits(f"{policy.REGISTERS_OPEN_AT:%-H:%M}")}
