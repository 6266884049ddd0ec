"""Forms of organisations: rights of a member, workplace codes."""

from datetime import date
from typing import Any

from django import forms

from kardad.people.models import Membership
from kardad.ui import fields


class Rights(forms.Form):
    """What a member may do for the organisation."""

    rights = fields.Ticks(label="دسترسی‌ها", choices=Membership.Right.choices, required=False, help_text="تنها آنچه برای کارش لازم است.")


class HandOver(forms.Form):
    """That it is meant."""

    is_sure = fields.Tick(label="می‌دانم که پس از این، صاحب تازه درباره اعضا و دسترسی‌ها تصمیم می‌گیرد.")


class Workplace(forms.Form):
    """A workplace code from a day on."""

    owner = fields.Choice(label="این کارگاه از آن کیست؟", choices=[])
    code = fields.WorkplaceCode(help_text="۱۰ رقم؛ در فهرست بیمه و نامه‌های تأمین اجتماعی هست.")
    title = fields.Text(label="نام یا نشانی کارگاه", max_length=120, required=False, help_text="تا بعد آن را بشناسید.")
    valid_from = fields.JalaliDate(label="از تاریخ")

    def __init__(self, *args: Any, owners: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = fields.Choice(label="این کارگاه از آن کیست؟", choices=owners)
        help_text = "روزی که تأمین اجتماعی این کد را داده است."
        self.fields["valid_from"] = fields.JalaliDate(label="از تاریخ", help_text=help_text, latest=today)
        if len(owners) == 1:
            self.fields["owner"].initial = owners[0][0]
            self.fields["owner"].widget = forms.HiddenInput()
        self.order_fields(["owner", "code", "title", "valid_from"])


class EndWorkplace(forms.Form):
    """The last day of a workplace code."""

    valid_to = fields.JalaliDate(label="تا تاریخ")

    def __init__(self, *args: Any, since: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"] = fields.JalaliDate(label="تا تاریخ", help_text="آخرین روز اعتبار این کد.", earliest=since, latest=today)
