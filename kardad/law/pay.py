"""A month of work: what it is asked for and what it earns, stretch by stretch; between two the law, the wage or the seniority changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from kardad.kit import money
from kardad.law import kinds, seniority
from kardad.law.facts import asked, listed, mapped
from kardad.law.instruments import Law, Silent, Value
from kardad.law.kinds import BadFact, Month, Number
from kardad.law.sheet import Line, Rials, Working, lowest, num, percent, product, shown

# A month's allowances are due in full from thirty days on; no legal figure but the measure of a month.
MONTH = 30
ALLOWANCES = (("housing", "حق مسکن"), ("grocery", "بن خواربار"), ("marriage", "حق تأهل"))
MONTHLY = ("housing", "grocery", "marriage", "child")
CHANGING = ("wage.daily_minimum", "allowance.housing", "allowance.grocery", "allowance.marriage")
SHIFT_KEYS = {10: "hours.shift_day_evening", 15: "hours.shift_three", Fraction("22.5"): "hours.shift_night_pair"}
OVERRIDABLE = ("base", "seniority", "housing", "grocery", "marriage", "child", "overtime", "night", "friday", "holiday", "shift")
# How people name their shift; the premium itself is asked of the law (Labour Act art. 56).
SHIFTS = (
    (0, "نوبت‌کار نیستم"),
    (10, "صبح و عصر (۱۰٪)"),
    (15, "صبح، عصر و شب (۱۵٪)"),
    (Fraction("22.5"), "صبح و شب یا عصر و شب (۲۲٫۵٪)"),
)
PREMIUMS = (
    ("night", "شب‌کاری", "hours.night_premium"),
    ("friday", "جمعه‌کاری", "hours.friday_premium"),
    ("holiday", "تعطیل‌کاری", "hours.holiday_premium"),
)


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """Pay beside the legal items."""

    title: str = asked(kinds.TEXT, "عنوان", default="مزایای دیگر")
    amount: int = asked(kinds.RIALS, "مبلغ در ماه")
    insurable: bool = asked(kinds.FLAG, "مشمول بیمه", default=True)
    taxable: bool = asked(kinds.FLAG, "مشمول مالیات", default=True)
    continuous: bool = asked(kinds.FLAG, "ثابت و مستمر", default=False, help="در مزد هر ساعت شمرده می‌شود.")


@dataclass(frozen=True, kw_only=True)
class Deduction:
    """What is taken off the pay beside insurance and tax: a loan, an advance."""

    title: str = asked(kinds.TEXT, "عنوان", default="کسورات")
    amount: int = asked(kinds.RIALS, "مبلغ")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A month of work; what is not told is taken at the law's minimum, and shown as taken."""

    month: Month = asked(kinds.MONTH, "ماه")
    days: int | None = asked(kinds.WHOLE_DAYS, "روزهای کارکرد", default=None, help="اگر ننویسید، همه روزهای ماه.")
    daily: Number | None = asked(kinds.RATE, "مزد پایه روزانه", default=None, help="اگر ننویسید، حداقل قانونی همان روز.")
    hired_on: date | None = asked(kinds.DAY, "تاریخ شروع کار", default=None, help="پایه سنوات از روی آن حساب می‌شود.")
    service_months: Number | None = asked(kinds.MONTHS, "چند ماه سابقه", default=None, help="اگر تاریخ شروع را نمی‌دانید.")
    seniority_daily: Number | None = asked(kinds.RATE, "پایه سنوات روزانه", default=None, help="اگر در فیش خود دارید.")
    children: int = asked(kinds.COUNT, "تعداد فرزندان مشمول", default=0)
    married: bool = asked(kinds.FLAG, "متأهل هستید؟", default=False)
    insured_720_days: bool | None = asked(kinds.FLAG, "۷۲۰ روز سابقه بیمه دارید؟", default=None, help="شرط حق اولاد.")
    overtime_hours: Number = asked(kinds.HOURS, "ساعت اضافه‌کاری", default=0)
    night_hours: Number = asked(kinds.HOURS, "ساعت شب‌کاری", default=0)
    friday_hours: Number = asked(kinds.HOURS, "ساعت جمعه‌کاری", default=0)
    holiday_hours: Number = asked(kinds.HOURS, "ساعت تعطیل‌کاری", default=0)
    shift: Number = asked(kinds.choice(*SHIFTS, kind=kinds.RATE), "نوبت‌کاری", default=0)
    hard_work: bool = asked(kinds.FLAG, "کار سخت و زیان‌آور است؟", default=False)
    other_benefits: tuple[Benefit, ...] = asked(listed(Benefit, most=50), "مزایای دیگر", default=())
    deductions: tuple[Deduction, ...] = asked(listed(Deduction, most=50), "کسورات دیگر", default=())
    overrides: Mapping[str, int] = asked(mapped(kinds.RIALS, OVERRIDABLE), "مبلغ‌هایی که دستی می‌نویسید", default={})

    def __post_init__(self) -> None:
        if self.hired_on is not None and self.hired_on > self.month.last:
            raise BadFact("شروع کار پس از این ماه است.", field="hired_on")
        if self.days is not None and self.days > self.most_days:
            raise BadFact("روزهای کارکرد از روزهای این ماه بیشتر است.", field="days", most=self.most_days)

    @property
    def first(self) -> date:
        """The first day of the month that can have been worked."""
        return max(self.month.first, self.hired_on or self.month.first)

    @property
    def most_days(self) -> int:
        """How many days of the month can have been worked."""
        return (self.month.last - self.first).days + 1

    @property
    def paid_days(self) -> int:
        """The days that are paid: those given, else all that can have been worked."""
        return self.most_days if self.days is None else self.days


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row on which nothing changes; None is what the law does not say."""

    start: date
    days: int
    least: Value | None
    daily: Number | None
    seniority: Number | None
    base: Value | None


def stretches(known: Facts, working: Working) -> tuple[Stretch, ...]:
    """The paid days of the month, cut where the minimum, an allowance or the seniority changes."""
    first, days = known.first, known.paid_days
    end = first + timedelta(days=days)
    cuts = {first, *working.law.changes(CHANGING, first, end)}
    steps = _steps(known, working)
    cuts.update(step.since for step in steps or () if first < step.since < end)
    starts = [*sorted(cuts), end]
    return tuple(_stretch(known, starts[place], starts[place + 1], steps, working) for place in range(len(starts) - 1))


def ceiling(found: tuple[Stretch, ...], working: Working) -> Number | None:
    """The most pay of these days that is insured: so many times the minimum wage of each day."""
    whole: Number = 0
    for one in found:
        multiple = num(working.find("insurance.ceiling_days", one.start))
        amount = product(num(one.least), multiple, one.days)
        if amount is None:
            return None
        whole += amount
    return whole


def earnings(known: Facts, found: tuple[Stretch, ...], working: Working) -> dict[str, Rials]:
    """Every earning of the month by its code, each with its line; what a person wrote in place of one stands there instead."""
    stretch = Fraction(MONTH, known.month.length) if _paid_thirty(known, working) else 1
    earned: dict[str, Rials] = {"base": _daily_pay("base", "مزد پایه", found, stretch, working)}
    earned["seniority"] = _daily_pay("seniority", "پایه سنوات", found, stretch, working)
    for code, title in ALLOWANCES:
        wanted = code != "marriage" or known.married or code in known.overrides
        earned[code] = _allowance(code, title, known, found, working) if wanted else 0
    earned["child"] = _child(known, found, working)
    earned.update(_by_the_hour(known, found, working))
    earned["shift"] = _shift(known, earned["base"], working)
    earned["other"] = sum(one.amount for one in known.other_benefits)
    for one in known.other_benefits:
        working.line("other", one.title, one.amount, shown(one.amount))
    _override(known, earned, working)
    return earned


def _steps(known: Facts, working: Working) -> tuple[seniority.Step, ...] | None:
    if known.seniority_daily is not None or known.hired_on is None:
        return None
    try:
        return seniority.chain(known.hired_on, known.month.last, working.law)
    except Silent as silent:
        working.note(silent)
        return None


def _stretch(known: Facts, start: date, end: date, steps: tuple[seniority.Step, ...] | None, working: Working) -> Stretch:
    least = working.find("wage.daily_minimum", start)
    daily = num(least) if known.daily is None else known.daily
    if known.daily is not None and least is not None and known.daily < (num(least) or 0):
        working.warn(
            "UNDER_MINIMUM", f"مزد روزانه از حداقل قانونی ({money.figures(int(num(least) or 0))} ریال) کمتر است؛ این خلاف قانون است."
        )
    amount, base = _seniority(known, start, steps, working)
    return Stretch(start, (end - start).days, least, daily, amount, base)


def _seniority(known: Facts, start: date, steps: tuple[seniority.Step, ...] | None, working: Working) -> tuple[Number | None, Value | None]:
    if known.seniority_daily is not None:
        return known.seniority_daily, None
    if known.hired_on is not None:
        if steps is None:
            return None, None
        passed = [step for step in steps if step.since <= start]
        return (passed[-1].daily, passed[-1].rests_on[0]) if passed else (0, None)
    if known.service_months is not None and known.service_months >= 12:
        base = working.find("seniority.base", start)
        return num(base), base
    return 0, None


def _paid_thirty(known: Facts, working: Working) -> bool:
    return known.month.length != MONTH and known.paid_days == known.month.length and working.reading("month_rule") == "thirty"


def _daily_pay(code: str, title: str, found: tuple[Stretch, ...], stretch: Number, working: Working) -> Rials:
    amounts = [one.daily if code == "base" else one.seniority for one in found]
    rests = [one.least if code == "base" else one.base for one in found]
    whole: Number | None = 0
    for one, amount in zip(found, amounts, strict=True):
        whole = None if whole is None or amount is None else whole + amount * one.days
    how = " + ".join(f"{shown(amount)} × {one.days}" for one, amount in zip(found, amounts, strict=True))
    if stretch != 1:
        how = f"({how}) × {stretch}"
    return working.line(code, title, product(whole, stretch), how, *dict.fromkeys(rests))


def _monthly(amounts: list[Number | None], found: tuple[Stretch, ...], days: int) -> Number | None:
    """An allowance of the month by days: in full from thirty days on, each stretch at its own amount."""
    whole: Number = 0
    for one, amount in zip(found, amounts, strict=True):
        if amount is None:
            return None
        whole += amount * one.days
    return lowest(Fraction(whole * min(days, MONTH), days * MONTH)) if days else 0


def _allowance(code: str, title: str, known: Facts, found: tuple[Stretch, ...], working: Working) -> Rials:
    values = [working.find(f"allowance.{code}", one.start) for one in found]
    amounts = [num(value) for value in values]
    return _allowed(code, title, amounts, known, found, working, *dict.fromkeys(values))


def _allowed(
    code: str,
    title: str,
    amounts: list[Number | None],
    known: Facts,
    found: tuple[Stretch, ...],
    working: Working,
    *rests_on: Value | None,
) -> Rials:
    """The line of a monthly allowance by days; a month's amount that a person wrote stands in place of the law's."""
    days = known.paid_days
    computed = _monthly(amounts, found, days)
    if code not in known.overrides:
        return working.line(code, title, computed, _prorated(amounts, found, days), *rests_on)
    # What is written for a child is for each child.
    monthly = known.overrides[code] * (known.children if code == "child" else 1)
    given: list[Number | None] = [monthly] * len(found)
    amount = working.line(code, title, _monthly(given, found, days), _prorated(given, found, days))
    working.lines[-1] = replace(working.lines[-1], overridden=True, instead_of=None if computed is None else money.whole_rials(computed))
    return amount


def _prorated(amounts: list[Number | None], found: tuple[Stretch, ...], days: int) -> str:
    share = "" if days >= MONTH else f" × {days}/{MONTH}"
    if len(found) == 1 or len(set(amounts)) == 1:
        return f"{shown(amounts[0])}{share}"
    parts = " + ".join(f"{shown(amount)} × {one.days}/{days}" for one, amount in zip(found, amounts, strict=True))
    return f"({parts}){share}"


def _child(known: Facts, found: tuple[Stretch, ...], working: Working) -> Rials:
    if not known.children:
        return 0
    if known.insured_720_days is False:
        needed = num(working.find("allowance.child_insured_days", found[0].start))
        working.warn("CHILD_NOT_DUE", f"حق اولاد پس از {money.figures(int(needed or 0))} روز سابقه بیمه پرداخت می‌شود.")
        return 0
    days = working.find("allowance.child_days", found[0].start)
    amounts = [product(num(one.least), num(days), known.children) for one in found]
    if "child" in known.overrides:
        return _allowed("child", "حق اولاد", amounts, known, found, working)
    how = f"{known.children} × {shown(num(days))} × {shown(num(found[0].least))}"
    if len(found) > 1 or known.paid_days < MONTH:
        how = _prorated(amounts, found, known.paid_days)
    return working.line(
        "child", "حق اولاد", _monthly(amounts, found, known.paid_days), how, days, *dict.fromkeys(one.least for one in found)
    )


def _by_the_hour(known: Facts, found: tuple[Stretch, ...], working: Working) -> dict[str, Rials]:
    """Overtime and the premiums of night, Friday and holiday hours, by the wage of the last paid day."""
    hours = {"overtime": known.overtime_hours, "night": known.night_hours, "friday": known.friday_hours, "holiday": known.holiday_hours}
    earned: dict[str, Rials] = dict.fromkeys(hours, 0)
    if known.shift and known.night_hours:
        working.warn("NIGHT_IN_SHIFT", "نوبت‌کار که فوق‌العاده نوبت‌کاری می‌گیرد، فوق‌العاده شب‌کاری ندارد.")
        hours["night"] = 0
    if not any(hours.values()) or not found:
        return earned
    if is_overworked(known, working.law):
        working.warn("OVERTIME_OVER_LAW", "اضافه‌کاری از اندازه قانونی هر روز بیشتر است؛ مزد آن حساب شد، اما ساعت‌ها را بازبینی کنید.")
    hour = _hour(known, found[-1], working)
    rows = (("overtime", "اضافه‌کاری", "hours.overtime_premium"), *PREMIUMS)
    for code, title, key in rows:
        if hours[code]:
            earned[code] = pay_hours(code, title, hour, hours[code], working.find(key, found[-1].start), working)
    return earned


def is_overworked(known: Facts, law: Law) -> bool:
    """Whether the overtime of the month is more than the law allows for its paid days; not where the law is silent."""
    if not known.overtime_hours:
        return False
    try:
        return known.overtime_hours > law.amount("hours.daily_maximum_overtime", known.month.last) * known.paid_days
    except Silent:
        return False


def _hour(known: Facts, last: Stretch, working: Working) -> Number | None:
    basis = working.reading("hour_basis")
    fixed = Fraction(sum(one.amount for one in known.other_benefits if one.continuous), MONTH)
    parts = (last.daily, last.seniority if basis != "base" else 0, lowest(fixed) if basis == "base+seniority+fixed" else 0)
    day: Number = 0
    for part in parts:
        if part is None:
            return None
        day += part
    return hour_of(day, working)


def hour_of(day: Number, working: Working) -> Number:
    """The wage of an hour, exact, by the divisor that was chosen."""
    return lowest(day / _divisor(str(working.reading("hour_divisor"))))


@lru_cache(maxsize=16)
def _divisor(reading: str) -> Fraction:
    return Fraction(reading)


def pay_hours(code: str, title: str, hour: Number | None, hours: Number, premium: Value | None, working: Working) -> Rials:
    """The pay of such hours: overtime with its hour, the others with or without it as the reading says."""
    rate = num(premium)
    whole = code == "overtime" or working.reading("premium_hours") == "extra"
    factor = None if rate is None else rate + 1 if whole else rate
    how = f"{shown(hour)} × {shown(factor)} × {shown(hours)}"
    return working.line(code, title, product(hour, factor, hours), how, premium)


def _shift(known: Facts, base: Rials, working: Working) -> Rials:
    if not known.shift:
        return 0
    premium = working.find(SHIFT_KEYS[known.shift], known.month.last)
    how = f"{shown(base)} × {percent(num(premium) or 0)}"
    return working.line("shift", "نوبت‌کاری", product(base, num(premium)), how, premium)


def _override(known: Facts, earned: dict[str, Rials], working: Working) -> None:
    for code, amount in known.overrides.items():
        if code in MONTHLY:
            continue
        place = next((place for place, line in enumerate(working.lines) if line.code == code), None)
        before = None if place is None else working.lines[place]
        title = before.title if before else code
        line = Line(code, title, amount, "دستی نوشته شده", (), instead_of=earned[code], overridden=True)
        if place is None:
            working.lines.append(line)
        else:
            working.lines[place] = line
        earned[code] = amount
