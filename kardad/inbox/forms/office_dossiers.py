"""Forms of dossiers for staff: one is opened, its sides are written, a request to join is judged."""

from collections.abc import Collection
from typing import Any

from django import forms

from kardad.inbox.models import Party
from kardad.kit import ids, text
from kardad.people.models import LabourOffice
from kardad.ui import fields

ADMIT, TURN_AWAY = "admit", "turn_away"
CODES = {10: "national-code", 11: "company-id", 12: "foreigner-code"}  # which kind of code has so many digits


class Bare(forms.Form):
    """A deed that asks for nothing but its button."""


class Open(forms.Form):
    """A dossier: what it is called, its number, its office."""

    title = fields.Text(label="عنوان پرونده", max_length=120, example="دعوای علی کریمی و شرکت سپهر")
    number = fields.Text(label="شماره پرونده", max_length=40, example="۱۴۰۴/۱۲", help_text="همان شماره کلاسه‌ای که روی برگه‌ها چاپ می‌شود.")
    office = fields.Choice(label="اداره", choices=[], required=False)

    def __init__(self, *args: Any, offices: Collection[int | None] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = LabourOffice.objects.filter(is_open=True, kind=LabourOffice.Kind.LABOUR).order_by("province", "name", "pk")
        if offices is not None:
            rows = LabourOffice.objects.filter(pk__in=[one for one in offices if one is not None]).order_by("province", "name", "pk")
        self.rows = {str(one.pk): one for one in rows}
        house = [("", "بی‌اداره: خود این سامانه")] if offices is None or None in offices else []
        self.fields["office"].choices = [*house, *((key, f"{one.name} – {one.city}") for key, one in self.rows.items())]
        self.fields["office"].required = not house

    def clean_office(self) -> LabourOffice | None:
        """The office that was chosen."""
        return self.rows.get(self.cleaned_data["office"])


class Side(forms.Form):
    """A side: who it is, by which code he is known, and where he is found."""

    side = fields.Radios(label="در پرونده چیست؟", choices=Party.Side.choices)
    name = fields.Text(label="نام و نام خانوادگی، یا نام شرکت", max_length=120)
    code = fields.Digits(
        label="کد ملی، کد فراگیر یا شناسه ملی",
        required=False,
        help_text="با این کد حساب او پیدا می‌شود، یا بعدها خودش به پرونده می‌پیوندد.",
    )
    mobile = fields.Mobile(label="تلفن همراه", required=False)
    address = fields.LongText(label="نشانی", max_length=300, required=False, help_text="مأمور ابلاغ به همین نشانی می‌رود.")

    def clean_code(self) -> str:
        """The code, if it is one."""
        given: str = self.cleaned_data["code"]
        kind = CODES.get(len(given))
        if given and (kind is None or not ids.KINDS[kind](given).valid):
            raise forms.ValidationError("کد ملی ۱۰ رقم، شناسه ملی شرکت ۱۱ رقم و کد فراگیر ۱۲ رقم دارد. آن را دوباره بنویسید.")
        return given

    def clean_name(self) -> str:
        """The name as it is shown."""
        return text.display(self.cleaned_data["name"])


class Joining(forms.Form):
    """Whether he who asks is the side."""

    verdict = fields.Radios(label="این شخص همان طرف پرونده است؟", choices=[(ADMIT, "بله؛ پرونده برای او باز شود"), (TURN_AWAY, "نه")])
    reason = fields.LongText(label="چرا نه؟", max_length=250, required=False, help_text="خود او همین را می‌خواند.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].needed_when = "اگر نیست لازم است"

    @property
    def is_admitted(self) -> bool:
        """Whether he is."""
        return bool(self.cleaned_data["verdict"] == ADMIT)

    def clean(self) -> dict[str, Any]:
        """Who is turned away learns why."""
        given = super().clean() or self.cleaned_data
        if given.get("verdict") == TURN_AWAY and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "دلیل را بنویسید؛ خود او باید بداند.")
        return given
