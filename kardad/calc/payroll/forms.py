"""The form that takes a roster: the file, the month, the readings and how the net is rounded; the file is opened and judged here."""

import secrets
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.calc.payroll import computing
from kardad.calc.payroll.actions import Sent
from kardad.calc.roster import books
from kardad.calc.roster.books import Book
from kardad.calc.roster.columns import Headings
from kardad.kit import calendar, money, text
from kardad.kit.refusal import Refusal
from kardad.law import policies
from kardad.law.instruments import FIRST_DAY, Law
from kardad.law.kinds import Month
from kardad.law.payslip import PAYSLIP
from kardad.ui import fields, widgets

POLICY = "policy_"
MEGABYTES = books.MOST_BYTES // 1024 // 1024


class NoLaw(Refusal):
    """The law of that month is not known to us."""

    code = "PAYROLL_LIST_NO_LAW"
    status = 422
    message = "برای این ماه حداقل مزد قانونی نداریم، پس لیستی حساب نمی‌شود. ماه دیگری انتخاب کنید."


class RosterFile(forms.FileField):
    """An XLSX or CSV file; its bytes decide, and what it becomes is a `Book`."""

    widget = widgets.File

    def __init__(self, **kwargs: Any) -> None:
        help_text = text.to_persian_digits(f"XLSX یا CSV، تا {MEGABYTES} مگابایت؛ یک ردیف برای هر نفر.")
        said = {"required": "پرونده‌ای انتخاب کنید.", "invalid": "پرونده فرستاده نشد؛ دوباره انتخاب کنید.", "empty": "این پرونده خالی است."}
        attrs = {"accept": ".xlsx,.csv,.tsv,.txt", "data-limit": str(books.MOST_BYTES)}
        super().__init__(label="پرونده کارکرد", help_text=help_text, error_messages=said, widget=self.widget(attrs), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Book[Headings]:
        """The roster, its headings found."""
        upload = super().clean(data, initial)
        try:
            # Judged by its size before a byte of it is read.
            if upload.size > books.MOST_BYTES:
                raise books.FileTooLarge(most=text.to_persian_digits(MEGABYTES))
            return books.opened(upload.name or "", upload.read())
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal


class Begin(forms.Form):
    """What a payroll list is made of."""

    file = RosterFile()
    month = fields.Choice(label="ماه", choices=[(str(place), title) for place, title in enumerate(calendar.MONTHS, start=1)])
    year = fields.Choice(label="سال")
    title = fields.Text(label="نام کارگاه", max_length=120, required=False, help_text="به دلخواه؛ بالای لیست نوشته می‌شود.")
    rounding = fields.Choice(label="گرد کردن خالص پرداختی", help_text="تفاوت هر ردیف در ستونی جدا نوشته می‌شود.")
    once = forms.RegexField(r"\A[0-9a-f]{32}\Z", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, law: Law, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.law = law
        year, month, _ = calendar.to_jalali(today)
        last = (year, month - 1) if month > 1 else (year - 1, 12)
        first = calendar.to_jalali(FIRST_DAY).year
        self._choices("year", [(str(one), text.to_persian_digits(one)) for one in range(year, first - 1, -1)])
        self._choices("rounding", [(str(unit), _rounding(unit)) for unit in computing.ROUNDINGS])
        self.initial = {"year": str(last[0]), "month": str(last[1]), "rounding": "0", "once": secrets.token_hex(16), **self.initial}
        for name in PAYSLIP.readings:
            policy = policies.known()[name]
            choices = [(str(choice).lower(), said) for choice, said in policy.choices]
            self.fields[POLICY + name] = fields.Choice(label=policy.title, help_text=policy.basis, choices=choices, required=False)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = choices

    @property
    def first(self) -> list[Any]:
        """What everybody is asked."""
        return [self[name] for name in ("file", "month", "year", "title", "rounding")]

    @property
    def readings(self) -> list[Any]:
        """The questions on which practice differs."""
        return [self[POLICY + name] for name in PAYSLIP.readings]

    @property
    def is_more_open(self) -> bool:
        """Whether a reading was chosen that is not the default, or is wrong."""
        return any(self.errors.get(POLICY + name) or self._reading(name) for name in PAYSLIP.readings) if self.is_bound else False

    def clean(self) -> dict[str, Any]:
        """Refuse a month whose minimum wage is not known: no row of it could be computed."""
        found = super().clean() or {}
        if "year" in found and "month" in found:
            found["at"] = Month(int(found["year"]), int(found["month"]))
            if computing.daily_minimum(found["at"].first, self.law) is None:
                self.add_error("month", NoLaw.message)
        return found

    def sent(self) -> Sent:
        """What was chosen beside the file."""
        found = self.cleaned_data
        return Sent(
            # A form without its mark is one of its own.
            once=found["once"] or secrets.token_hex(16),
            file_name=str(getattr(self.files["file"], "name", "")),
            month=found["at"],
            readings={name: reading for name in PAYSLIP.readings if (reading := self._reading(name))},
            rounding=int(found["rounding"]),
            title=found["title"],
        )

    def _reading(self, name: str) -> str:
        chosen = str(self.data.get(self.add_prefix(POLICY + name), ""))
        return "" if chosen == str(policies.known()[name].default).lower() else chosen


def _rounding(unit: int) -> str:
    return f"به نزدیک‌ترین {money.grouped(unit)}" if unit else "بدون گرد کردن"
