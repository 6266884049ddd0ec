"""What a service entitles to, claim by claim and year by year: wage difference, bonus, severance, leave, hours."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kardad.kit import calendar, money, text
from kardad.law import bonus, leave
from kardad.law.changes import Changes
from kardad.law.instruments import Silent
from kardad.law.kinds import Number
from kardad.law.pay import hour_of
from kardad.law.service import ALLOWANCES, WAGE, Due, Hours, Paid, Pay, paid_for
from kardad.law.sheet import Rials, Working, lowest, num, product, shown, sum_shown, total

CLAIMS = (
    ("wage_difference", "مابه‌التفاوت مزد و مزایا"),
    ("bonus", "عیدی و پاداش"),
    ("severance", "حق سنوات"),
    ("leave", "مانده مرخصی"),
    ("overtime", "اضافه‌کاری"),
    ("night", "شب‌کاری"),
    ("friday", "جمعه‌کاری"),
    ("holiday", "تعطیل‌کاری"),
)
TITLES = dict(CLAIMS)
HOURS = ("overtime", "night", "friday", "holiday")
ByYear = dict[str, Rials]


@dataclass
class Year:
    """What the months of one Jalali year come to, in whole rials."""

    days: int = 0
    wage: list[int] = field(default_factory=list)
    allowances: list[int] = field(default_factory=list)
    paid: list[int] = field(default_factory=list)
    gap: int = 0
    net: int = 0
    bare_days: int = 0
    known: bool = True


def wage_difference(pay: Pay, rows: Sequence[Paid], working: Working) -> ByYear:
    """What the law made due over what was paid, by year; each month is a line, and each year adds its months up."""
    years: dict[int, Year] = defaultdict(Year)
    told = Changes(pay, working)
    for month, first, last in pay.months():
        year = years[month.year]
        year.days += (last - first).days + 1
        try:
            due = pay.due(month, first, last)
        except Silent as silent:
            working.note(silent)
            year.known = False
            continue
        _month(due, told.tell(due), rows, last, year, working)
    if any(year.bare_days for year in years.values()) and rows:
        bare = sum(year.bare_days for year in years.values())
        working.warn("MISSING_PAY", f"برای {money.figures(bare)} روز پرداختی نوشته نشده است؛ آن روزها پرداخت‌نشده شمرده شد.", days=bare)
    return _netted({number: _year(number, year, working) for number, year in years.items()}, years, working)


def _month(due: Due, earned: str, rows: Sequence[Paid], last: date, year: Year, working: Working) -> None:
    given, covered, bare = paid_for(rows, due.month, due.first, last)
    paid = money.whole_rials(given)
    whole = due.wage + due.allowances
    # What no payment of the month was for is owed whole, whatever was paid for the rest.
    apart = due.rials([name for name in WAGE if name not in covered]) + due.rials([name for name in ALLOWANCES if name not in covered])
    gap = max(whole - apart - paid, 0) + apart
    title = f"{calendar.month_name(due.month.month)} {text.to_persian_digits(due.month.year)}"
    how = f"{earned} − {shown(paid)}"
    working.line("month", title, gap, how, *due.rests_on, part=f"{due.month.year}-{due.month.month:02}")
    year.wage.append(due.wage)
    year.allowances.append(due.allowances)
    year.paid.append(paid)
    year.gap += gap
    year.net += whole - paid
    year.bare_days += bare


def _year(number: int, year: Year, working: Working) -> Rials:
    part = str(number)
    working.say("days", "روزهای کار", year.days, "", part=part)
    if not year.known:
        working.line("wage_difference", TITLES["wage_difference"], None, "", part=part)
        return None
    wage = working.line("due_wage", "مزد پایه و سنوات قانونی", sum(year.wage), sum_shown(year.wage), part=part)
    allowances = working.line("due_allowances", "مزایای قانونی", sum(year.allowances), sum_shown(year.allowances), part=part)
    paid = working.line("paid", "پرداخت‌شده", sum(year.paid), sum_shown(year.paid), part=part)
    # Where nothing was paid there is nothing to net, and the reading decides nothing.
    reading = working.reading("shortfall_netting") if paid else "by_month"
    amount = year.gap if reading == "by_month" else max(year.net, 0) if reading == "over_year" else year.net
    how = f"{shown(wage)} + {shown(allowances)} − {shown(paid)}"
    return working.line("wage_difference", TITLES["wage_difference"], amount, how, part=part)


def _netted(found: dict[int, Rials], years: dict[int, Year], working: Working) -> ByYear:
    """The years as they are; netted over all, what a year was overpaid comes off the others, the later ones first."""
    if any(sum(year.paid) for year in years.values()) and working.reading("shortfall_netting") == "over_all":
        spare = sum(-amount for amount in found.values() if amount is not None and amount < 0)
        for number in sorted(years, reverse=True):
            amount = found[number]
            if amount is not None:
                taken = min(max(amount, 0), spare)
                found[number], spare = max(amount, 0) - taken, spare - taken
    return {str(number): amount for number, amount in found.items()}


def bonuses(pay: Pay, working: Working, off: Collection[date] = ()) -> ByYear:
    """The year-end bonus of each year, by its last daily wage and the days worked in it: those `off` were none."""
    spans: dict[int, list[date]] = {}
    for month, first, last in pay.months():
        spans.setdefault(month.year, [first, last])[1] = last
    found: ByYear = {}
    for number, (first, last) in spans.items():
        try:
            seniority = pay.seniority(last) if working.reading("bonus_base") == "base+seniority" else 0
            daily = lowest(Fraction(pay.base(last) + seniority))
        except Silent as silent:
            working.note(silent)
            found[str(number)] = working.line("bonus", TITLES["bonus"], None, "", part=str(number))
            continue
        days = (last - first).days + 1 - sum(first <= day <= last for day in off)
        share, written = bonus.share_of(number, days, working)
        one = bonus.bonus(daily, last, share, working)
        how = f"{shown(num(one.rests_on[0]))} × {shown(daily)} × {written}"
        if one.amount is not None and one.amount == one.cap:
            how = f"{shown(num(one.rests_on[1]))} × {shown(num(one.rests_on[2]))} × {written}"
        found[str(number)] = working.line("bonus", TITLES["bonus"], one.amount, how, *one.rests_on, part=str(number))
    return found


def severance(pay: Pay, per_year: Number | None, key: str, working: Working, less: int = 0) -> ByYear:
    """Severance of the whole service, `less` so many days that are none, in the year it ended; the other reading of the wage widens it."""
    last = pay.terms.last
    days = (last - pay.terms.since).days + 1 - less
    rule = working.find(key, last)
    rate = num(rule) if per_year is None else per_year
    share = Fraction(days, calendar.COMMON_YEAR)
    part = str(calendar.to_jalali(last).year)
    if days < calendar.COMMON_YEAR:
        working.warn("UNDER_ONE_YEAR", "ماده ۲۴ از یک سال کار به بالا سخن می‌گوید؛ در عمل برای کمتر از آن نیز به نسبت پرداخت می‌شود.")
    daily, other = _priced(pay, "severance_base", working)
    how = f"{shown(rate)} × {shown(daily)} × {days}/{calendar.COMMON_YEAR}"
    amount = working.line("severance", TITLES["severance"], product(rate, daily, share), how, rule, part=part)
    _widen("severance", amount, product(rate, other, share), working)
    return {part: amount}


def leave_left(pay: Pay, used: Number, *, hard_work: bool, working: Working, off: Collection[date] = ()) -> ByYear:
    """The price of all leave not taken, in the year the service ended: the cap on carrying over does not bind at the end.

    Days `off` bring none.
    """
    last = pay.terms.last
    part = str(calendar.to_jalali(last).year)
    annual = working.find("leave.hard_work_days" if hard_work else "leave.annual_days", last)
    if annual is None:
        return {part: None}
    earned, written = leave.entitled(pay.terms.since, last, num(annual) or 0, working, len(set(off)))
    if used > earned:
        working.warn("NEGATIVE_LEAVE", "مرخصی گرفته‌شده از مرخصی به‌دست‌آمده بیشتر است؛ مانده‌ای نیست.")
    unused = lowest(max(earned - used, Fraction(0)))
    working.say("leave_days", "مانده مرخصی، روز کاری", unused, f"{written} − {shown(used)}", annual, part=part)
    daily, other = _priced(pay, "leave_price", working)
    amount = working.line(
        "leave",
        TITLES["leave"],
        product(unused, daily),
        f"({written} − {shown(used)}) × {shown(daily)}" if unused else "0",
        annual,
        part=part,
    )
    _widen("leave", amount, product(unused, other), working)
    return {part: amount}


def hours(pay: Pay, rows: Sequence[Hours], wanted: Sequence[str], working: Working) -> dict[str, ByYear]:
    """The pay of hours beside the ordinary ones, month by month at the wage of its last day worked, by year."""
    sums: dict[str, ByYear] = {name: {} for name in wanted}
    for month, first, last in pay.months():
        for name in wanted:
            worked = Fraction(0)
            for row in rows:
                start, end = max(row.from_, first), min(row.to, last)
                if start <= end:
                    worked += Fraction(getattr(row, f"{name}_hours")) * ((end - start).days + 1) / month.length
            if worked:
                so_far = sums[name].get(str(month.year), 0)
                sums[name][str(month.year)] = total(so_far, _hours_of(pay, name, lowest(worked), last, working))
    return sums


def _hours_of(pay: Pay, name: str, worked: Number, last: date, working: Working) -> Rials:
    premium = working.find(f"hours.{name}_premium", last)
    try:
        day = pay.base(last) + (pay.seniority(last) if working.reading("hour_basis") != "base" else 0)
    except Silent as silent:
        working.note(silent)
        return None
    rate = num(premium)
    whole = name == "overtime" or working.reading("premium_hours") == "extra"
    factor = None if rate is None else rate + 1 if whole else rate
    hour = hour_of(lowest(Fraction(day)), working)
    year, month, _ = calendar.to_jalali(last)
    how = f"{shown(hour)} × {shown(factor)} × {shown(worked)}"
    return working.line(name, TITLES[name], product(hour, factor, worked), how, premium, part=f"{year}-{month:02}")


def _priced(pay: Pay, policy: str, working: Working) -> tuple[Number | None, Number | None]:
    """The day's wage by the chosen reading, and by the other one."""
    last = pay.terms.last
    try:
        plain, all_in = lowest(Fraction(pay.base(last) + pay.seniority(last))), pay.package(last)
    except Silent as silent:
        working.note(silent)
        return None, None
    return (all_in, plain) if working.reading(policy) == "all" else (plain, all_in)


def _widen(claim: str, amount: Rials, other: Number | None, working: Working) -> None:
    """The bounds of a claim on which practice differs."""
    if amount is not None and other is not None:
        both = sorted((amount, money.whole_rials(other)))
        working.ranges[claim] = (both[0], both[1])
