"""Forms of whoever pays: how much and by which way, a transfer's receipt, how much of his credit."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django import forms

from kardad.billing.models import Payment
from kardad.core import outside
from kardad.kit import calendar, money
from kardad.ui import fields

ONLINE = "online-"
WHOLE, PART = "whole", "part"


class Pay(forms.Form):
    """The whole balance or a part of it, and the way."""

    def __init__(self, *args: Any, balance: int, least: int, cards: Iterable[fields.Card], is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.balance, self.least = balance, least
        if least < balance:
            choices = [(WHOLE, f"همه {money.grouped(balance)}"), (PART, "بخشی از آن")]
            self.fields["much"] = fields.Radios(label="چه مبلغی می‌پردازید؟", choices=choices, initial=WHOLE)
            said = f"تنها اگر بخشی را می‌پردازید: دست‌کم {money.grouped(least)}. با «تومان» هم می‌توانید بنویسید."
            self.fields["rials"] = fields.Rials(label="مبلغ آن بخش (ریال)", required=False, help_text=said)
        self.fields["way"] = fields.Cards(label="از کدام راه می‌پردازید؟", cards=cards)
        if is_open:
            self.fields["again"] = fields.Tick(label="پرداخت پیشین را رها کرده‌ام و پرداخت تازه‌ای می‌خواهم", required=False)

    def clean(self) -> dict[str, Any]:
        """`rials` is what is to be paid; a part says how much, and the gateway takes it."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("much", WHOLE) == WHOLE:
            cleaned["rials"] = self.balance
        elif cleaned.get("rials") is None and "rials" not in self.errors:
            self.add_error("rials", "مبلغی را که می‌پردازید بنویسید.")
        rials = cleaned.get("rials")
        gateway = outside.payment_gateway(self.gateway_name) if self.gateway_name else None
        if gateway is not None and rials is not None and not gateway.terms.bears(rials):
            self.add_error("way", "این درگاه چنین مبلغی را نمی‌پذیرد؛ مبلغ یا راه دیگری انتخاب کنید.")
        return cleaned

    @property
    def gateway_name(self) -> str:
        """The gateway that was chosen; empty for every other way."""
        way = str(self.cleaned_data.get("way", ""))
        return way.removeprefix(ONLINE) if way.startswith(ONLINE) else ""


class Transfer(forms.Form):
    """What a transfer's receipt tells, and the receipt itself."""

    rials = fields.Rials(label="مبلغی که منتقل کردید (ریال)")
    on = fields.JalaliDate(label="تاریخ انتقال", example="۱۴۰۵/۰۹/۰۱")
    hour = fields.Hour(label="ساعت انتقال")
    card = fields.Digits(length=4, label="چهار رقم آخر کارت خودتان", help_text="کارتی که از آن پول فرستادید.", example="۱۲۳۴")
    trace = fields.Digits(
        label="شماره پیگیری", max_length=40, help_text="روی رسید با نام «شماره پیگیری» یا «شماره ارجاع» آمده است.", example="۵۵۸۲۱۳"
    )
    receipt = fields.Upload(label="تصویر رسید")

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.fields["on"].latest = calendar.tehran_day(at)
        self.fields["on"].widget.latest = calendar.jalali(calendar.tehran_day(at))

    def clean(self) -> dict[str, Any]:
        """The moment of the transfer is not ahead."""
        cleaned = super().clean() or self.cleaned_data
        on, hour = cleaned.get("on"), cleaned.get("hour")
        now = self.at.astimezone(calendar.TEHRAN)
        if on and hour and (on, hour) > (now.date(), now.time()):
            self.add_error("hour", "این ساعت هنوز نرسیده است؛ تاریخ و ساعت رسید را بازبینی کنید.")
        return cleaned


class Spend(forms.Form):
    """How much of the buyer's credit pays the invoice."""

    def __init__(self, *args: Any, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most
        said = f"از {money.grouped(least)} تا {money.grouped(most)}."
        self.fields["rials"] = fields.Rials(label="چه مبلغی از اعتبار؟ (ریال)", help_text=said, initial=most)
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=10**15)

    def clean_rials(self) -> int:
        """No more than the credit and what is owed, no less than a part may be."""
        rials: int = self.cleaned_data["rials"]
        if not self.least <= rials <= self.most:
            raise forms.ValidationError(f"مبلغ باید از {money.grouped(self.least)} تا {money.grouped(self.most)} باشد.", code="AMOUNT")
        return rials


class Nothing(forms.Form):
    """A form with nothing to fill: its button is the deed."""


def way_cards(*, balance: int, least: int, credit: int, gateways: Sequence[Any], titles: Any, has_cards: bool) -> list[fields.Card]:
    """The ways that stand open for this balance, and those that are closed with their reason."""
    cards = []
    for gateway in gateways:
        terms, note, closed = gateway.terms, "", ""
        if terms.most is not None and balance > terms.most:
            note = f"هر بار تا {money.grouped(terms.most)}"
            closed = "این درگاه چنین مبلغی را نمی‌پذیرد." if terms.most < least else ""
        elif balance < terms.least:
            closed = "این درگاه مبلغی به این کوچکی نمی‌پذیرد."
        text = "با کارت بانکی و رمز پویا؛ نتیجه همان لحظه روشن می‌شود."
        cards.append(fields.Card(f"{ONLINE}{gateway.name}", f"آنلاین، {titles(gateway.name)}", text, note=note, closed=closed))
    if has_cards:
        text = "خودتان به کارت ما منتقل می‌کنید و رسید را این‌جا می‌فرستید؛ واحد مالی تا یک روز کاری بررسی می‌کند."
        cards.append(fields.Card(Payment.Method.CARD, "کارت به کارت", text))
    if credit:
        cards.append(fields.Card(Payment.Method.CREDIT, "اعتبار شما", f"{money.grouped(credit)} نزد ما دارید؛ همان لحظه به حساب می‌آید."))
    return cards
