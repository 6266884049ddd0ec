"""A contract's words as people read them: parts, each with its named fields; and what differs between two wordings."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kardad.contracts import terms
from kardad.contracts.terms import Terms
from kardad.kit import calendar, money, records, text

EMPTY: Final = "نوشته نشده است"
SECURITIES: Final = {"cheque": "چک", "note": "سفته", "promissory_note": "سفته"}
WAIVED: Final = {"insurance": "بیمه", "bonus": "عیدی", "leave": "مرخصی", "severance": "سنوات", "complaint": "حق شکایت"}


@dataclass(frozen=True, slots=True)
class Row:
    """One field: where it stands, its name, what it says; `mask` is the kind of a number that only its owner sees whole."""

    path: str
    label: str
    said: str
    mask: str = ""

    @property
    def aloud(self) -> str:
        """The field as it is read aloud; of a number that is masked nothing."""
        return "" if self.mask else f"{self.label}: {self.said}."


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the contract with its fields; `owner` is the side whose own numbers stand in it."""

    name: str
    title: str
    rows: tuple[Row, ...]
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that two wordings say differently."""

    path: str
    label: str
    part: str
    old: str
    new: str
    mask: str = ""


def parts(words: Mapping[str, Any]) -> tuple[Part, ...]:
    """The whole of what is signed, part by part, in the order of the official form; empty fields are left out."""
    held = records.of(Terms, words.get("terms") or {})
    made = [Part(name, title, tuple(draw(held)), owner) for name, title, owner, draw in DRAWN]
    annexes = tuple(
        Row(f"annexes.{place}", f"پیوست {_fa(place)}", f"{one['title'] or 'بی‌نام'}")
        for place, one in enumerate(words.get("annexes") or (), 1)
    )
    days = (
        [Row("concluded_on", "روز بسته‌شدن", calendar.long(date.fromisoformat(words["concluded_on"])))] if words.get("concluded_on") else []
    )
    if words.get("follows"):
        days.append(Row("follows", "دنباله قرارداد", _fa(words["follows"])))
    made.append(Part("paper", "تاریخ و پیوست‌ها", (*days, *annexes)))
    return tuple(part for part in made if part.rows)


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every field that two wordings say differently, in the order of the form; the day of conclusion is not one."""
    was, now = _fields(old), _fields(new)
    found = []
    for path in dict.fromkeys([*now, *was]):
        part, row = now[path] if path in now else was[path]
        said = (was[path][1].said if path in was else "", now[path][1].said if path in now else "")
        if said[0] != said[1]:
            found.append(Change(path, row.label, part, *said, row.mask))
    return tuple(found)


def labels(words: Mapping[str, Any]) -> dict[str, str]:
    """The name of every field that can be marked for correction, by its path."""
    return {row.path: f"{part.title}، {row.label}" for part in parts(words) for row in part.rows}


def _fields(words: Mapping[str, Any]) -> dict[str, tuple[str, Row]]:
    return {row.path: (part.title, row) for part in parts(words) for row in part.rows if row.path != "concluded_on"}


def _rows(part: str, told: Iterable[tuple[str, str, str | None] | tuple[str, str, str | None, str]]) -> Iterator[Row]:
    """Each told field that says something."""
    for name, label, said, *mask in told:
        if said:
            yield Row(f"{part}.{name}", label, said, *mask)


def _employer(held: Terms) -> Iterator[Row]:
    one = held.employer
    yield from _rows(
        "employer",
        (
            ("name", "نام", one.name),
            ("father_name", "نام پدر", one.father_name),
            ("born_on", "تاریخ تولد", _day(one.born_on)),
            ("birth_certificate_number", "شماره شناسنامه", _fa(one.birth_certificate_number)),
            ("national_code", "کد ملی", one.national_code, "national-code"),
            ("company_id", "شناسه ملی", _fa(one.company_id)),
            ("registration_number", "شماره ثبت", _fa(one.registration_number)),
            ("representative", "نماینده", one.representative),
            ("position", "سمت نماینده", one.position),
            ("workshop_code", "کد کارگاه بیمه", _fa(one.workshop_code)),
            ("address", "نشانی", _fa(one.address)),
            ("postal_code", "کد پستی", _fa(one.postal_code)),
            ("phone", "تلفن", _fa(one.phone)),
        ),
    )


def _worker(held: Terms) -> Iterator[Row]:
    one = held.worker
    family = None if one.is_married is None else "متأهل" if one.is_married else "مجرد"
    yield from _rows(
        "worker",
        (
            ("name", "نام", one.name),
            ("father_name", "نام پدر", one.father_name),
            ("born_on", "تاریخ تولد", _day(one.born_on)),
            ("birth_place", "محل تولد", one.birth_place),
            ("birth_certificate_number", "شماره شناسنامه", _fa(one.birth_certificate_number)),
            ("national_code", "کد ملی", one.national_code, "national-code"),
            ("foreigner_code", "کد فراگیر", one.foreigner_code, "foreigner-code"),
            ("work_permit_number", "شماره پروانه کار", _fa(one.work_permit_number)),
            ("work_permit_until", "اعتبار پروانه کار تا", _day(one.work_permit_until)),
            ("education", "تحصیلات", _fa(one.education)),
            ("is_married", "وضعیت تأهل", family),
            ("children", "شمار فرزندان", None if one.children is None else _fa(one.children)),
            ("address", "نشانی", _fa(one.address)),
            ("postal_code", "کد پستی", _fa(one.postal_code)),
            ("mobile", "تلفن همراه", one.mobile, "mobile"),
            ("insurance_number", "شماره بیمه", _fa(one.insurance_number)),
            ("military", "نظام وظیفه", one.military),
            ("insured_days", "سابقه بیمه", None if one.insured_days is None else f"{_fa(one.insured_days)} روز"),
        ),
    )


def _work(held: Terms) -> Iterator[Row]:
    one = held.work
    grade = f"گروه {_fa(one.grade)}، مزد روزانه گروه {money.grouped(one.grade_wage)}" if one.grade is not None and one.grade_wage else None
    yield from _rows(
        "work",
        (
            ("type", "نوع قرارداد", terms.TYPES.get(one.type)),
            ("nature", "ماهیت کار", terms.NATURES.get(one.nature)),
            ("job_title", "شغل", _fa(one.job_title)),
            ("job_code", "کد شغل", _fa(one.job_code)),
            ("duties", "شرح کار", _fa(one.duties)),
            ("skill", "مهارت", terms.SKILLS.get(one.skill)),
            ("place", "محل کار", _fa(one.place)),
            ("is_hazardous", "کار سخت و زیان‌آور", "بله" if one.is_hazardous else None),
            ("grade", "طبقه‌بندی مشاغل", grade),
        ),
    )


def _term(held: Terms) -> Iterator[Row]:
    one = held.term
    trial = f"{_fa(one.trial_days)} روز{'' if one.is_trial_paid else '، بدون مزد و مزایا'}" if one.trial_days else "ندارد"
    yield from _rows(
        "term",
        (
            ("starts_on", "نخستین روز کار", _day(one.starts_on)),
            ("ends_on", "آخرین روز قرارداد", _day(one.ends_on)),
            ("until_done", "کار تا", _fa(one.until_done)),
            ("trial_days", "دوره آزمایشی", trial),
        ),
    )
    for place, stop in enumerate(one.stops, 1):
        yield Row(f"term.stops.{place}", f"توقف کارگاه ({_fa(place)})", f"از {_day(stop.starts_on)} تا {_day(stop.ends_on)}")


def _hours(held: Terms) -> Iterator[Row]:
    one = held.hours
    hours, rest = divmod(one.weekly_minutes or 0, 60)
    week = f"{_fa(hours)} ساعت{f' و {_fa(rest)} دقیقه' if rest else ''}" if one.weekly_minutes is not None else None
    yield from _rows(
        "hours",
        (
            ("weekly_minutes", "ساعت کار در هفته", week),
            ("shift", "نوبت کار", terms.SHIFTS.get(one.shift)),
            ("schedule", "روزها و ساعت‌ها", _fa(one.schedule)),
            ("has_young_terms", "شرط‌های کارگر نوجوان", "در قرارداد آمده است" if one.has_young_terms else None),
        ),
    )


def _pay(held: Terms) -> Iterator[Row]:
    one = held.pay
    amount = None if one.amount is None else f"{money.grouped(one.amount)} ({money.toman(one.amount)})"
    yield from _rows("pay", (("basis", "مزد به شکل", terms.BASES.get(one.basis)), ("amount", "مزد", amount)))
    for place, step in enumerate(one.steps, 1):
        yield Row(f"pay.steps.{place}", f"مزد از {calendar.long(step.since)}", money.grouped(step.amount))
    for place, extra in enumerate(one.allowances, 1):
        tail = "، جزء مزد ثابت" if extra.is_wage else ""
        yield Row(f"pay.allowances.{place}", _fa(extra.title) or f"مزایای {_fa(place)}", f"ماهی {money.grouped(extra.monthly)}{tail}")
    yield from _rows(
        "pay",
        (
            ("period", "زمان پرداخت", terms.PERIODS.get(one.period)),
            ("iban", "شماره شبا", one.iban, "iban"),
            ("account_holder", "صاحب حساب", one.account_holder),
            ("insured_from", "بیمه از", _day(one.insured_from)),
        ),
    )


def _ending(held: Terms) -> Iterator[Row]:
    one = held.ending
    for place, clause in enumerate(one.terms, 1):
        yield Row(f"ending.terms.{place}", f"شرط پایان {_fa(place)}", _fa(clause))
    yield from _rows("ending", (("notice_days", "اطلاع پیش از پایان", f"{_fa(one.notice_days)} روز" if one.notice_days else None),))


def _others(held: Terms) -> Iterator[Row]:
    one = held.others
    for place, clause in enumerate(one.terms, 1):
        yield Row(f"others.terms.{place}", f"شرط {_fa(place)}", _fa(clause))
    if one.waived:
        yield Row("others.waived", "حقی که کنار گذاشته شده", "، ".join(WAIVED.get(name, name) for name in sorted(one.waived)))
    for place, kept in enumerate(one.securities, 1):
        said = [SECURITIES.get(kept.kind, kept.kind)]
        said += [f"شماره {_fa(kept.number)}"] if kept.number else []
        said += [money.grouped(kept.amount)] if kept.amount is not None else []
        said += [f"برای {_fa(kept.purpose)}"] if kept.purpose else []
        said += [f"بازگشت تا {_day(kept.returned_on)}"] if kept.returned_on else []
        yield Row(f"others.securities.{place}", f"تضمین {_fa(place)}", "، ".join(said))


def _day(day: date | None) -> str:
    return calendar.long(day) if day else ""


def _fa(said: str | int) -> str:
    return text.to_persian_digits(said)


Drawn = tuple[str, str, str, Callable[[Terms], Iterator[Row]]]
DRAWN: Final[tuple[Drawn, ...]] = (
    ("employer", "کارفرما", "employer", _employer),
    ("worker", "کارگر", "worker", _worker),
    ("work", "کار", "", _work),
    ("term", "مدت", "", _term),
    ("hours", "ساعت کار", "", _hours),
    ("pay", "مزد و مزایا", "worker", _pay),
    ("ending", "پایان‌دادن به قرارداد", "", _ending),
    ("others", "شرط‌های دیگر و تضمین‌ها", "", _others),
)
