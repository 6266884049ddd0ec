"""What of a contract was not paid, as its worker ticks it before the petition stands."""

from typing import Any

from django import forms

from kardad.cases import from_contract
from kardad.cases.from_contract import Worked
from kardad.cases.petition import Item
from kardad.kit import money
from kardad.law import claims, instruments
from kardad.ui import fields

SAID = {
    "W01": "همه مزد و مزایای ماهانه (هیچ ماهی پرداخت نشده است)",
    "W03": "عیدی و پاداش",
    "W04": "حق سنوات",
    "W06": "بازخرید مانده مرخصی (هیچ روزی نرفته‌اید)",
}
TICKED = ("W03", "W04", "W06")  # what usually stays unpaid once the work has ended


class FromContract(forms.Form):
    """The claims of a worker; an employer is asked nothing here."""

    unpaid = fields.Ticks(
        label="کدام را نگرفته‌اید؟",
        required=False,
        choices=[],
        help_text="مبلغ‌ها با قانون و قرارداد شما حساب شده است، به فرض آن که هیچ از آن نگرفته‌اید. در گام خواسته‌ها تغییرشان می‌دهید.",
    )

    def __init__(self, *args: Any, worked: Worked, is_worker: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = from_contract.claims(worked, instruments.current()) if is_worker else ()
        if not items:
            del self.fields["unpaid"]
            return
        self.fields["unpaid"].choices = [(one.code, _said(one)) for one in items]
        self.fields["unpaid"].initial = [one.code for one in items if worked.ended_on and one.code in TICKED]


def _said(item: Item) -> str:
    title = SAID.get(item.code) or claims.claim(item.code).title
    return f"{title}: {money.grouped(item.amount)}" if item.amount else title
