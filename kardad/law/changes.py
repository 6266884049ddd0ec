"""Each change of a service's pay, told once: what a day and a month earn from then on, how, and on which decree that rests."""

from collections.abc import Sequence
from datetime import date

from kardad.kit import calendar
from kardad.law.instruments import Silent, Value
from kardad.law.kinds import Number
from kardad.law.pay import MONTH
from kardad.law.service import ALLOWANCES, PARTS, Due, Pay, Stretch
from kardad.law.sheet import Working, lowest, percent, shown

TITLES = dict(PARTS)
RISE, FIXED, LEAST = "wage.other_levels_percent", "wage.other_levels_fixed", "wage.daily_minimum"


class Changes:
    """Tells the pay of a service month by month; a line stands where something is not as it was before."""

    def __init__(self, pay: Pay, working: Working) -> None:
        """Nothing is told yet."""
        self.pay, self.working = pay, working
        self._told: dict[str, object] = {}

    def tell(self, due: Due) -> str:
        """The lines of what changed within a month, and the arithmetic of its pay."""
        for one in due.stretches:
            if self._is_new("base", one.base) and self.pay.is_agreed:
                self._base(one)
            if self._is_new("seniority", one.seniority) and (step := self.pay.grown(one.start)):
                self._line("seniority_daily", "پایه سنوات هر روز", one.start, step.daily, step.how, step.rests_on)
            if self._is_new("daily", (one.base, one.seniority)):
                least = () if self.pay.is_agreed else (self.pay.law.value(LEAST, one.start),)
                self._line("daily", "مزد و سنوات هر روز", one.start, _day(one), _sum([one.base, one.seniority]), least)
            if self._is_new("monthly", one.monthly):
                self._monthly(one)
        return f"{_days(due.stretches)} + {_allowances(due)}"

    def _is_new(self, name: str, amount: object) -> bool:
        before = self._told.get(name)
        self._told[name] = amount
        return amount != before

    def _base(self, one: Stretch) -> None:
        """An agreed wage: as it was agreed, then as the decree of each year raises it."""
        year = calendar.to_jalali(one.start).year
        eve = max(calendar.from_jalali(year - 1, 12, calendar.month_length(year - 1, 12)), self.pay.terms.since)
        rise, fixed = (_told(self.pay, key, one.start) for key in (RISE, FIXED))
        how, rests = shown(one.base), [self.pay.law.value(LEAST, one.start)]
        if eve < one.start and rise and fixed:
            before, rate, more = self.pay.base(eve), self.pay.law.amount(RISE, one.start), self.pay.law.amount(FIXED, one.start)
            if before * (1 + rate) + more == one.base:
                how, rests = f"{shown(before)} × (1 + {percent(rate)}) + {shown(more)}", [rise, fixed]
        self._line("base_daily", "مزد پایه هر روز", one.start, one.base, how, rests)

    def _monthly(self, one: Stretch) -> None:
        names = [name for name in ALLOWANCES if one.monthly[name]]
        keys = ["allowance.child_days" if name == "child" else f"allowance.{name}" for name in names]
        values = [self.pay.law.value(key, one.start) for key in keys]
        title = " و ".join(TITLES[name] for name in names)
        self._line("monthly", title, one.start, _month(one), _sum([one.monthly[name] for name in names]), values, each="هر ماه ")

    def _line(self, code: str, title: str, since: date, amount: Number, how: str, rests_on: Sequence[Value], each: str = "") -> None:
        year, month, _ = calendar.to_jalali(since)
        words = f"{title}، {each}از {calendar.slashed(since)}"
        self.working.line(code, words, amount, how, *rests_on, part=f"{year}-{month:02}")


def _told(pay: Pay, key: str, on: date) -> Value | None:
    try:
        return pay.law.value(key, on)
    except Silent:
        return None


def _day(one: Stretch) -> Number:
    return lowest(one.base + one.seniority)


def _month(one: Stretch) -> Number:
    return sum(one.monthly.values())


def _sum(amounts: Sequence[Number]) -> str:
    return " + ".join(shown(amount) for amount in amounts if amount) or "0"


def _days(found: Sequence[Stretch]) -> str:
    """What the days earn: equal neighbours together."""
    runs: list[tuple[Number, int]] = []
    for one in found:
        before = runs.pop() if runs and runs[-1][0] == _day(one) else (_day(one), 0)
        runs.append((before[0], before[1] + one.days))
    return " + ".join(f"{shown(daily)} × {count}" for daily, count in runs)


def _allowances(due: Due) -> str:
    amounts = {_month(one) for one in due.stretches}
    if len(amounts) > 1:
        return shown(due.allowances)
    return shown(amounts.pop()) + (f" × {due.days}/{MONTH}" if due.days < MONTH else "")
