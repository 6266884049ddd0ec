"""Forms of the tariff: rows that are proposed, and the second person's word."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.kit import text
from kardad.ui import fields
from kardad.ui.fields.typed import FIGURES

APPROVE, DECLINE = "approve", "decline"
LAST_DAY = "خالی یعنی تا وقتی ردیف تازه‌ای جایش را بگیرد."


class Percent(fields.Typed):
    """A percentage with at most two decimals, given back in parts of ten thousand."""

    noun, sample = "نرخ به درصد", "۱۰"
    longest = 10
    attrs = FIGURES | {"inputmode": "decimal"}

    def to_python(self, value: Any) -> Any:
        """The rate, or None when nothing was typed."""
        found = value if isinstance(value, int) else super().to_python(value)
        return None if found == "" else found

    def parse(self, typed: str) -> int:
        """The parts of ten thousand."""
        bare = text.to_ascii_digits(text.display(typed)).replace("٫", ".").replace("/", ".").strip("٪% ")
        try:
            rate = Decimal(bare) * 100
        except InvalidOperation as error:
            raise ValidationError("نرخ را به درصد بنویسید؛ نمونه: ۱۰ یا ۹٫۵", code="PERCENT") from error
        if not rate.is_finite() or rate != int(rate) or not 0 <= rate <= 10_000:
            raise ValidationError("نرخ از ۰ تا ۱۰۰ درصد است، با حداکثر دو رقم اعشار.", code="PERCENT")
        return int(rate)


class Dated(forms.Form):
    """From which day until which; the last day is counted in, as people say it."""

    valid_from = fields.JalaliDate(label="نخستین روز", example="۱۴۰۵/۰۱/۰۱")
    last_day = fields.JalaliDate(label="آخرین روز", example="۱۴۰۵/۱۲/۲۹", required=False, help_text=LAST_DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = today
        for name in ("valid_from", "last_day"):
            if name in self.fields:
                self.fields[name].earliest = today

    def told(self) -> dict[str, Any]:
        """What the action takes: the end is the day after the last."""
        given = dict(self.cleaned_data)
        last = given.pop("last_day", None)
        return given if "last_day" not in self.fields else given | {"valid_to": last + timedelta(days=1) if last else None}


class Price(Dated):
    """What one unit of a service costs."""

    service_code = fields.Choice(label="خدمت", choices=[])
    rials = fields.Rials(label="مبلغ هر واحد، پیش از مالیات")
    field_order = ("service_code", "rials")

    def __init__(self, *args: Any, services: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if services:
            self.fields["service_code"].choices = [("", "انتخاب کنید"), *services.items()]
        else:
            self.fields["service_code"] = fields.Text(label="کد خدمت", max_length=60, example="phone_15")


class Vat(Dated):
    """The rate of the tax, with the law that says so."""

    rate = Percent(label="نرخ به درصد")
    legal_reference = fields.Text(
        label="سند قانونی", max_length=300, help_text="نام قانون، ماده و سال؛ اگر تأیید نشده است همین را بنویسید."
    )
    field_order = ("rate", "legal_reference")


class Seller(Dated):
    """Who sells, as invoices name him."""

    name = fields.Text(label="نام فروشنده", max_length=160)
    legal_id = fields.CompanyId(label="شناسه ملی", required=False)
    economic_code = fields.Digits(label="کد اقتصادی", required=False)
    address = fields.Text(label="نشانی", max_length=300, required=False)
    is_vat_registered = fields.Tick(
        label="در نظام مالیات بر ارزش افزوده ثبت‌نام کرده است.",
        required=False,
        help_text="اگر نه، مالیات صفر است و صورتحساب همین را می‌گوید.",
    )
    last_day = None
    field_order = ("name", "legal_id", "economic_code", "address", "is_vat_registered")


class Discount(Dated):
    """A code that makes an invoice less: by a percentage or by a sum."""

    code = fields.Text(label="کد", max_length=30, example="NOWRUZ")
    percent = fields.Number(label="درصد", min_value=1, max_value=100, required=False, help_text="یا درصد را پر کنید یا مبلغ را.")
    rials = fields.Rials(label="مبلغ", required=False)
    per_buyer = fields.Number(label="هر خریدار چند بار؟", min_value=1, max_value=100, initial=1)
    field_order = ("code", "percent", "rials", "per_buyer")

    def told(self) -> dict[str, Any]:
        """What was left empty is nothing off."""
        given = super().told()
        return given | {"percent": given["percent"] or 0, "rials": given["rials"] or 0}


class Judge(forms.Form):
    """Yes, or no with the reason."""

    verdict = fields.Radios(label="تصمیم", choices=[(APPROVE, "تصویب می‌کنم"), (DECLINE, "نمی‌پذیرم")])
    reason = fields.LongText(label="دلیل", max_length=250, required=False)

    def __init__(self, *args: Any, yes: str = "تصویب می‌کنم", no: str = "نمی‌پذیرم", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].choices = [(APPROVE, yes), (DECLINE, no)]
        self.fields["reason"].needed_when = f"برای «{no}» لازم است"

    @property
    def is_yes(self) -> bool:
        """Whether the answer was yes."""
        return bool(self.cleaned_data["verdict"] == APPROVE)

    def clean(self) -> dict[str, Any]:
        """A no has its reason."""
        given = super().clean() or self.cleaned_data
        if given.get("verdict") == DECLINE and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "دلیل را بنویسید؛ دیگری باید بداند چه کند.")
        return given
