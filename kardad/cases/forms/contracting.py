"""What of a contract was not paid, as its worker ticks it before the petition stands."""

from collections.abc import Collection
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
KEPT = {"wage": "W01", "allowances": "W01", "bonus": "W03", "severance": "W04", "leave": "W06"}  # items of a settlement
TICKED = ("W03", "W04", "W06")  # what usually stays unpaid once the work has ended


class FromContract(forms.Form):
    """The claims of a worker; an employer is asked nothing here."""

    unpaid = fields.Ticks(
        label="کدام را نگرفته‌اید؟",
        required=False,
        choices=[],
        help_text="مبلغ‌ها با قانون و قرارداد شما حساب شده است، به فرض آن که هیچ از آن نگرفته‌اید. در گام خواسته‌ها تغییرشان می‌دهید.",
    )

    def __init__(self, *args: Any, worked: Worked, is_worker: bool, reserved: Collection[str] | None = None, **kwargs: Any) -> None:
        """`reserved` are the items to which he kept his claim in a settlement that was paid; None where he signed none."""
        super().__init__(*args, **kwargs)
        items = from_contract.claims(worked, instruments.current()) if is_worker else ()
        if not items:
            del self.fields["unpaid"]
            return
        self.fields["unpaid"].choices = [(one.code, _said(one)) for one in items]
        usual = TICKED if worked.ended_on else ()
        ticked = usual if reserved is None else {KEPT[one] for one in reserved if one in KEPT}
        self.fields["unpaid"].initial = [one.code for one in items if one.code in ticked]


def _said(item: Item) -> str:
    title = SAID.get(item.code) or claims.claim(item.code).title
    return f"{title}: {money.grouped(item.amount)}" if item.amount else title
