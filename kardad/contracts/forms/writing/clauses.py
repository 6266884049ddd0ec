"""How a contract ends, what else is agreed, what is taken as security, what is annexed (services.md 4.2, rows 15 and 16)."""

from django import forms

from kardad.contracts.forms import rows
from kardad.contracts.forms.typed import Clauses
from kardad.contracts.forms.writing.part import NOT_CHOSEN, Part
from kardad.contracts.terms import Terms
from kardad.law.contract_rules import Security
from kardad.ui import fields

SECURITIES = rows.Kind(
    name="securities",
    title="چک و سفته",
    columns={
        "kind": lambda: fields.Choice(label="چه چیزی", choices=[NOT_CHOSEN, ("cheque", "چک"), ("promissory_note", "سفته")]),
        "number": lambda: fields.Text(label="شماره", max_length=40),
        "amount": lambda: fields.Rials(label="مبلغ", help_text=""),
        "purpose": lambda: fields.Text(label="برای چه", max_length=160),
        "returned_on": lambda: fields.JalaliDate(label="روز برگرداندن", picker=False, example=""),
    },
    needs=("kind",),
    make=Security,
    help="اگر از کارگر چک یا سفته می‌گیرید، شماره، مبلغ، سبب و روز برگرداندن آن را بنویسید.",
)


class Ending(Part):
    """How the contract may be ended."""

    part = "ending"

    terms = Clauses(
        label="شرایط پایان دادن به قرارداد",
        help_text="هر شرط در یک سطر. در قرارداد بی‌مدت لازم است؛ در قرارداد مدت‌دار اگر چیزی اینجا ننویسید، با پایان مدت تمام می‌شود.",
        widget=fields.LongText.widget({"rows": 6}),
    )
    notice_days = fields.Number(
        label="چند روز پیش‌تر باید کتبی خبر داد؟",
        required=False,
        min_value=0,
        max_value=365,
        example="۳۰",
        help_text="اگر شرطی برای آن نگذاشته‌اید خالی بماند.",
    )

    def fit(self, held: Terms) -> None:
        """Where a term is set the law asks for no conditions."""
        self.fields["terms"].required = held.work.type != "fixed_term" and held.term.ends_on is None


class Others(Part):
    """What else is agreed, and what the employer holds as security."""

    part = "others"
    kinds = (SECURITIES,)

    terms = Clauses(
        label="شرط‌های دیگر",
        required=False,
        help_text="هر شرط در یک سطر. شرطی که حق قانونی کارگر را بگیرد اعتبار ندارد و قرارداد با آن امضا نمی‌شود.",
        widget=fields.LongText.widget({"rows": 8}),
    )


class Annexes(forms.Form):
    """Papers that are signed with the contract."""

    title = fields.Text(label="این پیوست چیست؟", max_length=120, example="آیین‌نامه انضباطی کارگاه")
    files = fields.Uploads(label="فایل‌ها", help_text="PDF یا عکس؛ هر فایل تا ۱۰ مگابایت، هر بار تا ۱۰ فایل.")
