"""What a secretary asks for on many cases at once."""

from typing import Any, Final

from django import forms

from kardad.cases.access import Desk
from kardad.cases.actions.batches import DEEDS
from kardad.people.models import LabourOffice
from kardad.ui import fields

# What each deed asks for besides the cases.
ASKS: Final = {"transfer": ("to", "reason"), "set_hearing": ("since",)}


class Batch(forms.Form):
    """Where the cases go and why, or from which day on; only what the deed asks for."""

    once = forms.CharField(max_length=64, widget=forms.HiddenInput)
    to = fields.Choice(label="اداره کار محل آخرین کارگاه", choices=[])
    reason = fields.LongText(label="دلیل", max_length=300, help_text="هر دو طرف همین را می‌خوانند.")
    since = fields.JalaliDate(label="از روز", required=False, example="۱۴۰۵/۰۹/۱۲", help_text="خالی: از نخستین روزی که قانون اجازه می‌دهد.")

    def __init__(self, *args: Any, deed: str, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("to", "reason", "since"):
            if name not in ASKS.get(deed, ()):
                del self.fields[name]
        if "to" in self.fields:
            rows = LabourOffice.objects.filter(is_open=True, kind=LabourOffice.Kind.LABOUR).exclude(pk__in=desk.serves)
            told = [(str(one.pk), f"{one.name} – {one.city}") for one in rows.order_by("province", "name", "pk")]
            self.fields["to"].choices = [("", "انتخاب کنید"), *told]

    @property
    def given(self) -> dict[str, Any]:
        """As a batch keeps it."""
        told = {name: self.cleaned_data[name] for name in ("to", "reason", "since") if self.cleaned_data.get(name)}
        if "since" in told:
            told["since"] = told["since"].isoformat()
        if "to" in told:
            told["to"] = int(told["to"])
        return told


def deeds() -> list[tuple[str, str]]:
    """The deeds that may be done on many cases, as the list offers them."""
    return [(name, title) for name, (title, _) in DEEDS.items()]
