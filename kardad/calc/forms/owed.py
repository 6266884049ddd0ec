"""The questions of «what am I owed»: each form reads one page's answers and puts them among the others; none saves anything."""

from dataclasses import replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from kardad.calc.forms.owed_fields import IN_RIALS, Figure, Question, Rials
from kardad.calc.forms.owed_rows import HourPeriods, Periods, Rows
from kardad.calc.owed.answers import MOST_CHILDREN, MOST_DAYS, MOST_HOURS, Answers, Bonus, earliest
from kardad.kit import text
from kardad.law.entitlements import CLAIMS, HOURS
from kardad.ui import fields
from kardad.ui.widgets import Card

RECEIVED: Final = (("none", "هیچ نگرفته‌ام"), ("part", "بخشی از آن را گرفته‌ام"), ("all", "همه را گرفته‌ام"), ("unknown", "نمی‌دانم"))
YES_NO: Final = (("yes", "بله"), ("no", "خیر"))


class Dates(Question):
    """The first and the last day of work."""

    amounts = ("left_on",)
    hired_on = fields.JalaliDate(
        label="اولین روز کار",
        example="۱۴۰۰/۰۲/۰۱",
        help_text="روز دقیق را نمی‌دانید؟ نزدیک‌ترین روزی را که یادتان هست بنویسید.",
        error_messages={"required": "اولین روز کار را بنویسید."},
    )
    still = fields.Radios(
        label="هنوز همان‌جا کار می‌کنید؟",
        choices=[("yes", "بله، هنوز سر کارم"), ("no", "خیر، کار تمام شده است")],
        error_messages={"required": "بگویید هنوز همان‌جا کار می‌کنید یا نه."},
    )
    left_on = fields.JalaliDate(label="آخرین روز کار", example="۱۴۰۳/۱۱/۱۵")

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name in ("hired_on", "left_on"):
            field = self.fields[name]
            field.latest = self.today
            field.earliest = earliest(self.today)
        if self.told.still == "yes":
            self.initial["left_on"] = None

    def clean(self) -> dict[str, Any]:
        """The last day is told or today, and not before the first."""
        found = super().clean() or self.cleaned_data
        self.require("left_on", when=found.get("still") == "no", why="آخرین روز کار را بنویسید.")
        if found.get("still") == "yes":
            found["left_on"] = self.today
            self.errors.pop("left_on", None)
        first, last = found.get("hired_on"), found.get("left_on")
        if first and last and last < first:
            self.add_error("left_on", "آخرین روز کار پیش از اولین روز آن است. یکی از دو تاریخ را درست کنید.")
        return found


class Wage(Question):
    """How the wage was agreed."""

    amounts = ("wage_amount",)
    wage = fields.Cards(
        label="قرار ما این بود:",
        cards=[
            Card("minimum", "حداقل قانون کار", "یا قراری نبود و هر سال حداقل را می‌دادند."),
            Card("daily", "روزی یک مبلغ", "مزد هر روز، بی حق مسکن و بن."),
            Card("monthly", "ماهی یک مبلغ و مزایا جدا", "مزد پایه ماه، بی حق مسکن و بن."),
            Card("all", "ماهی یک مبلغ برای همه چیز", "حق مسکن و بن و مزایا هم در همان مبلغ بود."),
            Card("unknown", "نمی‌دانم", "با حداقل قانون حساب می‌کنیم و می‌گوییم تا کجا ممکن است بیشتر باشد."),
        ],
    )
    wage_amount = Rials(label="مبلغ در آغاز کار", help_text=IN_RIALS, example="۳٬۴۶۳٬۶۵۶")

    def clean(self) -> dict[str, Any]:
        """An agreed sum is told."""
        found = super().clean() or self.cleaned_data
        self.require("wage_amount", when=found.get("wage") in ("daily", "monthly", "all"), why="مبلغی را که قرار گذاشتید بنویسید.")
        return found


class Pay(Question):
    """What reached the worker's hand every month."""

    amounts = ("pay_amount",)
    pay = fields.Cards(
        label="پرداخت ماهانه",
        cards=[
            Card("same", "همیشه یک مبلغ", "یا نزدیک به آن؛ میانگین را بنویسید."),
            Card("changed", "در زمان‌های مختلف فرق داشت", "دوره‌ها را در صفحه بعد می‌پرسیم."),
            Card("none", "هیچ پولی نگرفتم"),
            Card("unknown", "نمی‌دانم", "کمبود مزد حساب نمی‌شود؛ بقیه طلب‌ها حساب می‌شود."),
        ],
    )
    pay_amount = Rials(label="ماهی چقدر؟", help_text=f"همه آنچه ماهانه می‌گرفتید. {IN_RIALS}", example="۳۵٬۰۰۰٬۰۰۰")

    def clean(self) -> dict[str, Any]:
        """The one sum is told."""
        found = super().clean() or self.cleaned_data
        why = "مبلغ ماهانه را بنویسید. اگر چیزی نگرفته‌اید «هیچ پولی نگرفتم» را انتخاب کنید."
        self.require("pay_amount", when=found.get("pay") == "same", why=why)
        return found


class Received(Question):
    """What else was received, and what never was."""

    amounts = ("severance_amount", "leave_pay_amount")
    groups = (("bonus",), ("severance", "severance_amount"), ("leave_pay", "leave_pay_amount"), ("insurance",))
    bonus = fields.Radios(
        label="عیدی و پاداش پایان سال", choices=RECEIVED, help_text="اگر بخشی را گرفته‌اید، مبلغ هر سال را در صفحه بعد می‌پرسیم."
    )
    severance = fields.Radios(label="سنوات پایان کار", choices=RECEIVED)
    severance_amount = Rials(label="چقدر سنوات گرفتید؟", help_text=IN_RIALS)
    leave_pay = fields.Radios(label="پول مرخصی‌های مانده", choices=RECEIVED)
    leave_pay_amount = Rials(label="چقدر پول مرخصی گرفتید؟", help_text=IN_RIALS)
    insurance = fields.Radios(
        label="بیمه تأمین اجتماعی",
        choices=[("none", "بیمه نبودم"), ("part", "بخشی از مدت بیمه بودم"), ("all", "همه مدت بیمه بودم"), ("unknown", "نمی‌دانم")],
        help_text="حق بیمه جزو این رقم نیست؛ می‌گوییم برای آن به کجا بروید.",
    )

    def clean(self) -> dict[str, Any]:
        """A part that was received has its amount."""
        found = super().clean() or self.cleaned_data
        for name in ("severance", "leave_pay"):
            self.require(f"{name}_amount", when=found.get(name) == "part", why="مبلغی را که گرفتید بنویسید.")
        return found


class Bonuses(Question):
    """The bonus that was received for each year."""

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        known = dict(self.told.bonus_in)
        for year in self.told.years:
            name = f"year_{year}"
            title = f"عیدی سال {text.to_persian_digits(year)}"
            self.fields[name] = Rials(label=title, required=False)
            self.initial[name] = known.get(year)

    def clean(self) -> dict[str, Any]:
        """Something was received in some year."""
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(found.values()):
            raise ValidationError("مبلغ دست‌کم یک سال را بنویسید. اگر هیچ عیدی نگرفته‌اید، به صفحه پیش برگردید و «هیچ» را انتخاب کنید.")
        return found

    def answer(self) -> Answers:
        """The answers with the bonus of each year."""
        rows = ((int(name.removeprefix("year_")), amount) for name, amount in self.cleaned_data.items() if amount)
        return replace(self.told, bonus_in=tuple(Bonus(year, amount) for year, amount in rows))


class Leave(Question):
    """How much leave was taken, and whether the work was hazardous."""

    amounts = ("leave_days",)
    groups = (("leave", "leave_days"), ("hard",))
    leave = fields.Radios(
        label="مرخصی با حقوق در همه مدت کار",
        choices=[("none", "هیچ مرخصی نرفتم"), ("some", "چند روز رفتم"), ("unknown", "نمی‌دانم")],
        help_text="مرخصی استعلاجی و جمعه‌ها را نشمارید.",
    )
    leave_days = Figure(label="روی هم چند روز؟", most=MOST_DAYS, help_text="نیم‌روز را ۰٫۵ بنویسید.", example="۱۲٫۵")
    hard = fields.Radios(
        label="کار شما سخت و زیان‌آور شناخته شده است؟",
        choices=[("no", "خیر"), ("yes", "بله"), ("unknown", "نمی‌دانم")],
        help_text="مرخصی سالانه این کارها بیشتر است.",
        error_messages={"required": "بگویید کار شما سخت و زیان‌آور شناخته شده است یا نه."},
    )

    def clean(self) -> dict[str, Any]:
        """Days that were taken are counted."""
        found = super().clean() or self.cleaned_data
        self.require("leave_days", when=found.get("leave") == "some", why="تعداد روزهای مرخصی را بنویسید.")
        return found


class Family(Question):
    """Spouse and children, for the allowances."""

    married = fields.Radios(
        label="متأهل هستید؟",
        choices=YES_NO,
        help_text="برای حق تأهل، از سالی که قانون شده است.",
        error_messages={"required": "بگویید متأهل هستید یا نه."},
    )
    children = fields.Number(
        label="چند فرزند مشمول دارید؟",
        min_value=0,
        max_value=MOST_CHILDREN,
        help_text="فرزند زیر ۱۸ سال، یا دانشجو. اگر ندارید، صفر بنویسید.",
        error_messages={"required": "تعداد فرزندان را بنویسید؛ اگر ندارید، صفر."},
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if self.told.children is not None:
            self.initial["children"] = text.to_persian_digits(self.told.children)


class Insured(Question):
    """How many days were insured before this work; the child allowance waits for them."""

    amounts = ("insured_days",)
    insured = fields.Radios(
        label="روزهای بیمه تا شروع این کار",
        choices=[("yes", "۷۲۰ روز یا بیشتر"), ("some", "کمتر از آن"), ("none", "هیچ"), ("unknown", "نمی‌دانم")],
        help_text="حق اولاد پس از ۷۲۰ روز سابقه بیمه آغاز می‌شود. سابقه خود را در سایت تأمین اجتماعی می‌بینید.",
    )
    insured_days = fields.Number(label="چند روز؟", min_value=0, max_value=MOST_DAYS)

    def clean(self) -> dict[str, Any]:
        """Fewer days than needed are counted."""
        found = super().clean() or self.cleaned_data
        self.require(
            "insured_days", when=found.get("insured") == "some", why="تعداد روزهای بیمه را بنویسید؛ اگر نداشتید «هیچ» را انتخاب کنید."
        )
        return found


class ExtraHours(Question):
    """Whether there were hours beside the ordinary ones."""

    hours = fields.Cards(
        label="اضافه‌کاری، شب‌کاری، جمعه‌کاری یا تعطیل‌کاری",
        cards=[
            Card("none", "نه، یا پولش را جدا گرفته‌ام"),
            Card("same", "بله، هر ماه کمابیش یک اندازه", "ساعت‌ها را در صفحه بعد می‌پرسیم."),
            Card("changed", "بله، ولی در زمان‌های مختلف فرق داشت", "دوره‌ها را در صفحه بعد می‌پرسیم."),
            Card("unknown", "بله، ولی نمی‌دانم چند ساعت", "می‌گوییم از صفر تا بیشترین اندازه چقدر می‌شود."),
        ],
    )


class EachMonth(Question):
    """The hours of a month, by kind."""

    overtime = Figure(label="اضافه‌کاری، ساعت در ماه", most=MOST_HOURS, required=False, help_text="بیش از ۷ ساعت و ۲۰ دقیقه در روز.")
    night = Figure(label="شب‌کاری، ساعت در ماه", most=MOST_HOURS, required=False, help_text="از ساعت ۲۲ تا ۶ بامداد.")
    friday = Figure(label="جمعه‌کاری، ساعت در ماه", most=MOST_HOURS, required=False)
    holiday = Figure(label="تعطیل‌کاری، ساعت در ماه", most=MOST_HOURS, required=False, help_text="تعطیل رسمی، جز جمعه.")

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.initial.update({name: hours or None for name, hours in zip(HOURS, self.told.hours_each, strict=False)})

    def clean(self) -> dict[str, Any]:
        """Some kind has hours."""
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(found.values()):
            raise ValidationError("ساعت دست‌کم یکی را بنویسید.")
        return found

    def answer(self) -> Answers:
        """The answers with the hours of a month."""
        return replace(self.told, hours_each=tuple(self.cleaned_data[name] or 0 for name in HOURS))


class HourKinds(Question):
    """Which kinds of hours there were, where nobody knows how many."""

    hours_of = fields.Ticks(label="هر کدام را که بوده علامت بزنید", choices=[(name, title) for name, title in CLAIMS if name in HOURS])

    def answer(self) -> Answers:
        """The answers with the kinds."""
        return replace(self.told, hours_of=tuple(self.cleaned_data["hours_of"]))


# By the names of `owed.steps`.
FORMS: Final[dict[str, type[Question] | type[Rows]]] = {
    "dates": Dates,
    "wage": Wage,
    "pay": Pay,
    "periods": Periods,
    "received": Received,
    "bonuses": Bonuses,
    "leave": Leave,
    "family": Family,
    "insured": Insured,
    "hours": ExtraHours,
    "each-month": EachMonth,
    "hour-periods": HourPeriods,
    "hour-kinds": HourKinds,
}
