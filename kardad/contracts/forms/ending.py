"""Forms of the end of a contract and its settlement; nothing here saves."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from kardad.contracts import causes, statement
from kardad.contracts.actions import settling
from kardad.contracts.actions.paying import Payment
from kardad.contracts.causes import Cause, Evidence
from kardad.contracts.statement import Facts, Other
from kardad.contracts.terms import Terms
from kardad.core.models import StoredFile
from kardad.kit import calendar, text
from kardad.kit.refusal import Refusal
from kardad.law import kinds
from kardad.ui import fields
from kardad.ui.fields.typed import FIGURES, Typed

WARNINGS: Final = 3  # fields of written warnings on the page
MONTH: Final = 30  # days that who resigns goes on working
OTHERS: Final = 3  # rows of what else is owed
WHAT: Final = {
    "retirement": ("شماره حکم بازنشستگی", "تاریخ حکم", "تصویر حکم"),
    "disability": ("شماره رأی کمیسیون پزشکی", "تاریخ رأی", "تصویر رأی"),
    "death": ("شماره گواهی فوت", "تاریخ گواهی", "تصویر گواهی"),
    "closure": ("شماره صورت‌جلسه یا گواهی", "تاریخ آن", "تصویر آن"),
    "ruling": ("شماره رأی یا دادنامه", "تاریخ رأی", "تصویر رأی قطعی"),
    "dismissal": ("", "", "تصویر نظر مثبت"),
}
DETAIL: Final = {
    "dismissal": "چه کوتاهی‌ای شد و چگونه تذکر دادید؟",
    "work_done": "کدام کار تمام شد و چگونه تحویل شد؟",
    "closure": "چه شد؟",
}


class Measure(Typed):
    """Hours or days that may have a fraction, given back as text of the exact decimal."""

    longest = 20
    attrs = FIGURES | {"inputmode": "decimal"}

    def __init__(self, *, kind: kinds.Kind, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(required=False, **kwargs)

    def parse(self, typed: str) -> str:
        """The number, as it is kept."""
        try:
            return str(kinds.plain(self.kind.read(typed, "")))
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        """As people write it."""
        return text.to_persian_digits(value).replace(".", "٫") if isinstance(value, str) else value


class Bare(forms.Form):
    """A press."""


class Name(forms.Form):
    """The last day of work, and what is asked to show this cause."""

    def __init__(self, *args: Any, cause: Cause, held: Terms, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cause, self.held = cause, held
        if cause.day != "end":
            last = causes.trial_end(held) if cause.day == "trial" else None
            said = f"دوره آزمایشی تا {calendar.long(last)} است." if last else ""
            self.fields["ends_on"] = fields.JalaliDate(
                label="آخرین روز کار", earliest=held.term.starts_on, initial=_usual(cause, today), help_text=said
            )
        for name in cause.asks:
            self.fields |= self._asked(name, today)
        if cause.name == "ruling":
            said = "رأی، اخراج را ناموجه دانسته و کارگر به کار بازنمی‌گردد؛ برای هر سال ۴۵ روز مزد."
            self.fields["is_unjustified"] = fields.Tick(label=said, required=False)
        if cause.way == causes.AGREE:
            self.fields["detail"] = fields.LongText(label="توضیح، اگر می‌خواهید", max_length=600, required=False)
        if cause.way == causes.RESIGN:
            self.fields["detail"] = fields.LongText(label="دلیل، اگر می‌خواهید", max_length=600, required=False)

    def _asked(self, name: str, today: date) -> dict[str, forms.Field]:
        number, dated, paper = WHAT.get(self.cause.name, ("شماره", "تاریخ", "تصویر"))
        if name == "warnings":
            ordinals = ("نخستین", "دومین", "سومین")
            return {
                f"warning_{place}": fields.JalaliDate(
                    label=f"تاریخ {ordinals[place - 1]} تذکر کتبی",
                    latest=today,
                    required=place == 1,
                    earliest=self.held.term.starts_on,
                    example=None if place == 1 else "",
                )
                for place in range(1, WARNINGS + 1)
            }
        made: dict[str, forms.Field] = {
            "detail": fields.LongText(label=DETAIL.get(self.cause.name, "چه شد؟"), max_length=2000, min_length=causes.SHORTEST),
            "council": fields.Radios(label="چه نهادی نظر مثبت داد؟", choices=list(causes.COUNCILS.items())),
            "council_on": fields.JalaliDate(label="تاریخ نظر", latest=today, example=""),
            "clause": fields.Radios(
                label="کدام بند قرارداد؟", choices=[(str(place), one) for place, one in enumerate(self.held.ending.terms, start=1)]
            ),
            "notice_on": fields.JalaliDate(label="پیش‌آگهی کتبی را چه روزی دادید؟", latest=today, help_text=self._notice()),
            "number": fields.Text(label=number, max_length=60),
            "dated_on": fields.JalaliDate(label=dated, latest=today),
            "file": fields.Upload(label=paper),
        }
        return {name: made[name]}

    def _notice(self) -> str:
        days = self.held.ending.notice_days
        return text.to_persian_digits(f"قرارداد {days} روز پیش‌آگهی می‌خواهد.") if days else ""

    @property
    def ends_on(self) -> date:
        """The last day: as typed, or that of the contract."""
        found = self.cleaned_data.get("ends_on") or self.held.term.ends_on
        return found or date.min

    def shown(self, file: StoredFile | None) -> Evidence:
        """What shows it."""
        told = self.cleaned_data
        warned = tuple(told[name] for name in (f"warning_{place}" for place in range(1, WARNINGS + 1)) if told.get(name))
        names = ("detail", "council", "council_on", "notice_on", "number", "dated_on")
        given = {name: told[name] for name in names if told.get(name)}
        clause = int(told["clause"]) if told.get("clause") else None
        return Evidence(
            **given, warnings=warned, clause=clause, file=file.sha256 if file else "", is_unjustified=bool(told.get("is_unjustified"))
        )


class Reckon(forms.Form):
    """What the employer tells beside the contract, for the statement."""

    unpaid_from = fields.JalaliDate(
        label="مزد از چه روزی پرداخت نشده است؟",
        required=False,
        help_text="از این روز تا آخرین روز کار حساب می‌شود. اگر همه پرداخت شده، خالی بگذارید.",
    )
    overtime_hours = Measure(label="ساعت اضافه‌کاری پرداخت‌نشده", kind=kinds.HOURS)
    night_hours = Measure(label="ساعت شب‌کاری پرداخت‌نشده", kind=kinds.HOURS)
    friday_hours = Measure(label="ساعت جمعه‌کاری پرداخت‌نشده", kind=kinds.HOURS)
    holiday_hours = Measure(label="ساعت تعطیل‌کاری پرداخت‌نشده", kind=kinds.HOURS)
    used_leave = Measure(label="کارگر چند روز مرخصی گرفته است؟", kind=kinds.DAYS, help_text="در همه مدت کار؛ نیم‌روز را ۰٫۵ بنویسید.")
    raised_daily = fields.Rials(label="آخرین مزد روزانه، اگر بیش از قرارداد می‌پرداختید", required=False)
    raised_on = fields.JalaliDate(label="از چه روزی؟", required=False, example="")
    severance_received = fields.Rials(label="سنواتی که پیش‌تر پرداخت شده", required=False, help_text="", example="")
    leave_received = fields.Rials(label="مرخصی که پیش‌تر بازخرید شده", required=False, help_text="", example="")
    advances = fields.Rials(label="مساعده", required=False, help_text="", example="")
    loans = fields.Rials(label="مانده وام", required=False, help_text="", example="")
    insurance = fields.Rials(
        label="حق بیمه سهم کارگر، اگر جز آن است که قانون می‌گوید", required=False, example="", help_text="خالی بماند، خودمان حساب می‌کنیم."
    )
    tax = fields.Rials(
        label="مالیات، اگر جز آن است که قانون می‌گوید", required=False, example="", help_text="خالی بماند، خودمان حساب می‌کنیم."
    )
    method = fields.Radios(
        label="چگونه می‌پردازید؟", choices=[row for row in statement.METHODS.items() if row[0] != "deposit"], initial="bank"
    )
    pays_until = fields.JalaliDate(label="تا چه روزی می‌پردازید؟", required=False, example="")
    note = fields.LongText(
        label="توضیح", required=False, max_length=settling.LONGEST_NOTE, help_text="جمله‌ای که حقی را از کارگر بگیرد پذیرفته نمی‌شود."
    )
    AMOUNTS: Final = ("severance_received", "leave_received", "advances", "loans")
    SECTIONS: Final = (
        ("مزد آخرین دوره", ("unpaid_from", "overtime_hours", "night_hours", "friday_hours", "holiday_hours")),
        ("مرخصی، عیدی و آخرین مزد", ("used_leave", "bonus_paid", "raised_daily", "raised_on")),
        ("طلب‌های دیگر", tuple(f"{name}_{place}" for place in range(1, OTHERS + 1) for name in ("other_title", "other_amount"))),
        ("آنچه کم می‌شود", ("severance_received", "leave_received", "advances", "loans", "insurance", "tax")),
        ("پرداخت", ("method", "pays_until", "note")),
    )

    def __init__(self, *args: Any, years: Sequence[int], last: date | None, told: Facts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**_initial(told), **self.initial}
        named = [(str(year), f"عیدی سال {text.to_persian_digits(year)}") for year in years]
        self.fields["bonus_paid"] = fields.Ticks(label="کدام عیدی پرداخت شده است؟", choices=named, required=False)
        for place in range(1, OTHERS + 1):
            title = text.to_persian_digits(f"طلب دیگر {place}")
            self.fields[f"other_title_{place}"] = fields.Text(label=f"عنوان {title}", max_length=80, required=False)
            self.fields[f"other_amount_{place}"] = fields.Rials(label=f"مبلغ {title}", required=False, help_text="", example="")
        for name in ("unpaid_from", "raised_on"):
            self.fields[name].latest = last

    @property
    def sections(self) -> list[tuple[str, list[Any]]]:
        """The fields under the headings of the page."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def clean(self) -> dict[str, Any]:
        """A row of what else is owed has its title and its amount; a raised wage its day."""
        found = super().clean() or self.cleaned_data
        for place in range(1, OTHERS + 1):
            title, amount = found.get(f"other_title_{place}"), found.get(f"other_amount_{place}")
            if amount and not title:
                self.add_error(f"other_title_{place}", "بنویسید این مبلغ برای چیست.")
            if title and not amount:
                self.add_error(f"other_amount_{place}", "مبلغ آن را بنویسید.")
        if found.get("raised_daily") and not found.get("raised_on"):
            self.add_error("raised_on", "بنویسید از چه روزی این مزد را می‌پرداختید.")
        return found

    @property
    def facts(self) -> Facts:
        """What the action is given."""
        told = self.cleaned_data
        rows = [(told.get(f"other_title_{place}"), told.get(f"other_amount_{place}")) for place in range(1, OTHERS + 1)]
        texts = ("overtime_hours", "night_hours", "friday_hours", "holiday_hours", "used_leave", "note")
        asked = ("unpaid_from", "raised_on", "raised_daily", "insurance", "tax", "pays_until")
        given: dict[str, Any] = {name: told.get(name) or "" for name in texts}
        given |= {name: told.get(name) or 0 for name in self.AMOUNTS} | {name: told.get(name) for name in asked}
        others = tuple(Other(title=title, amount=amount) for title, amount in rows if title and amount)
        return Facts(**given, bonus_paid=tuple(int(year) for year in told.get("bonus_paid") or ()), others=others, method=told["method"])


class Pay(forms.Form):
    """What was paid, and what shows it."""

    def __init__(self, *args: Any, today: date, may_deposit: bool, net: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = [row for row in statement.METHODS.items() if may_deposit or row[0] != "deposit"]
        self.fields["amount"] = fields.Rials(label="چقدر پرداختید؟", initial=net)
        self.fields["paid_on"] = fields.JalaliDate(label="چه روزی؟", latest=today)
        self.fields["method"] = fields.Radios(label="چگونه؟", choices=methods, initial="bank")
        self.fields["trace"] = fields.Text(label="شماره پیگیری بانک", max_length=60, required=False)
        self.fields["proof"] = fields.Upload(label="تصویر رسید", required=False)

    def payment(self, proof: StoredFile | None) -> Payment:
        """What the action is given."""
        told = self.cleaned_data
        return Payment(paid_on=told["paid_on"], amount=told["amount"], method=told["method"], trace=told["trace"], proof=proof)


def _usual(cause: Cause, today: date) -> date:
    """The day that is offered: today, and for a resignation a month later (LL 21)."""
    return today + timedelta(days=MONTH) if cause.way == causes.RESIGN else today


def _initial(told: Facts) -> dict[str, Any]:
    """The facts as the form holds them."""
    names = ("unpaid_from", "overtime_hours", "night_hours", "friday_hours", "holiday_hours", "used_leave", "raised_on", "raised_daily")
    names += ("severance_received", "leave_received", "advances", "loans", "insurance", "tax", "method", "pays_until", "note")
    found = {name: getattr(told, name) for name in names}
    found |= {name: found[name] or None for name in Reckon.AMOUNTS}
    found["bonus_paid"] = [str(year) for year in told.bonus_paid]
    for place, one in enumerate(told.others[:OTHERS], start=1):
        found |= {f"other_title_{place}": one.title, f"other_amount_{place}": one.amount}
    return found
