"""What is owed at the end of a contract, item by item with its arithmetic, by the law engine: the facts it takes from the terms. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from kardad.contracts.statement import Facts, Item, Row, Statement
from kardad.contracts.terms import Terms
from kardad.kit import calendar, money, text
from kardad.kit.refusal import Refusal
from kardad.law import calculators, entitlements, kinds, pay, service, settlement, tax
from kardad.law.instruments import Law, Silent
from kardad.law.kinds import Month, Number
from kardad.law.sheet import Line, Working, lowest, shown

WEEK_DAYS: Final = 6
HOURS: Final = ("overtime", "night", "friday", "holiday")
WAGE: Final = ("base", "seniority")
ALLOWANCES: Final = ("housing", "grocery", "marriage", "child", "other")
TITLES: Final = {
    "wage": "مزد پرداخت‌نشده آخرین دوره",
    "allowances": "مزایای پرداخت‌نشده آخرین دوره",
    "trial_rest": "مزد بقیه دوره آزمایشی",
    "leave": "بازخرید مانده مرخصی",
    "severance": "حق سنوات",
    "bonus": "عیدی و پاداش",
    **{name: title for name, title in entitlements.CLAIMS if name in HOURS},
}


class NoWage(Refusal):
    """Nothing is reckoned without the wage that was agreed on."""

    code = "SETTLEMENT_NO_WAGE"
    message = "مزد یا روز آغاز در این قرارداد نوشته نشده است؛ بی آن حسابی نوشته نمی‌شود."


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """A suspension: from the first day to the last neither work nor wage (LL 14); `is_service` where its days count all the same."""

    first: date
    last: date
    title: str = ""
    is_service: bool = False
    says: str = ""  # what else whoever signs should know of it

    def days(self, since: date, until: date) -> set[date]:
        """Its days between two days, both of them in."""
        start, end = max(self.first, since), min(self.last, until)
        return {start + timedelta(days=ahead) for ahead in range((end - start).days + 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How and when the work ended: `since` is the first day of the whole service, before renewals too."""

    since: date
    on: date
    severance: str = "contract_end"  # of law.settlement.REASONS
    before: tuple[tuple[date, Terms], ...] = ()  # the contracts that this one renewed, the first one first
    off: tuple[Off, ...] = ()
    trial_until: date | None = None  # where the employer ended it in the trial: the whole of it is paid (LL 11)


def daily(held: Terms, amount: int, law: Law) -> Number:
    """The fixed wage of a day in rials, exact, with what the contract adds to it by its nature (LL 36). Raises Silent."""
    fixed = Fraction(sum(one.monthly for one in held.pay.allowances if one.is_wage), pay.MONTH)
    if held.pay.basis == "monthly":
        return lowest(Fraction(amount, pay.MONTH) + fixed)
    if held.pay.basis == "hourly":
        return lowest(amount * (held.weekly_hours or full_week(held, law)) / WEEK_DAYS + fixed)
    return lowest(amount + fixed)


def full_week(held: Terms, law: Law, on: date | None = None) -> Fraction:
    """The hours of a whole week of such work. Raises Silent."""
    key = "hours.weekly_hazardous" if held.work.is_hazardous else "hours.weekly"
    return Fraction(law.amount(key, on or held.term.starts_on or law.recorded_on))


def share(held: Terms, law: Law) -> Fraction:
    """Which part of a whole week he works: one, or less where the contract is for fewer hours. Raises Silent."""
    full = full_week(held, law)
    return min(Fraction(1), (held.weekly_hours or full) / full)


def statement(held: Terms, facts: Facts, ended: Ended, law: Law) -> Statement:
    """Everything that is owed and taken off. Raises Silent where the law says nothing, NoWage, and BadFact for what cannot be."""
    if held.pay.amount is None or held.term.starts_on is None:
        raise NoWage
    reckoning = Reckoning(held, facts, ended, law)
    items = (*reckoning.last_period(), *reckoning.at_the_end(), *_others(facts))
    bonus = sum(one.amount for one in items if one.code == "bonus")
    taken = tuple(one for one in (*reckoning.withheld(bonus), *_taken(facts)) if one.amount)
    return Statement(
        items=items,
        taken=taken,
        since=ended.since,
        ended_on=ended.on,
        days=(ended.on - ended.since).days + 1 - len(reckoning.unserved),
        daily=money.whole_rials(reckoning.last_daily),
        law_version=law.version,
        warnings=(*dict.fromkeys(one.message for one in reckoning.warned), *reckoning.suspended()),
    )


class Reckoning:
    """One contract's reckoning: the pay of its days is prepared once; raises Silent, NoWage."""

    def __init__(self, held: Terms, facts: Facts, ended: Ended, law: Law) -> None:
        """Nothing is reckoned yet."""
        self.held, self.facts, self.ended, self.law = held, facts, ended, law
        self.share = share(held, law)
        (_, first), *told = self._agreed()
        self.terms = service.Terms(
            ended.since,
            max(ended.on, ended.trial_until or ended.on),
            first,
            ended.since,
            held.worker.children or 0,
            bool(held.worker.is_married),
            self._child_from(),
            tuple(told),
        )
        self.pay = service.Pay(replace(self.terms, last=ended.on), law)
        self.off = {day for one in ended.off for day in one.days(ended.since, ended.on)}
        self.unserved = {day for one in ended.off if not one.is_service for day in one.days(ended.since, ended.on)}
        self.slips = list(self._slips())
        self.warned = [warned for working in self.slips for warned in working.warned.values()]

    def _agreed(self) -> list[tuple[date, Number]]:
        """The wage that was agreed on from each day, the service's first day first.

        A part-time wage is measured at its whole-time height, so that floors and caps of the law meet it; then its share is paid.
        """
        found: dict[date, Number] = {}
        contracts = (*self.ended.before, (self.held.term.starts_on or self.ended.since, self.held))
        for start, held in contracts:
            steps = [(one.since, one.amount) for one in held.pay.steps if one.since > start]
            for day, amount in [(start, held.pay.amount or 0), *steps]:
                found[day] = lowest(Fraction(daily(held, amount, self.law)) / share(held, self.law))
        if self.facts.raised_on and self.facts.raised_daily:
            day = max(self.facts.raised_on, self.ended.since)
            found[day] = max(found.get(day, 0), lowest(Fraction(self.facts.raised_daily) / self.share))
        return sorted(found.items())

    @property
    def last_daily(self) -> Fraction:
        """His own fixed wage on the last day."""
        return Fraction(self.pay.base(self.ended.on)) * self.share

    def last_period(self) -> Iterator[Item]:
        """What the unpaid days earned: wage, allowances, hours beside the ordinary ones; of a trial the employer ended, its rest."""
        yield self._of_slips("wage", WAGE)
        yield self._of_slips("allowances", ALLOWANCES)
        for name in HOURS:
            if name == "overtime" or getattr(self.facts, f"{name}_hours"):
                yield self._of_slips(name, (name,))
        if self.ended.trial_until and self.ended.trial_until > self.ended.on:
            yield self._trial_rest(self.ended.trial_until)

    def at_the_end(self) -> Iterator[Item]:
        """What the end brings: severance of the whole service, the unpaid bonus of each year, leave that was not taken."""
        key = settlement.REASONS[self.ended.severance][1]
        working = Working(self.law)
        years = entitlements.severance(self.pay, None, key, working, len(self.unserved))
        yield self._item("severance", years.values(), working)
        working = Working(self.law)
        paid = {str(year) for year in self.facts.bonus_paid}
        found = {year: amount for year, amount in entitlements.bonuses(self.pay, working, self.off).items() if year not in paid}
        working.lines = [line for line in working.lines if line.part in found]
        yield self._item("bonus", found.values(), working)
        working = Working(self.law)
        used = kinds.DAYS.read(self.facts.used_leave or "0", "used_leave")
        left = entitlements.leave_left(self.pay, used, hard_work=self.held.work.is_hazardous, working=working, off=self.off)
        yield self._item("leave", left.values(), working)

    def suspended(self) -> Iterator[str]:
        """What is left out for each suspension, as whoever signs should know it."""
        for one in self.ended.off:
            days = len(one.days(self.ended.since, self.ended.on))
            left_out = "مزد، عیدی و مرخصی" if one.is_service else "مزد، عیدی، مرخصی و سنوات"
            counts = "؛ در سنوات شمرده شد" if one.is_service else ""
            if days:
                told = f"{days} روز تعلیق ({one.title}) در {left_out} شمرده نشد{counts} (ماده ۱۴ قانون کار). {one.says}"
                yield text.to_persian_digits(told.strip())

    def withheld(self, bonus: int) -> Iterator[Item]:
        """Insurance and tax of the unpaid months and of the bonus, or what the employer wrote in their place."""
        if self.facts.insurance is not None:
            yield Item("insurance", "حق بیمه سهم کارگر", self.facts.insurance)
        else:
            yield self._off_slips("insurance", "حق بیمه سهم کارگر", "insurance_employee")
        if self.facts.tax is not None:
            yield Item("tax", "مالیات", self.facts.tax)
        else:
            yield self._off_slips("tax", "مالیات", "tax", self._bonus_tax(bonus))

    def _slips(self) -> Iterator[Working]:
        """The payslip of each month that is not paid yet, its hours in the last one."""
        start = self.facts.unpaid_from
        if start is None:
            return
        slip = calculators.named("payslip")
        worked = [
            (month, [day for day in _days(first, last) if day not in self.off])
            for month, first, last in _months(max(start, self.ended.since), self.ended.on)
        ]
        worked = [(month, days) for month, days in worked if days]
        for month, days in worked:
            working = Working(self.law)
            slip.work(self._month(month, days, is_last=month == worked[-1][0]), working)
            yield working

    def _month(self, month: Month, days: list[date], *, is_last: bool) -> pay.Facts:
        first = days[0]
        hours = {f"{name}_hours": kinds.HOURS.read(getattr(self.facts, f"{name}_hours") or "0", f"{name}_hours") for name in HOURS}
        begun = self.terms.child_from
        own = [one for one in self.held.pay.allowances if not one.is_wage and one.monthly]
        part = min(Fraction(len(days), pay.MONTH), Fraction(1))
        return pay.Facts(
            month=month,
            days=len(days),
            daily=_mean(self.pay.base(day) for day in days) * self.share,
            seniority_daily=_mean(self.pay.seniority(day) for day in days) * self.share,
            children=self.terms.children,
            married=self.terms.married,
            insured_720_days=begun is None or begun <= first,
            hard_work=self.held.work.is_hazardous,
            other_benefits=tuple(pay.Benefit(title=one.title, amount=money.whole_rials(one.monthly * part)) for one in own),
            overrides=self._shares_of_allowances(first) if self.share < 1 else {},
            **(hours if is_last else {}),
        )

    def _shares_of_allowances(self, on: date) -> dict[str, int]:
        """What the decree gives everybody, by the hours of a part-time contract (LL 39)."""
        names = ["housing", "grocery", *(["marriage"] if self.terms.married else [])]
        return {name: money.whole_rials(Fraction(self.law.amount(f"allowance.{name}", on)) * self.share) for name in names}

    def _of_slips(self, code: str, lines: tuple[str, ...]) -> Item:
        found = [line for working in self.slips for line in working.lines if line.code in lines]
        return self._told(code, TITLES[code], found)

    def _off_slips(self, code: str, title: str, line_code: str, *more: Line) -> Item:
        found = [line for working in self.slips for line in working.lines if line.code == line_code] + list(more)
        return self._told(code, title, found)

    def _told(self, code: str, title: str, lines: list[Line]) -> Item:
        """The item of lines that all came to something; raises Silent where the law gave one none."""
        if any(line.amount is None for line in lines):
            raise next((one.silent for one in self.slips if one.silent), None) or NoWage
        return Item(code, title, sum(line.amount or 0 for line in lines), _rows(lines))

    def _item(self, code: str, amounts: Iterable[int | None], working: Working) -> Item:
        """The item of some years, at his share of a whole week."""
        known = list(amounts)
        if any(amount is None for amount in known) and working.silent:
            raise working.silent
        self.warned += working.warned.values()
        whole = sum(amount or 0 for amount in known)
        rows = _rows(working.lines)
        if self.share < 1:
            rows = (*rows, Row("به نسبت ساعت کار هفته", f"{shown(whole)} × {self.share}", money.whole_rials(whole * self.share)))
        return Item(code, TITLES[code], money.whole_rials(whole * self.share), rows)

    def _trial_rest(self, until: date) -> Item:
        """LL 11: an employer who ends the work in the trial pays the whole of it."""
        prepared, found = service.Pay(self.terms, self.law), []
        for month, first, last in _months(self.ended.on + timedelta(days=1), until):
            due = prepared.due(month, first, last)
            amount = money.whole_rials((Fraction(due.wage) + due.allowances) * self.share)
            how = f"{shown(prepared.base(first))} × {due.days} + {shown(due.allowances)}" + (f", × {self.share}" if self.share < 1 else "")
            title = f"{calendar.month_name(month.month)} {month.year}"
            found.append(Line("trial_rest", title, amount, how, due.rests_on))
        return Item("trial_rest", TITLES["trial_rest"], sum(line.amount or 0 for line in found), _rows(found))

    def _bonus_tax(self, amount: int) -> Line:
        """The tax on what of the bonus passes a month's exemption."""
        working = Working(self.law)
        ladder = tax.ladder(working, self.ended.on, amount)
        if ladder is None:
            raise working.silent or NoWage
        owed = tax.climb(working, ladder, amount)
        return Line("tax", "مالیات عیدی", owed, working.lines[-1].how if working.lines else "", ladder.rests_on)

    def _child_from(self) -> date | None:
        """From when the child allowance is due, by the insured days before this work."""
        known = self.held.worker.insured_days
        if known is None or not self.held.worker.children:
            return None
        needed = int(self.law.amount("allowance.child_insured_days", self.ended.since))
        return self.ended.since + timedelta(days=max(needed - known, 0))


def _months(first: date, last: date) -> Iterator[tuple[Month, date, date]]:
    while first <= last:
        year, number, _ = calendar.to_jalali(first)
        month = Month(year, number)
        end = min(month.last, last)
        yield month, first, end
        first = end + timedelta(days=1)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _mean(amounts: Iterable[Number]) -> Fraction:
    found = [Fraction(amount) for amount in amounts]
    return sum(found, Fraction(0)) / len(found)


def _rows(lines: Iterable[Line]) -> tuple[Row, ...]:
    """How an item was reached, and on what it rests."""
    return tuple(
        Row(line.title, line.how, line.amount, "، ".join(dict.fromkeys(_source(one) for one in line.rests_on)), line.part) for line in lines
    )


def _source(value: Any) -> str:
    return f"{value.title}، {value.article}" if value.article else str(value.title)


def _others(facts: Facts) -> tuple[Item, ...]:
    return tuple(Item(f"other_{place}", one.title, one.amount) for place, one in enumerate(facts.others, start=1) if one.amount)


def _taken(facts: Facts) -> tuple[Item, ...]:
    """What is taken off because it was paid before, lent or advanced."""
    told = (
        ("advances", "مساعده", facts.advances),
        ("loans", "مانده وام", facts.loans),
        ("severance_received", "سنواتی که پیش‌تر پرداخت شده", facts.severance_received),
        ("leave_received", "مرخصی که پیش‌تر بازخرید شده", facts.leave_received),
    )
    return tuple(Item(code, title, amount) for code, title, amount in told)


__all__ = ["Ended", "NoWage", "Silent", "daily", "share", "statement"]
