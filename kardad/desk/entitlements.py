"""What a client who wants his money back is due, as a table of named rules; pure, in the order in which they are asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from kardad.desk import policy
from kardad.kit.money import nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules look at of one service; `left` is the time to its hour, or what was left when the client cancelled it, else None."""

    state: str  # priced, in_progress, delivered
    is_in_window: bool  # of the seven working days from the contract
    is_by_hour: bool = False
    left: timedelta | None = None
    is_expert_absent: bool = False
    is_missed: bool = False
    is_late: bool = False  # it was delivered after its promise, and the 48 hours for a complaint run
    is_corrected: bool = False  # the free correction was used

    @property
    def is_begun(self) -> bool:
        """Whether somebody works on it; a call is not begun before its hour."""
        return self.state == "in_progress" and not self.is_by_hour


@dataclass(frozen=True, slots=True)
class Rule:
    """When it holds, so much of the service's price goes back; where it is not automatic a manager weighs it up to that."""

    name: str
    holds: Callable[[Facts], bool]
    percent: int
    text: str
    is_automatic: bool = True


def _early(facts: Facts) -> bool:
    return facts.left is not None and facts.left >= policy.FREE_CANCEL


def _near(facts: Facts) -> bool:
    return facts.left is not None and policy.LATE_CANCEL <= facts.left < policy.FREE_CANCEL


RULES = (
    Rule("expert_absent", lambda one: one.is_expert_absent, 100, "کارشناس در نوبت تماس نگرفت؛ همه مبلغ برمی‌گردد."),
    Rule(
        "slot_missed", lambda one: one.is_missed, policy.MISSED_PERCENT, "در نوبت سه بار تماس گرفته شد و پاسخی نبود؛ نوبت استفاده‌شده است."
    ),
    Rule(
        "wrong_again",
        lambda one: one.state == "delivered" and one.is_corrected,
        100,
        "اصلاح رایگان به کار رفته است؛ اگر هنوز نادرست باشد، مدیر استرداد کامل را بررسی می‌کند.",
        is_automatic=False,
    ),
    Rule(
        "late",
        lambda one: one.state == "delivered" and one.is_late,
        100,
        "تحویل دیرتر از وعده بود؛ مدیر استرداد را بررسی می‌کند.",
        is_automatic=False,
    ),
    Rule("delivered", lambda one: one.state == "delivered", 0, "این خدمت تحویل شده است؛ تا هفت روز می‌توانید اصلاح رایگان بخواهید."),
    Rule("undone", lambda one: one.is_begun, 100, "کار آغاز شده، اما این بخش هنوز تحویل نشده است؛ مبلغ همین بخش برمی‌گردد."),
    Rule("window", lambda one: one.is_in_window, 100, "تا هفت روز کاری از پرداخت، انصراف بی‌دلیل و بی‌هزینه است."),
    Rule("slot_early", _early, 100, "انصراف یا لغو نوبت بیش از ۲۴ ساعت پیش از آن است؛ همه مبلغ برمی‌گردد."),
    Rule("slot_near", _near, policy.LATE_CANCEL_PERCENT, "انصراف یا لغو نوبت کمتر از ۲۴ ساعت پیش از آن است؛ نیمی از مبلغ برمی‌گردد."),
    Rule(
        "slot_used",
        lambda one: one.left is not None,
        0,
        "انصراف یا لغو نوبت کمتر از ۴ ساعت پیش از آن است؛ نوبت استفاده‌شده به حساب می‌آید.",
    ),
    Rule("not_started", lambda one: True, 100, "کار این خدمت آغاز نشده است؛ همه مبلغ برمی‌گردد."),
)
NOTHING_PAID = Rule("before_payment", lambda one: True, 0, "برای این درخواست چیزی پرداخت نشده است؛ می‌توانید آن را لغو کنید.")
PART_PAID = Rule("part_paid", lambda one: True, 100, "صورتحساب کامل پرداخت نشده است؛ همه آنچه پرداخته‌اید برمی‌گردد.")


def rule_of(facts: Facts) -> Rule:
    """The first rule of the table that holds."""
    return next(rule for rule in RULES if rule.holds(facts))


def shares(total: int, amounts: list[int]) -> list[int]:
    """The total, tax and discount in it, shared by the amounts of the lines so that the parts add up to it exactly."""
    subtotal, done, found = sum(amounts), 0, []
    for amount in amounts:
        before = nearest(total * done, subtotal) if subtotal else 0
        done += amount
        found.append((nearest(total * done, subtotal) if subtotal else 0) - before)
    return found


def part(rials: int, percent: int) -> int:
    """So many percent of it, to the nearest rial."""
    return nearest(rials * percent, 100)
