"""What am I owed (چقدر طلب دارم؟): a whole employment against the law, month by month, claim by claim, year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kardad.kit import money
from kardad.law import entitlements, kinds, service
from kardad.law.calculators import Calculator
from kardad.law.entitlements import CLAIMS, HOURS, TITLES, ByYear
from kardad.law.facts import asked, listed
from kardad.law.instruments import FIRST_DAY
from kardad.law.kinds import BadFact, Number
from kardad.law.service import Hours, Paid, Pay, Terms
from kardad.law.sheet import Rials, Totals, Working, num, shown, sum_shown, total

EVERY = ("wage_difference", "bonus", "severance", "leave")


@dataclass(frozen=True, kw_only=True)
class Received:
    """What was received for one claim beside the monthly pay: a year's bonus, a severance on account."""

    claim: str = asked(kinds.choice(*CLAIMS), "برای چه؟")
    year: int | None = asked(kinds.YEAR, "سال", default=None, help="اگر برای سال معینی بود.")
    amount: int = asked(kinds.RIALS, "مبلغ")


@dataclass(frozen=True, kw_only=True)
class Employment:
    """An employment and what was paid in it."""

    hired_on: date = asked(kinds.DAY, "از چه روزی کار کردید؟")
    left_on: date = asked(kinds.DAY, "آخرین روز کار", help="اگر هنوز سر کارید، امروز.")
    daily: Number | None = asked(kinds.RATE, "مزد روزانه توافقی در شروع", default=None, help="اگر ننویسید، حداقل قانونی.")
    paid: tuple[Paid, ...] = asked(listed(Paid), "چه پرداخت شد؟", default=(), help="هر دوره با مبلغ ماهانه آن.")
    children: int = asked(kinds.COUNT, "تعداد فرزندان مشمول", default=0)
    insured_before: int | None = asked(
        kinds.WHOLE_DAYS, "پیش از این کار چند روز بیمه داشتید؟", default=None, help="حق اولاد پس از ۷۲۰ روز بیمه آغاز می‌شود."
    )
    married: bool = asked(kinds.FLAG, "متأهل هستید؟", default=False)
    used_days: Number = asked(kinds.DAYS, "چند روز مرخصی گرفتید؟", default=0)
    hard_work: bool = asked(kinds.FLAG, "کار سخت و زیان‌آور بود؟", default=False)
    hours: tuple[Hours, ...] = asked(listed(Hours), "ساعت‌های اضافه", default=())
    received: tuple[Received, ...] = asked(listed(Received), "چه چیز دیگری گرفتید؟", default=())
    claims: tuple[str, ...] = asked(kinds.several(*CLAIMS), "چه چیزی را طلب دارید؟", default=())
    days_per_year: Number | None = asked(kinds.DAYS, "سنوات: چند روز مزد برای هر سال؟", default=None, help="اگر ننویسید، به قانون.")

    def __post_init__(self) -> None:
        if self.left_on < self.hired_on:
            raise BadFact("آخرین روز کار پیش از شروع کار است.", field="left_on")
        service.check_periods(self.paid, "paid", "پرداخت")
        service.check_periods(self.hours, "hours", "ساعت کار")

    @property
    def wanted(self) -> tuple[str, ...]:
        """The claims that are computed: those named, else the usual four and the hours that were told."""
        if self.claims:
            return self.claims
        told = [name for name in HOURS if any(getattr(row, f"{name}_hours") for row in self.hours)]
        return (*EVERY, *told)


def claims_of(known: Employment, working: Working, severance_key: str = "severance.days_per_year") -> dict[str, ByYear]:
    """Every wanted claim by year, each with its lines; None where the law is silent."""
    begun = _child_from(known, working)
    pay = Pay(Terms(known.hired_on, known.left_on, known.daily, known.hired_on, known.children, known.married, begun), working.law)
    if not pay.reaches_back:
        text = "پایه سنوات و افزایش مزد پیش از سال ۱۳۹۰ را نداریم؛ رقم‌ها بدون آن است و طلب شما از این کمتر نیست."
        working.warn("BEFORE_THE_LAW", text)
    found: dict[str, ByYear] = {}
    if "wage_difference" in known.wanted:
        found["wage_difference"] = entitlements.wage_difference(pay, known.paid, working)
    if "bonus" in known.wanted:
        found["bonus"] = entitlements.bonuses(pay, working)
    if "severance" in known.wanted:
        found["severance"] = entitlements.severance(pay, known.days_per_year, severance_key, working)
    if "leave" in known.wanted:
        found["leave"] = entitlements.leave_left(pay, known.used_days, hard_work=known.hard_work, working=working)
    found.update(entitlements.hours(pay, known.hours, [name for name in HOURS if name in known.wanted], working))
    for row in known.received:
        _receive(row, found, working)
    _warn_of_pay(known, pay, working)
    return found


def _child_from(known: Employment, working: Working) -> date | None:
    """The day from which the child allowance is due, by the insured days before this work; without them it is taken as due."""
    if not known.children:
        return None
    needed = num(working.find("allowance.child_insured_days", max(known.hired_on, FIRST_DAY))) or 0
    if known.insured_before is None:
        days = money.figures(int(needed))
        text = f"فرض شد هنگام شروع این کار {days} روز سابقه بیمه داشته‌اید؛ اگر نداشتید، حق اولاد دیرتر آغاز می‌شود."
        working.warn("CHILD_ASSUMED", text)
        return None
    return known.hired_on + timedelta(days=max(int(needed) - known.insured_before, 0))


def _receive(row: Received, found: dict[str, ByYear], working: Working) -> None:
    """Take off what was received: from its year, else from the earliest years first; never below nothing, and what is left is told."""
    left = row.amount
    years = [year for year in sorted(found.get(row.claim, {})) if row.year in (None, int(year))]
    for year in years:
        amount = found[row.claim][year] or 0
        taken = min(amount, left)
        if taken:
            found[row.claim][year], left = amount - taken, left - taken
            working.line("received", f"دریافت‌شده: {TITLES[row.claim]}", -taken, f"− {shown(taken)}", part=year)
    if years and row.claim in working.ranges:
        low, high = working.ranges[row.claim]
        working.ranges[row.claim] = (max(low - row.amount, 0), max(high - row.amount, 0))
    if left:
        text = f"از آنچه برای «{TITLES[row.claim]}» دریافت شده، {money.grouped(left)} از هیچ طلبی کم نشد: چنین طلبی نبود یا کمتر بود."
        working.warn("RECEIVED_MORE", text, claim=row.claim, amount=left)


def _warn_of_pay(known: Employment, pay: Pay, working: Working) -> None:
    if any(row.from_ < known.hired_on or row.to > known.left_on for row in known.paid):
        working.warn("PAID_OUTSIDE", "بخشی از پرداخت‌ها برای روزهای پیش از شروع یا پس از پایان کار است و شمرده نشد.")
    if known.daily is not None and pay.reaches_back and known.daily < working.law.amount("wage.daily_minimum", known.hired_on):
        working.warn("UNDER_MINIMUM", "مزد توافقی از حداقل قانونی کمتر بوده است؛ حداقل قانونی ملاک شد.")


def sum_of(years: ByYear) -> Rials:
    """The sum of a claim's years, None when one of them is unknown."""
    return total(*years.values())


def bound(found: dict[str, ByYear], working: Working) -> None:
    """The bounds of the whole, where practice differs on some of its claims."""
    sums = {name: sum_of(years) for name, years in found.items()}
    known = [amount for amount in sums.values() if amount is not None]
    if working.ranges and len(known) == len(sums):
        spread = [working.ranges.get(name, (amount, amount)) for name, amount in sums.items()]
        working.bounds = {"lower": sum(low or 0 for low, _ in spread), "upper": sum(high or 0 for _, high in spread)}


def whole(amounts: Sequence[Rials], working: Working) -> Totals:
    """The total of all claims and years; where one is unknown, the total is None and `total_known` adds up the others."""
    amount = total(*amounts)
    working.line("total", "جمع", amount, sum_shown(amounts))
    return {"total": amount, **({"total_known": sum(one or 0 for one in amounts)} if amount is None else {})}


def work(known: Employment, working: Working) -> Totals:
    """One total per claim and Jalali year, and the whole."""
    found = claims_of(known, working)
    bound(found, working)
    return {**found, **whole([one for years in found.values() for one in years.values()], working)}


CLAIM = Calculator(
    name="claim",
    title="چقدر طلب دارم؟",
    about="همه دوران کار شما در برابر قانون: ماه به ماه، سال به سال، با قانون هر روز.",
    asks=Employment,
    on=lambda known: known.left_on,
    work=work,
    main="total",
    readings=(
        "shortfall_netting",
        "bonus_base",
        "severance_base",
        "leave_price",
        "leave_proration",
        "year_days",
        "hour_divisor",
        "hour_basis",
        "premium_hours",
    ),
)
