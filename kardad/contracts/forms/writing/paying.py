"""The wage with its steps, the benefits beyond the law's, how it is paid (services.md 4.2, rows 9 to 11)."""

from typing import Any

from kardad.contracts import terms
from kardad.contracts.forms import rows
from kardad.contracts.forms.writing.part import NOT_CHOSEN, Part, options
from kardad.contracts.terms import Allowance
from kardad.law.contract_rules import WageStep
from kardad.ui import fields

STEPS = rows.Kind(
    name="steps",
    title="پله‌های مزد",
    columns={
        "since": lambda: fields.JalaliDate(label="از روز", picker=False, example=""),
        "amount": lambda: fields.Rials(label="مزد از آن روز", help_text=""),
    },
    needs=("since", "amount"),
    make=WageStep,
    order=lambda one: one.since,
    help="اگر مزد از روزی به بعد عوض می‌شود، آن روز و مزد تازه را بنویسید؛ به ریال و بر همان پایه.",
)
ALLOWANCES = rows.Kind(
    name="allowances",
    title="مزایای بیشتر از قانون",
    columns={
        "title": lambda: fields.Text(label="عنوان", max_length=60),
        "monthly": lambda: fields.Rials(label="مبلغ در ماه", help_text=""),
        "is_wage": lambda: fields.Tick(label="جزو مزد ثابت است"),
    },
    needs=("title", "monthly"),
    make=Allowance,
    help="آنچه خود شما بیش از حق مسکن، خواروبار، تأهل و اولاد می‌دهید؛ به ریال در ماه.",
)


class Pay(Part):
    """The wage and how it is paid."""

    part = "pay"
    kinds = (STEPS, ALLOWANCES)

    basis = fields.Radios(label="مزد بر چه پایه‌ای است؟", choices=options(terms.BASES))
    amount = fields.Rials(
        label="مبلغ مزد", help_text="به ریال، برای همان پایه؛ در کارمزدی، مزد روزانه‌ای که تضمین می‌شود. تومان را کنار عدد بنویسید."
    )
    period = fields.Choice(label="کی پرداخت می‌شود؟", choices=[NOT_CHOSEN, *terms.PERIODS.items()])
    iban = fields.Iban(label="شماره شبای کارگر")
    account_holder = fields.Name(label="صاحب این حساب", autocomplete="off", help_text="حساب باید به نام خود کارگر باشد.")
    insured_from = fields.JalaliDate(label="بیمه از چه روزی؟", help_text="از همان روز نخست کار.")

    def clean(self) -> dict[str, Any]:
        """No two steps begin on one day."""
        kept = super().clean()
        days = [one.since for one in self.read_rows["steps"]]
        if len(days) != len(set(days)):
            self.add_error(STEPS.at(0, "since"), "دو پله مزد از یک روز آغاز می‌شود؛ یکی را بردارید.")
        return kept
