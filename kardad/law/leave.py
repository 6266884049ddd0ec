"""Annual leave: what was earned, what is carried over, and what is paid when the work ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from kardad.kit import calendar
from kardad.law import kinds
from kardad.law.calculators import Calculator
from kardad.law.facts import asked
from kardad.law.kinds import BadFact, Number, plain
from kardad.law.sheet import Totals, Working, lowest, num, product, shown


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A span of service, the leave taken in it, and whether the work ends with it."""

    from_: date = asked(kinds.DAY, "از چه روزی؟")
    to: date = asked(kinds.DAY, "تا چه روزی؟", help="هر دو روز شمرده می‌شوند.")
    used_days: Number = asked(kinds.DAYS, "چند روز مرخصی گرفته‌اید؟", default=0, help="روزهای کاری؛ نیم‌روز را ۰٫۵ بنویسید.")
    daily: Number | None = asked(kinds.RATE, "مزد هر روز", default=None, help="بی آن، تنها روزها حساب می‌شود.")
    terminating: bool = asked(kinds.FLAG, "کار پایان یافته است؟", default=False)
    hard_work: bool = asked(kinds.FLAG, "کار سخت و زیان‌آور است؟", default=False)

    def __post_init__(self) -> None:
        if self.to < self.from_:
            raise BadFact("پایان پیش از شروع است.", field="to")


def entitled(start: date, last: date, annual: Number, working: Working, less: int = 0) -> tuple[Number, str]:
    """The leave earned from `start` to `last`, both counted, `less` so many days, in working days, and how it was reached."""
    if working.reading("leave_proration") == "months":
        months, rest = whole_months(start, last)
        rest -= less
        sign = "−" if rest < 0 else "+"
        how = f"{shown(annual)}/12 × {months}" + (f" {sign} {shown(annual)} × {abs(rest)}/{calendar.COMMON_YEAR}" if rest else "")
        return lowest(Fraction(annual * months, 12) + Fraction(annual * rest, calendar.COMMON_YEAR)), how
    days = (last - start).days + 1 - less
    return lowest(Fraction(annual * days, calendar.COMMON_YEAR)), f"{shown(annual)} × {days}/{calendar.COMMON_YEAR}"


def whole_months(start: date, last: date) -> tuple[int, int]:
    """How many whole Jalali months the span holds, and the days left over."""
    after = last + timedelta(days=1)
    year, month, day = calendar.to_jalali(start)
    months, turned = 0, start
    while True:
        index = month + months
        next_year, next_month = year + index // 12, index % 12 + 1
        following = calendar.from_jalali(next_year, next_month, min(day, calendar.month_length(next_year, next_month)))
        if following > after:
            return months, (after - turned).days
        months, turned = months + 1, following


def work(known: Facts, working: Working) -> Totals:
    """The days earned, unused, carried and payable, and the money for those payable."""
    key = "leave.hard_work_days" if known.hard_work else "leave.annual_days"
    annual = working.find(key, known.to)
    if annual is None:
        return dict.fromkeys(("entitled_days", "carried_days", "payable_days", "payout"))
    earned, how = entitled(known.from_, known.to, num(annual) or 0, working)
    working.say("entitled_days", "مرخصی به‌دست‌آمده، روز کاری", earned, how, annual)
    if known.used_days > earned:
        working.warn("NEGATIVE_LEAVE", "مرخصی گرفته‌شده از مرخصی به‌دست‌آمده بیشتر است؛ مانده‌ای نیست.")
    unused = lowest(max(earned - known.used_days, 0))
    working.say("unused_days", "مانده", unused, f"{shown(earned)} − {shown(known.used_days)}")
    carried, payable = _settled(known, unused, working)
    payout = None
    if known.daily is None:
        working.warn("NO_WAGE", "مزد روزانه نوشته نشده است؛ تنها روزها حساب شد.")
    else:
        payout = working.line("payout", "بازخرید مرخصی", product(payable, known.daily), f"{shown(payable)} × {shown(known.daily)}")
    return {"entitled_days": plain(earned), "carried_days": plain(carried), "payable_days": plain(payable), "payout": payout}


def _settled(known: Facts, unused: Number, working: Working) -> tuple[Number, Number]:
    """The days carried over and the days payable: all when the work ends, else at most the cap is carried and none is paid."""
    if known.terminating:
        return 0, unused
    cap = working.find("leave.carry_over_days", known.to)
    most = num(cap)
    carried = unused if most is None else min(unused, most)
    working.say("carried_days", "ذخیره برای سال بعد", carried, f"min({shown(unused)}, {shown(most)})", cap)
    if most is not None and unused > most:
        working.warn("OVER_CARRY", "بیش از سقف ذخیره مرخصی مانده است؛ با پایان کار همه آن قابل پرداخت است.")
    return carried, 0


LEAVE = Calculator(
    name="leave",
    title="مرخصی",
    about="مرخصی به‌دست‌آمده، مانده، ذخیره و بازخرید آن.",
    asks=Facts,
    on=lambda known: known.to,
    work=work,
    main="payout",
    readings=("leave_proration",),
)
