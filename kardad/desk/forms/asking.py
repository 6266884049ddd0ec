"""The request as its writer fills it in: services, words, files, the other party; and the deed that sends it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kardad.desk import catalogue, policy, uploads
from kardad.desk.forms.clients import ForWhom
from kardad.desk.forms.fields import Party
from kardad.kit import text
from kardad.ui import fields

FILES_HELP = f"عکس، PDF، ورد یا اکسل؛ هر پرونده تا ۱۰ مگابایت و روی هم تا {text.to_persian_digits(policy.MANY_FILES)} پرونده."


class Description(fields.LongText):
    """What the client wants, letter for letter."""

    attrs = {"rows": 9}

    def parse(self, typed: str) -> str:
        """The words as they were typed, with line ends of one kind; too few of them are refused."""
        told = typed.replace("\r\n", "\n").strip()
        if len(told) < policy.SHORTEST_TEXT:
            short, least = text.to_persian_digits(len(told)), text.to_persian_digits(policy.SHORTEST_TEXT)
            raise ValidationError(f"دست‌کم {least} نویسه بنویسید تا کارشناس بداند چه می‌خواهید؛ {short} نویسه نوشته‌اید.", code="SHORT")
        return told


class Asking(forms.Form):
    """The one page of the seed: which services, what is wanted, which files."""

    services = fields.Ticks(
        label="کدام خدمت را می‌خواهید؟",
        help_text="یک یا چند خدمت را با هم انتخاب کنید.",
        error_messages={"required": "دست‌کم یک خدمت را انتخاب کنید."},
    )
    description = Description(
        label="خواسته خود را شرح دهید",
        max_length=policy.LONGEST_TEXT,
        help_text="چه پیش آمده، از کی، و از ما چه می‌خواهید. رقم‌ها و تاریخ‌ها را هم بنویسید.",
        error_messages={"required": "بنویسید چه می‌خواهید."},
    )
    files = fields.Uploads(label="الحاق فایل", kinds=uploads.KINDS, required=False, help_text=FILES_HELP)
    opponent = Party(
        label="کد طرف مقابل",
        required=False,
        help_text="کد ملی، شناسه ملی شرکت یا کد کارگاه طرف دعوا. فقط برای آن می‌پرسیم که کار شما به کارشناس او سپرده نشود.",
    )

    whom: ForWhom | None = None  # asked beside it of those who may ask for others

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = [(one.code, one.title) for one in catalogue.offered()]

    @property
    def chosen(self) -> list[str]:
        """The codes that are ticked, of services that can be."""
        known = {code for code, _ in self.fields["services"].choices}
        given = self["services"].value() or []
        return [code for code in dict.fromkeys([given] if isinstance(given, str) else given) if code in known]

    @property
    def typed(self) -> str:
        """The words as they stand in the box."""
        return str(self["description"].value() or "").replace("\x00", "")[: policy.LONGEST_TEXT]  # no database keeps it


class Send(forms.Form):
    """The rules are accepted, and with it the request is sent."""

    rules = fields.Tick(
        label="قوانین پنل را خوانده‌ام و می‌پذیرم.", error_messages={"required": "برای ثبت درخواست، پذیرفتن قوانین لازم است."}
    )
