"""What is typed about an enforcement: an account, a number of the court, instalments, money that came, orders of the Divan."""

from datetime import date
from typing import Any, Final

from django import forms

from kardad.cases import carrying_out, policy
from kardad.inbox.models import Party
from kardad.ui import fields

SAMPLE: Final = "۱۴۰۵/۰۹/۰۵"


class Bare(forms.Form):
    """A press."""


class Enforce(forms.Form):
    """What the creditor tells the court beside what the case knows."""

    iban = fields.Iban(
        label="شماره شبای شما",
        required=False,
        help_text="اگر بنویسید، در درخواست به دادگاه می‌آید تا پول به همین حساب برسد. طرف دیگر آن را در این‌جا نمی‌بیند.",
    )


class Send(forms.Form):
    """To which court the package goes."""

    court = fields.Text(label="اجرای احکام", max_length=160, help_text="اجرای احکام دادگاه محل کارگاه (ماده ۲ آیین‌نامه اجرای رأی).")


class Court(forms.Form):
    """The number that the court gave."""

    number = fields.Text(label="شماره پرونده اجرا", max_length=40, help_text="شماره‌ای که اجرای احکام به آن داده است.")
    court = fields.Text(label="شعبه اجرا", max_length=160, required=False, help_text="اگر نام شعبه دیگری است، آن را درست کنید.")


class Money(forms.Form):
    """Money that was paid, and when."""

    amount = fields.Rials(label="مبلغ")

    def __init__(self, *args: Any, today: date, earliest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"] = fields.JalaliDate(label="روز پرداخت", example=SAMPLE, latest=today, earliest=earliest)


class Allow(forms.Form):
    """The instalments that the court allowed: an advance, then equal months."""

    advance = fields.Rials(label="پیش‌قسط", required=False)
    advance_on = fields.JalaliDate(label="روز پیش‌قسط", example=SAMPLE, required=False)
    count = fields.Number(label="شمار قسط‌های ماهانه", min_value=1, max_value=policy.INSTALMENTS)
    first_on = fields.JalaliDate(
        label="روز نخستین قسط", example=SAMPLE, help_text="قسط‌های بعد در همان روز هر ماه است و قسط آخر باقی‌مانده را دارد."
    )

    def __init__(self, *args: Any, rest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rest = rest

    def clean(self) -> dict[str, Any]:
        """An advance has its day, and leaves something for the months."""
        given = super().clean() or {}
        advance, day = given.get("advance"), given.get("advance_on")
        if bool(advance) != bool(day):
            self.add_error("advance_on", "برای پیش‌قسط، هم مبلغ و هم روز را بنویسید؛ یا هر دو را خالی بگذارید.")
        elif advance and advance >= self.rest:
            self.add_error("advance", "پیش‌قسط باید کمتر از مانده باشد.")
        return given

    @property
    def schedule(self) -> list[tuple[date, int]]:
        """Each day with its sum."""
        given = self.cleaned_data
        told = {"count": given["count"], "first_on": given["first_on"], "advance_on": given.get("advance_on")}
        return carrying_out.plan(self.rest, advance=given.get("advance") or 0, **told)


class Reason(forms.Form):
    """Why."""

    reason = fields.LongText(label="دلیل", max_length=300, help_text="هر دو طرف همین را می‌خوانند.")


class Answer(forms.Form):
    """Whether the money reached the creditor."""

    name = fields.Radios(label="این پول به دستتان رسیده است؟", choices=[("accept", "بله، رسیده است"), ("refuse", "نه، نرسیده است")])


class Complain(forms.Form):
    """A complaint that lies with the Divan."""

    number = fields.Text(label="شماره پرونده دیوان", max_length=40)

    def __init__(self, *args: Any, parties: list[Party], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(one.pk): one for one in parties}
        choices = [(key, f"{one.name} ({one.get_side_display()})") for key, one in self.parties.items()]
        self.fields["party"] = fields.Radios(label="چه کسی شکایت کرده است؟", choices=choices)
        self.fields["opened_on"] = fields.JalaliDate(label="روز ثبت شکایت در دیوان", example=SAMPLE, latest=today)

    @property
    def told(self) -> dict[str, Any]:
        """What the action is given."""
        given = self.cleaned_data
        return {"party": self.parties[given["party"]], "number": given["number"], "opened_on": given["opened_on"]}


class Order(forms.Form):
    """The day of an order of the Divan, and what it says."""

    note = fields.Text(label="شماره و خلاصه دستور", max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = fields.JalaliDate(label="روز دستور یا رأی دیوان", example=SAMPLE, latest=today)
        self.order_fields(["on", "note"])
