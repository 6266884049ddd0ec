"""What a board, an expert, a side or a secretary types about an expert's work; nothing here saves."""

from datetime import date
from typing import Any

from django import forms

from kardad.cases import policy
from kardad.cases.actions.experts import Order
from kardad.cases.models import Case, Referral
from kardad.cases.queries import experts as queries
from kardad.cases.queries import office
from kardad.kit import text
from kardad.people.models import Person, RoleGrant
from kardad.ui import fields

BOARD = "board"
UPLOADS = "عکس یا PDF؛ هر فایل تا ۱۰ مگابایت، هر بار تا ۲۰ فایل."


class Refer(forms.Form):
    """What is asked, of whom, at whose request, for how much, within how many days, with which papers."""

    asked_by = fields.Radios(label="چه کسی کارشناسی خواسته است؟", choices=[])
    expert = fields.Choice(label="کارشناس", choices=[], help_text="کارشناسان رسمی با پروانه فعال که با این پرونده نسبتی ندارند.")
    question = fields.LongText(label="پرسش از کارشناس", max_length=4000, help_text="درباره چه چیز و کدام دوره نظر بدهد؟")
    fee = fields.Rials(label="دستمزد کارشناس", help_text="برابر تعرفه رسمی کارشناسان.")
    tariff_row = fields.Text(label="ردیف تعرفه", max_length=120, required=False)
    days = fields.Number(
        label="مهلت پرداخت، به روز", min_value=1, max_value=policy.FEE_DAYS, help_text="از روز ابلاغ به پرداخت‌کننده شمرده می‌شود."
    )
    files = fields.Ticks(label="برگه‌هایی که کارشناس می‌بیند", choices=[], required=False, help_text="جز این‌ها چیزی از پرونده را نمی‌بیند.")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = {str(one.pk): one for one in office.parties([case]).get(case.pk, []) if one.side != "third"}
        self.grants = {str(one.person_id): one for one in queries.grants(case)}
        self.papers = {str(one.pk): one for one in queries.referable(case)}
        sides = [(key, f"{one.name} ({one.get_side_display()})؛ هزینه با خود او") for key, one in self.sides.items()]
        self.fields["asked_by"].choices = [(BOARD, "خود هیئت؛ هزینه با خواهان"), *sides]
        self.initial.setdefault("asked_by", BOARD)
        self.fields["expert"].choices = [("", "انتخاب کنید"), *_named(self.grants)]
        self.fields["files"].choices = [(key, _paper(one)) for key, one in self.papers.items()]
        if not self.papers:
            del self.fields["files"]

    @property
    def order(self) -> Order:
        """What was typed."""
        given = self.cleaned_data
        return Order(
            expert=self.grants[given["expert"]].person,
            question=given["question"],
            fee=given["fee"],
            days=given["days"],
            asked_by=self.sides.get(given["asked_by"]),
            tariff_row=given["tariff_row"],
            files=[self.papers[key] for key in given.get("files", ())],
        )


class Opine(forms.Form):
    """The opinion, with what it rests on."""

    words = fields.LongText(label="نظر", max_length=20_000, help_text="نخست پاسخ پرسش هیئت، سپس این‌که با کدام برگه و چگونه به آن رسیدید.")
    files = fields.Uploads(label="پیوست‌ها", required=False, help_text=UPLOADS)


class Decline(forms.Form):
    """Why an expert does not take the question on."""

    reason = fields.LongText(label="چرا نمی‌پذیرید؟", max_length=1000, help_text="هیئت و دبیرخانه آن را می‌خوانند؛ طرف‌های پرونده نه.")


class Appoint(forms.Form):
    """Which other expert is named."""

    expert = fields.Choice(label="کارشناس", choices=[], help_text="کارشناسان رسمی با پروانه فعال که با این پرونده نسبتی ندارند.")

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grants = {str(one.person_id): one for one in queries.others(referral)}
        self.fields["expert"].choices = [("", "انتخاب کنید"), *_named(self.grants)]

    @property
    def person(self) -> Person:
        """Who was chosen."""
        return self.grants[self.cleaned_data["expert"]].person


class ObjectTo(forms.Form):
    """What a side holds against the opinion."""

    words = fields.LongText(label="ایراد شما", max_length=20_000, help_text="به کدام بخش نظر ایراد دارید و چرا؟")
    files = fields.Uploads(label="مدرک‌ها", required=False, help_text=UPLOADS)


class End(forms.Form):
    """Why the referral ends without an opinion."""

    why = fields.Text(label="چرا بی نظر کارشناس؟", max_length=200)


class Bare(forms.Form):
    """A press."""


class Receipt(forms.Form):
    """The number of a bank's receipt."""

    receipt = fields.Text(label="شماره و روز فیش بانکی", max_length=80)


class PaidBack(forms.Form):
    """When, and by which paper, a fee went back."""

    trace = fields.Text(
        label="شماره سند", max_length=80, help_text="شماره پیگیری حواله، یا شماره رسیدی که پرداخت‌کننده هنگام گرفتن وجه امضا کرده است."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"] = fields.JalaliDate(label="روز برگرداندن", example="۱۴۰۵/۰۹/۰۱", latest=today)


def _named(grants: dict[str, RoleGrant]) -> list[tuple[str, str]]:
    return [(key, f"{one.person.name}، {one.field or 'کارشناس رسمی'}") for key, one in grants.items()]


def _paper(one: Any) -> str:
    who = one.filing.party.get_side_display() if one.filing.party else "هیئت"
    return text.display(f"{one.filing.title}: {one.file.name or 'فایل'} ({who})")
