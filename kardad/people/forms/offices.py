"""The form of an office."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.kit.refusal import Refusal
from kardad.people.actions.offices import Place, read_networks
from kardad.people.models import LabourOffice
from kardad.ui import fields


class Office(forms.Form):
    """An office, as its staff and its visitors know it."""

    name = fields.Text(label="نام", max_length=120, example="دفتر پیشخوان ونک")
    kind = fields.Radios(label="گونه", choices=LabourOffice.Kind.choices)
    province = fields.Text(label="استان", max_length=40)
    city = fields.Text(label="شهر", max_length=60)
    address = fields.Text(label="نشانی", max_length=300, required=False, help_text="روی نوبت مردم چاپ می‌شود.")
    hours = fields.Text(label="ساعت کار", max_length=120, required=False, example="شنبه تا چهارشنبه ۸ تا ۱۴")
    networks = fields.LongText(
        label="شبکه‌های مجاز",
        required=False,
        max_length=1000,
        help_text="هر سطر یک شبکه. متصدیان تنها از این‌ها وارد می‌شوند؛ خالی یعنی از همه جا.",
    )
    is_open = fields.Tick(label="این دفتر باز است.", required=False)

    @classmethod
    def of(cls, office: LabourOffice | None, data: Any) -> "Office":
        """The form, filled with how the office stands; a new one is open."""
        if office is None:
            return cls(data, initial={"is_open": True, "kind": LabourOffice.Kind.COUNTER})
        stands = {name: getattr(office, name) for name in Place.__slots__}
        return cls(data, initial=stands | {"networks": "\n".join(office.networks)})

    def clean_networks(self) -> tuple[str, ...]:
        """The networks in canonical form."""
        try:
            return read_networks(self.cleaned_data["networks"])
        except Refusal as refusal:
            raise ValidationError(refusal.text, code=refusal.code) from refusal

    def place(self) -> Place:
        """What was typed."""
        return Place(**self.cleaned_data)
