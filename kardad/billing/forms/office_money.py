"""Forms of finance: slips, decisions, refunds, payouts, rulings, the period of a ledger."""

from datetime import date
from typing import Any

from django import forms

from kardad.billing.actions.receipts import Receipt
from kardad.billing.models import Refund
from kardad.core import files
from kardad.core.actor import Actor
from kardad.ui import fields

FINISH, FAIL = "finish", "fail"
PAID, UNPAID = "paid", "unpaid"


class Slip(forms.Form):
    """A bank slip or cash that finance saw."""

    rials = fields.Rials(label="مبلغ")
    trace = fields.Text(label="شماره پیگیری یا شماره قبض", max_length=40, help_text="برای وجه نقد، شماره قبض صندوق را بنویسید.")
    transferred_on = fields.JalaliDate(label="تاریخ واریز", example="۱۴۰۵/۰۹/۰۱")
    card = fields.Digits(label="چهار رقم آخر کارت پرداخت‌کننده", length=4, required=False, help_text="اگر واریز با کارت بوده است.")
    upload = fields.Upload(label="تصویر فیش", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["transferred_on"].latest = today

    def receipt(self, *, by: Actor, at: Any) -> Receipt:
        """What was typed; its file is checked and kept, so this is not for the inside of a transaction."""
        given = self.cleaned_data
        kept = files.store(given["upload"], owner_id=by.person_id, at=at) if given["upload"] else None
        return Receipt(rials=given["rials"], trace=given["trace"], on=given["transferred_on"], card=given["card"], file=kept)


class Bare(forms.Form):
    """A deed that asks for nothing but its button."""


class Reason(forms.Form):
    """Why."""

    reason = fields.LongText(label="دلیل", max_length=250, help_text="خریدار همین را می‌خواند.")


class AskRefund(forms.Form):
    """How much goes back, where to, and why."""

    rials = fields.Rials(label="مبلغ استرداد")
    target = fields.Radios(label="به کجا برگردد؟", choices=Refund.Target.choices, initial=Refund.Target.SOURCE)
    reason = fields.LongText(label="دلیل", max_length=250, help_text="خریدار همین را می‌خواند.")

    def __init__(self, *args: Any, is_credit_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_credit_only:
            self.fields["target"].choices = [choice for choice in Refund.Target.choices if choice[0] == Refund.Target.CREDIT]
            self.fields["target"].help_text = "دیگری به جای خریدار پرداخته است؛ وجه به کارت او برنمی‌گردد و اعتبار خریدار می‌شود."
            self.initial["target"] = Refund.Target.CREDIT


class Ended(forms.Form):
    """Whether the money arrived: with the bank's number, or with the reason why not."""

    verdict = fields.Radios(label="نتیجه", choices=[(FINISH, "رسید"), (FAIL, "نرسید یا برگشت خورد")])
    trace = fields.Text(label="شماره پیگیری بانک", max_length=40, required=False)
    reason = fields.LongText(label="دلیل", max_length=250, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trace"].needed_when = "اگر رسید لازم است"
        self.fields["reason"].needed_when = "اگر نرسید لازم است"

    @property
    def is_done(self) -> bool:
        """Whether the money arrived."""
        return bool(self.cleaned_data["verdict"] == FINISH)

    def clean(self) -> dict[str, Any]:
        """What goes with the verdict was given."""
        given = super().clean() or self.cleaned_data
        if given.get("verdict") == FINISH and not given.get("trace") and "trace" not in self.errors:
            self.add_error("trace", "شماره پیگیری بانک را بنویسید.")
        if given.get("verdict") == FAIL and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "دلیل را بنویسید؛ خریدار باید بداند چه شد.")
        return given


class PayOut(forms.Form):
    """Credit that goes to the buyer's own account."""

    rials = fields.Rials(label="مبلغ")
    iban = fields.Iban(label="شبای حساب خود خریدار")
    reason = fields.LongText(label="دلیل", max_length=250, help_text="خریدار چه خواست و چگونه گفت؟")


class Rule(forms.Form):
    """What the bank's statement shows of a payment."""

    verdict = fields.Radios(label="در صورت‌حساب بانک چه دیدید؟", choices=[(PAID, "همین مبلغ رسیده است"), (UNPAID, "پولی نرسیده است")])
    reference = fields.Text(label="شماره مرجع در صورت‌حساب", max_length=100, required=False)
    reason = fields.LongText(label="از کجا می‌دانید؟", max_length=250)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].needed_when = "اگر رسیده است لازم است"


class Period(forms.Form):
    """From which day until which, both counted in."""

    since = fields.JalaliDate(label="از روز", example="۱۴۰۵/۰۸/۰۱")
    until = fields.JalaliDate(label="تا روز", example="۱۴۰۵/۰۸/۳۰")

    def clean(self) -> dict[str, Any]:
        """The days are in order."""
        given = super().clean() or self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", "روز پایان پیش از روز آغاز است.")
        return given
