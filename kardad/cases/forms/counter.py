"""Forms of an officer who writes a petition for the person before him."""

from django import forms

from kardad.cases import petition
from kardad.cases.forms.petition import PersonCode
from kardad.ui import fields


class Ask(forms.Form):
    """Who came, and which side he is."""

    code = PersonCode(label="کد ملی شخص", help_text="از روی کارت ملی. تبعه خارجی: کد فراگیر ۱۲ رقمی.")
    side = fields.Radios(label="او در این دعوا کدام است؟", choices=list(petition.SIDES.items()))


class Code(forms.Form):
    """The code that came to the person's own mobile, as he reads it out."""

    code = fields.OneTimeCode(label="رمزی که به همراه او آمد")


class Sign(Code):
    """He heard what is filed, and signs it."""

    heard = fields.Tick(
        label="متن دادخواست را برای او خواندم و صفحه را به او نشان دادم.",
        error_messages={"required": "پیش از امضا، متن را برای او بخوانید و این را علامت بزنید."},
    )
    field_order = ("heard", "code")
